//! Configured tenants: listing, saving, forgetting them, and where their secrets are.

pub(crate) mod arrange;
pub(crate) mod transfer;

use client::base_url::BaseUrl;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{ExchangeFilter, Retention, Store, TenantRow};
use url::Url;

use crate::App;
use crate::api::Empty;
use crate::api::event::AppEvent;
use crate::api::guard::{GuardEvent, GuardMode};
use crate::api::sign_in::SignIn;
use crate::api::tenants::{
    Authentication, BaseUrlRead, BaseUrlUnderstood, Colour, Environment, SecretProvide,
    SecretState, Tenant, TenantDraft, TenantRef,
};
use crate::api::transport::Transport;
use crate::call::Call;
use crate::credentials::{self, Look};
use crate::error::Fault;
use crate::secret_bundle::MAIN;
use crate::secret_names::Ways;
use crate::{draft, draft_tokens, guards, pacing, sign_in, signing_in, transport};

/// The id of the embedded sandbox tenant.
pub(crate) const SANDBOX: &str = "sandbox";
/// The tenant that exchanges belong to whose own is not saved yet.
pub(crate) const UNSAVED: &str = "unsaved";

const CONNECT_SECONDS: u32 = 10;
const TOTAL_SECONDS: u32 = 60;

/// Whether a tenant is one of ours, which nobody can change or forget.
pub(crate) fn is_built_in(id: &str) -> bool {
    id == SANDBOX || id == UNSAVED
}

/// Sees to it that the tenants exist that the history may name without a person having made them, and that history
/// past its time is gone: also that of connections that were tested in an earlier run and never saved.
pub(crate) fn prepare(store: &Store) -> Result<(), store::Error> {
    let of_unsaved =
        ExchangeFilter { tenant_id: Some(UNSAVED.to_owned()), limit: 1, ..Default::default() };
    if !store.exchanges().list(&of_unsaved)?.is_empty() {
        store.tenants().remove(UNSAVED)?;
    }
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
                user_name: None,
                sign_in: None,
                transport: None,
                ask_each_time: false,
                connect_seconds: CONNECT_SECONDS,
                total_seconds: TOTAL_SECONDS,
                created_at: Timestamp::now(),
                last_opened_at: None,
                guard: word(&guards::usual(environment)),
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
    call: &Call<Empty>,
) -> Result<Tenant, Fault> {
    let window = call.window.clone();
    app.blocking(move |app| {
        let saved = save(app, &draft, &window)?;
        if draft.id.is_some() {
            app.emit(AppEvent::TenantClosed { tenant_id: saved.id.clone(), window });
        }
        app.emit(AppEvent::TenantsChanged {});
        Ok(saved)
    })
    .await
}

pub(crate) async fn tenant_forget(
    app: &App,
    request: TenantRef,
    call: &Call<Empty>,
) -> Result<Empty, Fault> {
    let window = call.window.clone();
    app.blocking(move |app| {
        let _changing = app.changing_tenants();
        let row = own_row(app, &request.tenant_id)?;
        credentials::forget(app, &row.id)?;
        app.tokens().forget(&row.id);
        app.close(&row.id);
        app.forget_allowed(Some(&row.id));
        guards::forgotten(app, &row.id);
        pacing::forgotten(app, &row.id);
        app.store().tenants().remove(&row.id)?;
        app.drafts().forget(&row.id);
        app.plans().forget(&row.id);
        app.emit(AppEvent::TenantForgotten { tenant_id: row.id, name: row.name, window });
        Ok(Empty {})
    })
    .await
}

pub(crate) async fn secret_provide(
    app: &App,
    request: SecretProvide,
    call: &Call<Empty>,
) -> Result<Empty, Fault> {
    let window = call.window.clone();
    app.blocking(move |app| {
        let _changing = app.changing_tenants();
        let row = own_row(app, &request.tenant_id)?;
        let name = request.name.as_deref().unwrap_or(MAIN);
        let ways = Ways::of_row(&row);
        let value = match request.clean {
            true => ways.cleaned(name, &request.value),
            false => request.value,
        };
        if name == MAIN {
            draft::check_secret(authentication(&row), &value)?;
        } else if !ways.may_have(name) {
            let reason = format!("this tenant has no secret {name}");
            return Err(Fault::BadRequest { name: "secret_provide".to_owned(), reason });
        }
        let mut given = app.given_secrets(&row.id);
        given.put(name, value);
        app.give_secrets(&row.id, given);
        app.tokens().forget(&row.id);
        app.close(&row.id);
        app.emit(AppEvent::TenantClosed { tenant_id: row.id, window });
        app.emit(AppEvent::TenantsChanged {});
        Ok(Empty {})
    })
    .await
}

