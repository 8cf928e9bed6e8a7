//! Proxies that a person named, of real sockets: HTTP and SOCKS, with and without credentials, and what is said where one
//! does not do its part. What goes through them is TLS under a private authority, for a name that only they know.

use crate::common::{Memory, Server, TOKEN, assert_clean, context, good, open, settings};
use crate::secured::{Authority, acceptor, for_names, serve_by, serve_chain, wanting};
use client::auth::tokens::Tokens;
use client::doctor::{Report, StepName, StepState};
use client::error::{Failure, FailureKind};
use client::network::{Network, Proxy as Route, ProxyServer};
use client::page::ListQuery;
use client::session::Session;
use client::settings::Settings;
use faults::proxy::{Kind, Manner, Proxy};
use tokio::io::AsyncWriteExt as _;

const USER: &str = "ada";
/// With everything in it that is spelled differently in URLs and headers.
const WORD: &str = "canary-proxy p:w/\u{e4}%40@\"7";
const ACCOUNT: Option<(&str, &str)> = Some((USER, WORD));
/// Nobody but the proxy knows it.
const HOST: &str = "scim.invalid";

fn through(proxy: &str, account: Option<(&str, &str)>) -> Network {
    let server = ProxyServer::parse(proxy).unwrap();
    let server = match account {
        Some((user, word)) => server.signing_in(user, word.into()).unwrap(),
        None => server,
    };
    Network { proxy: Route::Explicit(Box::new(server)), ..Network::default() }
}

struct Bench {
    server: Server,
    proxy: Proxy,
    authority: Authority,
}

impl Bench {
    async fn start(manner: Manner) -> Bench {
        let authority = Authority::new();
        let server = authority.serve(&[HOST]).await;
        let proxy = Proxy::start(manner, server.port).await.unwrap();
        Bench { server, proxy, authority }
    }

    fn open(&self, account: Option<(&str, &str)>) -> (Session, std::sync::Arc<Memory>) {
        let network =
            Network { authorities: self.authority.trusted(), ..through(self.proxy.url(), account) };
        open(Settings { network, ..settings(&format!("https://{HOST}/scim/v2")) })
    }
}

async fn failure(session: &Session) -> Failure {
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err()
}

fn step(report: &Report, name: StepName) -> (StepState, String) {
    let found = report.steps.iter().find(|it| it.name == name).unwrap();
    (found.state, found.detail.clone())
}

/// The connection test fails in the same words.
async fn same_in_test(session: &Session, failure: &Failure, name: StepName) {
    let report = session.test(&mut |_| (), &context()).await;
    let failed = report.failed().unwrap();
    let told = failure.explain();
    assert_eq!((failed.name, &failed.detail), (name, &told.title));
    let problem = failed.problem.as_ref().unwrap();
    assert_eq!((&problem.cause, problem.field), (&told.detail, told.field));
}

#[tokio::test]
async fn everything_goes_through_the_proxy_which_looks_names_up_and_sees_no_token() {
    for kind in [Kind::Http, Kind::Socks] {
        for account in [None, ACCOUNT] {
            let bench = Bench::start(Manner { account, ..Manner::open(kind) }).await;
            let (session, memory) = bench.open(account);
            let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
            assert_eq!(page.rows.len(), 1);
            let report = session.test(&mut |_| (), &context()).await;
            assert!(report.failed().is_none(), "{report:?}");
            let told =
                "TLS 1.3, trusted by A private authority (your own), valid until 1 January 4096";
            assert_eq!(step(&report, StepName::Tls), (StepState::Ok, told.to_owned()));
            let (_, tcp) = step(&report, StepName::Tcp);
            assert!(tcp.ends_with("the proxy, which connects to scim.invalid port 443"), "{tcp}");
            assert!(!bench.server.requests().is_empty());
            let asked = bench.proxy.asked();
            assert!(
                !asked.is_empty() && asked.iter().all(|it| *it == format!("{HOST}:443")),
                "{asked:?}"
            );
            assert!(!bench.proxy.told().contains(TOKEN));
            let server_saw = format!("{:?}", bench.server.requests());
            assert!(!server_saw.to_lowercase().contains("proxy-authorization"), "{server_saw}");
            assert_clean(&format!("{:?} {report:?} {session:?}", memory.all()), &[WORD, TOKEN]);
        }
    }
}

