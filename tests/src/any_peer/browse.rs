//! The second stage: the table of a resource type is walked to its end and held against the list
//! that the server gives somebody else; the first, a middle and the last resource are opened.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::beside::{Listed, MOST_ROWS};
use super::report::Report;
use super::{Visit, opened};
use crate::page::Page;
use crate::{directory, wait};

/// How many rows of a table are walked one view after the other; of a longer one the end is looked at as well.
const MOST_WALKED: usize = 1_000;
/// How long a table may take; the driver itself gives up on one script after 30 s.
const LONGEST_WALK: Duration = Duration::from_secs(240);
const ONE_SCRIPT: Duration = Duration::from_secs(20);

/// What one go of the walk saw: the id of each row that came by, and whether it got to the end.
#[derive(Debug, Default, Deserialize)]
struct Walked {
    ids: BTreeMap<usize, Option<String>>,
    ended: bool,
}

/// Goes on down the table from where it is, a view at a time, as soon as the rows in view are there.
const WALK: &str = "const [limit, most, done] = arguments;
const grid = document.querySelector('[data-testid=grid]');
const until = Date.now() + limit;
const ids = {};
let calm = 0;
const step = () => {
    const view = grid.getBoundingClientRect();
    const rows = [...grid.querySelectorAll('[data-testid=\"grid-row\"]')];
    const inView = rows.filter((it) => {
        const place = it.getBoundingClientRect();
        return place.bottom > view.top && place.top < view.bottom;
    });
    for (const row of rows) {
        if (row.ariaBusy !== 'true') ids[Number(row.dataset.row)] = row.dataset.id ?? null;
    }
    const isThere = grid.ariaBusy !== 'true' && inView.every((it) => it.ariaBusy !== 'true');
    const isAtEnd = grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1;
    calm = isThere && isAtEnd ? calm + 1 : 0;
    const reached = Math.max(-1, ...Object.keys(ids).map(Number));
    // The end may move while the last page is read: it has to stay where it is for some frames.
    if (calm > 10 || reached + 1 >= most) return done({ ids, ended: true });
    if (Date.now() > until) return done({ ids, ended: false });
    if (isThere && !isAtEnd) grid.scrollTop += grid.clientHeight - 2 * (rows[0]?.offsetHeight ?? 28);
    requestAnimationFrame(() => setTimeout(step));
};
step();";

/// Brings a row into view.
const REVEAL: &str = "const grid = document.querySelector('[data-testid=grid]');
const height = grid.querySelector('[data-testid=\"grid-row\"]')?.offsetHeight ?? 28;
grid.scrollTop = Math.max(0, arguments[0] * height - grid.clientHeight / 2);
return true";

/// Browses one resource type.
pub(super) async fn run(visit: &Visit<'_>, name: &str, report: &mut Report) -> Result<()> {
    let page = visit.page;
    let known = visit.beside.types.iter().find(|it| it.name == name);
    let endpoint = known.map_or_else(|| format!("/{name}s"), |it| it.endpoint.clone());
    let listed = visit.beside.list(&endpoint).await?;
    page.click(&format!("nav-{name}")).await?;
    wait::until("the table, or why there is none", async || {
        let settled = page.has("list-empty").await? || page.has("error-card").await?;
        let counted = page.attribute_now("grid", "aria-busy").await?.as_deref() == Some("false");
        Ok((settled || counted).then_some(()))
    })
    .await?;
    page.settled().await?;
    if !page.has("grid").await? {
        return without_table(visit, name, &listed, report).await;
    }
    let ids = walk(page).await.with_context(|| format!("the table of {name}"))?;
    let is_ordered = compare_rows(name, &ids, &listed, report);
    // Others may list in another order each time they are asked.
    if !is_ordered && visit.target.follows_the_rfc {
        report.differs(format!("{name}: the rows are in another order than the server lists them"));
    }
    list_findings(page, name, report).await?;
    let last = ids.keys().next_back().copied().unwrap_or_default();
    for index in BTreeSet::from([0, last / 2, last]) {
        let id = match ids.get(&index) {
            Some(id) => id.clone(),
            None => {
                reveal(page, index).await?;
                directory::row_at(page, index).await?.id
            }
        };
        let Some(id) = id else {
            report.leaves_out(format!("{name}: row {} has no id and cannot be opened", index + 1));
            continue;
        };
        reveal(page, index).await?;
        opened::run(visit, name, &endpoint, (index, &id), &listed, report).await?;
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

async fn walk(page: &Page) -> Result<BTreeMap<usize, Option<String>>> {
    let started = std::time::Instant::now();
    let mut all = BTreeMap::new();
    reveal(page, 0).await?;
    loop {
        let limit = u64::try_from(ONE_SCRIPT.as_millis()).unwrap_or(u64::MAX);
        let arguments = vec![Value::from(limit), Value::from(MOST_WALKED)];
        let walked: Walked = page.driver().execute_async(WALK, arguments).await?.convert()?;
        all.extend(walked.ids);
        if walked.ended {
            break;
        }
        ensure!(started.elapsed() < LONGEST_WALK, "no end of it in {LONGEST_WALK:?}");
    }
    let last = directory::go_to_end(page).await?;
    all.insert(last.index, last.id);
    Ok(all)
}

async fn reveal(page: &Page, index: usize) -> Result<()> {
    let _moved: bool = page.js(REVEAL, vec![Value::from(index)]).await?;
    Ok(())
}

/// The rows have to be the resources that the server lists, each of them, in its order: all that
/// were walked, and the last one. Says whether they are in its order.
fn compare_rows(
    name: &str,
    rows: &BTreeMap<usize, Option<String>>,
    listed: &Listed,
    report: &mut Report,
) -> bool {
    let walked = (0..).take_while(|it| rows.contains_key(it)).count();
    let is_whole = walked == rows.len();
    let mut seen = HashSet::new();
    let shown: Vec<&str> =
        rows.values().flatten().map(String::as_str).filter(|it| seen.insert(*it)).collect();
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
    let nameless = rows.values().filter(|it| it.is_none()).count();
    if nameless > 0 {
        report.leaves_out(format!("{name}: {nameless} rows without an id, or not read"));
    }
    is_ordered
}

fn browsed_words(
    name: &str,
    rows: &BTreeMap<usize, Option<String>>,
    walked: usize,
    order: &str,
    listed: &Listed,
) -> String {
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
