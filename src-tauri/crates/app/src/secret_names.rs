//! Which secrets a way to sign in has, what they are called, and when two of them are the same one.

use client::auth::oauth::Endpoint;
use client::auth::pasted::{self, Pasted};
use secrecy::{ExposeSecret as _, SecretString};
use store::TenantRow;

use crate::api::sign_in::{ClientAuthentication, SignIn};
use crate::api::tenants::{Authentication, SecretChange, TenantDraft};
use crate::api::transport::Transport;
use crate::secret_bundle::MAIN;
use crate::tenants::authentication;

pub(crate) const CLIENT_SECRET: &str = "clientSecret";
pub(crate) const PRIVATE_KEY: &str = "privateKey";
pub(crate) const KEY_PASSPHRASE: &str = "keyPassphrase";
pub(crate) const REFRESH_TOKEN: &str = "refreshToken";
pub(crate) const CERTIFICATE: &str = "certificate";
pub(crate) const CERTIFICATE_PASSPHRASE: &str = "certificatePassphrase";
pub(crate) const PROXY_PASSWORD: &str = "proxyPassword";
const HEADER: &str = "header:";

/// The name of the secret of a further header.
pub(crate) fn of_header(name: &str) -> String {
    format!("{HEADER}{}", name.trim().to_ascii_lowercase())
}

/// A way to sign in, to the proxy on the way as well.
pub(crate) struct Ways {
    authentication: Authentication,
    sign_in: SignIn,
    /// Scheme, host, port and user name of a proxy that one signs in to.
    proxy: Option<String>,
}

impl Ways {
    fn new(authentication: Authentication, sign_in: SignIn, transport: &Transport) -> Ways {
        Ways { authentication, sign_in, proxy: crate::transport::proxy_account(transport) }
    }

    pub(crate) fn of_row(row: &TenantRow) -> Ways {
        let transport = crate::transport::of_row(row);
        Ways::new(authentication(row), crate::sign_in::of_row(row), &transport)
    }

    pub(crate) fn of_draft(draft: &TenantDraft) -> Ways {
        let sign_in = draft.sign_in.clone().unwrap_or_default();
        let transport = draft.transport.clone().unwrap_or_default();
        Ways::new(draft.authentication, sign_in, &transport)
    }

    fn client(&self) -> ClientAuthentication {
        let oauth = self.sign_in.oauth.as_ref();
        oauth.map_or(ClientAuthentication::None, |it| it.client_authentication)
    }

    /// Those that nothing works without.
    pub(crate) fn needed(&self) -> Vec<String> {
        use Authentication as A;
        use ClientAuthentication as C;
        let mut needed: Vec<String> = Vec::new();
        let mut add = |name: &str| needed.push(name.to_owned());
        match (self.authentication, self.client()) {
            (A::None | A::Command, _) => {}
            (A::Bearer | A::Basic | A::ApiKey, _) => add(MAIN),
            (
                A::ClientCredentials | A::AuthorizationCode,
                C::Header | C::Body | C::PrivateKeyJwt,
            ) => add(MAIN),
            (A::ClientCredentials | A::AuthorizationCode, C::None | C::Certificate) => {}
            (way @ (A::RefreshToken | A::JwtAssertion), client) => {
                add(MAIN);
                match client {
                    C::Header | C::Body => add(CLIENT_SECRET),
                    // An assertion is signed with the one key, whatever it stands for.
                    C::PrivateKeyJwt if way == A::RefreshToken => add(PRIVATE_KEY),
                    C::PrivateKeyJwt | C::None | C::Certificate => {}
                }
            }
        }
        if self.sign_in.certificate.is_some() {
            add(CERTIFICATE);
        }
        for header in self.sign_in.headers.iter().filter(|it| it.value.is_none()) {
            add(&of_header(&header.name));
        }
        if self.proxy.is_some() {
            needed.push(PROXY_PASSWORD.to_owned());
        }
        needed
    }

