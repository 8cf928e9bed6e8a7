//! Tokens that are fetched, against a real authorisation server: every way to ask for one, renewal before the end and after
//! a 401, one request for many, and that nothing secret is recorded.

use std::sync::Arc;

use crate::common::{Memory, Server, assert_clean, context, good, http, open};
use crate::issued::{
    Kept, SECRET, Writing, browser, by_secret, guarded, list, oauth, sent, session, signed_in,
};
use client::auth::oauth::{ClientAuthentication, Endpoint, Grant, OAuth, RefreshTokenKeeper};
use client::auth::{Algorithm, Assertion};
use client::base_url::BaseUrl;
use client::error::FailureKind;
use client::exchange::Exchange;
use client::page::ListQuery;
use client::settings::{Auth, Settings};
use issuer::{Issuer, Proof, Taken};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519};

fn posts(memory: &Memory) -> Vec<Exchange> {
    memory.all().into_iter().filter(|it| it.method == "POST").collect()
}

/// Nothing of what was given out, nor of what it was given for, is in any record.
fn assert_recorded_clean(memory: &Memory, issuer: &Issuer, more: &[&str]) {
    let text = format!("{:?}", memory.all());
    let bodies: String = memory
        .all()
        .iter()
        .flat_map(|it| it.request_body.clone().into_iter().chain(response_body(it)))
        .map(|it| String::from_utf8_lossy(&it).into_owned())
        .collect();
    let given = issuer.given();
    let needles: Vec<&str> = given.iter().map(String::as_str).chain(more.iter().copied()).collect();
    assert!(!needles.is_empty());
    assert_clean(&text, &needles);
    assert_clean(&bodies, &needles);
}

fn response_body(exchange: &Exchange) -> Option<Vec<u8>> {
    match &exchange.outcome {
        client::exchange::Outcome::Answered(it) => Some(it.body.clone()),
        _ => None,
    }
}

#[tokio::test]
async fn a_client_secret_goes_where_the_server_looks_for_it() {
    for (proof, client) in [
        (Proof::Header(SECRET.into()), ClientAuthentication::Header(SECRET.into())),
        (Proof::Body(SECRET.into()), ClientAuthentication::Body(SECRET.into())),
        (Proof::Nothing, ClientAuthentication::Public),
    ] {
        let is_public = matches!(proof, Proof::Nothing);
        let issuer = Arc::new(Issuer::start([sent(proof)]).await.unwrap());
        let server = guarded(&issuer).await;
        let (session, memory) = session(&server, &oauth(&issuer, client, Grant::ClientCredentials));
        assert_eq!(list(&session).await.unwrap(), 1);
        assert_eq!(list(&session).await.unwrap(), 1);

        let seen = issuer.seen();
        assert_eq!(seen.len(), 1, "the token is used again");
        assert_eq!(seen[0].form["scope"], "scim.read");
        assert_eq!(seen[0].form["audience"], "https://scim.example.com");
        let recorded = posts(&memory).remove(0);
        assert_eq!(recorded.url, issuer.token_endpoint());
        assert_eq!(recorded.asked_by, "Access token");
        let body = String::from_utf8(recorded.request_body.clone().unwrap()).unwrap();
        assert!(body.contains("grant_type=client_credentials") && body.contains("scope=scim.read"));
        let answer = String::from_utf8(response_body(&recorded).unwrap()).unwrap();
        assert!(
            answer.contains("\"access_token\":\"•••\"") && answer.contains("\"expires_in\":3600")
        );
        if !is_public {
            assert_recorded_clean(&memory, &issuer, &[SECRET]);
        }
        let held = format!("{session:?} {memory:?}", memory = memory.all().len());
        assert_clean(&held, &[SECRET]);
    }
}

