//! The second stage: the table of a resource type is walked to its end and held against the list
//! that the server gives somebody else; the first, a middle and the last resource are opened.

use std::collections::{BTreeSet, HashSet};

use anyhow::{Context, Result};
use serde_json::Value;

use super::beside::{Listed, MOST_ROWS};
use super::lists::Lists;
use super::report::Report;
use super::table::Table;
use super::walk::{self, Rows};
use super::{Visit, opened};
use crate::page::Page;
use crate::{directory, wait};

/// Browses one resource type.
pub(super) async fn run(
    visit: &Visit<'_>,
    name: &str,
    lists: &Lists,
    report: &mut Report,
) -> Result<()> {
    let page = visit.page;
    let list = lists.of_type(name).with_context(|| format!("no list of {name}"))?;
    let listed = &list.listed;
    page.click(&format!("nav-{name}")).await?;
    wait::until("the table, or why there is none", async || {
        let settled = page.has("list-empty").await? || page.has("error-card").await?;
        let counted = page.attribute_now("grid", "aria-busy").await?.as_deref() == Some("false");
        Ok((settled || counted).then_some(()))
    })
    .await?;
    page.settled().await?;
    if !page.has("grid").await? {
        return without_table(visit, name, listed, report).await;
    }
    let rows = walk::to_the_end(page).await.with_context(|| format!("the table of {name}"))?;
    let is_ordered = compare_rows(name, &rows, listed, report);
    // Others may list in another order each time they are asked.
    if !is_ordered && visit.target.follows_the_rfc {
        report.differs(format!("{name}: the rows are in another order than the server lists them"));
    }
    list_findings(page, name, report).await?;
    let table = Table { name, list, lists };
    table.compare_walked(page, &rows, report).await?;
    table.compare_others(visit, report).await?;
    let last = rows.keys().next_back().copied().unwrap_or_default();
    for index in BTreeSet::from([0, last / 2, last]) {
        let id = match rows.get(&index) {
            Some(row) => row.id.clone(),
            None => {
                walk::reveal(page, index).await?;
                directory::row_at(page, index).await?.id
            }
        };
        let Some(id) = id else {
            report.leaves_out(format!("{name}: row {} has no id and cannot be opened", index + 1));
            continue;
        };
        walk::reveal(page, index).await?;
        opened::run(visit, name, lists, (index, &id), report).await?;
    }
    Ok(())
}

async fn without_table(
    visit: &Visit<'_>,
    name: &str,
    listed: &Listed,
    report: &mut Report,
) -> Result<()> {
    let shown = if visit.page.has("list-empty").await? { "list-empty" } else { "error-card" };
    let words = visit.page.text(shown).await?.split_whitespace().collect::<Vec<_>>().join(" ");
    report.add("browsed", format!("{name}: {words}"));
    if !listed.resources.is_empty() {
        let count = listed.resources.len();
        report.differs(format!("{name}: no table, where the server lists {count}"));
    }
    Ok(())
}

/// The rows have to be the resources that the server lists, each of them, in its order: all that
/// were walked, and the last one. Says whether they are in its order.
fn compare_rows(name: &str, rows: &Rows, listed: &Listed, report: &mut Report) -> bool {
    let walked = (0..).take_while(|it| rows.contains_key(it)).count();
    let is_whole = walked == rows.len();
    let mut seen = HashSet::new();
    let ids = rows.values().filter_map(|it| it.id.as_deref());
    let shown: Vec<&str> = ids.filter(|it| seen.insert(*it)).collect();
    let expected: Vec<&str> = listed.ids().collect();
    let there: HashSet<&str> = expected.iter().copied().collect();
    let wanted = if is_whole { expected.len() } else { walked.min(expected.len()) };
    let wanted = expected.get(..wanted).unwrap_or_default();
    let is_ordered = shown.starts_with(wanted);
    let order = if is_ordered { "in its order" } else { "in another order" };
    report.add("browsed", browsed_words(name, rows, walked, order, listed));
    listed.falls_short().into_iter().for_each(|it| report.differs(format!("{name}: {it}")));
    for id in wanted.iter().filter(|it| !seen.contains(*it)) {
        report.differs(format!("{name} {id} is listed by the server and in no row"));
    }
    for id in shown.iter().filter(|it| listed.whole && !there.contains(*it)) {
        report.differs(format!("{name} {id} has a row and is not listed by the server"));
    }
    if !listed.whole && listed.resources.len() < MOST_ROWS {
        report.leaves_out(format!("{name}: beside the app its list could not be read to the end"));
    }
    let nameless = rows.values().filter(|it| it.id.is_none()).count();
    if nameless > 0 {
        report.leaves_out(format!("{name}: {nameless} rows without an id, or not read"));
    }
    is_ordered
}

fn browsed_words(name: &str, rows: &Rows, walked: usize, order: &str, listed: &Listed) -> String {
    let last = rows.keys().next_back().map_or(0, |it| it + 1);
    let how = if walked == rows.len() {
        format!("{walked} rows to the end")
    } else {
        format!("the first {walked} rows and row {last}, the last")
    };
    let count = listed.resources.len();
    let end = if listed.whole { "" } else { " and more" };
    let total = listed.total.as_deref().unwrap_or("nothing");
    format!("{name}: {how}, {order}; the server lists {count}{end} (totalResults {total})")
}

async fn list_findings(page: &Page, name: &str, report: &mut Report) -> Result<()> {
    if !page.has("list-findings-button").await? {
        return Ok(());
    }
    page.click("list-findings-button").await?;
    page.element("list-findings").await?;
    for finding in findings(page, "list-findings").await? {
        report.add("findings", format!("list of {name}: {finding}"));
    }
    page.press("Escape").await?;
    page.gone("list-findings").await
}

/// The findings below an element, each as one line.
pub(super) async fn findings(page: &Page, within: &str) -> Result<Vec<String>> {
    page.js(
        "return [...document.querySelectorAll(`[data-testid=${JSON.stringify(arguments[0])}] [data-testid=finding]`)]
            .map((it) => it.innerText.replace(/\\s+/g, ' ').trim())",
        vec![Value::from(within)],
    )
    .await
}
