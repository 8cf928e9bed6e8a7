//! Certificates: refused with the reason in words, and accepted when the system trusts their authority. The latter
//! needs another trust store, so it runs in a process of its own (see `trusted_in_child`).

use crate::common::{Server, TOKEN, assert_clean, context, session};
#[cfg(target_os = "linux")]
use crate::secure::run_again;
use crate::secured::{Authority, for_names, serve};
use client::doctor::{StepName, StepState};
use client::error::{Distrust, FailureKind};
use client::page::ListQuery;
use rcgen::{BasicConstraints, IsCa, KeyPair, date_time_ymd};

/// Names the file that the child process writes its authority to; the system's trust store for that process.
const TRUST_FILE: &str = "SSL_CERT_FILE";
const CHILD: &str = "SCIMSCOPE_TLS_TEST_CHILD";

fn secure(server: &Server) -> String {
    format!("https://127.0.0.1:{}/scim/v2", server.port)
}

/// Why the certificate of this server is refused, by the pipeline and by the connection test alike.
async fn distrust(server: &Server) -> Distrust {
    let (session, memory) = session(&secure(server));
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    let FailureKind::Untrusted { host, reason } = &*failure.kind else { panic!("{failure:?}") };
    assert_eq!(host, "127.0.0.1");
    let told = failure.explain();
    assert_eq!(told.title, "The server's certificate is not trusted");
    assert!(told.detail.contains(&reason.to_string()), "{}", told.detail);
    assert!(!told.hints.is_empty());
    assert_eq!(memory.last_failure().0, "untrusted");

    let mut steps = Vec::new();
    let report = session.test(&mut |step| steps.push(step), &context()).await;
    let failed = report.failed().unwrap();
    assert_eq!(failed.name, StepName::Tls);
    assert!(failed.problem.as_ref().unwrap().cause.contains(&reason.to_string()));
    let chain = failed.chain.as_ref().unwrap();
    assert!(
        chain.authority.is_none() && chain.certificates.iter().any(|it| it.fault.is_some()),
        "{chain:?}"
    );
    assert_eq!(memory.last_failure().0, "untrusted");
    assert!(server.requests().is_empty(), "nothing was sent");
    assert_clean(&format!("{failure:?} {steps:?}"), &[TOKEN]);
    reason.clone()
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused() {
    let server = Authority::named("Unknown").serve(&["127.0.0.1"]).await;
    assert_eq!(distrust(&server).await, Distrust::UnknownIssuer);
}

#[tokio::test]
async fn a_self_made_certificate_is_refused() {
    let key = KeyPair::generate().unwrap();
    let certificate = for_names(&["127.0.0.1"]).self_signed(&key).unwrap();
    assert_eq!(distrust(&serve(certificate, key).await).await, Distrust::UnknownIssuer);

    let key = KeyPair::generate().unwrap();
    let mut params = for_names(&["127.0.0.1"]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap();
    assert_eq!(distrust(&serve(certificate, key).await).await, Distrust::IsAuthority);
}

#[tokio::test]
async fn plain_http_on_a_secure_port_is_told_from_distrust() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.ok();
        }
    });
    let (session, memory) = crate::common::session(&base);
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::NotTls { .. }), "{failure:?}");
    assert_eq!(failure.explain().title, "This port does not speak TLS");
    assert_eq!(memory.last_failure().0, "notTls");
}

/// Verification has to accept as well as to refuse. Where the trust store is a file, a process may be given its own.
#[cfg(target_os = "linux")]
#[test]
fn certificates_of_a_trusted_authority_are_judged_on_their_merits() {
    let folder = tempfile::tempdir().unwrap();
    run_again("tls::trusted_in_child", &folder.path().join("authority.pem"), CHILD, "all judged");
}

#[cfg(target_os = "linux")]
#[test]
fn a_system_without_authorities_is_told_from_an_untrusted_server() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("empty.pem"), "").unwrap();
    run_again("tls::trustless_in_child", &folder.path().join("empty.pem"), CHILD, "nobody trusted");
}

/// Does nothing unless started by the test above.
#[tokio::test]
async fn trustless_in_child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let server = Authority::named("Any").serve(&["127.0.0.1"]).await;
    let (session, memory) = session(&secure(&server));
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::NoTrustedAuthorities { .. }), "{failure:?}");
    assert!(failure.explain().hints[0].contains("ca-certificates"));
    assert_eq!(memory.last_failure().0, "noTrustedAuthorities");
    let report = session.test(&mut |_| (), &context()).await;
    let failed = report.failed().unwrap();
    assert_eq!(failed.name, StepName::Tls);
    assert!(failed.problem.as_ref().unwrap().remedy.contains("ca-certificates"));
    println!("nobody trusted");
}

/// Does nothing unless started by the test above.
#[tokio::test]
async fn trusted_in_child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let authority = Authority::named("Trusted");
    std::fs::write(std::env::var_os(TRUST_FILE).unwrap(), authority.pem()).unwrap();

    let fine = authority.serve(&["127.0.0.1"]).await;
    let (session, memory) = session(&secure(&fine));
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    let report = session.test(&mut |_| (), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    let tls = report.steps.iter().find(|it| it.name == StepName::Tls).unwrap();
    let told = "TLS 1.3, trusted by Trusted (of the system), valid until 1 January 4096";
    assert_eq!((tls.state, tls.detail.as_str()), (StepState::Ok, told));
    let by = tls.chain.as_ref().unwrap().authority.as_ref().unwrap();
    assert_eq!(by.fingerprint.as_ref(), authority.trusted().fingerprints().first());
    assert!(!by.is_own);
    assert!(memory.all().iter().any(|it| it.method == "TLS"));

    let mut expired = for_names(&["127.0.0.1"]);
    (expired.not_before, expired.not_after) =
        (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    assert_eq!(distrust(&authority.serve_as(expired).await).await, Distrust::Expired);

    let mut early = for_names(&["127.0.0.1"]);
    (early.not_before, early.not_after) = (date_time_ymd(3000, 1, 1), date_time_ymd(3001, 1, 1));
    assert_eq!(distrust(&authority.serve_as(early).await).await, Distrust::NotYetValid);

    let other = authority.serve(&["scim.example.com"]).await;
    let presented = vec!["scim.example.com".to_owned()];
    assert_eq!(distrust(&other).await, Distrust::WrongName { presented });

    let stranger = Authority::named("Stranger").serve(&["127.0.0.1"]).await;
    assert_eq!(distrust(&stranger).await, Distrust::UnknownIssuer);
    println!("all judged");
}
