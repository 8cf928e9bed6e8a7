//! The way through every screen and state, as a person walks it.

use anyhow::Result;
use rusqlite::Connection;
use thirtyfour::WebElement;

use super::stage::{PASSWORD, USER};
use super::{Album, Stage};
use crate::page::Page;
use crate::tenants::{self, OAuth, Tenant};
use crate::{directory, filter, history, wait, write};

const PASSPHRASE: &str = "plum orchard lantern";
const FIRST_REQUEST: &str = "[data-testid=history-row] [role=gridcell]";

/// Everything that a window with a keychain shows.
pub async fn with_keychain(album: &Album<'_>, stage: &Stage) -> Result<()> {
    album.page().element("welcome-open-sandbox").await?;
    album.keep("01-welcome").await?;
    ways_to_sign_in(album).await?;
    connection(album, stage).await?;
    tenant(album).await?;
    failures(album, stage).await?;
    unknown_outcome(album, stage).await?;
    odd_lists(album, stage).await?;
    behind_a_gate(album, stage).await?;
    sandbox(album).await?;
    requests(album).await?;
    settings(album).await?;
    waiting(album, stage).await
}

/// What is different where there is no keychain.
pub async fn without_keychain(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    page.element("storage-banner").await?;
    album.keep("60-no-keychain").await?;
    let (base_url, token) = stage.directory();
    tenants::fill_form(page, Tenant { name: "Aurelia", base_url, token }).await?;
    album.keep("61-connection-no-keychain").await?;
    page.click("banner-secrets").await?;
    page.element("secrets-pane").await?;
    album.keep("62-where-secrets-live").await?;
    encrypted_file(album).await
}

async fn encrypted_file(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    page.click("secrets-place-file").await?;
    page.fill("passphrase-new", PASSPHRASE).await?;
    page.click("passphrase-set").await?;
    album.keep("63-make-encrypted-file").await?;
    page.fill("passphrase-again", PASSPHRASE).await?;
    page.click("passphrase-set").await?;
    page.text_with("secrets-pane", "unlocked").await?;
    album.keep("64-encrypted-file").await?;
    page.click("nav-settings").await?;
    page.click("settings-nav-storage").await?;
    album.keep("72-settings-encrypted-file").await?;
    album
        .keep_opened("65-change-passphrase", async || {
            page.click("setting-change").await?;
            page.element("change-dialog").await.map(drop)
        })
        .await?;
    album
        .keep_opened("66-forget-passphrase", async || {
            page.click("setting-forget").await?;
            page.element("forget-passphrase-dialog").await.map(drop)
        })
        .await
}

/// The next start after an encrypted file was made; it was not unlocked.
pub async fn locked(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    album.keep("67-locked").await?;
    album
        .keep_opened("68-unlock", async || {
            page.click("banner-unlock").await?;
            page.fill("unlock-passphrase", "something else").await?;
            page.press("Enter").await?;
            page.css("[data-testid=unlock-passphrase][aria-invalid]").await.map(drop)
        })
        .await?;
    page.click("nav-settings").await?;
    page.click("settings-nav-storage").await?;
    album.keep("69-settings-locked").await?;
    album
        .keep_opened("70-start-over", async || {
            page.click("setting-start-over").await?;
            page.element("start-over-dialog").await.map(drop)
        })
        .await?;
    page.click("setting-start-over").await?;
    page.click("start-over-confirm").await?;
    page.element("start-over-outcome").await?;
    album.keep("71-started-over").await
}

/// The start with a file that does not open, and a word that the banner then says.
pub async fn not_opened(album: &Album<'_>, name: &str, word: &str) -> Result<()> {
    let page = album.page();
    page.text_with("storage-banner", word).await?;
    album.keep(&format!("{name}-welcome")).await?;
    page.click("nav-settings").await?;
    page.click("settings-nav-storage").await?;
    album.keep(&format!("{name}-settings")).await
}

/// A request while another program keeps the database busy: that it is missing in the history is said.
pub async fn not_recorded(album: &Album<'_>, busy: Connection) -> Result<()> {
    let page = album.page();
    directory::focus(page).await?;
    page.press("F5").await?;
    page.element("recording-banner").await?;
    drop(busy);
    album.keep("76-not-recorded").await
}

