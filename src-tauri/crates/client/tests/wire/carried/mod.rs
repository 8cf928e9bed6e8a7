//! Every kind of credential that a tenant can have: how it is set, and how it looks on the wire.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::panic)]

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client::auth::certificate::ClientCertificate;
use client::auth::command::Command;
use client::auth::oauth::{ClientAuthentication, Endpoint, Grant, OAuth, Redirect};
use client::auth::tokens::Tokens;
use client::auth::{Assertion, BrowserSignIn};
use client::error::Failure;
use client::network::{Proxy as Route, ProxyServer};
use client::session::Session;
use client::settings::{Auth, Header, HeaderContent, Settings};
use faults::proxy::{Kind as Speaks, Manner, Proxy};
use rcgen::KeyPair;
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use crate::common::{Reply, Request, Server, context};
use crate::secured::Authority;

const PEM: &str = include_str!("../../keys/sec1.pem");
const ARCHIVE: &str = include_str!("../../keys/modern.p12.txt");
const WORD: &str = "canary-word";
/// What nobody gets whom nothing was meant for, in lower case: each of them is a credential, or holds one.
const CREDENTIALS: [&str; 8] = [
    "authorization:",
    "cookie:",
    "x-zone-key:",
    "x-second:",
    "canary",
    "assertion=",
    "code_verifier=",
    SHOWN,
];
/// Stands in the place of a client certificate in what a server saw.
const SHOWN: &str = "[certificate]";

/// A kind of credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Bearer,
    Basic,
    ApiKey,
    SecretHeader,
    ClientSecretInHeader,
    ClientSecretInBody,
    RefreshToken,
    SignIn,
    SignedClient,
    SignedGrant,
    CertificatePem,
    CertificatePkcs12,
    HttpProxyPassword,
    SocksProxyPassword,
    PrintedToken,
}

/// Each, with what of it is on the wire where it is used, in lower case.
pub const KINDS: [(Kind, &str); 15] = [
    (Kind::Bearer, "authorization: bearer canary-token"),
    // `robot:canary-password` in base64.
    (Kind::Basic, "authorization: basic cm9ib3q6y2fuyxj5lxbhc3n3b3jk"),
    (Kind::ApiKey, "x-zone-key: canary-key"),
    (Kind::SecretHeader, "x-second: canary-header"),
    // `app:canary-secret` in base64.
    (Kind::ClientSecretInHeader, "authorization: basic yxbwomnhbmfyes1zzwnyzxq="),
    (Kind::ClientSecretInBody, "client_secret=canary-secret"),
    (Kind::RefreshToken, "refresh_token=canary-refresh"),
    (Kind::SignIn, "code=canary-code"),
    (Kind::SignedClient, "client_assertion=ey"),
    (Kind::SignedGrant, "&assertion=ey"),
    (Kind::CertificatePem, SHOWN),
    (Kind::CertificatePkcs12, SHOWN),
    // `robot:canary-word` in base64.
    (Kind::HttpProxyPassword, "proxy-authorization: basic cm9ib3q6y2fuyxj5lxdvcmq="),
    (Kind::SocksProxyPassword, "robot:canary-word"),
    (Kind::PrintedToken, "authorization: bearer canary-printed"),
];

impl Kind {
    /// Whether it is a certificate, which is shown over TLS alone.
    pub fn is_certificate(self) -> bool {
        matches!(self, Kind::CertificatePem | Kind::CertificatePkcs12)
    }

    /// Whether a token is asked for with it.
    pub fn fetches(self) -> bool {
        use Kind as K;
        matches!(
            self,
            K::ClientSecretInHeader
                | K::ClientSecretInBody
                | K::RefreshToken
                | K::SignIn
                | K::SignedClient
                | K::SignedGrant
        )
    }

    /// The proxy on the way, where its password is the credential.
    pub async fn proxy(self, port: u16) -> Option<Proxy> {
        let speaks = match self {
            Kind::HttpProxyPassword => Speaks::Http,
            Kind::SocksProxyPassword => Speaks::Socks,
            _ => return None,
        };
        let manner = Manner { account: Some(("robot", WORD)), ..Manner::open(speaks) };
        Some(Proxy::start(manner, port).await.unwrap())
    }

