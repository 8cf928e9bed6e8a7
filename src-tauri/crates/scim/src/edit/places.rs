//! Edits of a draft, by place.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::value::put_back;
use super::walk::{self, Walk};
use super::{group, primary, refer, schemas, send};
use crate::read::member;
use crate::view::TypeModel;

/// One edit of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(
    feature = "ts",
    ts(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")
)]
pub enum DraftEdit {
    /// Puts a value at a place, whether something is there or not; missing objects on the way are made, and a last step
    /// `-` appends to a list.
    Set {
        /// Where (RFC 6901).
        pointer: String,
        /// JSON text of the value: numbers keep their spelling.
        json: String,
    },
    /// Takes a member or an element out. An object that holds nothing afterwards stays.
    Remove {
        /// Where (RFC 6901).
        pointer: String,
    },
    /// Makes one value of a list the primary one, and no other (RFC 7643 §2.4); or none.
    Primary {
        /// The element (RFC 6901).
        pointer: String,
        /// Whether it is to be the primary one.
        primary: bool,
    },
    /// Refers to another resource: by its relative URI where the schema wants a reference (RFC 7643 §2.3.7), else by its id.
    Refer {
        /// Where (RFC 6901).
        pointer: String,
        /// The endpoint of its resource type, such as `/Users`.
        endpoint: String,
        /// Its id.
        id: String,
    },
    /// Makes a place what it was when the resource was read.
    Restore {
        /// Where (RFC 6901).
        pointer: String,
    },
    /// Takes one of the pending changes back.
    Revert {
        /// Its path.
        path: String,
    },
    /// Adds a member to a group; where it is one already, nothing happens.
    AddMember {
        /// Its id.
        value: String,
        /// The name of its resource type.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional))]
        resource_type: Option<String>,
        /// Its name, which is not sent.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional))]
        display: Option<String>,
    },
    /// Takes a member out of a group.
    RemoveMember {
        /// Its id.
        value: String,
    },
    /// Leaves a member as it was when the group was read: in it, or not.
    KeepMember {
        /// Its id.
        value: String,
    },
}

/// Why an edit cannot be made. The draft is then as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The place is not there.
    #[error("the draft has no `{0}` to edit")]
    NoSuchPlace(String),
    /// What is to be put there is no JSON.
    #[error("`{pointer}` cannot become what was typed: {reason}")]
    NotJson {
        /// The place.
        pointer: String,
        /// Why it is none, with the position.
        reason: String,
    },
    /// There is no such change.
    #[error("nothing is pending for `{0}`")]
    NoSuchChange(String),
}

/// The draft after some edits, in their order: all of them are made, or none. `schemas` follows the extensions that come
/// to hold something or are taken away.
///
/// ```
/// use scim::{builtin, edit::{make, DraftEdit}, view::TypeModel};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let draft = serde_json::json!({"userName": "ada"});
/// let edit = DraftEdit::Set { pointer: "/emails/-".into(), json: r#"{"value":"ada@example.com"}"#.into() };
/// let draft = make(None, &draft, &model, &[edit])?;
/// assert_eq!(draft["emails"][0]["value"], "ada@example.com");
/// # Ok::<(), scim::edit::EditError>(())
/// ```
///
/// # Errors
/// [`EditError`].
pub fn make(
    base: Option<&Value>,
    draft: &Value,
    model: &TypeModel,
    edits: &[DraftEdit],
) -> Result<Value, EditError> {
    let mut made = Making { base, model, draft: draft.clone() };
    for edit in edits {
        made.edit(edit)?;
    }
    schemas::follow(base, draft, &mut made.draft, model);
    Ok(made.draft)
}

/// A draft that is being edited.
pub(super) struct Making<'a> {
    pub(super) base: Option<&'a Value>,
    pub(super) model: &'a TypeModel,
    pub(super) draft: Value,
}

