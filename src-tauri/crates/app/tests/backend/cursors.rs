//! Lists of servers that page by cursor (RFC 9865), read over HTTP: of the sandbox with the quirk, and of servers that do
//! so in odd ways.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use crate::support::{MemoryKeychain, backend, call, ok};
use app::App;
use app::api::error::ErrorCode;
use app::call::RawCall;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use sandbox::{Clock, Quirk, Sandbox, Settings};
use serde_json::{Value, json};
use tokio::sync::{Notify, OnceCell};
use tokio_util::sync::CancellationToken;

const SCIM: &str = "application/scim+json";

/// A backend with a server as its tenant, opened.
struct Place {
    _folder: tempfile::TempDir,
    app: App,
    tenant: Value,
}

impl Place {
    async fn of(base_url: &str, token: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = backend(folder.path(), &Arc::new(MemoryKeychain::default()));
        let saved = ok(&app, "tenant_save", crate::support::draft(base_url, token)).await;
        let tenant = saved["id"].clone();
        ok(&app, "tenant_open", json!({ "tenantId": tenant })).await;
        Self { _folder: folder, app, tenant }
    }

    async fn of_sandbox(sandbox: &Sandbox) -> Self {
        Self::of(sandbox.base_url(), sandbox.token()).await
    }

    fn request(&self, offset: u32, more: &Value) -> Value {
        let mut request = json!({ "tenantId": self.tenant, "resourceType": "User", "offset": offset,
            "limit": 100, "columns": ["userName"], "reload": false });
        for (name, value) in more.as_object().unwrap() {
            request[name] = value.clone();
        }
        request
    }

    async fn window(&self, offset: u32) -> Value {
        self.asked(offset, json!({})).await
    }

    async fn asked(&self, offset: u32, more: Value) -> Value {
        ok(&self.app, "resources_list", self.request(offset, &more)).await
    }

    /// Reads window by window to the end; the ids of all rows, and the last answer.
    async fn walk(&self, more: Value) -> (Vec<String>, Value) {
        let mut found = Vec::new();
        for offset in (0..).step_by(100) {
            let listed = self.asked(offset, more.clone()).await;
            found.extend(ids(&listed));
            let count = listed["rowCount"].as_u64().unwrap();
            if listed["endSeen"] == true && u64::from(offset) + 100 >= count {
                return (found, listed);
            }
            assert!(offset < 20_000, "there is no end of it");
        }
        unreachable!()
    }

    /// The paths of all list requests, oldest first.
    async fn paths(&self, endpoint: &str) -> Vec<String> {
        let request =
            json!({ "tenantId": self.tenant, "outcome": "all", "text": endpoint, "limit": 500 });
        let listed = ok(&self.app, "exchanges_list", request).await;
        let all = listed["exchanges"].as_array().unwrap();
        all.iter().rev().map(|it| it["path"].as_str().unwrap().to_owned()).collect()
    }
}

fn ids(listed: &Value) -> Vec<String> {
    let rows = listed["rows"].as_array().unwrap();
    rows.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

fn rules(listed: &Value) -> Vec<&str> {
    let findings = listed["findings"].as_array().unwrap();
    findings.iter().map(|it| it["rule"].as_str().unwrap()).collect()
}

/// The ids of all users in the server's order, as a sandbox without quirks lists them by index.
async fn expected() -> &'static [String] {
    static FOUND: OnceCell<Vec<String>> = OnceCell::const_new();
    FOUND.get_or_init(listed_by_index).await
}

async fn listed_by_index() -> Vec<String> {
    let sandbox = Sandbox::start().await.unwrap();
    let place = Place::of_sandbox(&sandbox).await;
    let (found, listed) = place.walk(json!({})).await;
    assert_eq!((found.len(), rules(&listed)), (5000, vec![]));
    let paths = place.paths("/Users?").await;
    assert!(
        paths.iter().all(|it| !it.contains("cursor")),
        "a server that pages by index: {paths:?}"
    );
    found
}

#[tokio::test]
async fn a_list_that_comes_by_cursor_only_is_read_to_its_end() {
    let sandbox = Sandbox::with_quirks([Quirk::CursorOnly]).await.unwrap();
    let place = Place::of_sandbox(&sandbox).await;
    let (found, listed) = place.walk(json!({})).await;
    assert_eq!(found, expected().await);
    assert_eq!((&listed["rowCount"], &listed["totalResults"]), (&json!(5000), &json!(5000)));
    // The sandbox says that it can do both.
    assert_eq!(rules(&listed), ["cursor-only"]);
    let paths = place.paths("/Users?").await;
    assert_eq!(paths.len(), 50, "one request a page, and none to see that the end is the end");
    assert_eq!(paths[0], "/Users?startIndex=1&count=100");
    for path in &paths[1..] {
        assert!(path.starts_with("/Users?cursor=") && path.ends_with("&count=100"), "{path}");
    }
    // What was learnt of the server is used for its other lists.
    let groups = place.asked(0, json!({ "resourceType": "Group" })).await;
    assert_eq!(groups["rowCount"], 212);
    let paths = place.paths("/Groups?").await;
    assert_eq!(paths, ["/Groups?cursor&count=100&excludedAttributes=members"]);
}

