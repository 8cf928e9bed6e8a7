//! Against the embedded service provider: a whole, well-behaved server.

use std::sync::Arc;

use crate::common::{Memory, assert_clean, context, open};
use client::base_url::BaseUrl;
use client::discovery::Source;
use client::doctor::{StepName, StepState};
use client::error::FailureKind;
use client::page::{ListQuery, Selection};
use client::session::Session;
use client::settings::{Auth, Settings};
use sandbox::Sandbox;
use serde_json::Value;

async fn start() -> (Sandbox, Session, Arc<Memory>) {
    let sandbox = Sandbox::start().await.unwrap();
    let (session, memory) = open(settings(&sandbox, sandbox.token()));
    (sandbox, session, memory)
}

fn settings(sandbox: &Sandbox, token: &str) -> Settings {
    Settings::new(BaseUrl::parse(sandbox.base_url()).unwrap(), Auth::Bearer(token.into()))
}

#[tokio::test]
async fn discovery_comes_from_the_server() {
    let (_sandbox, session, memory) = start().await;
    let found = session.discover(&context()).await.unwrap();
    assert_eq!(found.provider_config.source, Source::Server);
    assert_eq!(found.schemas.source, Source::Server);
    let names: Vec<&str> = found.resource_types.value.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["User", "Group", "Device"]);
    let findings = [&found.resource_types.findings, &found.schemas.findings];
    assert!(findings.iter().all(|it| it.is_empty()), "{findings:?}");
    assert_eq!(memory.all().len(), 3);
}

#[tokio::test]
async fn the_whole_directory_is_read_page_by_page() {
    let (sandbox, session, memory) = start().await;
    let found = session.discover(&context()).await.unwrap();
    let mut counts = Vec::new();
    for resource_type in &found.resource_types.value {
        let mut seen = std::collections::HashSet::new();
        loop {
            let query = ListQuery {
                start_index: Some(seen.len() as u64 + 1),
                count: Some(200),
                attributes: vec!["id".to_owned()],
                ..ListQuery::default()
            };
            let page = session.list(&resource_type.endpoint, &query, &context()).await.unwrap();
            if page.rows.is_empty() {
                break;
            }
            // Only the id and what is always returned were asked for: the text tells resources apart.
            let rows = (0..page.rows.len()).filter_map(|at| page.row(at));
            assert!(rows.map(str::to_owned).all(|it| seen.insert(it)), "a resource came twice");
        }
        counts.push(seen.len());
    }
    assert_eq!(counts, [5000, 212, 40]);
    let exchanges = memory.all();
    assert!(exchanges.iter().all(|it| it.request_id.is_some()));
    assert_clean(&format!("{exchanges:?}"), &[sandbox.token()]);
}

#[tokio::test]
async fn a_list_is_sorted_and_a_resource_is_the_row_it_was() {
    let (_sandbox, session, _) = start().await;
    let query = ListQuery {
        count: Some(3),
        sort_by: Some("userName".to_owned()),
        descending: true,
        ..ListQuery::default()
    };
    let page = session.list("/Users", &query, &context()).await.unwrap();
    let rows: Vec<Value> =
        (0..3).map(|at| serde_json::from_str(page.row(at).unwrap()).unwrap()).collect();
    let names: Vec<&str> = rows.iter().map(|row| row["userName"].as_str().unwrap()).collect();
    assert!(names.is_sorted_by(|a, b| a.to_lowercase() >= b.to_lowercase()), "{names:?}");

    let id = rows[0]["id"].as_str().unwrap();
    let fetched = session.get("/Users", id, &Selection::default(), &context()).await.unwrap();
    assert_eq!(serde_json::from_str::<Value>(&fetched.body).unwrap(), rows[0]);
    assert!(fetched.etag.is_some());

    let few = Selection { attributes: vec!["userName".to_owned()], ..Selection::default() };
    let fetched = session.get("/Users", id, &few, &context()).await.unwrap();
    let value: Value = serde_json::from_str(&fetched.body).unwrap();
    assert!(value.get("userName").is_some() && value.get("name").is_none(), "{value}");
}

#[tokio::test]
async fn the_connection_test_passes() {
    let (sandbox, session, memory) = start().await;
    let report = session.test(&mut |_| (), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    assert!(report.steps.iter().all(|it| it.state == StepState::Ok), "{report:?}");
    let last = report.steps.last().unwrap();
    assert_eq!(last.detail, "10 of 5000 resources of type User");
    assert_clean(&format!("{report:?} {:?}", memory.all()), &[sandbox.token()]);
}

#[tokio::test]
async fn a_wrong_token_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let (session, _) = open(settings(&sandbox, "another-token-altogether"));
    let failure = session.discover(&context()).await.unwrap_err();
    let FailureKind::Unauthorized { said, .. } = &*failure.kind else { panic!("{failure:?}") };
    assert!(said.contains("WWW-Authenticate: Bearer"), "{said}");
    let report = session.test(&mut |_| (), &context()).await;
    assert_eq!(report.failed().unwrap().name, StepName::SignIn);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let (_sandbox, session, memory) = start().await;
    let nothing = Selection::default();
    let failure = session.get("/Users", "nobody", &nothing, &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::NotFound { .. }), "{failure:?}");
    let failure = session.get("/Me", "x", &nothing, &context()).await.unwrap_err();
    assert!(failure.exchange.is_some());
    assert_eq!(memory.all().len(), 2);
}

#[tokio::test]
async fn a_stopped_server_refuses() {
    let (sandbox, session, memory) = start().await;
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    drop(sandbox);
    let mut kinds = Vec::new();
    // A connection that is still open may end first; after that nobody listens.
    for _ in 0..50 {
        let Err(failure) = session.list("/Users", &ListQuery::default(), &context()).await else {
            tokio::task::yield_now().await;
            continue;
        };
        kinds.push(failure.kind.code());
        if failure.kind.code() == "refused" {
            break;
        }
    }
    assert_eq!(kinds.last(), Some(&"refused"), "{kinds:?}");
    assert_eq!(memory.last_failure().0, "refused");
}
