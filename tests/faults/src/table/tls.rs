//! Certificates that are not to be trusted, and handshakes that fail.

use crate::answer::{Answer, End};
use crate::certificate::Certificate;
use crate::directory::directory;
use crate::fault::{Fault, Server};

const UNTRUSTED: &str = "The server's certificate is not trusted";

/// TLS alerts as they stand on the wire (RFC 8446 §6): a fatal one of this kind.
const HANDSHAKE_FAILURE: &[u8] = &[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 40];
const PROTOCOL_VERSION: &[u8] = &[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 70];
const UNRECOGNIZED_NAME: &[u8] = &[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 112];

pub(super) fn faults() -> Vec<Fault> {
    [certificates(), handshakes()].concat()
}

fn certificates() -> Vec<Fault> {
    let https =
        |id, title, certificate| Fault::new(id, title, Server::Https(certificate, directory));
    vec![
        https("expired", "a certificate that has ended", Certificate::Expired).stops_opening(
            "untrusted",
            UNTRUSTED,
            &["localhost", "it has expired", "renew"],
        ),
        https("not-yet-valid", "a certificate that has not begun", Certificate::NotYetValid)
            .stops_opening("untrusted", UNTRUSTED, &["it is not valid yet", "clock"]),
        https("wrong-host", "a certificate for another host", Certificate::WrongHost)
            .stops_opening(
                "untrusted",
                UNTRUSTED,
                &["another name (scim.example.com)", "localhost"],
            ),
        https("self-signed", "a self-made certificate", Certificate::SelfSigned).stops_opening(
            "untrusted",
            UNTRUSTED,
            &["it is self-made", "no credential was sent"],
        ),
        https("unknown-authority", "an authority that nobody knows", Certificate::UnknownAuthority)
            .stops_opening(
                "untrusted",
                UNTRUSTED,
                &["no authority that this system trusts", "root certificate"],
            ),
        https("wants-client", "asks for a client certificate", Certificate::WantsClient)
            .stops_opening(
                "unreachable",
                "The server wants a client certificate",
                &["localhost", "mutual TLS", "operator"],
            ),
    ]
}

fn handshakes() -> Vec<Fault> {
    let alert = |id, title, bytes| Fault::new(id, title, Server::Bytes("https", bytes));
    vec![
        Fault::new("http-on-https", "plain HTTP where TLS is expected", {
            Server::Bytes("https", b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        })
        .stops_opening(
            "unreachable",
            "This port does not speak TLS",
            &["plain HTTP", "http://"],
        ),
        Fault::new("https-on-http", "TLS where plain HTTP is expected", Server::HttpsAsHttp)
            .stops_opening("unreachable", "This port speaks TLS", &["127.0.0.1", "https://"]),
        Fault::new("tls-silent", "never begins the TLS handshake", {
            Server::HttpAsHttps(|_| Answer::nothing().then(End::Silence))
        })
        .patience(1)
        .stops_opening(
            "timedOut",
            "Connecting took too long",
            &["within 1 s", "firewall"],
        ),
        Fault::new("tls-closed", "closes in the TLS handshake", Server::Bytes("https", b""))
            .stops_opening(
                "unreachable",
                "No secure connection came about",
                &["closed the connection during the TLS handshake", "operator"],
            ),
        alert("tls-refused", "refuses the TLS handshake", HANDSHAKE_FAILURE).stops_opening(
            "unreachable",
            "No secure connection came about",
            &["refused the TLS handshake", "cipher"],
        ),
        alert("tls-outdated", "speaks outdated TLS only", PROTOCOL_VERSION).stops_opening(
            "unreachable",
            "The server speaks another version of TLS",
            &["TLS 1.2", "operator"],
        ),
        alert("tls-unknown-name", "does not know its own name", UNRECOGNIZED_NAME).stops_opening(
            "unreachable",
            "The server does not know this host name",
            &["localhost", "spelling"],
        ),
    ]
}
