//! Edits from the draft to the change log, against the sandbox over HTTP: what is shown is what is sent, what came of it is
//! read back and told, and it can be taken back.

use crate::support::{Bench, backend, call, ok, on_disk, open_sandbox};
use app::App;
use serde_json::{Value, json};

mod once;
mod secrets;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A bench whose sandbox is open, and some user of it.
async fn with_user() -> (Bench, String) {
    let bench = Bench::new();
    open_sandbox(&bench.app).await;
    let id = some_id(&bench.app, "User", 3).await;
    (bench, id)
}

async fn some_id(app: &App, resource_type: &str, row: usize) -> String {
    let listed = ok(
        app,
        "resources_list",
        json!({"tenantId": "sandbox", "resourceType": resource_type, "offset": 0, "limit": 20,
            "columns": ["id"], "reload": false}),
    )
    .await;
    listed["rows"][row]["id"].as_str().unwrap().to_owned()
}

async fn open_draft(app: &App, resource_type: &str, start: Value) -> Value {
    ok(
        app,
        "draft_open",
        json!({"tenantId": "sandbox", "resourceType": resource_type, "start": start}),
    )
    .await
}

async fn edit(app: &App, draft: &Value, edits: Value) -> Value {
    ok(app, "draft_change", json!({"tenantId": "sandbox", "draft": draft["draft"], "edits": edits}))
        .await
}

fn set(pointer: &str, value: &Value) -> Value {
    json!({"kind": "set", "pointer": pointer, "json": value.to_string()})
}

async fn prepare(app: &App, intent: Value) -> Value {
    ok(app, "write_prepare", json!({"tenantId": "sandbox", "intent": intent})).await
}

async fn send(app: &App, plan: &Value) -> Value {
    assert!(plan["plan"].is_string(), "it can be sent: {plan:#}");
    let sent = ok(app, "write_send", json!({"tenantId": "sandbox", "plan": plan["plan"]})).await;
    sent["results"][0].clone()
}

async fn send_draft(app: &App, draft: &Value) -> Value {
    let plan =
        prepare(app, json!({"kind": "draft", "draft": draft["draft"], "anyway": false})).await;
    send(app, &plan).await
}

async fn resource(app: &App, resource_type: &str, id: &str) -> Value {
    let read = ok(
        app,
        "resource_read",
        json!({"tenantId": "sandbox", "resourceType": resource_type, "id": id, "fresh": true}),
    )
    .await;
    serde_json::from_str(read["text"].as_str().unwrap()).unwrap()
}

