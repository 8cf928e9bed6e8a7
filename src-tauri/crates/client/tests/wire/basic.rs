//! Basic authentication: what is sent, what is refused, and that neither the password nor what it becomes on the wire
//! is ever recorded.

use std::sync::Arc;

use crate::common::{Memory, Request, Server, assert_clean, context, http, list, open, scim};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use client::base_url::BaseUrl;
use client::error::FailureKind;
use client::exchange::Outcome;
use client::page::ListQuery;
use client::session::Session;
use client::settings::{Auth, Settings};

const USER: &str = "ada@example.com";
/// With white space at its ends, a colon, and letters whose base64 differs between its two alphabets.
const PASSWORD: &str = " cänary:p/ss>>word?? ";

fn basic(user: &str, password: &str) -> Auth {
    Auth::Basic { user: user.to_owned(), password: password.into() }
}

fn pair() -> String {
    format!("{USER}:{PASSWORD}")
}

fn settings(server: &Server, auth: Auth) -> Settings {
    Settings::new(BaseUrl::parse(&server.base()).unwrap(), auth)
}

/// The error of opening a session for another machine, or of none where there is none.
fn refusal(base: &str, auth: Auth) -> Option<FailureKind> {
    let settings = Settings::new(BaseUrl::parse(base).unwrap(), auth);
    Session::open(settings, Arc::new(Memory::default())).err().map(|it| *it.kind)
}

fn demands_basic(request: &Request) -> crate::common::Reply {
    let expected = format!("Basic {}", STANDARD.encode(pair()));
    if request.header("authorization") == Some(expected) {
        return scim(list(&[crate::common::USER], 1));
    }
    http("401 Unauthorized", "WWW-Authenticate: Basic realm=\"scim\"\r\n", "")
}

#[tokio::test]
async fn user_name_and_password_are_sent_in_base64_of_their_utf8() {
    let server = Server::start(demands_basic).await;
    let (session, memory) = open(settings(&server, basic(USER, PASSWORD)));
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    let sent = &memory.http()[0].request_headers;
    let authorization = sent.iter().find(|(name, _)| name == "authorization").unwrap();
    assert_eq!(authorization.1, "Basic •••");
}

#[tokio::test]
async fn no_spelling_of_the_credential_is_recorded() {
    let spellings = || {
        [
            PASSWORD.to_owned(),
            PASSWORD.trim().to_owned(),
            pair(),
            STANDARD.encode(pair()),
            STANDARD_NO_PAD.encode(pair()),
            URL_SAFE.encode(pair()),
            STANDARD.encode(PASSWORD.trim()),
        ]
    };
    let server = Server::start(move |_| {
        let said = serde_json::json!({ "said": spellings(), "password": PASSWORD }).to_string();
        let header = STANDARD.encode(pair());
        http("500 Oops", &format!("X-Echo: Basic {header}\r\nX-Raw: {header}\r\n"), said)
    })
    .await;
    let (session, memory) = open(settings(&server, basic(USER, PASSWORD)));
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    let recorded = memory.http().pop().unwrap();
    let Outcome::Answered(answered) = &recorded.outcome else { panic!("{recorded:?}") };
    let text = format!("{answered:?} {} {failure:?}", String::from_utf8_lossy(&answered.body));
    let spelled = spellings();
    let needles: Vec<&str> = spelled.iter().map(String::as_str).collect();
    assert_clean(&text, &needles);
    assert!(answered.headers.iter().any(|(name, value)| name == "x-raw" && value.contains("•••")));
}

