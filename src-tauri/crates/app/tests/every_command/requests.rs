//! For each command what a window would ask of it, or try with it, and what comes of that.

use app::App;
use app::api::error::ErrorCode;
use serde_json::{Value, json};

use crate::support::{draft, ok};
use crate::wire::LOST;
use crate::{delete, of};

/// A request, and the code of its refusal if it is refused.
type Try = (Value, Option<ErrorCode>);

const CERTIFICATE: &str = include_str!("../../../client/tests/keys/sec1.pem");
const FORGED: &str = "0123456789abcdef0123456789abcdef";

/// Requests for a command about a tenant that is open. A command that is not here yet has to be added, with all that can
/// be tried to write with it.
pub(crate) async fn plausible(app: &App, name: &str, id: &Value, url: &str) -> Vec<Try> {
    let fine = |request: Value| vec![(request, None)];
    match name {
        "app_start"
        | "storage_retry"
        | "diagnostics_preview"
        | "diagnostics_save"
        | "log_read"
        | "tenant_list"
        | "left_list"
        | "window_list" => fine(json!({})),
        // There is a keychain and a database that is open: no file that a passphrase opens, and nothing to set aside.
        "passphrase_forget" | "storage_start_over" => vec![(json!({}), Some(ErrorCode::Storage))],
        "tenant_forget" | "tenant_duplicate" | "tenant_open" | "tenant_show" | "guard_read"
        | "guard_lock" | "guard_log" | "pacing_read" | "wait_stop" | "tenant_sign_out"
        | "tenant_token" | "token_renew" | "window_open" => fine(of(id)),
        "left_keep" => fine(json!({ "tenantId": id, "what": "place", "text": "{}" })),
        "tenant_save" | "tenant_test" | "draft_sign_in" => of_form(name, id, url),
        "guard_unlock" | "guard_set" | "tenant_sign_in" | "request_prepare" | "request_send"
        | "secret_provide" | "tenant_arrange" => of_tenant(app, name, id).await,
        "exchange_read" | "exchange_lint" | "exchanges_list" | "read_back_prepare"
        | "read_back_send" => of_history(app, name, id).await,
        "draft_open" | "draft_read" | "draft_change" | "draft_text" | "draft_method"
        | "draft_values" | "draft_list" | "draft_discard" | "members_list" | "members_export"
        | "merge_read" | "merge_choose" | "merge_apply" => of_draft(app, name, id).await,
        "write_prepare" | "write_send" | "resources_save" | "changes_list" | "changes_find"
        | "change_read" | "changes_export" => of_write(app, name, id).await,
        "tenants_export" | "tenants_save" | "tenants_read" | "tenants_import" => {
            of_file(app, name, id).await
        }
        _ => of_directory(name, id).or_else(|| of_nothing(name)).unwrap_or_else(|| {
            panic!("{name} is new: say here what can be asked of it on a tenant that is locked")
        }),
    }
}

/// What the form of a tenant can try.
fn of_form(name: &str, id: &Value, url: &str) -> Vec<Try> {
    let form = |changes: Value| {
        let mut form = draft(url, "canary-token");
        form["id"] = id.clone();
        for (member, value) in changes.as_object().unwrap() {
            form[member] = value.clone();
        }
        form
    };
    // A token request is none of the tenant's, and so no way to its resources.
    let token_from = |endpoint: &str, parameter: &str| {
        let oauth = json!({
            "tokenEndpoint": format!("{url}{endpoint}"), "clientId": "app",
            "clientAuthentication": "none", "parameters": [{ "name": parameter, "value": "DELETE" }],
        });
        let changes =
            json!({ "authentication": "clientCredentials", "signIn": { "oauth": oauth } });
        (form(changes), Some(ErrorCode::InvalidInput))
    };
    let mut tries = match name {
        // It signs in with a token that is pasted.
        "draft_sign_in" => vec![(form(json!({})), Some(ErrorCode::SignInNeeded))],
        "tenant_test" => vec![
            (form(json!({})), None),
            (form(json!({ "environment": "development", "guard": "free" })), None),
        ],
        _ => vec![
            (form(json!({ "environment": "development" })), None),
            (form(json!({ "environment": "sandbox" })), None),
            (form(json!({ "guard": "free" })), Some(ErrorCode::InvalidInput)),
            (form(json!({ "guard": "confirm" })), Some(ErrorCode::InvalidInput)),
        ],
    };
    if name != "draft_sign_in" {
        tries.extend([
            token_from("/Users/1", "x"),
            token_from("/oauth/token", "_method"),
            token_from("/oauth/token?_method=DELETE", "x"),
        ]);
    }
    tries
}

