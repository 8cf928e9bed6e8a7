//! From request to answer: who may ask, and which route (RFC 7644 §3.2).

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Query as Pairs, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::answer::Answer;
use crate::bulk;
use crate::cursor::Cursors;
use crate::directory::Directory;
use crate::discovery::Discovery;
use crate::kind::Kind;
use crate::query::Query;
use crate::quirk::{self, Admission, Arrival, Quirk, Quirks, Sent};
use crate::read::Reader;
use crate::refusal::Refusal;
use crate::resource::Resource;
use crate::route::{Route, VERSION};
use crate::rows::Scope;
use crate::schemas::LARGEST_PAYLOAD;
use crate::store::Store;
use crate::write::{self, Target};

/// How many reads still see what was before, where reads lag behind.
const LAG: u64 = 3;

/// The service provider: what it serves, to whom, and how it misbehaves.
pub(crate) struct Provider {
    store: Store,
    cursors: Cursors,
    discovery: Discovery,
    authorization: String,
    /// Whose resource `/Me` is.
    me: Option<String>,
    quirks: RwLock<Quirks>,
    delay_milliseconds: AtomicU64,
    requests: AtomicU64,
    /// Requests since the quirks were last changed.
    admitted: AtomicU64,
    lagging: AtomicU64,
}

impl fmt::Debug for Provider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Provider").finish_non_exhaustive()
    }
}

impl Provider {
    /// `has_people` says whether the company's own extension of User is served.
    pub(crate) fn new(store: Store, token: &str, seed: u64, has_people: bool) -> Self {
        let directory = store.directory();
        Self {
            cursors: Cursors::new(seed),
            discovery: Discovery::new(store.base(), has_people),
            authorization: format!("Bearer {token}"),
            me: someone(&directory),
            quirks: RwLock::default(),
            delay_milliseconds: AtomicU64::new(3000),
            requests: AtomicU64::new(0),
            admitted: AtomicU64::new(0),
            lagging: AtomicU64::new(0),
            store,
        }
    }

    pub(crate) fn quirks(&self) -> Quirks {
        *self.quirks.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_quirks(&self, quirks: Quirks) {
        *self.quirks.write().unwrap_or_else(PoisonError::into_inner) = quirks;
        self.admitted.store(0, Ordering::Relaxed);
        self.lagging.store(0, Ordering::Relaxed);
    }

    pub(crate) fn set_delay(&self, delay: Duration) {
        let milliseconds = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self.delay_milliseconds.store(milliseconds, Ordering::Relaxed);
    }

    fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_milliseconds.load(Ordering::Relaxed))
    }
}

/// Whoever keeps the sandbox's identities: somebody has to be `/Me`.
fn someone(directory: &Directory) -> Option<String> {
    let users = directory.users.resources();
    let keeps = |it: &&Arc<Resource>| it.member("title") == Some("\"Identity Engineer\"");
    users.iter().find(keeps).or_else(|| users.first()).map(|it| it.id().to_owned())
}

/// Answers any request.
pub(crate) async fn answer(State(provider): State<Arc<Provider>>, request: Request) -> Response {
    let number = provider.requests.fetch_add(1, Ordering::Relaxed) + 1;
    let quirks = provider.quirks();
    if quirks.has(Quirk::Slow) {
        tokio::time::sleep(provider.delay()).await;
    }
    let (parts, body) = request.into_parts();
    // One byte more than there may be tells that there is more.
    let body = to_bytes(body, LARGEST_PAYLOAD).await.map_err(|_| too_large());
    let route = quirk::bend_path(quirks, parts.uri.path()).map_or(Route::Nothing, Route::read);
    let answered = provider.admit(&parts.headers, quirks).and_then(|()| {
        let exchange = Exchange { provider: &provider, quirks, parts: &parts, route: &route };
        exchange.answer(&body?)
    });
    let answer = answered.unwrap_or_else(|it| *it);
    let sent = Sent { method: &parts.method, kind: route.kind() };
    let mut response = quirk::send(quirks, sent, answer).into_response();
    if let Ok(id) = HeaderValue::from_str(&format!("sandbox-{number:06}")) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

/// An answer that is given before its time.
type Early = Box<Answer>;

impl From<Refusal> for Early {
    fn from(refusal: Refusal) -> Self {
        Box::new(refusal.into())
    }
}

fn too_large() -> Early {
    let text = format!("the body is larger than the {LARGEST_PAYLOAD} bytes of maxPayloadSize");
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, text).into()
}

