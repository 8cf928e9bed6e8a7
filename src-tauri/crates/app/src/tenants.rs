//! Configured tenants: listing, saving, forgetting them, and where their secrets are.

use client::base_url::BaseUrl;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Retention, Store, TenantRow};

use crate::App;
use crate::api::Empty;
use crate::api::tenants::{
    Authentication, BaseUrlRead, BaseUrlUnderstood, Colour, Environment, SecretChange,
    SecretProvide, SecretState, Tenant, TenantDraft, TenantRef,
};
use crate::call::Call;
use crate::error::Fault;

/// The id of the embedded sandbox tenant.
pub(crate) const SANDBOX: &str = "sandbox";
/// The tenant that exchanges belong to whose own is not saved yet.
pub(crate) const UNSAVED: &str = "unsaved";

const CONNECT_SECONDS: u32 = 10;
const TOTAL_SECONDS: u32 = 60;

/// Sees to it that the tenants exist that the history may name without a person having made them, and that history
/// past its time is gone.
pub(crate) fn prepare(store: &Store) -> Result<(), store::Error> {
    for (id, name, environment, colour) in [
        (SANDBOX, "Sandbox", Environment::Sandbox, Colour::Green),
        (UNSAVED, "Not saved", Environment::Test, Colour::Grey),
    ] {
        if store.tenants().get(id)?.is_none() {
            store.tenants().put(&TenantRow {
                id: id.to_owned(),
                name: name.to_owned(),
                environment: word(&environment),
                colour: word(&colour),
                base_url: String::new(),
                auth: word(&Authentication::Bearer),
                ask_each_time: false,
                connect_seconds: CONNECT_SECONDS,
                total_seconds: TOTAL_SECONDS,
                created_at: Timestamp::now(),
                last_opened_at: None,
            })?;
        }
    }
    store.exchanges().prune(Timestamp::now(), Retention::default())?;
    Ok(())
}

pub(crate) async fn base_url_read(
    _: &App,
    request: BaseUrlRead,
    _: &Call<Empty>,
) -> Result<BaseUrlUnderstood, Fault> {
    let base = parse_base_url(&request.text)?;
    Ok(BaseUrlUnderstood {
        base_url: base.as_str().to_owned(),
        host: authority(&base),
        credential_allowed: base.is_https() || base.is_loopback(),
    })
}

pub(crate) async fn tenant_list(
    app: &App,
    _: Empty,
    _: &Call<Empty>,
) -> Result<Vec<Tenant>, Fault> {
    app.blocking(list).await
}

pub(crate) async fn tenant_save(
    app: &App,
    draft: TenantDraft,
    _: &Call<Empty>,
) -> Result<Tenant, Fault> {
    app.blocking(move |app| save(app, &draft)).await
}

pub(crate) async fn tenant_forget(
    app: &App,
    request: TenantRef,
    _: &Call<Empty>,
) -> Result<Empty, Fault> {
    app.blocking(move |app| {
        row(app, &request.tenant_id)?;
        forget_secret(app, &request.tenant_id)?;
        app.close(&request.tenant_id);
        app.store().tenants().remove(&request.tenant_id)?;
        Ok(Empty {})
    })
    .await
}

pub(crate) async fn secret_provide(
    app: &App,
    request: SecretProvide,
    _: &Call<Empty>,
) -> Result<Empty, Fault> {
    if request.value.expose_secret().trim().is_empty() {
        return Err(empty_secret());
    }
    app.close(&request.tenant_id);
    app.give_secret(&request.tenant_id, Some(request.value));
    Ok(Empty {})
}

/// The configured tenants, most recently opened first.
pub(crate) fn list(app: &App) -> Result<Vec<Tenant>, Fault> {
    let mut rows = app.store().tenants().list()?;
    rows.retain(|it| it.id != SANDBOX && it.id != UNSAVED);
    rows.sort_by(|a, b| b.last_opened_at.cmp(&a.last_opened_at).then_with(|| a.name.cmp(&b.name)));
    Ok(rows.into_iter().map(|it| tenant(app, it)).collect())
}

