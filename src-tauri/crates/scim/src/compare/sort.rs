//! Sorting (RFC 7644 §3.4.2.3): by the type of the attribute, by the primary value of several, what has no value last.

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::Value;

use super::{Decimal, Typing, scalar, text};
use crate::attr::AttrPath;
use crate::date_time::Instant;
use crate::filter::place::{Scope, Target, find};
use crate::read::read_boolean;
use crate::view::TypeModel;

/// What a resource is sorted by; compared once it is made, without the resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Key);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Boolean(bool),
    Number(Number),
    Instant { seconds: i64, fraction: String },
    Text(String),
}

/// A number without a text to borrow from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    negative: bool,
    magnitude: i64,
    digits: String,
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let size = |it: &Self| (!it.digits.is_empty()).then_some(it.magnitude);
        let by_size = |left: &Self, right: &Self| {
            size(left).cmp(&size(right)).then_with(|| left.digits.cmp(&right.digits))
        };
        match (self.negative, other.negative) {
            (false, false) => by_size(self, other),
            (true, true) => by_size(other, self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Which way to sort (`sortOrder`, RFC 7644 §3.4.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SortOrder {
    /// The smallest first; what has no value last.
    #[default]
    Ascending,
    /// The greatest first; what has no value before it.
    Descending,
}

impl SortOrder {
    /// The word of the RFC.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    /// Which of two resources comes first, by their keys. What has no value comes last, or first when descending.
    #[must_use]
    pub fn of(self, left: Option<&SortKey>, right: Option<&SortKey>) -> Ordering {
        let ascending = match (left, right) {
            (Some(left), Some(right)) => left.cmp(right),
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
        };
        match self {
            Self::Ascending => ascending,
            Self::Descending => ascending.reverse(),
        }
    }
}

/// A sort attribute (`sortBy`) made ready for many resources.
///
/// ```
/// use scim::{attr::AttrPath, compare::{SortOrder, Sorter}};
/// use serde_json::json;
/// let path = AttrPath::of("userName");
/// let sorter = Sorter::new(&path, None);
/// let mut users = vec![json!({"userName": "b"}), json!({}), json!({"userName": "A"})];
/// users.sort_by_cached_key(|it| sorter.key(it));
/// assert_eq!(users[0], json!({}), "an Option sorts the missing first; SortOrder knows better");
/// users.sort_by(|a, b| SortOrder::Ascending.of(sorter.key(a).as_ref(), sorter.key(b).as_ref()));
/// assert_eq!(users, [json!({"userName": "A"}), json!({"userName": "b"}), json!({})]);
/// ```
#[derive(Debug)]
pub struct Sorter<'f> {
    target: Target<'f>,
}

impl<'f> Sorter<'f> {
    /// For resources of a type. Without a model values sort by their JSON type.
    #[must_use]
    pub fn new(path: &'f AttrPath, model: Option<&'f TypeModel>) -> Self {
        Self { target: Scope::Resource(model).target(path) }
    }

    /// What a resource is sorted by: of several values the primary one, else the first; `None` when it has no value.
    #[must_use]
    pub fn key(&self, resource: &Value) -> Option<SortKey> {
        let top = self.target.place.top(resource)?;
        let chosen = chosen(top)?;
        let part = match (self.target.place.sub(), chosen) {
            (Some(sub), Value::Object(members)) => chosen_scalar(find(members, sub)?)?,
            (Some(_), _) => return None,
            (None, Value::Object(members)) => chosen_scalar(find(members, "value")?)?,
            (None, simple) => simple,
        };
        key(part, self.target.typing).map(SortKey)
    }
}

fn chosen(value: &Value) -> Option<&Value> {
    let Value::Array(elements) = value else { return Some(value) };
    let is_primary = |it: &&Value| {
        let primary = it.as_object().and_then(|it| find(it, "primary"));
        primary.and_then(read_boolean) == Some(true)
    };
    elements.iter().find(is_primary).or_else(|| elements.first())
}

fn chosen_scalar(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(values) => values.first(),
        single => Some(single),
    }
}

fn key(value: &Value, typing: Typing) -> Option<Key> {
    let plain = scalar(value)?;
    let exact = || Key::Text(plain.to_owned());
    Some(match (typing, value) {
        (Typing::Text { case_exact: true } | Typing::Binary, _) => exact(),
        (Typing::Text { case_exact: false }, _) => Key::Text(text::fold(plain)),
        (Typing::DateTime, _) => Instant::read(plain).map_or_else(exact, instant),
        (Typing::Number, _) => Decimal::read(plain).map_or_else(exact, number),
        (Typing::Boolean, value) => read_boolean(value).map_or_else(exact, Key::Boolean),
        (Typing::ByJson, Value::Bool(value)) => Key::Boolean(*value),
        (Typing::ByJson, Value::Number(_)) => Decimal::read(plain).map_or_else(exact, number),
        (Typing::ByJson, _) => match Instant::complete(plain) {
            Some(read) => instant(read),
            None => Key::Text(text::fold(plain)),
        },
    })
}

fn instant(instant: Instant<'_>) -> Key {
    let (seconds, fraction) = instant.parts();
    Key::Instant { seconds, fraction: fraction.to_owned() }
}

fn number(decimal: Decimal<'_>) -> Key {
    let (negative, magnitude, digits) = decimal.normal();
    Key::Number(Number { negative, magnitude, digits })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::builtin;

    fn sorted(path: &str, order: SortOrder, mut resources: Vec<Value>) -> Vec<Value> {
        let user = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
        let path = AttrPath::parse(path, &[]).unwrap();
        let sorter = Sorter::new(&path, Some(&user));
        resources.sort_by(|a, b| order.of(sorter.key(a).as_ref(), sorter.key(b).as_ref()));
        resources
    }

    #[test]
    fn texts_sort_by_their_case_exact_and_the_missing_last() {
        let users = ["b", "A", "C"].map(|it| json!({"id": it, "userName": it}));
        let mut users = users.to_vec();
        users.insert(0, json!({}));
        let of = |them: Vec<Value>| -> Vec<String> {
            them.iter().map(|it| it["id"].as_str().unwrap_or("-").to_owned()).collect()
        };
        let ascending = SortOrder::Ascending;
        assert_eq!(of(sorted("userName", ascending, users.clone())), ["A", "b", "C", "-"]);
        assert_eq!(of(sorted("id", ascending, users.clone())), ["A", "C", "b", "-"]);
        assert_eq!(of(sorted("userName", SortOrder::Descending, users)), ["-", "C", "b", "A"]);
    }

    #[test]
    fn of_several_values_the_primary_counts_else_the_first() {
        let first = json!({"emails": [{"value": "m"}, {"value": "a"}]});
        let primary = json!({"emails": [{"value": "z"}, {"value": "b", "primary": true}]});
        let none = json!({"emails": []});
        let users = vec![none.clone(), first.clone(), primary.clone()];
        let expected = [primary, first, none];
        for path in ["emails", "emails.value"] {
            assert_eq!(sorted(path, SortOrder::Ascending, users.clone()), expected, "{path}");
        }
    }

    #[test]
    fn dates_sort_by_time() {
        let at = |text: &str| json!({"meta": {"created": text}});
        let early = at("2011-05-13T06:42:33+02:00");
        let late = at("2011-05-13T04:42:34Z");
        let users = vec![late.clone(), early.clone()];
        assert_eq!(sorted("meta.created", SortOrder::Ascending, users), [early, late]);
    }

    proptest! {
        #[test]
        fn numbers_sort_as_they_compare(
            left in "-?[0-9]{1,3}(\\.[0-9]{1,3})?(e-?[0-9])?", right in "-?[0-9]{1,3}(\\.[0-9]{1,3})?(e-?[0-9])?",
        ) {
            let (left, right) = (Decimal::read(&left).unwrap(), Decimal::read(&right).unwrap());
            prop_assert_eq!(number(left).cmp(&number(right)), left.cmp(&right));
        }
    }
}
