//! Statuses that mean no: each with its own cause and its own remedy.

use super::{Explanation, gateway, wait};
use crate::rate_limit::RetryAfter;

/// What a status means.
#[derive(Clone, Copy)]
pub(super) struct Refusal {
    pub(super) title: &'static str,
    /// Why, after "It answered 4xx:".
    pub(super) cause: &'static str,
    pub(super) hints: &'static [&'static str],
    /// Whether another base URL may help.
    pub(super) is_address: bool,
}

pub(super) fn rejected(
    status: u16,
    said: &str,
    retry_after: Option<&RetryAfter>,
    is_page: bool,
    by: Option<&str>,
) -> Explanation {
    let Refusal { title, cause, hints, is_address } = refusal(status);
    let by = by.map_or_else(String::new, |by| format!(" (by {by})"));
    let mut detail = format!("It answered {status}{by}: {cause}");
    if status == 429 && retry_after.is_none() {
        detail.push_str(" It does not say for how long (no Retry-After).");
    }
    if is_page && (500..502).contains(&status) {
        detail.push_str(" It sent a web page, so a program before SCIM may have failed.");
    }
    if let Some(words) = wait::words(retry_after) {
        detail.push(' ');
        detail.push_str(&words);
    }
    let explanation = match wait::far(retry_after) {
        // "Wait before the next request" is no advice where that is days.
        Some(advice) if status == 429 => Explanation::new(title, detail, &[advice]),
        Some(advice) => Explanation::new(title, detail, hints).hint(advice.to_owned()),
        None => Explanation::new(title, detail, hints),
    };
    let explanation = explanation.said(said);
    if is_address { explanation.base_url() } else { explanation }
}

fn refusal(status: u16) -> Refusal {
    if let Some(refusal) = gateway::refusal(status) {
        return refusal;
    }
    match status {
        300..=399 => redirect(),
        500..=599 => failed(status),
        405 | 410 | 421 => address(status),
        406 | 415 => media_type(status),
        429 => Refusal {
            title: "The server asks to slow down",
            cause: "more requests came within a short time than it allows, from here or from others with the same \
                    sign-in.",
            hints: &["Wait before the next request."],
            is_address: false,
        },
        _ => request(status),
    }
}

fn redirect() -> Refusal {
    Refusal {
        title: "The server redirects without saying where",
        cause: "a redirect, but without a usable Location.",
        hints: &["Check the base URL, most of all https:// and the slashes in its path."],
        is_address: true,
    }
}

fn address(status: u16) -> Refusal {
    match status {
        405 => Refusal {
            title: "Reading is not allowed at this address",
            cause: "it has something at this address, but GET is not allowed there.",
            hints: &[
                "Check the base URL: an interface that only takes POST, such as one for signing in, may be answering.",
                "Ask the operator of the server whether reading over SCIM is switched on.",
            ],
            is_address: true,
        },
        410 => Refusal {
            title: "This address is no longer served",
            cause: "there was something at this address, and it was taken away for good.",
            hints: &[
                "Look up the new base URL in the server's documentation; its version may be part of it.",
            ],
            is_address: true,
        },
        _ => Refusal {
            title: "Another machine is asked than was meant",
            cause: "the machine that was reached does not serve this host.",
            hints: &[
                "Check the host in the base URL; a proxy or an entry in the hosts file may lead to the wrong machine.",
            ],
            is_address: true,
        },
    }
}

fn media_type(status: u16) -> Refusal {
    match status {
        406 => Refusal {
            title: "The server offers no SCIM here",
            cause: "it has nothing to offer as application/scim+json or application/json.",
            hints: &[
                "Check the base URL: another interface of the same server, which speaks XML for instance, may be answering.",
                "Show the exchange in the history to the operator of the server: SCIM is application/scim+json.",
            ],
            is_address: true,
        },
        _ => Refusal {
            title: "The server wants another media type",
            cause: "it dislikes the type of the request's body, although reading sends none.",
            hints: &[
                "Show the exchange in the history to the operator of the server: a gateway before it may demand a \
                 Content-Type of every request.",
            ],
            is_address: false,
        },
    }
}

fn failed(status: u16) -> Refusal {
    match status {
        501 => Refusal {
            title: "The server does not offer this",
            cause: "nothing is wrong with the connection, but the server lacks this function.",
            hints: &[
                "Look up in the server's documentation what it can read, or ask its operator.",
            ],
            is_address: false,
        },
        _ => Refusal {
            title: "The server failed on its side",
            cause: "a defect or an overload of the server, not of the request.",
            hints: &[
                "Try again; if it stays, show the exchange in the history to the operator of the server.",
            ],
            is_address: false,
        },
    }
}

fn request(status: u16) -> Refusal {
    let (title, cause): (_, &str) = match status {
        400 | 422 => (
            "The server does not understand the request",
            "something in the request is not as the server wants it.",
        ),
        409 | 412 | 428 => (
            "The server refused for the sake of others",
            "it sees a conflict with another change or another version.",
        ),
        413 | 414 | 431 => {
            ("The request is too large for the server", "it takes only shorter ones.")
        }
        _ => ("The server refused the request", "it does not take the request as it is."),
    };
    Refusal {
        title,
        cause,
        hints: &[
            "Compare the request in the history with what the server's documentation asks for.",
        ],
        is_address: false,
    }
}