    /// All that there may be.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = self.needed();
        let signs = self.authentication == Authentication::JwtAssertion
            || (self.is_oauth() && self.client() == ClientAuthentication::PrivateKeyJwt);
        if signs {
            names.push(KEY_PASSPHRASE.to_owned());
        }
        if self.sign_in.certificate.is_some() {
            names.push(CERTIFICATE_PASSPHRASE.to_owned());
        }
        let keeps = self.sign_in.oauth.as_ref().is_some_and(|it| it.keep_signed_in);
        if self.authentication == Authentication::AuthorizationCode && keeps {
            names.push(REFRESH_TOKEN.to_owned());
        }
        names
    }

    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.names().iter().any(|it| it == name)
    }

    fn is_oauth(&self) -> bool {
        crate::sign_in::is_oauth(self.authentication)
    }

    /// Whether a secret of that name goes to the token endpoint, or stands for the tenant there.
    pub(crate) fn goes_to_token_endpoint(&self, name: &str) -> bool {
        match name {
            _ if name.starts_with(HEADER) => false,
            PROXY_PASSWORD => false,
            CERTIFICATE | CERTIFICATE_PASSPHRASE => {
                self.is_oauth() && self.client() == ClientAuthentication::Certificate
            }
            _ => self.is_oauth(),
        }
    }

    /// What the main secret is: it is another one where this differs.
    fn main(&self) -> &'static str {
        use Authentication as A;
        match self.authentication {
            A::None | A::Command | A::Bearer => "token",
            A::Basic => "password",
            A::ApiKey => "apiKey",
            A::RefreshToken => REFRESH_TOKEN,
            A::JwtAssertion => PRIVATE_KEY,
            A::ClientCredentials | A::AuthorizationCode => match self.client() {
                ClientAuthentication::PrivateKeyJwt => PRIVATE_KEY,
                _ => CLIENT_SECRET,
            },
        }
    }

    /// Whether a secret of that name is the same one for both: another way to sign in has none of the old one's.
    pub(crate) fn is_same_secret(&self, other: &Ways, name: &str) -> bool {
        if name == PROXY_PASSWORD {
            return self.proxy.is_some() && self.proxy == other.proxy;
        }
        let is_apart = name.starts_with(HEADER)
            || (name == CERTIFICATE || name == CERTIFICATE_PASSPHRASE)
                && self.sign_in.certificate == other.sign_in.certificate;
        let is_same_way =
            self.authentication == other.authentication && self.main() == other.main();
        self.may_have(name) && other.may_have(name) && (is_apart || is_same_way)
    }

    /// What a secret is called in the middle of a sentence.
    pub(crate) fn word(&self, name: &str) -> &'static str {
        match self.field(name) {
            "token" => "token",
            "password" => "password",
            "apiKey" => "API key",
            CLIENT_SECRET => "client secret",
            PRIVATE_KEY => "private key",
            KEY_PASSPHRASE => "passphrase of the private key",
            REFRESH_TOKEN => "refresh token",
            CERTIFICATE => "client certificate",
            CERTIFICATE_PASSPHRASE => "passphrase of the client certificate",
            PROXY_PASSWORD => "password of the proxy",
            _ => "secret header",
        }
    }

    /// What a person has to give, as a list for reading: the secrets that are needed, headers by their names, and the
    /// command where there is none.
    pub(crate) fn to_give(&self) -> Vec<String> {
        let mut words: Vec<String> = self
            .needed()
            .iter()
            .map(|it| match it.strip_prefix(HEADER) {
                Some(header) => format!("header {header}"),
                None => self.word(it).to_owned(),
            })
            .collect();
        if self.authentication == Authentication::Command && self.sign_in.command.is_none() {
            words.push("command".to_owned());
        }
        words
    }

    /// The field of the form that it is entered in.
    pub(crate) fn field(&self, name: &str) -> &'static str {
        match name {
            MAIN => self.main(),
            CLIENT_SECRET => CLIENT_SECRET,
            PRIVATE_KEY => PRIVATE_KEY,
            KEY_PASSPHRASE => KEY_PASSPHRASE,
            REFRESH_TOKEN => REFRESH_TOKEN,
            CERTIFICATE => CERTIFICATE,
            CERTIFICATE_PASSPHRASE => CERTIFICATE_PASSPHRASE,
            PROXY_PASSWORD => PROXY_PASSWORD,
            _ => "headers",
        }
    }

    /// What kind of text it is, for noticing what came along when it was pasted.
    fn pasted(&self, name: &str) -> Pasted {
        match self.field(name) {
            "token" | REFRESH_TOKEN => Pasted::Token,
            "apiKey" => Pasted::Key,
            PRIVATE_KEY | CERTIFICATE => Pasted::Pem,
            _ => Pasted::Password,
        }
    }

    /// A secret without what came along when it was pasted.
    pub(crate) fn cleaned(&self, name: &str, secret: &SecretString) -> SecretString {
        pasted::look(self.pasted(name), secret).cleaned
    }

    /// Scheme, host and port of the token endpoint, where there is one.
    pub(crate) fn token_origin(&self) -> Option<String> {
        let oauth = self.sign_in.oauth.as_ref().filter(|_| self.is_oauth())?;
        Endpoint::parse(&oauth.token_endpoint, "tokenEndpoint").ok().map(|it| it.origin())
    }
}

/// What a draft says of a secret; `None` where it says nothing.
pub(crate) fn change_of<'a>(draft: &'a TenantDraft, name: &str) -> Option<&'a SecretChange> {
    if name == MAIN {
        return Some(&draft.secret);
    }
    let is_it = |it: &str| it == name || (it.starts_with(HEADER) && it.eq_ignore_ascii_case(name));
    draft.secrets.iter().find(|it| is_it(&it.name)).map(|it| &it.change)
}

/// What a draft puts in the place of a secret, cleaned where a person said so.
pub(crate) fn replaced(draft: &TenantDraft, name: &str) -> Option<SecretString> {
    let Some(SecretChange::Replace { value, clean }) = change_of(draft, name) else { return None };
    let ways = Ways::of_draft(draft);
    let secret = match clean {
        true => ways.cleaned(name, value),
        false => value.clone(),
    };
    // A password may be of blanks, a token never is; and what is empty is not there.
    let is_there = match ways.field(name) {
        "password" => !secret.expose_secret().is_empty(),
        _ => !secret.expose_secret().trim().is_empty(),
    };
    is_there.then_some(secret)
}