    /// The settings of a tenant that has it.
    pub fn set(self, settings: Settings, token_endpoint: &str, proxy: Option<&Proxy>) -> Settings {
        let mut set = settings;
        let endpoint = |url: &str| Endpoint::parse(url, "tokenEndpoint").unwrap();
        let oauth = |client, grant| {
            Auth::OAuth(Box::new(OAuth {
                token_endpoint: endpoint(token_endpoint),
                client_id: "app".to_owned(),
                client,
                grant,
                scopes: Vec::new(),
                parameters: Vec::new(),
                shows_certificate: false,
                tokens: Tokens::default(),
                keeper: None,
            }))
        };
        use ClientAuthentication as C;
        set.auth = match self {
            Kind::Bearer | Kind::HttpProxyPassword | Kind::SocksProxyPassword => {
                Auth::Bearer("canary-token".into())
            }
            Kind::Basic => {
                Auth::Basic { user: "robot".to_owned(), password: "canary-password".into() }
            }
            Kind::ApiKey => {
                Auth::ApiKey { header: "X-Zone-Key".to_owned(), key: "canary-key".into() }
            }
            Kind::SecretHeader | Kind::CertificatePem | Kind::CertificatePkcs12 => Auth::None,
            Kind::ClientSecretInHeader => {
                oauth(C::Header("canary-secret".into()), Grant::ClientCredentials)
            }
            Kind::ClientSecretInBody => {
                oauth(C::Body("canary-secret".into()), Grant::ClientCredentials)
            }
            Kind::RefreshToken => oauth(C::Public, Grant::RefreshToken("canary-refresh".into())),
            Kind::SignIn => {
                let (redirect, refresh_token) = (Redirect::default(), None);
                let authorization_endpoint = endpoint(token_endpoint);
                let grant =
                    Grant::AuthorizationCode { authorization_endpoint, redirect, refresh_token };
                oauth(C::Public, grant)
            }
            Kind::SignedClient => oauth(C::PrivateKeyJwt(assertion()), Grant::ClientCredentials),
            Kind::SignedGrant => oauth(C::Public, Grant::JwtBearer(assertion())),
            Kind::PrintedToken => Auth::Command(Command {
                program: "echo".to_owned(),
                arguments: vec!["canary-printed".to_owned()],
                limit: Duration::from_secs(30),
                tokens: Tokens::default(),
            }),
        };
        if self == Kind::SecretHeader {
            let value = HeaderContent::Secret("canary-header".into());
            set.headers.push(Header { name: "X-Second".to_owned(), value });
        }
        let passphrase = "open sesame".into();
        set.certificate = match self {
            Kind::CertificatePem => ClientCertificate::from_pem(&PEM.into(), None).ok(),
            Kind::CertificatePkcs12 => {
                ClientCertificate::from_pkcs12(&ARCHIVE.into(), Some(&passphrase)).ok()
            }
            _ => None,
        };
        if let Some(proxy) = proxy {
            let server = ProxyServer::parse(proxy.url()).unwrap();
            let server = server.signing_in("robot", WORD.into()).unwrap();
            set.network.proxy = Route::Explicit(Box::new(server));
        }
        set
    }
}

fn assertion() -> Assertion {
    Assertion::new(&KeyPair::generate().unwrap().serialize_pem().into(), None, None).unwrap()
}

/// Has a person sign in with a browser that brings a code.
pub async fn sign_in(session: &Session) -> Result<(), Failure> {
    let open = |url: &str| {
        let url = reqwest::Url::parse(url).unwrap();
        let value = |name: &str| {
            let mut pairs = url.query_pairs();
            pairs.find(|(it, _)| it == name).unwrap().1.into_owned()
        };
        let state = value("state");
        let back = format!("{}?code=canary-code&state={state}", value("redirect_uri"));
        tokio::spawn(async move { issuer::browser().get(back).send().await.unwrap() });
        Ok(())
    };
    let limit = Duration::from_secs(30);
    let with = BrowserSignIn { open: &open, on_waiting: &|_| (), limit };
    session.sign_in(&with, &context()).await
}

/// What was told on a wire, in lower case.
pub type Journal = Arc<Mutex<String>>;

/// A server that writes down what it is told as 127.0.0.1, and what by any other name. With an authority it speaks TLS,
/// and takes a certificate from whoever shows one.
pub async fn listen(
    authority: Option<&Authority>,
    told: &Journal,
    stray: &Journal,
    reply: impl Fn(&Request) -> Reply + Send + Sync + 'static,
) -> Server {
    // An address has no name in the handshake.
    let shown = [Arc::clone(told), Arc::clone(stray)];
    let (told, stray) = (Arc::clone(told), Arc::clone(stray));
    let reply = move |request: &Request| {
        let is_own = request.header("host").unwrap().starts_with("127.0.0.1:");
        let journal = if is_own { &told } else { &stray };
        journal.lock().unwrap().push_str(&request.raw.to_lowercase());
        reply(request)
    };
    let Some(authority) = authority else { return Server::start(reply).await };
    let acceptor = authority.asking(&["127.0.0.1", "localhost"]);
    let wrap = move |stream| -> Pin<Box<dyn Future<Output = _> + Send>> {
        let (acceptor, [own, other]) = (acceptor.clone(), shown.clone());
        Box::pin(async move {
            let stream: TlsStream<TcpStream> = acceptor.accept(stream).await.ok()?;
            let tls = stream.get_ref().1;
            let journal = if tls.server_name().is_none() { own } else { other };
            if tls.peer_certificates().is_some() {
                journal.lock().unwrap().push_str(SHOWN);
            }
            Some(stream)
        })
    };
    Server::serve(reply, wrap).await
}

/// The first credential in a text of lower case.
pub fn credential_in(text: &str) -> Option<&'static str> {
    CREDENTIALS.into_iter().find(|it| text.contains(it))
}
