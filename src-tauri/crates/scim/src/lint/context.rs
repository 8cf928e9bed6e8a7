//! What is known besides the exchange itself, and the words for what is not.

use serde::Serialize;
use serde_json::Value;

use super::fingerprint::Fingerprint;
use super::preset::Preset;
use crate::filter::CompareOp;
use crate::provider_config::ProviderConfig;
use crate::schema::Schema;
use crate::view::TypeModel;

/// Everything a rule may look at besides the exchange. Leave out what is not known: rules that need it then say so.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The base URL of the service, in front of the endpoints.
    pub base_url: Option<&'a str>,
    /// What stands in place of secrets that were taken out before the exchange was kept.
    pub mask: Option<&'a str>,
    /// What the server says about itself.
    pub discovery: Option<Discovery<'a>>,
    /// What is known of the vendor.
    pub preset: Option<&'a Preset>,
    /// The ids of the pages that came before this one in the same walk through a list; empty for the first page.
    pub earlier_ids: Option<&'a [&'a str]>,
    /// The resource as it was before the request.
    pub resource_before: Option<&'a Value>,
    /// Whether the member list that the client knows is all of it.
    pub members_complete: Option<bool>,
    /// The resource as it was read back after the request.
    pub resource_after: Option<&'a Value>,
    /// What was tried out on this server.
    pub probes: Option<Probes<'a>>,
    /// The `userName`s of the other users of this server.
    pub user_names: Option<&'a [&'a str]>,
    /// How the schemas read at the last visit.
    pub earlier_fingerprint: Option<Fingerprint>,
}

/// What the server says about itself, as far as it was read from the server; built-in definitions do not belong here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Discovery<'a> {
    /// The answer of `/ServiceProviderConfig`.
    pub provider_config: Option<&'a ProviderConfig>,
    /// The resource types with their schemas; empty when they could not be read.
    pub models: &'a [TypeModel],
    /// The schemas; empty when they could not be read.
    pub schemas: &'a [Schema],
}

/// Something that a server says it can do or cannot (RFC 7643 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Capability {
    /// PATCH.
    Patch,
    /// Bulk operations.
    Bulk,
    /// Filters.
    Filter,
    /// Sorting.
    Sort,
    /// Versions by ETag.
    Etag,
}

/// What was tried out on a server.
#[derive(Debug, Clone, Copy, Default)]
pub struct Probes<'a> {
    /// Which capabilities work.
    pub capabilities: &'a [(Capability, bool)],
    /// Which filters work.
    pub filters: &'a [FilterProbe<'a>],
}

/// A filter that was tried out and judged on our side.
#[derive(Debug, Clone, Copy)]
pub struct FilterProbe<'a> {
    /// The attribute, in attribute notation.
    pub attribute: &'a str,
    /// The operator; `None` for `pr`.
    pub op: Option<CompareOp>,
    /// Whether the answer was right.
    pub works: bool,
}

/// What a rule lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Need {
    /// An answer.
    Answer,
    /// The time that the answer took.
    Elapsed,
    /// The base URL.
    BaseUrl,
    /// The schemas and resource types of the server.
    Schemas,
    /// The server's `/ServiceProviderConfig`.
    ProviderConfig,
    /// A preset that speaks of this.
    Preset,
    /// A preset that speaks of this, or a probe.
    Proof,
    /// The pages before this one.
    EarlierPages,
    /// The resource before the request.
    ResourceBefore,
    /// The resource read back after the request.
    ResourceAfter,
    /// Whether the known member list is complete.
    MemberCount,
    /// The attributes that the filter names, in every row.
    FilteredAttributes,
    /// The user names of the server.
    UserNames,
    /// The fingerprint of an earlier visit.
    EarlierVisit,
    /// An exchange that puts it to the test.
    Evidence,
    /// A request small enough to be looked through.
    Effort,
    /// The value, of which only the mask was kept.
    Unmasked,
}

impl Need {
    /// What is lacking, as the end of "this was not judged for lack of ...".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Answer => "a whole answer",
            Self::Elapsed => "the time that the answer took",
            Self::BaseUrl => "the base URL of the service",
            Self::Schemas => "the server's own schemas",
            Self::ProviderConfig => "the server's ServiceProviderConfig",
            Self::Preset => "a preset of this vendor that speaks of it",
            Self::Proof => "a preset of this vendor or a probe that speaks of it",
            Self::EarlierPages => "the pages before this one",
            Self::ResourceBefore => "the resource as it was before",
            Self::ResourceAfter => "the resource read back after the request",
            Self::MemberCount => "knowledge of whether the member list is complete",
            Self::FilteredAttributes => "the filtered attributes in the rows of the answer",
            Self::UserNames => "the user names of the server",
            Self::EarlierVisit => "the schemas of an earlier visit",
            Self::Evidence => "an exchange that puts it to the test",
            Self::Effort => "a request small enough to be looked through",
            Self::Unmasked => "the value itself, which was masked before the exchange was kept",
        }
    }
}
