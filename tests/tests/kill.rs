//! The real app, killed in the middle of browsing: what its history had shown is there after the restart, and the
//! database opens.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use tests::app::App;
use tests::desktop::{Desktop, Keychain};
use tests::directory;
use tests::history::{self, Row};
use tests::page::Page;
use tests::wait;

const ROUNDS: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn what_the_history_showed_before_a_kill_is_there_after_it() -> Result<()> {
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let mut shown: BTreeMap<String, Row> = BTreeMap::new();
    for round in 0..ROUNDS {
        let app = App::open(&desktop, &["--sandbox"]).await?;
        directory::first_rows(app.page()).await?;
        ensure_kept(app.page(), &shown).await.with_context(|| format!("after {round} kills"))?;
        directory::open_type(app.page(), "User").await?;
        directory::scroll_to(app.page(), 0.1 + 0.1 * round as f64).await?;
        app.page().settled().await?;
        for row in history::read_all(app.page()).await? {
            shown.insert(row.id.clone(), row);
        }
        // The pages that this asks for are on their way, or being written, when the end comes.
        directory::open_type(app.page(), "User").await?;
        directory::scroll_to(app.page(), 0.9 - 0.1 * round as f64).await?;
        app.kill(&desktop).await?;
    }
    let app = App::open(&desktop, &["--sandbox"]).await?;
    directory::first_rows(app.page()).await?;
    ensure_kept(app.page(), &shown).await?;
    ensure!(shown.len() > 4 * ROUNDS, "the history showed only {} rows", shown.len());
    app.close().await
}

/// No banner about the storage, and every row that was shown once, with the same words.
async fn ensure_kept(page: &Page, shown: &BTreeMap<String, Row>) -> Result<()> {
    wait::until("the database to be opened", async || {
        Ok((!page.has("storage-banner").await?).then_some(()))
    })
    .await?;
    // The list is live while the app opens its tenant: a row may be drawn by another look only.
    let mut missing = None;
    let all_there = wait::until("every row that was shown before", async || {
        let rows: BTreeMap<String, Row> =
            history::read_all(page).await?.into_iter().map(|row| (row.id.clone(), row)).collect();
        missing = shown.iter().find(|(id, _)| !rows.contains_key(*id)).map(|(_, row)| row.clone());
        for (id, after) in &rows {
            let before = shown.get(id).unwrap_or(after);
            ensure!(after == before, "before the kill: {before:?}\nafter: {after:?}");
        }
        Ok(missing.is_none().then_some(()))
    })
    .await;
    all_there.with_context(|| format!("gone: {missing:?}"))
}
