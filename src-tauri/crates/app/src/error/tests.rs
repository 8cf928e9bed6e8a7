//! The shape of each error on the wire, and its words.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::HashSet;
use std::time::Duration;

use client::error::{Distrust, Failure, FailureKind, Phase};
use expect_test::{Expect, expect};

use super::*;

fn check(fault: Fault, wire: &Expect) {
    wire.assert_eq(&serde_json::to_string_pretty(&UiError::from(fault)).unwrap());
}

fn request(kind: FailureKind) -> Fault {
    Fault::Request(Failure {
        kind: Box::new(kind),
        exchange: Some("7".into()),
        url: None,
        outcome_unknown: false,
    })
}

#[test]
fn each_refusal_of_the_database_has_its_own_words_and_remedy() {
    let detail = || "page 7".to_owned();
    let refusals = [
        store::Error::NoSuchTenant { id: "t1".into() },
        store::Error::Busy,
        store::Error::Full,
        store::Error::Damaged { detail: detail() },
        store::Error::Io { detail: detail() },
    ];
    let number = refusals.len();
    let words: HashSet<_> = refusals
        .into_iter()
        .map(|it| UiError::from(Fault::Storage(it)))
        .map(|it| (it.title, it.hints))
        .collect();
    assert_eq!(words.len(), number);
}

