//! Every kind of credential, and every way in which a server can name another origin: nothing is sent there. That origin
//! is a listener of its own, or the same one by another name, and would answer well. Prints the table.

use std::fmt;
use std::sync::{Arc, Mutex};

use crate::carried::{Journal, KINDS, Kind, credential_in};
use crate::common::{
    Memory, Reply, Request, Server, context, good, http, list, open, scim, settings,
};
use crate::secured::Authority;
use client::base_url::BaseUrl;
use client::clock::SystemClock;
use client::error::Failure;
use client::guard::{Confirmation, Guard, Mode};
use client::network::{Network, Proxy as Route, ProxyServer};
use client::page::{ListQuery, Page, Selection};
use client::request::Request as Asked;
use client::session::Session;
use client::settings::Settings;
use client::write::Sent;
use faults::proxy::Proxy;

const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];
const POST: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"}"#;
const SEARCH: &str = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]}"#;
const TOKEN: &str = r#"{"access_token":"canary-issued","token_type":"Bearer"}"#;
const OTHER_TYPE: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],"id":"User","name":"User","endpoint":"ELSEWHERE/Users","schema":"urn:ietf:params:scim:schemas:core:2.0:User"}"#;
const OTHER_USER: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ada","meta":{"resourceType":"User","location":"ELSEWHERE/Users/1"},"groups":[{"value":"2","$ref":"ELSEWHERE/Groups/2"}]}"#;
const OTHER_PAGE: &str = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":9,"startIndex":1,"itemsPerPage":1,"nextCursor":"ELSEWHERE/Users?cursor=a","@odata.nextLink":"ELSEWHERE/Users?page=2","Resources":[{"id":"1"}]}"#;

/// What makes it another origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Port,
    Host,
    Scheme,
}

/// How another origin comes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Read(u16, To),
    Search(u16),
    Write(u16),
    /// `Location` and its relatives of what was made, or is still to be.
    Made(u16),
    References,
    /// The endpoint of a resource type.
    Endpoint,
    NextPage,
    /// A refusal that names another authorisation server.
    Challenge,
    Detective,
    Token(u16),
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Way::Read(status, to) => write!(f, "a read is redirected, {status}, another {to:?}"),
            Way::Search(status) => write!(f, "a search is redirected, {status}"),
            Way::Write(status) => write!(f, "a write is redirected, {status}"),
            Way::Made(status) => write!(f, "Location of a {status}, then read"),
            Way::References => f.write_str("$ref and meta.location, then read"),
            Way::Endpoint => f.write_str("endpoint of a resource type, then listed"),
            Way::NextPage => f.write_str("links to the next page"),
            Way::Challenge => f.write_str("WWW-Authenticate of a 401"),
            Way::Detective => f.write_str("the base-URL detective, all redirected"),
            Way::Token(status) => write!(f, "the token endpoint redirects, {status}"),
        }
    }
}

fn ways() -> Vec<Way> {
    let reads = REDIRECTS.into_iter().flat_map(|status| {
        [To::Port, To::Host, To::Scheme].into_iter().map(move |to| Way::Read(status, to))
    });
    let more = [Way::References, Way::Endpoint, Way::NextPage, Way::Challenge, Way::Detective];
    reads
        .chain([302, 307, 308].map(Way::Search))
        .chain(REDIRECTS.map(Way::Write))
        .chain([201, 202].map(Way::Made))
        .chain(more)
        .chain(REDIRECTS.map(Way::Token))
        .collect()
}

