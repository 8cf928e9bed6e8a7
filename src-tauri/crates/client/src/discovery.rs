//! What a server says about itself (RFC 7644 §4), and what stands in where it says nothing.

use std::collections::HashSet;

use scim::builtin;
use scim::finding::{Finding, Parsed, Severity};
use scim::message::{ListResponse, NotScim};
use scim::provider_config::{self, ProviderConfig};
use scim::resource_type::{self, ResourceType};
use scim::schema::{self, Attribute, Mutability, Returned, Schema};

use crate::answer::Text;
use crate::doctor::closer;
use crate::error::{Failure, FailureKind};
use crate::exchange::Context;
use crate::page::ListQuery;
use crate::session::Session;

pub(crate) const PROVIDER_CONFIG: &str = "/ServiceProviderConfig";
/// The name of SCIM 1.1, which some servers of SCIM 2.0 keep.
pub(crate) const PROVIDER_CONFIG_OLD: &str = "/ServiceProviderConfigs";
pub(crate) const RESOURCE_TYPES: &str = "/ResourceTypes";
pub(crate) const SCHEMAS: &str = "/Schemas";
pub(crate) const USERS: &str = "/Users";

/// How many pages of a discovery list are read, where a server cuts one into pages against RFC 7644 §4.
const MOST_PAGES: usize = 20;

/// Sub-attributes that every other attribute has as well (RFC 7643 §2.4). Lower case.
const COMMON_NAMES: [&str; 8] =
    ["value", "display", "displayname", "type", "primary", "$ref", "name", "id"];

/// What is known about a server.
#[derive(Debug, Clone)]
pub struct Discovery {
    /// What it can do; everything [`scim::provider_config::Support::Unsaid`] where it does not say.
    pub provider_config: Part<ProviderConfig>,
    /// What it holds.
    pub resource_types: Part<Vec<ResourceType>>,
    /// What that looks like.
    pub schemas: Part<Vec<Schema>>,
}

/// One discovery document.
#[derive(Debug, Clone)]
pub struct Part<T> {
    /// What it says.
    pub value: T,
    /// Who says so.
    pub source: Source,
    /// What deviates from the RFCs.
    pub findings: Vec<Finding>,
    /// Why the built-in one stands in, in a sentence.
    pub note: Option<String>,
    /// The recorded exchange.
    pub exchange: Option<String>,
}

/// Where a discovery document comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The server.
    Server,
    /// RFC 7643, as built in.
    BuiltIn,
}

/// What one discovery endpoint brought.
pub(crate) type Found<T> = Result<Part<T>, Failure>;

pub(crate) async fn discover(session: &Session, context: &Context) -> Result<Discovery, Failure> {
    let (config, types, schemas) = tokio::join!(
        read_provider_config(session, true, context),
        read_resource_types(session, true, context),
        read_schemas(session, true, context),
    );
    let failures: Vec<&Failure> =
        [config.as_ref().err(), types.as_ref().err(), schemas.as_ref().err()]
            .into_iter()
            .flatten()
            .collect();
    verdict(session, &failures, context).await?;
    Ok(Discovery {
        provider_config: or_built_in(config, ProviderConfig::default),
        resource_types: or_built_in(types, || builtin::resource_types().to_vec()),
        schemas: or_built_in(schemas, || builtin::schemas().to_vec()),
    })
}

/// Whether the server can be used in spite of what failed. A 401 may mean a bad token or hidden discovery, and a server
/// without any discovery may still be a SCIM server: one cheap list tells.
async fn verdict(
    session: &Session,
    failures: &[&Failure],
    context: &Context,
) -> Result<(), Failure> {
    if let Some(cancelled) = failures.iter().find(|it| it.is_cancelled()) {
        return Err((*cancelled).clone());
    }
    let refused = failures.iter().find(|it| is_unauthorized(it));
    let nothing = failures.len() == 3;
    if refused.is_none() && !nothing {
        return Ok(());
    }
    if let Some(first) = failures.first()
        && failures.iter().all(|it| !it.is_answer())
    {
        return Err(closer::look(session, (*first).clone(), context).await);
    }
    let query = ListQuery { count: Some(1), ..ListQuery::default() };
    match session.list(USERS, &query, context).await {
        Ok(_) => Ok(()),
        Err(probe) if probe.is_cancelled() || is_unauthorized(&probe) => Err(probe),
        Err(_) if !nothing => Ok(()),
        Err(probe) => Err(refused.or(failures.first()).map_or(probe, |it| (*it).clone())),
    }
}

