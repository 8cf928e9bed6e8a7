//! Where quirks act on what is written.

use axum::http::StatusCode;
use scim::patch::{AddWithoutMatch, Op, Operation, PatchRequest, RemoveValue, Settings};
use scim::patch_path::PatchPath;
use scim::schema::{Attribute, AttributeType};
use scim::validate::Purpose;
use serde_json::{Map, Value, json};

use super::{Quirk, Quirks};
use crate::kind::Kind;
use crate::refusal::Refusal;
use crate::resource::Resource;

/// How many members the servers know that cannot have more.
pub(crate) const MEMBERS: usize = 100;

/// Whether a server of this kind has the method at all; without a type for Bulk.
pub(crate) fn check_method(
    quirks: Quirks,
    method: &str,
    kind: Option<Kind>,
) -> Result<(), Refusal> {
    let missing = match method {
        "POST" if quirks.has(Quirk::BulkClaimed) && kind.is_none() => {
            Some(StatusCode::NOT_IMPLEMENTED)
        }
        "PATCH" if quirks.has(Quirk::PatchUnsupported) => Some(StatusCode::NOT_IMPLEMENTED),
        "PUT" if quirks.has(Quirk::PutUnsupported) => Some(StatusCode::METHOD_NOT_ALLOWED),
        "DELETE" if quirks.has(Quirk::MadeForOkta) && kind == Some(Kind::User) => {
            Some(StatusCode::METHOD_NOT_ALLOWED)
        }
        _ => None,
    };
    match missing {
        Some(status) => Err(Refusal::new(status, format!("{method} is not supported"))),
        None => Ok(()),
    }
}

/// Whether a server does not know a resource any more that it has.
pub(crate) fn is_gone(quirks: Quirks, kind: Kind, resource: &Resource) -> bool {
    quirks.has(Quirk::DeactivatedIsGone)
        && kind == Kind::User
        && resource.member("active") == Some("false")
}

/// Looks at a resource that is sent before the rules of the RFC do, and bends it where the server takes more than these.
pub(crate) fn check_write(
    quirks: Quirks,
    kind: Kind,
    body: &Value,
    purpose: Purpose,
) -> Result<Value, Refusal> {
    let mut body = body.clone();
    if quirks.is_empty() {
        return Ok(body);
    }
    if quirks.has(Quirk::HundredMembers) {
        let members = body.get("members").and_then(Value::as_array);
        check_members(members.map_or(0, Vec::len))?;
    }
    check_values(quirks, &body)?;
    let wants_password = quirks.has_any(&[Quirk::PasswordRequired, Quirk::MadeForOkta]);
    let has_password = || body.get("password").is_some_and(Value::is_string);
    if wants_password && kind == Kind::User && purpose == Purpose::Create && !has_password() {
        return Err(Refusal::bad("invalidValue", "password is required"));
    }
    if quirks.has(Quirk::MadeForOneLogin) {
        renew_schemas(kind, &mut body);
    }
    if quirks.has(Quirk::MadeForEntra) {
        bend_manager(&mut body);
        let attributes = kind.model().base.iter().flat_map(|it| &it.attributes);
        attributes.for_each(|it| read_booleans(it, &mut body));
    }
    Ok(body)
}

/// A replacement where PUT is a partial update: what it leaves out comes from what is there.
pub(crate) fn bend_replacement(quirks: Quirks, body: &Value, held: &Map<String, Value>) -> Value {
    let mut body = body.clone();
    if let (true, Value::Object(given)) = (quirks.has(Quirk::PutLosesMembers), &mut body) {
        given.retain(|name, _| !name.eq_ignore_ascii_case("members"));
    }
    let (true, Value::Object(given)) = (quirks.has(Quirk::PutIsPartial), &body) else {
        return body;
    };
    let mut all = held.clone();
    for (name, value) in given {
        let known = all.keys().find(|it| it.eq_ignore_ascii_case(name)).cloned();
        all.insert(known.unwrap_or_else(|| name.clone()), value.clone());
    }
    Value::Object(all)
}

/// Looks at a PATCH request as it was sent and as it was read, and leaves out what the server does not see.
pub(crate) fn bend_patch(
    quirks: Quirks,
    body: &Value,
    request: &mut PatchRequest,
) -> Result<(), Refusal> {
    if quirks.is_empty() {
        return Ok(());
    }
    check_spelling(quirks, body)?;
    let pathless = request.operations.iter().any(|it| it.path.is_none());
    if pathless && quirks.has(Quirk::NoPathlessPatch) {
        return Err(Refusal::bad("invalidSyntax", "every operation needs a path"));
    }
    if quirks.has(Quirk::HundredMembers) {
        let values = request.operations.iter().filter_map(|it| it.value.as_ref()?.as_array());
        check_members(values.map(Vec::len).sum())?;
    }
    if quirks.has(Quirk::NoMembersReplace) && request.operations.iter().any(replaces_members) {
        return Err(Refusal::bad("invalidValue", "members are added and removed, not replaced"));
    }
    if quirks.has(Quirk::FilteredRemoveIgnored) {
        request.operations.retain(|it| {
            it.op != Op::Remove || !matches!(&it.path, Some(PatchPath::Elements { .. }))
        });
    }
    if quirks.has(Quirk::MadeForOkta) {
        // Okta repeats the id in a value without a path.
        for operation in request.operations.iter_mut().filter(|it| it.path.is_none()) {
            if let Some(Value::Object(value)) = &mut operation.value {
                value.shift_remove("id");
            }
        }
    }
    Ok(())
}