async fn connection(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    page.click("welcome-add-tenant").await?;
    page.element("tenant-form").await?;
    album.keep("02-connection-empty").await?;
    page.click("tenant-save-open").await?;
    album.keep("03-connection-faults").await?;
    page.click("nav-welcome").await?;
    let base_url = stage.nobody();
    tenants::fill_form(page, Tenant { name: "Aurelia", base_url, token: "some-token" }).await?;
    tenants::test_connection(page).await?;
    album.keep("04-connection-test-stopped").await?;
    page.fill("field-baseUrl", &stage.silent()?).await?;
    page.click("tenant-test").await?;
    page.css("[data-testid^=test-step-][data-state=running]").await?;
    album.keep_waiting("05-connection-test-running").await?;
    page.click("tenant-test-cancel").await?;
    page.gone("tenant-test-cancel").await?;
    let (base_url, token) = stage.directory();
    page.fill("field-token", token).await?;
    page.fill("field-baseUrl", &format!("{base_url}/admin")).await?;
    tenants::test_connection(page).await?;
    page.element("use-base-url").await?.scroll_into_view().await?;
    album.keep("05-connection-base-url-found").await?;
    page.fill("field-baseUrl", base_url).await?;
    page.choose("field-environment", "Production").await?;
    tenants::test_connection(page).await?;
    album.keep("05-connection-test-passed").await?;
    page.click("tenant-save-open").await?;
    directory::first_rows(page).await.map(drop)
}

/// The form of each way to sign in, with something in it.
async fn ways_to_sign_in(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    page.click("welcome-add-tenant").await?;
    page.element("tenant-form").await?;
    page.fill("field-baseUrl", "https://scim.example.org/scim/v2").await?;
    page.fill(
        "field-token",
        "\"Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUub3JnLyJ9.\"",
    )
    .await?;
    page.element("token-facts").await?;
    album.keep("80-sign-in-token-says").await?;
    page.click_named("radio", "API key").await?;
    album.keep("81-sign-in-api-key").await?;
    let oauth = OAuth {
        token_endpoint: "https://login.example.org/oauth2/token",
        client_id: "scimscope-support",
    };
    let grants = [
        ("82-sign-in-client-credentials", "Client credentials"),
        ("83-sign-in-browser", "Authorization code, in the browser"),
        ("84-sign-in-refresh-token", "Refresh token"),
        ("85-sign-in-assertion", "Signed assertion (private key)"),
    ];
    for (name, grant) in grants {
        tenants::sign_in_with_oauth(page, grant, oauth).await?;
        page.element("field-scopes").await?.scroll_into_view().await?;
        album.keep(name).await?;
    }
    page.click_named("radio", "Command").await?;
    page.fill("field-command", "az account get-access-token --resource 'api://scim app'").await?;
    page.element("command-words").await?;
    album.keep("86-sign-in-command").await?;
    page.click_named("radio", "None").await?;
    page.click("field-headers-add").await?;
    page.fill("field-header-name", "X-Tenant").await?;
    page.fill("field-header-value", "aurelia").await?;
    page.click("field-certificate-add").await?;
    page.element("field-certificatePassphrase").await?.scroll_into_view().await?;
    album.keep("87-sign-in-headers-and-certificate").await?;
    network(page).await?;
    album.keep("88-network").await?;
    page.click("tenant-cancel").await?;
    page.element("welcome-open-sandbox").await.map(drop)
}

/// Opens what is usually folded away of the way to a server, and fills it.
async fn network(page: &Page) -> Result<()> {
    page.click_css("[data-testid=network-more] [aria-expanded=false]").await?;
    page.click("field-unverified").await?;
    page.choose("field-proxy", "A proxy of its own").await?;
    page.fill("field-proxyUrl", "socks5h://proxy.example.org:1080").await?;
    page.fill("field-proxyUserName", "scimscope").await?;
    page.fill("field-proxyPassword", "some-password").await?;
    page.element("field-addresses").await?.scroll_into_view().await?;
    Ok(())
}

