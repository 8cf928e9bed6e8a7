//! The filter bar as a test reads it.

use anyhow::Result;
use serde_json::Value;

use crate::page::Page;
use crate::wait;

/// Goes to the field with `/` and replaces what it holds.
pub async fn write(page: &Page, text: &str) -> Result<()> {
    page.press("/").await?;
    focused(page).await?;
    page.fill("filter-input", text).await?;
    holds(page, text).await
}

/// Writes a filter and applies it.
pub async fn apply(page: &Page, text: &str) -> Result<()> {
    write(page, text).await?;
    page.press("Enter").await
}

/// Waits until the field has the focus.
pub async fn focused(page: &Page) -> Result<()> {
    wait::until("the focus in the filter", async || {
        let focused: bool = page
            .js("return document.activeElement?.dataset.testid === 'filter-input'", Vec::new())
            .await?;
        Ok(focused.then_some(()))
    })
    .await
}

/// Waits until the field holds this text, and the drawing over it shows the same.
pub async fn holds(page: &Page, text: &str) -> Result<()> {
    wait::until(&format!("{text:?} in the filter"), async || {
        let held: (String, String) = page
            .js(
                "const input = document.querySelector('[data-testid=filter-input]');
                 const drawn = input.parentElement.querySelector('[data-testid=marked-text]');
                 return [input.value, drawn.textContent.replace(/\\u00a0$/, '')]",
                Vec::new(),
            )
            .await?;
        Ok((held.0 == text && held.1 == text).then_some(()))
    })
    .await
}

/// The words of the drawing with their colours: `("userName", "name")`.
pub async fn words(page: &Page) -> Result<Vec<(String, String)>> {
    page.js(
        "return [...document.querySelectorAll('[data-testid=marked-text] [data-tone]')]
             .map((word) => [word.textContent, word.dataset.tone])",
        Vec::new(),
    )
    .await
}

/// The chips below the field, as they read.
pub async fn chips(page: &Page) -> Result<Vec<String>> {
    page.js(
        "return [...document.querySelectorAll('[data-testid=filter-chip]')]
             .map((chip) => chip.innerText.trim().replace(/\\s+/g, ' '))",
        Vec::new(),
    )
    .await
}

/// Opens the command palette and types into it.
pub async fn ask_palette(page: &Page, text: &str) -> Result<()> {
    page.press("Control+k").await?;
    wait::until("the focus in the palette", async || {
        let focused: bool = page
            .js("return document.activeElement?.dataset.testid === 'palette-input'", Vec::new())
            .await?;
        Ok(focused.then_some(()))
    })
    .await?;
    // The driver refuses to type nothing.
    if text.is_empty() { Ok(()) } else { page.type_text(text).await }
}

/// Waits until the palette points at a row that holds these words.
pub async fn palette_points_at(page: &Page, words: &str) -> Result<()> {
    wait::until(&format!("{words:?} in the palette"), async || {
        let found: bool = page
            .js(
                "return document.querySelector('[data-testid=palette-item][aria-selected=true]')
                     ?.innerText.includes(arguments[0]) ?? false",
                vec![Value::from(words)],
            )
            .await?;
        Ok(found.then_some(()))
    })
    .await
}
