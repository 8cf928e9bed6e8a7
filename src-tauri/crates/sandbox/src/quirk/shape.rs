//! Where quirks act on what resources and pages look like.

use scim::schema::{Attribute, AttributeType};
use scim::urn::ENTERPRISE_USER;
use serde_json::{Map, Value, json};

use super::writing::MEMBERS;
use super::{Quirk, Quirks};
use crate::kind::Kind;
use crate::page::Page;

const OF_RESOURCES: [Quirk; 10] = [
    Quirk::TextBooleans,
    Quirk::TextManager,
    Quirk::BareMeta,
    Quirk::RelativeLocations,
    Quirk::InternalLocations,
    Quirk::VersionUnlikeEtag,
    Quirk::OddDates,
    Quirk::EmptyExtensions,
    Quirk::MembersCut,
    Quirk::NoLocation,
];

const OF_PAGES: [Quirk; 7] = [
    Quirk::LowerCaseResources,
    Quirk::BareArray,
    Quirk::NullResources,
    Quirk::TextTotals,
    Quirk::PageTotals,
    Quirk::LimitAsItemsPerPage,
    Quirk::CursorOnly,
];

/// Whether resources look otherwise than they should.
pub(crate) fn is_shaping(quirks: Quirks) -> bool {
    quirks.has_any(&OF_RESOURCES)
}

/// A resource as the server writes it.
pub(crate) fn bend_resource(quirks: Quirks, kind: Kind, base: &str, text: &str) -> String {
    let Ok(mut resource) = serde_json::from_str::<Value>(text) else { return text.to_owned() };
    if quirks.has(Quirk::TextBooleans) {
        let model = kind.model();
        model
            .base
            .iter()
            .flat_map(|it| &it.attributes)
            .for_each(|it| write_booleans(it, &mut resource));
        for extension in &model.extensions {
            if let Some(inside) = resource.get_mut(&extension.id) {
                extension.attributes.iter().for_each(|it| write_booleans(it, inside));
            }
        }
    }
    if quirks.has(Quirk::TextManager) {
        let enterprise = resource.get_mut(scim::urn::ENTERPRISE_USER);
        if let Some(manager) = enterprise.and_then(|it| it.get_mut("manager")) {
            *manager = manager.get("value").cloned().unwrap_or(Value::Null);
        }
    }
    if quirks.has(Quirk::EmptyExtensions) && kind == Kind::User {
        add_extension(&mut resource);
    }
    if quirks.has(Quirk::MembersCut)
        && let Some(members) = resource.get_mut("members").and_then(Value::as_array_mut)
    {
        members.truncate(MEMBERS);
    }
    if let Some(meta) = resource.get_mut("meta").and_then(Value::as_object_mut) {
        bend_meta(quirks, base, meta);
    }
    resource.to_string()
}

/// Puts the enterprise extension where it is not, with nothing in it. A selection of attributes stays what it is.
fn add_extension(user: &mut Value) {
    let Some(members) = user.as_object_mut().filter(|it| it.contains_key("meta")) else { return };
    if members.contains_key(ENTERPRISE_USER) {
        return;
    }
    members.insert(ENTERPRISE_USER.to_owned(), json!({}));
    if let Some(schemas) = members.get_mut("schemas").and_then(Value::as_array_mut) {
        schemas.push(json!(ENTERPRISE_USER));
    }
}

fn bend_meta(quirks: Quirks, base: &str, meta: &mut Map<String, Value>) {
    if quirks.has(Quirk::BareMeta) {
        meta.shift_remove("created");
        meta.shift_remove("lastModified");
        if let Some(Value::String(name)) = meta.get_mut("resourceType") {
            name.make_ascii_lowercase();
        }
    }
    if quirks.has(Quirk::RelativeLocations)
        && let Some(Value::String(location)) = meta.get_mut("location")
        && let Some(relative) = location.strip_prefix(base)
    {
        *location = relative.trim_start_matches('/').to_owned();
    }
    if quirks.has(Quirk::InternalLocations)
        && let Some(Value::String(location)) = meta.get_mut("location")
    {
        *location = internal(location);
    }
    if quirks.has(Quirk::NoLocation) {
        meta.shift_remove("location");
    }
    if quirks.has(Quirk::VersionUnlikeEtag) {
        meta.insert("version".to_owned(), json!("1"));
    }
    if quirks.has(Quirk::OddDates) {
        for name in ["created", "lastModified"] {
            if let Some(Value::String(date)) = meta.get_mut(name)
                && date.ends_with('Z')
            {
                date.pop();
                date.push_str("+0000");
            }
        }
    }
}

/// A location as the server behind a gateway knows it.
pub(super) fn internal(location: &str) -> String {
    let path = location.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    format!("http://scim-7f9c.internal:8080/{}", path.map_or("", |(_, path)| path))
}

/// A page as the server writes it.
pub(crate) fn bend_page(quirks: Quirks, page: &Page<'_>) -> String {
    let text = page.written();
    if !quirks.has_any(&OF_PAGES) {
        return text;
    }
    if quirks.has(Quirk::BareArray) {
        return format!("[{}]", page.resources.join(","));
    }
    let Ok(Value::Object(mut list)) = serde_json::from_str(&text) else { return text };
    if quirks.has(Quirk::PageTotals) {
        list.insert("totalResults".to_owned(), json!(page.resources.len()));
    }
    if quirks.has(Quirk::LimitAsItemsPerPage) {
        list.insert("itemsPerPage".to_owned(), json!(page.limit));
    }
    if quirks.has(Quirk::TextTotals) {
        for name in ["totalResults", "startIndex", "itemsPerPage"] {
            if let Some(number) = list.get_mut(name) {
                *number = json!(number.to_string());
            }
        }
    }
    if quirks.has(Quirk::NullResources) && page.resources.is_empty() {
        list.insert("Resources".to_owned(), Value::Null);
    }
    if quirks.has(Quirk::LowerCaseResources)
        && let Some(resources) = list.shift_remove("Resources")
    {
        list.insert("resources".to_owned(), resources);
    }
    Value::Object(list).to_string()
}

fn write_booleans(attribute: &Attribute, holder: &mut Value) {
    let Some(value) = holder.get_mut(&attribute.name) else { return };
    match (attribute.attribute_type, value) {
        (AttributeType::Boolean, Value::Bool(held)) => {
            let text = held.to_string();
            if let Some(value) = holder.get_mut(&attribute.name) {
                *value = json!(text);
            }
        }
        (AttributeType::Complex, Value::Array(values)) => {
            for element in values {
                attribute.sub_attributes.iter().for_each(|it| write_booleans(it, element));
            }
        }
        (AttributeType::Complex, element) => {
            attribute.sub_attributes.iter().for_each(|it| write_booleans(it, element));
        }
        _ => {}
    }
}
