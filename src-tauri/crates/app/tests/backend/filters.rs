//! Filters: said about while they are written, sent as they are written, and the answer checked against them.

use std::sync::{Arc, Mutex};

use crate::support::{MemoryKeychain, backend, call, ok, open_sandbox};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};

/// What a server makes of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// It answers as if there were none.
    Ignores,
    /// It says that it has the filter, and sends what it likes.
    SaysOtherwise,
    Refuses(u16, &'static str),
}

#[derive(Clone)]
struct Server {
    habit: Habit,
    queries: Arc<Mutex<Vec<String>>>,
}

const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const USERS: usize = 150;

fn user(at: usize) -> Value {
    json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": format!("u{at}"),
            "userName": if at < 12 { format!("bob.{at}") } else { format!("ana.{at}") },
            "meta": { "resourceType": "User" } })
}

async fn users(State(server): State<Server>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    server.queries.lock().unwrap().push(query.clone());
    let parameter = |name: &str| -> Option<usize> {
        query.split('&').find_map(|it| it.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
    };
    let filtered = query.contains("filter=");
    if let (Habit::Refuses(status, scim_type), true) = (server.habit, filtered) {
        let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
                           "status": status.to_string(), "scimType": scim_type, "detail": "no" });
        return (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response();
    }
    let total = if filtered && server.habit == Habit::SaysOtherwise { USERS / 3 } else { USERS };
    let start = parameter("startIndex").unwrap_or(1).saturating_sub(1);
    let count = parameter("count").unwrap_or(100);
    let page: Vec<Value> = (start..total.min(start + count)).map(user).collect();
    axum::Json(json!({ "schemas": [LIST], "totalResults": total, "Resources": page }))
        .into_response()
}

/// A backend with such a server as its tenant, opened.
async fn start(habit: Habit) -> (tempfile::TempDir, app::App, Value, Arc<Mutex<Vec<String>>>) {
    let queries = Arc::default();
    let server = Server { habit, queries: Arc::clone(&queries) };
    let routes = axum::Router::new()
        .route("/Users", get(users))
        .route("/Groups", get(users))
        .route(
            "/ServiceProviderConfig",
            get(|| async { axum::Json(json!({ "filter": { "supported": false } })) }),
        )
        .route("/Users/{id}", get(|Path(_): Path<String>| async { axum::Json(user(0)) }))
        .with_state(server);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &Arc::new(MemoryKeychain::default()));
    let saved = ok(&app, "tenant_save", crate::support::draft(&url, "token")).await;
    ok(&app, "tenant_open", json!({ "tenantId": saved["id"] })).await;
    (folder, app, saved["id"].clone(), queries)
}

fn window(tenant: &Value, resource_type: &str, filter: Option<&str>) -> Value {
    let mut request = json!({ "tenantId": tenant, "resourceType": resource_type, "offset": 0,
        "limit": 100, "columns": ["userName"], "reload": false });
    if let Some(filter) = filter {
        request["filter"] = filter.into();
    }
    request
}

fn rule<'v>(listed: &'v Value, rule: &str) -> Option<&'v Value> {
    listed["findings"].as_array().unwrap().iter().find(|it| it["rule"] == rule)
}

#[tokio::test]
async fn a_filter_that_was_ignored_is_found_out() {
    let (_folder, app, tenant, queries) = start(Habit::Ignores).await;
    ok(&app, "resources_list", window(&tenant, "User", None)).await;
    let filter = "userName sw \"ana\" and not (title eq \"R&D + #1\")";
    let listed = ok(&app, "resources_list", window(&tenant, "User", Some(filter))).await;
    let finding = rule(&listed, "S06").unwrap_or_else(|| panic!("{listed}"));
    assert_eq!(
        finding["message"],
        "12 of 100 rows do not match: the server ignored your filter, its total is the same without one."
    );
    assert_eq!(
        (&listed["rows"][11]["misfit"], &listed["rows"][12]["misfit"]),
        (&json!(true), &json!(false))
    );
    let sent = queries.lock().unwrap().last().unwrap().clone();
    assert_eq!(
        sent.split('&').next(),
        Some(
            "filter=userName%20sw%20%22ana%22%20and%20not%20%28title%20eq%20%22R%26D%20%2B%20%231%22%29"
        )
    );
    let history = json!({ "outcome": "all", "text": "filter=userName%20sw", "limit": 5 });
    assert_eq!(ok(&app, "exchanges_list", history).await["total"], 1);
}

