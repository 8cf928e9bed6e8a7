//! The history as a test reads it, and held against what a proxy saw.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::page::Page;
use crate::proxy::Passed;
use crate::wait;

/// A history of some hundred rows on a machine with other work.
const LONGEST_READ: Duration = Duration::from_secs(90);

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
    place: Number(row.dataset.row),
    id: row.dataset.id ?? '',
    cells: [...row.querySelectorAll('[role=gridcell], td')].map((cell) => cell.innerText.trim()),
})).filter((row) => row.id !== '')";

/// A row, and its place in the list as it is now.
#[derive(Debug, Deserialize)]
struct Drawn {
    place: usize,
    #[serde(flatten)]
    row: Row,
}

/// The methods that a row may name.
const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/// Method, path with query, and status.
pub type Request = (String, String, u16);

/// Opens the history and reads all of its rows, scrolling to the end.
pub async fn read_all(page: &Page) -> Result<Vec<Row>> {
    page.click("nav-history").await?;
    show_all_tenants(page).await?;
    wait::until("rows in the history", async || Ok((!rows(page).await?.is_empty()).then_some(())))
        .await?;
    page.settled().await?;
    page.click_css("[data-testid=history-row] [role=gridcell]").await?;
    let last = go_to_end(page).await?;
    page.press("Home").await?;
    let mut all: BTreeMap<String, Row> = BTreeMap::new();
    // The first place that is not read yet. New requests push rows down: some are then read twice, none is missed.
    let mut next = 0;
    wait::within(LONGEST_READ, "the last row of the history, page by page", async || {
        let drawn = drawn(page).await?;
        let is_past = drawn.first().is_some_and(|it| it.place > next);
        for Drawn { place, row } in drawn {
            // Beyond a gap there is only the row that has the focus, or what a slow window jumped to.
            if place > next {
                break;
            }
            next = next.max(place + 1);
            all.insert(row.id.clone(), row);
        }
        if all.contains_key(&last) {
            return Ok(Some(()));
        }
        page.press(if is_past { "PageUp" } else { "PageDown" }).await?;
        page.settled().await?;
        Ok(None)
    })
    .await?;
    Ok(all.into_values().collect())
}

/// Opens the history, searches it for a text, and opens the newest request of those whose path holds it.
pub async fn open_first(page: &Page, text: &str) -> Result<()> {
    page.click("nav-history").await?;
    page.fill("history-filter", text).await?;
    wait::until("the request in the history", async || {
        let rows = rows(page).await?;
        let is_meant = |row: &Row| row.cells.iter().any(|it| it.contains(text));
        Ok((!rows.is_empty() && rows.iter().all(is_meant)).then_some(()))
    })
    .await?;
    page.click_css("[data-testid=history-row] [role=gridcell]").await?;
    page.element("exchange-detail").await.map(drop)
}

async fn drawn(page: &Page) -> Result<Vec<Drawn>> {
    let mut drawn: Vec<Drawn> = page.js(ROWS, Vec::new()).await?;
    drawn.sort_by_key(|it| it.place);
    Ok(drawn)
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
        page.choose("history-tenant", "All tenants").await?;
    }
    Ok(())
}

/// The rows that are drawn now.
pub async fn rows(page: &Page) -> Result<Vec<Row>> {
    Ok(drawn(page).await?.into_iter().map(|it| it.row).collect())
}

/// What a row says was asked and answered.
pub fn request_of(row: &Row) -> Option<Request> {
    let method = row.cells.iter().find(|cell| METHODS.contains(&cell.as_str()))?;
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

/// Method and path of a row that brought no whole answer, as a page that was scrolled past. A proxy may have seen the
/// answer or not.
pub fn broken_off(row: &Row) -> Option<(String, String)> {
    let is_failed = row.cells.iter().any(|cell| cell == "failed");
    let method = row.cells.iter().find(|cell| METHODS.contains(&cell.as_str()))?;
    let path = row.cells.iter().find(|cell| cell.starts_with('/'))?;
    is_failed.then(|| (method.clone(), path.clone()))
}

/// Holds the history against the proxy: the same requests, each as often, no more and no fewer. Of one that was broken
/// off the proxy may have seen the answer or not.
pub fn ensure_equal(rows: &[Row], passed: &[Passed], base_path: &str) -> Result<()> {
    let rows: Vec<&Row> = rows.iter().filter(|row| !is_look(row)).collect();
    let short = |path: &str| path.strip_prefix(base_path).unwrap_or(path).to_owned();
    let mut broken: Vec<(String, String)> = rows
        .iter()
        .filter_map(|row| broken_off(row))
        .map(|(method, path)| (method, short(&path)))
        .collect();
    let mut listed: Vec<Request> = rows
        .iter()
        .filter(|row| broken_off(row).is_none())
        .filter_map(|row| request_of(row))
        .map(|(method, path, status)| (method, short(&path), status))
        .collect();
    let told = listed.len() + broken.len();
    ensure!(told == rows.len(), "some rows do not say what was asked: {rows:?}");
    let mut seen: Vec<Request> =
        passed.iter().map(|it| (it.method.clone(), short(&it.path), it.status)).collect();
    listed.sort();
    seen.sort();
    let mut unlisted = seen.clone();
    let unseen: Vec<Request> =
        listed.iter().filter(|it| !take(&mut unlisted, |other| other == *it)).cloned().collect();
    unlisted.retain(|it| !take(&mut broken, |other| other.0 == it.0 && other.1 == it.1));
    ensure!(
        unseen.is_empty() && unlisted.is_empty(),
        "the history lists\n{}\nand the proxy saw\n{}",
        lines(&listed),
        lines(&seen)
    );
    Ok(())
}

/// Takes the first that fits out of a list, and says whether there was one.
pub fn take<T>(from: &mut Vec<T>, fits: impl Fn(&T) -> bool) -> bool {
    let place = from.iter().position(fits);
    place.map(|place| from.swap_remove(place)).is_some()
}

fn lines(requests: &[Request]) -> String {
    requests.iter().map(|(method, path, status)| format!("  {method} {path} {status}\n")).collect()
}
