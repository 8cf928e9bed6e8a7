//! Every way in which a server can fail has a message of its own on the screen: what happened,
//! why, what to do; the connection test names the step and marks the setting at fault. What can be shown is shown, and flagged. Nothing hangs, and what waits can be
//! cancelled. The faults are those of the table in the crate `faults`.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use faults::certificate::Authority;
use faults::fault::{Fault, Outcome, Shown, Stage, Told};
use faults::server::FaultServer;
use faults::{table, verdicts};
use serde::Deserialize;
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::directory;
use tests::page::Page;
use tests::tenants::{self, OAuth, Step, Tenant};
use tests::wait;

const TOKEN: &str = "canary-token-51d0";
const CLIENT_SECRET: &str = "canary-client-secret-51d0";

/// Directories that are opened on the screen; the table's own test goes through all of them.
const SHOWN: &[&str] = &[
    "type-html",
    "bom",
    "invalid-utf-8",
    "lower-case",
    "resources-null",
    "duplicate-keys",
    "huge-number",
    "deep",
    "proto",
    "no-id",
    "total-too-large",
    "duplicate-ids",
    "first-page-again",
];

/// What was said, without its numbers, and about which fault: no two may say the same.
#[derive(Default)]
struct Said(HashMap<String, &'static str>);

impl Said {
    fn note(&mut self, id: &'static str, text: &str) -> Result<()> {
        let particular = text.chars().filter(|it| !it.is_ascii_digit()).collect();
        let before = self.0.insert(particular, id);
        ensure!(before.is_none(), "{id} says the same as {before:?}: {text}");
        Ok(())
    }
}

/// The faults that end in words, with the words. Those that send many megabytes are left to the
/// table's own test, which measures them.
fn told() -> Vec<(Fault, Told)> {
    let is_heavy = |fault: &Fault| fault.most_sent_mib.is_some_and(|most| most > 1);
    let told = |fault: Fault| match fault.outcome.clone() {
        Outcome::Told(told) if !is_heavy(&fault) => Some((fault, told)),
        _ => None,
    };
    table::all().into_iter().filter_map(told).collect()
}

fn check(id: &str, told: &Told, text: &str) -> Result<()> {
    let text = text.to_lowercase();
    for words in [told.title].iter().chain(told.words) {
        ensure!(text.contains(&words.to_lowercase()), "{id} does not say {words:?}: {text}");
    }
    for secret in [TOKEN, CLIENT_SECRET, table::token::ISSUED] {
        ensure!(!text.contains(secret), "{id} shows a secret: {text}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connection_test_names_each_fault() -> Result<()> {
    let authority = Authority::new()?;
    let mut desktop = Desktop::new(Keychain::Absent).await?;
    desktop.trust(&authority.pem())?;
    with_app(&desktop, &[], async |page| {
        let first = Tenant { name: "Faulty", base_url: "https://scim.example.org", token: TOKEN };
        tenants::fill_form(page, first).await?;
        let mut said = Said::default();
        let mut patience = 0;
        let (with_token, issued): (Vec<_>, Vec<_>) = told()
            .into_iter()
            .filter(|(_, told)| told.at < Stage::Resource)
            .partition(|(fault, _)| fault.token_endpoint.is_none());
        for (fault, told) in with_token.into_iter().chain(issued) {
            if fault.patience != patience {
                patience = fault.patience;
                fill(page, "field-connectSeconds", &patience.min(20).to_string()).await?;
                fill(page, "field-totalSeconds", &patience.to_string()).await?;
            }
            let server = FaultServer::start(&fault, &authority).await?;
            fill(page, "field-baseUrl", server.base_url()).await?;
            if let Some(url) = server.token_endpoint() {
                sign_in_as_client(page, url).await?;
            }
            if told.at == Stage::Form {
                page.click("tenant-test").await?;
                // The field itself says why; there is no room for more.
                let words = told.words.first().copied().unwrap_or_default();
                page.text_with("tenant-form", words).await.with_context(|| fault.id)?;
                continue;
            }
            let step = failed_step(page).await.with_context(|| fault.id)?;
            check(fault.id, &told, &step.text)?;
            said.note(fault.id, &step.text)?;
            is_placed(page, fault.id, &step).await.with_context(|| fault.id)?;
            ensure!(server.requests_elsewhere() == 0, "{}: another server was asked", fault.id);
        }
        Ok(())
    })
    .await
}

/// The step that failed.
async fn failed_step(page: &Page) -> Result<Step> {
    let steps = tenants::test_connection(page).await?;
    let failed = steps.iter().find(|step| step.state == "failed");
    Ok(failed.with_context(|| format!("nothing failed: {steps:#?}"))?.clone())
}

/// Has the tenant of the form get its tokens at this address.
async fn sign_in_as_client(page: &Page, token_endpoint: &str) -> Result<()> {
    if !page.has("field-clientSecret").await? {
        let oauth = OAuth { token_endpoint, client_id: "app" };
        tenants::sign_in_with_oauth(page, "Client credentials", oauth).await?;
        fill(page, "field-clientSecret", CLIENT_SECRET).await?;
    }
    fill(page, "field-tokenEndpoint", token_endpoint).await
}

/// A control that is marked as wrong, and what is read out with it.
#[derive(Debug, Deserialize)]
struct Marked {
    id: String,
    described: String,
}

const MARKED: &str = "const said = (id) => document.getElementById(id)?.innerText ?? '';
    const described = (it) => (it.getAttribute('aria-describedby') ?? '').split(' ').map(said).join(' ');
    return [...document.querySelectorAll('[data-testid=tenant-form] [aria-invalid=true]')]
      .map((it) => ({ id: it.dataset.testid ?? '', described: described(it) }))";

/// The step is the one that fails, and the setting at fault is marked with the cause; nothing is where none is.
async fn is_placed(page: &Page, id: &str, step: &Step) -> Result<()> {
    let (name, field) = verdicts::failed(id).context("its verdict names no step that fails")?;
    ensure!(step.name == name, "{} failed, not {name}", step.name);
    let marked: Vec<Marked> = page.js(MARKED, Vec::new()).await?;
    let Some(field) = field else {
        ensure!(marked.is_empty(), "nothing in the form is at fault: {marked:#?}");
        return Ok(());
    };
    let cause = step.text.split_once("Cause").and_then(|(_, rest)| rest.split_once("Remedy"));
    let cause = in_one_line(cause.context("no cause is told")?.0);
    ensure!(!marked.is_empty(), "{field} is not marked");
    for it in &marked {
        let is_its_own = it.id.starts_with(&format!("field-{field}"));
        // The resource is what some providers call the audience.
        let is_beside = field == "audience" && it.id == "field-resource";
        ensure!(is_its_own || is_beside, "{} is marked, not {field}", it.id);
        ensure!(in_one_line(&it.described).contains(&cause), "{it:#?} does not say {cause}");
    }
    Ok(())
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_shows_a_card_for_each_kind_of_fault_or_the_directory_with_what_is_odd()
-> Result<()> {
    let authority = Authority::new()?;
    let mut desktop = Desktop::new(Keychain::Unlocked).await?;
    desktop.trust(&authority.pem())?;
    with_app(&desktop, &[], async |page| {
        let mut said = Said::default();
        // Those that only take long are seen in the connection test, and of each code and place two will do
        // here: the words are the same everywhere, as the table's own test makes sure.
        let mut cards: HashMap<(&str, Stage), usize> = HashMap::new();
        let quick = |fault: &Fault| fault.patience >= 20;
        for (fault, told) in told() {
            let is_shown_here = matches!(told.at, Stage::Opening | Stage::List) && quick(&fault);
            if !is_shown_here || fault.token_endpoint.is_some() {
                continue;
            }
            let shown = cards.entry((told.code, told.at)).or_default();
            *shown += 1;
            if *shown > 2 {
                continue;
            }
            let server = FaultServer::start(&fault, &authority).await?;
            open(page, server.base_url()).await.with_context(|| fault.id)?;
            let (code, text) = card(page, told.title).await.with_context(|| fault.id)?;
            ensure!(code == told.code, "{}: {code} instead of {}", fault.id, told.code);
            check(fault.id, &told, &text)?;
            said.note(fault.id, &text)?;
        }
        for id in SHOWN {
            let fault = table::named(id).with_context(|| format!("the table lacks {id}"))?;
            let Outcome::Shown(shown) = &fault.outcome else { continue };
            let server = FaultServer::start(&fault, &authority).await?;
            open(page, server.base_url()).await.with_context(|| fault.id)?;
            is_shown(page, shown).await.with_context(|| fault.id)?;
        }
        Ok(())
    })
    .await
}

/// Adds a tenant and opens it.
async fn open(page: &Page, base_url: &str) -> Result<()> {
    if page.has("welcome-add-tenant").await? {
        page.click("welcome-add-tenant").await?;
    } else {
        page.click("tenant-switcher").await?;
        page.click_named("option", "Add a tenant…").await?;
    }
    page.element("tenant-form").await?;
    fill(page, "field-baseUrl", base_url).await?;
    fill(page, "field-token", TOKEN).await?;
    page.click("tenant-save-open").await
}

/// Fills a field; a form that has just been drawn may be drawn once more while somebody types.
async fn fill(page: &Page, field: &str, text: &str) -> Result<()> {
    wait::until(&format!("{text:?} in {field}"), async || page.fill(field, text).await.map(Some))
        .await
}

/// The code and the text of the error card, once it has this title.
async fn card(page: &Page, title: &str) -> Result<(String, String)> {
    let text = page.text_with("error-card", title).await?;
    let code = wait::until("the code of the card", async || {
        page.attribute("error-card", "data-code").await
    });
    Ok((code.await?, text))
}

/// The rows are on the screen, and the list's findings say what is odd.
async fn is_shown(page: &Page, shown: &Shown) -> Result<()> {
    if shown.rows.is_empty() {
        page.element("list-empty").await?;
    } else {
        wait::until("the rows", async || {
            let rows = directory::rows(page).await?;
            let all = shown.rows.iter().enumerate().all(|(index, title)| {
                rows.iter().any(|row| row.index == index && row.cells.iter().any(|it| it == title))
            });
            Ok(all.then_some(()))
        })
        .await?;
    }
    if !shown.flagged.is_empty() {
        page.click("list-findings-button").await?;
        for (_, words) in shown.flagged {
            // Names stand between backticks in the text, and in letters of their own on the screen.
            page.text_with("list-findings", &words.replace('`', "")).await?;
        }
        page.press("Escape").await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_answers_can_be_cancelled() -> Result<()> {
    let silent = table::named("silent").context("the table lacks it")?;
    let silent = FaultServer::start(&silent, &Authority::new()?).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let tenant = Tenant { name: "Silent", base_url: silent.base_url(), token: TOKEN };
        tenants::fill_form(page, tenant).await?;
        page.click("tenant-test").await?;
        wait::until("a request to the silent server", async || {
            Ok((silent.requests() > 0).then_some(()))
        })
        .await?;
        page.click("tenant-test-cancel").await?;
        page.gone("tenant-test-cancel").await?;
        page.click("tenant-save-open").await?;
        cancel_opening(page).await
    })
    .await
}

async fn cancel_opening(page: &Page) -> Result<()> {
    // The form has a button of that name, too, until it makes room.
    page.click_css("[data-testid=tenant-opening] button").await?;
    wait::until("the window to be usable again", async || {
        let is_opening = page.has("tenant-opening").await?;
        Ok((!is_opening && page.has("nav-add-tenant").await?).then_some(()))
    })
    .await
}
