//! Taking secrets out of what is recorded or handed on; everything outside the redacted spans stays byte for byte.
//! Values of sensitive members come from the modules `json` (exact), `operation` and `loose`, known secrets in any
//! spelling from `known`.

mod complaint;
mod json;
mod known;
#[cfg(test)]
mod linear;
mod loose;
mod names;
mod operation;
mod steps;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use secrecy::SecretString;
use serde::de::IgnoredAny;

use known::Known;
use names::Names;

/// What stands in place of a secret.
pub const MASK: &str = "•••";
/// What stands in place of a JSON value.
const VALUE_MASK: &str = "\"•••\"";

/// Headers whose value is a credential, whatever it holds. Lower case.
const SECRET_HEADERS: [&str; 8] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "set-cookie2",
    "x-api-key",
    "x-auth-token",
    "x-csrf-token",
];

/// Headers with words of HTTP in them, which must not be broken by a token that is such a word (`json`). Lower case.
const PLAIN_HEADERS: [&str; 8] = [
    "accept",
    "accept-encoding",
    "content-encoding",
    "content-length",
    "content-type",
    "etag",
    "host",
    "user-agent",
];

/// Members of a token endpoint's answer that are secret by their name (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
const TOKEN_MEMBERS: [&str; 8] = [
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "client_assertion",
    "assertion",
    "device_code",
    "code_verifier",
];

/// How many secrets that came up later are remembered: tokens that replace one another.
const LATER: usize = 4;

/// Knows the secrets of one session and takes them out.
#[derive(Default)]
pub struct Redactor {
    known: RwLock<Arc<KnownSecrets>>,
    names: RwLock<Arc<Names>>,
    /// Headers whose value is a secret of this session. Lower case.
    headers: Vec<String>,
}

/// The secrets that are looked for.
#[derive(Default, Clone)]
struct KnownSecrets {
    /// The longest first, so that a secret which contains another one is taken out whole.
    all: Vec<Arc<Known>>,
    /// Those of them that came up later, the oldest first.
    later: VecDeque<Arc<Known>>,
}

impl KnownSecrets {
    fn add_later(&mut self, known: Known) {
        if self.all.iter().any(|it| it.is_same(&known)) {
            return;
        }
        if self.later.len() >= LATER
            && let Some(oldest) = self.later.pop_front()
        {
            self.all.retain(|it| !Arc::ptr_eq(it, &oldest));
        }
        let known = Arc::new(known);
        self.later.push_back(Arc::clone(&known));
        self.all.push(known);
        self.sort();
    }

    fn sort(&mut self) {
        self.all.sort_by_key(|it| std::cmp::Reverse(it.length()));
    }
}

