//! What an operation works on: its path resolved against the schemas, once, before anything is applied.

use std::borrow::Borrow;

use serde_json::Value;

use super::error::{PatchError, invalid_filter, invalid_path, invalid_value};
use super::{Op, Operation, Settings};
use crate::attr::{self, AttrPath};
use crate::builtin;
use crate::filter::Filter;
use crate::patch_path::PatchPath;
use crate::read::kind;
pub(super) use crate::read::member_mut;
use crate::schema::Attribute;
use crate::urn;
use crate::view::TypeModel;

/// The sub-attributes that every multi-valued attribute may have (RFC 7643 §2.4), printed in the schema or not.
const DEFAULT_SUB_ATTRIBUTES: [&str; 5] = ["type", "primary", "display", "value", "$ref"];

/// Where an attribute stands in a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place<'a> {
    /// The member that holds the extension's attributes.
    pub(super) extension: Option<&'a str>,
    /// The complex attribute around it: `name` in `name.nested[...]`.
    pub(super) container: Option<&'a str>,
    /// The attribute, spelled as its schema does.
    pub(super) name: &'a str,
}

/// What one step works on.
#[derive(Debug, Clone)]
pub(super) struct Target<'a> {
    pub(super) place: Place<'a>,
    /// Its definition; `None` where no schema knows it.
    pub(super) attribute: Option<&'a Attribute>,
    /// Which elements.
    pub(super) filter: Option<&'a Filter>,
    /// The sub-attribute, with its definition.
    pub(super) sub: Option<Sub<'a>>,
}

/// A sub-attribute.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sub<'a> {
    pub(super) name: &'a str,
    pub(super) attribute: Option<&'a Attribute>,
}

/// One attribute that an operation touches; an operation without a path has many.
#[derive(Debug, Clone)]
pub(super) struct Step<'a> {
    pub(super) op: Op,
    pub(super) target: Target<'a>,
    pub(super) value: Option<&'a Value>,
    /// Whether the operation had no path: it may then repeat what is readOnly.
    pub(super) pathless: bool,
}

/// The steps of one operation. Most have one, which needs no list.
#[derive(Debug)]
pub(super) enum Resolved<'a> {
    One(Step<'a>),
    Many(Vec<Step<'a>>),
}

impl<'a> Resolved<'a> {
    pub(super) fn as_slice(&self) -> &[Step<'a>] {
        match self {
            Self::One(step) => std::slice::from_ref(step),
            Self::Many(steps) => steps,
        }
    }
}

impl Target<'_> {
    /// The path for people and for the record of changes; `sub` is put behind it.
    pub(super) fn path(&self, sub: Option<&str>) -> String {
        let mut path = self.place.path();
        if let Some(filter) = self.filter {
            path.push('[');
            path.push_str(&filter.to_string());
            path.push(']');
        }
        if let Some(sub) = sub.or(self.sub.map(|it| it.name)) {
            path.push('.');
            path.push_str(sub);
        }
        path
    }
}

impl Place<'_> {
    /// The path of the attribute. Each change has one, so it is put together without the machinery of formatting.
    pub(super) fn path(&self) -> String {
        /// Room for a sub-attribute, which often follows.
        const MORE: usize = 24;
        let length = |it: Option<&str>| it.map_or(0, |it| it.len() + 1);
        let room = length(self.extension) + length(self.container) + self.name.len() + MORE;
        let mut path = String::with_capacity(room);
        for (part, joint) in [(self.extension, ':'), (self.container, '.')] {
            if let Some(part) = part {
                path.push_str(part);
                path.push(joint);
            }
        }
        path.push_str(self.name);
        path
    }
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path())
    }
}

/// Turns operations into steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resolver<'a> {
    pub(super) model: Option<&'a TypeModel>,
    pub(super) settings: &'a Settings,
}

