//! What the server says about itself, against what it does and what it said before.

use std::collections::HashSet;

use crate::finding::Finding;
use crate::lint::Part;
use crate::lint::context::{Capability, Need};
use crate::lint::fingerprint::Fingerprint;
use crate::lint::place::{Target, segments};
use crate::lint::settings::lookup;
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Method, Subject};
use crate::provider_config::{self, AuthenticationScheme, ProviderConfig, Support};
use crate::resource_type::{self, ResourceType};
use crate::schema::{self, Mutability, Schema};
use crate::urn;

const KNOWN: Part = Part::Discovery;

/// Words by which servers say that they do not know an attribute.
const UNKNOWN: [&str; 9] = [
    "unknown",
    "unrecognized",
    "unrecognised",
    "not recognized",
    "unsupported",
    "not supported",
    "undefined",
    "unexpected",
    "no such attribute",
];

/// So much of the server's words is read, in characters.
const READ: usize = 2000;

/// D01
pub(crate) fn schema_drift(subject: &Subject<'_>) -> Verdict {
    let writes = subject.writes();
    let Some(write) = writes.first().filter(|it| it.is_alone && subject.exchange.status.is_some())
    else {
        return Verdict::NotJudged(Need::Evidence);
    };
    let Some(model) = write.model.filter(|it| it.is_served) else {
        return Verdict::NotJudged(Need::Schemas);
    };
    let mut spots = Vec::new();
    if subject.status() == 400 {
        let error = subject.error().map(|it| it.value.clone()).unwrap_or_default();
        let detail: String = error.detail.unwrap_or_default().chars().take(READ).collect();
        let detail = detail.to_lowercase();
        let words: HashSet<&str> = words(&detail).collect();
        let says_unknown = UNKNOWN.iter().any(|it| detail.contains(it))
            || error.scim_type.as_deref() == Some("invalidPath");
        for setting in write.settings().iter().filter(|_| says_unknown) {
            let named = setting.sub.unwrap_or(setting.name);
            let is_writable =
                setting.definition().is_some_and(|it| it.mutability != Mutability::ReadOnly);
            if is_writable && words.contains(named.to_lowercase().as_str()) {
                let text = format!(
                    "The schema lists `{}` as something to write, but the server refuses it as unknown.",
                    setting.title()
                );
                spots.push(Spot::at(KNOWN, "/schemas", text));
            }
        }
    } else if subject.is_success() {
        let after = subject.context.resource_after.or(subject.resource().map(|it| &it.value));
        for setting in write.settings().iter().filter(|it| it.attribute.is_none()) {
            let is_kept = after.and_then(|it| lookup(it, &setting.title(), &write.uris()));
            if is_kept.is_some_and(|it| !it.is_null()) {
                let text = format!(
                    "The server keeps `{}`, which no schema of `{}` lists.",
                    setting.title(),
                    model.model.resource_type.name
                );
                spots.push(Spot::at(KNOWN, "/schemas", text));
            }
        }
    } else {
        return Verdict::NotJudged(Need::Evidence);
    }
    Verdict::of(spots)
}

/// The words of a text that can be names.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$'))
}

/// D02
pub(crate) fn false_claims(subject: &Subject<'_>) -> Verdict {
    let Some(config) = subject.provider_config() else {
        return Verdict::NotJudged(Need::ProviderConfig);
    };
    let shown = shown_by_exchange(subject);
    let probes = subject.context.probes.map(|it| it.capabilities).unwrap_or_default();
    if shown.is_empty() && probes.is_empty() {
        return Verdict::NotJudged(Need::Evidence);
    }
    let mut spots = Vec::new();
    for (capability, works) in shown.iter().chain(probes) {
        let (name, said) = claim(config, *capability);
        let text = match (said, works) {
            (Support::Yes, false) => {
                format!("The server says that it supports `{name}`, but it does not.")
            }
            (Support::No, true) => {
                format!("The server says that it does not support `{name}`, but it does.")
            }
            _ => continue,
        };
        spots.push(Spot::at(KNOWN, format!("/providerConfig/{name}"), text));
    }
    Verdict::of(spots)
}

