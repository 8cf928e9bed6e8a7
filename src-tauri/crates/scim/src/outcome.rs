//! What became of a write whose answer never came, as far as a read can tell: which read that is, and what its answer
//! says. A write is never repeated to find out.
//!
//! The judgement is about what is there now. Whether it was this request that brought it there cannot be seen, only
//! made likely: by the resource as it was before, by when a resource was made, by a value that only one resource has.

mod evidence;
mod naming;
mod words;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::date_time::Instant;
use crate::lint::Context;
use crate::lint::place::{Place, Target};
use crate::lint::writes::{Act, Write, by_schemas};
use crate::message::{self, ErrorBody, ListResponse};
use crate::read::member;
use evidence::{Evidence, holds};
use naming::Name;

/// A request that was sent, as it was kept: what was masked stays so.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The whole URL, or its path.
    pub url: &'a str,
    /// The body, if there was one.
    pub body: Option<&'a str>,
    /// When it was sent (RFC 3339), if that is known.
    pub sent_at: Option<&'a str>,
}

/// The read that finds out, always a GET.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBack {
    /// `None` reads the URL of the request itself, without its query; a filter looks through the list at that URL for what
    /// was to be made (RFC 7644 §3.4.2.2).
    pub filter: Option<String>,
}

/// What the read was answered.
#[derive(Debug, Clone, Copy)]
pub enum Answer<'a> {
    /// A success, with this body.
    Body(&'a str),
    /// The server has no such resource (404, or 410).
    Gone,
    /// A 404 or 410 that is not put as SCIM puts it: by a proxy or a gateway, as far as anybody can tell.
    Foreign,
}

impl<'a> Answer<'a> {
    /// What a 404 or 410 says. Only the server itself knows that a resource is gone, so its body has to be an error
    /// message of SCIM, or none (RFC 7644 §3.12). A gateway that knows no such path says 404 as well, in words of its own.
    ///
    /// ```
    /// use scim::outcome::Answer;
    /// assert!(matches!(Answer::missing(404, ""), Answer::Gone));
    /// assert!(matches!(Answer::missing(404, r#"{"status": "404", "detail": "no user 7"}"#), Answer::Gone));
    /// assert!(matches!(Answer::missing(404, r#"{"message": "no Route matched"}"#), Answer::Foreign));
    /// ```
    #[must_use]
    pub fn missing(status: u16, body: &'a str) -> Self {
        if body.trim().is_empty() || ErrorBody::is_scim(status, body) {
            Self::Gone
        } else {
            Self::Foreign
        }
    }
}

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Verdict {
    /// What the request asked for is there.
    There,
    /// It is not there.
    NotThere,
    /// Some of it is there.
    Partly,
    /// It cannot be told.
    CannotTell,
}

/// What can be said, and why. The words name attributes and no values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What can be said.
    pub verdict: Verdict,
    /// The same in words: one or more whole sentences.
    pub words: String,
}

/// Why no read can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untold {
    /// It holds several operations (RFC 7644 §3.7).
    Bulk,
    /// It is no write of a resource that SCIM knows.
    NoWrite,
    /// Its body was not kept, or is not JSON.
    NoBody,
    /// What names the resource was masked before the request was kept.
    Masked,
    /// It was to make a resource and names nothing to look for it by.
    NothingUnique,
    /// It sets only what no read shows: these attributes.
    OnlyUnseen(Vec<String>),
    /// It sets nothing.
    SetsNothing,
}

/// A server's clock may differ from ours by so many seconds.
const SKEW_SECONDS: i64 = 300;
/// So many resources of one name are compared with what was to be made.
const MOST_NAMED: usize = 20;

/// Which read tells what became of a request.
///
/// ```
/// use scim::lint::Context;
/// use scim::outcome::{Sent, read_back};
/// let body = Some(r#"{"userName": "a \"b\""}"#);
/// let sent = Sent { method: "POST", url: "https://example.com/Users", body, sent_at: None };
/// let read = read_back(&sent, &Context::default()).unwrap();
/// assert_eq!(read.filter.as_deref(), Some(r#"userName eq "a \"b\"""#));
/// ```
///
/// # Errors
/// Why none does.
pub fn read_back(sent: &Sent<'_>, context: &Context<'_>) -> Result<ReadBack, Untold> {
    let body = body_of(sent);
    let filter = match Case::of(sent, body.as_ref(), context)? {
        Case::Create { name, .. } => Some(name.filter()),
        Case::Change(_) | Case::Delete => None,
    };
    Ok(ReadBack { filter })
}

/// What the answer to [`read_back`] says of a request.
///
/// ```
/// use scim::lint::Context;
/// use scim::outcome::{Answer, Sent, Verdict, judge};
/// let sent = Sent { method: "DELETE", url: "/Users/7", body: None, sent_at: None };
/// assert_eq!(judge(&sent, Answer::Gone, &Context::default()).verdict, Verdict::There);
/// ```
#[must_use]
pub fn judge(sent: &Sent<'_>, answer: Answer<'_>, context: &Context<'_>) -> Judgement {
    let body = body_of(sent);
    match Case::of(sent, body.as_ref(), context) {
        Err(untold) => words::cannot_tell(untold.words()),
        Ok(Case::Delete) => deleted(answer),
        Ok(Case::Change(write)) => changed(&write, answer, context),
        Ok(Case::Create { write, name }) => created(&write, &name, answer, sent, context),
    }
}

/// What a request does, as far as a read can tell.
enum Case<'a> {
    Create { write: Write<'a>, name: Name<'a> },
    Change(Write<'a>),
    Delete,
}

