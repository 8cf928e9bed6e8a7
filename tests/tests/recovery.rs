//! Without a keychain a file that a passphrase opens keeps the tokens and the history; the
//! passphrase is asked for at the start, changed, forgotten and given up; what is shown for a bug
//! report holds no secret and nothing of people.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::page::Page;
use tests::provider::{Provider, USER_SCHEMA, attribute};
use tests::tenants::{self, Tenant};
use tests::{directory, history, secrets, wait};

const TOKEN: &str = "canary-token-for-the-file-51cc";
const PERSON: &str = "Wilhelmina-Quillfeather";
const NAME: &str = "Canary-Tenant-77";
const PASSPHRASE: &str = "canary plum orchard 8c1d";
const ANOTHER: &str = "lantern canary Tuesday 47e0";
const KEY: &str = "database-key";
const FILE: &str = "scimscope.secrets";

async fn server() -> Result<Provider> {
    let user = serde_json::json!({ "schemas": [USER_SCHEMA], "id": "1", "userName": PERSON });
    let schema = serde_json::json!({
        "id": USER_SCHEMA,
        "attributes": [attribute("userName", "string", "")],
    });
    Provider::of_users(&[user], schema).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encrypted_file_keeps_the_token_and_the_history_over_a_restart() -> Result<()> {
    let server = server().await?;
    let desktop = a_desktop_with_a_file(&server).await?;
    ensure_nothing_in_clear(&desktop)?;
    with_app(&desktop, &[], async |page| {
        secrets::tap(page).await?;
        ensure_refused(page, "not the passphrase").await?;
        unlock(page, PASSPHRASE).await?;
        page.gone("storage-banner").await?;
        page.click_css("li[data-tenant] button").await?;
        ensure_shown(page).await?;
        // What the first run asked is there beside what this one asked.
        let asked = history::read_all(page).await?;
        let lists = asked.iter().filter_map(history::request_of);
        let lists = lists.filter(|(_, path, _)| path.contains("/Users")).count();
        ensure!(lists >= 2, "the history of the first run is gone: {asked:?}");
        for secret in [PASSPHRASE, TOKEN] {
            let places = secrets::places_in_page(page, secret).await?;
            ensure!(places.is_empty(), "a secret stays in {places:?}");
        }
        Ok(())
    })
    .await?;
    ensure_nothing_in_clear(&desktop)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_can_go_on_without_the_passphrase_and_unlock_later() -> Result<()> {
    let server = server().await?;
    let desktop = a_desktop_with_a_file(&server).await?;
    with_app(&desktop, &[], async |page| {
        page.click("unlock-later").await?;
        page.gone("unlock-dialog").await?;
        page.text_with("storage-banner", "locked").await?;
        page.click("welcome-open-sandbox").await?;
        directory::first_rows(page).await?;
        page.click("banner-unlock").await?;
        unlock(page, PASSPHRASE).await?;
        page.gone("storage-banner").await?;
        // What was done in memory has moved into the database, beside what was there.
        let asked = history::read_all(page).await?;
        let hosts = asked.iter().filter(|row| row.cells.iter().any(|it| it == "Sandbox")).count();
        ensure!(hosts > 0 && hosts < asked.len(), "something was lost: {asked:?}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_passphrase_is_the_only_one_that_opens() -> Result<()> {
    let server = server().await?;
    let desktop = a_desktop_with_a_file(&server).await?;
    with_app(&desktop, &[], async |page| {
        unlock(page, PASSPHRASE).await?;
        open_settings(page).await?;
        page.click("setting-change").await?;
        page.fill("passphrase-current", "not the passphrase").await?;
        page.fill("passphrase-new", ANOTHER).await?;
        page.fill("passphrase-again", ANOTHER).await?;
        page.click("change-confirm").await?;
        ensure_invalid(page, "passphrase-current").await?;
        page.fill("passphrase-current", PASSPHRASE).await?;
        page.press("Enter").await?;
        page.gone("change-dialog").await?;
        // The focus is where the dialog was asked for.
        wait::until("the focus on the button", async || {
            Ok(page.focus().await?.contains("setting-change").then_some(()))
        })
        .await
    })
    .await?;
    with_app(&desktop, &[], async |page| {
        ensure_refused(page, PASSPHRASE).await?;
        unlock(page, ANOTHER).await?;
        page.click_css("li[data-tenant] button").await?;
        ensure_shown(page).await
    })
    .await?;
    ensure_nothing_in_clear(&desktop)
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_move_from_the_keychain_into_a_file_and_back() -> Result<()> {
    let server = server().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let tenant = Tenant { name: NAME, base_url: server.base_url(), token: TOKEN };
        tenants::add_and_open(page, tenant).await?;
        ensure_shown(page).await?;
        open_settings(page).await?;
        page.click("setting-secrets-choose").await?;
        make_file(page, PASSPHRASE).await
    })
    .await?;
    ensure!(desktop.secret(KEY).await?.is_none(), "the keychain keeps a copy of the key");
    with_app(&desktop, &[], async |page| {
        unlock(page, PASSPHRASE).await?;
        open_settings(page).await?;
        page.click("setting-forget").await?;
        page.click("forget-passphrase-confirm").await?;
        page.gone("forget-passphrase-dialog").await?;
        page.text_with("setting-secrets", "opened with your session").await.map(drop)
    })
    .await?;
    ensure!(desktop.secret(KEY).await?.is_some(), "the key did not come back");
    ensure!(!desktop.data_folder().join(FILE).exists(), "the encrypted file is still there");
    with_app(&desktop, &[], async |page| {
        page.click_css("li[data-tenant] button").await?;
        ensure!(!page.has("unlock-dialog").await?, "a passphrase is asked for");
        ensure_shown(page).await
    })
    .await?;
    ensure_nothing_in_clear(&desktop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_passphrase_sets_the_files_aside_and_begins_anew() -> Result<()> {
    let server = server().await?;
    let desktop = a_desktop_with_a_file(&server).await?;
    let data = desktop.data_folder();
    let before = std::fs::read(data.join(FILE))?;
    with_app(&desktop, &[], async |page| {
        page.click("unlock-lost").await?;
        let question = page.text_with("start-over-dialog", FILE).await?;
        let database = data.join("scimscope.db");
        ensure!(question.contains(&database.display().to_string()), "{question}");
        ensure!(database.is_file(), "something was moved before anybody said so");
        page.click("start-over-confirm").await?;
        page.text_with("start-over-outcome", "set-aside").await?;
        page.click("start-over-close").await?;
        page.gone("start-over-dialog").await?;
        page.text_with("storage-banner", "keychain").await?;
        make_file_from_banner(page, ANOTHER).await?;
        page.click("nav-welcome").await?;
        let tenant = Tenant { name: NAME, base_url: server.base_url(), token: TOKEN };
        tenants::add_and_open(page, tenant).await?;
        ensure_shown(page).await
    })
    .await?;
    let aside = set_aside(&data)?;
    ensure!(std::fs::read(aside.join(FILE))? == before, "the file that was set aside was changed");
    ensure!(aside.join("scimscope.db").is_file(), "the database is not among what was set aside");
    with_app(&desktop, &[], async |page| {
        unlock(page, ANOTHER).await?;
        page.click_css("li[data-tenant] button").await?;
        ensure_shown(page).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_and_the_diagnostics_name_no_secret_no_tenant_and_no_person() -> Result<()> {
    let server = server().await?;
    let desktop = a_desktop_with_a_file(&server).await?;
    let host = server.base_url().split('/').nth(2).context("the server has no host")?.to_owned();
    with_app(&desktop, &[], async |page| {
        ensure_refused(page, "not the passphrase").await?;
        unlock(page, PASSPHRASE).await?;
        page.click_css("li[data-tenant] button").await?;
        ensure_shown(page).await?;
        open_settings(page).await?;
        page.click("settings-nav-diagnostics").await?;
        let diagnostics = page.text_with("diagnostics-text", "version").await?;
        let log = page.text("log-text").await?;
        for (what, text) in [("the diagnostics", &diagnostics), ("the log", &log)] {
            for canary in [TOKEN, PASSPHRASE, PERSON, NAME, &host] {
                ensure!(!text.contains(canary), "{what} hold {canary}:\n{text}");
            }
        }
        page.click("diagnostics-copy").await?;
        let copied = "[data-testid=diagnostics-copy] + [role=status]";
        wait::until("the text on the clipboard", async || {
            let said = page.css(copied).await?.prop("textContent").await?;
            Ok((said.as_deref() == Some("Copied")).then_some(()))
        })
        .await
    })
    .await
}

/// A desktop without a keychain on which an encrypted file was made and a tenant added.
async fn a_desktop_with_a_file(server: &Provider) -> Result<Desktop> {
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &[], async |page| {
        make_file_from_banner(page, PASSPHRASE).await?;
        page.gone("storage-banner").await?;
        page.click("nav-welcome").await?;
        let tenant = Tenant { name: NAME, base_url: server.base_url(), token: TOKEN };
        tenants::add_and_open(page, tenant).await?;
        ensure_shown(page).await
    })
    .await?;
    ensure!(desktop.data_folder().join(FILE).is_file(), "no encrypted file was made");
    Ok(desktop)
}

async fn make_file_from_banner(page: &Page, passphrase: &str) -> Result<()> {
    page.click("banner-secrets").await?;
    page.text_with("keychain-card", "Asked").await?;
    make_file(page, passphrase).await
}

/// Types a passphrase twice where one chooses where secrets live.
async fn make_file(page: &Page, passphrase: &str) -> Result<()> {
    page.click("secrets-place-file").await?;
    page.fill("passphrase-new", passphrase).await?;
    page.fill("passphrase-again", passphrase).await?;
    page.click("passphrase-set").await?;
    page.text_with("secrets-pane", "in use, unlocked").await.map(drop)
}

async fn unlock(page: &Page, passphrase: &str) -> Result<()> {
    page.element("unlock-dialog").await?;
    page.fill("unlock-passphrase", passphrase).await?;
    page.press("Enter").await?;
    page.gone("unlock-dialog").await
}

/// A passphrase that does not open is told at its field, which keeps the focus and its text.
async fn ensure_refused(page: &Page, passphrase: &str) -> Result<()> {
    page.element("unlock-dialog").await?;
    page.fill("unlock-passphrase", passphrase).await?;
    page.press("Enter").await?;
    ensure_invalid(page, "unlock-passphrase").await?;
    let held = page.element("unlock-passphrase").await?.prop("value").await?;
    ensure!(held.as_deref() == Some(passphrase), "what was typed is lost");
    Ok(())
}

async fn ensure_invalid(page: &Page, field: &str) -> Result<()> {
    wait::until(&format!("{field} to be marked and to have the focus"), async || {
        let marked = page.attribute(field, "aria-invalid").await?.is_some();
        Ok((marked && page.focus().await?.contains(field)).then_some(()))
    })
    .await
}

async fn open_settings(page: &Page) -> Result<()> {
    page.press("Control+,").await?;
    page.element("settings").await.map(drop)
}

/// The person that only the token lets see stands in the table.
async fn ensure_shown(page: &Page) -> Result<()> {
    let rows = directory::first_rows(page).await?;
    let shown = rows.iter().any(|row| row.cells.iter().any(|cell| cell.contains(PERSON)));
    ensure!(shown, "{rows:?}");
    Ok(())
}

fn ensure_nothing_in_clear(desktop: &Desktop) -> Result<()> {
    for clear in [TOKEN, PASSPHRASE, ANOTHER, PERSON, NAME] {
        let files = secrets::files_with(&desktop.data_folder(), clear)?;
        ensure!(files.is_empty(), "{clear} is in clear in {files:?}");
    }
    Ok(())
}

fn set_aside(data: &Path) -> Result<PathBuf> {
    let folders = std::fs::read_dir(data)?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut folders = folders.filter(|path| {
        path.is_dir()
            && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("set-aside"))
    });
    folders.next().with_context(|| format!("nothing was set aside in {}", data.display()))
}
