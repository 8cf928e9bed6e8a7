//! Certificate authorities of a person's own, certificates that are not verified, and kinds of addresses, on the wire.

use crate::common::{Server, context, good, open, settings};
use crate::secured::Authority;
use client::doctor::{Report, StepName, StepState};
use client::error::{Distrust, FailureKind};
use client::network::{Addresses, Authorities, AuthoritiesError, Network};
use client::page::ListQuery;
use client::settings::Settings;

async fn tried(base: &str, network: Network) -> (Option<FailureKind>, Report) {
    let (session, _) = open(Settings { network, ..settings(base) });
    let listed = session.list("/Users", &ListQuery::default(), &context()).await;
    let report = session.test(&mut |_| (), &context()).await;
    (listed.err().map(|it| *it.kind), report)
}

fn step(report: &Report, name: StepName) -> (StepState, String) {
    let found = report.steps.iter().find(|it| it.name == name).unwrap();
    (found.state, found.detail.clone())
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_for_the_names_that_it_signed() {
    let authority = Authority::new();
    let server = authority.serve(&["localhost"]).await;
    let own = || Network { authorities: authority.trusted(), ..Network::default() };
    let base = |host: &str| format!("https://{host}:{}/scim/v2", server.port);
    let (failure, report) = tried(&base("localhost"), own()).await;
    assert!(failure.is_none() && report.failed().is_none(), "{failure:?} {report:?}");
    let (state, detail) = step(&report, StepName::Tls);
    assert!(
        state == StepState::Ok && detail.contains("by A private authority (your own)"),
        "{detail}"
    );

    let (failure, report) = tried(&base("127.0.0.1"), own()).await;
    let is_name =
        matches!(&failure, Some(FailureKind::Untrusted { reason: Distrust::WrongName { .. }, .. }));
    assert!(is_name, "{failure:?}");
    assert_eq!(report.failed().unwrap().name, StepName::Tls);

    let other = Network { authorities: Authority::new().trusted(), ..Network::default() };
    let (failure, _) = tried(&base("localhost"), other).await;
    assert!(matches!(failure, Some(FailureKind::Untrusted { .. })), "{failure:?}");
}

#[tokio::test]
async fn without_verification_one_host_is_taken_as_it_is_and_the_test_warns() {
    let server = Authority::new().serve(&["scim.example.com"]).await;
    let base = |host: &str| format!("https://{host}:{}/scim/v2", server.port);
    let unverified =
        |host: &str| Network { unverified_host: Some(host.to_owned()), ..Network::default() };
    for host in ["localhost", "127.0.0.1"] {
        let (failure, report) = tried(&base(host), unverified(host)).await;
        assert!(failure.is_none() && report.failed().is_none(), "{failure:?} {report:?}");
        let (state, detail) = step(&report, StepName::Tls);
        assert_eq!(state, StepState::Warning);
        assert!(detail.contains("not verified"), "{detail}");
    }
    let before = server.requests().len();
    let (failure, report) = tried(&base("127.0.0.1"), unverified("localhost")).await;
    assert!(matches!(failure, Some(FailureKind::Untrusted { .. })), "{failure:?}");
    assert_eq!(report.failed().unwrap().name, StepName::Tls);
    assert_eq!(server.requests().len(), before, "another host is verified");
}

#[tokio::test]
async fn only_addresses_of_the_chosen_kind_are_used() {
    let server = Server::start(good).await;
    let of = |addresses| Network { addresses, ..Network::default() };
    let base = format!("http://localhost:{}/scim/v2", server.port);
    let (failure, report) = tried(&base, of(Addresses::V4)).await;
    assert!(failure.is_none() && report.failed().is_none(), "{failure:?} {report:?}");
    assert!(!step(&report, StepName::Dns).1.contains("::1"));
    // It listens at 127.0.0.1 alone.
    let before = server.connections();
    let (failure, report) = tried(&base, of(Addresses::V6)).await;
    assert!(failure.is_some(), "{report:?}");
    assert_eq!(report.failed().unwrap().name, StepName::Tcp);
    assert_eq!(server.connections(), before);

    let network = of(Addresses::V6);
    let literal = Settings { network, ..settings(&server.base()) };
    let memory = std::sync::Arc::new(crate::common::Memory::default());
    let refused = client::session::Session::open(literal, memory).unwrap_err();
    assert_eq!(refused.explain().field, Some("addresses"));
}

#[test]
fn what_is_no_list_of_certificates_is_said_to_be_none() {
    use AuthoritiesError as E;
    let authority = Authority::new().pem();
    let both = format!("A comment\n{authority}\n{}", Authority::new().pem());
    let read = Authorities::from_pem(&both).unwrap();
    assert_eq!(read.facts().len(), 2);
    assert!(read.facts().iter().all(|it| it.subject.contains("A private authority")));
    assert!(read.facts().iter().all(|it| it.validity.ends.is_some()));
    assert_ne!(read.fingerprints().first(), read.fingerprints().last());

    let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let nonsense = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";
    for (text, expected) in [
        ("hello".to_owned(), E::NotPem),
        (format!("{authority}{key}"), E::HoldsKey),
        ("-----BEGIN X-----\naGVsbG8=\n-----END X-----\n".to_owned(), E::NoCertificate),
        (format!("{authority}{nonsense}"), E::Unreadable { number: 2 }),
        (authority.repeat(Authorities::MOST + 1), E::TooMany { limit: Authorities::MOST }),
    ] {
        assert_eq!(Authorities::from_pem(&text).unwrap_err(), expected, "{text}");
    }
}
