//! Forms in tests: made, and looked into.

use scim::builtin;
use scim::edit::{EditField, EditSection, Subject, form};
use scim::resource_type::ResourceType;
use scim::validate::{Purpose, Violation, validate};
use scim::view::TypeModel;
use serde_json::Value;

/// So many values of each list.
pub(crate) const WINDOW: usize = 50;

pub(crate) fn subject<'a>(
    model: &'a TypeModel,
    base: Option<&'a Value>,
    draft: &'a Value,
    violations: &'a [Violation],
) -> Subject<'a> {
    Subject { model, types: builtin::resource_types(), base, draft, violations }
}

pub(crate) fn sections(model: &TypeModel, base: Option<&Value>, draft: &Value) -> Vec<EditSection> {
    form(&subject(model, base, draft, &[]), WINDOW)
}

pub(crate) fn judged(model: &TypeModel, draft: &Value) -> Vec<EditSection> {
    let violations = validate(draft, model, Purpose::Replace);
    form(&subject(model, None, draft, &violations), WINDOW)
}

pub(crate) fn offered(
    draft: &Value,
    model: &TypeModel,
    types: &[ResourceType],
) -> Vec<EditSection> {
    form(&Subject { types, ..subject(model, None, draft, &[]) }, WINDOW)
}

/// All fields, those inside of others as well.
pub(crate) fn fields(sections: &[EditSection]) -> Vec<&EditField> {
    let mut found = Vec::new();
    sections.iter().for_each(|it| collect(&it.fields, &mut found));
    found
}

fn collect<'f>(fields: &'f [EditField], found: &mut Vec<&'f EditField>) {
    for field in fields {
        found.push(field);
        collect(&field.fields, found);
        let elements = field.list.iter().flat_map(|it| &it.elements);
        elements.for_each(|it| collect(&it.fields, found));
    }
}

/// The field of a path.
pub(crate) fn field<'f>(sections: &'f [EditSection], path: &str) -> &'f EditField {
    let found: Vec<_> = fields(sections).into_iter().filter(|it| it.path == path).collect();
    assert_eq!(found.len(), 1, "{path}");
    found[0]
}

pub(crate) fn section<'s>(sections: &'s [EditSection], title: &str) -> &'s EditSection {
    sections.iter().find(|it| it.title == title).unwrap_or_else(|| panic!("no {title}"))
}
