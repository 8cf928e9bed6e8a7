//! The small server that a browser comes back to after a person has signed in (RFC 8252 §7.3). It listens on this machine
//! only, for one answer with the right `state`, and is gone after that.

use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use url::form_urlencoded;

use super::oauth::{LoopbackHost, Redirect};
use super::random;

/// So many connections at once; a browser makes one or two.
const AT_ONCE: usize = 16;
/// How long one connection may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a free port is looked for.
const ATTEMPTS: u32 = 10;
/// How long it is waited after a connection could not be taken, as where too many files are open.
const PAUSE: Duration = Duration::from_millis(100);
/// How long the page may take to arrive after the answer is in.
const LAST_PAGE: Duration = Duration::from_secs(2);

/// What the browser brought back (RFC 6749 §4.1.2).
pub(crate) enum Answer {
    Code(SecretString),
    Denied { error: String, description: Option<String> },
}

/// A listener that nobody beyond this machine can reach.
pub(crate) struct Listener {
    listeners: Vec<TcpListener>,
    redirect: Redirect,
    port: u16,
}

impl Listener {
    /// Takes the port that is registered, or any free one.
    pub(crate) async fn bind(redirect: &Redirect) -> std::io::Result<Listener> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            match listeners(redirect).await {
                Ok((listeners, port)) => {
                    return Ok(Listener { listeners, redirect: redirect.clone(), port });
                }
                // A free port may be taken in the other family.
                Err(error)
                    if error.kind() == ErrorKind::AddrInUse
                        && redirect.port.is_none()
                        && attempts < ATTEMPTS => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// As it is sent to the authorisation server.
    pub(crate) fn redirect_uri(&self) -> String {
        self.redirect.uri(self.port)
    }

    /// Waits for the one answer that has the right `state`. Whatever else comes is turned away and changes nothing.
    pub(crate) async fn wait(self, state: &SecretString) -> Answer {
        let expected = Arc::new(Expected {
            state: random::sha256(state.expose_secret().as_bytes()),
            path: self.redirect.path.clone(),
            port: self.port,
        });
        let (answers, mut answered) = mpsc::channel(1);
        let mut connections = JoinSet::new();
        let answer = loop {
            tokio::select! {
                biased;
                Some(answer) = answered.recv() => break answer,
                Some(_) = connections.join_next() => {}
                stream = accept(&self.listeners), if connections.len() < AT_ONCE => {
                    connections.spawn(serve(stream, Arc::clone(&expected), answers.clone()));
                }
            }
        };
        drop(self.listeners);
        answered.close();
        // The page is on its way; a browser that does not take it has had its time.
        let last = async { while connections.join_next().await.is_some() {} };
        drop(tokio::time::timeout(LAST_PAGE, last).await);
        answer
    }
}

/// Everything that a browser may try for this redirect, on one port.
async fn listeners(redirect: &Redirect) -> std::io::Result<(Vec<TcpListener>, u16)> {
    let wanted = redirect.port.unwrap_or(0);
    let first = match redirect.host {
        LoopbackHost::Address6 => TcpListener::bind((Ipv6Addr::LOCALHOST, wanted)).await?,
        LoopbackHost::Address | LoopbackHost::Name => {
            TcpListener::bind((Ipv4Addr::LOCALHOST, wanted)).await?
        }
    };
    let port = first.local_addr()?.port();
    let mut listeners = vec![first];
    if redirect.host == LoopbackHost::Name {
        // Browsers may try `::1` first. Where there is none they come to the other one; where somebody else listens
        // there, that one would get the code.
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(second) => listeners.push(second),
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(error),
            Err(_) => {}
        }
    }
    Ok((listeners, port))
}

struct Expected {
    /// Its digest: what is compared takes the same time however much of it is right.
    state: String,
    path: String,
    port: u16,
}

async fn accept(listeners: &[TcpListener]) -> TcpStream {
    taken(|context| {
        let mut polled = listeners.iter().map(|it| it.poll_accept(context));
        match polled.find(Poll::is_ready) {
            Some(ready) => ready.map_ok(|(stream, _)| stream),
            None => Poll::Pending,
        }
    })
    .await
}

