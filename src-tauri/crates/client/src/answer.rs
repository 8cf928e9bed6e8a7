//! From an HTTP answer to text that may be SCIM: what each status means, the server's own words, and what is odd about
//! the answer as a whole.

use std::sync::Arc;

use http::StatusCode;
use scim::finding::{Finding, Severity};
use scim::message::{self, ErrorBody, NotScim};

use crate::accepted;
use crate::challenge;
use crate::charset::Oddity;
use crate::error::{Failure, FailureKind};
use crate::exchange::Recorded;
use crate::intermediary;
use crate::pipeline::Answer;

/// How much of the server's words is quoted, in characters.
const LONGEST_QUOTE: usize = 500;
/// How many challenges of a 401 are quoted.
const MOST_CHALLENGES: usize = 3;
/// Headers by which a server says why it refuses, in lower case and as they are written.
const TELLING_HEADERS: [(&str, &str); 3] = [
    ("www-authenticate", "WWW-Authenticate"),
    ("proxy-authenticate", "Proxy-Authenticate"),
    ("allow", "Allow"),
];

/// The body of a success, and what belongs to it.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) body: Arc<str>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) etag: Option<String>,
    pub(crate) status: u16,
    pub(crate) url: String,
    pub(crate) recorded: Recorded,
}

impl Text {
    /// The failure of a success that is no SCIM.
    pub(crate) fn failure(&self, error: NotScim) -> Failure {
        let told = match error {
            NotScim::OtherJson { .. } => error_as_success(self.status, &self.body),
            _ => None,
        };
        let kind = told.unwrap_or_else(|| not_scim(self.status, error));
        Failure::at(kind, &self.url, self.recorded.id.clone())
    }
}

/// Reads the body of a success; every other status is a failure.
pub(crate) fn read(answer: Answer) -> Result<Text, Failure> {
    if !(200..300).contains(&answer.status) {
        let kind = refusal(&answer);
        return Err(Failure::at(kind, &answer.url, answer.recorded.id));
    }
    if let Some(kind) = instead(&answer) {
        return Err(Failure::at(kind, &answer.url, answer.recorded.id));
    }
    if let Some(later) = accepted::of(answer.status, &answer.headers, !answer.body.is_empty()) {
        let kind = FailureKind::Accepted {
            status: answer.status,
            monitor: later.monitor.as_deref().map(shortened),
            retry_after: answer.retry_after(),
        };
        return Err(Failure::at(kind, &answer.url, answer.recorded.id));
    }
    let mut findings = Vec::new();
    findings.extend(media_type(&answer));
    let etag = answer.header("etag").map(str::to_owned);
    findings.extend(answer.charset.map(charset_finding));
    let (body, odd) = text(answer.body);
    findings.extend(odd);
    findings.extend(large(body.len()));
    if body.trim().is_empty() {
        let kind = FailureKind::EmptyBody { status: answer.status };
        return Err(Failure::at(kind, &answer.url, answer.recorded.id));
    }
    Ok(Text {
        body: body.into(),
        findings,
        etag,
        status: answer.status,
        url: answer.url,
        recorded: answer.recorded,
    })
}

/// What answered in the server's place, if something did.
fn instead(answer: &Answer) -> Option<FailureKind> {
    let seen = intermediary::of_answer(answer.status, &answer.headers, &answer.body)?;
    let body = String::from_utf8_lossy(&answer.body);
    let (title, said) = match message::resource(&body) {
        Err(NotScim::WebPage { title, snippet }) if answer.status < 300 => (title, snippet),
        Err(NotScim::WebPage { title, .. }) => (title, said(answer, None, &body)),
        _ => (None, said(answer, ErrorBody::parse(&body).map(|it| it.value).as_ref(), &body)),
    };
    Some(FailureKind::Intermediary {
        status: answer.status,
        seen,
        title: title.as_deref().map(shortened),
        said: shortened(&said),
    })
}

/// What an answer that is no success means.
pub(crate) fn refusal(answer: &Answer) -> FailureKind {
    if let Some(kind) = instead(answer) {
        return kind;
    }
    let body = String::from_utf8_lossy(&answer.body);
    let error = ErrorBody::parse(&body).map(|parsed| parsed.value);
    let said = said(answer, error.as_ref(), &body);
    match answer.status {
        401 => FailureKind::Unauthorized {
            said,
            sent: answer.sent,
            offered: challenge::schemes(answer),
            grounds: Box::new(challenge::grounds(answer)),
        },
        403 => FailureKind::Forbidden { said, sent: answer.sent },
        404 => FailureKind::NotFound { said, is_resource: false },
        status => FailureKind::Rejected {
            status,
            said,
            retry_after: answer.retry_after(),
            is_page: error.is_none() && is_page(&body),
            by: match status {
                // Those of something before the server, unless it is put as an error message.
                502..=504 | 520..=530 if error.is_none() => intermediary::program(&answer.headers),
                _ => None,
            },
            scim_type: error.and_then(|it| it.scim_type).as_deref().map(shortened),
        },
    }
}

