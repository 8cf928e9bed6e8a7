//! Error answers (RFC 7644 §3.12): their body, their words, and whether the status is the right one.

use super::answer::page;
use crate::finding::Severity;
use crate::lint::Part;
use crate::lint::place::Target;
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Body, CAME, Method, Subject};
use crate::message::ScimType;
use crate::read::{member, scalar_text};

const BODY: Part = Part::ResponseBody;

/// S09
pub(crate) fn shape(subject: &Subject<'_>) -> Verdict {
    if !subject.is_error() || page(subject).is_some() {
        return Verdict::Clean;
    }
    let Some(error) = subject.error() else {
        let text = match subject.response() {
            Body::None => "The error has no body, so nothing says what is wrong.",
            _ => "The body of the error is no error message that could be read.",
        };
        return Verdict::of([Spot::at(BODY, "", text)]);
    };
    let mut spots: Vec<Spot> = error.findings.iter().map(|it| Spot::read(BODY, it)).collect();
    if spots.is_empty() && subject.status() == 400 && error.value.scim_type.is_none() {
        let text = "The error has no `scimType`, so programs cannot tell what is wrong.";
        spots.push(Spot::at(BODY, "", text).weighs(Severity::Info));
    }
    Verdict::of(spots)
}

/// Words by which servers say that something exists already, and that something does not exist.
const TAKEN: [&str; 8] = [
    "already exist",
    "already been taken",
    "already taken",
    "already in use",
    "duplicate",
    "must be unique",
    "not unique",
    "conflict",
];
const MISSING: [&str; 5] =
    ["not found", "does not exist", "doesn't exist", "no such", "unknown resource"];

/// S10
pub(crate) fn wrong_status(subject: &Subject<'_>) -> Verdict {
    let status = subject.status();
    if !subject.is_error() {
        return Verdict::Clean;
    }
    let error = subject.error().map(|it| it.value.clone()).unwrap_or_default();
    let detail = error.detail.unwrap_or_default().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|it| detail.contains(it));
    let is_unique = error.scim_type.as_deref() == Some("uniqueness");
    let is_write = matches!(subject.method, Method::Post | Method::Put | Method::Patch);
    let is_one = matches!(subject.place.target, Target::Resource(_));
    let text = match status {
        409 if error.scim_type.is_none() => {
            "Status 409 comes without `scimType`, so a value in use cannot be told from other conflicts."
        }
        400 | 500 if is_write && (is_unique || says(&TAKEN)) => {
            "The value is in use, which should be 409 with scimType uniqueness; clients that look for 409 do not see a duplicate."
        }
        400 | 500 if is_one && says(&MISSING) => {
            "The resource does not exist, which should be 404; clients that look for 404 try again for ever."
        }
        _ => return Verdict::Clean,
    };
    Verdict::of([Spot::at(CAME, "/status", text)])
}

/// X34
pub(crate) fn status_in_body(subject: &Subject<'_>) -> Verdict {
    let said = subject.error().and_then(|it| it.value.status);
    let differing = said.filter(|it| *it != subject.status());
    Verdict::of(differing.map(|said| {
        let text = format!("The body says status {said}, but the answer has {}.", subject.status());
        Spot::at(BODY, "/status", text)
    }))
}

/// X35
pub(crate) fn scim_type(subject: &Subject<'_>) -> Verdict {
    if !subject.is_error() {
        return Verdict::Clean;
    }
    let value = subject.response_object().and_then(|it| member(it, "scimType"));
    let Some((name, value)) = value.filter(|(_, it)| !it.is_null()) else { return Verdict::Clean };
    let said = scalar_text(value).unwrap_or_default();
    let at = crate::finding::pointer_to("", name);
    let status = subject.status();
    let known = ScimType::parse(&said).filter(|it| it.keyword() == said);
    let (text, severity) = match known {
        _ if !value.is_string() => ("`scimType` should be a string.".to_owned(), Severity::Error),
        None => {
            let text =
                format!("`{said}` is none of the keywords of the RFCs; clients do not know it.");
            (text, Severity::Warning)
        }
        // Table 9 lists it under 400, §3.3 asks for 409.
        Some(ScimType::Uniqueness) if matches!(status, 400 | 409) => return Verdict::Clean,
        Some(known) if known.status() != status => {
            let right = known.status();
            (format!("`{said}` belongs to status {right}, not {status}."), Severity::Warning)
        }
        Some(_) => return Verdict::Clean,
    };
    Verdict::of([Spot::at(BODY, at, text).weighs(severity)])
}

/// X36
pub(crate) fn lookup_not_found(subject: &Subject<'_>) -> Verdict {
    let is_lookup = subject.lists_resources() && subject.query().get("filter").is_some();
    let text = "A search without a match is answered 200 with `totalResults` 0, not 404; Entra ID stops provisioning on this.";
    Verdict::of((is_lookup && subject.status() == 404).then(|| Spot::at(CAME, "/status", text)))
}
