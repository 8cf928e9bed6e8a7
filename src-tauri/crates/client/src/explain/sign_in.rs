//! A server that does not let us in (401): which way to sign in it wants, and what is wrong with the one used.

use super::Explanation;
use crate::error::{Grounds, TokenSays};
use crate::settings::Scheme;

pub(super) fn refused(
    said: &str,
    sent: Option<Scheme>,
    offered: &[String],
    grounds: &Grounds,
) -> Explanation {
    let explanation = match (sent, wanted(sent, offered)) {
        (Some(Scheme::Headers), _) => bad_headers(),
        (Some(Scheme::ApiKey), wanted) => bad_key(wanted),
        (Some(Scheme::Certificate), wanted) => certificate_alone(wanted),
        (Some(sent @ (Scheme::Issued | Scheme::SignedIn | Scheme::Printed)), None) => {
            bad_fetched(sent, grounds)
        }
        (Some(Scheme::Bearer | Scheme::Issued | Scheme::SignedIn | Scheme::Printed), Some(Scheme::Basic)) => Explanation::new(
            "The server wants a user name and password",
            "It answered 401 to the token, and the only way to sign in that it names is Basic.",
            &["Switch the sign-in to Basic, and enter the user name and password that the server issued for SCIM."],
        )
        .at_field("authentication"),
        (Some(Scheme::Basic), Some(Scheme::Bearer)) => Explanation::new(
            "The server wants a token",
            "It answered 401 to the user name and password, and the only way to sign in that it names is Bearer.",
            &["Switch the sign-in to Bearer token, and enter the token that the server issued for SCIM."],
        )
        .at_field("authentication"),
        (Some(Scheme::Bearer | Scheme::Issued | Scheme::SignedIn | Scheme::Printed), _) => {
            bad_token(grounds)
        }
        (Some(Scheme::Basic), _) => bad_password(),
        (None, Some(Scheme::Basic)) => Explanation::new(
            "The server asks for a user name",
            "It answered 401, and no credential was sent with the request. It names Basic as the way to sign in.",
            &["Set the sign-in to Basic, and enter the user name and password that the server issued for SCIM."],
        )
        .at_field("authentication"),
        (None, _) => Explanation::new(
            "The server asks for a token",
            "It answered 401, and no token was sent with the request.",
            &["Set the sign-in to Bearer token, and enter the token that the server issued for SCIM."],
        )
        .at_field("authentication"),
    };
    explanation.said(said)
}

/// The one way that the server names, where it is one that we know and not the one used.
fn wanted(sent: Option<Scheme>, offered: &[String]) -> Option<Scheme> {
    let names = |name: &str| offered.iter().any(|it| it.eq_ignore_ascii_case(name));
    let wanted = match (names("bearer"), names("basic")) {
        (true, false) => Scheme::Bearer,
        (false, true) => Scheme::Basic,
        _ => return None,
    };
    let is_used = match sent {
        Some(sent) if sent.is_bearer() => wanted == Scheme::Bearer,
        sent => sent == Some(wanted),
    };
    (!is_used).then_some(wanted)
}

fn bad_token(grounds: &Grounds) -> Explanation {
    if grounds.error.as_deref() == Some("insufficient_scope") {
        return too_little_scope(grounds.scope.as_deref());
    }
    if let Some(explanation) = grounds.token.as_ref().and_then(told_by) {
        return explanation.token();
    }
    let whom = grounds.token.as_ref().and_then(whom).unwrap_or_default();
    // One that says until when it is good, and that this is not over, has not expired.
    let has_expired = match &grounds.token {
        Some(_) => "",
        None => "has expired, ",
    };
    Explanation::new(
        "The server does not accept the token",
        format!(
            "It answered 401. {}: most often the token {has_expired}was replaced, or is for another server or tenant.{whom}",
            unusable(grounds)
        ),
        &[
            "Replace the token by a new one, and check that the base URL belongs to the same tenant.",
            "Check that it is a token for SCIM and not for another interface of the same product.",
        ],
    )
    .token()
}

/// What the server says of the token itself.
fn unusable(grounds: &Grounds) -> String {
    match &grounds.error {
        Some(code) => format!("It calls the token unusable ({code})"),
        None => "It does not say why".to_owned(),
    }
}

/// A refusal that the token itself explains.
fn told_by(token: &TokenSays) -> Option<Explanation> {
    if let Some(ended) = &token.ended {
        return Some(Explanation::new(
            "The token has expired",
            format!("The server answered 401, and the token itself says why: it ended on {ended}."),
            &["Get a new token from the provider, and replace this one."],
        ));
    }
    let begins = token.begins.as_ref()?;
    Some(Explanation::new(
        "The token is not valid yet",
        format!("The server answered 401, and the token itself says why: it begins on {begins}."),
        &["Check the clock of this machine; if it is right, ask the provider for another token."],
    ))
}

