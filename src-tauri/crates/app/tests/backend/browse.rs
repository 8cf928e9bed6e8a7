//! Browsing the sandbox over HTTP: counts, windows, order, columns, resources, references, history.

use crate::support::{MemoryKeychain, backend, call, ok, open_sandbox};
use serde_json::{Value, json};

async fn window(app: &app::App, resource_type: &str, offset: u32, sort: Value) -> Value {
    let mut request = json!({
        "tenantId": "sandbox", "resourceType": resource_type, "offset": offset, "limit": 100,
        "columns": ["userName", "displayName"], "reload": false,
    });
    if !sort.is_null() {
        request["sort"] = sort;
    }
    ok(app, "resources_list", request).await
}

async fn start() -> (tempfile::TempDir, app::App) {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &MemoryKeychain::absent());
    open_sandbox(&app).await;
    (folder, app)
}

#[tokio::test]
async fn the_sandbox_says_what_it_holds() {
    let (_folder, app) = start().await;
    let started = ok(&app, "app_start", json!({})).await;
    let opened = open_sandbox(&app).await;
    let types: Vec<&str> = opened["resourceTypes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["User", "Group", "Device"]);
    for (name, word) in [("User", "users"), ("Group", "groups"), ("Device", "devices")] {
        let counted =
            ok(&app, "resource_type_count", json!({ "tenantId": "sandbox", "resourceType": name }))
                .await;
        assert_eq!(counted["totalResults"], started["sandboxContents"][word], "{name}");
    }
    for part in opened["discovery"].as_array().unwrap() {
        assert_eq!(part["source"], "server");
        // That it pages by cursor as well is worth knowing, and no fault.
        let mut findings = part["findings"].as_array().unwrap().iter();
        assert!(findings.all(|it| it["rule"] == "D05"), "{part}");
    }
}

#[tokio::test]
async fn windows_reach_the_end_and_hold_each_user_once() {
    let (_folder, app) = start().await;
    let mut ids = std::collections::HashSet::new();
    let mut offset = 0;
    loop {
        let listed = window(&app, "User", offset, Value::Null).await;
        for row in listed["rows"].as_array().unwrap() {
            assert!(ids.insert(row["id"].as_str().unwrap().to_owned()));
        }
        offset += 100;
        if listed["endSeen"] == true && offset >= listed["rowCount"].as_u64().unwrap() as u32 {
            assert_eq!(listed["findings"], json!([]));
            break;
        }
    }
    assert_eq!(ids.len(), 5000);
}

#[tokio::test]
async fn a_jump_costs_one_page() {
    let (_folder, app) = start().await;
    window(&app, "User", 0, Value::Null).await;
    let listed = window(&app, "User", 2500, Value::Null).await;
    assert_eq!((&listed["pagesRead"], &listed["rows"][0]["index"]), (&json!(1), &json!(2500)));
    let again = window(&app, "User", 2500, Value::Null).await;
    assert_eq!(again["pagesRead"], 0);
}

#[tokio::test]
async fn the_server_sorts() {
    let (_folder, app) = start().await;
    let up = window(&app, "User", 0, json!({ "by": "userName", "descending": false })).await;
    let names: Vec<String> = up["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["cells"][0]["text"].as_str().unwrap().to_lowercase())
        .collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(names, sorted);
    let down = window(&app, "User", 0, json!({ "by": "userName", "descending": true })).await;
    assert_ne!(up["rows"][0]["id"], down["rows"][0]["id"]);
}

#[tokio::test]
async fn a_group_is_read_whole_although_its_list_leaves_members_out() {
    let (_folder, app) = start().await;
    let listed = window(&app, "Group", 0, Value::Null).await;
    assert_eq!(listed["leftOut"], json!(["members"]));
    let mut most = 0;
    for row in listed["rows"].as_array().unwrap().iter().take(100) {
        let group = ok(
            &app,
            "resource_read",
            json!({ "tenantId": "sandbox", "resourceType": "Group", "id": row["id"], "fresh": false }),
        )
        .await;
        let members = group["sections"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["title"] == "members")
            .map_or(0, |it| it["total"].as_u64().unwrap());
        if members > most {
            most = members;
        }
        if members == 1500 {
            let far = ok(
                &app,
                "resource_values",
                json!({ "tenantId": "sandbox", "resourceType": "Group", "id": row["id"],
                        "path": "members", "offset": 1400, "limit": 200 }),
            )
            .await;
            assert_eq!(
                (far["fields"].as_array().unwrap().len(), &far["total"]),
                (100, &json!(1500))
            );
            return;
        }
    }
    panic!("no group of 1,500 members among the first 100; the largest has {most}");
}

#[tokio::test]
async fn a_user_in_the_list_needs_no_further_request() {
    let (_folder, app) = start().await;
    let listed = window(&app, "User", 0, Value::Null).await;
    let total = || async {
        ok(&app, "exchanges_list", json!({ "outcome": "all", "text": "", "limit": 1 })).await["total"].clone()
    };
    let before = total().await;
    let id = &listed["rows"][3]["id"];
    let user = ok(
        &app,
        "resource_read",
        json!({ "tenantId": "sandbox", "resourceType": "User", "id": id, "fresh": false }),
    )
    .await;
    assert_eq!(&user["identity"]["id"], id);
    assert_eq!(before, total().await);
    let fresh = ok(
        &app,
        "resource_read",
        json!({ "tenantId": "sandbox", "resourceType": "User", "id": id, "fresh": true }),
    )
    .await;
    assert_eq!(fresh["text"], user["text"], "the list and the resource differ");
    assert_ne!(before, total().await);
}

#[tokio::test]
async fn columns_are_remembered_by_type() {
    let (_folder, app) = start().await;
    let table = json!({ "tenantId": "sandbox", "resourceType": "User" });
    let columns = ok(&app, "columns_read", table.clone()).await;
    assert_eq!(columns["isDefault"], true);
    assert_eq!(columns["chosen"][0], "userName");
    let chosen = ok(
        &app,
        "columns_choose",
        json!({ "tenantId": "sandbox", "resourceType": "User", "paths": ["title", "userName", "no.such"] }),
    )
    .await;
    assert_eq!(chosen["chosen"], json!(["title", "userName"]));
    assert_eq!(ok(&app, "columns_read", table).await["chosen"], json!(["title", "userName"]));
    let groups =
        ok(&app, "columns_read", json!({ "tenantId": "sandbox", "resourceType": "Group" })).await;
    assert_eq!(groups["isDefault"], true);
}

#[tokio::test]
async fn references_are_named_when_asked_for() {
    let (_folder, app) = start().await;
    let listed = window(&app, "User", 0, Value::Null).await;
    let known = listed["rows"][0]["id"].clone();
    let far = window(&app, "User", 4000, Value::Null).await["rows"][0]["id"].clone();
    let fresh = backend(tempfile::tempdir().unwrap().path(), &MemoryKeychain::absent());
    open_sandbox(&fresh).await;
    let ask = |server: bool| {
        json!({ "tenantId": "sandbox", "askServer": server, "references": [
            { "value": known, "resourceType": "User" }, { "value": far }, { "value": "nobody" } ] })
    };
    let before = ok(&fresh, "references_resolve", ask(false)).await;
    assert_eq!(before["names"][1]["kind"], "unknown");
    let after = ok(&fresh, "references_resolve", ask(true)).await;
    assert_eq!(after["names"][0]["kind"], "known", "{after}");
    assert_eq!(after["names"][1]["resourceType"], "User", "{after}");
    assert_eq!(after["names"][2]["kind"], "dangling", "{after}");
    let kept = ok(&fresh, "references_resolve", ask(false)).await;
    assert_eq!(kept["names"][1], after["names"][1]);
}

#[tokio::test]
async fn the_history_is_searched_and_shown_in_full() {
    let (_folder, app) = start().await;
    window(&app, "User", 0, Value::Null).await;
    let found = ok(
        &app,
        "exchanges_list",
        json!({ "outcome": "success", "text": "startIndex=1&count=100", "limit": 10 }),
    )
    .await;
    assert_eq!(found["total"], 1);
    let summary = &found["exchanges"][0];
    assert_eq!(summary["path"], "/Users?startIndex=1&count=100");
    let full = ok(&app, "exchange_read", json!({ "id": summary["id"] })).await;
    let authorization = full["requestHeaders"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["name"].as_str().unwrap().eq_ignore_ascii_case("authorization"))
        .unwrap();
    assert_eq!(authorization["value"], "Bearer •••");
    assert!(full["requestId"].is_string());
    assert!(full["responseBody"]["text"].as_str().unwrap().contains("ListResponse"));
    let none =
        ok(&app, "exchanges_list", json!({ "outcome": "serverError", "text": "", "limit": 10 }))
            .await;
    assert_eq!(none["total"], 0);
}

#[tokio::test]
async fn what_does_not_exist_is_said_so() {
    let (_folder, app) = start().await;
    let code = |error: app::api::error::UiError| serde_json::to_value(error.code).unwrap();
    let unknown = call(&app, "no_such", json!({})).await.unwrap_err();
    assert_eq!(code(unknown), "internal");
    let tenant = call(&app, "tenant_open", json!({ "tenantId": "none" })).await.unwrap_err();
    assert_eq!(code(tenant), "notFound");
    let gone = call(
        &app,
        "resource_read",
        json!({ "tenantId": "sandbox", "resourceType": "User", "id": "nobody", "fresh": false }),
    )
    .await
    .unwrap_err();
    assert!(gone.exchange.is_some());
    assert_eq!(code(gone), "notFound");
}

/// A server without discovery whose users and groups share their ids.
async fn numbered_server() -> String {
    use axum::extract::Path;
    use axum::routing::get;
    let resource = |schema: &str, id: &str, name: &str| {
        json!({ "schemas": [format!("urn:ietf:params:scim:schemas:core:2.0:{schema}")], "id": id,
                "userName": name, "displayName": name, "meta": { "resourceType": schema } })
    };
    let list = |resource: Value| {
        axum::Json(json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                           "totalResults": 1, "Resources": [resource] }))
    };
    let routes =
        axum::Router::new()
            .route("/Users", get(move || async move { list(resource("User", "1", "Ana")) }))
            .route("/Groups", get(move || async move { list(resource("Group", "1", "Everybody")) }))
            .route(
                "/Users/{id}",
                get(move |Path(id): Path<String>| async move {
                    axum::Json(resource("User", &id, "Ana"))
                }),
            );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    url
}

