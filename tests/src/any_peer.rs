//! One server, any server, seen through the real app and beside it: discovered, browsed to its
//! end, opened here and there, written to where that is allowed, and the history held against what a proxy in between counted.
//!
//! One module a stage; a stage takes the [`Visit`] and adds to its [`Report`].

mod beside;
mod browse;
mod discover;
mod filters;
mod history;
mod lists;
mod opened;
pub mod report;
mod table;
mod walk;
mod writes;

use std::time::Instant;

use anyhow::Result;

use crate::access::Access;
use crate::app::with_app;
use crate::desktop::{Desktop, Keychain};
use crate::page::Page;
use crate::proxy::Proxy;
use beside::Beside;
use lists::Lists;
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
    /// Whether it may be written to: a user and a group are made, changed and deleted, and it is added as a test tenant.
    pub writes: bool,
    /// The writes that it is known not to do; all others it has to do. Nothing where nobody knows it: then it may do what
    /// it likes, as long as the app says so.
    pub unable: Option<&'static [&'static str]>,
}

/// A visit that is under way: the app's window, the proxy, the server asked beside them.
struct Visit<'a> {
    page: &'a Page,
    target: &'a Target,
    proxy: &'a Proxy,
    beside: &'a Beside,
}

impl Target {
    /// The server that variables name: `SCIM_PEER_URL`, and `SCIM_PEER_TOKEN`, or `SCIM_PEER_USER` and
    /// `SCIM_PEER_PASSWORD`, or neither. It is written to with `SCIM_PEER_WRITE=1` only.
    pub fn named_by(variable: impl Fn(&str) -> Option<String>) -> Option<Target> {
        let said = |name| variable(name).filter(|it| !it.is_empty());
        let base_url = said("SCIM_PEER_URL")?;
        let access = match (said("SCIM_PEER_TOKEN"), said("SCIM_PEER_USER")) {
            (Some(token), _) => Access::Bearer(token),
            (None, Some(user)) => {
                Access::Basic { user, password: said("SCIM_PEER_PASSWORD").unwrap_or_default() }
            }
            (None, None) => Access::Open,
        };
        Some(Target {
            name: "Given".to_owned(),
            base_url,
            access,
            remarks: Vec::new(),
            follows_the_rfc: false,
            writes: said("SCIM_PEER_WRITE").as_deref() == Some("1"),
            unable: None,
        })
    }

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
        let lists = Lists::read(&beside, &types).await?;
        for name in &types {
            // What one type does wrong is no reason not to look at the others.
            if let Err(error) = browse::run(&visit, name, &lists, &mut report).await {
                report.differs(format!("{name} could not be browsed to its end: {error:#}"));
            }
        }
        filters::run(&visit, &lists, &mut report).await?;
        writes::run(&visit, &lists, &mut report).await?;
        // Last, so that it is held against every request there was.
        history::run(&visit, &mut report).await
    });
    if let Err(error) = visited.await {
        report.differs(format!("the visit did not come to its end: {error:#}"));
    }
    report.took = started.elapsed();
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named_by(variables: &[(&str, &str)]) -> Option<Target> {
        let of = |name: &str| variables.iter().find(|(it, _)| *it == name);
        Target::named_by(|name| of(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn variables_name_a_server_and_the_way_to_sign_in() {
        let url = ("SCIM_PEER_URL", "https://scim.example.com/v2");
        let access = |more: &[(&str, &str)]| named_by(&[&[url], more].concat()).unwrap().access;
        assert_eq!(access(&[]), Access::Open);
        assert_eq!(access(&[("SCIM_PEER_TOKEN", "")]), Access::Open);
        assert_eq!(access(&[("SCIM_PEER_TOKEN", "t")]), Access::Bearer("t".to_owned()));
        let pair = [("SCIM_PEER_USER", "ada"), ("SCIM_PEER_PASSWORD", "p")];
        let basic = Access::Basic { user: "ada".to_owned(), password: "p".to_owned() };
        assert_eq!(access(&pair), basic);
        assert_eq!(named_by(&[url]).unwrap().base_url, url.1);
        let writes = |it| named_by(&[url, ("SCIM_PEER_WRITE", it)]).unwrap().writes;
        assert!(writes("1") && !writes("0") && !writes("") && !named_by(&[url]).unwrap().writes);
        assert!(named_by(&pair).is_none() && named_by(&[("SCIM_PEER_URL", "")]).is_none());
    }
}