/// Whom the token is for, as a sentence with a blank before it.
fn whom(token: &TokenSays) -> Option<String> {
    let audience = token.audience.join(", ");
    match (audience.is_empty(), &token.issuer) {
        (true, None) => None,
        (true, Some(issuer)) => Some(format!(" It says that {issuer} issued it.")),
        (false, None) => Some(format!(" It says that it is for {audience}.")),
        (false, Some(issuer)) => {
            Some(format!(" It says that it is for {audience}, and that {issuer} issued it."))
        }
    }
}

/// Nothing but further headers was sent, which a person named.
fn bad_headers() -> Explanation {
    Explanation::new(
        "The server does not accept the further headers",
        "It answered 401 to the secret headers that were sent; there was no other sign-in.",
        &[
            "Check the names of the headers in the provider's documentation, and enter their values again.",
            "Choose a way to sign in, if the server wants one beside them.",
        ],
    )
    .at_field("headers")
}

/// A certificate was shown, and nothing else sent.
fn certificate_alone(wanted: Option<Scheme>) -> Explanation {
    Explanation::new(
        "The certificate alone does not sign in",
        format!(
            "It answered 401. It took the client certificate, and no other credential was sent.{}",
            names(wanted)
        ),
        &[
            "Choose the way to sign in that the server wants beside the certificate.",
            "Check that the certificate is the one that the server has registered for SCIM.",
        ],
    )
    .at_field("authentication")
}

/// The way that the server names, as a sentence with a blank before it.
fn names(wanted: Option<Scheme>) -> &'static str {
    match wanted {
        Some(Scheme::Bearer) => " The way to sign in that it names is Bearer.",
        Some(Scheme::Basic) => " The way to sign in that it names is Basic.",
        _ => "",
    }
}

fn bad_key(wanted: Option<Scheme>) -> Explanation {
    let names = names(wanted);
    Explanation::new(
        "The server does not accept the key",
        format!("It answered 401: the key is wrong or has expired, or it is looked for in another header.{names}"),
        &[
            "Replace the key by a new one, and check that the base URL belongs to the same tenant.",
            "Check the name of the header in the provider's documentation.",
        ],
    )
    .at_field("apiKey")
}

/// A token that was fetched a moment ago, and would have been renewed had another one helped.
fn bad_fetched(sent: Scheme, grounds: &Grounds) -> Explanation {
    if grounds.error.as_deref() == Some("insufficient_scope") {
        let wants =
            grounds.scope.as_ref().map_or_else(String::new, |it| format!(": it wants {it}"));
        return Explanation::new(
            "The token lacks a scope",
            format!("The server knows the token, but it is not good enough for this{wants}."),
            &[
                "Add the scope to those that are asked for.",
                "Ask whoever runs the provider to grant it to this client.",
            ],
        )
        .at_field(if sent == Scheme::Printed { "command" } else { "scopes" });
    }
    let (why, whom) =
        (unusable(grounds), grounds.token.as_ref().and_then(whom).unwrap_or_default());
    let (title, whence, hints): (_, _, &[&str]) = match sent {
        Scheme::Printed => (
            "The server does not accept the printed token",
            "The command printed it, and a second one did no better",
            &["Check which audience, resource or account the command asks a token for."],
        ),
        Scheme::SignedIn => (
            "The server does not accept your sign-in",
            "The token was issued when you signed in",
            &[
                "Sign in again, with an account that may use SCIM.",
                "Check audience, resource and scopes: the token may be for another interface of the same provider.",
            ],
        ),
        _ => (
            "The server does not accept the issued token",
            "The token endpoint issued it, and a second one did no better",
            &[
                "Check audience, resource and scopes: the token may be for another interface of the same provider.",
                "Check that the token endpoint and the base URL belong to the same tenant.",
            ],
        ),
    };
    Explanation::new(title, format!("It answered 401. {why}. {whence}.{whom}"), hints)
        .at_field("authentication")
}

fn too_little_scope(scope: Option<&str>) -> Explanation {
    let scope = scope.map_or_else(String::new, |scope| format!(": it wants {scope}"));
    Explanation::new(
        "The token lacks a scope",
        format!("The server knows the token, but it is not good enough for this{scope}."),
        &[
            "Ask whoever issues the tokens to grant this one the scope for reading users and groups.",
            "If you choose the scopes yourself, make a new token with them, and replace this one.",
        ],
    )
    .token()
}

fn bad_password() -> Explanation {
    Explanation::new(
        "The server refuses user name or password",
        "It answered 401: one of them is wrong, the password has expired, or the account is locked or may not use SCIM.",
        &[
            "Enter the user name exactly as the server knows it, and the password again.",
            "Check that the base URL belongs to the same tenant, and that the account is one for SCIM.",
        ],
    )
    .at_field("password")
}
