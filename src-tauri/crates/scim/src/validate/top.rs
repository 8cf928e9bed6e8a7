//! The top level of a resource: base attributes, extensions, and what stands there by mistake.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Purpose;
use super::fix::{Edit, Fix};
use super::rule;
use super::walk::{Step, Walk, cut};
use crate::finding::pointer_to;
use crate::read::{kind, member};
use crate::schema::{Attribute, Schema};
use crate::{builtin, urn};

/// Longer names are not taken apart.
const LONGEST_NAME: usize = 1024;
/// So many members of a misplaced object are moved by a repair; nobody has more.
const MOST_MOVED: usize = 64;

/// The extensions of a resource type by their URI without letter case, and whether each must be there.
#[derive(Debug)]
pub(super) struct Extensions<'a> {
    by_uri: HashMap<String, Extension<'a>>,
    /// In the order of their URIs, so that findings come in the same order each time.
    sorted: Vec<Extension<'a>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Extension<'a> {
    pub(super) uri: &'a str,
    pub(super) schema: Option<&'a Schema>,
    pub(super) is_required: bool,
}

impl<'a> Extensions<'a> {
    fn of(walk: &Walk<'a>) -> Self {
        let mut found = HashMap::new();
        for schema in &walk.model.extensions {
            let extension = Extension { uri: &schema.id, schema: Some(schema), is_required: false };
            found.insert(schema.id.to_ascii_lowercase(), extension);
        }
        for listed in &walk.model.resource_type.schema_extensions {
            let unknown = Extension { uri: &listed.schema, schema: None, is_required: false };
            let entry = found.entry(listed.schema.to_ascii_lowercase()).or_insert(unknown);
            entry.is_required |= listed.required;
        }
        let mut sorted: Vec<Extension<'a>> = found.values().copied().collect();
        sorted.sort_unstable_by_key(|it| it.uri);
        Self { by_uri: found, sorted }
    }

    pub(super) fn get(&self, uri: &str) -> Option<Extension<'a>> {
        self.by_uri.get(&uri.to_ascii_lowercase()).copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Extension<'a>> {
        self.sorted.iter().copied()
    }
}

impl<'a> Walk<'a> {
    pub(super) fn resource(&mut self, resource: &'a Value) {
        let Value::Object(members) = resource else {
            let text = format!("A resource is an object, but this is {}.", kind(resource));
            return self.report(rule::NOT_AN_OBJECT, text, None);
        };
        let extensions = Extensions::of(self);
        self.schemas(members, &extensions);
        self.twice(members);
        for (name, value) in members {
            if self.is_done() {
                return;
            }
            self.top_member(members, name, value, &extensions);
        }
        self.common(members);
        self.base_required(members);
        self.extensions_required(members, &extensions);
    }