#[tokio::test]
async fn a_client_secret_that_is_refused_is_told_of_with_its_place() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Body(SECRET.into()))]).await.unwrap());
    let server = guarded(&issuer).await;
    let (session, memory) = session(&server, &by_secret(&issuer));
    let failure = list(&session).await.unwrap_err();
    assert!(
        matches!(&*failure.kind, FailureKind::TokenDenied { error, .. } if error == "invalid_client")
    );
    let told = failure.explain();
    assert_eq!(
        (told.title.as_str(), told.field),
        ("The provider does not accept the client", Some("clientSecret"))
    );
    assert!(told.hints.iter().any(|it| it.contains("in the body instead of the header")));
    assert_eq!(failure.exchange.as_deref(), Some("1"), "the token request is what shows it");
    assert!(server.requests().is_empty(), "without a token the server is not asked");
    assert_clean(&format!("{failure:?} {told:?} {:?}", memory.all()), &[SECRET]);
}

#[tokio::test]
async fn many_requests_at_once_fetch_one_token_or_share_one_refusal() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Header(SECRET.into()))]).await.unwrap());
    let server = guarded(&issuer).await;
    let (good, _) = session(&server, &by_secret(&issuer));
    let all = (0..12).map(|_| {
        let good = good.clone();
        tokio::spawn(async move { list(&good).await.unwrap() })
    });
    for one in all.collect::<Vec<_>>() {
        assert_eq!(one.await.unwrap(), 1);
    }
    assert_eq!(issuer.seen().len(), 1);

    let wrong =
        oauth(&issuer, ClientAuthentication::Header("wrong".into()), Grant::ClientCredentials);
    let (bad, _) = session(&server, &wrong);
    let context = context();
    let query = ListQuery::default();
    let asking = || bad.list("/Users", &query, &context);
    let (a, b, c, d) = tokio::join!(asking(), asking(), asking(), asking());
    for one in [a, b, c, d] {
        assert!(matches!(&*one.unwrap_err().kind, FailureKind::TokenDenied { .. }));
    }
    let denied = issuer.seen().iter().filter(|it| it.taken != Taken::Granted).count();
    assert_eq!(denied, 1, "those that waited share what came of it");
}

#[tokio::test]
async fn a_token_is_renewed_before_its_end_and_after_a_401_once() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Header(SECRET.into()))]).await.unwrap());
    let server = guarded(&issuer).await;
    let oauth = by_secret(&issuer);
    let (session, memory) = session(&server, &oauth);
    list(&session).await.unwrap();
    issuer.revoke_access_tokens();
    assert_eq!(
        list(&session).await.unwrap(),
        1,
        "the refused token was replaced, and the read done again"
    );
    assert_eq!((issuer.seen().len(), server.requests().len()), (2, 3));
    // The life of the next token is over when it is issued, as the clock of the server has it.
    issuer.set_life(Some(1));
    oauth.tokens.expire();
    list(&session).await.unwrap();
    assert_eq!(issuer.seen().len(), 3);
    assert!(oauth.tokens.held().unwrap().expires_at.is_some());
    assert_recorded_clean(&memory, &issuer, &[SECRET]);
}

#[tokio::test]
async fn a_server_that_refuses_every_token_does_not_cost_one_each_time() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Header(SECRET.into()))]).await.unwrap());
    let server = Server::start(|_| http("401 Unauthorized", "", "")).await;
    let (session, _) = session(&server, &by_secret(&issuer));
    for _ in 0..5 {
        let failure = list(&session).await.unwrap_err();
        assert!(matches!(&*failure.kind, FailureKind::Unauthorized { .. }), "{failure:?}");
        assert_eq!(failure.explain().title, "The server does not accept the issued token");
    }
    assert_eq!(issuer.seen().len(), 2, "the first token, and one try with another");
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn refresh_tokens_are_replaced_and_each_new_one_is_kept() {
    // The first one comes of a sign-in; here the authorisation server is asked for it directly.
    let issuer = Arc::new(Issuer::start([sent(Proof::Nothing)]).await.unwrap());
    let first = signed_in(&issuer).await;
    let server = guarded(&issuer).await;
    let kept = Arc::new(Kept::default());
    let oauth = OAuth {
        keeper: Some(Arc::clone(&kept) as Arc<dyn RefreshTokenKeeper>),
        ..oauth(&issuer, ClientAuthentication::Public, Grant::RefreshToken(first.as_str().into()))
    };
    let (session, memory) = session(&server, &oauth);
    list(&session).await.unwrap();
    oauth.tokens.expire();
    list(&session).await.unwrap();
    let kept = kept.0.lock().unwrap().clone();
    assert_eq!(kept.len(), 2);
    let refreshed: Vec<String> =
        issuer.seen().iter().filter_map(|it| it.form.get("refresh_token").cloned()).collect();
    assert_eq!(refreshed, [first.clone(), kept[0].clone()], "the new one is used, not the first");
    assert_recorded_clean(&memory, &issuer, &[]);

    issuer.revoke_refresh_tokens();
    oauth.tokens.expire();
    let told = list(&session).await.unwrap_err().explain();
    assert_eq!(
        (told.title.as_str(), told.field),
        ("The refresh token is not accepted", Some("refreshToken"))
    );
}

