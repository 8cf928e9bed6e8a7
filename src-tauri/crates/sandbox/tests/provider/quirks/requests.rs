//! How a server treats any request.

use std::time::Duration;

use sandbox::Quirk;
use serde_json::json;

use super::Bench;
use crate::support::{self, path};

pub(crate) async fn shows(bench: &Bench) {
    let client = &bench.client;
    match bench.quirk {
        Quirk::Slow => {
            client.sandbox.set_delay(Duration::from_secs(3600));
            let request =
                client.request("GET", "/Users?count=1").timeout(Duration::from_millis(50));
            assert!(request.send().await.unwrap_err().is_timeout());
            client.sandbox.set_delay(Duration::ZERO);
            assert_eq!(client.get("/Users?count=1").await.status, 200);
        }
        Quirk::LimitInSeconds | Quirk::LimitAsDate => {
            let mut statuses = Vec::new();
            let mut waits = Vec::new();
            for _ in 0..6 {
                let answer = client.get("/Users?count=1").await;
                statuses.push(answer.status);
                waits.push(answer.header("retry-after").to_owned());
            }
            assert_eq!(statuses, [200, 200, 429, 200, 200, 429]);
            let is_seconds = waits[2].parse::<u32>().is_ok();
            assert_eq!(is_seconds, bench.quirk == Quirk::LimitInSeconds, "{waits:?}");
            assert!(is_seconds || waits[2].ends_with(" GMT"), "{waits:?}");
        }
        Quirk::LaggingReads => {
            let made = client.user("lag@tarnwick.example").await;
            let at = path("/Users", &made);
            let title = json!([{"op": "add", "path": "title", "value": "Clerk"}]);
            let changed = client.patch(&at, title).await.body;
            assert_eq!(changed["title"], "Clerk");
            for _ in 0..3 {
                assert_eq!(client.read(&at).await, made);
            }
            assert_eq!(client.read(&at).await, changed);
        }
        Quirk::SignInPage => {
            let url = format!("{}/Users", client.sandbox.base_url());
            let answer = support::answer(client.http.get(url)).await;
            assert_eq!(answer.status, 200);
            assert!(answer.header("content-type").starts_with("text/html"));
            assert!(answer.text.contains("Sign in"));
            assert_eq!(client.get("/Users?count=1").await.rows().len(), 1);
        }
        Quirk::UserAgentRequired => {
            assert_eq!(client.get("/Users?count=1").await.refused(), (403, ""));
            let named = client.request("GET", "/Users?count=1").header("user-agent", "test");
            assert_eq!(support::answer(named).await.status, 200);
        }
        Quirk::PluralConfig => {
            let plural = client.get("/ServiceProviderConfigs").await;
            assert_eq!(plural.body["patch"]["supported"], true);
            assert_eq!(client.get("/ServiceProviderConfig").await.refused(), (404, ""));
            assert_eq!(client.get("/Users?count=1").await.status, 200);
            bench.off();
            assert_eq!(client.get("/ServiceProviderConfig").await.body, plural.body);
            assert_eq!(client.get("/ServiceProviderConfigs").await.refused(), (404, ""));
        }
        other => unreachable!("{other:?} is of another area"),
    }
}
