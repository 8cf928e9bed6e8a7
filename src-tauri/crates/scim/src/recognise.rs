//! What any JSON document is in the world of SCIM: a message, a resource, a description of a server, an array of them, or
//! a recording of a test tool that holds them.
//!
//! For documents that come from anywhere, such as dropped files. What comes as the answer to a request is read by
//! [`crate::message`], which knows what was asked for.

mod body;
mod judge;
mod kind;
mod recording;

use serde::Serialize;
use serde_json::Value;

use crate::builtin;
use crate::finding::{Finding, Findings};
use crate::message::{NotScim, open_json};
use crate::resource_type::ResourceType;
use crate::view::TypeModel;

/// How deep documents are looked for in documents.
const DEEPEST: usize = 8;
/// How many documents of one document are looked at.
const MOST_PARTS: usize = 1000;

/// What a document is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind", content = "of")]
pub enum Kind {
    /// A page of resources (RFC 7644 §3.4.2).
    ListResponse,
    /// A resource of this type; `None` when neither `schemas` nor `meta` says which.
    Resource(Option<String>),
    /// A resource of SCIM 1.1.
    VersionOneResource,
    /// A PATCH of SCIM 1.1: a resource with what to remove in `meta.attributes` or in elements.
    VersionOnePatch,
    /// A schema (RFC 7643 §7).
    Schema,
    /// The definition of an attribute alone (RFC 7643 §7).
    Attribute,
    /// A resource type (RFC 7643 §6).
    ResourceType,
    /// What a server can do (RFC 7643 §5).
    ServiceProviderConfig,
    /// Operations on a resource (RFC 7644 §3.5.2).
    PatchOp,
    /// Operations on many resources (RFC 7644 §3.7).
    BulkRequest,
    /// What became of them (RFC 7644 §3.7).
    BulkResponse,
    /// A query in a body (RFC 7644 §3.4.3).
    SearchRequest,
    /// An error message (RFC 7644 §3.12), or one of another format.
    Error,
    /// A recording or a collection of requests; the tool that wrote it.
    Recording(String),
    /// An array.
    Array,
    /// An object that is none of these and holds some of them.
    Samples,
    /// Nothing of the kind.
    Unknown,
}

impl Kind {
    /// The name for people.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::ListResponse => "ListResponse".to_owned(),
            Self::Resource(Some(name)) => name.clone(),
            Self::Resource(None) => "resource of an unknown type".to_owned(),
            Self::VersionOneResource => "SCIM 1.1 resource".to_owned(),
            Self::VersionOnePatch => "SCIM 1.1 PATCH".to_owned(),
            Self::Schema => "Schema".to_owned(),
            Self::Attribute => "attribute definition".to_owned(),
            Self::ResourceType => "ResourceType".to_owned(),
            Self::ServiceProviderConfig => "ServiceProviderConfig".to_owned(),
            Self::PatchOp => "PatchOp".to_owned(),
            Self::BulkRequest => "BulkRequest".to_owned(),
            Self::BulkResponse => "BulkResponse".to_owned(),
            Self::SearchRequest => "SearchRequest".to_owned(),
            Self::Error => "Error".to_owned(),
            Self::Recording(tool) => format!("{tool} recording"),
            Self::Array => "array".to_owned(),
            Self::Samples => "collection of documents".to_owned(),
            Self::Unknown => "unknown".to_owned(),
        }
    }
}

/// A document that was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// What it is.
    pub kind: Kind,
    /// What deviates in it.
    pub findings: Vec<Finding>,
    /// The documents inside: resources of a list, bodies of bulk operations and of recorded requests, elements.
    pub parts: Vec<Part>,
}

/// A document inside of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// JSON pointer into the outer document. Findings of the part count from here.
    pub pointer: String,
    /// The document.
    pub document: Document,
}

/// Says what a text is, and judges it. `models` are the resource types by which resources are judged; those of the RFC
/// are known besides.
///
/// # Errors
/// When the text is not JSON.
///
/// ```
/// use scim::recognise::{Kind, recognise};
/// let found = recognise(r#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "b"}"#, &[]).unwrap();
/// assert_eq!(found.kind, Kind::Resource(Some("User".into())));
/// ```
pub fn recognise(text: &str, models: &[TypeModel]) -> Result<Document, NotScim> {
    let mut findings = Findings::default();
    let value = open_json(text, &mut findings)?;
    let known = known_models();
    let mut reader = Reader { models, known: &known, parts_left: MOST_PARTS };
    let mut document = reader.document(&value, Some(text), DEEPEST);
    let mut all = findings.into_parsed(()).findings;
    // Each reader opens the text anew and finds the same in it.
    document.findings.retain(|it| !all.contains(it));
    all.append(&mut document.findings);
    document.findings = all;
    Ok(document)
}