#[tokio::test]
async fn a_person_signs_in_with_the_browser() {
    for (proof, client) in [
        (Proof::Nothing, ClientAuthentication::Public),
        (Proof::Body(SECRET.into()), ClientAuthentication::Body(SECRET.into())),
    ] {
        let issuer = Arc::new(Issuer::start([sent(proof)]).await.unwrap());
        let server = guarded(&issuer).await;
        let oauth = browser::oauth(&issuer, client);
        let (session, memory) = session(&server, &oauth);
        let failure = list(&session).await.unwrap_err();
        assert!(matches!(&*failure.kind, FailureKind::SignInNeeded { has_expired: false }));
        assert!(memory.all().is_empty(), "nothing was sent");

        browser::sign_in(&session).await.unwrap();
        assert_eq!(list(&session).await.unwrap(), 1);
        oauth.tokens.expire();
        assert_eq!(list(&session).await.unwrap(), 1, "renewed by the refresh token");
        let grants: Vec<String> =
            issuer.seen().iter().map(|it| it.form["grant_type"].clone()).collect();
        assert_eq!(grants, ["authorization_code", "refresh_token"]);
        let verifier = issuer.seen()[0].form["code_verifier"].clone();
        assert_recorded_clean(&memory, &issuer, &[&verifier]);

        issuer.revoke_refresh_tokens();
        oauth.tokens.expire();
        let failure = list(&session).await.unwrap_err();
        assert!(matches!(&*failure.kind, FailureKind::SignInNeeded { has_expired: true }));
        assert!(failure.exchange.is_some());
    }
}

#[tokio::test]
async fn nobody_else_waits_for_the_person_at_the_browser() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Nothing)]).await.unwrap());
    let server = guarded(&issuer).await;
    let oauth = browser::oauth(&issuer, ClientAuthentication::Public);
    let (session, _) = session(&server, &oauth);
    let opened = Arc::new(tokio::sync::Notify::new());
    let (opens, signs_in) = (Arc::clone(&opened), session.clone());
    let waits = tokio::spawn(async move {
        browser::with(&signs_in, move |_| {
            opens.notify_one();
            Ok(())
        })
        .await
    });
    opened.notified().await;
    let failure = list(&session).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::SignInNeeded { .. }), "{failure:?}");
    assert!(!waits.is_finished(), "the person is still at the browser");
    waits.abort();
}

#[tokio::test]
async fn a_token_endpoint_that_is_busy_is_left_alone_until_it_said() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let endpoint = Server::start(move |_| http(status, "Retry-After: 120\r\n", "")).await;
        let issuer = Arc::new(Issuer::start([sent(Proof::Nothing)]).await.unwrap());
        let server = guarded(&issuer).await;
        let url = format!("http://127.0.0.1:{}/token", endpoint.port);
        let token_endpoint = Endpoint::parse(&url, "tokenEndpoint").unwrap();
        let oauth = OAuth { token_endpoint, ..by_secret(&issuer) };
        let (session, memory) = session(&server, &oauth);
        for _ in 0..3 {
            let failure = list(&session).await.unwrap_err();
            assert!(failure.is_about_token(), "{failure:?}");
            assert_eq!(failure.exchange.as_deref(), Some("1"), "where it said so");
        }
        assert_eq!((endpoint.connections(), memory.all().len()), (1, 1), "{status}");
        oauth.tokens.expire();
        list(&session).await.unwrap_err();
        assert_eq!(endpoint.connections(), 2, "a person who wants a new token is obeyed");
    }
}

