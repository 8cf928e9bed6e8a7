//! Configured tenants: listing, saving, forgetting them, and where their secrets are.

use client::base_url::BaseUrl;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{ExchangeFilter, Retention, Store, TenantRow};
use url::Url;

use crate::App;
use crate::api::Empty;
use crate::api::tenants::{
    Authentication, BaseUrlRead, BaseUrlUnderstood, Colour, Environment, SecretProvide,
    SecretState, Tenant, TenantDraft, TenantRef,
};
use crate::call::Call;
use crate::credentials::{self, Look};
use crate::draft;
use crate::error::Fault;

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
        let _changing = app.changing_tenants();
        let row = own_row(app, &request.tenant_id)?;
        credentials::forget(app, &row.id)?;
        app.close(&row.id);
        app.store().tenants().remove(&row.id)?;
        Ok(Empty {})
    })
    .await
}

pub(crate) async fn secret_provide(
    app: &App,
    request: SecretProvide,
    _: &Call<Empty>,
) -> Result<Empty, Fault> {
    app.blocking(move |app| {
        let _changing = app.changing_tenants();
        let row = own_row(app, &request.tenant_id)?;
        draft::check_secret(authentication(&row), &request.value)?;
        app.give_secret(&row.id, Some(request.value));
        app.close(&row.id);
        Ok(Empty {})
    })
    .await
}

/// The configured tenants, most recently opened first.
pub(crate) fn list(app: &App) -> Result<Vec<Tenant>, Fault> {
    let mut rows = app.store().tenants().list()?;
    rows.retain(|it| !is_built_in(&it.id));
    rows.sort_by(|a, b| b.last_opened_at.cmp(&a.last_opened_at).then_with(|| a.name.cmp(&b.name)));
    let mut look = Look::new(app);
    Ok(rows.into_iter().map(|it| describe(it, &mut look)).collect())
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
        user_name: None,
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

/// The stored row of a tenant that a person has made, for changing it.
pub(crate) fn own_row(app: &App, id: &str) -> Result<TenantRow, Fault> {
    if id == SANDBOX {
        return Err(Fault::BuiltIn);
    }
    row(app, id)
}

/// A stored row as the UI sees it.
pub(crate) fn tenant(app: &App, row: TenantRow) -> Tenant {
    if row.id == SANDBOX {
        return sandbox(app);
    }
    describe(row, &mut Look::new(app))
}

fn describe(row: TenantRow, look: &mut Look<'_>) -> Tenant {
    Tenant {
        secret: look.state(&row),
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

fn save(app: &App, draft: &TenantDraft) -> Result<Tenant, Fault> {
    draft::check(draft)?;
    let base = parse_base_url(&draft.base_url)?;
    let _changing = app.changing_tenants();
    let before = draft.id.as_deref().map(|id| own_row(app, id)).transpose()?;
    if let Some(before) = &before {
        credentials::check_kept(app, before, draft, &base)?;
    }
    let row = row_of(draft, &base, before.as_ref())?;
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
    if before.is_none()
        && let Err(error) = take_over_tests(app, &base, &row.id)
    {
        tracing::warn!(%error, "the connection tests of a new tenant stay apart from its history");
    }
    Ok(tenant(app, row))
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
    let name = if name.is_empty() { authority(base) } else { name.to_owned() };
    Ok(TenantRow {
        id,
        name,
        environment: word(&draft.environment),
        colour: word(&draft.colour),
        base_url: base.as_str().to_owned(),
        auth: word(&draft.authentication),
        user_name: draft::user_name(draft).map(str::to_owned),
        ask_each_time: draft.ask_each_time,
        connect_seconds: draft.connect_seconds,
        total_seconds: draft.total_seconds,
        created_at: before.map_or_else(Timestamp::now, |it| it.created_at),
        last_opened_at: before.and_then(|it| it.last_opened_at),
    })
}

/// The connection tests that were made before the first save become the new tenant's, to be erased with it.
fn take_over_tests(app: &App, base: &BaseUrl, id: &str) -> Result<(), store::Error> {
    let of_unsaved = ExchangeFilter {
        tenant_id: Some(UNSAVED.to_owned()),
        limit: u32::MAX,
        ..Default::default()
    };
    let store = app.store();
    let mut tests = store.exchanges().list(&of_unsaved)?;
    tests.retain(|it| goes_to(&it.url, base));
    let ids: Vec<i64> = tests.into_iter().map(|it| it.id).collect();
    store.exchanges().reown(&ids, id)
}

/// Whether a recorded URL is one of the server of a base URL; `dns:`, `tcp:` and `tls:` are looks at the way to it.
fn goes_to(url: &str, base: &BaseUrl) -> bool {
    match url.split_once("://") {
        Some(("dns", host)) => host == base.host(),
        Some(("tcp" | "tls", place)) => place == format!("{}:{}", base.host(), base.port()),
        _ => Url::parse(url).is_ok_and(|it| base.is_same_origin(&it)),
    }
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
