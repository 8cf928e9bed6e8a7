//! The text in a JSON pane, all of it: lines are drawn as they come into view.

use anyhow::Result;
use serde_json::Value;

use crate::page::Page;

/// How long one text may take; the driver itself gives up after 30 s.
const LONGEST_MS: u64 = 25_000;

/// Scrolls the editor to its end and puts the lines together by their numbers.
const READ: &str = "const [limit, done] = arguments;
const pane = document.querySelector('[data-testid=json-text]');
const scroller = pane.querySelector('.cm-scroller');
if (scroller === null) return done(pane.innerText);
const until = Date.now() + limit;
const lines = new Map();
const step = () => {
    const numbers = [...pane.querySelectorAll('.cm-lineNumbers .cm-gutterElement')]
        .filter((it) => it.offsetHeight > 0 && it.style.visibility !== 'hidden');
    const tops = new Map(numbers.map((it) => [Math.round(it.getBoundingClientRect().top), Number(it.innerText)]));
    for (const line of pane.querySelectorAll('.cm-line')) {
        const top = Math.round(line.getBoundingClientRect().top);
        const number = tops.get(top) ?? tops.get(top - 1) ?? tops.get(top + 1);
        if (number !== undefined) lines.set(number, line.textContent);
    }
    const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
    if (isAtEnd || Date.now() > until) {
        return done([...lines.entries()].sort(([a], [b]) => a - b).map(([, it]) => it).join('\\n'));
    }
    scroller.scrollTop += scroller.clientHeight / 2;
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(step)));
};
scroller.scrollTop = 0;
requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(step)));";

/// The whole text of the pane.
pub async fn read(page: &Page) -> Result<String> {
    page.element("json-text").await?;
    let answer = page.driver().execute_async(READ, vec![Value::from(LONGEST_MS)]).await?;
    Ok(answer.convert()?)
}
