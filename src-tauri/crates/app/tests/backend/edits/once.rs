//! What must not happen to a write: that it is lost on the way, done twice, or that something typed goes with it.

use app::api::error::UiError;
use app::call::RawCall;

use super::*;

/// Makes a call as another window does.
async fn beside(app: &App, name: &str, request: Value) -> Result<Value, UiError> {
    let other = RawCall { window: "second".to_owned(), ..RawCall::detached() };
    let answer = app.call(name, request, None, other).await?;
    Ok(serde_json::from_str(answer.get()).unwrap())
}

/// The ids of so many active users.
async fn some_users(app: &App, count: usize) -> Vec<String> {
    let listed = ok(
        app,
        "resources_list",
        json!({"tenantId": "sandbox", "resourceType": "User", "offset": 0, "limit": 100,
            "columns": ["id"], "reload": false}),
    )
    .await;
    let active = listed["rows"].as_array().unwrap().iter().filter(|it| it["active"] == true);
    active.take(count).map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn of_many_resources_each_is_written_to() {
    let bench = Bench::new();
    let app = &bench.app;
    open_sandbox(app).await;
    let ids = some_users(app, 20).await;
    assert_eq!(ids.len(), 20);
    let intent = json!({"kind": "setActive", "resourceType": "User", "ids": ids, "active": false});
    let plan = prepare(app, intent).await;
    let sent = ok(app, "write_send", json!({"tenantId": "sandbox", "plan": plan["plan"]})).await;
    let outcomes: Vec<&str> = sent["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["outcome"]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, vec!["done"; 20]);
}

#[tokio::test]
async fn what_is_typed_after_it_was_shown_stays_when_that_is_sent() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let draft = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    let draft = edit(app, &draft, json!([set("/title", &json!("Shown"))])).await;
    let intent = json!({"kind": "draft", "draft": draft["draft"], "anyway": false});
    let plan = prepare(app, intent).await;
    edit(app, &draft, json!([set("/nickName", &json!("Typed later"))])).await;
    assert_eq!(send(app, &plan).await["outcome"]["kind"], "done");
    let now = resource(app, "User", &id).await;
    assert_eq!((&now["title"], &now["nickName"]), (&json!("Shown"), &Value::Null));
    let draft = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    assert_eq!(draft["changes"].as_array().unwrap().len(), 1, "{:#}", draft["changes"]);
    assert_eq!(draft["changes"][0]["after"], "Typed later");
    assert_eq!(send_draft(app, &draft).await["outcome"]["kind"], "done");
}

#[tokio::test]
async fn what_is_typed_after_a_new_resource_was_shown_becomes_a_change_of_it() {
    let bench = Bench::new();
    let app = &bench.app;
    open_sandbox(app).await;
    let draft = open_draft(app, "User", json!({"kind": "create"})).await;
    let draft = edit(app, &draft, json!([set("/userName", &json!("shown@example.com"))])).await;
    let intent = json!({"kind": "draft", "draft": draft["draft"], "anyway": false});
    let plan = prepare(app, intent).await;
    edit(app, &draft, json!([set("/nickName", &json!("Typed later"))])).await;
    let made = send(app, &plan).await;
    assert_eq!(made["outcome"]["kind"], "done");
    let draft = open_draft(app, "User", json!({"kind": "edit", "id": made["id"]})).await;
    assert_eq!(draft["changes"].as_array().unwrap().len(), 1, "{:#}", draft["changes"]);
    assert_eq!(draft["changes"][0]["after"], "Typed later");
    assert_eq!(draft["method"], "patch");
    let listed = ok(app, "draft_list", json!({"tenantId": "sandbox"})).await;
    assert_eq!(listed.as_array().unwrap().len(), 1, "there is one draft of it: {listed:#}");
    assert_eq!(send_draft(app, &draft).await["outcome"]["kind"], "done");
    let now = resource(app, "User", made["id"].as_str().unwrap()).await;
    assert_eq!(now["nickName"], "Typed later");
}

#[tokio::test]
async fn a_new_resource_that_was_shown_twice_is_made_once() {
    let bench = Bench::new();
    let app = &bench.app;
    open_sandbox(app).await;
    let draft = open_draft(app, "Group", json!({"kind": "create"})).await;
    let draft = edit(app, &draft, json!([set("/displayName", &json!("Made once"))])).await;
    let intent = json!({"kind": "draft", "draft": draft["draft"], "anyway": false});
    let first = prepare(app, intent.clone()).await;
    let shown = json!({"tenantId": "sandbox", "intent": intent});
    let second = beside(app, "write_prepare", shown).await.unwrap();
    assert_eq!(send(app, &first).await["outcome"]["kind"], "done");
    let again = json!({"tenantId": "sandbox", "plan": second["plan"]});
    assert!(beside(app, "write_send", again).await.is_err());
    assert_eq!(changes(app).await.len(), 1);
}

#[tokio::test]
async fn what_was_taken_back_is_not_taken_back_again() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let plan = prepare(app, json!({"kind": "delete", "resourceType": "User", "ids": [id]})).await;
    assert_eq!(send(app, &plan).await["outcome"]["kind"], "done");
    let undo = json!({"kind": "undo", "change": changes(app).await[0]["change"]});
    let first = prepare(app, undo.clone()).await;
    let shown = json!({"tenantId": "sandbox", "intent": undo});
    let second = beside(app, "write_prepare", shown).await.unwrap();
    assert_eq!(send(app, &first).await["outcome"]["kind"], "done");
    let again = json!({"tenantId": "sandbox", "plan": second["plan"]});
    assert!(beside(app, "write_send", again).await.is_err());
    let third = prepare(app, undo).await;
    assert_eq!(third["blocked"]["kind"], "refused", "{third:#}");
    assert!(third["plan"].is_null());
}

#[tokio::test]
async fn opening_a_draft_again_changes_nothing_of_it() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let draft = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    let text = "{ \"title\": ";
    let typed = json!({"tenantId": "sandbox", "draft": draft["draft"], "text": text});
    ok(app, "draft_text", typed).await;
    // A form that is open in another window, or a list of members, would write over what cannot be read yet.
    let edits = json!([set("/nickName", &json!("Nick"))]);
    let change = json!({"tenantId": "sandbox", "draft": draft["draft"], "edits": edits});
    assert!(call(app, "draft_change", change).await.is_err());
    let again = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    assert_eq!(again["text"], text);
}

#[tokio::test]
async fn an_undo_that_was_refused_can_be_tried_again() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let draft = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    let draft = edit(app, &draft, json!([set("/title", &json!("Once"))])).await;
    assert_eq!(send_draft(app, &draft).await["outcome"]["kind"], "done");
    let undo = json!({"kind": "undo", "change": changes(app).await[0]["change"]});
    let plan = prepare(app, undo.clone()).await;
    let draft = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    let draft = edit(app, &draft, json!([set("/nickName", &json!("Meanwhile"))])).await;
    assert_eq!(send_draft(app, &draft).await["outcome"]["kind"], "done");
    assert_eq!(send(app, &plan).await["outcome"]["kind"], "conflict");
    let plan = prepare(app, undo).await;
    assert_eq!(send(app, &plan).await["outcome"]["kind"], "done");
    assert_eq!(resource(app, "User", &id).await["nickName"], "Meanwhile");
}
