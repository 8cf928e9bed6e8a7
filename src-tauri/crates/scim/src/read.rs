//! Reading members out of JSON objects without trusting them: names in any letter case, booleans and numbers as
//! text, wrong types. Whatever is bent into shape is also reported.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::finding::{Findings, Rule, pointer_to};
use crate::steps;

const NAME_CASE: Rule = Rule::warning("member-case", "RFC 7643 §2.1");
const TWICE: Rule = Rule::error("duplicate-member", "RFC 7643 §2.1");
const WRONG_TYPE: Rule = Rule::error("type-mismatch", "RFC 7643 §2.3");
const NOT_AN_ARRAY: Rule = Rule::error("not-an-array", "RFC 7643 §2.4");
const TOO_LONG: Rule = Rule::warning("name-too-long", "RFC 7643 §7");

/// Names and URIs by which schemas define things, in bytes. They stand in the path of each value, and nobody has longer ones.
const LONGEST_NAME: usize = 1024;

/// One JSON object of a discovery document or message, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Object<'a> {
    members: &'a Map<String, Value>,
    place: Place<'a>,
}

/// Where an object stands.
#[derive(Debug, Clone)]
enum Place<'a> {
    At(String),
    /// In an array that is a member of another object. Most objects have nothing to complain about, so the pointer is
    /// put together only when somebody asks for it.
    Element {
        owner: &'a Object<'a>,
        /// As served.
        member: &'a str,
        at: usize,
    },
}

impl<'a> Object<'a> {
    pub(crate) fn new(members: &'a Map<String, Value>, pointer: impl Into<String>) -> Self {
        Self { members, place: Place::At(pointer.into()) }
    }

    /// An element of an array that is a member of another object, which is spelled like this there.
    pub(crate) fn element(
        members: &'a Map<String, Value>,
        owner: &'a Object<'a>,
        member: &'a str,
        at: usize,
    ) -> Self {
        Self { members, place: Place::Element { owner, member, at } }
    }

    pub(crate) fn pointer(&self) -> Cow<'_, str> {
        match &self.place {
            Place::At(pointer) => Cow::Borrowed(pointer),
            Place::Element { owner, member, at } => {
                Cow::Owned(pointer_to(&pointer_to(&owner.pointer(), member), at))
            }
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.members.keys().map(String::as_str)
    }

    pub(crate) fn pointer_to(&self, name: &str) -> String {
        pointer_to(&self.pointer(), self.served(name))
    }

