//! The inspector's form as a test reads it: each line with its attribute's path, and each value
//! with its kind and its exact text, hidden characters and all.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::page::Page;
use crate::wait;

/// A line of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Field {
    /// The attribute's path.
    pub path: String,
    /// What the line is called.
    pub name: String,
    /// The whole line.
    pub line: String,
    /// The value alone.
    pub value: String,
    /// What kind of value it is: text, number, null and so on.
    pub kind: String,
    /// The values that it shows: one, or each of several simple ones.
    pub shown: Vec<Shown>,
    /// The ids that its references lead to.
    pub links: Vec<String>,
    /// Whether it says that there is more than it shows.
    #[serde(rename = "leftOut")]
    pub left_out: bool,
}

/// A value of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Shown {
    /// What kind of value it is.
    pub kind: String,
    /// Its text as a person reads it, hidden characters back in their place.
    pub text: String,
    /// For a time: the text that was received.
    pub time: Option<String>,
    /// For a reference: what pointing at it tells.
    pub hint: Option<String>,
    /// For a reference that can be followed: the id that it leads to.
    pub id: Option<String>,
}

/// Reads a text with its hidden characters back in their place: `text(isolated element)`.
pub(crate) const TEXT: &str = "const text = (node) => [...node.childNodes].map((it) => {
    if (it.nodeType === 3) return it.data;
    if (it.nodeName === 'WBR') return '';
    const hidden = /^U\\+([0-9A-F]+)$/.exec(it.textContent);
    return hidden ? String.fromCodePoint(parseInt(hidden[1], 16)) : it.textContent;
}).join('');";

/// Reads lines: `line(row)`.
const READ: &str = "const one = (node, kind) => {
    const isolated = node.querySelector('bdi');
    return {
        kind,
        text: isolated ? text(isolated) : node.innerText.trim(),
        time: node.querySelector('time')?.dateTime ?? null,
        hint: kind === 'reference' ? (node.querySelector('[title]')?.title ?? null) : null,
        id: node.querySelector('[data-testid=reference-link]')?.dataset.id ?? null,
    };
};
const many = (node) => [...node.querySelectorAll('[data-testid=one-value]')].map((it) => one(it, it.dataset.kind));
const line = (row) => {
    const node = row.querySelector('[data-testid=field-value]');
    const kind = node?.dataset.kind ?? '';
    return {
        path: row.dataset.path ?? '',
        name: text(row.firstElementChild?.querySelector('bdi') ?? row),
        line: row.innerText,
        value: node?.innerText ?? '',
        kind,
        shown: node === null ? [] : kind === 'values' ? many(node) : [one(node, kind)],
        links: [...row.querySelectorAll('[data-testid=reference-link]')].map((link) => link.dataset.id ?? ''),
        leftOut: row.querySelector('[data-testid=left-out]') !== null,
    };
};
const ROW = '[data-testid=\"field-row\"]';";

const ALL: &str = "return [...document.querySelectorAll(ROW)].map(line)";

/// Scrolls one list on to its end and hands back the lines that came by, by their place. Rows beyond
/// the view are drawn ahead and may wait for their values until they are seen.
const WALK: &str = "const done = arguments[arguments.length - 1];
const list = document.querySelectorAll('[data-testid=values-list]')[arguments[0]];
const last = Date.now() + arguments[1];
const found = new Map();
const sorted = () => [...found.entries()].sort(([a], [b]) => a - b);
const isInView = (item) => {
    const [of, at] = [list.getBoundingClientRect(), item.getBoundingClientRect()];
    return at.bottom > of.top && at.top < of.bottom;
};
const step = () => {
    if (Date.now() > last) return done({ lines: sorted(), ended: false });
    const items = [...list.querySelectorAll('[role=listitem]')];
    for (const item of items) {
        const row = item.querySelector(ROW);
        if (row) found.set(Number(item.ariaPosInSet), line(row));
    }
    const isDrawn = items.length > 0 && items.every((it) => !isInView(it) || it.querySelector(ROW));
    if (isDrawn) {
        const bottom = list.scrollTop + list.clientHeight;
        if (bottom >= list.scrollHeight - 1) return done({ lines: sorted(), ended: true });
        list.scrollTop = Math.min(bottom - 8, list.scrollHeight - list.clientHeight);
    }
    requestAnimationFrame(() => setTimeout(step));
};
if (arguments[2]) list.scrollTop = 0;
requestAnimationFrame(() => requestAnimationFrame(step));";

/// The driver gives up on one script after 30 s: a long list takes several.
const ONE_SCRIPT: Duration = Duration::from_secs(15);
/// How long one list may take.
const LONGEST_WALK: Duration = Duration::from_secs(240);

/// What came by of a list.
#[derive(Debug, Deserialize)]
struct Walked {
    lines: Vec<(usize, Field)>,
    ended: bool,
}

/// The lines of the form that are drawn now.
pub async fn fields(page: &Page) -> Result<Vec<Field>> {
    page.js(&format!("{TEXT}\n{READ}\n{ALL}"), Vec::new()).await
}

/// The lines of the form, also those that a long list draws only when one scrolls to them.
pub async fn all_fields(page: &Page) -> Result<Vec<Field>> {
    let lists: usize = page
        .js("return document.querySelectorAll('[data-testid=values-list]').length", Vec::new())
        .await?;
    let mut all = short_lists(page).await?;
    for number in 0..lists {
        all.extend(walked(page, number).await?);
    }
    Ok(all)
}

/// The lines outside of lists that scroll.
async fn short_lists(page: &Page) -> Result<Vec<Field>> {
    let script = "return [...document.querySelectorAll(ROW)]
        .filter((row) => row.closest('[data-testid=values-list]') === null).map(line)";
    page.js(&format!("{TEXT}\n{READ}\n{script}"), Vec::new()).await
}

async fn walked(page: &Page, number: usize) -> Result<Vec<Field>> {
    let started = Instant::now();
    let limit = u64::try_from(ONE_SCRIPT.as_millis()).unwrap_or(u64::MAX);
    let mut found = BTreeMap::new();
    loop {
        let is_first = found.is_empty();
        let arguments = vec![Value::from(number), Value::from(limit), Value::from(is_first)];
        let answer =
            page.driver().execute_async(format!("{TEXT}\n{READ}\n{WALK}"), arguments).await?;
        let walked: Walked = answer.convert()?;
        found.extend(walked.lines);
        if walked.ended {
            return Ok(found.into_values().collect());
        }
        ensure!(started.elapsed() < LONGEST_WALK, "no end of list {number} in {LONGEST_WALK:?}");
    }
}

/// Waits until the form shows the resource with this id, and has its names.
pub async fn of_resource(page: &Page, id: &str) -> Result<()> {
    wait::until(&format!("the form of {id:?}"), async || {
        let lines = fields(page).await?;
        let is_it = lines.iter().any(|it| {
            it.path.eq_ignore_ascii_case("id") && it.shown.first().is_some_and(|it| it.text == id)
        });
        Ok(is_it.then_some(()))
    })
    .await
}
