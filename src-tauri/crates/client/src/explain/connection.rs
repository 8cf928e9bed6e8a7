//! Failures on the way to an answer: name, port, certificate, time.

use std::time::Duration;

use super::Explanation;
use crate::error::{Distrust, Phase};

const ONLINE: &str = "Check that this computer is online.";
const INSIDE: &str =
    "If the name exists only inside a company network, connect to that network or its VPN.";

pub(super) fn unknown_host(host: &str, said: &str) -> Explanation {
    Explanation::new(
        "The host name is unknown",
        format!("No address was found for {host}."),
        &["Check the spelling of the host in the base URL.", ONLINE, INSIDE],
    )
    .said(said)
    .base_url()
}

/// Nobody says whether the name is right: no setting is at fault.
pub(super) fn no_name_server(host: &str, said: &str) -> Explanation {
    Explanation::new(
        "The host name could not be looked up",
        format!("No name server answered for {host}, which says nothing about the name."),
        &[ONLINE, INSIDE],
    )
    .said(said)
}

pub(super) fn refused(host: &str, port: u16) -> Explanation {
    Explanation::new(
        "The server refused the connection",
        format!("{host} was reached, but nothing accepts connections on port {port}."),
        &[
            "Check the port in the base URL.",
            "Check whether the server is running, and whether a firewall stands in between.",
        ],
    )
    .base_url()
}

pub(super) fn untrusted(host: &str, reason: &Distrust) -> Explanation {
    let remedy = match reason {
        Distrust::UnknownIssuer => {
            "If your organisation runs its own certificate authority, add its root certificate to this tenant or install it \
             in this system; otherwise somebody may be reading along."
        }
        Distrust::Expired => "Ask the operator of the server to renew the certificate.",
        Distrust::NotYetValid => {
            "Check the clock of this machine; if it is right, tell the server's operator."
        }
        Distrust::WrongName { .. } => {
            "Use a host in the base URL that the certificate is for, or ask the operator to add this one."
        }
        Distrust::Revoked => {
            "Do not use this server until its operator has installed a new certificate."
        }
        Distrust::IsAuthority => {
            "Ask the operator to sign a server certificate with that authority (CA:FALSE), and install the authority's \
             certificate in this system."
        }
        Distrust::WrongPurpose | Distrust::Other(_) => "Show this to the operator of the server.",
    };
    Explanation::new(
        "The server's certificate is not trusted",
        format!(
            "The certificate that {host} showed was not accepted: {reason}. No credential was sent."
        ),
        &[remedy],
    )
    .base_url()
}

pub(super) fn no_trusted_authorities(host: &str) -> Explanation {
    Explanation::new(
        "This system trusts no certificate authority",
        format!(
            "This system has no trusted certificate authorities, or they cannot be read, so the certificate of {host} \
             could not be checked. No credential was sent."
        ),
        &[
            "Install the package ca-certificates (on Linux), and start Scimscope again.",
            "If SSL_CERT_FILE or SSL_CERT_DIR is set, check that it names certificates that you may read.",
        ],
    )
}

pub(super) fn tls_failed(host: &str, reason: &str) -> Explanation {
    Explanation::new(
        "No secure connection came about",
        format!("{host} accepted the connection, but {}.", reason.trim_end_matches('.')),
        &[
            "Check host and port of the base URL: another service may be listening there.",
            "Ask the operator which versions of TLS and which cipher suites the server speaks, and whether it lets you in.",
        ],
    )
    .said(reason)
    .base_url()
}

pub(super) fn not_tls(host: &str, port: u16) -> Explanation {
    Explanation::new(
        "This port does not speak TLS",
        format!("{host} answered on port {port}, but not in TLS: it may speak plain HTTP or something else."),
        &[
            "Check the port in the base URL: HTTPS is often on another one.",
            "For a server on this machine that has no certificate, use http:// in the base URL.",
        ],
    )
    .base_url()
}

pub(super) fn speaks_tls(host: &str, port: u16) -> Explanation {
    Explanation::new(
        "This port speaks TLS",
        format!("{host} speaks TLS on port {port}, and the base URL says plain http."),
        &["Use https:// in the base URL."],
    )
    .base_url()
}