impl Redactor {
    /// A redactor for these values. Those under eight characters may be words of the data (`test`, `User`): they are
    /// taken out of headers, queries and members that hold credentials only. Those of one to three characters are left
    /// to the rules about headers and members.
    #[must_use]
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a SecretString>) -> Redactor {
        let all = secrets.into_iter().filter_map(Known::new).map(Arc::new).collect();
        let mut known = KnownSecrets { all, later: VecDeque::new() };
        known.sort();
        Redactor { known: RwLock::new(Arc::new(known)), ..Redactor::default() }
    }

    /// The same, which also hides all of these headers.
    #[must_use]
    pub fn hiding(self, headers: impl IntoIterator<Item = String>) -> Redactor {
        let headers = headers.into_iter().map(|it| it.to_ascii_lowercase()).collect();
        Redactor { headers, ..self }
    }

    /// The same with secrets that matter to one exchange only.
    #[must_use]
    pub(crate) fn and<'a>(&self, secrets: impl IntoIterator<Item = &'a SecretString>) -> Redactor {
        let mut known = KnownSecrets::clone(&self.secrets());
        known.all.extend(secrets.into_iter().filter_map(Known::new).map(Arc::new));
        known.sort();
        Redactor {
            known: RwLock::new(Arc::new(known)),
            names: RwLock::new(self.names()),
            headers: self.headers.clone(),
        }
    }

    /// Takes this secret out as well from now on. Only the latest of those that came up later are remembered.
    pub fn add_secret(&self, secret: &SecretString) {
        let Some(added) = Known::new(secret) else { return };
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut known).add_later(added);
    }

    /// Values of members with these names are taken out of bodies from now on, as those of `password` always are.
    pub fn learn(&self, names: impl IntoIterator<Item = String>) {
        let mut known = self.names.write().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut known).add(names);
    }

    /// A header value. Credentials keep their scheme (`Bearer •••`), and cookies keep nothing.
    #[must_use]
    pub fn header(&self, name: &str, value: &[u8]) -> String {
        let name = name.to_ascii_lowercase();
        let value = self.known(value, !PLAIN_HEADERS.contains(&name.as_str()));
        let text = String::from_utf8_lossy(&value);
        if !SECRET_HEADERS.contains(&name.as_str()) && !self.headers.contains(&name) {
            return text.into_owned();
        }
        match text.split_once(' ') {
            Some((scheme, _)) if name.ends_with("authorization") => format!("{scheme} {MASK}"),
            _ => MASK.to_owned(),
        }
    }

    /// A URL. Short secrets are taken out of its query only.
    #[must_use]
    pub fn url(&self, url: &str) -> String {
        let Some((path, query)) = url.split_once('?') else { return self.text(url) };
        let query = self.known(query.as_bytes(), true);
        self.text(&format!("{path}?{}", String::from_utf8_lossy(&query)))
    }

    /// Text of any kind, such as a message. Known secrets are taken out in every spelling, short ones excepted.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.known(text.as_bytes(), false)).into_owned()
    }

    /// A whole body: values of sensitive members, then known secrets.
    #[must_use]
    pub fn body(&self, body: Vec<u8>) -> Vec<u8> {
        self.clean(body, &self.names(), false)
    }

    /// The beginning of a body. What may be the beginning of a secret at its end is taken out as well.
    #[must_use]
    pub fn partial_body(&self, body: Vec<u8>) -> Vec<u8> {
        self.clean(body, &self.names(), true)
    }

    /// A body that describes the server, or the beginning of one. Names that were learned mean something else in it: an
    /// attribute called `name` does not make the names of all attributes secret.
    #[must_use]
    pub(crate) fn document(&self, body: Vec<u8>, is_cut: bool) -> Vec<u8> {
        self.clean(body, &Names::default(), is_cut)
    }

    /// What a token endpoint answers: members that hold tokens by their name, and known secrets.
    #[must_use]
    pub(crate) fn token_text(&self, body: Vec<u8>) -> Vec<u8> {
        let mut names = Names::default();
        names.add(TOKEN_MEMBERS.map(str::to_owned));
        self.clean(body, &names, true)
    }

    /// What a program that prints a token complains of: the same, and whatever looks like a secret.
    #[must_use]
    pub(crate) fn complaint(&self, text: Vec<u8>) -> Vec<u8> {
        let text = self.token_text(text);
        let spans = complaint::spans(&text).into_iter().map(|span| (span, MASK)).collect();
        changed(replace(&text, spans)).unwrap_or(text)
    }

    fn names(&self) -> Arc<Names> {
        Arc::clone(&self.names.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn clean(&self, body: Vec<u8>, names: &Names, is_cut: bool) -> Vec<u8> {
        let is_json = serde_json::from_slice::<IgnoredAny>(&body).is_ok();
        let mut spans = self.members(&body, names, is_json);
        if is_cut {
            spans.extend(self.cut_credential(&body, names));
        }
        let body = changed(replace(&body, spans)).unwrap_or(body);
        let body = changed(self.known(&body, false)).unwrap_or(body);
        if !is_cut && is_json {
            return body;
        }
        // A body that is no JSON may have been cut without anybody saying so.
        let known = self.secrets();
        let long = known.all.iter().filter(|it| !it.is_short());
        match long.filter_map(|it| it.cut_at_end(&body)).min() {
            Some(start) => changed(replace(&body, vec![(start..body.len(), MASK)])).unwrap_or(body),
            None => body,
        }
    }

    /// Values of sensitive members, and short secrets in members that hold credentials.
    fn members(&self, body: &[u8], names: &Names, is_json: bool) -> Vec<Span> {
        let found = json::scan(body, names);
        let mut spans: Vec<Span> = Vec::new();
        spans.extend(found.secrets.into_iter().map(|span| (span, VALUE_MASK)));
        let operations = operation::values(body, names);
        spans.extend(operations.into_iter().map(|span| (span, VALUE_MASK)));
        if is_json {
            for text in found.texts {
                spans.extend(loose::values(body, text, names).into_iter().map(|it| (it, MASK)));
            }
        } else {
            let everything = 0..body.len();
            spans.extend(loose::values(body, everything, names).into_iter().map(|it| (it, MASK)));
        }
        let known = self.secrets();
        let short: Vec<&Arc<Known>> = known.all.iter().filter(|it| it.is_short()).collect();
        let mut searched = 0;
        for value in found.credentials.iter().filter(|_| !short.is_empty()) {
            // In a text that is no JSON one lies in another, which was searched as a whole.
            if value.end <= searched {
                continue;
            }
            searched = value.end;
            let text = body.get(value.clone()).unwrap_or_default();
            for span in short.iter().flat_map(|it| it.spans(text)) {
                spans.push((value.start + span.start..value.start + span.end, MASK));
            }
        }
        spans
    }

    /// The value of a member that holds a credential, when the body ends within it.
    fn cut_credential(&self, body: &[u8], names: &Names) -> Option<Span> {
        let last = json::scan(body, names).credentials.pop()?;
        (last.end == body.len() && !last.is_empty()).then_some((last, VALUE_MASK))
    }

    fn secrets(&self) -> Arc<KnownSecrets> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn known<'a>(&self, bytes: &'a [u8], with_short: bool) -> Cow<'a, [u8]> {
        let mut result = Cow::Borrowed(bytes);
        let known = self.secrets();
        for known in known.all.iter().filter(|it| with_short || !it.is_short()) {
            let spans = known.spans(&result);
            if !spans.is_empty() {
                let spans = spans.into_iter().map(|span| (span, MASK)).collect();
                result = Cow::Owned(replace(&result, spans).into_owned());
            }
        }
        result
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redactor({} secrets)", self.secrets().all.len())
    }
}

