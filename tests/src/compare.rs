//! Holds what the form shows against a resource that was read beside the app.

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::directory::Field;

/// Words that the form shows instead of a value.
const INSTEAD_OF_A_VALUE: [&str; 3] = ["null", "\"\"", "never returned"];

/// Ensures that every value of the resource stands in the form under its attribute, and that
/// the form shows no value that the resource does not have.
pub fn ensure_shown(fields: &[Field], resource: &Value) -> Result<()> {
    for (path, text) in leaves(resource) {
        let attribute = attribute_of(&path);
        let is_shown =
            fields.iter().filter(|field| attribute_of(&field.path) == attribute).any(|field| {
                field.links.contains(&text) || normalised(&field.line).contains(&normalised(&text))
            });
        ensure!(is_shown, "{path} = {text:?} is not shown; the form has: {fields:#?}");
    }
    for field in fields {
        let shown = normalised(&field.value);
        // A reference is shown by the name of what it leads to.
        let is_named = !field.links.is_empty();
        if is_named || shown.is_empty() || INSTEAD_OF_A_VALUE.contains(&shown.as_str()) {
            continue;
        }
        let attribute = attribute_of(&field.path);
        let is_there = leaves(resource)
            .iter()
            .filter(|(path, _)| attribute_of(path) == attribute)
            .any(|(_, text)| shown.contains(&normalised(text)));
        ensure!(is_there, "{} shows {shown:?}, which the resource does not hold", field.path);
    }
    Ok(())
}

/// Every simple value of a resource with its path, as text. What `primary` says stands in the
/// name of a line; `$ref` says the same as the reference beside it.
fn leaves(resource: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect("", "", resource, &mut found);
    found.retain(|(path, _)| !path.ends_with(".primary") && !path.ends_with(".$ref"));
    found
}

fn collect(path: &str, separator: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                // Behind the URN of an extension stands a colon (RFC 7644 §3.10).
                let next = if path.is_empty() && name.starts_with("urn:") { ":" } else { "." };
                collect(&format!("{path}{separator}{name}"), next, member, found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect(&format!("{path}[{index}]"), ".", element, found);
            }
        }
        Value::Null => {}
        Value::String(text) => found.push((path.to_owned(), text.clone())),
        other => found.push((path.to_owned(), other.to_string())),
    }
}

/// The attribute that a path is about: its first name, behind the URN where there is one.
fn attribute_of(path: &str) -> String {
    let (urn, rest) = match path.rfind(':') {
        Some(colon) if path.starts_with("urn:") => path.split_at(colon + 1),
        _ => ("", path),
    };
    let name: String = rest.chars().take_while(|c| !matches!(c, '.' | '[')).collect();
    format!("{urn}{name}").to_lowercase()
}

/// Spaces and line breaks made equal, and a date and time as the form writes it.
fn normalised(text: &str) -> String {
    let text = text.replace("U+000A", " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_time = text.len() >= 19
        && text.as_bytes().get(4) == Some(&b'-')
        && text.as_bytes().get(10).is_some_and(|b| matches!(b, b'T' | b' '))
        && text.as_bytes().get(13) == Some(&b':');
    if is_time {
        return text.replace('T', " ").chars().take(19).collect();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn field(path: &str, name: &str, value: &str) -> Field {
        Field {
            path: path.to_owned(),
            line: format!("{name}\n{value}"),
            value: value.to_owned(),
            links: Vec::new(),
        }
    }

    fn resource() -> Value {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "id": "1",
            "active": true,
            "emails": [{ "value": "a@example.org", "type": "work", "primary": true }],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "R&D" },
            "meta": { "created": "2026-10-15T07:41:09.123Z" },
        })
    }

    fn form() -> Vec<Field> {
        vec![
            field("id", "id", "1"),
            field("schemas", "schemas", "urn:ietf:params:scim:schemas:core:2.0:User"),
            field("active", "active", "true"),
            field("emails[0].value", "work, primary", "a@example.org"),
            field(
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                "department",
                "R&D",
            ),
            field("meta.created", "created", "2026-10-15 07:41:09 UTC"),
            field("password", "password", "never returned"),
        ]
    }

    #[test]
    fn a_form_that_shows_everything_is_right() {
        ensure_shown(&form(), &resource()).unwrap();
    }

    #[test]
    fn a_value_that_is_not_shown_is_found() {
        let mut fields = form();
        fields.retain(|field| field.path != "emails[0].value");
        let error = ensure_shown(&fields, &resource()).unwrap_err();
        assert!(error.to_string().starts_with("emails[0]"), "{error}");
    }

    #[test]
    fn a_value_that_is_made_up_is_found() {
        let mut fields = form();
        fields.push(field("title", "title", "Chief of Nothing"));
        assert!(ensure_shown(&fields, &resource()).is_err());
    }
}