    /// How a member is spelled here; as asked for, where there is none.
    pub(crate) fn served<'n>(&self, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        member(self.members, name).map_or(name, |(served, _)| served)
    }

    /// The member, whatever its letter case; null counts as missing (RFC 7643 §2.5).
    pub(crate) fn get(&self, name: &str, findings: &mut Findings) -> Option<&'a Value> {
        steps::count(self.members.len());
        let mut named = self.members.iter().filter(|(it, _)| same_name(it, name));
        let (served, value) = named.next()?;
        if served != name || named.next().is_some() {
            return self.get_deviating(name, findings);
        }
        (!value.is_null()).then_some(value)
    }

    /// The members of an object that should have these and no others, nulls included; whatever is spelled otherwise,
    /// repeated or unknown is reported.
    #[inline]
    pub(crate) fn only<const N: usize>(
        &self,
        names: [&str; N],
        findings: &mut Findings,
    ) -> [Option<&'a Value>; N] {
        if let Some(found) = self.exactly(names) {
            return found;
        }
        let found = names.map(|name| {
            // What is to say of the name is said here; null counts as missing there.
            let _not_null = self.get(name, findings);
            member(self.members, name).map(|(_, value)| value)
        });
        self.report_unknown(&names, findings);
        found
    }

    /// As [`Self::only`]; `None` where there is something to report.
    #[inline]
    fn exactly<const N: usize>(&self, names: [&str; N]) -> Option<[Option<&'a Value>; N]> {
        let mut found = [None; N];
        steps::count(self.members.len());
        for (served, value) in self.members {
            let mut places = names.iter().zip(&mut found);
            let (_, place) = places.find(|(name, _)| *name == served)?;
            *place = Some(value);
        }
        Some(found)
    }

    /// As [`Self::get`], of a name that is spelled otherwise or stands there more than once.
    fn get_deviating(&self, name: &str, findings: &mut Findings) -> Option<&'a Value> {
        let (served, value) = member(self.members, name)?;
        steps::count(self.members.len());
        if served != name {
            let text = format!("The member is spelled `{served}`; the RFC writes `{name}`.");
            findings.add(NAME_CASE, pointer_to(&self.pointer(), served), text);
        }
        for other in self.members.keys() {
            if same_name(other, name) && other != served {
                let text = format!("`{other}` repeats `{served}`; only `{served}` is read.");
                findings.add(TWICE, pointer_to(&self.pointer(), other), text);
            }
        }
        (!value.is_null()).then_some(value)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        member(self.members, name).is_some_and(|(_, value)| !value.is_null())
    }

    pub(crate) fn text(&self, name: &str, findings: &mut Findings) -> Option<String> {
        match self.get(name, findings)? {
            Value::String(text) => Some(text.clone()),
            other => {
                self.mismatch(name, "a string", other, findings);
                scalar_text(other)
            }
        }
    }

    pub(crate) fn boolean(&self, name: &str, findings: &mut Findings) -> Option<bool> {
        match self.get(name, findings)? {
            Value::Bool(value) => Some(*value),
            other => {
                self.mismatch(name, "true or false", other, findings);
                read_boolean(other)
            }
        }
    }

    pub(crate) fn count(&self, name: &str, rule: Rule, findings: &mut Findings) -> Option<u64> {
        let value = self.get(name, findings)?;
        let (count, complaint) = read_count(value);
        if let Some(complaint) = complaint {
            findings.add(rule, self.pointer_to(name), format!("`{name}` is {complaint}."));
        }
        count
    }

    pub(crate) fn object(&self, name: &str, findings: &mut Findings) -> Option<Object<'a>> {
        match self.get(name, findings)? {
            Value::Object(members) => Some(Object::new(members, self.pointer_to(name))),
            other => {
                self.mismatch(name, "an object", other, findings);
                None
            }
        }
    }

    /// The elements with their pointers; a value that should have been an array is read as its only element.
    pub(crate) fn elements(&self, name: &str, findings: &mut Findings) -> Vec<(String, &'a Value)> {
        let value = self.get(name, findings);
        self.elements_of(name, value, findings)
    }

    fn elements_of(
        &self,
        name: &str,
        value: Option<&'a Value>,
        findings: &mut Findings,
    ) -> Vec<(String, &'a Value)> {
        let Some(value) = value else { return Vec::new() };
        let pointer = self.pointer_to(name);
        if let Value::Array(values) = value {
            steps::count(values.len());
            let numbered = values.iter().enumerate();
            return numbered.map(|(at, value)| (pointer_to(&pointer, at), value)).collect();
        }
        let text =
            format!("`{name}` should be an array; {} is read as its only element.", kind(value));
        findings.add(NOT_AN_ARRAY, pointer.clone(), text);
        vec![(pointer, value)]
    }

    pub(crate) fn texts(&self, name: &str, findings: &mut Findings) -> Vec<String> {
        let mut texts = Vec::new();
        self.each_text(name, findings, |it| texts.push(it.into_owned()));
        texts
    }

    /// Hands over each text of an array, scalars of other types as their text.
    pub(crate) fn each_text(
        &self,
        name: &str,
        findings: &mut Findings,
        take: impl FnMut(Cow<'a, str>),
    ) {
        let value = self.get(name, findings);
        self.each_text_of(name, value, findings, take);
    }

    /// As [`Self::each_text`], of a member that was looked up already.
    pub(crate) fn each_text_of(
        &self,
        name: &str,
        value: Option<&'a Value>,
        findings: &mut Findings,
        mut take: impl FnMut(Cow<'a, str>),
    ) {
        if let Some(Value::Array(values)) = value
            && values.iter().all(Value::is_string)
        {
            steps::count(values.len());
            return values.iter().filter_map(Value::as_str).map(Cow::Borrowed).for_each(take);
        }
        for (pointer, value) in self.elements_of(name, value, findings) {
            if !value.is_string() {
                let text = format!("`{name}` should hold strings, but here is {}.", kind(value));
                findings.add(WRONG_TYPE, pointer, text);
            }
            scalar_text(value).map(Cow::Owned).into_iter().for_each(&mut take);
        }
    }

    /// Reports members that the RFC does not know, extensions (URIs) aside.
    pub(crate) fn report_unknown(&self, known: &[&str], findings: &mut Findings) {
        const UNKNOWN: Rule = Rule::info("unknown-member", "RFC 7643 §2.1");
        steps::count(self.members.len());
        for name in self.names() {
            let is_known = known.iter().any(|it| same_name(it, name));
            if !is_known && !crate::urn::looks_like_one(name) {
                let text = format!("`{name}` is not in the RFC; it is kept in the JSON.");
                findings.add(UNKNOWN, pointer_to(&self.pointer(), name), text);
            }
        }
    }

    /// Whether something that this object defines has too long a name, and is to be left out; that is reported.
    pub(crate) fn is_too_long(&self, name: &str, findings: &mut Findings) -> bool {
        let is_too_long = name.len() > LONGEST_NAME;
        if is_too_long {
            let text = format!(
                "What has a name of {} bytes is left out; {LONGEST_NAME} are read.",
                name.len()
            );
            findings.add(TOO_LONG, self.pointer(), text);
        }
        is_too_long
    }

    fn mismatch(&self, name: &str, wanted: &str, found: &Value, findings: &mut Findings) {
        let text = format!("`{name}` should be {wanted}, but is {}.", kind(found));
        findings.add(WRONG_TYPE, self.pointer_to(name), text);
    }
}

/// Up to so many members are looked through faster than the hash of a name is computed.
const FEW: usize = 32;

/// Whether two names are the same, letter case aside (RFC 7643 §2.1). Most have different lengths, and most of the others
/// are spelled alike: both is seen before any letter case is folded.
#[inline]
pub(crate) fn same_name(left: &str, right: &str) -> bool {
    left.len() == right.len() && (left == right || left.eq_ignore_ascii_case(right))
}

/// Looks a member up: as spelled, else in any letter case.
pub(crate) fn member<'a>(
    members: &'a Map<String, Value>,
    name: &str,
) -> Option<(&'a str, &'a Value)> {
    if members.len() > FEW
        && let Some((served, value)) = members.get_key_value(name)
    {
        steps::count(1);
        return Some((served, value));
    }
    steps::count(members.len());
    let mut other = None;
    for (served, value) in members {
        if served.len() != name.len() {
            continue;
        }
        if served == name {
            return Some((served, value));
        }
        if other.is_none() && served.eq_ignore_ascii_case(name) {
            other = Some((served.as_str(), value));
        }
    }
    other
}

