//! The certificates that a server shows, as the connection test tells of them: each with what it says, the one at fault
//! with its reason, and the authority that is trusted. Over real TLS, with authorities of the test's own.

use std::sync::{Arc, Mutex};

use crate::common::{Memory, Server, TOKEN, assert_clean, context, good, open, settings};
use crate::secured::{Authority, for_names, serve, serve_chain, wanting_by};
use client::auth::certificate::ClientCertificate;
use client::chain::{Chain, Presented};
use client::doctor::{Report, Step, StepName, StepState};
use client::exchange::Outcome;
use client::network::{Authorities, Network};
use client::settings::Settings;
use jiff::{ToSpan as _, Zoned};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    date_time_ymd,
};
use rustls::SupportedProtocolVersion;
use rustls::pki_types::CertificateDer;

async fn tested(server: &Server, network: Network) -> (Report, Arc<Memory>) {
    let base = format!("https://localhost:{}/scim/v2", server.port);
    let (session, memory) = open(Settings { network, ..settings(&base) });
    (session.test(&mut |_| (), &context()).await, memory)
}

fn trusting(authorities: Authorities) -> Network {
    Network { authorities, ..Network::default() }
}

fn tls(report: &Report) -> &Step {
    report.steps.iter().find(|it| it.name == StepName::Tls).unwrap()
}

/// What is shown of a server that is not trusted.
async fn refused(server: &Server, authorities: Authorities) -> Chain {
    let (report, memory) = tested(server, trusting(authorities)).await;
    assert_eq!(report.failed().unwrap().name, StepName::Tls, "{report:?}");
    assert!(server.requests().is_empty(), "nothing was sent");
    assert_clean(&format!("{report:?} {:?}", memory.all()), &[TOKEN]);
    let chain = tls(&report).chain.clone().unwrap();
    assert_eq!(chain.authority, None);
    chain
}

fn faults(chain: &Chain) -> Vec<Option<&str>> {
    chain.certificates.iter().map(|it| it.fault.as_deref()).collect()
}

fn fingerprint(certificate: &rcgen::Certificate) -> String {
    Authorities::from_pem(&certificate.pem()).unwrap().fingerprints().remove(0)
}

#[tokio::test]
async fn the_chain_is_shown_in_order_with_the_authority_that_is_trusted_and_until_when() {
    let authority = Authority::new();
    let between = authority.between(|_| ());
    let (certificate, key) = between.issue(for_names(&["localhost", "scim.example.com"]));
    let server = serve_chain(&[certificate.der().clone(), between.der()], &key).await;
    let (report, memory) = tested(&server, trusting(authority.trusted())).await;
    assert!(report.failed().is_none(), "{report:?}");
    let step = tls(&report);
    let told = "TLS 1.3, trusted by A private authority (your own), valid until 1 January 4096";
    assert_eq!((step.state, step.detail.as_str()), (StepState::Ok, told));
    let recorded = memory.all().into_iter().find(|it| it.method == "TLS").unwrap();
    assert_eq!(recorded.outcome, Outcome::Seen(told.to_owned()));

    let chain = step.chain.as_ref().unwrap();
    let [own, signer] = chain.certificates.as_slice() else { panic!("{chain:?}") };
    assert_eq!(own.names, ["localhost", "scim.example.com"]);
    assert_eq!(
        (&own.issuer, own.fingerprint.clone()),
        (&signer.subject, fingerprint(&certificate))
    );
    assert!(own.validity.begins.is_some() && own.validity.ends.is_some());
    assert!(signer.subject.contains("An authority in between"), "{signer:?}");
    assert!(signer.issuer.contains("A private authority") && !signer.is_self_signed);
    assert_eq!((faults(chain), &chain.hint), (vec![None, None], &None));
    let by = chain.authority.as_ref().unwrap();
    assert!(by.is_own && by.subject.contains("CN=A private authority"), "{by:?}");
    assert_eq!(by.fingerprint.as_ref(), authority.trusted().fingerprints().first());
}