    fn base(&self) -> &'a [Attribute] {
        self.model.base.as_ref().map(|it| it.attributes.as_slice()).unwrap_or_default()
    }

    fn top_member(
        &mut self,
        members: &'a Map<String, Value>,
        name: &'a str,
        value: &'a Value,
        extensions: &Extensions<'a>,
    ) {
        let common = self.find(builtin::common_attributes(), name);
        let base = self.base();
        if let Some(attribute) = common.or_else(|| self.find(base, name)) {
            // What `schemas` holds was judged with the extensions.
            if !attribute.name.eq_ignore_ascii_case("schemas") {
                self.attribute(attribute, members, name, value);
            } else if name != "schemas" {
                self.within(Step::Member(name), |it| it.name_case(attribute, members, name));
            }
        } else if urn::looks_like_one(name) {
            self.uri_member(members, name, value, extensions);
        } else if self.model.base.is_some() && !self.misplaced(members, name, extensions) {
            self.unknown(base, members, name);
        }
    }

    /// An attribute of an extension beside those of the base schema.
    fn misplaced(
        &mut self,
        members: &'a Map<String, Value>,
        name: &'a str,
        extensions: &Extensions<'a>,
    ) -> bool {
        for extension in extensions.iter() {
            let Some(schema) = extension.schema else { continue };
            let Some(attribute) = self.find(&schema.attributes, name) else { continue };
            let text = format!(
                "`{name}` belongs into the object `{}`; at the top level no schema defines it.",
                extension.uri
            );
            let fix = self.move_into(members, name, extension.uri, &attribute.name);
            self.report_in(Step::Member(name), rule::MISPLACED, text, fix);
            return true;
        }
        false
    }

    /// Moves a top-level member into the object of an extension, unless something is there already.
    fn move_into(
        &self,
        members: &Map<String, Value>,
        name: &str,
        uri: &str,
        path: &str,
    ) -> Option<Fix> {
        let (served, object) = member(members, uri).unwrap_or((uri, &Value::Null));
        let to = path.split('.').fold(pointer_to("", served), |to, it| pointer_to(&to, it));
        let first = path.split('.').next().unwrap_or(path);
        let is_free = match object {
            Value::Null => true,
            Value::Object(inside) => member(inside, first).is_none(),
            _ => false,
        };
        let mut edits = vec![Edit::Move { from: pointer_to("", name), to }];
        edits.extend(list_in_schemas(members, uri));
        is_free.then(|| Fix::new(format!("Move into `{uri}`"), edits))
    }

    /// A member whose name is a URI, or begins with one.
    fn uri_member(
        &mut self,
        members: &'a Map<String, Value>,
        name: &'a str,
        value: &'a Value,
        extensions: &Extensions<'a>,
    ) {
        crate::steps::count(name.len());
        if let Some(extension) = extensions.get(name) {
            self.extension(members, name, value, extension);
        } else if urn::same(name, &self.model.resource_type.schema) {
            self.base_object(members, name, value);
        } else if let Some((uri, rest)) = self.split(name, extensions) {
            let text = format!("`{name}` is a path, not a name: `{rest}` belongs elsewhere.");
            let fix = self.unqualified(members, name, uri, rest, extensions);
            self.report_in(Step::Member(name), rule::QUALIFIED, text, fix);
        } else if urn::is_version_one(name) {
            let text = format!("`{}` is a URI of SCIM 1.1; SCIM 2.0 has others.", cut(name));
            let is_enterprise = name.to_ascii_lowercase().contains("enterprise");
            let heir = extensions.get(urn::ENTERPRISE_USER).filter(|_| is_enterprise);
            let heir = heir.filter(|it| member(members, it.uri).is_none());
            let fix = heir.map(|it| Fix::rename(pointer_to("", name), it.uri));
            self.report_in(Step::Member(name), rule::VERSION_ONE, text, fix);
        } else {
            let text = format!(
                "`{}` is no extension of {}; nothing says what it means.",
                cut(name),
                self.model.resource_type.name
            );
            self.report_in(Step::Member(name), rule::UNKNOWN_EXTENSION, text, None);
        }
    }

    /// The known URI before the last parts of a name.
    fn split(&self, name: &'a str, extensions: &Extensions<'a>) -> Option<(&'a str, &'a str)> {
        if name.len() > LONGEST_NAME {
            return None;
        }
        let colons = name.rmatch_indices(':').map(|(at, _)| at);
        let mut heads = colons.filter_map(|at| Some((name.get(..at)?, name.get(at + 1..)?)));
        heads.find(|(head, rest)| {
            let is_base = urn::same(head, &self.model.resource_type.schema);
            !rest.is_empty() && (is_base || extensions.get(head).is_some())
        })
    }

    /// Moves a member named by a path to where the path points, if a schema has it.
    fn unqualified(
        &mut self,
        members: &'a Map<String, Value>,
        name: &str,
        uri: &str,
        rest: &str,
        extensions: &Extensions<'a>,
    ) -> Option<Fix> {
        let (first, sub) = rest.split_once('.').map_or((rest, None), |(it, sub)| (it, Some(sub)));
        let extension = extensions.get(uri);
        let attributes = match extension {
            Some(extension) => extension.schema?.attributes.as_slice(),
            None => self.base(),
        };
        let attribute = self.find(attributes, first)?;
        let path = match sub {
            None => attribute.name.clone(),
            Some(sub) if !attribute.multi_valued => {
                format!("{}.{}", attribute.name, attribute.sub_attribute(sub)?.name)
            }
            Some(_) => return None,
        };
        if let Some(extension) = extension {
            return self.move_into(members, name, extension.uri, &path);
        }
        let to = path.split('.').fold(String::new(), |to, it| pointer_to(&to, it));
        let is_free = member(members, first).is_none();
        let edit = Edit::Move { from: pointer_to("", name), to };
        is_free.then(|| Fix::new(format!("Move to `{path}`"), vec![edit]))
    }

    fn base_object(&mut self, members: &'a Map<String, Value>, name: &'a str, value: &'a Value) {
        let text = format!("What stands in `{name}` belongs to the top level.");
        let fix = value.as_object().filter(|it| it.len() <= MOST_MOVED).and_then(|inside| {
            let is_free = inside.keys().all(|it| member(members, it).is_none());
            let from = pointer_to("", name);
            let mut edits: Vec<Edit> = inside
                .keys()
                .map(|it| Edit::Move { from: pointer_to(&from, it), to: pointer_to("", it) })
                .collect();
            edits.push(Edit::Remove { pointer: from });
            is_free.then(|| Fix::new("Move to the top level", edits))
        });
        self.report_in(Step::Member(name), rule::BASE_OBJECT, text, fix);
    }

    fn extension(
        &mut self,
        members: &'a Map<String, Value>,
        name: &'a str,
        value: &'a Value,
        extension: Extension<'a>,
    ) {
        if name != extension.uri && !members.contains_key(extension.uri) {
            let text = format!("The URI is spelled `{name}`; the schema is `{}`.", extension.uri);
            let fix = Fix::rename(pointer_to("", name), extension.uri);
            self.report_in(Step::Member(name), rule::URI_CASE, text, Some(fix));
        }
        match value {
            Value::Null => {
                let fix = Fix::remove("Leave it out", pointer_to("", name));
                let text = "The extension is null, which is the same as leaving it out.";
                self.report_in(Step::Member(name), rule::NULL, text, Some(fix));
            }
            Value::Object(inside) if inside.is_empty() => {
                let mut edits = vec![Edit::Remove { pointer: pointer_to("", name) }];
                edits.extend(unlist(members, name));
                let fix = Fix::new("Leave the extension out", edits);
                let text = "The extension is there but empty.";
                self.report_in(Step::Member(name), rule::EMPTY_EXTENSION, text, Some(fix));
            }
            Value::Object(inside) => {
                if listed_at(members, name).is_none() && has_list(members) {
                    let edits = list_in_schemas(members, extension.uri).into_iter().collect();
                    let fix = Fix::new("List it in `schemas`", edits);
                    let text = format!("`{name}` is used but not listed in `schemas`.");
                    self.report_in(Step::Member(name), rule::NOT_LISTED, text, Some(fix));
                }
                if let Some(schema) = extension.schema {
                    self.is_extension = true;
                    self.within(Step::Member(name), |it| it.object(&schema.attributes, inside));
                    self.is_extension = false;
                }
            }
            other => {
                let text = format!("An extension is an object, but this is {}.", kind(other));
                self.report_in(Step::Member(name), rule::EXTENSION_SHAPE, text, None);
            }
        }
    }

    fn base_required(&mut self, members: &'a Map<String, Value>) {
        let base = self.base();
        self.required_missing(base, members);
        let is_group = self.model.base.as_ref().is_some_and(|it| urn::same(&it.id, urn::GROUP));
        let requires = |it: &Attribute| it.required;
        let says_so = self.find(base, "displayName").is_some_and(requires);
        if is_group && !says_so && self.purpose != Purpose::Response && !has(members, "displayName")
        {
            let text =
                "The group has no `displayName`; the RFC requires one, whatever the schema says.";
            self.report(rule::GROUP_NAME, text, None);
        }
    }

    fn extensions_required(
        &mut self,
        members: &'a Map<String, Value>,
        extensions: &Extensions<'a>,
    ) {
        if self.purpose == Purpose::Response {
            return;
        }
        for extension in extensions.iter().filter(|it| it.is_required) {
            if !has(members, extension.uri) {
                let text = format!(
                    "{} resources must have the extension `{}`.",
                    self.model.resource_type.name, extension.uri
                );
                self.report(rule::EXTENSION_REQUIRED, text, None);
            }
        }
    }
}

