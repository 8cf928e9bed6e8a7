//! Which filters the server answers as the RFC says: every operator on a handful of attributes of users, and every way
//! to join conditions, each answer judged by what its own list holds (RFC 7644 §3.4.2.2). Asked beside the app: the
//! history is not to hold it.

use std::collections::BTreeMap;

use anyhow::Result;
use scim::filter::{CompareOp, Filter, Matcher, Settings};
use scim::view::TypeModel;
use scim::{builtin, resource_type, schema};
use serde_json::Value;

use super::Visit;
use super::beside::{Answered, Listed};
use super::lists::Lists;
use super::report::Report;

/// What is asked of, with every operator that means something for its type, and those that a server has to refuse.
const ATTRIBUTES: &[(&str, Kind)] = &[
    ("userName", Kind::Text),
    ("externalId", Kind::Text),
    ("name.familyName", Kind::Text),
    ("emails.value", Kind::Text),
    ("active", Kind::Boolean),
    ("meta.lastModified", Kind::Time),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Boolean,
    Time,
}

/// What a server does with a filter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// It answers what it should.
    Supported,
    /// It answers what it should, which is what it would answer without a filter too.
    NotToldApart,
    /// It says that it does not know this.
    Refused(String),
    /// It answers as if there was no filter.
    Ignored,
    /// It answers something else.
    Wrong(String),
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Supported => f.write_str("supported"),
            Self::NotToldApart => f.write_str("supported or ignored (every user matches)"),
            Self::Refused(how) => write!(f, "refused ({how})"),
            Self::Ignored => f.write_str("ignored"),
            Self::Wrong(how) => write!(f, "wrong ({how})"),
        }
    }
}

/// Asks for users by every operator.
pub(super) async fn run(visit: &Visit<'_>, lists: &Lists, report: &mut Report) -> Result<()> {
    let Some(users) = lists.of_type("User") else { return Ok(()) };
    let listed = &users.listed;
    let types = visit.beside.document("/ResourceTypes").await?;
    let Some(model) = model_of(&types, &visit.beside.document("/Schemas").await?) else {
        return Ok(());
    };
    let mut all: Vec<(&str, Vec<Question>)> = Vec::new();
    for (attribute, kind) in ATTRIBUTES {
        match sample(listed, attribute) {
            Some(value) => all.push((attribute, questions(attribute, *kind, &value))),
            None => report.add("filters", format!("{attribute}: no user has it")),
        }
    }
    all.push(("joined", joined(listed)));
    for (what, questions) in all {
        let mut verdicts: BTreeMap<Verdict, Vec<&str>> = BTreeMap::new();
        for question in questions {
            let filter = Filter::parse(&question.text, &[])?;
            let matcher = Matcher::new(&filter, Some(&model), Settings::default());
            let answered = visit.beside.filtered(&users.endpoint, &question.text).await?;
            let verdict = judge(&question, &answered, &matcher, listed);
            if visit.target.follows_the_rfc && !question.is_answered_by(&verdict) {
                report.differs(format!("the filter {} is {verdict}", question.text));
            }
            verdicts.entry(verdict).or_default().push(question.operator);
        }
        let told: Vec<String> =
            verdicts.iter().map(|(verdict, of)| format!("{} {verdict}", of.join(" "))).collect();
        report.add("filters", format!("{what}: {}", told.join("; ")));
    }
    Ok(())
}

/// Users as the server describes them: whether letter case counts is for its schemas to say. What it does not serve is as
/// RFC 7643 has it.
fn model_of(types: &str, schemas: &str) -> Option<TypeModel> {
    let types = resource_type::parse_all(types).map(|it| it.value).unwrap_or_default();
    let schemas = schema::parse_all(schemas).map(|it| it.value).unwrap_or_default();
    let served = types.iter().find(|it| it.name == "User");
    let built_in = builtin::resource_types().first()?;
    let model = TypeModel::resolve(served.unwrap_or(built_in), &schemas).value;
    Some(match model.base {
        Some(_) => model,
        None => TypeModel::resolve(built_in, builtin::schemas()).value,
    })
}

