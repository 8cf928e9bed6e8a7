//! The server that acts out one fault. It listens on a free loopback port, counts who came and what it could get rid
//! of, and stops when dropped.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use anyhow::Result;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::answer::{Answer, End, Pace, Part};
use crate::asked::{self, Asked};
use crate::certificate::{Authority, Certificate, HOST};
use crate::fault::{Fault, Server, Talk};

/// A running server.
#[derive(Debug)]
pub struct FaultServer {
    base_url: String,
    counts: Arc<Counts>,
    elsewhere: Arc<Counts>,
    elsewhere_origin: String,
    tasks: Vec<JoinHandle<()>>,
}

/// Who came, and what they were sent.
#[derive(Debug, Default)]
struct Counts {
    requests: AtomicUsize,
    with_token: AtomicUsize,
    handshakes: AtomicUsize,
    most_sent: AtomicU64,
}

/// How one connection is dealt with.
#[derive(Clone)]
enum Way {
    Talk(Talk),
    Secure(TlsAcceptor, Talk),
    Bytes(&'static [u8]),
}

impl FaultServer {
    /// Starts acting out a fault. Certificates are signed by the authority, unless that is the fault.
    pub async fn start(fault: &Fault, authority: &Authority) -> Result<FaultServer> {
        let (elsewhere, elsewhere_origin, decoy) = decoy().await?;
        let mut server = FaultServer {
            base_url: String::new(),
            counts: Arc::default(),
            elsewhere,
            elsewhere_origin,
            tasks: vec![decoy],
        };
        let secure = |certificate| -> Result<TlsAcceptor> {
            Ok(TlsAcceptor::from(Arc::new(authority.server(certificate)?)))
        };
        let http = "http://127.0.0.1";
        let https = format!("https://{HOST}");
        match fault.server {
            Server::Nowhere(base_url) => server.base_url = base_url.to_owned(),
            Server::Refused => server.base_url = format!("{http}:{}/scim/v2", refused_port()?),
            Server::Http(talk) => server.listen(http, Way::Talk(talk)).await?,
            Server::Https(certificate, talk) => {
                server.listen(&https, Way::Secure(secure(certificate)?, talk)).await?;
            }
            Server::HttpsAsHttp => {
                let acceptor = secure(Certificate::Good)?;
                let talk = crate::directory::directory;
                server.listen(http, Way::Secure(acceptor, talk)).await?;
            }
            Server::HttpAsHttps(talk) => server.listen(&https, Way::Talk(talk)).await?,
            Server::Bytes("https", bytes) => server.listen(&https, Way::Bytes(bytes)).await?,
            Server::Bytes(_, bytes) => server.listen(http, Way::Bytes(bytes)).await?,
        }
        Ok(server)
    }

    async fn listen(&mut self, origin: &str, way: Way) -> Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("{origin}:{}", listener.local_addr()?.port());
        self.base_url = format!("{origin}/scim/v2");
        let (counts, elsewhere) = (Arc::clone(&self.counts), self.elsewhere_origin.clone());
        self.tasks.push(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (way, counts) = (way.clone(), Arc::clone(&counts));
                let whereabouts = Asked {
                    head: String::new(),
                    origin: origin.clone(),
                    elsewhere: elsewhere.clone(),
                };
                tokio::spawn(async move {
                    // A client that leaves in the middle is part of the game.
                    deal_with(stream, &way, whereabouts, &counts).await.ok();
                });
            }
        }));
        Ok(())
    }

    /// Where SCIM would begin.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Scheme, host and port of the server that nobody should be sent to.
    pub fn elsewhere(&self) -> &str {
        &self.elsewhere_origin
    }

    /// How many requests came.
    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }

    /// How many of them carried an Authorization header.
    pub fn requests_with_token(&self) -> usize {
        self.counts.with_token.load(Ordering::SeqCst)
    }

    /// How many clients accepted the certificate.
    pub fn handshakes(&self) -> usize {
        self.counts.handshakes.load(Ordering::SeqCst)
    }

    /// How many requests came to the other origin, which should be none.
    pub fn requests_elsewhere(&self) -> usize {
        self.elsewhere.requests.load(Ordering::SeqCst)
    }

    /// The longest stretch of bytes that one client took.
    pub fn most_sent(&self) -> u64 {
        self.counts.most_sent.load(Ordering::SeqCst)
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// A port on which nobody listens.
pub fn refused_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Another origin, which counts who strays there.
async fn decoy() -> Result<(Arc<Counts>, String, JoinHandle<()>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
    let counts = Arc::<Counts>::default();
    let seen = Arc::clone(&counts);
    let task = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            seen.requests.fetch_add(1, Ordering::SeqCst);
            // Whoever comes here has failed already.
            write(&mut stream, &Answer::scim("{}"), &seen).await.ok();
        }
    });
    Ok((counts, origin, task))
}

