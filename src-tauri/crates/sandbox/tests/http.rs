//! The sandbox as a client meets it: over HTTP, on this machine.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests are tests")]

use std::collections::HashSet;

use reqwest::{Method, Response, StatusCode};
use sandbox::{CONTENTS, Directory, Sandbox};
use serde_json::Value;

struct Client {
    sandbox: Sandbox,
    http: reqwest::Client,
}

impl Client {
    async fn start() -> Self {
        // The HTTP client wants a TLS provider even where no TLS is spoken.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { sandbox: Sandbox::start().await.unwrap(), http }
    }

    async fn send(&self, method: Method, path: &str) -> Response {
        let url = format!("{}{path}", self.sandbox.base_url());
        self.http.request(method, url).bearer_auth(self.sandbox.token()).send().await.unwrap()
    }

    async fn get(&self, path: &str) -> Value {
        let response = self.send(Method::GET, path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(response.headers()["content-type"], "application/scim+json");
        assert!(response.headers().contains_key("x-request-id"));
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    }

    async fn refused(&self, method: Method, path: &str) -> (u16, Value) {
        let response = self.send(method, path).await;
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        assert_eq!(body["schemas"][0], scim::urn::ERROR, "{path}: {text}");
        assert_eq!(body["status"], status.to_string());
        (status, body["scimType"].clone())
    }

    /// All resources, by pages.
    async fn all(&self, path: &str, count: usize) -> Vec<Value> {
        let mut found = Vec::new();
        let joint = if path.contains('?') { '&' } else { '?' };
        loop {
            let page = self
                .get(&format!("{path}{joint}startIndex={}&count={count}", found.len() + 1))
                .await;
            let rows = page["Resources"].as_array().unwrap();
            assert_eq!(page["itemsPerPage"], rows.len());
            if rows.is_empty() {
                return found;
            }
            found.extend(rows.iter().cloned());
        }
    }
}

#[tokio::test]
async fn discovery_is_without_findings() {
    let client = Client::start().await;
    let text = client.get("/ServiceProviderConfig").await.to_string();
    let config = scim::provider_config::parse(&text).unwrap();
    assert!(config.findings.is_empty(), "{:?}", config.findings);
    let text = client.get("/ResourceTypes").await.to_string();
    let types = scim::resource_type::parse_all(&text).unwrap();
    assert!(types.findings.is_empty(), "{:?}", types.findings);
    let text = client.get("/Schemas").await.to_string();
    let schemas = scim::schema::parse_all(&text).unwrap();
    assert!(schemas.findings.is_empty(), "{:?}", schemas.findings);
    assert_eq!(schemas.value.len(), 5);
    for resource_type in &types.value {
        let model = scim::view::TypeModel::resolve(resource_type, &schemas.value);
        assert!(model.findings.is_empty(), "{:?}", model.findings);
        assert_eq!(
            client.get(&format!("/ResourceTypes/{}", resource_type.name)).await["name"],
            resource_type.name
        );
    }
    for schema in &schemas.value {
        assert_eq!(client.get(&format!("/Schemas/{}", schema.id)).await["id"], schema.id);
    }
}

#[tokio::test]
async fn every_resource_fits_its_schema() {
    let client = Client::start().await;
    let types = scim::resource_type::parse_all(&client.get("/ResourceTypes").await.to_string())
        .unwrap()
        .value;
    let schemas = scim::schema::parse_all(&client.get("/Schemas").await.to_string()).unwrap().value;
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
    let past = client.get("/Users?startIndex=5001&count=10").await;
    assert_eq!(
        (past["totalResults"].as_u64(), past["Resources"].as_array().unwrap().len()),
        (Some(5000), 0)
    );
    assert_eq!(client.get("/Users?count=0").await["Resources"].as_array().unwrap().len(), 0);
    assert_eq!(client.get("/Users?startIndex=-3&count=2").await["startIndex"], 1);
    assert_eq!(client.get("/Users?count=99999").await["Resources"].as_array().unwrap().len(), 1000);
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
    let up = client.get("/Users?sortBy=displayName&count=1000&startIndex=4001").await;
    assert!(up["Resources"].as_array().unwrap().last().unwrap().get("displayName").is_none());
    let people = "urn:scimscope:params:scim:schemas:extension:people:2.0:User";
    let levels = client
        .all(&format!("/Users?sortBy={people}:badgeLevel&attributes={people}:badgeLevel"), 1000)
        .await;
    let levels: Vec<u64> =
        levels.iter().filter_map(|it| it[people]["badgeLevel"].as_u64()).collect();
    assert!(levels.is_sorted() && levels.len() > 1000);
    assert_eq!(
        client.refused(Method::GET, "/Users?sortBy=nonsense").await,
        (400, "invalidPath".into())
    );
    assert_eq!(client.refused(Method::GET, "/Users?sortBy=id&sortOrder=sideways").await.0, 400);
}

#[tokio::test]
async fn attributes_choose_what_is_returned() {
    let client = Client::start().await;
    let names = |it: &Value| it.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let page = client.get("/Users?count=50&attributes=USERNAME,name.familyName,emails.value").await;
    for user in page["Resources"].as_array().unwrap() {
        assert_eq!(names(user), ["schemas", "id", "userName", "name", "emails"]);
        assert_eq!(names(&user["name"]), ["familyName"]);
        assert_eq!(names(&user["emails"][0]), ["value"]);
    }
    let id = page["Resources"][0]["id"].as_str().unwrap();
    let enterprise = scim::urn::ENTERPRISE_USER;
    let user = client.get(&format!("/Users/{id}?attributes={enterprise}:employeeNumber")).await;
    assert_eq!(names(&user), ["schemas", "id", enterprise]);
    assert_eq!(names(&user[enterprise]), ["employeeNumber"]);
    let user = client.get(&format!("/Users/{id}?attributes={enterprise}")).await;
    assert!(names(&user[enterprise]).len() > 1);
    let user = client
        .get(&format!("/Users/{id}?excludedAttributes=id,meta,name.givenName,{enterprise}"))
        .await;
    assert!(
        user.get("id").is_some() && user.get("meta").is_none() && user.get(enterprise).is_none()
    );
    assert!(user["name"].get("givenName").is_none() && user["name"].get("familyName").is_some());
    assert_eq!(
        client.refused(Method::GET, "/Users?attributes=id&excludedAttributes=meta").await.0,
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
    let user = client.get(user).await;
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
    let first = client.get("/Groups?count=1&attributes=meta").await["Resources"][0].clone();
    let path = format!("/Groups/{}", first["id"].as_str().unwrap());
    let response = client.send(Method::GET, &path).await;
    let etag = response.headers()["etag"].clone();
    assert_eq!(first["meta"]["version"], etag.to_str().unwrap());
    assert_eq!(first["meta"]["location"], format!("{}{path}", client.sandbox.base_url()));
    let url = format!("{}{path}", client.sandbox.base_url());
    let request =
        client.http.get(url).bearer_auth(client.sandbox.token()).header("If-None-Match", etag);
    assert_eq!(request.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn what_it_does_not_do_is_refused_properly() {
    let client = Client::start().await;
    let url = format!("{}/Users", client.sandbox.base_url());
    for request in [client.http.get(&url), client.http.get(&url).bearer_auth("wrong")] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert!(response.headers()["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
    }
    assert_eq!(client.refused(Method::GET, "/Users/nobody").await.0, 404);
    assert_eq!(client.refused(Method::GET, "/Nothing").await.0, 404);
    assert_eq!(client.refused(Method::GET, "").await.0, 404);
    assert_eq!(client.refused(Method::GET, "/Me").await.0, 501);
    assert_eq!(client.refused(Method::POST, "/Bulk").await.0, 501);
    assert_eq!(client.refused(Method::POST, "/Users/.search").await.0, 501);
    assert_eq!(client.refused(Method::PATCH, "/Users/1").await.0, 501);
    assert_eq!(client.refused(Method::POST, "/Users").await.0, 405);
    assert_eq!(client.send(Method::DELETE, "/Users/1").await.headers()["allow"], "GET, HEAD");
    let filter = "/Users?filter=userName%20eq%20%22a%22";
    assert_eq!(client.refused(Method::GET, filter).await, (400, "invalidFilter".into()));
    assert_eq!(client.refused(Method::GET, "/Schemas?filter=id%20pr").await.0, 403);
    assert_eq!(client.refused(Method::GET, "/Users?count=ten").await, (400, "invalidValue".into()));
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
    let (first, second) = (Directory::seed(7), Directory::seed(7));
    assert!(first == second);
    assert_ne!(first.users.resources()[0].id(), Directory::seed(8).users.resources()[0].id());
    let counts = [&first.users, &first.groups, &first.devices].map(|it| it.resources().len());
    assert_eq!(counts, [5000, 212, 40]);
}