impl<'a> Case<'a> {
    fn of(
        sent: &Sent<'_>,
        body: Option<&'a Map<String, Value>>,
        context: &Context<'a>,
    ) -> Result<Self, Untold> {
        let place = Place::of(sent.url, context);
        match place.target {
            Target::Bulk => return Err(Untold::Bulk),
            Target::Root | Target::Search | Target::ProviderConfig => return Err(Untold::NoWrite),
            Target::DiscoveryList | Target::DiscoveryEntry => return Err(Untold::NoWrite),
            Target::Collection | Target::Resource(_) | Target::Me | Target::Elsewhere => {}
        }
        let mask = context.mask.filter(|it| !it.is_empty());
        if mask.is_some_and(|mask| crate::percent::percent_decode(sent.url).contains(mask)) {
            return Err(Untold::Masked);
        }
        let act = match sent.method {
            "DELETE" => return Ok(Self::Delete),
            "POST" => Act::Create,
            "PUT" => Act::Replace,
            "PATCH" => Act::Patch,
            _ => return Err(Untold::NoWrite),
        };
        let body = body.ok_or(Untold::NoBody)?;
        let model = place.model.or_else(|| by_schemas(body, context));
        let pointer = String::new();
        let write = Write { act, model, id: None, body, pointer, is_alone: true };
        if act == Act::Create && place.target != Target::Me {
            let name = Name::of(body, model.map(|it| it.model), mask)?;
            return Ok(Self::Create { write, name });
        }
        evidence::can_be_seen(&write, mask)?;
        Ok(Self::Change(write))
    }
}

fn body_of(sent: &Sent<'_>) -> Option<Map<String, Value>> {
    serde_json::from_str(sent.body?).ok()
}

fn deleted(answer: Answer<'_>) -> Judgement {
    match answer {
        Answer::Gone => words::there("The resource is not there any more."),
        Answer::Body(text) if message::resource(text).is_ok() => {
            words::not_there("The resource is still there.")
        }
        Answer::Body(_) => words::cannot_tell(words::UNREADABLE),
        Answer::Foreign => words::cannot_tell(words::FOREIGN),
    }
}

fn changed(write: &Write<'_>, answer: Answer<'_>, context: &Context<'_>) -> Judgement {
    let now = match answer {
        Answer::Gone => return words::not_there("The resource itself is not there."),
        Answer::Foreign => return words::cannot_tell(words::FOREIGN),
        Answer::Body(text) => match message::resource(text) {
            Ok(parsed) => parsed.value,
            Err(_) => return words::cannot_tell(words::UNREADABLE),
        },
    };
    match Evidence::of(write, &now, context.resource_before, context.mask) {
        Some(evidence) => words::of_change(&evidence, context.resource_before.is_some()),
        None => words::cannot_tell(words::TOO_MUCH),
    }
}

fn created(
    write: &Write<'_>,
    name: &Name<'_>,
    answer: Answer<'_>,
    sent: &Sent<'_>,
    context: &Context<'_>,
) -> Judgement {
    let text = match answer {
        Answer::Body(text) => text,
        Answer::Gone => return words::cannot_tell(words::NO_LIST),
        Answer::Foreign => return words::cannot_tell(words::FOREIGN),
    };
    let Ok(list) = ListResponse::parse(text) else { return words::cannot_tell(words::UNREADABLE) };
    let list = list.value;
    let rows = list.resources.len();
    let all = list.resources.into_iter().map(|it| message::lenient(it.get()));
    // A server may ignore the filter: what it answers is not believed.
    let named: Vec<Value> = all.filter(|it| name.is_of(it)).collect();
    let is_rest =
        list.total_results.is_some_and(|it| it > rows as u64) || list.next_cursor.is_some();
    if named.is_empty() {
        return match (rows, is_rest) {
            (0, true) => words::cannot_tell(words::NONE_SHOWN),
            (_, true) => words::cannot_tell(words::FILTER_IGNORED),
            (_, false) => {
                words::not_there(&format!("No resource with this {} is there.", name.shown()))
            }
        };
    }
    let made: Vec<(&Value, Made)> = named.iter().map(|it| (it, Made::of(it, sent))).collect();
    let new: Vec<&(&Value, Made)> = made.iter().filter(|(_, made)| *made != Made::Before).collect();
    if new.is_empty() && is_rest {
        return words::cannot_tell(words::MORE_MATCH);
    }
    if new.is_empty() {
        let text = format!(
            "A resource with this {} is there, but it was made before this request.",
            name.shown()
        );
        return words::not_there(&text);
    }
    if !name.identifies && new.iter().all(|(_, made)| *made == Made::Unsaid) {
        return words::cannot_tell(words::not_its_own(name, new.len()));
    }
    let mut best: Option<Evidence> = None;
    for (resource, _) in new.iter().take(MOST_NAMED) {
        let Some(evidence) = Evidence::of(write, resource, None, context.mask) else {
            return words::cannot_tell(words::TOO_MUCH);
        };
        if best.as_ref().is_none_or(|it| evidence.missing() < it.missing()) {
            best = Some(evidence);
        }
    }
    words::of_creation(name, &best.unwrap_or_default(), new.len())
}

/// When a resource was made, held against when the request was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Before,
    Since,
    Unsaid,
}

impl Made {
    fn of(resource: &Value, sent: &Sent<'_>) -> Self {
        let created = || {
            let (_, meta) = member(resource.as_object()?, "meta")?;
            let (_, created) = member(meta.as_object()?, "created")?;
            Instant::complete(created.as_str()?)
        };
        let sent_at = sent.sent_at.and_then(Instant::complete);
        match created().zip(sent_at) {
            None => Self::Unsaid,
            Some((created, sent_at)) if created.parts().0 < sent_at.parts().0 - SKEW_SECONDS => {
                Self::Before
            }
            Some(_) => Self::Since,
        }
    }
}