/// A tenant that is there, from its window and from outside.
async fn tenant(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    album.keep("06-production").await?;
    unlocked(album).await?;
    album
        .keep_opened("07-tenant-switcher", async || {
            page.press("Control+t").await?;
            page.element("tenant-chooser").await.map(drop)
        })
        .await?;
    to_welcome(page).await?;
    album.keep("08-welcome-recent").await?;
    page.click_named("button", "Edit the connection Aurelia").await?;
    page.element("tenant-form").await?;
    album.keep("09-connection-saved").await?;
    album
        .keep_opened("09-guard-looser", async || {
            page.click("guard-change").await?;
            page.click("guard-mode-free").await?;
            page.element("guard-reason").await.map(drop)
        })
        .await?;
    album
        .keep_opened("09-guard-log", async || {
            page.click("guard-show-log").await?;
            page.element("guard-log").await.map(drop)
        })
        .await?;
    album
        .keep_opened("10-forget-dialog", async || {
            page.click("tenant-forget").await?;
            page.element("forget-dialog").await.map(drop)
        })
        .await?;
    page.click("nav-welcome").await
}

/// Writes to production: locked, unlocked, and locked again.
async fn unlocked(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    album
        .keep_opened("06-unlock", async || {
            page.click("guard-toggle").await?;
            page.element("unlock-writes").await.map(drop)
        })
        .await?;
    page.click("guard-toggle").await?;
    page.fill("guard-reason", "INC-4711, wrong cost centres after the merger").await?;
    page.press("Enter").await?;
    page.text_with("guard-tag", "Lock now").await?;
    album.keep("06-unlocked").await?;
    album
        .keep_opened("06-unlocked-why", async || {
            page.click("status-guard").await?;
            page.element("unlocked-writes").await.map(drop)
        })
        .await?;
    page.click("guard-toggle").await?;
    page.text_with("guard-tag", "read-only").await.map(drop)
}

async fn failures(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    add(page, "Silent", &stage.silent()?).await?;
    page.element("tenant-opening").await?;
    album.keep_waiting("11-opening").await?;
    to_welcome(page).await?;
    add(page, "Pausing", stage.pausing()).await?;
    page.text_with("list-wait", "pause").await?;
    album.keep_waiting("11-pause").await?;
    to_welcome(page).await?;
    add(page, "Nobody", stage.nobody()).await?;
    page.named("button", "Try again").await?;
    album.keep("12-not-reached").await?;
    page.click("nav-history").await?;
    page.click_css(FIRST_REQUEST).await?;
    page.element("exchange-detail").await?;
    album.keep("34-history-request-failed").await?;
    to_welcome(page).await?;
    add(page, "Closed", &stage.closed()).await?;
    page.element("give-token").await?;
    album.keep("13-sign-in-refused").await?;
    album
        .keep_opened("14-token-dialog", async || {
            page.click("give-token").await?;
            page.element("secret-dialog").await.map(drop)
        })
        .await?;
    to_welcome(page).await
}

/// A write that was never answered: what can be done, and what was found.
async fn unknown_outcome(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    let base_url = stage.unanswering();
    let tenant = Tenant { name: "Unanswering", base_url, token: "some-token" };
    tenants::add_and_open_free(page, tenant).await?;
    directory::first_rows(page).await?;
    write::set_title(page, "Unanswering", "Head of Payments").await?;
    let path = format!("/Users/{}", faults::directory::id_of("ada"));
    history::open_first(page, &path).await?;
    page.element("read-back").await?;
    album.keep("34-history-outcome-unknown").await?;
    page.click("read-back").await?;
    page.text_with("read-back-found", "`title`").await?;
    album.keep("34-history-read-back").await?;
    page.click("nav-User").await?;
    directory::first_rows(page).await?;
    album
        .keep_opened("34-inspector-outcome-unknown", async || inspect(page, "requests").await)
        .await?;
    to_welcome(page).await
}

