//! The way through what the usual walk does not come by: servers that are not to be trusted, tokens that end, signing in
//! with the browser, and what was read before a server stopped answering.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{Album, Stage};
use crate::desktop::Desktop;
use crate::page::Page;
use crate::tenants::{self, OAuth, Tenant};
use crate::{directory, filter};

const HOUR: u64 = 3600;
/// At its authorisation endpoint nobody listens, and nobody has to: the browser is told where to go, no more.
const OAUTH: OAuth<'_> =
    OAuth { token_endpoint: "http://127.0.0.1:1/token", client_id: "scimscope" };

/// Everything of these states that a window with a keychain shows; the desktop notes links instead of opening them.
pub async fn further(album: &Album<'_>, stage: &mut Stage, desktop: &Desktop) -> Result<()> {
    not_to_be_trusted(album, stage).await?;
    forms(album, stage).await?;
    browser(album, stage, desktop).await?;
    tokens(album, stage).await?;
    filters(album, stage).await?;
    cancelled(album, stage).await?;
    gone(album, stage).await
}

/// Connection tests of which somebody else than the server answers, or a server that cannot prove who it is.
async fn not_to_be_trusted(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    let tenant = |base_url| Tenant { name: "Aurelia", base_url, token: "some-token" };
    tenants::fill_form(page, tenant(stage.untrusted())).await?;
    tenants::test_connection(page).await?;
    page.show("presented-chain").await?;
    album.keep("100-connection-certificates").await?;
    page.fill("field-baseUrl", stage.portal()).await?;
    tenants::test_connection(page).await?;
    album.keep("101-connection-portal").await?;
    page.fill("field-baseUrl", "http://scim.example.org/scim/v2").await?;
    page.show("field-plainHttp").await?;
    album.keep("102-connection-plain-http").await?;
    leave_form(page).await
}

/// What the form says of what is missing, of a file that is none, and of a token that has ended.
async fn forms(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    tenants::fill_form(
        page,
        Tenant { name: "Aurelia", base_url: stage.nobody(), token: &jwt_over()? },
    )
    .await?;
    page.show("expiry-notice").await?;
    album.keep("103-sign-in-token-over").await?;
    page.click_named("radio", "OAuth 2.0").await?;
    album
        .keep_opened("104-sign-in-grants", async || {
            page.click("field-grant").await?;
            page.css("[role=option]").await.map(drop)
        })
        .await?;
    page.click("tenant-save").await?;
    page.css("[data-testid=field-tokenEndpoint][aria-invalid=true]").await?;
    album.keep("105-sign-in-faults").await?;
    page.click_named("radio", "None").await?;
    page.click("field-certificate-add").await?;
    page.fill("field-certificate", "no certificate").await?;
    page.css("[data-testid=field-certificate][aria-invalid=true]").await?;
    page.show("field-certificate").await?;
    album.keep("106-no-certificate").await?;
    leave_form(page).await
}

/// Signing in with the browser: waiting for it, and what came back, in the form and where a tenant is opened.
async fn browser(album: &Album<'_>, stage: &Stage, desktop: &Desktop) -> Result<()> {
    let page = album.page();
    let tenant = Tenant { name: "Meridian", base_url: stage.nobody(), token: "" };
    tenants::fill_form(page, tenant).await?;
    tenants::sign_in_with_oauth(page, "Authorization code, in the browser", OAUTH).await?;
    page.fill("field-authorizationEndpoint", "http://127.0.0.1:1/sign-in").await?;
    page.click("sign-in-browser").await?;
    let waiting = async || page.show("sign-in-waiting").await;
    album.keep_waiting_with("107-browser-waiting", waiting).await?;
    refuse(desktop).await?;
    page.show("sign-in-failed").await?;
    album.keep("108-browser-refused").await?;
    page.click("tenant-save-open").await?;
    page.element("error-card").await?;
    album.keep("109-nobody-signed-in").await?;
    page.click("sign-in-browser").await?;
    page.element("sign-in-dialog").await?;
    album.keep_waiting("110-sign-in-again").await?;
    refuse(desktop).await?;
    page.text_with("sign-in-dialog", "The person said no.").await?;
    album.keep("111-sign-in-again-refused").await?;
    page.press("Escape").await?;
    page.gone("sign-in-dialog").await?;
    super::tour::to_welcome(page).await
}