#[tokio::test]
async fn a_proxy_that_wants_a_password_or_another_one_says_so_at_its_field() {
    for kind in [Kind::Http, Kind::Socks] {
        let bench = Bench::start(Manner { account: ACCOUNT, ..Manner::open(kind) }).await;
        for (account, field) in
            [(None, "proxyUserName"), (Some((USER, "canary-wrong-word")), "proxyPassword")]
        {
            let (session, memory) = bench.open(account);
            let failure = failure(&session).await;
            assert!(matches!(*failure.kind, FailureKind::ProxySignIn { .. }), "{failure:?}");
            assert_eq!(failure.explain().field, Some(field), "{kind:?}");
            assert_eq!(memory.last_failure().0, "proxySignIn");
            same_in_test(&session, &failure, StepName::Tcp).await;
            assert_clean(&format!("{:?} {failure:?}", memory.all()), &["canary-wrong-word", TOKEN]);
        }
        assert!(bench.server.requests().is_empty(), "nothing was sent");
    }
}

#[tokio::test]
async fn a_proxy_that_connects_to_nobody_is_told_from_one_that_is_not_there() {
    for kind in [Kind::Http, Kind::Socks] {
        let bench = Bench::start(Manner { refuses: true, ..Manner::open(kind) }).await;
        let (session, _) = bench.open(None);
        let refused = failure(&session).await;
        assert!(
            matches!(&*refused.kind, FailureKind::ProxyRefused { host, .. } if host == HOST),
            "{refused:?}"
        );
        assert_eq!(refused.explain().field, Some("proxyUrl"));
        same_in_test(&session, &refused, StepName::Tcp).await;
        assert!(bench.server.requests().is_empty());
    }
    let nobody = faults::server::refused_port().unwrap();
    for scheme in ["http", "https", "socks5"] {
        let network = through(&format!("{scheme}://127.0.0.1:{nobody}"), None);
        let (session, _) = open(Settings { network, ..settings(&format!("https://{HOST}/scim")) });
        let away = failure(&session).await;
        assert!(matches!(*away.kind, FailureKind::ProxyUnreachable { .. }), "{scheme}: {away:?}");
        assert_eq!(away.explain().field, Some("proxyUrl"));
        same_in_test(&session, &away, StepName::Tcp).await;
    }
}

#[tokio::test]
async fn what_is_no_proxy_is_called_so() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.write_all(b"220 mail.example.com ready\r\n").await.ok();
            stream.shutdown().await.ok();
        }
    });
    for scheme in ["socks5", "https"] {
        let network = through(&format!("{scheme}://{place}"), None);
        let (session, _) = open(Settings { network, ..settings(&format!("https://{HOST}/scim")) });
        let kind = *failure(&session).await.kind;
        assert!(matches!(kind, FailureKind::ProxyUnreachable { .. }), "{scheme}: {kind:?}");
    }
}

#[tokio::test]
async fn a_named_proxy_is_used_for_this_machine_too_and_asked_in_clear_it_is_told_who_asks() {
    let server = Server::start(good).await;
    for kind in [Kind::Http, Kind::Socks] {
        let manner = Manner { account: ACCOUNT, ..Manner::open(kind) };
        let proxy = Proxy::start(manner, server.port).await.unwrap();
        let base = format!("http://localhost:{}/scim/v2", server.port);
        let with = |account| {
            let network = through(proxy.url(), account);
            open(Settings { network, ..settings(&base) })
        };
        let (session, memory) = with(ACCOUNT);
        session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
        assert!(session.test(&mut |_| (), &context()).await.failed().is_none());
        assert!(proxy.asked().iter().all(|it| *it == format!("localhost:{}", server.port)));
        assert_clean(&format!("{:?}", memory.all()), &[WORD]);
        let (session, _) = with(None);
        let failure = failure(&session).await;
        assert!(matches!(*failure.kind, FailureKind::ProxySignIn { .. }), "{kind:?} {failure:?}");
    }
    let raw: String = server.requests().into_iter().map(|it| it.raw).collect();
    assert!(!raw.to_lowercase().contains("proxy-authorization"));
}