fn is_unauthorized(failure: &Failure) -> bool {
    matches!(*failure.kind, FailureKind::Unauthorized { .. })
}

pub(crate) async fn read_provider_config(
    session: &Session,
    signed: bool,
    context: &Context,
) -> Found<ProviderConfig> {
    let url = session.base().resolve(PROVIDER_CONFIG)?;
    let text = match session.read_document(url, signed, context).await {
        Err(failure) if matches!(*failure.kind, FailureKind::NotFound { .. }) => {
            let url = session.base().resolve(PROVIDER_CONFIG_OLD)?;
            match session.read_document(url, signed, context).await {
                Err(second) if second.is_cancelled() => return Err(second),
                other => other.map_err(|_| failure)?,
            }
        }
        other => other?,
    };
    let parsed = provider_config::parse(&text.body).map_err(|error| text.failure(error))?;
    Ok(part(text, parsed))
}

pub(crate) async fn read_resource_types(
    session: &Session,
    signed: bool,
    context: &Context,
) -> Found<Vec<ResourceType>> {
    let mut types = read_all(session, &ALL_TYPES, signed, context).await?;
    let not_relative = types.value.iter().enumerate();
    let not_relative = not_relative.filter(|(_, it)| session.base().is_repeated_in(&it.endpoint));
    let found = not_relative.map(|(at, it)| endpoint_finding(at, it)).collect::<Vec<_>>();
    types.findings.extend(found);
    Ok(types)
}

fn endpoint_finding(at: usize, resource_type: &ResourceType) -> Finding {
    let ResourceType { name, endpoint, .. } = resource_type;
    Finding {
        rule: "endpoint-not-relative".into(),
        severity: Severity::Warning,
        pointer: format!("/Resources/{at}/endpoint"),
        section: "RFC 7643 §6".into(),
        message: format!(
            "The endpoint of `{name}` is `{endpoint}`; it should be relative to the base URL, which it repeats."
        ),
    }
}

pub(crate) async fn read_schemas(
    session: &Session,
    signed: bool,
    context: &Context,
) -> Found<Vec<Schema>> {
    let schemas = read_all(session, &ALL_SCHEMAS, signed, context).await?;
    session.add_sensitive_attributes(schemas.value.iter().flat_map(sensitive_names));
    Ok(schemas)
}

/// The names of attributes whose values a client must not see: a server that sends them all the same is careless.
fn sensitive_names(schema: &Schema) -> Vec<String> {
    let mut names = Vec::new();
    for attribute in &schema.attributes {
        let is_secret_inside = |it: &Attribute| {
            is_secret(it) && COMMON_NAMES.contains(&it.name.to_ascii_lowercase().as_str())
        };
        // What is called `value` is secret in this attribute alone, which is therefore hidden as a whole.
        if is_secret(attribute) || attribute.sub_attributes.iter().any(is_secret_inside) {
            names.push(attribute.name.clone());
        } else {
            let inside = attribute.sub_attributes.iter().filter(|it| is_secret(it));
            names.extend(inside.map(|it| it.name.clone()));
        }
    }
    names
}

fn is_secret(attribute: &Attribute) -> bool {
    attribute.returned == Returned::Never || attribute.mutability == Mutability::WriteOnly
}

