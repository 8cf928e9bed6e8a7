//! Where quirks act on what is sent at last: status, headers, media type, error bodies.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::shape::internal;
use super::{Quirk, Quirks};
use crate::answer::Answer;
use crate::kind::Kind;

/// What the answer is to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'r> {
    pub(crate) method: &'r Method,
    /// The type of the resource, where the request is about one.
    pub(crate) kind: Option<Kind>,
}

/// An answer as the server sends it.
pub(crate) fn send(quirks: Quirks, sent: Sent<'_>, mut answer: Answer) -> Answer {
    if quirks.is_empty() {
        return answer;
    }
    let html = answer.media_type.starts_with("text/html");
    match answer.is_error() {
        true => bend_error(quirks, sent, &mut answer),
        false => bend_success(quirks, sent, &mut answer),
    }
    if html || answer.media_type.starts_with("text/html") {
        return answer;
    }
    let other = [
        (Quirk::HtmlMediaType, "text/html"),
        (Quirk::JsonMediaType, "application/json"),
        (Quirk::SwappedMediaType, "application/json+scim"),
    ];
    if let Some((_, media_type)) = other.into_iter().find(|(it, _)| quirks.has(*it)) {
        answer.media_type = media_type;
    }
    answer
}

fn bend_success(quirks: Quirks, sent: Sent<'_>, answer: &mut Answer) {
    let Some(kind) = sent.kind else { return };
    if quirks.has(Quirk::NoLocation) {
        answer.headers.retain(|(name, _)| *name != header::LOCATION);
    }
    if quirks.has(Quirk::InternalLocations) {
        let locations = answer.headers.iter_mut().filter(|(name, _)| *name == header::LOCATION);
        locations.for_each(|(_, location)| *location = internal(location));
    }
    let entra = [Quirk::MadeForEntra, Quirk::MadeForEntraCompliant];
    let silent = match *sent.method {
        Method::POST | Method::PUT => quirks.has(Quirk::WritesWithoutBody),
        Method::PATCH => {
            quirks.has(Quirk::PatchWithoutBody) || kind == Kind::Group && quirks.has_any(&entra)
        }
        _ => false,
    };
    if silent {
        answer.status = StatusCode::NO_CONTENT;
        answer.body = None;
        return;
    }
    if sent.method == Method::PATCH
        && quirks.has(Quirk::PatchWithoutMembers)
        && let Some(mut resource) = read(answer)
        && let Some(members) = resource.as_object_mut()
    {
        members.shift_remove("members");
        answer.body = Some(resource.to_string());
    }
}

fn bend_error(quirks: Quirks, sent: Sent<'_>, answer: &mut Answer) {
    let is_not_found = quirks.has(Quirk::NotFoundIsBadRequest) && sent.kind.is_some();
    let other_status = match answer.status {
        StatusCode::CONFLICT if quirks.has(Quirk::ConflictIsBadRequest) => {
            Some(StatusCode::BAD_REQUEST)
        }
        StatusCode::CONFLICT if quirks.has(Quirk::ConflictIsServerError) => {
            Some(StatusCode::INTERNAL_SERVER_ERROR)
        }
        StatusCode::NOT_FOUND if is_not_found => Some(StatusCode::BAD_REQUEST),
        _ => None,
    };
    let Some(Value::Object(mut body)) = read(answer) else { return };
    if answer.status == StatusCode::CONFLICT && quirks.has(Quirk::ConflictWithoutType) {
        body.shift_remove("scimType");
    }
    if let Some(status) = other_status {
        answer.status = status;
        body.insert("status".to_owned(), json!(status.as_u16().to_string()));
        body.shift_remove("scimType");
    }
    if quirks.has(Quirk::NumericStatus) {
        body.insert("status".to_owned(), json!(answer.status.as_u16()));
    }
    let detail = body.get("detail").and_then(Value::as_str).unwrap_or_default().to_owned();
    if quirks.has(Quirk::PlainErrors) {
        let plain = json!({"code": answer.status.as_u16(), "message": detail});
        answer.body = Some(plain.to_string());
        answer.media_type = "application/json";
    } else if quirks.has(Quirk::HtmlErrors) {
        let status = answer.status;
        answer.body = Some(format!(
            "<!DOCTYPE html><html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
        ));
        answer.media_type = "text/html; charset=utf-8";
    } else if quirks.has(Quirk::NestedErrors) {
        let nested = json!({"status": answer.status.as_u16(), "response": body});
        answer.body = Some(nested.to_string());
    } else {
        answer.body = Some(Value::Object(body).to_string());
    }
}

fn read(answer: &Answer) -> Option<Value> {
    serde_json::from_str(answer.body.as_deref()?).ok()
}
