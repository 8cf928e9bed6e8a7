//! The directory and the inspector as a test reads them.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

pub use crate::form::{Field, all_fields, fields};
use crate::page::{Page, test_id};
use crate::wait;

/// A row of the table as drawn.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// From 0.
    pub index: usize,
    /// The resource's id; none while the row is a skeleton.
    pub id: Option<String>,
    /// The text of its cells.
    pub cells: Vec<String>,
}

// WebKit puts a line break where an input stands, such as the box before the first cell, and some versions of it end the
// text of a block with one.
const ROWS: &str =
    "return [...document.querySelectorAll('[data-testid=\"grid-row\"]')].map((row) => ({
    index: Number(row.getAttribute('aria-rowindex')) - 2,
    id: row.dataset.id ?? null,
    cells: [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.innerText.replace(/^\\n|\\n$/g, '')),
}))";

/// Opens a resource type by its entry in the sidebar and waits for its first rows.
pub async fn open_type(page: &Page, name: &str) -> Result<Vec<Row>> {
    page.click(&format!("nav-{name}")).await?;
    first_rows(page).await
}

/// Waits until rows with data are there.
pub async fn first_rows(page: &Page) -> Result<Vec<Row>> {
    wait::until("rows in the table", async || {
        let rows = rows(page).await?;
        Ok(rows.iter().any(|row| row.id.is_some()).then_some(rows))
    })
    .await
}

/// The rows that are drawn now, in their order.
pub async fn rows(page: &Page) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = page.js(ROWS, Vec::new()).await?;
    rows.sort_by_key(|row| row.index);
    Ok(rows)
}

/// How many rows the table says it has, without its header.
pub async fn row_count(page: &Page) -> Result<usize> {
    let count = page.attribute("grid", "aria-rowcount").await?.context("no aria-rowcount")?;
    let count: usize = count.parse()?;
    Ok(count.saturating_sub(1))
}

/// Waits until the row with this number is drawn with its data.
pub async fn row_at(page: &Page, index: usize) -> Result<Row> {
    wait::until(&format!("row {index}"), async || {
        let rows = rows(page).await?;
        Ok(rows.into_iter().find(|row| row.index == index && row.id.is_some()))
    })
    .await
}

/// Jumps to the last row with the End key and waits for it.
pub async fn go_to_end(page: &Page) -> Result<Row> {
    focus(page).await?;
    page.press("End").await?;
    wait::until("the last row", async || {
        let last = row_count(page).await?.saturating_sub(1);
        let rows = rows(page).await?;
        Ok(rows.into_iter().find(|row| row.index == last && row.id.is_some()))
    })
    .await
}

/// Scrolls the table to a share of its height, as somebody who drags the scroll bar does.
pub async fn scroll_to(page: &Page, share: f64) -> Result<()> {
    let _moved: bool = page
        .js(
            "const grid = document.querySelector('[data-testid=grid]');
             grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * arguments[0];
             return true",
            vec![Value::from(share)],
        )
        .await?;
    Ok(())
}

/// Puts the focus into the table by clicking its first drawn cell.
pub async fn focus(page: &Page) -> Result<()> {
    page.click_css(&format!("{} [role=gridcell]", test_id("grid-row"))).await
}

/// The number of the row that is selected, if one is.
pub async fn selected(page: &Page) -> Result<Option<usize>> {
    page.js(
        "const row = document.querySelector('[data-testid=\"grid-row\"][aria-selected=true]');
         return row ? Number(row.getAttribute('aria-rowindex')) - 2 : null",
        Vec::new(),
    )
    .await
}

/// Clicks the row with this id and waits for the inspector to show it.
pub async fn open_row(page: &Page, id: &str) -> Result<Vec<Field>> {
    let selector = format!("{}[data-id={}] [role=gridcell]", test_id("grid-row"), Value::from(id));
    page.click_css(&selector).await?;
    inspect(page, id).await
}

/// Waits until the inspector shows the resource with this id.
pub async fn inspect(page: &Page, id: &str) -> Result<Vec<Field>> {
    page.text_with("inspector", id).await?;
    wait::until("the form of the resource", async || {
        let fields = fields(page).await?;
        Ok((!fields.is_empty()).then_some(fields))
    })
    .await
}

/// The lines of the JSON that are drawn, without what stands beside them.
pub async fn json_lines(page: &Page) -> Result<String> {
    page.element("json-text").await?;
    wait::until("lines of JSON", async || {
        let text: String = page
            .js(
                "const text = document.querySelector('[data-testid=json-text]');
                 const lines = [...text.querySelectorAll('.cm-line')].map((line) => line.innerText);
                 return lines.length > 0 ? lines.join('\\n') : text.innerText",
                Vec::new(),
            )
            .await?;
        Ok((!text.trim().is_empty()).then_some(text))
    })
    .await
}

/// The id that the inspector shows.
pub async fn inspected_id(page: &Page) -> Result<String> {
    wait::until("an id in the inspector", async || {
        let fields = fields(page).await?;
        Ok(fields.into_iter().find(|field| field.path == "id").map(|field| field.value))
    })
    .await
}

/// The texts of one column, top to bottom, as far as rows are drawn.
pub async fn column(page: &Page, path: &str) -> Result<Vec<String>> {
    let header = page.element(&format!("grid-header-{path}")).await?;
    let place = header.attr("aria-colindex").await?.context("no aria-colindex")?;
    let place: usize = place.parse()?;
    ensure!(place > 0, "columns are counted from 1");
    let rows = rows(page).await?;
    Ok(rows
        .into_iter()
        .filter(|row| row.id.is_some())
        .filter_map(|row| row.cells.into_iter().nth(place - 1))
        .collect())
}

/// Follows the first reference of an attribute and waits for another resource in the inspector;
/// hands back its id.
pub async fn follow(page: &Page, attribute: &str) -> Result<String> {
    let before = inspected_id(page).await?;
    let selector = format!(
        "{}[data-path*={}] {}",
        test_id("field-row"),
        Value::from(attribute),
        test_id("reference-link")
    );
    page.click_css(&selector).await?;
    other_than(page, &before).await
}

/// Waits until the inspector shows the resource of the selected row, and that it is another one
/// than this; hands back its id.
pub async fn inspect_selected(page: &Page, before: Option<&str>) -> Result<String> {
    wait::until("the selected row in the inspector", async || {
        let row: Option<String> = page
            .js(
                "return document.querySelector('[data-testid=\"grid-row\"][aria-selected=true]')?.dataset.id ?? null",
                Vec::new(),
            )
            .await?;
        let fields = fields(page).await?;
        let id = fields.into_iter().find(|field| field.path == "id").map(|field| field.value);
        Ok(id.filter(|id| row.as_ref() == Some(id) && before != Some(id.as_str())))
    })
    .await
}

/// Waits until the inspector shows another resource than this one; hands back its id.
pub async fn other_than(page: &Page, before: &str) -> Result<String> {
    wait::until("another resource in the inspector", async || {
        let fields = fields(page).await?;
        let id = fields.into_iter().find(|field| field.path == "id").map(|field| field.value);
        Ok(id.filter(|id| id != before && !id.is_empty()))
    })
    .await
}

/// Whether the inspector shows a reference under this attribute.
pub async fn refers_to(page: &Page, attribute: &str) -> Result<bool> {
    page.js(
        "return document.querySelector(
             `[data-testid=field-row][data-path*=${JSON.stringify(arguments[0])}] [data-testid=reference-link]`) !== null",
        vec![Value::from(attribute)],
    )
    .await
}
