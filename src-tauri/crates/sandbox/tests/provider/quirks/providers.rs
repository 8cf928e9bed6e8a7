//! Servers made for one identity provider take what it sends, and some of them nothing else.

use sandbox::Quirk;
use serde_json::{Value, json};

use super::Bench;
use crate::support::{ENTERPRISE, path, user};

const NAME: &str = "idp@tarnwick.example";

pub(crate) async fn shows(bench: &Bench) {
    match bench.quirk {
        Quirk::MadeForEntra => entra(bench).await,
        Quirk::MadeForEntraCompliant => entra_compliant(bench).await,
        Quirk::MadeForOkta => okta(bench).await,
        Quirk::MadeForOneLogin => one_login(bench).await,
        other => unreachable!("{other:?} is of another area"),
    }
}

async fn entra(bench: &Bench) {
    let client = &bench.client;
    let boss = client.user("boss@tarnwick.example").await;
    let mut body = user(NAME);
    body["active"] = json!("True");
    body[ENTERPRISE] = json!({"manager": boss["id"]});
    let made = client.post("/Users", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(
        (&made.body["active"], &made.body[ENTERPRISE]["manager"]["value"]),
        (&json!(true), &boss["id"])
    );
    let operations = json!([
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "Add", "path": "emails[type eq \"work\"].value", "value": "a@tarnwick.example"},
        {"op": "Replace", "path": format!("{ENTERPRISE}:manager"), "value": boss["id"]},
        {"op": "Add", "value": {"name.givenName": "Ada"}},
    ]);
    let answer = client.patch(&path("/Users", &made.body), operations).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        (&answer.body["active"], &answer.body["name"]["givenName"]),
        (&json!(false), &json!("Ada"))
    );
    let group = client.group("Entra", &[&boss, &made.body]).await;
    let listed = json!([{"op": "Remove", "path": "members", "value": [{"value": boss["id"], "$ref": null}]}]);
    let answer = client.patch(&path("/Groups", &group), listed).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    let left = client.read(&path("/Groups", &group)).await;
    assert_eq!(left["members"].as_array().unwrap().len(), 1);
}

async fn entra_compliant(bench: &Bench) {
    let client = &bench.client;
    let made = client.user(NAME).await;
    let at = path("/Users", &made);
    let department = format!("{ENTERPRISE}:department");
    let value = json!({"name.givenName": "Ada", (department.as_str()): "Rail", "active": false});
    let answer = client.patch(&at, json!([{"op": "replace", "value": value}])).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        (&answer.body["name"]["givenName"], &answer.body[ENTERPRISE]["department"]),
        (&json!("Ada"), &json!("Rail"))
    );
    for operation in [
        json!({"op": "Replace", "path": "active", "value": true}),
        json!({"op": "replace", "path": "active", "value": "True"}),
    ] {
        assert_eq!(client.patch(&at, json!([operation])).await.refused().0, 400);
    }
    let group = client.group("Entra", &[&made]).await;
    let removal = format!("members[value eq \"{}\"]", made["id"].as_str().unwrap());
    let answer =
        client.patch(&path("/Groups", &group), json!([{"op": "remove", "path": removal}])).await;
    assert_eq!(answer.status, 204);
}

async fn okta(bench: &Bench) {
    let client = &bench.client;
    assert_eq!(client.post("/Users", &user(NAME)).await.refused(), (400, "invalidValue"));
    let mut body = user(NAME);
    body["password"] = json!("x0X!placeholder");
    let made = client.post("/Users", &body).await.body;
    let at = path("/Users", &made);
    let off = json!([{"op": "replace", "value": {"active": false}}]);
    assert_eq!(client.patch(&at, off).await.body["active"], false);
    assert_eq!(client.send("DELETE", &at, None).await.refused().0, 405);
    bench.off();
    let group = client.group("Okta", &[]).await;
    bench.on();
    let renamed =
        json!([{"op": "replace", "value": {"id": "of another system", "displayName": "Renamed"}}]);
    let answer = client.patch(&path("/Groups", &group), renamed).await;
    assert_eq!(
        (answer.status, &answer.body["displayName"]),
        (200, &json!("Renamed")),
        "{}",
        answer.text
    );
}

async fn one_login(bench: &Bench) {
    let client = &bench.client;
    let body = |name: &str| -> Value {
        json!({"schemas": ["urn:scim:schemas:core:1.0"], "userName": name})
    };
    let made = client.post("/Users", &body(NAME)).await;
    assert_eq!(
        (made.status, &made.body["schemas"]),
        (201, &json!([scim::urn::USER])),
        "{}",
        made.text
    );
    let capital = json!([{"op": "Replace", "path": "title", "value": "x"}]);
    assert_eq!(client.patch(&path("/Users", &made.body), capital).await.refused().0, 400);
    bench.off();
    assert_eq!(client.post("/Users", &body("other@tarnwick.example")).await.refused().0, 400);
}
