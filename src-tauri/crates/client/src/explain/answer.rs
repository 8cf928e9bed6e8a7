//! Answers that are of no use: refusals, redirects, and bodies that are no SCIM.

use super::{Explanation, size, wait};
use crate::error::{Cut, Oversize};
use crate::rate_limit::RetryAfter;

pub(super) fn too_large(limit_bytes: u64, seen: &Oversize) -> Explanation {
    let limit = size(limit_bytes);
    let detail = match seen {
        Oversize::Announced(bytes) => {
            format!(
                "The server announced {}, and the limit is {limit}: nothing of it was read.",
                size(*bytes)
            )
        }
        Oversize::Received => {
            format!("It is larger than the limit of {limit}. Reading was stopped there.")
        }
        Oversize::Unpacked { encoding } => format!(
            "It came packed as {encoding} and unpacks to more than {limit}. Unpacking was stopped there."
        ),
    };
    let hint = "Ask for fewer resources at once, or leave out large attributes such as members.";
    let explanation = Explanation::new("The answer is too large", detail, &[hint]);
    match seen {
        Oversize::Unpacked { .. } => explanation.hint(
            "If the directory is small, the server is faulty or means harm: show the exchange to its operator."
                .to_owned(),
        ),
        _ => explanation,
    }
}

pub(super) fn truncated(
    received_bytes: u64,
    announced_bytes: Option<u64>,
    cut: &Cut,
) -> Explanation {
    let after = match received_bytes {
        0 => "right after the headers".to_owned(),
        some => format!("after {}", size(some)),
    };
    let how = match cut {
        Cut::Closed | Cut::LastChunkMissing => format!("The connection was closed {after}"),
        Cut::Reset => format!("The connection was reset {after}"),
        Cut::Other(reason) => format!("The connection ended {after} ({reason})"),
    };
    let more = match (announced_bytes, cut) {
        (Some(bytes), _) => format!(", although the server had announced {}.", size(bytes)),
        (None, Cut::LastChunkMissing) => ", before the last chunk of the answer.".to_owned(),
        (None, _) => ", before the end of the answer.".to_owned(),
    };
    Explanation::new(
        "The answer broke off",
        format!("{how}{more}"),
        &[
            "Try again; if it happens at the same place, the server fails while it writes the answer.",
            "A proxy in between may cut long answers: ask for fewer resources at once.",
        ],
    )
}

pub(super) fn bad_framing(reason: &str) -> Explanation {
    Explanation::new(
        "The answer cannot be put together",
        "The server sends it in chunks, and a chunk does not say properly how long it is.",
        &["Show the exchange in the history to the operator of the server or of the proxy before it."],
    )
    .said(reason)
}

pub(super) fn bad_encoding(encoding: &str) -> Explanation {
    let is_known = ["gzip", "x-gzip", "br", "deflate"].contains(&encoding);
    let detail = if is_known {
        format!(
            "The server says that it is packed as {encoding}, but it is damaged or packed otherwise."
        )
    } else {
        format!(
            "The server packed it as {encoding}, which was not asked for and is not known here."
        )
    };
    Explanation::new(
        "The answer cannot be unpacked",
        detail,
        &[
            "Show the exchange in the history to the operator of the server or of the proxy before it.",
        ],
    )
}

pub(super) fn empty(status: u16) -> Explanation {
    let detail = match status {
        204 => "The server answered 204 No Content, a success that never has a body, where one belongs.".to_owned(),
        _ => format!("The server answered {status}, a success, without the body that belongs to it."),
    };
    Explanation::new(
        "The answer is empty",
        detail,
        &[
            "Check the base URL: a health check or a gateway may be answering instead of SCIM.",
            "Show the exchange in the history to the operator of the server.",
        ],
    )
    .base_url()
}

pub(super) fn accepted(
    status: u16,
    monitor: Option<&str>,
    retry_after: Option<&RetryAfter>,
) -> Explanation {
    let explanation = Explanation::new(
        "The server will answer later",
        format!(
            "It answered {status}: the request was accepted, but the work is not done. There is nothing to show yet."
        ),
        &["Ask again in a moment: the server is still working on the answer."],
    );
    let explanation = match monitor {
        Some(monitor) => explanation.hint(format!(
            "It says that the outcome will be seen at {monitor}; nothing was asked there."
        )),
        None => explanation,
    };
    wait::hint(explanation, retry_after)
}

pub(super) fn not_json(line: u32, column: u32, reason: &str, snippet: &str) -> Explanation {
    Explanation::new(
        "The answer is not JSON",
        format!(
            "The server answered with a success, but it cannot be read at line {line}, column {column}: {}.",
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

pub(super) fn cut_json(line: u32, column: u32, snippet: &str) -> Explanation {
    Explanation::new(
        "The answer ends in the middle",
        format!("It is JSON up to line {line}, column {column}, and there it stops, although the connection was fine."),
        &[
            "Ask for fewer resources at once: the server or a proxy before it may cut long answers.",
            "If it stays, show the exchange in the history to the operator of the server.",
        ],
    )
    .said(snippet)
}

pub(super) fn error_as_success(status: u16, said: &str, named: Option<u16>) -> Explanation {
    let named = match named {
        Some(named) if named != status => format!(", and the message itself speaks of {named}"),
        _ => String::new(),
    };
    Explanation::new(
        "An error came back as a success",
        format!("The server answered {status} with an error message{named}: {}.", said.trim_end_matches('.')),
        &[
            "Act on what the message says; it is the server's own.",
            "If it says nothing about SCIM, check the base URL: a gateway may be answering instead.",
        ],
    )
    .said(said)
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

pub(super) fn resource_gone(said: &str) -> Explanation {
    Explanation::new(
        "The server has no such resource",
        "It answered 404 for this id: the resource was deleted, or this sign-in may not see it.",
        &[
            "Read the list again: it may have been deleted or moved since.",
            "If it still stands in the list, the server's list and its single resources differ: tell its operator.",
        ],
    )
    .said(said)
}

pub(super) fn not_found(said: &str) -> Explanation {
    Explanation::new(
        "The server has nothing at this address",
        "It answered 404: there is nothing there, so the base URL may not be where SCIM begins.",
        &[
            "If everything answers 404, check the path of the base URL: it often ends in /scim/v2, and its case matters.",
            "If only some addresses do, the server lacks this function, or hides it from this sign-in.",
        ],
    )
    .said(said)
    .base_url()
}
