//! The one way to the server: guard, limiter, sign-in, send, same-origin redirects, timing, redaction, recording.
//! What leaves it holds no secret and has been recorded; reading it as SCIM comes after.

mod body;

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use crate::base_url::{BaseUrl, host_of};
use crate::charset::Oddity;
use crate::credential::Credential;
use crate::error::{Failure, FailureKind};
use crate::exchange::{Answered, Context, Exchange, Outcome, Recorded, Recorder};
use crate::redact::Redactor;
use crate::settings::{Scheme, Settings};
use crate::tls;
use crate::transport::{ACCEPT_ENCODING, Head, Limits, Packed, Received, Transport};

/// How many redirects in a row are followed.
const REDIRECTS: u32 = 5;
/// How many requests of one session are on their way at the same time, until each of them is recorded.
const AT_ONCE: usize = 16;
/// RFC 7644 §3.1: the SCIM media type, with plain JSON for servers that know no other.
const ACCEPT: &str = "application/scim+json, application/json;q=0.9";
const USER_AGENT: &str = concat!("Scimscope/", env!("CARGO_PKG_VERSION"));

/// Where servers and the gateways before them put their own id of a request.
const REQUEST_ID_HEADERS: [&str; 12] = [
    "x-request-id",
    "x-correlation-id",
    "request-id",
    "x-amzn-requestid",
    "x-amzn-request-id",
    "x-okta-request-id",
    "x-github-request-id",
    "x-ms-request-id",
    "x-slack-req-id",
    "x-vcap-request-id",
    "x-trace-id",
    "cf-ray",
];

pub(crate) struct Pipeline {
    settings: Settings,
    credential: Option<Credential>,
    redactor: Redactor,
    recorder: Arc<dyn Recorder>,
    transport: Transport,
    limiter: Semaphore,
}

/// One GET.
pub(crate) struct Ask<'a> {
    pub(crate) url: Url,
    /// Whether the credential goes along; the connection test also asks without.
    pub(crate) signed: bool,
    /// Whether the answer describes the server, so that names of attributes are no names of members in it.
    pub(crate) is_document: bool,
    pub(crate) context: &'a Context,
}

/// A whole HTTP answer of any status, redacted and recorded.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) http_version: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) url: String,
    /// What kind of credential was sent, if any.
    pub(crate) sent: Option<Scheme>,
    /// What is odd about the character set of the body as it came. Here it is UTF-8 in any case.
    pub(crate) charset: Option<Oddity>,
    pub(crate) recorded: Recorded,
}

impl Answer {
    /// The first header of that name, given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }
}

/// One request of a chain of redirects, as it goes out.
struct Hop {
    request: reqwest::Request,
    sent: Option<Scheme>,
    is_document: bool,
    started_at: Timestamp,
}

impl Pipeline {
    pub(crate) fn open(
        settings: Settings,
        recorder: Arc<dyn Recorder>,
    ) -> Result<Pipeline, Failure> {
        let credential = Credential::of(&settings.auth)?;
        let in_the_clear = !settings.base.is_https() && !settings.base.is_loopback();
        if credential.is_some() && in_the_clear {
            return Err(Failure::new(FailureKind::PlainHttp { host: settings.base.host() }));
        }
        let trust =
            if settings.base.is_https() { tls::trust_system() } else { tls::trust_nobody() }?;
        let redactor =
            Redactor::new(credential.iter().flat_map(|it| &it.secrets).chain(&settings.secrets));
        redactor.learn(settings.sensitive_attributes.iter().cloned());
        Ok(Pipeline {
            redactor,
            transport: Transport::open(&settings, trust)?,
            limiter: Semaphore::new(AT_ONCE),
            credential,
            recorder,
            settings,
        })
    }

    pub(crate) fn base(&self) -> &BaseUrl {
        &self.settings.base
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }

    pub(crate) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// What kind of credential a signed request carries, if any.
    pub(crate) fn scheme(&self) -> Option<Scheme> {
        self.credential.as_ref().map(|it| it.scheme)
    }