/// How the points are read that the RFC leaves open.
pub(crate) fn patch_settings(quirks: Quirks) -> Settings {
    // Many clients address an extension as a whole; there is only one thing that they can mean.
    let mut settings = Settings { extension_paths: true, ..Settings::default() };
    if quirks.has(Quirk::NoAddByFilter) {
        settings.add_without_match = AddWithoutMatch::NoTarget;
    }
    if quirks.has(Quirk::RemoveEmptiesGroup) {
        settings.remove_value = RemoveValue::Ignore;
    }
    if quirks.has(Quirk::MadeForEntra) {
        settings.text_references = true;
    }
    if quirks.has(Quirk::MadeForEntraCompliant) {
        settings.text_booleans = false;
    }
    settings
}

/// Loses what a server loses after it has applied a PATCH request.
pub(crate) fn bend_patched(quirks: Quirks, after: &mut Value) -> Result<(), Refusal> {
    check_values(quirks, after)?;
    if quirks.has(Quirk::PatchLosesMembers)
        && let Some(members) = after.get_mut("members").and_then(Value::as_array_mut)
    {
        members.truncate(MEMBERS);
    }
    Ok(())
}

/// Whether an operation is about all members of a group at once.
fn replaces_members(operation: &Operation) -> bool {
    let is_members = |name: &str| name.eq_ignore_ascii_case("members");
    match (&operation.path, operation.op, &operation.value) {
        (Some(PatchPath::Attribute(path)), Op::Replace, _) => is_members(&path.name),
        (Some(PatchPath::Attribute(path)), Op::Remove, None) => is_members(&path.name),
        (None, Op::Replace, Some(Value::Object(value))) => value.keys().any(|it| is_members(it)),
        _ => false,
    }
}

/// Whether a server that knows one value only can keep a user.
fn check_values(quirks: Quirks, resource: &Value) -> Result<(), Refusal> {
    if !quirks.has(Quirk::OneValue) {
        return Ok(());
    }
    let count = |name: &str| resource.get(name).and_then(Value::as_array).map_or(0, Vec::len);
    match ["emails", "phoneNumbers", "addresses"].into_iter().find(|it| count(it) > 1) {
        Some(name) => Err(Refusal::bad("invalidValue", format!("{name} can have one value only"))),
        None => Ok(()),
    }
}

fn check_members(count: usize) -> Result<(), Refusal> {
    match count > MEMBERS {
        true => {
            Err(Refusal::bad("invalidSyntax", "Request is unparsable, syntactically incorrect"))
        }
        false => Ok(()),
    }
}

/// Whether operations are spelled as the server insists on.
fn check_spelling(quirks: Quirks, body: &Value) -> Result<(), Refusal> {
    const LOWER: [Quirk; 3] =
        [Quirk::LowerCaseOpsOnly, Quirk::MadeForEntraCompliant, Quirk::MadeForOneLogin];
    let wanted: &[&str] = match (quirks.has_any(&LOWER), quirks.has(Quirk::CapitalOpsOnly)) {
        (true, _) => &["add", "remove", "replace"],
        (_, true) => &["Add", "Remove", "Replace"],
        _ => return Ok(()),
    };
    let operations = body.get("Operations").and_then(Value::as_array);
    let named = operations.into_iter().flatten().filter_map(|it| it.get("op")?.as_str());
    for name in named {
        if !wanted.contains(&name) {
            let text = format!("op is {name}, but has to be one of {}", wanted.join(", "));
            return Err(Refusal::bad("invalidSyntax", text));
        }
    }
    Ok(())
}

/// Takes the schema URIs of SCIM 1.1 for those of 2.0.
fn renew_schemas(kind: Kind, body: &mut Value) {
    let Some(schemas) = body.get_mut("schemas").and_then(Value::as_array_mut) else { return };
    schemas.retain(|it| !it.as_str().is_some_and(scim::urn::is_version_one));
    let base = kind.uris().first().map(|it| json!(it));
    if let Some(base) = base.filter(|it| !schemas.contains(it)) {
        schemas.insert(0, base);
    }
}

/// `"manager": "id"` means `"manager": {"value": "id"}`.
fn bend_manager(body: &mut Value) {
    let manager = body.get_mut(scim::urn::ENTERPRISE_USER).and_then(|it| it.get_mut("manager"));
    if let Some(manager) = manager
        && manager.is_string()
    {
        *manager = json!({"value": manager.take()});
    }
}

/// Takes `"True"` for true.
fn read_booleans(attribute: &Attribute, holder: &mut Value) {
    let Some(value) = holder.get_mut(&attribute.name) else { return };
    match attribute.attribute_type {
        AttributeType::Boolean => {
            let read = value.as_str().and_then(|it| it.to_ascii_lowercase().parse::<bool>().ok());
            if let Some(read) = read {
                *value = Value::Bool(read);
            }
        }
        AttributeType::Complex => {
            let elements: Vec<&mut Value> = match value {
                Value::Array(values) => values.iter_mut().collect(),
                single => vec![single],
            };
            for element in elements {
                attribute.sub_attributes.iter().for_each(|it| read_booleans(it, element));
            }
        }
        _ => {}
    }
}
