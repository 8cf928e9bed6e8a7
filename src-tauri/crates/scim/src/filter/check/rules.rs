//! The rules about filters, and what they say: each from a definition and what a filter asks of it.

use serde_json::Value;

use crate::attr::AttrPath;
use crate::compare::Typing;
use crate::date_time::{self, Fit};
use crate::filter::CompareOp;
use crate::finding::Severity;
use crate::read::{kind, read_boolean, scalar_text};
use crate::schema::{Attribute, AttributeType};
use crate::suggest::{Nearest, distance};

/// A rule: its name, its weight and the section that states it.
pub(super) struct FilterRule {
    pub(super) name: &'static str,
    pub(super) severity: Severity,
    pub(super) section: &'static str,
}

const fn rule(name: &'static str, severity: Severity, section: &'static str) -> FilterRule {
    FilterRule { name, severity, section }
}

const FILTERING: &str = "RFC 7644 §3.4.2.2";

pub(super) const UNKNOWN: FilterRule =
    rule("unknown-attribute", Severity::Warning, "RFC 7644 §3.10");
pub(super) const UNORDERED: FilterRule = rule("operator-type", Severity::Error, FILTERING);
pub(super) const UNSEARCHABLE: FilterRule =
    rule("operator-not-defined", Severity::Warning, FILTERING);
pub(super) const VALUE_TYPE: FilterRule = rule("value-type", Severity::Warning, "RFC 7643 §2.3");
pub(super) const COMPLEX: FilterRule = rule("complex-attribute", Severity::Warning, FILTERING);
pub(super) const NULL: FilterRule = rule("compared-with-null", Severity::Info, FILTERING);
pub(super) const SINGLE_PATH: FilterRule = rule("single-valued-path", Severity::Info, FILTERING);
pub(super) const SIMPLE_PATH: FilterRule = rule("simple-valued-path", Severity::Warning, FILTERING);
pub(super) const NEVER_RETURNED: FilterRule =
    rule("never-returned", Severity::Info, "RFC 7643 §2.2");
pub(super) const NOT_CANONICAL: FilterRule =
    rule("not-a-canonical-value", Severity::Info, "RFC 7643 §2.4");
pub(super) const DIFFERENT: FilterRule = rule("different-values", Severity::Info, FILTERING);

/// How many conditions are held against each other: more are no filter that a person wrote.
pub(super) const JUDGED_TOGETHER: usize = 64;

/// A clause as a sentence.
pub(super) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// Why an order is asked for that does not exist.
pub(super) fn unordered(
    op: CompareOp,
    typing: Typing,
    value: &Value,
    path: &AttrPath,
) -> Option<String> {
    if !op.orders() {
        return None;
    }
    match (typing, value) {
        (Typing::Boolean, _) => {
            Some(format!("`{path}` is a boolean, and booleans have no order: `{op}` is refused."))
        }
        (Typing::Binary, _) => {
            Some(format!("`{path}` is binary, and bytes have no order: `{op}` is refused."))
        }
        (_, Value::Bool(_)) => {
            Some(format!("Booleans have no order: `{op}` with {value} is refused."))
        }
        _ => None,
    }
}

/// Whether a value can be one of this type at all.
pub(super) fn fits(typing: Typing, value: &Value) -> bool {
    match typing {
        _ if value.is_null() => true,
        Typing::Text { .. } | Typing::DateTime | Typing::Binary => value.is_string(),
        Typing::Number => value.is_number(),
        Typing::Boolean => value.is_boolean(),
        Typing::ByJson => true,
    }
}

/// Why a value never equals one of the attribute, and what was probably meant.
pub(super) fn wrong_type(attribute: &Attribute, value: &Value) -> Option<(String, Vec<String>)> {
    let name = &attribute.name;
    let wanted = match attribute.attribute_type {
        AttributeType::Boolean => "true or false",
        AttributeType::Integer | AttributeType::Decimal => "a number",
        AttributeType::DateTime => "a date and time in quotes",
        AttributeType::String
        | AttributeType::Reference
        | AttributeType::Binary
        | AttributeType::Complex => "a text in quotes",
    };
    if !fits(Typing::of(attribute), value) {
        let text = format!("`{name}` is compared with {wanted}, but here is {}.", kind(value));
        return Some((text, converted(attribute, value)));
    }
    let spelled = scalar_text(value).unwrap_or_default();
    match attribute.attribute_type {
        AttributeType::DateTime if date_time::fit(&spelled) != Fit::Exact => {
            let text = format!("`{spelled}` is not written as SCIM writes dates and times.");
            let instead = if date_time::fit(&spelled) == Fit::Loose && spelled.len() == 10 {
                format!("\"{spelled}T00:00:00Z\"")
            } else {
                "\"2026-01-31T12:00:00Z\"".to_owned()
            };
            Some((text, vec![instead]))
        }
        AttributeType::Integer if spelled.contains(['.', 'e', 'E']) => {
            let text = format!("`{name}` holds whole numbers, written without point and exponent.");
            Some((text, Vec::new()))
        }
        _ => None,
    }
}

