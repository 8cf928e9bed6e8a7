//! Every way in which a server can fail has a message of its own on the screen: what happened,
//! why, what to do. Nothing hangs, and what waits can be cancelled.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::faults::{Fault, FaultServer, UntrustedServer, refused_port};
use tests::page::Page;
use tests::tenants::{self, Step, Tenant};
use tests::wait;

const TOKEN: &str = "canary-token-of-a-faulty-server-51d0";

/// A base URL that cannot work, and words that the message about it must hold.
struct Case {
    name: &'static str,
    base_url: String,
    words: Vec<String>,
}

fn case(name: &'static str, base_url: &str, words: &[&str]) -> Case {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    Case { name, base_url: base_url.to_owned(), words }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connection_test_names_each_fault() -> Result<()> {
    let elsewhere = FaultServer::start(Fault::Plain).await?;
    let unauthorized = FaultServer::start(Fault::Unauthorized).await?;
    let login = FaultServer::start(Fault::LoginPage).await?;
    let redirect = FaultServer::start(Fault::RedirectTo(elsewhere.base_url())).await?;
    let other = FaultServer::start(Fault::OtherJson).await?;
    let silent = FaultServer::start(Fault::Silent).await?;
    let endless = FaultServer::start(Fault::Endless).await?;
    let untrusted = UntrustedServer::start().await?;
    let port = refused_port()?.to_string();
    let refused = format!("http://127.0.0.1:{port}/scim/v2");
    let cases = [
        case(
            "unknown host",
            "https://no-such-host.invalid/scim/v2",
            &["no-such-host.invalid", "unknown"],
        ),
        case("refused port", &refused, &[&port, "refused"]),
        case("untrusted certificate", &untrusted.base_url(), &["certificate", "localhost"]),
        case("401", &unauthorized.base_url(), &["401", "token expired on Monday"]),
        case("login page", &login.base_url(), &["web page", "Sign in to Aurelia"]),
        case("redirect", &redirect.base_url(), &[elsewhere.origin(), "redirect"]),
        case("not SCIM", &other.base_url(), &["not SCIM"]),
        case("silence", &silent.base_url(), &["never answered"]),
        case("endless body", &endless.base_url(), &["too large"]),
    ];
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &[], async |page| {
        let tenant = Tenant { name: "Faulty", base_url: &refused, token: TOKEN };
        tenants::fill_form(page, tenant).await?;
        page.fill("field-totalSeconds", "3").await?;
        let mut messages = BTreeSet::new();
        for case in &cases {
            page.fill("field-baseUrl", &case.base_url).await?;
            let steps = tenants::test_connection(page).await?;
            let message = message_of(case, &steps)?;
            ensure!(messages.insert(message), "{}: the same message as before", case.name);
        }
        Ok(())
    })
    .await?;
    ensure!(untrusted.handshakes() == 0, "an untrusted certificate was accepted");
    ensure!(elsewhere.requests() == 0, "a redirect to another origin was followed");
    ensure!(redirect.requests() > 0, "the redirecting server was never asked");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_cannot_be_used_is_said_to_be_so_before_anything_is_sent() -> Result<()> {
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &[], async |page| {
        for (address, words) in
            [("ftp://files.example.org/scim", "ftp"), ("http://scim.example.org/v2", "http")]
        {
            if !page.has("tenant-form").await? {
                page.click("welcome-add-tenant").await?;
            }
            page.fill("field-name", "Unusable").await?;
            page.fill("field-baseUrl", address).await?;
            page.fill("field-token", TOKEN).await?;
            page.click("tenant-test").await?;
            page.text_with("tenant-form", words).await.with_context(|| address.to_owned())?;
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_faulty_server_shows_a_card_with_what_to_do() -> Result<()> {
    let unauthorized = FaultServer::start(Fault::Unauthorized).await?;
    let login = FaultServer::start(Fault::LoginPage).await?;
    let port = refused_port()?;
    let refused = format!("http://127.0.0.1:{port}/scim/v2");
    for (base_url, code) in [
        (unauthorized.base_url(), "unauthorized"),
        (login.base_url(), "notScim"),
        (refused, "unreachable"),
    ] {
        let desktop = Desktop::new(Keychain::Unlocked).await?;
        with_app(&desktop, &[], async |page| {
            let tenant = Tenant { name: "Faulty", base_url: &base_url, token: TOKEN };
            tenants::fill_form(page, tenant).await?;
            page.click("tenant-save-open").await?;
            let card = page.element("error-card").await?;
            let said = card.attr("data-code").await?;
            ensure!(said.as_deref() == Some(code), "{base_url}: {said:?} instead of {code}");
            Ok(())
        })
        .await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_answers_can_be_cancelled() -> Result<()> {
    let silent = FaultServer::start(Fault::Silent).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let base_url = silent.base_url();
        let tenant = Tenant { name: "Silent", base_url: &base_url, token: TOKEN };
        tenants::fill_form(page, tenant).await?;
        page.click("tenant-test").await?;
        wait::until("a request to the silent server", async || {
            Ok((silent.requests() > 0).then_some(()))
        })
        .await?;
        page.click("tenant-test-cancel").await?;
        page.element("tenant-test").await?;
        page.click("tenant-save-open").await?;
        cancel_opening(page).await
    })
    .await
}

async fn cancel_opening(page: &Page) -> Result<()> {
    page.click_named("button", "Cancel").await?;
    wait::until("the window to be usable again", async || {
        let is_opening = page.has("tenant-opening").await?;
        Ok((!is_opening && page.has("nav-add-tenant").await?).then_some(()))
    })
    .await
}

/// The text of the step that failed, which must hold the case's words.
fn message_of(case: &Case, steps: &[Step]) -> Result<String> {
    let failed = steps
        .iter()
        .find(|step| step.state == "failed")
        .with_context(|| format!("{}: nothing failed: {steps:#?}", case.name))?;
    let text = failed.text.clone();
    for word in &case.words {
        ensure!(
            text.to_lowercase().contains(&word.to_lowercase()),
            "{}: the message does not say {word:?}: {text}",
            case.name
        );
    }
    ensure!(text.lines().count() >= 3, "{}: what, why and what to do: {text}", case.name);
    Ok(text)
}
