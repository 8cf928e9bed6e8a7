//! What the app says came of a write: the message that it was done, or the window that has to be read.

use std::fmt;
use std::time::Duration;

use anyhow::Result;
use serde::Deserialize;

use crate::page::Page;
use crate::wait;

/// A slow server may take its time, and one that is eventually consistent is read again for some seconds.
const LONGEST: Duration = Duration::from_secs(60);
/// Longer texts are cut in the report.
const MOST_WORDS: usize = 160;

/// What kind of outcome the app tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Done,
    Differs,
    Accepted,
    NotReadBack,
    Refused,
    Conflict,
    FalseConflict,
    Unknown,
    /// Nothing was sent, and it says why.
    Stopped,
    /// Something that is no outcome of this step.
    Other,
    /// Nothing at all.
    Silent,
}

/// What the app says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) kind: Kind,
    pub(super) words: String,
    /// The attributes that it says are otherwise than they were meant.
    pub(super) paths: Vec<String>,
}

impl Said {
    pub(super) fn new(kind: Kind, words: &str) -> Said {
        Said { kind, words: words.to_owned(), paths: Vec::new() }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind == Kind::Silent {
            return f.write_str("nothing");
        }
        let cut: String = self.words.chars().take(MOST_WORDS).collect();
        let more = if cut.len() < self.words.len() { "…" } else { "" };
        write!(f, "\"{cut}{more}\"")?;
        match self.paths.is_empty() {
            true => Ok(()),
            false => write!(f, " ({})", self.paths.join(", ")),
        }
    }
}

/// What stands on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Heard {
    /// The test id of the window, or of the message.
    by: String,
    words: String,
    paths: Vec<String>,
}

const ASKS: &str = "write-answers";

/// Messages that were there before are not about what comes next.
const FORGET: &str =
    "document.querySelectorAll('[data-testid=toast]').forEach((it) => { it.dataset.heard = ''; });
return true";

const HEAR: &str = "const squeezed = (it) => it?.innerText.replace(/\\s+/g, ' ').trim() ?? '';
const all = (of, what) => [...of.querySelectorAll(what)].map(squeezed).filter((it) => it !== '');
const told = document.querySelector('[data-testid^=\"write-outcome-\"], [data-testid=write-blocked], [data-testid=write-failed], [data-testid=unlock-writes]');
if (told) return {
    by: told.dataset.testid,
    words: [...new Set(all(told, 'h2, h3, p:not([data-tenant]), [role=alert]'))].join('. '),
    paths: all(told, '[data-testid=write-differences] tbody th'),
};
const toast = document.querySelector('[data-testid=toast]:not([data-heard])');
if (toast) return { by: 'toast', words: squeezed(toast.querySelector('h2')), paths: [] };
const asks = document.querySelector('[data-testid=write-answers][data-ready]');
return asks ? { by: 'write-answers', words: '', paths: [] } : null";

/// Before a step: what was said until now is no answer to it.
pub(super) async fn forget(page: &Page) -> Result<()> {
    page.js::<bool>(FORGET, Vec::new()).await.map(drop)
}

/// Confirms where that is asked for, and waits for what the app says; `verb` begins the words by which it says that the
/// step was done.
pub(super) async fn hear(page: &Page, verb: &str) -> Result<Said> {
    let mut is_confirmed = false;
    let heard = wait::within(LONGEST, "what the app says of a write", async || {
        let heard: Option<Heard> = page.js(HEAR, Vec::new()).await?;
        match heard {
            Some(heard) if heard.by == ASKS => {
                if !std::mem::replace(&mut is_confirmed, true) {
                    page.click("write-confirm").await?;
                }
                Ok(None)
            }
            other => Ok(other),
        }
    });
    // That it says nothing is for the caller to judge.
    Ok(heard.await.map_or_else(|_| Said::new(Kind::Silent, ""), |it| said(it, verb)))
}

/// Closes the window that tells an outcome, if one is there.
pub(super) async fn close(page: &Page) -> Result<()> {
    wait::until("no window that tells of a write", async || {
        let heard: Option<Heard> = page.js(HEAR, Vec::new()).await?;
        let is_window = heard.is_some_and(|it| it.by != "toast");
        if is_window {
            page.press("Escape").await?;
        }
        Ok((!is_window).then_some(()))
    })
    .await
}

/// Has the app work out anew what the server refused for a version that is its own.
pub(super) async fn again(page: &Page) -> Result<()> {
    forget(page).await?;
    page.click_named_in("write-outcome-falseConflict", "button", "Work it out again").await?;
    page.gone("write-outcome-falseConflict").await
}

fn said(heard: Heard, verb: &str) -> Said {
    let Heard { by, words, paths } = heard;
    let kind = match by.as_str() {
        "toast" if words.starts_with(verb) => Kind::Done,
        "write-outcome-done" => Kind::Done,
        "write-outcome-differs" => Kind::Differs,
        "write-outcome-accepted" => Kind::Accepted,
        "write-outcome-notReadBack" => Kind::NotReadBack,
        "write-outcome-refused" => Kind::Refused,
        "write-outcome-conflict" => Kind::Conflict,
        "write-outcome-falseConflict" => Kind::FalseConflict,
        "write-outcome-unknown" => Kind::Unknown,
        "write-outcome-notSent" | "write-blocked" | "write-failed" => Kind::Stopped,
        _ => Kind::Other,
    };
    Said { kind, words, paths }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(by: &str, words: &str) -> Heard {
        Heard { by: by.to_owned(), words: words.to_owned(), paths: Vec::new() }
    }

    #[test]
    fn an_outcome_is_what_its_window_or_its_message_says() {
        let kind = |by: &str, words: &str| said(heard(by, words), "Created").kind;
        assert_eq!(kind("toast", "Created Zoe"), Kind::Done);
        assert_eq!(kind("toast", "Deleted Zoe"), Kind::Other);
        assert_eq!(kind("toast", "Another change is under way"), Kind::Other);
        assert_eq!(kind("unlock-writes", "Unlock writes?"), Kind::Other);
        assert_eq!(kind("write-blocked", ""), Kind::Stopped);
        for (by, wanted) in [
            ("differs", Kind::Differs),
            ("accepted", Kind::Accepted),
            ("notReadBack", Kind::NotReadBack),
            ("refused", Kind::Refused),
            ("conflict", Kind::Conflict),
            ("falseConflict", Kind::FalseConflict),
            ("unknown", Kind::Unknown),
            ("notSent", Kind::Stopped),
        ] {
            assert_eq!(kind(&format!("write-outcome-{by}"), "Created"), wanted, "{by}");
        }
    }

    #[test]
    fn long_words_are_cut_and_silence_is_named() {
        let long = Said::new(Kind::Refused, &"ä".repeat(MOST_WORDS + 1)).to_string();
        assert_eq!(long.chars().count(), MOST_WORDS + 3);
        assert!(long.ends_with("…\""));
        assert_eq!(Said::new(Kind::Done, "Created Zoe").to_string(), "\"Created Zoe\"");
        assert_eq!(Said::new(Kind::Silent, "").to_string(), "nothing");
    }
}
