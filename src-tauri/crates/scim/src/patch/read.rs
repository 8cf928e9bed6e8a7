//! Reading PATCH requests: tolerant where clients are known to deviate and the meaning is plain (each deviation is a
//! finding), an error with its place where it is not.

use serde_json::{Map, Value};

use super::error::{PatchError, invalid_path, invalid_syntax, invalid_value, no_target};
use super::{Op, Operation, PATCH_OP, PatchRequest};
use crate::finding::{Findings, Parsed, Rule, pointer_to};
use crate::patch_path::PatchPath;
use crate::read::{Object, kind, member};
use crate::{steps, urn};

const OP_CASE: Rule = Rule::warning("patch-op-case", "RFC 7644 §3.5.2");
const VALUE_BESIDE_REMOVE: Rule = Rule::warning("patch-remove-value", "RFC 7644 §3.5.2.2");
const OTHER_SCHEMAS: Rule = Rule::error("patch-schemas", "RFC 7644 §3.5.2");
const EMPTY_PATH: Rule = Rule::warning("patch-empty-path", "RFC 7644 §3.5.2");

impl PatchRequest {
    /// Reads the text of a PATCH request. `uris` are the schema URIs that may stand before a name in its paths.
    ///
    /// # Errors
    /// When the text is no PATCH request: which `scimType`, where, and why.
    pub fn parse(text: &str, uris: &[&str]) -> Result<Parsed<Self>, PatchError> {
        steps::count(text.len());
        let body: Value = serde_json::from_str(text).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            invalid_syntax(format!("the body is not JSON ({place}): {error}"))
        })?;
        Self::from_json(&body, uris)
    }

    /// Reads a PATCH request that is JSON already.
    ///
    /// # Errors
    /// When it is no PATCH request: which `scimType`, where, and why.
    pub fn from_json(body: &Value, uris: &[&str]) -> Result<Parsed<Self>, PatchError> {
        let Parsed { value, findings } = PatchRequest::borrowed(body, uris)?;
        Ok(Parsed { value: value.into_owned(), findings })
    }
}

impl<'v> PatchRequest<&'v Value> {
    /// As [`PatchRequest::from_json`], with values that are not copied.
    ///
    /// # Errors
    /// When it is no PATCH request: which `scimType`, where, and why.
    pub fn borrowed(body: &'v Value, uris: &[&str]) -> Result<Parsed<Self>, PatchError> {
        let Value::Object(members) = body else {
            return Err(invalid_syntax(format!(
                "a PATCH body is an object, but this is {}",
                kind(body)
            )));
        };
        let mut findings = Findings::default();
        let body = Object::new(members, "");
        let [schemas, operations] = body.only(["schemas", "Operations"], &mut findings);
        check_schemas(&body, schemas, &mut findings)?;
        let operations = match operations.filter(|it| !it.is_null()) {
            Some(Value::Array(operations)) if !operations.is_empty() => operations,
            Some(Value::Array(_)) => {
                return Err(invalid_syntax(
                    "`Operations` is empty; a PATCH request has at least one",
                )
                .at("/Operations"));
            }
            Some(other) => {
                let text = format!("`Operations` is an array, but here is {}", kind(other));
                return Err(invalid_syntax(text).at(body.pointer_to("Operations")));
            }
            None => return Err(invalid_syntax("the member `Operations` is missing")),
        };
        let served = body.served("Operations");
        let mut read = Vec::with_capacity(operations.len());
        for (number, operation) in operations.iter().enumerate() {
            steps::count(1);
            let operation = match operation {
                Value::Object(members) => {
                    let object = Object::element(members, &body, served, number);
                    read_operation(members, &object, uris, &mut findings)
                }
                other => Err(invalid_syntax(format!(
                    "an operation is an object, but here is {}",
                    kind(other)
                ))),
            };
            read.push(operation.map_err(|error| error.in_operation(number))?);
        }
        Ok(findings.into_parsed(Self { operations: read }))
    }

    /// The request with values of its own.
    #[must_use]
    pub fn into_owned(self) -> PatchRequest {
        let owned = |Operation { op, path, value }: Operation<&Value>| Operation {
            op,
            path,
            value: value.cloned(),
        };
        PatchRequest { operations: self.operations.into_iter().map(owned).collect() }
    }
}

