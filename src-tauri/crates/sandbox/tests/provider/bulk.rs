//! Bulk requests over HTTP: references, circles, limits, errors.

use crate::support::{self, Answer, Client, ENTERPRISE, PATCH_OP, path, user};
use serde_json::{Value, json};

async fn bulk(client: &Client, operations: Value) -> Answer {
    let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": operations});
    client.post("/Bulk", &body).await
}

fn group(name: &str, bulk_id: &str, members: &[&str]) -> Value {
    let members: Vec<Value> = members.iter().map(|it| json!({"value": it})).collect();
    json!({"method": "POST", "path": "/Groups", "bulkId": bulk_id,
        "data": {"schemas": [scim::urn::GROUP], "displayName": name, "members": members}})
}

fn create(name: &str, bulk_id: &str) -> Value {
    json!({"method": "POST", "path": "/Users", "bulkId": bulk_id, "data": user(name)})
}

fn statuses(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let operations = answer.body["Operations"].as_array().unwrap();
    operations.iter().map(|it| it["status"].as_str().unwrap()).collect()
}

fn located(client: &Client, answer: &Answer, number: usize) -> String {
    let location = answer.body["Operations"][number]["location"].as_str().unwrap();
    location.strip_prefix(client.sandbox.base_url()).unwrap().to_owned()
}

#[tokio::test]
async fn operations_refer_to_each_other_forwards_and_backwards() {
    let client = Client::start().await;
    let mut clerk = create("clerk@tarnwick.example", "clerk");
    let mut boss = create("boss@tarnwick.example", "boss");
    boss["data"]["displayName"] = json!("Boss");
    clerk["data"][ENTERPRISE] = json!({"manager": {"value": "bulkId:boss"}});
    let answer = bulk(
        &client,
        json!([group("Bulk", "group", &["bulkId:clerk", "bulkId:boss"]), clerk, boss,]),
    )
    .await;
    assert_eq!(statuses(&answer), ["201", "201", "201"], "{}", answer.text);
    let (group, clerk, boss) = (
        client.read(&located(&client, &answer, 0)).await,
        client.read(&located(&client, &answer, 1)).await,
        client.read(&located(&client, &answer, 2)).await,
    );
    assert_eq!(group["members"][0]["value"], clerk["id"]);
    assert_eq!(group["members"][1]["display"], "Boss");
    assert_eq!(clerk[ENTERPRISE]["manager"]["value"], boss["id"]);
    assert_eq!(boss["groups"][0]["value"], group["id"]);
    let first = &answer.body["Operations"][0];
    assert_eq!((&first["method"], &first["bulkId"]), (&json!("POST"), &json!("group")));
    assert_eq!(first["version"], group["meta"]["version"]);
}

#[tokio::test]
async fn circles_are_closed() {
    let client = Client::start().await;
    let answer = bulk(
        &client,
        json!([
            group("A", "a", &["bulkId:b"]),
            group("B", "b", &["bulkId:c"]),
            group("C", "c", &["bulkId:a", "bulkId:ann"]),
            create("ann@tarnwick.example", "ann"),
        ]),
    )
    .await;
    assert_eq!(statuses(&answer), ["201"; 4], "{}", answer.text);
    let a = client.read(&located(&client, &answer, 0)).await;
    let b = client.read(&located(&client, &answer, 1)).await;
    let c = client.read(&located(&client, &answer, 2)).await;
    assert_eq!((&a["members"][0]["value"], &a["members"][0]["display"]), (&b["id"], &json!("B")));
    assert_eq!((&c["members"][0]["value"], &c["members"][0]["display"]), (&a["id"], &json!("A")));
    let ann = client.read(&located(&client, &answer, 3)).await;
    let groups: Vec<(&str, &str)> = ann["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["display"].as_str().unwrap(), it["type"].as_str().unwrap()))
        .collect();
    assert_eq!(groups.len(), 3, "{groups:?}");
    assert!(groups.contains(&("C", "direct")) && groups.contains(&("A", "indirect")));
}

#[tokio::test]
async fn what_refers_to_a_failure_fails_too_and_nothing_dangles() {
    let client = Client::start().await;
    client.user("taken@tarnwick.example").await;
    let answer = bulk(
        &client,
        json!([
            group("Needs", "needs", &["bulkId:taken"]),
            create("taken@tarnwick.example", "taken"),
            create("free@tarnwick.example", "free"),
        ]),
    )
    .await;
    assert_eq!(statuses(&answer), ["409", "409", "201"]);
    let refused = &answer.body["Operations"][1];
    assert_eq!(refused["response"]["scimType"], "uniqueness");
    assert!(refused.get("location").is_none());
    let broken = json!({"method": "POST", "path": "/Groups", "bulkId": "b",
        "data": {"schemas": [scim::urn::GROUP], "members": [{"value": "bulkId:a"}]}});
    let answer = bulk(&client, json!([group("A", "a", &["bulkId:b"]), broken])).await;
    assert_eq!(statuses(&answer), ["409", "400"], "{}", answer.text);
    assert_eq!(client.read("/Groups?count=0").await["totalResults"], 212);
    let unknown = bulk(&client, json!([group("A", "a", &["bulkId:never"])])).await;
    assert_eq!(statuses(&unknown), ["409"]);
}

#[tokio::test]
async fn every_method_works_and_versions_are_looked_at() {
    let client = Client::start().await;
    let one = client.user("one@tarnwick.example").await;
    let two = client.user("two@tarnwick.example").await;
    let patch = json!({"schemas": [PATCH_OP], "Operations": [{"op": "add", "path": "title", "value": "Clerk"}]});
    let answer = bulk(&client, json!([
        {"method": "PUT", "path": path("/Users", &one), "data": user("first@tarnwick.example"), "version": one["meta"]["version"]},
        {"method": "PATCH", "path": path("/Users", &one), "data": patch},
        {"method": "PATCH", "path": path("/Users", &two), "data": patch, "version": "W/\"old\""},
        {"method": "DELETE", "path": path("/Users", &two)},
        {"method": "DELETE", "path": path("/Users", &two)},
        {"method": "GET", "path": path("/Users", &one)},
        {"method": "POST", "path": "/Users", "data": user("third@tarnwick.example")},
        {"method": "POST", "path": "/Nothing", "bulkId": "x", "data": {}},
    ])).await;
    assert_eq!(statuses(&answer), ["200", "200", "412", "204", "404", "400", "400", "400"]);
    let after = client.read(&path("/Users", &one)).await;
    assert_eq!(
        (&after["userName"], &after["title"]),
        (&json!("first@tarnwick.example"), &json!("Clerk"))
    );
    assert_eq!(answer.body["Operations"][3]["location"], two["meta"]["location"]);
}

#[tokio::test]
async fn it_stops_after_as_many_errors_as_it_was_told() {
    let client = Client::start().await;
    let gone = json!({"method": "DELETE", "path": "/Users/nobody"});
    let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "failOnErrors": 2,
        "Operations": [gone, create("a@tarnwick.example", "a"), gone, create("b@tarnwick.example", "b")]});
    let answer = client.post("/Bulk", &body).await;
    assert_eq!(statuses(&answer), ["404", "201", "404"]);
}

