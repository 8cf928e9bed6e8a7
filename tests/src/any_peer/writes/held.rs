//! What the server has after a step, against what the step was to bring about. Written independently of the app on
//! purpose. Pure.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a step is to bring about.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Aim {
    /// Attributes have these values, and nothing else that was there has changed.
    Values(Vec<(String, Value)>),
    /// Somebody is a member of the group, or is none.
    Member { id: String, is_in: bool },
    /// The resource is no more.
    Gone,
}

/// The resource as it was read after the step.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Now {
    There(Value),
    Gone,
    /// The server answers this to whoever reads it.
    Unreadable(u16),
}

/// How much of it the server has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Held {
    Whole,
    /// All but this, or this was changed besides: paths of attributes.
    Part(Vec<String>),
    /// Nothing has changed: the paths that should have.
    Nothing(Vec<String>),
    Unreadable(u16),
}

impl Now {
    pub(super) fn of(found: Option<Value>) -> Now {
        found.map_or(Now::Gone, Now::There)
    }

    pub(super) fn resource(&self) -> Option<&Value> {
        match self {
            Now::There(resource) => Some(resource),
            Now::Gone | Now::Unreadable(_) => None,
        }
    }
}

impl Held {
    /// The attributes that are not as they were to be.
    pub(super) fn unmet(&self) -> &[String] {
        match self {
            Held::Part(paths) | Held::Nothing(paths) => paths,
            Held::Whole | Held::Unreadable(_) => &[],
        }
    }

    pub(super) fn in_words(&self, aim: &Aim) -> String {
        match (self, aim) {
            (Held::Whole, Aim::Gone) => "the server has it no more".to_owned(),
            (Held::Nothing(_), Aim::Gone) => "the server has it as before".to_owned(),
            (Held::Whole, _) => "the server has it".to_owned(),
            (Held::Part(paths), _) => format!("the server has it but for {}", paths.join(", ")),
            (Held::Nothing(_), _) => "the server has nothing of it".to_owned(),
            (Held::Unreadable(status), _) => format!("the server answers {status} to a GET of it"),
        }
    }
}

/// Compares; `before` is absent for a resource that is to be made.
pub(super) fn held(before: Option<&Value>, now: &Now, aim: &Aim) -> Held {
    if let Now::Unreadable(status) = now {
        return Held::Unreadable(*status);
    }
    match (aim, now) {
        (Aim::Gone, Now::Gone) => Held::Whole,
        (Aim::Gone, _) => Held::Nothing(Vec::new()),
        (Aim::Member { id, is_in }, Now::There(now)) => {
            match at(now, "members.value").iter().any(|it| it.as_str() == Some(id)) == *is_in {
                true => Held::Whole,
                false => Held::Nothing(vec!["members".to_owned()]),
            }
        }
        (Aim::Values(values), Now::There(now)) => of_values(before, now, values),
        (Aim::Values(values), _) if before.is_none() => Held::Nothing(paths(values.iter())),
        // It is gone, which nobody asked for.
        (Aim::Values(_) | Aim::Member { .. }, _) => Held::Unreadable(404),
    }
}

fn of_values(before: Option<&Value>, now: &Value, values: &[(String, Value)]) -> Held {
    let unmet: Vec<&(String, Value)> =
        values.iter().filter(|(path, value)| !at(now, path).contains(&value)).collect();
    let others: Vec<String> = before.map(|it| changed(it, now, values)).unwrap_or_default();
    match (unmet.len() == values.len(), unmet.is_empty() && others.is_empty()) {
        (_, true) => Held::Whole,
        // One that is to be made and is there is not nothing, whatever it looks like.
        (true, _) if others.is_empty() && before.is_some() => {
            Held::Nothing(paths(unmet.into_iter()))
        }
        _ => Held::Part(paths(unmet.into_iter()).into_iter().chain(others).collect()),
    }
}

fn paths<'a>(values: impl Iterator<Item = &'a (String, Value)>) -> Vec<String> {
    values.map(|(path, _)| path.clone()).collect()
}

/// What was there before, is another now, and was not to change. What the server keeps itself does not count.
fn changed(before: &Value, now: &Value, values: &[(String, Value)]) -> Vec<String> {
    let (mut was, mut is) = (BTreeMap::new(), BTreeMap::new());
    flatten(before, "", &mut was);
    flatten(now, "", &mut is);
    let is_own = |path: &str| path == "meta" || path.starts_with("meta.");
    let is_meant = |path: &str| values.iter().any(|(it, _)| it.eq_ignore_ascii_case(path));
    was.iter()
        .filter(|(path, _)| !is_own(path) && !is_meant(path))
        .filter(|(path, value)| is.get(*path) != Some(value))
        .map(|(path, _)| path.clone())
        .collect()
}

