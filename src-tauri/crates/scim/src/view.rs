//! How a resource reads by its schemas: columns and cells for tables, identity and form for one resource.
//!
//! Everything here takes a resource as it came. What does not fit the schemas is shown all the same, and flagged.

mod cell;
mod column;
mod element;
mod field;
mod form;
mod identity;
mod list;
mod placed;
mod reference;

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};

pub use cell::{Cell, cell};
pub use column::Column;
pub(crate) use column::section_title;
pub(crate) use field::Place;
pub use field::{Field, FieldValue};
pub use form::{Section, form, values};
pub use identity::{Identity, identity};
pub use placed::place_findings;
pub use reference::Reference;
pub(crate) use reference::is_outside;

use crate::builtin;
use crate::finding::{Finding, Parsed, Rule};
use crate::read::member;
use crate::resource_type::ResourceType;
use crate::schema::{Attribute, Schema};
use crate::urn;

const BUILT_IN: Rule = Rule::info("built-in-schema", "RFC 7643 §8.7");
const NOT_SERVED: Rule = Rule::warning("schema-not-served", "RFC 7643 §6");

/// A resource type with its schemas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TypeModel {
    /// The resource type.
    pub resource_type: ResourceType,
    /// The base schema; `None` when the server does not serve it and it is not of the RFC.
    pub base: Option<Arc<Schema>>,
    /// The extensions, as far as their schemas are known.
    pub extensions: Vec<Arc<Schema>>,
}

impl TypeModel {
    /// Brings a resource type and its schemas together, by URI in any letter case. A schema that the server does not
    /// serve is taken from the RFC where it is one of those.
    ///
    /// ```
    /// use scim::{builtin, view::TypeModel};
    /// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas());
    /// assert_eq!(model.value.extensions.len(), 1);
    /// ```
    #[must_use]
    pub fn resolve(resource_type: &ResourceType, schemas: &[Schema]) -> Parsed<TypeModel> {
        let named = |it: &&Schema| {
            let extensions = resource_type.schema_extensions.iter().map(|it| &it.schema);
            extensions.chain([&resource_type.schema]).any(|uri| urn::same(uri, &it.id))
        };
        let shared: Vec<Arc<Schema>> =
            schemas.iter().filter(named).cloned().map(Arc::new).collect();
        Self::resolve_shared(resource_type, &shared)
    }

    /// As [`TypeModel::resolve`], of schemas that several resource types have in common and that are not copied.
    #[must_use]
    pub fn resolve_shared(
        resource_type: &ResourceType,
        schemas: &[Arc<Schema>],
    ) -> Parsed<TypeModel> {
        let mut findings = Vec::new();
        let base = find_schema(&resource_type.schema, "/schema", schemas, &mut findings);
        let mut extensions = Vec::new();
        for (at, extension) in resource_type.schema_extensions.iter().enumerate() {
            let pointer = format!("/schemaExtensions/{at}/schema");
            extensions.extend(find_schema(&extension.schema, &pointer, schemas, &mut findings));
        }
        let resource_type = resource_type.clone();
        Parsed { value: TypeModel { resource_type, base, extensions }, findings }
    }

    /// Whether resources carry `members`, which may be long: lists should exclude it.
    #[must_use]
    pub fn lists_members(&self) -> bool {
        let base = self.base.as_ref();
        let members = base.and_then(|it| it.attribute("members"));
        members.is_some_and(|it| it.multi_valued && it.is_complex())
    }

    /// The URIs that may stand before an attribute name; some more than once.
    pub fn uris(&self) -> impl Iterator<Item = &str> {
        let listed = self.resource_type.schema_extensions.iter().map(|it| it.schema.as_str());
        let base = self.base.iter().map(|it| it.id.as_str());
        let extensions = self.extensions.iter().map(|it| it.id.as_str());
        let all = base.chain(extensions).chain(listed).chain([self.resource_type.schema.as_str()]);
        all.filter(|it| !it.is_empty())
    }

    /// The schema of an extension (RFC 7643 §3.3), by its URI in any letter case; `None` where it is not known.
    #[must_use]
    pub fn extension(&self, uri: &str) -> Option<&Schema> {
        self.extensions.iter().map(AsRef::as_ref).find(|it: &&Schema| urn::same(&it.id, uri))
    }

    pub(crate) fn is_base(&self, uri: &str) -> bool {
        urn::same(&self.resource_type.schema, uri)
            || self.base.as_ref().is_some_and(|it| urn::same(&it.id, uri))
    }

    /// The definition of an attribute. Common attributes are the RFC's, whatever a schema prints (RFC 7643 §3.1).
    pub(crate) fn attribute(&self, uri: Option<&str>, name: &str) -> Option<&Attribute> {
        match uri {
            Some(uri) if !self.is_base(uri) => self.extension(uri)?.attribute(name),
            _ => builtin::common_attributes()
                .named(name)
                .or_else(|| self.base.as_ref()?.attribute(name)),
        }
    }

    /// The object that holds the attributes of a schema in a resource.
    pub(crate) fn holder<'v>(
        &self,
        resource: &'v Value,
        uri: Option<&str>,
    ) -> Option<&'v Map<String, Value>> {
        let members = resource.as_object()?;
        match uri {
            Some(uri) if !self.is_base(uri) => member(members, uri)?.1.as_object(),
            _ => Some(members),
        }
    }
}

/// Whether every resource has this attribute (RFC 7643 §3.1).
pub(crate) fn is_common(name: &str) -> bool {
    builtin::common_attributes().named(name).is_some()
}

fn find_schema(
    uri: &str,
    pointer: &str,
    schemas: &[Arc<Schema>],
    findings: &mut Vec<Finding>,
) -> Option<Arc<Schema>> {
    if let Some(served) = schemas.iter().find(|it| urn::same(&it.id, uri)) {
        return Some(Arc::clone(served));
    }
    let built_in = builtin::schema(uri).cloned().map(Arc::new);
    findings.push(if built_in.is_some() {
        let text = format!("The server does not serve `{uri}`; the RFC's own definition is used.");
        BUILT_IN.at(pointer, text)
    } else {
        let text = format!(
            "The server does not serve `{uri}`; its attributes are shown without a schema."
        );
        NOT_SERVED.at(pointer, text)
    });
    built_in
}
