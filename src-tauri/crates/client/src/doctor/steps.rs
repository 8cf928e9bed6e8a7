//! What each step asks the server, and how its answer reads in one line.

use jiff::Timestamp;
use scim::provider_config::{self as config, ProviderConfig, Support};
use scim::recognise::version_one_uris;
use scim::resource_type::ResourceType;

use super::problem::Problem;
use super::{Done, Outcome, closer};
use crate::answer;
use crate::discovery::{self, Part};
use crate::error::{Failure, FailureKind};
use crate::exchange::Context;
use crate::page::{ListQuery, Page};
use crate::pipeline::{Answer, Ask};
use crate::session::Session;
use crate::settings::Scheme;

/// How many resources the last step asks for.
const FIRST_PAGE: u64 = 10;
/// How many resource types are asked for, at most, until one shows whether the credential is accepted.
const MOST_TYPES_ASKED: usize = 3;

/// Asks for the service provider configuration without the credential. Any HTTP answer will do: what it is worth is
/// judged with the credential.
pub(super) async fn first_answer(session: &Session, context: &Context) -> Outcome<()> {
    let url = match session.base().resolve(discovery::PROVIDER_CONFIG) {
        Ok(url) => url,
        Err(error) => return (Done::failed(&error.into()), None),
    };
    let ask = Ask { url, signed: false, is_document: true, context };
    let answer = match session.pipeline().get(ask).await {
        Ok(answer) => answer,
        // Whoever is asked next is the network again, and no credential is for it.
        Err(failure) if failure.is_of_network() => return (Done::failed(&failure), None),
        Err(failure) if failure.is_answer() => {
            let detail = format!("Answered without sign-in: {failure}");
            let exchange = failure.exchange.clone();
            return (Done::warning(detail, Problem::of(&failure), exchange), Some(()));
        }
        Err(failure) => {
            return (Done::failed(&closer::look(session, failure, context).await), None);
        }
    };
    let (evidence, exchange) = (http_evidence(&answer), answer.recorded.id.clone());
    let read = answer::read(answer).and_then(|text| {
        config::parse(&text.body).map(|_| ()).map_err(|error| text.failure(error))
    });
    match read {
        Err(failure) if failure.is_of_network() => (Done::failed(&failure), None),
        Err(failure) if is_odd_unsigned(&failure) => {
            (Done::warning(evidence, Problem::of(&failure), exchange), Some(()))
        }
        _ => (Done::ok(evidence, exchange), Some(())),
    }
}

/// That a request without the credential is refused, or finds no such document, is as it should be.
fn is_odd_unsigned(failure: &Failure) -> bool {
    use FailureKind as K;
    !matches!(
        *failure.kind,
        K::Unauthorized { .. }
            | K::Forbidden { .. }
            | K::NotFound { .. }
            | K::Intermediary { status: 401 | 403 | 404, .. }
    )
}

fn http_evidence(answer: &Answer) -> String {
    let server = answer.header("server").map(answer::shortened);
    let server = server.map(|it| format!(", server {it}")).unwrap_or_default();
    format!("{}{server}, answered {} without sign-in", answer.http_version, answer.status)
}

/// Fetches a token, or finds the one that is at hand.
pub(super) async fn token(session: &Session, context: &Context) -> Outcome<()> {
    match session.pipeline().authenticator().sign(context).await {
        Ok(signed) => {
            let (evidence, exchange) = (signed.evidence(Timestamp::now()), signed.exchange());
            let done = match signed.odd_life() {
                Some(told) => Done::warning(evidence, Problem::odd_life(told), exchange),
                None => Done::ok(evidence, exchange),
            };
            (done, Some(()))
        }
        Err(failure) => (Done::failed(&failure), None),
    }
}

