//! Everything that a write sets, whatever form it comes in: a resource's members, an operation with a path, one without,
//! and the dotted and qualified member names that some clients use. Rules about attributes look at these alone.

use serde_json::{Map, Value};

use super::place::Model;
use super::writes::{Act, Operation, Write};
use crate::finding::pointer_to;
use crate::path::is_attribute_name;
use crate::read::member;
use crate::schema::Attribute;
use crate::steps;
use crate::urn;

/// How a value is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// As a member of a whole resource.
    Whole,
    Add,
    Replace,
    Remove,
}

/// One attribute, or sub-attribute, that is set.
#[derive(Debug)]
pub(crate) struct Setting<'s> {
    pub(crate) how: How,
    pub(crate) uri: Option<&'s str>,
    pub(crate) name: &'s str,
    pub(crate) sub: Option<&'s str>,
    /// The definition of the attribute.
    pub(crate) attribute: Option<&'s Attribute>,
    /// The definition of the sub-attribute.
    pub(crate) part: Option<&'s Attribute>,
    /// What stands in brackets.
    pub(crate) filter: Option<&'s str>,
    pub(crate) value: Option<&'s Value>,
    /// Where the value is, or where the operation is that has none.
    pub(crate) pointer: String,
}

/// A path or a member name, taken apart leniently: what is broken about it is for other rules.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'s> {
    pub(crate) uri: Option<&'s str>,
    pub(crate) name: &'s str,
    pub(crate) filter: Option<&'s str>,
    pub(crate) sub: Option<&'s str>,
}

impl<'s> Named<'s> {
    pub(crate) fn of(text: &'s str, uris: &[&str]) -> Self {
        let (head, rest) = match text.split_once('[') {
            Some((head, rest)) => (head, Some(rest)),
            None => (text, None),
        };
        let (uri, name) = match longest(head, uris) {
            // `urn:...:User.department`: what is meant is plain, that it is written so is for another rule.
            Some((uri, rest)) => (Some(uri), rest),
            None => urn::split(head, []),
        };
        if let Some(rest) = rest {
            let (filter, after) = rest.rsplit_once(']').unwrap_or((rest, ""));
            let sub = after.strip_prefix('.').filter(|it| !it.is_empty());
            return Self { uri, name, filter: Some(filter), sub };
        }
        match name.split_once('.') {
            Some((name, sub)) => Self { uri, name, filter: None, sub: Some(sub) },
            None => Self { uri, name, filter: None, sub: None },
        }
    }
}

impl<'s> Setting<'s> {
    fn new(how: How, named: Named<'s>, model: Option<Model<'s>>) -> Self {
        steps::count(1);
        let attribute = model.and_then(|it| it.model.attribute(named.uri, named.name));
        let part = named.sub.and_then(|sub| attribute?.sub_attribute(sub));
        let Named { uri, name, filter, sub } = named;
        Self { how, uri, name, sub, attribute, part, filter, value: None, pointer: String::new() }
    }

    fn with(mut self, value: Option<&'s Value>, pointer: String) -> Self {
        (self.value, self.pointer) = (value, pointer);
        self
    }

    /// What it is called, in attribute notation.
    pub(crate) fn title(&self) -> String {
        let name = crate::path::qualified(self.uri, self.name);
        match self.sub {
            Some(sub) => format!("{name}.{sub}"),
            None => name,
        }
    }

    /// The definition of what is set: of the sub-attribute where one is named.
    pub(crate) fn definition(&self) -> Option<&'s Attribute> {
        if self.sub.is_some() { self.part } else { self.attribute }
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.sub.is_none() && self.name.eq_ignore_ascii_case(name)
    }

    /// The elements of the value, each with its pointer; a value that is no array is its only element.
    pub(crate) fn elements(&self) -> Vec<(String, &'s Value)> {
        match self.value {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(values)) => {
                steps::count(values.len());
                let numbered = values.iter().enumerate();
                numbered.map(|(at, it)| (pointer_to(&self.pointer, at), it)).collect()
            }
            Some(value) => vec![(self.pointer.clone(), value)],
        }
    }

    /// The leaves of the value with their definitions: sub-attributes of objects, else the elements themselves.
    pub(crate) fn leaves(&self) -> Vec<(Option<&'s Attribute>, &'s str, &'s Value, String)> {
        let mut leaves = Vec::new();
        let definition = self.definition();
        for (pointer, value) in self.elements() {
            match value {
                Value::Object(members) => leaves.extend(members.iter().map(|(name, value)| {
                    let part = definition.and_then(|it| it.sub_attribute(name));
                    (part, name.as_str(), value, pointer_to(&pointer, name))
                })),
                _ => leaves.push((definition, self.sub.unwrap_or(self.name), value, pointer)),
            }
        }
        leaves
    }
}

