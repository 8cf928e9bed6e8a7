//! Reading bulk messages, tolerantly: whatever still says what was meant is taken and reported.

use std::collections::HashSet;

use serde_json::Value;

use super::{BulkRequest, BulkResponse, Method, Operation, OperationResult};
use crate::finding::{Findings, Parsed, Rule};
use crate::message::{NotScim, json_object};
use crate::read::{Object, kind, scalar_text};
use crate::urn;

const SECTION: &str = "RFC 7644 §3.7";
const SCHEMAS: Rule = Rule::error("bulk-schemas", SECTION);
const NO_OPERATIONS: Rule = Rule::error("bulk-without-operations", SECTION);
const NOT_AN_OPERATION: Rule = Rule::error("not-a-bulk-operation", SECTION);
const NO_METHOD: Rule = Rule::error("bulk-method", SECTION);
const METHOD_CASE: Rule = Rule::warning("bulk-method-case", SECTION);
const NO_PATH: Rule = Rule::error("bulk-path", SECTION);
const PATH_SHAPE: Rule = Rule::warning("bulk-path-shape", SECTION);
const NO_BULK_ID: Rule = Rule::error("missing-bulk-id", SECTION);
const SAME_BULK_ID: Rule = Rule::error("duplicate-bulk-id", SECTION);
const NO_DATA: Rule = Rule::error("bulk-without-data", SECTION);
const BARE_PATCH: Rule = Rule::warning("bulk-patch-without-message", SECTION);
const STRAY_DATA: Rule = Rule::warning("bulk-delete-with-data", SECTION);
const NOT_A_COUNT: Rule = Rule::error("fail-on-errors", SECTION);
const NO_STATUS: Rule = Rule::error("bulk-status", SECTION);
const STATUS_SHAPE: Rule = Rule::warning("bulk-status-shape", SECTION);
const NO_LOCATION: Rule = Rule::error("bulk-location", SECTION);
const NO_RESPONSE: Rule = Rule::error("bulk-response-missing", SECTION);

const OPERATION_MEMBERS: &[&str] = &["method", "bulkId", "path", "version", "data"];
const RESULT_MEMBERS: &[&str] =
    &["method", "bulkId", "path", "location", "version", "status", "response"];

impl BulkRequest {
    /// Reads a bulk request. What is no operation is left out, and reported.
    ///
    /// # Errors
    /// When the text is not JSON, or no object.
    ///
    /// ```
    /// use scim::bulk::{BulkRequest, Method};
    /// let text = r#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "failOnErrors": 1,
    ///     "Operations": [{"method": "DELETE", "path": "/Users/7"}]}"#;
    /// let bulk = BulkRequest::parse(text).unwrap();
    /// assert_eq!(bulk.value.operations[0].method, Method::Delete);
    /// assert!(bulk.findings.is_empty());
    /// ```
    pub fn parse(text: &str) -> Result<Parsed<Self>, NotScim> {
        let mut findings = Findings::default();
        let value = json_object(text, "a bulk request", &mut findings)?;
        Ok(Self::read(&value, findings))
    }

    pub(crate) fn read(value: &Value, mut findings: Findings) -> Parsed<Self> {
        let Some(members) = value.as_object() else { return findings.into_parsed(Self::default()) };
        let object = Object::new(members, "");
        check_schemas(&object, urn::BULK_REQUEST, &mut findings);
        object.report_unknown(&["schemas", "failOnErrors", "Operations"], &mut findings);
        let fail_on_errors = object.count("failOnErrors", NOT_A_COUNT, &mut findings);
        let mut seen = HashSet::new();
        let mut operations = Vec::new();
        for (pointer, value) in entries(&object, &mut findings) {
            let Some(entry) = entry(&pointer, value, &mut findings) else { continue };
            operations.extend(read_operation(&entry, &mut seen, &mut findings));
        }
        findings.into_parsed(Self { fail_on_errors, operations })
    }
}

