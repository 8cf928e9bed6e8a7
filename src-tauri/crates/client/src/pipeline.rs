//! The one way to the server: guard, limiter, sign-in, send, same-origin redirects, timing, redaction, recording.
//! What leaves it holds no secret and has been recorded; reading it as SCIM comes after.

mod body;
mod end;
mod turn;

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::answer::refusal;
use crate::auth::authenticator::{Authenticator, Prepared, Signed};
use crate::auth::certificate::ClientCertificate;
use crate::base_url::BaseUrl;
use crate::charset::Oddity;
use crate::error::{Failure, FailureKind, TokenSays};
use crate::exchange::{Answered, Context, Exchange, Outcome, Recorded, Recorder, Timing};
use crate::guard::{Admitted, Confirmation, Guard, Leave};
use crate::intermediary;
use crate::limiter::{Cancelled, Limiter};
use crate::network::{Network, ProxyServer};
use crate::rate_limit::{self, RateLimits, RetryAfter};
use crate::redact::Redactor;
use crate::request::{Rendered, Request};
use crate::settings::{Scheme, Settings};
use crate::tls;
use crate::transport::{ACCEPT_ENCODING, Head, Limits, Received, Transport};
use crate::wire::{self, USER_AGENT, not_kept, version_name};
use crate::write::Sent;
use end::End;

/// How many redirects in a row are followed.
const REDIRECTS: u32 = 5;
/// RFC 7644 §3.1: the SCIM media type, with plain JSON for servers that know no other.
const ACCEPT: &str = "application/scim+json, application/json;q=0.9";

pub(crate) struct Pipeline {
    settings: Settings,
    authenticator: Authenticator,
    redactor: Arc<Redactor>,
    recorder: Arc<dyn Recorder>,
    transport: Transport,
    /// Nothing more is begun: see [`crate::session::Session::end`].
    ended: CancellationToken,
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
    /// What the token says of itself that the server did not accept.
    pub(crate) token: Option<TokenSays>,
    /// What is odd about the character set of the body as it came. Here it is UTF-8 in any case.
    pub(crate) charset: Option<Oddity>,
    /// When its head came.
    pub(crate) arrived: Timestamp,
    /// What it says about limits.
    pub(crate) limits: Option<RateLimits>,
    /// Why the body of an answer to a write is not whole. A read fails by that.
    pub(crate) incomplete: Option<FailureKind>,
    /// It was the answer to a write, and does not tell whether that was done.
    pub(crate) leaves_open: bool,
    pub(crate) recorded: Recorded,
}

impl Answer {
    /// The first header of that name, given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// For how long it asks to be left alone, if it does.
    pub(crate) fn retry_after(&self) -> Option<RetryAfter> {
        let of_quotas = || {
            let limits = self.limits.as_ref().filter(|_| self.status == 429)?;
            RetryAfter::of_quotas(limits, self.arrived)
        };
        RetryAfter::read(&self.headers, self.arrived).or_else(of_quotas)
    }
}

/// How a request is sent.
#[derive(Clone, Copy)]
struct Manner {
    signed: bool,
    is_document: bool,
}

/// One request of a chain of redirects, as it goes out.
struct Hop {
    request: reqwest::Request,
    sent: Option<Scheme>,
    /// Set for a write.
    leave: Option<Leave>,
    is_document: bool,
    started_at: Timestamp,
    /// The same by the clock of the limiter.
    sent_at: Duration,
}

