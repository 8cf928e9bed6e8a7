//! `attributes` and `excludedAttributes` (RFC 7644 §3.9, §3.4.2.5): which parts of a resource an answer has.
//!
//! What the RFC leaves open is answered so: when both lists are given, `attributes` counts; names that no schema has are
//! ignored; naming a sub-attribute does not pull its siblings; a bare schema URI means all attributes of that schema.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::schema::{Attribute, Mutability, Returned};
use crate::urn;
use crate::view::{TypeModel, is_common};

/// What an answer has of a member of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keep {
    /// All of it.
    Whole,
    /// Some of it: [`Projection::part`] says which.
    Parts,
    /// Nothing.
    Nothing,
}

/// Which attributes of a resource type an answer has.
#[derive(Debug, Clone)]
pub struct Projection<'m> {
    model: &'m TypeModel,
    mode: Mode,
    base: Named,
    /// By URI without letter case.
    extensions: HashMap<String, Named>,
    /// Attributes that are returned because the client sent them (RFC 7643 §7, `request`).
    sent: HashSet<String>,
    /// What is kept of the attributes that the schemas define, by the name as their schema spells it.
    plan: HashMap<String, Keep>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// No list was given.
    Default,
    /// What is named, besides what is always returned.
    Only,
    /// What is not named.
    Without,
}

/// What is named of a schema.
#[derive(Debug, Clone, Default)]
struct Named {
    /// The schema itself.
    whole: bool,
    /// Attributes, without letter case.
    names: HashMap<String, Part>,
}

/// What is named of an attribute.
#[derive(Debug, Clone, Default)]
struct Part {
    whole: bool,
    /// Sub-attributes, without letter case.
    subs: HashSet<String>,
}

