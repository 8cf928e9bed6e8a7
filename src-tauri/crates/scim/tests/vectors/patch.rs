//! PATCH cases: each is applied and the outcome compared as the vectors' README says.

use scim::builtin;
use scim::finding::Parsed;
use scim::patch::{self, PatchError, PatchRequest, Settings};
use scim::resource_type::{ResourceType, SchemaExtension};
use scim::schema::{self, Attribute, Mutability, Schema};
use scim::view::TypeModel;
use serde_json::{Map, Value, json};

use crate::Outcome;

/// Runs a case.
pub(crate) fn run(case: &Value) -> Outcome {
    let outcome = outcome(case);
    let readings = || case["other_readings"].as_array().into_iter().flatten();
    let touches_open_point = case["ambiguous"].as_array().is_some_and(|it| !it.is_empty());
    if expected(case).iter().any(|it| meets(&outcome, it)) {
        return Outcome::of(None, touches_open_point);
    }
    let mut met = readings().filter(|it| meets(&outcome, it));
    if let Some(reading) = met.find_map(|it| it["reading"].as_str()) {
        return Outcome::Ambiguous(Some(format!("the reading {reading}")));
    }
    let how = format!(
        "{}\n    expected {}\n    came out {}",
        case["Operations"],
        case["rfc"],
        told(&outcome)
    );
    Outcome::of(Some(how), touches_open_point)
}

/// What the case wants: the recommended reading where it names one, else the literal one.
fn expected(case: &Value) -> Vec<&Value> {
    let recommended = case["recommended"].as_str();
    let readings = case["other_readings"].as_array().into_iter().flatten();
    let recommended =
        readings.filter(|it| recommended.is_some() && it["reading"].as_str() == recommended);
    let recommended: Vec<_> = recommended.collect();
    if recommended.is_empty() { vec![&case["rfc"]] } else { recommended }
}

fn told(outcome: &Result<Value, PatchError>) -> String {
    match outcome {
        Ok(resource) => resource.to_string(),
        Err(error) => format!("{}: {error}", error.kind),
    }
}

fn outcome(case: &Value) -> Result<Value, PatchError> {
    let model = model(case);
    let uris: Vec<String> = match &model {
        Some(model) => {
            let base = model.base.iter().chain(&model.extensions);
            base.map(|it| it.id.clone()).collect()
        }
        None => builtin::schemas().iter().map(|it| it.id.clone()).collect(),
    };
    let uris: Vec<&str> = uris.iter().map(String::as_str).collect();
    if let Some(body) = case.get("body") {
        return PatchRequest::from_json(body, &uris).map(|_| Value::Null);
    }
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": case["Operations"] });
    let Parsed { value: request, .. } = PatchRequest::from_json(&body, &uris)?;
    let applied = patch::apply(&case["before"], &request, model.as_ref(), &Settings::default())?;
    Ok(applied.resource)
}

fn meets(outcome: &Result<Value, PatchError>, expected: &Value) -> bool {
    match outcome {
        Err(error) => {
            let kinds = expected["error"].as_array().into_iter().flatten();
            kinds.filter_map(Value::as_str).any(|it| it == error.kind.scim_type())
        }
        Ok(resource) => {
            expected["valid"] == true
                || expected.get("after").is_some_and(|it| comparable(resource) == comparable(it))
        }
    }
}

/// What the README compares by: member order, letter case of names, what is unassigned, the order of elements,
/// `primary` false, `schemas` and what the service provider notes in `meta` do not count.
fn comparable(resource: &Value) -> Value {
    let mut value = plain(resource);
    if let Value::Object(members) = &mut value {
        members.remove("schemas");
        if let Some(Value::Object(meta)) = members.get_mut("meta") {
            meta.remove("lastmodified");
            meta.remove("version");
        }
    }
    value
}

fn plain(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut plain_members: Vec<_> =
                members.iter().map(|(name, value)| (name.to_lowercase(), plain(value))).collect();
            plain_members.retain(|(name, value)| {
                !is_nothing(value) && (name != "primary" || *value != false)
            });
            plain_members.sort_by(|left, right| left.0.cmp(&right.0));
            Value::Object(plain_members.into_iter().collect::<Map<_, _>>())
        }
        Value::Array(values) => {
            let mut values: Vec<_> =
                values.iter().map(plain).filter(|it| !is_nothing(it)).collect();
            values.sort_by_key(Value::to_string);
            Value::Array(values)
        }
        Value::Number(number) => number.as_f64().map_or(value.clone(), |it| json!(it)),
        _ => value.clone(),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The resource type of a case; `None` for cases that only hold without schemas.
fn model(case: &Value) -> Option<TypeModel> {
    let name = case["resourceType"].as_str().unwrap_or("User");
    let resource_type = builtin::resource_types().iter().find(|it| it.name == name);
    let locked = locked(case);
    if !locked.is_empty() {
        let user = builtin::resource_types().first().unwrap();
        let mut model = TypeModel::resolve(resource_type.unwrap_or(user), builtin::schemas()).value;
        std::sync::Arc::make_mut(model.base.as_mut().unwrap()).attributes.extend(locked);
        return Some(model);
    }
    let requires = case["requires"].as_array().into_iter().flatten();
    if requires.filter_map(Value::as_str).any(|it| it == "schemaless") {
        return None;
    }
    match resource_type {
        Some(resource_type) => Some(TypeModel::resolve(resource_type, builtin::schemas()).value),
        None if name == "test:PatchEntity" => Some(patch_entity()),
        None => None,
    }
}

/// The attributes that the README says to take for immutable, by their names.
fn locked(case: &Value) -> Vec<Attribute> {
    let before = case["before"].as_object().into_iter().flat_map(|it| it.keys().cloned());
    let operations = || case["Operations"].as_array().into_iter().flatten();
    let paths = operations().filter_map(|it| it["path"].as_str());
    let paths = paths.filter_map(|it| it.split(['.', '[']).next()).map(str::to_owned);
    let inside = operations().filter(|it| it["path"].is_null());
    let inside = inside.filter_map(|it| it["value"].as_object()).flat_map(|it| it.keys().cloned());
    let mut names: Vec<String> = before.chain(paths).chain(inside).collect();
    names.retain(|it| {
        let it = it.to_lowercase();
        it.contains("locked") || it.contains("immutable")
    });
    names.sort();
    names.dedup();
    let attribute =
        |name| Attribute { name, mutability: Mutability::Immutable, ..Attribute::default() };
    names.into_iter().map(attribute).collect()
}

/// The resource type that the README describes for cases of elimity.
fn patch_entity() -> TypeModel {
    let text = |name: &str| json!({ "name": name, "type": "string" });
    let schemas = json!([
        { "id": "test:PatchEntity", "attributes": [
            text("attr1"),
            { "name": "multiValued", "type": "string", "multiValued": true },
            { "name": "complex", "type": "complex", "subAttributes": [text("attr1")] },
            { "name": "complexMultiValued", "type": "complex", "multiValued": true, "subAttributes": [text("attr1")] },
        ] },
        { "id": "test:PatchExtension", "attributes": [text("attr1")] },
    ]);
    let schemas: Vec<Schema> = schema::parse_all(&schemas.to_string()).unwrap().value;
    let resource_type = ResourceType {
        name: "test:PatchEntity".to_owned(),
        schema: "test:PatchEntity".to_owned(),
        schema_extensions: vec![SchemaExtension {
            schema: "test:PatchExtension".to_owned(),
            required: false,
        }],
        ..builtin::resource_types().first().unwrap().clone()
    };
    TypeModel::resolve(&resource_type, &schemas).value
}
