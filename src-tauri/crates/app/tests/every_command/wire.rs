//! A server that keeps its connections open and counts every byte that it is sent.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What came in so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Came {
    pub(crate) connections: usize,
    /// All of them, whether or not they make a request.
    pub(crate) bytes: usize,
    /// Method and target of each request.
    pub(crate) requests: Vec<String>,
}

pub(crate) struct Wire {
    pub(crate) url: String,
    came: Arc<Mutex<Came>>,
}

/// What is written there is never answered.
pub(crate) const LOST: &str = "/Users/lost";

const USER: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ada","emails":[{"value":"ada@example.com"}]}"#;

impl Wire {
    pub(crate) async fn start() -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/scim/v2", listener.local_addr().unwrap());
        let came = Arc::<Mutex<Came>>::default();
        let counted = Arc::clone(&came);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.lock().unwrap().connections += 1;
                tokio::spawn(serve(stream, Arc::clone(&counted)));
            }
        });
        Wire { url, came }
    }

    pub(crate) fn came(&self) -> Came {
        self.came.lock().unwrap().clone()
    }
}

/// Answers one request after the other, for as long as the client keeps the connection.
async fn serve(mut stream: TcpStream, came: Arc<Mutex<Came>>) {
    let mut held = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        while let Some(length) = request_length(&held) {
            let request: Vec<u8> = held.drain(..length).collect();
            let head = String::from_utf8_lossy(&request).into_owned();
            let line = head.lines().next().unwrap_or_default();
            let line = line.trim_end_matches(" HTTP/1.1").to_owned();
            came.lock().unwrap().requests.push(line.clone());
            // Nobody hears what became of it.
            if line.ends_with(LOST) && !line.starts_with("GET ") {
                return;
            }
            if stream.write_all(answer(&line).as_bytes()).await.is_err() {
                return;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => {
                came.lock().unwrap().bytes += count;
                held.extend_from_slice(&buffer[..count]);
            }
            _ => return,
        }
    }
}

/// How many of the bytes make the first request, once it is complete.
fn request_length(held: &[u8]) -> Option<usize> {
    let head = held.windows(4).position(|it| it == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&held[..head]).to_ascii_lowercase();
    let body = text.lines().find_map(|it| it.strip_prefix("content-length:")?.trim().parse().ok());
    let length = head + body.unwrap_or(0);
    (held.len() >= length).then_some(length)
}

fn answer(line: &str) -> String {
    let path = line.split([' ', '?']).nth(1).unwrap_or_default();
    let list = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"Resources":[{USER}]}}"#
    );
    let missing = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}"#;
    let (status, body) = match path.strip_prefix("/scim/v2").unwrap_or_default() {
        "/Users" | "/Users/.search" => ("200 OK", list.as_str()),
        "/Users/1" => ("200 OK", USER),
        _ => ("404 Not Found", missing),
    };
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/scim+json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
