//! The members of an object as wire text, in their order: nothing is lost, names that stand twice included.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::finding::{Findings, Rule, pointer_to};
use crate::steps;

pub(super) const TWICE: Rule = Rule::error("duplicate-member", "RFC 8259 §4");

/// The members of the envelope in their order, values as wire text, repeated names included.
pub(super) struct Members<'a>(Vec<(Name<'a>, &'a RawValue)>);

/// The name of a member: the text itself, but for one that is written with escapes.
struct Name<'a>(Cow<'a, str>);

impl Name<'_> {
    fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Cow<'de, str>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(name))
            }
            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(name.to_owned()))
            }
        }
        deserializer.deserialize_str(Visit).map(Name)
    }
}

impl<'a> Members<'a> {
    pub(super) fn find(&self, name: &str) -> Option<(&str, &'a RawValue)> {
        steps::count(self.0.len());
        let exact = self.0.iter().find(|(it, _)| it.as_str() == name);
        let found =
            exact.or_else(|| self.0.iter().find(|(it, _)| it.as_str().eq_ignore_ascii_case(name)));
        found.map(|(it, raw)| (it.as_str(), *raw))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(name, raw)| (name.as_str(), *raw))
    }

    pub(super) fn schemas(&self) -> Vec<String> {
        let raw = self.find("schemas").map_or("[]", |(_, raw)| raw.get());
        match serde_json::from_str(raw) {
            Ok(Value::Array(values)) => {
                values.iter().filter_map(crate::read::scalar_text).collect()
            }
            Ok(Value::String(one)) => vec![one],
            _ => Vec::new(),
        }
    }

    /// Everything but the resources, as plain JSON.
    pub(super) fn envelope(&self) -> serde_json::Map<String, Value> {
        let mut members = serde_json::Map::new();
        for (name, raw) in &self.0 {
            steps::count(raw.get().len());
            let name = name.as_str();
            let is_list = name.eq_ignore_ascii_case("Resources");
            let value = if is_list { Ok(Value::Null) } else { serde_json::from_str(raw.get()) };
            members.entry(name).or_insert(value.unwrap_or_default());
        }
        members
    }

    pub(super) fn report_twice(&self, findings: &mut Findings) {
        let mut known = HashSet::new();
        steps::count(self.0.len());
        for name in self.0.iter().map(|(name, _)| name.as_str()) {
            if !known.insert(name) {
                let text = format!("`{name}` stands here more than once; the first one is read.");
                findings.add(TWICE, pointer_to("", name), text);
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Vec<(Name<'de>, &'de RawValue)>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Visit).map(Members)
    }
}

/// The little of a resource that a list is judged by. The id is its wire text, so that 7 and "7" differ.
pub(super) struct RowHead<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) has_schemas: bool,
}

impl<'de: 'a, 'a> Deserialize<'de> for RowHead<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Members(members) = Members::deserialize(deserializer)?;
        steps::count(members.len());
        let find = |name: &str| {
            let found = members.iter().find(|(it, _)| it.as_str().eq_ignore_ascii_case(name));
            found.map(|(_, raw)| raw.get()).filter(|it| *it != "null" && *it != "\"\"")
        };
        let has_schemas = find("schemas").is_some_and(|it| !is_empty_array(it));
        Ok(RowHead { id: find("id"), has_schemas })
    }
}

fn is_empty_array(raw: &str) -> bool {
    struct Visit;
    impl<'de> Visitor<'de> for Visit {
        type Value = bool;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an array")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
            let mut empty = true;
            while seq.next_element::<IgnoredAny>()?.is_some() {
                empty = false;
            }
            Ok(empty)
        }
    }
    let mut deserializer = serde_json::Deserializer::from_str(raw);
    deserializer.deserialize_seq(Visit).unwrap_or_default()
}
