//! Lists and their pages.

use sandbox::Quirk;
use serde_json::{Value, json};

use super::Bench;

pub(crate) async fn shows(bench: &Bench) {
    let client = &bench.client;
    match bench.quirk {
        Quirk::StartIndexIgnored => {
            let first = client.get("/Users?count=5").await;
            assert_eq!(client.get("/Users?startIndex=6&count=5").await.ids(), first.ids());
        }
        Quirk::CursorOnly => {
            let page = client.read("/Users").await;
            assert!(page["nextCursor"].is_string() && page.get("startIndex").is_none());
            let next = format!("/Users?cursor={}", page["nextCursor"].as_str().unwrap());
            assert_ne!(client.read(&next).await["Resources"], page["Resources"]);
        }
        Quirk::PageCap => {
            let page = client.get("/Users?count=200").await;
            assert_eq!((page.rows().len(), &page.body["totalResults"]), (50, &json!(5000)));
        }
        Quirk::OverlappingPages => {
            let first = client.get("/Users?count=10").await;
            let second = client.get("/Users?startIndex=11&count=10").await;
            assert_eq!(second.ids()[..2], first.ids()[8..]);
        }
        Quirk::FirstPageAgain => {
            let past = client.get("/Users?startIndex=9001&count=5").await;
            assert_eq!(past.ids(), client.get("/Users?count=5").await.ids());
        }
        Quirk::LowerCaseResources => {
            let page = client.read("/Users?count=2").await;
            assert_eq!(page["resources"].as_array().unwrap().len(), 2);
            assert!(page.get("Resources").is_none());
        }
        Quirk::BareArray => {
            assert_eq!(client.read("/Users?count=2").await.as_array().unwrap().len(), 2);
        }
        Quirk::NullResources => {
            let page = client.filtered("/Users", r#"userName eq "nobody""#).await;
            assert_eq!(page.body.get("Resources"), Some(&Value::Null));
            assert_eq!(client.get("/Users?count=1").await.rows().len(), 1);
        }
        Quirk::EmptyIsNotFound => {
            let page = client.filtered("/Users", r#"userName eq "nobody""#).await;
            assert_eq!(page.refused().0, 404);
        }
        Quirk::TextTotals => {
            let page = client.read("/Users?count=2").await;
            let numbers = [&page["totalResults"], &page["startIndex"], &page["itemsPerPage"]];
            assert_eq!(numbers, ["5000", "1", "2"]);
        }
        Quirk::PageTotals => {
            assert_eq!(client.read("/Users?count=2").await["totalResults"], 2);
        }
        Quirk::LimitAsItemsPerPage => {
            let page = client.read("/Users?startIndex=4999&count=100").await;
            assert_eq!(
                (&page["itemsPerPage"], page["Resources"].as_array().unwrap().len()),
                (&json!(100), 2)
            );
        }
        other => unreachable!("{other:?} is of another area"),
    }
}
