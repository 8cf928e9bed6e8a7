//! Client certificates: read from every file that people have, shown to servers that demand one over real TLS, and told
//! apart when they are refused.

use std::sync::{Arc, Mutex};

use crate::common::{Server, assert_clean, context, good, http, open};
use client::auth::certificate::{ClientCertificate, KeyError};
use client::auth::oauth::{ClientAuthentication, Endpoint, Grant, OAuth};
use client::auth::tokens::Tokens;
use client::auth::{Algorithm, Assertion};
use client::base_url::BaseUrl;
use client::doctor::StepName;
use client::error::FailureKind;
use client::page::ListQuery;
use client::settings::{Auth, Settings};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::server::WebPkiClientVerifier;
use secrecy::SecretString;

const SEC1: &str = include_str!("../keys/sec1.pem");
const SEALED: &str = include_str!("../keys/sealed.pem");
const MODERN: &str = include_str!("../keys/modern.p12.txt");
const LEGACY: &str = include_str!("../keys/legacy.p12.txt");
const PKCS1: &str = include_str!("../keys/pkcs1.pem");

fn passphrase(text: &str) -> Option<SecretString> {
    Some(SecretString::from(text))
}

#[test]
fn a_certificate_is_read_from_every_form_that_openssl_writes() {
    let right = passphrase("open sesame");
    for (form, read) in [
        ("sec1", ClientCertificate::from_pem(&SEC1.into(), None)),
        ("sealed", ClientCertificate::from_pem(&SEALED.into(), right.as_ref())),
        ("modern", ClientCertificate::from_pkcs12(&MODERN.into(), right.as_ref())),
        ("legacy", ClientCertificate::from_pkcs12(&LEGACY.into(), right.as_ref())),
    ] {
        let read = read.unwrap_or_else(|error| panic!("{form}: {error}"));
        assert!(read.facts().subject.contains("scim robot"), "{form}: {:?}", read.facts());
        assert!(read.facts().validity.ends.is_some() && read.facts().chain_length == 1, "{form}");
        assert_clean(&format!("{read:?}"), &["PRIVATE", "sesame"]);
    }
}

#[test]
fn what_is_wrong_with_a_file_is_named() {
    let pem = |text: &str, it: Option<SecretString>| {
        ClientCertificate::from_pem(&text.into(), it.as_ref()).unwrap_err()
    };
    let archive = |text: &str, it: Option<SecretString>| {
        ClientCertificate::from_pkcs12(&text.into(), it.as_ref()).unwrap_err()
    };
    assert_eq!(pem(SEALED, None), KeyError::PassphraseNeeded);
    assert_eq!(pem(SEALED, passphrase("wrong")), KeyError::WrongPassphrase);
    assert_eq!(pem(PKCS1, None), KeyError::NoCertificate);
    assert_eq!(archive(MODERN, passphrase("wrong")), KeyError::WrongPassphrase);
    assert_eq!(archive(MODERN, None), KeyError::PassphraseNeeded);
    assert!(matches!(archive("AAAA", None), KeyError::NotPkcs12(_)));
    assert!(matches!(archive("?", None), KeyError::NotPkcs12(_)));
    let stranger = KeyPair::generate().unwrap().serialize_pem();
    let (_, certificate) = SEC1.split_once("-----BEGIN CERTIFICATE").unwrap();
    assert_eq!(
        pem(&format!("{stranger}\n-----BEGIN CERTIFICATE{certificate}"), None),
        KeyError::Mismatch
    );
}

