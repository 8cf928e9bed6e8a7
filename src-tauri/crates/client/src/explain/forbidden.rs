//! A server that knows who asks and does not let them (403), in words of the way that was signed in.

use super::Explanation;
use crate::settings::Scheme;

/// Who may not do this, what they may lack, and who can change that.
struct Words {
    title: &'static str,
    lacks: &'static str,
    ask: &'static str,
}

pub(super) fn forbidden(said: &str, sent: Option<Scheme>) -> Explanation {
    let Words { title, lacks, ask } = words(sent);
    Explanation::new(
        title,
        format!("The server answered 403: {lacks}, or the server lets only some addresses in."),
        &[
            ask,
            "Check whether the server has a list of allowed addresses, and whether SCIM is switched on there.",
        ],
    )
    .said(said)
}

fn words(sent: Option<Scheme>) -> Words {
    match sent {
        Some(Scheme::Bearer) => Words {
            title: "The token may not do this",
            lacks: "the token lacks a scope or a role",
            ask: "Ask the owner of the token to grant it the right to read users and groups.",
        },
        Some(Scheme::Issued) => Words {
            title: "The issued token may not do this",
            lacks: "the token that the token endpoint issued lacks a scope, or the client lacks a role",
            ask: "Add the scope for SCIM to those that are asked for, or have the role granted to this client at the provider.",
        },
        Some(Scheme::SignedIn) => Words {
            title: "You may not do this",
            lacks: "the account that you signed in with lacks a role, or the token a scope",
            ask: "Sign in with an account that may use SCIM, or have the role granted to this one.",
        },
        Some(Scheme::Printed) => Words {
            title: "The printed token may not do this",
            lacks: "the token that the command printed lacks a scope or a role",
            ask: "Have the command print a token for an account that may use SCIM, or have the right granted to this one.",
        },
        Some(Scheme::Basic) => Words {
            title: "This account may not do this",
            lacks: "user name and password are known, and the account lacks a role",
            ask: "Ask whoever administers the server to grant this account the right to read users and groups.",
        },
        Some(Scheme::ApiKey) => Words {
            title: "The key may not do this",
            lacks: "the key lacks a right",
            ask: "Ask whoever issued the key to grant it the right to read users and groups, or make another one.",
        },
        Some(Scheme::Certificate) => Words {
            title: "The client certificate may not do this",
            lacks: "whoever the certificate names lacks a right, or the server wants another sign-in beside it",
            ask: "Ask the operator of the server what the account of this certificate may do, and whether it wants a token as well.",
        },
        Some(Scheme::Headers) => Words {
            title: "The further headers do not allow this",
            lacks: "what the secret headers hold lacks a right, or the server wants another sign-in beside them",
            ask: "Ask the operator of the server what is granted to these headers, or choose a way to sign in.",
        },
        None => Words {
            title: "Nobody may do this without sign-in",
            lacks: "no credential was sent, and it does not let everybody do this",
            ask: "Choose the way to sign in that the server wants.",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_token_is_called_a_token() {
        for (sent, is_token) in [
            (Scheme::Bearer, true),
            (Scheme::Issued, true),
            (Scheme::Printed, true),
            (Scheme::SignedIn, true),
            (Scheme::Basic, false),
            (Scheme::ApiKey, false),
            (Scheme::Headers, false),
            (Scheme::Certificate, false),
        ] {
            let told = forbidden("403", Some(sent));
            let names = |it: &str| it.to_ascii_lowercase().contains("the token");
            assert_eq!(names(&told.title) || names(&told.detail), is_token, "{told:?}");
        }
        assert!(!forbidden("403", None).detail.contains("token"));
    }
}