#[tokio::test]
async fn the_reason_stands_at_the_certificate_at_fault() {
    let authority = Authority::new();
    let own = || authority.trusted();
    let of = |change: fn(&mut CertificateParams)| {
        let mut params = for_names(&["localhost"]);
        change(&mut params);
        authority.serve_as(params)
    };
    let past = |it: &mut CertificateParams| {
        (it.not_before, it.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 2, 3));
    };
    let expired = refused(&of(past).await, own()).await;
    assert_eq!(faults(&expired), [Some("It expired on 3 February 2021, 00:00 UTC.")]);

    let early = |it: &mut CertificateParams| {
        (it.not_before, it.not_after) = (date_time_ymd(3000, 1, 1), date_time_ymd(3001, 1, 1));
    };
    let early = refused(&of(early).await, own()).await;
    assert_eq!(faults(&early), [Some("It is not valid before 1 January 3000, 00:00 UTC.")]);

    let other = authority.serve(&["scim.example.com", "192.0.2.7"]).await;
    let told = "It was issued for other names: scim.example.com, 192.0.2.7. This server was asked for as localhost.";
    assert_eq!(faults(&refused(&other, own()).await), [Some(told)]);

    let clients = |it: &mut CertificateParams| {
        it.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    };
    let told = "It is not meant for servers: its purposes are others.";
    assert_eq!(faults(&refused(&of(clients).await, own()).await), [Some(told)]);

    let between = authority.between(past);
    let (certificate, key) = between.issue(for_names(&["localhost"]));
    let server = serve_chain(&[certificate.der().clone(), between.der()], &key).await;
    let told = "It expired on 3 February 2021, 00:00 UTC.";
    assert_eq!(faults(&refused(&server, own()).await), [None, Some(told)], "the one in between");
}

#[tokio::test]
async fn an_authority_that_nobody_trusts_is_named_and_how_to_trust_it_is_only_said() {
    let stranger = Authority::named("A stranger");
    let (certificate, key) = stranger.issue(for_names(&["localhost"]));
    let shown = [certificate.der().clone(), stranger.der()];
    let chain = refused(&serve_chain(&shown, &key).await, Authorities::default()).await;
    let told = "It is an authority that nobody here trusts: neither the system nor this tenant.";
    assert_eq!(faults(&chain), [None, Some(told)]);
    let hint = chain.hint.unwrap();
    assert!(hint.contains("Do not take it from this connection"), "{hint}");

    let alone = refused(&stranger.serve(&["localhost"]).await, Authority::new().trusted()).await;
    let [Some(told)] = faults(&alone)[..] else { panic!("{alone:?}") };
    assert!(told.contains("CN=A stranger") && told.contains("was not shown"), "{told}");
    assert!(alone.hint.unwrap().contains("leaves out a certificate in between"));
}

