//! Lint of exchanges of the history: what the rules find in what a server really answered, what they leave unjudged, and
//! that a mask is nobody's fault.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{MemoryKeychain, backend, call, ok};
use app::App;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const TOKEN: &str = "a-token-long-enough";
const SCIM: &str = "application/scim+json";

/// What the server answers for `/Users`: a media type and a body for each query.
type Answers = fn(&str) -> (&'static str, String);

fn user(id: &str, more: Value) -> Value {
    let mut user = json!({ "schemas": [USER], "id": id, "userName": id, "meta": {
        "resourceType": "User", "created": "2011-05-13T04:42:34Z",
        "lastModified": "2011-05-13T04:42:34Z" } });
    user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    user
}

fn list(total: usize, start: usize, users: &[Value]) -> String {
    json!({ "schemas": [LIST], "totalResults": total, "startIndex": start,
            "itemsPerPage": users.len(), "Resources": users })
    .to_string()
}

async fn users(State(answers): State<Answers>, RawQuery(query): RawQuery) -> Response {
    let (media_type, body) = answers(&query.unwrap_or_default());
    ([(header::CONTENT_TYPE, media_type)], body).into_response()
}

async fn schemas() -> Response {
    let schema = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": USER,
        "name": "User", "attributes": [
            { "name": "userName", "type": "string", "multiValued": false, "required": true },
            { "name": "active", "type": "boolean", "multiValued": false, "required": false }] });
    scim(json!({ "schemas": [LIST], "totalResults": 1, "Resources": [schema] }))
}

async fn types() -> Response {
    let user = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        "id": "User", "name": "User", "endpoint": "/Users", "schema": USER });
    scim(json!({ "schemas": [LIST], "totalResults": 1, "Resources": [user] }))
}

fn scim(body: Value) -> Response {
    ([(header::CONTENT_TYPE, SCIM)], body.to_string()).into_response()
}

struct Place {
    folder: tempfile::TempDir,
    keychain: Arc<MemoryKeychain>,
    app: App,
    tenant: Value,
}

/// A backend with such a server as its tenant, opened.
async fn start(answers: Answers) -> Place {
    let routes = axum::Router::new().route("/Schemas", get(schemas));
    start_with(routes, answers).await
}

/// The same, with schemas of its own.
async fn start_with(schemas: axum::Router<Answers>, answers: Answers) -> Place {
    let routes =
        schemas.route("/Users", get(users)).route("/ResourceTypes", get(types)).with_state(answers);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    let app = backend(folder.path(), &keychain);
    let saved = ok(&app, "tenant_save", crate::support::draft(&url, TOKEN)).await;
    ok(&app, "tenant_open", json!({ "tenantId": saved["id"] })).await;
    Place { folder, keychain, app, tenant: saved["id"].clone() }
}

impl Place {
    /// Reads a window of the list, whatever comes of it.
    async fn browse(&self, offset: u32) {
        let request = json!({ "tenantId": self.tenant, "resourceType": "User", "offset": offset,
            "limit": 2, "columns": ["userName"], "reload": false });
        let _whatever = call(&self.app, "resources_list", request).await;
    }

    /// What there is to say about the newest exchange whose URL holds a text.
    async fn lint(&self, text: &str) -> Value {
        let id = newest(&self.app, text).await;
        ok(&self.app, "exchange_lint", json!({ "id": id })).await
    }
}

async fn newest(app: &App, text: &str) -> Value {
    let asked = json!({ "outcome": "all", "text": text, "limit": 1 });
    ok(app, "exchanges_list", asked).await["exchanges"][0]["id"].clone()
}

fn found<'v>(side: &'v Value, rule: &str) -> Vec<&'v Value> {
    side["findings"].as_array().unwrap().iter().filter(|it| it["rule"] == rule).collect()
}

/// What was lacking for a rule.
fn lacking<'v>(side: &'v Value, rule: &str) -> Option<&'v str> {
    let all = side["notJudged"].as_array().unwrap().iter();
    let mut all =
        all.filter(|it| it["rules"].as_array().unwrap().iter().any(|it| it["id"] == rule));
    all.next().and_then(|it| it["what"].as_str())
}

