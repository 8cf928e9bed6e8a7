//! By what a resource that was to be made is looked for: the request's own name for it, of which its server has one.

use serde_json::{Map, Value};

use super::{Untold, holds};
use crate::attr::AttrPath;
use crate::compare::{Typing, equal};
use crate::filter::{CompareOp, Filter};
use crate::read::member;
use crate::schema::{Attribute, AttributeType, Mutability, Uniqueness};
use crate::view::TypeModel;

/// RFC 7643 §4.1.1 and §3.1: what tells a resource from all others by the RFC or by its meaning.
const NAMES: [&str; 2] = ["userName", "externalId"];
/// Tells it from nearly all others (RFC 7643 §4.2).
const NEARLY: &str = "displayName";

/// A value that the request gives the resource and by which it is found again.
pub(super) struct Name<'a> {
    path: AttrPath,
    value: &'a Value,
    typing: Typing,
    /// Whether only one resource may have it.
    pub(super) identifies: bool,
}

impl<'a> Name<'a> {
    pub(super) fn of(
        body: &'a Map<String, Value>,
        model: Option<&TypeModel>,
        mask: Option<&str>,
    ) -> Result<Self, Untold> {
        let defined = |name: &str| model.and_then(|it| it.attribute(None, name));
        let unique = model.into_iter().flat_map(TypeModel::attributes);
        let unique = unique.filter(|(uri, it)| uri.is_none() && is_unique(it) && is_text(it));
        let names = NAMES.into_iter().chain(unique.map(|(_, it)| it.name.as_str())).chain([NEARLY]);
        let mut untold = Untold::NothingUnique;
        for name in names {
            let Some((_, value)) = member(body, name) else { continue };
            if value.as_str().is_none_or(|it| it.trim().is_empty()) {
                continue;
            }
            if holds(value, mask) {
                untold = Untold::Masked;
                continue;
            }
            let definition = defined(name);
            return Ok(Self {
                path: AttrPath::of(name),
                value,
                typing: definition.map_or(Typing::Text { case_exact: false }, Typing::of),
                identifies: NAMES.contains(&name) || definition.is_some_and(is_unique),
            });
        }
        Err(untold)
    }

    /// The filter that finds the resource.
    pub(super) fn filter(&self) -> String {
        let (path, value) = (self.path.clone(), self.value.clone());
        Filter::Compare { path, op: CompareOp::Eq, value }.to_string()
    }

    /// Whether a resource has this name.
    pub(super) fn is_of(&self, resource: &Value) -> bool {
        let found = resource.as_object().and_then(|it| member(it, &self.path.name));
        found.is_some_and(|(_, it)| equal(it, self.value, self.typing))
    }

    /// The attribute, for words.
    pub(super) fn shown(&self) -> String {
        format!("`{}`", self.path)
    }
}

fn is_unique(attribute: &Attribute) -> bool {
    attribute.uniqueness != Uniqueness::None
}

fn is_text(attribute: &Attribute) -> bool {
    // `id` is unique as well, but only the server sets it.
    attribute.attribute_type == AttributeType::String
        && !attribute.multi_valued
        && attribute.mutability != Mutability::ReadOnly
}
