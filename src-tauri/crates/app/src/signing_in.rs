//! The commands around signing in: with the browser, what is known of a token, what may be run.

use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use client::auth::certificate::Facts;
use client::auth::expiry::{self, Notice, Subject, Urgency, Validity};
use client::auth::jwt::Jwt;
use client::auth::pasted::{self, Pasted};
use client::auth::tokens::Tokens;
use client::auth::{BrowserSignIn, command, headers};
use client::base_url::BaseUrl;
use client::session::Session;
use client::settings::{Auth, Settings};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use store::TenantRow;

use crate::App;
use crate::api::Empty;
use crate::api::event::AppEvent;
use crate::api::sign_in::{
    CertificateFacts, CertificateLook, CertificateLooked, CommandRead, CommandSettings,
    ExpiryNotice, SignInWaiting, TenantToken, TokenFacts,
};
use crate::api::tenants::{Authentication, TenantDraft, TenantRef};
use crate::call::Call;
use crate::error::Fault;
use crate::open_tenant::context;
use crate::recorder::History;
use crate::secret_look::jwt_in;
use crate::secret_names::REFRESH_TOKEN;
use crate::sign_in::{self, invalid};
use crate::state::Question;
use crate::transport::{self, Ask};
use crate::{credentials, draft, opening, tenants, testing};

/// How long it is waited for a person at the browser.
const PATIENCE: Duration = Duration::from_secs(300);

pub(crate) async fn tenant_sign_in(
    app: &App,
    request: TenantRef,
    call: &Call<SignInWaiting>,
) -> Result<TenantToken, Fault> {
    let id = request.tenant_id;
    let of = id.clone();
    let settings = app
        .blocking(move |app| {
            let _unchanged = app.changing_tenants();
            opening::settings(app, &tenants::own_row(app, &of)?)
        })
        .await?;
    sign_in(app, &id, settings, call).await
}

pub(crate) async fn draft_sign_in(
    app: &App,
    draft: TenantDraft,
    call: &Call<SignInWaiting>,
) -> Result<TenantToken, Fault> {
    let window = call.window.clone();
    let prepared = app.blocking(move |app| testing::prepared(app, &draft, &window)).await?;
    let (id, settings) = prepared;
    sign_in(app, &id, settings, call).await
}

async fn sign_in(
    app: &App,
    id: &str,
    settings: Settings,
    call: &Call<SignInWaiting>,
) -> Result<TenantToken, Fault> {
    let known = settings.clone();
    let session = Session::open(settings, Arc::new(History::new(app, id)))?;
    let seconds = u32::try_from(PATIENCE.as_secs()).unwrap_or(u32::MAX);
    let with = BrowserSignIn {
        open: app.config().open_url.as_ref(),
        on_waiting: &|it| {
            call.send(&SignInWaiting { url: it.url, not_opened: it.not_opened, seconds });
        },
        limit: PATIENCE,
    };
    session.sign_in(&with, &context("Sign-in", &call.cancel)).await?;
    Ok(described(&known, Timestamp::now()))
}

pub(crate) async fn tenant_sign_out(
    app: &App,
    request: TenantRef,
    call: &Call<Empty>,
) -> Result<Empty, Fault> {
    let window = call.window.clone();
    app.blocking(move |app| {
        let _changing = app.changing_tenants();
        let row = tenants::own_row(app, &request.tenant_id)?;
        app.tokens().forget(&row.id);
        app.close(&row.id);
        app.emit(AppEvent::TenantClosed { tenant_id: row.id.clone(), window });
        if crate::secret_names::Ways::of_row(&row).may_have(REFRESH_TOKEN) {
            credentials::keep_one(app, &row, REFRESH_TOKEN, None)?;
        }
        Ok(Empty {})
    })
    .await
}

pub(crate) async fn tenant_token(
    app: &App,
    request: TenantRef,
    _: &Call<Empty>,
) -> Result<TenantToken, Fault> {
    app.blocking(move |app| {
        let _unchanged = app.changing_tenants();
        let row = tenants::own_row(app, &request.tenant_id)?;
        Ok(described(&opening::settings(app, &row)?, Timestamp::now()))
    })
    .await
}

