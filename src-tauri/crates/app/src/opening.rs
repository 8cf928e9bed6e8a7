//! Opening a tenant: its secret, its session, discovery of its resource types and schemas.

use std::sync::Arc;
use std::time::Duration;

use client::discovery::{Part, Source};
use client::session::Session;
use client::settings::{Auth, Settings};
use jiff::Timestamp;
use scim::provider_config::{ProviderConfig, Support as Said};
use scim::resource_type::ResourceType;
use secrecy::SecretString;
use store::TenantRow;
use tokio_util::sync::CancellationToken;

use crate::App;
use crate::api::Empty;
use crate::api::tenants::{
    Capabilities, DiscoveryPart, DiscoverySource, ResourceTypeSummary, Support, Tenant,
    TenantOpened, TenantRef,
};
use crate::call::Call;
use crate::error::Fault;
use crate::guards::Guarded;
use crate::open_tenant::{OpenTenant, context};
use crate::recorder::History;
use crate::sign_in::Complete;
use crate::token_shelf::{self, Keeper};
use crate::{credentials, guards, pacing, sign_in, tenants, transport};

pub(crate) async fn tenant_open(
    app: &App,
    request: TenantRef,
    call: &Call<Empty>,
) -> Result<TenantOpened, Fault> {
    guards::shown(app, &call.window, Some(&request.tenant_id));
    open(app, &request.tenant_id, &call.cancel).await
}

/// Opens a tenant; whatever the windows show stays as it is.
pub(crate) async fn open(
    app: &App,
    id: &str,
    cancel: &CancellationToken,
) -> Result<TenantOpened, Fault> {
    loop {
        let (tenant, settings, generation) = prepared(app, id).await?;
        let recorder = Arc::new(History::new(app, &tenant.id));
        let session = Session::open(settings, recorder)?;
        let discovery = session.discover(&context("Discovery", cancel)).await?;
        let opened = OpenTenant::new(&tenant.id, session, discovery);
        let answer = describe(&opened, tenant);
        if !app.set_open(Arc::new(opened), generation) {
            // It was saved or got another secret meanwhile: what was just found may be of another server.
            continue;
        }
        let id = id.to_owned();
        app.blocking(move |app| Ok(app.store().tenants().touch(&id, Timestamp::now())?)).await?;
        return Ok(answer);
    }
}

/// A tenant, how it is reached, and which of its states that is.
async fn prepared(app: &App, id: &str) -> Result<(Tenant, Settings, u64), Fault> {
    if id == tenants::SANDBOX {
        let sandbox = app.sandbox().await?;
        let settings = sandbox_settings(sandbox)?;
        let settings = guarded(app, id, &guards::of_sandbox(app), settings);
        return Ok((tenants::sandbox(app), settings, app.generation(id)));
    }
    let id = id.to_owned();
    app.blocking(move |app| {
        // Base URL and secret are of one moment: a new secret must not go to an old server.
        let _unchanged = app.changing_tenants();
        let row = tenants::row(app, &id)?;
        let settings = guarded(app, &id, &guards::of_row(app, &row), settings(app, &row)?);
        Ok((tenants::tenant(app, row)?, settings, app.generation(&id)))
    })
    .await
}

/// How a saved tenant is reached. Blocks (keychain).
pub(crate) fn settings(app: &App, row: &TenantRow) -> Result<Settings, Fault> {
    let base = tenants::parse_base_url(&row.base_url)?;
    let authentication = tenants::authentication(row);
    let ways = sign_in::of_row(row);
    let known = token_shelf::fingerprint(&base, authentication, &ways);
    let tokens = app.tokens().of_tenant(&row.id, &known);
    let complete = Complete {
        authentication,
        user_name: row.user_name.as_deref(),
        sign_in: ways,
        transport: transport::of_row(row),
        secrets: credentials::secrets(app, row)?,
        keeper: Some(Keeper::of(app, &row.id, &tokens)),
        tokens,
    };
    Ok(with_limits(complete.settings(base)?, row.connect_seconds, row.total_seconds))
}

/// With what all sessions of a tenant share.
fn guarded(app: &App, id: &str, guarded: &Guarded, settings: Settings) -> Settings {
    Settings {
        guard: Arc::clone(&guarded.guard),
        limiter: pacing::of(app, id, &settings.base),
        ..settings
    }
}

pub(crate) fn with_limits(
    settings: Settings,
    connect_seconds: u32,
    total_seconds: u32,
) -> Settings {
    Settings {
        connect_timeout: Duration::from_secs(connect_seconds.into()),
        total_timeout: Duration::from_secs(total_seconds.into()),
        ..settings
    }
}

fn sandbox_settings(sandbox: &sandbox::Sandbox) -> Result<Settings, Fault> {
    let base = tenants::parse_base_url(sandbox.base_url())?;
    Ok(Settings::new(base, Auth::Bearer(SecretString::from(sandbox.token()))))
}

fn describe(opened: &OpenTenant, tenant: Tenant) -> TenantOpened {
    let discovery = &opened.discovery;
    let mut schemas = part("Schemas", &discovery.schemas);
    schemas.findings.extend(opened.model_findings.iter().cloned());
    TenantOpened {
        tenant,
        resource_types: opened.resource_types().iter().map(resource_type).collect(),
        capabilities: capabilities(&discovery.provider_config.value),
        discovery: vec![
            part("ServiceProviderConfig", &discovery.provider_config),
            part("ResourceTypes", &discovery.resource_types),
            schemas,
        ],
    }
}

fn resource_type(it: &ResourceType) -> ResourceTypeSummary {
    let last = it.endpoint.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    ResourceTypeSummary {
        name: it.name.clone(),
        plural: if last.is_empty() { it.name.clone() } else { last.to_owned() },
        endpoint: it.endpoint.clone(),
        description: it.description.clone(),
        schema: it.schema.clone(),
        extensions: it.schema_extensions.iter().map(|it| it.schema.clone()).collect(),
    }
}

pub(crate) fn capabilities(said: &ProviderConfig) -> Capabilities {
    let support = |it: Said| match it {
        Said::Yes => Support::Yes,
        Said::No => Support::No,
        Said::Unsaid => Support::Unsaid,
    };
    Capabilities {
        patch: support(said.patch),
        bulk: support(said.bulk.supported),
        filter: support(said.filter),
        sort: support(said.sort),
        etag: support(said.etag),
        change_password: support(said.change_password),
    }
}

fn part<T>(endpoint: &str, part: &Part<T>) -> DiscoveryPart {
    DiscoveryPart {
        endpoint: endpoint.to_owned(),
        source: match part.source {
            Source::Server => DiscoverySource::Server,
            Source::BuiltIn => DiscoverySource::BuiltIn,
        },
        note: part.note.clone(),
        findings: part.findings.clone(),
        exchange: part.exchange.clone(),
    }
}