/// The status line, the headers that say why, and whatever words the body holds.
fn said(answer: &Answer, error: Option<&ErrorBody>, body: &str) -> String {
    let reason = StatusCode::from_u16(answer.status).ok().and_then(|it| it.canonical_reason());
    let mut said = match reason {
        Some(reason) => format!("{} {reason}", answer.status),
        None => answer.status.to_string(),
    };
    for (name, written) in TELLING_HEADERS {
        let values = answer.headers.iter().filter(|(it, _)| it == name);
        for (_, value) in values.take(MOST_CHALLENGES) {
            said.push_str(&format!("\n{written}: {}", shortened(value)));
        }
    }
    let words = match error {
        Some(ErrorBody { scim_type: Some(kind), detail: Some(detail), .. }) => {
            format!("{kind}: {detail}")
        }
        Some(ErrorBody { scim_type: Some(words), .. } | ErrorBody { detail: Some(words), .. }) => {
            words.clone()
        }
        Some(_) => String::new(),
        None => plain_words(body),
    };
    if !words.is_empty() {
        said.push('\n');
        said.push_str(&shortened(&words));
    }
    said
}

fn plain_words(body: &str) -> String {
    match message::resource(body) {
        Err(NotScim::WebPage { title: Some(title), .. }) => {
            format!("a web page titled \"{title}\"")
        }
        Err(NotScim::WebPage { .. }) => "a web page".to_owned(),
        _ => body.trim().to_owned(),
    }
}

fn is_page(body: &str) -> bool {
    matches!(message::resource(body), Err(NotScim::WebPage { .. }))
}

/// An error message that came as a success, if it is one.
fn error_as_success(status: u16, body: &str) -> Option<FailureKind> {
    let error = ErrorBody::parse_success(body)?;
    let words =
        [error.scim_type, error.detail].into_iter().flatten().collect::<Vec<_>>().join(": ");
    Some(FailureKind::ErrorAsSuccess { status, said: shortened(&words), named: error.status })
}

fn not_scim(status: u16, error: NotScim) -> FailureKind {
    match error {
        NotScim::Empty => FailureKind::EmptyBody { status },
        NotScim::WebPage { title, snippet } => FailureKind::WebPage {
            status,
            title: title.as_deref().map(shortened),
            snippet: shortened(&snippet),
        },
        NotScim::NotJson { line, column, reason, snippet, is_cut } => {
            let snippet = shortened(&snippet);
            FailureKind::NotJson { status, line, column, reason, snippet, is_cut }
        }
        NotScim::OtherJson { reason, snippet } => {
            FailureKind::NotScim { status, reason, snippet: shortened(&snippet) }
        }
    }
}

/// RFC 7644 §3.1: a SCIM body is `application/scim+json`; plain JSON is common and harmless.
fn media_type(answer: &Answer) -> Option<Finding> {
    let value = answer.header("content-type").unwrap_or_default();
    let media_type = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (severity, message) = match media_type.as_str() {
        "application/scim+json" => return None,
        "application/json" => (
            Severity::Info,
            "The answer is marked application/json, not application/scim+json.".to_owned(),
        ),
        "" => (
            Severity::Warning,
            "The answer has no Content-Type; it should be application/scim+json.".to_owned(),
        ),
        other => (
            Severity::Warning,
            format!(
                "The answer is marked {}; strict clients refuse anything but application/scim+json.",
                shortened(other)
            ),
        ),
    };
    Some(finding("S01", severity, "RFC 7644 §3.1", message))
}

/// RFC 8259 §8.1: JSON between systems is UTF-8. Anything else was turned into it before it came here.
fn charset_finding(oddity: Oddity) -> Finding {
    let (severity, message) = match oddity {
        Oddity::NotUtf8(charset) => (
            Severity::Error,
            format!(
                "The answer is written in {charset}, not in UTF-8; strict clients cannot read it."
            ),
        ),
        Oddity::Mislabelled(label) => (
            Severity::Warning,
            format!(
                "The answer is marked charset={}, but it is UTF-8 and was read as that.",
                shortened(&label)
            ),
        ),
    };
    finding("charset", severity, "RFC 8259 §8.1", message)
}

/// A body as text; bytes that are no UTF-8 are replaced, and that is a finding.
fn text(body: Vec<u8>) -> (String, Option<Finding>) {
    match String::from_utf8(body) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let message = format!(
                "The answer is not valid UTF-8 from byte {at} on; such bytes are shown as \u{fffd}."
            );
            let finding = finding("invalid-utf-8", Severity::Error, "RFC 8259 §8.1", message);
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(finding))
        }
    }
}

/// A page of many megabytes is slow to read, here and everywhere.
fn large(bytes: usize) -> Option<Finding> {
    const LARGE: usize = 8 * MIB;
    const MIB: usize = 1024 * 1024;
    let message = format!(
        "The answer holds {} MiB; clients become slow or give up on answers of that size.",
        bytes / MIB
    );
    (bytes >= LARGE).then(|| finding("large-answer", Severity::Info, "RFC 7644 §3.4.2.4", message))
}

fn finding(rule: &str, severity: Severity, section: &str, message: String) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity,
        pointer: String::new(),
        section: section.to_owned(),
        message,
    }
}

/// The server's words, no longer than people read.
pub(crate) fn shortened(words: &str) -> String {
    let words = words.trim();
    match words.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words.to_owned(),
    }
}