#[tokio::test]
async fn a_jump_reads_the_pages_between_and_keeps_them() {
    let sandbox = Sandbox::with_quirks([Quirk::CursorOnly]).await.unwrap();
    let place = Place::of_sandbox(&sandbox).await;
    let expected = expected().await;
    place.window(0).await;
    let last = place.window(4900).await;
    assert_eq!((ids(&last), &last["pagesRead"]), (expected[4900..].to_vec(), &json!(49)));
    assert_eq!((&last["endSeen"], &last["rowCount"]), (&json!(true), &json!(5000)));
    let middle = place.window(2500).await;
    assert_eq!((ids(&middle), &middle["pagesRead"]), (expected[2500..2600].to_vec(), &json!(0)));
    // Reading again where one is starts from the top too, and not with the first page in that place.
    let again = place.asked(300, json!({ "reload": true })).await;
    assert_eq!(ids(&again), expected[300..400]);
}

#[tokio::test]
async fn order_and_filter_stay_the_same_from_page_to_page() {
    let sandbox = Sandbox::with_quirks([Quirk::CursorOnly]).await.unwrap();
    let place = Place::of_sandbox(&sandbox).await;
    let asked = json!({ "filter": "userName co \"a\" and active eq true",
                        "sort": { "by": "userName", "descending": true } });
    let (found, listed) = place.walk(asked.clone()).await;
    assert_eq!(rules(&listed), ["cursor-only"]);
    let plain = Sandbox::start().await.unwrap();
    let (expected, _) = Place::of_sandbox(&plain).await.walk(asked).await;
    assert!(expected.len() > 300, "too few for several pages");
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_server_that_leaves_start_index_aside_is_read_by_an_empty_cursor() {
    let sandbox = Sandbox::with_quirks([Quirk::StartIndexIgnored]).await.unwrap();
    let place = Place::of_sandbox(&sandbox).await;
    let (found, listed) = place.walk(json!({})).await;
    assert_eq!(found, expected().await);
    assert_eq!(rules(&listed), ["empty-cursor-needed", "cursor-only"]);
}

#[tokio::test]
async fn an_expired_cursor_has_the_list_read_again_from_its_start() {
    let now = Arc::new(AtomicI64::new(1_800_000_000));
    let told = Arc::clone(&now);
    let clock =
        Clock::telling(move || Timestamp::from_second(told.load(Ordering::Relaxed)).unwrap());
    let quirks = [Quirk::CursorOnly].into_iter().collect();
    let settings = Settings { quirks, clock, ..Settings::default() };
    let sandbox = Sandbox::start_with(settings).await.unwrap();
    let place = Place::of_sandbox(&sandbox).await;
    let expected = expected().await;
    place.window(0).await;
    place.window(100).await;
    now.fetch_add(3600, Ordering::Relaxed);
    let listed = place.window(200).await;
    assert_eq!(ids(&listed), expected[200..300]);
    let findings = listed["findings"].as_array().unwrap();
    let told = findings.iter().find(|it| it["rule"] == "cursor-refused").unwrap();
    let message = told["message"].as_str().unwrap();
    assert!(message.contains("after row 200") && message.contains("expiredCursor"), "{message}");
    // Nobody notices above: what was read there is there again.
    assert_eq!(ids(&place.window(0).await), expected[..100]);
}

/// A server of users by cursor, and what is odd about it.
#[derive(Clone)]
struct Habits {
    users: usize,
    /// The most on a page.
    most: usize,
    /// What the ServiceProviderConfig says.
    pagination: Option<Value>,
    /// It says how many there are.
    totals: bool,
    refuses_empty: bool,
    /// It refuses every cursor that it gave, with this `scimType`.
    refuses_own: Option<&'static str>,
    /// Cursors are this long.
    long: usize,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            users: 250,
            most: 1000,
            pagination: None,
            totals: true,
            refuses_empty: false,
            refuses_own: None,
            long: 0,
        }
    }
}

struct Server {
    habits: Habits,
    queries: Mutex<Vec<String>>,
    /// Waits with the answer to this cursor, and says so.
    stops_at: Mutex<Option<String>>,
    stopped: Notify,
    goes_on: Notify,
}