#[tokio::test]
async fn a_sign_in_that_is_declined_says_so() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Nothing)]).await.unwrap());
    issuer.set_consent(false);
    let server = guarded(&issuer).await;
    let (session, _) = session(&server, &browser::oauth(&issuer, ClientAuthentication::Public));
    let failure = browser::sign_in(&session).await.unwrap_err();
    let told = failure.explain();
    assert_eq!(told.title, "The sign-in did not work");
    assert_eq!(told.said.as_deref(), Some("access_denied: The person said no."));
    assert!(issuer.seen().is_empty());
}

#[tokio::test]
async fn an_answer_with_another_state_or_of_another_host_is_turned_away() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Nothing)]).await.unwrap());
    let server = guarded(&issuer).await;
    let (session, _) = session(&server, &browser::oauth(&issuer, ClientAuthentication::Public));
    browser::with(&session, |url| {
        let url = reqwest::Url::parse(url).unwrap();
        let pairs: std::collections::HashMap<String, String> =
            url.query_pairs().into_owned().collect();
        let redirect = pairs["redirect_uri"].clone();
        assert_eq!(pairs["code_challenge_method"], "S256");
        tokio::spawn(async move {
            let client = issuer::browser();
            let status = |it: reqwest::Response| it.status().as_u16();
            let get = |it: String| client.get(it).send();
            assert_eq!(
                status(get(format!("{redirect}?code=forged&state=guessed")).await.unwrap()),
                400
            );
            assert_eq!(status(get(format!("{redirect}?code=forged")).await.unwrap()), 400);
            let twice = format!("{redirect}?code=a&code=b&state={}", pairs["state"]);
            assert_eq!(status(get(twice).await.unwrap()), 400);
            assert_eq!(
                status(get(redirect.replace("/callback", "/favicon.ico")).await.unwrap()),
                404
            );
            let foreign = client.get(format!("{redirect}?code=x&state={}", pairs["state"]));
            let foreign = foreign.header("Host", "evil.example.com").send().await.unwrap();
            assert_eq!(status(foreign), 404);
            let posted = client.post(format!("{redirect}?code=x&state={}", pairs["state"])).send();
            assert_eq!(status(posted.await.unwrap()), 404);
            assert_eq!(status(get(url.to_string()).await.unwrap()), 200);
            assert!(get(redirect).await.is_err(), "after the one answer nobody listens any more");
        });
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(issuer.seen().len(), 1);
    assert_eq!(list(&session).await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_waited_for_without_end() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Nothing)]).await.unwrap());
    let server = guarded(&issuer).await;
    let (session, _) = session(&server, &browser::oauth(&issuer, ClientAuthentication::Public));
    let failure = browser::with(&session, |_| Err("no browser".into())).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::SignInFailed { .. }), "{failure:?}");
    assert!(failure.explain().detail.contains("Nobody signed in within 30 s"));
}

fn assertion(key: &KeyPair, algorithm: Option<Algorithm>) -> Assertion {
    Assertion::new(&key.serialize_pem().into(), None, algorithm).unwrap()
}

#[tokio::test]
async fn a_signed_assertion_stands_for_the_client_or_is_the_grant() {
    for (kind, name) in [
        (&PKCS_ECDSA_P256_SHA256, "ES256"),
        (&PKCS_ECDSA_P384_SHA384, "ES384"),
        (&PKCS_ED25519, "EdDSA"),
    ] {
        let key = KeyPair::generate_for(kind).unwrap();
        let proof = Proof::Assertion { public_key: key.public_key_pem(), algorithm: name.into() };
        let issuer = Arc::new(Issuer::start([sent(proof)]).await.unwrap());
        let server = guarded(&issuer).await;
        let signed = assertion(&key, None);
        assert_eq!(signed.algorithm().name(), name);
        let client = ClientAuthentication::PrivateKeyJwt(signed.clone());
        let mut robot = signed;
        (robot.issuer, robot.subject) = (Some("app".into()), Some("robot".into()));
        let grant = Grant::JwtBearer(robot);
        for oauth in [
            oauth(&issuer, client, Grant::ClientCredentials),
            OAuth {
                client_id: String::new(),
                ..oauth(&issuer, ClientAuthentication::Public, grant)
            },
        ] {
            let (session, memory) = session(&server, &oauth);
            assert_eq!(list(&session).await.unwrap(), 1, "{name}");
            oauth.tokens.expire();
            assert_eq!(
                list(&session).await.unwrap(),
                1,
                "each request has an assertion of its own"
            );
            let seen = issuer.seen();
            let used: Vec<&str> = ["client_assertion", "assertion"]
                .iter()
                .flat_map(|it| {
                    seen.iter().filter_map(|seen| seen.form.get(*it).map(String::as_str))
                })
                .collect();
            assert_recorded_clean(&memory, &issuer, &used);
        }

        let other = assertion(&KeyPair::generate_for(kind).unwrap(), None);
        let (session, _) = session(
            &server,
            &oauth(&issuer, ClientAuthentication::PrivateKeyJwt(other), Grant::ClientCredentials),
        );
        let told = list(&session).await.unwrap_err().explain();
        assert_eq!(told.field, Some("privateKey"));
    }
}