#[tokio::test]
async fn a_wrong_media_type_and_a_total_that_lies_are_found_at_their_places() {
    let place =
        start(|_| ("text/plain", list(1, 1, &[user("a", json!({})), user("b", json!({}))]))).await;
    place.browse(0).await;
    let linted = place.lint("/Users?").await;
    let response = &linted["response"];
    let media_type = found(response, "S01");
    assert_eq!(media_type.len(), 1, "{response}");
    assert_eq!(
        (&media_type[0]["part"], &media_type[0]["pointer"], &media_type[0]["severity"]),
        (&json!("responseHead"), &json!("/headers/content-type"), &json!("warning"))
    );
    assert_eq!(media_type[0]["section"], "RFC 7644 §3.1");
    assert!(media_type[0]["why"].as_str().unwrap().contains("Strict clients"));
    let total = found(response, "X50");
    let places: Vec<_> = total.iter().map(|it| &it["pointer"]).collect();
    assert!(places.contains(&&json!("/totalResults")), "{response}");
    assert_eq!(linted["request"]["findings"], json!([]));
    let weights: Vec<_> = response["findings"].as_array().unwrap().iter().collect();
    assert_eq!(weights[0]["severity"], "error", "the gravest comes first");
    let judged =
        response["judged"].as_u64().unwrap() + linted["request"]["judged"].as_u64().unwrap();
    let open = [&linted["request"], response].into_iter().flat_map(|it| {
        it["notJudged"].as_array().unwrap().iter().map(|it| it["rules"].as_array().unwrap().len())
    });
    let open: usize = open.sum();
    assert_eq!(usize::try_from(judged).unwrap() + open, scim::lint::rules().len());
}

#[tokio::test]
async fn a_mask_is_not_judged() {
    let place = start(|_| {
        let user = user("a", json!({ "active": TOKEN, "password": "plum-orchard" }));
        (SCIM, list(1, 1, &[user]))
    })
    .await;
    place.browse(0).await;
    let linted = place.lint("/Users?").await;
    let places: Vec<_> = linted["response"]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["rule"].as_str().unwrap(), it["pointer"].as_str().unwrap()))
        .collect();
    assert!(!places.contains(&("X41", "/Resources/0/active")), "{places:?}");
    // That a password came at all is a fault, whatever it is.
    assert!(places.contains(&("X39", "/Resources/0/password")), "{places:?}");
    assert_eq!(linted["request"]["findings"], json!([]), "the token in the head is no finding");
    assert!(!linted.to_string().contains(TOKEN) && !linted.to_string().contains("plum-orchard"));
}

#[tokio::test]
async fn a_web_page_is_one_and_no_list() {
    let place = start(|_| ("text/html", "<html><title>Sign in</title></html>".into())).await;
    place.browse(0).await;
    let linted = place.lint("/Users?").await;
    let page = found(&linted["response"], "S02");
    assert_eq!(page[0]["part"], "responseBody", "{linted}");
    assert!(page[0]["message"].as_str().unwrap().contains("Sign in"));
}

#[tokio::test]
async fn what_the_server_says_of_itself_counts_only_while_its_tenant_is_open() {
    let place = start(|_| (SCIM, list(1, 1, &[user("a", json!({ "active": 7 }))]))).await;
    place.browse(0).await;
    let open = place.lint("/Users?").await;
    let places: Vec<_> = found(&open["response"], "X41").iter().map(|it| &it["pointer"]).collect();
    assert_eq!(places, [&json!("/Resources/0/active")], "{open}");
    assert_eq!(lacking(&open["response"], "X53"), Some("the server's ServiceProviderConfig"));
    let id = newest(&place.app, "/Users?").await;
    drop(place.app);
    let again = backend(place.folder.path(), &place.keychain);
    let closed = ok(&again, "exchange_lint", json!({ "id": id })).await;
    assert_eq!(lacking(&closed["response"], "X41"), Some("the server's own schemas"));
    assert_eq!(found(&closed["response"], "X41"), Vec::<&Value>::new());
}