/// Goes where the browser was sent to come back to, as a provider does that was told no.
async fn refuse(desktop: &Desktop) -> Result<()> {
    let link = reqwest::Url::parse(&desktop.opened_link().await?)?;
    let of = |name: &str| link.query_pairs().find(|(it, _)| it == name).map(|(_, it)| it);
    let mut back = reqwest::Url::parse(&of("redirect_uri").unwrap_or_default())?;
    back.query_pairs_mut()
        .append_pair("state", &of("state").unwrap_or_default())
        .append_pair("error", "access_denied")
        .append_pair("error_description", "The person said no.");
    issuer::browser().get(back.as_str()).send().await?;
    Ok(())
}

/// A token that tells when it ends: soon, and before now.
async fn tokens(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    let base_url = stage.odd();
    let soon = jwt(now()? + 2 * HOUR);
    tenants::add_and_open(page, Tenant { name: "Ending", base_url, token: &soon }).await?;
    directory::first_rows(page).await?;
    album
        .keep_opened("112-token-ends-soon", async || {
            page.click("status-token").await?;
            page.element("token-popover").await.map(drop)
        })
        .await?;
    super::tour::to_welcome(page).await?;
    tenants::add_and_open(page, Tenant { name: "Ended", base_url, token: &jwt_over()? }).await?;
    directory::first_rows(page).await?;
    page.element("expiry-banner").await?;
    album.keep("113-token-over").await
}

/// A filter of which it is not known whether the server can do it, one that it refuses, and a search without a hit.
async fn filters(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    filter::write(page, "active eq true").await?;
    page.press("Escape").await?;
    page.element("filter-doubt").await?;
    album.keep("114-filter-doubt").await?;
    album
        .keep_opened("115-palette-nothing", async || {
            filter::ask_palette(page, ">no such command").await?;
            page.text_with("palette", "Nothing here is called that").await.map(drop)
        })
        .await?;
    super::tour::to_welcome(page).await?;
    super::tour::add(page, "Strict", stage.strict()).await?;
    directory::first_rows(page).await?;
    filter::apply(page, "userName eq \"ada\"").await?;
    page.element("error-card").await?;
    album.keep("116-filter-refused").await?;
    super::tour::to_welcome(page).await
}

/// Why a list waits, and one of which the reading was cancelled.
async fn cancelled(album: &Album<'_>, stage: &Stage) -> Result<()> {
    let page = album.page();
    super::tour::add(page, "Pausing", stage.pausing()).await?;
    page.text_with("list-wait", "pause").await?;
    let why = async || {
        // What is open since the size before lies where the button is.
        if page.has("pause").await? {
            page.press("Escape").await?;
            page.gone("pause").await?;
        }
        page.click("status-pause").await?;
        page.element("pause").await.map(drop)
    };
    album.keep_waiting_with("117-pause-why", why).await?;
    page.press("Escape").await?;
    page.gone("pause").await?;
    page.click_css("[data-testid=list-wait] button").await?;
    page.text_with("app", "Reading was cancelled").await?;
    album.keep("118-list-cancelled").await?;
    super::tour::to_welcome(page).await
}

/// What was read before the server stopped answering stays, and is said to be old.
async fn gone(album: &Album<'_>, stage: &mut Stage) -> Result<()> {
    let page = album.page();
    super::tour::add(page, "Gone", stage.fading()).await?;
    directory::first_rows(page).await?;
    directory::focus(page).await?;
    page.press("Enter").await?;
    page.element("resource-screen").await?;
    stage.fade();
    page.press("F5").await?;
    page.element("resource-not-read").await?;
    album.keep("119-resource-not-read").await?;
    page.press("Alt+ArrowLeft").await?;
    directory::first_rows(page).await?;
    directory::focus(page).await?;
    page.press("F5").await?;
    page.element("list-not-read").await?;
    album.keep("120-list-not-read-again").await
}

async fn leave_form(page: &Page) -> Result<()> {
    page.click("tenant-cancel").await?;
    page.element("welcome-add-tenant").await.map(drop)
}

fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

fn jwt_over() -> Result<String> {
    Ok(jwt(now()? - HOUR))
}

/// A token that says something of itself; nobody verifies its signature.
fn jwt(expires: u64) -> String {
    let part = |it: Value| BASE64_URL_SAFE_NO_PAD.encode(it.to_string());
    let claims = json!({
        "iss": "https://login.example.com/oauth2", "sub": "scim-client", "aud": ["scim"],
        "scope": "users.read groups.read", "iat": expires - 30 * 24 * HOUR, "exp": expires,
    });
    [part(json!({ "alg": "RS256", "typ": "JWT" })), part(claims), "c2lnbmF0dXJl".to_owned()]
        .join(".")
}