#[test]
fn a_key_signs_in_the_way_that_fits_it() {
    let usual = Assertion::new(&PKCS1.into(), None, None).unwrap();
    assert_eq!(usual.algorithm(), Algorithm::Rs256);
    assert!(Assertion::new(&PKCS1.into(), None, Some(Algorithm::Ps512)).is_ok());
    let odd = Assertion::new(&PKCS1.into(), None, Some(Algorithm::Es256)).unwrap_err();
    assert_eq!(odd, KeyError::OtherAlgorithm("ES256"));
    let sealed = passphrase("open sesame");
    let usual = Assertion::new(&SEALED.into(), sealed.as_ref(), None).unwrap();
    assert_eq!(usual.algorithm(), Algorithm::Es256);
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate with its key in PEM, in the order in which files often have them.
fn issued(by: &Authority, name: &str) -> SecretString {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    let certificate = params.signed_by(&key, by).unwrap();
    SecretString::from(format!("{}{}{}", by.pem(), certificate.pem(), key.serialize_pem()))
}

type Shown = Arc<Mutex<Vec<usize>>>;

/// A server that lets nobody in without a certificate of this authority, and notes how many each one showed.
async fn demanding(
    server: &crate::secure::Server,
    by: &Authority,
    reply: fn(&crate::common::Request) -> crate::common::Reply,
) -> (Server, Shown) {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(by.der().to_vec())).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
    let acceptor = server.acceptor_with(&["http/1.1"], Some(verifier));
    let shown = Shown::default();
    let seen = Arc::clone(&shown);
    let server = Server::serve(reply, move |stream| {
        let (acceptor, seen) = (acceptor.clone(), Arc::clone(&seen));
        Box::pin(async move {
            let stream = acceptor.accept(stream).await.ok()?;
            let chain = stream.get_ref().1.peer_certificates().map_or(0, <[_]>::len);
            seen.lock().unwrap().push(chain);
            Some(stream)
        })
    })
    .await;
    (server, shown)
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_that_demands_a_certificate_is_shown_one() {
    crate::secure::in_child("certificates::shown_in_child");
}

/// Does nothing unless started by the test above.
#[tokio::test]
async fn shown_in_child() {
    let Some(secure) = crate::secure::Server::of_child() else { return };
    let clients = authority("Clients");
    let (server, shown) = demanding(&secure, &clients, good).await;
    let base = format!("https://127.0.0.1:{}/scim/v2", server.port);
    let with = |certificate: Option<ClientCertificate>| Settings {
        certificate,
        ..Settings::new(BaseUrl::parse(&base).unwrap(), Auth::None)
    };
    let read = |pem: &SecretString| ClientCertificate::from_pem(pem, None).unwrap();

    let (session, _) = open(with(None));
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::WantsClientCertificate { .. }), "{failure:?}");
    assert_eq!(failure.explain().field, Some("certificate"));

    let robot = issued(&clients, "robot");
    let (session, memory) = open(with(Some(read(&robot))));
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!((page.rows.len(), shown.lock().unwrap().last().copied()), (1, Some(1)));
    let report = session.test(&mut |_| (), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    assert!(report.steps.iter().any(|it| it.name == StepName::Tls));
    assert_clean(&format!("{:?}", memory.all()), &["PRIVATE KEY"]);

    // Where the certificate is all that the server knows us by, it is what is spoken of.
    for (status, title) in [
        ("403 Forbidden", "The client certificate may not do this"),
        ("401 Unauthorized", "The certificate alone does not sign in"),
    ] {
        let refuse: fn(&crate::common::Request) -> crate::common::Reply = match status {
            "403 Forbidden" => |_| http("403 Forbidden", "", ""),
            _ => |_| http("401 Unauthorized", "", ""),
        };
        let (refusing, _) = demanding(&secure, &clients, refuse).await;
        let base = format!("https://127.0.0.1:{}/scim/v2", refusing.port);
        let base = BaseUrl::parse(&base).unwrap();
        let (session, _) = open(Settings { base, ..with(Some(read(&robot))) });
        let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
        assert_eq!(failure.explain().title, title, "{status}");
    }

    let stranger = issued(&authority("Strangers"), "stranger");
    let (session, _) = open(with(Some(read(&stranger))));
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::ClientCertificateRefused { .. }), "{failure:?}");
    assert_eq!(failure.explain().title, "The server refuses the client certificate");

    // The same certificate proves the client at the token endpoint (RFC 8705), where that is asked for.
    let (endpoint, _) = demanding(&secure, &clients, |request| {
        assert!(request.raw.contains("client_id=app") || request.raw.ends_with("\r\n\r\n"));
        http(
            "200 OK",
            "Content-Type: application/json\r\n",
            r#"{"access_token":"issued-by-certificate"}"#,
        )
    })
    .await;
    let oauth = |shows_certificate| OAuth {
        token_endpoint: Endpoint::parse(
            &format!("https://127.0.0.1:{}/token", endpoint.port),
            "tokenEndpoint",
        )
        .unwrap(),
        client_id: "app".into(),
        client: ClientAuthentication::Public,
        grant: Grant::ClientCredentials,
        scopes: Vec::new(),
        parameters: Vec::new(),
        shows_certificate,
        tokens: Tokens::default(),
        keeper: None,
    };
    let fetching =
        |shows| Settings { auth: Auth::OAuth(Box::new(oauth(shows))), ..with(Some(read(&robot))) };
    let (session, memory) = open(fetching(true));
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    let sent = server.requests().pop().unwrap();
    assert_eq!(sent.header("authorization").as_deref(), Some("Bearer issued-by-certificate"));
    assert_clean(&format!("{:?}", memory.all()), &["issued-by-certificate"]);
    let (session, _) = open(fetching(false));
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::TokenEndpoint { .. }), "{failure:?}");
    crate::secure::done();
}
