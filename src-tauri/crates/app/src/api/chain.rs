//! The certificates that a server showed to a connection test.

use serde::Serialize;
use ts_rs::TS;

/// What a server showed of itself, and what is to be said of it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PresentedChain {
    /// In the order of the wire, the server's own first.
    pub certificates: Vec<PresentedCertificate>,
    /// How many more there were, which are not shown.
    pub left_out: u32,
    /// The trusted authority that vouches for the server; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub authority: Option<TrustedAuthority>,
    /// What else to know or to do, in sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hint: Option<String>,
}

/// One certificate that a server showed.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PresentedCertificate {
    /// Whom it names; may be empty.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// Whether it names itself as the one who signed it.
    pub is_self_signed: bool,
    /// The hosts that it is for, as far as they are shown.
    pub names: Vec<String>,
    /// How many more hosts it is for.
    pub more_names: u32,
    /// From when on it is valid (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_from: Option<String>,
    /// Until when it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_to: Option<String>,
    /// The SHA-256 of it, in hexadecimal pairs.
    pub fingerprint: String,
    /// Why it is not accepted, as a sentence, where it is the one at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub fault: Option<String>,
}

/// An authority that is trusted.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrustedAuthority {
    /// Whom its certificate names; may be empty.
    pub subject: String,
    /// Whether it is one of the tenant's own; otherwise the system trusts it.
    pub is_own: bool,
    /// The SHA-256 of its certificate; absent where the system does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub fingerprint: Option<String>,
    /// Until when its certificate is valid (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_to: Option<String>,
}
