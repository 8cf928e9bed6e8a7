//! Reads how a tenant of a file signs in: never a secret, and never a command, which would be run here. Where something
//! of it cannot be used, the tenant is refused: a sign-in that was read by half would fail elsewhere, or go elsewhere.

use client::auth::headers;
use client::auth::oauth::{Endpoint, Redirect, claim_problem, parameter_problem};
use client::redact::is_credential_name;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::entry::{Reader, is_short};
use super::portable::without_secrets;
use super::scan::LOOKS_SECRET;
use crate::api::sign_in::{
    AssertionSettings, ClientAuthentication, FurtherHeader, OAuthSettings, Parameter, SignIn,
};
use crate::api::tenants::Authentication;
use crate::api::transfer::RemarkKind;
use crate::draft::check_user_name;
use crate::sign_in::is_oauth;
use crate::tenants::from_word;

/// How long a text, and how many there may be of one kind.
const LONGEST_TEXT: usize = 2_000;
const MOST: usize = 100;

const MEMBERS: [&str; 7] =
    ["way", "userName", "apiKeyHeader", "oauth", "command", "headers", "certificate"];
const OAUTH: [&str; 11] = [
    "tokenEndpoint",
    "authorizationEndpoint",
    "redirectUri",
    "clientId",
    "clientAuthentication",
    "scopes",
    "audience",
    "resource",
    "parameters",
    "assertion",
    "keepSignedIn",
];
const ASSERTION: [&str; 6] = ["algorithm", "keyId", "issuer", "subject", "audience", "claims"];
const PAIR: [&str; 2] = ["name", "value"];

const NO_WAY: &str = "How to sign in is not said. A bearer token is taken, the usual way.";
const NOT_USED: &str = "This way to sign in does not use it: it is left out.";

/// How a tenant signs in.
pub(super) struct WayIn {
    pub(super) authentication: Authentication,
    pub(super) user_name: Option<String>,
    pub(super) sign_in: SignIn,
}

impl Reader<'_> {
    /// How the tenant signs in; `None` where that cannot be read.
    pub(super) fn way_in(&mut self) -> Option<WayIn> {
        let usual = || WayIn {
            authentication: Authentication::Bearer,
            user_name: None,
            sign_in: SignIn::default(),
        };
        let Some(value) = self.member("authentication") else {
            self.notice("/authentication", NO_WAY);
            return Some(usual());
        };
        let mut part = Part { reader: self, value, place: "/authentication".to_owned() };
        if !value.is_object() {
            part.refuse("", "How to sign in is not a JSON object.");
            return None;
        }
        part.tell_unknown(&MEMBERS);
        let way = part.way()?;
        let user_name = part.user_name(way);
        Some(WayIn { authentication: way, user_name, sign_in: part.sign_in(way) })
    }
}

/// A part of what a tenant says of its sign-in, with its place within the tenant.
struct Part<'r, 'd, 'v> {
    reader: &'r mut Reader<'d>,
    value: &'v Value,
    place: String,
}

/// What a sign-in is made of.
impl<'v> Part<'_, '_, 'v> {
    fn way(&mut self) -> Option<Authentication> {
        let Some(way) = self.member("/way") else {
            self.notice("/way", NO_WAY);
            return Some(Authentication::Bearer);
        };
        let way: Option<Authentication> = from_word(way.as_str().unwrap_or_default(), None);
        if way.is_none() {
            self.refuse("/way", "This way to sign in is not known to this version.");
        }
        way
    }

    fn user_name(&mut self, way: Authentication) -> Option<String> {
        let given = self.member("/userName");
        if way != Authentication::Basic {
            if given.is_some() {
                let sentence = "This way to sign in takes no user name: it is left out.";
                self.notice("/userName", sentence);
            }
            return None;
        }
        let user_name = given.and_then(Value::as_str).unwrap_or_default().trim();
        if check_user_name(user_name).is_err() {
            let sentence =
                "A user name is needed to sign in this way, in one line and without a colon.";
            self.refuse("/userName", sentence);
        }
        Some(user_name.to_owned())
    }

