//! The columns that a table of resources can have.

use serde::Serialize;

use super::{TypeModel, is_common};
use crate::builtin;
use crate::path::qualified;
use crate::schema::{Attribute, AttributeType, Mutability, Returned, Schema};
use crate::urn;

/// A column: an attribute path and what to call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct Column {
    /// The path, such as `emails[primary].value` or `urn:...:User:department`.
    pub path: String,
    /// The path without its URI, for the header.
    pub label: String,
    /// The URI of the schema that defines it; empty for the common attributes of RFC 7643 §3.1.
    pub schema: String,
    /// The section it stands under in the chooser.
    pub group: String,
    /// The type of the values.
    pub data_type: AttributeType,
    /// Whether a cell holds several values.
    pub multi_valued: bool,
    /// What to send as `sortBy`; missing when it cannot be sorted by.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub sort_by: Option<String>,
    /// What the attribute is for, in the server's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub description: Option<String>,
}

/// For which columns a table of users starts, as far as the schema has them.
const USER_COLUMNS: &[&str] = &["userName", "displayName", "active"];
const ENTERPRISE_COLUMNS: &[&str] = &["department"];
const AFTER_ENTERPRISE: &[&str] = &["title"];
const LAST_COLUMN: &str = "meta.lastModified";
const STARTING_COLUMNS: usize = 5;

impl TypeModel {
    /// Every path that a table can show: simple attributes, parts of complex ones, multi-valued ones as a whole and by
    /// their primary value, those of extensions with their URI, and the common ones. Never what is never returned.
    ///
    /// ```
    /// use scim::{builtin, view::TypeModel};
    /// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
    /// let columns = model.columns();
    /// assert!(columns.iter().any(|it| it.path == "emails[primary].value"));
    /// assert!(columns.iter().all(|it| it.path != "password"));
    /// ```
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        let mut columns = Vec::new();
        let common = builtin::common_attributes();
        let of = |names: [&'static str; 2]| {
            common.iter().filter(move |it| names.contains(&it.name.as_str()))
        };
        let core = Origin { uri: None, schema: "", group: "Core" };
        of(["id", "externalId"]).for_each(|it| core.add(it, &mut columns));
        if let Some(base) = &self.base {
            let origin = Origin { uri: None, schema: &base.id, group: "Core" };
            let own = base.attributes.iter().filter(|it| !is_common(&it.name));
            own.for_each(|it| origin.add(it, &mut columns));
        }
        for extension in &self.extensions {
            let group = section_title(&extension.id, Some(extension));
            let uri = Some(extension.id.as_str());
            let origin = Origin { uri, schema: &extension.id, group: &group };
            extension.attributes.iter().for_each(|it| origin.add(it, &mut columns));
        }
        let meta = Origin { uri: None, schema: "", group: "meta" };
        of(["meta", "schemas"]).rev().for_each(|it| meta.add(it, &mut columns));
        let mut seen = std::collections::HashSet::new();
        columns.retain(|it| seen.insert(it.path.to_ascii_lowercase()));
        columns
    }

    /// The paths that a table starts with.
    #[must_use]
    pub fn default_columns(&self) -> Vec<String> {
        let columns = self.columns();
        let has = |path: &String| columns.iter().any(|it| it.path.eq_ignore_ascii_case(path));
        let mut paths: Vec<String> = Vec::new();
        if has(&"userName".to_owned()) {
            paths.extend(USER_COLUMNS.iter().map(|it| (*it).to_owned()));
            let enterprise = self.extension(urn::ENTERPRISE_USER).map(|it| it.id.as_str());
            if enterprise.is_some() {
                paths.extend(ENTERPRISE_COLUMNS.iter().map(|it| qualified(enterprise, it)));
            }
            paths.extend(AFTER_ENTERPRISE.iter().map(|it| (*it).to_owned()));
        } else {
            let first = columns.iter().filter(|it| is_plain(it));
            paths.extend(first.take(STARTING_COLUMNS).map(|it| it.path.clone()));
        }
        if paths.is_empty() {
            paths.push("id".to_owned());
        }
        paths.push(LAST_COLUMN.to_owned());
        paths.retain(has);
        paths
    }
}

