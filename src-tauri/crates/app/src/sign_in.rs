//! From what a person set to how a session signs in: endpoints, keys, certificates.

use std::sync::Arc;
use std::time::Duration;

use client::auth::certificate::{ClientCertificate, KeyError};
use client::auth::command::Command;
use client::auth::headers;
use client::auth::oauth::{
    ClientAuthentication as Proof, Endpoint, Grant, OAuth, Redirect, RefreshTokenKeeper,
    claim_problem, parameter_problem,
};
use client::auth::tokens::Tokens;
use client::auth::{Algorithm, Assertion};
use client::base_url::BaseUrl;
use client::settings::{Auth, Header, HeaderContent, Settings};
use secrecy::{ExposeSecret as _, SecretString};
use store::TenantRow;

use crate::api::sign_in::{
    AssertionSettings, CertificateFormat, ClientAuthentication, CommandSettings, FurtherHeader,
    OAuthSettings, SignIn,
};
use crate::api::tenants::{Authentication, TenantDraft};
use crate::api::transport::Transport;
use crate::error::Fault;
use crate::secret_bundle::{Bundle, MAIN};
use crate::{secret_names as names, transport};

/// How long a program may take to print a token; some sign in by themselves meanwhile.
const COMMAND_LIMIT: Duration = Duration::from_secs(60);

/// What a stored tenant needs beside its secrets. What cannot be read is as if it were not there: the sign-in then says
/// what is missing.
pub(crate) fn of_row(row: &TenantRow) -> SignIn {
    row.sign_in.as_deref().and_then(|it| serde_json::from_str(it).ok()).unwrap_or_default()
}

/// What a draft needs beside its secrets, as it is stored: only what its way to sign in uses.
pub(crate) fn stored(draft: &TenantDraft) -> Result<Option<String>, Fault> {
    as_text(&used(draft))
}

/// As it is stored; nothing where nothing is needed.
pub(crate) fn as_text(sign_in: &SignIn) -> Result<Option<String>, Fault> {
    if *sign_in == SignIn::default() {
        return Ok(None);
    }
    serde_json::to_string(sign_in)
        .map(Some)
        .map_err(|error| Fault::Defect { reason: error.to_string() })
}

/// Whether tokens are fetched from an authorisation server.
pub(crate) fn is_oauth(authentication: Authentication) -> bool {
    use Authentication as A;
    matches!(
        authentication,
        A::ClientCredentials | A::AuthorizationCode | A::RefreshToken | A::JwtAssertion
    )
}

/// What of a draft its way to sign in uses.
pub(crate) fn used(draft: &TenantDraft) -> SignIn {
    use Authentication as A;
    let all = draft.sign_in.clone().unwrap_or_default();
    SignIn {
        api_key_header: all.api_key_header.filter(|_| draft.authentication == A::ApiKey),
        oauth: all.oauth.filter(|_| is_oauth(draft.authentication)),
        command: all.command.filter(|_| draft.authentication == A::Command),
        headers: all.headers,
        certificate: all.certificate,
    }
}

/// Whether a draft can be kept: what would be written in clear must be no secret, what is asked for a token must be
/// reached safely, and nothing must be missing or unknown that no secret can make good.
///
/// # Errors
/// [`Fault::InvalidField`].
pub(crate) fn check(draft: &TenantDraft) -> Result<(), Fault> {
    let sign_in = used(draft);
    for header in &sign_in.headers {
        if let Some(problem) = headers::name_problem(&header.name) {
            return Err(invalid(
                "headers",
                "This header cannot be added",
                &format!("The header \"{}\" cannot be set: {problem}.", header.name.trim()),
                "Enter another name, or leave the header out.",
            ));
        }
        if header.value.is_some() && headers::is_secret(&header.name) {
            return Err(invalid(
                "headers",
                "This header holds a secret",
                &format!(
                    "What {} holds is a credential, and is kept as a secret only.",
                    header.name.trim()
                ),
                "Mark the header as secret, and enter its value there.",
            ));
        }
    }
    check_headers(draft.authentication, &sign_in)?;
    if draft.authentication == Authentication::Command {
        command(&sign_in)?;
    }
    if is_oauth(draft.authentication) {
        let oauth = oauth(&sign_in)?;
        let endpoint = Endpoint::parse(&oauth.token_endpoint, "tokenEndpoint")?;
        // A base URL that cannot be used is told at its own field.
        if let Ok(base) = BaseUrl::parse(&draft.base_url) {
            endpoint.check_apart_from(&base, "tokenEndpoint")?;
        }
        client_id(draft.authentication, oauth)?;
        parameters(oauth)?;
        if let Some(said) = &oauth.assertion {
            algorithm(said)?;
            check_claims(said)?;
        }
        if draft.authentication == Authentication::AuthorizationCode {
            let endpoint = oauth.authorization_endpoint.as_deref().unwrap_or_default();
            Endpoint::parse(endpoint, "authorizationEndpoint")?;
            Redirect::parse(oauth.redirect_uri.as_deref().unwrap_or_default())?;
        }
    }
    Ok(())
}

