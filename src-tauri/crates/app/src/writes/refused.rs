//! Why a server refused a write, and what to do: by the keyword of its error message, else by status and method. The
//! server's own words stay with it.

use client::error::Failure;
use client::write::Reply;
use scim::message::{ErrorBody, ScimType};

use super::plan::Target;
use crate::api::error::{ErrorCode, UiError};
use crate::api::writes::ChangeKind;
use crate::error::of_request;

/// What people are told of a refusal.
pub(super) fn told(target: &Target, reply: &Reply, refusal: &Failure) -> UiError {
    let mut told = of_request(refusal);
    // Who may not, and who has to wait, is told well already.
    if told.code != ErrorCode::Rejected {
        return told;
    }
    let body = ErrorBody::parse(&String::from_utf8_lossy(&reply.body)).map(|it| it.value);
    let keyword = body.as_ref().and_then(ErrorBody::known_type);
    let method = target.request.method();
    let words = match keyword {
        Some(keyword) => of_keyword(keyword),
        None => of_status(reply.status, method, target.kind),
    };
    let Some((title, why, hint)) = words else { return told };
    title.clone_into(&mut told.title);
    told.detail = match keyword {
        Some(keyword) => format!(
            "The server answered {} with {keyword} ({}): {} Nothing was written.",
            reply.status,
            keyword.section(),
            keyword.meaning()
        ),
        None => format!("The server answered {}: {why} Nothing was written.", reply.status),
    };
    told.hints = vec![hint.to_owned()];
    told
}

/// Title, cause and remedy.
type Words = (&'static str, &'static str, &'static str);

fn of_keyword(keyword: ScimType) -> Option<Words> {
    let (title, hint) = match keyword {
        ScimType::Uniqueness => (
            "Another resource has this value",
            "Look for the value in the directory, disabled and hidden resources too; then choose another one.",
        ),
        ScimType::Mutability => (
            "The server does not let this be changed",
            "Take the change of that attribute back and send the others.",
        ),
        ScimType::InvalidValue => (
            "The server does not accept a value",
            "Compare the values with what the schema says, and with resources that the server has made itself.",
        ),
        ScimType::InvalidPath => (
            "The server does not know a path",
            "Send it by PUT, which names no paths, if the server offers that.",
        ),
        ScimType::NoTarget => (
            "A path leads to nothing on the server",
            "Read the resource again: the value may have been changed meanwhile. Or send it by PUT.",
        ),
        ScimType::InvalidSyntax => (
            "The server cannot read the request",
            "Send it by the other method, PATCH or PUT. Some servers also want few values in a request.",
        ),
        ScimType::TooMany => {
            ("The request is too much for the server", "Send fewer changes at once.")
        }
        _ => return None,
    };
    Some((title, "", hint))
}

fn of_status(status: u16, method: &str, kind: ChangeKind) -> Option<Words> {
    let words = match (status, method) {
        // It may have PATCH for other changes: 501 is of what was asked, not of the resource (RFC 9110 §15.6.2).
        (501, "PATCH") => (
            "The server does not implement this PATCH",
            "it has no PATCH, or not what is asked by this one.",
            "Choose PUT beside the pending changes: it sends the whole resource. Or send fewer changes at once.",
        ),
        (405, "PATCH") => (
            "The server takes no PATCH",
            "it has no such method for this resource.",
            "Choose PUT beside the pending changes: it sends the whole resource.",
        ),
        (405 | 501, "PUT") => (
            "The server takes no PUT",
            "it has no such method for this resource.",
            "Choose PATCH beside the pending changes: it sends only what you changed.",
        ),
        (405 | 501, "POST") => (
            "The server makes no such resources",
            "it has no POST for this resource type.",
            "They may be made by another system only: ask the operator of the server.",
        ),
        (405 | 501, "DELETE") => (
            "The server deletes nothing here",
            "it has no DELETE for this resource type.",
            "Disable the resource instead.",
        ),
        (409, _) if kind == ChangeKind::Create => (
            "The server has such a resource already",
            "something that must be unique is in use, userName for instance.",
            "Look for it in the directory, disabled and hidden resources too.",
        ),
        (428, _) => (
            "The server wants a version with each write",
            "it changes nothing without If-Match (RFC 6585 §3).",
            "Send it again: the version is sent along from now on.",
        ),
        (413, _) => (
            "The request is too large for the server",
            "it takes only shorter ones.",
            "Send fewer changes at once.",
        ),
        _ => return None,
    };
    Some(words)
}