/// The schema URIs of SCIM 1.1 that a document names, where it names none of SCIM 2.0: in itself, or in the first
/// resource of a list. (Servers of SCIM 2.0 keep what clients store, and some clients still send URIs of SCIM 1.1.)
///
/// ```
/// use scim::recognise::version_one_uris;
/// assert_eq!(version_one_uris(r#"{"schemas": ["urn:scim:schemas:core:1.0"]}"#), ["urn:scim:schemas:core:1.0"]);
/// assert!(version_one_uris(r#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]}"#).is_empty());
/// ```
#[must_use]
pub fn version_one_uris(text: &str) -> Vec<String> {
    let value = open_json(text, &mut Findings::default());
    value.map(|it| kind::version_one_uris(&it)).unwrap_or_default()
}

/// The resource types of the RFC and those by which a server describes itself.
fn known_models() -> Vec<TypeModel> {
    let described = builtin::schemas().iter().filter(|it| {
        !builtin::resource_types().iter().any(|known| crate::urn::same(&known.schema, &it.id))
            && !crate::urn::same(&it.id, crate::urn::ENTERPRISE_USER)
    });
    let described = described.map(|it| ResourceType {
        name: it.id.rsplit(':').next().unwrap_or_default().to_owned(),
        schema: it.id.clone(),
        ..ResourceType::default()
    });
    let types = builtin::resource_types().iter().cloned().chain(described);
    types.map(|it| TypeModel::resolve(&it, builtin::schemas()).value).collect()
}

/// Reads documents, and those inside of them.
struct Reader<'m> {
    models: &'m [TypeModel],
    known: &'m [TypeModel],
    /// How many more documents may be looked at.
    parts_left: usize,
}

impl Reader<'_> {
    /// One document. `text` is how it came over the wire, where that is known.
    fn document(&mut self, value: &Value, text: Option<&str>, depth: usize) -> Document {
        let kind = kind::of(value);
        crate::steps::count(1 + text.map_or(0, str::len));
        let findings = judge::findings(self, &kind, value, text);
        let kind = judge::named(self, kind, value);
        let parts = self.parts(&kind, value, depth);
        let is_holder = kind == Kind::Unknown && !parts.is_empty();
        Document { kind: if is_holder { Kind::Samples } else { kind }, findings, parts }
    }
}

#[cfg(test)]
mod tests {
    use super::recognise;
    use crate::steps::during;

    #[test]
    fn the_work_grows_with_the_size_of_the_document() {
        let array = |one: &str, bytes: usize| {
            let count = bytes / (one.len() + 1);
            format!("[{}]", vec![one; count].join(","))
        };
        let shapes: [&dyn Fn(usize) -> String; 6] = [
            &|bytes| array(r#"{"a b":{"c":[{"userName":"b"}]}}"#, bytes),
            &|bytes| array("[[[[[[[[[[{}]]]]]]]]]]", bytes),
            &|bytes| format!(r#"{{"a b":{}}}"#, array(r#"{"x y":1}"#, bytes)),
            &|bytes| format!(r#"{{"info":1,"item":{}}}"#, array(r#"{"raw":"{\"id\":1}"}"#, bytes)),
            &|bytes| {
                format!(r#"{{"Resources":{}}}"#, array(r#"{"members":[{"value":"1"}]}"#, bytes))
            },
            &|bytes| {
                let inner = array(r#"{"userName":"b"}"#, bytes);
                (0..20).fold(inner, |inner, at| format!(r#"{{"a {at}":{inner}}}"#))
            },
        ];
        for (at, shape) in shapes.into_iter().enumerate() {
            let steps = |bytes| {
                let text = shape(bytes);
                during(|| drop(recognise(&text, &[])))
            };
            let [small, middle, large] = [10_000, 100_000, 1_000_000].map(steps);
            assert!(small >= 1_000, "{at}: {small} steps are not all");
            assert!(middle <= small * 13 && large <= middle * 13, "{at}: {small} {middle} {large}");
        }
    }
}
