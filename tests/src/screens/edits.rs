//! The way through writing: what is edited, what would be sent, what is asked before, and what came of it.

use anyhow::{Context, Result};
use sandbox::{Quirk, Quirks};
use serde_json::json;

use super::Album;
use super::tour::inspect;
use crate::edit::server::Server;
use crate::page::{Page, test_id};
use crate::{directory, edit};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Everything that editing shows, in a tenant that has to be unlocked and asks before each write.
pub async fn edits(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    let server = Server::start().await?;
    let id = server.open(page, "Production").await?;
    unlock(page).await?;
    checked(album).await?;
    form(album, &id).await?;
    questions(album).await?;
    overtaken(album, &server, &id).await?;
    without_effect(album, &server, &id).await?;
    changes(album).await?;
    members(album).await?;
    groups(album, &id).await?;
    several(album).await?;
    new(album).await
}

async fn unlock(page: &Page) -> Result<()> {
    page.click("guard-toggle").await?;
    page.fill("guard-reason", "INC-4711, wrong titles").await?;
    page.press("Enter").await?;
    page.gone("unlock-writes").await
}

/// Rows that are checked, and what can be done with them.
async fn checked(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    check_three(page).await?;
    album.keep("130-rows-checked").await?;
    page.click_named_in("checked-bar", "button", "Clear").await
}

async fn check_three(page: &Page) -> Result<()> {
    directory::focus(page).await?;
    page.press("x").await?;
    page.press("Shift+ArrowDown").await?;
    page.press("Shift+ArrowDown").await?;
    page.text_with("checked-bar", "3 selected").await.map(drop)
}

/// The form and the JSON of a draft, what is pending, and what does not fit.
async fn form(album: &Album<'_>, id: &str) -> Result<()> {
    let page = album.page();
    directory::open_row(page, id).await?;
    edit::open(page).await?;
    edit::set(page, "title", "Keeper of keys").await?;
    edit::set(page, &format!("{ENTERPRISE}:department"), "Vaults").await?;
    edit::set(page, "name.givenName", "Zoe").await?;
    album.keep("131-edit").await?;
    album.keep_with("132-edit-pending", async || to_pending(page).await).await?;
    page.click("edit-tab-json").await?;
    album.keep("133-edit-json").await?;
    page.click("edit-tab-form").await?;
    page.click("method-put").await?;
    album.keep_with("134-edit-put", async || to_pending(page).await).await?;
    page.click("method-patch").await?;
    edit::set(page, "profileUrl", "not a url").await?;
    page.element("stop-line").await?;
    album.keep("135-edit-invalid").await?;
    page.click_css(&edit::control("profileUrl")).await?;
    page.press("Escape").await?;
    page.gone("stop-line").await
}

/// Where there is no room beside the form, what is pending has a tab.
async fn to_pending(page: &Page) -> Result<()> {
    if page.has("edit-tab-pending").await? { page.click("edit-tab-pending").await } else { Ok(()) }
}

/// What is asked before a draft is sent or thrown away, and before a resource is deleted.
async fn questions(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    album
        .keep_opened("136-ask-send", async || {
            to_pending(page).await?;
            page.click("send-draft").await?;
            is_asked(page).await
        })
        .await?;
    album
        .keep_opened("137-ask-discard", async || {
            to_pending(page).await?;
            page.click_named("button", "Discard all").await?;
            page.element("discard-draft").await.map(drop)
        })
        .await?;
    album
        .keep_opened("138-copy-as", async || {
            to_pending(page).await?;
            page.click_named("button", "Copy as").await?;
            page.element("copy-as-menu").await.map(drop)
        })
        .await
}

async fn is_asked(page: &Page) -> Result<()> {
    page.css(&format!("{}[data-ready]", test_id("write-answers"))).await.map(drop)
}

/// Somebody was faster: what the server said, and both versions side by side.
async fn overtaken(album: &Album<'_>, server: &Server, id: &str) -> Result<()> {
    let page = album.page();
    let theirs = json!([
        {"op": "replace", "path": "title", "value": "Head of keys"},
        {"op": "replace", "path": "userType", "value": "Contractor"},
    ]);
    server.patched(&format!("Users/{id}"), theirs).await?;
    edit::send(page).await?;
    edit::confirm(page).await?;
    page.element("write-outcome-conflict").await?;
    album.keep("139-overtaken").await?;
    page.click_named_in("write-outcome-conflict", "button", "Merge").await?;
    page.element("merge-screen").await?;
    album.keep("140-merge").await?;
    page.click_css("input[type=radio][aria-label='title: yours']").await?;
    page.click("send-merge").await?;
    edit::confirm(page).await?;
    edit::done(page, "Changed").await
}

