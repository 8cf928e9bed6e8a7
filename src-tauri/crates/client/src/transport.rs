//! One request on the wire: sent as built, no redirect followed, with time limits, a size limit and a way to stop it.
//! It neither signs in nor records; that is the pipeline's.

use std::net::IpAddr;
use std::time::Duration;

use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZlibDecoder};
use http::{HeaderMap, StatusCode, Version, header};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::base_url::BaseUrl;
use crate::classify::{self, Target, Via};
use crate::error::{Failure, FailureKind, Oversize, Phase};
use crate::exchange::{Timing, micros};
use crate::network::{Proxy, passage, unusable};
use crate::settings::Settings;
use crate::times::{Connecting, Lookup, Watch};
use crate::tls::Trust;

/// What we unpack, as the `Accept-Encoding` of every request says.
pub(crate) const ACCEPT_ENCODING: &str = "gzip, br";

/// How much of a body is kept for the record when it is over the limit, or packed and not whole.
const KEPT_OF_TOO_LARGE: usize = 64 * 1024;

pub(crate) struct Transport {
    client: reqwest::Client,
    target: Target,
    total_timeout: Duration,
    limit_bytes: u64,
}

/// What came of one request: as much of the answer as arrived, and the failure that ended it, if one did.
#[derive(Default)]
pub(crate) struct Received {
    pub(crate) head: Option<Head>,
    pub(crate) body: Vec<u8>,
    pub(crate) timing: Timing,
    pub(crate) failure: Option<FailureKind>,
    /// Whether nothing of the request can have left: no connection came about.
    pub(crate) not_sent: bool,
    /// Set when a packed body failed: the body is then as much as could be unpacked.
    pub(crate) packed: Option<Packed>,
}

/// What arrived of a body that was packed. Its bytes are never kept: a secret in them could not be seen.
pub(crate) struct Packed {
    pub(crate) encoding: String,
    pub(crate) received_bytes: usize,
}

pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) version: Version,
    pub(crate) headers: HeaderMap,
}

/// When a request has to be done, and what can stop it before.
pub(crate) struct Limits<'a> {
    pub(crate) deadline: Instant,
    pub(crate) cancel: &'a CancellationToken,
}

