//! Which filters the server answers as the RFC says: every operator on a handful of attributes of users, each answer
//! judged by what its own list holds (RFC 7644 §3.4.2.2). Asked beside the app: the history is not to hold it.

use std::collections::BTreeMap;

use anyhow::Result;
use scim::filter::{CompareOp, Filter, Matcher, Settings};
use scim::view::TypeModel;
use serde_json::Value;

use super::Visit;
use super::beside::{Answered, Listed};
use super::report::Report;

/// What is asked of, with the operators that fit its type; the rest a server should refuse.
const ATTRIBUTES: &[(&str, Kind)] = &[
    ("userName", Kind::Text),
    ("externalId", Kind::Text),
    ("name.familyName", Kind::Text),
    ("emails.value", Kind::Text),
    ("active", Kind::Boolean),
    ("meta.lastModified", Kind::Time),
];
const TEXT: &[&str] = &["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

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
            Self::Refused(how) => write!(f, "refused ({how})"),
            Self::Ignored => f.write_str("ignored"),
            Self::Wrong(how) => write!(f, "wrong ({how})"),
        }
    }
}

/// Asks for users by every operator.
pub(super) async fn run(visit: &Visit<'_>, report: &mut Report) -> Result<()> {
    let Some(users) = visit.beside.types.iter().find(|it| it.name == "User") else {
        return Ok(());
    };
    let Some(user_type) = scim::builtin::resource_types().first() else { return Ok(()) };
    let model = TypeModel::resolve(user_type, scim::builtin::schemas()).value;
    let listed = visit.beside.list(&users.endpoint).await?;
    for (attribute, kind) in ATTRIBUTES {
        let Some(value) = sample(&listed, attribute) else {
            report.add("filters", format!("{attribute}: no user has it"));
            continue;
        };
        let mut verdicts: BTreeMap<Verdict, Vec<&str>> = BTreeMap::new();
        for (operator, text) in questions(attribute, *kind, &value) {
            let filter = Filter::parse(&text, &[])?;
            let matcher = Matcher::new(&filter, Some(&model), Settings::default());
            let answered = visit.beside.filtered(&users.endpoint, &text).await?;
            let verdict = judge(&answered, &matcher, &listed);
            if visit.target.follows_the_rfc && verdict != Verdict::Supported {
                report.differs(format!("the filter {text} is {verdict}"));
            }
            verdicts.entry(verdict).or_default().push(operator);
        }
        let told: Vec<String> =
            verdicts.iter().map(|(verdict, of)| format!("{} {verdict}", of.join(" "))).collect();
        report.add("filters", format!("{attribute}: {}", told.join("; ")));
    }
    Ok(())
}

/// The filters of an attribute, each with its operator.
fn questions(attribute: &str, kind: Kind, value: &Value) -> Vec<(&'static str, String)> {
    let compared = CompareOp::ALL.iter().map(|it| it.name()).filter(|it| match kind {
        Kind::Text => TEXT.contains(it),
        Kind::Boolean => ["eq", "ne"].contains(it),
        Kind::Time => ["eq", "ne", "gt", "ge", "lt", "le"].contains(it),
    });
    let mut questions: Vec<(&str, String)> = compared
        .map(|operator| (operator, format!("{attribute} {operator} {}", operand(operator, value))))
        .collect();
    questions.push(("pr", format!("{attribute} pr")));
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

fn judge(answered: &Answered, matcher: &Matcher<'_>, listed: &Listed) -> Verdict {
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
    if strangers > 0 {
        let is_all = told == listed.resources.len();
        let how = format!("{strangers} of {} rows do not match", answered.resources.len());
        return if is_all { Verdict::Ignored } else { Verdict::Wrong(how) };
    }
    let wanted = listed.resources.iter().filter(|it| matcher.matches(it)).count();
    if listed.whole && told != wanted {
        return Verdict::Wrong(format!("{told} instead of {wanted}"));
    }
    Verdict::Supported
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
        let filter = Filter::parse("userName eq \"ADA\"", &[]).unwrap();
        let matcher = Matcher::new(&filter, None, Settings::default());
        let verdict = |it: Answered| judge(&it, &matcher, &listed);
        assert_eq!(verdict(answered(200, vec![ada.clone()], 1)), Verdict::Supported);
        assert_eq!(verdict(answered(200, vec![ada.clone(), bob.clone()], 2)), Verdict::Ignored);
        assert_eq!(verdict(answered(200, vec![], 0)), Verdict::Wrong("0 instead of 1".into()));
        let other = verdict(answered(200, vec![bob], 1));
        assert_eq!(other, Verdict::Wrong("1 of 1 rows do not match".into()));
        assert_eq!(verdict(answered(400, vec![], 0)), Verdict::Refused("400".into()));
        assert_eq!(verdict(answered(500, vec![], 0)), Verdict::Wrong("500".into()));
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
