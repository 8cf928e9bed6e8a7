//! What a server says it can do: `/ServiceProviderConfig` (RFC 7643 §5, RFC 9865 §4).

use serde::Serialize;
use serde_json::Value;

use crate::finding::{Findings, Parsed, Rule};
use crate::message::{NotScim, single_object};
use crate::read::{Object, kind, read_boolean};
use crate::urn;

const SECTION: &str = "RFC 7643 §5";
const MISSING: Rule = Rule::error("missing-capability", SECTION);
const BARE: Rule = Rule::error("bare-capability", SECTION);
const NO_SUPPORTED: Rule = Rule::error("capability-without-supported", SECTION);
const NOT_A_COUNT: Rule = Rule::error("not-a-count", SECTION);
const NO_LIMIT: Rule = Rule::warning("missing-limit", SECTION);
const MISSPELT: Rule = Rule::warning("misspelt-member", SECTION);
const NO_SCHEMES: Rule = Rule::warning("no-authentication-schemes", SECTION);
const SCHEME: Rule = Rule::error("authentication-scheme", SECTION);
const WRONG_SCHEMA: Rule = Rule::error("wrong-schemas", "RFC 7643 §3");
const CURSOR: Rule = Rule::info("D05", "RFC 9865 §4");

const MEMBERS: &[&str] = &[
    "schemas",
    "id",
    "externalId",
    "meta",
    "documentationUri",
    "documentationUrl",
    "patch",
    "bulk",
    "filter",
    "changePassword",
    "sort",
    "etag",
    "authenticationSchemes",
    "pagination",
    "securityEvents",
    "interopProfileConformant",
];
/// Members of which at least one makes an object a service provider configuration.
const TELLING: &[&str] = &[
    "patch",
    "bulk",
    "filter",
    "changePassword",
    "sort",
    "etag",
    "authenticationSchemes",
    "pagination",
];

/// What the server says about a capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Support {
    /// It says it can.
    Yes,
    /// It says it cannot.
    No,
    /// It does not say.
    #[default]
    Unsaid,
}

/// Bulk operations and their limits (RFC 7643 §5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bulk {
    /// Whether there are any.
    pub supported: Support,
    /// How many operations one request may hold.
    pub max_operations: Option<u64>,
    /// How large one request may be, in bytes.
    pub max_payload_size: Option<u64>,
}

/// How lists are paged (RFC 9865 §4). Missing values promise nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    /// By cursor.
    pub cursor: Support,
    /// By `startIndex`.
    pub index: Support,
    /// `cursor` or `index`: what a plain request gets.
    pub default_pagination_method: Option<String>,
    /// How many resources a page has when the client does not say.
    pub default_page_size: Option<u64>,
    /// How many resources a page has at most.
    pub max_page_size: Option<u64>,
    /// For how many seconds a cursor lives.
    pub cursor_timeout: Option<u64>,
}

/// A way to sign in (RFC 7643 §5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationScheme {
    /// `oauth`, `oauth2`, `oauthbearertoken`, `httpbasic`, `httpdigest`, or what the server says.
    pub scheme_type: Option<String>,
    /// The name for people.
    pub name: Option<String>,
    /// What it is, in the server's words.
    pub description: Option<String>,
    /// Where it is specified.
    pub spec_uri: Option<String>,
    /// Where its use is described.
    pub documentation_uri: Option<String>,
    /// Whether it is the preferred one. Widespread, but not in the RFC.
    pub primary: bool,
}

/// What the server says it can do (RFC 7643 §5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderConfig {
    /// PATCH.
    pub patch: Support,
    /// Bulk operations.
    pub bulk: Bulk,
    /// Filters.
    pub filter: Support,
    /// How many resources a filtered list returns at most.
    pub filter_max_results: Option<u64>,
    /// Changing passwords.
    pub change_password: Support,
    /// Sorting.
    pub sort: Support,
    /// Versions by ETag.
    pub etag: Support,
    /// Where the server is described.
    pub documentation_uri: Option<String>,
    /// The ways to sign in.
    pub authentication_schemes: Vec<AuthenticationScheme>,
    /// How lists are paged, where the server says so.
    pub pagination: Option<Pagination>,
}

/// Reads the answer of `/ServiceProviderConfig` (RFC 7644 §4, RFC 7643 §5).
///
/// # Errors
/// When the text is not JSON, or JSON of another kind.
///
/// ```
/// use scim::provider_config::{parse, Support};
/// let parsed = parse(r#"{"patch": {"supported": "true"}}"#).unwrap();
/// assert_eq!(parsed.value.patch, Support::Yes);
/// assert_eq!(parsed.value.sort, Support::Unsaid);
/// ```
pub fn parse(text: &str) -> Result<Parsed<ProviderConfig>, NotScim> {
    let mut findings = Findings::default();
    let entry = single_object(text, TELLING, urn::SERVICE_PROVIDER_CONFIG, &mut findings)?;
    let config = match entry.object() {
        Some(object) => read(&object, &mut findings),
        None => ProviderConfig::default(),
    };
    Ok(findings.into_parsed(config))
}