fn converted(attribute: &Attribute, value: &Value) -> Vec<String> {
    let spelled = scalar_text(value).unwrap_or_default();
    match attribute.attribute_type {
        AttributeType::Boolean => match read_boolean(value) {
            Some(value) => vec![value.to_string()],
            None => vec!["true".to_owned(), "false".to_owned()],
        },
        AttributeType::Integer | AttributeType::Decimal => {
            let number: Option<serde_json::Number> = serde_json::from_str(&spelled).ok();
            number.map(|it| it.to_string()).into_iter().collect()
        }
        _ => vec![Value::from(spelled).to_string()],
    }
}

/// Why a search in this attribute is not defined.
pub(super) fn unsearchable(op: CompareOp, attribute: &Attribute) -> Option<String> {
    let what = match attribute.attribute_type {
        AttributeType::Boolean => "a boolean",
        AttributeType::Integer | AttributeType::Decimal => "a number",
        AttributeType::Binary => "binary",
        AttributeType::DateTime => "a date and time",
        AttributeType::String | AttributeType::Reference | AttributeType::Complex => return None,
    };
    let name = &attribute.name;
    op.searches().then(|| {
        format!("`{name}` is {what}; what `{op}` means for it is not defined, servers differ.")
    })
}

/// Why a complex attribute cannot be compared, and with which parts it could.
pub(super) fn complex(attribute: &Attribute, path: &AttrPath) -> (String, Vec<String>) {
    let text = format!("`{path}` has parts and no `value`: a condition needs one of its parts.");
    let parts = attribute.sub_attributes.iter().take(5);
    let named = parts.map(|it| AttrPath { sub: Some(it.name.clone()), ..path.clone() }.to_string());
    (text, named.collect())
}

/// What a comparison with null is taken for.
pub(super) fn null(op: CompareOp, path: &AttrPath) -> (String, Vec<String>) {
    match op {
        CompareOp::Eq => {
            let text =
                "What `eq null` means is not defined; most servers take it for having no value.";
            (text.to_owned(), vec![format!("not ({path} pr)")])
        }
        CompareOp::Ne => {
            let text =
                "What `ne null` means is not defined; most servers take it for having a value.";
            (text.to_owned(), vec![format!("{path} pr")])
        }
        op => (format!("Nothing compares with null by `{op}`."), vec![format!("{path} pr")]),
    }
}

/// A value that the schema does not list where it lists some.
pub(super) fn not_canonical(
    op: CompareOp,
    attribute: &Attribute,
    value: &Value,
) -> Option<(String, Vec<String>)> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || attribute.canonical_values.is_empty() {
        return None;
    }
    let typing = Typing::of(attribute);
    let known = &attribute.canonical_values;
    crate::steps::count(known.len());
    if known.iter().any(|it| crate::compare::equal(it, value, typing)) {
        return None;
    }
    let spelled = scalar_text(value).unwrap_or_default();
    let mut nearest = Nearest::default();
    for known in known {
        let apart = scalar_text(known).and_then(|it| distance(&spelled, &it));
        nearest.offer(apart.unwrap_or(usize::MAX), || known.to_string());
    }
    let text = format!("The schema lists other values for `{}`; others may exist.", attribute.name);
    Some((text, nearest.into_names()))
}

/// The parts of an attribute whose names are close to one.
pub(super) fn close_parts(attribute: &Attribute, name: &str) -> Vec<String> {
    let mut nearest = Nearest::default();
    for part in &attribute.sub_attributes {
        if let Some(apart) = distance(name, &part.name) {
            nearest.offer(apart, || part.name.clone());
        }
    }
    nearest.into_names()
}
