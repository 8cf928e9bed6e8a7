//! The member `schemas` (RFC 7643 §3, §3.3).

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::fix::Fix;
use super::rule;
use super::top::{Extensions, has, is_assigned};
use super::walk::{Step, Walk, cut};
use crate::finding::pointer_to;
use crate::read::{kind, member};
use crate::urn;

impl<'a> Walk<'a> {
    pub(super) fn schemas(&mut self, members: &'a Map<String, Value>, extensions: &Extensions<'a>) {
        let Some((served, value)) = member(members, "schemas").filter(|(_, it)| is_assigned(it))
        else {
            let fix = self.proposal(members, extensions).map(|it| {
                let served = member(members, "schemas").map_or("schemas", |(served, _)| served);
                Fix::set("Name the schemas", pointer_to("", served), it)
            });
            let text = "The resource does not say its `schemas`.";
            return self.report(rule::NO_SCHEMAS, text, fix);
        };
        self.within(Step::Member(served), |walk| match value {
            Value::Array(values) => walk.uris(members, values, extensions),
            Value::String(_) => {
                let text = "`schemas` is one string; it is an array, also for a single schema.";
                let wrapped = Value::Array(vec![value.clone()]);
                let fix = Fix::set("Make it an array", walk.pointer(), wrapped);
                walk.report(rule::SCHEMAS_SHAPE, text, Some(fix));
            }
            other => {
                let text = format!("`schemas` is an array of URIs, but this is {}.", kind(other));
                walk.report(rule::SCHEMAS_SHAPE, text, None);
            }
        });
    }

    /// What `schemas` should say.
    fn proposal(&self, members: &Map<String, Value>, extensions: &Extensions<'a>) -> Option<Value> {
        let base = self.model.resource_type.schema.as_str();
        let used = extensions.iter().map(|it| it.uri).filter(|it| has(members, it));
        (!base.is_empty()).then(|| std::iter::once(base).chain(used).map(Value::from).collect())
    }

    fn uris(
        &mut self,
        members: &'a Map<String, Value>,
        values: &'a [Value],
        extensions: &Extensions<'a>,
    ) {
        let base = self.model.resource_type.schema.as_str();
        let mut seen: HashSet<String> = HashSet::new();
        for (at, value) in values.iter().enumerate() {
            if self.is_done() {
                return;
            }
            let is_new = value.as_str().is_none_or(|it| seen.insert(it.to_ascii_lowercase()));
            self.within(Step::Element(at), |walk| match value {
                Value::String(uri) if !uri.is_empty() && !is_new => {
                    let text = format!("`{}` is named more than once.", cut(uri));
                    let fix = Fix::remove("Name it once", walk.pointer());
                    walk.report(rule::SAME_SCHEMA, text, Some(fix));
                }
                Value::String(uri) if !uri.is_empty() => walk.uri(members, uri, extensions),
                other => {
                    let text = format!("Here should be a URI, but it is {}.", walk.shown(other));
                    let fix = Fix::remove("Take it out", walk.pointer());
                    walk.report(rule::SCHEMAS_SHAPE, text, Some(fix));
                }
            });
        }
        // A URI of 1.1 stands for the base schema and has its own repair.
        let is_old = seen.iter().any(|it| urn::is_version_one(it));
        if !base.is_empty() && !is_old && !seen.contains(&base.to_ascii_lowercase()) {
            let text = format!("`schemas` does not name the base schema `{base}`.");
            let fix = Fix::set("Name the base schema", self.pointer_to("-"), Value::from(base));
            self.report(rule::NO_BASE, text, Some(fix));
        }
    }

    fn uri(&mut self, members: &'a Map<String, Value>, uri: &str, extensions: &Extensions<'a>) {
        let base = self.model.resource_type.schema.as_str();
        let extension = extensions.get(uri);
        let known = if urn::same(uri, base) { Some(base) } else { extension.map(|it| it.uri) };
        match known {
            Some(known) if known != uri => {
                let text = format!("The URI is spelled `{uri}`; the schema is `{known}`.");
                let fix = Fix::set(format!("Write `{known}`"), self.pointer(), Value::from(known));
                self.report(rule::URI_CASE, text, Some(fix));
            }
            Some(_) => {}
            None => return self.unknown_uri(members, uri, extensions),
        }
        let is_used = |uri: &str| member(members, uri).is_some_and(|(_, it)| !it.is_null());
        if extension.is_some_and(|it| !is_used(it.uri)) {
            let text = format!("`{uri}` is listed, but the resource does not use it.");
            let fix = Fix::remove("Take it out of `schemas`", self.pointer());
            self.report(rule::LISTED_UNUSED, text, Some(fix));
        }
    }

    fn unknown_uri(
        &mut self,
        members: &Map<String, Value>,
        uri: &str,
        extensions: &Extensions<'a>,
    ) {
        let name = &self.model.resource_type.name;
        if urn::is_version_one(uri) {
            let text = format!("`{}` is a URI of SCIM 1.1; SCIM 2.0 has others.", cut(uri));
            let is_enterprise = uri.to_ascii_lowercase().contains("enterprise");
            let heir = if is_enterprise {
                extensions.get(urn::ENTERPRISE_USER).map(|it| it.uri)
            } else {
                Some(self.model.resource_type.schema.as_str()).filter(|it| !it.is_empty())
            };
            let heir = heir.filter(|it| super::top::listed_at(members, it).is_none());
            let fix =
                heir.map(|it| Fix::set(format!("Write `{it}`"), self.pointer(), Value::from(it)));
            return self.report(rule::VERSION_ONE, text, fix);
        }
        let text = format!("`{}` is no schema of the resource type {name}.", cut(uri));
        let fix = Fix::remove("Take it out of `schemas`", self.pointer());
        self.report(rule::UNKNOWN_SCHEMA, text, Some(fix));
    }
}