#[tokio::test]
async fn rows_of_every_page_are_counted_once() {
    let (_folder, app, tenant, _) = start(Habit::SaysOtherwise).await;
    let mut request = window(&tenant, "User", Some("userName sw \"ana\""));
    for _ in 0..2 {
        let listed = ok(&app, "resources_list", request.clone()).await;
        let message = &rule(&listed, "S06").unwrap()["message"];
        assert_eq!(
            message,
            "12 of 50 rows do not match: the server ignored your filter, in whole or in part."
        );
        request["reload"] = true.into();
    }
}

#[tokio::test]
async fn a_filter_that_answers_cannot_show_is_not_judged() {
    let (_folder, app, tenant, _) = start(Habit::Ignores).await;
    let listed = ok(&app, "resources_list", window(&tenant, "User", Some("password pr"))).await;
    assert!(rule(&listed, "S06").is_none());
    assert_eq!(
        rule(&listed, "filter-not-checked").unwrap()["message"],
        "Whether the rows match was not checked here: `password` is never returned."
    );
    let members = window(&tenant, "Group", Some("members[value eq \"u1\"]"));
    let listed = ok(&app, "resources_list", members).await;
    assert!(rule(&listed, "S06").is_none());
    assert!(rule(&listed, "filter-not-checked").is_some());
}

#[tokio::test]
async fn a_refusal_names_the_filter() {
    for (status, scim_type, title) in [
        (400, "invalidFilter", "The server refuses this filter"),
        (400, "tooMany", "Too many resources match"),
        (414, "", "The filter is too long for the server"),
        (500, "", "The server fails with this filter"),
        (501, "", "The server does not filter"),
    ] {
        let (_folder, app, tenant, queries) = start(Habit::Refuses(status, scim_type)).await;
        let before = queries.lock().unwrap().len();
        let filter = "members.value eq \"x\"";
        let error =
            call(&app, "resources_list", window(&tenant, "Group", Some(filter))).await.unwrap_err();
        assert_eq!((error.title.as_str(), error.field.as_deref()), (title, Some("filter")));
        assert!(error.exchange.is_some());
        assert!(status == 414 || error.detail.contains(filter), "{}", error.detail);
        if !scim_type.is_empty() {
            assert!(error.said.unwrap().contains(scim_type));
            assert_eq!(queries.lock().unwrap().len(), before + 1, "asked again in vain");
        }
    }
}

#[tokio::test]
async fn a_server_that_says_it_does_not_filter_is_asked_with_a_warning() {
    let (_folder, app, tenant, _) = start(Habit::Ignores).await;
    let table = json!({ "tenantId": tenant, "resourceType": "User" });
    let doubt = ok(&app, "columns_read", table).await["filterDoubt"].clone();
    assert!(doubt.as_str().unwrap().contains("filter.supported false"), "{doubt}");
    ok(&app, "resources_list", window(&tenant, "User", Some("active eq true"))).await;
}

#[tokio::test]
async fn a_list_with_a_filter_and_the_one_without_stay_apart() {
    let (_folder, app, tenant, _) = start(Habit::SaysOtherwise).await;
    let all = ok(&app, "resources_list", window(&tenant, "User", None)).await;
    let some = ok(&app, "resources_list", window(&tenant, "User", Some("id pr"))).await;
    assert_eq!((&all["totalResults"], &some["totalResults"]), (&json!(150), &json!(50)));
    let again = ok(&app, "resources_list", window(&tenant, "User", None)).await;
    assert_eq!((&again["totalResults"], &again["pagesRead"]), (&json!(150), &json!(0)));
}

async fn checked(app: &app::App, text: &str) -> Value {
    let request = json!({ "tenantId": "sandbox", "resourceType": "User", "text": text });
    ok(app, "filter_check", request).await
}

async fn sandbox() -> (tempfile::TempDir, app::App) {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &MemoryKeychain::absent());
    open_sandbox(&app).await;
    (folder, app)
}