#[tokio::test]
async fn a_token_endpoint_that_is_none_is_told_from_the_server() {
    let server = Server::start(good).await;
    let page = Server::start(|_| crate::common::html("200 OK", "Sign in")).await;
    let away =
        Server::start(|_| http("307 Temporary", "Location: https://example.com/token\r\n", ""))
            .await;
    let closed =
        tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let issuer = Issuer::start([]).await.unwrap();
    for (port, title) in [
        (page.port, "A sign-in page came back, not a token"),
        (away.port, "The token endpoint redirects elsewhere"),
        (closed, "The token endpoint gave no answer"),
    ] {
        let endpoint =
            Endpoint::parse(&format!("http://127.0.0.1:{port}/token"), "tokenEndpoint").unwrap();
        let oauth = OAuth { token_endpoint: endpoint, ..by_secret(&issuer) };
        let (session, memory) = session(&server, &oauth);
        let failure = list(&session).await.unwrap_err();
        let told = failure.explain();
        assert_eq!((told.title.as_str(), told.field), (title, Some("tokenEndpoint")), "{told:?}");
        assert!(server.requests().is_empty());
        assert_clean(&format!("{failure:?}{told:?}{:?}", memory.all()), &[SECRET]);
    }
    assert_eq!(away.requests().len(), 1, "no redirect is followed with a secret");
}

#[tokio::test]
async fn the_connection_test_names_the_token_as_a_step_of_its_own() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Header(SECRET.into()))]).await.unwrap());
    let server = guarded(&issuer).await;
    let (session, memory) = session(&server, &by_secret(&issuer));
    let report = session.test(&mut |_| (), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    let token = report.steps.iter().find(|it| it.name.to_string() == "Access token").unwrap();
    assert!(token.detail.contains("for scim.read, good for"), "{}", token.detail);
    // A good one names its request, as one that fails does.
    let shown: usize = token.exchange.as_ref().unwrap().parse().unwrap();
    let asked = memory.all().swap_remove(shown - 1);
    assert_eq!((asked.method.as_str(), asked.url), ("POST", issuer.token_endpoint()));

    let wrong =
        oauth(&issuer, ClientAuthentication::Header("wrong".into()), Grant::ClientCredentials);
    let (session, _) = self::session(&server, &wrong);
    let report = session.test(&mut |_| (), &context()).await;
    assert_eq!(report.failed().unwrap().name.to_string(), "Access token");
    assert_eq!(report.failed().unwrap().problem.as_ref().unwrap().field, Some("clientSecret"));
}

