//! Bodies that are not UTF-8: read, redacted all the same, kept as they came, and flagged.

use crate::common::{PASSWORD, Server, TOKEN, context, http, session};
use client::charset;
use client::exchange::{Answered, Outcome};
use client::page::{ListQuery, Page};

const NAME: &str = "Zoë 山田";

fn body(name: &str) -> String {
    let token = serde_json::to_string(TOKEN).unwrap();
    crate::common::list(
        &[&format!(
            r#"{{"id":"1","userName":"{name}","password":"{PASSWORD}","nickName":{token}}}"#
        )],
        1,
    )
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

/// What is read and what is recorded of this body.
async fn read(content_type: &'static str, body: Vec<u8>) -> (Page, Answered) {
    let server =
        Server::start(move |_| http("200 OK", &format!("Content-Type: {content_type}\r\n"), &body))
            .await;
    let (session, memory) = session(&server.base());
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    let Outcome::Answered(answered) = memory.http().pop().unwrap().outcome else { panic!() };
    (page, answered)
}

fn charset_finding(page: &Page) -> Option<&str> {
    page.findings.iter().find(|it| it.rule == "charset").map(|it| it.message.as_str())
}

#[tokio::test]
async fn utf16_is_read_redacted_in_place_and_flagged() {
    let with_mark = |bytes: Vec<u8>, mark: [u8; 2]| [mark.to_vec(), bytes].concat();
    let little = utf16(&body(NAME), u16::to_le_bytes);
    let big = utf16(&body(NAME), u16::to_be_bytes);
    for (content_type, body, name) in [
        ("application/scim+json", with_mark(little.clone(), [0xff, 0xfe]), "UTF-16LE"),
        ("application/scim+json", with_mark(big.clone(), [0xfe, 0xff]), "UTF-16BE"),
        ("application/scim+json; charset=utf-16", little, "UTF-16LE"),
        ("application/scim+json", big, "UTF-16BE"),
    ] {
        let beginning = body[..2].to_vec();
        let (page, answered) = read(content_type, body).await;
        assert!(page.body.contains(NAME), "{name}");
        assert!(charset_finding(&page).unwrap().contains(name));
        assert!(answered.body.starts_with(&beginning), "the mark is kept as it came");
        let kept = charset::of(Some(content_type), &answered.body).unwrap();
        assert_eq!(kept.to_string(), name);
        let text = kept.decode(&answered.body);
        assert!(text.contains(NAME) && text.contains("•••"), "{text}");
        for secret in [TOKEN, PASSWORD] {
            let json = serde_json::to_string(secret).unwrap();
            crate::common::assert_clean(&text, &[secret, json.trim_matches('"')]);
            for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                let needle = utf16(secret, to_bytes);
                assert!(!answered.body.windows(needle.len()).any(|it| it == needle), "{name}");
            }
        }
    }
}

#[tokio::test]
async fn a_body_without_secrets_is_kept_byte_for_byte() {
    let clean = crate::common::list(&[r#"{"id":"1","userName":"Zoë"}"#], 1);
    let bytes = utf16(&clean, u16::to_le_bytes);
    let (_, answered) = read("application/scim+json", bytes.clone()).await;
    assert_eq!(answered.body, bytes);
}

#[tokio::test]
async fn latin_1_is_read_as_it_is_declared() {
    let mut latin = body("Zo\u{fffd}").into_bytes();
    let at = latin.windows(3).position(|it| it == "\u{fffd}".as_bytes()).unwrap();
    latin.splice(at..at + 3, [0xeb]);
    for label in ["iso-8859-1", "windows-1252"] {
        let content_type: &'static str = if label == "iso-8859-1" {
            "application/json; charset=iso-8859-1"
        } else {
            "application/json; charset=windows-1252"
        };
        let (page, answered) = read(content_type, latin.clone()).await;
        assert!(page.body.contains("\"Zoë\""), "{label}");
        assert!(charset_finding(&page).unwrap().contains("windows-1252"));
        assert!(answered.body.contains(&0xeb), "kept as it came");
        let text = String::from_utf8_lossy(&answered.body).into_owned();
        crate::common::assert_clean(&text, &[PASSWORD, TOKEN]);
    }
}

#[tokio::test]
async fn utf8_that_is_marked_otherwise_is_read_as_utf8_and_flagged() {
    for content_type in
        ["application/scim+json; charset=utf-16", "application/scim+json; charset=iso-8859-1"]
    {
        let (page, answered) = read(content_type, body(NAME).into_bytes()).await;
        assert!(page.body.contains(NAME));
        assert!(charset_finding(&page).unwrap().contains("it is UTF-8"), "{content_type}");
        crate::common::assert_clean(&String::from_utf8(answered.body).unwrap(), &[PASSWORD, TOKEN]);
    }
    let (page, _) = read("application/scim+json; charset=UTF-8", body(NAME).into_bytes()).await;
    assert_eq!(charset_finding(&page), None);
}