    /// Asks, follows redirects on the same origin, and records every hop. A request that was cancelled before it was
    /// sent leaves no record, because nothing happened.
    pub(crate) async fn get(&self, ask: Ask<'_>) -> Result<Answer, Failure> {
        let context = ask.context;
        let cancelled = || Failure::new(FailureKind::Cancelled);
        let _permit = tokio::select! {
            biased;
            () = context.cancel.cancelled() => return Err(cancelled()),
            permit = self.limiter.acquire() => permit.map_err(|_| cancelled())?,
        };
        let started = Instant::now();
        let limits =
            Limits { deadline: started + self.transport.total_timeout(), cancel: &context.cancel };
        let mut url = ask.url;
        let mut last = None;
        for _ in 0..=REDIRECTS {
            let hop = self.hop(&url, ask.signed, ask.is_document)?;
            let (answer, location) = self.run(hop, &limits, context).await?;
            match self.next_hop(&url, &answer, location.as_ref())? {
                Some(next) => (url, last) = (next, answer.recorded.id),
                None => return Ok(answer),
            }
        }
        let kind = FailureKind::TooManyRedirects { limit: REDIRECTS };
        Err(Failure::at(kind, &self.redactor.url(url.as_str()), last))
    }

    /// Redacts and keeps an exchange that did not pass [`Pipeline::get`]: a look at DNS, TCP or TLS.
    pub(crate) async fn record(&self, mut exchange: Exchange) -> Recorded {
        exchange.outcome = match exchange.outcome {
            Outcome::Seen(text) => Outcome::Seen(self.redactor.text(&text)),
            Outcome::Failed { code, message, partial } => {
                Outcome::Failed { code, message: self.redactor.text(&message), partial }
            }
            answered @ Outcome::Answered(_) => answered,
        };
        exchange.url = self.redactor.url(&exchange.url);
        self.recorder.record(exchange).await
    }