#[test]
fn plain_http_of_this_machine_does_not_leave_it_for_a_proxy_without_consent() {
    let refusal = |base: &str, proxy: &str, consent: bool| {
        let network = Network { allows_plain_http: consent, ..through(proxy, None) };
        let memory = std::sync::Arc::new(Memory::default());
        Session::open(Settings { network, ..settings(base) }, memory).err().map(|it| *it.kind)
    };
    let elsewhere = refusal("http://127.0.0.1:1", "http://proxy.example.com:3128", false);
    assert!(matches!(elsewhere, Some(FailureKind::PlainHttp { .. })), "{elsewhere:?}");
    assert!(refusal("http://127.0.0.1:1", "http://proxy.example.com:3128", true).is_none());
    assert!(refusal("http://127.0.0.1:1", "socks5://127.0.0.1:1080", false).is_none());
    assert!(refusal("https://a.example", "http://proxy.example.com:3128", false).is_none());
}

#[test]
fn a_token_endpoint_of_this_machine_is_not_asked_by_a_proxy_of_another() {
    use client::auth::oauth::{ClientAuthentication, Endpoint, Grant, OAuth};
    use client::settings::Auth;
    let oauth = OAuth {
        token_endpoint: Endpoint::parse("http://127.0.0.1:1/token", "tokenEndpoint").unwrap(),
        client_id: "a".to_owned(),
        client: ClientAuthentication::Public,
        grant: Grant::ClientCredentials,
        scopes: Vec::new(),
        parameters: Vec::new(),
        shows_certificate: false,
        tokens: Tokens::default(),
        keeper: None,
    };
    let auth = Auth::OAuth(Box::new(oauth));
    let network = through("http://proxy.example.com", None);
    let all = Settings { network, auth, ..settings("https://a.example") };
    let kind = *Session::open(all, std::sync::Arc::new(Memory::default())).unwrap_err().kind;
    assert!(
        matches!(kind, FailureKind::UnusableSetting { field: "tokenEndpoint", .. }),
        "{kind:?}"
    );
}