impl BulkResponse {
    /// Reads a bulk response. The object form of `status` that RFC 7644 once printed (erratum 7916) is taken, and
    /// reported.
    ///
    /// # Errors
    /// When the text is not JSON, or no object.
    pub fn parse(text: &str) -> Result<Parsed<Self>, NotScim> {
        let mut findings = Findings::default();
        let value = json_object(text, "a bulk response", &mut findings)?;
        Ok(Self::read(&value, findings))
    }

    pub(crate) fn read(value: &Value, mut findings: Findings) -> Parsed<Self> {
        let Some(members) = value.as_object() else { return findings.into_parsed(Self::default()) };
        let object = Object::new(members, "");
        check_schemas(&object, urn::BULK_RESPONSE, &mut findings);
        object.report_unknown(&["schemas", "Operations"], &mut findings);
        let mut operations = Vec::new();
        for (pointer, value) in entries(&object, &mut findings) {
            let Some(entry) = entry(&pointer, value, &mut findings) else { continue };
            operations.extend(read_result(&entry, &mut findings));
        }
        findings.into_parsed(Self { operations })
    }
}

fn check_schemas(object: &Object<'_>, uri: &str, findings: &mut Findings) {
    let schemas = object.texts("schemas", findings);
    if !schemas.iter().any(|it| urn::same(it, uri)) {
        findings.add(
            SCHEMAS,
            object.pointer_to("schemas"),
            format!("`schemas` should name `{uri}`."),
        );
    }
}

fn entries<'a>(object: &Object<'a>, findings: &mut Findings) -> Vec<(String, &'a Value)> {
    let entries = object.elements("Operations", findings);
    if entries.is_empty() {
        let text = "There are no `Operations`.";
        findings.add(NO_OPERATIONS, object.pointer_to("Operations"), text);
    }
    entries
}

fn entry<'a>(pointer: &str, value: &'a Value, findings: &mut Findings) -> Option<Object<'a>> {
    let Value::Object(members) = value else {
        let text =
            format!("An operation is an object, but here is {}; it is left out.", kind(value));
        findings.add(NOT_AN_OPERATION, pointer, text);
        return None;
    };
    Some(Object::new(members, pointer))
}

fn read_method(object: &Object<'_>, findings: &mut Findings) -> Option<Method> {
    let Some(word) = object.text("method", findings) else {
        let text = "The operation does not say its `method` and is left out.";
        findings.add(NO_METHOD, object.pointer(), text);
        return None;
    };
    let found = Method::ALL.into_iter().find(|it| it.name().eq_ignore_ascii_case(word.trim()));
    match found {
        Some(method) if method.name() == word => {}
        Some(method) => {
            let text =
                format!("The method is spelled `{word}`; the RFC writes `{}`.", method.name());
            findings.add(METHOD_CASE, object.pointer_to("method"), text);
        }
        None => {
            let text = format!("`{word}` is no method of a bulk operation, which is left out.");
            findings.add(NO_METHOD, object.pointer_to("method"), text);
        }
    }
    found
}

fn read_operation(
    object: &Object<'_>,
    seen: &mut HashSet<String>,
    findings: &mut Findings,
) -> Option<Operation> {
    object.report_unknown(OPERATION_MEMBERS, findings);
    let method = read_method(object, findings)?;
    let bulk_id = object.text("bulkId", findings).filter(|it| !it.is_empty());
    match &bulk_id {
        None if method == Method::Post => {
            let text = "A POST must have a `bulkId`; nothing can refer to it.";
            findings.add(NO_BULK_ID, object.pointer(), text);
        }
        Some(id) if !seen.insert(id.clone()) => {
            let text =
                format!("`{id}` is the `bulkId` of another operation; references mean that one.");
            findings.add(SAME_BULK_ID, object.pointer_to("bulkId"), text);
        }
        _ => {}
    }
    let path = object.text("path", findings).unwrap_or_default();
    check_path(object, method, &path, findings);
    let data = object.get("data", findings).cloned();
    check_data(object, method, data.as_ref(), findings);
    let version = object.text("version", findings).filter(|it| !it.is_empty());
    Some(Operation { method, bulk_id, path, version, data })
}