/// The embedded sandbox as a tenant.
pub(crate) fn sandbox(app: &App) -> Tenant {
    let base_url = app.started_sandbox().map(|it| it.base_url().to_owned()).unwrap_or_default();
    Tenant {
        id: SANDBOX.to_owned(),
        name: "Sandbox".to_owned(),
        environment: Environment::Sandbox,
        colour: Colour::Green,
        host: host_of(&base_url).unwrap_or_else(|| "inside Scimscope".to_owned()),
        base_url,
        authentication: Authentication::Bearer,
        secret: SecretState::Given,
        ask_each_time: false,
        connect_seconds: CONNECT_SECONDS,
        total_seconds: TOTAL_SECONDS,
        last_opened_at: None,
    }
}

/// The stored row of a tenant.
pub(crate) fn row(app: &App, id: &str) -> Result<TenantRow, Fault> {
    let row = if id == UNSAVED { None } else { app.store().tenants().get(id)? };
    row.ok_or_else(|| Fault::NoTenant { id: id.to_owned() })
}

/// A stored row as the UI sees it.
pub(crate) fn tenant(app: &App, row: TenantRow) -> Tenant {
    if row.id == SANDBOX {
        return sandbox(app);
    }
    let authentication = from_word(&row.auth, Authentication::Bearer);
    Tenant {
        secret: secret_state(app, &row, authentication),
        name: row.name,
        environment: from_word(&row.environment, Environment::Production),
        colour: from_word(&row.colour, Colour::Grey),
        host: host_of(&row.base_url).unwrap_or_else(|| row.base_url.clone()),
        base_url: row.base_url,
        authentication,
        ask_each_time: row.ask_each_time,
        connect_seconds: row.connect_seconds,
        total_seconds: row.total_seconds,
        last_opened_at: row.last_opened_at.map(|it| it.to_string()),
        id: row.id,
    }
}

/// Makes a base URL of what a person pasted.
pub(crate) fn parse_base_url(text: &str) -> Result<BaseUrl, Fault> {
    Ok(BaseUrl::parse(text).map_err(client::error::Failure::from)?)
}

/// The secret of a tenant, from this run or from the keychain.
///
/// # Errors
/// [`Fault::SecretNeeded`] where a person has to give it.
pub(crate) fn secret(app: &App, row: &TenantRow) -> Result<SecretString, Fault> {
    if let Some(secret) = app.given_secret(&row.id) {
        return Ok(secret);
    }
    let needed =
        |reason: &str| Fault::SecretNeeded { tenant: row.name.clone(), reason: reason.to_owned() };
    if row.ask_each_time {
        return Err(needed(
            "This tenant's token is asked for each time Scimscope starts and kept in memory only.",
        ));
    }
    let secrets = &app.config().secrets;
    match secrets.read(&account(&row.id)) {
        Ok(Some(secret)) => Ok(secret),
        Ok(None) => Err(needed(&format!("{} has no token for this tenant.", secrets.name()))),
        Err(error) => Err(needed(&error.reason)),
    }
}

fn secret_state(app: &App, row: &TenantRow, authentication: Authentication) -> SecretState {
    if authentication == Authentication::None {
        return SecretState::NotNeeded;
    }
    if app.given_secret(&row.id).is_some() {
        return SecretState::Given;
    }
    if row.ask_each_time {
        return SecretState::AskEachTime;
    }
    match app.config().secrets.read(&account(&row.id)) {
        Ok(Some(_)) => SecretState::Stored,
        Ok(None) | Err(_) => SecretState::Missing,
    }
}

fn account(tenant_id: &str) -> String {
    format!("tenant:{tenant_id}")
}

fn save(app: &App, draft: &TenantDraft) -> Result<Tenant, Fault> {
    check(draft)?;
    let base = parse_base_url(&draft.base_url)?;
    let before = draft.id.as_deref().map(|id| row(app, id)).transpose()?;
    let id = match &before {
        Some(row) => row.id.clone(),
        None => new_id()?,
    };
    let name = draft.name.trim();
    let name = if name.is_empty() { authority(&base) } else { name.to_owned() };
    let row = TenantRow {
        id: id.clone(),
        name,
        environment: word(&draft.environment),
        colour: word(&draft.colour),
        base_url: base.as_str().to_owned(),
        auth: word(&draft.authentication),
        ask_each_time: draft.ask_each_time,
        connect_seconds: draft.connect_seconds,
        total_seconds: draft.total_seconds,
        created_at: before.as_ref().map_or_else(Timestamp::now, |it| it.created_at),
        last_opened_at: before.and_then(|it| it.last_opened_at),
    };
    // The secret first: a tenant whose secret was lost on the way would look saved and not work.
    change_secret(app, &row, draft)?;
    app.close(&id);
    app.store().tenants().put(&row)?;
    Ok(tenant(app, row))
}

