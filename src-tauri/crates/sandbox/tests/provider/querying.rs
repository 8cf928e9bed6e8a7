//! Filters, both ways of paging, searches and projections over HTTP.

use std::collections::HashSet;

use crate::support::{self, Client, ENTERPRISE, SEARCH, encoded, path};
use serde_json::{Value, json};

#[tokio::test]
async fn every_row_of_a_filtered_list_fits_and_none_is_missing() {
    let client = Client::start().await;
    let users = client.all("/Users", 1000).await;
    type Fits = fn(&Value) -> bool;
    let cases: [(&str, Fits); 8] = [
        ("active eq false", |it| it["active"] == false),
        ("displayName pr and not (title pr)", |it| {
            it.get("displayName").is_some() && it.get("title").is_none()
        }),
        (r#"name.familyName sw "O'""#, |it| {
            it["name"]["familyName"].as_str().unwrap().starts_with("O'")
        }),
        (r#"emails[type eq "home" and value ew "@post.example"]"#, |it| {
            it["emails"].as_array().unwrap().iter().any(|it| it["type"] == "home")
        }),
        (
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "rail""#,
            |it| it[ENTERPRISE]["department"] == "Rail",
        ),
        ("urn:scimscope:params:scim:schemas:extension:people:2.0:User:badgeLevel ge 4", |it| {
            it["urn:scimscope:params:scim:schemas:extension:people:2.0:User"]["badgeLevel"].as_u64()
                >= Some(4)
        }),
        (r#"meta.created lt "2016-01-01T00:00:00Z""#, |it| {
            it["meta"]["created"].as_str().unwrap() < "2016"
        }),
        (r#"userType eq "contractor" or roles.value eq "approver""#, |it| {
            it["userType"] == "Contractor" || it.get("roles").is_some()
        }),
    ];
    for (filter, fits) in cases {
        let found = client.all(&format!("/Users?filter={}", encoded(filter)), 1000).await;
        let wanted: Vec<&Value> = users.iter().filter(|it| fits(it)).collect();
        assert!(!wanted.is_empty() && wanted.len() < 5000, "{filter}");
        assert_eq!(found.iter().collect::<Vec<_>>(), wanted, "{filter}");
    }
}