pub(crate) async fn token_renew(
    app: &App,
    request: TenantRef,
    _: &Call<Empty>,
) -> Result<Empty, Fault> {
    app.blocking(move |app| {
        // Settings from before a change would put other tokens in the place of those that came with it.
        let _unchanged = app.changing_tenants();
        let row = tenants::own_row(app, &request.tenant_id)?;
        match opening::settings(app, &row)?.auth {
            Auth::OAuth(oauth) => oauth.tokens.expire(),
            Auth::Command(command) => command.tokens.expire(),
            _ => {}
        }
        Ok(Empty {})
    })
    .await
}

pub(crate) async fn certificate_look(
    app: &App,
    request: CertificateLook,
    _: &Call<Empty>,
) -> Result<CertificateLooked, Fault> {
    let CertificateLook { format, value, passphrase } = request;
    // Opening PKCS#12 takes long on purpose.
    let certificate =
        app.blocking(move |_| sign_in::certificate(format, &value, passphrase.as_ref())).await?;
    let facts = certificate.facts();
    let expiry = expiry::notice(Subject::Certificate, facts.validity, Timestamp::now());
    Ok(CertificateLooked { certificate: of_certificate(facts), expiry: expiry.map(notice) })
}

pub(crate) async fn command_read(
    _: &App,
    request: CommandRead,
    _: &Call<Empty>,
) -> Result<CommandSettings, Fault> {
    let Some(words) = command::words(&request.text) else {
        return Err(invalid(
            "command",
            "A quote is not closed",
            "The command line has a quote without its other half.",
            "Put quotes on both sides of a word with spaces, or leave them out.",
        ));
    };
    let mut words = words.into_iter();
    let program = words.next().filter(|it| !it.is_empty()).ok_or_else(|| {
        invalid(
            "command",
            "There is no command",
            "Nothing was entered that could be run.",
            "Enter a program with its arguments, as in az account get-access-token.",
        )
    })?;
    Ok(CommandSettings { program, arguments: words.collect() })
}

/// What is known of the token and the certificate that a session would use, at a time.
fn described(settings: &Settings, now: Timestamp) -> TenantToken {
    let mut told = TenantToken::default();
    match &settings.auth {
        Auth::Bearer(token) => given(&mut told, Pasted::Token, token, now),
        Auth::ApiKey { key, .. } => given(&mut told, Pasted::Key, key, now),
        Auth::OAuth(oauth) => {
            fetched(&mut told, &oauth.tokens);
            use client::auth::oauth::Grant;
            told.renews = match &oauth.grant {
                Grant::AuthorizationCode { refresh_token, .. } => {
                    (refresh_token.is_some() && !oauth.tokens.came_without_refresh())
                        || oauth.tokens.held().is_some_and(|it| it.has_refresh_token)
                }
                _ => true,
            };
            // Nobody is told of the end of what is renewed by itself.
            if let Some(held) = oauth.tokens.held().filter(|_| !told.renews) {
                let made = Some(held.obtained_at);
                let validity = Validity { begins: None, ends: held.expires_at, made };
                told.notices.extend(expiry::notice(Subject::Token, validity, now).map(notice));
            }
        }
        Auth::Command(command) => {
            fetched(&mut told, &command.tokens);
            told.renews = true;
        }
        Auth::None | Auth::Basic { .. } => {}
    }
    if let Some(certificate) = &settings.certificate {
        let facts = certificate.facts();
        let end = expiry::notice(Subject::Certificate, facts.validity, now);
        told.notices.extend(end.map(notice));
        told.certificate = Some(of_certificate(facts));
    }
    told
}

/// What a token or a key says of itself that is sent as a person gave it.
fn given(told: &mut TenantToken, kind: Pasted, secret: &SecretString, now: Timestamp) {
    let jwt = jwt_in(&pasted::look(kind, secret));
    let validity = jwt.as_ref().map(validity).unwrap_or_default();
    told.expires_at = validity.ends.map(|it| it.to_string());
    told.notices.extend(expiry::notice(Subject::Token, validity, now).map(notice));
    told.jwt = jwt.map(facts);
}

