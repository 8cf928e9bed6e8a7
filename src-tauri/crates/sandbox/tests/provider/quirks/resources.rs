//! What resources look like.

use sandbox::Quirk;
use serde_json::{Value, json};

use super::{Bench, large_group};
use crate::support::{ENTERPRISE, path, user};

pub(crate) async fn shows(bench: &Bench) {
    let client = &bench.client;
    let users = async || client.get("/Users?count=20").await.rows().to_vec();
    match bench.quirk {
        Quirk::TextBooleans => {
            let user = &users().await[0];
            assert!(user["active"] == "true" || user["active"] == "false");
            assert_eq!(user["emails"][0]["primary"], "true");
            let one = client.read(&path("/Users", user)).await;
            assert!(one["active"].is_string());
        }
        Quirk::TextManager => {
            let managed = users().await;
            let managers = managed.iter().filter_map(|it| it[ENTERPRISE].get("manager"));
            let managers: Vec<&Value> = managers.collect();
            assert!(managers.len() > 10 && managers.iter().all(|it| it.is_string()));
        }
        Quirk::BareMeta => {
            let meta = users().await[0]["meta"].clone();
            assert_eq!((meta.get("created"), &meta["resourceType"]), (None, &json!("user")));
            assert!(meta.get("lastModified").is_none());
        }
        Quirk::RelativeLocations => {
            let user = &users().await[0];
            assert_eq!(user["meta"]["location"], path("Users", user));
        }
        Quirk::MembersCut => {
            let group = large_group(bench, 150).await;
            let at = path("/Groups", &group);
            assert_eq!(client.read(&at).await["members"].as_array().unwrap().len(), 100);
            bench.off();
            assert_eq!(client.read(&at).await["members"].as_array().unwrap().len(), 150);
        }
        Quirk::InternalLocations => {
            let made = client.post("/Users", &user("far@tarnwick.example")).await;
            let place =
                format!("http://scim-7f9c.internal:8080/scim/v2{}", path("/Users", &made.body));
            assert_eq!(
                (made.header("location"), &made.body["meta"]["location"]),
                (&*place, &json!(place))
            );
        }
        Quirk::VersionUnlikeEtag => {
            let one = client.get(&path("/Users", &users().await[0])).await;
            assert!(one.header("etag").starts_with("W/"));
            assert_eq!(one.body["meta"]["version"], "1");
        }
        Quirk::OddDates => {
            let meta = users().await[0]["meta"].clone();
            for name in ["created", "lastModified"] {
                assert!(meta[name].as_str().is_some_and(|it| it.ends_with("+0000")), "{meta}");
            }
        }
        Quirk::EmptyExtensions => {
            let made = client.user("bare@tarnwick.example").await;
            assert_eq!(made[ENTERPRISE], json!({}));
            assert_eq!(made["schemas"], json!([scim::urn::USER, ENTERPRISE]));
        }
        other => unreachable!("{other:?} is of another area"),
    }
}
