//! What came of a request that a person had confirmed: its answer, whatever that is, or that nobody knows.

use scim::lint::Context;
use scim::message::ErrorBody;
use scim::outcome::{self, ReadBack};
use url::Url;

use crate::answer;
use crate::error::{Failure, FailureKind};
use crate::exchange::Recorded;
use crate::page::ListQuery;
use crate::pipeline::Answer;
use crate::request::Request;

/// What came of it.
#[derive(Debug, Clone)]
pub enum Sent {
    /// The server answered: with a success, a refusal or anything else.
    Answered(Reply),
    /// It was on its way, and whether it was done cannot be told from what came back. It is not sent again.
    Unknown(Unknown),
}

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// All headers.
    pub headers: Vec<(String, String)>,
    /// The body as received, secrets redacted, in UTF-8.
    pub body: Vec<u8>,
    /// Why it is no success; `None` for a success.
    pub refusal: Option<Failure>,
    /// Why the body is not whole; `None` when it is.
    pub incomplete: Option<Failure>,
    /// The recorded exchange.
    pub exchange: Option<String>,
}

/// A write of which nobody knows whether it was done.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// What happened on the way.
    pub failure: Failure,
    /// What to read to find out, as a target for [`Request::parse`].
    pub read_back: Option<String>,
}

/// Whether an answer leaves open what became of a write: one of those that come from something before the server, which
/// may have passed the request on. A 503 counts as the server's own where it is put as an error message.
pub(crate) fn leaves_open(status: u16, body: &[u8]) -> bool {
    match status {
        // 520 and 524 are Cloudflare's, as is 522 (no answer within its time); 598 and 599 are those of proxies.
        408 | 502 | 504 | 520 | 522 | 524 | 598 | 599 => true,
        503 => ErrorBody::parse(&String::from_utf8_lossy(body)).is_none(),
        _ => false,
    }
}

impl Sent {
    pub(crate) fn of(request: &Request, answer: Answer) -> Sent {
        let (status, headers, body) = (answer.status, answer.headers.clone(), answer.body.clone());
        let Recorded { id: exchange } = answer.recorded.clone();
        let incomplete = answer.incomplete.clone().map(|cause| {
            let kind = FailureKind::Incomplete { status, cause: Box::new(cause) };
            Failure::at(kind, &answer.url, exchange.clone())
        });
        let leaves_open = answer.leaves_open;
        let refusal = if (200..300).contains(&status) { None } else { answer::read(answer).err() };
        match refusal {
            Some(failure) if leaves_open => {
                Sent::unknown(request, Failure { outcome_unknown: true, ..failure })
            }
            refusal => {
                Sent::Answered(Reply { status, headers, body, refusal, incomplete, exchange })
            }
        }
    }

    pub(crate) fn unknown(request: &Request, failure: Failure) -> Sent {
        Sent::Unknown(Unknown { failure, read_back: read_back(request) })
    }
}

/// What to read, as far as the request alone tells.
fn read_back(request: &Request) -> Option<String> {
    let body = request.body.as_deref().map(String::from_utf8_lossy);
    let sent = outcome::Sent {
        method: request.method.as_str(),
        url: request.url.as_str(),
        body: body.as_deref(),
        sent_at: None,
    };
    let read = outcome::read_back(&sent, &Context::default()).ok()?;
    Some(read_back_url(&request.url, &read).to_string())
}

/// The URL of the read that tells what became of a request to this one.
#[must_use]
pub fn read_back_url(url: &Url, read: &ReadBack) -> Url {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    if let Some(filter) = &read.filter {
        let query = ListQuery { filter: Some(filter.clone()), ..ListQuery::default() };
        query.apply(&mut url);
    }
    url
}
