//! Bulk operations (RFC 7644 §3.7), asked and answered.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::bulk::{self, BulkRequest, BulkResponse};
use crate::finding::{Findings, pointer_to};
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::place::Target;
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Body, Method, Subject};
use crate::read::member;

const BODY: Part = Part::RequestBody;
const ANSWER: Part = Part::ResponseBody;

fn request<'s>(subject: &'s Subject<'_>) -> Option<&'s Map<String, Value>> {
    let is_bulk = subject.method == Method::Post && subject.place.target == Target::Bulk;
    subject.request_object().filter(|_| is_bulk)
}

fn operations(message: &Map<String, Value>) -> Option<(String, &Vec<Value>)> {
    let (name, value) = member(message, "Operations")?;
    Some((pointer_to("", name), value.as_array()?))
}

/// R22
pub(crate) fn over_limits(subject: &Subject<'_>) -> Verdict {
    let Some(message) = request(subject) else { return Verdict::Clean };
    let bulk = subject.provider_config().map(|it| &it.bulk);
    let (mut spots, mut lacking) = (Vec::new(), None);
    match bulk.and_then(|it| it.max_operations) {
        None => lacking = Some(Need::ProviderConfig),
        Some(most) => {
            let count = operations(message).map_or(0, |(_, it)| it.len()) as u64;
            if count > most {
                let text = format!(
                    "There are {count} operations; the server takes {most} at most and answers 413."
                );
                spots.push(Spot::at(BODY, "/Operations", text));
            }
        }
    }
    match bulk.and_then(|it| it.max_payload_size) {
        None => lacking = Some(Need::ProviderConfig),
        Some(most) => {
            let bytes = subject.exchange.request_body.map_or(0, str::len) as u64;
            if bytes > most {
                let text = format!(
                    "The body has {bytes} bytes; the server takes {most} at most and answers 413."
                );
                spots.push(Spot::at(BODY, "", text));
            }
        }
    }
    Verdict::or_lacking(spots, lacking)
}

/// X15
pub(crate) fn malformed(subject: &Subject<'_>) -> Verdict {
    let Some(message) = request(subject) else { return Verdict::Clean };
    let whole = Value::Object(message.clone());
    let read = BulkRequest::read(&whole, Findings::default());
    // `schemas` is told by a rule of its own.
    let noticed = read.findings.iter().filter(|it| it.rule != "bulk-schemas");
    let mut spots: Vec<Spot> = noticed.map(|it| Spot::read(BODY, it)).collect();
    let ids: HashSet<&str> =
        read.value.operations.iter().filter_map(|it| it.bulk_id.as_deref()).collect();
    if let Some((pointer, values)) = operations(message) {
        for (at, value) in values.iter().enumerate() {
            let data = value.as_object().and_then(|it| member(it, "data"));
            if let Some((name, data)) = data {
                let at = pointer_to(&pointer_to(&pointer, at), name);
                references(data, at, &ids, &mut spots);
            }
        }
    }
    Verdict::of(spots)
}

/// References to resources that the same request makes; each must be made there.
fn references(data: &Value, pointer: String, ids: &HashSet<&str>, spots: &mut Vec<Spot>) {
    let mut open = vec![(pointer, data)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Array(values) => {
                let numbered = values.iter().enumerate();
                open.extend(numbered.map(|(at, it)| (pointer_to(&pointer, at), it)));
            }
            Value::Object(members) => {
                open.extend(members.iter().map(|(name, it)| (pointer_to(&pointer, name), it)));
            }
            Value::String(text) => {
                if let Some(id) = text.strip_prefix("bulkId:")
                    && !ids.contains(id)
                {
                    let text = format!("`{text}` refers to a `bulkId` that no operation has.");
                    spots.push(Spot::at(BODY, pointer, text));
                }
            }
            _ => {}
        }
    }
}

/// X57
pub(crate) fn answer(subject: &Subject<'_>) -> Verdict {
    let Some(asked) = request(subject).filter(|_| subject.is_success()) else {
        return Verdict::Clean;
    };
    let Body::Json(parsed) = subject.response() else { return Verdict::Clean };
    let read = BulkResponse::read(&parsed.value, Findings::default());
    let mut spots: Vec<Spot> = read.findings.iter().map(|it| Spot::read(ANSWER, it)).collect();
    let stops = member(asked, "failOnErrors").is_some();
    let (wanted, came) =
        (operations(asked).map_or(0, |(_, it)| it.len()), read.value.operations.len());
    if came > wanted || (came < wanted && !stops) {
        let text = format!("{wanted} operations were asked, {came} are answered.");
        spots.push(Spot::at(ANSWER, "/Operations", text));
    }
    for (at, result) in read.value.operations.iter().enumerate() {
        if result.method == bulk::Method::Post && result.bulk_id.is_none() {
            let text = "The result of a POST has no `bulkId`, so it cannot be told which it is.";
            spots.push(Spot::at(ANSWER, format!("/Operations/{at}"), text));
        }
    }
    Verdict::of(spots)
}
