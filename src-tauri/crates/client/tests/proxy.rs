//! The system's proxy: used for other machines, never for this one. Its settings are read from the environment, so the
//! client runs in a process of its own.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests are tests.

mod common;

use client::base_url::BaseUrl;
use client::doctor::StepName;
use client::page::ListQuery;
use client::settings::{Auth, Settings};
use common::{Server, TOKEN, context, good, open, session};

const CHILD: &str = "SCIMSCOPE_PROXY_TEST_CHILD";

#[tokio::test]
async fn a_proxy_sees_what_goes_elsewhere_and_no_token_of_this_machine() {
    let proxy = Server::start(good).await;
    let output = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "proxied_in_child", "--nocapture"])
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
