//! The system's proxy: used for other machines, never for this one. Its settings are read from the environment, so the
//! client runs in a process of its own.

use crate::common::{Server, TOKEN, assert_clean, context, good, open, session, settings};
use crate::secured::Authority;
use client::base_url::BaseUrl;
use client::doctor::StepName;
use client::network::{Authorities, Network};
use client::page::ListQuery;
use client::settings::{Auth, Settings};
use faults::proxy::{Kind, Manner, Proxy};

const CHILD: &str = "SCIMSCOPE_PROXY_TEST_CHILD";
/// Names the host of a child that looks at certificates.
const HOST: &str = "SCIMSCOPE_PROXY_TEST_HOST";

#[tokio::test]
async fn a_proxy_sees_what_goes_elsewhere_and_no_token_of_this_machine() {
    let proxy = Server::start(good).await;
    let output = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "proxy::proxied_in_child", "--nocapture"])
        .env("http_proxy", format!("http://127.0.0.1:{}", proxy.port))
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .env(CHILD, "yes")
        .output()
        .await
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("all asked"), "the child did its work: {text}");

    let requests = proxy.requests();
    assert!(!requests.is_empty());
    for request in requests {
        assert!(request.target.starts_with("http://scim.invalid/scim/v2/"), "{request:?}");
        assert!(!request.raw.contains(TOKEN));
    }
}

/// Does nothing unless started by the test above.
#[tokio::test]
async fn proxied_in_child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let base = BaseUrl::parse("http://scim.invalid/scim/v2").unwrap();
    let mut settings = Settings::new(base, Auth::None);
    settings.network.allows_plain_http = true;
    let (elsewhere, _) = open(settings);
    let page = elsewhere.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    let report = elsewhere.test(&mut |_| (), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    let tcp = report.steps.iter().find(|it| it.name == StepName::Tcp).unwrap();
    assert!(tcp.detail.ends_with("the proxy"), "{}", tcp.detail);

    let here = Server::start(good).await;
    for host in ["127.0.0.1", "localhost"] {
        let (session, _) = session(&format!("http://{host}:{}/scim/v2", here.port));
        session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
        assert!(session.test(&mut |_| (), &context()).await.failed().is_none());
    }
    println!("all asked");
}

/// The connection test passes the system's proxy as requests do, with the credential that stands in its address.
#[tokio::test]
async fn the_certificates_of_a_server_are_judged_through_the_proxy_of_the_system() {
    let account = Some(("ada", "canary-system-word"));
    for (kind, scheme, asked) in [
        (Kind::Http, "http", "scim.invalid:443"),
        (Kind::Socks, "socks5h", "scim.invalid:443"),
        // It is told addresses only; this one need not be looked up.
        (Kind::Socks, "socks5", "192.0.2.7:443"),
    ] {
        let authority = Authority::new();
        let host = asked.trim_end_matches(":443");
        let server = authority.serve(&[host]).await;
        let proxy = Proxy::start(Manner { account, ..Manner::open(kind) }, server.port).await;
        let proxy = proxy.unwrap();
        let place = proxy.url().split_once("://").unwrap().1;
        let output = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "proxy::judged_in_child", "--nocapture"])
            .env("https_proxy", format!("{scheme}://ada:canary-system-word@{place}"))
            .env_remove("no_proxy")
            .env_remove("NO_PROXY")
            .env(CHILD, authority.pem())
            .env(HOST, host)
            .output()
            .await
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
        assert!(text.contains("all judged"), "the child did its work: {text}");
        assert!(proxy.asked().iter().all(|it| it == asked), "{:?}", proxy.asked());
        assert!(proxy.asked().len() > 1 && !server.requests().is_empty());
    }
}

/// Does nothing unless started by the test above.
#[tokio::test]
async fn judged_in_child() {
    let (Ok(pem), Ok(host)) = (std::env::var(CHILD), std::env::var(HOST)) else { return };
    let network =
        Network { authorities: Authorities::from_pem(&pem).unwrap(), ..Network::default() };
    let base = format!("https://{host}/scim/v2");
    let (elsewhere, memory) = open(Settings { network, ..settings(&base) });
    let report = elsewhere.test(&mut |_| (), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    let tls = report.steps.iter().find(|it| it.name == StepName::Tls).unwrap();
    assert!(tls.chain.as_ref().unwrap().authority.as_ref().unwrap().is_own, "{tls:?}");
    assert_clean(&format!("{report:?} {:?}", memory.all()), &["canary-system-word"]);
    println!("all judged");
}
