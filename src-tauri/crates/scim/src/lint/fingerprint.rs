//! A fingerprint of schemas: the same for the same meaning, whatever order the server lists things in and however it
//! words descriptions. It notices a changed schema between two visits; it is no proof against forgery.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::schema::{Attribute, Schema};

/// How a set of schemas reads, in 64 bits. Written as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint(u64);

/// A text is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint is 16 hexadecimal digits")]
pub struct NoFingerprint;

impl Fingerprint {
    /// Of schemas in any order. Counted are URIs, names and characteristics (RFC 7643 §7); not counted are descriptions,
    /// letter case of names, and what only repeats a default.
    ///
    /// ```
    /// use scim::{builtin, lint::Fingerprint};
    /// let mut schemas = builtin::schemas().to_vec();
    /// let before = Fingerprint::of(&schemas);
    /// schemas.reverse();
    /// assert_eq!(Fingerprint::of(&schemas), before);
    /// schemas.pop();
    /// assert_ne!(Fingerprint::of(&schemas), before);
    /// ```
    #[must_use]
    pub fn of(schemas: &[Schema]) -> Self {
        let mut lines: Vec<String> = Vec::new();
        for schema in schemas {
            let uri = schema.id.to_ascii_lowercase();
            lines.push(uri.clone());
            schema.attributes.iter().for_each(|it| describe(&uri, it, &mut lines));
        }
        lines.sort_unstable();
        lines.dedup();
        let mut hash = Fnv::default();
        for line in &lines {
            hash.add(line.as_bytes());
            hash.add(b"\n");
        }
        Self(hash.0)
    }
}

/// One line for an attribute and one for each of its sub-attributes; the Schema schema nests three levels, no more is
/// followed.
fn describe(path: &str, attribute: &Attribute, lines: &mut Vec<String>) {
    let mut open = vec![(path.to_owned(), attribute)];
    while let Some((before, attribute)) = open.pop() {
        let path = format!("{before} {}", attribute.name.to_ascii_lowercase());
        let mut words: Vec<String> =
            attribute.canonical_values.iter().map(ToString::to_string).collect();
        words.sort_unstable();
        let mut types = attribute.reference_types.clone();
        types.sort_unstable();
        lines.push(format!(
            "{path} {:?} {} {} {} {:?} {:?} {:?} {words:?} {types:?}",
            attribute.attribute_type,
            attribute.multi_valued,
            attribute.required,
            attribute.case_exact,
            attribute.mutability,
            attribute.returned,
            attribute.uniqueness,
        ));
        open.extend(attribute.sub_attributes.iter().map(|it| (path.clone(), it)));
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = NoFingerprint;

    fn try_from(text: String) -> Result<Self, NoFingerprint> {
        let is_one = text.len() == 16 && text.bytes().all(|it| it.is_ascii_hexdigit());
        let value = is_one.then(|| u64::from_str_radix(&text, 16).ok()).flatten();
        value.map(Self).ok_or(NoFingerprint)
    }
}

/// FNV-1a: the same on every machine and in every version, which the hasher of the standard library does not promise.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin;

    #[test]
    fn order_and_wording_do_not_count_but_characteristics_do() {
        let before = Fingerprint::of(builtin::schemas());
        let mut schemas = builtin::schemas().to_vec();
        schemas.reverse();
        for schema in &mut schemas {
            schema.description = Some("other words".into());
            schema.attributes.reverse();
            for attribute in &mut schema.attributes {
                attribute.name = attribute.name.to_uppercase();
                attribute.description = None;
                attribute.sub_attributes.reverse();
                attribute.canonical_values.reverse();
            }
        }
        assert_eq!(Fingerprint::of(&schemas), before);
        let changes: [fn(&mut Attribute); 5] = [
            |it| it.required = !it.required,
            |it| it.multi_valued = !it.multi_valued,
            |it| it.mutability = crate::schema::Mutability::Immutable,
            |it| it.canonical_values.push("new".into()),
            |it| it.sub_attributes.push(Attribute::default()),
        ];
        for change in changes {
            let mut schemas = builtin::schemas().to_vec();
            change(&mut schemas[0].attributes[0]);
            assert_ne!(Fingerprint::of(&schemas), before);
        }
    }

    #[test]
    fn it_is_written_and_read_and_stays_what_it_is() {
        let fingerprint = Fingerprint::of(&[]);
        assert_eq!(fingerprint.to_string(), "cbf29ce484222325");
        // What is stored of an earlier visit must still compare after an update of this program.
        let attribute = Attribute { name: "X".into(), ..Attribute::default() };
        let schema =
            Schema { id: "urn:a".into(), attributes: vec![attribute].into(), ..Schema::default() };
        assert_eq!(Fingerprint::of(&[schema]).to_string(), "9116be329594dc1b");
        let text = serde_json::to_string(&fingerprint).unwrap();
        assert_eq!(serde_json::from_str::<Fingerprint>(&text).unwrap(), fingerprint);
        for wrong in ["\"\"", "\"+bf29ce484222325\"", "\"xyz\"", "12"] {
            assert!(serde_json::from_str::<Fingerprint>(wrong).is_err(), "{wrong}");
        }
    }
}