/// A simple attribute of the base schema: what a stranger's resource type is best known by.
fn is_plain(column: &Column) -> bool {
    !column.schema.is_empty()
        && column.path == column.label
        && !column.multi_valued
        && !column.label.contains(['.', '['])
        && !matches!(column.data_type, AttributeType::Binary | AttributeType::Complex)
}

/// The title of a schema's section: its own name, `Enterprise` for the RFC's extension, else the end of its URI.
pub(crate) fn section_title(uri: &str, schema: Option<&Schema>) -> String {
    if urn::same(uri, urn::ENTERPRISE_USER) {
        return "Enterprise".to_owned();
    }
    let name = schema.and_then(|it| it.name.clone()).filter(|it| !it.trim().is_empty());
    name.unwrap_or_else(|| urn::short(uri))
}

struct Origin<'a> {
    uri: Option<&'a str>,
    schema: &'a str,
    group: &'a str,
}

impl Origin<'_> {
    fn add(&self, attribute: &Attribute, columns: &mut Vec<Column>) {
        if is_hidden(attribute) {
            return;
        }
        let name = attribute.name.as_str();
        match (attribute.is_complex(), attribute.multi_valued) {
            (false, multi_valued) => {
                let sort_by = (!multi_valued).then_some(name);
                columns.push(self.column(name, attribute, multi_valued, sort_by));
            }
            (true, false) => {
                if attribute.is_link() {
                    columns.push(self.column(name, attribute, false, None));
                }
                for part in parts(attribute) {
                    let path = format!("{name}.{}", part.name);
                    let sort_by = (!part.multi_valued).then_some(path.as_str());
                    columns.push(self.column(&path, part, part.multi_valued, sort_by));
                }
            }
            (true, true) => {
                columns.push(self.column(name, attribute, true, None));
                self.add_primary(attribute, columns);
            }
        }
    }

    /// `emails[primary].value`, or each part where there is no `value`. The server sorts by the primary value itself
    /// (RFC 7644 §3.4.2.3), so `sortBy` is the plain path.
    fn add_primary(&self, attribute: &Attribute, columns: &mut Vec<Column>) {
        if attribute.is_link() {
            return;
        }
        let has_value = attribute.sub_attribute("value").is_some();
        let wanted = |part: &&Attribute| {
            let name = part.name.to_ascii_lowercase();
            if has_value { name == "value" } else { name != "primary" && name != "type" }
        };
        for part in parts(attribute).filter(wanted) {
            let path = format!("{}[primary].{}", attribute.name, part.name);
            let sort_by = format!("{}.{}", attribute.name, part.name);
            columns.push(self.column(&path, part, part.multi_valued, Some(&sort_by)));
        }
    }

    fn column(
        &self,
        path: &str,
        attribute: &Attribute,
        multi_valued: bool,
        sort_by: Option<&str>,
    ) -> Column {
        let sortable =
            !matches!(attribute.attribute_type, AttributeType::Binary | AttributeType::Complex);
        Column {
            path: qualified(self.uri, path),
            label: path.to_owned(),
            schema: self.schema.to_owned(),
            group: self.group.to_owned(),
            data_type: attribute.attribute_type,
            multi_valued,
            sort_by: sort_by.filter(|_| sortable).map(|it| qualified(self.uri, it)),
            description: attribute.description.clone(),
        }
    }
}

fn parts(attribute: &Attribute) -> impl Iterator<Item = &Attribute> {
    attribute.sub_attributes.iter().filter(|it| !it.is_complex() && !is_hidden(it))
}

fn is_hidden(attribute: &Attribute) -> bool {
    attribute.returned == Returned::Never || attribute.mutability == Mutability::WriteOnly
}
