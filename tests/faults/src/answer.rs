//! What a server says, byte by byte, and how it ends.

use std::borrow::Cow;
use std::time::Duration;

/// Bytes to send and what comes after them.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(crate) parts: Vec<Part>,
    pub(crate) pace: Pace,
    pub(crate) end: End,
}

/// A stretch of bytes; long ones are never held in memory as a whole.
#[derive(Debug, Clone)]
pub enum Part {
    /// These bytes.
    Bytes(Cow<'static, [u8]>),
    /// These bytes so many times over.
    Repeated(Vec<u8>, usize),
}

/// How fast it is said, once the first part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    AtOnce,
    OneByteEvery(Duration),
}

/// What the server does when all is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Closes the connection properly.
    Close,
    /// Resets it.
    Reset,
    /// Keeps it open and says nothing more.
    Silence,
}

impl Answer {
    /// Exactly these bytes, then a proper close.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Answer {
        Answer::parts(vec![Part::Bytes(bytes.into().into())])
    }

    /// Exactly these parts, then a proper close.
    pub fn parts(parts: Vec<Part>) -> Answer {
        Answer { parts, pace: Pace::AtOnce, end: End::Close }
    }

    /// A complete HTTP answer. `headers` are whole lines.
    pub fn http(status: &str, headers: &[&str], body: impl Into<Vec<u8>>) -> Answer {
        Answer::long(status, headers, vec![Part::Bytes(body.into().into())])
    }

    /// A complete HTTP answer with a body in parts.
    pub fn long(status: &str, headers: &[&str], body: Vec<Part>) -> Answer {
        let length: usize = body.iter().map(Part::length).sum();
        let announced = format!("Content-Length: {length}");
        let mut lines = headers.to_vec();
        lines.push(&announced);
        Answer::unmeasured(status, &lines, body)
    }

    /// An HTTP answer that does not say how long it is: it ends where the connection does.
    pub fn unmeasured(status: &str, headers: &[&str], body: Vec<Part>) -> Answer {
        let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
        for line in headers {
            head.push_str(line);
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        let mut parts = vec![Part::Bytes(head.into_bytes().into())];
        parts.extend(body);
        Answer::parts(parts)
    }

    /// 200 with this body as `application/scim+json`.
    pub fn scim(body: impl Into<Vec<u8>>) -> Answer {
        Answer::http("200 OK", &[SCIM], body)
    }

    /// A refusal in the words of RFC 7644 §3.12.
    pub fn refusal(status: &str, detail: &str) -> Answer {
        Answer::refusal_with(status, &[], detail)
    }

    /// A refusal in the words of RFC 7644 §3.12, with more headers.
    pub fn refusal_with(status: &str, headers: &[&str], detail: &str) -> Answer {
        let code = status.split(' ').next().unwrap_or_default();
        let body = format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"{code}","detail":"{detail}"}}"#
        );
        let mut lines = vec![SCIM];
        lines.extend(headers);
        Answer::http(status, &lines, body)
    }

    /// A page for people.
    pub fn page(status: &str, headers: &[&str], title: &str) -> Answer {
        let body = format!(
            "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
        );
        let mut lines = vec!["Content-Type: text/html; charset=utf-8"];
        lines.extend(headers);
        Answer::http(status, &lines, body)
    }

    /// Nothing at all.
    pub fn nothing() -> Answer {
        Answer::parts(Vec::new())
    }

    /// The same bytes; from the second part on, which is the body of an HTTP answer, one at a time.
    #[must_use]
    pub fn body_one_byte_every(mut self, pause: Duration) -> Answer {
        self.pace = Pace::OneByteEvery(pause);
        self
    }

    /// The same bytes with another end.
    #[must_use]
    pub fn then(mut self, end: End) -> Answer {
        self.end = end;
        self
    }
}

/// The header line of a SCIM body.
pub const SCIM: &str = "Content-Type: application/scim+json";

impl Part {
    fn length(&self) -> usize {
        match self {
            Part::Bytes(bytes) => bytes.len(),
            Part::Repeated(piece, times) => piece.len() * times,
        }
    }
}

impl From<&'static str> for Part {
    fn from(text: &'static str) -> Part {
        Part::Bytes(Cow::Borrowed(text.as_bytes()))
    }
}

impl From<String> for Part {
    fn from(text: String) -> Part {
        Part::Bytes(text.into_bytes().into())
    }
}