/// Whether the header of an API key and the further ones can be set, each once.
fn check_headers(authentication: Authentication, sign_in: &SignIn) -> Result<(), Fault> {
    let auth = match authentication {
        Authentication::None => Auth::None,
        Authentication::ApiKey => Auth::ApiKey {
            header: api_key_header(sign_in).to_owned(),
            key: SecretString::default(),
        },
        _ => Auth::Bearer(SecretString::default()),
    };
    let further = |it: &FurtherHeader| Header {
        name: it.name.clone(),
        value: HeaderContent::Plain(it.value.clone().unwrap_or_default()),
    };
    let further: Vec<Header> = sign_in.headers.iter().map(further).collect();
    Ok(headers::check(&further, &auth)?)
}

fn api_key_header(sign_in: &SignIn) -> &str {
    sign_in.api_key_header.as_deref().unwrap_or("X-Api-Key").trim()
}

fn command(sign_in: &SignIn) -> Result<&CommandSettings, Fault> {
    let command = sign_in.command.as_ref().filter(|it| !it.program.trim().is_empty());
    command.ok_or_else(|| {
        invalid(
            "command",
            "There is no command to run",
            "This way to sign in runs a program that prints a token.",
            "Enter the program with its arguments, as in az account get-access-token.",
        )
    })
}

fn oauth(sign_in: &SignIn) -> Result<&OAuthSettings, Fault> {
    sign_in.oauth.as_ref().ok_or_else(|| {
        invalid(
            "tokenEndpoint",
            "The token endpoint is missing",
            "This way to sign in asks a token endpoint for a token.",
            "Enter its URL, as in https://login.example.com/oauth2/token.",
        )
    })
}

fn client_id(authentication: Authentication, settings: &OAuthSettings) -> Result<&str, Fault> {
    let client_id = settings.client_id.trim();
    let may_be_nameless = authentication == Authentication::JwtAssertion
        && settings.client_authentication == ClientAuthentication::None;
    if client_id.is_empty() && !may_be_nameless {
        return Err(invalid(
            "clientId",
            "The client id is missing",
            "The token endpoint has to know who asks.",
            "Enter the client id (also called application id) that the provider issued.",
        ));
    }
    Ok(client_id)
}

fn algorithm(said: &AssertionSettings) -> Result<Option<Algorithm>, Fault> {
    let Some(name) = filled(said.algorithm.clone()) else { return Ok(None) };
    Algorithm::named(&name).map(Some).ok_or_else(|| {
        invalid(
            "algorithm",
            "This algorithm is not known",
            &format!("Assertions are not signed with {name} here."),
            "Choose one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and EdDSA.",
        )
    })
}

/// Claims are kept in clear.
fn check_claims(said: &AssertionSettings) -> Result<(), Fault> {
    for it in &said.claims {
        if let Some(problem) = claim_problem(&it.name) {
            return Err(invalid(
                "claims",
                "This claim cannot be added",
                &format!("The claim \"{}\" cannot be set here: {problem}.", it.name.trim()),
                "Leave it out.",
            ));
        }
    }
    Ok(())
}

