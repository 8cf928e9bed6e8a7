//! Discovery of servers that are open, closed, incomplete or odd.

use crate::common::{
    CONFIG, Memory, Reply, Request, SCHEMA, Server, TYPE, USER, context, good, html, http, list,
    scim, scim_error, session,
};
use client::discovery::{Discovery, Source};
use client::error::{Failure, FailureKind};
use client::page::ListQuery;
use scim::provider_config::Support;

async fn discover(
    reply: impl Fn(&Request) -> Reply + Send + Sync + 'static,
) -> (Result<Discovery, Failure>, std::sync::Arc<Memory>) {
    let server = Server::start(reply).await;
    let (session, memory) = session(&server.base());
    (session.discover(&context()).await, memory)
}

fn name(request: &Request) -> String {
    request.path().rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_open_server_describes_itself() {
    let (found, memory) = discover(good).await;
    let found = found.unwrap();
    assert_eq!(found.provider_config.source, Source::Server);
    assert_eq!(found.provider_config.value.sort, Support::Yes);
    assert_eq!(found.resource_types.value[0].name, "User");
    assert_eq!(found.schemas.value.len(), 1);
    assert_eq!(memory.all().len(), 3);
    assert!(found.schemas.exchange.is_some() && found.schemas.note.is_none());
}

#[tokio::test]
async fn a_bare_array_and_a_single_object_are_read() {
    let (found, _) = discover(|request| match name(request).as_str() {
        "ResourceTypes" => scim(format!("[{TYPE}]")),
        "Schemas" => scim(SCHEMA),
        _ => good(request),
    })
    .await;
    let found = found.unwrap();
    assert_eq!(found.resource_types.source, Source::Server);
    assert!(!found.resource_types.findings.is_empty());
    assert_eq!((found.schemas.source, found.schemas.value.len()), (Source::Server, 1));
}

#[tokio::test]
async fn missing_documents_are_replaced_one_by_one() {
    let (found, _) = discover(|request| match name(request).as_str() {
        "Schemas" => html("404 Not Found", "Not here"),
        "ResourceTypes" => scim_error("403 Forbidden", "no"),
        _ => good(request),
    })
    .await;
    let found = found.unwrap();
    assert_eq!(found.provider_config.source, Source::Server);
    assert_eq!(found.resource_types.source, Source::BuiltIn);
    assert!(found.resource_types.note.unwrap().contains("403"));
    assert!(found.resource_types.value.iter().any(|it| it.name == "Group"));
    assert_eq!(found.schemas.source, Source::BuiltIn);
    assert!(found.schemas.note.unwrap().contains("404"));
    assert!(found.schemas.exchange.is_some());
}

#[tokio::test]
async fn an_empty_list_is_replaced() {
    let (found, _) = discover(|request| match name(request).as_str() {
        "ResourceTypes" => scim(list(&[], 0)),
        _ => good(request),
    })
    .await;
    let types = found.unwrap().resource_types;
    assert_eq!(types.source, Source::BuiltIn);
    assert!(types.note.unwrap().contains("empty"));
}

#[tokio::test]
async fn hidden_discovery_is_told_from_a_bad_token() {
    let (found, memory) = discover(|request| match name(request).as_str() {
        "Users" => scim(list(&[USER], 1)),
        _ => http("401 Unauthorized", "", ""),
    })
    .await;
    let found = found.unwrap();
    assert_eq!(found.schemas.source, Source::BuiltIn);
    assert!(found.schemas.note.unwrap().contains("401"));
    assert_eq!(found.provider_config.value.patch, Support::Unsaid);
    assert!(memory.all().last().unwrap().url.ends_with("/Users?count=1"));

    let (found, _) = discover(|_| http("401 Unauthorized", "", "")).await;
    assert!(matches!(&*found.unwrap_err().kind, FailureKind::Unauthorized { .. }));

    // The service provider configuration is often open to everybody.
    let (found, _) = discover(|request| match name(request).as_str() {
        "ServiceProviderConfig" => scim(CONFIG),
        _ => http("401 Unauthorized", "", ""),
    })
    .await;
    assert!(matches!(&*found.unwrap_err().kind, FailureKind::Unauthorized { .. }));
}

#[tokio::test]
async fn a_server_without_any_discovery_can_be_used() {
    let (found, _) = discover(|request| match name(request).as_str() {
        "Users" => scim(list(&[USER], 1)),
        _ => http("404 Not Found", "", ""),
    })
    .await;
    assert_eq!(found.unwrap().resource_types.source, Source::BuiltIn);
}

#[tokio::test]
async fn what_is_no_scim_server_is_said_to_be_none() {
    let (found, _) = discover(|_| http("404 Not Found", "", "")).await;
    assert!(matches!(&*found.unwrap_err().kind, FailureKind::NotFound { .. }));
    let (found, _) = discover(|_| html("200 OK", "Sign in")).await;
    assert!(matches!(&*found.unwrap_err().kind, FailureKind::Intermediary { .. }));
    let (found, memory) = discover(|_| Reply::Bytes(Vec::new())).await;
    assert!(matches!(&*found.unwrap_err().kind, FailureKind::ConnectionClosed { .. }));
    let methods: Vec<String> = memory.all().into_iter().map(|it| it.method).collect();
    assert_eq!(methods.iter().filter(|it| *it == "GET").count(), 3, "no use in asking for users");
    assert_eq!(methods.last().map(String::as_str), Some("TLS"), "a closer look was taken");
}

#[tokio::test]
async fn the_old_plural_is_tried() {
    let (found, _) = discover(|request| match name(request).as_str() {
        "ServiceProviderConfig" => http("404 Not Found", "", ""),
        "ServiceProviderConfigs" => scim(CONFIG),
        _ => good(request),
    })
    .await;
    assert_eq!(found.unwrap().provider_config.source, Source::Server);
}

#[tokio::test]
async fn discovery_lists_in_pages_are_read_to_their_end() {
    let (found, memory) = discover(|request| {
        let second = SCHEMA
            .replace("core:2.0:User\",\"name\":\"User\"", "extra:2.0:Other\",\"name\":\"Other\"");
        match (name(request).as_str(), request.target.ends_with("startIndex=2")) {
            ("Schemas", false) => scim(list(&[SCHEMA], 3)),
            ("Schemas", true) => scim(list(&[&second], 3)),
            _ => good(request),
        }
    })
    .await;
    // The third one never comes: the page with startIndex=3 repeats the first one.
    assert_eq!(found.unwrap().schemas.value.len(), 2);
    assert_eq!(memory.all().iter().filter(|it| it.url.contains("/Schemas")).count(), 3);
}

#[tokio::test]
async fn cancelling_discovery_is_no_finding() {
    let server = Server::start(|_| Reply::Hang(Vec::new())).await;
    let (session, memory) = session(&server.base());
    let context = context();
    let cancel = context.cancel.clone();
    let asking = tokio::spawn(async move { session.discover(&context).await.unwrap_err() });
    for _ in 0..3 {
        server.arrived.notified().await;
        if server.requests().len() == 3 {
            break;
        }
    }
    cancel.cancel();
    assert!(asking.await.unwrap().is_cancelled());
    assert!(memory.all().len() <= 3);
}

#[tokio::test]
async fn an_endpoint_that_repeats_the_base_url_is_read_and_flagged() {
    let server = Server::start(|request| match name(request).as_str() {
        "ResourceTypes" => scim(list(&[&TYPE.replace("/Users", "/scim/v2/Users")], 1)),
        _ => good(request),
    })
    .await;
    let (session, _) = session(&server.base());
    let found = session.discover(&context()).await.unwrap().resource_types;
    let rules: Vec<&str> = found.findings.iter().map(|it| it.rule.as_ref()).collect();
    assert_eq!(rules, ["endpoint-not-relative"]);
    assert_eq!(found.findings[0].pointer, "/Resources/0/endpoint");
    let query = ListQuery { count: Some(1), ..ListQuery::default() };
    assert!(session.list(&found.value[0].endpoint, &query, &context()).await.is_ok());
}