/// A filter that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Question {
    operator: &'static str,
    text: String,
    /// Whether a server has to refuse it: booleans have no order.
    has_no_meaning: bool,
}

impl Question {
    fn new(operator: &'static str, text: String) -> Self {
        Self { operator, text, has_no_meaning: false }
    }

    /// Whether this is what the RFC wants.
    fn is_answered_by(&self, verdict: &Verdict) -> bool {
        match verdict {
            Verdict::Supported | Verdict::NotToldApart => !self.has_no_meaning,
            Verdict::Refused(_) => self.has_no_meaning,
            Verdict::Ignored | Verdict::Wrong(_) => false,
        }
    }
}

/// The filters of an attribute, one for each operator. What `co`, `sw` and `ew` mean for dates and booleans the RFC does
/// not say.
fn questions(attribute: &str, kind: Kind, value: &Value) -> Vec<Question> {
    let compared = CompareOp::ALL.into_iter().filter(|it| kind == Kind::Text || !it.searches());
    let mut questions: Vec<Question> = compared
        .map(|op| Question {
            has_no_meaning: kind == Kind::Boolean && op.orders(),
            ..Question::new(op.name(), format!("{attribute} {op} {}", operand(op.name(), value)))
        })
        .collect();
    questions.push(Question::new("pr", format!("{attribute} pr")));
    questions
}

/// Conditions joined in every way, about users by name; a server that reads only the first one, or reads from left to
/// right, answers otherwise.
fn joined(listed: &Listed) -> Vec<Question> {
    let mut names: Vec<&Value> =
        listed.resources.iter().filter_map(|it| value_at(it, "userName")).collect();
    names.sort_by_key(|it| it.to_string().to_lowercase());
    names.dedup_by_key(|it| it.to_string().to_lowercase());
    let [a, b, c, ..] = names.as_slice() else { return Vec::new() };
    let is = |it: &Value| format!("userName eq {it}");
    let (a, b, c) = (is(a), is(b), is(c));
    let mut questions = vec![
        Question::new("and", format!("userName pr and {a}")),
        Question::new("or", format!("{a} or {b}")),
        Question::new("not", format!("not ({a})")),
        Question::new("precedence", format!("{a} or {b} and {c}")),
        Question::new("( )", format!("({a} or {b}) and {b}")),
    ];
    let of_type = sample(listed, "emails.value");
    questions.extend(of_type.map(|it| Question::new("[ ]", format!("emails[value eq {it}]"))));
    questions
}

/// The value, or a part of it for the operators that look for parts.
fn operand(operator: &str, value: &Value) -> Value {
    let Value::String(text) = value else { return value.clone() };
    let letters: Vec<char> = text.chars().collect();
    let third = (letters.len() / 3).max(1);
    let part = match operator {
        "sw" => letters.get(..third),
        "ew" => letters.get(letters.len().saturating_sub(third)..),
        "co" => letters
            .get(third.min(letters.len().saturating_sub(1))..)
            .and_then(|it| it.get(..third.min(it.len()))),
        _ => None,
    };
    Value::String(part.map_or_else(|| text.clone(), |it| it.iter().collect()))
}

/// The attribute's value of a user in the middle of the list.
fn sample(listed: &Listed, path: &str) -> Option<Value> {
    let (before, after) = listed.resources.split_at(listed.resources.len() / 2);
    let says_something = |it: &&Value| it.as_str() != Some("");
    let mut values = after.iter().chain(before).filter_map(|it| value_at(it, path));
    values.find(says_something).cloned()
}

fn value_at<'a>(resource: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(resource, |it, name| {
        let it = it.as_array().and_then(|all| all.first()).unwrap_or(it);
        let members = it.as_object()?;
        members.iter().find(|(member, _)| member.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    })
}