/// What the server, or its token endpoint, says to a request; `origin` is the other listener.
fn answer(way: Way, is_token: bool, request: &Request, origin: &str) -> Reply {
    let host = request.header("host").unwrap();
    let port = host.rsplit(':').next().unwrap();
    let (scheme, other_scheme) =
        if origin.starts_with("https") { ("https", "http") } else { ("http", "https") };
    let elsewhere = match way {
        Way::Read(_, To::Host) => format!("{scheme}://localhost:{port}/scim/v2"),
        Way::Read(_, To::Scheme) => format!("{other_scheme}://{host}/scim/v2"),
        _ => format!("{origin}/scim/v2"),
    };
    let redirect = |status: u16| {
        let last = request.path().rsplit('/').next().unwrap();
        http(&format!("{status} Elsewhere"), &format!("Location: {elsewhere}/{last}\r\n"), "")
    };
    // What is shown in a handshake is shown with each request.
    let is_signed = scheme == "https" || credential_in(&request.raw.to_lowercase()).is_some();
    let named = |text: &str| scim(text.replace("ELSEWHERE", &elsewhere));
    if is_token {
        return match way {
            Way::Token(status) => redirect(status),
            _ => http("200 OK", "Content-Type: application/json\r\n", TOKEN),
        };
    }
    match (way, request.path().rsplit('/').next().unwrap()) {
        (Way::Read(status, _) | Way::Search(status) | Way::Write(status), _) => redirect(status),
        // Asked for first, so that it is looked with the credential, too.
        (Way::Detective, _) if !is_signed => http("401 Unauthorized", "", ""),
        (Way::Detective, _) => redirect(302),
        (Way::Made(status), "Users") => {
            let headers = ["Location", "Content-Location", "Operation-Location"]
                .map(|name| format!("{name}: {elsewhere}/Users/1\r\n"));
            http(&format!("{status} Made"), &(headers.concat() + "Retry-After: 1\r\n"), "")
        }
        (Way::References, "1") => named(OTHER_USER),
        (Way::Endpoint, "ResourceTypes") => named(&list(&[OTHER_TYPE], 1)),
        (Way::NextPage, "Users") => {
            let page = OTHER_PAGE.replace("ELSEWHERE", &elsewhere);
            http("200 OK", &format!("Link: <{elsewhere}/Users?page=2>; rel=\"next\"\r\n"), page)
        }
        (Way::Challenge, _) => {
            let challenge = format!(
                "WWW-Authenticate: Bearer realm=\"{elsewhere}\", authorization_uri=\"{elsewhere}/authorize\", \
                 resource_metadata=\"{elsewhere}/.well-known/oauth-protected-resource\"\r\n"
            );
            http("401 Unauthorized", &challenge, "")
        }
        _ => good(request),
    }
}

/// A server, its token endpoint and another origin; each kind of credential has a world of its own.
struct World {
    kind: Kind,
    /// What of it is on the wire where it is used.
    on_the_wire: &'static str,
    way: Arc<Mutex<Way>>,
    base: String,
    token_endpoint: String,
    /// Scheme, host and port of whom nothing is meant for.
    elsewhere: String,
    server: Server,
    other: Server,
    proxy: Option<Proxy>,
    network: Network,
    /// What was told to whom it was meant for, and to others.
    told: Journal,
    stray: Journal,
}