fn check(draft: &TenantDraft) -> Result<(), Fault> {
    let limits = [
        ("connectSeconds", draft.connect_seconds, 120),
        ("totalSeconds", draft.total_seconds, 600),
    ];
    for (field, value, most) in limits {
        if value == 0 || value > most {
            return Err(Fault::InvalidField {
                field,
                title: "This time limit cannot be used".into(),
                detail: format!("{value} s is not between 1 and {most} s."),
                hint: format!("Choose between 1 and {most} seconds."),
            });
        }
    }
    if let SecretChange::Replace { value } = &draft.secret
        && draft.authentication == Authentication::Bearer
        && value.expose_secret().trim().is_empty()
    {
        return Err(empty_secret());
    }
    Ok(())
}

fn empty_secret() -> Fault {
    Fault::InvalidField {
        field: "token",
        title: "The token is empty".into(),
        detail: "A bearer token has at least one character.".into(),
        hint: "Paste the token that the provider gave you, or choose no sign-in.".into(),
    }
}

fn change_secret(app: &App, row: &TenantRow, draft: &TenantDraft) -> Result<(), Fault> {
    if draft.authentication == Authentication::None {
        return forget_secret(app, &row.id);
    }
    match &draft.secret {
        SecretChange::Forget => forget_secret(app, &row.id),
        SecretChange::Replace { value } if draft.ask_each_time => {
            forget_secret(app, &row.id)?;
            app.give_secret(&row.id, Some(value.clone()));
            Ok(())
        }
        SecretChange::Replace { value } => {
            app.config()
                .secrets
                .write(&account(&row.id), value)
                .map_err(|error| Fault::Keychain { doing: "saving the token", error })?;
            app.give_secret(&row.id, None);
            Ok(())
        }
        SecretChange::Keep if draft.ask_each_time => {
            // From now on it is in memory only.
            let kept = app.config().secrets.read(&account(&row.id)).ok().flatten();
            if let Some(secret) = kept {
                forget_secret(app, &row.id)?;
                app.give_secret(&row.id, Some(secret));
            }
            Ok(())
        }
        SecretChange::Keep => keep_given(app, row),
    }
}

/// A secret that was asked for each time moves to the keychain when that is wanted now.
fn keep_given(app: &App, row: &TenantRow) -> Result<(), Fault> {
    let Some(secret) = app.given_secret(&row.id) else { return Ok(()) };
    app.config()
        .secrets
        .write(&account(&row.id), &secret)
        .map_err(|error| Fault::Keychain { doing: "saving the token", error })?;
    app.give_secret(&row.id, None);
    Ok(())
}

fn forget_secret(app: &App, tenant_id: &str) -> Result<(), Fault> {
    app.give_secret(tenant_id, None);
    let secrets = &app.config().secrets;
    if secrets.status().is_err() {
        // Without a keychain nothing was ever put there in this run.
        return Ok(());
    }
    secrets
        .remove(&account(tenant_id))
        .map_err(|error| Fault::Keychain { doing: "removing the token", error })
}

fn new_id() -> Result<String, Fault> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| Fault::Defect {
        reason: format!("the system gives no random numbers: {error}"),
    })?;
    Ok(format!("{:016x}", u64::from_be_bytes(bytes)))
}

fn host_of(base_url: &str) -> Option<String> {
    BaseUrl::parse(base_url).ok().map(|it| authority(&it))
}

/// Host, and port where it is not the scheme's own.
fn authority(base: &BaseUrl) -> String {
    let origin = base.origin();
    origin.split_once("://").map_or(origin.clone(), |(_, rest)| rest.to_owned())
}

/// The word of a plain enum as on the wire, for storing it.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn from_word<T: DeserializeOwned>(word: &str, otherwise: T) -> T {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).unwrap_or(otherwise)
}
