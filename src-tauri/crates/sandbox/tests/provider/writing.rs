//! Creating, replacing, patching and deleting over HTTP, and what is kept in step.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::support::{self, Client, ENTERPRISE, encoded, group, path, user};
use sandbox::{Clock, Settings};
use serde_json::{Value, json};

#[tokio::test]
async fn what_is_created_is_there_with_everything_the_server_adds() {
    let client = Client::start().await;
    let mut body = user("Ada@tarnwick.example");
    body["externalId"] = json!("E-1");
    body["name"] =
        json!({"givenName": "Ada", "familyName": "Lovelace", "formatted": "Ada Lovelace"});
    body["id"] = json!("mine");
    body["meta"] = json!({"created": "1999-01-01T00:00:00Z"});
    body["groups"] = json!([{"value": "any"}]);
    body["nickName"] = Value::Null;
    body["password"] = json!("correct horse");
    let answer = client.post("/Users", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let made = &answer.body;
    assert_ne!(made["id"], "mine");
    assert_eq!(answer.header("location"), made["meta"]["location"]);
    assert_eq!(answer.header("etag"), made["meta"]["version"]);
    assert_eq!(made["meta"]["created"], made["meta"]["lastModified"]);
    assert_eq!(made["meta"]["resourceType"], "User");
    for gone in ["password", "groups", "nickName"] {
        assert!(made.get(gone).is_none(), "{gone}: {made}");
    }
    assert_eq!(&client.read(&path("/Users", made)).await, made);
    assert_eq!(client.read("/Users?count=0").await["totalResults"], 5001);
    for filter in [r#"userName eq "ada@TARNWICK.example""#, r#"externalId eq "E-1""#] {
        assert_eq!(client.filtered("/Users", filter).await.ids(), [made["id"].as_str().unwrap()]);
    }
    let first = client.read("/Users?count=1").await;
    assert_eq!(first["Resources"][0]["id"], made["id"], "what is new comes first");
}

#[tokio::test]
async fn bodies_that_do_not_fit_are_refused() {
    let client = Client::start().await;
    for (body, refused) in [
        (json!([]), (400, "invalidSyntax")),
        (json!({"userName": "a"}), (400, "invalidSyntax")),
        (json!({"schemas": ["urn:none"], "userName": "a"}), (400, "invalidSyntax")),
        (json!({"schemas": [scim::urn::USER]}), (400, "invalidValue")),
        (json!({"schemas": [scim::urn::USER], "userName": 7}), (400, "invalidValue")),
        (
            json!({"schemas": [scim::urn::USER], "userName": "a", "active": "True"}),
            (400, "invalidValue"),
        ),
    ] {
        assert_eq!(client.post("/Users", &body).await.refused(), refused, "{body}");
    }
    let broken = client.request("POST", "/Users").header("content-type", "application/json");
    let broken = support::answer(broken.body("{\"userName\":")).await;
    assert_eq!(broken.refused(), (400, "invalidSyntax"));
    let text = client.request("POST", "/Users").header("content-type", "text/plain").body("x");
    assert_eq!(support::answer(text).await.refused(), (415, ""));
    let large = client.request("POST", "/Users").body("x".repeat(1_048_577));
    assert_eq!(support::answer(large).await.refused(), (413, ""));
    assert_eq!(client.read("/Users?count=0").await["totalResults"], 5000);
}

#[tokio::test]
async fn a_name_belongs_to_one_user_until_it_is_deleted() {
    let client = Client::start().await;
    let first = client.user("one@tarnwick.example").await;
    let second = client.user("two@tarnwick.example").await;
    let again = client.post("/Users", &user("ONE@tarnwick.example")).await;
    assert_eq!(again.refused(), (409, "uniqueness"));
    let stolen = json!([{"op": "replace", "path": "userName", "value": "One@tarnwick.example"}]);
    let stolen = client.patch(&path("/Users", &second), stolen).await;
    assert_eq!(stolen.refused(), (409, "uniqueness"));
    let body = user("one@tarnwick.example");
    let stolen = client.send("PUT", &path("/Users", &second), Some(&body)).await;
    assert_eq!(stolen.refused(), (409, "uniqueness"));
    let deleted = client.send("DELETE", &path("/Users", &first), None).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    assert_eq!(client.get(&path("/Users", &first)).await.refused().0, 404);
    let again = client.send("DELETE", &path("/Users", &first), None).await;
    assert_eq!(again.refused().0, 404);
    client.user("one@tarnwick.example").await;
}

#[tokio::test]
async fn put_replaces_everything_that_a_client_may_set() {
    let client = Client::start().await;
    let mut body = user("put@tarnwick.example");
    body["title"] = json!("Clerk");
    let made = client.post("/Users", &body).await.body;
    let at = path("/Users", &made);
    let mut next = user("put@tarnwick.example");
    next["USERTYPE"] = json!("Employee");
    next["emails"] = json!([]);
    let answer = client.send("PUT", &at, Some(&next)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.body.get("title").is_none() && answer.body.get("emails").is_none());
    assert_eq!(answer.body["userType"], "Employee");
    assert_eq!(answer.body["meta"]["created"], made["meta"]["created"]);
    assert_ne!(answer.body["meta"]["version"], made["meta"]["version"]);
    assert_eq!(answer.header("location"), made["meta"]["location"]);
    let same = client.send("PUT", &at, Some(&next)).await;
    assert_eq!(same.body, answer.body, "nothing changed");
    let missing = client.send("PUT", "/Users/nobody", Some(&next)).await;
    assert_eq!(missing.refused().0, 404);
    let device = client.read("/Devices?count=1").await["Resources"][0].clone();
    let mut other = device.clone();
    other["serialNumber"] = json!("another");
    let refused = client.send("PUT", &path("/Devices", &device), Some(&other)).await;
    assert_eq!(refused.refused(), (400, "mutability"));
    other.as_object_mut().unwrap().remove("serialNumber");
    assert_eq!(client.send("PUT", &path("/Devices", &device), Some(&other)).await.refused().0, 400);
}

#[tokio::test]
async fn a_patch_is_done_as_a_whole_or_not_at_all() {
    let client = Client::start().await;
    let made = client.user("patch@tarnwick.example").await;
    let at = path("/Users", &made);
    let half = json!([
        {"op": "add", "path": "title", "value": "Clerk"},
        {"op": "replace", "path": "emails[type eq \"work\"].value", "value": "a@b"},
    ]);
    assert_eq!(client.patch(&at, half).await.refused(), (400, "noTarget"));
    assert_eq!(client.read(&at).await, made);
    let whole = json!([
        {"op": "add", "path": "title", "value": "Clerk"},
        {"op": "add", "path": format!("{ENTERPRISE}:department"), "value": "Rail"},
    ]);
    let answer = client.patch(&at, whole.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.body["schemas"], json!([scim::urn::USER, ENTERPRISE]));
    assert_eq!(answer.body[ENTERPRISE]["department"], "Rail");
    assert_eq!(answer.header("etag"), answer.body["meta"]["version"]);
    assert_eq!(client.patch(&at, whole).await.body, answer.body, "nothing changed");
    for (operation, refused) in [
        (json!({"op": "replace", "path": "id", "value": "x"}), (400, "mutability")),
        (json!({"op": "remove", "path": "userName"}), (400, "mutability")),
        (json!({"op": "remove"}), (400, "noTarget")),
        (json!({"op": "add", "path": "nonsense", "value": 1}), (400, "invalidPath")),
        (json!({"op": "add", "path": "active", "value": [1]}), (400, "invalidValue")),
        (json!({"op": "move", "path": "active"}), (400, "invalidSyntax")),
    ] {
        assert_eq!(client.patch(&at, json!([operation])).await.refused(), refused, "{operation}");
    }
    let removal = json!([{"op": "remove", "path": "title"}]);
    let few = client.patch(&format!("{at}?attributes=title"), removal).await;
    assert_eq!((few.status, few.body.get("userName")), (200, None));
}

#[tokio::test]
async fn an_extension_may_be_patched_as_a_whole() {
    let client = Client::start().await;
    let at = path("/Users", &client.user("whole@tarnwick.example").await);
    let value = json!({"schemas": [ENTERPRISE], "department": "Rail"});
    let pathless = json!([{"op": "add", "value": {(ENTERPRISE): value}}]);
    assert_eq!(client.patch(&at, pathless).await.body[ENTERPRISE], json!({"department": "Rail"}));
    let whole = json!([{"op": "replace", "path": ENTERPRISE, "value": {"schemas": [], "division": "North"}}]);
    assert_eq!(client.patch(&at, whole).await.body[ENTERPRISE]["division"], "North");
    let gone = client.patch(&at, json!([{"op": "remove", "path": ENTERPRISE}])).await;
    assert_eq!((gone.status, gone.body.get(ENTERPRISE)), (200, None));
    assert_eq!(gone.body["schemas"], json!([scim::urn::USER]));
}

#[tokio::test]
async fn a_password_is_taken_and_never_shown() {
    let client = Client::start().await;
    let made = client.user("secret@tarnwick.example").await;
    let at = path("/Users", &made);
    let changed = json!([{"op": "replace", "path": "password", "value": "correct horse"}]);
    let answer = client.patch(&at, changed).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_ne!(answer.header("etag"), made["meta"]["version"]);
    for asked in ["", "?attributes=password", "?attributes=userName,password"] {
        assert!(!client.get(&format!("{at}{asked}")).await.text.contains("horse"));
    }
}

#[tokio::test]
async fn a_write_that_knows_an_older_version_is_refused() {
    let client = Client::start().await;
    let made = client.user("tag@tarnwick.example").await;
    let at = path("/Users", &made);
    let write = async |method: &str, tag: &str, body: Value| {
        let request = client.request(method, &at).header("if-match", tag);
        support::answer(request.header("content-type", "application/json").body(body.to_string()))
            .await
    };
    let title = |it: &str| json!({"schemas": [support::PATCH_OP], "Operations": [{"op": "add", "path": "title", "value": it}]});
    assert_eq!(write("PATCH", "W/\"old\"", title("a")).await.refused(), (412, ""));
    assert_eq!(write("DELETE", "W/\"old\"", json!({})).await.refused(), (412, ""));
    assert_eq!(write("PUT", "\"old\", W/\"older\"", made.clone()).await.refused(), (412, ""));
    let first = made["meta"]["version"].as_str().unwrap();
    let answer = write("PATCH", first, title("a")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(write("PATCH", first, title("b")).await.refused(), (412, ""));
    assert_eq!(write("PUT", answer.header("etag"), made.clone()).await.status, 200);
    assert_eq!(write("DELETE", "*", json!({})).await.status, 204);
}

#[tokio::test]
async fn groups_and_users_know_each_other() {
    let client = Client::start().await;
    let ann = client.user("ann@tarnwick.example").await;
    let inner = client.group("Inner", &[&ann]).await;
    let outer = client.group("Outer", &[&inner]).await;
    assert_eq!(
        inner["members"],
        json!([{"value": ann["id"], "$ref": ann["meta"]["location"],
            "type": "User"}]),
        "who has no name to show is shown none"
    );
    let groups = async || client.read(&path("/Users", &ann)).await["groups"].clone();
    let link = |group: &Value, how: &str| {
        json!({"value": group["id"], "$ref": group["meta"]["location"],
        "display": group["displayName"], "type": how})
    };
    assert_eq!(groups().await, json!([link(&outer, "indirect"), link(&inner, "direct")]));

    let renamed = json!([{"op": "replace", "path": "displayName", "value": "Kernel"}]);
    let kernel = client.patch(&path("/Groups", &inner), renamed).await.body;
    assert_eq!(groups().await[1], link(&kernel, "direct"));
    assert_eq!(client.read(&path("/Groups", &outer)).await["members"][0]["display"], "Kernel");

    let named = json!([{"op": "add", "path": "displayName", "value": "Ann"}]);
    client.patch(&path("/Users", &ann), named).await;
    assert_eq!(client.read(&path("/Groups", &inner)).await["members"][0]["display"], "Ann");

    let removal = format!("members[value eq \"{}\"]", inner["id"].as_str().unwrap());
    client.patch(&path("/Groups", &outer), json!([{"op": "remove", "path": removal}])).await;
    assert_eq!(groups().await, json!([link(&kernel, "direct")]));
    client.send("DELETE", &path("/Groups", &inner), None).await;
    assert_eq!(groups().await, Value::Null);

    let missing = client.post("/Groups", &group("Ghosts", &[&json!({"id": "nobody"})])).await;
    assert_eq!(missing.refused(), (400, "invalidValue"));
}

#[tokio::test]
async fn a_user_who_goes_leaves_no_trace() {
    let client = Client::start().await;
    let users = client.all("/Users", 1000).await;
    let chief = users.iter().find(|it| it["title"] == "Chief Executive").unwrap();
    let id = chief["id"].as_str().unwrap();
    let reports =
        client.filtered("/Users", &format!("{ENTERPRISE}:manager.value eq \"{id}\"")).await;
    assert!(reports.rows().len() > 10);
    let inside = client.filtered("/Groups", &format!("members.value eq \"{id}\"")).await;
    assert!(!inside.rows().is_empty());
    assert_eq!(client.send("DELETE", &path("/Users", chief), None).await.status, 204);
    for endpoint in ["/Users", "/Groups", "/Devices"] {
        let left = client.all(endpoint, 1000).await;
        assert!(left.iter().all(|it| !it.to_string().contains(id)), "{endpoint}");
    }
    let report = path("/Users", &reports.rows()[0]);
    assert!(client.read(&report).await[ENTERPRISE].get("manager").is_none());
}

#[tokio::test]
async fn a_manager_is_completed_and_follows_a_new_name() {
    let client = Client::start().await;
    let boss = client.user("boss@tarnwick.example").await;
    let mut body = user("clerk@tarnwick.example");
    body[ENTERPRISE] = json!({"manager": {"value": boss["id"], "displayName": "made up"}});
    let made = client.post("/Users", &body).await.body;
    let manager = json!({"value": boss["id"], "$ref": boss["meta"]["location"]});
    assert_eq!(made[ENTERPRISE]["manager"], manager);
    let named = json!([{"op": "add", "value": {"displayName": "The Boss"}}]);
    client.patch(&path("/Users", &boss), named).await;
    let after = client.read(&path("/Users", &made)).await;
    assert_eq!(after[ENTERPRISE]["manager"]["displayName"], "The Boss");
    assert_eq!(after["meta"]["lastModified"], made["meta"]["lastModified"]);
    assert_ne!(after["meta"]["version"], made["meta"]["version"]);
    let unnamed = json!([{"op": "remove", "path": "displayName"}]);
    client.patch(&path("/Users", &boss), unnamed).await;
    let after = client.read(&path("/Users", &made)).await;
    assert_eq!(after[ENTERPRISE]["manager"], manager);
}

#[tokio::test]
async fn sending_back_what_is_there_changes_nothing() {
    let client = Client::start().await;
    for endpoint in ["/Users", "/Groups", "/Devices"] {
        for resource in
            client.read(&format!("{endpoint}?count=40")).await["Resources"].as_array().unwrap()
        {
            let answer = client.send("PUT", &path(endpoint, resource), Some(resource)).await;
            assert_eq!(answer.status, 200);
            assert!(answer.body == *resource, "{}", path(endpoint, resource));
        }
    }
}

#[tokio::test]
async fn what_the_seed_says_of_groups_is_what_the_server_would_say() {
    let client = Client::start().await;
    let europe =
        client.filtered("/Groups", r#"displayName eq "All Europe""#).await.rows()[0].clone();
    let before = client.all("/Users?attributes=groups", 1000).await;
    let name = |it: &str| json!([{"op": "replace", "path": "displayName", "value": it}]);
    client.patch(&path("/Groups", &europe), name("Somewhere")).await;
    let between = client.all("/Users?attributes=groups", 1000).await;
    let named = between.iter().filter(|it| it["groups"].to_string().contains("Somewhere"));
    assert_eq!(named.count(), 1500);
    client.patch(&path("/Groups", &europe), name("All Europe")).await;
    assert_eq!(client.all("/Users?attributes=groups", 1000).await, before);
}

#[tokio::test]
async fn me_is_a_user_under_another_address() {
    let client = Client::start().await;
    let answer = client.get("/Me").await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (200, answer.body["meta"]["location"].as_str().unwrap())
    );
    let changed =
        client.patch("/Me", json!([{"op": "replace", "path": "nickName", "value": "Me"}])).await;
    assert_eq!((changed.status, &changed.body["nickName"]), (200, &json!("Me")));
    assert_eq!(client.read(&path("/Users", &answer.body)).await, changed.body);
    assert_eq!(client.send("DELETE", "/Me", None).await.status, 204);
    assert_eq!(client.get("/Me").await.refused().0, 404);
}

#[tokio::test]
async fn times_come_from_the_clock() {
    let seconds = std::sync::Arc::new(AtomicI64::new(1_800_000_000));
    let told = std::sync::Arc::clone(&seconds);
    let clock =
        Clock::telling(move || jiff::Timestamp::from_second(told.load(Ordering::Relaxed)).unwrap());
    let client = Client::with_settings(Settings { clock, ..Settings::default() }).await;
    let made = client.user("clock@tarnwick.example").await;
    assert_eq!(made["meta"]["created"], "2027-01-15T08:00:00.000Z");
    seconds.fetch_add(60, Ordering::Relaxed);
    let title = json!([{"op": "add", "path": "title", "value": "Clerk"}]);
    let changed = client.patch(&path("/Users", &made), title).await.body;
    assert_eq!(changed["meta"]["created"], "2027-01-15T08:00:00.000Z");
    assert_eq!(changed["meta"]["lastModified"], "2027-01-15T08:01:00.000Z");
    let newer =
        client.filtered("/Users", "meta.lastModified gt \"2027-01-15T09:00:00+01:00\"").await;
    assert_eq!(newer.ids(), [made["id"].as_str().unwrap()]);
    let encoded = encoded("userName pr");
    let first = client.read(&format!("/Users?cursor&count=10&filter={encoded}")).await;
    let next = format!(
        "/Users?count=10&filter={encoded}&cursor={}",
        first["nextCursor"].as_str().unwrap()
    );
    assert_eq!(client.get(&next).await.status, 200);
    seconds.fetch_add(601, Ordering::Relaxed);
    assert_eq!(client.get(&next).await.refused(), (400, "expiredCursor"));
}