#[tokio::test]
async fn filters_that_an_index_answers_are_filters_all_the_same() {
    let client = Client::start().await;
    let user = client.read("/Users?startIndex=77&count=1").await["Resources"][0].clone();
    let id = user["id"].as_str().unwrap();
    let name = user["userName"].as_str().unwrap();
    for (filter, found) in [
        (format!("userName eq \"{}\"", name.to_uppercase()), 1),
        (format!("{}:userName eq \"{name}\"", scim::urn::USER), 1),
        (format!("userName eq \"{name}\" and id eq \"{id}\""), 1),
        (format!("userName eq \"{name}\" and id eq \"other\""), 0),
        (format!("userName eq \"{name}\" or id eq \"{id}\""), 1),
        (format!("id eq \"{}\"", id.to_uppercase()), 0),
        ("userName eq \"nobody\"".to_owned(), 0),
    ] {
        let answer = client.filtered("/Users", &filter).await;
        assert_eq!((answer.status, &answer.body["totalResults"]), (200, &json!(found)), "{filter}");
    }
    let group = client.filtered("/Groups", r#"displayName eq "ALL europe""#).await;
    assert_eq!(group.rows().len(), 1);
}

#[tokio::test]
async fn filters_that_mean_nothing_are_refused() {
    let client = Client::start().await;
    for filter in
        ["userName eq 'x'", "userName is \"x\"", "usrName eq \"x\"", "(title pr", "active gt true"]
    {
        assert_eq!(
            client.filtered("/Users", filter).await.refused(),
            (400, "invalidFilter"),
            "{filter}"
        );
    }
    let answer = client.filtered("/Users", "usrName eq \"x\"").await;
    assert!(answer.body["detail"].as_str().unwrap().contains("userName"), "{}", answer.text);
}

#[tokio::test]
async fn a_filtered_list_is_sorted_and_paged_like_any_other() {
    let client = Client::start().await;
    let filter = encoded("active eq false");
    let rows = client
        .all(&format!("/Users?filter={filter}&sortBy=userName&attributes=userName"), 40)
        .await;
    let names: Vec<&str> = rows.iter().map(|it| it["userName"].as_str().unwrap()).collect();
    assert!(names.is_sorted() && names.len() > 200);
    let down = format!("/Users?filter={filter}&sortBy=userName&sortOrder=descending&count=1");
    assert_eq!(client.read(&down).await["Resources"][0]["userName"], *names.last().unwrap());
}

#[tokio::test]
async fn cursors_lead_through_the_list_and_back() {
    let client = Client::start().await;
    let mut cursor = String::new();
    let mut seen: Vec<String> = Vec::new();
    let mut previous = Vec::new();
    loop {
        let page = client.read(&format!("/Users?attributes=id&count=700&cursor={cursor}")).await;
        assert_eq!((&page["totalResults"], page.get("startIndex")), (&json!(5000), None));
        assert_eq!(page.get("previousCursor").is_some(), !seen.is_empty());
        let rows = page["Resources"].as_array().unwrap();
        seen.extend(rows.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
        previous.push(page["previousCursor"].clone());
        match page["nextCursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
        assert!(cursor.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~".contains(&it)));
    }
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 5000);
    let back = previous[1].as_str().unwrap();
    let first = client.read(&format!("/Users?attributes=id&count=700&cursor={back}")).await;
    assert_eq!(first["Resources"][0]["id"], seen[0]);
    for (query, scim_type) in [
        ("cursor=nonsense", "invalidCursor"),
        ("cursor&count=1001", "invalidCount"),
        (&format!("attributes=id&count=699&cursor={back}"), "invalidCount"),
        (&format!("attributes=userName&count=700&cursor={back}"), "invalidCursor"),
        ("cursor=%26", "invalidCursor"),
    ] {
        assert_eq!(
            client.get(&format!("/Users?{query}")).await.refused(),
            (400, scim_type),
            "{query}"
        );
    }
}

#[tokio::test]
async fn what_is_paged_by_cursor_stays_as_it_was() {
    let client = Client::start().await;
    let first = client.read("/Users?cursor&count=1000").await;
    let gone = first["Resources"][0].clone();
    client.send("DELETE", &path("/Users", &gone), None).await;
    client.user("late@tarnwick.example").await;
    let next = first["nextCursor"].as_str().unwrap();
    let second = client.read(&format!("/Users?count=1000&cursor={next}")).await;
    let ids = |it: &Value| -> HashSet<String> {
        it["Resources"].as_array().unwrap().iter().map(|it| it["id"].to_string()).collect()
    };
    assert!(ids(&first).is_disjoint(&ids(&second)));
}

#[tokio::test]
async fn a_search_asks_what_a_query_asks() {
    let client = Client::start().await;
    let query = format!(
        "/Users?filter={}&sortBy=userName&sortOrder=descending&startIndex=3&count=5&attributes=userName,active",
        encoded("active eq false")
    );
    let search = json!({"schemas": [SEARCH], "filter": "active eq false", "sortBy": "userName",
        "sortOrder": "descending", "startIndex": 3, "count": 5, "attributes": ["userName", "active"]});
    let found = client.post("/Users/.search", &search).await;
    assert_eq!((found.status, &found.body), (200, &client.read(&query).await));
    let cursor = json!({"schemas": [SEARCH], "cursor": "", "count": 10});
    let page = client.post("/Users/.search", &cursor).await;
    let next = json!({"schemas": [SEARCH], "cursor": page.body["nextCursor"], "count": 10});
    let next = client.post("/Users/.search", &next).await;
    assert_eq!(next.rows().len(), 10);
    assert_ne!(next.ids(), page.ids());
    for (body, refused) in [
        (json!({"filter": "active eq false"}), (400, "invalidSyntax")),
        (json!({"schemas": [SEARCH], "filter": 3}), (400, "invalidSyntax")),
        (json!({"schemas": [SEARCH], "count": "3"}), (400, "invalidValue")),
        (json!({"schemas": [SEARCH], "attributes": "id"}), (400, "invalidSyntax")),
    ] {
        assert_eq!(client.post("/Users/.search", &body).await.refused(), refused, "{body}");
    }
}

#[tokio::test]
async fn the_root_holds_every_type() {
    let client = Client::start().await;
    let all = client.read("/?count=1").await;
    assert_eq!(all["totalResults"], 5252);
    let search = json!({"schemas": [SEARCH], "filter": "displayName sw \"tf-\" or userName sw \"jurgen\" or displayName eq \"Rail\"",
        "count": 1000, "sortBy": "displayName"});
    let found = client.post("/.search", &search).await;
    assert_eq!(found.status, 200, "{}", found.text);
    let kinds: HashSet<&str> =
        found.rows().iter().map(|it| it["meta"]["resourceType"].as_str().unwrap()).collect();
    assert!(kinds.is_superset(&["Group", "Device"].into()), "{kinds:?}");
    let names: Vec<String> = found
        .rows()
        .iter()
        .filter_map(|it| it["displayName"].as_str())
        .map(str::to_lowercase)
        .collect();
    assert!(names.is_sorted());
    let one = client.filtered("/", r#"meta.resourceType eq "Device" and displayName pr"#).await;
    assert_eq!(one.body["totalResults"], 40);
    assert_eq!(client.filtered("/", "nonsense pr").await.refused(), (400, "invalidFilter"));
}

#[tokio::test]
async fn answers_to_writes_are_cut_like_any_other() {
    let client = Client::start().await;
    let made =
        client.post("/Users?attributes=userName", &support::user("few@tarnwick.example")).await;
    let names: Vec<&String> = made.body.as_object().unwrap().keys().collect();
    assert_eq!(names, ["schemas", "id", "userName"]);
    let at = format!("{}?excludedAttributes=meta", path("/Users", &made.body));
    let put = client.send("PUT", &at, Some(&support::user("few@tarnwick.example"))).await;
    assert!(put.body.get("meta").is_none() && put.body.get("userName").is_some());
}

#[tokio::test]
async fn a_filter_over_all_types_may_name_attributes_of_several() {
    let client = Client::start().await;
    let total = async |filter: &str| client.filtered("", filter).await.body["totalResults"].clone();
    let groups = client.read("/Groups?count=0").await["totalResults"].clone();
    assert_eq!(total("userName pr or members pr or displayName pr").await, 5000 + 212 + 40);
    assert_eq!(total("not (userName pr) and meta.resourceType eq \"Group\"").await, groups);
    let named = |urn: &str| format!("{urn}:displayName eq \"All Europe\"");
    assert_eq!(total(&named(scim::urn::GROUP)).await, 1);
    assert_eq!(total(&named(scim::urn::USER)).await, 0);
    for filter in ["userName pr or usrName pr", "members pr and active gt true"] {
        assert_eq!(client.filtered("", filter).await.refused(), (400, "invalidFilter"), "{filter}");
    }
}