fn claim(config: &ProviderConfig, capability: Capability) -> (&'static str, Support) {
    match capability {
        Capability::Patch => ("patch", config.patch),
        Capability::Bulk => ("bulk", config.bulk.supported),
        Capability::Filter => ("filter", config.filter),
        Capability::Sort => ("sort", config.sort),
        Capability::Etag => ("etag", config.etag),
    }
}

/// What the exchange itself shows. A refusal counts only where its status says that the server does not offer this: other
/// errors have other causes. A list that came shows nothing of filters and sorting, which may have been ignored.
fn shown_by_exchange(subject: &Subject<'_>) -> Vec<(Capability, bool)> {
    let status = subject.status();
    let is_patch = subject.method == Method::Patch && subject.changes();
    let is_bulk = subject.method == Method::Post && subject.place.target == Target::Bulk;
    let mut shown = Vec::new();
    for (is_used, capability) in [(is_patch, Capability::Patch), (is_bulk, Capability::Bulk)] {
        let is_refused = matches!(status, 405 | 501) || (is_bulk && status == 404);
        if is_used && (subject.is_success() || is_refused) {
            shown.push((capability, subject.is_success()));
        }
    }
    for (name, capability) in [("filter", Capability::Filter), ("sortBy", Capability::Sort)] {
        if subject.query().get(name).is_some() && status == 501 {
            shown.push((capability, false));
        }
    }
    shown
}

/// D03
pub(crate) fn schemas_changed(subject: &Subject<'_>) -> Verdict {
    let Some(schemas) = answered_schemas(subject) else {
        return Verdict::NotJudged(Need::Evidence);
    };
    let Some(earlier) = subject.context.earlier_fingerprint else {
        return Verdict::NotJudged(Need::EarlierVisit);
    };
    let is_other = Fingerprint::of(&schemas) != earlier;
    let text = "The schemas differ from those of the last visit: mappings and saved views may not fit any more.";
    Verdict::of(is_other.then(|| Spot::at(Part::ResponseBody, "", text)))
}

fn answered_schemas(subject: &Subject<'_>) -> Option<Vec<Schema>> {
    let text = subject.exchange.response_body.filter(|_| reads(subject, "Schemas"))?;
    schema::parse_all(text).ok().map(|it| it.value)
}

fn answered_types(subject: &Subject<'_>) -> Option<Vec<ResourceType>> {
    let text = subject.exchange.response_body.filter(|_| reads(subject, "ResourceTypes"))?;
    resource_type::parse_all(text).ok().map(|it| it.value)
}

/// Whether the exchange read this discovery list.
fn reads(subject: &Subject<'_>, name: &str) -> bool {
    let last =
        segments(subject.exchange.url).last().is_some_and(|it| it.eq_ignore_ascii_case(name));
    subject.lists_discovery() && subject.is_success() && last
}

/// D04
pub(crate) fn schemes_differ(subject: &Subject<'_>) -> Verdict {
    let challenge = subject.response_header("www-authenticate");
    let Some(challenge) = challenge.filter(|_| subject.status() == 401) else {
        return Verdict::NotJudged(Need::Evidence);
    };
    let listed = subject.provider_config().map(|it| it.authentication_schemes.as_slice());
    let listed: Vec<&str> = listed.unwrap_or_default().iter().filter_map(http_scheme).collect();
    if listed.is_empty() {
        return Verdict::NotJudged(Need::ProviderConfig);
    }
    let offered: Vec<String> = offered(challenge);
    let is_known = offered.iter().any(|it| listed.iter().any(|known| it == known));
    let text = format!(
        "The server asks for {}, but its ServiceProviderConfig lists {}.",
        offered.join(", "),
        listed.join(", ")
    );
    let at = "/providerConfig/authenticationSchemes";
    Verdict::of((!is_known).then(|| Spot::at(KNOWN, at, text)))
}

/// The HTTP scheme of a way to sign in, where it has one.
fn http_scheme(scheme: &AuthenticationScheme) -> Option<&'static str> {
    match scheme.scheme_type.as_deref()?.to_ascii_lowercase().as_str() {
        "oauthbearertoken" | "oauth2" => Some("bearer"),
        "oauth" => Some("oauth"),
        "httpbasic" => Some("basic"),
        "httpdigest" => Some("digest"),
        _ => None,
    }
}