fn judge(
    question: &Question,
    answered: &Answered,
    matcher: &Matcher<'_>,
    listed: &Listed,
) -> Verdict {
    if answered.status != 200 {
        let how = match &answered.scim_type {
            Some(scim_type) => format!("{} {scim_type}", answered.status),
            None => answered.status.to_string(),
        };
        let says_so = matches!(answered.status, 400 | 403 | 501);
        return if says_so { Verdict::Refused(how) } else { Verdict::Wrong(how) };
    }
    let strangers = answered.resources.iter().filter(|it| !matcher.matches(it)).count();
    let told = answered.total.unwrap_or(answered.resources.len());
    // Of a long list only the beginning was read.
    let is_all = told == listed.told().unwrap_or(listed.resources.len());
    if strangers > 0 {
        let how = format!("{strangers} of {} rows do not match", answered.resources.len());
        return if is_all { Verdict::Ignored } else { Verdict::Wrong(how) };
    }
    if question.has_no_meaning {
        return Verdict::Wrong("an answer instead of a refusal".to_owned());
    }
    let wanted = listed.resources.iter().filter(|it| matcher.matches(it)).count();
    if listed.whole && told != wanted {
        return Verdict::Wrong(format!("{told} instead of {wanted}"));
    }
    if is_all { Verdict::NotToldApart } else { Verdict::Supported }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answered(status: u16, resources: Vec<Value>, total: usize) -> Answered {
        Answered { status, scim_type: None, resources, total: Some(total) }
    }

    #[test]
    fn answers_are_judged_by_the_list() {
        let (ada, bob) =
            (json!({ "id": "1", "userName": "ada" }), json!({ "id": "2", "userName": "bob" }));
        let listed = Listed { resources: vec![ada.clone(), bob.clone()], total: None, whole: true };
        let question = Question::new("eq", "userName eq \"ADA\"".to_owned());
        let filter = Filter::parse(&question.text, &[]).unwrap();
        let matcher = Matcher::new(&filter, None, Settings::default());
        let verdict = |it: Answered| judge(&question, &it, &matcher, &listed);
        assert_eq!(verdict(answered(200, vec![ada.clone()], 1)), Verdict::Supported);
        assert_eq!(verdict(answered(200, vec![ada.clone(), bob.clone()], 2)), Verdict::Ignored);
        assert_eq!(verdict(answered(200, vec![], 0)), Verdict::Wrong("0 instead of 1".into()));
        let other = verdict(answered(200, vec![bob], 1));
        assert_eq!(other, Verdict::Wrong("1 of 1 rows do not match".into()));
        assert_eq!(verdict(answered(400, vec![], 0)), Verdict::Refused("400".into()));
        assert_eq!(verdict(answered(500, vec![], 0)), Verdict::Wrong("500".into()));
    }

    #[test]
    fn a_filter_that_every_user_matches_tells_nothing_of_the_server() {
        let listed =
            Listed { resources: vec![json!({ "userName": "ada" })], total: None, whole: true };
        let question = Question::new("pr", "userName pr".to_owned());
        let filter = Filter::parse(&question.text, &[]).unwrap();
        let matcher = Matcher::new(&filter, None, Settings::default());
        let answer = answered(200, listed.resources.clone(), 1);
        let verdict = judge(&question, &answer, &matcher, &listed);
        assert_eq!(verdict, Verdict::NotToldApart);
        assert!(question.is_answered_by(&verdict));
    }

    #[test]
    fn of_a_list_that_is_too_long_to_be_read_the_total_counts() {
        let users: Vec<Value> = ["ada", "bob"].map(|it| json!({ "userName": it })).to_vec();
        let total = Some("9000".to_owned());
        let listed = Listed { resources: users.clone(), total, whole: false };
        let verdict = |text: &str, total: usize| {
            let filter = Filter::parse(text, &[]).unwrap();
            let matcher = Matcher::new(&filter, None, Settings::default());
            let question = Question::new("", text.to_owned());
            judge(&question, &answered(200, users.clone(), total), &matcher, &listed)
        };
        assert_eq!(verdict("userName eq \"ada\"", 9000), Verdict::Ignored);
        let some = Verdict::Wrong("1 of 2 rows do not match".into());
        assert_eq!(verdict("userName eq \"ada\"", 2), some);
        assert_eq!(verdict("userName pr", 9000), Verdict::NotToldApart);
        assert_eq!(verdict("userName pr", 4000), Verdict::Supported);
    }

    #[test]
    fn letter_case_counts_where_the_server_says_so() {
        let types = json!([{ "name": "User", "endpoint": "/Users", "schema": "urn:example:User" }]);
        let schemas = |exact: bool| {
            let name = json!({ "name": "userName", "type": "string", "caseExact": exact });
            json!([{ "id": "urn:example:User", "name": "User", "attributes": [name] }])
        };
        let matches = |types: &str, schemas: &str| {
            let model = model_of(types, schemas).unwrap();
            let filter = Filter::parse("userName eq \"ADA\"", &[]).unwrap();
            let matcher = Matcher::new(&filter, Some(&model), Settings::default());
            matcher.matches(&json!({ "userName": "ada" }))
        };
        assert!(matches(&types.to_string(), &schemas(false).to_string()));
        assert!(!matches(&types.to_string(), &schemas(true).to_string()));
        // What is not served is as the RFC has it.
        assert!(matches(&types.to_string(), "nothing"));
        assert!(matches("", ""));
    }

    #[test]
    fn an_order_of_booleans_has_to_be_refused() {
        let asked = questions("active", Kind::Boolean, &json!(true));
        let told: Vec<_> = asked.iter().map(|it| (it.operator, it.has_no_meaning)).collect();
        let order = ["gt", "ge", "lt", "le"].map(|it| (it, true));
        assert_eq!(
            told,
            [[("eq", false), ("ne", false)].as_slice(), &order, &[("pr", false)]].concat()
        );
        let listed = Listed { whole: true, ..Listed::default() };
        let filter = Filter::parse("active gt true", &[]).unwrap();
        let matcher = Matcher::new(&filter, None, Settings::default());
        let question = asked.iter().find(|it| it.operator == "gt").unwrap();
        let verdict =
            |status: u16| judge(question, &answered(status, vec![], 0), &matcher, &listed);
        assert!(question.is_answered_by(&verdict(400)));
        assert_eq!(verdict(200), Verdict::Wrong("an answer instead of a refusal".into()));
    }

    #[test]
    fn joined_conditions_tell_who_reads_them_otherwise() {
        let names = ["ada", "Bob", "cyd", "dan"];
        let resources: Vec<Value> = names.iter().map(|it| json!({ "userName": it })).collect();
        let listed = Listed { resources, total: None, whole: true };
        let found = |text: &str| {
            let filter = Filter::parse(text, &[]).unwrap();
            let matcher = Matcher::new(&filter, None, Settings::default());
            listed.resources.iter().filter(|it| matcher.matches(it)).count()
        };
        let asked = joined(&listed);
        let told: Vec<_> = asked.iter().map(|it| (it.operator, found(&it.text))).collect();
        assert_eq!(told, [("and", 1), ("or", 2), ("not", 3), ("precedence", 1), ("( )", 1)]);
    }

    #[test]
    fn parts_are_taken_where_parts_are_looked_for() {
        let parts = ["eq", "sw", "co", "ew"].map(|it| operand(it, &json!("abcdef")));
        assert_eq!(parts, [json!("abcdef"), json!("ab"), json!("cd"), json!("ef")]);
        assert_eq!(operand("sw", &json!("x")), json!("x"));
        let user =
            json!({ "emails": [{ "value": "a@example.org" }], "name": { "familyName": "A" } });
        assert_eq!(value_at(&user, "Emails.value"), Some(&json!("a@example.org")));
        assert_eq!(value_at(&user, "name.givenName"), None);
    }
}
