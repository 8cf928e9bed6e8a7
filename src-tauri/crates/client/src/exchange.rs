//! One request with what came of it, as it is recorded: already redacted, headers in the order of the wire.
//! A connection test also records its looks at DNS, TCP and TLS, with the methods [`DNS`], [`TCP`] and [`TLS`].

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::rate_limit::RateLimits;

/// The method under which a name look-up is recorded; its URL is `dns://HOST`.
pub const DNS: &str = "DNS";
/// The method under which a bare TCP connection is recorded; its URL is `tcp://HOST:PORT`.
pub const TCP: &str = "TCP";
/// The method under which a bare TLS handshake is recorded; its URL is `tls://HOST:PORT`.
pub const TLS: &str = "TLS";

/// Whether a method is that of a look at DNS, TCP or TLS, and not one of HTTP.
#[must_use]
pub fn is_look(method: &str) -> bool {
    [DNS, TCP, TLS].contains(&method)
}

/// A future that is returned by a trait method.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Keeps exchanges. The pipeline waits for it, so that an answer that is shown has been recorded.
pub trait Recorder: Send + Sync {
    /// Keeps one exchange. A failure to do so is the recorder's to tell, never a failure of the request.
    fn record(&self, exchange: Exchange) -> BoxFuture<'_, Recorded>;

    /// Keeps a write that is about to be sent, as one of which nobody knows the outcome: that is what is left of it
    /// should the program end before the answer comes.
    ///
    /// # Errors
    /// Why it cannot be kept, as a text for people; then it is not sent.
    fn intend(&self, exchange: Exchange) -> BoxFuture<'_, Result<Recorded, String>>;

    /// Puts what came of a write in the place of its intention.
    fn complete(&self, intended: Recorded, exchange: Exchange) -> BoxFuture<'_, Recorded>;
}

/// What became of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The id under which it can be found again; `None` when it was not kept.
    pub id: Option<String>,
}

/// Who asks, and the way to stop it.
#[derive(Debug, Clone)]
pub struct Context {
    /// The part of the program that asks, as History names it: "Directory", "Connection test".
    pub asked_by: String,
    /// Groups the exchanges of one intention of the user.
    pub operation: String,
    /// Cancels the request and drops its connection.
    pub cancel: CancellationToken,
}

/// One request with its answer or its failure. Holds no secret.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// See [`Context::asked_by`].
    pub asked_by: String,
    /// See [`Context::operation`].
    pub operation: String,
    /// When the request was begun.
    pub started_at: Timestamp,
    /// The HTTP method, or [`DNS`], [`TCP`], [`TLS`].
    pub method: String,
    /// The full URL.
    pub url: String,
    /// All headers sent; empty for a look at DNS, TCP or TLS.
    pub request_headers: Vec<(String, String)>,
    /// The body sent, if any.
    pub request_body: Option<Vec<u8>>,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it took.
    pub timing: Timing,
    /// The server's own id of the request (`X-Request-Id` and its kin).
    pub request_id: Option<String>,
    /// What the answer says about limits, counted from when its head came.
    pub rate_limits: Option<RateLimits>,
}

/// The code of the outcome of a write that was about to be sent, and of which nothing was heard since.
pub const UNDER_WAY: &str = "underWay";

/// What came of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A whole HTTP answer, whatever its status.
    Answered(Answered),
    /// A look at DNS, TCP or TLS went well; what was seen, in one line.
    Seen(String),
    /// A write was on its way when something happened: nobody knows whether it was done. It is not sent again.
    Unknown {
        /// See [`crate::error::FailureKind::code`].
        code: String,
        /// What happened, in one line.
        message: String,
        /// What had arrived before, if anything.
        partial: Option<Answered>,
    },
    /// No whole answer.
    Failed {
        /// See [`crate::error::FailureKind::code`].
        code: String,
        /// What happened, in one line.
        message: String,
        /// What had arrived before, if anything: the head and the part of the body that was read.
        partial: Option<Answered>,
    },
}

/// An HTTP answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The status code.
    pub status: u16,
    /// "HTTP/1.1" or "HTTP/2".
    pub http_version: String,
    /// All headers received.
    pub headers: Vec<(String, String)>,
    /// The body, unpacked (a `Content-Encoding` is undone), otherwise byte for byte but for redacted spans.
    pub body: Vec<u8>,
}

/// How long a request took, in microseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timing {
    /// From the start to the end, whatever the end was.
    pub total_us: u64,
    /// From the start to the head of the answer.
    pub to_headers_us: Option<u64>,
    /// From the head to the last byte of the body.
    pub read_us: Option<u64>,
    /// For looking up the name; `None` when it was not looked up, or for another request.
    pub dns_us: Option<u64>,
    /// From the address to the TCP connection (through a proxy: to its tunnel); `None` when none was made for this.
    pub connect_us: Option<u64>,
    /// For the TLS handshake; `None` when there was none for this.
    pub tls_us: Option<u64>,
    /// Whether the answer came on a connection that this request did not wait for; `None` where that is not known.
    pub reused: Option<bool>,
}

/// A duration in whole microseconds, as [`Timing`] counts.
pub(crate) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
