//! What the app says came of a write: a message that passes where all is as intended, a dialog where that has to be read.

use anyhow::Result;
use serde::Deserialize;

use crate::page::Page;
use crate::wait;

/// What was said.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Told {
    /// `done`, or another outcome by its name: `refused`, `differs` and so on.
    pub outcome: String,
    /// Everything it says.
    pub text: String,
}

impl Told {
    /// Whether it was done and is as intended.
    pub fn is_done(&self) -> bool {
        self.outcome == "done"
    }
}

const TOLD: &str = "const [words] = arguments;
    const dialog = document.querySelector('[data-testid^=\"write-outcome-\"], [data-testid=write-failed], [data-testid=write-blocked]');
    if (dialog) return { outcome: dialog.dataset.testid.replace(/^write-(outcome-)?/, ''), text: dialog.innerText };
    const toasts = [...document.querySelectorAll('[data-testid=toast]')].map((it) => it.innerText);
    const text = toasts.find((it) => it.includes(words));
    return text === undefined ? null : { outcome: 'done', text }";

/// Waits for what is said; the message that it was done holds these words.
pub async fn told(page: &Page, words: &str) -> Result<Told> {
    wait::until(&format!("what came of it, or {words:?}"), async || {
        page.js::<Option<Told>>(TOLD, vec![words.into()]).await
    })
    .await
}