    fn sign_in(&mut self, way: Authentication) -> SignIn {
        if self.member("/command").is_some() {
            let sentence = "A command is never taken over from a file, because it would be run here. Enter it in the \
                            connection of the tenant.";
            self.notice("/command", sentence);
        }
        SignIn {
            api_key_header: self.api_key_header(way),
            oauth: self.oauth(way),
            command: None,
            headers: self.headers(),
            certificate: self.word("/certificate"),
        }
    }

    fn api_key_header(&mut self, way: Authentication) -> Option<String> {
        if way != Authentication::ApiKey {
            if self.member("/apiKeyHeader").is_some() {
                self.notice("/apiKeyHeader", NOT_USED);
            }
            return None;
        }
        let header = self.text("/apiKeyHeader")?;
        if headers::name_problem(&header).is_some() {
            self.refuse("/apiKeyHeader", "A key cannot be sent in a header of this name.");
        }
        Some(header)
    }

    fn headers(&mut self) -> Vec<FurtherHeader> {
        let mut all = Vec::new();
        for (at, value) in self.list("/headers").iter().enumerate() {
            let mut part = self.within(&format!("/headers/{at}"), value);
            part.tell_unknown(&PAIR);
            let name = part.text("/name").unwrap_or_default();
            if headers::name_problem(&name).is_some() {
                part.refuse("/name", "A header of this name cannot be added.");
                continue;
            }
            let is_given = part.member("/value").is_some();
            let mut value = is_given.then(|| part.text("/value").unwrap_or_default());
            if headers::is_secret(&name) && value.take().is_some() {
                part.secret("/value");
            }
            all.push(FurtherHeader { name, value });
        }
        all
    }

    fn oauth(&mut self, way: Authentication) -> Option<OAuthSettings> {
        let value = self.member("/oauth");
        if !is_oauth(way) {
            if value.is_some() {
                self.notice("/oauth", NOT_USED);
            }
            return None;
        }
        let Some(value) = value.filter(|it| it.is_object()) else {
            let sentence =
                "This way to sign in asks a token endpoint for a token, and here is not said how.";
            self.refuse("/oauth", sentence);
            return None;
        };
        let mut part = self.within("/oauth", value);
        part.tell_unknown(&OAUTH);
        let by_browser = way == Authentication::AuthorizationCode;
        Some(OAuthSettings {
            token_endpoint: part.endpoint("/tokenEndpoint", true).unwrap_or_default(),
            authorization_endpoint: part.endpoint("/authorizationEndpoint", by_browser),
            redirect_uri: part.redirect(),
            client_id: part.text("/clientId").unwrap_or_default(),
            client_authentication: part.client_authentication(),
            scopes: part.texts("/scopes"),
            audience: part.text("/audience"),
            resource: part.text("/resource"),
            parameters: part.pairs("/parameters", parameter_problem),
            assertion: part.assertion(),
            keep_signed_in: part.truth("/keepSignedIn"),
        })
    }

    fn endpoint(&mut self, name: &str, is_needed: bool) -> Option<String> {
        let Some(text) = self.text(name) else {
            if is_needed && self.member(name).is_none_or(|it| it.as_str() == Some("")) {
                self.refuse(name, "This endpoint is missing.");
            }
            return None;
        };
        // Only in words of our own: what cannot be read as a URL may hold anything.
        let credentials = |it: Url| {
            !it.username().is_empty() || it.password().is_some() || it.fragment().is_some()
        };
        if Url::parse(text.trim()).is_ok_and(credentials) {
            self.secret(name);
        }
        let text = match without_secrets(&text) {
            Some(plain) => {
                self.secret(name);
                plain
            }
            None => text,
        };
        if Endpoint::parse(&text, "").is_err() {
            let sentence = "This cannot be an endpoint: it has to be a URL of https, or of http on this computer, without \
                            user name, password and part behind #.";
            self.refuse(name, sentence);
            return None;
        }
        Some(text)
    }

    fn redirect(&mut self) -> Option<String> {
        let text = self.text("/redirectUri")?;
        if Redirect::parse(&text).is_err() {
            let sentence = "The browser has to come back to this computer: to http://127.0.0.1, http://[::1] or \
                            http://localhost, without a part behind ? or #.";
            self.refuse("/redirectUri", sentence);
        }
        Some(text)
    }

