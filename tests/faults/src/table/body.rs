//! Bodies that are no JSON, are JSON of another kind, or come in other characters.

use crate::answer::{Answer, Part, SCIM};
use crate::directory::{PEOPLE, except, first_page, list, user_with, users, with_users};
use crate::fault::Fault;

const EVERYBODY: &[&str] = &["ada", "grace", "linus"];

pub(super) fn faults() -> Vec<Fault> {
    [no_json(), no_scim(), characters(), large()].concat()
}

fn no_json() -> Vec<Fault> {
    vec![
        Fault::http("text", "plain text instead of JSON", |_| {
            Answer::http("200 OK", &["Content-Type: text/plain"], "OK, all is well.")
        })
        .stops_opening(
            "notScim",
            "The answer is not JSON",
            &["OK, all is well.", "line 1", "base URL"],
        ),
        Fault::http("xml", "XML instead of JSON", |_| {
            let xml = "<?xml version=\"1.0\"?><Users><User id=\"1\"/></Users>";
            Answer::http("200 OK", &["Content-Type: application/xml"], xml)
        })
        .stops_opening("notScim", "The answer is not JSON", &["XML", "base URL"]),
        Fault::http("json-cut", "JSON that ends in the middle", |asked| {
            except(asked, "/Users", || {
                let whole = list(&users(), PEOPLE.len());
                Answer::scim(whole.get(..200).unwrap_or_default())
            })
        })
        .stops_the_list(
            "notScim",
            "The answer ends in the middle",
            &["line 1, column 200", "fewer resources"],
        ),
        Fault::http("nul", "a NUL in a name", |asked| {
            let body = list(&users(), PEOPLE.len()).replace("grace of", "grace\0of");
            except(asked, "/Users", || Answer::scim(body))
        })
        .stops_the_list(
            "notScim",
            "The answer is not JSON",
            &["control character", "line 1", "operator"],
        ),
        Fault::http("members-alone", "a megabyte of members without braces and commas", |asked| {
            except(asked, "/Users", || Answer::scim("\"token\":x".repeat(110_000)))
        })
        .stops_the_list(
            "notScim",
            "The answer is not JSON",
            &["trailing characters", "line 1", "operator"],
        ),
    ]
}

fn no_scim() -> Vec<Fault> {
    vec![
        Fault::http("other-json", "JSON that has nothing to do with SCIM", |_| {
            Answer::http("200 OK", &["Content-Type: application/json"], r#"{"hello":"world"}"#)
        })
        .stops_opening(
            "notScim",
            "The answer is not SCIM",
            &["hello", "another interface"],
        ),
        Fault::http("number", "a number where a list belongs", |asked| {
            except(asked, "/Users", || Answer::scim("42"))
        })
        .stops_the_list(
            "notScim",
            "The answer is not SCIM",
            &["it is a number", "operator"],
        ),
        Fault::http("error-as-200", "a SCIM error with status 200", |_| {
            Answer::scim(
                r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"403","detail":"your trial has ended"}"#,
            )
        })
        .stops_opening(
            "notScim",
            "An error came back as a success",
            &["your trial has ended", "403", "200"],
        ),
        Fault::http("envelope-as-200", "a gateway's error with status 200", |_| {
            let body = r#"{"code":4711,"message":"unknown route in zone B"}"#;
            Answer::http("200 OK", &["Content-Type: application/json"], body)
        })
        .stops_opening(
            "notScim",
            "An error came back as a success",
            &["unknown route in zone B", "4711"],
        ),
        Fault::http("resource-is-list", "a list where one resource belongs", |asked| {
            except(asked, "/Users/id-of-ada", || Answer::scim(list(&users(), PEOPLE.len())))
        })
        .told(
            crate::fault::Stage::Resource,
            "notScim",
            "The answer is not SCIM",
            &["it is a list, not one resource"],
        ),
        Fault::http("resource-gone", "a resource of the list is gone", |asked| {
            except(asked, "/Users/id-of-ada", || {
                Answer::refusal("404 Not Found", "ada left yesterday")
            })
        })
        .told(
            crate::fault::Stage::Resource,
            "notFound",
            "The server has no such resource",
            &["ada left yesterday", "read the list again"],
        ),
    ]
}

