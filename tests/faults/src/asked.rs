//! What a client asked, as far as a misbehaving server cares.

use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest request head that is read.
const LONGEST_HEAD: usize = 64 * 1024;

/// One request, and where it was asked.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The request line and the headers, as sent.
    pub head: String,
    /// Scheme, host and port of the server that was asked.
    pub origin: String,
    /// Scheme, host and port of another server, which should never be asked.
    pub elsewhere: String,
}

impl Asked {
    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.target().split('?').next().unwrap_or_default()
    }

    /// The path from where SCIM begins, as in `/Users`.
    pub fn endpoint(&self) -> &str {
        self.path().strip_prefix("/scim/v2").unwrap_or(self.path())
    }

    /// A number of the query.
    pub fn number(&self, name: &str) -> Option<usize> {
        let query = self.target().split_once('?')?.1;
        let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        value?.parse().ok()
    }

    /// Whether the query names a parameter.
    pub fn has(&self, name: &str) -> bool {
        let query = self.target().split_once('?').map_or("", |(_, it)| it);
        query.split('&').any(|pair| pair.split('=').next() == Some(name))
    }

    /// The place of the first resource that is wanted, from 1.
    pub fn start_index(&self) -> usize {
        self.number("startIndex").unwrap_or(1).max(1)
    }

    /// The value of a header, named in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }
}

/// Reads a request head; empty when the client only looked whether somebody is there.
pub(crate) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<String> {
    let mut head = Vec::new();
    let mut buffer = [0_u8; 4096];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") && head.len() < LONGEST_HEAD {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            break;
        }
        head.extend_from_slice(buffer.get(..count).unwrap_or_default());
        if !head.first().is_some_and(u8::is_ascii_alphabetic) {
            // A TLS greeting, for instance: what is no HTTP has no end to wait for.
            break;
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}
