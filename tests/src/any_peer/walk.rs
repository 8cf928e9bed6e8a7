//! Walks down a table and notes each row that comes by, with all of its cells.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::cells::{self, Drawn};
use crate::page::Page;
use crate::{directory, form, wait};

/// How many rows of a table are walked one view after the other; of a longer one the end is looked at as well.
const MOST_WALKED: usize = 1_000;
/// How long a table may take; the driver itself gives up on one script after 30 s.
const LONGEST_WALK: Duration = Duration::from_secs(240);
const ONE_SCRIPT: Duration = Duration::from_secs(20);

/// A row that came by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Row {
    /// None where it could not be read, or the resource has none.
    pub(super) id: Option<String>,
    pub(super) cells: Vec<Drawn>,
}

/// Rows by their numbers, from 0.
pub(super) type Rows = BTreeMap<usize, Row>;

/// What one go of the walk saw, and whether it got to the end.
#[derive(Debug, Deserialize)]
struct Walked {
    rows: Rows,
    ended: bool,
}

const ROW: &str = "const rowOf = (row) => ({
    id: row.dataset.id ?? null,
    cells: [...row.querySelectorAll('[role=gridcell]')].map(cell),
});
const drawn = () => [...document.querySelectorAll('[data-testid=\"grid-row\"]')];";

/// Goes on down the table from where it is, a view at a time, as soon as the rows in view are there.
const WALK: &str = "const [limit, most, done] = arguments;
const grid = document.querySelector('[data-testid=grid]');
const until = Date.now() + limit;
const rows = {};
let calm = 0;
const step = () => {
    const view = grid.getBoundingClientRect();
    const all = drawn();
    const inView = all.filter((it) => {
        const place = it.getBoundingClientRect();
        return place.bottom > view.top && place.top < view.bottom;
    });
    for (const row of all) {
        const number = Number(row.dataset.row);
        if (row.ariaBusy !== 'true' && !(number in rows)) rows[number] = rowOf(row);
    }
    const isThere = grid.ariaBusy !== 'true' && inView.every((it) => it.ariaBusy !== 'true');
    const isAtEnd = grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1;
    calm = isThere && isAtEnd ? calm + 1 : 0;
    const reached = Math.max(-1, ...Object.keys(rows).map(Number));
    // The end may move while the last page is read: it has to stay where it is for some frames.
    if (calm > 10 || reached + 1 >= most) return done({ rows, ended: true });
    if (Date.now() > until) return done({ rows, ended: false });
    if (isThere && !isAtEnd) grid.scrollTop += grid.clientHeight - 2 * (all[0]?.offsetHeight ?? 28);
    requestAnimationFrame(() => setTimeout(step));
};
step();";

const IN_VIEW: &str = "return Object.fromEntries(drawn().filter((it) => it.ariaBusy !== 'true')
    .map((it) => [Number(it.dataset.row), rowOf(it)]))";

/// Brings a row into view.
const REVEAL: &str = "const grid = document.querySelector('[data-testid=grid]');
const height = grid.querySelector('[data-testid=\"grid-row\"]')?.offsetHeight ?? 28;
grid.scrollTop = Math.max(0, arguments[0] * height - grid.clientHeight / 2);
return true";

/// Walks the table to its end, or to its bound and from there to the last row.
pub(super) async fn to_the_end(page: &Page) -> Result<Rows> {
    let started = Instant::now();
    let mut all = Rows::new();
    reveal(page, 0).await?;
    loop {
        let limit = u64::try_from(ONE_SCRIPT.as_millis()).unwrap_or(u64::MAX);
        let arguments = vec![Value::from(limit), Value::from(MOST_WALKED)];
        let walked: Walked =
            page.driver().execute_async(script(WALK), arguments).await?.convert()?;
        all.extend(walked.rows);
        if walked.ended {
            break;
        }
        ensure!(started.elapsed() < LONGEST_WALK, "no end of it in {LONGEST_WALK:?}");
    }
    let last = directory::go_to_end(page).await?;
    if !all.contains_key(&last.index) {
        let drawn = drawn(page).await?;
        all.extend(drawn.into_iter().filter(|(index, _)| *index == last.index));
    }
    Ok(all)
}

/// The rows that are drawn now, once none of their cells waits for its value.
pub(super) async fn drawn(page: &Page) -> Result<Rows> {
    let script = script(IN_VIEW);
    wait::until("every cell to be drawn", async || {
        let rows: Rows = page.js(&script, Vec::new()).await?;
        let read = rows.values().filter(|it| it.id.is_some());
        let mut cells = read.flat_map(|it| &it.cells).peekable();
        let is_drawn = cells.peek().is_some() && cells.all(|it| it.hint.is_some());
        Ok(is_drawn.then_some(rows))
    })
    .await
}

/// Brings a row into view.
pub(super) async fn reveal(page: &Page, index: usize) -> Result<()> {
    let _moved: bool = page.js(REVEAL, vec![Value::from(index)]).await?;
    Ok(())
}

fn script(body: &str) -> String {
    [form::TEXT, cells::READ, ROW, body].join("\n")
}
