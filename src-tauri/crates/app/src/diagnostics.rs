//! The file for bug reports and the end of the app's own log. The file says how Scimscope and its storage are, and
//! nothing of who uses it, for what, or with which servers.

mod guard;
mod system;

use std::fmt::Write as _;

use jiff::Timestamp;
use store::{ExchangeFilter, TenantRow};

use crate::App;
use crate::api::Empty;
use crate::api::diagnostics::{Diagnostics, DiagnosticsSaved, LogTail};
use crate::api::tenants::{SecretState, Tenant};
use crate::call::Call;
use crate::credentials::Look;
use crate::error::Fault;
use crate::tenants::{is_built_in, word};
use crate::{log, opening, saving, start, storage, tenants};
use guard::Guard;

/// How much of the log is shown.
const LOG_SHOWN: usize = 64 * 1024;
/// How much of it goes into the file.
const LOG_REPORTED: usize = 24 * 1024;
/// What is never in the file.
const LEFT_OUT: &[&str] = &[
    "Names, base URLs and hosts of tenants: they are tenant 1, tenant 2 and so on.",
    "Tokens, passwords, passphrases and the key of the database.",
    "Requests and answers: of the history, only how many there are.",
    "The name of this computer and of its user; the home folder is ~.",
];

pub(crate) async fn diagnostics_preview(
    app: &App,
    _: Empty,
    call: &Call<Empty>,
) -> Result<Diagnostics, Fault> {
    let window = call.window.clone();
    app.blocking(move |app| {
        let diagnostics = preview(app)?;
        app.previews().remember_diagnostics(&window, diagnostics.clone());
        Ok(diagnostics)
    })
    .await
}

/// Saves what the window was shown; what it was not shown is written anew.
pub(crate) async fn diagnostics_save(
    app: &App,
    _: Empty,
    call: &Call<Empty>,
) -> Result<DiagnosticsSaved, Fault> {
    let window = call.window.clone();
    app.blocking(move |app| {
        let shown = app.previews().diagnostics(&window);
        let diagnostics = shown.map_or_else(|| preview(app), Ok)?;
        let path = saving::save(app, &diagnostics.file_name, &diagnostics.text)?;
        Ok(DiagnosticsSaved { path })
    })
    .await
}

pub(crate) async fn log_read(app: &App, _: Empty, _: &Call<Empty>) -> Result<LogTail, Fault> {
    app.blocking(|app| {
        let folder = &app.config().data_folder;
        Ok(LogTail {
            text: log::tail(folder, LOG_SHOWN),
            path: log::path(folder).display().to_string(),
        })
    })
    .await
}

/// Makes the file.
fn preview(app: &App) -> Result<Diagnostics, Fault> {
    let now = Timestamp::now();
    let (text, taken_out) = Guard::of(app).clean(&write(app, now)?);
    let mut left_out: Vec<String> = LEFT_OUT.iter().map(|&it| it.to_owned()).collect();
    if taken_out > 0 {
        left_out.push(format!(
            "{taken_out} places that a last search for names, hosts and secrets found; [taken out] stands there."
        ));
    }
    Ok(Diagnostics {
        file_name: format!("scimscope-diagnostics-{}.txt", now.strftime("%Y-%m-%d-%H%M%S")),
        text,
        left_out,
    })
}

fn write(app: &App, now: Timestamp) -> Result<String, Fault> {
    let mut text = String::from("Scimscope diagnostics\n");
    let mut versions = vec![
        ("made", now.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()),
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("build", if cfg!(debug_assertions) { "debug" } else { "release" }.to_owned()),
        ("running for", format!("{} s", app.runs_since().elapsed().as_secs())),
    ];
    versions.extend(app.config().surroundings.iter().cloned());
    section(&mut text, "Scimscope", versions);
    section(&mut text, "Computer", system::facts());
    section(&mut text, "Storage", storage_facts(app)?);
    let rows = app.store().tenants().list()?;
    let own = rows.iter().filter(|it| !is_built_in(&it.id));
    let mut look = Look::new(app);
    for (index, row) in own.enumerate() {
        let title = format!("Tenant {}", index + 1);
        section(&mut text, &title, tenant_facts(app, row, &mut look)?);
    }
    let failed = app.outcomes().failed();
    let failed = failed.iter().map(|it| (it.command, format!("{} at {:.0}", it.code, it.at)));
    section(&mut text, "Calls that failed in this run", failed);
    let _ = write!(text, "\n[Log]\n{}", log::tail(&app.config().data_folder, LOG_REPORTED));
    Ok(text)
}

