//! How named clients write PATCH requests: a table of habits, and with it both directions. Writing a request in a
//! dialect and reading one back gives the same change.

mod read;
mod together;
mod write;

use serde_json::Value;

pub use read::read;
pub use write::write;

use super::PatchRequest;
use crate::attr::AttrPath;
use crate::finding::Finding;
use crate::schema::Attribute;
use crate::view::TypeModel;

/// A client whose way of writing PATCH requests is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// As RFC 7644 §3.5.2 writes it.
    Rfc7644,
    /// Microsoft Entra ID as it provisions by default.
    EntraId,
    /// Microsoft Entra ID with `aadOptscim062020` on the tenant URL.
    EntraIdCompliant,
    /// Okta.
    Okta,
    /// OneLogin.
    OneLogin,
}

/// What sets a dialect apart. One row of this per dialect, see [`Dialect::habits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habits {
    /// The name of the dialect for people.
    pub name: &'static str,
    /// The names of add, remove and replace.
    pub operations: [&'static str; 3],
    /// `"True"` and `"False"` for booleans.
    pub text_booleans: bool,
    /// How attributes with one value are set.
    pub single: Single,
    /// Whether elements with a given `value` are removed as `{"path":"members","value":[{"value":"..."}]}`.
    pub remove_by_value: bool,
    /// Whether elements that refer to resources are added with `"$ref": null`.
    pub null_references: bool,
    /// Whether a reference with one value is set as a text: `"manager": "26118915"`.
    pub text_references: bool,
    /// Whether an operation without a path repeats the `id` of the resource.
    pub repeats_id: bool,
}

/// How a dialect sets attributes with one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Single {
    /// As the request has it.
    AsGiven,
    /// Each attribute and sub-attribute by a path of its own.
    Path,
    /// Together, in one `replace` without a path whose member names are paths: `"name.givenName"`.
    DottedValue,
    /// Together, in one `replace` without a path whose value is shaped as the resource is.
    NestedValue,
}

impl Dialect {
    /// Every dialect, the RFC first.
    pub const ALL: [Self; 5] =
        [Self::Rfc7644, Self::EntraId, Self::EntraIdCompliant, Self::Okta, Self::OneLogin];

    /// The row of the table.
    #[must_use]
    pub const fn habits(self) -> Habits {
        const PLAIN: Habits = Habits {
            name: "RFC 7644",
            operations: ["add", "remove", "replace"],
            text_booleans: false,
            single: Single::AsGiven,
            remove_by_value: false,
            null_references: false,
            text_references: false,
            repeats_id: false,
        };
        match self {
            Self::Rfc7644 => PLAIN,
            Self::EntraId => Habits {
                name: "Microsoft Entra ID",
                operations: ["Add", "Remove", "Replace"],
                text_booleans: true,
                single: Single::Path,
                remove_by_value: true,
                null_references: true,
                text_references: true,
                ..PLAIN
            },
            Self::EntraIdCompliant => Habits {
                name: "Microsoft Entra ID (aadOptscim062020)",
                single: Single::DottedValue,
                ..PLAIN
            },
            Self::Okta => {
                Habits { name: "Okta", single: Single::NestedValue, repeats_id: true, ..PLAIN }
            }
            Self::OneLogin => Habits { name: "OneLogin", single: Single::Path, ..PLAIN },
        }
    }
}

/// What a dialect needs to know of the resource.
#[derive(Debug, Clone, Copy, Default)]
pub struct Subject<'a> {
    /// Its type: which attributes have several values, which are references.
    pub model: Option<&'a TypeModel>,
    /// Its `id`.
    pub id: Option<&'a str>,
}

/// A request as a dialect writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The body to send.
    pub body: Value,
    /// What is written otherwise than in the request, and why.
    pub notes: Vec<Note>,
}

/// A request as a dialect meant it.
#[derive(Debug, Clone, PartialEq)]
pub struct Meant {
    /// The request in the form of the RFC.
    pub request: PatchRequest,
    /// What was read otherwise than it is written, and why.
    pub notes: Vec<Note>,
    /// Where the body deviates from the RFC.
    pub findings: Vec<Finding>,
}

/// What a dialect does to an operation, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The number of the operation in the request that was given, counted from 0.
    pub operation: usize,
    /// One sentence for a person.
    pub message: String,
}

impl<'a> Subject<'a> {
    fn attribute(&self, path: &AttrPath) -> Option<&'a Attribute> {
        self.model?.attribute(path.uri.as_deref(), &path.name)
    }

    /// Whether an attribute refers to one resource, as `manager` does.
    fn is_one_link(&self, path: &AttrPath) -> bool {
        self.attribute(path).is_some_and(|it| it.is_link() && !it.multi_valued)
    }

    /// Whether an attribute has one value; unknown ones are told by the value.
    fn is_single(&self, path: &AttrPath, value: Option<&Value>) -> bool {
        match self.attribute(path) {
            Some(attribute) => !attribute.multi_valued,
            None => !matches!(value, Some(Value::Array(_))),
        }
    }
}
