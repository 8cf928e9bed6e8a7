//! What a server sends is text and never markup, and planted secrets are found nowhere: not in
//! files, not in what reaches the interface, not in the document.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::page::Page;
use tests::provider::{Provider, USER_SCHEMA, attribute};
use tests::tenants::{self, Tenant};
use tests::{directory, history, secrets};

const TOKEN: &str = "canary-token-5b1c9e27d4";
const PASSWORD: &str = "canary-password-Tr0ub4dor-77";

/// Markup that would leave a trace if it ever became a document.
fn markup(place: &str) -> String {
    format!(
        "<img src=x onerror=\"window.__broken='{place}'\"><b>{place}</b><script>window.__broken='{place}'</script>"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_a_server_are_text_in_every_field() -> Result<()> {
    let user = hostile_user();
    let server = Provider::of_users(std::slice::from_ref(&user), hostile_schema()).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let name = markup("name");
        let tenant = Tenant { name: &name, base_url: server.base_url(), token: TOKEN };
        tenants::add_and_open(page, tenant).await?;
        let row = directory::row_at(page, 0).await?;
        ensure!(
            row.cells.iter().any(|cell| cell.contains("<img src=x")),
            "the markup is not shown as text: {row:?}"
        );
        ensure_unbroken(page, "the table").await?;
        page.click("columns-button").await?;
        ensure_unbroken(page, "the column chooser").await?;
        page.press("Escape").await?;
        let id = row.id.context("the row has no id")?;
        directory::open_row(page, &id).await?;
        let fields = directory::fields(page).await?;
        ensure!(
            fields.iter().filter(|field| field.line.contains("<img src=x")).count() >= 6,
            "the markup is not shown as text: {fields:#?}"
        );
        ensure_unbroken(page, "the form").await?;
        page.click("inspector-tab-json").await?;
        page.text("json-text").await?;
        ensure_unbroken(page, "the JSON").await?;
        page.click("tenant-switcher").await?;
        ensure_unbroken(page, "the tenant switcher").await?;
        page.press("Escape").await?;
        history::read_all(page).await?;
        page.click_css("[data-testid=history-row] [role=gridcell]").await?;
        page.element("exchange-detail").await?;
        ensure_unbroken(page, "the history").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn planted_secrets_are_found_nowhere() -> Result<()> {
    let mut user = hostile_user();
    if let Some(user) = user.as_object_mut() {
        // A server that breaks RFC 7643 §7 and returns what must never be returned.
        user.insert("password".to_owned(), json!(PASSWORD));
        // And one that talks about the credential.
        user.insert("nickName".to_owned(), json!(format!("you came with {TOKEN}")));
    }
    let server = Provider::of_users(std::slice::from_ref(&user), hostile_schema()).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        secrets::tap(page).await?;
        let tenant = Tenant { name: "Canary", base_url: server.base_url(), token: TOKEN };
        tenants::fill_form(page, tenant).await?;
        tenants::test_connection(page).await?;
        page.click("tenant-save-open").await?;
        let row = directory::row_at(page, 0).await?;
        directory::open_row(page, &row.id.context("the row has no id")?).await?;
        page.click("inspector-tab-json").await?;
        page.text("json-text").await?;
        ensure_absent_from(page, "the inspector").await?;
        history::read_all(page).await?;
        page.click_css("[data-testid=history-row] [role=gridcell]").await?;
        page.element("exchange-detail").await?;
        ensure_absent_from(page, "the history").await
    })
    .await?;
    for secret in [TOKEN, PASSWORD] {
        let files = secrets::files_with(desktop.home(), secret)?;
        ensure!(files.is_empty(), "{secret} is in {files:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_may_run_no_script_but_its_own() -> Result<()> {
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &[], async |page| {
        let _inserted: bool = page
            .js(
                "const script = document.createElement('script');
                 script.textContent = 'window.__inline = true';
                 document.body.append(script);
                 const picture = document.createElement('div');
                 picture.innerHTML = '<img src=x onerror=\"window.__handler = true\">';
                 document.body.append(picture);
                 return true",
                Vec::new(),
            )
            .await?;
        page.settled().await?;
        let broken: (bool, bool) = page
            .js("return [window.__inline === true, window.__handler === true]", Vec::new())
            .await?;
        assert_eq!(broken, (false, false), "an inserted script ran");
        Ok(())
    })
    .await
}

async fn ensure_unbroken(page: &Page, place: &str) -> Result<()> {
    page.settled().await?;
    let broken: Option<String> = page.js("return window.__broken ?? null", Vec::new()).await?;
    ensure!(broken.is_none(), "{place}: markup ran: {broken:?}");
    let made: usize =
        page.js("return document.querySelectorAll('img[src=x]').length", Vec::new()).await?;
    ensure!(made == 0, "{place}: markup became {made} elements");
    Ok(())
}

async fn ensure_absent_from(page: &Page, place: &str) -> Result<()> {
    for secret in [TOKEN, PASSWORD] {
        let places = secrets::places_in_page(page, secret).await?;
        ensure!(places.is_empty(), "{place}: {secret} is in {places:?}");
    }
    Ok(())
}

fn hostile_user() -> Value {
    json!({
        "schemas": [USER_SCHEMA],
        "id": "hostile-1",
        "externalId": markup("externalId"),
        "userName": markup("userName"),
        "displayName": markup("displayName"),
        "title": markup("title"),
        "active": true,
        "name": { "givenName": markup("givenName"), "familyName": markup("familyName") },
        "emails": [{ "value": markup("email"), "type": markup("type"), "primary": true }],
        "somethingUnknown": markup("unknown"),
        "meta": { "resourceType": "User", "lastModified": markup("lastModified"), "version": markup("version") },
    })
}

fn hostile_schema() -> Value {
    let mut name = attribute("name", "complex", &markup("description of name"));
    let mut emails = attribute("emails", "complex", &markup("description of emails"));
    if let (Some(name), Some(emails)) = (name.as_object_mut(), emails.as_object_mut()) {
        let parts = [attribute("givenName", "string", ""), attribute("familyName", "string", "")];
        name.insert("subAttributes".to_owned(), json!(parts));
        let parts = [
            attribute("value", "string", ""),
            attribute("type", "string", ""),
            attribute("primary", "boolean", ""),
        ];
        emails.insert("subAttributes".to_owned(), json!(parts));
        emails.insert("multiValued".to_owned(), json!(true));
    }
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": USER_SCHEMA,
        "name": markup("schema name"),
        "description": markup("schema description"),
        "attributes": [
            attribute("userName", "string", &markup("description of userName")),
            attribute("displayName", "string", &markup("description of displayName")),
            attribute("title", "string", ""),
            attribute("nickName", "string", ""),
            attribute("active", "boolean", ""),
            attribute("password", "string", ""),
            name,
            emails,
        ],
    })
}
