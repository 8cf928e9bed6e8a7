//! Addresses that cannot be used, ports where nobody answers, and connections that come to nothing.

use std::time::Duration;

use crate::answer::{Answer, End, Part};
use crate::fault::{Fault, Server, Stage};

const LIST_BEGINS: &str =
    r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"x":""#;
const KIB: usize = 1024;

pub(super) fn faults() -> Vec<Fault> {
    [addresses(), connections(), broken_off(), without_end()].concat()
}

fn addresses() -> Vec<Fault> {
    let nowhere = |id, title, base_url| Fault::new(id, title, Server::Nowhere(base_url));
    vec![
        nowhere("scheme", "an address that is not http", "ftp://files.example.org/scim").told(
            Stage::Form,
            "invalidInput",
            "This kind of address is not supported",
            &["ftp://", "https://"],
        ),
        nowhere("user-info", "a password in the address", "https://ada:secret@scim.example.org/v2")
            .told(
                Stage::Form,
                "invalidInput",
                "This address cannot be used",
                &["user name or password", "https://scim.example.com/scim/v2"],
            ),
        nowhere("plain-http", "plain http to another machine", "http://scim.example.org/v2").told(
            Stage::Form,
            "plainHttp",
            "Everything would travel unencrypted",
            &["scim.example.org", "use https://"],
        ),
        nowhere("unknown-host", "a host without an address", "https://no-such-host.invalid/scim")
            .stops_opening(
                "unreachable",
                "The host name is unknown",
                &["no-such-host.invalid", "spelling", "VPN"],
            ),
        Fault::new("refused", "a port on which nobody listens", Server::Refused).stops_opening(
            "unreachable",
            "The server refused the connection",
            &["127.0.0.1", "port", "firewall"],
        ),
    ]
}

fn connections() -> Vec<Fault> {
    vec![
        Fault::http("silent", "accepts the request and never answers", |_| {
            Answer::nothing().then(End::Silence)
        })
        .patience(1)
        .stops_opening(
            "timedOut",
            "The server accepted, but never answered",
            &["no answer began within 1 s", "time limit"],
        ),
        Fault::http("hangs-up", "closes instead of answering", |_| Answer::nothing())
            .stops_opening(
                "unreachable",
                "The server hung up without answering",
                &["closed it before it sent an answer", "restarting"],
            ),
        Fault::http("resets", "resets instead of answering", |_| {
            Answer::nothing().then(End::Reset)
        })
        .stops_opening(
            "unreachable",
            "The server broke the connection off",
            &["reset it", "firewall"],
        ),
        Fault::http("garbage", "greets like a mail server", |_| {
            Answer::bytes("220 mail.example.org ESMTP ready\r\n")
        })
        .stops_opening(
            "unreachable",
            "The answer was not HTTP",
            &["cannot be read as HTTP", "another service"],
        ),
        Fault::http("two-lengths", "announces two different lengths", |_| {
            let lines = ["Content-Length: 5", "Content-Length: 7"];
            Answer::unmeasured("200 OK", &lines, vec!["{}{}{}{".into()])
        })
        .stops_opening(
            "unreachable",
            "The answer was not HTTP",
            &["content-length", "operator of the server"],
        ),
        Fault::http("headers-too-large", "sends a megabyte of headers", |_| {
            let head = Part::from("HTTP/1.1 200 OK\r\n");
            let piece = format!("X-Padding: {}\r\n", "x".repeat(KIB)).into_bytes();
            Answer::parts(vec![head, Part::Repeated(piece, KIB), "\r\n{}".into()])
        })
        .stops_opening(
            "unreachable",
            "The answer's headers are too large",
            &["127.0.0.1", "cookies"],
        ),
    ]
}

fn broken_off() -> Vec<Fault> {
    vec![
        Fault::http("closed-before-body", "closes where the body should begin", |_| {
            Answer::unmeasured("200 OK", &["Content-Length: 500"], Vec::new())
        })
        .stops_opening(
            "unreachable",
            "The answer broke off",
            &["right after the headers", "500 bytes"],
        ),
        Fault::http("closed-in-body", "closes in the middle of the body", |_| {
            Answer::unmeasured("200 OK", &["Content-Length: 500"], vec![LIST_BEGINS.into()])
        })
        .stops_opening(
            "unreachable",
            "The answer broke off",
            &["after 71 bytes", "had announced 500 bytes", "proxy"],
        ),
        Fault::http("reset-in-body", "resets after 71 bytes of the body", |_| {
            Answer::unmeasured("200 OK", &["Content-Length: 500"], vec![LIST_BEGINS.into()])
                .then(End::Reset)
        })
        .stops_opening(
            "unreachable",
            "The answer broke off",
            &["reset", "after 71 bytes", "proxy"],
        ),
        Fault::http("chunk-missing", "leaves out the last chunk", |_| {
            let body = format!("{:x}\r\n{LIST_BEGINS}\r\n", LIST_BEGINS.len());
            Answer::unmeasured("200 OK", &["Transfer-Encoding: chunked"], vec![body.into()])
        })
        .stops_opening(
            "unreachable",
            "The answer broke off",
            &["after 71 bytes", "last chunk", "proxy"],
        ),
        Fault::http("chunk-garbage", "announces a chunk that is no number", |_| {
            let body = Part::from("zz\r\n{}\r\n0\r\n\r\n");
            Answer::unmeasured("200 OK", &["Transfer-Encoding: chunked"], vec![body])
        })
        .stops_opening(
            "unreachable",
            "The answer cannot be put together",
            &["chunk", "operator"],
        ),
    ]
}

fn without_end() -> Vec<Fault> {
    vec![
        Fault::http("byte-a-second", "sends one byte of the body a second", |_| {
            Answer::http("200 OK", &[], LIST_BEGINS).body_one_byte_every(Duration::from_secs(1))
        })
        .patience(2)
        .stops_opening(
            "timedOut",
            "The answer stopped on its way",
            &["not complete within 2 s", "connection is slow"],
        ),
        Fault::http("endless", "sends a body without an end", |_| {
            let spaces = Part::Repeated(vec![b' '; 64 * KIB], usize::MAX);
            Answer::unmeasured("200 OK", &[], vec![LIST_BEGINS.into(), spaces])
        })
        .within(300, 80)
        .stops_opening(
            "tooLarge",
            "The answer is too large",
            &["64 MiB", "stopped there", "fewer resources"],
        ),
        Fault::http("announces-too-much", "announces ten gigabytes", |_| {
            Answer::unmeasured("200 OK", &["Content-Length: 10000000000"], vec!["{".into()])
                .then(End::Silence)
        })
        .within(150, 1)
        .stops_opening(
            "tooLarge",
            "The answer is too large",
            &["announced 9.3 GiB", "nothing of it was read"],
        ),
    ]
}
