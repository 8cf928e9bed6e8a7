//! Everything that the server lists, read beside the app: type by type, and each resource by its id.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::Value;

use super::beside::{Beside, Listed};

/// The list of one resource type.
#[derive(Debug)]
pub(super) struct TypeList {
    pub(super) endpoint: String,
    pub(super) listed: Listed,
}

/// The lists of all resource types, by their names.
#[derive(Debug, Default)]
pub(super) struct Lists {
    of: BTreeMap<String, TypeList>,
}

impl Lists {
    /// Reads them; a type that the server does not list itself is looked for where it usually is.
    pub(super) async fn read(beside: &Beside, names: &[String]) -> Result<Lists> {
        let mut of = BTreeMap::new();
        for name in names {
            let known = beside.types.iter().find(|it| it.name == *name);
            let endpoint = known.map_or_else(|| format!("/{name}s"), |it| it.endpoint.clone());
            let listed = beside.list(&endpoint).await?;
            of.insert(name.clone(), TypeList { endpoint, listed });
        }
        Ok(Lists { of })
    }

    pub(super) fn of_type(&self, name: &str) -> Option<&TypeList> {
        self.of.get(name)
    }

    /// Whether the resource with this id may be called so; nothing where none is listed.
    pub(super) fn is_called(&self, id: &str, name: &str) -> Option<bool> {
        let all = self.of.values().filter_map(|it| it.listed.with_id(id));
        let mut found = all.map(|it| is_called(it, name)).peekable();
        found.peek()?;
        Some(found.any(|it| it))
    }
}

/// A text of the resource, or the given name and the family name.
fn is_called(resource: &Value, name: &str) -> bool {
    let part = |part: &str| resource.pointer(&format!("/name/{part}"))?.as_str();
    let both: Vec<&str> = ["givenName", "familyName"].into_iter().filter_map(part).collect();
    both.join(" ") == name || holds(resource, name)
}

fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::String(it) => it == text,
        Value::Object(members) => members.values().any(|it| holds(it, text)),
        Value::Array(elements) => elements.iter().any(|it| holds(it, text)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_resource_is_called_by_its_own_texts_only() {
        let user = json!({ "id": "7", "userName": "ada", "name": { "givenName": "Ada", "familyName": "King" } });
        let listed = Listed { resources: vec![user], ..Listed::default() };
        let list = TypeList { endpoint: "/Users".to_owned(), listed };
        let lists = Lists { of: BTreeMap::from([("User".to_owned(), list)]) };
        assert_eq!(lists.is_called("7", "ada"), Some(true));
        assert_eq!(lists.is_called("7", "Ada King"), Some(true));
        assert_eq!(lists.is_called("7", "Bob"), Some(false));
        assert_eq!(lists.is_called("8", "ada"), None);
    }
}
