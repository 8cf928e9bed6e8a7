//! Careful edits, as a person makes them: what is shown is what is sent, once; what came of it is told; it can be taken
//! back; and nothing that was typed is lost. The server is looked at beside the app.
#![allow(clippy::indexing_slicing, reason = "what a JSON value lacks is null, and no panic")]

// One program, so that it is linked once.
#[path = "edits/cut_off.rs"]
mod cut_off;
#[path = "edits/form.rs"]
mod form;
#[path = "edits/guard.rs"]
mod guard;
#[path = "edits/members.rs"]
mod members;
#[path = "edits/peers.rs"]
mod peers;

use anyhow::{Context, Result, ensure};
use sandbox::{Quirk, Quirks};
use serde_json::{Value, json};
use tests::app::{App, with_app};
use tests::desktop::{Desktop, Keychain};
use tests::edit;
use tests::edit::server::{Server, without_meta};
use tests::page::test_id;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// The extension that only this server has.
const PEOPLE: &str = "urn:scimscope:params:scim:schemas:extension:people:2.0:User";

#[tokio::test(flavor = "multi_thread")]
async fn ten_attributes_are_one_minimal_patch_and_can_be_taken_back() -> Result<()> {
    let server = Server::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let id = server.open(page, "Test").await?;
        let path = format!("Users/{id}");
        let before = server.resource(&path).await?;
        ensure!(before[PEOPLE].is_object(), "the user lacks the company's own extension");
        edit::open(page).await?;
        let edits = [
            ("displayName", json!("Zoe Keeper")),
            ("nickName", json!("Zo")),
            ("title", json!("Keeper of keys")),
            ("timezone", json!("Europe/Lisbon")),
            ("name.givenName", json!("Zoe")),
            ("name.familyName", json!("Keeper")),
            (&format!("{ENTERPRISE}:department"), json!("Vaults")),
            (&format!("{ENTERPRISE}:costCenter"), json!("4711")),
            (&format!("{PEOPLE}:badgeLevel"), json!(7)),
            (&format!("{PEOPLE}:homeOffice"), json!("https://offices.example.com/lisbon")),
        ];
        for (field, value) in &edits {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            edit::set(page, field, &text).await?;
        }
        // Both parts of the name are one operation: no other request has fewer.
        edit::pending(page, edits.len() - 1).await?;
        ensure!(server.proxy.writes().is_empty(), "something was sent before it was to be");
        edit::send(page).await?;
        edit::done(page, "Changed").await?;

        let write = server.only_write()?;
        ensure!(write.method == "PATCH" && write.path.ends_with(&id), "{write:?}");
        let body: Value = serde_json::from_str(&write.sent)?;
        let operations = body["Operations"].as_array().context("no operations")?;
        ensure!(operations.len() == edits.len() - 1, "{body:#}");
        let name = json!({"op": "replace", "path": "name", "value": {"familyName": "Keeper", "givenName": "Zoe"}});
        ensure!(operations.contains(&name), "{body:#}");
        for (path, value) in edits.iter().filter(|(path, _)| !path.starts_with("name.")) {
            let is_it = |it: &Value| it["path"] == *path && it["value"] == *value;
            ensure!(operations.iter().any(is_it), "{path} is not in {body:#}");
        }
        let now = server.resource(&path).await?;
        ensure!(now["name"]["givenName"] == "Zoe" && now[ENTERPRISE]["department"] == "Vaults");
        ensure!(now[PEOPLE]["badgeLevel"] == 7, "{now:#}");

        page.element("inspector").await.ok();
        page.press("Control+z").await?;
        edit::confirm(page).await?;
        edit::done(page, "Undid").await?;
        let after = server.resource(&path).await?;
        ensure!(without_meta(after) == without_meta(before), "it is not as it was");
        ensure!(server.proxy.writes().len() == 2);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_made_disabled_deleted_and_made_again() -> Result<()> {
    let server = Server::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        server.open(page, "Test").await?;
        page.click("directory-new").await?;
        page.element("edit-form").await?;
        page.text_with("stop-line", "userName").await?;
        edit::set(page, "userName", "nova.keeper@example.com").await?;
        edit::set(page, "name.givenName", "Nova").await?;
        edit::set(page, "name.familyName", "Keeper").await?;
        page.click_named("button", "Add extension").await?;
        page.click_css("[role=menuitem]").await?;
        edit::set(page, &format!("{ENTERPRISE}:employeeNumber"), "0042").await?;
        page.gone("stop-line").await?;
        edit::send(page).await?;
        edit::done(page, "Created").await?;
        page.text_with("resource-title", "Nova").await?;
        let find = "Users?filter=userName%20eq%20%22nova.keeper@example.com%22";
        let made = server.resource(find).await?["Resources"][0].clone();
        ensure!(made[ENTERPRISE]["employeeNumber"] == "0042", "{made:#}");
        let path = format!("Users/{}", made["id"].as_str().context("no id")?);

        page.click("resource-more").await?;
        page.click("resource-set-active").await?;
        edit::done(page, "Disabled").await?;
        ensure!(server.resource(&path).await?["active"] == false);

        page.click("resource-more").await?;
        page.click("resource-delete").await?;
        page.text_with("write-notes", "another id").await?;
        edit::confirm(page).await?;
        edit::done(page, "Deleted").await?;
        ensure!(server.resource(find).await?["totalResults"] == 0);
        page.click_named("button", "Undo").await?;
        edit::confirm(page).await?;
        edit::done(page, "Undid").await?;
        let again = server.resource(find).await?["Resources"][0].clone();
        ensure!(again["name"]["givenName"] == "Nova" && again["id"] != made["id"], "{again:#}");
        let methods: Vec<String> = server.proxy.writes().into_iter().map(|it| it.method).collect();
        ensure!(methods == ["POST", "PATCH", "DELETE", "POST"], "{methods:?}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_edit_is_merged() -> Result<()> {
    let server = Server::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let id = server.open(page, "Test").await?;
        let path = format!("Users/{id}");
        edit::open(page).await?;
        edit::set(page, "title", "Mine").await?;
        edit::set(page, "nickName", "Nick").await?;
        edit::pending(page, 2).await?;
        let theirs = json!([
            {"op": "replace", "path": "title", "value": "Theirs"},
            {"op": "replace", "path": "userType", "value": "Contractor"},
        ]);
        server.patched(&path, theirs).await?;
        edit::send(page).await?;
        page.text_with("write-outcome-conflict", "412").await?;
        page.click_named_in("write-outcome-conflict", "button", "Merge").await?;
        page.element("merge-screen").await?;
        let row = format!("{}[data-path='title'][data-undecided]", test_id("merge-row"));
        page.css(&row).await?;
        page.click_css("input[type=radio][aria-label='title: yours']").await?;
        let chosen = format!("{}[data-path='title']:not([data-undecided])", test_id("merge-row"));
        page.css(&chosen).await?;
        page.click("send-merge").await?;
        edit::done(page, "Changed").await?;
        let now = server.resource(&path).await?;
        ensure!(now["title"] == "Mine", "{now:#}");
        ensure!(now["nickName"] == "Nick" && now["userType"] == "Contractor", "{now:#}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_says_200_and_changes_nothing_is_caught() -> Result<()> {
    let server = Server::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        server.open(page, "Test").await?;
        server.sandbox.set_quirks(Quirks::from_iter([Quirk::PatchWithoutEffect]));
        edit::open(page).await?;
        edit::set(page, "title", "Keeper of keys").await?;
        edit::pending(page, 1).await?;
        edit::send(page).await?;
        page.text_with("write-outcome-differs", "did not change title").await?;
        page.text_with("write-outcome-differs", "RFC 7644").await?;
        page.text_with("write-differences", "Keeper of keys").await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn production_is_unlocked_and_asked_about_before_anything_is_sent() -> Result<()> {
    let server = Server::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let id = server.open(page, "Production").await?;
        edit::open(page).await?;
        edit::set(page, "title", "Keeper of keys").await?;
        edit::pending(page, 1).await?;
        edit::send(page).await?;
        page.fill("guard-reason", "INC-4711, wrong title").await?;
        ensure!(server.proxy.writes().is_empty(), "a locked tenant was written to");
        page.press("Enter").await?;
        page.text_with("write-ask", "Keeper of keys").await?;
        ensure!(server.proxy.writes().is_empty(), "it was sent before it was confirmed");
        edit::confirm(page).await?;
        edit::done(page, "Changed").await?;
        ensure!(server.resource(&format!("Users/{id}")).await?["title"] == "Keeper of keys");
        ensure!(server.proxy.writes().len() == 1);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_survives_a_crash() -> Result<()> {
    let server = Server::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let app = App::open(&desktop, &[]).await?;
    server.open(app.page(), "Test").await?;
    edit::open(app.page()).await?;
    edit::set(app.page(), "title", "Half done").await?;
    edit::pending(app.page(), 1).await?;
    app.kill(&desktop).await?;
    with_app(&desktop, &[], async |page| {
        page.press("Control+t").await?;
        page.element("tenant-chooser").await?;
        page.press("2").await?;
        let pending = edit::pending(page, 1).await?;
        ensure!(pending[0].path == "title" && pending[0].text.contains("Half done"), "{pending:?}");
        ensure!(server.proxy.writes().is_empty(), "a draft was sent by itself");
        Ok(())
    })
    .await
}