/// A body for everything but a DELETE.
fn check_data(object: &Object<'_>, method: Method, data: Option<&Value>, findings: &mut Findings) {
    match (data, method) {
        (None, Method::Delete) => {}
        (Some(_), Method::Delete) => {
            let text = "A DELETE has no `data`; it is ignored.";
            findings.add(STRAY_DATA, object.pointer_to("data"), text);
        }
        (Some(Value::Object(_)), _) => {}
        // As RFC 7644 §3.7.3 prints it; erratum 5050 says what it should be.
        (Some(Value::Array(_)), Method::Patch) => {
            let text = "The `data` of a PATCH is a whole PatchOp message, not only its operations.";
            findings.add(BARE_PATCH, object.pointer_to("data"), text);
        }
        (None, _) => {
            let text = format!("A {} must have `data`.", method.name());
            findings.add(NO_DATA, object.pointer(), text);
        }
        (Some(other), _) => {
            let text = format!("`data` is an object, but here is {}.", kind(other));
            findings.add(NO_DATA, object.pointer_to("data"), text);
        }
    }
}

/// `/Users` for a POST, `/Users/{id}` for everything else.
fn check_path(object: &Object<'_>, method: Method, path: &str, findings: &mut Findings) {
    if path.trim().is_empty() {
        let text = "The operation has no `path`.";
        return findings.add(NO_PATH, object.pointer(), text);
    }
    let steps = path.split('/').filter(|it| !it.is_empty()).count();
    let text = match method {
        _ if path.contains("://") => "A `path` is relative to the base URL, without a host.",
        _ if !path.starts_with('/') => "A `path` begins with a slash.",
        Method::Post if steps > 1 => {
            "The `path` of a POST is that of a resource type, such as `/Users`."
        }
        Method::Put | Method::Patch | Method::Delete if steps < 2 => {
            "The `path` does not name a resource, as in `/Users/{id}`."
        }
        _ => return,
    };
    findings.add(PATH_SHAPE, object.pointer_to("path"), text);
}

fn read_result(object: &Object<'_>, findings: &mut Findings) -> Option<OperationResult> {
    object.report_unknown(RESULT_MEMBERS, findings);
    let method = read_method(object, findings)?;
    let status = read_status(object, findings);
    let result = OperationResult {
        method,
        bulk_id: object.text("bulkId", findings).filter(|it| !it.is_empty()),
        location: object.text("location", findings).filter(|it| !it.is_empty()),
        version: object.text("version", findings).filter(|it| !it.is_empty()),
        status,
        response: object.get("response", findings).cloned(),
    };
    let has_failed = status.is_some_and(|it| it >= 400);
    if result.location.is_none() && !(method == Method::Post && has_failed) {
        let text = "The result has no `location`; only a POST that failed has none.";
        findings.add(NO_LOCATION, object.pointer(), text);
    }
    if has_failed && result.response.is_none() {
        let text = "The operation failed, but no `response` says why.";
        findings.add(NO_RESPONSE, object.pointer(), text);
    }
    Some(result)
}

fn read_status(object: &Object<'_>, findings: &mut Findings) -> Option<u16> {
    let Some(value) = object.get("status", findings) else {
        findings.add(NO_STATUS, object.pointer(), "The result has no `status`.");
        return None;
    };
    let inner = match value {
        Value::Object(members) => crate::read::member(members, "code").map(|(_, it)| it),
        _ => None,
    };
    let status = scalar_text(inner.unwrap_or(value)).and_then(|it| it.trim().parse().ok());
    let status = status.filter(|it| (100..=599).contains(it));
    if status.is_none() {
        findings.add(NO_STATUS, object.pointer_to("status"), "The `status` is no HTTP status.");
    } else if !value.is_string() {
        let text = format!("`status` is a string of digits, but here is {}.", kind(value));
        findings.add(STATUS_SHAPE, object.pointer_to("status"), text);
    }
    status
}