/// The configured tenants in the person's own order, those of a group together.
pub(crate) fn list(app: &App) -> Result<Vec<Tenant>, Fault> {
    let mut rows = app.store().tenants().list()?;
    rows.retain(|it| !is_built_in(&it.id));
    let places = app.store().arrangement().list()?;
    let mut look = Look::new(app);
    let rows = arrange::in_order(rows, places).into_iter();
    Ok(rows.map(|(row, group)| describe(row, group, &mut look)).collect())
}

/// The embedded sandbox as a tenant.
pub(crate) fn sandbox(app: &App) -> Tenant {
    let base_url = app.started_sandbox().map(|it| it.base_url().to_owned()).unwrap_or_default();
    Tenant {
        id: SANDBOX.to_owned(),
        name: "Sandbox".to_owned(),
        environment: Environment::Sandbox,
        colour: Colour::Green,
        group: String::new(),
        host: host_of(&base_url).unwrap_or_else(|| "inside Scimscope".to_owned()),
        base_url,
        authentication: Authentication::Bearer,
        user_name: None,
        sign_in: None,
        secrets: Vec::new(),
        secret: SecretState::Given,
        ask_each_time: false,
        connect_seconds: CONNECT_SECONDS,
        total_seconds: TOTAL_SECONDS,
        guard: GuardMode::Free,
        transport: None,
        last_opened_at: None,
    }
}

/// The stored row of a tenant.
pub(crate) fn row(app: &App, id: &str) -> Result<TenantRow, Fault> {
    let row = if id == UNSAVED { None } else { app.store().tenants().get(id)? };
    row.ok_or_else(|| Fault::NoTenant { id: id.to_owned() })
}

/// The stored row of a tenant that a person has made, for changing it.
pub(crate) fn own_row(app: &App, id: &str) -> Result<TenantRow, Fault> {
    if id == SANDBOX {
        return Err(Fault::BuiltIn);
    }
    row(app, id)
}

/// A stored row as the UI sees it.
pub(crate) fn tenant(app: &App, row: TenantRow) -> Result<Tenant, Fault> {
    if row.id == SANDBOX {
        return Ok(sandbox(app));
    }
    let group = arrange::group_of(app, &row.id)?;
    Ok(describe(row, group, &mut Look::new(app)))
}

fn describe(row: TenantRow, group: String, look: &mut Look<'_>) -> Tenant {
    let sign_in = sign_in::of_row(&row);
    let transport = transport::of_row(&row);
    Tenant {
        group,
        guard: guards::mode_of(&row),
        secret: look.state(&row),
        secrets: look.further(&row),
        sign_in: (sign_in != SignIn::default()).then_some(sign_in),
        transport: (transport != Transport::default()).then_some(transport),
        authentication: authentication(&row),
        user_name: row.user_name,
        name: row.name,
        environment: from_word(&row.environment, Environment::Production),
        colour: from_word(&row.colour, Colour::Grey),
        host: host_of(&row.base_url).unwrap_or_else(|| row.base_url.clone()),
        base_url: row.base_url,
        ask_each_time: row.ask_each_time,
        connect_seconds: row.connect_seconds,
        total_seconds: row.total_seconds,
        last_opened_at: row.last_opened_at.map(|it| it.to_string()),
        id: row.id,
    }
}

/// How a stored tenant signs in.
pub(crate) fn authentication(row: &TenantRow) -> Authentication {
    from_word(&row.auth, Authentication::Bearer)
}

/// Makes a base URL of what a person pasted.
pub(crate) fn parse_base_url(text: &str) -> Result<BaseUrl, Fault> {
    Ok(BaseUrl::parse(text).map_err(client::error::Failure::from)?)
}

fn save(app: &App, draft: &TenantDraft, window: &str) -> Result<Tenant, Fault> {
    let base = parse_base_url(&draft.base_url)?;
    let check = |app: &App, before: Option<&TenantRow>, draft: &TenantDraft| {
        draft::check(draft)?;
        before.map_or(Ok(()), |it| credentials::check_kept(app, it, draft, &base))?;
        guards::to_save(app, before, draft.guard, draft.environment, &base)
    };
    let change = signing_in::changing(app, draft, &base, check)?;
    let (before, draft) = (&change.before, &change.draft);
    let guard = check(app, before.as_ref(), draft)?;
    let row = TenantRow { guard: word(&guard), ..row_of(draft, &base, before.as_ref())? };
    // Tokens that the draft was tested with go on being used, if it is saved as it was tested.
    let tested = draft_tokens::checked(app, before.as_ref(), draft, &base, window)?;
    // The secret first: a tenant whose secret was lost on the way would look saved and not work.
    let changed = credentials::change(app, before.as_ref(), &row.id, draft)?;
    let saved = app.store().tenants().put(&row);
    match saved {
        Ok(()) => changed.finish(app, &row.id),
        Err(error) => {
            changed.undo(app, &row.id);
            return Err(error.into());
        }
    }
    app.close(&row.id);
    // What is stored says it from now on; another draft for the same server is asked about anew.
    app.forget_allowed(draft.id.as_deref());
    guards::changed(app, &row);
    note_way(app, before.as_ref(), &row);
    draft_tokens::saved(app, &row, &base, draft, window, tested);
    if before.is_none()
        && let Err(error) = take_over_tests(app, &base, &row)
    {
        tracing::warn!(%error, "the connection tests of a new tenant stay apart from its history");
    }
    tenant(app, row)
}

