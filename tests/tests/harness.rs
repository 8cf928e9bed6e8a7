//! The tools of the other tests do what they say: the reference server, the counting proxy and
//! the servers that misbehave. No window is opened here.

use anyhow::{Context, Result, ensure};
use faults::certificate::Authority;
use faults::server::FaultServer;
use faults::table;
use serde_json::{Value, json};
use tests::desktop::{Desktop, Keychain};
use tests::peer::{Kind, Peer};
use tests::provider::{self, Provider};
use tests::proxy::Proxy;
use tests::{http, seed};

#[tokio::test(flavor = "multi_thread")]
async fn the_reference_server_is_filled_and_the_proxy_counts_what_passes() -> Result<()> {
    let peer = Peer::start().await?;
    let proxy = Proxy::before(peer.origin()).await?;
    let answer = http::get(&format!("{}/v2/Users?count=1", proxy.origin()), peer.token()).await?;
    let list: Value = serde_json::from_str(&answer.text)?;
    assert_eq!(list["totalResults"], json!(seed::USERS));
    let groups = http::get(&format!("{}/v2/Groups?count=1", proxy.origin()), peer.token()).await?;
    let groups: Value = serde_json::from_str(&groups.text)?;
    assert_eq!(groups["totalResults"], json!(seed::GROUPS));
    let refused = http::get(&format!("{}/v2/Users", proxy.origin()), "wrong").await?;
    assert_eq!(refused.status, 401);

    let passed = proxy.passed();
    let paths: Vec<(&str, u16)> = passed.iter().map(|it| (it.path.as_str(), it.status)).collect();
    assert_eq!(
        paths,
        [("/v2/Users?count=1", 200), ("/v2/Groups?count=1", 200), ("/v2/Users", 401)]
    );
    let first = passed.first().map(|it| it.headers.clone()).unwrap_or_default();
    assert!(
        first.iter().any(|(name, value)| name == "authorization" && value.contains(peer.token()))
    );

    let id = peer.users().first().cloned().unwrap_or_default();
    let user: Value = serde_json::from_str(&peer.resource("Users", &id).await?)?;
    assert_eq!(user["userName"], json!("user000@example.org"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_misbehave_as_asked() -> Result<()> {
    let authority = Authority::new()?;
    for (name, status) in [
        ("401-challenge", 401),
        ("login-page", 200),
        ("other-json", 200),
        ("redirect-elsewhere", 302),
    ] {
        let fault = table::named(name).context("the table lacks it")?;
        let server = FaultServer::start(&fault, &authority).await?;
        let answer = http::get(server.base_url(), "t").await?;
        assert_eq!(answer.status, status, "{name}");
        assert_eq!((server.requests(), server.requests_with_token()), (1, 1));
        assert_eq!(server.requests_elsewhere(), 0);
    }
    let fault = table::named("self-signed").context("the table lacks it")?;
    let untrusted = FaultServer::start(&fault, &authority).await?;
    ensure!(
        http::get(untrusted.base_url(), "t").await.is_err(),
        "an unsigned certificate was taken"
    );
    assert_eq!(untrusted.handshakes(), 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_serves_what_it_was_given() -> Result<()> {
    let user = json!({ "id": "1", "userName": "<b>x</b>" });
    let schema = json!({ "id": provider::USER_SCHEMA, "attributes": [] });
    let server = Provider::of_users(std::slice::from_ref(&user), schema).await?;
    let one = http::get(&format!("{}/Users/1", server.base_url()), "t").await?;
    assert_eq!(serde_json::from_str::<Value>(&one.text)?, user);
    let later = http::get(&format!("{}/Users?startIndex=2", server.base_url()), "t").await?;
    assert_eq!(serde_json::from_str::<Value>(&later.text)?["Resources"], json!([]));
    assert_eq!(http::get(&format!("{}/Nothing", server.base_url()), "t").await?.status, 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desktop_has_the_keychain_it_was_given() -> Result<()> {
    let with = Desktop::new(Keychain::Unlocked).await?;
    assert_eq!(with.secret("nobody").await?, None);
    let mut without = Desktop::new(Keychain::Absent).await?;
    assert_eq!(without.secret("nobody").await?, None);
    without.start_keychain().await?;
    without.stop_keychain();
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_server_is_installed_started_and_filled() -> Result<()> {
    for kind in Kind::ALL {
        let peer = Peer::start_kind(kind).await?;
        ensure!(peer.users().len() >= seed::USERS / 2, "{kind:?} refused {:#?}", peer.refused());
        let id = peer.users().first().cloned().unwrap_or_default();
        let user: Value = serde_json::from_str(&peer.resource("Users", &id).await?)?;
        assert_eq!(user["userName"], json!("user000@example.org"), "{kind:?}");
        let nobody = http::get(&format!("{}/Users", peer.base_url()), "wrong").await?;
        assert_eq!(nobody.status, 401, "{kind:?}");
    }
    Ok(())
}
