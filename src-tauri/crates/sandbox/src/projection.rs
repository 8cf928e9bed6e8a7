//! Writing resources with the attributes that were asked for (RFC 7644 §3.9). Which those are is the protocol's matter;
//! here members are copied as text where all of one is wanted.

use scim::projection::Keep;
use serde_json::Value;

use crate::kind::Kind;
use crate::query::Query;
use crate::resource::Resource;

/// What a query wants of resources of a type.
#[derive(Debug)]
pub(crate) struct Projection {
    /// `None` where all is wanted: nothing is kept here that is not returned by default.
    chosen: Option<scim::projection::Projection<'static>>,
}

impl Projection {
    pub(crate) fn new(kind: Kind, query: &Query) -> Self {
        let (only, without) = (&query.attributes, &query.excluded_attributes);
        let is_all = only.is_empty() && without.is_empty();
        let chosen = || scim::projection::Projection::new(only, without, kind.model());
        Self { chosen: (!is_all).then(chosen) }
    }

    /// Whether a resource is written as it is kept.
    pub(crate) fn is_whole(&self) -> bool {
        self.chosen.is_none()
    }

    /// The resource as one JSON object.
    pub(crate) fn written(&self, resource: &Resource) -> String {
        let Some(chosen) = &self.chosen else { return resource.text().to_owned() };
        let mut text = String::from("{");
        for (name, value) in resource.members() {
            let part = match chosen.keep(name) {
                Keep::Whole => None,
                Keep::Parts => {
                    let value = serde_json::from_str::<Value>(value).ok();
                    let Some(part) = value.and_then(|it| chosen.part(name, &it)) else { continue };
                    Some(part.to_string())
                }
                Keep::Nothing => continue,
            };
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&Value::from(name).to_string());
            text.push(':');
            text.push_str(part.as_deref().unwrap_or(value));
        }
        text.push('}');
        text
    }
}
