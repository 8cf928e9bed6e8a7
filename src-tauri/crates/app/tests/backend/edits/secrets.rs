//! Secrets that are typed: wherever they stand, nobody is shown them but who typed them, and nothing keeps them.

use super::*;
use crate::support::in_database;

const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// What is told of a draft besides its own text, which is what was typed.
fn told(draft: &Value) -> String {
    let mut told = draft.clone();
    told.as_object_mut().unwrap().remove("text");
    told.to_string()
}

#[tokio::test]
async fn a_password_that_is_changed_is_sent_and_kept_nowhere() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let draft = open_draft(app, "User", json!({"kind": "edit", "id": id})).await;
    let draft = edit(app, &draft, json!([set("/password", &json!("n3w-CANARY-word"))])).await;
    assert!(!told(&draft).contains("CANARY"), "{draft:#}");
    let intent = json!({"kind": "draft", "draft": draft["draft"], "anyway": false});
    let plan = prepare(app, intent).await;
    assert!(!plan.to_string().contains("CANARY"), "{plan:#}");
    let result = send(app, &plan).await;
    assert_eq!(result["outcome"]["kind"], "done", "{result:#}");
    assert!(in_database(bench.folder.path(), &bench.keychain, "CANARY").is_empty());
}

#[tokio::test]
async fn a_secret_in_an_odd_place_is_shown_and_kept_nowhere() {
    let (bench, id) = with_user().await;
    let app = &bench.app;
    let odd = [
        json!({"userName": "ada", "PASSWORD": "CANARY"}),
        json!({"userName": "ada", "password": ["CANARY"]}),
        json!({"userName": "ada", "password": {"value": "CANARY"}}),
        json!({"userName": "ada", format!("{CORE}:password"): "CANARY"}),
        json!({"userName": "ada", CORE: {"password": "CANARY"}}),
    ];
    for typed in odd {
        for start in [json!({"kind": "create"}), json!({"kind": "edit", "id": id})] {
            let draft = open_draft(app, "User", start).await;
            let text = json!({"tenantId": "sandbox", "draft": draft["draft"],
                "text": typed.to_string()});
            let draft = ok(app, "draft_text", text).await;
            let shown =
                json!([draft["changes"], draft["request"], draft["violations"], draft["lost"]]);
            assert!(!shown.to_string().contains("CANARY"), "{typed}: {shown:#}");
            let kept = in_database(bench.folder.path(), &bench.keychain, "CANARY");
            assert!(kept.is_empty(), "{typed}: {kept:?}");
        }
    }
}