impl Pipeline {
    pub(crate) fn open(
        settings: Settings,
        recorder: Arc<dyn Recorder>,
    ) -> Result<Pipeline, Failure> {
        let prepared = Prepared::of(&settings)?;
        let network = &settings.network;
        if network.travels_in_clear(&settings.base) && !network.allows_plain_http {
            return Err(Failure::new(FailureKind::PlainHttp { host: settings.base.host() }));
        }
        let of_proxy = network.named_proxy().map(ProxyServer::secrets).unwrap_or_default();
        let secrets = prepared.secrets();
        let secrets = secrets.iter().chain(&settings.secrets).chain(&of_proxy);
        let redactor = Redactor::new(secrets).hiding(prepared.hidden_headers());
        redactor.learn(settings.sensitive_attributes.iter().cloned());
        let redactor = Arc::new(redactor);
        let trust = tls::trust_for(&settings.base, settings.certificate.as_ref(), network)?;
        let transport = Transport::open(&settings, trust)?;
        let authenticator =
            Authenticator::open(prepared, &settings, &redactor, Arc::clone(&recorder))?;
        let ended = CancellationToken::new();
        Ok(Pipeline { redactor, transport, authenticator, recorder, settings, ended })
    }

    /// From now on nothing more is sent; what is on its way comes to its end.
    pub(crate) fn end(&self) {
        self.ended.cancel();
    }

    pub(crate) fn base(&self) -> &BaseUrl {
        &self.settings.base
    }

    pub(crate) fn guard(&self) -> &Arc<Guard> {
        &self.settings.guard
    }

    pub(crate) fn limiter(&self) -> &Arc<Limiter> {
        &self.settings.limiter
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }

    pub(crate) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// What kind of credential a signed request carries, if any.
    pub(crate) fn scheme(&self) -> Option<Scheme> {
        self.authenticator.scheme()
    }

    /// What the server knows us by: that credential, or the client certificate where it has asked for that.
    pub(crate) fn known_by(&self) -> Option<Scheme> {
        self.scheme().or_else(|| self.shown_certificate())
    }

    fn shown_certificate(&self) -> Option<Scheme> {
        let was_asked_for = self.certificate()?.was_asked_for().load(Ordering::Relaxed);
        was_asked_for.then_some(Scheme::Certificate)
    }

    pub(crate) fn authenticator(&self) -> &Authenticator {
        &self.authenticator
    }

    /// The client certificate of this session, if it has one.
    pub(crate) fn certificate(&self) -> Option<&ClientCertificate> {
        self.settings.certificate.as_ref()
    }

    /// The way to the server.
    pub(crate) fn network(&self) -> &Network {
        &self.settings.network
    }

    /// Asks, follows redirects on the same origin, and records every hop. A request that was cancelled before it was
    /// sent leaves no record, because nothing happened.
    pub(crate) async fn get(&self, ask: Ask<'_>) -> Result<Answer, Failure> {
        let manner = Manner { signed: ask.signed, is_document: ask.is_document };
        self.pass(&Request::get(ask.url), None, manner, ask.context).await
    }

    /// Sends a request as it is, if the guard lets it pass.
    pub(crate) async fn send(
        &self,
        request: &Request,
        confirmation: Option<&Confirmation>,
        context: &Context,
    ) -> Result<Sent, Failure> {
        let manner = Manner { signed: true, is_document: false };
        match self.pass(request, confirmation, manner, context).await {
            Ok(answer) => Ok(Sent::of(request, answer)),
            Err(failure) if failure.outcome_unknown => Ok(Sent::unknown(request, failure)),
            Err(failure) => Err(failure),
        }
    }

    /// A request as [`Pipeline::send`] would send it, secrets masked.
    pub(crate) fn render(&self, request: &Request) -> Result<Rendered, Failure> {
        let manner = Manner { signed: true, is_document: false };
        let shown = self.authenticator.shown();
        let hop = self.hop(request, Some(&shown), manner, None)?;
        Ok(self.rendered(&hop.request))
    }

