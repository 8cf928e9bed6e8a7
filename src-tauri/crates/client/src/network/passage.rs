//! How a look passes the proxy on its way to a server: with the handshakes and the credential with which requests pass it,
//! so that what they would meet is met, and fails with the same errors.

use std::error::Error;
use std::future::{Ready, ready};
use std::net::IpAddr;
use std::task::{Context, Poll};

use http::Uri;
use hyper_util::client::legacy::connect::proxy::{SocksV4, SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tower_service::Service;

use super::{Network, Proxy};
use crate::base_url::BaseUrl;

/// A connection, whatever it is made of.
pub(crate) type Stream = Box<dyn Connection>;

/// What a connection can do.
pub(crate) trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

/// A way through a proxy to one server.
pub(crate) struct Passage {
    proxy: Intercept,
    server: Uri,
}

impl Passage {
    /// `None` where there is no proxy, or where none connects to the server: one of HTTP that is asked in clear is told
    /// each request instead.
    pub(crate) fn of(base: &BaseUrl, network: &Network) -> Option<Passage> {
        let of_base: Uri = base.as_str().parse().ok()?;
        let (scheme, host, port) = (of_base.scheme_str()?, of_base.host()?, base.port());
        let server: Uri = format!("{scheme}://{host}:{port}").parse().ok()?;
        let proxy = match &network.proxy {
            Proxy::None => None,
            Proxy::System => of_system(base),
            Proxy::Explicit(named) => named.for_look(&server),
        }?;
        let passage = Passage { proxy, server };
        (base.is_https() || passage.is_socks()).then_some(passage)
    }

    /// Whether the proxy is spoken to over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.proxy.uri().scheme_str() == Some("https")
    }

    fn is_socks(&self) -> bool {
        self.proxy.uri().scheme_str().is_some_and(|it| it.starts_with("socks"))
    }

    /// Whether the proxy is told the address of the server, and not its name.
    pub(crate) fn wants_address(&self) -> bool {
        matches!(self.proxy.uri().scheme_str(), Some("socks4" | "socks5"))
    }

    /// The same with the address in place of the name.
    pub(crate) fn to(self, address: IpAddr) -> Passage {
        let host = match address {
            IpAddr::V4(it) => it.to_string(),
            IpAddr::V6(it) => format!("[{it}]"),
        };
        let (scheme, port) = (self.server.scheme_str(), self.server.port_u16());
        let text = format!("{}://{host}:{}", scheme.unwrap_or("https"), port.unwrap_or(443));
        let server = text.parse().unwrap_or(self.server);
        Passage { server, ..self }
    }

    /// Has the proxy at the other end of a connection connect to the server.
    ///
    /// # Errors
    /// That of the HTTP library, for [`crate::classify`].
    pub(crate) async fn through(
        &self,
        stream: Stream,
    ) -> Result<Stream, Box<dyn Error + Send + Sync>> {
        let (proxy, server) = (self.proxy.uri().clone(), self.server.clone());
        let there = There(Some(stream));
        let passed = match proxy.scheme_str() {
            Some("socks4" | "socks4a") => SocksV4::new(proxy, there).call(server).await?,
            Some("socks5" | "socks5h") => {
                let mut socks = SocksV5::new(proxy, there);
                if let Some((user_name, password)) = self.proxy.raw_auth() {
                    socks = socks.with_auth(user_name.to_owned(), password.to_owned());
                }
                socks.call(server).await?
            }
            _ => {
                let mut tunnel = Tunnel::new(proxy, there);
                if let Some(credential) = self.proxy.basic_auth() {
                    tunnel = tunnel.with_auth(credential.clone());
                }
                tunnel.call(server).await?
            }
        };
        Ok(passed.into_inner())
    }
}

/// The proxy that the system names for this server; never one for this machine.
pub(crate) fn of_system(base: &BaseUrl) -> Option<Intercept> {
    if base.is_loopback() {
        return None;
    }
    let destination: Uri = base.as_str().parse().ok()?;
    Matcher::from_system().intercept(&destination)
}

/// "Connects" by handing over a connection that is there.
struct There(Option<Stream>);

impl Service<Uri> for There {
    type Response = TokioIo<Stream>;
    type Error = Taken;
    type Future = Ready<Result<TokioIo<Stream>, Taken>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Taken>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        ready(self.0.take().map(TokioIo::new).ok_or(Taken))
    }
}

/// There is one connection only.
#[derive(Debug, thiserror::Error)]
#[error("the connection was taken before")]
struct Taken;
