//! Cases of filters and paths: whether a text is one, and which resources it means.

use scim::attr::AttrPath;
use scim::builtin;
use scim::filter::{Filter, Matcher, Settings, Spanned, check};
use scim::patch_path::PatchPath;
use scim::urn;
use scim::view::TypeModel;
use serde_json::Value;

use crate::Outcome;

/// Runs a case.
pub(crate) fn run(case: &Value) -> Outcome {
    let text = case.get("text").and_then(Value::as_str).unwrap_or_default();
    let rfc = case.get("rfc").unwrap_or(&Value::Null);
    let wrong = match case.get("kind").and_then(Value::as_str) {
        Some("filter") => filter(text, rfc, case),
        Some("path") => reads(PatchPath::parse(text, &uris()).err(), rfc),
        Some("attrpath") => reads(AttrPath::parse(text, &uris()).err(), rfc),
        Some("path-schema") => schema_path(text, rfc, case),
        kind => Some(format!("nobody knows the kind {kind:?}")),
    };
    let wrong = wrong.map(|how| format!("{text}: {how}"));
    Outcome::of(wrong, rfc.get("ambiguous").is_some())
}

fn uris() -> [&'static str; 3] {
    [urn::USER, urn::GROUP, urn::ENTERPRISE_USER]
}

/// Whether the text is read when it should be.
fn reads(error: Option<impl std::fmt::Display>, rfc: &Value) -> Option<String> {
    let should = match rfc.get("parse").and_then(Value::as_str) {
        Some("accept" | "accept-lenient") => true,
        Some("reject") => false,
        other => return Some(format!("nobody knows what {other:?} expects")),
    };
    match error {
        Some(error) if should => Some(format!("refused: {error}")),
        None if !should => Some("read, but should be refused".to_owned()),
        _ => None,
    }
}

fn filter(text: &str, rfc: &Value, case: &Value) -> Option<String> {
    let parsed = Filter::parse(text, &uris());
    if let Some(wrong) = reads(parsed.as_ref().err(), rfc) {
        return Some(wrong);
    }
    let Ok(filter) = parsed else { return None };
    if let Some(error) = rfc.get("error") {
        let refused = filter.refusal(Some(&model(case.get("resource"))), Settings::default());
        return (refused.is_none() || error != "invalidFilter")
            .then(|| format!("{error} is expected, but there is {refused:?}"));
    }
    let matches = |resource: &Value| {
        let model = model(Some(resource));
        Matcher::new(&filter, Some(&model), Settings::default()).matches(resource)
    };
    if let Some(expected) = rfc.get("matches") {
        let Some(resource) = case.get("resource") else {
            return Some("there is no resource".to_owned());
        };
        let found = Value::from(matches(resource));
        return (found != *expected).then(|| format!("{expected} is expected, found {found}"));
    }
    let expected = rfc.get("match_count")?.as_u64();
    let resources = case.get("resources").and_then(Value::as_array).into_iter().flatten();
    let found = resources.filter(|it| matches(it)).count() as u64;
    (Some(found) != expected).then(|| format!("{expected:?} are expected to match, found {found}"))
}

/// The grammar reads these; whether the schemas know every name in them, the origin says.
fn schema_path(text: &str, rfc: &Value, case: &Value) -> Option<String> {
    let path = PatchPath::parse(text, &uris());
    if let Some(wrong) = reads(path.as_ref().err(), rfc) {
        return Some(wrong);
    }
    let model = model(None);
    let known = match path.ok()? {
        PatchPath::Attribute(path) => model.resolve_path(&path).is_ok(),
        PatchPath::Elements { path, filter, sub } => {
            let whole = AttrPath { sub, ..path.clone() };
            let value_path = Filter::ValuePath { path, filter };
            let spanned = Spanned::parse(&value_path.to_string(), &uris()).unwrap();
            let problems = check(&spanned, &model);
            model.resolve_path(&whole).is_ok()
                && problems.iter().all(|it| it.rule != "unknown-attribute")
        }
    };
    let expected = case.get("origin_result")?.get("parses")?.as_bool()?;
    (known != expected).then(|| format!("known to the schemas: {known}, expected {expected}"))
}

/// The schemas by which a resource is judged.
fn model(resource: Option<&Value>) -> TypeModel {
    let schemas = resource.and_then(|it| it.get("schemas")).and_then(Value::as_array);
    let is_group = schemas.is_some_and(|it| it.iter().any(|it| it == urn::GROUP));
    let mut types = builtin::resource_types().iter();
    let wanted = if is_group { urn::GROUP } else { urn::USER };
    let resource_type = types.find(|it| it.schema == wanted).unwrap();
    TypeModel::resolve(resource_type, builtin::schemas()).value
}