    /// Guard, limiter, and everything behind them. A read that was told to come later is repeated; each attempt is an
    /// exchange of its own.
    async fn pass(
        &self,
        request: &Request,
        confirmation: Option<&Confirmation>,
        manner: Manner,
        context: &Context,
    ) -> Result<Answer, Failure> {
        let Settings { base, guard, limiter, .. } = &self.settings;
        let admitted = guard.admit(base, request, confirmation)?;
        let mut patience = match &admitted {
            Admitted::Write(_) => limiter.patience().of_write(),
            Admitted::Read => limiter.patience(),
        };
        // What the last answer led to: another token for one more try, which is the only one.
        let (mut renewed, mut may_renew) = (None, true);
        let mut last = None;
        loop {
            let turn = self.turn(&mut patience, renewed.take(), manner, context).await;
            let (slot, signed) = match turn {
                Ok(turn) => turn,
                Err(why) => match self.not_sent(why, &admitted, last.take(), &mut patience) {
                    Some(result) => return result,
                    None => continue,
                },
            };
            let answer = self.follow(request, &admitted, manner, signed.as_ref(), context).await?;
            drop(slot);
            limiter.keep_refusal(answer.status, || {
                Failure::at(refusal(&answer), &answer.url, answer.recorded.id.clone())
            });
            if let Some(signed) = &signed {
                let status = answer.status;
                renewed = self.answered(signed, status, &admitted, may_renew, context).await?;
                if renewed.is_some() {
                    may_renew = false;
                    continue;
                }
            }
            if admitted.is_write() {
                return Ok(answer);
            }
            let (status, limits) = (answer.status, answer.limits.as_ref());
            match limiter.wait_to_repeat(status, limits, &mut patience, &context.cancel).await {
                Ok(true) => last = Some(answer),
                Ok(false) => return Ok(answer),
                Err(Cancelled) => return Err(Failure::new(FailureKind::Cancelled)),
            }
        }
    }

    /// What goes along with a request that is sent in this manner.
    async fn signed(&self, manner: Manner, context: &Context) -> Result<Option<Signed>, Failure> {
        match manner.signed {
            true => self.authenticator.sign(context).await.map(Some),
            false => Ok(None),
        }
    }

    /// Tells what came of a token. A 401 says that nothing was done: a read may be asked once more with what is
    /// returned. A write is not sent again; the next request has another token.
    async fn answered(
        &self,
        signed: &Signed,
        status: u16,
        admitted: &Admitted,
        may_renew: bool,
        context: &Context,
    ) -> Result<Option<Signed>, Failure> {
        match admitted {
            _ if status != 401 => self.authenticator.accepted(signed),
            Admitted::Write(_) => self.authenticator.refused(signed),
            Admitted::Read if may_renew => {
                return self.authenticator.renewed(signed, context).await;
            }
            Admitted::Read => {}
        }
        Ok(None)
    }

    /// Sends it, and a read also to where redirects on the same origin lead.
    async fn follow(
        &self,
        request: &Request,
        admitted: &Admitted,
        manner: Manner,
        signed: Option<&Signed>,
        context: &Context,
    ) -> Result<Answer, Failure> {
        let leave = match admitted {
            Admitted::Write(leave) => Some(leave),
            Admitted::Read => None,
        };
        let deadline = Instant::now() + self.transport.total_timeout();
        let limits = Limits { deadline, cancel: &context.cancel };
        let mut request = Cow::Borrowed(request);
        let mut last = None;
        for _ in 0..=REDIRECTS {
            let hop = self.hop(&request, signed, manner, leave)?;
            let (mut answer, location) = self.run(hop, &limits, context).await?;
            if answer.status == 401 {
                answer.token = signed.and_then(|it| it.says(self.limiter().now()));
            }
            if !may_follow(&request, admitted, answer.status) {
                return Ok(answer);
            }
            let Some(next) = self.next_hop(&request.url, &answer, location.as_ref())? else {
                return Ok(answer);
            };
            let next = request.redirected(next);
            self.settings.guard.admit(self.base(), &next, None)?;
            (request, last) = (Cow::Owned(next), answer.recorded.id);
        }
        let kind = FailureKind::TooManyRedirects { limit: REDIRECTS };
        Err(Failure::at(kind, &self.redactor.url(request.url.as_str()), last))
    }

