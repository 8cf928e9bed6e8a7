//! What a resource holds under the path of a column: `name.familyName`, `emails[primary].value`, or an attribute with
//! the URN of its schema before it.

use serde_json::{Map, Value};

/// What is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Held<'a> {
    /// The resource has no such attribute.
    Nothing,
    /// One value, which may be an array.
    One(&'a Value),
    /// The same part of each of several values.
    Several(Vec<&'a Value>),
}

/// Looks a path up in a resource.
pub fn held<'a>(resource: &'a Value, path: &str) -> Held<'a> {
    let Some(members) = resource.as_object() else { return Held::Nothing };
    let Some((holder, rest)) = holder(members, path) else { return Held::Nothing };
    let (attribute, part) = match rest.split_once('.') {
        Some((attribute, part)) => (attribute, Some(part)),
        None => (rest, None),
    };
    let (attribute, is_primary) = match attribute.strip_suffix("[primary]") {
        Some(attribute) => (attribute, true),
        None => (attribute, false),
    };
    let Some(value) = member(holder, attribute) else { return Held::Nothing };
    let picked = match value {
        Value::Array(values) if is_primary => primary(values),
        other => Some(other),
    };
    match (picked, part) {
        (None, _) => Held::Nothing,
        (Some(value), None) => Held::One(value),
        (Some(Value::Array(values)), Some(part)) => {
            let parts = values.iter().filter_map(|it| member(it.as_object()?, part));
            let parts: Vec<&Value> = parts.collect();
            if parts.is_empty() { Held::Nothing } else { Held::Several(parts) }
        }
        (Some(value), Some(part)) => part_of(value, part),
    }
}

/// The object that the attribute is a member of, and what is left of the path. A schema's URN holds dots and colons.
fn holder<'a, 'p>(
    members: &'a Map<String, Value>,
    path: &'p str,
) -> Option<(&'a Map<String, Value>, &'p str)> {
    let extension = members.iter().find_map(|(name, value)| {
        let start = path.get(..name.len())?;
        let rest = path.get(name.len()..)?.strip_prefix(':')?;
        start.eq_ignore_ascii_case(name).then_some((value.as_object(), rest))
    });
    match extension {
        Some((holder, rest)) => Some((holder?, rest)),
        // The URN of a schema of which the resource has nothing.
        None if path.contains(':') => None,
        None => Some((members, path)),
    }
}

fn part_of<'a>(value: &'a Value, part: &str) -> Held<'a> {
    let is_main = ["value", "formatted"].iter().any(|it| it.eq_ignore_ascii_case(part));
    match value {
        Value::Object(members) => member(members, part).map_or(Held::Nothing, Held::One),
        Value::Null => Held::One(value),
        // A bare value where an object belongs.
        other if is_main => Held::One(other),
        _ => Held::Nothing,
    }
}

/// The value that is marked as primary, also with the mark as text, else the first.
fn primary(values: &[Value]) -> Option<&Value> {
    let is_primary = |it: &&Value| match it.as_object().and_then(|it| member(it, "primary")) {
        Some(Value::Bool(truth)) => *truth,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    };
    values.iter().find(is_primary).or_else(|| values.first())
}

fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_lead_to_their_values() {
        let user = json!({
            "userName": "ada", "name": { "familyName": "Lovelace" },
            "emails": [{ "value": "a@example.org" }, { "value": "b@example.org", "primary": true }, { "type": "x" }],
            "roles": [], "urn:example:2.0:User": { "manager": { "value": "7" } },
        });
        let one = |path: &str| match held(&user, path) {
            Held::One(value) => value.clone(),
            other => panic!("{path}: {other:?}"),
        };
        assert_eq!(one("USERNAME"), "ada");
        assert_eq!(one("name.familyName"), "Lovelace");
        assert_eq!(one("emails[primary].value"), "b@example.org");
        assert_eq!(one("roles"), json!([]));
        assert_eq!(one("urn:example:2.0:User:manager"), json!({ "value": "7" }));
        assert_eq!(one("urn:example:2.0:User:manager.value"), "7");
        let (first, second) = (json!("a@example.org"), json!("b@example.org"));
        assert_eq!(held(&user, "emails.value"), Held::Several(vec![&first, &second]));
        for path in
            ["title", "name.givenName", "roles[primary].value", "emails.nothing", "urn:other:title"]
        {
            assert_eq!(held(&user, path), Held::Nothing, "{path}");
        }
    }

    #[test]
    fn a_bare_value_stands_for_its_main_part() {
        let user = json!({ "emails": ["a@example.org"], "manager": "7", "name": null });
        assert_eq!(held(&user, "emails[primary].value"), Held::One(&json!("a@example.org")));
        assert_eq!(held(&user, "manager.value"), Held::One(&json!("7")));
        assert_eq!(held(&user, "manager.display"), Held::Nothing);
        assert_eq!(held(&user, "name.familyName"), Held::One(&Value::Null));
    }
}