    /// The guard: only GET, only to the origin of the base URL, and the credential never in the clear to elsewhere.
    fn hop(&self, url: &Url, signed: bool, is_document: bool) -> Result<Hop, Failure> {
        if !self.settings.base.is_same_origin(url) {
            let kind = FailureKind::RedirectElsewhere {
                from_origin: self.settings.base.origin(),
                to_origin: url.origin().ascii_serialization(),
            };
            return Err(Failure::at(kind, &self.redactor.url(url.as_str()), None));
        }
        let mut request = reqwest::Request::new(Method::GET, url.clone());
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, HeaderValue::from_static(ACCEPT));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(ACCEPT_ENCODING));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        let credential = self.credential.as_ref().filter(|_| signed);
        if let Some(credential) = credential {
            headers.insert(header::AUTHORIZATION, credential.header.clone());
        }
        let sent = credential.map(|it| it.scheme);
        Ok(Hop { request, sent, is_document, started_at: Timestamp::now() })
    }

    /// The answer, and where it redirects to, unredacted: to be followed, not to be shown.
    async fn run(
        &self,
        hop: Hop,
        limits: &Limits<'_>,
        context: &Context,
    ) -> Result<(Answer, Option<HeaderValue>), Failure> {
        let url = self.redactor.url(hop.request.url().as_str());
        let mut exchange = Exchange {
            asked_by: context.asked_by.clone(),
            operation: context.operation.clone(),
            started_at: hop.started_at,
            method: hop.request.method().to_string(),
            url: url.clone(),
            request_headers: self.request_headers(&hop.request),
            request_body: None,
            outcome: Outcome::Seen(String::new()),
            timing: crate::exchange::Timing::default(),
            request_id: None,
        };
        let received = self.transport.send(hop.request, limits).await;
        exchange.timing = received.timing;
        exchange.request_id = received.head.as_ref().and_then(|head| self.request_id(head));
        let location =
            received.head.as_ref().and_then(|it| it.headers.get(header::LOCATION).cloned());
        let packed = received.packed.as_ref().map(not_kept).unwrap_or_default();
        let (failure, answered) = self.outcome(received, hop.is_document);
        let (outcome, result) = match (failure, answered) {
            (None, Some((answered, read))) => {
                let body = read.text.unwrap_or_else(|| answered.body.clone());
                let (status, headers) = (answered.status, answered.headers.clone());
                let version = answered.http_version.clone();
                let answer = (status, version, headers, body, read.oddity);
                (Outcome::Answered(answered), Ok(answer))
            }
            (failure, partial) => {
                let partial = partial.map(|(answered, _)| answered);
                // An end without a head and without an error cannot be, but would mean this.
                let closed = || FailureKind::ConnectionClosed { host: self.base().host() };
                let kind = failure.unwrap_or_else(closed);
                let message = self.redactor.text(&format!("{kind}{packed}"));
                (Outcome::Failed { code: kind.code().to_owned(), message, partial }, Err(kind))
            }
        };
        exchange.outcome = outcome;
        let recorded = self.recorder.record(exchange).await;
        match result {
            Err(kind) => Err(Failure::at(kind, &url, recorded.id)),
            Ok((status, http_version, headers, body, charset)) => {
                let sent = hop.sent;
                let answer =
                    Answer { status, http_version, headers, body, url, sent, charset, recorded };
                Ok((answer, location))
            }
        }
    }

    fn outcome(
        &self,
        received: Received,
        is_document: bool,
    ) -> (Option<FailureKind>, Option<(Answered, body::Read)>) {
        let kind = match (is_document, received.failure.is_some()) {
            (true, is_cut) => body::Kind::Document { is_cut },
            (false, true) => body::Kind::Beginning,
            (false, false) => body::Kind::Whole,
        };
        let answered = received.head.map(|head| {
            let content_type = head.headers.get(header::CONTENT_TYPE);
            let content_type = content_type.and_then(|it| it.to_str().ok());
            let (body, read) = body::redact(&self.redactor, kind, content_type, received.body);
            let answered = Answered {
                status: head.status.as_u16(),
                http_version: version_name(head.version),
                headers: self.header_list(&head.headers),
                body,
            };
            (answered, read)
        });
        (received.failure, answered)
    }

    /// Where a redirect leads, if the answer is one.
    fn next_hop(
        &self,
        from: &Url,
        answer: &Answer,
        location: Option<&HeaderValue>,
    ) -> Result<Option<Url>, Failure> {
        let is_redirect = matches!(
            StatusCode::from_u16(answer.status),
            Ok(StatusCode::MOVED_PERMANENTLY
                | StatusCode::FOUND
                | StatusCode::SEE_OTHER
                | StatusCode::TEMPORARY_REDIRECT
                | StatusCode::PERMANENT_REDIRECT)
        );
        let location = location.filter(|_| is_redirect);
        let location = location.map(|it| String::from_utf8_lossy(it.as_bytes()));
        let Some(mut next) = location.and_then(|location| from.join(&location).ok()) else {
            return Ok(None);
        };
        next.set_fragment(None);
        if self.settings.base.is_same_origin(&next) {
            return Ok(Some(next));
        }
        let kind = FailureKind::RedirectElsewhere {
            from_origin: self.settings.base.origin(),
            to_origin: next.origin().ascii_serialization(),
        };
        Err(Failure::at(kind, &answer.url, answer.recorded.id.clone()))
    }

    /// The headers of the request as it goes out. `Host` is written by the HTTP library from the URL, and so is it here.
    fn request_headers(&self, request: &reqwest::Request) -> Vec<(String, String)> {
        let host = host_of(request.url());
        let host = if host.contains(':') { format!("[{host}]") } else { host };
        let host = match request.url().port() {
            Some(port) => format!("{host}:{port}"),
            None => host,
        };
        let mut headers = vec![("host".to_owned(), host)];
        headers.extend(self.header_list(request.headers()));
        headers
    }

    fn header_list(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        headers
            .iter()
            .map(|(name, value)| {
                let name = name.as_str().to_owned();
                let value = self.redactor.header(&name, value.as_bytes());
                (name, value)
            })
            .collect()
    }

    fn request_id(&self, head: &Head) -> Option<String> {
        REQUEST_ID_HEADERS.iter().find_map(|name| {
            let value = head.headers.get(*name)?;
            Some(self.redactor.header(name, value.as_bytes())).filter(|id| !id.is_empty())
        })
    }
}

/// What became of a packed body that failed, as the end of a message.
fn not_kept(packed: &Packed) -> String {
    format!(
        "; {} bytes packed as {} arrived, and only what could be unpacked of them is kept",
        packed.received_bytes, packed.encoding
    )
}

fn version_name(version: Version) -> String {
    match version {
        Version::HTTP_2 => "HTTP/2".to_owned(),
        other => format!("{other:?}"),
    }
}