#[test]
fn invalid_input() {
    check(
        Fault::InvalidField {
            field: "token",
            title: "The token is empty".into(),
            detail: "A bearer token has at least one character.".into(),
            hint: "Paste the token.".into(),
        },
        &expect![[r#"
        {
          "code": "invalidInput",
          "title": "The token is empty",
          "detail": "A bearer token has at least one character.",
          "hints": [
            "Paste the token."
          ],
          "field": "token"
        }"#]],
    );
}

#[test]
fn not_found() {
    check(
        Fault::NoTenant { id: "t1".into() },
        &expect![[r#"
        {
          "code": "notFound",
          "title": "This tenant is gone",
          "detail": "there is no tenant t1",
          "hints": [
            "Choose another tenant."
          ]
        }"#]],
    );
}

#[test]
fn secret_needed() {
    check(
        Fault::SecretNeeded {
            field: "token",
            tenant: "Acme".into(),
            what: "token",
            reason: "GNOME Keyring is locked.".into(),
            remedy: Some("Unlock it.".into()),
        },
        &expect![[r#"
        {
          "code": "secretNeeded",
          "title": "Acme needs its token",
          "detail": "GNOME Keyring is locked.",
          "hints": [
            "Unlock it.",
            "Give the token for this run, or save it with the tenant."
          ],
          "field": "token"
        }"#]],
    );
}

#[test]
fn unreachable() {
    check(
        request(FailureKind::Refused { host: "scim.example.com".into(), port: 443 }),
        &expect![[r#"
        {
          "code": "unreachable",
          "title": "The server refused the connection",
          "detail": "scim.example.com was reached, but nothing accepts connections on port 443.",
          "hints": [
            "Check the port in the base URL.",
            "Check whether the server is running, and whether a firewall stands in between."
          ],
          "field": "baseUrl",
          "exchange": "7"
        }"#]],
    );
}

#[test]
fn untrusted() {
    check(
        request(FailureKind::Untrusted {
            host: "scim.example.com".into(),
            reason: Distrust::Expired,
        }),
        &expect![[r#"
        {
          "code": "untrusted",
          "title": "The server's certificate is not trusted",
          "detail": "The certificate that scim.example.com showed was not accepted: it has expired. No credential was sent.",
          "hints": [
            "Ask the operator of the server to renew the certificate."
          ],
          "field": "baseUrl",
          "exchange": "7"
        }"#]],
    );
}

#[test]
fn timed_out() {
    check(
        request(FailureKind::TimedOut { phase: Phase::FirstByte, after: Duration::from_secs(60) }),
        &expect![[r#"
        {
          "code": "timedOut",
          "title": "The server accepted, but never answered",
          "detail": "The request was sent and no answer began within 60 s.",
          "hints": [
            "Try again, or ask for fewer resources at once.",
            "If the server is known to be slow, raise the time limit for the answer."
          ],
          "exchange": "7"
        }"#]],
    );
}

#[test]
fn unauthorized() {
    check(
        request(FailureKind::Unauthorized {
            said: "401 invalid_token".into(),
            sent: Some(client::settings::Scheme::Bearer),
            offered: Vec::new(),
            grounds: Box::default(),
        }),
        &expect![[r#"
        {
          "code": "unauthorized",
          "title": "The server does not accept the token",
          "detail": "It answered 401. It does not say why: most often the token has expired, was replaced, or is for another server or tenant.",
          "hints": [
            "Replace the token by a new one, and check that the base URL belongs to the same tenant.",
            "Check that it is a token for SCIM and not for another interface of the same product."
          ],
          "said": "401 invalid_token",
          "field": "token",
          "exchange": "7"
        }"#]],
    );
}

#[test]
fn forbidden() {
    check(
        request(FailureKind::Forbidden {
            said: "403 no scope".into(),
            sent: Some(client::settings::Scheme::Bearer),
        }),
        &expect![[r#"
        {
          "code": "forbidden",
          "title": "The token may not do this",
          "detail": "The server answered 403: the token lacks a scope or a role, or the server lets only some addresses in.",
          "hints": [
            "Ask the owner of the token to grant it the right to read users and groups.",
            "Check whether the server has a list of allowed addresses, and whether SCIM is switched on there."
          ],
          "said": "403 no scope",
          "exchange": "7"
        }"#]],
    );
}

#[test]
fn not_scim() {
    check(
        request(FailureKind::EmptyBody { status: 200 }),
        &expect![[r#"
        {
          "code": "notScim",
          "title": "The answer is empty",
          "detail": "The server answered 200, a success, without the body that belongs to it.",
          "hints": [
            "Check the base URL: a health check or a gateway may be answering instead of SCIM.",
            "Show the exchange in the history to the operator of the server."
          ],
          "field": "baseUrl",
          "exchange": "7"
        }"#]],
    );
}

#[test]
fn redirect_elsewhere() {
    check(
        request(FailureKind::RedirectElsewhere {
            from_origin: "https://a.example.com".into(),
            to_origin: "https://b.example.com".into(),
            leads_to: None,
        }),
        &expect![[r#"
        {
          "code": "redirectElsewhere",
          "title": "The server redirects to another server",
          "detail": "https://a.example.com points at https://b.example.com. That was not followed, and the token was not sent there.",
          "hints": [
            "If https://b.example.com is the server that you mean, use it in the base URL; a redirect to a sign-in page means that the base URL is not the one for SCIM."
          ],
          "field": "baseUrl",
          "exchange": "7"
        }"#]],
    );
}

#[test]
fn too_large() {
    check(
        request(FailureKind::TooLarge {
            limit_bytes: 67_108_864,
            seen: client::error::Oversize::Received,
        }),
        &expect![[r#"
        {
          "code": "tooLarge",
          "title": "The answer is too large",
          "detail": "It is larger than the limit of 64 MiB. Reading was stopped there.",
          "hints": [
            "Ask for fewer resources at once, or leave out large attributes such as members."
          ],
          "exchange": "7"
        }"#]],
    );
}

#[test]
fn rejected() {
    check(
        request(FailureKind::Rejected {
            status: 429,
            said: "429 slow down".into(),
            scim_type: None,
            retry_after: Some(client::rate_limit::RetryAfter::Seconds(30)),
            is_page: false,
            by: None,
        }),
        &expect![[r#"
        {
          "code": "rejected",
          "title": "The server asks to slow down",
          "detail": "It answered 429: more requests came within a short time than it allows, from here or from others with the same sign-in. It asks to wait for 30 seconds (Retry-After).",
          "hints": [
            "Wait before the next request."
          ],
          "said": "429 slow down",
          "exchange": "7"
        }"#]],
    );
}

#[test]
fn plain_http() {
    check(
        request(FailureKind::PlainHttp { host: "scim.example.com".into() }),
        &expect![[r#"
        {
          "code": "plainHttp",
          "title": "Everything would travel unencrypted",
          "detail": "The base URL uses plain http to scim.example.com: anyone on the way could read the credential and the data. Nothing was sent.",
          "hints": [
            "Use https:// in the base URL.",
            "Where there is no other way, agree to plain http in the network settings of this tenant."
          ],
          "field": "baseUrl",
          "exchange": "7"
        }"#]],
    );
}

#[test]
fn cancelled() {
    check(
        Fault::Cancelled,
        &expect![[r#"
        {
          "code": "cancelled",
          "title": "Cancelled",
          "detail": "Nothing more is read.",
          "hints": []
        }"#]],
    );
}

#[test]
fn keychain() {
    check(
        Fault::Keychain {
            doing: "saving the token",
            error: KeychainError::new("It is locked.", "Unlock it."),
        },
        &expect![[r#"
        {
          "code": "keychain",
          "title": "The keychain did not answer",
          "detail": "While saving the token: It is locked.",
          "hints": [
            "Unlock it."
          ]
        }"#]],
    );
}

#[test]
fn storage() {
    check(
        Fault::Storage(store::Error::Full),
        &expect![[r#"
        {
          "code": "storage",
          "title": "The disk is full",
          "detail": "There is no space left for the database.",
          "hints": [
            "Free some space on the disk, then try again."
          ]
        }"#]],
    );
}

#[test]
fn internal() {
    check(
        Fault::Defect { reason: "a task ended early".into() },
        &expect![[r#"
        {
          "code": "internal",
          "title": "Scimscope made a mistake",
          "detail": "a task ended early",
          "hints": [
            "Try again; if it stays, report it with this text."
          ]
        }"#]],
    );
}