/// A way to sign in with all that belongs to it.
pub(crate) struct Complete<'a> {
    pub(crate) authentication: Authentication,
    pub(crate) user_name: Option<&'a str>,
    pub(crate) sign_in: SignIn,
    pub(crate) transport: Transport,
    pub(crate) secrets: Bundle,
    pub(crate) tokens: Tokens,
    pub(crate) keeper: Option<Arc<dyn RefreshTokenKeeper>>,
}

impl Complete<'_> {
    /// How a server is reached so.
    ///
    /// # Errors
    /// [`Fault::InvalidField`] where something cannot be used as it is.
    pub(crate) fn settings(self, base: BaseUrl) -> Result<Settings, Fault> {
        let certificate = self.certificate()?;
        if certificate.is_some() && !base.is_https() {
            return Err(invalid(
                "certificate",
                "A certificate needs https",
                "The base URL uses plain http, where no certificate is ever shown.",
                "Use https:// in the base URL, or leave the certificate out.",
            ));
        }
        let headers = self.headers();
        let network = transport::network(&self.transport, &base, &self.secrets)?;
        let auth = self.auth()?;
        Ok(Settings { headers, certificate, network, ..Settings::new(base, auth) })
    }

    fn auth(&self) -> Result<Auth, Fault> {
        let main = || self.secrets.get(MAIN).cloned().unwrap_or_default();
        Ok(match self.authentication {
            Authentication::None => Auth::None,
            Authentication::Bearer => Auth::Bearer(main()),
            Authentication::Basic => Auth::Basic {
                user: self.user_name.unwrap_or_default().to_owned(),
                password: main(),
            },
            Authentication::ApiKey => {
                Auth::ApiKey { header: api_key_header(&self.sign_in).to_owned(), key: main() }
            }
            Authentication::Command => Auth::Command(self.command()?),
            Authentication::ClientCredentials
            | Authentication::AuthorizationCode
            | Authentication::RefreshToken
            | Authentication::JwtAssertion => Auth::OAuth(Box::new(self.oauth()?)),
        })
    }

    fn command(&self) -> Result<Command, Fault> {
        let command = command(&self.sign_in)?;
        Ok(Command {
            program: command.program.trim().to_owned(),
            arguments: command.arguments.clone(),
            limit: COMMAND_LIMIT,
            tokens: self.tokens.clone(),
        })
    }

    fn oauth(&self) -> Result<OAuth, Fault> {
        let settings = oauth(&self.sign_in)?;
        let client_id = client_id(self.authentication, settings)?;
        Ok(OAuth {
            token_endpoint: Endpoint::parse(&settings.token_endpoint, "tokenEndpoint")?,
            client_id: client_id.to_owned(),
            client: self.proof(settings)?,
            grant: self.grant(settings)?,
            scopes: settings
                .scopes
                .iter()
                .flat_map(|it| it.split_whitespace())
                .map(str::to_owned)
                .collect(),
            parameters: parameters(settings)?,
            shows_certificate: settings.client_authentication == ClientAuthentication::Certificate,
            tokens: self.tokens.clone(),
            keeper: self.keeper.clone(),
        })
    }

    fn proof(&self, settings: &OAuthSettings) -> Result<Proof, Fault> {
        // A refresh token or an assertion is the main secret itself; what proves the client stands beside it.
        let name = match self.authentication {
            Authentication::RefreshToken | Authentication::JwtAssertion => names::CLIENT_SECRET,
            _ => MAIN,
        };
        let secret = || self.secrets.get(name).cloned().unwrap_or_default();
        Ok(match settings.client_authentication {
            ClientAuthentication::None => Proof::Public,
            ClientAuthentication::Header => Proof::Header(secret()),
            ClientAuthentication::Body => Proof::Body(secret()),
            ClientAuthentication::PrivateKeyJwt => Proof::PrivateKeyJwt(self.assertion(settings)?),
            ClientAuthentication::Certificate if self.sign_in.certificate.is_none() => {
                return Err(invalid(
                    "certificate",
                    "There is no certificate to show",
                    "The client proves itself by its certificate, and none is given.",
                    "Add the client certificate, or choose another way for the client to prove itself.",
                ));
            }
            ClientAuthentication::Certificate => Proof::Public,
        })
    }

    fn grant(&self, settings: &OAuthSettings) -> Result<Grant, Fault> {
        Ok(match self.authentication {
            Authentication::AuthorizationCode => {
                let endpoint = settings.authorization_endpoint.as_deref().unwrap_or_default();
                Grant::AuthorizationCode {
                    authorization_endpoint: Endpoint::parse(endpoint, "authorizationEndpoint")?,
                    redirect: Redirect::parse(
                        settings.redirect_uri.as_deref().unwrap_or_default(),
                    )?,
                    refresh_token: self.secrets.get(names::REFRESH_TOKEN).cloned(),
                }
            }
            Authentication::RefreshToken => {
                Grant::RefreshToken(self.secrets.get(MAIN).map(trimmed).unwrap_or_default())
            }
            Authentication::JwtAssertion => Grant::JwtBearer(self.assertion(settings)?),
            _ => Grant::ClientCredentials,
        })
    }

    fn assertion(&self, settings: &OAuthSettings) -> Result<Assertion, Fault> {
        let said = settings.assertion.clone().unwrap_or_default();
        let algorithm = algorithm(&said)?;
        check_claims(&said)?;
        let AssertionSettings { key_id, issuer, subject, audience, claims, .. } = said;
        let name = match self.authentication {
            Authentication::RefreshToken => names::PRIVATE_KEY,
            _ => MAIN,
        };
        let key = self.secrets.get(name).cloned().unwrap_or_default();
        let passphrase = self.secrets.get(names::KEY_PASSPHRASE);
        let made = Assertion::new(&key, passphrase, algorithm);
        let mut assertion = made.map_err(|error| unusable_key(names::PRIVATE_KEY, &error))?;
        assertion.key_id = filled(key_id);
        assertion.issuer = filled(issuer);
        assertion.subject = filled(subject);
        assertion.audience = filled(audience);
        assertion.claims =
            claims.into_iter().map(|it| (it.name.trim().to_owned(), it.value)).collect();
        Ok(assertion)
    }

    fn certificate(&self) -> Result<Option<ClientCertificate>, Fault> {
        let Some(format) = self.sign_in.certificate else { return Ok(None) };
        let file = self.secrets.get(names::CERTIFICATE).cloned().unwrap_or_default();
        let passphrase = self.secrets.get(names::CERTIFICATE_PASSPHRASE);
        certificate(format, &file, passphrase).map(Some)
    }

    fn headers(&self) -> Vec<Header> {
        let content = |name: &str, value: &Option<String>| match value {
            Some(text) => HeaderContent::Plain(text.clone()),
            None => {
                let secret = self.secrets.get(&names::of_header(name)).cloned();
                HeaderContent::Secret(secret.unwrap_or_default())
            }
        };
        let headers = self.sign_in.headers.iter();
        headers
            .map(|it| Header { name: it.name.clone(), value: content(&it.name, &it.value) })
            .collect()
    }
}