#[tokio::test]
async fn a_filter_is_described_while_it_is_written() {
    let (_folder, app) = sandbox().await;
    let said =
        checked(&app, "displayName EQ \"😀\" and (active eq true or title pr) and dep").await;
    let kinds: Vec<&str> = said["clauses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["content"]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["comparison", "advanced", "draft"]);
    let first = &said["clauses"][0];
    assert_eq!(first["span"], json!({ "start": 0, "end": 19 }), "counted in UTF-16");
    assert_eq!(first["content"]["operator"], "eq");
    assert_eq!(first["content"]["dataType"], "string");
    assert_eq!(first["content"]["value"], json!({ "kind": "text", "text": "😀" }));
    assert_eq!(said["tokens"][2]["kind"], "text");
    assert!(said.get("canonical").is_none());
    let problem = &said["problems"][0];
    assert_eq!(problem["span"]["start"], problem["span"]["end"], "{problem}");
    assert_eq!(problem["section"], "RFC 7644 §3.4.2.2");
}

#[tokio::test]
async fn a_finished_filter_has_its_canonical_text() {
    let (_folder, app) = sandbox().await;
    let said = checked(&app, " userName  SW \"a\"").await;
    assert_eq!((&said["canonical"], &said["problems"]), (&json!("userName sw \"a\""), &json!([])));
    let nothing = checked(&app, "  ").await;
    assert_eq!((&nothing["problems"], &nothing["clauses"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn what_was_read_is_found_by_some_of_its_letters() {
    let (_folder, app) = sandbox().await;
    let mut list = window(&json!("sandbox"), "User", None);
    list["columns"] = json!(["userName", "displayName"]);
    let listed = ok(&app, "resources_list", list).await;
    let row = &listed["rows"][7];
    let find = |text: &str| json!({ "tenantId": "sandbox", "resourceType": "User", "text": text, "limit": 5 });
    let user_name = row["cells"][0]["text"].as_str().unwrap();
    let found = ok(&app, "resources_find", find(&user_name.to_uppercase())).await;
    assert_eq!(found["found"][0]["id"], row["id"], "{found}");
    assert_eq!(found["searched"], 100);
    let quoted = ok(&app, "resources_find", find("a \"b")).await;
    assert_eq!(quoted["filter"], "userName co \"a \\\"b\" or displayName co \"a \\\"b\"");
    let all = ok(&app, "resources_find", find("")).await;
    assert_eq!((&all["total"], all.get("filter")), (&json!(100), None));
}

#[tokio::test]
async fn what_the_schemas_say_stands_beside_what_can_be_sent() {
    let (_folder, app) = sandbox().await;
    let said = checked(&app, "é pr").await;
    assert!(said.get("canonical").is_none(), "{said}");
    let said = checked(&app, "usrName eq \"a\"").await;
    assert_eq!(said["canonical"], "usrName eq \"a\"");
    assert_eq!(said["problems"][0]["instead"], json!(["userName"]), "{said}");
    assert_eq!(said["problems"][0]["span"], json!({ "start": 0, "end": 7 }));
}

#[tokio::test]
async fn a_condition_knows_the_operators_of_its_type() {
    let (_folder, app) = sandbox().await;
    let said = checked(&app, "active eq true and meta.created pr").await;
    let of = |at: usize| &said["clauses"][at]["content"];
    assert_eq!(of(0)["operators"], json!(["eq", "ne", "pr"]));
    assert_eq!(of(0)["value"], json!({ "kind": "literal", "text": "true" }));
    assert_eq!((&of(1)["dataType"], &of(1)["operator"]), (&json!("dateTime"), &json!("pr")));
    assert!(of(1)["operators"].as_array().unwrap().contains(&json!("gt")));
}

async fn completed(app: &app::App, text: &str, cursor: usize) -> Value {
    let request =
        json!({ "tenantId": "sandbox", "resourceType": "User", "text": text, "cursor": cursor });
    ok(app, "filter_complete", request).await
}

#[tokio::test]
async fn a_filter_goes_on_at_the_caret() {
    let (_folder, app) = sandbox().await;
    let said = completed(&app, "title eq \"é\" and departm", 24).await;
    assert_eq!(said["span"], json!({ "start": 17, "end": 24 }));
    let first = &said["completions"][0];
    assert_eq!(first["label"], "department");
    let uri = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    assert_eq!(first["schema"], uri);
    assert_eq!(first["insert"], format!("{uri}:department "), "the full URN is written");
    assert_eq!(first["notes"], json!(["Ignores letter case."]));
    let operators = completed(&app, "active ", 7).await;
    assert_eq!(operators["completions"][0]["insert"], "eq ");
    let name = completed(&app, "nam", 3).await;
    let name = name["completions"].as_array().unwrap();
    let name = name.iter().find(|it| it["label"] == "name").unwrap();
    assert_eq!(name["insert"], "name", "a part follows, not an operator");
}
