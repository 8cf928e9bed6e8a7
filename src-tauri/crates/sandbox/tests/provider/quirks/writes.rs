//! Creating, changing and deleting.

use sandbox::Quirk;
use serde_json::{Value, json};

use super::{Bench, large_group};
use crate::support::{self, Answer, Client, path, user};

const NAME: &str = "quirk@tarnwick.example";

pub(crate) async fn shows(bench: &Bench) {
    let client = &bench.client;
    match bench.quirk {
        Quirk::PatchWithoutEffect => {
            let made = client.user(NAME).await;
            let answer =
                patch(client, &made, json!({"op": "add", "path": "title", "value": "x"})).await;
            assert_eq!((answer.status, client.read(&path("/Users", &made)).await), (200, made));
        }
        Quirk::FilteredRemoveIgnored | Quirk::RemoveEmptiesGroup | Quirk::PatchLosesMembers => {
            members(bench).await;
        }
        Quirk::HundredMembers => {
            let group = large_group(bench, 150).await;
            let answer = client.send("PUT", &path("/Groups", &group), Some(&group)).await;
            assert_eq!(answer.refused(), (400, "invalidSyntax"));
            let add = json!([{"op": "add", "path": "members", "value": group["members"]}]);
            let answer = client.patch(&path("/Groups", &group), add).await;
            assert_eq!(answer.refused(), (400, "invalidSyntax"));
        }
        Quirk::PatchUnsupported | Quirk::PutUnsupported => {
            let made = client.user(NAME).await;
            let put = client.send("PUT", &path("/Users", &made), Some(&user(NAME))).await;
            let patched =
                patch(client, &made, json!({"op": "add", "path": "title", "value": "x"})).await;
            match bench.quirk {
                Quirk::PutUnsupported => assert_eq!((put.refused().0, patched.status), (405, 200)),
                _ => assert_eq!((put.status, patched.refused().0), (200, 501)),
            }
        }
        Quirk::PutIsPartial => {
            let mut body = user(NAME);
            body["title"] = json!("Clerk");
            let made = client.post("/Users", &body).await.body;
            let answer = client.send("PUT", &path("/Users", &made), Some(&user(NAME))).await;
            assert_eq!((answer.status, &answer.body["title"]), (200, &json!("Clerk")));
        }
        Quirk::DeleteDeactivates => {
            let made = client.user(NAME).await;
            let answer = client.send("DELETE", &path("/Users", &made), None).await;
            assert_eq!(answer.status, 204);
            assert_eq!(client.read(&path("/Users", &made)).await["active"], false);
            assert_eq!(client.post("/Users", &user(NAME)).await.refused(), (409, "uniqueness"));
        }
        Quirk::CaseVariantsPass => {
            client.user(NAME).await;
            client.user(&NAME.to_uppercase()).await;
            assert_eq!(client.post("/Users", &user(NAME)).await.refused(), (409, "uniqueness"));
        }
        Quirk::PasswordRequired => {
            assert_eq!(client.post("/Users", &user(NAME)).await.refused(), (400, "invalidValue"));
            let mut body = user(NAME);
            body["password"] = json!("correct horse");
            assert_eq!(client.post("/Users", &body).await.status, 201);
        }
        Quirk::PutLosesMembers | Quirk::NoMembersReplace => whole_lists(bench).await,
        Quirk::OneValue => {
            let mut body = user(NAME);
            body["emails"] =
                json!([{"value": "a@tarnwick.example"}, {"value": "b@tarnwick.example"}]);
            assert_eq!(client.post("/Users", &body).await.refused(), (400, "invalidValue"));
            body["emails"] = json!([{"value": "a@tarnwick.example"}]);
            let made = client.post("/Users", &body).await.body;
            let add =
                json!({"op": "add", "path": "emails", "value": [{"value": "b@tarnwick.example"}]});
            assert_eq!(patch(client, &made, add).await.refused(), (400, "invalidValue"));
        }
        Quirk::DeactivatedIsGone => {
            let made = client.user(NAME).await;
            let active = |it: bool| json!({"op": "replace", "path": "active", "value": it});
            assert_eq!(patch(client, &made, active(false)).await.status, 200);
            assert_eq!(client.get(&path("/Users", &made)).await.refused().0, 404);
            assert_eq!(patch(client, &made, active(true)).await.refused().0, 404);
        }
        Quirk::NeedsIfMatch | Quirk::StrongIfMatch => if_match(bench).await,
        _ => operations(bench).await,
    }
}

