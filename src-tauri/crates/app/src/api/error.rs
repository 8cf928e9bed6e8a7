//! The one error that the UI sees.

use serde::Serialize;
use ts_rs::TS;

/// What a screen may behave differently for; the text is in the error itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// What was asked cannot be, as it stands: a field says which.
    InvalidInput,
    /// No such tenant, resource type, resource, exchange or command.
    NotFound,
    /// The tenant's secret is asked for each time, or is missing: ask for it.
    SecretNeeded,
    /// A person has to sign in with the browser: offer to.
    SignInNeeded,
    /// No token could be had: from the token endpoint, or from the command.
    NoToken,
    /// The server could not be reached: name, port, route.
    Unreachable,
    /// The server's certificate is not trusted.
    Untrusted,
    /// The server accepted the connection, but did not answer in time.
    TimedOut,
    /// 401: the credential was refused.
    Unauthorized,
    /// 403: the credential may not do this.
    Forbidden,
    /// The server answered with something that is not SCIM.
    NotScim,
    /// The server pointed at another origin.
    RedirectElsewhere,
    /// The answer is larger than the limit, or more would have to be read than is read at once.
    TooLarge,
    /// The server refused the request in SCIM's or HTTP's words.
    Rejected,
    /// The tenant is read-only, and the request would write. Nothing was sent.
    ReadOnly,
    /// A write came without the confirmation that it needs. Nothing was sent.
    NotConfirmed,
    /// A write was on its way, and nobody knows whether it was done: read back.
    OutcomeUnknown,
    /// A credential would have travelled over plain http.
    PlainHttp,
    /// Somebody cancelled it; shown as nothing.
    Cancelled,
    /// The keychain refused or is not there.
    Keychain,
    /// The passphrase does not open the encrypted file.
    Passphrase,
    /// The database refused.
    Storage,
    /// A defect of Scimscope itself, caught.
    Internal,
}

/// An error as people read it: what happened, why, what to do next.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UiError {
    /// For the screen to decide by.
    pub code: ErrorCode,
    /// What happened, in under eight words.
    pub title: String,
    /// Why, with the server's own words or numbers.
    pub detail: String,
    /// What to do next, each a sentence.
    pub hints: Vec<String>,
    /// The server's own words, verbatim (redacted, shortened).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub said: Option<String>,
    /// The field of the form at fault, by its name in the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub field: Option<String>,
    /// The exchange in the history that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub exchange: Option<String>,
}
