//! A small authorisation server (RFC 6749, 7636, 7523) on this machine. It is no fake: it checks client authentication by
//! header, by body and by signed assertion, PKCE, redirect URIs, that a code is used once, that a refresh token is replaced
//! with each use, and when things expire. Its clock is moved by hand, so no test waits.
//!
//! The person at the browser is played by whoever requests the authorisation URL: consent is given at once, or refused.
#![allow(clippy::expect_used, reason = "a test server that cannot go on should stop")]

mod authorize;
mod clients;
mod gate;
mod state;
mod token;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::{OwnedRwLockWriteGuard, RwLock, watch};

pub use clients::{Client, Proof};
pub use gate::Gate;
pub use state::{Seen, Taken};

use state::State;

/// A client that follows redirects as a browser does, and asks no proxy.
///
/// # Panics
/// When no client can be made at all.
#[must_use]
pub fn browser() -> reqwest::Client {
    // The first who comes sets it for the process; it is the same one for everybody.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().no_proxy().build().expect("a client can be made")
}

/// An authorisation server that runs until it is dropped.
#[derive(Debug)]
pub struct Issuer {
    origin: String,
    shared: Shared,
    task: tokio::task::JoinHandle<()>,
}

/// What the server and its test look at.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    state: Arc<Mutex<State>>,
    /// Held for writing while no answer of the token endpoint is let out.
    pub(crate) answers: Arc<RwLock<()>>,
    /// How many requests the token endpoint has seen.
    pub(crate) count: watch::Sender<usize>,
}

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Issuer {
    /// Starts a server that knows these clients.
    ///
    /// # Errors
    /// When no port can be listened on.
    pub async fn start(clients: impl IntoIterator<Item = Client>) -> anyhow::Result<Issuer> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let clients = clients.into_iter().collect();
        let shared = Shared {
            state: Arc::new(Mutex::new(State::new(&origin, clients))),
            answers: Arc::default(),
            count: watch::Sender::new(0),
        };
        let routes = Router::new()
            .route("/authorize", get(authorize::authorize))
            .route("/token", post(token::token))
            .with_state(shared.clone());
        let task = tokio::spawn(async move {
            axum::serve(listener, routes).await.expect("the server runs until it is aborted");
        });
        Ok(Issuer { origin, shared, task })
    }

    /// Scheme, host and port: the issuer of its tokens.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where tokens are asked for.
    #[must_use]
    pub fn token_endpoint(&self) -> String {
        format!("{}/token", self.origin)
    }

    /// Where a browser is sent.
    #[must_use]
    pub fn authorization_endpoint(&self) -> String {
        format!("{}/authorize", self.origin)
    }

    /// Whether a token is good now: issued here, not expired, not revoked.
    #[must_use]
    pub fn accepts(&self, access_token: &str) -> bool {
        self.shared.lock().accepts(access_token)
    }

    /// How many seconds tokens live from now on; `None` leaves `expires_in` out.
    pub fn set_life(&self, seconds: Option<u64>) {
        self.shared.lock().life = seconds;
    }

    /// Moves the clock of this server.
    pub fn advance(&self, seconds: u64) {
        self.shared.lock().ahead += seconds;
    }

    /// Makes all access tokens useless, as an administrator may.
    pub fn revoke_access_tokens(&self) {
        self.shared.lock().access.clear();
    }

    /// Makes all refresh tokens useless.
    pub fn revoke_refresh_tokens(&self) {
        self.shared.lock().refresh.clear();
    }

    /// Whether a refresh token comes of a sign-in.
    pub fn set_refreshes(&self, refreshes: bool) {
        self.shared.lock().refreshes = refreshes;
    }

    /// Whether the person at the browser says yes.
    pub fn set_consent(&self, consents: bool) {
        self.shared.lock().consents = consents;
    }

    /// What came to the token endpoint so far, in its order.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.lock().seen.clone()
    }

    /// Waits until the token endpoint has seen so many requests. It has decided on them then, and may not have answered.
    ///
    /// # Panics
    /// When the server is gone.
    pub async fn until_seen(&self, requests: usize) {
        let mut count = self.shared.count.subscribe();
        count.wait_for(|it| *it >= requests).await.expect("the server is there");
    }

    /// Keeps every answer of the token endpoint back until what is returned is dropped.
    pub async fn hold_answers(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.shared.answers).write_owned().await
    }

    /// Every secret that was given out: codes, access tokens, refresh tokens.
    #[must_use]
    pub fn given(&self) -> Vec<String> {
        self.shared.lock().given.clone()
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.task.abort();
    }
}
