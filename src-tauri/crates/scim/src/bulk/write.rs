//! Writing bulk messages.

use serde_json::{Map, Value, json};

use super::{BulkRequest, BulkResponse, Operation, OperationResult};
use crate::urn;

impl Operation {
    /// The operation as it stands in a request.
    #[must_use]
    pub fn to_json(&self) -> Value {
        object([
            ("method", Some(Value::from(self.method.name()))),
            ("path", Some(Value::from(self.path.as_str()))),
            ("bulkId", self.bulk_id.as_deref().map(Value::from)),
            ("version", self.version.as_deref().map(Value::from)),
            ("data", self.data.clone()),
        ])
    }
}

impl BulkRequest {
    /// The message.
    ///
    /// ```
    /// use scim::bulk::{BulkRequest, Method, Operation};
    /// let delete = Operation { method: Method::Delete, bulk_id: None, path: "/Users/7".into(), version: None, data: None };
    /// let bulk = BulkRequest { fail_on_errors: Some(1), operations: vec![delete] };
    /// assert_eq!(bulk.to_json()["Operations"][0]["method"], "DELETE");
    /// ```
    #[must_use]
    pub fn to_json(&self) -> Value {
        let operations = self.operations.iter().map(Operation::to_json).collect();
        object([
            ("schemas", Some(json!([urn::BULK_REQUEST]))),
            ("failOnErrors", self.fail_on_errors.map(Value::from)),
            ("Operations", Some(Value::Array(operations))),
        ])
    }
}

impl OperationResult {
    /// The result as it stands in a response. `status` is a string there (erratum 7916 of RFC 7644).
    #[must_use]
    pub fn to_json(&self) -> Value {
        object([
            ("location", self.location.as_deref().map(Value::from)),
            ("method", Some(Value::from(self.method.name()))),
            ("bulkId", self.bulk_id.as_deref().map(Value::from)),
            ("version", self.version.as_deref().map(Value::from)),
            ("status", self.status.map(|it| Value::from(it.to_string()))),
            ("response", self.response.clone()),
        ])
    }
}

impl BulkResponse {
    /// The message.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let operations = self.operations.iter().map(OperationResult::to_json).collect();
        object([
            ("schemas", Some(json!([urn::BULK_RESPONSE]))),
            ("Operations", Some(Value::Array(operations))),
        ])
    }
}

fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let present = members.into_iter().filter_map(|(name, it)| Some((name.to_owned(), it?)));
    Value::Object(present.collect::<Map<_, _>>())
}