fn fetched(told: &mut TenantToken, tokens: &Tokens) {
    let Some(held) = tokens.held() else { return };
    told.obtained_at = Some(held.obtained_at.to_string());
    told.expires_at = held.expires_at.map(|it| it.to_string());
    let scope = held.scope.unwrap_or_default();
    told.scopes = scope.split_whitespace().map(str::to_owned).collect();
    told.jwt = Jwt::read(held.value.expose_secret()).map(facts);
}

pub(crate) fn validity(jwt: &Jwt) -> Validity {
    Validity { begins: jwt.not_before, ends: jwt.expires_at, made: jwt.issued_at }
}

pub(crate) fn facts(jwt: Jwt) -> TokenFacts {
    TokenFacts {
        issuer: jwt.issuer,
        subject: jwt.subject,
        audience: jwt.audience,
        scopes: jwt.scopes,
        algorithm: jwt.algorithm,
        issued_at: jwt.issued_at.map(|it| it.to_string()),
        expires_at: jwt.expires_at.map(|it| it.to_string()),
    }
}

pub(crate) fn of_certificate(facts: &Facts) -> CertificateFacts {
    CertificateFacts {
        subject: facts.subject.clone(),
        issuer: facts.issuer.clone(),
        valid_from: facts.validity.begins.map(|it| it.to_string()),
        valid_to: facts.validity.ends.map(|it| it.to_string()),
        chain_length: u32::try_from(facts.chain_length).unwrap_or(u32::MAX),
    }
}

pub(crate) fn notice(it: Notice) -> ExpiryNotice {
    ExpiryNotice {
        is_unusable: it.urgency != Urgency::Soon,
        title: it.title,
        detail: it.detail,
        hint: it.hint,
    }
}

/// A tenant that is to be changed or tried.
pub(crate) struct Change<'a> {
    /// As it is stored.
    pub(crate) before: Option<TenantRow>,
    /// As it is to be, with what the form says nothing of.
    pub(crate) draft: TenantDraft,
    /// Nobody else changes tenants meanwhile.
    pub(crate) unchanged: MutexGuard<'a, ()>,
}

/// The leave to change the tenant of a draft. Where a program is named for it, its token goes to another server, or the way
/// to its server becomes less safe, a person is asked before, outside of the window; nobody else waits for that. `check` says whether it is of any use to
/// ask. Blocks.
///
/// # Errors
/// [`Fault::NotAllowed`], and what `check` says.
pub(crate) fn changing<'a, T>(
    app: &'a App,
    draft: &TenantDraft,
    base: &BaseUrl,
    check: impl Fn(&App, Option<&TenantRow>, &TenantDraft) -> Result<T, Fault>,
) -> Result<Change<'a>, Fault> {
    loop {
        let unchanged = app.changing_tenants();
        let before = draft.id.as_deref().map(|id| tenants::own_row(app, id)).transpose()?;
        let draft = draft::filled(before.as_ref(), draft, base);
        let command = to_be_allowed(app, before.as_ref(), &draft, base);
        let asks = transport::asks(before.as_ref(), &draft, base);
        let id = draft.id.as_deref();
        let ask = asks.into_iter().find(|it| !app.is_allowed(id, &it.key));
        if command.is_none() && ask.is_none() {
            return Ok(Change { before, draft, unchanged });
        }
        check(app, before.as_ref(), &draft)?;
        drop(unchanged);
        // Asked anew whether it is still to be asked: the tenant may be another one by then.
        match (command, ask) {
            (Some(command), _) => ask_to_run(app, draft.id.as_deref(), &command, base)?,
            (None, Some(ask)) => ask_to_go(app, draft.id.as_deref(), ask)?,
            (None, None) => {}
        }
    }
}

/// A program that nobody has allowed to be run for this server yet.
struct Unallowed {
    program: String,
    line: String,
    /// What a person should know of it, as a paragraph of its own; empty for nothing.
    warning: String,
    /// What is remembered once it is allowed.
    key: String,
}