/// Lists one user with the credential: discovery is often open to everybody, so it proves nothing.
pub(super) async fn sign_in(session: &Session, context: &Context) -> Outcome<()> {
    let query = ListQuery { count: Some(1), ..ListQuery::default() };
    let with = match session.pipeline().known_by() {
        Some(Scheme::Bearer) => "with the token",
        Some(Scheme::Basic) => "with user name and password",
        Some(Scheme::ApiKey) => "with the key",
        Some(Scheme::Issued) => "with an issued token",
        Some(Scheme::SignedIn) => "as the person who signed in",
        Some(Scheme::Printed) => "with the printed token",
        Some(Scheme::Headers) => "with further headers",
        Some(Scheme::Certificate) => "with the client certificate",
        None => "without sign-in",
    };
    match session.list(discovery::USERS, &query, context).await {
        Ok(page) => (listed(page, &format!("GET /Users {with}")), Some(())),
        Err(failure) => match &*failure.kind {
            FailureKind::Forbidden { sent, .. } => (known(*sent, "users", &failure), Some(())),
            FailureKind::NotFound { .. } => {
                sign_in_without_users(session, with, failure, context).await
            }
            _ => (Done::failed(&failure), None),
        },
    }
}

/// Who is known, and may not list what was asked for.
fn known(sent: Option<Scheme>, what: &str, failure: &Failure) -> Done {
    let detail = match sent {
        Some(Scheme::Basic) => format!("The account is known, but may not list {what}"),
        Some(Scheme::ApiKey) => format!("The key is known, but may not list {what}"),
        Some(Scheme::SignedIn) => format!("You are known, but may not list {what}"),
        Some(Scheme::Headers) => format!("The headers are known, but {what} may not be listed"),
        Some(Scheme::Certificate) => format!("The certificate is known, but may not list {what}"),
        Some(_) => format!("The token is known, but may not list {what}"),
        None => format!("Without another sign-in nobody may list {what}"),
    };
    Done::warning(detail, Problem::of(failure), failure.exchange.clone())
}

/// What a list says of the server: whether it is one of SCIM 2.0.
fn listed(page: Page, detail: &str) -> Done {
    let old = version_one_uris(&page.body);
    if old.is_empty() {
        return Done::ok(detail.to_owned(), page.exchange);
    }
    let detail = "Lists resources, but as SCIM 1.1 does".to_owned();
    let warning = Done::warning(detail, Problem::version_one(&old), page.exchange);
    Done { is_misplaced: true, ..warning }
}

/// A server need not have users; whether it is a SCIM server at all is then seen from its resource types. They may be open
/// to everybody: whether the credential is accepted is seen from the first of them that can be listed.
async fn sign_in_without_users(
    session: &Session,
    with: &str,
    no_users: Failure,
    context: &Context,
) -> Outcome<()> {
    let types = match discovery::read_resource_types(session, true, context).await {
        Ok(part) => part,
        Err(failure) => {
            let tells = is_refusal(&failure) || failure.is_cancelled();
            return (Done::failed(if tells { &failure } else { &no_users }), None);
        }
    };
    let query = ListQuery { count: Some(1), ..ListQuery::default() };
    let is_users = |it: &str| it.trim_matches('/').eq_ignore_ascii_case("Users");
    let others = types.value.iter().map(|it| it.endpoint.as_str()).filter(|it| !is_users(it));
    let mut last = None;
    for endpoint in others.take(MOST_TYPES_ASKED) {
        let name = answer::shortened(endpoint);
        match session.list(endpoint, &query, context).await {
            Ok(page) => {
                let detail = format!("GET {name} {with}; there is no /Users");
                return (listed(page, &detail), Some(()));
            }
            Err(failure) => match &*failure.kind {
                FailureKind::Forbidden { sent, .. } => {
                    return (known(*sent, &name, &failure), Some(()));
                }
                // The server is there: this one type cannot be asked for.
                _ if failure.is_answer() && !is_refusal(&failure) => last = Some(failure),
                FailureKind::EndpointElsewhere { .. } | FailureKind::BadEndpoint { .. } => {
                    last = Some(failure);
                }
                _ => return (Done::failed(&failure), None),
            },
        }
    }
    if session.pipeline().known_by().is_none() {
        let detail = format!("GET /ResourceTypes {with}; there is no /Users");
        return (Done::ok(detail, types.exchange), Some(()));
    }
    let exchange = last.as_ref().and_then(|it| it.exchange.clone()).or(types.exchange);
    let detail = "Not proven: there is no /Users, and nothing else could be listed".to_owned();
    (Done::warning(detail, Problem::not_proven(last.as_ref()), exchange), Some(()))
}

fn is_refusal(failure: &Failure) -> bool {
    matches!(*failure.kind, FailureKind::Unauthorized { .. })
}

