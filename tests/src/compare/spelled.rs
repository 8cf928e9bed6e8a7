//! Reads JSON with every number as it was spelled: the usual reader turns `1E2` into `1e+2`.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Number, Value};

/// The value of a text.
///
/// # Errors
/// When it is not JSON.
pub fn read(text: &str) -> Result<Value, serde_json::Error> {
    let raw: &RawValue = serde_json::from_str(text)?;
    value_of(raw)
}

fn value_of(raw: &RawValue) -> Result<Value, serde_json::Error> {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'{') => {
            let members: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
            let read = members.into_iter().map(|(name, it)| Ok((name, value_of(it)?)));
            Ok(Value::Object(read.collect::<Result<_, serde_json::Error>>()?))
        }
        Some(b'[') => {
            let elements: Vec<&RawValue> = serde_json::from_str(text)?;
            Ok(Value::Array(elements.into_iter().map(value_of).collect::<Result<_, _>>()?))
        }
        Some(b'-' | b'0'..=b'9') => {
            Ok(Value::Number(Number::from_string_unchecked(text.to_owned())))
        }
        _ => serde_json::from_str(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_spelling() {
        let text = r#"{"a":[1E2,-0.10,1e+05,123456789012345678901234567890],"b":{"c":"1E2"}}"#;
        assert_eq!(read(text).unwrap().to_string(), text);
        assert!(read("{\"a\":01}").is_err());
    }
}
