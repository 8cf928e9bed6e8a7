//! Schema and message URIs: the well-known ones, how they compare, and how they stand before an attribute name.

use crate::read::same_name;

/// The User schema (RFC 7643 §4.1).
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The Group schema (RFC 7643 §4.2).
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// The enterprise extension of User (RFC 7643 §4.3).
pub const ENTERPRISE_USER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// The schema of `/ServiceProviderConfig` (RFC 7643 §5).
pub const SERVICE_PROVIDER_CONFIG: &str =
    "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
/// The schema of `/ResourceTypes` (RFC 7643 §6).
pub const RESOURCE_TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
/// The schema of `/Schemas` (RFC 7643 §7).
pub const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";
/// The message that carries a list of resources (RFC 7644 §3.4.2).
pub const LIST_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// The message that carries an error (RFC 7644 §3.12).
pub const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// The message that asks for a list in a body (RFC 7644 §3.4.3).
pub const SEARCH_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
/// The message that carries several operations (RFC 7644 §3.7).
pub const BULK_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
/// The message that carries what became of several operations (RFC 7644 §3.7).
pub const BULK_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

/// Whether two URIs name the same schema; letter case does not matter (RFC 8141 §3.1, RFC 7643 §2.1).
///
/// ```
/// assert!(scim::urn::same("URN:ietf:params:scim:schemas:core:2.0:user", scim::urn::USER));
/// ```
#[must_use]
pub fn same(left: &str, right: &str) -> bool {
    same_name(left, right)
}

/// Whether the URI is one of SCIM 1.1, which a 2.0 answer must not use.
///
/// ```
/// assert!(scim::urn::is_version_one("urn:scim:schemas:core:1.0"));
/// ```
#[must_use]
pub fn is_version_one(uri: &str) -> bool {
    starts_with(uri, "urn:scim:schemas:")
}

/// Whether the URI is one of SCIM 2.0: of the RFCs, or in their namespace as vendors make them up.
#[must_use]
pub fn is_version_two(uri: &str) -> bool {
    starts_with(uri, "urn:ietf:params:scim:")
}

/// Whether the URI is one of the RFCs; everything else is a vendor's or a company's own. (Vendors also make up URIs
/// under `urn:ietf:params:scim:schemas:extension:`.)
#[must_use]
pub fn is_standard(uri: &str) -> bool {
    same(uri, ENTERPRISE_USER) || is_base(uri)
}

/// Whether the URI is that of a base schema of the RFCs, whose attributes stand at the top of a resource.
#[must_use]
pub fn is_base(uri: &str) -> bool {
    starts_with(uri, "urn:ietf:params:scim:schemas:core:")
}

/// Whether a member name looks like the URI of an extension rather than an attribute name (RFC 7643 §3.3).
#[must_use]
pub fn looks_like_one(name: &str) -> bool {
    name.contains(':')
}

/// A short tag for a URI: its last parts before the type, such as `enterprise:2.0`.
///
/// ```
/// assert_eq!(scim::urn::short(scim::urn::ENTERPRISE_USER), "enterprise:2.0");
/// assert_eq!(scim::urn::short("urn:example:hr"), "example:hr");
/// ```
#[must_use]
pub fn short(uri: &str) -> String {
    let parts: Vec<&str> = uri.split(':').filter(|it| !it.is_empty()).collect();
    let versioned = parts.iter().rposition(|it| is_version(it)).filter(|at| *at > 0);
    let shown = match versioned {
        Some(at) => parts.get(at - 1..=at),
        None => parts.get(parts.len().saturating_sub(2)..),
    };
    shown.unwrap_or_default().join(":")
}

/// Splits a qualified attribute name into its schema URI and the rest.
///
/// URIs contain dots and colons themselves, so the longest *known* URI that fits wins; where none is known,
/// everything up to the last colon is taken for the URI (RFC 7644 §3.10).
///
/// ```
/// let known = [scim::urn::ENTERPRISE_USER];
/// let name = format!("{}:manager.value", scim::urn::ENTERPRISE_USER);
/// assert_eq!(scim::urn::split(&name, known), (Some(scim::urn::ENTERPRISE_USER), "manager.value"));
/// assert_eq!(scim::urn::split("name.familyName", known), (None, "name.familyName"));
/// ```
pub fn split<'a, 'k>(
    name: &'a str,
    known: impl IntoIterator<Item = &'k str>,
) -> (Option<&'a str>, &'a str) {
    let longest = known
        .into_iter()
        .filter_map(|uri| {
            let head = name.get(..uri.len())?;
            let rest = name.get(uri.len()..)?.strip_prefix(':')?;
            same(head, uri).then_some((head, rest))
        })
        .max_by_key(|(head, _)| head.len());
    match longest.or_else(|| name.rsplit_once(':')) {
        Some((uri, rest)) => (Some(uri), rest),
        None => (None, name),
    }
}

fn is_version(part: &str) -> bool {
    part.contains('.') && part.chars().all(|it| it.is_ascii_digit() || it == '.')
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|it| same(it, prefix))
}