/// A discovery list: where it is, how it is read, what its entries are told apart by, and how many are read at most.
struct Listed<T> {
    endpoint: &'static str,
    parse: fn(&str) -> Result<Parsed<Vec<T>>, NotScim>,
    key: fn(&T) -> &String,
    most: usize,
}

const ALL_TYPES: Listed<ResourceType> = Listed {
    endpoint: RESOURCE_TYPES,
    parse: resource_type::parse_all,
    key: |it| &it.name,
    most: resource_type::MOST_TYPES,
};

const ALL_SCHEMAS: Listed<Schema> = Listed {
    endpoint: SCHEMAS,
    parse: schema::parse_all,
    key: |it| &it.id,
    most: schema::MOST_SCHEMAS,
};

/// Reads a discovery list to its end. It should come whole; where a server sends a part, the rest is asked for until a
/// page brings nothing new.
async fn read_all<T>(
    session: &Session,
    listed: &Listed<T>,
    signed: bool,
    context: &Context,
) -> Found<Vec<T>> {
    let Listed { endpoint, parse, key, most } = *listed;
    let url = session.base().resolve(endpoint)?;
    let text = session.read_document(url.clone(), signed, context).await?;
    let parsed = parse(&text.body).map_err(|error| text.failure(error))?;
    let claimed = ListResponse::parse(&text.body).ok().and_then(|list| list.value.total_results);
    let mut found = part(text, parsed);
    let mut seen: HashSet<String> = found.value.iter().map(|it| key(it).clone()).collect();
    for _ in 1..MOST_PAGES {
        let read = found.value.len() as u64;
        let is_whole = claimed.is_none_or(|claimed| read >= claimed);
        if read == 0 || is_whole || found.value.len() >= most {
            break;
        }
        let mut url = url.clone();
        ListQuery { start_index: Some(read + 1), ..ListQuery::default() }.apply(&mut url);
        let Ok(text) = session.read_document(url, signed, context).await else { break };
        let Ok(parsed) = parse(&text.body) else { break };
        let before = found.value.len();
        found.value.extend(parsed.value.into_iter().filter(|it| seen.insert(key(it).clone())));
        if found.value.len() == before {
            break;
        }
        found.findings.extend(parsed.findings);
    }
    found.value.truncate(most);
    Ok(found)
}

fn part<T>(text: Text, parsed: Parsed<T>) -> Part<T> {
    let mut findings = text.findings;
    findings.extend(parsed.findings);
    Part {
        value: parsed.value,
        source: Source::Server,
        findings,
        note: None,
        exchange: text.recorded.id,
    }
}

/// Documents that can be there without saying anything.
trait Document {
    fn says_nothing(&self) -> bool;
}

impl Document for ProviderConfig {
    fn says_nothing(&self) -> bool {
        false
    }
}

impl<T> Document for Vec<T> {
    fn says_nothing(&self) -> bool {
        self.is_empty()
    }
}

fn or_built_in<T: Document>(found: Found<T>, built_in: impl FnOnce() -> T) -> Part<T> {
    match found {
        Ok(part) if part.value.says_nothing() => Part {
            value: built_in(),
            source: Source::BuiltIn,
            note: Some(
                "The server's list is empty. What RFC 7643 defines is used instead.".to_owned(),
            ),
            ..part
        },
        Ok(part) => part,
        Err(failure) => Part {
            value: built_in(),
            source: Source::BuiltIn,
            findings: Vec::new(),
            note: Some(why_built_in(&failure)),
            exchange: failure.exchange,
        },
    }
}

/// Why the built-in document stands in, in a sentence or two.
pub(crate) fn why_built_in(failure: &Failure) -> String {
    let reason = match &*failure.kind {
        FailureKind::NotFound { .. } => "The server does not have this document (404)".to_owned(),
        FailureKind::Unauthorized { .. } => "The server hides this document (401)".to_owned(),
        FailureKind::Forbidden { .. } => "The server hides this document (403)".to_owned(),
        other => format!("This document cannot be read: {other}"),
    };
    format!("{reason}. What RFC 7643 defines is used instead.")
}