impl Making<'_> {
    fn edit(&mut self, edit: &DraftEdit) -> Result<(), EditError> {
        match edit {
            DraftEdit::Set { pointer, json } => self.set(pointer, json),
            DraftEdit::Remove { pointer } => {
                walk::take(&mut self.draft, pointer).map(drop).ok_or_else(|| no_such(pointer))
            }
            DraftEdit::Primary { pointer, primary } => {
                primary::mark(self, pointer, *primary).ok_or_else(|| no_such(pointer))
            }
            DraftEdit::Refer { pointer, endpoint, id } => {
                refer::to(self, pointer, endpoint, id).ok_or_else(|| no_such(pointer))
            }
            DraftEdit::Restore { pointer } => {
                restore(self, pointer).ok_or_else(|| no_such(pointer))
            }
            DraftEdit::Revert { path } => self.revert(path),
            DraftEdit::AddMember { value, resource_type, .. } => {
                group::add(self, value, resource_type.as_deref());
                Ok(())
            }
            DraftEdit::RemoveMember { value } => {
                group::remove(self, value);
                Ok(())
            }
            DraftEdit::KeepMember { value } => {
                group::keep(self, value);
                Ok(())
            }
        }
    }

    fn set(&mut self, pointer: &str, json: &str) -> Result<(), EditError> {
        let not_json = |error: serde_json::Error| EditError::NotJson {
            pointer: pointer.to_owned(),
            reason: error.to_string(),
        };
        let value = crate::spelled::read(json).map_err(not_json)?;
        walk::set(&mut self.draft, pointer, value, self.model).ok_or_else(|| no_such(pointer))
    }

    fn revert(&mut self, path: &str) -> Result<(), EditError> {
        let nothing = Value::Object(Map::new());
        let base = self.base.unwrap_or(&nothing);
        let reverted = super::revert(base, &self.draft, self.model, path);
        self.draft = reverted.ok_or_else(|| EditError::NoSuchChange(path.to_owned()))?;
        Ok(())
    }
}

fn no_such(pointer: &str) -> EditError {
    EditError::NoSuchPlace(pointer.to_owned())
}

/// Makes a place what it was; `None` where it is not there now and was not then.
fn restore(making: &mut Making<'_>, pointer: &str) -> Option<()> {
    let steps = walk::steps(pointer)?;
    let Some((last, above)) = steps.split_last() else {
        making.draft = making.base?.clone();
        return Some(());
    };
    let was_above = making.base.and_then(|base| {
        walk::origin(Walk { base, draft: &making.draft, model: making.model }, above)
    });
    let was = making.base.and_then(|base| {
        walk::origin(Walk { base, draft: &making.draft, model: making.model }, &steps)
    });
    let Some(was) = was else {
        let in_array = walk::find(&making.draft, above).is_some_and(Value::is_array);
        let taken = walk::take(&mut making.draft, pointer);
        return (taken.is_some() || !in_array).then_some(());
    };
    let (was, was_above) = (was.clone(), was_above.and_then(Value::as_object).cloned());
    let mut holder = &mut making.draft;
    for step in above {
        holder = walk::enter(holder, step)?;
    }
    if holder.is_null() {
        *holder = Value::Object(Map::new());
    }
    if let Value::Object(members) = holder {
        let named = was_above.as_ref().and_then(|it| member(it, last)).map(|(served, _)| served);
        let there = member(members, last).map(|(served, _)| served.to_owned());
        let name = there.as_deref().or(named).unwrap_or(last);
        put_back(members, name, was, was_above.as_ref());
        return Some(());
    }
    *walk::enter(holder, last)? = was;
    Some(())
}

/// The draft as it counts: without the empty objects and lists that a person opened and left so (what the resource
/// held that way already stays). A list that was emptied stays, and says so.
#[must_use]
pub fn to_send(base: Option<&Value>, draft: &Value) -> Value {
    send::sent(draft, base).into_owned()
}