impl World {
    async fn start((kind, on_the_wire): (Kind, &'static str)) -> World {
        let (authority, told, stray) = (Authority::new(), Journal::default(), Journal::default());
        let secured = kind.is_certificate().then_some(&authority);
        let scheme = if kind.is_certificate() { "https" } else { "http" };
        let tempting = |request: &Request| match request.raw.starts_with("POST") {
            true => http("200 OK", "Content-Type: application/json\r\n", TOKEN),
            false => good(request),
        };
        let other = crate::carried::listen(secured, &stray, &stray, tempting).await;
        let elsewhere = format!("{scheme}://127.0.0.1:{}", other.port);
        let way = Arc::new(Mutex::new(Way::NextPage));
        let answering = |is_token| {
            let (way, elsewhere) = (Arc::clone(&way), elsewhere.clone());
            move |request: &Request| answer(*way.lock().unwrap(), is_token, request, &elsewhere)
        };
        let server = crate::carried::listen(secured, &told, &stray, answering(false)).await;
        let tokens = crate::carried::listen(None, &told, &stray, answering(true)).await;
        let base = format!("{scheme}://127.0.0.1:{}/scim/v2", server.port);
        let token_endpoint = format!("http://127.0.0.1:{}/token", tokens.port);
        let proxy = kind.proxy(server.port).await;
        let network = Network { authorities: authority.trusted(), ..Network::default() };
        World {
            kind,
            on_the_wire,
            way,
            base,
            token_endpoint,
            elsewhere,
            server,
            other,
            proxy,
            network,
            told,
            stray,
        }
    }

    /// What the proxy was told, and what it was asked to connect to beside the server.
    fn of_proxy(&self) -> (String, usize) {
        let Some(proxy) = &self.proxy else { return (String::new(), 0) };
        let place = format!("127.0.0.1:{}", self.server.port);
        (proxy.told().to_lowercase(), proxy.asked().iter().filter(|it| **it != place).count())
    }

    /// Connections that nobody should have made, whatever was said on them.
    fn strays(&self, way: Way) -> usize {
        // TLS with a server that speaks none, or the other way round, leaves no request.
        let silent = match way {
            Way::Read(_, To::Scheme) => self.server.connections() - self.server.requests().len(),
            _ => 0,
        };
        self.other.connections() + silent + self.of_proxy().1
    }

    /// What became of the other origin, as it stands in the table.
    async fn tried(&self, way: Way) -> Result<&'static str, String> {
        *self.way.lock().unwrap() = way;
        let (strays, told_to_proxy) = (self.strays(way), self.of_proxy().0.len());
        let guard = Arc::new(Guard::new(Mode::Free, Arc::new(SystemClock::new())));
        let usual = Settings {
            guard: Arc::clone(&guard),
            network: self.network.clone(),
            ..settings(&self.base)
        };
        let set = self.kind.set(usual, &self.token_endpoint, self.proxy.as_ref());
        let (session, _) = open(set);
        if self.kind == Kind::SignIn {
            let done = crate::carried::sign_in(&session).await;
            assert!(done.is_ok() || matches!(way, Way::Token(_)), "{way}: {done:?}");
        }
        self.drive(way, &session, &guard).await;

        let told = std::mem::take(&mut *self.told.lock().unwrap());
        let used = told + &self.of_proxy().0.split_off(told_to_proxy);
        let is_used = used.contains(self.on_the_wire);
        assert!(is_used, "{:?} was not used: {way}: {used}", self.kind);
        let stray = std::mem::take(&mut *self.stray.lock().unwrap());
        match (credential_in(&stray), stray.is_empty(), self.strays(way) - strays) {
            (Some(what), _, _) => Err(format!("{:?}, {way}: {what} in {stray}", self.kind)),
            (None, false, _) => Ok("bare"),
            // What was said in a handshake that failed, or behind a proxy, is not known.
            (None, true, 1..) => Err(format!("{:?}, {way}: a connection", self.kind)),
            (None, true, 0) => Ok("0"),
        }
    }

    /// Does what a person does there. Whatever comes of it, it is the wire that counts.
    async fn drive(&self, way: Way, session: &Session, guard: &Guard) {
        let parse = |method: &str, target: &str, body: &str| {
            let body = Some(body.as_bytes().to_vec());
            Asked::parse(session.base(), method, target, &[], body).unwrap()
        };
        match way {
            Way::Read(..) | Way::Challenge | Way::Token(_) => {
                drop(users(session, "/Users").await);
            }
            Way::Search(_) => {
                let search = parse("POST", "/Users/.search", SEARCH);
                drop(session.send(&search, None, &context()).await);
            }
            Way::Write(_) | Way::Made(_) => {
                let asked = parse("POST", "/Users", POST);
                let token = guard.issue(session.base(), Arc::new(asked.clone()), "main").unwrap();
                let confirmed = Confirmation { token, window: "main".to_owned() };
                let sent = session.send(&asked, Some(&confirmed), &context()).await;
                if matches!(way, Way::Made(_)) {
                    let Ok(Sent::Answered(reply)) = sent else { panic!("{way}: {sent:?}") };
                    self.follow(session, &format!("{:?}", reply.headers), way).await;
                }
            }
            Way::References => {
                let nothing = Selection::default();
                let user = session.get("/Users", "1", &nothing, &context()).await.unwrap();
                self.follow(session, &user.body, way).await;
            }
            Way::Endpoint => {
                let found = session.discover(&context()).await.unwrap();
                self.follow(session, &format!("{:?}", found.resource_types.value), way).await;
            }
            Way::NextPage => {
                let page = users(session, "/Users").await.unwrap();
                self.follow(session, &page.body, way).await;
                let next = ListQuery { cursor: page.next_cursor, ..ListQuery::default() };
                session.list("/Users", &next, &context()).await.unwrap();
            }
            Way::Detective => {
                drop(session.test(&mut |_| (), &context()).await);
            }
        }
    }