#[tokio::test]
async fn an_echo_of_what_was_sent_is_recorded_without_it() {
    // An authorisation server that says back everything, as some do in their errors.
    let echo = Server::start(|request| {
        let body =
            serde_json::json!({ "error": "invalid_request", "error_description": request.raw });
        http(
            "400 Bad Request",
            "Content-Type: application/json\r\nX-Echo: canary-client-secret+/7Q~9\r\n",
            body.to_string(),
        )
    })
    .await;
    let server = Server::start(good).await;
    let issuer = Issuer::start([]).await.unwrap();
    for client in
        [ClientAuthentication::Header(SECRET.into()), ClientAuthentication::Body(SECRET.into())]
    {
        let oauth = OAuth {
            token_endpoint: Endpoint::parse(
                &format!("http://127.0.0.1:{}/t", echo.port),
                "tokenEndpoint",
            )
            .unwrap(),
            ..oauth(&issuer, client, Grant::ClientCredentials)
        };
        let (session, memory) = session(&server, &oauth);
        let failure = list(&session).await.unwrap_err();
        let body = String::from_utf8(response_body(&memory.all()[0]).unwrap()).unwrap();
        let text = format!("{failure:?} {:?} {:?} {body}", failure.explain(), memory.all());
        let encoded: String =
            reqwest::Url::parse_with_params("http://x/", [("a", SECRET)]).unwrap().query().unwrap()
                [2..]
                .into();
        assert_clean(&text, &[SECRET, &encoded, "YXBwOmNhbmFyeS1jbGllbnQtc2VjcmV0"]);
    }
}

#[tokio::test]
async fn a_write_with_a_refused_token_is_not_sent_again_and_the_next_request_has_another() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Header(SECRET.into()))]).await.unwrap());
    let server = guarded(&issuer).await;
    let writing = Writing::new(&server, by_secret(&issuer));
    list(&writing.session).await.unwrap();
    issuer.revoke_access_tokens();
    let deletes = || server.requests().iter().filter(|it| it.raw.starts_with("DELETE ")).count();

    assert_eq!(writing.send().await.status, 401);
    assert_eq!((deletes(), issuer.seen().len()), (1, 1), "sent once, and no token asked for");
    assert_ne!(writing.send().await.status, 401);
    assert_eq!((deletes(), issuer.seen().len()), (2, 2), "confirmed anew, with another token");
    assert_recorded_clean(&writing.memory, &issuer, &[SECRET]);
}

#[tokio::test]
async fn a_request_is_shown_as_it_is_sent_before_there_is_a_token() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Header(SECRET.into()))]).await.unwrap());
    let server = guarded(&issuer).await;
    let writing = Writing::new(&server, by_secret(&issuer));
    let shown = writing.session.render(&writing.delete()).unwrap();
    assert!(shown.headers.contains(&("authorization".to_owned(), "Bearer •••".to_owned())));
    assert!(issuer.seen().is_empty() && writing.memory.all().is_empty(), "nothing was asked");

    writing.send().await;
    let recorded = writing.memory.all().pop().unwrap();
    assert_eq!((recorded.method, recorded.url), (shown.method, shown.url));
    assert_eq!(recorded.request_headers, shown.headers);
}

#[tokio::test]
async fn corrections_of_the_base_url_do_not_ask_in_vain_for_tokens_again_and_again() {
    let asked = std::sync::atomic::AtomicUsize::new(0);
    // It issues one token, and then knows the client no more.
    let tokens = Server::start(move |_| {
        let json = "Content-Type: application/json\r\n";
        match asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 => http("200 OK", json, r#"{"access_token":"canary-first","token_type":"Bearer"}"#),
            _ => http("400 Bad Request", json, r#"{"error":"invalid_client"}"#),
        }
    })
    .await;
    let server = Server::start(|request| match request.path().starts_with("/scim/v2/") {
        true => http("401 Unauthorized", "WWW-Authenticate: Bearer\r\n", ""),
        false => http("404 Not Found", "", ""),
    })
    .await;
    let issuer = Issuer::start([]).await.unwrap();
    let endpoint = format!("http://127.0.0.1:{}/t", tokens.port);
    let oauth = OAuth {
        token_endpoint: Endpoint::parse(&endpoint, "tokenEndpoint").unwrap(),
        ..by_secret(&issuer)
    };
    let base = BaseUrl::parse(&format!("http://127.0.0.1:{}/other", server.port)).unwrap();
    let (session, _) = open(Settings::new(base, Auth::OAuth(Box::new(oauth))));
    let report = session.test(&mut |_| (), &context()).await;
    let looked = report.steps.iter().find(|it| it.name.to_string() == "Base URL").unwrap();
    let expected = format!("http://127.0.0.1:{}/scim/v2", server.port);
    assert_eq!(looked.suggestion.as_deref(), Some(&*expected), "{looked:?}");
    assert_eq!(tokens.requests().len(), 2, "the one that was given, and one more try");
}
