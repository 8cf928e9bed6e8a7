//! Pictures of the app: of every screen and state, and of what it showed when a test failed.

mod edits;
mod further;
mod stage;
mod tour;

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::page::Page;
use crate::places;
pub use edits::edits;
pub use further::further;
pub use stage::Stage;
pub use tour::{locked, not_opened, not_recorded, with_keychain, without_keychain};

/// The sizes that the design names; the first one is the window's own.
const SIZES: [(u32, u32); 2] = [(1440, 900), (1024, 700)];

/// What a picture waits for, and what is left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The window is at rest.
    Settled,
    /// The window says that it waits.
    Waiting,
    /// At rest, with something over it that Escape closes.
    Opened,
}

/// Keeps pictures of one window, in one theme and at both sizes, and sees to it that nothing runs
/// out of the window.
#[derive(Debug)]
pub struct Album<'a> {
    page: &'a Page,
    theme: &'a str,
}

impl<'a> Album<'a> {
    /// Switches the window to the theme, with its own button.
    pub async fn open(page: &'a Page, theme: &'a str) -> Result<Album<'a>> {
        for _ in 0..3 {
            let now: String =
                page.js("return document.documentElement.dataset.theme ?? ''", Vec::new()).await?;
            if now == theme {
                return Ok(Album { page, theme });
            }
            page.click("theme-toggle").await?;
            page.settled().await?;
        }
        bail!("the theme {theme} cannot be chosen")
    }

    /// The window.
    pub fn page(&self) -> &Page {
        self.page
    }

    /// What the window shows, once it has come to rest.
    pub async fn keep(&self, name: &str) -> Result<()> {
        self.take(name, Kind::Settled, async || Ok(())).await
    }

    /// What the window shows while it waits for something.
    pub async fn keep_waiting(&self, name: &str) -> Result<()> {
        self.take(name, Kind::Waiting, async || Ok(())).await
    }

    /// What lies over the window, or in a drawer: it closes when the window changes its size, so
    /// it is opened for each picture, and closed with Escape.
    pub async fn keep_opened(&self, name: &str, open: impl AsyncFn() -> Result<()>) -> Result<()> {
        self.take(name, Kind::Opened, open).await
    }

    /// What the window shows at rest after something was done anew at each size: where there is less room, another way
    /// may lead to the same.
    pub async fn keep_with(&self, name: &str, show: impl AsyncFn() -> Result<()>) -> Result<()> {
        self.take(name, Kind::Settled, async || {
            self.page.settled().await?;
            show().await
        })
        .await
    }

    /// The same with something that is brought into sight at each size.
    async fn keep_waiting_with(
        &self,
        name: &str,
        show: impl AsyncFn() -> Result<()>,
    ) -> Result<()> {
        self.take(name, Kind::Waiting, show).await
    }

    async fn take(&self, name: &str, kind: Kind, open: impl AsyncFn() -> Result<()>) -> Result<()> {
        let page = self.page;
        for (width, height) in SIZES {
            page.resize(width, height).await?;
            match kind {
                Kind::Settled => {}
                // A row that is clicked while the window is still wide opens no drawer.
                Kind::Opened => {
                    page.settled().await.with_context(|| format!("the size for {name}"))?;
                }
                Kind::Waiting => page.painted().await?,
            }
            open().await.with_context(|| format!("opening {name}"))?;
            match kind {
                Kind::Settled | Kind::Opened => {
                    page.settled().await.with_context(|| format!("the screen {name}"))?;
                }
                Kind::Waiting => page.painted().await?,
            }
            keep(page, &format!("{name}-{}-{width}x{height}", self.theme)).await?;
            let overflow: i64 = page
                .js("return document.documentElement.scrollWidth - innerWidth", Vec::new())
                .await?;
            ensure!(overflow <= 0, "{name} is {overflow} pixels too wide at {width}x{height}");
            if kind == Kind::Opened {
                page.press("Escape").await?;
                // What is still closing takes the next click for itself.
                page.settled().await.with_context(|| format!("closing {name}"))?;
            }
        }
        let [(width, height), _] = SIZES;
        page.resize(width, height).await?;
        // Who clicks before the layout follows the size clicks where something was.
        if kind == Kind::Waiting { Ok(()) } else { page.settled().await }
    }
}

/// Writes the window to the folder of screenshots.
async fn keep(page: &Page, name: &str) -> Result<()> {
    let file = folder()?.join(format!("{name}.png"));
    page.driver()
        .screenshot(&file)
        .await
        .with_context(|| format!("no screenshot for {}", file.display()))
}

/// `SCIMSCOPE_SCREENSHOTS`, or `screenshots` below the target folder.
fn folder() -> Result<PathBuf> {
    match std::env::var_os("SCIMSCOPE_SCREENSHOTS") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => places::output("screenshots"),
    }
}

/// Writes the window of a failed test and says where; never fails itself.
pub(crate) async fn of_failure(page: &Page) -> String {
    let test = std::thread::current().name().unwrap_or("unnamed").replace("::", "-");
    let name = format!("failed-{test}");
    match keep(page, &name).await {
        Ok(()) => format!("the window is in {name}.png beside the screenshots"),
        Err(error) => format!("there is no picture of the window: {error:#}"),
    }
}
