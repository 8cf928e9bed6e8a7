//! Discovery and reading over HTTP: everything that every client does first.

use std::collections::HashSet;

use crate::support::{self, Client};
use sandbox::{CONTENTS, Directory, Sandbox, Settings};
use scim::finding::Severity;
use serde_json::Value;

#[tokio::test]
async fn discovery_is_without_findings() {
    let client = Client::start().await;
    let text = client.read("/ServiceProviderConfig").await.to_string();
    let config = scim::provider_config::parse(&text).unwrap();
    // That it pages by cursor is worth knowing, no fault.
    let faults = config.findings.iter().filter(|it| it.severity != Severity::Info);
    assert_eq!(faults.count(), 0, "{:?}", config.findings);
    let text = client.read("/ResourceTypes").await.to_string();
    let types = scim::resource_type::parse_all(&text).unwrap();
    assert!(types.findings.is_empty(), "{:?}", types.findings);
    let text = client.read("/Schemas").await.to_string();
    let schemas = scim::schema::parse_all(&text).unwrap();
    assert!(schemas.findings.is_empty(), "{:?}", schemas.findings);
    assert_eq!(schemas.value.len(), 5);
    for resource_type in &types.value {
        let model = scim::view::TypeModel::resolve(resource_type, &schemas.value);
        assert!(model.findings.is_empty(), "{:?}", model.findings);
        assert_eq!(
            client.read(&format!("/ResourceTypes/{}", resource_type.name)).await["name"],
            resource_type.name
        );
    }
    for schema in &schemas.value {
        assert_eq!(client.read(&format!("/Schemas/{}", schema.id)).await["id"], schema.id);
    }
}

#[tokio::test]
async fn without_its_own_extension_there_is_only_what_the_rfcs_define() {
    let settings = Settings { has_own_extension: false, ..Settings::default() };
    let client = Client::with_settings(settings).await;
    for path in ["/Schemas", "/ResourceTypes", "/Users?count=1000"] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, 200);
        assert!(!answer.text.contains("extension:people"), "{path}");
    }
    assert_eq!(client.read("/Users?count=0").await["totalResults"], 5000);
}

