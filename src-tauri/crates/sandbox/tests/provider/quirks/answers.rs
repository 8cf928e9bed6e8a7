//! Status, headers and error bodies.

use sandbox::Quirk;
use serde_json::json;

use super::Bench;
use crate::support::{path, user};

pub(crate) async fn shows(bench: &Bench) {
    match bench.quirk {
        Quirk::HtmlMediaType | Quirk::JsonMediaType | Quirk::SwappedMediaType => {
            media_type(bench).await;
        }
        Quirk::WritesWithoutBody
        | Quirk::PatchWithoutBody
        | Quirk::PatchWithoutMembers
        | Quirk::NoLocation => successes(bench).await,
        _ => errors(bench).await,
    }
}

async fn media_type(bench: &Bench) {
    let wanted = match bench.quirk {
        Quirk::HtmlMediaType => "text/html",
        Quirk::JsonMediaType => "application/json",
        _ => "application/json+scim",
    };
    for path in ["/Users?count=1", "/Users/nobody", "/ServiceProviderConfig"] {
        let answer = bench.client.get(path).await;
        assert_eq!(answer.header("content-type"), wanted);
        assert!(answer.body.is_object());
    }
}

async fn errors(bench: &Bench) {
    let client = &bench.client;
    client.user("taken@tarnwick.example").await;
    let missing = client.get("/Users/nobody").await;
    let conflict = client.post("/Users", &user("taken@tarnwick.example")).await;
    match bench.quirk {
        Quirk::HtmlErrors => {
            assert_eq!((missing.status, conflict.status), (404, 409));
            assert!(missing.header("content-type").starts_with("text/html"));
            assert!(missing.text.starts_with("<!DOCTYPE html>"));
        }
        Quirk::PlainErrors => {
            assert_eq!((missing.status, &missing.body["code"]), (404, &json!(404)));
            assert!(missing.body["message"].is_string() && missing.body.get("schemas").is_none());
        }
        Quirk::NumericStatus => {
            assert_eq!(
                (&missing.body["status"], &conflict.body["status"]),
                (&json!(404), &json!(409))
            );
        }
        Quirk::ConflictWithoutType => assert_eq!(conflict.refused(), (409, "")),
        Quirk::ConflictIsBadRequest => assert_eq!(conflict.refused().0, 400),
        Quirk::ConflictIsServerError => assert_eq!(conflict.refused(), (500, "")),
        Quirk::NestedErrors => {
            assert_eq!((conflict.status, &conflict.body["status"]), (409, &json!(409)));
            assert_eq!(conflict.body["response"]["scimType"], "uniqueness");
        }
        Quirk::BulkClaimed => {
            let config = client.read("/ServiceProviderConfig").await;
            assert_eq!(config["bulk"]["supported"], true);
            let body = json!({"schemas": [scim::urn::BULK_REQUEST], "Operations": []});
            assert_eq!(client.post("/Bulk", &body).await.refused(), (501, ""));
        }
        Quirk::NotFoundIsBadRequest => {
            assert_eq!(missing.refused().0, 400);
            assert_eq!(client.get("/Nothing").await.refused().0, 404);
        }
        other => unreachable!("{other:?} is of another area"),
    }
}

async fn successes(bench: &Bench) {
    let client = &bench.client;
    let posted = client.post("/Users", &user("made@tarnwick.example")).await;
    let found = client.filtered("/Users", r#"userName eq "made@tarnwick.example""#).await;
    let at = path("/Users", &found.rows()[0]);
    let put = client.send("PUT", &at, Some(&user("made@tarnwick.example"))).await;
    match bench.quirk {
        Quirk::WritesWithoutBody => {
            assert_eq!((posted.status, posted.text.as_str()), (204, ""));
            assert_eq!((put.status, put.text.as_str()), (204, ""));
        }
        Quirk::PatchWithoutBody => {
            let title = json!([{"op": "add", "path": "title", "value": "Clerk"}]);
            let patched = client.patch(&format!("{at}?attributes=title"), title).await;
            assert_eq!((patched.status, patched.text.as_str()), (204, ""));
            assert_eq!(client.read(&at).await["title"], "Clerk");
        }
        Quirk::PatchWithoutMembers => {
            let group = client.group("Made", &[&posted.body]).await;
            let name = json!([{"op": "replace", "path": "displayName", "value": "Renamed"}]);
            let patched = client.patch(&path("/Groups", &group), name).await;
            assert_eq!((patched.status, patched.body.get("members")), (200, None));
            let kept = client.read(&path("/Groups", &group)).await;
            assert_eq!(kept["members"].as_array().unwrap().len(), 1);
        }
        Quirk::NoLocation => {
            assert_eq!((posted.status, posted.header("location")), (201, ""));
            assert!(posted.body["id"].is_string() && posted.body["meta"].get("location").is_none());
        }
        other => unreachable!("{other:?} is of another area"),
    }
}
