//! Whether a resource, or an element of a multi-valued attribute, satisfies a filter (RFC 7644 §3.4.2.2).

use serde_json::Value;

use super::Filter;
use crate::attr::AttrPath;
use crate::view::TypeModel;

/// How points are read that the RFC leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {}

/// A filter made ready for many resources of one type: paths resolved, values read once.
#[derive(Debug)]
pub struct Matcher<'f> {
    _filter: &'f Filter,
}

impl<'f> Matcher<'f> {
    /// For resources of a type. Without a model attributes are taken as strings without `caseExact`, by their JSON type.
    #[must_use]
    pub fn new(filter: &'f Filter, _model: Option<&'f TypeModel>, _settings: Settings) -> Self {
        Self { _filter: filter }
    }

    /// For the elements of one multi-valued attribute: what stands inside the brackets of a value path.
    #[must_use]
    pub fn of_elements(
        filter: &'f Filter,
        _attribute: &AttrPath,
        _model: Option<&'f TypeModel>,
        _settings: Settings,
    ) -> Self {
        Self { _filter: filter }
    }

    /// Whether the resource, or the element, satisfies the filter.
    #[must_use]
    pub fn matches(&self, _value: &Value) -> bool {
        false
    }
}
