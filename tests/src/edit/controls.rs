//! What each kind of value is edited with: switches, rows of values, pickers, files. Fields are named by the JSON pointer
//! of their place in the resource, because values of lists have no path of their own.

use anyhow::{Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use thirtyfour::By;

use crate::page::{Page, test_id};
use crate::wait;

/// Gives a file to a chooser of files, as the system's own dialog does, which no driver reaches.
const CHOOSE: &str = "const [selector, name, digits] = arguments;
    const bytes = Uint8Array.from(atob(digits), (it) => it.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], name));
    const input = document.querySelector(selector);
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return true";

/// What takes the keys at a place.
fn control(pointer: &str) -> String {
    format!("input[data-pointer='{pointer}'], textarea[data-pointer='{pointer}']")
}

/// Types a value and waits until it counts as changed.
pub async fn type_at(page: &Page, pointer: &str, text: &str) -> Result<()> {
    page.fill_css(&control(pointer), text).await?;
    page.press("Tab").await?;
    changed(page, pointer).await
}

async fn changed(page: &Page, pointer: &str) -> Result<()> {
    page.css(&format!("[data-pointer='{pointer}'][data-changed]")).await.map(drop)
}

/// Turns a switch until it says this.
pub async fn switch(page: &Page, pointer: &str, on: bool) -> Result<()> {
    const TURNS: usize = 2;
    let switch = format!("[role=switch][data-pointer='{pointer}']");
    for _ in 0..TURNS {
        page.click_css(&switch).await?;
        changed(page, pointer).await?;
        let is_on = page.css(&switch).await?.attr("aria-checked").await?;
        if is_on.as_deref() == Some(if on { "true" } else { "false" }) {
            return Ok(());
        }
    }
    anyhow::bail!("{pointer} does not become {on}")
}

/// Adds a value to a list of objects, and opens what else it has besides its type and value.
pub async fn add_value(page: &Page, attribute: &str, index: usize) -> Result<()> {
    let section = format!("section[data-field='{attribute}']");
    page.click_css(&format!("{section} > div > button:not([aria-haspopup])")).await?;
    let row = value_row(&format!("/{attribute}/{index}"));
    page.css(&row).await?;
    let closed = format!("{row} button[aria-expanded=false]");
    match page.driver().find_all(By::Css(closed.as_str())).await?.is_empty() {
        true => Ok(()),
        false => page.click_css(&closed).await,
    }
}

fn value_row(pointer: &str) -> String {
    format!("[data-testid=value-row][data-pointer='{pointer}']")
}

/// Makes a value the primary one.
pub async fn make_primary(page: &Page, pointer: &str) -> Result<()> {
    let radio = format!("{} input[type=radio]", value_row(pointer));
    page.click_css(&radio).await?;
    page.css(&format!("{radio}:checked")).await.map(drop)
}

/// Adds values to a list of simple ones, each with Enter.
pub async fn add_simple(page: &Page, pointer: &str, values: &[&str]) -> Result<()> {
    for value in values {
        page.fill_css(&control(pointer), value).await?;
        page.press("Enter").await?;
        let name = json!(format!("Take out {value}"));
        page.css(&format!("button[aria-label={name}]")).await?;
    }
    Ok(())
}

/// Looks somebody up for a reference, and takes the one with this id.
pub async fn pick(page: &Page, pointer: &str, name: &str, id: &str) -> Result<()> {
    page.click_css(&format!("input[data-pointer='{pointer}'] ~ button[aria-label^='Search for']"))
        .await?;
    let picker = test_id("reference-picker");
    page.fill_css(&format!("{picker} input"), name).await?;
    let found =
        format!("//*[@data-testid='reference-picker']//*[@role='option'][contains(., '{id}')]");
    wait::until("the resource in the picker", async || {
        let options = page.driver().find_all(By::XPath(&found)).await?;
        let Some(option) = options.into_iter().next() else { return Ok(None) };
        option.click().await?;
        Ok(Some(()))
    })
    .await?;
    page.gone("reference-picker").await?;
    changed(page, pointer).await
}

/// Chooses a file for bytes.
pub async fn choose_file(page: &Page, pointer: &str, bytes: &[u8]) -> Result<()> {
    let beside = format!("span:has(> span > input[data-pointer='{pointer}']) input[type=file]");
    page.css(&beside).await?;
    let file = [json!(beside), json!("certificate.der"), json!(BASE64_STANDARD.encode(bytes))];
    let chosen: bool = page.js(CHOOSE, file.to_vec()).await?;
    ensure!(chosen, "no file was chosen");
    changed(page, pointer).await
}

/// Adds an extension by its URI.
pub async fn add_extension(page: &Page, uri: &str) -> Result<()> {
    page.click_named("button", "Add extension").await?;
    page.click_named("menuitem", uri).await
}

/// Puts another JSON in the place of the draft's, as text, and goes back to the form.
pub async fn write_json(page: &Page, value: &Value) -> Result<()> {
    page.click("edit-tab-json").await?;
    page.fill_css(&format!("{} textarea", test_id("json-editor")), &value.to_string()).await?;
    page.click("edit-tab-form").await?;
    page.element("edit-form").await.map(drop)
}