async fn changes(app: &App) -> Vec<Value> {
    let listed = ok(app, "changes_list", json!({"tenantId": "sandbox", "limit": 50})).await;
    listed["changes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_edit_is_one_minimal_patch_and_can_be_taken_back() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let before = resource(app, "User", &id).await;
    let draft = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    assert_eq!(draft["changes"], json!([]));
    assert!(draft["request"].is_null(), "nothing to send: {:#}", draft["request"]);

    let department = format!("/{ENTERPRISE}/department");
    let draft = edit(
        app,
        &draft,
        json!([set("/title", &json!("Keeper of keys")), set(&department, &json!("Vaults"))]),
    )
    .await;
    let paths: Vec<&str> = draft["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["title", &format!("{ENTERPRISE}:department")]);
    assert_eq!(draft["request"]["method"], "PATCH");
    let body: Value =
        serde_json::from_str(draft["request"]["body"]["text"].as_str().unwrap()).unwrap();
    assert_eq!(body["Operations"].as_array().unwrap().len(), 2);

    let plan =
        prepare(app, json!({"kind": "draft", "draft": draft["draft"], "anyway": false})).await;
    assert_eq!(plan["confirming"]["kind"], "none", "the sandbox is free: {plan:#}");
    assert_eq!(plan["targets"][0]["precondition"], "ifMatch");
    assert_eq!(plan["targets"][0]["request"], draft["request"], "what is shown is what is sent");
    let result = send(app, &plan).await;
    assert_eq!(result["outcome"]["kind"], "done", "{result:#}");
    let now = resource(app, "User", &id).await;
    assert_eq!(now["title"], "Keeper of keys");
    assert_eq!(now[ENTERPRISE]["department"], "Vaults");
    let listed = ok(app, "draft_list", json!({"tenantId": "sandbox"})).await;
    assert_eq!(listed, json!([]), "a draft that was sent is gone");

    let entry = &changes(app).await[0];
    assert_eq!(entry["outcome"], "done");
    assert_eq!(entry["canUndo"], true);
    assert!(entry["words"].as_str().unwrap().ends_with(": title, department"), "{entry:#}");
    assert!(entry["exchange"].is_string());

    let plan = prepare(app, json!({"kind": "undo", "change": entry["change"]})).await;
    assert_eq!(plan["isUndo"], true);
    assert_eq!(plan["confirming"]["kind"], "button", "nobody has seen this request yet");
    let result = send(app, &plan).await;
    assert_eq!(result["outcome"]["kind"], "done", "{result:#}");
    let after = resource(app, "User", &id).await;
    assert_eq!(without_meta(&after), without_meta(&before));
    let log = changes(app).await;
    assert_eq!(log[1]["undoneBy"], log[0]["change"]);
    assert_eq!(log[1]["canUndo"], false);
}

fn without_meta(resource: &Value) -> Value {
    let mut resource = resource.clone();
    resource.as_object_mut().unwrap().remove("meta");
    resource
}

#[tokio::test]
async fn a_plan_is_sent_once() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let draft = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    let draft = edit(app, &draft, json!([set("/title", &json!("Once"))])).await;
    let plan =
        prepare(app, json!({"kind": "draft", "draft": draft["draft"], "anyway": false})).await;
    send(app, &plan).await;
    let again = call(app, "write_send", json!({"tenantId": "sandbox", "plan": plan["plan"]})).await;
    assert!(again.unwrap_err().title.contains("sent already"));
    assert_eq!(changes(app).await.len(), 1);
}

#[tokio::test]
async fn what_is_the_same_again_is_not_sent() {
    let (bench, id) = with_user().await;
    let draft = open_draft(&bench.app, "User", json!({"kind": "edit", "id": id})).await;
    let plan =
        prepare(&bench.app, json!({"kind": "draft", "draft": draft["draft"], "anyway": false}))
            .await;
    assert_eq!(plan["blocked"]["kind"], "nothingToDo");
    assert!(plan["plan"].is_null());
}

#[tokio::test]
async fn what_does_not_fit_is_told_and_stops_it() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let draft = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    let draft = edit(app, &draft, json!([set("/active", &json!("maybe"))])).await;
    assert_eq!(draft["blocking"], 1, "{:#}", draft["violations"]);
    let plan =
        prepare(app, json!({"kind": "draft", "draft": draft["draft"], "anyway": false})).await;
    assert_eq!(plan["blocked"], json!({"kind": "invalid", "count": 1}));
    // The text is kept whatever it is.
    let text = "{ \"userName\": ";
    let draft = ok(
        app,
        "draft_text",
        json!({"tenantId": "sandbox", "draft": draft["draft"], "text": text}),
    )
    .await;
    assert_eq!(draft["text"], text);
    assert_eq!(draft["textProblem"]["line"], 1);
    assert!(draft["request"].is_null());
}

