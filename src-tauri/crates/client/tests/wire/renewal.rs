//! What becomes of tokens when something goes wrong beside them: somebody stops waiting, signs out, signs in twice; a
//! renewal fails; a server refuses every token.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::common::{Server, assert_clean, context, good, http};
use crate::issued::{
    Kept, SECRET, Writing, browser, by_secret, guarded, list, sent, session, signed_in,
};
use client::auth::oauth::{ClientAuthentication, Endpoint, Grant, OAuth, RefreshTokenKeeper};
use client::error::{Failure, FailureKind};
use client::exchange::{Context, Outcome};
use client::page::ListQuery;
use client::session::Session;
use issuer::{Issuer, Proof, Taken};
use tokio_util::sync::CancellationToken;

const JSON: &str = "Content-Type: application/json\r\n";

/// A tenant with a pasted refresh token, and what is kept of those that follow it.
async fn pasted(issuer: &Arc<Issuer>) -> (OAuth, Arc<Kept>) {
    let first = signed_in(issuer).await;
    let kept = Arc::new(Kept::default());
    let grant = Grant::RefreshToken(first.into());
    let oauth = OAuth {
        keeper: Some(Arc::clone(&kept) as Arc<dyn RefreshTokenKeeper>),
        ..crate::issued::oauth(issuer, ClientAuthentication::Public, grant)
    };
    (oauth, kept)
}

async fn public() -> Arc<Issuer> {
    Arc::new(Issuer::start([sent(Proof::Nothing)]).await.unwrap())
}

/// Lists in a task of its own, until it is stopped.
fn reading(session: &Session) -> (CancellationToken, tokio::task::JoinHandle<Result<(), Failure>>) {
    let (session, cancel) = (session.clone(), CancellationToken::new());
    let asked = Context { cancel: cancel.clone(), ..context() };
    let reading = tokio::spawn(async move {
        session.list("/Users", &ListQuery::default(), &asked).await.map(drop)
    });
    (cancel, reading)
}

/// A token endpoint that gives one token, and then answers something else.
async fn once(token: &'static str, later: (&'static str, &'static str)) -> Server {
    let asked = AtomicUsize::new(0);
    Server::start(move |_| match asked.fetch_add(1, Ordering::Relaxed) {
        0 => http("200 OK", JSON, token),
        _ => http(later.0, JSON, later.1),
    })
    .await
}

fn at(tokens: &Server, oauth: OAuth) -> OAuth {
    let endpoint = format!("http://127.0.0.1:{}/t", tokens.port);
    OAuth { token_endpoint: Endpoint::parse(&endpoint, "tokenEndpoint").unwrap(), ..oauth }
}

/// Time goes by, for whoever does not look at the wall.
async fn pass(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

#[tokio::test]
async fn whoever_stops_waiting_does_not_lose_the_refresh_token_that_is_on_its_way() {
    let issuer = public().await;
    let (oauth, kept) = pasted(&issuer).await;
    let server = guarded(&issuer).await;
    let (session, _) = session(&server, &oauth);
    let before = issuer.seen().len();
    let held = issuer.hold_answers().await;
    let (cancel, reading) = reading(&session);
    issuer.until_seen(before + 1).await;
    cancel.cancel();
    assert!(reading.await.unwrap().unwrap_err().is_cancelled());
    drop(held);
    assert_eq!(list(&session).await.unwrap(), 1);
    assert_eq!(issuer.seen().len(), before + 1, "what was asked for is used");
    assert_eq!(*kept.0.lock().unwrap(), [oauth.tokens.refresh().map(text).unwrap()]);
}

fn text(secret: secrecy::SecretString) -> String {
    secrecy::ExposeSecret::expose_secret(&secret).to_owned()
}

#[tokio::test]
async fn what_comes_after_signing_out_is_not_kept() {
    let issuer = public().await;
    let (oauth, kept) = pasted(&issuer).await;
    let server = guarded(&issuer).await;
    let (session, _) = session(&server, &oauth);
    let before = issuer.seen().len();
    let held = issuer.hold_answers().await;
    let (_, reading) = reading(&session);
    issuer.until_seen(before + 1).await;
    oauth.tokens.forget();
    drop(held);
    reading.await.unwrap().unwrap();
    assert!(oauth.tokens.held().is_none() && oauth.tokens.refresh().is_none());
    assert!(kept.0.lock().unwrap().is_empty());
    let failure = list(&session).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::SignInFailed { .. }), "{failure:?}");
    assert_eq!(issuer.seen().len(), before + 1, "this session has no refresh token any more");
}