/// Reads a client certificate.
pub(crate) fn certificate(
    format: CertificateFormat,
    file: &SecretString,
    passphrase: Option<&SecretString>,
) -> Result<ClientCertificate, Fault> {
    match format {
        CertificateFormat::Pem => ClientCertificate::from_pem(file, passphrase),
        CertificateFormat::Pkcs12 => ClientCertificate::from_pkcs12(file, passphrase),
    }
    .map_err(|error| match error {
        KeyError::PassphraseNeeded | KeyError::WrongPassphrase => {
            unusable_key(names::CERTIFICATE_PASSPHRASE, &error)
        }
        other => unusable_key(names::CERTIFICATE, &other),
    })
}

fn unusable_key(field: &'static str, error: &KeyError) -> Fault {
    let (what, hint) = match (field, error) {
        (_, KeyError::PassphraseNeeded | KeyError::WrongPassphrase) => {
            ("file", "Enter the passphrase that it was encrypted with.")
        }
        (names::PRIVATE_KEY, _) => ("private key", "Choose the private key in PEM."),
        _ => ("certificate", "Choose a file with the certificate and its private key."),
    };
    let title = match error {
        KeyError::WrongPassphrase => "This passphrase does not fit".to_owned(),
        KeyError::PassphraseNeeded => "The passphrase is missing".to_owned(),
        _ => format!("This {what} cannot be used"),
    };
    invalid(field, &title, &format!("The {what} was looked at, and {error}."), hint)
}

