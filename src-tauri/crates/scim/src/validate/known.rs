//! What RFC 7643 §4.1 says of the values of single User attributes.

use super::rule;
use super::walk::Walk;
use crate::schema::Attribute;
use crate::urn;

impl<'a> Walk<'a> {
    pub(super) fn known_text(&mut self, attribute: &'a Attribute, text: &str) {
        let is_user = urn::same(&self.model.resource_type.schema, urn::USER);
        if !is_user || self.is_extension {
            return;
        }
        let is = |name: &str| attribute.name.eq_ignore_ascii_case(name);
        let owner = self.owner.map(|it| it.name.as_str()).unwrap_or_default();
        if owner.eq_ignore_ascii_case("addresses") && is("country") {
            self.country(text);
        } else if owner.eq_ignore_ascii_case("emails") && is("value") {
            self.mail(text);
        } else if owner.is_empty() && (is("locale") || is("preferredLanguage")) {
            self.language(&attribute.name, text);
        } else if owner.is_empty() && is("timezone") {
            self.zone(text);
        }
    }

    fn country(&mut self, text: &str) {
        if text.len() == 2 && text.bytes().all(|it| it.is_ascii_uppercase()) {
            return;
        }
        let is_small = text.len() == 2 && text.bytes().all(|it| it.is_ascii_alphabetic());
        let fix = is_small.then(|| self.write(&text.to_ascii_uppercase()));
        let message = format!("{} is no code of two capital letters.", self.quoted(text));
        self.report(rule::COUNTRY, message, fix);
    }

    fn mail(&mut self, text: &str) {
        let parts = text.rsplit_once('@');
        let is_address = parts.is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !domain.contains(char::is_whitespace)
        });
        if !is_address || text.trim() != text {
            let fix = (is_address).then(|| self.write(text.trim()));
            let message = format!("{} is no e-mail address.", self.quoted(text));
            self.report(rule::MAIL, message, fix);
        }
    }

    fn language(&mut self, name: &str, text: &str) {
        let mut tags = text.split(',').map(|it| it.split(';').next().unwrap_or_default().trim());
        if tags.all(is_tag) {
            return;
        }
        let other = text.replace('_', "-");
        let mut tags = other.split(',').map(|it| it.split(';').next().unwrap_or_default().trim());
        let fix = tags.all(is_tag).then(|| self.write(&other));
        let message = format!("`{name}` is {}, no language as in `en-US`.", self.quoted(text));
        self.report(rule::LANGUAGE, message, fix);
    }

    fn zone(&mut self, text: &str) {
        let is_name_letter = |it: char| it.is_ascii_alphanumeric() || "/_-+".contains(it);
        let is_name = text.starts_with(|it: char| it.is_ascii_alphabetic())
            && text.chars().all(is_name_letter);
        // `GMT+1` is an offset; `Etc/GMT+1` is the name of a zone.
        let is_offset = !text.contains('/') && text.contains(['+', '-']);
        if !is_name || is_offset {
            let message = format!("{} is no name of a time zone.", self.quoted(text));
            self.report(rule::ZONE, message, None);
        }
    }
}

/// A language tag by its form (RFC 5646 §2.1), or `*` as in `Accept-Language`.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_language = |it: &str| {
        (2..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphabetic())
            || matches!(it, "i" | "x" | "I" | "X" | "*")
    };
    let is_part =
        |it: &str| (1..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric());
    parts.next().is_some_and(is_language) && parts.all(is_part)
}
