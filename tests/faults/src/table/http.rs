//! HTTP that is odd around the body: media types, packing, statuses without a body.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::answer::{Answer, Part, SCIM};
use crate::directory::{PEOPLE, directory, except, list, users};
use crate::fault::Fault;

const EVERYBODY: &[&str] = &["ada", "grace", "linus"];

pub(super) fn faults() -> Vec<Fault> {
    [media_types(), packed(), without_body(), old()].concat()
}

fn media_types() -> Vec<Fault> {
    vec![
        Fault::http("type-html", "marks SCIM as a web page", |asked| {
            except(asked, "/Users", || marked("Content-Type: text/html", asked))
        })
        .shows(EVERYBODY, &[("S01", "text/html")]),
        Fault::http("type-missing", "sends no Content-Type", |asked| {
            except(asked, "/Users", || marked("X-Nothing: here", asked))
        })
        .shows(EVERYBODY, &[("S01", "no Content-Type")]),
        Fault::http("login-page", "200 with a page that asks people to sign in", |_| {
            Answer::page("200 OK", &[], "Sign in to Aurelia")
        })
        .stops_opening(
            "notScim",
            "A sign-in page came back, not SCIM",
            &["Sign in to Aurelia", "web interface"],
        ),
        Fault::http("login-page-as-scim", "marks a page for people as SCIM", |_| {
            Answer::http("200 OK", &[SCIM], "<!DOCTYPE html><html><title>Portal</title></html>")
        })
        .stops_opening(
            "notScim",
            "A web page came back, not SCIM",
            &["Portal", "base URL"],
        ),
    ]
}

/// The page that was asked for, with another line about its type.
fn marked(line: &str, asked: &crate::asked::Asked) -> Answer {
    let rows = if asked.start_index() == 1 { users() } else { Vec::new() };
    Answer::http("200 OK", &[line], list(&rows, PEOPLE.len()))
}

fn packed() -> Vec<Fault> {
    vec![
        Fault::http("gzip-bomb", "ten gigabytes in a small package", |_| {
            let (start, piece) = bomb();
            let body = vec![Part::Bytes(start.into()), Part::Repeated(piece, 10_000)];
            Answer::long("200 OK", &[SCIM, "Content-Encoding: gzip"], body)
        })
        .within(300, 16)
        .stops_opening(
            "tooLarge",
            "The answer is too large",
            &["packed as gzip", "unpacks to more than 64 MiB"],
        ),
        Fault::http("not-gzip", "says gzip, sends plain text", |_| {
            let headers = [SCIM, "Content-Encoding: gzip"];
            Answer::http("200 OK", &headers, list(&users(), PEOPLE.len()))
        })
        .stops_opening(
            "notScim",
            "The answer cannot be unpacked",
            &["gzip", "damaged or packed otherwise", "operator"],
        ),
        Fault::http("unknown-packing", "packs in a way that nobody asked for", |_| {
            let headers = [SCIM, "Content-Encoding: zstd"];
            Answer::http("200 OK", &headers, b"\x28\xb5\x2f\xfd\x00\x01\x02\x03".to_vec())
        })
        .stops_opening(
            "notScim",
            "The answer cannot be unpacked",
            &["zstd", "not asked for"],
        ),
    ]
}

/// The beginning of a packed list, and a piece of a megabyte of spaces that can follow as often as one likes: a flush
/// ends each of them on a whole byte.
fn bomb() -> (Vec<u8>, Vec<u8>) {
    const PIECE: [u8; 1024] = [b' '; 1024];
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    let write = |packer: &mut GzEncoder<Vec<u8>>, begin: &[u8]| {
        // Writing to memory does not fail.
        packer.write_all(begin).ok();
        for _ in 0..1024 {
            packer.write_all(&PIECE).ok();
        }
        packer.flush().ok();
        std::mem::take(packer.get_mut())
    };
    let start = write(&mut packer, br#"{"schemas":[],"x":""#);
    let piece = write(&mut packer, b"");
    (start, piece)
}

fn without_body() -> Vec<Fault> {
    vec![
        Fault::http("204", "204 where a body belongs", |_| {
            Answer::unmeasured("204 No Content", &[], Vec::new())
        })
        .stops_opening(
            "notScim",
            "The answer is empty",
            &["204 No Content", "never has a body", "base URL"],
        ),
        Fault::http("202", "202 to a GET", |_| Answer::http("202 Accepted", &[], ""))
            .stops_opening(
                "notScim",
                "The server will answer later",
                &["answered 202", "the work is not done", "ask again"],
            ),
        Fault::http("empty", "200 with an empty body", |_| Answer::http("200 OK", &[SCIM], ""))
            .stops_opening("notScim", "The answer is empty", &["answered 200", "health check"]),
    ]
}

fn old() -> Vec<Fault> {
    vec![
        Fault::http("http-1.0", "speaks HTTP/1.0 and measures nothing", |asked| {
            let answer = directory(asked);
            let body = answer.parts.into_iter().skip(1);
            let head = format!("HTTP/1.0 200 OK\r\n{SCIM}\r\n\r\n");
            Answer::parts([Part::from(head)].into_iter().chain(body).collect())
        })
        .shows(EVERYBODY, &[]),
    ]
}
