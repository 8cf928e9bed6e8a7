//! PATCH requests as JSON, in the exact form of RFC 7644 §3.5.2.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::{Map, Value};

use super::{Operation, PATCH_OP, PatchRequest};

impl Serialize for PatchRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_struct("PatchRequest", 2)?;
        body.serialize_field("schemas", &[PATCH_OP])?;
        body.serialize_field("Operations", &self.operations)?;
        body.end()
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("op", self.op.name())?;
        if let Some(path) = &self.path {
            members.serialize_entry("path", &path.to_string())?;
        }
        if let Some(value) = &self.value {
            members.serialize_entry("value", value)?;
        }
        members.end()
    }
}

impl Operation {
    /// The operation as JSON: `op`, `path` and `value`, in this order.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut members = Map::new();
        members.insert("op".to_owned(), Value::from(self.op.name()));
        if let Some(path) = &self.path {
            members.insert("path".to_owned(), Value::from(path.to_string()));
        }
        if let Some(value) = &self.value {
            members.insert("value".to_owned(), value.clone());
        }
        Value::Object(members)
    }
}

impl PatchRequest {
    /// The body of the request, as RFC 7644 §3.5.2 writes it.
    ///
    /// ```
    /// use scim::patch::{Operation, PatchRequest};
    /// use scim::{attr::AttrPath, patch_path::PatchPath};
    /// let path = PatchPath::Attribute(AttrPath::of("nickName"));
    /// let request = PatchRequest { operations: vec![Operation::remove(path)] };
    /// assert_eq!(
    ///     request.to_json().to_string(),
    ///     r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"nickName"}]}"#,
    /// );
    /// ```
    #[must_use]
    pub fn to_json(&self) -> Value {
        let operations = self.operations.iter().map(Operation::to_json).collect();
        let mut body = Map::new();
        body.insert("schemas".to_owned(), Value::Array(vec![Value::from(PATCH_OP)]));
        body.insert("Operations".to_owned(), Value::Array(operations));
        Value::Object(body)
    }
}