/// The server says that it was done, and has something else.
async fn without_effect(album: &Album<'_>, server: &Server, id: &str) -> Result<()> {
    let page = album.page();
    server.sandbox.set_quirks(Quirks::from_iter([Quirk::PatchWithoutEffect]));
    show(page, id).await?;
    edit::open(page).await?;
    edit::set(page, "title", "Keeper of locks").await?;
    edit::pending(page, 1).await?;
    edit::send(page).await?;
    edit::confirm(page).await?;
    page.text_with("write-outcome-differs", "did not change title").await?;
    album.keep("141-not-as-intended").await?;
    server.sandbox.set_quirks(Quirks::none());
    page.press("Escape").await?;
    page.gone("write-outcome-differs").await
}

async fn show(page: &Page, id: &str) -> Result<()> {
    directory::open_type(page, "User").await?;
    directory::open_row(page, id).await.map(drop)
}

/// The change log, an entry of it, and what was written to one resource.
async fn changes(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    page.click("nav-changes").await?;
    page.click_css(&format!("{}:nth-of-type(2) [role=gridcell]", test_id("change-row"))).await?;
    page.element("change-detail").await?;
    album.keep("142-changes").await?;
    directory::open_type(page, "User").await?;
    album.keep_opened("143-inspector-changes", async || inspect(page, "changes").await).await?;
    page.click("inspector-tab-form").await
}

/// A large group in the whole window, with members to be added and taken out.
async fn members(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    let rows = directory::open_type(page, "Group").await?;
    let is_large = |row: &&directory::Row| row.cells.iter().any(|it| it == "All Europe");
    let id = rows.iter().find(is_large).and_then(|it| it.id.clone()).context("no large group")?;
    directory::open_row(page, &id).await?;
    page.press("Enter").await?;
    page.element("resource-screen").await?;
    page.click("inspector-tab-members").await?;
    for row in [2, 4] {
        let toggle = format!("{}[data-row='{row}'] [data-action=toggle]", test_id("member-row"));
        page.click_css(&toggle).await?;
    }
    page.click("members-remove").await?;
    page.text_with("members-counts", "−2").await?;
    page.fill("members-add", "an").await?;
    page.element("found").await?;
    album.keep("144-members").await?;
    album.keep_with("145-members-pending", async || members_pane(page).await).await?;
    directory::open_type(page, "Group").await?;
    album.keep_opened("146-inspector-members", async || inspect(page, "members").await).await?;
    page.click("inspector-tab-form").await
}

/// Where there is no room beside the members, the pane is opened.
async fn members_pane(page: &Page) -> Result<()> {
    if page.has("members-bar-open").await? { page.click("members-bar-open").await } else { Ok(()) }
}

/// The groups of somebody, and what is lost with them.
async fn groups(album: &Album<'_>, id: &str) -> Result<()> {
    let page = album.page();
    directory::open_type(page, "User").await?;
    album.keep_opened("147-inspector-groups", async || inspect(page, "groups").await).await?;
    page.click("inspector-tab-form").await?;
    show(page, id).await?;
    page.press("Enter").await?;
    page.element("resource-screen").await?;
    album
        .keep_opened("148-ask-delete", async || {
            page.click("resource-more").await?;
            page.click("resource-delete").await?;
            is_asked(page).await
        })
        .await
}

/// What came of several writes at once.
async fn several(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    directory::open_type(page, "User").await?;
    check_three(page).await?;
    page.click_named_in("checked-bar", "button", "Disable").await?;
    is_asked(page).await?;
    album.keep("149-ask-several").await?;
    page.click("write-confirm").await?;
    page.element("write-results").await?;
    album.keep("150-several-done").await?;
    page.press("Escape").await?;
    page.gone("write-results").await
}

/// Somebody new, of whom nothing is there yet.
async fn new(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    directory::open_type(page, "User").await?;
    page.click("directory-new").await?;
    page.element("stop-line").await?;
    album.keep("151-new-user").await
}
