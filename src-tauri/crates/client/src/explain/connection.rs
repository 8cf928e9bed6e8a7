//! Failures on the way to an answer: name, port, certificate, time.

use std::time::Duration;

use super::Explanation;
use crate::error::{Distrust, Phase};

pub(super) fn unknown_host(host: &str) -> Explanation {
    Explanation::new(
        "The host name is unknown",
        format!("No address was found for {host}."),
        &[
            "Check the spelling of the host in the base URL.",
            "If the name exists only inside a company network, connect to that network or its VPN.",
        ],
    )
    .base_url()
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
            "If your organisation runs its own certificate authority, install its root certificate in this system; \
             otherwise somebody may be reading along."
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
        Distrust::Other(_) => "Show this to the operator of the server.",
    };
    Explanation::new(
        "The server's certificate is not trusted",
        format!(
            "The certificate that {host} showed was not accepted: {reason}. The token was not sent."
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
             could not be checked. The token was not sent."
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
        format!("{host} accepted the connection, but the TLS handshake failed."),
        &[
            "Check whether this port speaks HTTPS at all; for a server on this machine, try http:// instead.",
            "The server may want a client certificate or speak only an outdated version of TLS: ask its operator.",
        ],
    )
    .said(reason)
    .base_url()
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

pub(super) fn not_http(host: &str, reason: &str) -> Explanation {
    Explanation::new(
        "The answer was not HTTP",
        format!("Something answers at {host}, but what it sent cannot be read as HTTP."),
        &[
            "Check the port in the base URL: another service may be listening there.",
            "If the server speaks HTTPS on this port, use https:// in the base URL.",
        ],
    )
    .said(reason)
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