/// Whether a member has a value.
pub(super) fn has(members: &Map<String, Value>, name: &str) -> bool {
    member(members, name).is_some_and(|(_, value)| is_assigned(value))
}

/// Whether a value is one: null, `[]` and `""` are none (RFC 7643 §2.5).
pub(super) fn is_assigned(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        _ => true,
    }
}

/// Where in `schemas` a URI stands.
pub(super) fn listed_at(members: &Map<String, Value>, uri: &str) -> Option<usize> {
    let listed = member(members, "schemas")?.1.as_array()?;
    listed.iter().position(|it| it.as_str().is_some_and(|it| urn::same(it, uri)))
}

fn has_list(members: &Map<String, Value>) -> bool {
    member(members, "schemas").is_some_and(|(_, it)| it.as_array().is_some_and(|it| !it.is_empty()))
}

/// Lists a URI, unless it is listed or there is no list.
fn list_in_schemas(members: &Map<String, Value>, uri: &str) -> Option<Edit> {
    let (served, list) = member(members, "schemas")?;
    let pointer = pointer_to(&pointer_to("", served), "-");
    (list.is_array() && listed_at(members, uri).is_none())
        .then(|| Edit::Set { pointer, value: Value::from(uri) })
}

fn unlist(members: &Map<String, Value>, uri: &str) -> Option<Edit> {
    let (served, _) = member(members, "schemas")?;
    let at = listed_at(members, uri)?;
    Some(Edit::Remove { pointer: pointer_to(&pointer_to("", served), at) })
}
