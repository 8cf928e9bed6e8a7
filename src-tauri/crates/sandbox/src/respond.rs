//! From request to answer: who may ask, which route, which page.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Query as Pairs, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use scim::schema::Schema;

use crate::directory::{Collection, Directory, Resource};
use crate::projection::Projection;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::schemas::{self, Document};
use crate::sort;

/// What every answer with a body is (RFC 7644 §3.8).
pub(crate) const MEDIA_TYPE: &str = "application/scim+json";
const ROOT: &str = "/scim/v2";
const READ_ONLY: &str = "GET, HEAD";

/// An endpoint, what it is sorted by, and whether descending.
type Asked = (String, String, bool);
/// Places in the collection.
type Order = Arc<[usize]>;

/// The service provider: what it serves and to whom.
pub(crate) struct Provider {
    directory: Directory,
    authorization: String,
    config: String,
    resource_types: Vec<Document>,
    schema_documents: Vec<Document>,
    schemas: Vec<Schema>,
    /// Orders that were asked for before; the directory never changes.
    orders: Mutex<HashMap<Asked, Order>>,
    requests: AtomicU64,
}

impl fmt::Debug for Provider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Provider").finish_non_exhaustive()
    }
}

impl Provider {
    pub(crate) fn new(directory: Directory, base: &str, token: &str) -> Self {
        Self {
            directory,
            authorization: format!("Bearer {token}"),
            config: schemas::provider_config(base),
            resource_types: schemas::resource_types(base),
            schema_documents: schemas::schemas(base),
            schemas: schemas::parsed(),
            orders: Mutex::default(),
            requests: AtomicU64::new(0),
        }
    }

    fn collection(&self, endpoint: &str) -> Option<Served<'_>> {
        let directory = &self.directory;
        let (collection, base, extensions) = match endpoint {
            "Users" => {
                let extensions = [scim::urn::ENTERPRISE_USER, schemas::PEOPLE].as_slice();
                (&directory.users, scim::urn::USER, extensions)
            }
            "Groups" => (&directory.groups, scim::urn::GROUP, [].as_slice()),
            "Devices" => (&directory.devices, schemas::DEVICE, [].as_slice()),
            _ => return None,
        };
        Some(Served { collection, base, extensions })
    }
}

/// A resource type as it is served.
struct Served<'p> {
    collection: &'p Collection,
    base: &'static str,
    extensions: &'static [&'static str],
}

impl Served<'_> {
    fn projection(&self, query: &Query) -> Projection {
        Projection::new(&query.attributes, &query.excluded_attributes, self.base, self.extensions)
    }
}

/// Answers any request.
pub(crate) async fn answer(State(provider): State<Arc<Provider>>, request: Request) -> Response {
    let number = provider.requests.fetch_add(1, Ordering::Relaxed) + 1;
    let mut response = route(&provider, &request).unwrap_or_else(IntoResponse::into_response);
    if let Ok(id) = HeaderValue::from_str(&format!("sandbox-{number:06}")) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

fn route(provider: &Provider, request: &Request) -> Result<Response, Refusal> {
    authenticate(provider, request.headers())?;
    let path = request.uri().path().strip_prefix(ROOT).unwrap_or("/");
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let endpoint = segments.first().copied().unwrap_or_default();
    check_method(request.method(), endpoint, &segments, provider)?;
    let Ok(Pairs(pairs)) = Pairs::<Vec<(String, String)>>::try_from_uri(request.uri()) else {
        return Err(Refusal::bad("invalidValue", "the query cannot be read"));
    };
    let query = Query::parse(&pairs)?;
    let is_discovery = ["ServiceProviderConfig", "ResourceTypes", "Schemas"].contains(&endpoint);
    if is_discovery && query.filter.is_some() {
        let text = "discovery endpoints cannot be filtered";
        return Err(Refusal::new(StatusCode::FORBIDDEN, text));
    }
    match segments.as_slice() {
        ["ServiceProviderConfig"] => Ok(body(provider.config.clone())),
        ["ResourceTypes"] => Ok(documents(&provider.resource_types)),
        ["Schemas"] => Ok(documents(&provider.schema_documents)),
        ["ResourceTypes", id] => document(&provider.resource_types, id),
        ["Schemas", id] => document(&provider.schema_documents, id),
        [endpoint] if provider.collection(endpoint).is_some() => list(provider, endpoint, &query),
        [endpoint, id] => {
            let served = provider.collection(endpoint).ok_or_else(|| nothing_at(path))?;
            single(&served, id, &query, request.headers())
        }
        _ => Err(nothing_at(path)),
    }
}

fn authenticate(provider: &Provider, headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
    let wanted = provider.authorization.as_bytes();
    // Every byte is compared, so that the time taken tells nothing.
    let differing = given.iter().zip(wanted).fold(0, |sum, (a, b)| sum | (a ^ b));
    if given.len() == wanted.len() && differing == 0 {
        return Ok(());
    }
    let text = if given.is_empty() {
        "a bearer token is needed"
    } else {
        "the bearer token is not the right one"
    };
    Err(Refusal::new(StatusCode::UNAUTHORIZED, text))
}

fn check_method(
    method: &Method,
    endpoint: &str,
    segments: &[&str],
    provider: &Provider,
) -> Result<(), Refusal> {
    let not_here = |what: &str| {
        Err(Refusal::new(StatusCode::NOT_IMPLEMENTED, format!("{what} is not supported")))
    };
    if endpoint == "Me" || endpoint == "Bulk" {
        return not_here(&format!("/{endpoint}"));
    }
    if segments.last() == Some(&".search") {
        return not_here("/.search");
    }
    if method == Method::GET || method == Method::HEAD {
        return Ok(());
    }
    if method == Method::PATCH && provider.collection(endpoint).is_some() {
        return not_here("PATCH");
    }
    let text = format!("the sandbox only reads; {method} is not allowed");
    let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, text);
    Err(Refusal { allow: Some(READ_ONLY), ..refusal })
}

