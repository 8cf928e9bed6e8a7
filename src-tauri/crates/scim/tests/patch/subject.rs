//! What the laws of PATCH are tried on, and how resources are compared.

use std::sync::OnceLock;

use scim::builtin;
use scim::patch::{
    AddWithoutMatch, ComplexReplace, Duplicates, ElementReplace, ReadOnlyInside, RemoveValue,
    ReplaceWithoutMatch, Settings,
};
use scim::view::TypeModel;
use serde_json::{Map, Value};

pub(crate) fn user_model() -> &'static TypeModel {
    static MODEL: OnceLock<TypeModel> = OnceLock::new();
    MODEL
        .get_or_init(|| TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value)
}

pub(crate) fn group_model() -> &'static TypeModel {
    static MODEL: OnceLock<TypeModel> = OnceLock::new();
    MODEL
        .get_or_init(|| TypeModel::resolve(&builtin::resource_types()[1], builtin::schemas()).value)
}

pub(crate) fn uris(model: &TypeModel) -> Vec<&str> {
    model.base.iter().chain(&model.extensions).map(|it| it.id.as_str()).collect()
}

/// Settings of which each point is read otherwise once.
pub(crate) fn every_reading() -> [Settings; 3] {
    let other = Settings {
        add_without_match: AddWithoutMatch::NoTarget,
        replace_without_match: ReplaceWithoutMatch::Create,
        remove_needs_match: true,
        remove_value: RemoveValue::Ignore,
        duplicates: Duplicates::MergeSameValue,
        complex_replace: ComplexReplace::Replace,
        element_replace: ElementReplace::Merge,
        dotted_names: false,
        extension_paths: true,
        text_booleans: false,
        text_references: true,
        ignore_read_only: true,
        read_only_inside: ReadOnlyInside::LeaveOut,
        unknown_attributes: true,
    };
    let third = Settings {
        add_without_match: AddWithoutMatch::Nothing,
        remove_value: RemoveValue::Refuse,
        duplicates: Duplicates::SameValue,
        read_only_inside: ReadOnlyInside::Refuse,
        ..Settings::default()
    };
    [Settings::default(), other, third]
}

/// A resource without what a client cannot write, members in order, elements in some order of their own.
pub(crate) fn comparable(resource: &Value) -> Value {
    let mut resource = resource.clone();
    if let Value::Object(members) = &mut resource {
        for name in ["schemas", "id", "meta", "groups", "password"] {
            members.remove(name);
        }
        if let Some(Value::Array(members)) = members.get_mut("members") {
            for member in members.iter_mut().filter_map(Value::as_object_mut) {
                member.remove("display");
            }
        }
        if let Some(enterprise) = members.get_mut(scim::urn::ENTERPRISE_USER)
            && let Some(Value::Object(manager)) = enterprise.get_mut("manager")
        {
            manager.remove("displayName");
        }
    }
    plain(&resource)
}

fn plain(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut kept: Vec<_> =
                members.iter().map(|(name, it)| (name.to_lowercase(), plain(it))).collect();
            kept.retain(|(name, it)| !(says_nothing(it) || name == "primary" && *it == false));
            kept.sort_by(|left, right| left.0.cmp(&right.0));
            Value::Object(kept.into_iter().collect::<Map<_, _>>())
        }
        Value::Array(values) => {
            let mut values: Vec<_> =
                values.iter().map(plain).filter(|it| !says_nothing(it)).collect();
            values.sort_by_key(Value::to_string);
            Value::Array(values)
        }
        other => other.clone(),
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Whether no attribute has two elements that are the same, or two primary ones.
pub(crate) fn is_in_domain(resource: &Value) -> bool {
    let Value::Object(members) = plain(resource) else { return false };
    members.values().filter_map(Value::as_array).all(|elements| {
        let mut texts: Vec<_> = elements.iter().map(|it| it.to_string().to_lowercase()).collect();
        texts.sort();
        let distinct = texts.windows(2).all(|it| it[0] != it[1]);
        distinct && elements.iter().filter(|it| it["primary"] == true).count() <= 1
    })
}
