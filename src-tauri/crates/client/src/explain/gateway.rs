//! Statuses that come from something before the server: a proxy, a gateway, the network. One row each.

use super::refusal::Refusal;

/// What such a status means, if it is one.
pub(super) fn refusal(status: u16) -> Option<Refusal> {
    STATUSES.iter().find(|(it, _)| *it == status).map(|(_, refusal)| *refusal)
}

const fn between(
    title: &'static str,
    cause: &'static str,
    hints: &'static [&'static str],
) -> Refusal {
    Refusal { title, cause, hints, is_address: false }
}

const ASK: &str = "Tell the operator of the server: nothing that is set here changes it.";

/// 520 to 530 are Cloudflare's.
const STATUSES: &[(u16, Refusal)] = &[
    (
        407,
        between(
            "The proxy wants a sign-in",
            "the proxy of this network lets nobody through without one.",
            &[
                "Sign in to the proxy, or ask the operator of your network to let this host through without.",
            ],
        ),
    ),
    (
        502,
        between(
            "A proxy got no proper answer",
            "a proxy or gateway was reached, but what stands behind it did not answer properly.",
            &[
                "Try again in a moment: the server behind the proxy may be restarting.",
                "If it stays, ask the operator of the proxy what the server behind it does.",
            ],
        ),
    ),
    (
        503,
        between(
            "The server is not available now",
            "it is overloaded or under maintenance.",
            &["Try again later, or ask its operator how long it will take."],
        ),
    ),
    (
        504,
        between(
            "A proxy waited in vain",
            "the server behind a proxy or gateway took longer than that waits.",
            &[
                "Ask for fewer resources at once, or leave out large attributes such as members.",
                "If small requests fail as well, the server behind the proxy hangs: ask its operator.",
            ],
        ),
    ),
    (
        511,
        between(
            "The network wants you to sign in first",
            "it is not the server that answered, but the network that you are in.",
            &["Open any web page in a browser, sign in to the network there, and try again."],
        ),
    ),
    (
        520,
        between(
            "The gateway cannot read the server's answer",
            "the server behind it answered with nothing, or with something that is no HTTP.",
            &["Try again in a moment: the server may have crashed while it answered.", ASK],
        ),
    ),
    (
        521,
        between(
            "The server behind the gateway is down",
            "the gateway works, but the server behind it refuses connections, at least those of the gateway.",
            &["Try again later: the server may be restarting.", ASK],
        ),
    ),
    (
        522,
        between(
            "The gateway does not reach the server",
            "the server behind it did not take the connection in time.",
            &["Try again later: the server may be overloaded.", ASK],
        ),
    ),
    (
        523,
        between(
            "The gateway finds no way to the server",
            "no route leads to the address that it has for the server behind it.",
            &[ASK],
        ),
    ),
    (
        524,
        between(
            "The gateway waited in vain",
            "the server behind it took the request, and did not answer in the time that it waits.",
            &[
                "Ask for fewer resources at once, or leave out large attributes such as members.",
                "If small requests fail as well, the server behind the gateway hangs: ask its operator.",
            ],
        ),
    ),
    (
        525,
        between(
            "The gateway cannot secure its own connection",
            "the TLS handshake between it and the server behind it failed. The connection from here to the gateway is fine.",
            &[ASK],
        ),
    ),
    (
        526,
        between(
            "The gateway distrusts the server's certificate",
            "the certificate of the server behind it is not valid. That of the gateway itself was accepted here.",
            &["Tell the operator of the server to renew the certificate behind the gateway."],
        ),
    ),
    (
        530,
        Refusal {
            is_address: true,
            ..between(
                "The gateway does not find the server",
                "it knows this host name, but not what stands behind it; the page names a code from 1000 on that says why.",
                &["Check the host of the base URL: it may have been moved or switched off.", ASK],
            )
        },
    ),
];
