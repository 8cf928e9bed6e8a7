//! A server that does not let us in (401): which way to sign in it wants, and what is wrong with the one used.

use super::Explanation;
use crate::error::Grounds;
use crate::settings::Scheme;

pub(super) fn refused(
    said: &str,
    sent: Option<Scheme>,
    offered: &[String],
    grounds: &Grounds,
) -> Explanation {
    let explanation = match (sent, wanted(sent, offered)) {
        (Some(Scheme::Bearer), Some(Scheme::Basic)) => Explanation::new(
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
        (Some(Scheme::Bearer), _) => bad_token(grounds),
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
            &["Enter the bearer token that the server issued for SCIM."],
        )
        .token(),
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
    (sent != Some(wanted)).then_some(wanted)
}

fn bad_token(grounds: &Grounds) -> Explanation {
    if grounds.error.as_deref() == Some("insufficient_scope") {
        return too_little_scope(grounds.scope.as_deref());
    }
    let why = match &grounds.error {
        Some(code) => format!("It calls the token unusable ({code})"),
        None => "It does not say why".to_owned(),
    };
    Explanation::new(
        "The server does not accept the token",
        format!(
            "It answered 401. {why}: most often the token has expired, was replaced, or is for another server or tenant."
        ),
        &[
            "Replace the token by a new one, and check that the base URL belongs to the same tenant.",
            "Check that it is a token for SCIM and not for another interface of the same product.",
        ],
    )
    .token()
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