#[tokio::test]
async fn a_browser_that_is_waited_for_holds_nobody_up_and_gives_way_to_another() {
    let issuer = public().await;
    let server = guarded(&issuer).await;
    let oauth = browser::oauth(&issuer, ClientAuthentication::Public);
    let (session, _) = session(&server, &oauth);
    browser::sign_in(&session).await.unwrap();
    oauth.tokens.expire();
    let waiting = browser::with(&session, |_| Ok(()));
    tokio::pin!(waiting);
    let listed = tokio::select! {
        biased;
        ended = &mut waiting => panic!("{ended:?}"),
        listed = list(&session) => listed,
    };
    assert_eq!(listed.unwrap(), 1, "renewed beside the sign-in");
    let (first, second) = tokio::join!(waiting, browser::sign_in(&session));
    second.unwrap();
    let told = first.unwrap_err().explain();
    assert!(told.detail.contains("nother sign-in was begun in its place"), "{told:?}");
}

#[tokio::test]
async fn scopes_are_named_only_where_a_token_is_asked_for_the_first_time() {
    let issuer = public().await;
    let server = guarded(&issuer).await;
    let oauth = browser::oauth(&issuer, ClientAuthentication::Public);
    let (signed_in, _) = session(&server, &oauth);
    browser::sign_in(&signed_in).await.unwrap();
    oauth.tokens.expire();
    list(&signed_in).await.unwrap();
    let (pasted, _) = pasted(&issuer).await;
    list(&session(&server, &pasted).0).await.unwrap();
    let named: Vec<(String, bool)> = issuer
        .seen()
        .iter()
        .map(|it| (it.form["grant_type"].clone(), it.form.contains_key("scope")))
        .collect();
    let named: Vec<(&str, bool)> = named.iter().map(|(it, named)| (it.as_str(), *named)).collect();
    let code = ("authorization_code", false);
    assert_eq!(named, [code, ("refresh_token", false), code, ("refresh_token", true)]);
}

#[tokio::test]
async fn a_token_that_is_good_is_used_to_its_end_when_its_renewal_fails() {
    let token = r#"{"access_token":"canary-first","token_type":"Bearer","expires_in":1000}"#;
    let tokens = once(token, ("503 Service Unavailable", "later")).await;
    let server = Server::start(good).await;
    let issuer = Issuer::start([]).await.unwrap();
    let oauth = at(&tokens, by_secret(&issuer));
    let (session, _) = session(&server, &oauth);
    list(&session).await.unwrap();
    pass(950).await;
    assert_eq!(list(&session).await.unwrap(), 1);
    assert_eq!(list(&session).await.unwrap(), 1);
    assert_eq!(tokens.requests().len(), 2, "the renewal is not tried with each request");

    oauth.tokens.expire();
    let failure = list(&session).await.unwrap_err();
    assert!(failure.is_about_token(), "whoever wants it renewed is told: {failure:?}");
    assert_eq!(list(&session).await.unwrap(), 1, "and nothing is lost by it");
    pass(60).await;
    assert!(list(&session).await.unwrap_err().is_about_token());
}

