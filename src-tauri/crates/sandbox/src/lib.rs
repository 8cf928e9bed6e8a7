//! The embedded SCIM 2.0 service provider: a fictitious company to look around in, served over HTTP on this machine.
//!
//! It is for trying the app out and for its tests: a whole service provider that keeps to the RFCs, and on request
//! departs from them as real servers do ([`QUIRKS`]). Nothing is kept between runs; every start brings the same directory.

mod answer;
mod bulk;
mod clock;
mod cursor;
mod directory;
mod discovery;
mod index;
mod kind;
mod links;
mod names;
mod page;
mod projection;
mod query;
mod quirk;
mod random;
mod read;
mod refusal;
mod resource;
mod respond;
mod route;
mod rows;
mod schemas;
mod seed;
mod selection;
mod settle;
mod sort;
mod store;
mod upkeep;
mod work;
mod write;

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::{CancellationToken, DropGuard};

pub use clock::Clock;
pub use directory::{Collection, Directory};
pub use quirk::{Area, QUIRKS, Quirk, QuirkDescription, Quirks};
pub use resource::Resource;

use respond::Provider;
use store::Store;

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
    provider: Arc<Provider>,
    _stop: DropGuard,
}

/// How a sandbox starts.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which quirks it has from the beginning.
    pub quirks: Quirks,
    /// What tells it the time.
    pub clock: Clock,
    /// Whether users have the company's own extension, with attributes of every type. Without it there is only what the
    /// RFCs define: for programs that cannot deal with anything else.
    pub has_own_extension: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { quirks: Quirks::none(), clock: Clock::system(), has_own_extension: true }
    }
}

impl Sandbox {
    /// Seeds the directory and serves it on a free port of 127.0.0.1, under a token of its own.
    ///
    /// # Errors
    /// When no port is free or the system has no random bytes.
    pub async fn start() -> Result<Self, Error> {
        Self::start_with(Settings::default()).await
    }

    /// Starts with quirks.
    ///
    /// # Errors
    /// As [`Sandbox::start`].
    pub async fn with_quirks(quirks: impl IntoIterator<Item = Quirk>) -> Result<Self, Error> {
        let quirks = quirks.into_iter().collect();
        Self::start_with(Settings { quirks, ..Settings::default() }).await
    }

    /// Starts as the settings say.
    ///
    /// # Errors
    /// As [`Sandbox::start`].
    pub async fn start_with(settings: Settings) -> Result<Self, Error> {
        let listener =
            tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(Error::Bind)?;
        let port = listener.local_addr().map_err(Error::Bind)?.port();
        let base_url = format!("http://127.0.0.1:{port}/scim/v2");
        let token = random_token()?;
        let base = base_url.clone();
        let Settings { quirks, clock, has_own_extension } = settings;
        let seeding = tokio::task::spawn_blocking(move || {
            let directory = Directory::seed(SEED, &base);
            if has_own_extension { directory } else { directory.without_people() }
        });
        let directory = seeding.await.map_err(Error::Seeding)?;
        let store = Store::new(directory, &base_url, SEED, clock);
        let provider = Arc::new(Provider::new(store, &token, SEED, has_own_extension));
        provider.set_quirks(quirks);
        let routes = axum::Router::new().fallback(respond::answer);
        let routes = routes.with_state(Arc::clone(&provider));
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
        Ok(Self { base_url, token, provider, _stop: stop.drop_guard() })
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

    /// The quirks that are switched on.
    #[must_use]
    pub fn quirks(&self) -> Quirks {
        self.provider.quirks()
    }

    /// Switches to these quirks and no others, from the next request on.
    pub fn set_quirks(&self, quirks: Quirks) {
        self.provider.set_quirks(quirks);
    }

    /// How long answers take with [`Quirk::Slow`].
    pub fn set_delay(&self, delay: Duration) {
        self.provider.set_delay(delay);
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