pub(super) async fn provider_config(
    session: &Session,
    signed: bool,
    context: &Context,
) -> Outcome<()> {
    match discovery::read_provider_config(session, signed, context).await {
        Ok(part) => {
            let detail = format!("{}{}", openly(signed), capabilities(&part.value));
            (Done::ok(detail, part.exchange), Some(()))
        }
        Err(failure) => (missing(&failure, signed), None),
    }
}

fn openly(signed: bool) -> &'static str {
    if signed { "" } else { "readable without sign-in; " }
}

fn capabilities(config: &ProviderConfig) -> String {
    let known = [
        ("patch", config.patch),
        ("filter", config.filter),
        ("sort", config.sort),
        ("etag", config.etag),
        ("bulk", config.bulk.supported),
        ("change password", config.change_password),
    ];
    let names: Vec<&str> =
        known.iter().filter(|(_, it)| *it == Support::Yes).map(|(name, _)| *name).collect();
    if names.is_empty() {
        return "the server claims no optional function".to_owned();
    }
    format!("the server claims {}", names.join(", "))
}

pub(super) async fn resource_types(
    session: &Session,
    signed: bool,
    context: &Context,
) -> Outcome<Vec<ResourceType>> {
    match discovery::read_resource_types(session, signed, context).await {
        Ok(Part { value, exchange, .. }) if value.is_empty() => {
            let detail = "The list is empty; User and Group are assumed".to_owned();
            (Done::warning(detail, Problem::empty_list("ResourceTypes"), exchange), None)
        }
        Ok(part) => {
            let names: Vec<&str> = part.value.iter().map(|it| it.name.as_str()).collect();
            let detail = format!("{}{}", openly(signed), names.join(", "));
            (Done::ok(detail, part.exchange), Some(part.value))
        }
        Err(failure) => (missing(&failure, signed), None),
    }
}

pub(super) async fn schemas(session: &Session, signed: bool, context: &Context) -> Outcome<()> {
    match discovery::read_schemas(session, signed, context).await {
        Ok(Part { value, exchange, .. }) if value.is_empty() => {
            let detail = "The list is empty; the schemas of RFC 7643 are used".to_owned();
            (Done::warning(detail, Problem::empty_list("Schemas"), exchange), None)
        }
        Ok(part) => {
            let count = part.value.len();
            let noun = if count == 1 { "schema" } else { "schemas" };
            (Done::ok(format!("{}{count} {noun}", openly(signed)), part.exchange), Some(()))
        }
        Err(failure) => (missing(&failure, signed), None),
    }
}

/// A discovery document that cannot be read is a warning: the built-in one stands in. Without sign-in that is nothing to
/// warn of; where it was not even refused, whoever asks for the next one would wait in vain again.
fn missing(failure: &Failure, signed: bool) -> Done {
    if failure.is_cancelled() {
        return Done::failed(failure);
    }
    if !signed {
        let is_lost = is_odd_unsigned(failure);
        return Done { is_lost, ..Done::skipped("Waits for sign-in") };
    }
    let detail = "Not readable; what RFC 7643 defines is used".to_owned();
    Done::warning(detail, Problem::missing_document(failure), failure.exchange.clone())
}

pub(super) async fn first_page(
    session: &Session,
    types: Option<Vec<ResourceType>>,
    context: &Context,
) -> Outcome<()> {
    let types = types.unwrap_or_else(|| scim::builtin::resource_types().to_vec());
    let users = types.iter().find(|it| it.name.eq_ignore_ascii_case("User"));
    let Some(first) = users.or(types.first()) else {
        return (Done::skipped("The server has no resource types"), None);
    };
    let query = ListQuery { start_index: Some(1), count: Some(FIRST_PAGE), ..ListQuery::default() };
    match session.list(&first.endpoint, &query, context).await {
        Ok(page) => (Done::ok(page_evidence(first, &page), page.exchange), Some(())),
        Err(failure) => (Done::failed(&failure), None),
    }
}

fn page_evidence(resource_type: &ResourceType, page: &Page) -> String {
    let (read, name) = (page.rows.len(), &resource_type.name);
    match page.total_results {
        Some(total) => format!("{read} of {total} resources of type {name}"),
        None => {
            format!("{read} resources of type {name}; the server does not say how many there are")
        }
    }
}
