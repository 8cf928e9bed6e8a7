//! Bulk operations (RFC 7644 §3.7), asked and answered.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::finding::pointer_to;
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::place::Target;
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Method, Subject};
use crate::read::{kind, member, scalar_text};

const BODY: Part = Part::RequestBody;
const ANSWER: Part = Part::ResponseBody;
const METHODS: [&str; 4] = ["POST", "PUT", "PATCH", "DELETE"];

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
    let Some((pointer, values)) = operations(message) else {
        let text = "A bulk request has an array `Operations`, which is not here.";
        return Verdict::of([Spot::at(BODY, "", text)]);
    };
    let mut spots = Vec::new();
    let mut ids = HashSet::new();
    for (at, value) in values.iter().enumerate() {
        let at = pointer_to(&pointer, at);
        match value.as_object() {
            Some(operation) => check(operation, &at, &mut ids, &mut spots),
            None => {
                let text = format!("An operation is an object, but here is {}.", kind(value));
                spots.push(Spot::at(BODY, at, text));
            }
        }
    }
    for (at, value) in values.iter().enumerate() {
        let data = value.as_object().and_then(|it| member(it, "data"));
        if let Some((name, data)) = data {
            let at = pointer_to(&pointer_to(&pointer, at), name);
            references(data, at, &ids, &mut spots);
        }
    }
    Verdict::of(spots)
}

fn check<'s>(
    operation: &'s Map<String, Value>,
    at: &str,
    ids: &mut HashSet<&'s str>,
    spots: &mut Vec<Spot>,
) {
    let text = |name: &str| member(operation, name).and_then(|(_, it)| it.as_str());
    let mut complain = |text: String| spots.push(Spot::at(BODY, at, text));
    let method = text("method").unwrap_or_default();
    if !METHODS.iter().any(|it| it.eq_ignore_ascii_case(method)) {
        complain(format!("`method` is POST, PUT, PATCH or DELETE, not `{method}`."));
    }
    if text("path").is_none_or(|it| it.is_empty()) {
        complain("The operation has no `path`.".to_owned());
    }
    if !method.eq_ignore_ascii_case("DELETE") && member(operation, "data").is_none() {
        complain("The operation has no `data`.".to_owned());
    }
    match text("bulkId").filter(|it| !it.is_empty()) {
        None if method.eq_ignore_ascii_case("POST") => {
            complain("A POST needs a `bulkId`, by which its answer is told.".to_owned());
        }
        Some(id) if !ids.insert(id) => {
            complain(format!("The `bulkId` `{id}` stands on more than one operation."));
        }
        _ => {}
    }
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
    let Some(answer) = subject.response_object() else { return Verdict::Clean };
    let Some((pointer, values)) = operations(answer) else {
        let text = "A bulk answer has an array `Operations`, which is not here.";
        return Verdict::of([Spot::at(ANSWER, "", text)]);
    };
    let mut spots = Vec::new();
    let stops = member(asked, "failOnErrors").is_some();
    let wanted = operations(asked).map_or(0, |(_, it)| it.len());
    if values.len() > wanted || (values.len() < wanted && !stops) {
        let text = format!("{wanted} operations were asked, {} are answered.", values.len());
        spots.push(Spot::at(ANSWER, pointer.clone(), text));
    }
    for (at, value) in values.iter().enumerate() {
        let at = pointer_to(&pointer, at);
        match value.as_object() {
            Some(result) => check_result(result, &at, &mut spots),
            None => {
                let text = format!("A result is an object, but here is {}.", kind(value));
                spots.push(Spot::at(ANSWER, at, text));
            }
        }
    }
    Verdict::of(spots)
}

fn check_result(result: &Map<String, Value>, at: &str, spots: &mut Vec<Spot>) {
    let get = |name: &str| member(result, name).map(|(_, it)| it).filter(|it| !it.is_null());
    let mut complain = |text: &str| spots.push(Spot::at(ANSWER, at, text));
    if get("method").is_none() {
        complain("The result has no `method`.");
    }
    let status = get("status");
    if !status.is_some_and(Value::is_string) {
        complain("The result has no `status` that is a string.");
    }
    let number: u16 = status.and_then(scalar_text).and_then(|it| it.parse().ok()).unwrap_or(0);
    let is_post = get("method").and_then(Value::as_str).is_some_and(|it| it == "POST");
    if number >= 400 && get("response").is_none() {
        complain("The operation failed, but the result has no `response` that says why.");
    }
    if get("location").is_none() && !(is_post && number >= 400) {
        complain("The result has no `location`.");
    }
    if is_post && get("bulkId").is_none() {
        complain("The result of a POST has no `bulkId`, so it cannot be told which it is.");
    }
}