fn parameters(settings: &OAuthSettings) -> Result<Vec<(String, String)>, Fault> {
    let mut all = Vec::new();
    let named = [("audience", &settings.audience), ("resource", &settings.resource)];
    for (name, value) in named {
        all.extend(filled(value.clone()).map(|it| (name.to_owned(), it)));
    }
    for it in &settings.parameters {
        if let Some(problem) = parameter_problem(&it.name) {
            return Err(invalid(
                "parameters",
                "This parameter cannot be added",
                &format!("The parameter \"{}\" cannot be set here: {problem}.", it.name),
                "Leave it out, or use the field that is made for it.",
            ));
        }
        all.push((it.name.trim().to_owned(), it.value.clone()));
    }
    Ok(all)
}

pub(crate) fn invalid(field: &'static str, title: &str, detail: &str, hint: &str) -> Fault {
    Fault::InvalidField {
        field,
        title: title.to_owned(),
        detail: detail.to_owned(),
        hint: hint.to_owned(),
    }
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

fn trimmed(secret: &SecretString) -> SecretString {
    SecretString::from(secret.expose_secret().trim())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::secret_names::Ways;

    const KEY: &str = include_str!("../../client/tests/keys/pkcs1.pem");
    const CERTIFICATE: &str = include_str!("../../client/tests/keys/sec1.pem");

    fn draft(authentication: &str, client: &str) -> TenantDraft {
        serde_json::from_value(json!({
            "name": "x", "environment": "test", "colour": "teal", "baseUrl": "https://a.example",
            "authentication": authentication, "secret": { "kind": "keep" }, "askEachTime": false,
            "connectSeconds": 5, "totalSeconds": 10,
            "signIn": {
                "certificate": (client == "certificate").then_some("pem"),
                "oauth": {
                    "tokenEndpoint": "https://b.example/token", "clientId": "app",
                    "authorizationEndpoint": "https://b.example/authorize",
                    "clientAuthentication": client,
                },
            },
        }))
        .unwrap()
    }

    /// Each secret that is needed, in what stands for it.
    fn bundle(ways: &Ways) -> Bundle {
        let mut bundle = Bundle::default();
        for name in ways.needed() {
            let secret = match ways.field(&name) {
                names::PRIVATE_KEY => KEY.to_owned(),
                names::CERTIFICATE => CERTIFICATE.to_owned(),
                field => field.to_owned(),
            };
            bundle.put(&name, secret.into());
        }
        bundle
    }

    #[test]
    fn with_the_secrets_that_are_needed_every_way_and_every_proof_can_be_used() {
        for way in ["clientCredentials", "authorizationCode", "refreshToken", "jwtAssertion"] {
            for client in ["none", "header", "body", "privateKeyJwt", "certificate"] {
                let draft = draft(way, client);
                let complete = Complete {
                    authentication: draft.authentication,
                    user_name: None,
                    sign_in: used(&draft),
                    transport: Transport::default(),
                    secrets: bundle(&Ways::of_draft(&draft)),
                    tokens: Tokens::default(),
                    keeper: None,
                };
                let base = BaseUrl::parse("https://a.example").unwrap();
                let settings = complete.settings(base);
                let settings = settings.unwrap_or_else(|fault| panic!("{way} {client}: {fault}"));
                let Auth::OAuth(oauth) = settings.auth else { panic!("{way} {client}") };
                if let Proof::Header(secret) | Proof::Body(secret) = &oauth.client {
                    assert_eq!(secret.expose_secret(), "clientSecret", "{way} {client}");
                }
                if let Grant::RefreshToken(token) = &oauth.grant {
                    assert_eq!(token.expose_secret(), "refreshToken", "{way} {client}");
                }
                let proves = !matches!(oauth.client, Proof::Public) || oauth.shows_certificate;
                assert_eq!(proves, client != "none", "{way} {client}");
            }
        }
    }
}
