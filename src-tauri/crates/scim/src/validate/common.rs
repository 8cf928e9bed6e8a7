//! What every resource has: `id` and `meta` (RFC 7643 §3.1).

use serde_json::{Map, Value};

use super::Purpose;
use super::fix::Fix;
use super::rule;
use super::walk::{Step, Walk};
use crate::date_time::Instant;
use crate::etag::EntityTag;
use crate::read::member;
use crate::urn;

impl<'a> Walk<'a> {
    pub(super) fn common(&mut self, members: &'a Map<String, Value>) {
        if self.purpose != Purpose::Response || self.is_done() {
            return;
        }
        let id = member(members, "id");
        let text = id.and_then(|(_, it)| it.as_str());
        match id {
            Some((served, Value::String(id))) if !id.is_empty() => {
                if id.contains("bulkId") {
                    let text = "The `id` holds `bulkId`, which is reserved for bulk requests.";
                    self.report_in(Step::Member(served), rule::BULK_ID, text, None);
                }
            }
            // Of another type: said where types are judged.
            Some((_, Value::Number(_) | Value::Bool(_) | Value::Object(_) | Value::Array(_))) => {}
            _ if self.is_description() => {}
            _ => {
                let text = "The resource has no `id`, so it cannot be asked for again.";
                self.report(rule::NO_ID, text, None);
            }
        }
        match member(members, "meta") {
            Some((served, Value::Object(meta))) => {
                self.within(Step::Member(served), |it| it.meta(meta, text.unwrap_or_default()));
            }
            Some((_, it)) if !it.is_null() => {}
            _ if self.is_description() => {}
            _ => self.report(rule::NO_META, "The resource has no `meta`.", None),
        }
    }

    /// Whether the resource describes the server, where `id` and `meta` are often left out (RFC 7643 §3.1).
    fn is_description(&self) -> bool {
        let schema = &self.model.resource_type.schema;
        [urn::SERVICE_PROVIDER_CONFIG, urn::RESOURCE_TYPE, urn::SCHEMA]
            .iter()
            .any(|it| urn::same(it, schema))
    }

    fn meta(&mut self, meta: &'a Map<String, Value>, id: &str) {
        self.resource_type(meta);
        let text = |name: &str| member(meta, name).and_then(|(_, it)| it.as_str());
        let time = |name: &str| Instant::read(text(name)?);
        if let (Some(created), Some(modified)) = (time("created"), time("lastModified"))
            && modified < created
        {
            let text = "`lastModified` is before `created`.";
            self.report(rule::META_ORDER, text, None);
        }
        if let Some((served, Value::String(location))) = member(meta, "location") {
            self.location(served, location, id);
        }
        if let Some((served, Value::String(version))) = member(meta, "version")
            && !version.is_empty()
            && EntityTag::parse(version).is_none()
        {
            let text = format!("The version {} is no entity tag.", self.quoted(version));
            let quoted = EntityTag::parse_loose(version).map(|it| it.to_string());
            let fix = quoted
                .map(|it| Fix::set("Put it in quotes", self.pointer_to(served), Value::from(it)));
            self.report_in(Step::Member(served), rule::META_VERSION, text, fix);
        }
    }

    fn resource_type(&mut self, meta: &'a Map<String, Value>) {
        let name = &self.model.resource_type.name;
        let Some((served, value)) = member(meta, "resourceType").filter(|(_, it)| !it.is_null())
        else {
            let fix = Fix::set(
                format!("Say `{name}`"),
                self.pointer_to("resourceType"),
                Value::from(name.as_str()),
            );
            let text = "`meta` does not say the `resourceType`.";
            return self.report(rule::NO_META, text, Some(fix));
        };
        if let Value::String(found) = value
            && found != name
        {
            let text = format!("`resourceType` is {}; it is `{name}`.", self.quoted(found));
            let pointer = self.pointer_to(served);
            let fix = Fix::set(format!("Write `{name}`"), pointer, Value::from(name.as_str()));
            self.report_in(Step::Member(served), rule::META_TYPE, text, Some(fix));
        }
    }

    fn location(&mut self, served: &'a str, location: &str, id: &str) {
        let path = location.split(['?', '#']).next().unwrap_or_default();
        let last = path.rsplit('/').next().unwrap_or_default();
        // Written with percent signs, an id may look otherwise; then we do not judge.
        let is_comparable = !last.contains('%') && id.bytes().all(|it| it.is_ascii_graphic());
        if !id.is_empty() && is_comparable && last != id && !self.is_description() {
            let text = format!("`location` ends in {}, not in the `id`.", self.quoted(last));
            self.report_in(Step::Member(served), rule::META_LOCATION, text, None);
        }
    }
}
