//! Failures on the way to a token: settings that cannot be used, a token endpoint that says no, a program that prints
//! none, a browser that does not come back.

use super::{Explanation, capitalised, explain};
use crate::error::{ClientProof, FailureKind, GrantKind};

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
const WAY: &[&str] = &["addresses", "authorities", "proxyPassword", "proxyUrl", "proxyUserName"];

/// The token endpoint could not be asked. What happened is what it is at any server; whose it is, is not.
pub(super) fn endpoint(kind: &FailureKind) -> Explanation {
    let told = explain(kind);
    let hints = told.hints.iter().map(|it| it.replace("the base URL", "the token endpoint"));
    Explanation {
        title: "The token endpoint gave no answer".to_owned(),
        detail: format!(
            "{}: {} Without a token the SCIM server was not asked.",
            told.title,
            told.detail.replace("base URL", "URL of the token endpoint")
        ),
        hints: hints.collect(),
        said: told.said,
        // The way there is that of the tenant.
        field: Some(match told.field {
            Some(way) if WAY.contains(&way) => way,
            _ => "tokenEndpoint",
        }),
    }
}

pub(super) fn denied(
    error: &str,
    said: &str,
    client: ClientProof,
    grant: GrantKind,
) -> Explanation {
    match error {
        "invalid_client" => bad_client(client),
        "invalid_grant" => bad_grant(grant),
        "invalid_scope" => Explanation::new(
            "The provider does not give these scopes",
            "The token endpoint refused the scopes that were asked for: it does not know one of them, or does not give it \
             to this client.",
            &[
                "Compare the scopes with the provider's documentation, letter by letter.",
                "Leave them empty, if the provider gives scopes by itself.",
            ],
        )
        .at_field("scopes"),
        "invalid_target" => Explanation::new(
            "The provider does not know this audience",
            "The token endpoint refused the audience or resource that was asked for.",
            &["Enter the audience or resource as the provider names its SCIM interface."],
        )
        .at_field("audience"),
        "unauthorized_client" | "unsupported_grant_type" | "access_denied" => Explanation::new(
            "This client may not get a token so",
            format!("The token endpoint answered {error}: it does not offer this way, or not to this client."),
            &[
                "Look up in the provider's console which grant types this client may use, and allow this one.",
                "Choose another way to sign in.",
            ],
        )
        .at_field("authentication"),
        "invalid_request" => Explanation::new(
            "The token request lacks something",
            "The token endpoint does not understand the request: often it wants an audience, a resource, or the client's \
             credentials in another place.",
            &[
                "Compare the request in the history with the provider's documentation.",
                "Try the other place for the client secret: the header or the body.",
            ],
        )
        .at_field("authentication"),
        "slow_down" | "temporarily_unavailable" | "server_error" => Explanation::new(
            "The provider gives no token now",
            format!("The token endpoint answered {error}: it fails on its side, or was asked too often."),
            &["Try again in a moment."],
        ),
        _ => Explanation::new(
            "The provider gives no token",
            format!("The token endpoint refused the request ({error})."),
            &["Compare the request in the history with the provider's documentation."],
        )
        .at_field("authentication"),
    }
    .said(said)
}

fn bad_client(client: ClientProof) -> Explanation {
    let (detail, hints, field): (_, &[&str], _) = match client {
        ClientProof::SecretInHeader | ClientProof::SecretInBody => (
            "It answered invalid_client: the client id or its secret is wrong, the secret has expired, or it is looked for \
             in another place.",
            match client {
                ClientProof::SecretInHeader => &[
                    "Enter the client secret again; some providers show an id of the secret beside the secret itself.",
                    "Send the secret in the body instead of the header: some providers look for it only there.",
                    "Check the client id, and that the token endpoint belongs to the same tenant.",
                ],
                _ => &[
                    "Enter the client secret again; some providers show an id of the secret beside the secret itself.",
                    "Send the secret in the header instead of the body: some providers look for it only there.",
                    "Check the client id, and that the token endpoint belongs to the same tenant.",
                ],
            },
            "clientSecret",
        ),
        ClientProof::Assertion => (
            "It answered invalid_client: it does not accept the signed assertion. The key is not registered for this client, \
             or it expects another key id, algorithm or audience.",
            &[
                "Register the public key or the certificate with the client, or choose the private key that belongs to it.",
                "Check key id, algorithm and audience, and the clock of this machine.",
            ],
            "privateKey",
        ),
        ClientProof::Certificate => (
            "It answered invalid_client: it does not accept the client certificate, or does not know the client id.",
            &["Check which certificate is registered for this client, and the client id."],
            "certificate",
        ),
        ClientProof::Nothing => (
            "It answered invalid_client: it does not know the client id, or wants a secret with it.",
            &[
                "Check the client id.",
                "If the provider issued a secret with it, enter that as well.",
            ],
            "clientId",
        ),
    };
    Explanation::new("The provider does not accept the client", detail, hints).at_field(field)
}

fn bad_grant(grant: GrantKind) -> Explanation {
    match grant {
        GrantKind::RefreshToken => Explanation::new(
            "The refresh token is not accepted",
            "It answered invalid_grant: the refresh token has expired, was revoked or replaced, or belongs to another client.",
            &["Get a new refresh token from the provider, and replace this one."],
        )
        .at_field("refreshToken"),
        GrantKind::Assertion => Explanation::new(
            "The provider does not accept the assertion",
            "It answered invalid_grant: the assertion is signed by another key, says another issuer, subject or audience \
             than is expected, or the clocks differ.",
            &[
                "Compare issuer, subject, audience and key id with what is registered with the provider.",
                "Check the clock of this machine.",
            ],
        )
        .at_field("privateKey"),
        GrantKind::Code => Explanation::new(
            "The provider does not accept the sign-in",
            "It answered invalid_grant: the code that the browser brought was used already, is too old, or the redirect URI \
             is not the one that is registered.",
            &["Sign in again.", "Enter the redirect URI as it is registered with the provider."],
        )
        .at_field("redirectUri"),
        GrantKind::Client => Explanation::new(
            "The provider gives this client no token",
            "It answered invalid_grant to the client's own credentials.",
            &["Check whether the client is enabled in the provider's console."],
        )
        .at_field("authentication"),
    }
}

pub(super) fn unreadable(status: u16, reason: &str, snippet: &str) -> Explanation {
    Explanation::new(
        "This is no answer of a token endpoint",
        format!(
            "It answered {status}, and {reason}. Without a token the SCIM server was not asked."
        ),
        &[
            "Check the URL of the token endpoint: it often ends in /token.",
            "Show the exchange in the history to the operator of the provider.",
        ],
    )
    .said(snippet)
    .at_field("tokenEndpoint")
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