#[tokio::test]
async fn a_refresh_token_beside_what_cannot_be_used_is_kept() {
    for unusable in [
        r#"{"refresh_token":"canary-next"}"#,
        r#"{"access_token":"canary-first","token_type":"DPoP","refresh_token":"canary-next"}"#,
        r#"{"access_token":"canary\nfirst","refresh_token":"canary-next"}"#,
    ] {
        let tokens = once(unusable, ("200 OK", r#"{"access_token":"canary-second"}"#)).await;
        let server = Server::start(good).await;
        let (oauth, kept) = pasted(&public().await).await;
        let oauth = at(&tokens, oauth);
        let (session, _) = session(&server, &oauth);
        let failure = list(&session).await.unwrap_err();
        assert!(matches!(&*failure.kind, FailureKind::TokenUnreadable { .. }), "{failure:?}");
        assert_eq!(*kept.0.lock().unwrap(), ["canary-next"]);
        assert_eq!(list(&session).await.unwrap(), 1);
        let asked = tokens.requests().pop().unwrap().raw;
        assert!(asked.contains("refresh_token=canary-next"), "{asked}");
    }
}

#[tokio::test]
async fn writes_that_are_all_refused_cost_two_tokens() {
    let issuer = Arc::new(Issuer::start([sent(Proof::Header(SECRET.into()))]).await.unwrap());
    let server = Server::start(|_| http("401 Unauthorized", "", "")).await;
    let writing = Writing::new(&server, by_secret(&issuer));
    for _ in 0..4 {
        assert_eq!(writing.send().await.status, 401);
    }
    assert_eq!((server.requests().len(), issuer.seen().len()), (4, 2));
}

#[tokio::test]
async fn a_refresh_token_that_was_refused_is_not_asked_with_again() {
    let issuer = public().await;
    let server = guarded(&issuer).await;
    for is_signed_in in [true, false] {
        let oauth = match is_signed_in {
            true => browser::oauth(&issuer, ClientAuthentication::Public),
            false => pasted(&issuer).await.0,
        };
        let (session, _) = session(&server, &oauth);
        if is_signed_in {
            browser::sign_in(&session).await.unwrap();
        }
        list(&session).await.unwrap();
        issuer.revoke_access_tokens();
        issuer.revoke_refresh_tokens();
        let before = issuer.seen().len();
        for _ in 0..3 {
            let failure = list(&session).await.unwrap_err();
            match &*failure.kind {
                FailureKind::SignInNeeded { has_expired: true } => assert!(is_signed_in),
                FailureKind::TokenDenied { .. } => assert!(!is_signed_in),
                other => panic!("{other:?}"),
            }
            assert!(failure.exchange.is_some(), "the request that was refused shows it");
        }
        let denied = |it: &Taken| *it != Taken::Granted;
        let asked = issuer.seen().split_off(before);
        assert_eq!(asked.iter().filter(|it| denied(&it.taken)).count(), 1);
        // A person may know better.
        oauth.tokens.expire();
        list(&session).await.unwrap_err();
        assert_eq!(issuer.seen().len(), before + 2);
        if is_signed_in {
            browser::sign_in(&session).await.unwrap();
            list(&session).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_sign_in_that_brings_no_refresh_token_ends_the_one_before() {
    let issuer = public().await;
    let server = guarded(&issuer).await;
    for is_refused in [false, true] {
        let kept = Arc::new(Kept::default());
        let oauth = OAuth {
            keeper: Some(Arc::clone(&kept) as Arc<dyn RefreshTokenKeeper>),
            ..browser::oauth(&issuer, ClientAuthentication::Public)
        };
        let (session, _) = session(&server, &oauth);
        issuer.set_refreshes(true);
        browser::sign_in(&session).await.unwrap();
        if is_refused {
            issuer.revoke_access_tokens();
            issuer.revoke_refresh_tokens();
            list(&session).await.unwrap_err();
        }
        issuer.set_refreshes(false);
        browser::sign_in(&session).await.unwrap();
        assert_eq!(kept.0.lock().unwrap().last().unwrap(), "none");
        assert!(oauth.tokens.refresh().is_none());
        assert_eq!(list(&session).await.unwrap(), 1);
        // The token of the second person ends.
        issuer.revoke_access_tokens();
        let asked = issuer.seen().len();
        let failure = list(&session).await.unwrap_err();
        assert!(matches!(&*failure.kind, FailureKind::Unauthorized { .. }), "{failure:?}");
        assert_eq!(issuer.seen().len(), asked, "nothing is asked for with the first one's");
    }
}

#[tokio::test]
async fn a_token_in_another_character_set_is_read_and_recorded_without_it() {
    let answers = [
        ("200 OK", r#"{"access_token":"canary-of-two-bytes","token_type":"Bearer"}"#),
        ("400 Bad Request", r#"{"error":"invalid_client","refresh_token":"canary-of-two-bytes"}"#),
    ];
    for (status, answer) in answers {
        for wide in [false, true] {
            let bytes: Vec<u8> = match wide {
                true => answer.chars().flat_map(|it| u32::from(it).to_be_bytes()).collect(),
                false => answer.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            };
            let tokens = Server::start(move |_| http(status, JSON, &bytes)).await;
            let server = Server::start(good).await;
            let issuer = Issuer::start([]).await.unwrap();
            let (session, memory) = session(&server, &at(&tokens, by_secret(&issuer)));
            match list(&session).await {
                Ok(rows) => assert_eq!((rows, status), (1, "200 OK")),
                Err(failure) => {
                    assert!(
                        matches!(&*failure.kind, FailureKind::TokenDenied { .. }),
                        "{failure:?}"
                    );
                }
            }
            let recorded = memory.all().into_iter().find(|it| it.method == "POST").unwrap();
            let Outcome::Answered(answered) = recorded.outcome else { panic!() };
            let kept: Vec<u8> = answered.body.into_iter().filter(|it| *it != 0).collect();
            assert_clean(&String::from_utf8_lossy(&kept), &["canary"]);
        }
    }
}