/// The values of a resource by their paths in small letters; those of a list under one path, in whatever order.
fn flatten(value: &Value, path: &str, all: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let name = name.to_lowercase();
                let below = if path.is_empty() { name } else { format!("{path}.{name}") };
                flatten(value, &below, all);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|it| flatten(it, path, all)),
        Value::Null => {}
        simple => {
            let values = all.entry(path.to_owned()).or_default();
            values.push(simple.to_string());
            values.sort_unstable();
        }
    }
}

/// Every value at a path of names, through lists, whatever their letter case.
pub(super) fn at<'a>(resource: &'a Value, path: &str) -> Vec<&'a Value> {
    path.split('.').fold(vec![resource], |at, name| {
        let members = at.into_iter().flat_map(|it| match it {
            Value::Array(elements) => elements.iter().collect(),
            other => vec![other],
        });
        members
            .filter_map(Value::as_object)
            .flat_map(|it| it.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)))
            .map(|(_, value)| value)
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values(all: &[(&str, Value)]) -> Aim {
        Aim::Values(all.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect())
    }

    fn paths(all: &[&str]) -> Vec<String> {
        all.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn values_are_found_through_objects_lists_and_letter_case() {
        let user = json!({ "Name": { "familyName": "King" }, "emails": [{ "value": "a" }, { "value": "b" }] });
        assert_eq!(at(&user, "name.FamilyName"), [&json!("King")]);
        assert_eq!(at(&user, "emails.value"), [&json!("a"), &json!("b")]);
        assert!(at(&user, "emails.type").is_empty());
    }

    #[test]
    fn a_change_is_whole_in_part_or_nothing() {
        let before = json!({ "title": "Old", "nickName": "Ada", "meta": { "version": "1" } });
        let aim = values(&[("title", json!("New")), ("locale", json!("en"))]);
        let of = |now: Value| held(Some(&before), &Now::There(now), &aim);
        let whole = json!({ "title": "New", "locale": "en", "nickName": "Ada", "x": 1, "meta": { "version": "2" } });
        assert_eq!(
            of(whole),
            Held::Whole,
            "what is new besides, and what the server keeps, is no matter"
        );
        let part = json!({ "title": "New", "nickName": "Ada" });
        assert_eq!(of(part), Held::Part(paths(&["locale"])));
        assert_eq!(of(before.clone()), Held::Nothing(paths(&["title", "locale"])));
        let others = json!({ "title": "New", "locale": "en" });
        assert_eq!(of(others), Held::Part(paths(&["nickname"])), "nickName went with it");
        let instead = json!({ "title": "Old", "nickName": "Else" });
        assert_eq!(of(instead), Held::Part(paths(&["title", "locale", "nickname"])));
        assert_eq!(held(Some(&before), &Now::Gone, &aim), Held::Unreadable(404));
    }

    #[test]
    fn a_new_resource_is_there_or_not() {
        let aim = values(&[("userName", json!("ada")), ("title", json!("Countess"))]);
        let of = |now: Now| held(None, &now, &aim);
        assert_eq!(of(Now::Gone), Held::Nothing(paths(&["userName", "title"])));
        let there = |it: Value| of(Now::There(it));
        assert_eq!(there(json!({ "userName": "ada", "title": "Countess" })), Held::Whole);
        assert_eq!(there(json!({ "userName": "ada" })), Held::Part(paths(&["title"])));
        assert_eq!(of(Now::Unreadable(403)), Held::Unreadable(403));
    }

    #[test]
    fn members_come_and_go() {
        let group = |ids: &[&str]| {
            let members: Vec<Value> = ids.iter().map(|id| json!({ "value": id })).collect();
            Now::There(json!({ "members": members }))
        };
        let member = |is_in| Aim::Member { id: "7".to_owned(), is_in };
        let nothing = Held::Nothing(paths(&["members"]));
        assert_eq!(held(None, &group(&["1", "7"]), &member(true)), Held::Whole);
        assert_eq!(held(None, &group(&["1"]), &member(true)), nothing);
        assert_eq!(held(None, &group(&[]), &member(false)), Held::Whole);
        assert_eq!(held(None, &group(&["7"]), &member(false)), nothing);
        assert_eq!(held(None, &Now::Gone, &member(false)), Held::Unreadable(404), "the group went");
    }

    #[test]
    fn what_is_deleted_is_gone() {
        assert_eq!(held(None, &Now::Gone, &Aim::Gone), Held::Whole);
        let there = Now::There(json!({ "id": "7" }));
        assert_eq!(held(None, &there, &Aim::Gone), Held::Nothing(Vec::new()));
        assert_eq!(held(None, &Now::Unreadable(500), &Aim::Gone), Held::Unreadable(500));
    }
}
