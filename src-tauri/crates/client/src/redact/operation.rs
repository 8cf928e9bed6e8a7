//! Where the values of PATCH operations stand whose path leads to something secret (RFC 7644 §3.5.2): the value's own name
//! is `value`, and tells nothing.

use std::ops::Range;

use super::json::{skip_space, string_end};
use super::names::{Meaning, Names, unquoted};

/// A longer path is not read: it counts as one to a secret.
const LONGEST: usize = 1024;

/// An object that is not closed yet.
#[derive(Default)]
struct Open {
    leads_to_secret: bool,
    value: Option<Range<usize>>,
    /// Whether what is read now belongs to `value`.
    in_value: bool,
}

impl Open {
    fn end_value(&mut self, at: usize) {
        if let (true, Some(value)) = (self.in_value, &mut self.value) {
            value.end = at;
        }
        self.in_value = false;
    }

    fn found(self) -> Option<Range<usize>> {
        self.value.filter(|it| self.leads_to_secret && !it.is_empty())
    }
}

/// The spans of all such values, by one scan; in a text that is cut off, to its end.
pub(super) fn values(text: &[u8], names: &Names) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !["path", "Path", "PATH"]
        .iter()
        .any(|it| memchr::memmem::find(text, it.as_bytes()).is_some())
    {
        return found;
    }
    // Lists are on the stack as well, so that a comma in one ends no value of the object around it.
    let mut stack: Vec<Option<Open>> = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                let end = string_end(text, at);
                if let Some(Some(open)) = stack.last_mut() {
                    member(text, at..end, names, open);
                }
                at = end;
                continue;
            }
            b'{' => stack.push(Some(Open::default())),
            b'[' => stack.push(None),
            b',' => {
                if let Some(Some(open)) = stack.last_mut() {
                    open.end_value(at);
                }
            }
            b'}' | b']' => found.extend(closed(stack.pop().flatten(), at)),
            _ => {}
        }
        at += 1;
    }
    found.extend(stack.into_iter().filter_map(|it| closed(it, text.len())));
    found
}

fn closed(open: Option<Open>, at: usize) -> Option<Range<usize>> {
    let mut open = open?;
    open.end_value(at);
    open.found()
}

/// What the name of a member says, where this string is one.
fn member(text: &[u8], quoted: Range<usize>, names: &Names, open: &mut Open) {
    let colon = skip_space(text, quoted.end);
    if text.get(colon) != Some(&b':') {
        return;
    }
    let Some(name) = text.get(quoted).and_then(unquoted) else { return };
    let start = skip_space(text, colon + 1);
    if name.eq_ignore_ascii_case("value") {
        open.value = Some(start..text.len());
        open.in_value = true;
    } else if name.eq_ignore_ascii_case("path") && text.get(start) == Some(&b'"') {
        let quoted = text.get(start..string_end(text, start)).unwrap_or_default();
        open.leads_to_secret |=
            quoted.len() > LONGEST || unquoted(quoted).is_some_and(|it| is_secret(&it, names));
    }
}

/// `password`, `urn:...:User:pin`, `keys[id eq "1"].code` and `codes[value eq "1"]`.
fn is_secret(path: &str, names: &Names) -> bool {
    let path = path.trim();
    let attribute = match path.strip_suffix(']') {
        Some(_) => path.split('[').next().unwrap_or(path),
        None => path,
    };
    let quoted = serde_json::Value::from(attribute).to_string();
    names.meaning(quoted.as_bytes()) == Meaning::Sensitive
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut names = Names::default();
        names.add(["code".to_owned(), "pin".to_owned()]);
        let spans = values(text.as_bytes(), &names);
        spans.into_iter().map(|it| text[it].trim()).collect()
    }

    #[test]
    fn the_value_of_an_operation_is_as_secret_as_its_path() {
        assert_eq!(found(r#"{"op":"add","path":"password","value":"x,}"}"#), [r#""x,}""#]);
        assert_eq!(
            found(r#"{"value" : {"a":[1,{}]} , "Path": "urn:x:User:PIN"}"#),
            [r#"{"a":[1,{}]}"#]
        );
        assert_eq!(
            found(r#"[{"path":"keys[id eq \"1\"].code","value":["x","y"]}]"#),
            [r#"["x","y"]"#]
        );
        assert_eq!(found(r#"{"path":"code[value eq \"1\"]","value":7}"#), ["7"]);
        assert_eq!(found(r#"{"path":"pin","value":"cut o"#), [r#""cut o"#]);
        let plain =
            r#"{"path":"title","value":"x"},{"path":"passwordless","value":1},{"value":"y"}"#;
        assert!(found(plain).is_empty());
        let both = r#"{"Operations":[{"path":"title","value":"a"},{"path":"pin","value":"b"}]}"#;
        assert_eq!(found(both), [r#""b""#]);
    }
}