impl Transport {
    pub(crate) fn open(settings: &Settings, trust: Trust) -> Result<Transport, Failure> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(trust.config)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(connect_limit(settings))
            .dns_resolver(Lookup(settings.network.addresses))
            .connector_layer(Connecting)
            .no_gzip()
            .no_brotli()
            .no_deflate();
        let target = target(settings, trust.has_authorities);
        check_addresses(settings, &target)?;
        check_certificate(settings, &target)?;
        if let Some(mut addresses) = settings.base.loopback_addresses().map(Vec::from) {
            addresses.retain(|it| settings.network.addresses.allow(it.ip()));
            // Not looked up: whoever answers for that name could lead a token over plain http off this machine.
            builder = builder.resolve_to_addrs(&settings.base.host(), &addresses);
        }
        builder = match &settings.network.proxy {
            // The library no longer looks for one of the system then, nor at what the system excepts.
            Proxy::Explicit(server) => builder.proxy(server.for_library()?),
            Proxy::None => builder.no_proxy(),
            // What is meant for this machine, a token over plain http among it, must not reach a proxy by accident.
            Proxy::System if settings.base.is_loopback() => builder.no_proxy(),
            Proxy::System => builder,
        };
        let client = builder.build().map_err(|error| {
            Failure::new(FailureKind::Unreachable {
                host: settings.base.host(),
                reason: error.to_string(),
            })
        })?;
        Ok(Transport {
            client,
            target,
            total_timeout: settings.total_timeout,
            limit_bytes: settings.body_limit_bytes,
        })
    }

    pub(crate) fn target(&self) -> &Target {
        &self.target
    }

    pub(crate) fn total_timeout(&self) -> Duration {
        self.total_timeout
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&self, request: reqwest::Request, limits: &Limits<'_>) -> Received {
        let started = Instant::now();
        let mut received = Received::default();
        if limits.cancel.is_cancelled() {
            (received.failure, received.not_sent) = (Some(FailureKind::Cancelled), true);
            return received;
        }
        let result = self.receive(request, limits, started, &mut received).await;
        received.failure = result.err();
        received.timing.total_us = micros(started.elapsed());
        received
    }

    async fn receive(
        &self,
        request: reqwest::Request,
        limits: &Limits<'_>,
        started: Instant,
        received: &mut Received,
    ) -> Result<(), FailureKind> {
        let watch = Watch::default();
        let sending = watch.over(self.client.execute(request));
        let sent = self.within(limits, Phase::FirstByte, sending).await;
        let answered_on = sent.as_ref().ok().and_then(|it| it.as_ref().ok());
        watch.note(answered_on.map(reqwest::Response::extensions), &mut received.timing);
        // Cancelled, or out of time.
        received.not_sent = sent.is_err() && watch.is_connecting();
        let response = sent?.map_err(|error| {
            received.not_sent = error.is_connect();
            classify::send_failure(&error, &self.target)
        })?;
        received.timing.to_headers_us = Some(micros(started.elapsed()));
        received.head = Some(Head {
            status: response.status(),
            version: response.version(),
            headers: response.headers().clone(),
        });
        if let Some(kind) = self.refused_by_proxy(response.status()) {
            received.not_sent = true;
            return Err(kind);
        }
        let reading = Instant::now();
        let result = self.read(response, limits, &mut received.body).await;
        received.timing.read_us = Some(micros(reading.elapsed()));
        let encoding = received.head.as_ref().and_then(content_encoding);
        let Some(encoding) = encoding else { return result };
        let packed = std::mem::take(&mut received.body);
        let unpacked = match result {
            Ok(()) => self.unpack(&encoding, &packed, limits).await,
            Err(kind) => Err(kind),
        };
        match unpacked {
            Ok(body) => {
                received.body = body;
                Ok(())
            }
            Err(kind) => {
                received.body = unpacked_beginning(&encoding, &packed).await;
                received.packed = Some(Packed { encoding, received_bytes: packed.len() });
                Err(kind)
            }
        }
    }

    /// Only a proxy answers so (RFC 9110 §15.5.8), and one that is asked in clear does it in the place of the server.
    fn refused_by_proxy(&self, status: StatusCode) -> Option<FailureKind> {
        let via = self.target.proxy.as_ref().filter(|_| !self.target.is_https)?;
        (status == StatusCode::PROXY_AUTHENTICATION_REQUIRED).then(|| via.wants_sign_in())
    }

    async fn read(
        &self,
        mut response: reqwest::Response,
        limits: &Limits<'_>,
        body: &mut Vec<u8>,
    ) -> Result<(), FailureKind> {
        let announced = response.content_length();
        if let Some(length) = announced.filter(|length| *length > self.limit_bytes) {
            return Err(self.too_large(Oversize::Announced(length)));
        }
        loop {
            let chunk = self.within(limits, Phase::Body, response.chunk()).await?;
            let read = body.len() as u64;
            let Some(chunk) =
                chunk.map_err(|error| classify::body_failure(&error, read, announced))?
            else {
                return Ok(());
            };
            body.extend_from_slice(&chunk);
            if body.len() as u64 > self.limit_bytes {
                body.truncate(KEPT_OF_TOO_LARGE);
                return Err(self.too_large(Oversize::Received));
            }
        }
    }

    /// Undoes a `Content-Encoding`. Some servers put a character set there: one that we do not know leaves text as it is.
    async fn unpack(
        &self,
        encoding: &str,
        packed: &[u8],
        limits: &Limits<'_>,
    ) -> Result<Vec<u8>, FailureKind> {
        let bad_encoding = || FailureKind::BadEncoding { encoding: encoding.to_owned() };
        let Some(mut decoder) = decoder(encoding, packed) else {
            return if is_text(packed) { Ok(packed.to_vec()) } else { Err(bad_encoding()) };
        };
        let mut body = Vec::new();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = decoder.read(&mut buffer).await.map_err(|_| bad_encoding())?;
            if read == 0 {
                return Ok(body);
            }
            body.extend_from_slice(buffer.get(..read).unwrap_or_default());
            if body.len() as u64 > self.limit_bytes {
                return Err(self.too_large(Oversize::Unpacked { encoding: encoding.to_owned() }));
            }
            // The decoder reads from memory and is always ready: others, and a cancellation, get their turn here.
            self.within(limits, Phase::Body, tokio::task::yield_now()).await?;
        }
    }

    async fn within<T>(
        &self,
        limits: &Limits<'_>,
        phase: Phase,
        work: impl Future<Output = T>,
    ) -> Result<T, FailureKind> {
        tokio::select! {
            biased;
            () = limits.cancel.cancelled() => Err(FailureKind::Cancelled),
            done = timeout_at(limits.deadline, work) => {
                done.map_err(|_| FailureKind::TimedOut { phase, after: self.total_timeout })
            }
        }
    }

    fn too_large(&self, seen: Oversize) -> FailureKind {
        FailureKind::TooLarge { limit_bytes: self.limit_bytes, seen }
    }
}