/// The first connection that can be taken. One that cannot is no end: the browser, or another one, comes again.
async fn taken<T>(mut poll: impl FnMut(&mut Context<'_>) -> Poll<std::io::Result<T>>) -> T {
    loop {
        match std::future::poll_fn(&mut poll).await {
            Ok(connection) => return connection,
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn serve(stream: TcpStream, expected: Arc<Expected>, answers: mpsc::Sender<Answer>) {
    if !stream.peer_addr().is_ok_and(|it: SocketAddr| it.ip().is_loopback()) {
        return;
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let (response, answer) = respond(&request, &expected);
        let answers = answers.clone();
        async move {
            let is_late = match answer {
                Some(answer) => answers.try_send(answer).is_err(),
                None => false,
            };
            Ok::<_, Infallible>(if is_late { page(StatusCode::GONE, OVER) } else { response })
        }
    });
    let mut server = http1::Builder::new();
    let serving = server
        .keep_alive(false)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), service);
    // Whoever breaks off was no browser with an answer.
    drop(tokio::time::timeout(PATIENCE, serving).await);
}

const DONE: &str = "Scimscope has the answer. You can close this page and go back to Scimscope.";
const NOT_DONE: &str =
    "The sign-in was not completed. You can close this page: Scimscope says why.";
const OVER: &str = "This sign-in is over. You can close this page and go back to Scimscope.";
const STRANGE: &str =
    "This answer does not belong to the sign-in that Scimscope waits for. You can close this page.";
const NOTHING: &str = "There is nothing here.";

fn respond(request: &Request<Incoming>, expected: &Expected) -> (Response<String>, Option<Answer>) {
    let host = request.headers().get(header::HOST).and_then(|it| it.to_str().ok());
    // A page elsewhere whose name was made to lead here has another host.
    let is_us = ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|it| host == Some(&format!("{it}:{}", expected.port)))
        || (expected.port == 80 && matches!(host, Some("127.0.0.1" | "localhost" | "[::1]")));
    if !is_us || request.method() != Method::GET || request.uri().path() != expected.path {
        return (page(StatusCode::NOT_FOUND, NOTHING), None);
    }
    match answer(request.uri().query().unwrap_or_default(), expected) {
        Some(answer @ Answer::Code(_)) => (page(StatusCode::OK, DONE), Some(answer)),
        Some(denied) => (page(StatusCode::OK, NOT_DONE), Some(denied)),
        None => (page(StatusCode::BAD_REQUEST, STRANGE), None),
    }
}

fn answer(query: &str, expected: &Expected) -> Option<Answer> {
    let (mut code, mut state, mut error, mut description) = (None, None, None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let place = match name.as_ref() {
            "code" => &mut code,
            "state" => &mut state,
            "error" => &mut error,
            "error_description" => &mut description,
            _ => continue,
        };
        // RFC 6749 §3.1: no parameter comes twice.
        if place.replace(value.into_owned()).is_some() {
            return None;
        }
    }
    if random::sha256(state?.as_bytes()) != expected.state {
        return None;
    }
    match (error, code) {
        (Some(error), _) => Some(Answer::Denied { error, description }),
        (None, Some(code)) if !code.is_empty() => Some(Answer::Code(SecretString::from(code))),
        _ => None,
    }
}

/// A plain page, without a script and without anything that came from outside.
fn page(status: StatusCode, text: &str) -> Response<String> {
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Scimscope</title></head>\
         <body style=\"font: 16px/1.5 system-ui, sans-serif; margin: 4em auto; max-width: 32em\"><p>{text}</p></body></html>"
    );
    let mut response = Response::new(page);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
    ] {
        headers.insert(name, http::HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_could_not_be_taken_is_not_the_end_of_it() {
        let mut outcomes = vec![
            Poll::Ready(Ok("connection")),
            Poll::Ready(Err(std::io::Error::other("too many open files"))),
            Poll::Ready(Err(ErrorKind::ConnectionAborted.into())),
        ];
        // Whoever is not woken after a failure would wait for ever.
        let waiting = taken(|_| outcomes.pop().unwrap_or(Poll::Pending));
        assert_eq!(tokio::time::timeout(PATIENCE, waiting).await.unwrap(), "connection");
    }

    #[tokio::test]
    async fn a_port_that_somebody_else_has_in_the_other_family_is_not_used() {
        // Without IPv6 nobody can have one there.
        let Ok(theirs) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await else { return };
        let port = theirs.local_addr().unwrap().port();
        let redirect = Redirect::parse(&format!("http://localhost:{port}/")).unwrap();
        let error = Listener::bind(&redirect).await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::AddrInUse);
        let free = Listener::bind(&Redirect::parse("http://localhost/").unwrap()).await.unwrap();
        assert_eq!(free.listeners.len(), 2);
    }
}