fn characters() -> Vec<Fault> {
    vec![
        Fault::http("bom", "a byte order mark before the JSON", |asked| {
            first_page(asked, format!("\u{feff}{}", list(&users(), PEOPLE.len())))
        })
        .shows(EVERYBODY, &[("byte-order-mark", "byte order mark")]),
        Fault::http("invalid-utf-8", "bytes that are no UTF-8", |asked| {
            let text = list(&users(), PEOPLE.len()).replace("grace of", "gr#ce of");
            let bytes = text.bytes().map(|byte| if byte == b'#' { 0xe4 } else { byte });
            first_page(asked, bytes.collect::<Vec<u8>>())
        })
        .shows(EVERYBODY, &[("invalid-utf-8", "not valid UTF-8")]),
        Fault::http("half-surrogate", "half a character", |asked| {
            let ada = user_with("ada", r#""nickName":"\ud83d","#);
            with_users(asked, &[("id-of-ada", ada)])
        })
        .shows(&["ada"], &[("lone-surrogate", "half a surrogate pair")])
        .holding(&["\\ud83d"]),
        Fault::http("utf-16", "UTF-16 with a byte order mark", |asked| {
            encoded(asked, "Content-Type: application/scim+json; charset=utf-16", |text| {
                let units = std::iter::once(0xfeff).chain(text.encode_utf16());
                units.flat_map(u16::to_be_bytes).collect()
            })
        })
        .shows(EVERYBODY, &[("charset", "UTF-16")]),
        Fault::http("latin-1", "another character set, and says so", |asked| {
            encoded(asked, "Content-Type: application/scim+json; charset=iso-8859-1", |text| {
                let text = text.replace("ada of", "ada\u{eb} of");
                text.chars().map(|it| u8::try_from(u32::from(it)).unwrap_or(b'?')).collect()
            })
        })
        .shows(EVERYBODY, &[("charset", "iso-8859-1")]),
        Fault::http("wrong-charset", "UTF-8 marked as UTF-16", |asked| {
            encoded(asked, "Content-Type: application/scim+json; charset=utf-16", |text| {
                text.replace("ada of", "ada\u{eb} of").into_bytes()
            })
        })
        .shows(EVERYBODY, &[("charset", "utf-16")]),
    ]
}

/// The list of users in other bytes, announced by a line.
fn encoded(asked: &crate::asked::Asked, line: &str, bytes: fn(String) -> Vec<u8>) -> Answer {
    let rows = if asked.start_index() == 1 { users() } else { Vec::new() };
    except(asked, "/Users", || Answer::http("200 OK", &[line], bytes(list(&rows, PEOPLE.len()))))
}

fn large() -> Vec<Fault> {
    vec![
        Fault::http("60-mb", "a page of sixty megabytes", |asked| match asked.endpoint() {
            "/Users" if asked.start_index() == 1 => large_page(asked.number("count")),
            _ => first_page(asked, ""),
        })
        .patience(60)
        .within(700, 70)
        .shows(EVERYBODY, &[("large-answer", "57 MiB")]),
    ]
}

/// Three people with a note of twenty megabytes each; short ones where fewer than three are wanted.
fn large_page(count: Option<usize>) -> Answer {
    let wanted = count.unwrap_or(PEOPLE.len()).min(PEOPLE.len());
    let begin = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":3,"startIndex":1,"itemsPerPage":3,"Resources":["#;
    let mut parts = vec![Part::from(begin)];
    for (at, name) in PEOPLE.iter().take(wanted).enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let person = user_with(name, r#""nickName":"NOTE","#);
        let (before, after) = person.split_once("NOTE").unwrap_or_default();
        parts.push(format!("{comma}{before}").into());
        let times = if wanted == PEOPLE.len() { 20_000 } else { 1 };
        parts.push(Part::Repeated(vec![b'x'; 1000], times));
        parts.push(after.to_owned().into());
    }
    parts.push("]}".into());
    Answer::long("200 OK", &[SCIM], parts)
}