/// As [`member`], to change the value.
pub(crate) fn member_mut<'a>(
    members: &'a mut Map<String, Value>,
    name: &str,
) -> Option<&'a mut Value> {
    if members.len() > FEW && members.contains_key(name) {
        steps::count(1);
        return members.get_mut(name);
    }
    steps::count(members.len());
    let mut other = None;
    for (served, value) in members.iter_mut() {
        if served.len() != name.len() {
            continue;
        }
        if served == name {
            return Some(value);
        }
        if other.is_none() && served.eq_ignore_ascii_case(name) {
            other = Some(value);
        }
    }
    other
}

/// What a value is, in words: "a string", "an object".
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The text of a scalar, numbers as served.
pub(crate) fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A boolean, also as the text that some servers send.
pub(crate) fn read_boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// A count, and what is wrong with it as the end of a sentence.
fn read_count(value: &Value) -> (Option<u64>, Option<String>) {
    match value {
        Value::Number(number) => match number.as_u64() {
            Some(count) => (Some(count), None),
            None => {
                let spelled = number.to_string();
                (whole(&spelled), Some(format!("{spelled}, not a plain count")))
            }
        },
        Value::String(text) => {
            (text.trim().parse().ok(), Some("a string; clients expect an integer".to_owned()))
        }
        other => (None, Some(format!("{}, not an integer", kind(other)))),
    }
}

/// `12.0` is 12; anything with a fraction, an exponent or a sign is no count.
fn whole(spelled: &str) -> Option<u64> {
    let (integer, fraction) = spelled.split_once('.')?;
    fraction.chars().all(|it| it == '0').then(|| integer.parse().ok()).flatten()
}
