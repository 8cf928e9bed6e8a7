//! The form of a draft: every attribute that the schemas define, whether it has a value or not, and everything else
//! that the draft holds.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::control::Inside;
use super::field::{Holder, Spot, unknown};
use super::placed::place;
use super::server;
use super::window::Window;
use super::{EditField, EditList, EditSection, SectionKind};
use crate::finding::pointer_to;
use crate::members::{Done, Members};
use crate::resource_type::{ResourceType, SchemaExtension};
use crate::schema::{Attribute, Mutability};
use crate::urn;
use crate::validate::Violation;
use crate::view::{Place, TypeModel, is_common, section_title};

/// What the sections without a name of their own are called.
const CORE: &str = "Core";
const UNKNOWN: &str = "Not in the schema";

/// What a form is made of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The resource type with its schemas.
    pub model: &'a TypeModel,
    /// All resource types of the server, for references.
    pub types: &'a [ResourceType],
    /// The resource as it was read; `None` where one is being made.
    pub base: Option<&'a Value>,
    /// The draft.
    pub draft: &'a Value,
    /// What does not fit in the draft; each stands at its field, as far as there is one.
    pub violations: &'a [Violation],
}

/// The draft as sections: Core, complex attributes, multi-valued ones, extensions in the order of the resource type,
/// what no schema defines, and what the server keeps (`id`, `meta`, `schemas` and readOnly attributes). Of a
/// multi-valued attribute `window` values are given; [`list`] has the rest.
///
/// ```
/// use scim::{builtin, edit::{form, Subject}, view::TypeModel};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let draft = serde_json::json!({"userName": "ada"});
/// let types = builtin::resource_types();
/// let sections = form(&Subject { model: &model, types, base: None, draft: &draft, violations: &[] }, 200);
/// assert_eq!(sections[0].fields[0].pointer, "/userName");
/// assert_eq!(sections[0].fields[0].text.as_deref(), Some("ada"));
/// ```
#[must_use]
pub fn form(subject: &Subject<'_>, window: usize) -> Vec<EditSection> {
    sections(subject, Window::First(window))
}

/// A window of the values of a multi-valued attribute, by the path of its field. `None` where there is no such field.
#[must_use]
pub fn list(subject: &Subject<'_>, path: &str, offset: usize, limit: usize) -> Option<EditList> {
    let sections = sections(subject, Window::Of { path, offset, limit });
    sections.into_iter().flat_map(|it| it.fields).find_map(|it| list_in(it, path))
}

/// The list of a field, or of one inside of it.
fn list_in(field: EditField, path: &str) -> Option<EditList> {
    if field.path == path && field.list.is_some() {
        return field.list;
    }
    let elements = field.list.into_iter().flat_map(|it| it.elements);
    let inside = elements.flat_map(|it| it.fields).chain(field.fields);
    inside.into_iter().find_map(|it| list_in(it, path))
}

fn sections(subject: &Subject<'_>, window: Window<'_>) -> Vec<EditSection> {
    let nothing = Map::new();
    let Some(draft) = subject.draft.as_object() else {
        let place = Place { path: String::new(), pointer: String::new() };
        let spot = Spot { value: Some(subject.draft), base: subject.base };
        let mut sections = vec![section(UNKNOWN, SectionKind::Unknown)];
        let field = unknown("value", spot, place, Inside::default());
        sections.iter_mut().for_each(|it| it.fields.push(field.clone()));
        place_all(&mut sections, subject.violations);
        return sections;
    };
    let base = subject.base.and_then(Value::as_object).unwrap_or(&nothing);
    let holder = Holder { members: draft, base, uri: None, place: None };
    let mut builder = Builder {
        model: subject.model,
        types: subject.types,
        window,
        nothing: &nothing,
        holder,
        names: Members::of(draft),
        was: Members::of(base),
        done: Done::default(),
    };
    let mut sections = builder.base();
    sections.extend(builder.extensions());
    let server = builder.server();
    sections.push(builder.unknown());
    sections.push(server);
    sections.retain(|it| !it.fields.is_empty());
    for section in &mut sections {
        section.changed |= section.fields.iter().any(|it| it.changed);
    }
    place_all(&mut sections, subject.violations);
    sections
}

fn place_all(sections: &mut [EditSection], violations: &[Violation]) {
    tell_apart(sections);
    place(sections, violations);
}

/// What reads the field of a draft.
pub(super) struct Builder<'a> {
    pub(super) model: &'a TypeModel,
    pub(super) types: &'a [ResourceType],
    pub(super) window: Window<'a>,
    pub(super) nothing: &'a Map<String, Value>,
    pub(super) holder: Holder<'a>,
    pub(super) names: Members<'a>,
    pub(super) was: Members<'a>,
    /// The members that already stand somewhere.
    pub(super) done: Done<'a>,
}

impl<'a> Builder<'a> {
    fn base(&mut self) -> Vec<EditSection> {
        let mut core = section(CORE, SectionKind::Core);
        let (mut complex, mut lists) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        let base = self.model.base.as_deref();
        let attributes = base.into_iter().flat_map(|it| &it.attributes);
        let attributes = attributes.filter(|it| !is_common(&it.name) && !is_server(it));
        for attribute in attributes.filter(|it| seen.insert(it.name.to_ascii_lowercase())) {
            let field = self.top(attribute);
            let alone = |kind| EditSection {
                schema: base.map(|it| it.id.clone()),
                ..section(&attribute.name, kind)
            };
            match (attribute.multi_valued, attribute.is_complex()) {
                (true, _) => lists.push(with(alone(SectionKind::MultiValued), vec![field])),
                (false, true) => complex.push(with(alone(SectionKind::Complex), vec![field])),
                (false, false) => core.fields.push(field),
            }
        }
        let external = crate::builtin::common_attributes().named("externalId");
        core.fields.extend(external.map(|it| self.top(it)));
        core.schema = base.map(|it| it.id.clone());
        std::iter::once(core).chain(complex).chain(lists).collect()
    }

