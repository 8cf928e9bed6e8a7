//! Mechanical repairs: edits of a document by JSON pointer, in the order in which they are to be made.
//!
//! They are our own small language and not JSON Patch (RFC 6902): a rename keeps the member's place, and missing parents
//! are made, because what is repaired is what a person looks at in an editor.

use serde::Serialize;
use serde_json::{Map, Value};

/// One edit of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase", tag = "kind"))]
pub enum Edit {
    /// Puts a value at a place, whether something is there or not. Missing objects on the way are made; a last step `-`
    /// appends to an array, which is made as well.
    Set {
        /// Where (RFC 6901).
        pointer: String,
        /// What.
        value: Value,
    },
    /// Takes a member or an element out.
    Remove {
        /// Where (RFC 6901).
        pointer: String,
    },
    /// Gives a member another name in the same place.
    Rename {
        /// Which member (RFC 6901).
        pointer: String,
        /// The new name.
        name: String,
    },
    /// Moves a value to another place, as if removed and then set.
    Move {
        /// From where (RFC 6901).
        from: String,
        /// To where, as with `Set`.
        to: String,
    },
}

/// A repair that needs no thought: what it does, and the edits in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct Fix {
    /// What it does, as on a button: "Rename to `userName`".
    pub title: String,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// An edit whose place is not there, because the document is another one than the fix was made for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the document has no `{pointer}` to edit")]
pub struct NoSuchPlace {
    /// The place (RFC 6901).
    pub pointer: String,
}

impl Fix {
    pub(crate) fn new(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), edits }
    }

    pub(crate) fn set(title: impl Into<String>, pointer: String, value: Value) -> Self {
        Self::new(title, vec![Edit::Set { pointer, value }])
    }

    pub(crate) fn remove(title: impl Into<String>, pointer: String) -> Self {
        Self::new(title, vec![Edit::Remove { pointer }])
    }

    pub(crate) fn rename(pointer: String, name: &str) -> Self {
        let edit = Edit::Rename { pointer, name: name.to_owned() };
        Self::new(format!("Rename to `{name}`"), vec![edit])
    }

    /// The document with all edits made.
    ///
    /// # Errors
    /// When a place is not there; then nothing is changed.
    ///
    /// ```
    /// use scim::{builtin, validate::{Purpose, validate}, view::TypeModel};
    /// use serde_json::json;
    ///
    /// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
    /// let user = json!({"schemas": [scim::urn::USER], "userName": "bjensen", "active": "True"});
    /// let found = validate(&user, &model, Purpose::Create);
    /// assert_eq!(found[0].finding.rule, "boolean-as-text");
    /// assert_eq!(found[0].fix.as_ref().unwrap().apply(&user).unwrap()["active"], true);
    /// ```
    pub fn apply(&self, document: &Value) -> Result<Value, NoSuchPlace> {
        let mut document = document.clone();
        for edit in &self.edits {
            edit.make(&mut document)?;
        }
        Ok(document)
    }
}

impl Edit {
    fn make(&self, document: &mut Value) -> Result<(), NoSuchPlace> {
        let missing = |pointer: &str| NoSuchPlace { pointer: pointer.to_owned() };
        match self {
            Self::Set { pointer, value } => {
                set(document, pointer, value.clone()).ok_or_else(|| missing(pointer))
            }
            Self::Remove { pointer } => {
                take(document, pointer).map(drop).ok_or_else(|| missing(pointer))
            }
            Self::Rename { pointer, name } => {
                rename(document, pointer, name).ok_or_else(|| missing(pointer))
            }
            Self::Move { from, to } => {
                let value = take(document, from).ok_or_else(|| missing(from))?;
                set(document, to, value).ok_or_else(|| missing(to))
            }
        }
    }
}

