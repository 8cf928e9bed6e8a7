//! What a server remembers.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use ring::rand::{SecureRandom as _, SystemRandom};
use serde_json::json;

use crate::clients::Client;

/// The parameters of a request.
pub(crate) type Parameters = HashMap<String, String>;

/// A token request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its parameters; of one that comes more than once, the last.
    pub form: HashMap<String, String>,
    /// What the token is for, as often as that was said (RFC 8707 §2).
    pub resources: Vec<String>,
    /// Its `Authorization` header.
    pub authorization: Option<String>,
    /// What became of it.
    pub taken: Taken,
}

/// What became of a token request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It got a token.
    Granted,
    /// It got this error.
    Denied(String),
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) origin: String,
    pub(crate) clients: Vec<Client>,
    pub(crate) consents: bool,
    pub(crate) refreshes: bool,
    pub(crate) life: Option<u64>,
    /// How far the clock is ahead.
    pub(crate) ahead: u64,
    /// Access tokens, and when they end.
    pub(crate) access: HashMap<String, u64>,
    pub(crate) refresh: HashMap<String, Refresh>,
    pub(crate) codes: HashMap<String, Code>,
    /// Refresh tokens that were replaced: whoever comes with one has stolen it, or was stolen from.
    pub(crate) replaced: HashMap<String, u64>,
    /// The ids of assertions that were used.
    pub(crate) used: Vec<String>,
    pub(crate) seen: Vec<Seen>,
    pub(crate) given: Vec<String>,
    families: u64,
    key: String,
}

/// A refresh token.
#[derive(Debug, Clone)]
pub(crate) struct Refresh {
    pub(crate) client: String,
    pub(crate) scope: String,
    /// All that came of one sign-in.
    pub(crate) family: u64,
}

/// A code that waits to be used.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) client: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) scope: String,
    /// What it was asked for; empty for anything.
    pub(crate) resource: String,
    pub(crate) ends: u64,
}

impl State {
    pub(crate) fn new(origin: &str, clients: Vec<Client>) -> State {
        State {
            origin: origin.to_owned(),
            clients,
            consents: true,
            refreshes: true,
            life: Some(3_600),
            ahead: 0,
            access: HashMap::new(),
            refresh: HashMap::new(),
            codes: HashMap::new(),
            replaced: HashMap::new(),
            used: Vec::new(),
            seen: Vec::new(),
            given: Vec::new(),
            families: 0,
            key: random(),
        }
    }

    pub(crate) fn now(&self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
        now + self.ahead
    }

    pub(crate) fn accepts(&self, token: &str) -> bool {
        self.access.get(token).is_some_and(|ends| self.now() < *ends)
    }

    /// A signed token that says whom it is for.
    pub(crate) fn access_token(&mut self, subject: &str, scope: &str, audience: &str) -> String {
        let ends = self.now() + self.life.unwrap_or(3_600);
        let mut claims = json!({
            "iss": self.origin, "sub": subject, "aud": audience, "scope": scope,
            "iat": self.now(), "jti": random(),
        });
        // Where the answer says nothing of an end, the token does not either.
        if let (Some(_), Some(claims)) = (self.life, claims.as_object_mut()) {
            claims.insert("exp".to_owned(), json!(ends));
        }
        let key = EncodingKey::from_secret(self.key.as_bytes());
        let token = key
            .and_then(|key| encode(&Header::new(Algorithm::HS256), &claims, &key))
            .expect("what is written here can be signed");
        self.access.insert(token.clone(), ends);
        self.given.push(token.clone());
        token
    }

    /// A refresh token, of a new family or of one that is there.
    pub(crate) fn refresh_token(
        &mut self,
        client: &str,
        scope: &str,
        family: Option<u64>,
    ) -> String {
        let token = random();
        let family = family.unwrap_or_else(|| {
            self.families += 1;
            self.families
        });
        let kept = Refresh { client: client.to_owned(), scope: scope.to_owned(), family };
        self.refresh.insert(token.clone(), kept);
        self.given.push(token.clone());
        token
    }

    pub(crate) fn code(&mut self, code: Code) -> String {
        let text = random();
        self.codes.insert(text.clone(), code);
        self.given.push(text.clone());
        text
    }
}

/// 256 bits that nobody can guess.
pub(crate) fn random() -> String {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).expect("the system gives random numbers");
    URL_SAFE_NO_PAD.encode(bytes)
}
