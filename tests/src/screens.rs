//! Pictures of the app: of each screen, and of what it showed when a test failed.

use anyhow::{Context, Result};

use crate::page::Page;
use crate::places;

/// Writes the window to `target/screenshots/NAME.png`.
pub async fn keep(page: &Page, name: &str) -> Result<()> {
    let file = places::output("screenshots")?.join(format!("{name}.png"));
    page.driver()
        .screenshot(&file)
        .await
        .with_context(|| format!("no screenshot for {}", file.display()))
}

/// Writes the window of a failed test and says where; never fails itself.
pub(crate) async fn of_failure(page: &Page) -> String {
    let test = std::thread::current().name().unwrap_or("unnamed").replace("::", "-");
    let name = format!("failed-{test}");
    match keep(page, &name).await {
        Ok(()) => format!("the window is in target/screenshots/{name}.png"),
        Err(error) => format!("there is no picture of the window: {error:#}"),
    }
}