async fn of_tenant(app: &App, name: &str, id: &Value) -> Vec<Try> {
    let with = |more: Value| {
        let mut request = of(id);
        for (member, value) in more.as_object().unwrap() {
            request[member] = value.clone();
        }
        request
    };
    let write = |method: &str, url: &str| {
        (with(json!({ "method": method, "url": url, "body": "{}" })), None)
    };
    match name {
        "guard_unlock" => vec![(with(json!({ "reason": "ticket 4711" })), None)],
        "guard_set" => vec![(with(json!({ "mode": "free", "reason": "ticket 4711" })), None)],
        // It signs in with a token that is pasted.
        "tenant_sign_in" => vec![(of(id), Some(ErrorCode::SignInNeeded))],
        "secret_provide" => vec![(with(json!({ "value": "canary-other" })), None)],
        "tenant_arrange" => {
            vec![(json!({ "places": [{ "tenantId": id, "group": "Customers" }] }), None)]
        }
        "request_prepare" => vec![
            (delete(id), None),
            write("POST", "/Users"),
            write("PUT", "/Users/1"),
            write("PATCH", "/Users/1"),
            write("POST", "/Bulk"),
            write("POST", "/Users/.search"),
        ],
        _ => {
            let search = with(json!({ "method": "POST", "url": "/Users/.search", "body": "{}" }));
            let token = ok(app, "request_prepare", search).await["token"].clone();
            let refused = Some(ErrorCode::NotConfirmed);
            vec![
                (with(json!({ "token": token })), None),
                (with(json!({ "token": token })), refused),
                (with(json!({ "token": FORGED })), refused),
                (with(json!({ "token": "" })), refused),
            ]
        }
    }
}

async fn of_history(app: &App, name: &str, id: &Value) -> Vec<Try> {
    let all = json!({ "tenantId": id, "outcome": "all", "text": "", "limit": 10 });
    if name == "exchanges_list" {
        return vec![(all, None)];
    }
    let listed = ok(app, "exchanges_list", all).await;
    let known = json!({ "id": listed["exchanges"][0]["id"] });
    if name != "read_back_send" {
        return vec![(known, None)];
    }
    // Of a read it is known what became of it: there is nothing to look up.
    vec![(lost(app, id).await, None), (known, Some(ErrorCode::Storage))]
}

/// A write of which nobody knows what became of it, on a tenant that is locked again.
async fn lost(app: &App, id: &Value) -> Value {
    ok(app, "guard_unlock", json!({ "tenantId": id, "reason": "ticket 4711" })).await;
    let write = json!({ "tenantId": id, "method": "DELETE", "url": LOST });
    let token = ok(app, "request_prepare", write).await["token"].clone();
    let sent = ok(app, "request_send", json!({ "tenantId": id, "token": token })).await;
    assert_eq!(sent["kind"], "unknown", "{sent}");
    ok(app, "guard_lock", of(id)).await;
    json!({ "id": sent["problem"]["exchange"] })
}

async fn of_file(app: &App, name: &str, id: &Value) -> Vec<Try> {
    let chosen = json!({ "tenantIds": [id] });
    if ["tenants_export", "tenants_save"].contains(&name) {
        return vec![(chosen, None)];
    }
    let written = ok(app, "tenants_export", chosen).await;
    // As a file could be changed that is to let everything through.
    let text = written["text"].as_str().unwrap();
    let mut loose: Value = serde_json::from_str(text).unwrap();
    loose["tenants"][0]["guard"] = json!("free");
    let loose = loose.to_string();
    assert_ne!(loose, text);
    let request = |text: &str| json!({ "text": text, "indexes": [0] });
    vec![(request(text), None), (request(&loose), None)]
}

fn of_directory(name: &str, id: &Value) -> Option<Vec<Try>> {
    let more = match name {
        "resource_type_count" | "columns_read" => json!({}),
        "columns_choose" => json!({ "paths": ["userName"] }),
        "resources_list" => json!({
            "filter": "userName eq \"ada\"", "offset": 0, "limit": 10, "columns": ["userName"], "reload": true,
        }),
        "filter_check" => json!({ "text": "userName eq \"ada\"" }),
        "filter_complete" => json!({ "text": "userN", "cursor": 5 }),
        "resources_find" => json!({ "text": "ada", "limit": 10 }),
        "resource_read" => json!({ "id": "1", "fresh": true }),
        "resource_values" => json!({ "id": "1", "path": "emails", "offset": 0, "limit": 10 }),
        "references_resolve" => json!({
            "references": [{ "value": "1", "resourceType": "User" }, { "value": "1/../2", "resourceType": "User" }],
            "askServer": true,
        }),
        _ => return None,
    };
    let mut request = of(id);
    request["resourceType"] = json!("User");
    for (member, value) in more.as_object().unwrap() {
        request[member] = value.clone();
    }
    Some(vec![(request, None)])
}

/// A draft of a user, with a change.
async fn drafted(app: &App, id: &Value) -> Value {
    let mut open = of(id);
    open["resourceType"] = json!("User");
    open["start"] = json!({ "kind": "edit", "id": "1" });
    let draft = ok(app, "draft_open", open).await["draft"].clone();
    let mut change = of(id);
    change["draft"] = draft.clone();
    change["edits"] = json!([{ "kind": "set", "pointer": "/title", "json": "\"Guide\"" }]);
    ok(app, "draft_change", change).await;
    draft
}