/// Whether a header of this name holds a credential.
pub(crate) fn is_secret_header(name: &str) -> bool {
    SECRET_HEADERS.iter().any(|it| name.eq_ignore_ascii_case(it)) || is_credential_name(name)
}

/// Whether a name looks like that of a credential: `token`, `clientSecret`, `x-api-key`. Letter case and separators are
/// the same to it.
#[must_use]
pub fn is_credential_name(name: &str) -> bool {
    names::is_credential(name)
}

/// What is taken out, and what takes its place.
type Span = (Range<usize>, &'static str);

fn changed(bytes: Cow<'_, [u8]>) -> Option<Vec<u8>> {
    match bytes {
        Cow::Owned(changed) => Some(changed),
        Cow::Borrowed(_) => None,
    }
}

/// Puts masks in the place of the spans, one for those that overlap.
fn replace(bytes: &[u8], mut spans: Vec<Span>) -> Cow<'_, [u8]> {
    if spans.is_empty() {
        return Cow::Borrowed(bytes);
    }
    spans.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut result = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for (span, mask) in spans {
        if span.start >= at && !span.is_empty() {
            result.extend_from_slice(bytes.get(at..span.start).unwrap_or_default());
            result.extend_from_slice(mask.as_bytes());
        }
        at = at.max(span.end);
    }
    result.extend_from_slice(bytes.get(at..).unwrap_or_default());
    Cow::Owned(result)
}