#[tokio::test]
async fn a_user_is_made_disabled_deleted_and_made_again() {
    let bench = Bench::new();
    let app = &bench.app;
    open_sandbox(app).await;
    let draft = open_draft(app, "User", json!({"kind": "create"})).await;
    assert_eq!(draft["method"], "post");
    let draft = edit(
        app,
        &draft,
        json!([
            set("/userName", &json!("new.keeper@example.com")),
            set("/name", &json!({"givenName": "Nova", "familyName": "Keeper"})),
            set("/emails/-", &json!({"value": "new.keeper@example.com", "type": "work"})),
            set("/phoneNumbers/-", &json!({})),
            set("/password", &json!("t1meMa$heen-CANARY")),
        ]),
    )
    .await;
    let body = draft["request"]["body"]["text"].as_str().unwrap();
    assert!(!body.contains("CANARY"), "a secret is shown to nobody: {body}");
    assert!(!body.contains("phoneNumbers"), "an empty element is not sent: {body}");
    let result = send_draft(app, &draft).await;
    assert_eq!(result["outcome"]["kind"], "done", "{result:#}");
    let id = result["id"].as_str().unwrap().to_owned();
    assert_eq!(resource(app, "User", &id).await["name"]["givenName"], "Nova");

    let plan = prepare(
        app,
        json!({"kind": "setActive", "resourceType": "User", "ids": [id], "active": false}),
    )
    .await;
    let result = send(app, &plan).await;
    assert_eq!(result["outcome"]["kind"], "done", "{result:#}");
    assert!(result["words"].as_str().unwrap().starts_with("Disabled "));
    assert_eq!(resource(app, "User", &id).await["active"], false);

    let plan = prepare(app, json!({"kind": "delete", "resourceType": "User", "ids": [id]})).await;
    assert_eq!(plan["confirming"]["kind"], "button");
    assert!(plan["targets"][0]["json"].as_str().unwrap().contains("Nova"));
    assert!(
        plan["notes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it.as_str().unwrap().contains("another id"))
    );
    let result = send(app, &plan).await;
    assert_eq!(result["outcome"]["kind"], "done", "{result:#}");
    let gone = call(
        app,
        "resource_read",
        json!({"tenantId": "sandbox", "resourceType": "User", "id": id, "fresh": true}),
    )
    .await;
    assert!(gone.is_err());

    let entry = &changes(app).await[0];
    let plan = prepare(app, json!({"kind": "undo", "change": entry["change"]})).await;
    let result = send(app, &plan).await;
    assert_eq!(result["outcome"]["kind"], "done", "{result:#}");
    let again = resource(app, "User", result["id"].as_str().unwrap()).await;
    assert_eq!(again["userName"], "new.keeper@example.com");
    assert_eq!(again["emails"][0]["value"], "new.keeper@example.com");
    assert!(!on_disk(bench.folder.path(), "CANARY"));
    assert!(crate::support::in_database(bench.folder.path(), &bench.keychain, "CANARY").is_empty());
}

#[tokio::test]
async fn a_stale_edit_is_merged_and_nothing_typed_is_lost() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let mine = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    let mine =
        edit(app, &mine, json!([set("/title", &json!("Mine")), set("/nickName", &json!("Nick"))]))
            .await;
    // Somebody else changes it meanwhile.
    let other = ok(
        app,
        "request_prepare",
        json!({"tenantId": "sandbox", "method": "PATCH", "url": format!("Users/{id}"), "body": json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [
                {"op": "replace", "path": "title", "value": "Theirs"},
                {"op": "replace", "path": "userType", "value": "Contractor"},
            ],
        }).to_string()}),
    )
    .await;
    ok(app, "request_send", json!({"tenantId": "sandbox", "token": other["token"]})).await;

    let result = send_draft(app, &mine).await;
    assert_eq!(result["outcome"]["kind"], "conflict", "{result:#}");
    assert_eq!(result["outcome"]["draft"], mine["draft"]);
    let merge = ok(app, "merge_read", json!({"tenantId": "sandbox", "draft": mine["draft"]})).await;
    assert_eq!(merge["undecided"], 1, "{merge:#}");
    let kinds: Vec<(&str, &str)> = merge["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["path"].as_str().unwrap(), it["kind"].as_str().unwrap()))
        .collect();
    assert_eq!(
        kinds,
        [("title", "conflict"), ("nickName", "onlyYours"), ("userType", "onlyTheirs")]
    );
    let unchosen =
        call(app, "merge_apply", json!({"tenantId": "sandbox", "draft": mine["draft"]})).await;
    assert!(unchosen.is_err());
    ok(
        app,
        "merge_choose",
        json!({"tenantId": "sandbox", "draft": mine["draft"], "choices": [{"path": "title", "side": "yours"}]}),
    )
    .await;
    let merged =
        ok(app, "merge_apply", json!({"tenantId": "sandbox", "draft": mine["draft"]})).await;
    assert_eq!(merged["conflict"], false);
    let result = send_draft(app, &merged).await;
    assert_eq!(result["outcome"]["kind"], "done", "{result:#}");
    let now = resource(app, "User", &id).await;
    assert_eq!(now["title"], "Mine");
    assert_eq!(now["nickName"], "Nick");
    assert_eq!(now["userType"], "Contractor");
}

