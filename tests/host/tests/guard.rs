//! Only this host's own pages, with its token, reach the backend.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::Path;

use anyhow::Result;
use host::{Host, Surroundings};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

async fn started() -> Result<(Host, Client)> {
    // One that is installed already is what we want.
    rustls::crypto::ring::default_provider().install_default().ok();
    let ui = tempfile::tempdir()?;
    std::fs::write(ui.path().join("host.html"), "<!doctype html>")?;
    let host = Host::start(ui.path(), Surroundings::default()).await?;
    Ok((host, Client::builder().no_proxy().build()?))
}

/// A call as the host's own page makes it.
fn honest(client: &Client, host: &Host) -> RequestBuilder {
    let asked = json!({ "name": "app_start", "request": {}, "callId": "1" });
    client
        .post(format!("{}/call", host.origin()))
        .header("Origin", host.origin())
        .header("Content-Type", "application/json")
        .body(asked.to_string())
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn allows_nobody(response: &Response) -> bool {
    response.headers().keys().all(|name| !name.as_str().starts_with("access-control-"))
}

#[tokio::test]
async fn its_own_page_with_its_token_is_answered() -> Result<()> {
    let (host, client) = started().await?;
    let response = honest(&client, &host).bearer_auth(host.token()).send().await?;
    assert_eq!(response.status(), 200);
    assert!(allows_nobody(&response));
    let lines = lines(&response.text().await?);
    let [only] = lines.as_slice() else { panic!("one line was expected: {lines:?}") };
    assert_eq!(only.pointer("/answer/storage/state"), Some(&json!("open")), "{only}");
    Ok(())
}

#[tokio::test]
async fn without_the_right_token_nothing_is_answered() -> Result<()> {
    let (host, client) = started().await?;
    assert_eq!(honest(&client, &host).send().await?.status(), 401);
    let almost: String = host.token().chars().rev().collect();
    for wrong in ["", "x", &almost, &host.token()[1..]] {
        assert_eq!(
            honest(&client, &host).bearer_auth(wrong).send().await?.status(),
            401,
            "{wrong}"
        );
    }
    let events = client.get(format!("{}/events", host.origin())).send().await?;
    assert_eq!(events.status(), 401);
    // Where a browser would attach something by itself, it does not count.
    let cookie = format!("token={}", host.token());
    assert_eq!(honest(&client, &host).header("Cookie", cookie).send().await?.status(), 401);
    Ok(())
}

#[tokio::test]
async fn a_name_that_points_here_is_refused() -> Result<()> {
    let (host, client) = started().await?;
    let port = host.origin().rsplit(':').next().unwrap_or_default();
    for name in ["rebound.example", "localhost", "127.0.0.1", "rebound.example:80"] {
        let name = if name == "localhost" { format!("{name}:{port}") } else { name.to_owned() };
        let asked = honest(&client, &host).bearer_auth(host.token()).header("Host", &name);
        assert_eq!(asked.send().await?.status(), 403, "{name}");
        let page = client.get(host.origin()).header("Host", &name).send().await?;
        assert_eq!(page.status(), 403, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn a_page_of_another_origin_is_refused() -> Result<()> {
    let (host, client) = started().await?;
    let ask = |origin: &str| {
        client
            .post(format!("{}/call", host.origin()))
            .bearer_auth(host.token())
            .header("Content-Type", "application/json")
            .header("Origin", origin)
            .body("{\"name\":\"app_start\",\"request\":{}}")
    };
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"] {
        let response = ask(origin).send().await?;
        assert_eq!(response.status(), 403, "{origin}");
        assert!(allows_nobody(&response), "{origin}");
    }
    assert_eq!(ask(host.origin()).send().await?.status(), 200);
    let without = client
        .post(format!("{}/call", host.origin()))
        .bearer_auth(host.token())
        .header("Content-Type", "application/json")
        .body("{\"name\":\"app_start\",\"request\":{}}");
    assert_eq!(without.send().await?.status(), 403);
    Ok(())
}

#[tokio::test]
async fn another_site_is_refused_whatever_it_asks() -> Result<()> {
    let (host, client) = started().await?;
    let preflight = client
        .request(Method::OPTIONS, format!("{}/call", host.origin()))
        .header("Origin", "https://evil.example")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization");
    let response = preflight.send().await?;
    assert_eq!(response.status(), 403);
    assert!(allows_nobody(&response));
    let framed = client.get(host.origin()).header("Sec-Fetch-Site", "cross-site");
    assert_eq!(framed.send().await?.status(), 403);
    Ok(())
}

#[tokio::test]
async fn pages_are_served_under_the_policy_of_the_app() -> Result<()> {
    let (host, client) = started().await?;
    let page = client.get(format!("{}/", host.origin())).send().await?;
    assert_eq!(page.status(), 200);
    let policy = page.headers()["content-security-policy"].to_str()?.to_owned();
    for rule in
        ["default-src 'self'", "script-src 'self'", "connect-src 'self'", "object-src 'none'"]
    {
        assert!(policy.split("; ").any(|it| it == rule), "{rule} is missing: {policy}");
    }
    assert!(!page.text().await?.contains(host.token()));
    for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/nothing.js", "/etc/passwd"] {
        let status = client.get(format!("{}{path}", host.origin())).send().await?.status();
        assert_eq!(status, 404, "{path}");
    }
    assert!(host.address().ends_with(&format!("/#token={}", host.token())));
    Ok(())
}

#[tokio::test]
async fn a_folder_without_the_page_is_refused() {
    let empty = tempfile::tempdir().unwrap();
    let error = Host::start(empty.path(), Surroundings::default()).await.unwrap_err();
    assert!(error.to_string().contains("build:host"), "{error:#}");
    assert!(Host::start(Path::new("/nowhere"), Surroundings::default()).await.is_err());
}

#[tokio::test]
async fn two_hosts_do_not_share_a_token() -> Result<()> {
    let (one, client) = started().await?;
    let (other, _) = started().await?;
    assert_ne!(one.token(), other.token());
    let crossed = honest(&client, &one).bearer_auth(other.token()).send().await?;
    assert_eq!(crossed.status(), 401);
    Ok(())
}