impl Write<'_> {
    /// Everything that the write sets, in its order; `schemas` of the message itself is none of it.
    pub(crate) fn settings(&self) -> Vec<Setting<'_>> {
        let mut settings = Vec::new();
        match self.act {
            Act::Create | Act::Replace => {
                self.of_members(How::Whole, self.body, &self.pointer, &mut settings);
            }
            Act::Patch => {
                self.operations().iter().for_each(|it| self.of_operation(it, &mut settings));
            }
        }
        settings
    }

    fn of_operation<'s>(&'s self, operation: &Operation<'s>, settings: &mut Vec<Setting<'s>>) {
        let how = match operation.op {
            Some(op) if op.eq_ignore_ascii_case("add") => How::Add,
            Some(op) if op.eq_ignore_ascii_case("replace") => How::Replace,
            Some(op) if op.eq_ignore_ascii_case("remove") => How::Remove,
            _ => return,
        };
        let at = operation.at(if operation.value.is_some() { "value" } else { "path" });
        let Some(path) = operation.path else {
            if let Some(Value::Object(members)) = operation.value {
                self.of_members(how, members, &at, settings);
            }
            return;
        };
        // A whole extension, named by its URI alone.
        if let Some(Value::Object(members)) = operation.value
            && self.uris().iter().any(|it| urn::same(it, path))
        {
            self.of_extension(how, path, members, &at, settings);
            return;
        }
        let setting = Setting::new(how, Named::of(path, &self.uris()), self.model);
        settings.push(setting.with(operation.value, at));
    }

    fn of_members<'s>(
        &'s self,
        how: How,
        members: &'s Map<String, Value>,
        pointer: &str,
        settings: &mut Vec<Setting<'s>>,
    ) {
        let uris = self.uris();
        for (name, value) in members {
            let at = pointer_to(pointer, name);
            match value {
                Value::Object(inside) if is_extension(name, &uris) => {
                    self.of_extension(how, name, inside, &at, settings);
                }
                _ => {
                    let setting = Setting::new(how, Named::of(name, &uris), self.model);
                    settings.push(setting.with(Some(value), at));
                }
            }
        }
    }

    fn of_extension<'s>(
        &'s self,
        how: How,
        uri: &'s str,
        members: &'s Map<String, Value>,
        pointer: &str,
        settings: &mut Vec<Setting<'s>>,
    ) {
        for (name, value) in members {
            let named = Named { uri: Some(uri), name, filter: None, sub: None };
            let setting = Setting::new(how, named, self.model);
            settings.push(setting.with(Some(value), pointer_to(pointer, name)));
        }
    }
}

/// Whether a member name is the URI of an extension: a known one, or one that no known URI begins.
pub(crate) fn is_extension(name: &str, uris: &[&str]) -> bool {
    if uris.iter().any(|it| urn::same(it, name)) {
        return true;
    }
    urn::looks_like_one(name) && longest(name, uris).is_none()
}

/// A known URI in front of a name, behind it a colon or, wrongly, a dot.
fn longest<'s>(text: &'s str, uris: &[&str]) -> Option<(&'s str, &'s str)> {
    let fitting = uris.iter().filter_map(|uri| {
        steps::count(1);
        let head = text.get(..uri.len()).filter(|it| urn::same(it, uri))?;
        let rest = text.get(uri.len()..)?.strip_prefix([':', '.'])?;
        Some((head, rest))
    });
    fitting.max_by_key(|(head, _)| head.len())
}

/// The value at an attribute path in a resource, extensions included, and whether the path could name anything at all.
pub(crate) fn lookup<'v>(resource: &'v Value, path: &str, uris: &[&str]) -> Option<&'v Value> {
    let named = Named::of(path, uris);
    let top = resource.as_object()?;
    let holder = match named.uri {
        Some(uri) => member(top, uri).and_then(|(_, it)| it.as_object()).unwrap_or(top),
        None => top,
    };
    let (_, value) = member(holder, named.name)?;
    let Some(sub) = named.sub.filter(|it| is_attribute_name(it)) else { return Some(value) };
    match value {
        Value::Object(members) => member(members, sub).map(|(_, it)| it),
        Value::Array(values) => {
            let mut found = values.iter().filter_map(|it| member(it.as_object()?, sub));
            found.next().map(|(_, it)| it)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart_however_they_are_written() {
        let uris = [urn::USER, urn::ENTERPRISE_USER];
        let cases = [
            ("title", None, "title", None, None),
            ("name.givenName", None, "name", None, Some("givenName")),
            (
                "emails[type eq \"a]b\"].value",
                None,
                "emails",
                Some("type eq \"a]b\""),
                Some("value"),
            ),
            ("members[value eq", None, "members", Some("value eq"), None),
            ("urn:x:y:z.w", Some("urn:x:y"), "z", None, Some("w")),
        ];
        for (text, uri, name, filter, sub) in cases {
            let it = Named::of(text, &uris);
            assert_eq!((it.uri, it.name, it.filter, it.sub), (uri, name, filter, sub), "{text}");
        }
        for separator in [':', '.'] {
            let text = format!("{}{separator}manager.value", urn::ENTERPRISE_USER);
            let it = Named::of(&text, &uris);
            assert_eq!((it.uri, it.name), (Some(urn::ENTERPRISE_USER), "manager"), "{text}");
            assert_eq!(it.sub, Some("value"));
        }
    }

    #[test]
    fn values_are_found_by_their_paths() {
        let resource = serde_json::json!({
            "Name": {"familyName": "J"},
            "emails": [{"type": "x"}, {"value": "a@b"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "D"},
        });
        let uris = [urn::USER, urn::ENTERPRISE_USER];
        let find = |path: &str| lookup(&resource, path, &uris).and_then(Value::as_str);
        assert_eq!(find("name.familyname"), Some("J"));
        assert_eq!(find("emails.value"), Some("a@b"));
        assert_eq!(find(&format!("{}:department", urn::ENTERPRISE_USER)), Some("D"));
        assert_eq!(find("nickName"), None);
    }
}
