//! The sandbox tenant is browsed: to the end, sorted, with a chosen column, into a user, on to
//! the manager and a group. Once by mouse, once by keyboard alone.

use anyhow::{Context, Result, ensure};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::directory::{self, Row};
use tests::page::{Page, test_id};
use tests::wait;

const USERS: usize = 5_000;
const MANAGER: &str = "manager";

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_is_browsed_by_mouse() -> Result<()> {
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        page.click("welcome-open-sandbox").await?;
        directory::first_rows(page).await?;
        page.text_with("nav-User", "5,000").await?;
        page.text_with("nav-Group", "212").await?;
        page.text_with("nav-Device", "40").await?;
        assert_eq!(directory::row_count(page).await?, USERS);

        directory::scroll_to(page, 1.0).await?;
        directory::row_at(page, USERS - 1).await?;
        directory::scroll_to(page, 0.0).await?;
        directory::row_at(page, 0).await?;

        page.click("grid-header-userName").await?;
        sorted(page, "ascending").await?;
        page.click("grid-header-userName").await?;
        sorted(page, "descending").await?;

        page.click("columns-button").await?;
        page.click("column-option-externalId").await?;
        page.element("grid-header-externalId").await?;
        page.press("Escape").await?;

        let user = a_user_with_a_manager(page, async |row| {
            page.click_css(&format!(
                "{}[data-row='{}'] [role=gridcell]",
                test_id("grid-row"),
                row.index
            ))
            .await
        })
        .await?;
        let manager = directory::follow(page, MANAGER).await?;
        ensure!(manager != user, "nobody is their own manager");
        go_to_a_group(page).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_is_browsed_by_keyboard_alone() -> Result<()> {
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        page.element("welcome-open-sandbox").await?;
        page.press("Enter").await?;
        directory::first_rows(page).await?;
        page.tab_to("grid").await?;
        page.press("End").await?;
        directory::row_at(page, USERS - 1).await?;
        page.press("Home").await?;
        directory::row_at(page, 0).await?;

        page.press("ArrowUp").await?;
        page.press("Enter").await?;
        sorted(page, "ascending").await?;
        page.press("ArrowDown").await?;

        page.tab_to("columns-button").await?;
        page.press("Enter").await?;
        page.tab_to("columns-popover").await?;
        page.type_text("externalId").await?;
        page.press("ArrowDown").await?;
        page.press("Space").await?;
        page.element("grid-header-externalId").await?;
        page.press("Escape").await?;

        page.tab_to("grid").await?;
        let user = a_user_with_a_manager(page, async |_| page.press("ArrowDown").await).await?;
        page.tab_to("reference-link").await?;
        page.press("Enter").await?;
        directory::other_than(page, &user).await?;

        page.press("g").await?;
        page.press("g").await?;
        wait::until("the groups", async || {
            Ok((directory::row_count(page).await? == 212).then_some(()))
        })
        .await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_opens_the_sandbox_at_once_when_asked_to() -> Result<()> {
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &["--sandbox"], async |page| {
        directory::first_rows(page).await?;
        ensure!(!page.has("error-card").await?, "an error lies over the directory");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_never_holds_more_than_two_hundred_rows() -> Result<()> {
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &["--sandbox"], async |page| {
        directory::first_rows(page).await?;
        for share in [0.1, 0.5, 0.9, 0.3, 1.0] {
            directory::scroll_to(page, share).await?;
            page.settled().await?;
            let drawn = directory::rows(page).await?.len();
            ensure!(drawn > 0 && drawn <= 200, "{drawn} rows are drawn");
        }
        Ok(())
    })
    .await
}

/// Waits until the table is sorted by userName and its drawn rows are in that order.
async fn sorted(page: &Page, order: &str) -> Result<()> {
    wait::until(&format!("{order} order"), async || {
        let said = page.attribute("grid-header-userName", "aria-sort").await?;
        if said.as_deref() != Some(order) {
            return Ok(None);
        }
        directory::row_at(page, 0).await?;
        let names: Vec<String> = directory::column(page, "userName")
            .await?
            .iter()
            .map(|name| name.to_lowercase())
            .collect();
        let mut expected = names.clone();
        expected.sort();
        if order == "descending" {
            expected.reverse();
        }
        Ok((names.len() > 5 && names == expected).then_some(()))
    })
    .await
}

/// Steps from row to row until the inspector shows somebody with a manager; hands back the id.
async fn a_user_with_a_manager(
    page: &Page,
    mut go: impl AsyncFnMut(&Row) -> Result<()>,
) -> Result<String> {
    let mut before = None;
    for index in 0..20 {
        let row = directory::row_at(page, index).await?;
        go(&row).await?;
        let id = directory::inspect_selected(page, before.as_deref()).await?;
        page.settled().await?;
        if directory::refers_to(page, MANAGER).await? {
            return Ok(id);
        }
        before = Some(id);
    }
    anyhow::bail!("nobody in the first rows has a manager")
}

/// From a person to one of their groups, and from the group to a member.
async fn go_to_a_group(page: &Page) -> Result<()> {
    let group = directory::follow(page, "groups").await.context("from a user to a group")?;
    let member = directory::follow(page, "members").await.context("from a group to a member")?;
    ensure!(group != member, "a group is not a member");
    Ok(())
}