#[tokio::test]
async fn a_password_that_is_short_is_not_recorded_either() {
    let server = Server::start(|request| {
        let echo = request.header("authorization").unwrap();
        http("403 Forbidden", &format!("X-Echo: {echo}\r\n"), format!("you sent {echo}"))
    })
    .await;
    let (session, memory) = open(settings(&server, basic("a", "1")));
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    let recorded = memory.http().pop().unwrap();
    let Outcome::Answered(answered) = &recorded.outcome else { panic!("{recorded:?}") };
    let text = format!("{answered:?} {}", String::from_utf8_lossy(&answered.body));
    assert_clean(&text, &[&STANDARD.encode("a:1"), &STANDARD_NO_PAD.encode("a:1")]);
}

#[test]
fn what_cannot_be_sent_is_refused_before_anything_is() {
    let base = "https://scim.example.com/scim/v2";
    for user in ["", "a:b", "a\nb", "a\u{7f}"] {
        let kind = refusal(base, basic(user, "x"));
        assert!(matches!(kind, Some(FailureKind::UnusableUserName { .. })), "{user:?}: {kind:?}");
    }
    for password in ["two\nlines", "\u{0}"] {
        let kind = refusal(base, basic("a", password));
        assert!(matches!(kind, Some(FailureKind::UnusablePassword)), "{kind:?}");
    }
    assert!(refusal(base, basic("ada lovelace", "")).is_none());
}

#[test]
fn a_password_never_travels_in_clear_text_to_another_machine() {
    let elsewhere = refusal("http://scim.example.com/scim/v2", basic(USER, PASSWORD));
    assert!(matches!(elsewhere, Some(FailureKind::PlainHttp { .. })), "{elsewhere:?}");
    for here in ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"] {
        assert!(refusal(here, basic(USER, PASSWORD)).is_none(), "{here}");
    }
}

/// Title and field of the explanation of a 401 with this challenge to this way of signing in.
async fn told(challenge: &'static str, auth: Auth) -> (String, Option<&'static str>) {
    let server = Server::start(move |_| {
        http("401 Unauthorized", &format!("WWW-Authenticate: {challenge}\r\n"), "")
    })
    .await;
    let (session, _) = open(settings(&server, auth));
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    let explanation = failure.explain();
    (explanation.title, explanation.field)
}

#[tokio::test]
async fn a_challenge_for_the_other_way_to_sign_in_says_so() {
    let bearer = || Auth::Bearer("canary-token-1".into());
    let basic = || basic(USER, PASSWORD);
    for (challenge, auth, title, field) in [
        (
            "Basic realm=\"x\"",
            bearer(),
            "The server wants a user name and password",
            "authentication",
        ),
        ("Bearer", basic(), "The server wants a token", "authentication"),
        ("Bearer", bearer(), "The server does not accept the token", "token"),
        ("Basic", basic(), "The server refuses user name or password", "password"),
        (
            "Negotiate, Basic x=y",
            bearer(),
            "The server wants a user name and password",
            "authentication",
        ),
        ("Bearer, Basic", basic(), "The server refuses user name or password", "password"),
        ("Basic", Auth::None, "The server asks for a user name", "authentication"),
    ] {
        let what = format!("{challenge} {auth:?}");
        assert_eq!(told(challenge, auth).await, (title.to_owned(), Some(field)), "{what}");
    }
}

#[tokio::test]
async fn the_connection_test_signs_in_with_user_name_and_password() {
    let server = Server::start(|request| match request.path().ends_with("/Users") {
        true => demands_basic(request),
        false => crate::common::good(request),
    })
    .await;
    let (session, memory) = open(settings(&server, basic(USER, PASSWORD)));
    let mut steps = Vec::new();
    let report = session.test(&mut |step| steps.push(step), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    let sign_in = report.steps.iter().find(|it| it.name.to_string() == "Sign-in").unwrap();
    assert_eq!(sign_in.detail, "GET /Users with user name and password");
    assert_clean(&format!("{steps:?} {:?}", memory.all()), &[PASSWORD, &STANDARD.encode(pair())]);
}

#[test]
fn a_credential_does_not_print_itself() {
    assert_clean(&format!("{:?}", basic("a", PASSWORD)), &[PASSWORD]);
}
