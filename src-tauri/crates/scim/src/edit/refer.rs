//! Another resource as a value: what a schema calls a reference is a URI, anything else that leads somewhere is an id.

use serde_json::Value;

use super::places::Making;
use super::walk;
use crate::percent::percent_encode;
use crate::schema::AttributeType;

/// Puts a resource at a place; `None` where there is no such place.
pub(super) fn to(making: &mut Making<'_>, pointer: &str, endpoint: &str, id: &str) -> Option<()> {
    let steps = walk::steps(pointer)?;
    let attribute = walk::definition(making.model, &steps);
    let is_uri = attribute.is_some_and(|it| it.attribute_type == AttributeType::Reference);
    let value = if is_uri { uri(endpoint, id) } else { id.to_owned() };
    walk::set(&mut making.draft, pointer, Value::String(value), making.model)
}

/// The URI of a resource relative to the base URL of its server (RFC 7643 §2.3.7): `Users/2819c223`.
fn uri(endpoint: &str, id: &str) -> String {
    format!("{}/{}", endpoint.trim_matches('/'), percent_encode(id))
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn an_id_is_one_segment_of_a_uri() {
        assert_eq!(uri("/Users", "2819c223-7f76"), "Users/2819c223-7f76");
        assert_eq!(uri("Users/", "a/b c@d"), "Users/a%2Fb%20c%40d");
    }
}
