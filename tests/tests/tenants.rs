//! Many tenants: a window of its own for each, their groups and order, copies, and the file that takes them to another
//! computer. Nothing secret is in that file, and nothing is left of a tenant that is forgotten.

use anyhow::{Context, Result, ensure};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::page::Page;
use tests::provider::{Provider, USER_SCHEMA, attribute};
use tests::screens::Album;
use tests::tenants::{self, Tenant};
use tests::{directory, filter, secrets, wait};
use thirtyfour::WindowHandle;

const TOKEN: &str = "canary-token-of-many-3f20";
const ROWS: &str = "return [...document.querySelectorAll('[data-testid=tenant-row]')].map((row) =>
    [row.querySelector('bdi').textContent,
     row.closest('section').querySelector('h2')?.textContent ?? ''])";

async fn server() -> Result<Provider> {
    let users = ["Wilhelmina", "Ada"]
        .map(|name| serde_json::json!({ "schemas": [USER_SCHEMA], "id": name, "userName": name }));
    let schema = serde_json::json!({
        "id": USER_SCHEMA,
        "attributes": [attribute("userName", "string", "")],
    });
    Provider::of_users(&users, schema).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_window_shows_its_own_tenant_and_hears_of_one_that_is_forgotten() -> Result<()> {
    let server = server().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        add(page, &server, "Alpha").await?;
        add(page, &server, "Beta").await?;
        switch_to(page, "Beta").await?;
        filter::apply(page, "userName sw \"W\"").await?;
        let first = page.driver().window().await?;

        let second = open_beside(page, &first, "Alpha").await?;
        page.driver().switch_to_window(second.clone()).await?;
        page.text_with("tenant-switcher", "Alpha").await?;
        directory::first_rows(page).await?;
        filter::holds(page, "").await?;
        page.press("Control+t").await?;
        page.text_with("tenant-chooser", "window 1").await?;
        page.text_with("tenant-chooser", "this window").await?;
        page.press("Escape").await?;
        page.gone("tenant-chooser").await?;

        page.driver().switch_to_window(first.clone()).await?;
        page.text_with("tenant-switcher", "Beta").await?;
        filter::holds(page, "userName sw \"W\"").await?;
        page.press("Control+t").await?;
        page.text_with("tenant-chooser", "window 2").await?;
        page.click_named("option", "All tenants").await?;
        page.element("tenants-screen").await?;
        // Another name, given here, is the name there; and what was open there opens again by itself.
        menu(page, "Alpha", "Edit the connection").await?;
        page.fill("field-name", "Omega").await?;
        page.click("tenant-save").await?;
        page.driver().switch_to_window(second.clone()).await?;
        page.text_with("tenant-switcher", "Omega").await?;
        directory::first_rows(page).await?;
        page.driver().switch_to_window(first.clone()).await?;
        open_list(page).await?;
        menu(page, "Omega", "Forget…").await?;
        page.click("forget-confirm").await?;
        page.gone("forget-dialog").await?;
        shows(page, &[pair("Beta", "")]).await?;

        page.driver().switch_to_window(second).await?;
        page.element("welcome-open-sandbox").await?;
        wait::until("the message", async || {
            let script = "return document.body.innerText.includes('Omega is forgotten')";
            Ok(page.js::<bool>(script, Vec::new()).await?.then_some(()))
        })
        .await?;
        page.text_with("tenant-switcher", "No tenant open").await?;
        // This window can go: the other one stays.
        page.driver().close_window().await?;
        page.driver().switch_to_window(first).await?;
        wait::until("the number of windows", async || {
            Ok((page.driver().windows().await?.len() == 1).then_some(()))
        })
        .await?;
        page.element("tenants-screen").await.map(drop)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn tenants_are_arranged_copied_exported_forgotten_and_imported() -> Result<()> {
    let server = server().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let arranged = [
        pair("Alpha", "In no group"),
        pair("Gamma", "Lab"),
        pair("Gamma (copy)", "Lab"),
        pair("Beta", "Lab"),
    ];
    let text = with_app(&desktop, &[], async |page| {
        for name in ["Alpha", "Beta", "Gamma"] {
            add(page, &server, name).await?;
        }
        open_list(page).await?;
        for name in ["Beta", "Gamma"] {
            menu(page, name, "Move to a group…").await?;
            page.fill("group-name", "Lab").await?;
            page.press("Enter").await?;
            page.gone("group-dialog").await?;
        }
        move_by_keys(page, "Gamma", "Alt+ArrowUp").await?;
        shows(page, &[pair("Alpha", "In no group"), pair("Gamma", "Lab"), pair("Beta", "Lab")])
            .await?;
        menu(page, "Gamma", "Duplicate").await?;
        shows(page, &arranged).await?;
        page.text_with("tenants-screen", "token missing").await?;
        export(page).await
    })
    .await?;
    ensure!(!text.contains(TOKEN), "the file holds the token");
    ensure!(secrets::files_with(desktop.home(), TOKEN)?.is_empty(), "the token is on the disk");

    // The order outlives the app; then everything goes, and comes back from the file.
    with_app(&desktop, &[], async |page| {
        open_list(page).await?;
        shows(page, &arranged).await?;
        for (name, _) in &arranged {
            menu(page, name, "Forget…").await?;
            page.click("forget-confirm").await?;
            page.gone("forget-dialog").await?;
            // The list is read again; who clicks before that clicks where a row was.
            wait::until("the row to go", async || {
                Ok((!rows(page).await?.iter().any(|(it, _)| it == name)).then_some(()))
            })
            .await?;
        }
        page.text_with("tenants-screen", "There are no tenants yet").await?;
        secrets::tap(page).await?;
        import(page, &careless(&text)?).await?;
        shows(page, &arranged).await?;
        let missing: usize = page
            .js("return document.querySelector('[data-testid=tenants-screen]').innerText.split('token missing').length - 1", Vec::new())
            .await?;
        ensure!(missing == arranged.len(), "{missing} tenants lack their token");
        let places = secrets::places_in_page(page, TOKEN).await?;
        ensure!(places.is_empty(), "a secret stays in {places:?}");
        Ok(())
    })
    .await?;
    ensure!(secrets::files_with(desktop.home(), TOKEN)?.is_empty(), "the token is on the disk");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switcher_and_the_list_fit_in_the_light_theme() -> Result<()> {
    the_switcher_and_the_list_fit("light").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switcher_and_the_list_fit_in_the_dark_theme() -> Result<()> {
    the_switcher_and_the_list_fit("dark").await
}

async fn the_switcher_and_the_list_fit(theme: &str) -> Result<()> {
    let server = server().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let file = serde_json::json!({
        "format": "scimscope-tenants", "version": 1, "tenants": [
            { "name": "Aurelia Bank", "kind": "production", "group": "Aurelia", "baseUrl": "https://scim.aurelia-bank.eu/scim/v2" },
            { "name": "Aurelia Bank", "kind": "staging", "group": "Aurelia", "baseUrl": "https://scim.stage.aurelia-bank.eu/scim/v2" },
            { "name": "meridian-labs", "kind": "production", "colour": "violet", "group": "Vendors", "baseUrl": "https://api.github.com/scim/v2/enterprises/meridian-labs" },
            { "name": "AWS eu-west-1", "kind": "test", "group": "Vendors", "baseUrl": "https://scim.eu-west-1.amazonaws.com/f3v6-0a1b-2c3d-4e5f-1234567890ab/scim/v2" },
            { "name": "Build", "kind": "development", "baseUrl": "http://127.0.0.1:8080/scim", "authentication": { "way": "none" } },
            { "name": "From Mars", "kind": "mars", "baseUrl": "https://mars.example", "token": TOKEN },
        ],
    });
    with_app(&desktop, &[], async |page| {
        add(page, &server, "Provider").await?;
        open_list(page).await?;
        let album = Album::open(page, theme).await?;
        page.click("tenants-import").await?;
        page.fill("import-text", &file.to_string()).await?;
        page.click("import-look").await?;
        page.element("import-counts").await?;
        album.keep("90-tenants-import").await?;
        page.click("import-confirm").await?;
        page.gone("import-dialog").await?;
        album.keep("91-tenants").await?;
        album
            .keep_opened("92-tenants-menu", async || {
                page.click_named("button", "Actions for meridian-labs").await?;
                page.css("[role=menuitem]").await.map(drop)
            })
            .await?;
        album
            .keep_opened("93-tenants-export", async || {
                page.click("tenants-export").await?;
                page.element("export-text").await.map(drop)
            })
            .await?;
        switch_to(page, "Provider").await?;
        directory::first_rows(page).await?;
        album
            .keep_opened("94-switcher", async || {
                page.press("Control+t").await?;
                page.element("tenant-chooser").await?;
                page.press("ArrowDown").await
            })
            .await?;
        album
            .keep_opened("95-switcher-actions", async || {
                page.press("Control+t").await?;
                page.element("tenant-chooser").await?;
                page.press("ArrowDown").await?;
                page.press("ArrowRight").await
            })
            .await
    })
    .await
}

fn pair(name: &str, group: &str) -> (String, String) {
    (name.to_owned(), group.to_owned())
}

/// Adds a tenant from the welcome screen, and comes back to it.
async fn add(page: &Page, server: &Provider, name: &str) -> Result<()> {
    let tenant = Tenant { name, base_url: server.base_url(), token: TOKEN };
    tenants::add_and_open(page, tenant).await?;
    directory::first_rows(page).await?;
    choose(page, "Welcome").await?;
    page.element("welcome-add-tenant").await.map(drop)
}

/// Chooses in the tenant switcher.
async fn choose(page: &Page, name: &str) -> Result<()> {
    page.press("Control+t").await?;
    page.element("tenant-chooser").await?;
    page.click_named("option", name).await?;
    page.gone("tenant-chooser").await
}

async fn switch_to(page: &Page, name: &str) -> Result<()> {
    page.press("Control+t").await?;
    page.element("tenant-chooser").await?;
    page.type_text(name).await?;
    page.press("Enter").await?;
    page.gone("tenant-chooser").await?;
    page.text_with("tenant-switcher", name).await.map(drop)
}

/// Opens a tenant in a window of its own with the keyboard.
async fn open_beside(page: &Page, first: &WindowHandle, name: &str) -> Result<WindowHandle> {
    page.press("Control+t").await?;
    page.element("tenant-chooser").await?;
    page.type_text(name).await?;
    page.press("Control+Enter").await?;
    page.gone("tenant-chooser").await?;
    wait::until("the second window", async || {
        Ok(page.driver().windows().await?.into_iter().find(|it| it != first))
    })
    .await
}

async fn open_list(page: &Page) -> Result<()> {
    page.click("nav-tenants").await?;
    page.element("tenants-screen").await.map(drop)
}

/// Chooses in the menu of a tenant's row.
async fn menu(page: &Page, name: &str, entry: &str) -> Result<()> {
    page.click_named("button", &format!("Actions for {name}")).await?;
    page.click_named("menuitem", entry).await
}

async fn rows(page: &Page) -> Result<Vec<(String, String)>> {
    // The driver gives an empty list as nothing.
    let rows: Option<Vec<(String, String)>> = page.js(ROWS, Vec::new()).await?;
    Ok(rows.unwrap_or_default())
}

async fn shows(page: &Page, expected: &[(String, String)]) -> Result<()> {
    let mut last = Vec::new();
    let shown = wait::until("the tenants in their order", async || {
        last = rows(page).await?;
        Ok((last == expected).then_some(()))
    })
    .await;
    shown.with_context(|| format!("the list shows {last:?} instead of {expected:?}"))
}

async fn move_by_keys(page: &Page, name: &str, keys: &str) -> Result<()> {
    let focus = "const row = [...document.querySelectorAll('[data-testid=tenant-row]')]
        .find((it) => it.querySelector('bdi').textContent === arguments[0]);
        row.querySelector('button').focus(); return true";
    let _focused: bool = page.js(focus, vec![name.into()]).await?;
    page.press(keys).await?;
    // Who moves by keys goes on by keys.
    wait::until("the focus on the row that was moved", async || {
        let focus = page.focus().await?;
        Ok((focus.contains("tenant-row") && focus.contains(name)).then_some(()))
    })
    .await
}

async fn export(page: &Page) -> Result<String> {
    page.click("tenants-export").await?;
    let text = page.text_with("export-text", "scimscope-tenants").await?;
    page.press("Escape").await?;
    page.gone("export-dialog").await?;
    Ok(text)
}

/// The file with a token written into it, as a careless person does.
fn careless(text: &str) -> Result<String> {
    let mut file: serde_json::Value = serde_json::from_str(text)?;
    let first = file.pointer_mut("/tenants/0").context("no tenant in the file")?;
    first["token"] = TOKEN.into();
    Ok(file.to_string())
}

async fn import(page: &Page, text: &str) -> Result<()> {
    page.click("tenants-import").await?;
    page.fill("import-text", text).await?;
    page.click("import-look").await?;
    page.text_with("import-counts", "4 to be added").await?;
    page.text_with("import-dialog", "/tenants/0/token").await?;
    page.click("import-confirm").await?;
    page.gone("import-dialog").await
}
