//! The interface in a plain browser: its built files and the backend, served over loopback HTTP.
//!
//! The window of the app is a webview that few tools can look into; a plain browser on the same
//! backend is what the tests by role and name and the accessibility checks use. It is never part
//! of the app: whoever can reach it can do what the interface can. So it listens on 127.0.0.1
//! only, wants a token that only its own address tells, looks at `Host` and `Origin`, and keeps
//! secrets in memory and everything else in a temporary folder.

mod calls;
mod files;
mod guard;
mod secrets;

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use app::{App, Config};
use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use files::Files;
use guard::Guard;
pub use secrets::Keychain;

/// How much a call may bring: more than any form of the interface holds.
const LARGEST_REQUEST: usize = 4 * 1024 * 1024;

/// A running host; it ends when dropped, and its data folder with it.
#[derive(Debug)]
pub struct Host {
    origin: String,
    token: String,
    task: JoinHandle<()>,
    _data: Option<TempDir>,
}

/// What the backend finds when it starts.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Which keychain there is.
    pub keychain: Keychain,
    /// The tenant to open at once.
    pub open_tenant: Option<String>,
    /// Where data is kept, so that another start finds it; a temporary folder when not said.
    pub data: Option<PathBuf>,
}

impl Default for Surroundings {
    fn default() -> Surroundings {
        Surroundings { keychain: Keychain::InMemory, open_tenant: None, data: None }
    }
}

/// What the routes share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) app: App,
    pub(crate) files: Arc<Files>,
}

impl Host {
    /// Serves the interface that was built into `ui`, on a backend of its own.
    ///
    /// # Errors
    /// When the folder holds no interface, no port is free, or the backend does not start.
    pub async fn start(ui: &Path, surroundings: Surroundings) -> Result<Host> {
        let Surroundings { keychain, open_tenant, data } = surroundings;
        let files = Arc::new(Files::read(ui)?);
        let (data_folder, data) = match data {
            Some(folder) => (folder, None),
            None => {
                let made = tempfile::Builder::new().prefix("scimscope-host-").tempdir()?;
                (made.path().join("data"), Some(made))
            }
        };
        let app = App::open(Config { open_tenant, ..Config::new(&data_folder, keychain.open()) })
            .context("the backend did not start")?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let authority = listener.local_addr()?.to_string();
        let guard = Guard::new(&authority)?;
        let (origin, token) = (guard.origin().to_owned(), guard.token().to_owned());
        let router = router(Shared { app, files }, guard);
        let task = tokio::spawn(async move {
            // It ends by being aborted.
            drop(axum::serve(listener, router).await);
        });
        Ok(Host { origin, token, task, _data: data })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What every call must bring.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The address to open. The token is in the fragment, which no browser sends to anybody.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}/#token={}", self.origin, self.token)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn router(shared: Shared, guard: Guard) -> Router {
    let guard = Arc::new(guard);
    let calls = Router::new()
        .route("/call", post(calls::call))
        .route("/events", get(calls::events))
        .layer(axum::extract::DefaultBodyLimit::max(LARGEST_REQUEST))
        .layer(middleware::from_fn_with_state(Arc::clone(&guard), guard::with_token));
    Router::new()
        .merge(calls)
        .fallback(get(files::serve))
        .layer(middleware::from_fn_with_state(guard, guard::own_pages_only))
        .with_state(shared)
}
