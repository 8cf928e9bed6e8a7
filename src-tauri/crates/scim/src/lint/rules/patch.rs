//! The operations of a PATCH (RFC 7644 §3.5.2): their words, their paths, and what a path can reach.

use serde_json::Value;

use crate::attr::AttrPath;
use crate::filter::{self, Filter, Matcher};
use crate::finding::{Severity, pointer_to};
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::settings::{How, Named, Setting, is_extension, lookup};
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Body, Method, Subject, lacks_schemas};
use crate::lint::writes::{Act, Operation, Write};
use crate::patch_path::PatchPath;
use crate::read::{kind, member};
use crate::urn;

const BODY: Part = Part::RequestBody;
const OPS: [&str; 3] = ["add", "remove", "replace"];

/// R01
pub(crate) fn op_case(subject: &Subject<'_>) -> Verdict {
    let mut spots = Vec::new();
    for write in subject.writes() {
        for operation in write.operations() {
            if let Some(op) = operation.op
                && !OPS.contains(&op)
                && OPS.iter().any(|it| it.eq_ignore_ascii_case(op))
            {
                let plain = op.to_ascii_lowercase();
                let text = format!("`op` is written `{op}`; strict servers know only `{plain}`.");
                spots.push(Spot::at(BODY, operation.at("op"), text));
            }
        }
    }
    Verdict::of(spots)
}

/// R03
pub(crate) fn remove_with_value(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for write in subject.writes() {
        for setting in write.settings().iter().filter(|it| is_whole_removal(it)) {
            if setting.value.is_none_or(Value::is_null) {
                continue;
            }
            match setting.attribute {
                Some(attribute) if !attribute.multi_valued => {}
                None if !setting.is("members") => {
                    lacking = lacking.or(lacks_schemas(write.model));
                }
                _ => spots.push(Spot::at(
                    BODY,
                    setting.pointer.clone(),
                    format!(
                        "`remove` of `{0}` carries a `value`, to which the RFC gives no meaning: some servers remove all of `{0}`, some refuse. Use `{0}[value eq \"...\"]`, one operation each.",
                        setting.title()
                    ),
                )),
            }
        }
    }
    Verdict::or_lacking(spots, lacking)
}

/// R04
pub(crate) fn remove_all_members(subject: &Subject<'_>) -> Verdict {
    let mut spots = Vec::new();
    for write in subject.writes() {
        for setting in write.settings().iter().filter(|it| is_whole_removal(it)) {
            if setting.is("members") && setting.value.is_none_or(Value::is_null) {
                let text = "`remove` of `members` without a filter removes every member.";
                spots.push(Spot::at(BODY, setting.pointer.clone(), text));
            }
        }
    }
    Verdict::of(spots)
}

fn is_whole_removal(setting: &Setting<'_>) -> bool {
    setting.how == How::Remove && setting.filter.is_none() && setting.sub.is_none()
}

/// R05
pub(crate) fn filtered_path_without_match(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for write in subject.writes() {
        let before = subject.context.resource_before.filter(|_| write.is_alone);
        let mut touched: Vec<String> = Vec::new();
        for operation in write.operations() {
            let Some(path) = operation.path else {
                // Whatever it sets may be what a later path looks for.
                break;
            };
            let named = Named::of(path, &write.uris());
            let name = named.name.to_ascii_lowercase();
            let is_first = !touched.contains(&name);
            touched.push(name);
            let Some(inside) = named.filter else { continue };
            if operation.does("remove") || !is_first {
                continue;
            }
            match before {
                None => lacking = Some(Need::ResourceBefore),
                Some(before) if reaches(before, &write, named, inside) == Some(false) => {
                    spots.push(no_target(&operation, path));
                }
                Some(_) => {}
            }
        }
    }
    Verdict::or_lacking(spots, lacking)
}

fn no_target(operation: &Operation<'_>, path: &str) -> Spot {
    let text = if operation.does("replace") {
        format!(
            "`{path}` matches nothing in the resource: by the RFC this is 400 noTarget; add the element instead."
        )
    } else {
        format!(
            "`{path}` matches nothing in the resource: some servers create the element, others answer 400 noTarget. Add the element to the attribute itself."
        )
    };
    Spot::at(BODY, operation.at("path"), text)
}