    /// The field of an attribute at the top of the resource.
    pub(super) fn top(&mut self, attribute: &'a Attribute) -> EditField {
        let found = self.names.find(&attribute.name);
        let served = found.map_or(attribute.name.as_str(), |(served, _)| served);
        if let Some((served, _)) = found {
            self.done.insert(served);
        }
        let base = self.was.find(&attribute.name).map(|(_, it)| it);
        let spot = Spot { value: found.map(|(_, it)| it), base };
        let place = self.holder.at(&attribute.name, served);
        self.field(attribute, spot, place, Inside::default())
    }

    fn extensions(&mut self) -> Vec<EditSection> {
        let mut seen = HashSet::new();
        let listed = &self.model.resource_type.schema_extensions;
        let once = listed.iter().filter(|it| seen.insert(it.schema.to_ascii_lowercase()));
        once.map(|it| self.extension(it)).collect()
    }

    fn extension(&mut self, listed: &'a SchemaExtension) -> EditSection {
        let schema = self.model.extension(&listed.schema);
        let uri = schema.map_or(listed.schema.as_str(), |it| it.id.as_str());
        let found = self.names.find(uri);
        let base = self.was.find(uri).map(|(_, it)| it);
        let served = found.map_or(uri, |(served, _)| served);
        if let Some((served, _)) = found {
            self.done.insert(served);
        }
        let place = Place { path: uri.to_owned(), pointer: pointer_to("", served) };
        let value = found.map(|(_, it)| it);
        let title = section_title(uri, schema);
        let is_absent = |it: Option<&Value>| it.is_none_or(Value::is_null);
        let mut section = EditSection {
            schema: Some(uri.to_owned()),
            custom: !urn::is_standard(uri),
            pointer: place.pointer.clone(),
            present: !is_absent(value),
            required: listed.required,
            changed: is_absent(value) != is_absent(base),
            ..section(&title, SectionKind::Extension)
        };
        section.fields = match value {
            Some(other) if !other.is_object() && !other.is_null() => {
                let spot = Spot { value, base };
                vec![unknown(&title, spot, place, Inside::default())]
            }
            _ => {
                let object =
                    |it: Option<&'a Value>| it.and_then(Value::as_object).unwrap_or(self.nothing);
                let holder = Holder {
                    members: object(value),
                    base: object(base),
                    uri: Some(uri),
                    place: Some(&place),
                };
                let defined = schema.map(|it| it.attributes.as_slice()).unwrap_or_default();
                self.parts(defined, holder, Inside::default(), None)
            }
        };
        section
    }

    fn unknown(&mut self) -> EditSection {
        let mut fields = Vec::new();
        for (served, value) in self.holder.members {
            if self.done.contains(served) {
                continue;
            }
            let base = self.was.find(served).map(|(_, it)| it);
            let spot = Spot { value: Some(value), base };
            fields.push(unknown(served, spot, self.holder.at(served, served), Inside::default()));
        }
        with(section(UNKNOWN, SectionKind::Unknown), fields)
    }

    fn server(&mut self) -> EditSection {
        let base = self.model.base.as_deref();
        let own = base.into_iter().flat_map(|it| &it.attributes);
        let own = own.filter(|it| !is_common(&it.name) && is_server(it));
        let fields = server::fields(self, own);
        with(section(server::TITLE, SectionKind::Server), fields)
    }
}

/// Whether only the service provider sets an attribute.
fn is_server(attribute: &Attribute) -> bool {
    attribute.mutability == Mutability::ReadOnly
}

fn section(title: &str, kind: SectionKind) -> EditSection {
    EditSection {
        title: title.to_owned(),
        kind,
        schema: None,
        custom: false,
        pointer: String::new(),
        present: true,
        required: false,
        changed: false,
        fields: Vec::new(),
    }
}

fn with(section: EditSection, fields: Vec<EditField>) -> EditSection {
    EditSection { fields, ..section }
}

/// One path, one field: where a member that no schema defines is named like the path of another one
/// (`name.familyName`), its place serves for it.
fn tell_apart(sections: &mut [EditSection]) {
    let mut paths = HashSet::new();
    for is_unknown in [false, true] {
        let fields = sections.iter_mut().flat_map(|it| &mut it.fields);
        fields.for_each(|it| name_once(it, is_unknown, &mut paths));
    }
}

fn name_once(field: &mut EditField, is_unknown: bool, paths: &mut HashSet<String>) {
    if field.unknown == is_unknown && !paths.insert(field.path.clone()) {
        field.path.clone_from(&field.pointer);
        paths.insert(field.path.clone());
    }
    let elements = field.list.iter_mut().flat_map(|it| &mut it.elements);
    // A simple value is a field at the place of its list where the list is no array.
    let inside = elements.flat_map(|it| &mut it.fields).chain(&mut field.fields);
    inside.for_each(|it| name_once(it, is_unknown, paths));
}
