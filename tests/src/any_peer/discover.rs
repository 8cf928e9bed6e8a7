//! The first stage: the tenant is added through the form, tested and opened; what the app says it
//! discovered is held against what the server lists.

use anyhow::{Result, ensure};
use serde::Deserialize;

use super::Visit;
use super::report::Report;
use crate::access::Access;
use crate::page::Page;
use crate::tenants::{self, Tenant};
use crate::wait;

/// A resource type in the sidebar.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Entry {
    /// The resource type's name.
    pub(super) name: String,
    /// Everything that the entry shows.
    text: String,
    /// Whether there is still to come how many there are.
    counted: bool,
}

/// What the status bar's last cell opens to: lines of a name and what is said of it.
type Said = Vec<(String, String)>;

const ENTRIES: &str =
    "return [...document.querySelectorAll('nav[aria-label=Tenant] [data-testid^=\"nav-\"]')]
    .filter((it) => it.dataset.testid !== 'nav-history' && it.closest('div')?.querySelector('h2')?.innerText === 'Directory')
    .map((it) => ({
        name: it.dataset.testid.slice('nav-'.length),
        text: it.innerText.replace(/\\s+/g, ' ').trim(),
        counted: /\\d|not counted/.test(it.innerText),
    }))";

const SAID: &str = "const pane = document.querySelector('[aria-label=\"What the server says of itself\"]');
    if (pane === null) return null;
    return [...pane.querySelectorAll('dt')].map((it) => [it.innerText.trim(), it.nextElementSibling?.innerText.trim() ?? ''])";

/// Adds, tests and opens the tenant; hands back the names of its resource types.
pub(super) async fn run(visit: &Visit<'_>, report: &mut Report) -> Result<Vec<String>> {
    let page = visit.page;
    fill_form(visit).await?;
    for step in tenants::test_connection(page).await? {
        let text = step.text.split_whitespace().collect::<Vec<_>>().join(" ");
        report.add("connection", format!("{}: {text}", step.state));
        if !matches!(step.state.as_str(), "ok" | "warning" | "skipped") {
            report.differs(format!("the connection test stops: {text}"));
        }
    }
    page.click("tenant-save-open").await?;
    page.element("discovery-cell").await?;
    let entries = entries(page).await?;
    for entry in &entries {
        report.add("discovered", entry.text.clone());
    }
    compare_types(visit, &entries, report);
    read_discovery(page, report).await?;
    Ok(entries.into_iter().map(|it| it.name).collect())
}

async fn fill_form(visit: &Visit<'_>) -> Result<()> {
    let page = visit.page;
    let base_url = format!("{}{}", visit.proxy.origin(), visit.target.base_path());
    let name = &visit.target.name;
    let tenant = |token| Tenant { name, base_url: &base_url, token };
    match &visit.target.access {
        Access::Bearer(token) => tenants::fill_form(page, tenant(token)).await?,
        other => {
            tenants::fill_form(page, tenant("")).await?;
            choose_sign_in(page, other).await?;
        }
    }
    // Without a choice it is production, which the app does not write to.
    if visit.target.writes {
        page.choose("field-environment", "Test").await?;
    }
    Ok(())
}

async fn choose_sign_in(page: &Page, access: &Access) -> Result<()> {
    let Access::Basic { user, password } = access else {
        return page.click("field-authentication-none").await;
    };
    page.click("field-authentication-basic").await?;
    page.fill("field-userName", user).await?;
    page.fill("field-password", password).await
}

/// The resource types in the sidebar, once each says how many there are, or that it cannot.
pub(super) async fn entries(page: &Page) -> Result<Vec<Entry>> {
    let mut last = Vec::new();
    let counted = wait::until("the resource types to be counted", async || {
        let entries: Vec<Entry> = page.js(ENTRIES, Vec::new()).await?;
        let is_done = !entries.is_empty() && entries.iter().all(|it| it.counted);
        last.clone_from(&entries);
        Ok(is_done.then_some(entries))
    });
    match counted.await {
        Ok(entries) => Ok(entries),
        // A server that says no total leaves the entry without a number.
        Err(error) => {
            ensure!(!last.is_empty(), error);
            Ok(last)
        }
    }
}

/// Every resource type that the server lists has to be in the sidebar.
fn compare_types(visit: &Visit<'_>, entries: &[Entry], report: &mut Report) {
    let listed = &visit.beside.types;
    let is_there = |name: &str| entries.iter().any(|it| it.name == name);
    for missing in listed.iter().filter(|it| !is_there(&it.name)) {
        let text = format!("resource type {} ({}) is not shown", missing.name, missing.endpoint);
        report.differs(text);
    }
    if listed.is_empty() {
        report.add("discovered", "the server lists no resource types itself");
    }
}

async fn read_discovery(page: &Page, report: &mut Report) -> Result<()> {
    page.click("discovery-cell").await?;
    let said: Said = wait::until("what the server says of itself", async || {
        page.js::<Option<Said>>(SAID, Vec::new()).await
    })
    .await?;
    page.press("Escape").await?;
    let mut says = Vec::new();
    for (name, words) in said {
        let mut lines = words.lines().map(str::trim).filter(|it| !it.is_empty());
        let first = lines.next().unwrap_or_default().replace(" · Show request", "");
        if matches!(first.as_str(), "supported" | "not supported" | "not said") {
            says.push(format!("{name} {first}"));
            continue;
        }
        let is_built_in = first.starts_with("built-in");
        if is_built_in {
            report.add("fell back", format!("{name}: {first}"));
        }
        for line in lines.filter(|it| *it != "Show request") {
            report
                .add(if is_built_in { "fell back" } else { "findings" }, format!("{name}: {line}"));
        }
    }
    report.add("says", says.join(", "));
    Ok(())
}