#[tokio::test]
async fn the_certificate_of_a_server_is_judged_through_a_proxy_as_without_one() {
    let bench = Bench::start(Manner::open(Kind::Http)).await;
    let network = through(bench.proxy.url(), None);
    let base = format!("https://{HOST}/scim/v2");
    let (session, _) = open(Settings { network: network.clone(), ..settings(&base) });
    let untrusted = failure(&session).await;
    assert!(matches!(*untrusted.kind, FailureKind::Untrusted { .. }), "{untrusted:?}");
    assert!(bench.server.requests().is_empty());

    let network = Network { unverified_host: Some(HOST.to_owned()), ..network };
    let (session, _) = open(Settings { network, ..settings(&base) });
    let report = session.test(&mut |_| (), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    assert_eq!(step(&report, StepName::Tls).0, StepState::Warning);
}

#[tokio::test]
async fn a_proxy_that_answers_in_the_place_of_the_server_is_seen_at_its_certificates() {
    let inspector = Authority::named("Inspection of Example Inc.");
    for kind in [Kind::Http, Kind::Socks] {
        let (certificate, key) = inspector.issue(for_names(&[HOST]));
        let server = serve_chain(&[certificate.der().clone(), inspector.der()], &key).await;
        let manner = Manner { account: ACCOUNT, ..Manner::open(kind) };
        let proxy = Proxy::start(manner, server.port).await.unwrap();
        let through = |authorities| {
            let network = Network { authorities, ..through(proxy.url(), ACCOUNT) };
            open(Settings { network, ..settings(&format!("https://{HOST}/scim/v2")) })
        };
        let (session, memory) = through(Authority::new().trusted());
        let report = session.test(&mut |_| (), &context()).await;
        let failed = report.failed().unwrap();
        assert_eq!(failed.name, StepName::Tls, "{kind:?} {report:?}");
        let chain = failed.chain.as_ref().unwrap();
        let [of_server, of_inspector] = &chain.certificates[..] else { panic!("{chain:?}") };
        assert_eq!((&of_server.names[..], &of_server.fault), (&[HOST.to_owned()][..], &None));
        assert!(of_inspector.subject.contains("Inspection of Example Inc."), "{of_inspector:?}");
        assert!(of_inspector.fault.as_ref().unwrap().contains("nobody here trusts"));
        let place = proxy.url().split_once("://").unwrap().1;
        assert!(chain.hint.as_ref().unwrap().contains(&format!("through the proxy {place}.")));
        assert_eq!(proxy.asked(), [format!("{HOST}:443")], "nothing but the look");
        assert!(server.requests().is_empty());
        assert_clean(&format!("{report:?} {:?} {}", memory.all(), proxy.told()), &[TOKEN]);
        assert_clean(&format!("{report:?} {:?}", memory.all()), &[WORD]);

        let (session, _) = through(inspector.trusted());
        let report = session.test(&mut |_| (), &context()).await;
        assert!(report.failed().is_none(), "an organisation trusts its own: {report:?}");
        assert!(step(&report, StepName::Tls).1.contains("Inspection of Example Inc. (your own)"));
    }
}

#[tokio::test]
async fn a_proxy_of_https_is_verified_and_passed() {
    let bench = Bench::start(Manner { account: ACCOUNT, ..Manner::open(Kind::Http) }).await;
    let (certificate, key) = bench.authority.issue(for_names(&["127.0.0.1"]));
    let acceptor = acceptor(&[certificate.der().clone()], &key);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let inner = bench.proxy.url().trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, inner) = (acceptor.clone(), inner.clone());
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut onward = tokio::net::TcpStream::connect(inner).await.unwrap();
                tokio::io::copy_bidirectional(&mut stream, &mut onward).await.ok();
            });
        }
    });
    let tested = async |authorities| {
        let network = Network { authorities, ..through(&url, ACCOUNT) };
        let (session, _) =
            open(Settings { network, ..settings(&format!("https://{HOST}/scim/v2")) });
        session.test(&mut |_| (), &context()).await
    };
    let report = tested(bench.authority.trusted()).await;
    assert!(report.failed().is_none(), "{report:?}");
    assert_eq!(step(&report, StepName::Tls).0, StepState::Ok);
    let report = tested(Authority::new().trusted()).await;
    let failed = report.failed().unwrap();
    assert_eq!(
        (failed.name, failed.detail.as_str()),
        (StepName::Tcp, "The proxy cannot be reached")
    );
}

#[tokio::test]
async fn a_certificate_that_is_wanted_of_the_client_is_told_of_through_a_proxy_too() {
    let authority = Authority::new();
    let (certificate, key) = authority.issue(for_names(&[HOST]));
    let server = serve_by(wanting(&authority, &certificate, &key)).await;
    let proxy = Proxy::start(Manner::open(Kind::Socks), server.port).await.unwrap();
    let network = Network { authorities: authority.trusted(), ..through(proxy.url(), None) };
    let (session, _) = open(Settings { network, ..settings(&format!("https://{HOST}/scim/v2")) });
    let report = session.test(&mut |_| (), &context()).await;
    let failed = report.failed().unwrap();
    assert_eq!(failed.problem.as_ref().unwrap().field, Some("certificate"), "{report:?}");
}
