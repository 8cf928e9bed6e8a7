//! Filters and query parameters.

use sandbox::Quirk;
use serde_json::json;

use super::Bench;
use crate::support::{path, user};

pub(crate) async fn shows(bench: &Bench) {
    let client = &bench.client;
    let total = async |filter: &str| {
        let answer = client.filtered("/Users", filter).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.body["totalResults"].as_u64().unwrap()
    };
    match bench.quirk {
        Quirk::IgnoresFilters => {
            assert_eq!(total(r#"userName eq "nobody""#).await, 5000);
            assert_eq!(total("this is no filter").await, 5000);
        }
        Quirk::UnknownFiltersIgnored => {
            for filter in
                ["this is no filter", "usrName eq \"a\"", "userName sw \"a\"", "active gt true"]
            {
                assert_eq!(total(filter).await, 5000, "{filter}");
            }
            assert_eq!(total(r#"userName eq "nobody" and active eq true"#).await, 0);
        }
        Quirk::NoPrecedence => {
            let flat = r#"active eq true or userName sw "a" and userName eq "nobody""#;
            let grouped = r#"active eq true or (userName sw "a" and userName eq "nobody")"#;
            assert_eq!(total(flat).await, 0);
            assert!(total(grouped).await > 4000);
            assert!(total(r#"userName eq "nobody" and active eq true or title pr"#).await > 4000);
            bench.off();
            assert!(total(flat).await > 4000);
        }
        Quirk::FirstClauseOnly => {
            assert!(total(r#"active eq false and userName eq "nobody""#).await > 200);
        }
        Quirk::EqAndOnly => {
            assert_eq!(total(r#"userName eq "nobody" and active eq true"#).await, 0);
            for filter in [r#"userName sw "a""#, r#"id eq "1" or id eq "2""#, "title pr"] {
                let refused = client.filtered("/Users", filter).await;
                assert_eq!(refused.refused(), (400, "invalidFilter"));
            }
        }
        Quirk::OtherFiltersFindNothing => {
            assert_eq!(total(r#"userName sw "a""#).await, 0);
            assert!(total("active eq false").await > 0);
        }
        Quirk::CaseSensitiveNames => {
            let refused = client.filtered("/Users", r#"username eq "nobody""#).await;
            assert_eq!(refused.refused(), (400, "invalidFilter"));
            assert_eq!(total(r#"userName eq "nobody""#).await, 0);
        }
        Quirk::HidesInactive => {
            let mut body = user("hidden@tarnwick.example");
            body["active"] = json!(false);
            let made = client.post("/Users", &body).await;
            assert_eq!(made.status, 201);
            assert_eq!(total(r#"userName eq "hidden@tarnwick.example""#).await, 0);
            assert_eq!(total("active eq false").await, 0);
            assert!(client.read("/Users?count=0").await["totalResults"].as_u64() < Some(5000));
            assert_eq!(client.post("/Users", &body).await.refused(), (409, "uniqueness"));
            assert_eq!(client.get(&path("/Users", &made.body)).await.status, 200);
        }
        Quirk::SortIgnored => {
            let sorted = client.get("/Users?count=20&sortBy=userName").await;
            assert_eq!(sorted.ids(), client.get("/Users?count=20").await.ids());
            bench.off();
            assert_ne!(sorted.ids(), client.get("/Users?count=20&sortBy=userName").await.ids());
        }
        Quirk::AttributesIgnored => {
            let page = client.read("/Users?count=1&attributes=id").await;
            assert!(page["Resources"][0].get("userName").is_some());
        }
        Quirk::ExcludedIgnored => {
            let page = client.read("/Groups?count=20&excludedAttributes=members").await;
            assert!(page["Resources"].to_string().contains("\"members\""));
        }
        Quirk::CountZeroRefused => {
            let refused = client.get("/Users?count=0").await;
            assert_eq!(refused.refused(), (400, "invalidValue"));
            assert_eq!(client.get("/Users?count=1").await.status, 200);
        }
        other => unreachable!("{other:?} is of another area"),
    }
}