fn check_schemas(
    body: &Object<'_>,
    schemas: Option<&Value>,
    findings: &mut Findings,
) -> Result<(), PatchError> {
    let Some(schemas) = schemas.filter(|it| !it.is_null()) else {
        return Err(invalid_syntax(format!(
            "the member `schemas` is missing; it names {PATCH_OP}"
        )));
    };
    let mut is_named = false;
    body.each_text_of("schemas", Some(schemas), findings, |it| {
        is_named |= urn::same(&it, PATCH_OP);
    });
    if is_named {
        return Ok(());
    }
    let text = format!(
        "`schemas` does not name {PATCH_OP}; the body is read as a PATCH request all the same."
    );
    findings.add(OTHER_SCHEMAS, body.pointer_to("schemas"), text);
    Ok(())
}

fn read_operation<'v>(
    members: &'v Map<String, Value>,
    object: &Object<'_>,
    uris: &[&str],
    findings: &mut Findings,
) -> Result<Operation<&'v Value>, PatchError> {
    let [op, path, _] = object.only(["op", "path", "value"], findings);
    // Null is a value here, unlike everywhere else.
    let value = member(members, "value").map(|(_, value)| value);
    let op = read_op(object, op.filter(|it| !it.is_null()), findings)?;
    let path = read_path(object, path.filter(|it| !it.is_null()), uris, findings)?;
    match (op, &path, value) {
        (Op::Remove, None, _) => {
            return Err(no_target(
                "`remove` needs a `path`; without one it would mean the resource itself",
            ));
        }
        (Op::Remove, Some(_), Some(value)) if !value.is_null() => {
            let text = "`remove` has a `value`, which the RFC gives no meaning; most service providers remove the listed elements only, some everything at the path.";
            findings.add(VALUE_BESIDE_REMOVE, pointer_to(&object.pointer(), "value"), text);
        }
        (Op::Add | Op::Replace, _, None) => {
            return Err(invalid_value(format!("`{}` needs a `value`", op.name())));
        }
        (Op::Add | Op::Replace, None, Some(value)) if !value.is_object() => {
            let text = format!(
                "without a `path` the `value` is an object of attributes, but here is {}",
                kind(value)
            );
            return Err(invalid_value(text).at("/value"));
        }
        _ => {}
    }
    Ok(Operation { op, path, value })
}

fn read_op(
    object: &Object<'_>,
    op: Option<&Value>,
    findings: &mut Findings,
) -> Result<Op, PatchError> {
    let Some(op) = op else { return Err(invalid_syntax("the member `op` is missing")) };
    let Value::String(name) = op else {
        return Err(invalid_syntax(format!("`op` is a string, but here is {}", kind(op))).at("/op"));
    };
    let known = [Op::Add, Op::Remove, Op::Replace];
    let Some(known) = known.into_iter().find(|it| name.eq_ignore_ascii_case(it.name())) else {
        return Err(invalid_syntax(format!("`op` is `{name}`, but can be add, remove or replace"))
            .at("/op"));
    };
    if name != known.name() {
        let text = format!("`op` is spelled `{name}`; the RFC writes `{}`.", known.name());
        findings.add(OP_CASE, pointer_to(&object.pointer(), "op"), text);
    }
    Ok(known)
}

fn read_path(
    object: &Object<'_>,
    path: Option<&Value>,
    uris: &[&str],
    findings: &mut Findings,
) -> Result<Option<PatchPath>, PatchError> {
    match path {
        None => Ok(None),
        Some(Value::String(text)) if text.is_empty() => {
            let text = "`path` is empty; it is read as no path at all.";
            findings.add(EMPTY_PATH, pointer_to(&object.pointer(), "path"), text);
            Ok(None)
        }
        Some(Value::String(text)) => PatchPath::parse(text, uris).map(Some).map_err(|error| {
            let mut refused =
                invalid_path(format!("`{text}` is no PATCH path: {error}")).at("/path");
            refused.span = Some((error.at, error.length));
            refused
        }),
        Some(other) => {
            Err(invalid_syntax(format!("`path` is a string, but here is {}", kind(other)))
                .at("/path"))
        }
    }
}