/// The schemes of `WWW-Authenticate`: words that stand at the beginning of a challenge, not its parameters.
fn offered(challenge: &str) -> Vec<String> {
    let mut in_string = false;
    let plain: String = challenge
        .chars()
        .map(|it| {
            in_string ^= it == '"';
            if in_string && it == ',' { ' ' } else { it }
        })
        .collect();
    let first_words = plain.split(',').filter_map(|it| it.split_whitespace().next());
    first_words.filter(|it| !it.contains('=')).map(str::to_ascii_lowercase).collect()
}

/// D05
pub(crate) fn cursor_offered(subject: &Subject<'_>) -> Verdict {
    let answered = subject
        .exchange
        .response_body
        .filter(|_| subject.place.target == Target::ProviderConfig && subject.is_success())
        .and_then(|it| provider_config::parse(it).ok())
        .map(|it| it.value);
    let Some(config) = answered.as_ref().or(subject.provider_config()) else {
        return Verdict::NotJudged(Need::ProviderConfig);
    };
    let by_cursor = config.pagination.as_ref().is_some_and(|it| it.cursor == Support::Yes);
    let is_index_walk = subject.lists_resources()
        && subject.query().get("startIndex").is_some()
        && subject.query().get("cursor").is_none();
    if !by_cursor || !(answered.is_some() || is_index_walk) {
        return Verdict::Clean;
    }
    let text = "The server pages by cursor (RFC 9865): a walk by cursor does not lose or repeat what shifts meanwhile.";
    Verdict::of([Spot::at(KNOWN, "/providerConfig/pagination", text)])
}

/// X60
pub(crate) fn document(subject: &Subject<'_>) -> Verdict {
    let Some(text) = subject.exchange.response_body.filter(|_| subject.is_success()) else {
        return Verdict::Clean;
    };
    let findings: Vec<Finding> = if subject.place.target == Target::ProviderConfig {
        match provider_config::parse(text) {
            Ok(parsed) => parsed.findings,
            Err(error) => return not_one(&error.to_string()),
        }
    } else if reads(subject, "ResourceTypes") {
        match resource_type::parse_all(text) {
            Ok(parsed) => parsed.findings,
            Err(error) => return not_one(&error.to_string()),
        }
    } else if reads(subject, "Schemas") {
        match schema::parse_all(text) {
            Ok(parsed) => parsed.findings,
            Err(error) => return not_one(&error.to_string()),
        }
    } else {
        return Verdict::Clean;
    };
    // Lists have rules of their own, and so has paging by cursor.
    let told = ["S03", "S04", "S05", "D05"];
    let own = findings.iter().filter(|it| !told.contains(&it.rule.as_str()));
    Verdict::of(own.map(|it| Spot::read(Part::ResponseBody, it)).collect::<Vec<_>>())
}

fn not_one(why: &str) -> Verdict {
    let text = format!("This is no discovery document: {why}.");
    Verdict::of([Spot::at(Part::ResponseBody, "", text)])
}

/// X61
pub(crate) fn schema_not_served(subject: &Subject<'_>) -> Verdict {
    let Some(types) = answered_types(subject) else { return Verdict::NotJudged(Need::Evidence) };
    let schemas = subject.context.discovery.map(|it| it.schemas).unwrap_or_default();
    if schemas.is_empty() {
        return Verdict::NotJudged(Need::Schemas);
    }
    let spots = types.iter().flat_map(|it| {
        let all = it.schema_extensions.iter().map(|it| it.schema.as_str());
        let all = all.chain([it.schema.as_str()]);
        let missing = all.filter(|uri| !schemas.iter().any(|it| urn::same(&it.id, uri)));
        let told = missing.map(|uri| {
            let text = format!("`{}` is made by `{uri}`, which /Schemas does not serve.", it.name);
            Spot::at(Part::ResponseBody, "", text)
        });
        told.collect::<Vec<_>>()
    });
    Verdict::of(spots.collect::<Vec<_>>())
}