impl Server {
    async fn start(habits: Habits) -> (Arc<Self>, Place) {
        let config = match &habits.pagination {
            Some(pagination) => json!({ "pagination": pagination }),
            None => json!({}),
        };
        let server = Arc::new(Self {
            habits,
            queries: Mutex::default(),
            stops_at: Mutex::default(),
            stopped: Notify::new(),
            goes_on: Notify::new(),
        });
        let routes = axum::Router::new()
            .route("/Users", get(users))
            .route("/Groups", get(users))
            .route("/ServiceProviderConfig", get(async || axum::Json(config)))
            .with_state(Arc::clone(&server));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let place = Place::of(&url, "token").await;
        server.queries.lock().unwrap().clear();
        (server, place)
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.queries.lock().unwrap())
    }

    fn cursor(&self, start: usize) -> Option<String> {
        let ends = start >= self.habits.users;
        (!ends).then(|| format!("{}c{start}", "x".repeat(self.habits.long)))
    }
}

async fn users(State(server): State<Arc<Server>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    server.queries.lock().unwrap().push(query.clone());
    let parameter = |name: &str| {
        let of = |it: &str| match it.split_once('=') {
            Some((key, value)) => (key == name).then(|| value.to_owned()),
            None => (it == name).then(String::new),
        };
        query.split('&').find_map(of)
    };
    let Habits { users, most, totals, refuses_empty, refuses_own, .. } = server.habits;
    let cursor = parameter("cursor");
    let must_stop = server.stops_at.lock().unwrap().take_if(|it| Some(&*it) == cursor.as_ref());
    if must_stop.is_some() {
        server.stopped.notify_one();
        server.goes_on.notified().await;
    }
    let start = match cursor.as_deref() {
        None => 0,
        Some("") if refuses_empty => return refusal(None),
        Some("") => 0,
        Some(_) if refuses_own.is_some() => return refusal(refuses_own),
        Some(cursor) => cursor.trim_start_matches(['x', 'c']).parse().unwrap(),
    };
    let count = parameter("count").map_or(most, |it| it.parse::<usize>().unwrap().min(most));
    let end = users.min(start + count);
    let page: Vec<Value> = (start..end)
        .map(|at| {
            json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": format!("u{at}"),
                    "userName": format!("ana.{at}") })
        })
        .collect();
    let mut list = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                           "Resources": page });
    if totals {
        list["totalResults"] = users.into();
    }
    if let Some(next) = server.cursor(end) {
        list["nextCursor"] = next.into();
    }
    ([(header::CONTENT_TYPE, SCIM)], list.to_string()).into_response()
}

fn refusal(scim_type: Option<&str>) -> Response {
    let mut body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
                           "status": "400", "detail": "not so" });
    scim_type.into_iter().for_each(|it| body["scimType"] = it.into());
    (StatusCode::BAD_REQUEST, [(header::CONTENT_TYPE, SCIM)], body.to_string()).into_response()
}

/// What the Entra ID API and AWS say of themselves, more or less.
fn by_cursor_only() -> Option<Value> {
    Some(json!({ "cursor": true, "index": false, "maxPageSize": 50 }))
}

#[tokio::test]
async fn a_server_that_says_so_is_asked_by_cursor_from_the_start() {
    let habits = Habits { pagination: by_cursor_only(), ..Habits::default() };
    let (server, place) = Server::start(habits).await;
    let (found, listed) = place.walk(json!({})).await;
    assert_eq!(found, (0..250).map(|it| format!("u{it}")).collect::<Vec<_>>());
    assert_eq!(rules(&listed), Vec::<&str>::new());
    assert_eq!(
        server.asked(),
        [
            "cursor&count=50",
            "cursor=c50&count=50",
            "cursor=c100&count=50",
            "cursor=c150&count=50",
            "cursor=c200&count=50"
        ]
    );
    let counted = json!({ "tenantId": place.tenant, "resourceType": "User" });
    assert_eq!(ok(&place.app, "resource_type_count", counted).await["totalResults"], 250);
    assert_eq!(server.asked(), ["count=1"]);
}

#[tokio::test]
async fn an_empty_cursor_that_is_refused_is_left_out_and_said() {
    let habits = Habits { pagination: by_cursor_only(), refuses_empty: true, ..Habits::default() };
    let (server, place) = Server::start(habits).await;
    let (found, listed) = place.walk(json!({})).await;
    assert_eq!((found.len(), rules(&listed)), (250, vec!["empty-cursor-refused"]));
    assert_eq!(
        server.asked(),
        ["cursor&count=50", "count=100", "cursor=c100&count=100", "cursor=c200&count=100"]
    );
}

