//! Filtering the directory: typed, coloured, completed, sent, and the answer checked against it. The palette by
//! keyboard alone.

use anyhow::{Result, ensure};
use serde_json::json;
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::provider::{Provider, USER_SCHEMA, attribute};
use tests::tenants::Tenant;
use tests::{directory, filter, history, tenants, wait};

const USERS: usize = 5_000;

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_is_filtered_by_keyboard_alone() -> Result<()> {
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &["--sandbox"], async |page| {
        directory::first_rows(page).await?;

        filter::write(page, "userName sw \"a\" and act").await?;
        page.element("filter-completions").await?;
        page.press("Tab").await?;
        filter::holds(page, "userName sw \"a\" and active ").await?;
        page.type_text("eq true").await?;
        page.press("Enter").await?;
        let whole = "userName sw \"a\" and active eq true";
        filter::holds(page, whole).await?;
        page.text_with("directory-shown", "match").await?;
        // The rows of before stay until the first of the others are there.
        let matching = wait::until("fewer rows", async || {
            let rows = directory::row_count(page).await?;
            Ok((rows > 0 && rows < USERS).then_some(rows))
        })
        .await?;
        for name in directory::column(page, "userName").await? {
            ensure!(name.to_lowercase().starts_with('a'), "{name} does not match");
        }
        ensure!(!page.has("filter-ignored").await?, "the sandbox ignored the filter");
        let words = filter::words(page).await?;
        ensure!(words.contains(&("and".to_owned(), "joint".to_owned())), "{words:?}");
        ensure!(filter::chips(page).await?.len() == 2, "{:?}", filter::chips(page).await?);

        // A filter that is none is not sent, and nothing is lost.
        filter::write(page, "userName lik \"a\"").await?;
        page.press("Enter").await?;
        page.text_with("filter-problem", "not an operator").await?;
        ensure!(directory::row_count(page).await? == matching, "the rows went");
        // Enter has closed what was offered: one step back is to the filter that is applied.
        page.press("Escape").await?;
        filter::holds(page, whole).await?;

        page.press("Alt+ArrowLeft").await?;
        counted(page, USERS).await?;
        page.press("Alt+ArrowRight").await?;
        counted(page, matching).await?;
        // Step by step: what is offered, then the filter.
        filter::write(page, whole).await?;
        page.press("Escape").await?;
        filter::holds(page, whole).await?;
        ensure!(directory::row_count(page).await? == matching, "the first Escape took the filter");
        page.press("Escape").await?;
        counted(page, USERS).await?;

        filter::apply(page, "userName eq \"nobody at all\"").await?;
        page.element("list-empty").await?;
        page.click("empty-clear-filter").await?;
        counted(page, USERS).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_ignores_the_filter_is_found_out() -> Result<()> {
    let users: Vec<_> = (0..12)
        .map(|at| {
            let name = if at < 5 { format!("ana.{at}") } else { format!("bob.{at}") };
            json!({ "schemas": [USER_SCHEMA], "id": format!("u{at}"), "userName": name })
        })
        .collect();
    let schema = json!({
        "id": USER_SCHEMA, "name": "User",
        "attributes": [attribute("userName", "string", "The name to sign in with.")],
    });
    let provider = Provider::of_users(&users, schema).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let base_url = provider.base_url();
        tenants::add_and_open(page, Tenant { name: "Deaf", base_url, token: "t" }).await?;
        directory::first_rows(page).await?;
        filter::write(page, "userName sw \"ana\" or userName eq \"R&D + #1\"").await?;
        page.text_with("filter-doubt", "filter.supported false").await?;
        page.press("Enter").await?;
        page.text_with("filter-ignored", "7 of 12 rows do not match").await?;
        let marks: usize = page
            .js(
                "return document.querySelectorAll('[aria-label=\"Does not match the filter\"]').length",
                Vec::new(),
            )
            .await?;
        ensure!(marks == 7, "{marks} rows are marked");
        // The history shows the request as it was sent: every sign of the filter is encoded.
        page.press("Escape").await?;
        page.press("Escape").await?;
        page.click("nav-history").await?;
        wait::until("the request with its filter", async || {
            let rows = history::rows(page).await?;
            let sent = "filter=userName%20sw%20%22ana%22%20or%20userName%20eq%20%22R%26D%20%2B%20%231%22";
            Ok(rows.iter().any(|row| row.cells.iter().any(|it| it.contains(sent))).then_some(()))
        })
        .await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_leads_everywhere_by_keyboard_alone() -> Result<()> {
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &["--sandbox"], async |page| {
        let rows = directory::first_rows(page).await?;
        let before = page.focus().await?;
        filter::ask_palette(page, "").await?;
        page.press("Escape").await?;
        page.gone("palette").await?;
        ensure!(page.focus().await? == before, "the focus is on {}", page.focus().await?);

        filter::ask_palette(page, "history").await?;
        filter::palette_points_at(page, "History").await?;
        page.press("Enter").await?;
        page.element("history-filter").await?;

        let wanted = rows.iter().find(|row| row.id.is_some()).and_then(|row| row.cells.first());
        let wanted = wanted.cloned().unwrap_or_default();
        filter::ask_palette(page, &format!("@{wanted}")).await?;
        filter::palette_points_at(page, &wanted).await?;
        page.press("Enter").await?;
        page.text_with("resource-screen", &wanted).await?;

        filter::ask_palette(page, "> this list").await?;
        filter::palette_points_at(page, "This list").await?;
        page.press("Enter").await?;
        page.element("shortcut-list").await.map(drop)
    })
    .await
}

async fn counted(page: &tests::page::Page, rows: usize) -> Result<()> {
    wait::until(&format!("{rows} rows"), async || {
        Ok((directory::row_count(page).await? == rows).then_some(()))
    })
    .await
}