fn to_be_allowed(
    app: &App,
    before: Option<&TenantRow>,
    draft: &TenantDraft,
    base: &BaseUrl,
) -> Option<Unallowed> {
    let command = draft.sign_in.as_ref().and_then(|it| it.command.as_ref());
    let command = command.filter(|_| draft.authentication == Authentication::Command)?;
    let is_same = before.is_some_and(|row| {
        tenants::authentication(row) == Authentication::Command
            && sign_in::of_row(row).command.as_ref() == Some(command)
            && BaseUrl::parse(&row.base_url).is_ok_and(|it| it.origin() == base.origin())
    });
    let words: Vec<String> = std::iter::once(&command.program)
        .chain(&command.arguments)
        .map(|it| format!("{it:?}"))
        .collect();
    let line = words.join(" ");
    let key = format!("{} {line}", base.origin());
    let is_allowed = is_same || app.is_allowed(draft.id.as_deref(), &key);
    let warning = secret_argument(command).map_or_else(String::new, |name| {
        format!(
            "\n\nOne of its arguments looks like a secret ({name}). Arguments are kept with the settings of the tenant, and \
             other programs can see them: let the program read it from somewhere else, if it can."
        )
    });
    (!is_allowed).then(|| Unallowed { program: command.program.clone(), line, warning, key })
}

/// Asks a person whether a server may be reached in a way that is less safe.
fn ask_to_go(app: &App, tenant_id: Option<&str>, ask: Ask) -> Result<(), Fault> {
    if !app.config().confirm.confirm(&ask.question) {
        return Err(ask.refused);
    }
    app.allow(tenant_id, ask.key);
    Ok(())
}

/// Asks a person whether a program may be run.
fn ask_to_run(
    app: &App,
    tenant_id: Option<&str>,
    command: &Unallowed,
    base: &BaseUrl,
) -> Result<(), Fault> {
    let Unallowed { line, warning, .. } = command;
    let question = Question {
        title: "Run a command to sign in?".to_owned(),
        text: format!(
            "Scimscope will run this program on your computer whenever it needs a token, and send what it prints to {}:\n\n{line}{warning}",
            base.origin()
        ),
        yes: "Run it".to_owned(),
    };
    if !app.config().confirm.confirm(&question) {
        return Err(Fault::NotAllowed { program: command.program.clone() });
    }
    app.allow(tenant_id, command.key.clone());
    Ok(())
}

/// The name of an argument of a command that looks like a secret: whoever looks at the programs that run sees it.
fn secret_argument(command: &CommandSettings) -> Option<String> {
    let mut arguments = command.arguments.iter().peekable();
    while let Some(it) = arguments.next() {
        let (name, value) = it.split_once('=').map_or((it.as_str(), None), |(a, b)| (a, Some(b)));
        let is_named = it.starts_with(['-', '/']) || value.is_some();
        let has_value = value.is_some_and(|it| !it.is_empty())
            || (value.is_none() && arguments.peek().is_some_and(|it| !it.starts_with('-')));
        if is_named && has_value && headers::is_secret(name.trim_start_matches(['-', '/'])) {
            return Some(name.to_owned());
        }
        if Jwt::read(it).is_some() {
            return Some("a token".to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_that_looks_like_a_secret_is_noticed() {
        let noticed = |line: &str| {
            let mut words = command::words(line).unwrap().into_iter();
            let program = words.next().unwrap();
            secret_argument(&CommandSettings { program, arguments: words.collect() })
        };
        for (line, name) in [
            ("x --client-secret hunter2", "--client-secret"),
            ("x --password=hunter2", "--password"),
            ("x token=abc", "token"),
            ("curl -H x eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln", "a token"),
        ] {
            assert_eq!(noticed(line).as_deref(), Some(name), "{line}");
        }
        for line in [
            "az account get-access-token --resource https://scim.example.com",
            "gcloud auth print-access-token ada",
            "x --token --verbose",
            "x --token=",
        ] {
            assert_eq!(noticed(line), None, "{line}");
        }
    }
}
