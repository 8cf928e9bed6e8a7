//! Changes that others made, found by reading: two copies of the app on one server, so that one of them is somebody else.

use crate::support::{Bench, draft, ok};
use sandbox::Sandbox;
use serde_json::{Value, json};

struct Seat {
    bench: Bench,
    tenant: String,
}

impl Seat {
    async fn at(server: &Sandbox) -> Self {
        let bench = Bench::new();
        let saved = ok(&bench.app, "tenant_save", draft(server.base_url(), server.token())).await;
        let tenant = saved["id"].as_str().unwrap().to_owned();
        ok(&bench.app, "tenant_open", json!({"tenantId": tenant})).await;
        Self { bench, tenant }
    }

    async fn call(&self, name: &str, more: Value) -> Value {
        let mut asked = json!({"tenantId": self.tenant});
        asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ok(&self.bench.app, name, asked).await
    }

    /// The id of some user, read as a row of the list.
    async fn list(&self, resource_type: &str, at: usize) -> String {
        let asked = json!({"resourceType": resource_type, "offset": 0, "limit": 20,
            "columns": ["id"], "reload": true});
        let listed = self.call("resources_list", asked).await;
        listed["rows"][at]["id"].as_str().unwrap().to_owned()
    }

    async fn read(&self, id: &str) {
        self.call("resource_read", json!({"resourceType": "User", "id": id, "fresh": true})).await;
    }

    async fn patch(&self, url: &str, operation: Value) {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation],
        });
        let asked = json!({"method": "PATCH", "url": url, "body": body.to_string()});
        let prepared = self.call("request_prepare", asked).await;
        self.call("request_send", json!({"token": prepared["token"]})).await;
    }

    async fn set(&self, id: &str, path: &str, value: &str) {
        let operation = json!({"op": "replace", "path": path, "value": value});
        self.patch(&format!("Users/{id}"), operation).await;
    }

    async fn found(&self, resource_type: &str, id: &str) -> Vec<Value> {
        let asked = json!({"resourceType": resource_type, "id": id});
        let found = self.call("changes_find", asked).await;
        assert!(found["since"].is_string());
        found["found"].as_array().unwrap().clone()
    }
}

fn paths(found: &Value) -> Vec<&str> {
    found["changes"].as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_somebody_else_changed_is_found_between_two_reads_alone_or_in_a_list() {
    let server = Sandbox::start().await.unwrap();
    let (mine, other) = (Seat::at(&server).await, Seat::at(&server).await);
    let id = mine.list("User", 3).await;
    mine.read(&id).await;
    assert_eq!(mine.found("User", &id).await, Vec::<Value>::new());
    other.set(&id, "title", "Somebody's").await;
    assert_eq!(mine.found("User", &id).await, Vec::<Value>::new(), "nobody looked yet");
    mine.read(&id).await;
    let found = mine.found("User", &id).await;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(paths(&found[0]), ["title"]);
    assert_eq!(found[0]["changes"][0]["after"], "Somebody's");
    assert!(found[0]["seenBefore"].as_str() < found[0]["seenAt"].as_str());
    assert_ne!(found[0]["exchange"], found[0]["exchangeBefore"]);
    assert!(found[0]["lastModified"].is_string(), "{found:#?}");
    // In a page of a list it is found as well; the newest comes first.
    other.set(&id, "nickName", "Nick").await;
    mine.list("User", 3).await;
    let found = mine.found("User", &id).await;
    assert_eq!(found.iter().map(paths).collect::<Vec<_>>(), [vec!["nickName"], vec!["title"]]);
    // Whoever made the changes finds none.
    other.read(&id).await;
    assert_eq!(other.found("User", &id).await, Vec::<Value>::new());
}

#[tokio::test]
async fn what_was_written_from_here_is_nobody_elses() {
    let server = Sandbox::start().await.unwrap();
    let (mine, other) = (Seat::at(&server).await, Seat::at(&server).await);
    let id = mine.list("User", 3).await;
    mine.read(&id).await;
    mine.set(&id, "title", "Mine").await;
    mine.read(&id).await;
    assert_eq!(mine.found("User", &id).await, Vec::<Value>::new());
    // Nor is what both changed between two reads told as theirs: which is whose, nobody knows.
    other.set(&id, "userType", "Theirs").await;
    mine.set(&id, "nickName", "Mine as well").await;
    mine.read(&id).await;
    assert_eq!(mine.found("User", &id).await, Vec::<Value>::new());
    other.set(&id, "locale", "fr-MA").await;
    mine.read(&id).await;
    assert_eq!(
        mine.found("User", &id).await.iter().map(paths).collect::<Vec<_>>(),
        [vec!["locale"]]
    );
}

#[tokio::test]
async fn members_that_lists_leave_out_are_not_taken_for_gone() {
    let server = Sandbox::start().await.unwrap();
    let (mine, other) = (Seat::at(&server).await, Seat::at(&server).await);
    let group = mine.list("Group", 2).await;
    let read = json!({"resourceType": "Group", "id": group, "fresh": true});
    mine.call("resource_read", read.clone()).await;
    mine.list("Group", 2).await;
    mine.call("resource_read", read.clone()).await;
    assert_eq!(mine.found("Group", &group).await, Vec::<Value>::new());
    let member = mine.list("User", 0).await;
    let add = json!({"op": "add", "path": "members", "value": [{"value": member}]});
    let remove = json!({"op": "remove", "path": format!("members[value eq \"{member}\"]")});
    other.patch(&format!("Groups/{group}"), remove).await;
    mine.call("resource_read", read.clone()).await;
    other.patch(&format!("Groups/{group}"), add).await;
    mine.list("Group", 2).await;
    mine.call("resource_read", read).await;
    let found = mine.found("Group", &group).await;
    assert!(!found.is_empty());
    let last = &found[0]["changes"][0];
    assert!(last["path"].as_str().unwrap().starts_with("members"), "{found:#?}");
    assert!(last["after"].as_str().unwrap().contains(&member), "{found:#?}");
}