/// Writes down that the way to a tenant's server became less safe, or safe again.
fn note_way(app: &App, before: Option<&TenantRow>, row: &TenantRow) {
    for event in transport::changes(before, row) {
        match event {
            GuardEvent::Unverified => {
                tracing::warn!("certificates of a tenant are not verified any more");
            }
            GuardEvent::Verified => tracing::info!("certificates of a tenant are verified again"),
            GuardEvent::PlainHttp => tracing::warn!("a tenant is used over plain http"),
            _ => tracing::info!("a tenant is no longer used over plain http"),
        }
        if let Err(error) = guards::note(app, &row.id, event, None) {
            tracing::warn!(%error, "the log of a write guard misses how a tenant is reached");
        }
    }
}

fn row_of(
    draft: &TenantDraft,
    base: &BaseUrl,
    before: Option<&TenantRow>,
) -> Result<TenantRow, Fault> {
    let id = match before {
        Some(row) => row.id.clone(),
        None => new_id()?,
    };
    let name = draft.name.trim();
    let name = if name.is_empty() { usual_name(base) } else { name.to_owned() };
    Ok(TenantRow {
        id,
        name,
        environment: word(&draft.environment),
        colour: word(&draft.colour),
        base_url: base.as_str().to_owned(),
        auth: word(&draft.authentication),
        user_name: draft::user_name(draft).map(str::to_owned),
        sign_in: sign_in::stored(draft)?,
        transport: transport::stored(draft, base)?,
        ask_each_time: draft.ask_each_time,
        connect_seconds: draft.connect_seconds,
        total_seconds: draft.total_seconds,
        created_at: before.map_or_else(Timestamp::now, |it| it.created_at),
        last_opened_at: before.and_then(|it| it.last_opened_at),
        guard: String::new(),
    })
}

/// The connection tests that were made before the first save become the new tenant's, to be erased with it.
fn take_over_tests(app: &App, base: &BaseUrl, row: &TenantRow) -> Result<(), store::Error> {
    let of_unsaved = ExchangeFilter {
        tenant_id: Some(UNSAVED.to_owned()),
        limit: u32::MAX,
        ..Default::default()
    };
    let store = app.store();
    let mut tests = store.exchanges().list(&of_unsaved)?;
    let tokens = Ways::of_row(row).token_origin().and_then(|it| BaseUrl::parse(&it).ok());
    let is_its_own =
        |url: &str| goes_to(url, base) || tokens.as_ref().is_some_and(|it| goes_to(url, it));
    tests.retain(|it| is_its_own(&it.url));
    let ids: Vec<i64> = tests.into_iter().map(|it| it.id).collect();
    store.exchanges().reown(&ids, &row.id)
}

/// Whether a recorded URL is one of the server of a base URL; `dns:`, `tcp:` and `tls:` are looks at the way to it.
fn goes_to(url: &str, base: &BaseUrl) -> bool {
    match url.split_once("://") {
        Some(("dns", host)) => host == base.host(),
        Some(("tcp" | "tls", place)) => place == format!("{}:{}", base.host(), base.port()),
        _ => Url::parse(url).is_ok_and(|it| base.is_same_origin(&it)),
    }
}

/// An id that no other tenant or draft has.
pub(crate) fn new_id() -> Result<String, Fault> {
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

/// What a tenant without a name is called: its host, as far as a name may be.
fn usual_name(base: &BaseUrl) -> String {
    authority(base).chars().take(draft::LONGEST_NAME).collect()
}

/// The word of a plain enum as on the wire, for storing it.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

pub(crate) fn from_word<T: DeserializeOwned>(word: &str, otherwise: T) -> T {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_and_requests_of_a_server_are_known_as_its_own() {
        let base = BaseUrl::parse("https://scim.example.com/scim/v2").unwrap();
        for url in [
            "https://scim.example.com/scim/v2/Users?count=1",
            "https://scim.example.com/other",
            "dns://scim.example.com",
            "tcp://scim.example.com:443",
            "tls://scim.example.com:443",
        ] {
            assert!(goes_to(url, &base), "{url}");
        }
        for url in ["https://scim.example.com:8443/scim/v2", "dns://example.com", "", "tcp://x:1"] {
            assert!(!goes_to(url, &base), "{url}");
        }
    }
}
