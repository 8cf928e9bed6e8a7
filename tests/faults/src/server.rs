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

/// Where tokens are issued, on a server of its own.
const TOKEN_PATH: &str = "/oauth2/token";

/// A running server.
#[derive(Debug)]
pub struct FaultServer {
    base_url: String,
    token_endpoint: Option<String>,
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
            token_endpoint: None,
            counts: Arc::default(),
            elsewhere,
            elsewhere_origin,
            tasks: vec![decoy],
        };
        let counts = Arc::clone(&server.counts);
        server.base_url = server.place(&fault.server, "/scim/v2", authority, &counts).await?;
        if let Some(issuer) = &fault.token_endpoint {
            // Who asks for a token has none yet, and is not counted as who asks for people.
            let apart = Arc::default();
            let url = server.place(issuer, TOKEN_PATH, authority, &apart).await?;
            server.token_endpoint = Some(url);
        }
        Ok(server)
    }

    /// Where a server is, which listens from now on.
    async fn place(
        &mut self,
        server: &Server,
        path: &str,
        authority: &Authority,
        counts: &Arc<Counts>,
    ) -> Result<String> {
        let secure = |certificate| -> Result<TlsAcceptor> {
            Ok(TlsAcceptor::from(Arc::new(authority.server(certificate)?)))
        };
        let http = "http://127.0.0.1";
        let https = format!("https://{HOST}");
        let (origin, way) = match *server {
            Server::Nowhere(url) => return Ok(url.to_owned()),
            Server::Refused => return Ok(format!("{http}:{}{path}", refused_port()?)),
            Server::Http(talk) => (http, Way::Talk(talk)),
            Server::Https(certificate, talk) => (&*https, Way::Secure(secure(certificate)?, talk)),
            Server::HttpsAsHttp => {
                (http, Way::Secure(secure(Certificate::Good)?, crate::directory::directory))
            }
            Server::HttpAsHttps(talk) => (&*https, Way::Talk(talk)),
            Server::Bytes("https", bytes) => (&*https, Way::Bytes(bytes)),
            Server::Bytes(_, bytes) => (http, Way::Bytes(bytes)),
        };
        Ok(format!("{}{path}", self.listen(origin, way, counts).await?))
    }

    /// The origin that it listens at.
    async fn listen(&mut self, origin: &str, way: Way, counts: &Arc<Counts>) -> Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("{origin}:{}", listener.local_addr()?.port());
        let (counts, elsewhere) = (Arc::clone(counts), self.elsewhere_origin.clone());
        let here = origin.clone();
        self.tasks.push(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (way, counts) = (way.clone(), Arc::clone(&counts));
                let whereabouts = Asked {
                    head: String::new(),
                    origin: here.clone(),
                    elsewhere: elsewhere.clone(),
                };
                tokio::spawn(async move {
                    // A client that leaves in the middle is part of the game.
                    deal_with(stream, &way, whereabouts, &counts).await.ok();
                });
            }
        }));
        Ok(origin)
    }

    /// Where SCIM would begin.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Where tokens are issued, if the tenant asks for them.
    pub fn token_endpoint(&self) -> Option<&str> {
        self.token_endpoint.as_deref()
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