    /// Redacts and keeps an exchange that did not pass [`Pipeline::get`]: a look at DNS, TCP or TLS.
    pub(crate) async fn record(&self, mut exchange: Exchange) -> Recorded {
        exchange.outcome = match exchange.outcome {
            Outcome::Seen(text) => Outcome::Seen(self.redactor.text(&text)),
            Outcome::Failed { code, message, partial } => {
                Outcome::Failed { code, message: self.redactor.text(&message), partial }
            }
            unknown @ Outcome::Unknown { .. } => unknown,
            answered @ Outcome::Answered(_) => answered,
        };
        exchange.url = self.redactor.url(&exchange.url);
        self.recorder.record(exchange).await
    }

    /// One request as it goes out: only to the origin of the base URL, so that the credential never goes elsewhere.
    fn hop(
        &self,
        asked: &Request,
        signed: Option<&Signed>,
        manner: Manner,
        leave: Option<&Leave>,
    ) -> Result<Hop, Failure> {
        let url = &asked.url;
        if !self.settings.base.is_same_origin(url) {
            let kind = FailureKind::RedirectElsewhere {
                from_origin: self.settings.base.origin(),
                to_origin: url.origin().ascii_serialization(),
                leads_to: None,
            };
            return Err(Failure::at(kind, &self.redactor.url(url.as_str()), None));
        }
        let mut request = reqwest::Request::new(asked.method.clone(), url.clone());
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, HeaderValue::from_static(ACCEPT));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(ACCEPT_ENCODING));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        self.authenticator.write_plain(headers);
        add_own(headers, asked);
        if let Some(signed) = signed {
            // Last, so that nothing takes the place of the credential.
            self.authenticator.write(signed, headers);
        }
        let sent = signed.and_then(Signed::scheme);
        if let Some(body) = &asked.body {
            *request.body_mut() = Some(body.clone().into());
        }
        let (leave, is_document) = (leave.cloned(), manner.is_document);
        let (started_at, sent_at) = (self.limiter().now(), self.limiter().running());
        Ok(Hop { request, sent, leave, is_document, started_at, sent_at })
    }

    /// The answer, and where it redirects to, unredacted: to be followed, not to be shown.
    async fn run(
        &self,
        hop: Hop,
        limits: &Limits<'_>,
        context: &Context,
    ) -> Result<(Answer, Option<HeaderValue>), Failure> {
        let Hop { request, sent, leave, is_document, started_at, sent_at } = hop;
        let mut exchange = self.begun(&request, started_at, context);
        let intended = match &leave {
            Some(leave) => Some(self.intend(leave, &exchange).await?),
            None => None,
        };
        self.limiter().leaves();
        let received = self.transport.send(request, limits).await;
        exchange.timing = received.timing;
        exchange.request_id = received.head.as_ref().and_then(|head| self.request_id(head));
        let location =
            received.head.as_ref().and_then(|it| it.headers.get(header::LOCATION).cloned());
        let may_be_done = leave.is_some() && !received.not_sent;
        let packed = received.packed.as_ref().map(not_kept).unwrap_or_default();
        let (failure, answered) = self.outcome(received, is_document);
        let arrived = arrival(&exchange.timing, started_at);
        let said_limits = self.learn(&answered, arrived, sent_at);
        exchange.rate_limits.clone_from(&said_limits);
        let End { outcome, read, failure, is_unknown } =
            self.end_of(failure, answered, may_be_done, &packed);
        exchange.outcome = outcome;
        let url = exchange.url.clone();
        let recorded = match intended {
            Some(intended) => self.recorder.complete(intended, exchange).await,
            None => self.recorder.record(exchange).await,
        };
        let told = |kind| {
            let failure = Failure::at(kind, &url, recorded.id.clone());
            Failure { outcome_unknown: is_unknown, ..failure }
        };
        let Some((answered, charset)) = read else { return Err(told(self.cause(failure))) };
        if failure.is_some() && (leave.is_none() || is_unknown) {
            return Err(told(self.cause(failure)));
        }
        let answer = Answer {
            status: answered.status,
            http_version: answered.http_version,
            headers: answered.headers,
            body: answered.body,
            url,
            sent: sent.or_else(|| self.shown_certificate()),
            token: None,
            charset,
            arrived,
            limits: said_limits,
            incomplete: failure,
            leaves_open: is_unknown,
            recorded,
        };
        Ok((answer, location))
    }

    /// The record of a request that is about to be sent.
    fn begun(
        &self,
        request: &reqwest::Request,
        started_at: Timestamp,
        context: &Context,
    ) -> Exchange {
        let Rendered { method, url, headers, body } = self.rendered(request);
        Exchange {
            asked_by: context.asked_by.clone(),
            operation: context.operation.clone(),
            started_at,
            method,
            url,
            request_headers: headers,
            request_body: body,
            outcome: Outcome::Seen(String::new()),
            timing: Timing::default(),
            request_id: None,
            rate_limits: None,
        }
    }

    /// What the answer says about limits; the limiter hears of it.
    fn learn(
        &self,
        answered: &Option<(Answered, body::Read)>,
        arrived: Timestamp,
        sent_at: Duration,
    ) -> Option<RateLimits> {
        let (answered, _) = answered.as_ref()?;
        let limits = rate_limit::read(&answered.headers, arrived);
        self.settings.limiter.learn(answered.status, limits.as_ref(), sent_at);
        limits
    }

    /// A request as it is recorded and shown: all of it, secrets masked.
    fn rendered(&self, request: &reqwest::Request) -> Rendered {
        let body = request.body().and_then(reqwest::Body::as_bytes);
        Rendered {
            method: request.method().to_string(),
            url: self.redactor.url(request.url().as_str()),
            headers: self.request_headers(request),
            body: body.map(|it| self.redactor.body(it.to_vec())),
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
            leads_to: intermediary::of_location(answer.status, &next),
        };
        Err(Failure::at(kind, &answer.url, answer.recorded.id.clone()))
    }

    fn request_headers(&self, request: &reqwest::Request) -> Vec<(String, String)> {
        wire::request_headers(&self.redactor, request)
    }

    fn header_list(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        wire::header_list(&self.redactor, headers)
    }

    fn request_id(&self, head: &Head) -> Option<String> {
        wire::request_id(&self.redactor, head)
    }
}

/// An answer came when its head did: that is what "in 20 seconds" counts from.
fn arrival(timing: &Timing, started_at: Timestamp) -> Timestamp {
    let after = timing.to_headers_us.and_then(|it| i64::try_from(it).ok()).unwrap_or(0);
    started_at.saturating_add(SignedDuration::from_micros(after)).unwrap_or(started_at)
}

/// Adds the headers of a request's own; one that is there already takes the place of the usual one.
fn add_own(headers: &mut HeaderMap, asked: &Request) {
    for (at, (name, value)) in asked.headers.iter().enumerate() {
        let is_repeated = asked.headers.iter().take(at).any(|(it, _)| it == name);
        if is_repeated {
            headers.append(name, value.clone());
        } else {
            headers.insert(name, value.clone());
        }
    }
}

/// Whether a redirect may be followed: a write goes where it was confirmed to go and nowhere else, and what is no GET
/// stays what it is only by a redirect that says so (RFC 9110 §15.4).
fn may_follow(request: &Request, admitted: &Admitted, status: u16) -> bool {
    let keeps_method = matches!(status, 307 | 308);
    let is_plain = matches!(request.method, Method::GET | Method::HEAD);
    !admitted.is_write() && (is_plain || keeps_method)
}