async fn patch(client: &Client, resource: &Value, operation: Value) -> Answer {
    client.patch(&path("/Users", resource), json!([operation])).await
}

async fn members(bench: &Bench) {
    let client = &bench.client;
    let group = large_group(bench, 150).await;
    let at = path("/Groups", &group);
    let id = group["members"][0]["value"].as_str().unwrap();
    let (operation, left) = match bench.quirk {
        Quirk::FilteredRemoveIgnored => {
            (json!({"op": "remove", "path": format!("members[value eq \"{id}\"]")}), 150)
        }
        Quirk::RemoveEmptiesGroup => {
            (json!({"op": "remove", "path": "members", "value": [{"value": id}]}), 0)
        }
        _ => (json!({"op": "replace", "path": "displayName", "value": "Renamed"}), 100),
    };
    assert_eq!(client.patch(&at, json!([operation])).await.status, 200);
    let kept = client.read(&at).await;
    assert_eq!(kept["members"].as_array().map_or(0, Vec::len), left);
}

async fn whole_lists(bench: &Bench) {
    let client = &bench.client;
    let group = large_group(bench, 3).await;
    let at = path("/Groups", &group);
    if bench.quirk == Quirk::PutLosesMembers {
        let answer = client.send("PUT", &at, Some(&group)).await;
        assert_eq!((answer.status, client.read(&at).await.get("members")), (200, None));
        return;
    }
    let members = &group["members"];
    for refused in [
        json!({"op": "replace", "path": "members", "value": members}),
        json!({"op": "replace", "value": {"members": members}}),
        json!({"op": "remove", "path": "members"}),
    ] {
        assert_eq!(client.patch(&at, json!([refused])).await.refused(), (400, "invalidValue"));
    }
    let one = format!("members[value eq {}]", members[0]["value"]);
    assert_eq!(client.patch(&at, json!([{"op": "remove", "path": one}])).await.status, 200);
}

async fn operations(bench: &Bench) {
    let client = &bench.client;
    let made = client.user(NAME).await;
    let title = |op: &str| json!({"op": op, "path": "title", "value": "Clerk"});
    match bench.quirk {
        Quirk::LowerCaseOpsOnly => {
            assert_eq!(patch(client, &made, title("Add")).await.refused(), (400, "invalidSyntax"));
            assert_eq!(patch(client, &made, title("add")).await.status, 200);
        }
        Quirk::CapitalOpsOnly => {
            assert_eq!(patch(client, &made, title("add")).await.refused(), (400, "invalidSyntax"));
            assert_eq!(patch(client, &made, title("Add")).await.status, 200);
        }
        Quirk::NoPathlessPatch => {
            let pathless = json!({"op": "replace", "value": {"active": false}});
            assert_eq!(patch(client, &made, pathless).await.refused(), (400, "invalidSyntax"));
            assert_eq!(patch(client, &made, title("add")).await.status, 200);
        }
        Quirk::NoAddByFilter => {
            let add = json!({"op": "add", "path": "emails[type eq \"work\"].value", "value": "a@tarnwick.example"});
            assert_eq!(patch(client, &made, add.clone()).await.refused(), (400, "noTarget"));
            bench.off();
            let answer = patch(client, &made, add).await;
            assert_eq!(
                answer.body["emails"],
                json!([{"type": "work", "value": "a@tarnwick.example"}])
            );
        }
        other => unreachable!("{other:?} is of another area"),
    }
}

async fn if_match(bench: &Bench) {
    let client = &bench.client;
    let made = client.user(NAME).await;
    let at = path("/Users", &made);
    let body = json!({"schemas": [support::PATCH_OP], "Operations": [{"op": "add", "path": "title", "value": "x"}]});
    let with = async |tag: Option<&str>| {
        let request = client.request("PATCH", &at).body(body.to_string());
        let request = request.header("content-type", "application/scim+json");
        support::answer(match tag {
            Some(tag) => request.header("if-match", tag),
            None => request,
        })
        .await
    };
    let tag = made["meta"]["version"].as_str();
    match bench.quirk {
        Quirk::NeedsIfMatch => {
            assert_eq!(with(None).await.refused().0, 428);
            assert_eq!(with(tag).await.status, 200);
        }
        _ => {
            assert_eq!(with(tag).await.refused().0, 412);
            assert_eq!(with(None).await.status, 200);
        }
    }
}
