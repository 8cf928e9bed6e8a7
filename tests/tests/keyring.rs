//! With a keychain the database is encrypted with a key from it and tokens are kept there;
//! without one the app says so, works in memory, and writes nothing in clear.

use anyhow::{Context, Result, ensure};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::provider::{Provider, USER_SCHEMA, attribute};
use tests::tenants::{self, Tenant};
use tests::{directory, secrets};

const TOKEN: &str = "canary-token-for-the-keychain-90aa";
const PERSON: &str = "Wilhelmina-Quillfeather";

async fn server() -> Result<Provider> {
    let user = serde_json::json!({ "schemas": [USER_SCHEMA], "id": "1", "userName": PERSON });
    let schema = serde_json::json!({
        "id": USER_SCHEMA,
        "attributes": [attribute("userName", "string", "")],
    });
    Provider::of_users(&[user], schema).await
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_keychain_the_token_is_there_and_what_was_read_is_encrypted() -> Result<()> {
    let server = server().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let tenant = Tenant { name: "Kept", base_url: server.base_url(), token: TOKEN };
        tenants::add_and_open(page, tenant).await?;
        directory::first_rows(page).await?;
        ensure!(!page.has("storage-banner").await?, "a banner complains about the keychain");
        Ok(())
    })
    .await?;
    ensure!(desktop.secret("database-key").await?.is_some(), "the keychain has no database key");
    let database = desktop.data_folder().join("scimscope.db");
    let bytes = std::fs::read(&database).with_context(|| database.display().to_string())?;
    ensure!(!bytes.starts_with(b"SQLite format 3"), "the database is not encrypted");
    for clear in [TOKEN, PERSON, "userName"] {
        let files = secrets::files_with(&desktop.data_folder(), clear)?;
        ensure!(files.is_empty(), "{clear} is in clear in {files:?}");
    }
    // The token comes from the keychain: nobody types it again.
    with_app(&desktop, &[], async |page| {
        page.click_css("li[data-tenant] button").await?;
        let rows = directory::first_rows(page).await?;
        ensure!(
            rows.iter().any(|row| row.cells.iter().any(|cell| cell.contains(PERSON))),
            "{rows:?}"
        );
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_a_banner_says_so_and_nothing_is_written_in_clear() -> Result<()> {
    for keychain in [Keychain::Absent, Keychain::NoBus] {
        let server = server().await?;
        let desktop = Desktop::new(keychain).await?;
        with_app(&desktop, &[], async |page| {
            page.text_with("storage-banner", "keychain").await?;
            page.click("welcome-open-sandbox").await?;
            directory::first_rows(page).await?;
            page.click("nav-history").await?;
            page.element("history-row").await?;
            Ok(())
        })
        .await
        .with_context(|| format!("{keychain:?}"))?;
        with_app(&desktop, &[], async |page| {
            let tenant = Tenant { name: "Forgotten", base_url: server.base_url(), token: TOKEN };
            tenants::fill_form(page, tenant).await
        })
        .await?;
        ensure!(
            !desktop.data_folder().join("scimscope.db").exists(),
            "a database was made without a key"
        );
        for clear in [TOKEN, PERSON, "urn:ietf:params:scim"] {
            let files = secrets::files_with(&desktop.data_folder(), clear)?;
            ensure!(files.is_empty(), "{keychain:?}: {clear} is in clear in {files:?}");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_comes_later_is_found_without_a_restart() -> Result<()> {
    let mut desktop = Desktop::new(Keychain::Absent).await?;
    let app = tests::app::App::open(&desktop, &[]).await?;
    app.page().element("storage-banner").await?;
    desktop.start_keychain().await?;
    app.page().click_named("button", "Look again").await?;
    app.page().gone("storage-banner").await?;
    app.close().await?;
    ensure!(desktop.secret("database-key").await?.is_some(), "no key was made");
    Ok(())
}