/// Whether the filter of a path matches an element; `None` where it cannot be read.
fn reaches(before: &Value, write: &Write<'_>, named: Named<'_>, inside: &str) -> Option<bool> {
    let filter = Filter::parse(inside, &[]).ok()?;
    let path =
        AttrPath { uri: named.uri.map(str::to_owned), name: named.name.to_owned(), sub: None };
    let Some(found) = lookup(before, &path.to_string(), &write.uris()) else { return Some(false) };
    let model = write.model.map(|it| it.model);
    let settings = filter::Settings::default();
    let matcher = Matcher::of_elements(&filter, &path, model, settings);
    Some(match found {
        Value::Array(values) => values.iter().any(|it| matcher.matches(it)),
        other => matcher.matches(other),
    })
}

/// R06
pub(crate) fn dotted_keys(subject: &Subject<'_>) -> Verdict {
    let mut spots = Vec::new();
    for write in subject.writes() {
        for operation in write.operations().iter().filter(|it| it.path.is_none()) {
            let Some(Value::Object(members)) = operation.value else { continue };
            let uris = write.uris();
            for (name, value) in members {
                let is_plain = value.is_object() && is_extension(name, &uris);
                let named = Named::of(name, &uris);
                let is_path = named.sub.is_some() || named.filter.is_some() || named.uri.is_some();
                if is_path && !is_plain {
                    let pointer = pointer_to(&operation.at("value"), name);
                    let text = format!(
                        "`{name}` is a path used as a member name, as Entra ID does with its compliance flag; many servers ignore it. Send it as `path`."
                    );
                    spots.push(Spot::at(BODY, pointer, text));
                }
            }
        }
    }
    Verdict::of(spots)
}

/// R07
pub(crate) fn dot_after_uri(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    let complain = |text: &str, uri: &str| {
        format!("In `{text}` a dot follows the URI; the RFC puts a colon there: `{uri}:...`.")
    };
    for write in subject.writes() {
        for operation in write.operations() {
            let Some(path) = operation.path else { continue };
            if let Some(uri) = dotted(path, &write.uris()) {
                spots.push(Spot::at(BODY, operation.at("path"), complain(path, &uri)));
            } else if path.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("urn:"))
                && Named::of(path, &write.uris()).uri.is_none_or(|it| !is_known(it, &write.uris()))
            {
                lacking = lacking.or(lacks_schemas(write.model));
            }
        }
    }
    let uris = crate::lint::writes::uris(subject.place.model);
    for name in ["filter", "attributes", "excludedAttributes", "sortBy"] {
        let Some(asked) = subject.query().get(name) else { continue };
        if let Some(uri) = dotted(&asked.value, &uris) {
            let text = complain(&asked.value, &uri);
            spots.push(Spot::at(asked.part, asked.pointer.clone(), text));
        }
    }
    Verdict::or_lacking(spots, lacking)
}

fn is_known(uri: &str, uris: &[&str]) -> bool {
    uris.iter().any(|it| urn::same(it, uri))
}

/// The known URI that a dot follows somewhere in a text.
fn dotted(text: &str, uris: &[&str]) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let found = uris.iter().find(|uri| lower.contains(&format!("{}.", uri.to_ascii_lowercase())));
    found.map(|it| (*it).to_owned())
}

