//! One request on the wire: sent as built, no redirect followed, with time limits, a size limit and a way to stop it.
//! It neither signs in nor records; that is the pipeline's.

use std::io;
use std::time::Duration;

use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZlibDecoder};
use http::{HeaderMap, StatusCode, Version, header};
use hyper_util::client::proxy::matcher::Matcher;
use rustls::ClientConfig;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::base_url::BaseUrl;
use crate::classify::{self, Target};
use crate::error::{Failure, FailureKind, Phase};
use crate::exchange::{Timing, micros};
use crate::settings::Settings;

/// What we unpack, as the `Accept-Encoding` of every request says.
pub(crate) const ACCEPT_ENCODING: &str = "gzip, br";

/// How much of a body is kept for the record when it is over the limit.
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
    pub(crate) fn open(settings: &Settings, tls: ClientConfig) -> Result<Transport, Failure> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(settings.connect_timeout)
            .no_gzip()
            .no_brotli()
            .no_deflate();
        if settings.base.is_loopback() {
            // What is meant for this machine, a token over plain http among it, must not reach a proxy.
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| {
            Failure::new(FailureKind::Unreachable {
                host: settings.base.host(),
                reason: error.to_string(),
            })
        })?;
        Ok(Transport {
            client,
            target: target(settings),
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
        let response = self
            .within(limits, Phase::FirstByte, self.client.execute(request))
            .await?
            .map_err(|error| classify::send_failure(&error, &self.target))?;
        received.timing.to_headers_us = Some(micros(started.elapsed()));
        received.head = Some(Head {
            status: response.status(),
            version: response.version(),
            headers: response.headers().clone(),
        });
        let reading = Instant::now();
        let result = self.read(response, limits, &mut received.body).await;
        received.timing.read_us = Some(micros(reading.elapsed()));
        let encoding = received.head.as_ref().and_then(content_encoding);
        match (result, encoding) {
            (Ok(()), Some(encoding)) => {
                let unpacked = self.unpack(&encoding, &received.body, limits).await;
                unpacked.map(|body| received.body = body)
            }
            (result, _) => result,
        }
    }

    async fn read(
        &self,
        mut response: reqwest::Response,
        limits: &Limits<'_>,
        body: &mut Vec<u8>,
    ) -> Result<(), FailureKind> {
        if response.content_length().is_some_and(|length| length > self.limit_bytes) {
            return Err(self.too_large());
        }
        loop {
            let chunk = self.within(limits, Phase::Body, response.chunk()).await?;
            let read = body.len() as u64;
            let Some(chunk) = chunk.map_err(|error| classify::body_failure(&error, read))? else {
                return Ok(());
            };
            body.extend_from_slice(&chunk);
            if body.len() as u64 > self.limit_bytes {
                body.truncate(KEPT_OF_TOO_LARGE);
                return Err(self.too_large());
            }
        }
    }

    /// Undoes a `Content-Encoding`; one that we did not ask for and do not know leaves the body as it is.
    async fn unpack(
        &self,
        encoding: &str,
        packed: &[u8],
        limits: &Limits<'_>,
    ) -> Result<Vec<u8>, FailureKind> {
        let mut decoder: Box<dyn AsyncRead + Send + Unpin + '_> = match encoding {
            "gzip" | "x-gzip" => Box::new(GzipDecoder::new(packed)),
            "br" => Box::new(BrotliDecoder::new(packed)),
            "deflate" => Box::new(ZlibDecoder::new(packed)),
            _ => return Ok(packed.to_vec()),
        };
        let mut body = Vec::new();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = decoder.read(&mut buffer).await.map_err(|error: io::Error| {
                tracing::debug!(%error, encoding, "a body cannot be unpacked");
                FailureKind::BadEncoding { encoding: encoding.to_owned() }
            })?;
            if read == 0 {
                return Ok(body);
            }
            body.extend_from_slice(buffer.get(..read).unwrap_or_default());
            if body.len() as u64 > self.limit_bytes {
                return Err(self.too_large());
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

    fn too_large(&self) -> FailureKind {
        FailureKind::TooLarge { limit_bytes: self.limit_bytes }
    }
}

fn content_encoding(head: &Head) -> Option<String> {
    let encoding = head.headers.get(header::CONTENT_ENCODING)?.to_str().ok()?;
    let encoding = encoding.trim().to_ascii_lowercase();
    (!encoding.is_empty() && encoding != "identity").then_some(encoding)
}

fn target(settings: &Settings) -> Target {
    Target {
        host: settings.base.host(),
        port: settings.base.port(),
        is_https: settings.base.is_https(),
        proxy: proxy(&settings.base),
        connect_timeout: settings.connect_timeout,
    }
}

/// The proxy that the system names for this server: `HOST:PORT`, never its credentials.
fn proxy(base: &BaseUrl) -> Option<String> {
    if base.is_loopback() {
        return None;
    }
    let destination: http::Uri = base.as_str().parse().ok()?;
    let intercept = Matcher::from_system().intercept(&destination)?;
    let host = intercept.uri().host()?;
    let port = match (intercept.uri().port_u16(), intercept.uri().scheme_str()) {
        (Some(port), _) => port,
        (None, Some("https")) => 443,
        (None, _) => 80,
    };
    Some(format!("{host}:{port}"))
}
