//! One resource as sections of lines, complete: whatever the resource holds stands in some line.

use serde::Serialize;
use serde_json::{Map, Value};

use super::column::section_title;
use super::element::object_fields;
use super::field::{Field, FieldValue, Place, blank, field, json, name_finding, parts};
use super::list::List;
use super::{TypeModel, is_common};
use crate::builtin;
use crate::finding::{Rule, cut, pointer_to};
use crate::members::{Done, Members};
use crate::path::{AttributePath, qualified};
use crate::read::member;
use crate::resource_type::ResourceType;
use crate::schema::{Attribute, Returned, Schema};
use crate::urn;

const TWICE: Rule = Rule::error("duplicate-member", "RFC 7643 §2.1");
const EMPTY_EXTENSION: Rule = Rule::warning("S16", "RFC 7643 §3.3");
const NOT_AN_OBJECT: Rule = Rule::error("type-mismatch", "RFC 7643 §3.3");
const RELATIVE: Rule = Rule::info("relative-location", "RFC 7643 §3.1");

/// What the sections without a name of their own are called.
const CORE: &str = "Core";
const UNKNOWN: &str = "Not in the schema";
const META: &str = "meta";

/// A group of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct Section {
    /// `Core`, an attribute's name, an extension's title, `Not in the schema`, or `meta`.
    pub title: String,
    /// For extensions and what is in them: the URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub schema: Option<String>,
    /// Whether the extension is not one of the RFC's.
    pub custom: bool,
    /// For multi-valued attributes: how many values there are, though not all may be in `fields`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub total: Option<u32>,
    /// For multi-valued attributes: the path to ask [`values`] with for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub path: Option<String>,
    /// The lines.
    pub fields: Vec<Field>,
}

/// The whole resource as sections: Core, complex attributes, multi-valued ones, extensions, what no schema defines,
/// and meta (with `id`, `externalId` and `schemas`). Absent attributes are left out, but what is never returned is
/// named. Of a multi-valued attribute `window` values are given; [`values`] has the rest.
///
/// ```
/// use scim::{builtin, view::{form, TypeModel}};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let user = serde_json::json!({"id": "1", "userName": "ada", "emails": [{"value": "a@example.com", "type": "work"}]});
/// let sections = form(&model, builtin::resource_types(), &user, 200);
/// assert_eq!(sections[1].title, "emails");
/// assert_eq!(sections[1].fields[0].name, "work");
/// ```
#[must_use]
pub fn form(
    model: &TypeModel,
    all_types: &[ResourceType],
    resource: &Value,
    window: usize,
) -> Vec<Section> {
    let Some(members) = resource.as_object() else {
        let place = Place { path: String::new(), pointer: String::new() };
        let line = field(None, "value", resource, &place, all_types);
        return vec![section(UNKNOWN, vec![line])];
    };
    let names = Members::of(members);
    let mut form = Form { members, names, types: all_types, window, done: Done::default() };
    let mut sections = form.base(model);
    sections.extend(form.extensions(model));
    let meta = form.meta();
    sections.extend(form.unknown());
    sections.push(meta);
    sections.retain(|it| !it.fields.is_empty() || it.total.is_some());
    super::reference::mark_external(sections.iter_mut().flat_map(|it| &mut it.fields), resource);
    sections
}

/// A window into the values of a multi-valued attribute, by the path of its section. One value may take several
/// lines; simple values come as one line of [`FieldValue::Values`].
#[must_use]
pub fn values(
    model: &TypeModel,
    all_types: &[ResourceType],
    resource: &Value,
    path: &str,
    offset: usize,
    limit: usize,
) -> Vec<Field> {
    let known = model.uris().map(str::to_owned);
    let found = resource.as_object().into_iter().flat_map(Map::keys).cloned();
    let uris: Vec<String> = known.chain(found).collect();
    let parsed = AttributePath::parse(path, uris.iter().map(String::as_str));
    let attribute = model.attribute(parsed.uri, parsed.attribute);
    let holder = model.holder(resource, parsed.uri);
    let Some((served, value)) = holder.and_then(|it| member(it, parsed.attribute)) else {
        return Vec::new();
    };
    let root = parsed.uri.map_or_else(String::new, |it| pointer_to("", it));
    let name = attribute.map_or(served, |it| it.name.as_str());
    let place = Place::attribute(&qualified(parsed.uri, name), &root, served);
    let list = List { attribute, served, value, place };
    let mut fields = list.fields(offset, limit, all_types);
    super::reference::mark_external(&mut fields, resource);
    fields
}

/// How an attribute is laid out.
enum Layout {
    Lines(Vec<Field>),
    Section(Section),
    List(Section),
}

struct Form<'a> {
    members: &'a Map<String, Value>,
    names: Members<'a>,
    types: &'a [ResourceType],
    window: usize,
    /// The members that already stand somewhere.
    done: Done<'a>,
}