impl<'a> Resolver<'a> {
    pub(super) fn steps<V: Borrow<Value>>(
        self,
        operation: &'a Operation<V>,
    ) -> Result<Resolved<'a>, PatchError> {
        let Operation { op, path, value } = operation;
        self.resolve(*op, path.as_ref(), value.as_ref().map(V::borrow))
    }

    fn resolve(
        self,
        op: Op,
        path: Option<&'a PatchPath>,
        value: Option<&'a Value>,
    ) -> Result<Resolved<'a>, PatchError> {
        let Some(path) = path else { return self.pathless(op, value).map(Resolved::Many) };
        if let PatchPath::Attribute(path) = path
            && let Some(extension) = self.bare_extension(path)
        {
            return self.whole_extension(op, extension, value).map(Resolved::Many);
        }
        let target = self.target(path).map_err(|error| error.at("/path"))?;
        Ok(Resolved::One(Step { op, target, value, pathless: false }))
    }

    fn target(self, path: &'a PatchPath) -> Result<Target<'a>, PatchError> {
        match path {
            PatchPath::Attribute(path) => {
                self.attribute(path.uri.as_deref(), &path.name, path.sub.as_deref())
            }
            PatchPath::Elements { path, filter, sub } => {
                let mut target =
                    self.attribute(path.uri.as_deref(), &path.name, path.sub.as_deref())?;
                if let Some(array) = target.sub.take() {
                    target.place.container = Some(target.place.name);
                    target.place.name = array.name;
                    target.attribute = array.attribute;
                }
                if target.attribute.is_some_and(|it| !it.multi_valued) {
                    return Err(invalid_path(format!(
                        "`{path}` has one value; a filter needs an attribute with several"
                    )));
                }
                self.check_filter(filter, &target)?;
                if let Some(why) = filter.refusal_of_elements(target.attribute) {
                    return Err(invalid_filter(why.trim_end_matches('.')));
                }
                target.filter = Some(filter);
                if let Some(name) = sub {
                    target.sub = Some(self.sub(&target, name)?);
                }
                Ok(target)
            }
        }
    }

    fn attribute(
        self,
        uri: Option<&'a str>,
        name: &'a str,
        sub: Option<&'a str>,
    ) -> Result<Target<'a>, PatchError> {
        let (extension, attribute) = self.definition(uri, name, sub)?;
        let name = attribute.map_or(name, |it| it.name.as_str());
        let place = Place { extension, container: None, name };
        let mut target = Target { place, attribute, filter: None, sub: None };
        if let Some(sub) = sub {
            target.sub = Some(self.sub(&target, sub)?);
        }
        Ok(target)
    }

    fn definition(
        self,
        uri: Option<&'a str>,
        name: &'a str,
        sub: Option<&str>,
    ) -> Result<(Option<&'a str>, Option<&'a Attribute>), PatchError> {
        let Some(model) = self.model else {
            let extension = uri.filter(|it| !is_core(it));
            return Ok((extension, None));
        };
        let extension = match uri {
            Some(uri) if model.is_base(uri) => None,
            Some(uri) => Some(model.extension(uri).map_or(uri, |it| it.id.as_str())),
            None => None,
        };
        let attribute = model.attribute(uri, name);
        if attribute.is_none() && !self.settings.unknown_attributes {
            let (uri, sub) = (uri.map(str::to_owned), sub.map(str::to_owned));
            return Err(self.unknown(&AttrPath { uri, name: name.to_owned(), sub }));
        }
        Ok((extension, attribute))
    }

    fn unknown(self, path: &AttrPath) -> PatchError {
        let unresolved = self.model.and_then(|it| it.resolve_path(path).err());
        let message = unresolved.map(|it| match it.did_you_mean.first() {
            Some(meant) => format!("{}; did you mean `{meant}`?", it.message),
            None => it.message,
        });
        invalid_path(message.unwrap_or_else(|| format!("no schema defines `{path}`")))
    }

    fn sub(self, target: &Target<'a>, name: &'a str) -> Result<Sub<'a>, PatchError> {
        let Some(attribute) = target.attribute else { return Ok(Sub { name, attribute: None }) };
        let whole = &target.place;
        if !attribute.is_complex() {
            if attribute.multi_valued && name.eq_ignore_ascii_case("value") {
                return Ok(Sub { name, attribute: None });
            }
            let text = format!("`{whole}` has no sub-attributes, so `{whole}.{name}` is nothing");
            return Err(invalid_path(text));
        }
        match attribute.sub_attribute(name) {
            Some(sub) => Ok(Sub { name: &sub.name, attribute: Some(sub) }),
            None if knows_sub(attribute, name) || self.settings.unknown_attributes => {
                Ok(Sub { name: default_spelling(name), attribute: None })
            }
            None => Err(invalid_path(format!("`{whole}` has no sub-attribute `{name}`"))),
        }
    }

    fn check_filter(self, filter: &Filter, target: &Target<'_>) -> Result<(), PatchError> {
        let Some(attribute) = target.attribute.filter(|_| !self.settings.unknown_attributes) else {
            return Ok(());
        };
        let known = |path: &AttrPath| {
            let name = path.name.as_str();
            let known = if attribute.is_complex() {
                knows_sub(attribute, name)
            } else {
                name.eq_ignore_ascii_case("value")
            };
            if known {
                return Ok(());
            }
            let text = format!("the filter names `{path}`, which `{}` does not have", target.place);
            Err(invalid_path(text))
        };
        match filter {
            Filter::And(parts) | Filter::Or(parts) => {
                parts.iter().try_for_each(|it| self.check_filter(it, target))
            }
            Filter::Not(inner) => self.check_filter(inner, target),
            Filter::Compare { path, .. }
            | Filter::Present(path)
            | Filter::ValuePath { path, .. } => known(path),
        }
    }

    /// Each member of the value is an attribute of its own (RFC 7644 §3.5.2.1, §3.5.2.3).
    fn pathless(self, op: Op, value: Option<&'a Value>) -> Result<Vec<Step<'a>>, PatchError> {
        let Some(Value::Object(members)) = value else {
            let found = value.map_or("nothing", kind);
            let text = format!(
                "without a `path` the `value` is an object of attributes, but here is {found}"
            );
            return Err(invalid_value(text).at("/value"));
        };
        let mut steps = Vec::with_capacity(members.len());
        for (name, value) in members {
            self.member(op, name, value, &mut steps).map_err(|error| error.at("/value"))?;
        }
        Ok(steps)
    }

    fn member(
        self,
        op: Op,
        name: &'a str,
        value: &'a Value,
        steps: &mut Vec<Step<'a>>,
    ) -> Result<(), PatchError> {
        if !urn::looks_like_one(name) {
            let (attribute, sub) = match attr::dotted(name) {
                Some((attribute, sub)) if self.settings.dotted_names => (attribute, Some(sub)),
                _ => (name, None),
            };
            let target = self.attribute(None, attribute, sub)?;
            steps.push(Step { op, target, value: Some(value), pathless: true });
            return Ok(());
        }
        if let Some(extension) = self.extension(name, value) {
            let inside = self.whole_extension(op, extension, Some(value))?;
            steps.extend(inside.into_iter().map(|it| Step { pathless: true, ..it }));
            return Ok(());
        }
        let (uri, rest) = match self.model {
            Some(model) => urn::split(name, model.uris()),
            None => urn::split(name, builtin::schemas().iter().map(|it| it.id.as_str())),
        };
        let (attribute, sub) =
            attr::dotted(rest).map_or((rest, None), |(name, sub)| (name, Some(sub)));
        let target = self.attribute(uri, attribute, sub)?;
        steps.push(Step { op, target, value: Some(value), pathless: true });
        Ok(())
    }

    /// The extension whose URI a member name is. Without schemas an object below a URI is taken for one.
    fn extension(self, name: &'a str, value: &Value) -> Option<&'a str> {
        let known = |uri: &str| builtin::schemas().iter().any(|it| urn::same(&it.id, uri));
        match self.model {
            Some(model) => model.uris().find(|it| urn::same(it, name)),
            None if known(name) => Some(name),
            None => {
                let longer = builtin::schemas()
                    .iter()
                    .any(|it| name.get(..it.id.len()).is_some_and(|head| urn::same(head, &it.id)));
                (value.is_object() && !longer).then_some(name)
            }
        }
    }

    /// A path that is the URI of an extension and nothing else; its last part was read as a name.
    fn bare_extension(self, path: &'a AttrPath) -> Option<&'a str> {
        if !self.settings.extension_paths || path.sub.is_some() {
            return None;
        }
        let whole = path.to_string();
        match self.model {
            Some(model) => model.extension(&whole).map(|it| it.id.as_str()),
            None => builtin::schema(&whole).map(|it| it.id.as_str()),
        }
    }

    fn whole_extension(
        self,
        op: Op,
        extension: &'a str,
        value: Option<&'a Value>,
    ) -> Result<Vec<Step<'a>>, PatchError> {
        let step = |target, value| Step { op, target, value, pathless: false };
        match value {
            Some(Value::Object(members)) if op != Op::Remove => {
                let steps = members.iter().map(|(name, value)| {
                    let (name, sub) = match attr::dotted(name) {
                        Some((name, sub)) if self.settings.dotted_names => (name, Some(sub)),
                        _ => (name.as_str(), None),
                    };
                    Ok(step(self.attribute(Some(extension), name, sub)?, Some(value)))
                });
                steps.collect()
            }
            None | Some(Value::Null) => {
                let place = Place { extension: None, container: None, name: extension };
                Ok(vec![Step {
                    op: Op::Remove,
                    ..step(Target { place, attribute: None, filter: None, sub: None }, None)
                }])
            }
            Some(other) => {
                let text = format!(
                    "`{extension}` holds attributes, so its value is an object, not {}",
                    kind(other)
                );
                Err(invalid_value(text))
            }
        }
    }
}

/// Whether a complex attribute has a sub-attribute of this name, by its schema or by RFC 7643 §2.4.
pub(crate) fn knows_sub(attribute: &Attribute, name: &str) -> bool {
    attribute.sub_attribute(name).is_some()
        || (attribute.multi_valued
            && DEFAULT_SUB_ATTRIBUTES.iter().any(|it| it.eq_ignore_ascii_case(name)))
}

/// How RFC 7643 §2.4 spells a default sub-attribute; other names stay as they are.
pub(crate) fn default_spelling(name: &str) -> &str {
    DEFAULT_SUB_ATTRIBUTES.into_iter().find(|it| it.eq_ignore_ascii_case(name)).unwrap_or(name)
}

/// Without a model: whether the URI is that of a base schema, whose attributes stand at the top.
fn is_core(uri: &str) -> bool {
    urn::is_standard(uri) && !urn::same(uri, urn::ENTERPRISE_USER)
}