fn read(object: &Object<'_>, findings: &mut Findings) -> ProviderConfig {
    let schemas = object.texts("schemas", findings);
    if !schemas.iter().any(|it| urn::same(it, urn::SERVICE_PROVIDER_CONFIG)) {
        let text = format!("`schemas` should name `{}`.", urn::SERVICE_PROVIDER_CONFIG);
        findings.add(WRONG_SCHEMA, object.pointer_to("schemas"), text);
    }
    object.report_unknown(MEMBERS, findings);
    let (filter, filter_object) = read_support(object, "filter", findings);
    let filter_max_results =
        filter_object.and_then(|it| read_limit(&it, "maxResults", filter, findings));
    ProviderConfig {
        patch: read_support(object, "patch", findings).0,
        bulk: read_bulk(object, findings),
        filter,
        filter_max_results,
        change_password: read_support(object, "changePassword", findings).0,
        sort: read_support(object, "sort", findings).0,
        etag: read_support(object, "etag", findings).0,
        documentation_uri: read_documentation(object, findings),
        authentication_schemes: read_schemes(object, findings),
        pagination: read_pagination(object, findings),
    }
}

fn read_support<'a>(
    object: &Object<'a>,
    name: &str,
    findings: &mut Findings,
) -> (Support, Option<Object<'a>>) {
    match object.get(name, findings) {
        None => {
            let text =
                format!("`{name}` is missing, so nothing says whether the server can do it.");
            findings.add(MISSING, object.pointer_to(name), text);
            (Support::Unsaid, None)
        }
        Some(Value::Object(members)) => {
            let inner = Object::new(members, object.pointer_to(name));
            let supported = inner.boolean("supported", findings);
            if !inner.has("supported") {
                let text = format!("`{name}` does not say whether it is `supported`.");
                findings.add(NO_SUPPORTED, inner.pointer(), text);
            }
            (support(supported), Some(inner))
        }
        Some(other) => {
            let text =
                format!("`{name}` should be an object with `supported`, but is {}.", kind(other));
            findings.add(BARE, object.pointer_to(name), text);
            (support(read_boolean(other)), None)
        }
    }
}

fn support(supported: Option<bool>) -> Support {
    match supported {
        Some(true) => Support::Yes,
        Some(false) => Support::No,
        None => Support::Unsaid,
    }
}

/// A limit matters only for what is supported.
fn read_limit(
    object: &Object<'_>,
    name: &str,
    supported: Support,
    findings: &mut Findings,
) -> Option<u64> {
    let limit = object.count(name, NOT_A_COUNT, findings);
    if supported == Support::Yes && !object.has(name) {
        findings.add(NO_LIMIT, object.pointer(), format!("`{name}` is missing."));
    }
    limit
}

fn read_bulk(object: &Object<'_>, findings: &mut Findings) -> Bulk {
    let (supported, inner) = read_support(object, "bulk", findings);
    let Some(inner) = inner else { return Bulk { supported, ..Bulk::default() } };
    Bulk {
        supported,
        max_operations: read_limit(&inner, "maxOperations", supported, findings),
        max_payload_size: read_limit(&inner, "maxPayloadSize", supported, findings),
    }
}

fn read_documentation(object: &Object<'_>, findings: &mut Findings) -> Option<String> {
    if let Some(uri) = object.text("documentationUri", findings) {
        return Some(uri);
    }
    let uri = object.text("documentationUrl", findings)?;
    let text = "The member is called `documentationUrl`; the RFC writes `documentationUri`.";
    findings.add(MISSPELT, object.pointer_to("documentationUrl"), text);
    Some(uri)
}

fn read_schemes(object: &Object<'_>, findings: &mut Findings) -> Vec<AuthenticationScheme> {
    let mut schemes = Vec::new();
    for (pointer, value) in object.elements("authenticationSchemes", findings) {
        let Value::Object(members) = value else {
            let text = format!(
                "An authentication scheme should be an object, but here is {}.",
                kind(value)
            );
            findings.add(SCHEME, pointer, text);
            continue;
        };
        let scheme = Object::new(members, pointer.clone());
        for name in ["type", "name", "description"] {
            if !scheme.has(name) {
                let text = format!("An authentication scheme must have a `{name}`.");
                findings.add(SCHEME, pointer.clone(), text);
            }
        }
        schemes.push(AuthenticationScheme {
            scheme_type: scheme.text("type", findings),
            name: scheme.text("name", findings),
            description: scheme.text("description", findings),
            spec_uri: scheme.text("specUri", findings),
            documentation_uri: scheme.text("documentationUri", findings),
            primary: scheme.boolean("primary", findings).unwrap_or_default(),
        });
    }
    if schemes.is_empty() {
        let text = "No authentication scheme is listed, so nothing says how to sign in.";
        findings.add(NO_SCHEMES, object.pointer_to("authenticationSchemes"), text);
    }
    schemes
}

fn read_pagination(object: &Object<'_>, findings: &mut Findings) -> Option<Pagination> {
    let inner = object.object("pagination", findings)?;
    let pagination = Pagination {
        cursor: support(inner.boolean("cursor", findings)),
        index: support(inner.boolean("index", findings)),
        default_pagination_method: inner.text("defaultPaginationMethod", findings),
        default_page_size: inner.count("defaultPageSize", NOT_A_COUNT, findings),
        max_page_size: inner.count("maxPageSize", NOT_A_COUNT, findings),
        cursor_timeout: inner.count("cursorTimeout", NOT_A_COUNT, findings),
    };
    if pagination.cursor == Support::Yes {
        findings.add(CURSOR, inner.pointer(), "The server pages by cursor.");
    }
    Some(pagination)
}
