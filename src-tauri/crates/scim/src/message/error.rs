//! Error answers (RFC 7644 §3.12), and the other ways in which servers say what went wrong.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::scim_type::ScimType;
use super::text;
use crate::finding::{Findings, Parsed, Rule};
use crate::read::{Object, scalar_text};
use crate::urn;

const SECTION: &str = "RFC 7644 §3.12";
const OTHER_SHAPE: Rule = Rule::error("S09", SECTION);
const UNKNOWN_TYPE: Rule = Rule::warning("unknown-scim-type", SECTION);
const NUMBER_STATUS: Rule = Rule::warning("error-status-type", SECTION);

/// Where other error formats keep their text, and their code, in order of preference.
const TEXT_MEMBERS: &[&str] = &[
    "detail",
    "message",
    "error_description",
    "errorMessage",
    "description",
    "errorSummary",
    "title",
];
const CODE_MEMBERS: &[&str] = &["scimType", "code", "errorCode", "__type", "type", "error"];
const STATUS_MEMBERS: &[&str] = &["status", "statusCode", "code"];
/// Members that only error messages have.
const PLAIN_MEMBERS: &[&str] =
    &["error", "errors", "errorCode", "code", "status", "statusCode", "scimType", "__type"];
/// The members of an error message (RFC 7644 §3.12).
const SCIM_MEMBERS: &[&str] = &["schemas", "status", "scimType", "detail"];
/// Members in which the real error may be wrapped.
const WRAPPERS: &[&str] = &["response", "error", "errors"];

/// What the server says went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// The HTTP status that the body repeats.
    pub status: Option<u16>,
    /// The keyword of RFC 7644 §3.12 table 9, or the code of another format.
    pub scim_type: Option<String>,
    /// The text for people.
    pub detail: Option<String>,
}

impl ErrorBody {
    /// Reads an error body. Other formats (`{code, message}`, `{error, error_description}`, problem details) are read
    /// and reported. `None` when the text says nothing that could be shown.
    ///
    /// ```
    /// let parsed = scim::message::ErrorBody::parse(r#"{"error": "invalid_token"}"#).unwrap();
    /// assert_eq!(parsed.value.scim_type.as_deref(), Some("invalid_token"));
    /// assert_eq!(parsed.findings[0].rule, "S09");
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Parsed<ErrorBody>> {
        let mut findings = Findings::default();
        let value = text::open_json(text, &mut findings).ok()?;
        let body = Self::read(&value, &mut findings)?;
        Some(findings.into_parsed(body))
    }

    fn read(value: &Value, findings: &mut Findings) -> Option<ErrorBody> {
        let members = first(value).as_object()?;
        let object = Object::new(members, "");
        let is_scim = object.texts("schemas", &mut Findings::default());
        let is_scim = is_scim.iter().any(|it| urn::same(it, urn::ERROR));
        let body =
            if is_scim { read_scim(&object, findings) } else { read_other(&object, findings) };
        let says_something = is_scim || body.detail.is_some() || body.scim_type.is_some();
        (says_something || body.status.is_some()).then_some(body)
    }

    /// An error with a keyword and the status that goes with it.
    ///
    /// ```
    /// use scim::message::{ErrorBody, ScimType};
    /// let error = ErrorBody::of(ScimType::Uniqueness, "userName is taken");
    /// assert_eq!(error.to_json()["status"], "409");
    /// ```
    #[must_use]
    pub fn of(scim_type: ScimType, detail: impl Into<String>) -> Self {
        Self {
            status: Some(scim_type.status()),
            scim_type: Some(scim_type.keyword().to_owned()),
            detail: Some(detail.into()),
        }
    }

    /// An error without a keyword: RFC 7644 §3.12 has none for 401, 404, 412, 413, 500 and 501.
    #[must_use]
    pub fn plain(status: u16, detail: impl Into<String>) -> Self {
        Self { status: Some(status), scim_type: None, detail: Some(detail.into()) }
    }

    /// The keyword, where it is one that the RFCs define.
    #[must_use]
    pub fn known_type(&self) -> Option<ScimType> {
        self.scim_type.as_deref().and_then(ScimType::parse)
    }