fn parent(pointer: &str) -> Option<(&str, String)> {
    let (parent, last) = pointer.rsplit_once('/')?;
    Some((parent, unescaped(last)))
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

fn set(document: &mut Value, pointer: &str, value: Value) -> Option<()> {
    if pointer.is_empty() {
        *document = value;
        return Some(());
    }
    let mut place = document;
    for step in pointer.strip_prefix('/')?.split('/') {
        place = enter(place, &unescaped(step))?;
    }
    *place = value;
    Some(())
}

/// The place one step further, made where it is missing.
fn enter<'v>(place: &'v mut Value, step: &str) -> Option<&'v mut Value> {
    if place.is_null() {
        *place = if step == "-" { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
    }
    match place {
        Value::Object(members) => Some(members.entry(step).or_insert(Value::Null)),
        Value::Array(values) => {
            let at = if step == "-" { values.len() } else { step.parse().ok()? };
            if at == values.len() {
                values.push(Value::Null);
            }
            values.get_mut(at)
        }
        _ => None,
    }
}

fn take(document: &mut Value, pointer: &str) -> Option<Value> {
    let (parent, last) = parent(pointer)?;
    match document.pointer_mut(parent)? {
        Value::Object(members) => members.shift_remove(&last),
        Value::Array(values) => {
            let at = last.parse().ok()?;
            (at < values.len()).then(|| values.remove(at))
        }
        _ => None,
    }
}

fn rename(document: &mut Value, pointer: &str, name: &str) -> Option<()> {
    let (parent, last) = parent(pointer)?;
    let members = document.pointer_mut(parent)?.as_object_mut()?;
    if !members.contains_key(&last) || (last != name && members.contains_key(name)) {
        return None;
    }
    let old = std::mem::take(members);
    members.extend(old.into_iter().map(|(it, value)| {
        let it = if it == last { name.to_owned() } else { it };
        (it, value)
    }));
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn made(document: &Value, edits: Vec<Edit>) -> Result<Value, NoSuchPlace> {
        Fix::new("", edits).apply(document)
    }

    fn set(pointer: &str, value: Value) -> Edit {
        Edit::Set { pointer: pointer.to_owned(), value }
    }

    #[test]
    fn missing_parents_are_made_on_the_way() {
        let document = json!({"a": {"b": 1}});
        let edits =
            vec![set("/a/c/d", json!(2)), set("/list/-", json!("x")), set("/list/-", json!("y"))];
        assert_eq!(
            made(&document, edits).unwrap(),
            json!({"a": {"b": 1, "c": {"d": 2}}, "list": ["x", "y"]})
        );
        assert_eq!(made(&document, vec![set("", json!(7))]).unwrap(), json!(7));
    }

    #[test]
    fn a_rename_keeps_the_place_and_covers_nothing() {
        let document = json!({"a/b": 1, "c": 2, "d": 3});
        let rename = |from: &str, name: &str| {
            vec![Edit::Rename { pointer: from.to_owned(), name: name.to_owned() }]
        };
        let renamed = made(&document, rename("/a~1b", "z")).unwrap();
        assert_eq!(renamed.to_string(), r#"{"z":1,"c":2,"d":3}"#);
        assert!(made(&document, rename("/c", "d")).is_err());
        assert!(made(&document, rename("/nothing", "e")).is_err());
        assert_eq!(made(&document, rename("/c", "c")).unwrap(), document);
    }

    #[test]
    fn a_place_that_is_not_there_is_an_error() {
        let document = json!({"a": [1], "t": "text"});
        for pointer in ["/b", "/a/1", "/a/x", "/t/x", "", "a"] {
            let edit = Edit::Remove { pointer: pointer.to_owned() };
            assert_eq!(made(&document, vec![edit]).unwrap_err().pointer, pointer);
        }
        for pointer in ["/a/2", "/t/x", "b"] {
            assert!(made(&document, vec![set(pointer, json!(1))]).is_err(), "{pointer}");
        }
        let to_text = Edit::Move { from: "/a".to_owned(), to: "/t/x".to_owned() };
        assert_eq!(
            made(&document, vec![to_text]).unwrap_err().to_string(),
            "the document has no `/t/x` to edit"
        );
    }

    #[test]
    fn a_move_takes_and_puts() {
        let document = json!({"a": [1, 2], "b": {}});
        let edit = Edit::Move { from: "/a/0".to_owned(), to: "/b/c".to_owned() };
        assert_eq!(made(&document, vec![edit]).unwrap(), json!({"a": [2], "b": {"c": 1}}));
    }
}
