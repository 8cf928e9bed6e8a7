//! One server, any server, seen through the real app and beside it: discovered, browsed to its
//! end, opened here and there, and the history held against what a proxy in between counted.
//!
//! One module a stage; a stage takes the [`Visit`] and adds to its [`Report`].

mod beside;
mod browse;
mod discover;
mod filters;
mod history;
mod opened;
pub mod report;

use std::time::Instant;

use anyhow::Result;

use crate::access::Access;
use crate::app::with_app;
use crate::desktop::{Desktop, Keychain};
use crate::page::Page;
use crate::proxy::Proxy;
use beside::Beside;
use report::Report;

/// A server to visit.
#[derive(Debug, Clone)]
pub struct Target {
    /// What it is called in the report, and as a tenant.
    pub name: String,
    /// Where SCIM begins.
    pub base_url: String,
    /// How one signs in.
    pub access: Access,
    /// What is to be said of it first.
    pub remarks: Vec<String>,
    /// Whether a filter that it does not answer as the RFC says is a difference.
    pub follows_the_rfc: bool,
}

/// A visit that is under way: the app's window, the proxy, the server asked beside them.
struct Visit<'a> {
    page: &'a Page,
    target: &'a Target,
    proxy: &'a Proxy,
    beside: &'a Beside,
}

impl Target {
    /// Scheme, host and port.
    fn origin(&self) -> String {
        let url = reqwest::Url::parse(&self.base_url).ok();
        url.map(|it| it.origin().ascii_serialization()).unwrap_or_default()
    }

    /// The path under which SCIM begins, without a slash at its end.
    fn base_path(&self) -> String {
        let url = reqwest::Url::parse(&self.base_url).ok();
        url.map(|it| it.path().trim_end_matches('/').to_owned()).unwrap_or_default()
    }
}

/// Visits a server with the app and says what was found. A visit that cannot go on is a difference
/// like others: what was found until then is worth reading.
pub async fn visit(target: &Target) -> Result<Report> {
    let started = Instant::now();
    let proxy = Proxy::before(&target.origin()).await?;
    let beside = Beside::of(target, &proxy).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let mut report = Report::of(target);
    let visited = with_app(&desktop, &[], async |page| {
        let visit = Visit { page, target, proxy: &proxy, beside: &beside };
        let types = discover::run(&visit, &mut report).await?;
        for name in &types {
            browse::run(&visit, name, &mut report).await?;
        }
        filters::run(&visit, &mut report).await?;
        // Last, so that it is held against every request there was.
        history::run(&visit, &mut report).await
    });
    if let Err(error) = visited.await {
        report.differs(format!("the visit did not come to its end: {error:#}"));
    }
    report.took = started.elapsed();
    Ok(report)
}
