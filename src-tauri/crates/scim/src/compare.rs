//! How values compare by the type of their attribute (RFC 7643 §2.3, RFC 7644 §3.4.2.2): for filters, for sorting, and
//! for telling whether a change changes anything.

mod decimal;
mod sort;
pub(crate) mod text;

use std::cmp::Ordering;

use serde_json::{Map, Value};

pub(crate) use decimal::Decimal;
pub use sort::{SortKey, SortOrder, Sorter};

use crate::date_time::Instant;
use crate::members::Members;
use crate::read::read_boolean;
use crate::schema::{Attribute, AttributeType};
use crate::steps;

/// What decides how two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Typing {
    /// As texts.
    Text {
        /// Whether letter case counts.
        case_exact: bool,
    },
    /// As points in time.
    DateTime,
    /// As numbers, with every digit.
    Number,
    /// As true and false.
    Boolean,
    /// As base64 texts, which are only equal or not.
    Binary,
    /// No schema says: by the JSON type. Letter case does not count; texts that are complete dates and times (RFC 3339)
    /// compare as such.
    ByJson,
}

impl Typing {
    /// How values of an attribute compare. References are case-exact whatever their schema says (erratum 6001 of RFC
    /// 7643), so is binary (erratum 6000). A complex attribute has no type of its own.
    ///
    /// ```
    /// use scim::{builtin, compare::Typing, urn};
    /// let user = builtin::schema(urn::USER).unwrap();
    /// let typing = Typing::of(user.attribute("userName").unwrap());
    /// assert_eq!(typing, Typing::Text { case_exact: false });
    /// ```
    #[must_use]
    pub fn of(attribute: &Attribute) -> Self {
        match attribute.attribute_type {
            AttributeType::String => Self::Text { case_exact: attribute.case_exact },
            AttributeType::Reference => Self::Text { case_exact: true },
            AttributeType::DateTime => Self::DateTime,
            AttributeType::Decimal | AttributeType::Integer => Self::Number,
            AttributeType::Boolean => Self::Boolean,
            AttributeType::Binary => Self::Binary,
            AttributeType::Complex => Self::ByJson,
        }
    }
}

/// Whether two scalars are the same value. Arrays and objects are not; see [`same`].
///
/// ```
/// use scim::compare::{Typing, equal};
/// use serde_json::json;
/// assert!(equal(&json!("BJensen"), &json!("bjensen"), Typing::Text { case_exact: false }));
/// assert!(equal(&json!("2011-05-13T04:42:34Z"), &json!("2011-05-13T06:42:34+02:00"), Typing::DateTime));
/// assert!(!equal(&json!(1), &json!("1"), Typing::ByJson));
/// ```
#[must_use]
pub fn equal(left: &Value, right: &Value, typing: Typing) -> bool {
    order(left, right, typing) == Some(Ordering::Equal)
}

/// Which of two scalars comes first; `None` when they cannot be compared: a null, an array, an object, or values of two
/// JSON types where no schema says how to read them.
#[must_use]
pub fn order(left: &Value, right: &Value, typing: Typing) -> Option<Ordering> {
    if typing == Typing::ByJson {
        return order_by_json(left, right);
    }
    if typing == Typing::Boolean {
        return match (read_boolean(left), read_boolean(right)) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            _ => order_texts(left, right, true),
        };
    }
    let (left_text, right_text) = (scalar(left)?, scalar(right)?);
    let typed = match typing {
        Typing::DateTime => {
            let instants = (Instant::read(left_text), Instant::read(right_text));
            instants.0.zip(instants.1).map(|(left, right)| left.cmp(&right))
        }
        Typing::Number => {
            let numbers = (Decimal::read(left_text), Decimal::read(right_text));
            numbers.0.zip(numbers.1).map(|(left, right)| left.cmp(&right))
        }
        _ => None,
    };
    let case_exact = typing != Typing::Text { case_exact: false };
    typed.or_else(|| order_texts(left, right, case_exact))
}

fn order_by_json(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => {
            Some(Decimal::read(left.as_str())?.cmp(&Decimal::read(right.as_str())?))
        }
        (Value::String(left), Value::String(right)) => {
            match (Instant::complete(left), Instant::complete(right)) {
                (Some(left), Some(right)) => Some(left.cmp(&right)),
                _ => Some(text::order(left, right)),
            }
        }
        _ => None,
    }
}

fn order_texts(left: &Value, right: &Value, case_exact: bool) -> Option<Ordering> {
    let (left, right) = (scalar(left)?, scalar(right)?);
    Some(if case_exact { left.cmp(right) } else { text::order(left, right) })
}

/// The text of a scalar, numbers as spelled.
pub(crate) fn scalar(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.as_str()),
        Value::Bool(true) => Some("true"),
        Value::Bool(false) => Some("false"),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether a value is no value: missing, null and an empty array are one state (RFC 7643 §2.5); so is an object of which
