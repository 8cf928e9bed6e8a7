//! The history as a test reads it, and held against what a proxy saw.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::page::Page;
use crate::proxy::Passed;
use crate::wait;

/// A row of the history as drawn.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// The exchange's id.
    pub id: String,
    /// The text of its cells.
    pub cells: Vec<String>,
}

const ROWS: &str =
    "return [...document.querySelectorAll('[data-testid=\"history-row\"]')].map((row) => ({
    id: row.dataset.id ?? '',
    cells: [...row.querySelectorAll('[role=gridcell], td')].map((cell) => cell.innerText.trim()),
})).filter((row) => row.id !== '')";

/// Method, path with query, and status.
pub type Request = (String, String, u16);

/// Opens the history and reads all of its rows, scrolling to the end.
pub async fn read_all(page: &Page) -> Result<Vec<Row>> {
    page.click("nav-history").await?;
    show_all_tenants(page).await?;
    wait::until("rows in the history", async || Ok((!rows(page).await?.is_empty()).then_some(())))
        .await?;
    page.settled().await?;
    let mut all: BTreeMap<String, Row> = BTreeMap::new();
    page.click_css("[data-testid=history-row] [role=gridcell]").await?;
    let last = go_to_end(page).await?;
    page.press("Home").await?;
    wait::until("the last row of the history, page by page", async || {
        all.extend(rows(page).await?.into_iter().map(|row| (row.id.clone(), row)));
        if !all.contains_key(&last) {
            page.press("PageDown").await?;
            page.settled().await?;
            return Ok(None);
        }
        Ok(Some(()))
    })
    .await?;
    Ok(all.into_values().collect())
}

/// Jumps to the end until there is no more of it, and says which row is the last.
async fn go_to_end(page: &Page) -> Result<String> {
    let mut last = None;
    loop {
        page.press("End").await?;
        page.settled().await?;
        let now = rows(page).await?.pop().map(|row| row.id);
        if now == last {
            return last.context("the history has no rows");
        }
        last = now;
    }
}

/// Also what was asked before the tenant was saved.
async fn show_all_tenants(page: &Page) -> Result<()> {
    page.element("history-outcome").await?;
    if page.has("history-tenant").await? && page.text("history-tenant").await? != "All tenants" {
        page.click("history-tenant").await?;
        page.click_named("option", "All tenants").await?;
        page.text_with("history-tenant", "All tenants").await?;
    }
    Ok(())
}

/// The rows that are drawn now.
pub async fn rows(page: &Page) -> Result<Vec<Row>> {
    page.js(ROWS, Vec::new()).await
}

/// What a row says was asked and answered.
pub fn request_of(row: &Row) -> Option<Request> {
    let method = row.cells.iter().find(|cell| matches!(cell.as_str(), "GET" | "POST" | "HEAD"))?;
    let path = row.cells.iter().find(|cell| cell.starts_with('/'))?;
    let status = row.cells.iter().find_map(|cell| {
        let number = cell.split_whitespace().next()?;
        (number.len() == 3).then(|| number.parse::<u16>().ok()).flatten()
    })?;
    Some((method.clone(), path.clone(), status))
}

/// A look at the name, the port or the certificate of a host: recorded, but no HTTP request.
pub fn is_look(row: &Row) -> bool {
    row.cells.iter().any(|cell| matches!(cell.as_str(), "DNS" | "TCP" | "TLS"))
}

/// Holds the history against the proxy: the same requests, each as often, no more and no fewer.
pub fn ensure_equal(rows: &[Row], passed: &[Passed], base_path: &str) -> Result<()> {
    let rows: Vec<&Row> = rows.iter().filter(|row| !is_look(row)).collect();
    let mut listed: Vec<Request> = rows.iter().filter_map(|row| request_of(row)).collect();
    ensure!(listed.len() == rows.len(), "some rows do not say what was asked: {rows:?}");
    let mut seen: Vec<Request> = passed
        .iter()
        .map(|it| {
            let path = it.path.strip_prefix(base_path).unwrap_or(&it.path);
            (it.method.clone(), path.to_owned(), it.status)
        })
        .collect();
    for request in &mut listed {
        if let Some(short) = request.1.strip_prefix(base_path) {
            request.1 = short.to_owned();
        }
    }
    listed.sort();
    seen.sort();
    ensure!(
        listed == seen,
        "the history lists\n{}\nand the proxy saw\n{}",
        lines(&listed),
        lines(&seen)
    );
    Ok(())
}

fn lines(requests: &[Request]) -> String {
    requests.iter().map(|(method, path, status)| format!("  {method} {path} {status}\n")).collect()
}
