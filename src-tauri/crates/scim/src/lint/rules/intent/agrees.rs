//! Whether what is there says what was sent. It may say more: servers add `display`, `$ref`, `primary`.

use serde_json::{Map, Value};

use super::elements::is_unset;
use crate::compare::{Typing, equal, same};
use crate::read::{member, read_boolean};
use crate::schema::{Attribute, Mutability};

pub(super) fn agrees(sent: &Value, found: &Value, definition: Option<&Attribute>) -> bool {
    match (sent, found) {
        (Value::Object(sent), Value::Object(found)) => objects_agree(sent, found, definition),
        // `"manager": "7"` and `{"value": "7"}` mean the same person.
        (Value::String(_), Value::Object(found)) => {
            member(found, "value").is_some_and(|(_, it)| scalars_agree(sent, it, None))
        }
        (Value::Object(sent), _) => {
            member(sent, "value").is_some_and(|(_, it)| scalars_agree(it, found, None))
        }
        (Value::Array(_), Value::Array(_)) => same(sent, found, definition),
        _ => scalars_agree(sent, found, definition),
    }
}

fn objects_agree(
    sent: &Map<String, Value>,
    found: &Map<String, Value>,
    definition: Option<&Attribute>,
) -> bool {
    sent.iter().all(|(name, sent)| {
        let part = definition.and_then(|it| it.sub_attribute(name));
        let is_servers = part.is_some_and(|it| it.mutability == Mutability::ReadOnly);
        let is_told = !is_unset(sent) && !is_servers && name != "$ref" && name != "display";
        let found = member(found, name).map(|(_, it)| it);
        // What is false by default need not be returned.
        let is_false = read_boolean(sent) == Some(false) && found.is_none();
        !is_told || is_false || found.is_some_and(|it| scalars_agree(sent, it, part))
    })
}

fn scalars_agree(sent: &Value, found: &Value, definition: Option<&Attribute>) -> bool {
    let typing = definition.map_or(Typing::ByJson, Typing::of);
    let as_booleans = || {
        let is_boolean = sent.is_boolean() || found.is_boolean();
        is_boolean && read_boolean(sent).is_some() && read_boolean(sent) == read_boolean(found)
    };
    sent == found || equal(sent, found, typing) || as_booleans()
}
