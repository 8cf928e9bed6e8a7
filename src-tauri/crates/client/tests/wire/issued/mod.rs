//! A SCIM server behind an authorisation server, and whoever asks there.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::panic)]

use std::sync::{Arc, Mutex};

use client::auth::oauth::{ClientAuthentication, Endpoint, Grant, OAuth, RefreshTokenKeeper};
use client::auth::tokens::Tokens;
use client::base_url::BaseUrl;
use client::clock::SystemClock;
use client::error::Failure;
use client::exchange::BoxFuture;
use client::guard::{Confirmation, Guard, Mode};
use client::page::ListQuery;
use client::request::Request;
use client::session::Session;
use client::settings::{Auth, Settings};
use client::write::{Reply, Sent};
use issuer::{Client, Issuer, Proof};
use secrecy::{ExposeSecret as _, SecretString};

use crate::common::{Memory, Server, context, good, http, open};

pub const SECRET: &str = "canary-client-secret+/7Q~9";

/// A SCIM server that takes the tokens of an authorisation server.
pub async fn guarded(issuer: &Arc<Issuer>) -> Server {
    let issuer = Arc::clone(issuer);
    Server::start(move |request| {
        let token = request.header("authorization").unwrap_or_default();
        match token.strip_prefix("Bearer ").is_some_and(|it| issuer.accepts(it)) {
            true => good(request),
            false => {
                http("401 Unauthorized", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", "")
            }
        }
    })
    .await
}

pub fn oauth(issuer: &Issuer, client: ClientAuthentication, grant: Grant) -> OAuth {
    OAuth {
        token_endpoint: Endpoint::parse(&issuer.token_endpoint(), "tokenEndpoint").unwrap(),
        client_id: "app".to_owned(),
        client,
        grant,
        scopes: vec!["scim.read".to_owned()],
        parameters: vec![("audience".to_owned(), "https://scim.example.com".to_owned())],
        shows_certificate: false,
        tokens: Tokens::default(),
        keeper: None,
    }
}

pub fn by_secret(issuer: &Issuer) -> OAuth {
    oauth(issuer, ClientAuthentication::Header(SECRET.into()), Grant::ClientCredentials)
}

pub fn session(server: &Server, oauth: &OAuth) -> (Session, Arc<Memory>) {
    let base = BaseUrl::parse(&server.base()).unwrap();
    open(Settings::new(base, Auth::OAuth(Box::new(oauth.clone()))))
}

pub async fn list(session: &Session) -> Result<usize, Failure> {
    Ok(session.list("/Users", &ListQuery::default(), &context()).await?.rows.len())
}

pub fn sent(proof: Proof) -> Client {
    Client::new("app", proof)
}

#[derive(Default)]
pub struct Kept(pub Mutex<Vec<String>>);

impl RefreshTokenKeeper for Kept {
    fn keep(&self, token: Option<SecretString>) -> BoxFuture<'_, ()> {
        let token = token.map(|it| it.expose_secret().to_owned());
        self.0.lock().unwrap().push(token.unwrap_or_else(|| "none".to_owned()));
        Box::pin(async {})
    }
}

/// A refresh token, as a sign-in gives it.
pub async fn signed_in(issuer: &Arc<Issuer>) -> String {
    let server = guarded(issuer).await;
    let oauth = browser::oauth(issuer, ClientAuthentication::Public);
    let (session, _) = session(&server, &oauth);
    browser::sign_in(&session).await.unwrap();
    issuer
        .given()
        .pop()
        .filter(|it| !it.contains('.'))
        .unwrap_or_else(|| issuer.given().into_iter().rfind(|it| !it.contains('.')).unwrap())
}

/// A tenant that writes without asking anybody, with tokens of an authorisation server.
pub struct Writing {
    pub session: Session,
    pub memory: Arc<Memory>,
    guard: Arc<Guard>,
}

impl Writing {
    pub fn new(server: &Server, oauth: OAuth) -> Writing {
        let guard = Arc::new(Guard::new(Mode::Free, Arc::new(SystemClock::new())));
        let base = BaseUrl::parse(&server.base()).unwrap();
        let settings = Settings::new(base, Auth::OAuth(Box::new(oauth)));
        let (session, memory) = open(Settings { guard: Arc::clone(&guard), ..settings });
        Writing { session, memory, guard }
    }

    pub fn delete(&self) -> Request {
        Request::parse(self.session.base(), "DELETE", "/Users/1", &[], None).unwrap()
    }

    pub async fn send(&self) -> Reply {
        let request = self.delete();
        let issued = self.guard.issue(self.session.base(), Arc::new(request.clone()), "main");
        let confirmed = Confirmation { token: issued.unwrap(), window: "main".to_owned() };
        match self.session.send(&request, Some(&confirmed), &context()).await.unwrap() {
            Sent::Answered(reply) => reply,
            Sent::Unknown(unknown) => panic!("{unknown:?}"),
        }
    }
}

pub mod browser {
    //! A person at a browser: requests the URL and follows where it leads.

    use std::time::Duration;

    use client::auth::BrowserSignIn;
    use client::auth::oauth::Redirect;

    use super::*;

    pub fn oauth(issuer: &Issuer, client: ClientAuthentication) -> OAuth {
        let grant = Grant::AuthorizationCode {
            authorization_endpoint: Endpoint::parse(
                &issuer.authorization_endpoint(),
                "authorizationEndpoint",
            )
            .unwrap(),
            redirect: Redirect::default(),
            refresh_token: None,
        };
        super::oauth(issuer, client, grant)
    }

    pub async fn sign_in(session: &Session) -> Result<(), Failure> {
        with(session, |url| {
            let url = url.to_owned();
            tokio::spawn(async move {
                let page = issuer::browser().get(url).send().await.unwrap();
                assert!(page.status().is_success(), "{}", page.status());
                assert!(
                    page.headers()["content-security-policy"]
                        .to_str()
                        .unwrap()
                        .contains("default-src 'none'")
                );
                assert!(page.text().await.unwrap().contains("You can close this page"));
            });
            Ok(())
        })
        .await
    }

    pub async fn with(
        session: &Session,
        open: impl Fn(&str) -> Result<(), String> + Send + Sync,
    ) -> Result<(), Failure> {
        let with =
            BrowserSignIn { open: &open, on_waiting: &|_| (), limit: Duration::from_secs(30) };
        session.sign_in(&with, &context()).await
    }
}