async fn odd_lists(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    add(page, "Bare", stage.bare()).await?;
    page.named("button", "Show request").await?;
    album.keep("15-list-not-read").await?;
    to_welcome(page).await?;
    add(page, "Empty", stage.empty()).await?;
    page.element("list-empty").await?;
    album.keep("16-list-empty").await?;
    to_welcome(page).await?;
    add(page, "Odd", stage.odd()).await?;
    directory::first_rows(page).await?;
    album
        .keep_opened("17-list-findings", async || {
            page.click("list-findings-button").await?;
            page.element("list-findings").await.map(drop)
        })
        .await?;
    album.keep_opened("18-resource-findings", async || inspect(page, "form").await).await?;
    album.keep_opened("18-resource-findings-json", async || inspect(page, "json").await).await?;
    page.click("inspector-tab-form").await?;
    filter::apply(page, "displayName co \"fassi\" and active eq true").await?;
    page.element("filter-ignored").await?;
    album.keep("57-filter-ignored").await?;
    lint(album).await?;
    to_welcome(page).await?;
    add(page, "Torn", stage.torn()).await?;
    directory::first_rows(page).await?;
    directory::focus(page).await?;
    page.press("End").await?;
    page.element("list-gap").await?;
    album.keep("19-list-gap").await?;
    to_welcome(page).await
}

/// What is wrong with an exchange, where that leads, and what was not judged.
async fn lint(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    history::open_first(page, "/Users?startIndex=1&count=100").await?;
    page.click("exchange-findings").await?;
    page.element("finding").await?;
    album.keep("37-history-findings").await?;
    page.click_css("[data-testid=finding] [aria-expanded=false]").await?;
    page.click_css("[data-testid=lint-judged] [aria-expanded=false]").await?;
    album.keep("38-history-findings-why").await?;
    page.click_css("[data-testid=finding][data-rule=S12] button").await?;
    page.element("json-text").await?;
    album.keep("39-history-finding-at-its-line").await
}

/// A server that wants a password, says what is left of a quota, and answers some things later.
async fn behind_a_gate(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    let base_url = stage.gated();
    tenants::fill_form(page, Tenant { name: "Gate", base_url: &base_url, token: "" }).await?;
    tenants::sign_in_with_password(page, USER, PASSWORD).await?;
    tenants::test_connection(page).await?;
    album.keep("50-sign-in-basic").await?;
    page.click("tenant-save-open").await?;
    directory::first_rows(page).await?;
    album
        .keep_opened("35-rate-limits", async || {
            page.click("status-rate").await?;
            page.element("rate-limits").await.map(drop)
        })
        .await?;
    album
        .keep_opened("28-discovery", async || {
            page.click("discovery-cell").await?;
            page.element("discovery").await.map(drop)
        })
        .await?;
    page.click("nav-Group").await?;
    page.element("error-card").await?;
    album.keep("19-list-later").await?;
    page.click_named("button", "Show request").await?;
    page.text_with("exchange-detail", "202 Accepted").await?;
    album.keep("36-history-request-accepted").await?;
    to_welcome(page).await
}

async fn sandbox(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    page.click("welcome-open-sandbox").await?;
    directory::first_rows(page).await?;
    album.keep("20-directory").await?;
    album.keep_opened("21-inspector-form", async || inspect(page, "form").await).await?;
    album.keep_opened("22-inspector-json", async || inspect(page, "json").await).await?;
    album.keep_opened("23-inspector-requests", async || inspect(page, "requests").await).await?;
    filters(album).await?;
    album
        .keep_opened("24-columns", async || {
            page.click("columns-button").await?;
            page.element("columns-popover").await.map(drop)
        })
        .await?;
    album
        .keep_opened("25-shortcuts", async || {
            directory::focus(page).await?;
            page.press("?").await?;
            page.element("shortcut-list").await.map(drop)
        })
        .await?;
    directory::focus(page).await?;
    page.press("Enter").await?;
    page.element("resource-screen").await?;
    page.click("inspector-tab-form").await?;
    album.keep("26-full-page").await?;
    directory::open_type(page, "Group").await?;
    album.keep_opened("27-groups", async || inspect(page, "form").await).await
}

