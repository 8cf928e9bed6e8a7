//! Editing a resource by its schemas: the form of a draft, what it changes, and the edits themselves.
//!
//! A draft is a JSON document. Nothing of it is lost by being edited: what no schema defines stays and can be edited as
//! JSON, members keep their order and numbers their spelling.

mod changes;
mod control;
mod doc;
mod field;
mod filled;
mod form;
mod group;
mod kept;
mod left;
mod list;
mod lists;
mod members;
mod pairs;
mod pending;
mod placed;
mod places;
mod primary;
mod refer;
mod schemas;
mod secrets;
mod send;
mod server;
mod start;
mod undo;
mod value;
mod walk;
mod window;

use serde::Serialize;

use crate::schema::{AttributeType, Mutability, Returned};
use crate::validate::Violation;

pub(crate) use control::{canonical_values, control_of_all};
pub(crate) use doc::Doc;
pub use filled::filled_in;
pub use form::{Subject, form, list};
pub use kept::{can_hold_secrets, without_secrets};
pub use members::{member_id, members_of, one_by_one};
pub(crate) use pairs::{Origin, Pairs, may_become};
pub use pending::{Pending, PendingChange, pending, revert};
pub use places::{DraftEdit, EditError, make, to_send};
pub(crate) use schemas::follow;
pub(crate) use secrets::Masked;
pub use start::{blank, cloned};
pub(crate) use undo::Spot;
pub(crate) use value::{assigned, differ, elements, has_parts};

/// What a section of the form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum SectionKind {
    /// The simple attributes of the base schema.
    Core,
    /// One complex attribute of the base schema.
    Complex,
    /// One multi-valued attribute of the base schema.
    MultiValued,
    /// An extension, with all that it defines.
    Extension,
    /// What no schema defines.
    Unknown,
    /// What only the service provider sets.
    Server,
}

/// A section of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct EditSection {
    /// `Core`, an attribute's name, an extension's name, `Not in the schema`, `Kept by the server`.
    pub title: String,
    /// What it holds.
    pub kind: SectionKind,
    /// The URI of the schema.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub schema: Option<String>,
    /// Whether the extension is not one of the RFC's.
    pub custom: bool,
    /// Where an extension stands or would stand in the draft (RFC 6901); empty for the resource itself.
    pub pointer: String,
    /// Whether the extension is in the draft; true for all other sections.
    pub present: bool,
    /// Whether the resource type requires the extension (RFC 7643 §6).
    pub required: bool,
    /// Whether anything of it differs from the resource as it was read.
    pub changed: bool,
    /// Its attributes, in the order of the schema. One for `Complex` and `MultiValued`.
    pub fields: Vec<EditField>,
}

/// What a field is edited with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Control {
    /// A line of text, with the canonical values as suggestions.
    Text,
    /// True, false, or not there.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A date and time with its zone (RFC 7643 §2.3.5).
    DateTime,
    /// Bytes in base64 (RFC 7643 §2.3.6).
    Binary,
    /// The id of another resource: `reference_types` names of which types.
    Reference,
    /// A URI that leads anywhere.
    Uri,
    /// A secret: written and never read.
    Secret,
    /// One object: its sub-attributes are in `fields`.
    Complex,
    /// Several values: they are in `list`.
    List,
    /// JSON text, for what nothing else fits.
    Json,
}

/// What the draft holds at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum FieldState {
    /// Nothing.
    Absent,
    /// null.
    Null,
    /// An empty text, list or object.
    Empty,
    /// A value.
    Set,
}

/// Why a field cannot be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Lock {
    /// Only the service provider sets it (RFC 7643 §7).
    ReadOnly,
    /// It may be set once and has a value (RFC 7643 §7).
    ImmutableSet,
}

/// One attribute or sub-attribute of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct EditField {
    /// Where it is, such as `name.familyName`, `emails[0].value` or `urn:...:User:department`. One field, one path.
    pub path: String,
    /// Where it stands or would stand in the draft (RFC 6901).
    pub pointer: String,
    /// The schema's own word.
    pub name: String,
    /// What it is for, in the server's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub description: Option<String>,
    /// What it is edited with.
    pub control: Control,
    /// Its type by the schema; absent where no schema defines it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub attribute_type: Option<AttributeType>,
    /// What the draft holds.
    pub state: FieldState,
    /// The value as it is typed: a text as it is, a number as it is spelled, `true` or `false`, anything else as JSON.
    /// Absent where there is none, for lists and objects that are edited part by part, and for secrets.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub text: Option<String>,
    /// A name that stands beside the value, such as `displayName` of a manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub display: Option<String>,
    /// Whether the schema requires it.
    pub required: bool,
    /// Who may set it.
    pub mutability: Mutability,
    /// When it is returned.
    pub returned: Returned,
    /// Why it cannot be edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub lock: Option<Lock>,
    /// The values that the schema suggests, as they are typed.
    pub canonical_values: Vec<String>,
    /// The resource types that a reference may lead to; and whatever else the schema names.
    pub reference_types: Vec<String>,
    /// The resource type whose resources are offered as values: of `roles` and `entitlements`, where the server has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub offered_by: Option<String>,
    /// Whether no schema defines it.
    pub unknown: bool,
    /// Whether it differs from the resource as it was read.
    pub changed: bool,
    /// What does not fit, at this very place.
    pub violations: Vec<Violation>,
    /// Of a complex attribute: its sub-attributes.
    pub fields: Vec<EditField>,
    /// Of a multi-valued attribute: its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub list: Option<EditList>,
}

/// A window of the values of a multi-valued attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct EditList {
    /// How many values there are.
    pub total: u32,
    /// The first of `elements`, from 0.
    pub offset: u32,
    /// Whether its values are simple: each element is then one field.
    pub simple: bool,
    /// Whether a value can be the primary one (RFC 7643 §2.4).
    pub has_primary: bool,
    /// Where the next value would stand in the draft (RFC 6901): the list's place and `-`.
    pub next: String,
    /// JSON text of an empty new value: `""`, `{}` and the like.
    pub blank: String,
    /// The values.
    pub elements: Vec<EditElement>,
}

/// One value of a multi-valued attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct EditElement {
    /// Where it stands in the draft (RFC 6901).
    pub pointer: String,
    /// Its place in the list, from 0.
    pub index: u32,
    /// Whether it was not there, or not so, when the resource was read.
    pub changed: bool,
    /// Whether it is the primary one.
    pub primary: bool,
    /// What does not fit, at the value itself.
    pub violations: Vec<Violation>,
    /// Its sub-attributes but `primary`; the value itself where values are simple.
    pub fields: Vec<EditField>,
}