#[tokio::test]
async fn a_user_and_a_group_of_one_id_keep_their_own_names() {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &std::sync::Arc::new(MemoryKeychain::default()));
    let saved =
        ok(&app, "tenant_save", crate::support::draft(&numbered_server().await, "token")).await;
    let opened = ok(&app, "tenant_open", json!({ "tenantId": saved["id"] })).await;
    assert_eq!(opened["discovery"][2]["source"], "builtIn");
    for resource_type in ["User", "Group"] {
        let listed = ok(
            &app,
            "resources_list",
            json!({ "tenantId": saved["id"], "resourceType": resource_type, "offset": 0,
                    "limit": 100, "columns": [], "reload": false }),
        )
        .await;
        // This server answers page one for every page: the list ends all the same, and says so.
        assert_eq!((&listed["rowCount"], &listed["endSeen"]), (&json!(1), &json!(true)));
        let findings = listed["findings"].as_array().unwrap();
        assert!(findings.iter().any(|it| it["rule"] == "S05"), "{listed}");
    }
    let names = ok(
        &app,
        "references_resolve",
        json!({ "tenantId": saved["id"], "askServer": false, "references": [
            { "value": "1", "resourceType": "User" }, { "value": "1", "resourceType": "Group" }, { "value": "1" } ] }),
    )
    .await;
    assert_eq!(names["names"][0]["title"], "Ana");
    assert_eq!(names["names"][1]["title"], "Everybody");
    assert_eq!(names["names"][2]["kind"], "unknown", "either could be meant");
}
