//! Proxies on loopback: HTTP (CONNECT, and requests in clear passed on) and SOCKS 5 (RFC 1928, RFC 1929). They may want a
//! user name and a password, may refuse to connect, and lead every name to the port that they are given, so that a name
//! that only the proxy knows leads somewhere.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::asked;

/// What a proxy speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// HTTP.
    Http,
    /// SOCKS 5.
    Socks,
}

/// How a proxy behaves.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// What it speaks.
    pub kind: Kind,
    /// The user name and the password that it wants.
    pub account: Option<(&'static str, &'static str)>,
    /// Whether it connects to nobody.
    pub refuses: bool,
}

impl Manner {
    /// One that connects whoever comes.
    pub fn open(kind: Kind) -> Manner {
        Manner { kind, account: None, refuses: false }
    }
}

/// A running proxy; it stops when dropped.
#[derive(Debug)]
pub struct Proxy {
    url: String,
    seen: Arc<Seen>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Seen {
    /// Each host and port that it was asked to connect to.
    asked: Mutex<Vec<String>>,
    /// Everything else that it was told in clear: heads, user names, passwords.
    told: Mutex<String>,
}

impl Seen {
    fn tell(&self, text: &str) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.push_str(text);
        told.push('\n');
    }

    fn ask(&self, place: String) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(place);
    }
}

impl Proxy {
    /// Starts one that leads everything to a port of this machine.
    pub async fn start(manner: Manner, port: u16) -> Result<Proxy> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let scheme = match manner.kind {
            Kind::Http => "http",
            Kind::Socks => "socks5h",
        };
        let url = format!("{scheme}://{}", listener.local_addr()?);
        let seen = Arc::<Seen>::default();
        let of_task = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let seen = Arc::clone(&of_task);
                tokio::spawn(async move {
                    let done = match manner.kind {
                        Kind::Http => http(stream, manner, port, &seen).await,
                        Kind::Socks => socks(stream, manner, port, &seen).await,
                    };
                    // A client that leaves in the middle is part of the game.
                    done.ok();
                });
            }
        });
        Ok(Proxy { url, seen, task })
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Each `HOST:PORT` that it was asked for by those whom it lets in.
    pub fn asked(&self) -> Vec<String> {
        self.seen.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What it was told in clear.
    pub fn told(&self) -> String {
        self.seen.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn http(mut stream: TcpStream, manner: Manner, port: u16, seen: &Seen) -> io::Result<()> {
    let head = asked::read_head(&mut stream).await?;
    if head.is_empty() {
        // Somebody looked whether anyone is there.
        return Ok(());
    }
    seen.tell(&head);
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let wanted = manner
        .account
        .map(|(user, word)| format!("Basic {}", STANDARD.encode(format!("{user}:{word}"))));
    if wanted.is_some() && header("proxy-authorization") != wanted {
        return refuse(
            stream,
            "407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic\r\n",
        )
        .await;
    }
    if manner.refuses {
        return refuse(stream, "403 Forbidden", "").await;
    }
    let mut words = head.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut onward = TcpStream::connect(("127.0.0.1", port)).await?;
    if method == "CONNECT" {
        seen.ask(target.to_owned());
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    } else {
        let place = target.split_once("://").map_or(target, |(_, rest)| rest);
        seen.ask(place.split('/').next().unwrap_or_default().to_owned());
        // Its own credential stays with the proxy.
        let kept = head.lines().filter(|it| !it.to_ascii_lowercase().starts_with("proxy-"));
        let passed: String = kept.flat_map(|it| [it, "\r\n"]).collect();
        onward.write_all(passed.as_bytes()).await?;
        if !passed.ends_with("\r\n\r\n") {
            onward.write_all(b"\r\n").await?;
        }
    }
    copy_bidirectional(&mut stream, &mut onward).await.map(drop)
}

async fn refuse(mut stream: TcpStream, status: &str, headers: &str) -> io::Result<()> {
    let answer =
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await?;
    let mut rest = [0; 4096];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}

async fn socks(mut stream: TcpStream, manner: Manner, port: u16, seen: &Seen) -> io::Result<()> {
    const BY_PASSWORD: u8 = 2;
    let _version = stream.read_u8().await?;
    let count = stream.read_u8().await?;
    let methods = bytes(&mut stream, count.into()).await?;
    let wanted = manner.account.map_or(0, |_| BY_PASSWORD);
    if !methods.contains(&wanted) {
        return stream.write_all(&[5, 0xff]).await;
    }
    stream.write_all(&[5, wanted]).await?;
    if let Some((user, word)) = manner.account {
        let _version = stream.read_u8().await?;
        let given = (text(&mut stream).await?, text(&mut stream).await?);
        seen.tell(&format!("{}:{}", given.0, given.1));
        let is_known = (given.0.as_str(), given.1.as_str()) == (user, word);
        stream.write_all(&[1, u8::from(!is_known)]).await?;
        if !is_known {
            return Ok(());
        }
    }
    let request = bytes(&mut stream, 4).await?;
    let host = match request.last() {
        Some(1) => {
            let parts = bytes(&mut stream, 4).await?;
            parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
        }
        Some(3) => text(&mut stream).await?,
        _ => {
            bytes(&mut stream, 16).await?;
            "an address of IPv6".to_owned()
        }
    };
    seen.ask(format!("{host}:{}", stream.read_u16().await?));
    let status = if manner.refuses { 2 } else { 0 };
    stream.write_all(&[5, status, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    if manner.refuses {
        return Ok(());
    }
    let mut onward = TcpStream::connect(("127.0.0.1", port)).await?;
    copy_bidirectional(&mut stream, &mut onward).await.map(drop)
}

/// A text behind its length.
async fn text(stream: &mut TcpStream) -> io::Result<String> {
    let length = stream.read_u8().await?;
    Ok(String::from_utf8_lossy(&bytes(stream, length.into()).await?).into_owned())
}

async fn bytes(stream: &mut TcpStream, count: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; count];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}
