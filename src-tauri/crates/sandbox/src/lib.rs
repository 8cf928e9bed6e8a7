//! The embedded SCIM 2.0 service provider: a fictitious company to look around in, served over HTTP on this machine.
//!
//! It is for trying the app out and for its tests. It only reads: whatever would change something is refused, and its
//! ServiceProviderConfig says so. Nothing is kept between runs; every start brings the same directory.

mod directory;
mod names;
mod projection;
mod query;
mod random;
mod refusal;
mod respond;
mod schemas;
mod seed;
mod sort;
mod work;

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

use tokio_util::sync::{CancellationToken, DropGuard};

pub use directory::{Collection, Directory, Resource};

/// What every sandbox is seeded with.
pub const CONTENTS: Contents = Contents { users: 5000, groups: 212, devices: 40 };

/// The seed of the directory that [`Sandbox::start`] serves.
const SEED: u64 = 0x5ca1_ab1e;
const TOKEN_BYTES: usize = 24;

/// How many resources of each type there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contents {
    /// Number of users.
    pub users: u32,
    /// Number of groups.
    pub groups: u32,
    /// Number of devices.
    pub devices: u32,
}

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No port on the loopback address could be had.
    #[error("no port of 127.0.0.1 could be opened for the sandbox")]
    Bind(#[source] std::io::Error),
    /// The system gave no random bytes for the token.
    #[error("the system gave no random bytes for the sandbox's token")]
    Token(#[source] getrandom::Error),
    /// Seeding the directory was cut short, as when the program ends.
    #[error("the sandbox's directory was not finished")]
    Seeding(#[source] tokio::task::JoinError),
}

/// A running service provider. It stops when this is dropped.
pub struct Sandbox {
    base_url: String,
    token: String,
    _stop: DropGuard,
}

impl Sandbox {
    /// Seeds the directory and serves it on a free port of 127.0.0.1, under a token of its own.
    ///
    /// # Errors
    /// When no port is free or the system has no random bytes.
    pub async fn start() -> Result<Self, Error> {
        let listener =
            tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(Error::Bind)?;
        let port = listener.local_addr().map_err(Error::Bind)?.port();
        let base_url = format!("http://127.0.0.1:{port}/scim/v2");
        let token = random_token()?;
        let base = base_url.clone();
        let seeding = tokio::task::spawn_blocking(move || Directory::seed(SEED).at(&base));
        let directory = seeding.await.map_err(Error::Seeding)?;
        let provider = respond::Provider::new(directory, &base_url, &token);
        let routes = axum::Router::new().fallback(respond::answer).with_state(Arc::new(provider));
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        tokio::spawn(async move {
            let serving = axum::serve(listener, routes);
            // Open connections end with it: whoever drops the sandbox does not wait for them.
            tokio::select! {
                _ = serving.into_future() => {}
                () = stopped.cancelled() => {}
            }
        });
        Ok(Self { base_url, token, _stop: stop.drop_guard() })
    }

    /// The base URL, such as `http://127.0.0.1:40123/scim/v2`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The bearer token that every request needs. A secret of this run: do not log or store it.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sandbox").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

fn random_token() -> Result<String, Error> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(Error::Token)?;
    Ok(bytes.iter().map(|it| format!("{it:02x}")).collect())
}