/// The filter bar in its states, and the palette.
async fn filters(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    album
        .keep_opened("51-filter-completions", async || {
            filter::write(page, "active eq true and d").await?;
            page.element("filter-completions").await.map(drop)
        })
        .await?;
    filter::write(page, "active eq true and usrName lik \"a\"").await?;
    page.press("Enter").await?;
    page.element("filter-problem").await?;
    album.keep("52-filter-wrong").await?;
    filter::apply(page, "userName sw \"a\" and (title pr or active eq false)").await?;
    page.text_with("directory-shown", "match").await?;
    album.keep("53-filter-applied").await?;
    album
        .keep_opened("54-filter-condition", async || {
            page.click_css("[data-testid=filter-chip][data-kind=comparison] button").await?;
            page.element("filter-clause").await.map(drop)
        })
        .await?;
    filter::apply(page, "userName eq \"nobody at all\"").await?;
    page.element("list-empty").await?;
    album.keep("55-filter-nothing").await?;
    page.click("empty-clear-filter").await?;
    directory::first_rows(page).await?;
    album
        .keep_opened("56-palette", async || {
            filter::ask_palette(page, "").await?;
            page.element("palette-item").await.map(drop)
        })
        .await?;
    album
        .keep_opened("57-palette-found", async || {
            filter::ask_palette(page, "an").await?;
            filter::palette_points_at(page, "an").await
        })
        .await
}

async fn requests(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    page.click("nav-history").await?;
    page.css(FIRST_REQUEST).await?;
    album.keep("30-history").await?;
    page.click_css(FIRST_REQUEST).await?;
    page.element("exchange-detail").await?;
    album.keep("31-history-request").await?;
    search(page, "ResourceTypes").await?;
    wait::until("only what was found", async || {
        let rows = history::rows(page).await?;
        let is_other = |row: &history::Row| row.cells.iter().any(|it| it.starts_with("/Groups"));
        Ok((!rows.is_empty() && !rows.iter().any(is_other)).then_some(()))
    })
    .await?;
    page.click_css(FIRST_REQUEST).await?;
    album.keep("32-history-search").await?;
    search(page, "no such text anywhere").await?;
    wait::until("no rows", async || Ok((!page.has("history-row").await?).then_some(()))).await?;
    album.keep("33-history-nothing-found").await
}

async fn settings(album: &Album<'_>) -> Result<()> {
    let page = album.page();
    page.click("nav-settings").await?;
    page.element("settings").await?;
    for section in ["appearance", "storage", "diagnostics"] {
        page.click(&format!("settings-nav-{section}")).await?;
        album.keep(&format!("40-settings-{section}")).await?;
    }
    Ok(())
}

/// Where secrets live, with a tenant that is asked for its own each time.
async fn waiting(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    to_welcome(page).await?;
    let (base_url, _) = stage.directory();
    tenants::fill_form(page, Tenant { name: "Asked", base_url, token: "" }).await?;
    page.click("field-askEachTime").await?;
    page.click("tenant-save").await?;
    page.click("nav-settings").await?;
    page.click("setting-secrets-choose").await?;
    page.text_with("app", "1 waiting").await?;
    album.keep("41-where-secrets-live-waiting").await
}

/// Chooses the first row, and a view of it in the inspector.
pub(super) async fn inspect(page: &Page, view: &str) -> Result<()> {
    directory::focus(page).await?;
    page.click(&format!("inspector-tab-{view}")).await?;
    let shown = match view {
        "form" => "field-row",
        "json" => "json-text",
        "changes" => "resource-changes",
        "members" => "member-row",
        "groups" => "groups-tab",
        _ => return Ok(()),
    };
    page.element(shown).await.map(drop)
}

async fn search(page: &Page, text: &str) -> Result<()> {
    let field: WebElement = page.element("history-filter").await?;
    field.click().await?;
    page.fill("history-filter", text).await
}

pub(super) async fn add(page: &Page, name: &str, base_url: &str) -> Result<()> {
    tenants::fill_form(page, Tenant { name, base_url, token: "some-token" }).await?;
    page.click("tenant-save-open").await
}

/// Leaves the tenant for the welcome screen.
pub(super) async fn to_welcome(page: &Page) -> Result<()> {
    page.press("Control+t").await?;
    page.element("tenant-chooser").await?;
    page.click_named("option", "Welcome").await?;
    page.element("welcome-add-tenant").await.map(drop)
}
