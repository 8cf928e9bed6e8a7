//! Each fault against a real socket: its kind, its own words, and its record.

use std::time::Duration;

use crate::common::{
    Memory, Reply, Server, assert_clean, context, html, http, list, open, scim, scim_error,
    session, settings,
};
use client::base_url::BaseUrl;
use client::error::{Explanation, Failure, FailureKind, Phase};
use client::exchange::Outcome;
use client::page::{ListQuery, Selection};
use client::session::Session;
use client::settings::{Auth, Settings};

async fn list_users(session: &Session) -> Failure {
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err()
}

/// The failure of listing users at a server that always says the same.
async fn fault(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (Failure, Explanation) {
    let server = Server::start(move |_| reply()).await;
    let (session, memory) = session(&server.base());
    let failure = list_users(&session).await;
    assert_eq!(memory.all().len(), 1, "it was recorded");
    assert_eq!(failure.exchange.as_deref(), Some("1"), "and the failure points at the record");
    assert_eq!(failure.url.as_deref(), Some(format!("{}/Users", server.base()).as_str()));
    let explanation = failure.explain();
    assert_readable(&explanation);
    (failure, explanation)
}

fn assert_readable(it: &Explanation) {
    assert!(it.title.split(' ').count() < 8 && !it.title.ends_with('.'), "{}", it.title);
    assert!(it.detail.ends_with('.'), "{}", it.detail);
    assert!(!it.hints.is_empty() && it.hints.iter().all(|hint| hint.ends_with('.')), "{it:?}");
    assert!(
        it.detail.starts_with(|c: char| !c.is_lowercase() || c.is_numeric())
            || it.detail.starts_with("127."),
        "{}",
        it.detail
    );
}

fn assert_recorded(memory: &Memory, code: &str) {
    assert_eq!(memory.last_failure().0, code);
}

#[test]
fn an_unsupported_scheme_is_named() {
    let failure = Failure::from(BaseUrl::parse("ldap://directory.example.com").unwrap_err());
    assert!(
        matches!(&*failure.kind, FailureKind::UnsupportedScheme { scheme } if scheme == "ldap")
    );
    let told = failure.explain();
    assert_readable(&told);
    assert_eq!(told.title, "This kind of address is not supported");
    assert!(told.detail.contains("ldap://"));
    assert_eq!(told.field, Some("baseUrl"));
}

#[test]
fn a_credential_is_not_sent_in_the_clear() {
    let clear = Settings { ..settings("http://scim.example.com/v2") };
    let memory = std::sync::Arc::new(Memory::default());
    let failure = Session::open(clear, memory).unwrap_err();
    assert!(
        matches!(&*failure.kind, FailureKind::PlainHttp { host } if host == "scim.example.com")
    );
    let told = failure.explain();
    assert_readable(&told);
    assert_eq!(told.title, "Everything would travel unencrypted");
    assert_eq!(told.field, Some("baseUrl"));

    let base = BaseUrl::parse("http://scim.example.com/v2").unwrap();
    let memory = std::sync::Arc::new(Memory::default());
    let mut settings = Settings::new(base, Auth::None);
    let without = Session::open(settings.clone(), memory.clone()).unwrap_err();
    assert!(matches!(*without.kind, FailureKind::PlainHttp { .. }), "data is read there too");
    settings.network.allows_plain_http = true;
    assert!(Session::open(settings, memory).is_ok(), "a person agreed");
}

#[test]
fn a_token_with_line_breaks_is_named() {
    let base = BaseUrl::parse("https://scim.example.com").unwrap();
    let settings = Settings::new(base, Auth::Bearer("two\nlines".into()));
    let memory = std::sync::Arc::new(Memory::default());
    let failure = Session::open(settings, memory).unwrap_err();
    assert!(matches!(*failure.kind, FailureKind::UnusableToken));
    assert_eq!(failure.explain().field, Some("token"));
}

#[tokio::test]
async fn an_unknown_host_is_named() {
    let (session, memory) = session("https://no-such-host.invalid/scim/v2");
    let failure = list_users(&session).await;
    assert!(
        matches!(&*failure.kind, FailureKind::UnknownHost { host, .. } if host == "no-such-host.invalid"),
        "{failure:?}"
    );
    let told = failure.explain();
    assert_readable(&told);
    assert_eq!(told.title, "The host name is unknown");
    assert!(told.detail.contains("no-such-host.invalid"));
    assert_eq!(told.field, Some("baseUrl"));
    assert_recorded(&memory, "unknownHost");
}

#[tokio::test]
async fn a_refused_port_is_named() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let (session, memory) = session(&format!("http://127.0.0.1:{port}"));
    let failure = list_users(&session).await;
    assert!(
        matches!(&*failure.kind, FailureKind::Refused { port: it, .. } if *it == port),
        "{failure:?}"
    );
    let told = failure.explain();
    assert_readable(&told);
    assert_eq!(told.title, "The server refused the connection");
    assert!(told.detail.contains(&port.to_string()));
    assert_recorded(&memory, "refused");
}

