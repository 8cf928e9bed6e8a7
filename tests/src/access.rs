//! Asking a server beside the app: one client with one sign-in, for many requests.

use std::net::IpAddr;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{RequestBuilder, Url};
use serde_json::Value;

use crate::http::{self, Answer};

/// How one signs in.
#[derive(Clone, PartialEq, Eq)]
pub enum Access {
    /// Not at all.
    Open,
    /// With a bearer token.
    Bearer(String),
    /// With a user name and a password.
    Basic {
        /// The user name.
        user: String,
        /// The password.
        password: String,
    },
}

impl Access {
    /// What `Authorization` says, if anything.
    pub fn authorization(&self) -> Option<String> {
        match self {
            Access::Open => None,
            Access::Bearer(token) => Some(format!("Bearer {token}")),
            Access::Basic { user, password } => {
                let pair = STANDARD.encode(format!("{user}:{password}"));
                Some(format!("Basic {pair}"))
            }
        }
    }

    /// The texts that nobody may see again.
    pub fn secrets(&self) -> Vec<String> {
        let sent = self.authorization().and_then(|it| Some(it.split_once(' ')?.1.to_owned()));
        let typed = match self {
            Access::Basic { password, .. } => Some(password.clone()),
            Access::Open | Access::Bearer(_) => None,
        };
        sent.into_iter().chain(typed).filter(|it| !it.is_empty()).collect()
    }
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Access::Open => "Open",
            Access::Bearer(_) => "Bearer(***)",
            Access::Basic { .. } => "Basic(***)",
        })
    }
}

/// Somebody who asks a server, independent of the app.
#[derive(Debug, Clone)]
pub struct Caller {
    client: reqwest::Client,
    access: Access,
    host: Option<String>,
}

impl Caller {
    /// A caller for the server at this address.
    pub fn new(address: &str, access: Access) -> Result<Caller> {
        Ok(Caller { client: client_for(address)?, access, host: None })
    }

    /// Names the server otherwise than by its address, as somebody does who comes through a proxy.
    pub fn naming(self, host: &str) -> Caller {
        Caller { host: Some(host.to_owned()), ..self }
    }

    /// GET; whatever is answered is an answer.
    pub async fn get(&self, url: &str) -> Result<Answer> {
        let request = self.client.get(url).header("Accept", "application/scim+json");
        self.send(request).await.with_context(|| format!("GET {url}"))
    }

    /// POST of a SCIM document.
    pub async fn post(&self, url: &str, document: &Value) -> Result<Answer> {
        let request = self.client.post(url).header("Content-Type", "application/scim+json");
        let request = request.body(document.to_string());
        self.send(request).await.with_context(|| format!("POST {url}"))
    }

    async fn send(&self, request: RequestBuilder) -> Result<Answer> {
        let request = match &self.host {
            Some(host) => request.header("Host", host),
            None => request,
        };
        let signed = match self.access.authorization() {
            Some(authorization) => request.header("Authorization", authorization),
            None => request,
        };
        let response = signed.send().await?;
        Ok(Answer { status: response.status().as_u16(), text: response.text().await? })
    }
}

/// A client that follows no redirects. What is on this machine is asked directly, everything
/// else as the system says.
pub fn client_for(address: &str) -> Result<reqwest::Client> {
    if is_local(address) {
        return http::client();
    }
    http::install_tls();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(std::time::Duration::from_secs(60))
        .build()
        .context("no HTTP client")
}

/// Whether an address leads to this machine.
pub fn is_local(address: &str) -> bool {
    let host = Url::parse(address).ok().and_then(|it| it.host_str().map(str::to_owned));
    host.is_some_and(|host| {
        let number = host.trim_matches(['[', ']']).parse::<IpAddr>();
        host == "localhost" || number.is_ok_and(|it| it.is_loopback())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_told_from_others() {
        for here in ["http://127.0.0.1:9/v2", "http://localhost/", "http://[::1]:80/scim"] {
            assert!(is_local(here), "{here}");
        }
        for there in ["https://scim.example.com/v2", "https://127.example.com/", "nonsense"] {
            assert!(!is_local(there), "{there}");
        }
    }

    #[test]
    fn a_password_is_sent_with_its_user() {
        let access =
            Access::Basic { user: "Aladdin".to_owned(), password: "open sesame".to_owned() };
        // The example of RFC 7617 §2.
        let sent = "QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
        assert_eq!(access.authorization(), Some(format!("Basic {sent}")));
        assert_eq!(access.secrets(), [sent, "open sesame"]);
        assert_eq!(Access::Bearer("t".to_owned()).secrets(), ["t"]);
        assert!(Access::Open.secrets().is_empty());
    }

    #[test]
    fn a_sign_in_shows_no_secret() {
        let basic = Access::Basic { user: "ada".to_owned(), password: "hidden".to_owned() };
        let shown = format!("{:?} {basic:?}", Access::Bearer("hidden".to_owned()));
        assert!(!shown.contains("hidden"), "{shown}");
    }
}
