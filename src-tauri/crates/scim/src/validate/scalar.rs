//! Simple values: data types (RFC 7643 §2.3), and what the schema suggests.

use serde_json::{Number, Value};

use super::fix::Fix;
use super::rule;
use super::text::{self, Numeric};
use super::walk::{Walk, cut};
use crate::date_time::{self, Fit};
use crate::read::{read_boolean, scalar_text};
use crate::schema::{Attribute, AttributeType as Type, Uniqueness};
use crate::steps;

impl<'a> Walk<'a> {
    /// A value that is no object and no array.
    pub(super) fn scalar(&mut self, attribute: &'a Attribute, value: &'a Value) {
        if value.as_str() == Some("") {
            return self.empty_text(attribute);
        }
        match attribute.attribute_type {
            Type::Boolean => self.boolean(attribute, value),
            Type::Integer => self.number(attribute, value, "a whole number"),
            Type::Decimal => self.number(attribute, value, "a number"),
            _ => self.text(attribute, value),
        }
        self.canonical(attribute, value);
    }

    fn empty_text(&mut self, attribute: &Attribute) {
        // A required attribute that is empty is missing, which is said once.
        if !attribute.required {
            let text = format!("`{}` is an empty string.", attribute.name);
            let fix = Fix::remove("Leave it out", self.pointer());
            self.report(rule::EMPTY_TEXT, text, Some(fix));
        }
    }

    fn boolean(&mut self, attribute: &Attribute, value: &Value) {
        match (value, read_boolean(value)) {
            (Value::Bool(_), _) => {}
            (Value::String(_), Some(meant)) => {
                let text = format!(
                    "`{}` is the text {}; it should be true or false without quotes.",
                    attribute.name,
                    self.shown(value)
                );
                let fix = Fix::set(format!("Write {meant}"), self.pointer(), Value::Bool(meant));
                self.report(rule::TEXT_BOOLEAN, text, Some(fix));
            }
            _ => self.mismatch(attribute, value, "true or false", None),
        }
    }

    fn number(&mut self, attribute: &Attribute, value: &Value, wanted: &str) {
        let is_integer = attribute.attribute_type == Type::Integer;
        let number = match value {
            Value::Number(number) => number,
            Value::String(text) => {
                let meant = text::number(text).filter(|it| !is_integer || it.as_i64().is_some());
                let fix = meant.map(|it| {
                    Fix::set(
                        format!("Write {it} without quotes"),
                        self.pointer(),
                        Value::Number(it),
                    )
                });
                return self.mismatch(attribute, value, wanted, fix);
            }
            _ => return self.mismatch(attribute, value, wanted, None),
        };
        let spelled = number.to_string();
        steps::count(spelled.len());
        match text::numeric(&spelled) {
            Numeric::Rounded => {
                let text = format!(
                    "`{}` is {}, which many programs round to 53 bits.",
                    attribute.name,
                    self.shown(value)
                );
                self.report(rule::RANGE, text, None);
            }
            Numeric::Fraction(whole) if is_integer => {
                let text = format!(
                    "`{}` is {}; an integer has no fraction and no exponent.",
                    attribute.name,
                    self.shown(value)
                );
                let fix = whole.map(|it| {
                    Fix::set(format!("Write {it}"), self.pointer(), Value::Number(Number::from(it)))
                });
                self.report(rule::FRACTION, text, fix);
            }
            Numeric::Whole | Numeric::Fraction(_) => {}
        }
    }

    /// Text, and everything that is written as text.
    fn text(&mut self, attribute: &'a Attribute, value: &'a Value) {
        let Value::String(text) = value else {
            let is_plain = attribute.attribute_type == Type::String;
            let meant = scalar_text(value).filter(|_| is_plain);
            let fix =
                meant.map(|it| Fix::set("Put it in quotes", self.pointer(), Value::String(it)));
            return self.mismatch(attribute, value, "a string", fix);
        };
        steps::count(text.len());
        match attribute.attribute_type {
            Type::DateTime => self.date_time(attribute, text),
            Type::Binary => self.binary(attribute, text),
            Type::Reference => self.reference(attribute, text),
            _ => {
                self.surrounding_space(attribute, text);
                self.known_text(attribute, text);
            }
        }
    }

    fn date_time(&mut self, attribute: &Attribute, text: &str) {
        if date_time::fit(text) == Fit::Exact {
            return;
        }
        let message = format!(
            "`{}` is {}, no dateTime as in 2011-05-13T04:42:34Z.",
            attribute.name,
            self.quoted(text)
        );
        let fix = text::exact_date_time(text).map(|it| self.write(&it));
        self.report(rule::DATE_TIME, message, fix);
    }

    fn binary(&mut self, attribute: &Attribute, text: &str) {
        if text::is_base64(text) {
            return;
        }
        let message = format!("`{}` is not base64 (RFC 4648 §4).", attribute.name);
        let fix = text::plain_base64(text)
            .map(|it| Fix::set("Write it in plain base64", self.pointer(), Value::String(it)));
        self.report(rule::BASE64, message, fix);
    }

    fn reference(&mut self, attribute: &Attribute, text: &str) {
        if !text::is_uri(text) {
            let message =
                format!("`{}` is {}, which is no URI.", attribute.name, self.quoted(text));
            let fix = text::escaped_uri(text).map(|it| self.write(&it));
            return self.report(rule::NOT_A_URI, message, fix);
        }
        let is_external = !attribute.reference_types.is_empty()
            && attribute.reference_types.iter().all(|it| it.eq_ignore_ascii_case("external"));
        let scheme = text::scheme(text);
        let is_http = scheme
            .is_none_or(|it| it.eq_ignore_ascii_case("http") || it.eq_ignore_ascii_case("https"));
        if is_external && !is_http {
            let message =
                format!("`{}` is {}, no HTTP address.", attribute.name, self.quoted(text));
            self.report(rule::NOT_HTTP, message, None);
        }
    }

    fn surrounding_space(&mut self, attribute: &Attribute, text: &str) {
        let trimmed = text.trim();
        if attribute.uniqueness != Uniqueness::None && trimmed.len() < text.len() {
            let message = format!("`{}` has blanks around it.", attribute.name);
            let fix = Fix::set("Take the blanks off", self.pointer(), Value::from(trimmed));
            self.report(rule::SPACE, message, Some(fix));
        }
    }

    /// Whether a value is one that the schema suggests.
    fn canonical(&mut self, attribute: &'a Attribute, value: &Value) {
        let suggested = &attribute.canonical_values;
        let Value::String(text) = value else { return };
        if suggested.is_empty() || self.suggests(suggested, text) {
            return;
        }
        let texts = || suggested.iter().filter_map(Value::as_str);
        let meant = texts().find(|it| it.eq_ignore_ascii_case(text));
        let list = texts().take(8).map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        let message =
            format!("`{}` is {}; the schema suggests {list}.", attribute.name, self.quoted(text));
        let fix = meant.map(|it| self.write(it));
        self.report(rule::CANONICAL, message, fix);
    }

    /// A repair that writes another text here.
    pub(super) fn write(&self, text: &str) -> Fix {
        Fix::set(format!("Write `{}`", cut(text)), self.pointer(), Value::from(text))
    }

    pub(super) fn quoted(&self, text: &str) -> String {
        if self.is_secret { "a text".to_owned() } else { format!("`{}`", cut(text)) }
    }
}
