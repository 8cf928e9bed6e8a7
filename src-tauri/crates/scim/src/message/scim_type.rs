//! The keywords of error messages (RFC 7644 §3.12 table 9, RFC 9865 §2.1).

use std::fmt;

use serde::Serialize;

/// Why a request failed, as the `scimType` of an error message says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum ScimType {
    /// The filter cannot be read, or the server does not support its attribute or operator.
    InvalidFilter,
    /// The answer would hold more than the server returns or works through.
    TooMany,
    /// A value that must be unique is in use or reserved.
    Uniqueness,
    /// The change does not fit the mutability or the state of the attribute.
    Mutability,
    /// The body is not built as the request wants it.
    InvalidSyntax,
    /// A path cannot be read, or names nothing that there is.
    InvalidPath,
    /// A path leads to nothing that could be worked on.
    NoTarget,
    /// A required value is missing, or a value does not fit its attribute.
    InvalidValue,
    /// The version of the protocol is not supported.
    InvalidVers,
    /// The URI of the request would show personal data (RFC 7644 §7.5.2).
    Sensitive,
    /// The cursor is none that the server gave (RFC 9865 §2.1).
    InvalidCursor,
    /// The cursor was given too long ago (RFC 9865 §2.1).
    ExpiredCursor,
    /// The count is out of range, or another than for the first page (RFC 9865 §2.1).
    InvalidCount,
}

impl ScimType {
    /// All of them, in the order of the RFCs.
    pub const ALL: [Self; 13] = [
        Self::InvalidFilter,
        Self::TooMany,
        Self::Uniqueness,
        Self::Mutability,
        Self::InvalidSyntax,
        Self::InvalidPath,
        Self::NoTarget,
        Self::InvalidValue,
        Self::InvalidVers,
        Self::Sensitive,
        Self::InvalidCursor,
        Self::ExpiredCursor,
        Self::InvalidCount,
    ];

    /// The keyword, in any letter case.
    ///
    /// ```
    /// use scim::message::ScimType;
    /// assert_eq!(ScimType::parse("NoTarget"), Some(ScimType::NoTarget));
    /// assert_eq!(ScimType::parse("conflict"), None);
    /// ```
    #[must_use]
    pub fn parse(keyword: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.keyword().eq_ignore_ascii_case(keyword))
    }

    /// The keyword as the RFC spells it.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::InvalidVers => "invalidVers",
            Self::Sensitive => "sensitive",
            Self::InvalidCursor => "invalidCursor",
            Self::ExpiredCursor => "expiredCursor",
            Self::InvalidCount => "invalidCount",
        }
    }

    /// The HTTP status that goes with it. `uniqueness` is 409 by RFC 7644 §3.3, though table 9 lists it under 400.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Uniqueness => 409,
            Self::Sensitive => 403,
            _ => 400,
        }
    }

    /// What it means, in a sentence for people.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::InvalidFilter => {
                "The filter cannot be read, or the server does not support this attribute with this operator."
            }
            Self::TooMany => "The answer would hold more resources than the server returns.",
            Self::Uniqueness => "A value that must be unique is already in use, or is reserved.",
            Self::Mutability => {
                "The change is not allowed: the attribute is read-only, or was set and stays as it is."
            }
            Self::InvalidSyntax => "The body of the request is not built as the server expects it.",
            Self::InvalidPath => "A path cannot be read, or names an attribute that there is not.",
            Self::NoTarget => "A path leads to no value that could be changed.",
            Self::InvalidValue => {
                "A required value is missing, or a value does not fit the type or the schema of its attribute."
            }
            Self::InvalidVers => "The server does not speak this version of the protocol.",
            Self::Sensitive => {
                "The address of the request would show personal data; send the search as a POST to `.search`."
            }
            Self::InvalidCursor => {
                "The cursor is none that the server gave; begin with the first page."
            }
            Self::ExpiredCursor => "The cursor is too old; begin with the first page.",
            Self::InvalidCount => {
                "The count is larger than the server allows, or another than for the first page."
            }
        }
    }

    /// The section that defines it.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::InvalidCursor | Self::ExpiredCursor | Self::InvalidCount => "RFC 9865 §2.1",
            _ => "RFC 7644 §3.12",
        }
    }
}

impl fmt::Display for ScimType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}