async fn deal_with(
    mut stream: TcpStream,
    way: &Way,
    whereabouts: Asked,
    counts: &Counts,
) -> io::Result<()> {
    match way {
        Way::Bytes(bytes) => {
            let mut said = [0; 4096];
            if stream.read(&mut said).await? > 0 {
                counts.requests.fetch_add(1, Ordering::SeqCst);
                stream.write_all(bytes).await?;
                leave(&mut stream).await?;
            }
            Ok(())
        }
        Way::Talk(talk) => {
            let Some(answer) = answer(&mut stream, *talk, whereabouts, counts).await? else {
                return Ok(());
            };
            write(&mut stream, &answer, counts).await?;
            match answer.end {
                End::Reset => stream.set_zero_linger(),
                _ => leave(&mut stream).await,
            }
        }
        Way::Secure(acceptor, talk) => {
            let mut stream = match acceptor.accept(stream).into_fallible().await {
                Ok(stream) => stream,
                Err((_, mut stream)) => return leave(&mut stream).await,
            };
            counts.handshakes.fetch_add(1, Ordering::SeqCst);
            let Some(answer) = answer(&mut stream, *talk, whereabouts, counts).await? else {
                return Ok(());
            };
            write(&mut stream, &answer, counts).await?;
            leave(&mut stream).await
        }
    }
}

/// What is said to the next request; `None` when there is none.
async fn answer(
    stream: &mut (impl AsyncRead + Unpin),
    talk: Talk,
    whereabouts: Asked,
    counts: &Counts,
) -> io::Result<Option<Answer>> {
    let asked = Asked { head: asked::read_head(stream).await?, ..whereabouts };
    if asked.head.is_empty() {
        return Ok(None);
    }
    counts.requests.fetch_add(1, Ordering::SeqCst);
    if asked.header("authorization").is_some() {
        counts.with_token.fetch_add(1, Ordering::SeqCst);
    }
    Ok(Some(talk(&asked)))
}

/// Says it all, unless the client has had enough; then only counts how far it came.
async fn write(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    answer: &Answer,
    counts: &Counts,
) -> io::Result<()> {
    let mut sent = 0;
    let written = write_parts(stream, answer, &mut sent).await;
    counts.most_sent.fetch_max(sent, Ordering::SeqCst);
    written?;
    if answer.end == End::Silence {
        let mut rest = [0; 64];
        while stream.read(&mut rest).await? > 0 {}
    }
    Ok(())
}

async fn write_parts(
    stream: &mut (impl AsyncWrite + Unpin),
    answer: &Answer,
    sent: &mut u64,
) -> io::Result<()> {
    for (at, part) in answer.parts.iter().enumerate() {
        let pace = if at == 0 { Pace::AtOnce } else { answer.pace };
        let (bytes, times) = match part {
            Part::Bytes(bytes) => (bytes.as_ref(), 1),
            Part::Repeated(piece, times) => (piece.as_slice(), *times),
        };
        for _ in 0..times {
            match pace {
                Pace::AtOnce => {
                    stream.write_all(bytes).await?;
                    *sent += bytes.len() as u64;
                }
                Pace::OneByteEvery(pause) => {
                    for byte in bytes {
                        stream.write_all(&[*byte]).await?;
                        stream.flush().await?;
                        *sent += 1;
                        tokio::time::sleep(pause).await;
                    }
                }
            }
        }
    }
    stream.flush().await
}

/// Closes our side and waits for the other, so that what was said is not lost to a reset.
async fn leave(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> io::Result<()> {
    stream.shutdown().await?;
    let mut rest = [0; 4096];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}