#[tokio::test]
async fn a_third_value_is_typed_in_a_merge_and_judged_like_any_other() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let mine = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    let mine = edit(app, &mine, json!([set("/title", &json!("Mine"))])).await;
    let other = ok(
        app,
        "request_prepare",
        json!({"tenantId": "sandbox", "method": "PATCH", "url": format!("Users/{id}"), "body": json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "replace", "path": "title", "value": "Theirs"}],
        }).to_string()}),
    )
    .await;
    ok(app, "request_send", json!({"tenantId": "sandbox", "token": other["token"]})).await;
    assert_eq!(send_draft(app, &mine).await["outcome"]["kind"], "conflict");
    let typed = |json: &str| json!({"tenantId": "sandbox", "draft": mine["draft"], "choices": [{"path": "title", "side": "typed", "json": json}]});
    let refused = call(app, "merge_choose", typed("{")).await.unwrap_err();
    assert!(refused.detail.contains("not JSON"), "{refused:?}");
    let unfit = ok(app, "merge_choose", typed("7")).await;
    assert_eq!((&unfit["undecided"], &unfit["blocking"]), (&json!(0), &json!(1)), "{unfit:#}");
    let stops = unfit["violations"].as_array().unwrap().iter();
    let stops: Vec<&Value> = stops.filter(|it| it["finding"]["severity"] == "error").collect();
    assert_eq!(stops[0]["path"], "title", "{stops:#?}");
    let merge = ok(app, "merge_choose", typed("\"Both of us\"")).await;
    assert_eq!(merge["rows"][0]["result"], "Both of us");
    assert_eq!(merge["blocking"], 0);
    // It stays chosen after a restart.
    let again = backend(bench.folder.path(), &bench.keychain);
    open_sandbox(&again).await;
    let which = json!({"tenantId": "sandbox", "draft": mine["draft"]});
    let merge = ok(&again, "merge_read", which.clone()).await;
    assert_eq!(merge["rows"][0]["side"], "typed");
    let merged = ok(app, "merge_apply", which).await;
    assert_eq!(send_draft(app, &merged).await["outcome"]["kind"], "done");
    assert_eq!(resource(app, "User", &id).await["title"], "Both of us");
}

#[tokio::test]
async fn a_draft_is_there_after_a_restart_without_its_secrets() {
    let (bench, id) = with_user().await;
    let draft = open_draft(&bench.app, "User", json!({"kind": "edit", "id": id})).await;
    edit(
        &bench.app,
        &draft,
        json!([set("/title", &json!("Half done")), set("/password", &json!("s3cret-CANARY"))]),
    )
    .await;
    assert!(crate::support::in_database(bench.folder.path(), &bench.keychain, "CANARY").is_empty());
    let again = backend(bench.folder.path(), &bench.keychain);
    open_sandbox(&again).await;
    let listed = ok(&again, "draft_list", json!({"tenantId": "sandbox"})).await;
    assert_eq!(listed[0]["draft"], draft["draft"]);
    let draft = open_draft(&again, "User", json!({"kind": "draft", "draft": draft["draft"]})).await;
    assert!(draft["text"].as_str().unwrap().contains("Half done"));
    assert_eq!(draft["secretsGone"], json!(["password"]));
    let draft = edit(&again, &draft, json!([set("/password", &json!("typed-again"))])).await;
    assert_eq!(draft["secretsGone"], json!([]));
}