pub(super) fn other_tls_version(host: &str) -> Explanation {
    Explanation::new(
        "The server speaks another version of TLS",
        format!(
            "{host} refused TLS 1.2 and TLS 1.3. What came before them is not safe any more, and is not spoken here."
        ),
        &["Ask the operator of the server to switch on TLS 1.2 or TLS 1.3."],
    )
}

pub(super) fn unknown_server_name(host: &str) -> Explanation {
    Explanation::new(
        "The server does not know this host name",
        format!("A server was reached, but it has no certificate for {host} and ended the TLS handshake."),
        &[
            "Check the spelling of the host in the base URL.",
            "Ask the operator of the server by which name it is reached.",
        ],
    )
    .base_url()
}

pub(super) fn wants_client_certificate(host: &str) -> Explanation {
    Explanation::new(
        "The server wants a client certificate",
        format!(
            "{host} ended the connection because no certificate was shown to it (mutual TLS). The token alone does not do."
        ),
        &[
            "Add the client certificate that the operator of the server issued to the sign-in of this tenant.",
            "If you have none, ask the operator for one, or for an address without mutual TLS.",
        ],
    )
    .at_field("certificate")
}

pub(super) fn unreachable(host: &str, reason: &str) -> Explanation {
    Explanation::new(
        "The server cannot be reached",
        format!("No connection to {host} came about: {}.", reason.trim_end_matches('.')),
        &[
            "Check the network connection, the VPN and the proxy of this machine.",
            "Check host and port of the base URL.",
        ],
    )
    .said(reason)
}

pub(super) fn closed(host: &str) -> Explanation {
    Explanation::new(
        "The server hung up without answering",
        format!("{host} accepted the connection and closed it before it sent an answer."),
        &[
            "Try again: the server may have been restarting.",
            "If the server speaks HTTPS on this port, use https:// in the base URL.",
        ],
    )
}

pub(super) fn reset(host: &str) -> Explanation {
    Explanation::new(
        "The server broke the connection off",
        format!("{host} accepted the connection and reset it before it sent an answer."),
        &[
            "Try again: the server or a program before it may have crashed.",
            "A firewall or a load balancer that dislikes the request looks like this, too: ask its operator.",
        ],
    )
}

pub(super) fn head_too_large(host: &str) -> Explanation {
    Explanation::new(
        "The answer's headers are too large",
        format!("{host} answered with more headers than are read. Reading was stopped there."),
        &[
            "Show this to the operator of the server: cookies or trace headers without end are the usual cause.",
        ],
    )
}

pub(super) fn not_http(host: &str, reason: &str) -> Explanation {
    Explanation::new(
        "The answer was not HTTP",
        format!("Something answers at {host}, but what it sent cannot be read as HTTP: {}.", reason.trim_end_matches('.')),
        &[
            "Check the port in the base URL: another service may be listening there.",
            "If it is the right port, show this to the operator of the server or of the proxy before it.",
        ],
    )
    .base_url()
}

pub(super) fn timed_out(phase: Phase, after: Duration) -> Explanation {
    let limit = match after.as_millis() {
        short @ 0..1000 => format!("{short} ms"),
        _ => format!("{} s", after.as_secs_f64()),
    };
    match phase {
        Phase::Connect => Explanation::new(
            "Connecting took too long",
            format!("No connection came about within {limit}."),
            &[
                "Check host and port of the base URL: a firewall that drops packets looks like this.",
                "If the server is far away or slow, raise the time limit for connecting.",
            ],
        )
        .base_url(),
        Phase::FirstByte => Explanation::new(
            "The server accepted, but never answered",
            format!("The request was sent and no answer began within {limit}."),
            &[
                "Try again, or ask for fewer resources at once.",
                "If the server is known to be slow, raise the time limit for the answer.",
            ],
        ),
        Phase::Body => Explanation::new(
            "The answer stopped on its way",
            format!("The answer began, but was not complete within {limit}."),
            &[
                "Ask for fewer resources at once, or leave out large attributes such as members.",
                "If the connection is slow, raise the time limit for the answer.",
            ],
        ),
    }
}