impl Provider {
    fn admit(&self, headers: &HeaderMap, quirks: Quirks) -> Result<(), Early> {
        let authorised = self.authenticate(headers);
        let arrival = Arrival {
            number: self.admitted.fetch_add(1, Ordering::Relaxed) + 1,
            is_authorised: authorised.is_ok(),
            has_user_agent: headers.contains_key(header::USER_AGENT),
            now: self.store.clock().now(),
        };
        match quirk::admit(quirks, arrival) {
            Admission::Refused(answer) => Err(Box::new(answer)),
            Admission::Granted => Ok(authorised?),
        }
    }

    fn authenticate(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let given = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
        let given = given.unwrap_or_default();
        let wanted = self.authorization.as_bytes();
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

    /// The directory that a read sees.
    fn seen(&self, quirks: Quirks) -> Arc<Directory> {
        let lags = || {
            let less = |it: u64| it.checked_sub(1);
            self.lagging.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
        };
        match quirks.has(Quirk::LaggingReads) && lags() {
            true => self.store.before(),
            false => self.store.directory(),
        }
    }
}

/// One request on its way to the answer.
struct Exchange<'p> {
    provider: &'p Provider,
    quirks: Quirks,
    parts: &'p Parts,
    route: &'p Route,
}

impl Exchange<'_> {
    fn answer(&self, body: &[u8]) -> Result<Answer, Early> {
        let method = &self.parts.method;
        let found = match self.route {
            Route::Nothing => return Err(Refusal::nothing_at(self.parts.uri.path()).into()),
            Route::OtherVersion(version) => {
                let text = format!("{version} of SCIM is not spoken here, only {VERSION}");
                return Err(Refusal::bad("invalidVers", text).into());
            }
            route => route,
        };
        if method == Method::OPTIONS {
            return Ok(Answer::empty(StatusCode::NO_CONTENT).with(header::ALLOW, found.allowed()));
        }
        let name = if method == Method::HEAD { "GET" } else { method.as_str() };
        if !found.allowed().split(", ").any(|it| it == name) {
            return Err(Refusal::method(method.as_str(), found.allowed()).into());
        }
        self.check_accept()?;
        match name {
            "GET" => Ok(self.read(found)?),
            _ => Ok(self.write(found, name, body)?),
        }
    }

    fn reader(&self) -> Reader<'_> {
        let Provider { store, cursors, .. } = self.provider;
        Reader { store, cursors, quirks: self.quirks }
    }

    fn pairs(&self) -> Result<Vec<(String, String)>, Refusal> {
        let pairs = Pairs::try_from_uri(&self.parts.uri);
        let unreadable = |_| Refusal::bad("invalidValue", "the query cannot be read");
        pairs.map(|Pairs(pairs)| pairs).map_err(unreadable)
    }

    fn query(&self) -> Result<Query, Refusal> {
        Query::of_pairs(&self.pairs()?)
    }

    fn read(&self, route: &Route) -> Result<Answer, Refusal> {
        if let Route::Discovery(endpoint, id) = route {
            let pairs = self.pairs()?;
            let is_filtered = pairs.iter().any(|(name, _)| name.eq_ignore_ascii_case("filter"));
            return self.provider.discovery.answer(endpoint, id.as_deref(), is_filtered);
        }
        let query = self.query()?;
        let directory = self.provider.seen(self.quirks);
        match route {
            Route::Root => self.reader().list(directory, Scope::All, query),
            Route::All(kind) => self.reader().list(directory, Scope::One(*kind), query),
            Route::One(kind, id) => self.single(&directory, *kind, id, &query),
            _ => {
                let id = self.me()?;
                let answer = self.single(&directory, Kind::User, id, &query)?;
                Ok(answer.with(header::LOCATION, self.location(Kind::User, id)))
            }
        }
    }

    fn single(
        &self,
        directory: &Directory,
        kind: Kind,
        id: &str,
        query: &Query,
    ) -> Result<Answer, Refusal> {
        let found = directory.of(kind).get(id).filter(|it| !quirk::is_gone(self.quirks, kind, it));
        let found = found.ok_or_else(|| Refusal::no_resource(id))?;
        self.reader().single(kind, found, query, self.header(&header::IF_NONE_MATCH))
    }

    fn write(&self, route: &Route, method: &str, body: &[u8]) -> Result<Answer, Refusal> {
        if method == "DELETE" {
            return match route {
                Route::One(kind, id) => self.delete(*kind, id),
                _ => self.delete(Kind::User, self.me()?),
            };
        }
        self.check_media_type()?;
        let text = str::from_utf8(body)
            .map_err(|it| Refusal::bad("invalidSyntax", format!("the body is not UTF-8: {it}")))?;
        if let Route::Search(scope) = route {
            let directory = self.provider.seen(self.quirks);
            return self.reader().list(directory, *scope, Query::of_body(text)?);
        }
        let body: Value = serde_json::from_str(text)
            .map_err(|it| Refusal::bad("invalidSyntax", format!("the body is not JSON: {it}")))?;
        match route {
            Route::Bulk => {
                quirk::check_method(self.quirks, "POST", None)?;
                let answer = bulk::answer(&self.provider.store, &body, self.quirks)?;
                self.wrote();
                Ok(answer)
            }
            Route::All(kind) => self.create(*kind, &body),
            Route::One(kind, id) => self.change(method, *kind, id, &body),
            _ => self.change(method, Kind::User, self.me()?, &body),
        }
    }

    fn create(&self, kind: Kind, body: &Value) -> Result<Answer, Refusal> {
        let query = self.query()?;
        let quirks = self.quirks;
        let made = self.provider.store.write(|edit| {
            let id = edit.new_id();
            write::create(edit, (kind, &id), body, quirks)
        })?;
        self.wrote();
        let text = self.reader().written(kind, &made, &query)?;
        Ok(self.about(Answer::json(StatusCode::CREATED, text), kind, &made))
    }

    fn change(&self, method: &str, kind: Kind, id: &str, body: &Value) -> Result<Answer, Refusal> {
        quirk::check_method(self.quirks, method, Some(kind))?;
        let query = self.query()?;
        let quirks = self.quirks;
        let target = self.target(kind, id);
        let made = self.provider.store.write(|edit| match method {
            "PUT" => write::replace(edit, target, body, quirks),
            _ => write::patch(edit, target, body, quirks),
        })?;
        self.wrote();
        let text = self.reader().written(kind, &made, &query)?;
        Ok(self.about(Answer::ok(text), kind, &made))
    }

    fn delete(&self, kind: Kind, id: &str) -> Result<Answer, Refusal> {
        quirk::check_method(self.quirks, "DELETE", Some(kind))?;
        let target = self.target(kind, id);
        self.provider.store.write(|edit| write::delete(edit, target, self.quirks))?;
        self.wrote();
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }

    fn target<'t>(&'t self, kind: Kind, id: &'t str) -> Target<'t> {
        let if_match = self.header(&header::IF_MATCH);
        Target { kind, id, if_match, if_none_match: self.header(&header::IF_NONE_MATCH) }
    }

    fn about(&self, answer: Answer, kind: Kind, resource: &Resource) -> Answer {
        let answer = answer.with(header::ETAG, resource.version());
        answer.with(header::LOCATION, self.location(kind, resource.id()))
    }

    fn location(&self, kind: Kind, id: &str) -> String {
        format!("{}{}/{id}", self.provider.store.base(), kind.endpoint())
    }

    fn me(&self) -> Result<&str, Refusal> {
        let me = self.provider.me.as_deref();
        me.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "there is nobody who could be /Me"))
    }

    fn wrote(&self) {
        if self.quirks.has(Quirk::LaggingReads) {
            self.provider.lagging.store(LAG, Ordering::Relaxed);
        }
    }

    fn header(&self, name: &HeaderName) -> Option<&str> {
        self.parts.headers.get(name).and_then(|it| it.to_str().ok())
    }

    /// What is answered is `application/scim+json`, which is JSON (RFC 7644 §3.8).
    fn check_accept(&self) -> Result<(), Refusal> {
        let Some(accepted) = self.header(&header::ACCEPT) else { return Ok(()) };
        let known = ["*/*", "application/*", "application/scim+json", "application/json"];
        let mut kinds = accepted.split(',').map(essence);
        if kinds.any(|it| it.is_empty() || known.iter().any(|known| it.eq_ignore_ascii_case(known)))
        {
            return Ok(());
        }
        let text = format!("answers are application/scim+json, not {accepted}");
        Err(Refusal::new(StatusCode::NOT_ACCEPTABLE, text))
    }

    fn check_media_type(&self) -> Result<(), Refusal> {
        let known = ["application/scim+json", "application/json"];
        match self.header(&header::CONTENT_TYPE).map(essence) {
            Some(other) if !known.iter().any(|it| it.eq_ignore_ascii_case(other)) => {
                let text = format!("a body is application/scim+json, not {other}");
                Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, text))
            }
            _ => Ok(()),
        }
    }
}

/// A media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}
