//! The resources of an answer: who they are, what they say of themselves, and whether they are what was asked for.

use serde_json::{Map, Value};

use super::message::violations;
use crate::finding::{Severity, pointer_to};
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::place::{Target, segments};
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{CAME, Method, Subject};
use crate::read::{member, scalar_text};
use crate::validate::Purpose;

const BODY: Part = Part::ResponseBody;

/// S11
pub(crate) fn meta(subject: &Subject<'_>) -> Verdict {
    let mut spots = Vec::new();
    let mut lacking = None;
    let is_part =
        ["attributes", "excludedAttributes"].iter().any(|it| subject.query().get(it).is_some());
    for answer in subject.answers() {
        let at = |name: &str| pointer_to(&answer.pointer, name);
        let meta = member(answer.body, "meta").and_then(|(name, it)| Some((name, it.as_object()?)));
        let Some((name, meta)) = meta else {
            let missing = Spot::at(BODY, answer.pointer.clone(), "The resource has no `meta`.");
            spots.extend((!is_part).then(|| missing.weighs(Severity::Info)));
            continue;
        };
        lacking = lacking.or(crate::lint::subject::lacks_schemas(answer.model));
        spots.extend(resource_type(meta, &at(name), answer.type_name()));
        let wanted = ["resourceType", "created", "lastModified", "location"];
        let has = |it: &&str| member(meta, it).is_some_and(|(_, it)| !it.is_null());
        let missing: Vec<&str> = wanted.into_iter().filter(|it| !has(it)).collect();
        if !missing.is_empty() && !is_part {
            let text = format!("`meta` is without `{}`.", missing.join("`, `"));
            spots.push(Spot::at(BODY, at(name), text).weighs(Severity::Info));
        }
        if subject.resource().is_some() {
            spots.extend(version(meta, &at(name), subject.response_header("etag")));
        }
    }
    Verdict::or_lacking(spots, lacking)
}

fn resource_type(meta: &Map<String, Value>, at: &str, wanted: Option<&str>) -> Option<Spot> {
    let (name, value) = member(meta, "resourceType")?;
    let (said, wanted) = (value.as_str()?, wanted?);
    let text = if said.eq_ignore_ascii_case(wanted) {
        format!(
            "`meta.resourceType` is `{said}`; the type is called `{wanted}`, letter case included."
        )
    } else {
        format!("`meta.resourceType` is `{said}`, but these are resources of type `{wanted}`.")
    };
    (said != wanted).then(|| Spot::at(BODY, pointer_to(at, name), text))
}

fn version(meta: &Map<String, Value>, at: &str, tag: Option<&str>) -> Option<Spot> {
    let (name, value) = member(meta, "version").filter(|(_, it)| !it.is_null())?;
    let said = scalar_text(value)?;
    let tag = tag.filter(|it| *it != said)?;
    let text = format!("`meta.version` is {said}, but `ETag` is {tag}; they should be the same.");
    Some(Spot::at(BODY, pointer_to(at, name), text).weighs(Severity::Error))
}

/// X28
pub(crate) fn locations_differ(subject: &Subject<'_>) -> Verdict {
    if subject.status() != 201 {
        return Verdict::Clean;
    }
    let meta = subject.resource().and_then(|it| member(it.value.as_object()?, "meta"));
    let said = meta.and_then(|(_, it)| member(it.as_object()?, "location")?.1.as_str());
    let (Some(said), Some(header)) = (said, subject.response_header("location")) else {
        return Verdict::Clean;
    };
    let is_absolute = |it: &str| it.contains("://");
    // A relative address means the same when the absolute one ends in it.
    let is_same = if is_absolute(said) == is_absolute(header) {
        said == header
    } else {
        let (said, header) = (segments(said), segments(header));
        said.ends_with(&header) || header.ends_with(&said)
    };
    let text =
        format!("`meta.location` is {said}, but `Location` is {header}; they should be the same.");
    Verdict::of((!is_same).then(|| Spot::at(BODY, "/meta/location", text)))
}

/// X37
pub(crate) fn other_resource(subject: &Subject<'_>) -> Verdict {
    let Target::Resource(asked) = &subject.place.target else { return Verdict::Clean };
    let answered = subject.resource().filter(|_| subject.method != Method::Delete);
    let spot = answered.and_then(|it| {
        let (name, value) = member(it.value.as_object()?, "id")?;
        let id = scalar_text(value)?;
        let text = format!("`{asked}` was asked, but `{id}` is answered.");
        (id != *asked).then(|| Spot::at(BODY, pointer_to(&it.prefix, name), text))
    });
    Verdict::of(spot)
}

/// X40
pub(crate) fn client_id_taken(subject: &Subject<'_>) -> Verdict {
    if !subject.creates() || subject.status() != 201 {
        return Verdict::Clean;
    }
    let id = |it: &Map<String, Value>| member(it, "id").and_then(|(_, it)| scalar_text(it));
    let sent = subject.request_object().and_then(id);
    let came = subject.resource().and_then(|it| id(it.value.as_object()?));
    let is_taken = sent.is_some() && sent == came;
    let text = "The `id` that the client sent was taken over; ids are the server's to give.";
    Verdict::of(is_taken.then(|| Spot::at(BODY, "/id", text)))
}

/// What rules of their own tell of an answer.
const TOLD_OF_ANSWERS: [&str; 10] = [
    "boolean-as-text",
    "empty-extension",
    "never-returned",
    "missing-id",
    "missing-schemas",
    "missing-meta",
    "meta-resource-type",
    "duplicate-member",
    "number-range",
    "required-not-returned",
];

/// X41
pub(crate) fn fits_schemas(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    let answers = subject.answers();
    for (answer, (_, value)) in answers.iter().zip(subject.resources()) {
        let Some(model) = answer.model.filter(|it| it.is_served) else {
            lacking = Some(Need::Schemas);
            continue;
        };
        let found = violations(value, model.model, Purpose::Response, &TOLD_OF_ANSWERS);
        spots.extend(found.map(|it| Spot::read(BODY, &it).below(&answer.pointer)));
    }
    Verdict::or_lacking(spots, lacking)
}

/// X42
pub(crate) fn not_deleted(subject: &Subject<'_>) -> Verdict {
    let is_delete = subject.method == Method::Delete
        && matches!(subject.place.target, Target::Resource(_))
        && subject.is_success();
    if !is_delete {
        return Verdict::Clean;
    }
    match subject.context.resource_after {
        None => Verdict::NotJudged(Need::ResourceAfter),
        Some(_) => Verdict::of([Spot::at(
            CAME,
            "/status",
            "The server said that the resource is deleted, but it can still be read: it was only deactivated, or nothing happened.",
        )]),
    }
}
