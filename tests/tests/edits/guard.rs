//! A tenant that is read-only: whatever would write to it leads to the question whether it is to be unlocked, and not one
//! byte of it reaches the server.

use anyhow::{Result, ensure};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::edit::server::Server;
use tests::page::{Page, test_id};
use tests::{directory, edit};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_to_a_tenant_that_is_read_only() -> Result<()> {
    let server = Server::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let id = server.open(page, "Production").await?;
        let before = server.resource(&format!("Users/{id}")).await?;
        one_change(page).await?;
        let changed = server.resource(&format!("Users/{id}")).await?;
        ensure!(changed != before && server.proxy.writes().len() == 1);

        undo(page).await?;
        one_resource(page, &id).await?;
        several(page).await?;
        made(page).await?;
        members(page).await?;
        let writes = server.proxy.writes();
        ensure!(writes.len() == 1, "a read-only tenant was written to: {writes:#?}");
        let now = server.resource(&format!("Users/{id}")).await?;
        ensure!(now == changed, "it has changed: {now:#}");
        Ok(())
    })
    .await
}

/// Unlocks, makes a change that could be undone, and locks again.
async fn one_change(page: &Page) -> Result<()> {
    page.click("guard-toggle").await?;
    page.fill("guard-reason", "INC-4711, wrong title").await?;
    page.press("Enter").await?;
    page.gone("unlock-writes").await?;
    edit::open(page).await?;
    edit::set(page, "title", "Keeper of keys").await?;
    edit::send(page).await?;
    edit::confirm(page).await?;
    edit::done(page, "Changed").await?;
    page.press("Control+Shift+l").await?;
    page.text_with("guard-tag", "read-only").await.map(drop)
}

/// It is asked whether to unlock, and that nothing was sent is said.
async fn refused(page: &Page, what: &str) -> Result<()> {
    let asked = page.text_with("write-nothing-sent", "Nothing was sent").await;
    asked.map_err(|error| error.context(format!("{what} was not refused")))?;
    ensure!(!page.has("write-ask").await?, "{what}: it is asked as if it could be sent");
    page.press("Escape").await?;
    page.gone("unlock-writes").await
}

async fn undo(page: &Page) -> Result<()> {
    page.click("nav-changes").await?;
    page.click_css(&format!("{} {}", test_id("change-row"), test_id("change-undo"))).await?;
    refused(page, "undoing").await
}

/// Disabling, deleting and editing the resource that is shown.
async fn one_resource(page: &Page, id: &str) -> Result<()> {
    directory::open_type(page, "User").await?;
    directory::open_row(page, id).await?;
    for action in ["resource-set-active", "resource-delete"] {
        page.click("resource-more").await?;
        page.click(action).await?;
        refused(page, action).await?;
    }
    edit::open(page).await?;
    edit::set(page, "nickName", "Zo").await?;
    edit::pending(page, 1).await?;
    edit::send(page).await?;
    refused(page, "editing").await?;
    // What was typed is still there, and the key does no more than the button.
    edit::pending(page, 1).await?;
    page.press("Control+Enter").await?;
    refused(page, "Ctrl Enter").await
}

/// Deleting the rows that are checked.
async fn several(page: &Page) -> Result<()> {
    directory::open_type(page, "User").await?;
    directory::focus(page).await?;
    page.press("x").await?;
    page.press("Shift+ArrowDown").await?;
    page.text_with("checked-bar", "2 selected").await?;
    page.click_named_in("checked-bar", "button", "Disable").await?;
    refused(page, "disabling several").await?;
    page.click("checked-delete").await?;
    refused(page, "deleting several").await?;
    page.click_named_in("checked-bar", "button", "Clear").await
}

/// Making a resource.
async fn made(page: &Page) -> Result<()> {
    page.click("directory-new").await?;
    page.element("edit-form").await?;
    edit::set(page, "userName", "nova.keeper@example.com").await?;
    edit::send(page).await?;
    refused(page, "creating").await
}

/// Taking a member out of a group.
async fn members(page: &Page) -> Result<()> {
    directory::open_type(page, "Group").await?;
    directory::focus(page).await?;
    page.press("Enter").await?;
    page.element("resource-screen").await?;
    page.click("inspector-tab-members").await?;
    page.click_css(&format!("{} [data-action=toggle]", test_id("member-row"))).await?;
    page.click("members-remove").await?;
    page.text_with("members-counts", "−1").await?;
    page.click("members-send").await?;
    refused(page, "changing members").await
}
