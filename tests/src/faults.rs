//! Servers that misbehave in one way each. They stop when dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::http;

/// How a server misbehaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// 401 to everything.
    Unauthorized,
    /// 200 with a page that asks people to sign in.
    LoginPage,
    /// 302 to this address.
    RedirectTo(String),
    /// 200 with JSON that has nothing to do with SCIM.
    OtherJson,
    /// Accepts the connection and never says a word.
    Silent,
    /// 200 with a body that does not end.
    Endless,
    /// 200 with an empty object; for counting who came.
    Plain,
}

/// A running server.
#[derive(Debug)]
pub struct FaultServer {
    origin: String,
    port: u16,
    requests: Arc<AtomicUsize>,
    with_token: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl FaultServer {
    /// Starts on a free loopback port.
    pub async fn start(fault: Fault) -> Result<FaultServer> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let requests = Arc::new(AtomicUsize::new(0));
        let with_token = Arc::new(AtomicUsize::new(0));
        let (seen, seen_token) = (Arc::clone(&requests), Arc::clone(&with_token));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, seen_token) = (Arc::clone(&seen), Arc::clone(&seen_token));
                let fault = fault.clone();
                tokio::spawn(async move {
                    // A client that leaves in the middle is part of the test.
                    misbehave(stream, &fault, &seen, &seen_token).await.ok();
                });
            }
        });
        Ok(FaultServer {
            origin: format!("http://127.0.0.1:{port}"),
            port,
            requests,
            with_token,
            task,
        })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where SCIM would begin.
    pub fn base_url(&self) -> String {
        format!("{}/scim/v2", self.origin)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How many requests came.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// How many of them carried an Authorization header.
    pub fn requests_with_token(&self) -> usize {
        self.with_token.load(Ordering::SeqCst)
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A port on which nobody listens.
pub fn refused_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A TLS server with a certificate that nobody signed. It stops when dropped.
#[derive(Debug)]
pub struct UntrustedServer {
    port: u16,
    handshakes: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl UntrustedServer {
    /// Starts on a free loopback port, for the name `localhost`.
    pub async fn start() -> Result<UntrustedServer> {
        http::install_tls();
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()])?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let configuration = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .context("the certificate cannot be used")?;
        let acceptor = TlsAcceptor::from(Arc::new(configuration));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let handshakes = Arc::new(AtomicUsize::new(0));
        let completed = Arc::clone(&handshakes);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, completed) = (acceptor.clone(), Arc::clone(&completed));
                tokio::spawn(async move {
                    if let Ok(mut stream) = acceptor.accept(stream).await {
                        completed.fetch_add(1, Ordering::SeqCst);
                        stream
                            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
                            .await
                            .ok();
                    }
                });
            }
        });
        Ok(UntrustedServer { port, handshakes, task })
    }

    /// Where SCIM would begin.
    pub fn base_url(&self) -> String {
        format!("https://localhost:{}/scim/v2", self.port)
    }

    /// How many clients accepted the certificate.
    pub fn handshakes(&self) -> usize {
        self.handshakes.load(Ordering::SeqCst)
    }
}

impl Drop for UntrustedServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn misbehave(
    mut stream: TcpStream,
    fault: &Fault,
    requests: &AtomicUsize,
    with_token: &AtomicUsize,
) -> Result<()> {
    let head = read_head(&mut stream).await?;
    if head.is_empty() {
        // Somebody only looked whether the port is open.
        return Ok(());
    }
    requests.fetch_add(1, Ordering::SeqCst);
    if head.to_ascii_lowercase().contains("\r\nauthorization:") {
        with_token.fetch_add(1, Ordering::SeqCst);
    }
    match fault {
        Fault::Silent => tokio::time::sleep(Duration::from_secs(600)).await,
        Fault::Endless => write_without_end(&mut stream).await?,
        other => stream.write_all(answer(other).as_bytes()).await?,
    }
    Ok(())
}

async fn read_head(stream: &mut TcpStream) -> Result<String> {
    let mut head = Vec::new();
    let mut buffer = [0_u8; 4096];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            break;
        }
        head.extend_from_slice(buffer.get(..count).unwrap_or_default());
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn answer(fault: &Fault) -> String {
    let page = "<!DOCTYPE html><html><head><title>Sign in to Aurelia</title></head>\
                <body><form><input name=password></form></body></html>";
    let (status, kind, body, more) = match fault {
        Fault::Unauthorized => (
            "401 Unauthorized",
            "application/scim+json",
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"401","detail":"token expired on Monday"}"#,
            "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n".to_owned(),
        ),
        Fault::LoginPage => ("200 OK", "text/html; charset=utf-8", page, String::new()),
        Fault::RedirectTo(address) => {
            ("302 Found", "text/plain", "moved", format!("Location: {address}\r\n"))
        }
        Fault::OtherJson => ("200 OK", "application/json", r#"{"hello":"world"}"#, String::new()),
        _ => ("200 OK", "application/json", "{}", String::new()),
    };
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}Connection: close\r\n\r\n{body}"
    )
}

async fn write_without_end(stream: &mut TcpStream) -> Result<()> {
    let head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\nConnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).await?;
    stream
        .write_all(br#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"x":""#)
        .await?;
    let piece = vec![b'x'; 1024 * 1024];
    loop {
        stream.write_all(&piece).await?;
    }
}