/// What is decided about one attribute: whether it is kept, and what of its parts is named.
enum Decision<'p> {
    Drop,
    /// The parts by their own `returned`.
    Default,
    /// Only these parts.
    Only(&'p Part),
    /// Not these parts.
    Without(&'p Part),
}

impl<'m> Projection<'m> {
    /// Reads the two lists: names in attribute notation (RFC 7644 §3.10), in any letter case.
    ///
    /// ```
    /// use scim::{builtin, projection::Projection, view::TypeModel};
    /// use serde_json::json;
    ///
    /// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
    /// let user = json!({"id": "7", "userName": "b", "title": "Guide", "name": {"givenName": "B", "familyName": "J"}});
    /// let names = Projection::new(&["NAME.familyName".to_owned()], &[], &model);
    /// assert_eq!(names.apply(&user), json!({"id": "7", "name": {"familyName": "J"}}));
    /// ```
    #[must_use]
    pub fn new(attributes: &[String], excluded: &[String], model: &'m TypeModel) -> Self {
        let (mode, list) = match (attributes.is_empty(), excluded.is_empty()) {
            (false, _) => (Mode::Only, attributes),
            (true, false) => (Mode::Without, excluded),
            (true, true) => (Mode::Default, &[] as &[String]),
        };
        let mut projection = Self {
            model,
            mode,
            base: Named::default(),
            extensions: HashMap::new(),
            sent: HashSet::new(),
            plan: HashMap::new(),
        };
        list.iter().for_each(|it| projection.name(it.trim()));
        projection.plan();
        projection
    }

    /// The same, for the answer to a request with this body: attributes that are returned on request are returned when
    /// the client sent them (RFC 7643 §7).
    #[must_use]
    pub fn with_sent(mut self, body: &Value) -> Self {
        let members = body.as_object().into_iter().flatten();
        for (name, value) in members {
            match (self.model.extension(name), value) {
                (Some(schema), Value::Object(inside)) => {
                    let names = inside.keys().map(|it| sent_name(Some(&schema.id), it));
                    self.sent.extend(names);
                }
                _ => drop(self.sent.insert(sent_name(None, name))),
            }
        }
        self.plan();
        self
    }

    /// What the answer has of a member of the resource.
    #[must_use]
    pub fn keep(&self, name: &str) -> Keep {
        match self.plan.get(name) {
            Some(keep) => *keep,
            None => self.judge(name),
        }
    }

    /// What is left of a member that is kept in parts; `None` when nothing is.
    #[must_use]
    pub fn part(&self, name: &str, value: &Value) -> Option<Value> {
        let Some(uri) = self.extension_uri(name) else {
            let attribute = self.model.attribute(None, name);
            return self.value(None, &self.base, attribute, name, value);
        };
        let Value::Object(members) = value else {
            return (self.mode != Mode::Only).then(|| value.clone());
        };
        let nothing = Named::default();
        let named = self.extensions.get(&uri.to_ascii_lowercase()).unwrap_or(&nothing);
        let defined = self.model.extension(uri);
        let kept = members.iter().filter_map(|(name, value)| {
            let attribute = defined.and_then(|it| it.attribute(name));
            Some((name.clone(), self.value(Some(uri), named, attribute, name, value)?))
        });
        let left: Map<String, Value> = kept.collect();
        (!left.is_empty()).then_some(Value::Object(left))
    }

    /// The resource as the answer has it.
    #[must_use]
    pub fn apply(&self, resource: &Value) -> Value {
        let Value::Object(members) = resource else { return resource.clone() };
        let kept = members.iter().filter_map(|(name, value)| match self.keep(name) {
            Keep::Whole => Some((name.clone(), value.clone())),
            Keep::Parts => Some((name.clone(), self.part(name, value)?)),
            Keep::Nothing => None,
        });
        Value::Object(kept.collect())
    }

    fn name(&mut self, name: &str) {
        if name.is_empty() {
            return;
        }
        if urn::same(name, &self.model.resource_type.schema) {
            self.base.whole = true;
            return;
        }
        if let Some(uri) = self.extension_uri(name) {
            self.extensions.entry(uri.to_ascii_lowercase()).or_default().whole = true;
            return;
        }
        let (uri, rest) = urn::split(name, self.model.uris());
        let named = match uri {
            None => &mut self.base,
            Some(uri) if urn::same(uri, &self.model.resource_type.schema) => &mut self.base,
            Some(uri) => self.extensions.entry(uri.to_ascii_lowercase()).or_default(),
        };
        let (attribute, sub) =
            rest.split_once('.').map_or((rest, None), |(it, sub)| (it, Some(sub)));
        let part = named.names.entry(attribute.to_ascii_lowercase()).or_default();
        match sub {
            Some(sub) => drop(part.subs.insert(sub.to_ascii_lowercase())),
            None => part.whole = true,
        }
    }

    /// The URI of the extension whose object stands under this name.
    fn extension_uri(&self, name: &str) -> Option<&'m str> {
        let base = &self.model.resource_type.schema;
        self.model.uris().find(|it| urn::same(it, name) && !urn::same(it, base))
    }

    fn plan(&mut self) {
        let attributes = self.model.attributes().filter(|(uri, _)| uri.is_none());
        let names = attributes.map(|(_, it)| it.name.as_str()).chain(self.model.uris());
        self.plan = names.map(|it| (it.to_owned(), self.judge(it))).collect();
    }

    fn judge(&self, name: &str) -> Keep {
        let Some(uri) = self.extension_uri(name) else {
            let attribute = self.model.attribute(None, name);
            return self.judge_attribute(None, &self.base, attribute, name);
        };
        let nothing = Named::default();
        let named = self.extensions.get(&uri.to_ascii_lowercase()).unwrap_or(&nothing);
        let Some(schema) = self.model.extension(uri) else {
            return match self.mode {
                Mode::Default => Keep::Whole,
                _ if named.whole => {
                    if self.mode == Mode::Only {
                        Keep::Whole
                    } else {
                        Keep::Nothing
                    }
                }
                Mode::Only if named.names.is_empty() => Keep::Nothing,
                Mode::Without if named.names.is_empty() => Keep::Whole,
                _ => Keep::Parts,
            };
        };
        let keeps = schema.attributes.iter();
        let mut keeps = keeps.map(|it| self.judge_attribute(Some(uri), named, Some(it), &it.name));
        let first = keeps.next().unwrap_or(Keep::Whole);
        // What no schema defines is treated as returned by default, which is as much as the first one may be.
        let stranger = self.judge_attribute(Some(uri), named, None, "");
        if keeps.chain([stranger]).all(|it| it == first) { first } else { Keep::Parts }
    }

    fn judge_attribute(
        &self,
        uri: Option<&str>,
        named: &Named,
        attribute: Option<&Attribute>,
        name: &str,
    ) -> Keep {
        match self.decide(uri, named, attribute, name) {
            Decision::Drop => Keep::Nothing,
            Decision::Only(_) | Decision::Without(_) => Keep::Parts,
            Decision::Default => {
                let subs = attribute.map(|it| it.sub_attributes.as_slice()).unwrap_or_default();
                let is_hidden = |it: &Attribute| is_never(it) || it.returned == Returned::Request;
                if subs.iter().any(is_hidden) { Keep::Parts } else { Keep::Whole }
            }
        }
    }

    fn decide<'p>(
        &self,
        uri: Option<&str>,
        named: &'p Named,
        attribute: Option<&Attribute>,
        name: &str,
    ) -> Decision<'p> {
        if attribute.is_some_and(is_never) {
            return Decision::Drop;
        }
        let returned = attribute.map(|it| it.returned).unwrap_or_default();
        let part = named.names.get(&name.to_ascii_lowercase());
        let is_whole = part.is_some_and(|it| it.whole);
        // What every resource has is not of the base schema, and so not meant by its URI.
        let is_schema = named.whole && (uri.is_some() || !is_common(name));
        match (self.mode, returned, part) {
            (Mode::Only, _, Some(part)) if !part.whole && !part.subs.is_empty() => {
                Decision::Only(part)
            }
            (Mode::Without, Returned::Always | Returned::Default, Some(part)) if !part.whole => {
                Decision::Without(part)
            }
            (_, Returned::Always, _) => Decision::Default,
            (Mode::Only, _, _) if is_whole => Decision::Default,
            (_, Returned::Request, _) => {
                let is_sent = self.sent.contains(&sent_name(uri, name));
                if is_sent && self.mode != Mode::Only && !is_whole {
                    Decision::Default
                } else {
                    Decision::Drop
                }
            }
            (Mode::Only, _, _) if is_schema => Decision::Default,
            (Mode::Only, _, _) => Decision::Drop,
            (Mode::Without, _, _) if is_whole || is_schema => Decision::Drop,
            _ => Decision::Default,
        }
    }

    fn value(
        &self,
        uri: Option<&str>,
        named: &Named,
        attribute: Option<&Attribute>,
        name: &str,
        value: &Value,
    ) -> Option<Value> {
        let decision = self.decide(uri, named, attribute, name);
        match (&decision, value) {
            (Decision::Drop, _) => None,
            (_, Value::Object(members)) => parts(members, attribute, &decision),
            (_, Value::Array(values)) => {
                let left = values.iter().filter_map(|it| match it {
                    Value::Object(members) => parts(members, attribute, &decision),
                    // A simple value has no parts that could be named.
                    other => (!matches!(decision, Decision::Only(_))).then(|| other.clone()),
                });
                let left: Vec<Value> = left.collect();
                (values.is_empty() || !left.is_empty()).then_some(Value::Array(left))
            }
            (Decision::Only(_), _) => None,
            (_, scalar) => Some(scalar.clone()),
        }
    }
}

fn parts(
    members: &Map<String, Value>,
    attribute: Option<&Attribute>,
    decision: &Decision<'_>,
) -> Option<Value> {
    let kept = members.iter().filter(|(name, _)| {
        let part = attribute.and_then(|it| it.sub_attribute(name));
        let returned = part.map(|it| it.returned).unwrap_or_default();
        let is_in = |part: &Part| part.subs.contains(&name.to_ascii_lowercase());
        match decision {
            _ if part.is_some_and(is_never) => false,
            _ if returned == Returned::Always => true,
            Decision::Only(part) => is_in(part),
            Decision::Without(part) => returned != Returned::Request && !is_in(part),
            _ => returned != Returned::Request,
        }
    });
    let left: Map<String, Value> =
        kept.map(|(name, value)| (name.clone(), value.clone())).collect();
    (members.is_empty() || !left.is_empty()).then_some(Value::Object(left))
}

fn is_never(attribute: &Attribute) -> bool {
    attribute.returned == Returned::Never || attribute.mutability == Mutability::WriteOnly
}

fn sent_name(uri: Option<&str>, name: &str) -> String {
    crate::path::qualified(uri, name).to_ascii_lowercase()
}