impl<'a> Form<'a> {
    fn base(&mut self, model: &TypeModel) -> Vec<Section> {
        let mut core = Vec::new();
        let (mut complex, mut lists) = (Vec::new(), Vec::new());
        let attributes = model.base.iter().flat_map(|it| &it.attributes);
        for attribute in attributes.filter(|it| !is_common(&it.name)) {
            let Some((served, value)) = self.names.find(&attribute.name) else {
                core.extend(never(attribute, None));
                continue;
            };
            if !self.done.insert(served) {
                continue;
            }
            let place = Place::attribute(&attribute.name, "", served);
            match self.lay_out(Some(attribute), served, value, place, None) {
                Layout::Lines(lines) => core.extend(lines),
                Layout::Section(section) => complex.push(section),
                Layout::List(section) => lists.push(section),
            }
        }
        let mut sections = vec![section(CORE, core)];
        sections.append(&mut complex);
        sections.append(&mut lists);
        sections
    }

    fn lay_out(
        &self,
        attribute: Option<&Attribute>,
        served: &str,
        value: &Value,
        place: Place,
        uri: Option<&str>,
    ) -> Layout {
        let name = attribute.map_or(served, |it| it.name.as_str());
        let is_never = attribute.is_some_and(|it| it.returned == Returned::Never);
        let is_complex = attribute.is_none_or(Attribute::is_complex);
        let multi_valued = attribute.is_some_and(|it| it.multi_valued);
        match value {
            _ if is_never => {}
            Value::Null => {}
            Value::Object(_) if multi_valued && is_complex => {
                let list = List { attribute, served, value, place };
                return Layout::List(list.section(uri, self.window, self.types));
            }
            Value::Array(values) => {
                let list = List { attribute, served, value, place };
                let is_short = list.is_simple() && values.len() <= self.window;
                if !(is_short && (uri.is_some() || attribute.is_none())) {
                    return Layout::List(list.section(uri, self.window, self.types));
                }
                return Layout::Lines(vec![field(
                    attribute,
                    served,
                    value,
                    &list.place,
                    self.types,
                )]);
            }
            Value::Object(object) if attribute.is_some() && is_complex && !object.is_empty() => {
                return self.lay_out_object(attribute, served, object, place, uri, name);
            }
            _ => {}
        }
        Layout::Lines(vec![field(attribute, served, value, &place, self.types)])
    }

    /// A link is one line, and so is a name of which only one part is there; anything larger is a section, in
    /// extensions lines with dotted names.
    fn lay_out_object(
        &self,
        attribute: Option<&Attribute>,
        served: &str,
        object: &Map<String, Value>,
        place: Place,
        uri: Option<&str>,
        name: &str,
    ) -> Layout {
        let is_link = super::reference::link(attribute, object, self.types).is_some();
        let is_formatted = object.len() == 1 && member(object, "formatted").is_some();
        let mut lines = if is_link || is_formatted {
            let mut lines =
                object_fields(attribute, object, Some(name), Vec::new(), &place, self.types);
            lines.iter_mut().skip(1).for_each(|it| it.name = format!("{name}.{}", it.name));
            lines
        } else {
            parts(attribute, object, &[], &place, self.types)
        };
        let spelled = attribute.and_then(|it| name_finding(it, served, &place));
        if let Some(first) = lines.first_mut() {
            first.findings.extend(spelled);
        }
        if is_link || is_formatted {
            return Layout::Lines(lines);
        }
        if uri.is_some() {
            lines.iter_mut().for_each(|it| it.name = format!("{name}.{}", it.name));
            return Layout::Lines(lines);
        }
        Layout::Section(section(name, lines))
    }

    fn extensions(&mut self, model: &TypeModel) -> Vec<Section> {
        let listed = model.resource_type.schema_extensions.iter().map(|it| it.schema.as_str());
        let mut found: Vec<(&'a str, &'a Value)> =
            listed.filter_map(|it| self.names.find(it)).collect();
        let others = self.members.iter().map(|(name, value)| (name.as_str(), value));
        found.extend(others.filter(|(name, value)| urn::looks_like_one(name) && value.is_object()));
        let mut sections = Vec::new();
        for (served, value) in found {
            if !self.done.insert(served) {
                continue;
            }
            let schema = model.extension(served);
            sections.extend(self.extension(served, value, schema));
        }
        sections
    }

    fn extension(&self, served: &str, value: &Value, schema: Option<&Schema>) -> Vec<Section> {
        // It stands in every line.
        let uri = cut(schema.map_or(served, |it| it.id.as_str()));
        let uri = &*uri;
        let title = section_title(uri, schema);
        let root = pointer_to("", served);
        let place = Place { path: uri.to_owned(), pointer: root.clone() };
        let mut lines = Vec::new();
        let mut lists = Vec::new();
        match value {
            Value::Object(object) if object.is_empty() => {
                let mut line = blank(None, &urn::short(uri), &place);
                line.value = json(value);
                let text = "The extension is there but empty.";
                line.findings.push(EMPTY_EXTENSION.at(root, text));
                line.unknown = schema.is_none();
                lines.push(line);
            }
            Value::Object(object) => {
                (lines, lists) = self.extension_lines(uri, object, schema, &root);
            }
            other => {
                let mut line = field(None, &urn::short(uri), other, &place, self.types);
                line.unknown = schema.is_none();
                if !other.is_null() {
                    let text = "The attributes of an extension should stand in an object.";
                    line.findings.push(NOT_AN_OBJECT.at(root, text));
                }
                lines.push(line);
            }
        }
        let own = Section {
            schema: Some(uri.to_owned()),
            custom: !urn::is_standard(uri),
            ..section(&title, lines)
        };
        std::iter::once(own).chain(lists).collect()
    }