#[tokio::test]
async fn an_id_that_came_before_is_found_by_the_pages_in_the_history() {
    let place = start(|query| {
        let start = if query.contains("startIndex=1&") { 1 } else { 101 };
        let users: Vec<_> = (start..start + 100)
            .map(|at| user(&format!("u{}", if at == 150 { 7 } else { at }), json!({})))
            .collect();
        (SCIM, list(300, start, &users))
    })
    .await;
    place.browse(0).await;
    place.browse(100).await;
    let linted = place.lint("startIndex=101").await;
    let again = found(&linted["response"], "S05");
    assert_eq!(again[0]["pointer"], "/Resources/49", "{linted}");
    assert!(again[0]["message"].as_str().unwrap().contains("on an earlier page"));
}

#[tokio::test]
async fn a_resource_is_told_its_own_findings_with_pointers_of_its_own() {
    let place = start(|_| {
        (SCIM, list(2, 1, &[user("a", json!({ "active": 7 })), user("b", json!({ "active": 8 }))]))
    })
    .await;
    place.browse(0).await;
    let id = newest(&place.app, "/Users?").await;
    let about = |resource: &str, told: &[Value]| json!({ "id": id, "resource": { "id": resource, "told": told } });
    let linted = ok(&place.app, "exchange_lint", about("b", &[])).await;
    let places: Vec<_> =
        found(&linted["response"], "X41").iter().map(|it| &it["pointer"]).collect();
    assert_eq!(places, [&json!("/active")], "{linted}");
    let nobody = ok(&place.app, "exchange_lint", about("nobody", &[])).await;
    assert_eq!(nobody["response"]["findings"], json!([]));
    // What reading the resource has told already is not told twice.
    let asked = json!({ "tenantId": place.tenant, "resourceType": "User", "id": "b",
        "fresh": false });
    let read = ok(&place.app, "resource_read", asked).await;
    let told = read["findings"].as_array().unwrap();
    assert!(told.iter().any(|it| it["pointer"] == "/active"), "{read}");
    let rest = ok(&place.app, "exchange_lint", about("b", told)).await;
    assert_eq!(found(&rest["response"], "X41"), Vec::<&Value>::new(), "{rest}");
}

#[tokio::test]
async fn schemas_that_changed_since_they_were_read_before_are_found() {
    let attributes = Arc::new(AtomicUsize::new(1));
    let served = Arc::clone(&attributes);
    let schemas = async move || {
        let count = served.load(Ordering::Relaxed);
        let attributes: Vec<Value> = (0..count)
            .map(|at| json!({ "name": format!("badge{at}"), "type": "string" }))
            .collect();
        scim(json!({ "schemas": [LIST], "totalResults": 1, "Resources": [
            { "id": USER, "name": "User", "attributes": attributes }] }))
    };
    let routes = axum::Router::new().route("/Schemas", get(schemas));
    let place = start_with(routes, |_| (SCIM, list(0, 1, &[]))).await;
    let open = async || ok(&place.app, "tenant_open", json!({ "tenantId": place.tenant })).await;
    let first = place.lint("/Schemas").await;
    assert!(lacking(&first["response"], "D03").is_some(), "nothing was read before: {first}");
    open().await;
    let same = place.lint("/Schemas").await;
    assert_eq!(found(&same["response"], "D03"), Vec::<&Value>::new());
    assert_eq!(lacking(&same["response"], "D03"), None);
    attributes.store(2, Ordering::Relaxed);
    open().await;
    let changed = place.lint("/Schemas").await;
    assert_eq!(found(&changed["response"], "D03").len(), 1, "{changed}");
}

#[tokio::test]
async fn a_look_at_the_way_to_the_server_is_not_judged() {
    let place = start(|_| (SCIM, list(0, 1, &[]))).await;
    let tested = crate::support::draft("http://127.0.0.1:1/scim", TOKEN);
    let _refused = call(&place.app, "tenant_test", tested).await;
    let linted = place.lint("tcp://").await;
    assert_eq!(
        (&linted["request"]["judged"], &linted["response"]["judged"]),
        (&json!(0), &json!(0))
    );
}

#[tokio::test]
async fn an_exchange_that_is_gone_is_said_to_be() {
    let place = start(|_| (SCIM, list(0, 1, &[]))).await;
    let error = call(&place.app, "exchange_lint", json!({ "id": "999999" })).await.unwrap_err();
    assert_eq!(serde_json::to_value(error.code).unwrap(), "notFound");
}