/// A group whose members fit in one window.
async fn small_group(app: &App) -> String {
    for row in 0..20 {
        let id = some_id(app, "Group", row).await;
        let members = resource(app, "Group", &id).await["members"].as_array().map_or(0, Vec::len);
        if (3..100).contains(&members) {
            return id;
        }
    }
    panic!("there is no small group");
}

#[tokio::test]
async fn members_are_added_and_taken_out_in_one_patch() {
    let bench = Bench::new();
    let app = &bench.app;
    open_sandbox(app).await;
    let group = small_group(app).await;
    let list = |shown: &'static str| {
        let group = group.clone();
        async move {
            ok(
                app,
                "members_list",
                json!({"tenantId": "sandbox", "resourceType": "Group", "id": group, "shown": shown,
                    "text": "", "offset": 0, "limit": 100}),
            )
            .await
        }
    };
    let before = list("all").await;
    let first = before["members"][0]["value"].as_str().unwrap().to_owned();
    let count = before["ofAll"].as_u64().unwrap();
    let listed: Vec<&Value> =
        before["members"].as_array().unwrap().iter().map(|it| &it["value"]).collect();
    let mut newcomer = String::new();
    for row in 0..20 {
        let id = some_id(app, "User", row).await;
        if !listed.contains(&&json!(id)) {
            newcomer = id;
            break;
        }
    }
    let draft = open_draft(app, "Group", json!({"kind": "edit", "id": group})).await;
    let draft = edit(
        app,
        &draft,
        json!([
            {"kind": "addMember", "value": newcomer, "resourceType": "User"},
            {"kind": "removeMember", "value": first},
        ]),
    )
    .await;
    assert_eq!(draft["members"]["added"], 1);
    assert_eq!(draft["members"]["removed"], 1);
    let changed = list("changed").await;
    let of: Vec<(&str, &str)> = changed["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["value"].as_str().unwrap(), it["change"].as_str().unwrap()))
        .collect();
    assert_eq!(of, [(newcomer.as_str(), "added"), (first.as_str(), "removed")]);
    let plan =
        prepare(app, json!({"kind": "draft", "draft": draft["draft"], "anyway": false})).await;
    assert_eq!(plan["kind"], "members");
    assert_eq!(plan["targets"].as_array().unwrap().len(), 1);
    let result = send(app, &plan).await;
    assert_eq!(result["outcome"]["kind"], "done", "{result:#}");
    assert_eq!(list("all").await["ofAll"].as_u64().unwrap(), count);
    let result = {
        let entry = &changes(app).await[0];
        let plan = prepare(app, json!({"kind": "undo", "change": entry["change"]})).await;
        send(app, &plan).await
    };
    assert_eq!(result["outcome"]["kind"], "done", "{result:#}");
    let after = list("all").await;
    assert!(after["members"].as_array().unwrap().iter().any(|it| it["value"] == first));
    assert!(!after["members"].as_array().unwrap().iter().any(|it| it["value"] == newcomer));

    let join = |joins: bool| {
        json!({"kind": "membership", "groupType": "Group", "group": group, "member": newcomer,
            "memberType": "User", "joins": joins})
    };
    let plan = prepare(app, join(true)).await;
    let body = plan["targets"][0]["request"]["body"]["text"].as_str().unwrap().to_owned();
    assert!(body.contains(r#""op":"add","path":"members""#), "{body}");
    assert_eq!(send(app, &plan).await["outcome"]["kind"], "done");
    assert_eq!(prepare(app, join(true)).await["blocked"]["kind"], "nothingToDo");
    let plan = prepare(app, join(false)).await;
    assert_eq!(send(app, &plan).await["outcome"]["kind"], "done");
}
