//! Plain HTTP beside the app: what a server says when somebody else asks.

use std::time::Duration;

use anyhow::{Context, Result};

/// An answer, with its body as text.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body, byte for byte when it was UTF-8.
    pub text: String,
}

/// Chooses the cryptography of all TLS in this process; again is no harm.
pub fn install_tls() {
    // It fails only when one was chosen before, and that was this one.
    rustls::crypto::ring::default_provider().install_default().ok();
}

/// A client that follows no redirects, unpacks nothing and uses no proxy.
pub fn client() -> Result<reqwest::Client> {
    install_tls();
    reqwest::Client::builder()
        .no_proxy()
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(60))
        .build()
        .context("no HTTP client")
}

/// GET with a bearer token.
pub async fn get(url: &str, token: &str) -> Result<Answer> {
    let response = client()?
        .get(url)
        .bearer_auth(token)
        .header("Accept", "application/scim+json")
        .send()
        .await
        .with_context(|| format!("GET {url}"))?;
    Ok(Answer { status: response.status().as_u16(), text: response.text().await? })
}

/// POST of a SCIM document with a bearer token.
pub async fn post(url: &str, token: &str, body: &serde_json::Value) -> Result<Answer> {
    let response = client()?
        .post(url)
        .bearer_auth(token)
        .header("Content-Type", "application/scim+json")
        .body(body.to_string())
        .send()
        .await
        .with_context(|| format!("POST {url}"))?;
    Ok(Answer { status: response.status().as_u16(), text: response.text().await? })
}