    fn extension_lines(
        &self,
        uri: &str,
        object: &Map<String, Value>,
        schema: Option<&Schema>,
        root: &str,
    ) -> (Vec<Field>, Vec<Section>) {
        let (mut lines, mut lists, mut done) = (Vec::new(), Vec::new(), Done::default());
        let mut add = |attribute: Option<&Attribute>, served: &str, value: &Value| {
            let name = attribute.map_or(served, |it| it.name.as_str());
            let place = Place::attribute(&qualified(Some(uri), name), root, served);
            match self.lay_out(attribute, served, value, place, Some(uri)) {
                Layout::Lines(fields) => lines.extend(fields),
                Layout::Section(section) | Layout::List(section) => lists.push(section),
            }
        };
        let mut absent = Vec::new();
        let names = Members::of(object);
        for attribute in schema.iter().flat_map(|it| &it.attributes) {
            match names.find(&attribute.name) {
                Some((served, value)) if done.insert(served) => {
                    add(Some(attribute), served, value);
                }
                None => absent.extend(never(attribute, Some(uri))),
                _ => {}
            }
        }
        for (served, value) in object.iter().filter(|(it, _)| !done.contains(it)) {
            add(None, served, value);
        }
        lines.extend(absent);
        (lines, lists)
    }

    fn unknown(&mut self) -> Vec<Section> {
        let (mut lines, mut lists) = (Vec::new(), Vec::new());
        let spellings = self.done.spellings();
        for (served, value) in self.members {
            if self.done.contains(served) {
                continue;
            }
            let place = Place::attribute(served, "", served);
            let pointer = place.pointer.clone();
            let mut laid_out = match self.lay_out(None, served, value, place, None) {
                Layout::Lines(fields) => section(UNKNOWN, fields),
                Layout::Section(section) | Layout::List(section) => section,
            };
            let twin = spellings.get(&served.to_ascii_lowercase());
            if let (Some(twin), Some(first)) = (twin, laid_out.fields.first_mut()) {
                let text = format!("`{served}` repeats `{twin}` in another letter case.");
                first.findings.push(TWICE.at(pointer, text));
            }
            if laid_out.total.is_some() {
                lists.push(laid_out);
            } else {
                lines.append(&mut laid_out.fields);
            }
        }
        std::iter::once(section(UNKNOWN, lines)).chain(lists).collect()
    }

    fn meta(&mut self) -> Section {
        let mut fields = Vec::new();
        for name in ["meta", "id", "externalId", "schemas"] {
            let attribute = builtin::common_attributes().named(name);
            let Some((served, value)) = self.names.find(name) else { continue };
            self.done.insert(served);
            let place = Place::attribute(name, "", served);
            match value {
                Value::Object(object) if name == META && !object.is_empty() => {
                    let mut lines = parts(attribute, object, &[], &place, self.types);
                    note_relative_location(object, &mut lines, &place);
                    fields.extend(lines);
                }
                _ => fields.push(field(attribute, served, value, &place, self.types)),
            }
        }
        section(META, fields)
    }
}

/// `meta.location` is the URI of the resource, the same as in `Content-Location`; a path alone is none.
fn note_relative_location(meta: &Map<String, Value>, lines: &mut [Field], place: &Place) {
    let Some((served, Value::String(location))) = member(meta, "location") else { return };
    let line = lines.iter_mut().find(|it| it.path.eq_ignore_ascii_case("meta.location"));
    if let Some(line) = line.filter(|_| !location.is_empty() && !location.contains("://")) {
        let text = format!("`meta.location` is `{location}`, not a URI with its scheme and host.");
        line.findings.push(RELATIVE.at(pointer_to(&place.pointer, served), text));
    }
}

/// The line for an attribute that is kept but never returned.
fn never(attribute: &Attribute, uri: Option<&str>) -> Option<Field> {
    let root = uri.map_or_else(String::new, |it| pointer_to("", it));
    let place = Place::attribute(&qualified(uri, &attribute.name), &root, &attribute.name);
    (attribute.returned == Returned::Never)
        .then(|| Field { value: FieldValue::NeverReturned, ..blank(Some(attribute), "", &place) })
}

pub(super) fn section(title: &str, fields: Vec<Field>) -> Section {
    Section {
        title: title.to_owned(),
        schema: None,
        custom: false,
        total: None,
        path: None,
        fields,
    }
}
