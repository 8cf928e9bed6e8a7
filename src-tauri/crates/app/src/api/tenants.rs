//! Tenants: configured service providers, their connection test, and what opening one found.

use scim::finding::Finding;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::chain::PresentedChain;
use super::guard::GuardMode;
use super::sign_in::{NamedSecretChange, SecretHeld, SignIn};
use super::transport::Transport;

/// What a tenant is used for; decides how the window looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Environment {
    /// Real people depend on it.
    Production,
    /// A copy of production.
    Staging,
    /// For trying things out.
    Test,
    /// For building things.
    Development,
    /// The embedded one.
    Sandbox,
}

/// A tenant's colour in the frame, tags and badges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Colour {
    Red,
    Orange,
    Amber,
    Green,
    Teal,
    Blue,
    Violet,
    Pink,
    Grey,
}

/// How requests are authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Authentication {
    /// No credential is sent.
    None,
    /// `Authorization: Bearer`, RFC 6750.
    Bearer,
    /// `Authorization: Basic`, RFC 7617: user name and password.
    Basic,
    /// A key in a header that is named.
    ApiKey,
    /// OAuth 2.0: a token for the client itself.
    ClientCredentials,
    /// OAuth 2.0: a token for a person who signs in with the browser.
    AuthorizationCode,
    /// OAuth 2.0: a token for a refresh token that was pasted.
    RefreshToken,
    /// OAuth 2.0: a token for an assertion that is signed with a private key.
    JwtAssertion,
    /// A token that a program prints.
    Command,
}

/// Where the tenant's secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SecretState {
    /// None is needed.
    NotNeeded,
    /// In the OS keychain.
    Stored,
    /// Asked for once per run, kept in memory; not given yet.
    AskEachTime,
    /// Given for this run, in memory only.
    Given,
    /// It should be in the keychain and is not, or the keychain is not there.
    Missing,
}

/// A configured service provider. Never holds a secret.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    /// Its id here; `sandbox` for the embedded one.
    pub id: String,
    /// The name that the person gave it.
    pub name: String,
    /// What it is used for.
    pub environment: Environment,
    /// Its colour.
    pub colour: Colour,
    /// The name of its group; empty for none.
    pub group: String,
    /// The base URL of the service provider.
    pub base_url: String,
    /// Host and port of the base URL, for lists.
    pub host: String,
    /// How requests are authenticated.
    pub authentication: Authentication,
    /// The user name, for basic authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub user_name: Option<String>,
    /// What else its way to sign in needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sign_in: Option<SignIn>,
    /// Where the main secret is: token, password, key, client secret, refresh token or private key.
    pub secret: SecretState,
    /// Where the further secrets are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<SecretHeld>>")]
    pub secrets: Vec<SecretHeld>,
    /// Whether the secret is asked for each time instead of kept in the keychain.
    pub ask_each_time: bool,
    /// Seconds to wait for a connection.
    pub connect_seconds: u32,
    /// Seconds to wait for a whole answer.
    pub total_seconds: u32,
    /// How it is guarded against writes.
    pub guard: GuardMode,
    /// The way to its server; absent where all of it is as usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub transport: Option<Transport>,
    /// When it was last opened (RFC 3339), if ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last_opened_at: Option<String>,
}

/// Names a tenant.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantRef {
    /// The tenant's id.
    pub tenant_id: String,
}

/// What to do with a tenant's secret. The value travels only inwards.
#[derive(Clone, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SecretChange {
    /// Leave what is stored.
    Keep,
    /// Put this in its place.
    Replace {
        /// The new secret.
        #[ts(type = "string")]
        value: secrecy::SecretString,
        /// Whether what came along when it was pasted is taken off first.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        clean: bool,
    },
    /// Remove what is stored.
    Forget,
}

impl std::fmt::Debug for SecretChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Keep => "Keep",
            Self::Replace { .. } => "Replace(***)",
            Self::Forget => "Forget",
        })
    }
}

/// A tenant as the form has it: to save, or to test before saving.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantDraft {
    /// The tenant that is edited; absent for a new one.
    #[serde(default)]
    #[ts(optional)]
    pub id: Option<String>,
    /// Its name; empty takes the host.
    pub name: String,
    /// What it is used for.
    pub environment: Environment,
    /// Its colour.
    pub colour: Colour,
    /// The base URL as pasted.
    pub base_url: String,
    /// How requests are authenticated.
    pub authentication: Authentication,
    /// The user name, for basic authentication.
    #[serde(default)]
    #[ts(optional)]
    pub user_name: Option<String>,
    /// What else its way to sign in needs.
    #[serde(default)]
    #[ts(optional)]
    pub sign_in: Option<SignIn>,
    /// What to do with the main secret: token, password, key, client secret, refresh token or private key.
    pub secret: SecretChange,
    /// What to do with further secrets; those not named are kept.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<NamedSecretChange>>")]
    pub secrets: Vec<NamedSecretChange>,
    /// Ask for the secret each time instead of keeping it in the keychain.
    pub ask_each_time: bool,
    /// Seconds to wait for a connection, 1 to 120.
    pub connect_seconds: u32,
    /// Seconds to wait for a whole answer, 1 to 600.
    pub total_seconds: u32,
    /// How it is to be guarded against writes; absent for what is usual for its kind, or for what it is now. Saving
    /// makes the guard of a tenant stricter, never looser.
    #[serde(default)]
    #[ts(optional)]
    pub guard: Option<GuardMode>,
    /// The way to its server; absent for what it is now, and what is usual for a new one.
    #[serde(default)]
    #[ts(optional)]
    pub transport: Option<Transport>,
}