/// X06
pub(crate) fn malformed(subject: &Subject<'_>) -> Verdict {
    let mut spots = Vec::new();
    if subject.method == Method::Patch
        && let Body::Json(parsed) = subject.request()
        && !parsed.value.is_object()
    {
        let text = format!("A PATCH body is an object, but this is {}.", kind(&parsed.value));
        spots.push(Spot::at(BODY, "", text));
    }
    for write in subject.writes().iter().filter(|it| it.act == Act::Patch) {
        match member(write.body, "Operations") {
            Some((name, Value::Array(values))) => {
                let pointer = pointer_to(&write.pointer, name);
                if name != "Operations" {
                    let text = format!("`{name}` is spelled `Operations` in the RFC.");
                    spots.push(Spot::at(BODY, pointer.clone(), text).weighs(Severity::Warning));
                }
                if values.is_empty() {
                    spots.push(Spot::at(BODY, pointer.clone(), "`Operations` is empty."));
                }
                for (at, value) in values.iter().enumerate().filter(|(_, it)| !it.is_object()) {
                    let text = format!("An operation is an object, but here is {}.", kind(value));
                    spots.push(Spot::at(BODY, pointer_to(&pointer, at), text));
                }
            }
            Some((name, other)) => {
                let text = format!("`Operations` is an array, but here is {}.", kind(other));
                spots.push(Spot::at(BODY, pointer_to(&write.pointer, name), text));
            }
            None => {
                let text = "The PATCH has no `Operations`, so it says nothing.";
                spots.push(Spot::at(BODY, write.pointer.clone(), text));
            }
        }
        spots.extend(write.operations().iter().filter_map(|it| malformed_operation(it)));
    }
    Verdict::of(spots)
}

fn malformed_operation(operation: &Operation<'_>) -> Option<Spot> {
    let spot = |name: &str, text: String| Some(Spot::at(BODY, operation.at(name), text));
    let Some(op) = operation.op else {
        let text = "The operation has no `op` that is a string.".to_owned();
        return Some(Spot::at(BODY, operation.pointer.clone(), text));
    };
    if !OPS.iter().any(|it| it.eq_ignore_ascii_case(op)) {
        return spot("op", format!("`{op}` is no operation; there are add, remove and replace."));
    }
    if operation.path.is_none()
        && let Some((_, path)) = member(operation.members, "path")
        && !path.is_null()
    {
        return spot("path", format!("`path` is a string, but here is {}.", kind(path)));
    }
    if operation.does("remove") {
        let text = "`remove` needs a `path`; without one it is 400 noTarget.".to_owned();
        let at = operation.pointer.clone();
        return operation.path.is_none().then(|| Spot::at(BODY, at, text));
    }
    match operation.value {
        None => {
            let text = format!("`{op}` needs a `value`.");
            Some(Spot::at(BODY, operation.pointer.clone(), text))
        }
        Some(value) if operation.path.is_none() && !value.is_object() => {
            let text = format!(
                "Without a `path` the `value` is an object of attributes, but here is {}.",
                kind(value)
            );
            spot("value", text)
        }
        Some(_) => None,
    }
}

/// X07
pub(crate) fn unreadable_path(subject: &Subject<'_>) -> Verdict {
    let mut spots = Vec::new();
    for write in subject.writes() {
        let uris = write.uris();
        for operation in write.operations() {
            let Some(path) = operation.path else { continue };
            if uris.iter().any(|it| urn::same(it, path)) {
                let text = format!(
                    "`{path}` is a schema and no attribute; the RFC has no path for a whole extension, though some servers take it."
                );
                let spot = Spot::at(BODY, operation.at("path"), text);
                spots.push(spot.weighs(Severity::Warning));
            } else if let Err(error) = PatchPath::parse(path, &uris) {
                let text = format!("`{path}` is no path: {error}.");
                spots.push(Spot::at(BODY, operation.at("path"), text));
            }
        }
    }
    Verdict::of(spots)
}

/// X08
pub(crate) fn unknown_path(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for write in subject.writes().iter().filter(|it| it.act == Act::Patch) {
        let operations = write.operations();
        for operation in operations.iter().filter(|it| it.path.is_some()) {
            let path = operation.path.unwrap_or_default();
            let Some(model) = write.model.filter(|it| it.is_served) else {
                lacking = Some(Need::Schemas);
                continue;
            };
            let Ok(parsed) = PatchPath::parse(path, &write.uris()) else { continue };
            let path = match parsed {
                PatchPath::Attribute(path) => path,
                PatchPath::Elements { path, sub, .. } => AttrPath { sub, ..path },
            };
            if let Err(unresolved) = model.model.resolve_path(&path) {
                let text = super::query::unknown(&path, &unresolved);
                spots.push(Spot::at(BODY, operation.at("path"), text));
            }
        }
    }
    Verdict::or_lacking(spots, lacking)
}
