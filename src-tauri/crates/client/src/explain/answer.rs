//! Answers that are of no use: refusals, redirects, and bodies that are no SCIM.

use super::{Explanation, size};

pub(super) fn too_large(limit_bytes: u64) -> Explanation {
    Explanation::new(
        "The answer is too large",
        format!("It is larger than the limit of {}. Reading was stopped there.", size(limit_bytes)),
        &["Ask for fewer resources at once, or leave out large attributes such as members."],
    )
}

pub(super) fn truncated(received_bytes: u64, reason: &str) -> Explanation {
    Explanation::new(
        "The answer broke off",
        format!(
            "The connection ended after {} although the server had announced more.",
            size(received_bytes)
        ),
        &[
            "Try again; if it happens at the same place, the server fails while it writes the answer.",
            "A proxy in between may cut long answers: ask for fewer resources at once.",
        ],
    )
    .said(reason)
}

pub(super) fn bad_encoding(encoding: &str) -> Explanation {
    Explanation::new(
        "The answer cannot be unpacked",
        format!(
            "The server says that it is packed as {encoding}, but it is damaged or packed otherwise."
        ),
        &[
            "Show the exchange in the history to the operator of the server or of the proxy before it.",
        ],
    )
}

pub(super) fn empty(status: u16) -> Explanation {
    Explanation::new(
        "The answer is empty",
        format!("The server answered {status}, a success, without the body that belongs to it."),
        &[
            "Check the base URL: a health check or a gateway may be answering instead of SCIM.",
            "Show the exchange in the history to the operator of the server.",
        ],
    )
    .base_url()
}

pub(super) fn web_page(status: u16, title: Option<&str>, snippet: &str) -> Explanation {
    let titled = title.map_or_else(String::new, |title| format!(" titled \"{title}\""));
    Explanation::new(
        "A web page came back, not SCIM",
        format!(
            "The server answered {status} with a page for people{titled}, often a sign-in page."
        ),
        &[
            "Check the base URL: this is the address of the web interface, or a sign-in stands before SCIM.",
            "In a hotel or company network, sign in to the network first and try again.",
        ],
    )
    .said(snippet)
    .base_url()
}

pub(super) fn not_scim(reason: &str, snippet: &str) -> Explanation {
    Explanation::new(
        "The answer is not SCIM",
        format!(
            "The server answered with a success, but not with SCIM: {}.",
            reason.trim_end_matches('.')
        ),
        &[
            "Check the base URL: another interface of the same server may be answering.",
            "Show the exchange in the history to the operator of the server.",
        ],
    )
    .said(snippet)
    .base_url()
}

pub(super) fn redirect_elsewhere(from_origin: &str, to_origin: &str) -> Explanation {
    Explanation::new(
        "The server redirects to another server",
        format!(
            "{from_origin} points at {to_origin}. That was not followed, and the token was not sent there."
        ),
        &[],
    )
    .hint(format!(
        "If {to_origin} is the server that you mean, use it in the base URL; a redirect to a sign-in page means that \
         the base URL is not the one for SCIM."
    ))
    .base_url()
}

pub(super) fn endpoint_elsewhere(to_origin: &str) -> Explanation {
    Explanation::new(
        "These resources lie on another server",
        format!(
            "The server says that this resource type is found at {to_origin}. Nothing was asked there, and the token \
             was not sent there."
        ),
        &[],
    )
    .hint(format!(
        "If you trust {to_origin}, add it as a tenant of its own; otherwise tell the operator of the server."
    ))
}

pub(super) fn bad_endpoint(endpoint: &str, reason: &str) -> Explanation {
    Explanation::new(
        "This resource type has no usable address",
        format!("Its endpoint, as the server names it, cannot be read: {reason}."),
        &["Show the answer of /ResourceTypes in the history to the operator of the server."],
    )
    .said(endpoint)
}

pub(super) fn redirects_in_circles(limit: u32) -> Explanation {
    Explanation::new(
        "The server redirects in circles",
        format!("It redirected more than {limit} times in a row and never answered."),
        &["Check the base URL, most of all https:// and the slashes in its path."],
    )
    .base_url()
}

pub(super) fn bad_token(said: &str) -> Explanation {
    Explanation::new(
        "The server does not accept the token",
        "It answered 401: the token has expired, was replaced, or is for another server or tenant.",
        &[
            "Replace the token by a new one, and check that the base URL belongs to the same tenant.",
            "Check that it is a token for SCIM and not for another interface of the same product.",
        ],
    )
    .said(said)
    .token()
}

pub(super) fn no_token(said: &str) -> Explanation {
    Explanation::new(
        "The server asks for a token",
        "It answered 401, and no token was sent with the request.",
        &["Enter the bearer token that the server issued for SCIM."],
    )
    .said(said)
    .token()
}

pub(super) fn forbidden(said: &str) -> Explanation {
    Explanation::new(
        "The token may not do this",
        "The server answered 403: the token lacks a scope or a role, or the server lets only some addresses in.",
        &[
            "Ask the owner of the token to grant it the right to read users and groups.",
            "Check whether the server has a list of allowed addresses, and whether SCIM is switched on there.",
        ],
    )
    .said(said)
}

pub(super) fn not_found(said: &str) -> Explanation {
    Explanation::new(
        "The server has nothing at this address",
        "It answered 404: either the resource is gone, or the base URL is not where SCIM begins.",
        &[
            "If everything answers 404, check the path of the base URL: it often ends in /scim/v2, and its case matters.",
            "If only this resource does, read the list again: it may have been deleted.",
        ],
    )
    .said(said)
    .base_url()
}

pub(super) fn rejected(status: u16, said: &str, retry_after: Option<&str>) -> Explanation {
    let (title, hint) = refusal(status);
    let detail = format!("The server answered {status}.");
    let explanation = Explanation::new(title, detail, &[hint]).said(said);
    match retry_after {
        // RFC 9110 §10.2.3: a number of seconds, or a date.
        Some(wait) if wait.parse::<u64>().is_ok() => {
            explanation.hint(format!("It asks to wait for {wait} seconds (Retry-After)."))
        }
        Some(date) => explanation.hint(format!("It asks to wait until {date} (Retry-After).")),
        None => explanation,
    }
}

/// Title and first hint for a status.
fn refusal(status: u16) -> (&'static str, &'static str) {
    match status {
        429 => ("The server asks to slow down", "Wait a moment before the next request."),
        300..=399 => (
            "The server redirects without saying where",
            "Check the base URL, most of all https:// and the slashes in its path.",
        ),
        405 | 501 => (
            "The server does not offer this",
            "Nothing is wrong with the connection: the server lacks this function.",
        ),
        406 | 415 => (
            "The server dislikes the media type",
            "Show the exchange in the history to the operator of the server: SCIM is application/scim+json.",
        ),
        502..=504 => (
            "The server is not available",
            "A proxy answered in its place: try again later, or ask its operator.",
        ),
        500..=599 => (
            "The server failed on its side",
            "Try again; if it stays, show the exchange in the history to the operator of the server.",
        ),
        _ => (
            "The server refused the request",
            "Compare the request in the history with what the server's documentation asks for.",
        ),
    }
}
