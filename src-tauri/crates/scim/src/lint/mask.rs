//! What was masked before an exchange was kept is not known: a rule that stumbles over the mask has judged the mask, not
//! what was sent.

use serde_json::Value;

use super::spot::Spot;
use super::subject::{Body, Subject, header_pointer};
use super::{Part, Rule};
use crate::finding::pointer_to;
use crate::percent::percent_decode;

/// Rules for which it is enough that something is there at all, whatever it is.
const BY_PRESENCE: [&str; 2] = ["X05", "X39"];

/// The rule that holds the rows of an answer against the filter that was asked.
const BY_FILTER: &str = "S06";

/// Leaves out what was found in a mask.
pub(super) fn without_masked(rule: &Rule, spots: Vec<Spot>, subject: &Subject<'_>) -> Vec<Spot> {
    let Some(mask) = subject.context.mask.filter(|it| !it.is_empty()) else { return spots };
    if BY_PRESENCE.contains(&rule.id) {
        return spots;
    }
    let asked = subject.query().get("filter").map(|it| it.value.as_str()).unwrap_or_default();
    if rule.id == BY_FILTER && asked.contains(mask) {
        return Vec::new();
    }
    spots.into_iter().filter(|it| !is_masked(it, mask, subject)).collect()
}

/// Whether a mask stands where something was found.
fn is_masked(spot: &Spot, mask: &str, subject: &Subject<'_>) -> bool {
    let exchange = &subject.exchange;
    match spot.part {
        Part::RequestHead => {
            is_in_url(&spot.pointer, mask, subject)
                || is_in_headers(&spot.pointer, mask, exchange.request_headers)
        }
        Part::ResponseHead => is_in_headers(&spot.pointer, mask, exchange.response_headers),
        Part::RequestBody => {
            let text = exchange.request_body.filter(|it| it.contains(mask));
            text.is_some() && is_in_body(&spot.pointer, mask, subject.request())
        }
        Part::ResponseBody => {
            let text = exchange.response_body.filter(|it| it.contains(mask));
            text.is_some() && is_in_body(&spot.pointer, mask, subject.response())
        }
        Part::Discovery => false,
    }
}

fn is_in_url(pointer: &str, mask: &str, subject: &Subject<'_>) -> bool {
    if pointer == "/url" {
        return percent_decode(subject.exchange.url).contains(mask);
    }
    let mut parameters = subject.parameters().iter();
    parameters.any(|it| it.value.contains(mask) && pointer_to("/query", &it.name) == pointer)
}

fn is_in_headers(pointer: &str, mask: &str, headers: &[(String, String)]) -> bool {
    headers.iter().any(|(name, value)| value.contains(mask) && header_pointer(name) == pointer)
}

/// Only the value itself counts: that there is a mask somewhere in an object says nothing about the object.
fn is_in_body(pointer: &str, mask: &str, body: &Body) -> bool {
    let Body::Json(parsed) = body else { return false };
    let value = parsed.value.pointer(pointer);
    value.and_then(Value::as_str).is_some_and(|it| it.contains(mask))
}