#[tokio::test]
async fn cursors_that_are_never_taken_are_explained() {
    for (scim_type, title) in [
        ("invalidCursor", "The server refuses its own cursor"),
        ("expiredCursor", "The cursors of this list expire too soon"),
        ("invalidCount", "The server refuses the size of a page"),
        ("somethingElse", "The server refuses its own cursor"),
    ] {
        let habits = Habits { refuses_own: Some(scim_type), ..Habits::default() };
        let (server, place) = Server::start(habits).await;
        assert_eq!(ids(&place.window(0).await).len(), 100);
        let refused = || async {
            let request = place.request(100, &json!({}));
            call(&place.app, "resources_list", request).await.unwrap_err()
        };
        server.asked();
        let error = refused().await;
        assert_eq!(error.title, title);
        assert!(error.detail.contains(scim_type) && error.exchange.is_some(), "{error:?}");
        assert!(error.hints[0].contains("from its start"), "{:?}", error.hints);
        // The next page, the first again, and the next once more: then it is told.
        let asked = server.asked();
        assert_eq!(asked, ["cursor=c100&count=100", "count=100", "cursor=c100&count=100"]);
        // Trying again does begin at the start.
        assert_eq!(refused().await.title, title);
        assert_eq!(server.asked()[0], "count=100");
    }
}

#[tokio::test]
async fn a_refused_cursor_is_not_blamed_on_members_that_are_left_out() {
    let habits = Habits { refuses_own: Some("somethingElse"), ..Habits::default() };
    let (server, place) = Server::start(habits).await;
    let groups = json!({ "resourceType": "Group" });
    place.asked(0, groups.clone()).await;
    server.asked();
    call(&place.app, "resources_list", place.request(100, &groups)).await.unwrap_err();
    assert_eq!(
        server.asked(),
        [
            "cursor=c100&count=100&excludedAttributes=members",
            "count=100&excludedAttributes=members",
            "cursor=c100&count=100&excludedAttributes=members"
        ]
    );
}

#[tokio::test]
async fn a_long_way_is_read_in_parts() {
    let habits = Habits { users: 5000, most: 5, ..Habits::default() };
    let (server, place) = Server::start(habits).await;
    place.window(0).await;
    server.asked();
    let request = place.request(700, &json!({}));
    let error = call(&place.app, "resources_list", request).await.unwrap_err();
    assert_eq!(error.title, "These rows were not reached yet");
    assert!(error.detail.contains("600 rows") && error.detail.contains("row 701"), "{error:?}");
    assert_eq!(server.asked().len(), 100);
    let listed = place.window(700).await;
    assert_eq!((ids(&listed)[0].as_str(), ids(&listed).len()), ("u700", 100));
    assert_eq!(server.asked()[0], "cursor=c600&count=100");
}

#[tokio::test]
async fn who_stops_on_the_way_goes_on_from_there() {
    let (server, place) = Server::start(Habits { users: 2000, ..Habits::default() }).await;
    place.window(0).await;
    *server.stops_at.lock().unwrap() = Some("c500".to_owned());
    let told = Arc::new(Mutex::new(Vec::<Value>::new()));
    let (cancel, sink) = (CancellationToken::new(), Arc::clone(&told));
    let stoppable = RawCall {
        cancel: cancel.clone(),
        events: Arc::new(move |it| {
            sink.lock().unwrap().push(serde_json::from_str(it.get()).unwrap());
        }),
        ..RawCall::detached()
    };
    let going = place.app.call("resources_list", place.request(1900, &json!({})), None, stoppable);
    let stopping = async {
        server.stopped.notified().await;
        // It says what it waits for, as it takes a moment.
        while told.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        cancel.cancel();
    };
    let (error, ()) = tokio::join!(going, stopping);
    assert_eq!(error.unwrap_err().code, ErrorCode::Cancelled);
    let last = told.lock().unwrap().last().cloned();
    assert_eq!(last, Some(json!({ "startIndex": 501, "count": 100, "byCursor": true })));
    server.asked();
    assert_eq!(ids(&place.window(1900).await)[0], "u1900");
    assert_eq!(server.asked()[0], "cursor=c500&count=100");
}

#[tokio::test]
async fn where_no_total_is_told_the_table_grows_as_it_is_read() {
    let (_server, place) = Server::start(Habits { totals: false, ..Habits::default() }).await;
    let listed = place.window(0).await;
    assert_eq!((&listed["rowCount"], &listed["endSeen"]), (&json!(200), &json!(false)));
    assert!(listed.get("totalResults").is_none());
    let (found, listed) = place.walk(json!({})).await;
    assert_eq!((found.len(), &listed["rowCount"]), (250, &json!(250)));
    assert_eq!(found.iter().collect::<HashSet<_>>().len(), 250);
    assert_eq!(rules(&listed), Vec::<&str>::new());
}

#[tokio::test]
async fn a_cursor_that_no_url_holds_is_not_sent() {
    let (server, place) = Server::start(Habits { long: 10_000, ..Habits::default() }).await;
    let listed = place.window(0).await;
    assert!(rules(&listed).contains(&"long-cursor"), "{listed}");
    assert!(server.asked().iter().all(|it| !it.contains("cursor=x")));
}