    /// Asks for every URL of the other origin in a text, in each way in which something can be asked for.
    async fn follow(&self, session: &Session, text: &str, way: Way) {
        let urls: Vec<&str> =
            text.split('"').filter(|it| it.starts_with(&self.elsewhere)).collect();
        assert!(!urls.is_empty(), "{way}: no other origin in {text}");
        for url in urls {
            drop(users(session, url).await);
            drop(session.get(url, "1", &Selection::default(), &context()).await);
            // As somebody asks for it here, and made for another server.
            let other = BaseUrl::parse(url).unwrap();
            for base in [session.base(), &other] {
                if let Ok(asked) = Asked::parse(base, "GET", url, &[], None) {
                    drop(session.send(&asked, None, &context()).await);
                }
            }
        }
    }
}

async fn users(session: &Session, endpoint: &str) -> Result<Page, Failure> {
    session.list(endpoint, &ListQuery::default(), &context()).await
}

#[tokio::test]
async fn whatever_names_another_origin_nothing_is_sent_there() {
    let mut rows: Vec<(Way, String)> = ways().into_iter().map(|it| (it, String::new())).collect();
    let mut leaks = Vec::new();
    for (at, kind) in KINDS.into_iter().enumerate() {
        let world = World::start(kind).await;
        println!("{:>2}  {:?}", at + 1, world.kind);
        for (way, row) in &mut rows {
            let became = match *way {
                Way::Token(_) if !world.kind.fetches() => "-",
                way => world.tried(way).await.unwrap_or_else(|leak| {
                    leaks.push(leak);
                    "LEAK"
                }),
            };
            *row += &format!("{became:>5}");
        }
    }
    let numbers: String = (1..=KINDS.len()).map(|it| format!("{it:>5}")).collect();
    println!("\n{:<42}{numbers}", "requests to the other origin");
    for (way, row) in &rows {
        println!("{:<42}{row}", way.to_string());
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[tokio::test]
async fn a_proxy_that_asks_for_a_certificate_is_not_shown_the_one_for_the_server() {
    let authority = Authority::new();
    let (told, stray) = (Journal::default(), Journal::default());
    let server = crate::carried::listen(Some(&authority), &told, &told, good).await;
    let proxy =
        crate::carried::listen(Some(&authority), &stray, &stray, |_| http("200 OK", "", "")).await;
    let proxy = ProxyServer::parse(&format!("https://127.0.0.1:{}", proxy.port)).unwrap();
    let network = Network {
        authorities: authority.trusted(),
        proxy: Route::Explicit(Box::new(proxy)),
        ..Network::default()
    };
    let usual = settings(&format!("https://127.0.0.1:{}/scim/v2", server.port));
    let with_certificate = |kind: Kind| {
        let set = kind.set(Settings { network: network.clone(), ..usual.clone() }, "", None);
        Session::open(set, Arc::new(Memory::default()))
    };
    // Without a certificate there is nothing to be shown: it is the proxy that is in the way.
    users(&with_certificate(Kind::Bearer).unwrap(), "/Users").await.unwrap_err();
    assert!(stray.lock().unwrap().contains("connect 127.0.0.1"), "{stray:?}");
    for kind in [Kind::CertificatePem, Kind::CertificatePkcs12] {
        if let Ok(session) = with_certificate(kind) {
            drop(users(&session, "/Users").await);
        }
        let stray = stray.lock().unwrap();
        assert_eq!(credential_in(&stray), None, "{stray}");
    }
    let failure = with_certificate(Kind::CertificatePem).unwrap_err();
    assert_eq!(failure.explain().field, Some("proxyUrl"), "{failure:?}");
}