/// Gives a secret for this run only.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretProvide {
    /// The tenant that it is for.
    pub tenant_id: String,
    /// Which of its further secrets it is; the main one otherwise.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
    /// The secret.
    #[ts(type = "string")]
    pub value: secrecy::SecretString,
    /// Whether what came along when it was pasted is taken off first.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub clean: bool,
}

/// Reads a base URL as a person pastes it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BaseUrlRead {
    /// What was pasted.
    pub text: String,
}

/// How the pasted base URL is understood.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BaseUrlUnderstood {
    /// The base URL that requests would start with.
    pub base_url: String,
    /// Its host and port.
    pub host: String,
    /// Whether a credential may be sent: https, or loopback.
    pub credential_allowed: bool,
}

/// How far a step of the connection test is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum StepState {
    Waiting,
    Running,
    Ok,
    Warning,
    Failed,
    Skipped,
}

/// Why a step failed: the server's words, what they mean, what to change.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Words of the server or of the system, verbatim.
    pub said: String,
    /// What they mean.
    pub cause: String,
    /// What to change.
    pub remedy: String,
    /// The field of the form at fault, by its name in the request: `baseUrl`, `authentication`, `token`,
    /// `tokenEndpoint`, ...
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub field: Option<String>,
}

/// One step of the connection test.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TestStep {
    /// Its name: DNS, TCP, TLS, HTTP, Sign-in, ...
    pub name: String,
    /// How far it is.
    pub state: StepState,
    /// How long it took, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub ms: Option<f64>,
    /// The evidence, as a sentence.
    pub detail: String,
    /// Why it failed or warns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub problem: Option<Problem>,
    /// The exchange in the history that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub exchange: Option<String>,
    /// The base URL that works, where the given one does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub suggestion: Option<String>,
    /// The certificates that the server showed, at the step TLS.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub chain: Option<PresentedChain>,
}

/// The whole connection test, as sent by events while it runs and at its end.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantTested {
    /// All steps in order.
    pub steps: Vec<TestStep>,
    /// The first step that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stopped_at: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: f64,
    /// How many requests were sent to the SCIM server, each of them GET.
    pub requests: u32,
    /// How many were sent to the token endpoint.
    pub token_requests: u32,
}

/// Where a discovery document came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DiscoverySource {
    /// The server answered it.
    Server,
    /// The schemas of RFC 7643 that come with Scimscope.
    BuiltIn,
}

/// What one discovery endpoint gave.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiscoveryPart {
    /// `ServiceProviderConfig`, `ResourceTypes` or `Schemas`.
    pub endpoint: String,
    /// Where it came from.
    pub source: DiscoverySource,
    /// Why the built-in one is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
    /// How the document deviates from the RFC.
    pub findings: Vec<Finding>,
    /// The exchange in the history that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub exchange: Option<String>,
}

/// Whether the server says that it can do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Support {
    Yes,
    No,
    Unsaid,
}

/// What the server says of itself (RFC 7643 §5).
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the RFC's own words")]
pub struct Capabilities {
    pub patch: Support,
    pub bulk: Support,
    pub filter: Support,
    pub sort: Support,
    pub etag: Support,
    pub change_password: Support,
}

/// A resource type as discovered (RFC 7643 §6).
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceTypeSummary {
    /// Its name, unique in the tenant: `User`, `Group`, ...
    pub name: String,
    /// For lists of many: the last segment of the endpoint, e.g. `Users`.
    pub plural: String,
    /// Its endpoint as the server gave it.
    pub endpoint: String,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub description: Option<String>,
    /// The URN of its schema.
    pub schema: String,
    /// The URNs of its schema extensions.
    pub extensions: Vec<String>,
}

/// What opening a tenant found.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantOpened {
    /// The tenant.
    pub tenant: Tenant,
    /// Its resource types, in the server's order.
    pub resource_types: Vec<ResourceTypeSummary>,
    /// What it says it can do.
    pub capabilities: Capabilities,
    /// What the three discovery endpoints gave.
    pub discovery: Vec<DiscoveryPart>,
}

/// Asks how many resources of a type there are.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceTypeCount {
    /// The tenant.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
}

/// How many resources of a type there are, as the server says.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceTypeCounted {
    /// `totalResults`; absent where the server does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub total_results: Option<u32>,
}