/// nothing is left.
#[must_use]
pub fn is_unassigned(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Whether two values of an attribute are the same, arrays in order, objects by their members in any order and letter
/// case, unassigned members aside. Without a definition texts compare exactly.
///
/// ```
/// use scim::compare::same;
/// use serde_json::json;
/// assert!(same(&json!({"value": "a", "type": null}), &json!({"VALUE": "a"}), None));
/// assert!(!same(&json!({"value": "a"}), &json!({"value": "A"}), None));
/// ```
#[must_use]
pub fn same(left: &Value, right: &Value, attribute: Option<&Attribute>) -> bool {
    match (left, right) {
        (left, right) if is_unassigned(left) || is_unassigned(right) => {
            is_unassigned(left) && is_unassigned(right)
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same(left, right, attribute))
        }
        (Value::Object(left), Value::Object(right)) => same_members(left, right, attribute),
        (Value::String(left), Value::String(right)) if attribute.is_none() => left == right,
        (left, right) => {
            let typing = attribute.map_or(Typing::ByJson, Typing::of);
            equal(left, right, typing)
        }
    }
}

fn same_members(
    left: &Map<String, Value>,
    right: &Map<String, Value>,
    attribute: Option<&Attribute>,
) -> bool {
    let definition = |name: &str| attribute.and_then(|it| it.sub_attribute(name));
    let assigned =
        |members: &Map<String, Value>| members.values().filter(|it| !is_unassigned(it)).count();
    steps::count(left.len() + right.len());
    if assigned(left) != assigned(right) {
        return false;
    }
    let right = Members::of(right);
    left.iter().filter(|(_, value)| !is_unassigned(value)).all(|(name, value)| {
        right.find(name).is_some_and(|(_, it)| same(value, it, definition(name)))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_compare_by_their_type() {
        let text = Typing::Text { case_exact: false };
        let exact = Typing::Text { case_exact: true };
        for (left, right, typing, expected) in [
            (json!("a"), json!("B"), text, Some(Ordering::Less)),
            (json!("a"), json!("B"), exact, Some(Ordering::Greater)),
            (json!("ÄRGER"), json!("ärger"), text, Some(Ordering::Equal)),
            (json!(5), json!("5"), text, Some(Ordering::Equal)),
            (json!(10), json!("9.50"), Typing::Number, Some(Ordering::Greater)),
            (json!("x"), json!(1), Typing::Number, Some(Ordering::Greater)),
            (json!("True"), json!(true), Typing::Boolean, Some(Ordering::Equal)),
            (json!(false), json!(true), Typing::Boolean, Some(Ordering::Less)),
            (json!("aGk="), json!("AGK="), Typing::Binary, Some(Ordering::Greater)),
            (
                json!("2011-05-13"),
                json!("2011-05-13T00:00:00Z"),
                Typing::DateTime,
                Some(Ordering::Equal),
            ),
            (
                json!("soon"),
                json!("2011-05-13T00:00:00Z"),
                Typing::DateTime,
                Some(Ordering::Greater),
            ),
            (json!(1), json!("1"), Typing::ByJson, None),
            (json!(1.0), json!(1), Typing::ByJson, Some(Ordering::Equal)),
            (json!(null), json!(null), text, None),
            (json!([1]), json!(1), Typing::Number, None),
        ] {
            assert_eq!(order(&left, &right, typing), expected, "{left} {right} {typing:?}");
        }
    }

    #[test]
    fn whole_values_are_the_same_whatever_their_spelling() {
        let user = crate::builtin::schema(crate::urn::USER).unwrap();
        let emails = user.attribute("emails");
        let left = json!({"value": "A@x.org", "type": "work", "display": null});
        let right = json!({"Type": "WORK", "value": "a@X.org", "primary": []});
        assert!(same(&left, &right, emails));
        assert!(!same(&left, &right, None));
        assert!(same(&json!([left]), &json!([right]), emails));
        assert!(!same(&json!([left]), &json!([right, right]), emails));
        assert!(same(&json!(null), &json!({}), None) && same(&json!([]), &json!(null), None));
        assert!(!same(&json!(null), &json!(""), None) && !same(&json!(1), &json!([1]), None));
        assert!(!same(&json!({"a": 1}), &json!({"b": 1}), None));
    }

    #[test]
    fn objects_of_many_members_compare_in_linear_time() {
        let many = |count: usize, up: bool| {
            let name = |at: usize| if up { format!("A{at}") } else { format!("a{at}") };
            Value::Object((0..count).map(|it| (name(it), json!(true))).collect())
        };
        let steps = |count: usize| {
            let (left, right) = (many(count, true), many(count, false));
            steps::during(|| assert!(same(&left, &right, None)))
        };
        assert!(steps(10_000) <= 110 * steps(100));
    }
}
