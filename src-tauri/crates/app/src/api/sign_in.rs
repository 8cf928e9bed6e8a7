//! Ways to sign in beyond a pasted token: what they need, what is said of their tokens and certificates. Secrets travel
//! inwards only, by name.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::tenants::{SecretChange, SecretState};

/// What a way to sign in needs beside its secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct SignIn {
    /// The name of the header that an API key is sent in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub api_key_header: Option<String>,
    /// How a token is fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub oauth: Option<OAuthSettings>,
    /// What prints a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub command: Option<CommandSettings>,
    /// Further headers of every request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<FurtherHeader>>")]
    pub headers: Vec<FurtherHeader>,
    /// The form of the client certificate, where one is shown; the certificate itself is the secret `certificate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub certificate: Option<CertificateFormat>,
}

/// How a token is fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OAuthSettings {
    /// Where tokens are asked for.
    pub token_endpoint: String,
    /// Where the browser is sent, for `authorizationCode`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub authorization_endpoint: Option<String>,
    /// The redirect URI as it is registered; a free port of 127.0.0.1 otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub redirect_uri: Option<String>,
    /// How Scimscope is known to the provider.
    #[serde(default)]
    pub client_id: String,
    /// How the client proves itself.
    pub client_authentication: ClientAuthentication,
    /// The scopes that are asked for.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// What the token is for, in the words of some providers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub audience: Option<String>,
    /// The same in the words of RFC 8707.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub resource: Option<String>,
    /// More parameters; never secret ones.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// What a signed assertion says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub assertion: Option<AssertionSettings>,
    /// Whether the refresh token of a sign-in with the browser is kept in the keychain for the next run.
    #[serde(default)]
    pub keep_signed_in: bool,
}

/// How a client proves itself at the token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ClientAuthentication {
    /// Not at all: a public client.
    None,
    /// Its secret goes into the header.
    Header,
    /// Its secret goes into the body.
    Body,
    /// It signs an assertion (`private_key_jwt`).
    PrivateKeyJwt,
    /// It shows the client certificate (`tls_client_auth`).
    Certificate,
}

/// A parameter or a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub struct Parameter {
    pub name: String,
    pub value: String,
}

/// What a signed assertion says; what is absent is the usual.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct AssertionSettings {
    /// The algorithm, such as `RS256`; the usual one of the key otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub algorithm: Option<String>,
    /// `kid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub key_id: Option<String>,
    /// `iss`; the client id otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub issuer: Option<String>,
    /// `sub`; the issuer otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub subject: Option<String>,
    /// `aud`; the token endpoint otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub audience: Option<String>,
    /// More claims.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<Parameter>>")]
    pub claims: Vec<Parameter>,
}

/// A program that prints a token. It is run without a shell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CommandSettings {
    /// Its name or path.
    pub program: String,
    /// Its arguments.
    #[serde(default)]
    pub arguments: Vec<String>,
}

/// A further header of every request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FurtherHeader {
    /// Its name.
    pub name: String,
    /// What it holds; absent where that is the secret `header:NAME`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub value: Option<String>,
}

/// The form of a client certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CertificateFormat {
    /// Text, with the key in it.
    Pem,
    /// PKCS#12, in base64.
    Pkcs12,
}

/// What to do with one of the further secrets of a tenant.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NamedSecretChange {
    /// `clientSecret`, `privateKey`, `keyPassphrase`, `refreshToken`, `certificate`, `certificatePassphrase` or
    /// `header:NAME`.
    pub name: String,
    /// What to do.
    pub change: SecretChange,
}

/// Where one of the further secrets of a tenant is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretHeld {
    /// See [`NamedSecretChange::name`].
    pub name: String,
    /// Where it is.
    pub state: SecretState,
    /// Whether nothing works without it.
    pub needed: bool,
}

/// What a person waits for while the browser is open.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignInWaiting {
    /// Where the browser was sent: to be copied where it did not open. It works once.
    pub url: String,
    /// Why the browser did not open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub not_opened: Option<String>,
    /// How many seconds it is waited.
    pub seconds: u32,
}

/// What is known of a tenant's token and certificate. Nothing of it was verified.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantToken {
    /// What the token says, where it is a JWT.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub jwt: Option<TokenFacts>,
    /// When a fetched token was fetched (RFC 3339); absent where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub obtained_at: Option<String>,
    /// When it expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub expires_at: Option<String>,
    /// The scopes that the token endpoint named.
    pub scopes: Vec<String>,
    /// Whether it is renewed without a person.
    pub renews: bool,
    /// The client certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub certificate: Option<CertificateFacts>,
    /// What to say of ends that are near.
    pub notices: Vec<ExpiryNotice>,
}

/// What a JWT says of itself; not verified.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub struct TokenFacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub issuer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub subject: Option<String>,
    pub audience: Vec<String>,
    pub scopes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub algorithm: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub issued_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub expires_at: Option<String>,
}

/// What there is to say of a certificate.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub struct CertificateFacts {
    pub subject: String,
    pub issuer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub valid_to: Option<String>,
    /// How many certificates are shown, its own included.
    pub chain_length: u32,
}

/// What to say of the end of a token or a certificate.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub struct ExpiryNotice {
    /// Whether it has ended, or has not begun: then it is of no use now.
    pub is_unusable: bool,
    pub title: String,
    pub detail: String,
    pub hint: String,
}

/// What kind of secret was pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PastedKind {
    /// A bearer token.
    Token,
    /// A refresh token.
    RefreshToken,
    /// An API key, maybe with a scheme of its own.
    Key,
    /// A password, a client secret, a passphrase.
    Password,
    /// A key or certificate in PEM.
    Pem,
}

/// Looks at a secret as it was pasted.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretLook {
    /// What kind it is.
    pub kind: PastedKind,
    /// The secret.
    #[ts(type = "string")]
    pub value: secrecy::SecretString,
}

/// What is odd about a pasted secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum PastedOddity {
    SpaceAround,
    SpaceInside,
    Quotes,
    HeaderName,
    Scheme,
    Basic,
    Invisible,
}

/// What was seen of a pasted secret; never the secret. To have it cleaned, `replace` is sent with `clean`.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretLooked {
    /// What came along.
    pub oddities: Vec<PastedOddity>,
    /// The same as a sentence; absent where nothing did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub notice: Option<String>,
    /// What becomes of it where it is left as pasted, as a sentence; absent where that makes no difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub left: Option<String>,
    /// What it says, where it is a JWT.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub jwt: Option<TokenFacts>,
    /// What to say of its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub expiry: Option<ExpiryNotice>,
}

/// Looks at a client certificate before it is saved.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CertificateLook {
    /// Its form.
    pub format: CertificateFormat,
    /// Certificate and key: PEM, or PKCS#12 in base64.
    #[ts(type = "string")]
    pub value: secrecy::SecretString,
    /// Its passphrase.
    #[serde(default)]
    #[ts(optional, type = "string")]
    pub passphrase: Option<secrecy::SecretString>,
}

/// What was seen of a client certificate.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CertificateLooked {
    /// What it says.
    pub certificate: CertificateFacts,
    /// What to say of its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub expiry: Option<ExpiryNotice>,
}

/// Takes a command line apart, as it would be run: without a shell.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CommandRead {
    /// What was typed.
    pub text: String,
}
