//! Failures on the way to a token: settings that cannot be used, a token endpoint that gives no answer, a program that
//! prints none, a browser that does not come back.

use super::{Explanation, capitalised, explain};
use crate::error::FailureKind;

pub(super) fn unusable_setting(field: &'static str, reason: &str) -> Explanation {
    let (title, what) = match field {
        "tokenEndpoint" => ("The token endpoint cannot be used", "The token endpoint"),
        "authorizationEndpoint" => {
            ("The authorisation endpoint cannot be used", "The authorisation endpoint")
        }
        "redirectUri" => ("The redirect URI cannot be used", "The redirect URI"),
        "headers" => ("A further header cannot be used", "It"),
        "apiKeyHeader" => ("This header cannot hold the key", "It"),
        "apiKey" => ("The API key cannot be sent", "The key"),
        "clientSecret" => ("The client secret cannot be sent", "The secret"),
        "privateKey" => ("The private key cannot be used", "The key"),
        "certificate" => ("The client certificate cannot be used", "The certificate"),
        "command" => ("The command cannot be run", "The command"),
        "proxyUrl" => ("This proxy cannot be used", "The address of the proxy"),
        "proxyUserName" => ("The proxy cannot be told this user name", "The user name"),
        "proxyPassword" => ("The proxy cannot be told this password", "The password"),
        "addresses" => ("These addresses cannot be used", "The choice of addresses"),
        _ => ("A setting of the sign-in cannot be used", "It"),
    };
    let hint = match field {
        "tokenEndpoint" | "authorizationEndpoint" => {
            "Copy the full URL from the provider's documentation, as in https://login.example.com/oauth2/token."
        }
        "redirectUri" => {
            "Leave it empty, or enter it as it is registered with the provider, as in http://localhost:8400/callback."
        }
        "headers" | "apiKeyHeader" => {
            "Enter the name as the provider's documentation has it, as in X-Api-Key."
        }
        "privateKey" => {
            "Choose the private key in PEM, as in a file that begins with -----BEGIN PRIVATE KEY-----."
        }
        "certificate" => {
            "Choose a file with the certificate and its private key, and enter its passphrase if it has one."
        }
        "proxyUrl" => {
            "Enter it as in http://proxy.example.com:3128 or socks5h://127.0.0.1:1080, and the user name beside it."
        }
        "proxyUserName" | "proxyPassword" => "Enter it again as whoever runs the proxy gave it.",
        "addresses" => "Use addresses of any kind, or name the host by another address.",
        _ => "Enter it again as the provider gave it.",
    };
    // Where the reason names the thing itself it is a sentence of its own.
    let detail = match reason.starts_with("the ") || reason.starts_with("this ") {
        true => format!("{}. Nothing was sent.", capitalised(reason)),
        false => format!("{what} was looked at, and {reason}. Nothing was sent."),
    };
    Explanation::new(title, detail, &[hint]).at_field(field)
}

/// The settings that are the same for every server of a tenant.
const WAY: &[&str] =
    &["addresses", "authorities", "certificate", "proxyPassword", "proxyUrl", "proxyUserName"];

/// The token endpoint could not be asked. What happened is what it is at any server; whose it is, is not.
pub(super) fn endpoint(kind: &FailureKind) -> Explanation {
    let told = explain(kind);
    // No resources are asked for here.
    let hints = told.hints.iter().filter(|it| !it.contains("fewer resources"));
    let hints = hints.map(|it| it.replace("the base URL", "the token endpoint"));
    let is_untrusted =
        matches!(kind, FailureKind::Untrusted { .. } | FailureKind::NoTrustedAuthorities { .. });
    let title = match is_untrusted {
        true => "The token endpoint is not trusted",
        false => "The token endpoint gave no answer",
    };
    let what = told
        .detail
        .replace("base URL", "URL of the token endpoint")
        .replace("No credential was sent.", "What the client proves itself by was not sent.");
    Explanation {
        title: title.to_owned(),
        detail: format!("{}: {what} Without a token the SCIM server was not asked.", told.title),
        hints: hints.collect(),
        said: told.said,
        // The way there is that of the tenant.
        field: match (told.field, kind) {
            (Some(way), _) if WAY.contains(&way) => Some(way),
            (_, FailureKind::UnknownHost { is_temporary: true, .. }) => None,
            _ => Some("tokenEndpoint"),
        },
    }
}

pub(super) fn sign_in_needed(has_expired: bool) -> Explanation {
    let (title, detail) = match has_expired {
        true => (
            "The sign-in has ended",
            "The token that you signed in for has expired, and it cannot be renewed without you.",
        ),
        false => (
            "Nobody has signed in yet",
            "This tenant is used with a sign-in in the browser, and none was done in this run.",
        ),
    };
    Explanation::new(title, detail, &["Sign in with the browser."]).at_field("authentication")
}

pub(super) fn sign_in_failed(reason: &str, said: Option<&str>) -> Explanation {
    Explanation::new(
        "The sign-in did not work",
        format!("{}.", capitalised(reason)),
        &[
            "Sign in again.",
            "Check client id, scopes and redirect URI against what is registered with the provider.",
        ],
    )
    .said(said.unwrap_or_default())
    .at_field("authentication")
}

pub(super) fn command_failed(program: &str, reason: &str, said: Option<&str>) -> Explanation {
    Explanation::new(
        "The command printed no token",
        format!("{program} was run without a shell, and {reason}."),
        &[
            "Run it in a terminal, where you may have to sign in first: it should print a token, or JSON with one.",
            "Name the program by its full path, if the terminal finds it and Scimscope does not.",
        ],
    )
    .said(said.unwrap_or_default())
    .at_field("command")
}

pub(super) fn certificate_refused(host: &str, alert: &str) -> Explanation {
    Explanation::new(
        "The server refuses the client certificate",
        format!(
            "{host} ended the TLS handshake ({alert}) after it asked for a certificate: most likely it does not know who \
             signed this one, or this one has expired."
        ),
        &[
            "Check that the certificate is the one that the operator of the server issued, and until when it is valid.",
            "If other certificates stand between it and its authority, add them to the file.",
        ],
    )
    .at_field("certificate")
}