#[tokio::test]
async fn limits_are_kept_and_named() {
    let client = Client::start().await;
    let config = client.read("/ServiceProviderConfig").await;
    let most = config["bulk"]["maxOperations"].as_u64().unwrap();
    let gone = json!({"method": "DELETE", "path": "/Users/nobody"});
    let operations: Vec<&Value> = (0..=most).map(|_| &gone).collect();
    let answer = bulk(&client, json!(operations)).await;
    assert_eq!(answer.refused().0, 413);
    assert!(answer.body["detail"].as_str().unwrap().contains(&most.to_string()));
    let operations: Vec<&Value> = (0..most).map(|_| &gone).collect();
    assert_eq!(statuses(&bulk(&client, json!(operations)).await).len(), 1000);
    let bytes = usize::try_from(config["bulk"]["maxPayloadSize"].as_u64().unwrap()).unwrap();
    let large = client.request("POST", "/Bulk").body(" ".repeat(bytes + 1));
    let answer = support::answer(large).await;
    assert_eq!(answer.refused().0, 413);
    assert!(answer.body["detail"].as_str().unwrap().contains(&bytes.to_string()));
    for body in
        [json!({}), json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]})]
    {
        assert_eq!(client.post("/Bulk", &body).await.refused(), (400, "invalidSyntax"));
    }
    let twice = bulk(&client, json!([create("a@x", "a"), create("b@x", "a")])).await;
    assert_eq!(twice.refused(), (400, "invalidValue"));
}

#[tokio::test]
async fn a_chain_of_a_thousand_references_is_followed() {
    let client = Client::start().await;
    let operations: Vec<Value> = (0..1000)
        .map(|it| {
            let next = format!("bulkId:{}", it + 1);
            let members: &[&str] = if it < 999 { &[&next] } else { &[] };
            group(&format!("Chain {it}"), &it.to_string(), members)
        })
        .collect();
    let answer = bulk(&client, json!(operations)).await;
    assert!(statuses(&answer).iter().all(|it| *it == "201"));
    let first = client.read(&located(&client, &answer, 0)).await;
    assert_eq!(first["members"][0]["display"], "Chain 1");
}

#[tokio::test]
async fn a_reference_in_the_filter_of_a_patch_path_is_followed() {
    let client = Client::start().await;
    let remove = json!([{"op": "remove", "path": "members[value eq \"bulkId:clerk\"]"}]);
    let answer = bulk(
        &client,
        json!([
            create("clerk@tarnwick.example", "clerk"),
            group("Bulk", "group", &["bulkId:clerk"]),
            {"method": "PATCH", "path": "/Groups/bulkId:group",
                "data": {"schemas": [PATCH_OP], "Operations": remove}},
        ]),
    )
    .await;
    assert_eq!(statuses(&answer), ["201", "201", "200"], "{}", answer.text);
    assert!(client.read(&located(&client, &answer, 1)).await.get("members").is_none());
}

#[tokio::test]
async fn a_text_that_only_looks_like_a_reference_stays() {
    let client = Client::start().await;
    let mut clerk = create("clerk@tarnwick.example", "clerk");
    clerk["data"]["title"] = json!("see notes/bulkId:7");
    let answer = bulk(&client, json!([clerk])).await;
    assert_eq!(statuses(&answer), ["201"], "{}", answer.text);
    let clerk = client.read(&located(&client, &answer, 0)).await;
    assert_eq!(clerk["title"], "see notes/bulkId:7");
}