fn decoder<'a>(encoding: &str, packed: &'a [u8]) -> Option<Box<dyn AsyncRead + Send + Unpin + 'a>> {
    match encoding {
        "gzip" | "x-gzip" => Some(Box::new(GzipDecoder::new(packed))),
        "br" => Some(Box::new(BrotliDecoder::new(packed))),
        "deflate" => Some(Box::new(ZlibDecoder::new(packed))),
        _ => None,
    }
}

/// What can be unpacked of a body that is damaged or not whole, up to a bound; text that is not packed at all, too.
async fn unpacked_beginning(encoding: &str, packed: &[u8]) -> Vec<u8> {
    let Some(mut decoder) = decoder(encoding, packed) else {
        let text = packed.get(..KEPT_OF_TOO_LARGE).unwrap_or(packed);
        return if is_text(text) { text.to_vec() } else { Vec::new() };
    };
    let mut body = Vec::new();
    // Small, because a decoder that fails gives nothing of what it has put into the buffer by then.
    let mut buffer = [0; 64];
    while body.len() < KEPT_OF_TOO_LARGE
        && let Ok(read @ 1..) = decoder.read(&mut buffer).await
    {
        body.extend_from_slice(buffer.get(..read).unwrap_or_default());
    }
    body
}

/// Whether all of it is UTF-8 without control characters that packed bytes are full of; the last character may be cut.
fn is_text(bytes: &[u8]) -> bool {
    let is_utf8 = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    is_utf8 && !bytes.iter().any(|it| it.is_ascii_control() && !it.is_ascii_whitespace())
}

fn content_encoding(head: &Head) -> Option<String> {
    let encoding = head.headers.get(header::CONTENT_ENCODING)?.to_str().ok()?;
    let encoding = encoding.trim().to_ascii_lowercase();
    (!encoding.is_empty() && encoding != "identity").then_some(encoding)
}

fn target(settings: &Settings, has_authorities: bool) -> Target {
    Target {
        host: settings.base.host(),
        port: settings.base.port(),
        is_https: settings.base.is_https(),
        proxy: via(settings),
        has_authorities,
        certificate_asked_for: settings.certificate.as_ref().map(|it| it.was_asked_for()),
        connect_timeout: settings.connect_timeout,
    }
}

/// The proxy that requests go through, never its credentials.
fn via(settings: &Settings) -> Option<Via> {
    match &settings.network.proxy {
        Proxy::Explicit(server) => Some(Via::named(server)),
        Proxy::None => None,
        Proxy::System => of_system(&settings.base),
    }
}

/// The proxy that the system names for this server.
fn of_system(base: &BaseUrl) -> Option<Via> {
    let intercept = passage::of_system(base)?;
    let host = intercept.uri().host()?;
    let port = match (intercept.uri().port_u16(), intercept.uri().scheme_str()) {
        (Some(port), _) => port,
        (None, Some("https")) => 443,
        (None, Some(scheme)) if scheme.starts_with("socks") => 1080,
        (None, _) => 80,
    };
    let signs_in = intercept.basic_auth().is_some() || intercept.raw_auth().is_some();
    let is_secure = intercept.uri().scheme_str() == Some("https");
    Some(Via { host: host.to_owned(), port, is_named: false, signs_in, is_secure })
}

/// An address that is written down is not looked up, so that nothing would leave it out.
fn check_addresses(settings: &Settings, target: &Target) -> Result<(), Failure> {
    let host = target.proxy.as_ref().map_or(target.host.as_str(), |it| it.host.as_str());
    let wanted = settings.network.addresses;
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) if !wanted.allow(address) => {
            let reason = format!("{address} is no {} address", wanted.name());
            Err(unusable("addresses", reason))
        }
        _ => Ok(()),
    }
}

/// The library speaks to the server and to a proxy of https by one configuration of TLS: the proxy had only to ask for
/// the certificate that is for the server.
fn check_certificate(settings: &Settings, target: &Target) -> Result<(), Failure> {
    let is_asked_by_proxy = target.proxy.as_ref().is_some_and(|it| it.is_secure);
    if settings.certificate.is_none() || !is_asked_by_proxy {
        return Ok(());
    }
    let reason = "the proxy is spoken to over https, and could ask for the client certificate that is for the server \
                  alone. With http:// in front of it, what goes through it to a server of https is encrypted all the same";
    Err(unusable("proxyUrl", reason.to_owned()))
}

/// The time limit for connecting. Where it is that of the whole request, it ends a little earlier: a connection that
/// never came about is told as that, and not as an answer that never came.
fn connect_limit(settings: &Settings) -> Duration {
    const EARLIER: Duration = Duration::from_millis(50);
    settings.connect_timeout.min(settings.total_timeout.saturating_sub(EARLIER))
}