#[tokio::test]
async fn a_certificate_that_signed_itself_is_told_as_that_and_can_be_trusted_as_an_authority() {
    let key = KeyPair::generate().unwrap();
    let certificate = for_names(&["localhost"]).self_signed(&key).unwrap();
    let pem = certificate.pem();
    let server = serve(certificate, key).await;
    let chain = refused(&server, Authorities::default()).await;
    assert_eq!(faults(&chain), [Some("It is signed by itself, and nobody here trusts it.")]);
    assert!(chain.certificates[0].is_self_signed);
    assert!(chain.hint.unwrap().contains("under CA certificates"));
    let (report, _) = tested(&server, trusting(Authorities::from_pem(&pem).unwrap())).await;
    assert!(report.failed().is_none(), "as the hint says: {report:?}");

    let key = KeyPair::generate().unwrap();
    let mut params = for_names(&["localhost"]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let server = serve(params.self_signed(&key).unwrap(), key).await;
    let chain = refused(&server, Authorities::default()).await;
    let [Some(told)] = faults(&chain)[..] else { panic!("{chain:?}") };
    assert!(told.starts_with("It is signed by itself and marked as an authority"), "{told}");
}

#[tokio::test]
async fn an_end_that_is_near_is_a_warning() {
    let day = Zoned::now().in_tz("UTC").unwrap().checked_add(6.days()).unwrap().date();
    let mut params = for_names(&["localhost"]);
    let month = u8::try_from(day.month()).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(day.year().into(), month, u8::try_from(day.day()).unwrap());
    let authority = Authority::new();
    let server = authority.serve_as(params).await;
    let (report, _) = tested(&server, trusting(authority.trusted())).await;
    assert!(report.failed().is_none(), "{report:?}");
    let step = tls(&report);
    assert_eq!(step.state, StepState::Warning);
    assert!(step.detail.ends_with("(your own), ends in 5 days"), "{}", step.detail);
    let problem = step.problem.as_ref().unwrap();
    assert!(problem.cause.starts_with("The server's certificate expires in 5 days."));
    assert!(problem.remedy.contains("renew") && problem.field.is_none());
}

#[tokio::test]
async fn what_a_hostile_certificate_says_is_bounded_text_without_anything_hidden_or_secret() {
    let authority = Authority::named("Trusted\r\nby \u{202e}everybody");
    let names: Vec<String> = (0..200).map(|it| format!("host-{it}.example.com")).collect();
    let mut params = for_names(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let name = format!("{TOKEN} {}", "long ".repeat(5_000));
    params.distinguished_name.push(DnType::CommonName, name);
    let (certificate, key) = authority.issue(params);
    let strangers = (0..14).map(|_| Authority::named("Another").der());
    let shown: Vec<_> = std::iter::once(certificate.der().clone()).chain(strangers).collect();
    let server = serve_chain(&shown, &key).await;
    let chain = refused(&server, authority.trusted()).await;
    assert_eq!((chain.certificates.len(), chain.left_out), (10, 5));
    let Presented { subject, issuer, names, more_names, fault, .. } = &chain.certificates[0];
    assert!(subject.chars().count() <= 301 && subject.ends_with('…'), "{subject}");
    assert_eq!(issuer, "CN=Trusted[U+000D][U+000A]by [U+202E]everybody");
    assert_eq!((names.len(), *more_names), (20, 180));
    assert!(fault.as_ref().unwrap().contains("host-19.example.com and 180 more."), "{fault:?}");
    let (report, _) = tested(&server, trusting(authority.trusted())).await;
    let problem = tls(&report).problem.as_ref().unwrap();
    assert!(problem.cause.len() < 1_000, "{}", problem.cause);
}

#[tokio::test]
async fn what_is_taken_unverified_is_shown_with_what_would_be_said_of_it() {
    let authority = Authority::new();
    let server = authority.serve(&["scim.example.com"]).await;
    let unverified = |authorities| Network {
        unverified_host: Some("localhost".to_owned()),
        authorities,
        ..Network::default()
    };
    let (report, _) = tested(&server, unverified(authority.trusted())).await;
    let step = tls(&report);
    assert_eq!(step.state, StepState::Warning);
    assert_eq!(step.detail, "TLS 1.3, not verified: anybody may be answering");
    let chain = step.chain.clone().unwrap();
    assert!(chain.certificates[0].fault.as_ref().unwrap().contains("scim.example.com"));
    assert!(chain.hint.unwrap().contains("would be refused"));

    let server = authority.serve(&["localhost"]).await;
    let (report, _) = tested(&server, unverified(authority.trusted())).await;
    let chain = tls(&report).chain.clone().unwrap();
    assert!(chain.hint.unwrap().contains("can be switched on again"));
    assert!(chain.authority.unwrap().is_own);
}

type Shown = Arc<Mutex<Vec<usize>>>;

/// A server that wants a certificate of the client, and notes for each handshake how many it was shown.
async fn wanting(
    (certificate, key): (rcgen::Certificate, KeyPair),
    clients: &Authority,
    version: &'static SupportedProtocolVersion,
) -> (Server, Shown) {
    let acceptor = wanting_by(&[version], clients, &certificate, &key);
    let shown = Shown::default();
    let seen = Arc::clone(&shown);
    let server = Server::serve(good, move |stream| {
        let (acceptor, seen) = (acceptor.clone(), Arc::clone(&seen));
        Box::pin(async move {
            let stream = acceptor.accept(stream).await.ok();
            let count = |it: &tokio_rustls::server::TlsStream<_>| {
                it.get_ref().1.peer_certificates().map_or(0, <[CertificateDer<'_>]>::len)
            };
            seen.lock().unwrap().push(stream.as_ref().map_or(0, count));
            stream
        })
    })
    .await;
    (server, shown)
}

#[tokio::test]
async fn the_certificate_of_the_client_is_shown_only_after_the_server_was_trusted() {
    let (authority, clients) = (Authority::new(), Authority::named("Clients"));
    let (robot, key) = clients.issue(for_names(&["robot"]));
    let pem = format!("{}{}", robot.pem(), key.serialize_pem());
    let certificate = ClientCertificate::from_pem(&pem.as_str().into(), None).unwrap();
    let test = async |server: &Server, authorities| {
        let base = format!("https://localhost:{}/scim/v2", server.port);
        let certificate = Some(certificate.clone());
        let network = trusting(authorities);
        let (session, _) = open(Settings { network, certificate, ..settings(&base) });
        session.test(&mut |_| (), &context()).await
    };
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let made = authority.issue(for_names(&["localhost"]));
        let (server, shown) = wanting(made, &clients, version).await;
        let report = test(&server, authority.trusted()).await;
        assert!(report.failed().is_none(), "{report:?}");
        assert_eq!(shown.lock().unwrap().first(), Some(&0), "first without");
        let is_early = version.version == rustls::ProtocolVersion::TLSv1_2;
        let detail = &tls(&report).detail;
        assert_eq!(detail.contains("with the client certificate"), is_early, "{detail}");

        let made = Authority::named("A stranger").issue(for_names(&["localhost"]));
        let (server, shown) = wanting(made, &clients, version).await;
        let report = test(&server, authority.trusted()).await;
        assert_eq!(report.failed().unwrap().name, StepName::Tls);
        assert!(shown.lock().unwrap().iter().all(|it| *it == 0), "never to a stranger");
        assert_eq!(server.connections(), 1);
    }
}