#[tokio::test]
async fn every_resource_fits_its_schema() {
    let client = Client::start().await;
    let types = scim::resource_type::parse_all(&client.read("/ResourceTypes").await.to_string())
        .unwrap()
        .value;
    let schemas =
        scim::schema::parse_all(&client.read("/Schemas").await.to_string()).unwrap().value;
    for resource_type in &types {
        let model = scim::view::TypeModel::resolve(resource_type, &schemas).value;
        for resource in client.all(&resource_type.endpoint, 1000).await {
            let parsed = scim::message::resource(&resource.to_string()).unwrap();
            assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
            for section in scim::view::form(&model, &types, &resource, 200) {
                for field in section.fields {
                    assert!(!field.unknown && field.findings.is_empty(), "{field:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn paging_to_the_end_gives_every_id_once() {
    let client = Client::start().await;
    let wanted = [
        ("/Users?attributes=id", CONTENTS.users, 333),
        ("/Groups?excludedAttributes=members", CONTENTS.groups, 50),
        ("/Devices", CONTENTS.devices, 7),
    ];
    for (path, total, count) in wanted {
        let found = client.all(path, count).await;
        let ids: HashSet<&str> = found.iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!((ids.len(), found.len()), (total as usize, total as usize), "{path}");
        assert!(!path.contains("members") || found.iter().all(|it| it.get("members").is_none()));
    }
    let past = client.read("/Users?startIndex=5001&count=10").await;
    assert_eq!(
        (past["totalResults"].as_u64(), past["Resources"].as_array().unwrap().len()),
        (Some(5000), 0)
    );
    assert_eq!(client.read("/Users?count=0").await["Resources"].as_array().unwrap().len(), 0);
    assert_eq!(client.read("/Users?startIndex=-3&count=2").await["startIndex"], 1);
    assert_eq!(
        client.read("/Users?count=99999").await["Resources"].as_array().unwrap().len(),
        1000
    );
}

#[tokio::test]
async fn sorting_puts_missing_values_last_and_descending_first() {
    let client = Client::start().await;
    let names = |rows: &[Value], pointer: &str| -> Vec<Option<String>> {
        rows.iter()
            .map(|it| it.pointer(pointer).and_then(Value::as_str).map(str::to_lowercase))
            .collect()
    };
    let department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let cases = [
        ("displayName", "/displayName".to_owned()),
        ("name.familyName", "/name/familyName".to_owned()),
        ("meta.lastModified", "/meta/lastModified".to_owned()),
        ("emails", "/emails/0/value".to_owned()),
        (&format!("{department}:department"), format!("/{department}/department")),
    ];
    for (sort_by, pointer) in cases {
        let up = names(
            &client.all(&format!("/Users?attributes={sort_by}&sortBy={sort_by}"), 1000).await,
            &pointer,
        );
        let present: Vec<_> = up.iter().flatten().collect();
        assert!(present.is_sorted(), "{sort_by}");
        assert!(up.iter().skip(present.len()).all(Option::is_none), "{sort_by}");
        let down = names(
            &client
                .all(
                    &format!("/Users?attributes={sort_by}&sortBy={sort_by}&sortOrder=descending"),
                    1000,
                )
                .await,
            &pointer,
        );
        assert_eq!(up.into_iter().rev().collect::<Vec<_>>(), down, "{sort_by}");
    }
    let up = client.read("/Users?sortBy=displayName&count=1000&startIndex=4001").await;
    assert!(up["Resources"].as_array().unwrap().last().unwrap().get("displayName").is_none());
    let people = "urn:scimscope:params:scim:schemas:extension:people:2.0:User";
    let levels = client
        .all(&format!("/Users?sortBy={people}:badgeLevel&attributes={people}:badgeLevel"), 1000)
        .await;
    let levels: Vec<u64> =
        levels.iter().filter_map(|it| it[people]["badgeLevel"].as_u64()).collect();
    assert!(levels.is_sorted() && levels.len() > 1000);
    assert_eq!(
        client.send("GET", "/Users?sortBy=nonsense", None).await.refused(),
        (400, "invalidPath")
    );
    assert_eq!(
        client.send("GET", "/Users?sortBy=id&sortOrder=sideways", None).await.refused().0,
        400
    );
}

#[tokio::test]
async fn attributes_choose_what_is_returned() {
    let client = Client::start().await;
    let names = |it: &Value| it.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let page =
        client.read("/Users?count=50&attributes=USERNAME,name.familyName,emails.value").await;
    for user in page["Resources"].as_array().unwrap() {
        assert_eq!(names(user), ["schemas", "id", "userName", "name", "emails"]);
        assert_eq!(names(&user["name"]), ["familyName"]);
        assert_eq!(names(&user["emails"][0]), ["value"]);
    }
    let id = page["Resources"][0]["id"].as_str().unwrap();
    let enterprise = scim::urn::ENTERPRISE_USER;
    let user = client.read(&format!("/Users/{id}?attributes={enterprise}:employeeNumber")).await;
    assert_eq!(names(&user), ["schemas", "id", enterprise]);
    assert_eq!(names(&user[enterprise]), ["employeeNumber"]);
    let user = client.read(&format!("/Users/{id}?attributes={enterprise}")).await;
    assert!(names(&user[enterprise]).len() > 1);
    let user = client
        .read(&format!("/Users/{id}?excludedAttributes=id,meta,name.givenName,{enterprise}"))
        .await;
    assert!(
        user.get("id").is_some() && user.get("meta").is_none() && user.get(enterprise).is_none()
    );
    assert!(user["name"].get("givenName").is_none() && user["name"].get("familyName").is_some());
    assert_eq!(
        client.send("GET", "/Users?attributes=id&excludedAttributes=meta", None).await.refused().0,
        400
    );
}

#[tokio::test]
async fn links_lead_to_resources() {
    let client = Client::start().await;
    let groups = client.all("/Groups", 1000).await;
    let europe = groups.iter().find(|it| it["displayName"] == "All Europe").unwrap();
    let members = europe["members"].as_array().unwrap();
    assert_eq!(members.len(), 1500);
    let user =
        members[0]["$ref"].as_str().unwrap().strip_prefix(client.sandbox.base_url()).unwrap();
    let user = client.read(user).await;
    assert_eq!(user["id"], members[0]["value"]);
    let member_of = |it: &Value| it["value"] == europe["id"] && it["type"] == "direct";
    assert!(user["groups"].as_array().unwrap().iter().any(member_of));
    assert!(groups.iter().any(|it| it["members"][0]["type"] == "Group"));
    assert!(groups.iter().any(|it| it.get("members").is_none()));
    let users = client.all("/Users", 1000).await;
    let ids: HashSet<&str> = users.iter().map(|it| it["id"].as_str().unwrap()).collect();
    let managers: Vec<&Value> =
        users.iter().filter_map(|it| it[scim::urn::ENTERPRISE_USER].get("manager")).collect();
    assert!(managers.iter().all(|it| ids.contains(it["value"].as_str().unwrap())));
    assert!(managers.iter().any(|it| it.get("displayName").is_none()));
    assert!(managers.iter().any(|it| it.get("displayName").is_some()));
    let devices = client.all("/Devices", 100).await;
    assert!(
        devices
            .iter()
            .filter_map(|it| it.get("owner"))
            .all(|it| ids.contains(it["value"].as_str().unwrap()))
    );
    assert!(users.iter().any(|it| it["nickName"] == "<img src=x onerror=alert(1)>"));
    assert!(users.iter().any(|it| it["title"].as_str().is_some_and(|it| it.len() > 200)));
    assert!(
        users.iter().any(|it| it["active"] == false)
            && users.iter().any(|it| it.get("displayName").is_none())
    );
    let names: HashSet<&str> = users.iter().map(|it| it["userName"].as_str().unwrap()).collect();
    assert_eq!(names.len(), users.len());
}

#[tokio::test]
async fn versions_spare_the_body() {
    let client = Client::start().await;
    let first = client.read("/Groups?count=1&attributes=meta").await["Resources"][0].clone();
    let path = support::path("/Groups", &first);
    let etag = client.get(&path).await.header("etag").to_owned();
    assert_eq!(first["meta"]["version"], etag);
    assert_eq!(first["meta"]["location"], format!("{}{path}", client.sandbox.base_url()));
    let again = client.request("GET", &path).header("If-None-Match", &etag);
    let answer = support::answer(again).await;
    assert_eq!((answer.status, answer.text.as_str()), (304, ""));
    let other = client.request("GET", &path).header("If-None-Match", "W/\"other\"");
    assert_eq!(support::answer(other).await.status, 200);
    for (method, tag, status) in [
        ("PUT", &*etag, 412),
        ("PATCH", "*", 412),
        ("DELETE", &etag, 412),
        ("DELETE", "\"x\"", 204),
    ] {
        let request = client.request(method, &path).header("If-None-Match", tag);
        let request = request.header("content-type", "application/scim+json").body("{}");
        assert_eq!(support::answer(request).await.status, status, "{method} {tag}");
    }
}

#[tokio::test]
async fn what_it_does_not_do_is_refused_properly() {
    let client = Client::start().await;
    let url = format!("{}/Users", client.sandbox.base_url());
    for request in [client.http.get(&url), client.http.get(&url).bearer_auth("wrong")] {
        let answer = support::answer(request).await;
        assert_eq!(answer.refused().0, 401);
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    for (method, path, refused) in [
        ("GET", "/Users/nobody", (404, "")),
        ("GET", "/Nothing", (404, "")),
        ("GET", "/users", (404, "")),
        ("GET", "/Users/1/2", (404, "")),
        ("GET", "/Bulk", (405, "")),
        ("GET", "/Users/.search", (405, "")),
        ("POST", "", (405, "")),
        ("POST", "/Me", (405, "")),
        ("PUT", "/Users", (405, "")),
        ("DELETE", "/Schemas", (405, "")),
        ("DELETE", "/Users/nobody", (404, "")),
        ("GET", "/Schemas?filter=id%20pr", (403, "")),
        ("GET", "/ServiceProviderConfig/1", (404, "")),
        ("GET", "/Schemas/urn:none", (404, "")),
        ("GET", "/Users?count=ten", (400, "invalidValue")),
        ("GET", "/../v1/Users", (400, "invalidVers")),
        ("GET", "/../../scimUsers", (404, "")),
    ] {
        assert_eq!(client.send(method, path, None).await.refused(), refused, "{method} {path}");
    }
    let answer = client.send("PUT", "/Users", None).await;
    assert_eq!(answer.header("allow"), "GET, HEAD, POST");
    for path in [
        "/Users?nonsense=1&count=1",
        "/Schemas?count=ten&sortOrder=up",
        "/ResourceTypes?attributes=id&excludedAttributes=name",
    ] {
        assert_eq!(client.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn the_version_may_be_left_out_and_other_methods_make_sense() {
    let client = Client::start().await;
    assert_eq!(client.read("/../Users?count=1").await["totalResults"], 5000);
    let head = client.send("HEAD", "/Users?count=1", None).await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
    let options = client.send("OPTIONS", "/Users/1", None).await;
    assert_eq!((options.status, options.header("allow")), (204, "GET, HEAD, PUT, PATCH, DELETE"));
    for (accept, status) in [
        ("application/scim+json", 200),
        ("application/json", 200),
        ("text/html, */*;q=0.1", 200),
        ("text/html", 406),
    ] {
        let request = client.request("GET", "/Users?count=1").header("accept", accept);
        assert_eq!(support::answer(request).await.status, status, "{accept}");
    }
}

#[tokio::test]
async fn it_stops_when_dropped_and_keeps_its_token_to_itself() {
    let client = Client::start().await;
    let address = client.sandbox.base_url().to_owned();
    assert!(!format!("{:?}", client.sandbox).contains(client.sandbox.token()));
    let other = Sandbox::start().await.unwrap();
    assert_ne!(other.token(), client.sandbox.token());
    drop(client.sandbox);
    let gone = async {
        while client.http.get(&address).send().await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), gone).await.unwrap();
}

#[test]
fn the_same_seed_is_the_same_directory() {
    const BASE: &str = "http://127.0.0.1:1/scim/v2";
    let (first, second) = (Directory::seed(7, BASE), Directory::seed(7, BASE));
    assert!(first == second);
    assert_ne!(first.users.resources()[0].id(), Directory::seed(8, BASE).users.resources()[0].id());
    let counts = [&first.users, &first.groups, &first.devices].map(|it| it.resources().len());
    assert_eq!(counts, [5000, 212, 40]);
}