/// What can be done with a draft.
async fn of_draft(app: &App, name: &str, id: &Value) -> Vec<Try> {
    let mut request = of(id);
    request["resourceType"] = json!("User");
    request["draft"] = drafted(app, id).await;
    let (more, refused) = match name {
        "draft_open" => (json!({ "start": { "kind": "clone", "id": "1" } }), None),
        "draft_change" => (json!({ "edits": [{ "kind": "remove", "pointer": "/title" }] }), None),
        "draft_text" => (json!({ "text": "{\"userName\": \"ada\"}" }), None),
        "draft_method" => (json!({ "method": "put" }), None),
        "draft_values" => (json!({ "path": "emails", "offset": 0, "limit": 10 }), None),
        "members_list" => {
            (json!({ "id": "1", "shown": "all", "text": "", "offset": 0, "limit": 10 }), None)
        }
        "members_export" => {
            (json!({ "id": "1", "shown": "all", "text": "", "format": "csv" }), None)
        }
        // The server has the version that the draft began with.
        "merge_choose" => (json!({ "choices": [] }), Some(ErrorCode::NotFound)),
        "merge_read" | "merge_apply" => (json!({}), Some(ErrorCode::NotFound)),
        _ => (json!({}), None),
    };
    for (member, value) in more.as_object().unwrap() {
        request[member] = value.clone();
    }
    vec![(request, refused)]
}

/// Everything that is there to write with.
async fn of_write(app: &App, name: &str, id: &Value) -> Vec<Try> {
    let with = |more: Value| {
        let mut request = of(id);
        for (member, value) in more.as_object().unwrap() {
            request[member] = value.clone();
        }
        request
    };
    match name {
        "write_prepare" => {
            let draft = drafted(app, id).await;
            let one = json!({ "resourceType": "User", "ids": ["1"] });
            let of_one = |kind: &str, more: Value| {
                let mut intent = one.clone();
                intent["kind"] = json!(kind);
                for (member, value) in more.as_object().unwrap() {
                    intent[member] = value.clone();
                }
                intent
            };
            let intents = [
                json!({ "kind": "draft", "draft": draft, "anyway": false }),
                json!({ "kind": "draft", "draft": draft, "anyway": true }),
                of_one("setActive", json!({ "active": false })),
                of_one("setActive", json!({ "active": true })),
                of_one("delete", json!({})),
            ];
            let mut tries: Vec<Try> =
                intents.into_iter().map(|it| (with(json!({ "intent": it })), None)).collect();
            let undo = json!({ "kind": "undo", "change": "1" });
            tries.push((with(json!({ "intent": undo })), Some(ErrorCode::NotFound)));
            tries
        }
        "write_send" | "resources_save" => {
            vec![(with(json!({ "plan": FORGED })), Some(ErrorCode::NotConfirmed))]
        }
        "changes_list" => vec![(with(json!({ "limit": 10 })), None)],
        "changes_find" => vec![(with(json!({ "resourceType": "User", "id": "1" })), None)],
        "change_read" => vec![(with(json!({ "change": "1" })), Some(ErrorCode::NotFound))],
        _ => vec![(with(json!({})), None)],
    }
}

/// Those that are about no tenant.
fn of_nothing(name: &str) -> Option<Vec<Try>> {
    let request = match name {
        "app_ready" => json!({ "screen": "welcome" }),
        "base_url_read" => json!({ "text": "https://scim.example.com/v2" }),
        "call_cancel" => json!({ "callId": "1" }),
        "secret_look" => json!({ "kind": "token", "value": "Bearer canary" }),
        "certificate_look" => json!({ "format": "pem", "value": CERTIFICATE }),
        "authorities_look" => json!({ "pem": certificate_alone() }),
        "command_read" => json!({ "text": "vault read -field=token scim" }),
        "request_snippet" => json!({
            "method": "DELETE", "url": "https://scim.example.com/v2/Users/1", "headers": [], "format": "curl",
        }),
        "passphrase_set" | "passphrase_unlock" => json!({ "passphrase": "correct horse battery" }),
        "passphrase_change" => {
            json!({ "current": "correct horse battery", "passphrase": "another horse battery" })
        }
        _ => return None,
    };
    let is_refused = ["passphrase_unlock", "passphrase_change"].contains(&name);
    Some(vec![(request, is_refused.then_some(ErrorCode::Storage))])
}

fn certificate_alone() -> String {
    let begins = CERTIFICATE.find("-----BEGIN CERTIFICATE").unwrap();
    let ends = CERTIFICATE.find("-----END CERTIFICATE-----").unwrap();
    format!("{}-----END CERTIFICATE-----\n", &CERTIFICATE[begins..ends])
}