    fn client_authentication(&mut self) -> ClientAuthentication {
        if self.member("/clientAuthentication").is_none() {
            let sentence = "How the client proves itself is not said. Its secret goes into the header, the usual way.";
            self.notice("/clientAuthentication", sentence);
        }
        self.word("/clientAuthentication").unwrap_or(ClientAuthentication::Header)
    }

    fn assertion(&mut self) -> Option<AssertionSettings> {
        let value = self.member("/assertion")?;
        if !value.is_object() {
            self.refuse("/assertion", "What an assertion says is not a JSON object.");
            return None;
        }
        let mut part = self.within("/assertion", value);
        part.tell_unknown(&ASSERTION);
        Some(AssertionSettings {
            algorithm: part.text("/algorithm"),
            key_id: part.text("/keyId"),
            issuer: part.text("/issuer"),
            subject: part.text("/subject"),
            audience: part.text("/audience"),
            claims: part.pairs("/claims", claim_problem),
        })
    }

    /// Names with values. One with the name of a secret is told and left out.
    fn pairs(&mut self, list: &str, problem: fn(&str) -> Option<&'static str>) -> Vec<Parameter> {
        let mut pairs = Vec::new();
        for (at, value) in self.list(list).iter().enumerate() {
            let mut part = self.within(&format!("{list}/{at}"), value);
            part.tell_unknown(&PAIR);
            let name = part.text("/name").unwrap_or_default();
            if is_credential_name(&name) {
                part.secret("/value");
                continue;
            }
            if let Some(problem) = problem(&name) {
                part.refuse("/name", &format!("This cannot be added: {problem}."));
                continue;
            }
            pairs.push(Parameter { name, value: part.text("/value").unwrap_or_default() });
        }
        pairs
    }
}

/// What a part is made of.
impl<'d, 'v> Part<'_, 'd, 'v> {
    fn refuse(&mut self, name: &str, sentence: &str) {
        self.reader.refuse(&format!("{}{name}", self.place), sentence);
    }

    fn notice(&mut self, name: &str, sentence: &str) {
        self.reader.notice(&format!("{}{name}", self.place), sentence);
    }

    fn secret(&mut self, name: &str) {
        let pointer = format!("{}{}{name}", self.reader.pointer, self.place);
        self.reader.remarks.add(RemarkKind::Secret, &pointer, LOOKS_SECRET);
    }

    fn tell_unknown(&mut self, known: &[&str]) {
        let pointer = format!("{}{}", self.reader.pointer, self.place);
        self.reader.remarks.unknown_members(self.value, &pointer, known);
    }

    /// A member, named with a slash before it; null counts as not there.
    fn member(&self, name: &str) -> Option<&'v Value> {
        self.value.pointer(name).filter(|it| !it.is_null())
    }

    /// A part of this part.
    fn within(&mut self, place: &str, value: &'v Value) -> Part<'_, 'd, 'v> {
        Part { place: format!("{}{place}", self.place), reader: self.reader, value }
    }

    /// A text; `None` where there is none, or nothing in it.
    fn text(&mut self, name: &str) -> Option<String> {
        let value = self.member(name)?;
        let Some(text) = value.as_str().filter(|it| is_short(it, LONGEST_TEXT)) else {
            self.refuse(
                name,
                &format!("This is no text in one line of at most {LONGEST_TEXT} characters."),
            );
            return None;
        };
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn texts(&mut self, name: &str) -> Vec<String> {
        let count = self.list(name).len();
        (0..count).filter_map(|at| self.text(&format!("{name}/{at}"))).collect()
    }

    fn list(&mut self, name: &str) -> &'v [Value] {
        let Some(value) = self.member(name) else { return &[] };
        match value.as_array().filter(|it| it.len() <= MOST) {
            Some(list) => list,
            None => {
                self.refuse(name, &format!("This is no list of at most {MOST} entries."));
                &[]
            }
        }
    }

    /// One of the words that are known.
    fn word<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let value = self.member(name)?;
        let word: Option<T> = from_word(value.as_str().unwrap_or_default(), None);
        if word.is_none() {
            self.refuse(name, "What is said here is not known to this version.");
        }
        word
    }

    fn truth(&mut self, name: &str) -> bool {
        let Some(value) = self.member(name) else { return false };
        if value.as_bool().is_none() {
            self.refuse(name, "This is neither true nor false.");
        }
        value.as_bool().unwrap_or_default()
    }
}