fn nothing_at(path: &str) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, format!("there is nothing at {path}"))
}

fn list(provider: &Provider, endpoint: &str, query: &Query) -> Result<Response, Refusal> {
    let served = provider.collection(endpoint).ok_or_else(|| nothing_at(endpoint))?;
    if query.filter.is_some() {
        return Err(Refusal::bad("invalidFilter", "filters are not supported"));
    }
    let all = served.collection.resources();
    let order = match &query.sort_by {
        Some(sort_by) => Some(order(provider, endpoint, &served, sort_by, query.descending)?),
        None => None,
    };
    let projection = served.projection(query);
    let places = (query.start_index - 1..all.len()).take(query.count);
    let page: Vec<&Resource> = places
        .filter_map(|at| all.get(order.as_ref().map_or(Some(at), |it| it.get(at).copied())?))
        .collect();
    let mut text = envelope(all.len(), query.start_index, page.len());
    for (at, resource) in page.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        projection.write(resource, &mut text);
    }
    text.push_str("]}");
    Ok(body(text))
}

fn order(
    provider: &Provider,
    endpoint: &str,
    served: &Served<'_>,
    sort_by: &str,
    descending: bool,
) -> Result<Order, Refusal> {
    let asked = (endpoint.to_owned(), sort_by.to_ascii_lowercase(), descending);
    let mut orders = provider.orders.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = orders.get(&asked) {
        return Ok(Arc::clone(known));
    }
    let uris = std::iter::once(&served.base).chain(served.extensions);
    let schemas: Vec<&Schema> =
        uris.filter_map(|uri| provider.schemas.iter().find(|it| it.id == *uri)).collect();
    let order: Order = sort::order(served.collection, &schemas, sort_by, descending)?.into();
    orders.insert(asked, Arc::clone(&order));
    Ok(order)
}

fn single(
    served: &Served<'_>,
    id: &str,
    query: &Query,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let resource = served.collection.get(id).ok_or_else(|| {
        Refusal::new(StatusCode::NOT_FOUND, format!("there is no resource with the id {id}"))
    })?;
    let known = headers.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let mut response = if known.is_some_and(|it| it == "*" || it.contains(resource.version())) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut text = String::new();
        served.projection(query).write(resource, &mut text);
        body(text)
    };
    if let Ok(etag) = HeaderValue::from_str(resource.version()) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    Ok(response)
}

fn documents(documents: &[Document]) -> Response {
    let texts: Vec<&str> = documents.iter().map(|it| it.text.as_str()).collect();
    let head = envelope(documents.len(), 1, documents.len());
    body(format!("{head}{}]}}", texts.join(",")))
}

fn document(documents: &[Document], id: &str) -> Result<Response, Refusal> {
    let id = id.replace("%3A", ":").replace("%3a", ":");
    let found = documents.iter().find(|it| it.id.eq_ignore_ascii_case(&id));
    found.map(|it| body(it.text.clone())).ok_or_else(|| nothing_at(&id))
}

/// A list up to and including the bracket that opens its resources.
fn envelope(total: usize, start_index: usize, count: usize) -> String {
    format!(
        r#"{{"schemas":["{}"],"totalResults":{total},"startIndex":{start_index},"itemsPerPage":{count},"Resources":["#,
        scim::urn::LIST_RESPONSE
    )
}

fn body(text: String) -> Response {
    ([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response()
}