fn section(
    text: &mut String,
    title: &str,
    facts: impl IntoIterator<Item = (&'static str, String)>,
) {
    // Writing to a String does not fail.
    let _ = write!(text, "\n[{title}]\n");
    let before = text.len();
    for (name, value) in facts {
        let _ = writeln!(text, "{name}: {value}");
    }
    if text.len() == before {
        text.push_str("none\n");
    }
}

fn storage_facts(app: &App) -> Result<Vec<(&'static str, String)>, Fault> {
    let told = start::report(app);
    let folder = &app.config().data_folder;
    let database = storage::database(folder);
    let bytes = |path: &std::path::Path| {
        path.metadata().map_or_else(|_| "none".to_owned(), |it| format!("{} bytes", it.len()))
    };
    let mut log_file = database.as_os_str().to_owned();
    log_file.push("-wal");
    let tenants = tenants::list(app)?;
    // Missing, or asked for each time and not given yet.
    let waits = |it: &&Tenant| matches!(it.secret, SecretState::Missing | SecretState::AskEachTime);
    let everything = app.store().exchanges().count(&ExchangeFilter::default())?;
    let columns = app.store().columns().list()?.len();
    let problem = told.keychain_problem.map(|it| format!("{}; {}", it.cause, it.said));
    Ok(vec![
        ("state", word(&told.state)),
        ("database", bytes(&database)),
        ("its log", bytes(log_file.as_ref())),
        ("schema version known", store::SCHEMA_VERSION.to_string()),
        ("encrypted file", format!("{}, {}", word(&told.passphrase), bytes(&app.vault().path()))),
        ("secrets are kept in", told.keychain_name),
        ("secrets can be kept", told.keychain_available.to_string()),
        ("keychain's problem", problem.unwrap_or_else(|| "none".to_owned())),
        ("tenants", tenants.len().to_string()),
        ("tenants without a secret at hand", tenants.iter().filter(waits).count().to_string()),
        ("requests in the history", everything.to_string()),
        ("tables with chosen columns", columns.to_string()),
    ])
}

/// Counts and what the server says that it can do; nothing that says which server it is.
fn tenant_facts(
    app: &App,
    row: &TenantRow,
    look: &mut Look<'_>,
) -> Result<Vec<(&'static str, String)>, Fault> {
    let of = ExchangeFilter { tenant_id: Some(row.id.clone()), ..ExchangeFilter::default() };
    let mut facts = vec![
        ("environment", row.environment.clone()),
        ("sign-in", row.auth.clone()),
        ("secret", word(&look.state(row))),
        ("https", row.base_url.starts_with("https:").to_string()),
        ("time limits", format!("{} s, {} s", row.connect_seconds, row.total_seconds)),
        ("requests in the history", app.store().exchanges().count(&of)?.to_string()),
    ];
    let Ok(open) = app.opened(&row.id) else {
        facts.push(("opened in this run", "no".to_owned()));
        return Ok(facts);
    };
    let can = opening::capabilities(&open.discovery.provider_config.value);
    let can =
        serde_json::to_string(&can).map_err(|error| Fault::Defect { reason: error.to_string() })?;
    facts.extend([
        ("opened in this run", "yes".to_owned()),
        ("resource types", open.resource_types().len().to_string()),
        ("schemas", open.discovery.schemas.value.len().to_string()),
        ("findings in its models", open.model_findings.len().to_string()),
        ("it says that it can", can),
    ]);
    Ok(facts)
}
