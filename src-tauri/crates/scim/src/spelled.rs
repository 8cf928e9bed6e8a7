//! JSON values whose numbers keep their spelling: `1E2` stays `1E2`, where the usual reader makes it `1e+2`.

use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

/// Reads a text that is JSON.
pub(crate) fn read(text: &str) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::from_str(text)?;
    if has_exponent(text) {
        let raw: &RawValue = serde_json::from_str(text)?;
        respell(&mut value, raw);
    }
    Ok(value)
}

/// Whether a number of the text has an exponent: only those are spelled anew when they are read.
fn has_exponent(text: &str) -> bool {
    crate::steps::count(text.len());
    let (mut in_string, mut escaped, mut before) = (false, false, 0_u8);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'e' | b'E' if !in_string && before.is_ascii_digit() => return true,
            _ => {}
        }
        before = byte;
    }
    false
}

/// Puts the spelling of the text into a value that was read from it.
fn respell(value: &mut Value, raw: &RawValue) {
    let text = raw.get();
    match value {
        // No other way leads past the reader that spells exponents anew; the test below watches it.
        Value::Number(number) if text.contains(['e', 'E']) => {
            *number = Number::from_string_unchecked(text.to_owned());
        }
        Value::Array(values) if has_exponent(text) => {
            let raws: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
            values.iter_mut().zip(raws).for_each(|(value, raw)| respell(value, raw));
        }
        Value::Object(members) if has_exponent(text) => respell_members(members, text),
        _ => {}
    }
}

fn respell_members(members: &mut Map<String, Value>, text: &str) {
    // A name that stands twice keeps its first place and its last value in both.
    let raws: std::collections::HashMap<String, &RawValue> =
        serde_json::from_str(text).unwrap_or_default();
    for (name, value) in members.iter_mut() {
        if let Some(raw) = raws.get(name) {
            respell(value, raw);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_keeps_its_spelling() {
        for text in [
            r#"{"a":[1E2,{"b":-0.10e-05}],"c":"7e3\\","d":123456789012345678901234567890,"e":1.50}"#,
            r#"[true,false,null,"\"1e5",1e5]"#,
            "1E+2",
            r#"{"a":1E1,"b":{"a":"x"}}"#,
        ] {
            assert_eq!(read(text).unwrap().to_string(), text);
        }
        assert!(read("{").is_err());
    }

    #[test]
    fn of_a_name_that_stands_twice_the_last_value_counts() {
        assert_eq!(read(r#"{"a":1E1,"b":1,"a":2E2}"#).unwrap().to_string(), r#"{"a":2E2,"b":1}"#);
    }

    #[test]
    fn exponents_are_told_from_text() {
        assert!(!has_exponent(r#"{"id":"0153e7","active":true,"n":12}"#));
        assert!(has_exponent(r#"{"id":"\\","n":1e2}"#));
    }
}
