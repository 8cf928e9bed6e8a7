//! Schemas: attributes with every characteristic of RFC 7643 §7 and its default. Reading them is in `schema/parse.rs`.

mod attributes;
mod parse;

use serde::Serialize;

pub use attributes::Attributes;
pub use parse::{MOST_SCHEMAS, parse_all};

/// The data type of an attribute (RFC 7643 §2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum AttributeType {
    /// Unicode text.
    #[default]
    String,
    /// `true` or `false`.
    Boolean,
    /// A number with a fraction.
    Decimal,
    /// A whole number.
    Integer,
    /// An `xsd:dateTime`.
    DateTime,
    /// Bytes in base64.
    Binary,
    /// A URI.
    Reference,
    /// An object of sub-attributes.
    Complex,
}

/// Who may set the attribute, and when (RFC 7643 §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Mutability {
    /// Only the server sets it.
    ReadOnly,
    /// The client may set and change it.
    #[default]
    ReadWrite,
    /// The client may set it once.
    Immutable,
    /// The client may set it; it is never read back.
    WriteOnly,
}

/// When the attribute stands in an answer (RFC 7643 §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Returned {
    /// In every answer.
    Always,
    /// In no answer.
    Never,
    /// Unless the client leaves it out.
    #[default]
    Default,
    /// Only when the client asks for it.
    Request,
}

/// Within what the value is unique (RFC 7643 §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Uniqueness {
    /// It need not be.
    #[default]
    None,
    /// Within the endpoint or the tenancy.
    Server,
    /// Everywhere.
    Global,
}

/// The definition of an attribute (RFC 7643 §7), with the defaults of §2.2 for what the server left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attribute {
    /// The name, spelled as in the schema. Names compare without letter case (RFC 7643 §2.1).
    pub name: String,
    /// The data type.
    pub attribute_type: AttributeType,
    /// Whether the value is an array.
    pub multi_valued: bool,
    /// What it is for, in the server's words.
    pub description: Option<String>,
    /// Whether the client must supply it.
    pub required: bool,
    /// Suggested values, of whatever JSON type the server lists.
    pub canonical_values: Vec<serde_json::Value>,
    /// Whether letter case matters when values are compared.
    pub case_exact: bool,
    /// Who may set it.
    pub mutability: Mutability,
    /// When it is returned.
    pub returned: Returned,
    /// Within what it is unique.
    pub uniqueness: Uniqueness,
    /// For references: names of resource types, `external` or `uri`.
    pub reference_types: Vec<String>,
    /// For complex attributes: the parts.
    pub sub_attributes: Attributes,
}

impl Attribute {
    /// The sub-attribute of this name, in any letter case.
    #[must_use]
    pub fn sub_attribute(&self, name: &str) -> Option<&Attribute> {
        self.sub_attributes.named(name)
    }

    /// Whether the attribute has parts.
    #[must_use]
    pub fn is_complex(&self) -> bool {
        self.attribute_type == AttributeType::Complex
    }

    /// Whether the values are links to other resources: complex, with `value` and `$ref` (RFC 7643 §2.4).
    #[must_use]
    pub fn is_link(&self) -> bool {
        self.is_complex()
            && self.sub_attribute("value").is_some()
            && self.sub_attribute("$ref").is_some()
    }
}

/// A schema (RFC 7643 §7).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    /// The URI.
    pub id: String,
    /// The name for people.
    pub name: Option<String>,
    /// What it is for, in the server's words.
    pub description: Option<String>,
    /// The attributes in the order of the schema.
    pub attributes: Attributes,
}

impl Schema {
    /// The attribute of this name, in any letter case.
    ///
    /// ```
    /// let user = scim::builtin::schemas().iter().find(|it| it.id == scim::urn::USER).unwrap();
    /// assert_eq!(user.attribute("USERNAME").unwrap().name, "userName");
    /// ```
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.named(name)
    }
}