    /// The message as the RFC writes it: `status` is a string there.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut body = Map::new();
        body.insert("schemas".to_owned(), json!([urn::ERROR]));
        let members = [
            ("status", self.status.map(|it| it.to_string())),
            ("scimType", self.scim_type.clone()),
            ("detail", self.detail.clone()),
        ];
        let members = members.into_iter().filter_map(|(name, it)| Some((name, it?)));
        body.extend(members.map(|(name, it)| (name.to_owned(), Value::String(it))));
        Value::Object(body)
    }

    /// Reads the body of a success that is no resource, where it says plainly that it is an error message: a SCIM one, or
    /// text with a code or a status. Plenty of other JSON has a `title` or a `description`.
    ///
    /// ```
    /// use scim::message::ErrorBody;
    /// assert!(ErrorBody::parse_success(r#"{"code": 4711, "message": "no such route"}"#).is_some());
    /// assert!(ErrorBody::parse_success(r#"{"title": "Welcome", "type": "page"}"#).is_none());
    /// ```
    #[must_use]
    pub fn parse_success(text: &str) -> Option<ErrorBody> {
        Self::of_success(&serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?)
    }

    /// Whether the body of an answer with this status is an error message of SCIM: by its schema, or by saying what one
    /// says and nothing else. Problem details (RFC 9457) have `status` and `detail` too, beside others.
    pub(crate) fn is_scim(status: u16, text: &str) -> bool {
        let text = text.trim_start_matches('\u{feff}');
        let Ok(Value::Object(members)) = serde_json::from_str(text) else { return false };
        let object = Object::new(&members, "");
        let mut silent = Findings::default();
        if object.texts("schemas", &mut silent).iter().any(|it| urn::same(it, urn::ERROR)) {
            return true;
        }
        let is_known = |name: &String| SCIM_MEMBERS.iter().any(|it| name.eq_ignore_ascii_case(it));
        members.keys().all(is_known)
            && object.text("detail", &mut silent).is_some()
            && object.get("status", &mut silent).and_then(read_status) == Some(status)
    }

    pub(crate) fn of_success(value: &Value) -> Option<ErrorBody> {
        let body = Self::read(value, &mut Findings::default())?;
        let object = Object::new(first(value).as_object()?, "");
        let says_so = PLAIN_MEMBERS.iter().any(|it| object.has(it));
        let is_scim = object.texts("schemas", &mut Findings::default());
        let is_scim = is_scim.iter().any(|it| urn::same(it, urn::ERROR));
        (is_scim || (says_so && body.detail.is_some())).then_some(body)
    }
}

fn read_scim(object: &Object<'_>, findings: &mut Findings) -> ErrorBody {
    let status = object.get("status", findings);
    match status {
        None => findings.add(OTHER_SHAPE, "", "The error has no `status`."),
        Some(Value::String(_)) => {}
        Some(_) => {
            findings.add(NUMBER_STATUS, "/status", "`status` should be a string of digits.");
        }
    }
    let scim_type = object.text("scimType", findings).filter(|it| !it.is_empty());
    if let Some(keyword) = &scim_type
        && ScimType::parse(keyword).is_none_or(|it| it.keyword() != keyword)
    {
        let text = format!("`{keyword}` is no keyword of the RFC.");
        findings.add(UNKNOWN_TYPE, object.pointer_to("scimType"), text);
    }
    ErrorBody {
        status: status.and_then(read_status),
        scim_type,
        detail: object.text("detail", findings).filter(|it| !it.is_empty()),
    }
}

fn read_other(object: &Object<'_>, findings: &mut Findings) -> ErrorBody {
    let mut silent = Findings::default();
    let mut body = read_flat(object, &mut silent);
    if body.detail.is_none() {
        let inner = WRAPPERS.iter().find_map(|it| object.get(it, &mut silent).map(first));
        if let Some(members) = inner.and_then(Value::as_object) {
            let wrapped = read_flat(&Object::new(members, ""), &mut silent);
            body = ErrorBody {
                status: wrapped.status.or(body.status),
                scim_type: wrapped.scim_type.or(body.scim_type),
                detail: wrapped.detail,
            };
        }
    }
    if body != ErrorBody::default() {
        let text =
            format!("The error is not a SCIM one: `schemas` does not name `{}`.", urn::ERROR);
        findings.add(OTHER_SHAPE, "", text);
    }
    body
}

fn read_flat(object: &Object<'_>, silent: &mut Findings) -> ErrorBody {
    let mut text = |names: &[&str]| {
        let mut found = names.iter().filter_map(|it| object.get(it, silent).and_then(scalar_text));
        found.find(|it| !it.trim().is_empty())
    };
    let detail = text(TEXT_MEMBERS);
    let code = text(CODE_MEMBERS);
    let mut silent = Findings::default();
    let mut statuses = STATUS_MEMBERS.iter().filter_map(|it| object.get(it, &mut silent));
    ErrorBody { status: statuses.find_map(read_status), scim_type: code, detail }
}

/// The first element of an array, else the value itself.
fn first(value: &Value) -> &Value {
    value.as_array().and_then(|it| it.first()).unwrap_or(value)
}

fn read_status(value: &Value) -> Option<u16> {
    let status = scalar_text(value)?.trim().parse().ok()?;
    (100..=599).contains(&status).then_some(status)
}