#[tokio::test]
async fn a_401_shows_the_challenge() {
    let (failure, told) = fault(|| {
        let challenge =
            "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"expired\"\r\n";
        http("401 Unauthorized", challenge, "")
    })
    .await;
    assert!(matches!(&*failure.kind, FailureKind::Unauthorized { sent: Some(_), .. }));
    assert_eq!(told.title, "The server does not accept the token");
    let said = told.said.unwrap();
    assert!(
        said.starts_with("401 Unauthorized\nWWW-Authenticate: Bearer error=\"invalid_token\""),
        "{said}"
    );
    assert_eq!(told.field, Some("token"));
}

#[tokio::test]
async fn a_401_without_a_token_asks_for_one() {
    let server = Server::start(|_| http("401 Unauthorized", "", "")).await;
    let base = BaseUrl::parse(&server.base()).unwrap();
    let (session, _) = open(Settings::new(base, Auth::None));
    let told = list_users(&session).await.explain();
    assert_eq!(
        (told.title.as_str(), told.field),
        ("The server asks for a token", Some("authentication")),
        "without a sign-in there is no field for a token"
    );
    assert_eq!(server.requests()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_403_quotes_the_server() {
    let (failure, told) =
        fault(|| scim_error("403 Forbidden", "scope users:read is missing")).await;
    assert!(matches!(&*failure.kind, FailureKind::Forbidden { .. }));
    assert_eq!(told.title, "The token may not do this");
    assert!(told.said.unwrap().contains("scope users:read is missing"));
}

/// Whoever has no token is not told of one.
#[tokio::test]
async fn a_403_speaks_of_the_way_that_was_signed_in() {
    let basic = Auth::Basic { user: "ada".into(), password: "canary-pass-word".into() };
    let key = Auth::ApiKey { header: "X-Api-Key".into(), key: "canary-key".into() };
    for (auth, title) in [
        (basic, "This account may not do this"),
        (key, "The key may not do this"),
        (Auth::None, "Nobody may do this without sign-in"),
    ] {
        let server = Server::start(|_| scim_error("403 Forbidden", "no")).await;
        let base = BaseUrl::parse(&server.base()).unwrap();
        let (session, _) = open(Settings::new(base, auth));
        let told = list_users(&session).await.explain();
        assert_eq!(told.title, title);
        assert!(!format!("{} {:?}", told.detail, told.hints).contains("token"), "{told:?}");
    }
}

#[tokio::test]
async fn a_404_may_be_a_web_page() {
    let (failure, told) = fault(|| html("404 Not Found", "Page not found")).await;
    assert!(matches!(&*failure.kind, FailureKind::NotFound { .. }));
    assert_eq!(told.title, "The server has nothing at this address");
    assert_eq!(told.said.unwrap(), "404 Not Found\na web page titled \"Page not found\"");
    assert_eq!(told.field, Some("baseUrl"));
}

#[tokio::test]
async fn other_refusals_carry_the_scim_error() {
    let (failure, told) = fault(|| scim_error("400 Bad Request", "count is too large")).await;
    assert!(matches!(&*failure.kind, FailureKind::Rejected { status: 400, .. }));
    assert_eq!(told.title, "The server does not understand the request");
    assert!(told.detail.starts_with("It answered 400: "), "{}", told.detail);
    assert!(!told.detail.contains("count is too large"), "its words are said once, below");
    assert_eq!(told.said.unwrap(), "400 Bad Request\ncount is too large");

    for status in ["400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found"] {
        let (failure, told) = fault(move || scim_error(status, &"long ".repeat(10_000))).await;
        let said = told.said.unwrap();
        assert!(said.ends_with('…'), "{said}");
        assert!(said.chars().count() < 540 && told.detail.len() < 200, "{said}");
        assert!(format!("{failure:?}").len() < 1_000, "{failure:?}");
    }

    let (_, told) = fault(|| http("429 Too Many Requests", "Retry-After: 30\r\n", "")).await;
    assert_eq!(told.title, "The server asks to slow down");
    assert!(told.detail.contains("wait for 30 seconds"));

    let (failure, told) = fault(|| html("500 Internal Server Error", "Oh dear")).await;
    assert!(matches!(&*failure.kind, FailureKind::Rejected { status: 500, .. }));
    assert_eq!(told.title, "The server failed on its side");

    let (_, told) = fault(|| http("418 I'm a teapot", "", "short and stout")).await;
    assert!(told.said.unwrap().contains("short and stout"));
}

#[tokio::test]
async fn a_login_page_is_recognised() {
    let (failure, told) = fault(|| html("200 OK", "Sign in &amp; more")).await;
    assert!(
        matches!(&*failure.kind, FailureKind::Intermediary { status: 200, title: Some(title), .. } if title == "Sign in & more")
    );
    assert_eq!(told.title, "A sign-in page came back, not SCIM");
    assert!(told.detail.contains("Sign in & more"));
    assert_eq!(told.field, Some("baseUrl"));
}

#[tokio::test]
async fn scim_marked_as_a_web_page_is_read() {
    let server = Server::start(|_| {
        http("200 OK", "Content-Type: text/html\r\n", list(&[crate::common::USER], 1))
    })
    .await;
    let (session, _) = session(&server.base());
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    assert!(page.findings.iter().any(|it| it.rule == "S01"));
}

#[tokio::test]
async fn json_that_is_no_scim_is_named() {
    let (failure, told) = fault(|| scim(r#"{"hello":"world"}"#)).await;
    assert!(matches!(&*failure.kind, FailureKind::NotScim { status: 200, .. }), "{failure:?}");
    assert_eq!(told.title, "The answer is not SCIM");
    assert!(told.said.unwrap().contains("hello"));

    let (failure, told) = fault(|| scim(r#"{"schemas": [,"#)).await;
    assert!(matches!(&*failure.kind, FailureKind::NotJson { is_cut: false, .. }), "{failure:?}");
    assert_eq!(told.title, "The answer is not JSON");
    assert!(told.detail.contains("line 1"), "{}", told.detail);

    let (failure, told) = fault(|| scim(r#"{"schemas": ["#)).await;
    assert!(matches!(&*failure.kind, FailureKind::NotJson { is_cut: true, .. }), "{failure:?}");
    assert_eq!(told.title, "The answer ends in the middle");
}

#[tokio::test]
async fn an_empty_answer_is_named() {
    let (failure, told) = fault(|| http("200 OK", "", "")).await;
    assert!(matches!(&*failure.kind, FailureKind::EmptyBody { status: 200 }));
    assert_eq!(told.title, "The answer is empty");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_named_and_kept() {
    let server = Server::start(|_| {
        Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"Resources\":[".to_vec())
    })
    .await;
    let (session, memory) = session(&server.base());
    let failure = list_users(&session).await;
    assert!(
        matches!(&*failure.kind, FailureKind::Truncated { received_bytes: 14, .. }),
        "{failure:?}"
    );
    let told = failure.explain();
    assert_readable(&told);
    assert_eq!(told.title, "The answer broke off");
    let Outcome::Failed { code, partial: Some(partial), .. } = memory.all().remove(0).outcome
    else {
        panic!("no partial answer")
    };
    assert_eq!((code.as_str(), partial.status), ("truncated", 200));
    assert_eq!(partial.body, b"{\"Resources\":[");
}

#[tokio::test]
async fn a_hang_up_and_nonsense_are_told_apart() {
    let (failure, told) = fault(|| Reply::Bytes(Vec::new())).await;
    assert!(matches!(&*failure.kind, FailureKind::ConnectionClosed { .. }), "{failure:?}");
    assert_eq!(told.title, "The server hung up without answering");

    let (failure, told) = fault(|| Reply::Bytes(b"220 smtp.example.com ready\r\n".to_vec())).await;
    assert!(matches!(&*failure.kind, FailureKind::NotHttp { .. }), "{failure:?}");
    assert_eq!(told.title, "The answer was not HTTP");
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let server = Server::start(|_| Reply::Hang(Vec::new())).await;
    let limit = Duration::from_millis(80);
    let (session, memory) = open(Settings { total_timeout: limit, ..settings(&server.base()) });
    let failure = list_users(&session).await;
    assert!(
        matches!(&*failure.kind, FailureKind::TimedOut { phase: Phase::FirstByte, after } if *after == limit),
        "{failure:?}"
    );
    let told = failure.explain();
    assert_readable(&told);
    assert_eq!(told.title, "The server accepted, but never answered");
    assert!(told.detail.contains("80 ms"));
    assert_recorded(&memory, "timedOut");
    server.hung_up.notified().await;
}

#[tokio::test]
async fn an_answer_that_stalls_is_given_up() {
    let server = Server::start(|_| {
        Reply::Hang(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{".to_vec())
    })
    .await;
    let limit = Duration::from_millis(150);
    let (session, memory) = open(Settings { total_timeout: limit, ..settings(&server.base()) });
    let failure = list_users(&session).await;
    assert!(
        matches!(&*failure.kind, FailureKind::TimedOut { phase: Phase::Body, .. }),
        "{failure:?}"
    );
    assert_eq!(failure.explain().title, "The answer stopped on its way");
    assert_recorded(&memory, "timedOut");
    server.hung_up.notified().await;
}

#[tokio::test]
async fn a_connection_that_never_comes_about_is_given_up() {
    // A server that accepts and never begins TLS: the handshake belongs to connecting.
    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}", server.local_addr().unwrap());
    let limit = Duration::from_millis(80);
    let (session, memory) = open(Settings { connect_timeout: limit, ..settings(&base) });
    let failure = list_users(&session).await;
    assert!(
        matches!(&*failure.kind, FailureKind::TimedOut { phase: Phase::Connect, after } if *after == limit),
        "{failure:?}"
    );
    assert_eq!(failure.explain().title, "Connecting took too long");
    assert_recorded(&memory, "timedOut");
}

#[tokio::test]
async fn a_cancelled_request_drops_its_connection_and_is_recorded() {
    for reply in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"] {
        let server = Server::start(move |_| Reply::Hang(reply.to_vec())).await;
        let (session, memory) = session(&server.base());
        let context = context();
        let cancel = context.cancel.clone();
        let asking = tokio::spawn(async move {
            session.list("/Users", &ListQuery::default(), &context).await.unwrap_err()
        });
        server.arrived.notified().await;
        cancel.cancel();
        let failure = asking.await.unwrap();
        assert!(failure.is_cancelled());
        assert_recorded(&memory, "cancelled");
        server.hung_up.notified().await;
    }
}

#[tokio::test]
async fn what_was_cancelled_before_it_was_sent_did_not_happen() {
    let server = Server::start(crate::common::good).await;
    let (session, memory) = session(&server.base());
    let context = context();
    context.cancel.cancel();
    let failure = session.list("/Users", &ListQuery::default(), &context).await.unwrap_err();
    assert!(failure.is_cancelled());
    assert!(memory.all().is_empty() && server.requests().is_empty());
    assert_eq!(failure.explain().title, "The request was cancelled");
}

#[tokio::test]
async fn ids_that_are_no_path_are_refused() {
    let server = Server::start(crate::common::good).await;
    let (session, memory) = session(&server.base());
    for id in ["", ".", ".."] {
        let failure =
            session.get("/Users", id, &Selection::default(), &context()).await.unwrap_err();
        assert!(matches!(&*failure.kind, FailureKind::UnusableId { .. }));
        let told = failure.explain();
        assert_readable(&told);
        assert_eq!((told.title.as_str(), told.field), ("This resource cannot be asked for", None));
    }
    let failure = session
        .list("https://evil.example/Users", &ListQuery::default(), &context())
        .await
        .unwrap_err();
    assert!(failure.to_string().contains("https://evil.example"), "{failure}");
    assert!(memory.all().is_empty());
    assert_clean(&format!("{failure:?}"), &[crate::common::TOKEN]);
}

#[tokio::test]
async fn an_endpoint_on_another_origin_is_no_fault_of_the_base_url() {
    let server = Server::start(crate::common::good).await;
    let (session, memory) = session(&server.base());
    let query = ListQuery::default();
    let failure =
        session.list("https://evil.example.com/Users", &query, &context()).await.unwrap_err();
    assert!(
        matches!(&*failure.kind, FailureKind::EndpointElsewhere { to_origin } if to_origin == "https://evil.example.com")
    );
    let told = failure.explain();
    assert_readable(&told);
    assert!(told.detail.contains("https://evil.example.com") && told.field.is_none());

    let failure = session.list("  ", &query, &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::BadEndpoint { .. }), "{failure:?}");
    assert_readable(&failure.explain());
    assert!(memory.all().is_empty() && server.requests().is_empty(), "nothing was sent");
}
