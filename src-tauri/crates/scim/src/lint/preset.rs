//! What a vendor is known for, as far as rules need it. A preset is data: it can be read from JSON, and what it does not
//! say is not assumed.

use serde::{Deserialize, Serialize};

/// What is known of a vendor's service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Preset {
    /// The vendor's name, for messages.
    pub name: String,
    /// Whether requests without `User-Agent` are refused.
    pub user_agent_required: Option<bool>,
    /// The media types of which `Accept` must allow one; empty when the vendor is not known to be particular.
    pub accept: Vec<String>,
    /// Which filters are understood.
    pub filter: Option<FilterLimits>,
    /// How many members one request may add, remove or replace.
    pub max_members: Option<u32>,
    /// How many members a group shows at most, where it shows fewer than it has.
    pub members_shown: Option<u32>,
    /// What the vendor wants of a new resource, beyond the schemas.
    pub required: Vec<Required>,
    /// Whether `manager.value` holds an e-mail address here, and not an id.
    pub manager_is_email: bool,
}

/// Which filters a vendor understands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FilterLimits {
    /// The operators, in lower case, `pr` among them.
    pub operators: Vec<String>,
    /// The attributes, in attribute notation; empty for all.
    pub attributes: Vec<String>,
    /// How conditions may be put together.
    pub logical: Vec<Logical>,
    /// Whether value paths (`emails[type eq "work"]`) are understood.
    pub value_paths: bool,
}

/// How conditions are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Logical {
    /// All of them hold.
    And,
    /// One of them holds.
    Or,
    /// It does not hold.
    Not,
}

/// What a vendor wants of every new resource of a type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Required {
    /// The name of the resource type.
    pub resource_type: String,
    /// The attributes, in attribute notation.
    pub attributes: Vec<String>,
}
