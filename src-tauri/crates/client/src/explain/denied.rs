//! A token endpoint that says no (RFC 6749 §5.2): what its code means, and what the words of some providers tell beyond it.

use super::Explanation;
use crate::error::{ClientProof, GrantKind};

/// What a refusal means.
struct Denial {
    title: &'static str,
    /// Why, after "The token endpoint answered CODE:".
    cause: &'static str,
    hints: &'static [&'static str],
    field: Option<&'static str>,
}

/// What codes mean, whoever asks. `invalid_client` and `invalid_grant` depend on that, and are told below.
const CODES: &[(&[&str], Denial)] = &[
    (
        &["invalid_scope"],
        Denial {
            title: "The provider does not give these scopes",
            cause: "it does not know one of the scopes that were asked for, or does not give it to this client.",
            hints: &[
                "Compare the scopes with the provider's documentation, letter by letter.",
                "Leave them empty, if the provider gives scopes by itself.",
            ],
            field: Some("scopes"),
        },
    ),
    (
        // RFC 8707 §2, and what Microsoft Entra ID called it before.
        &["invalid_target", "invalid_resource"],
        Denial {
            title: "The provider does not know this audience",
            cause: "it refused the audience or resource that was asked for.",
            hints: &["Enter the audience or resource as the provider names its SCIM interface."],
            field: Some("audience"),
        },
    ),
    (
        &["unauthorized_client"],
        Denial {
            title: "This client may not get a token so",
            cause: "it knows the client, and does not let it use this grant.",
            hints: &[
                "Look up in the provider's console which grant types this client may use, and allow this one.",
                "Choose another way to sign in.",
            ],
            field: Some("authentication"),
        },
    ),
    (
        &["unsupported_grant_type"],
        Denial {
            title: "The provider does not offer this grant",
            cause: "it gives tokens in other ways, at least at this address.",
            hints: &[
                "Choose another grant, as the provider's documentation names it.",
                "Check the URL of the token endpoint: some providers have one for each grant.",
            ],
            field: Some("authentication"),
        },
    ),
    (
        &["access_denied", "consent_required", "interaction_required"],
        Denial {
            title: "The provider lets this client not in",
            cause: "a person or a policy has to agree first, and did not.",
            hints: &[
                "Have an administrator of the provider agree that this client may use SCIM.",
                "Look up in the provider's console which policies hold for this client.",
            ],
            field: Some("authentication"),
        },
    ),
    (
        &["invalid_request"],
        Denial {
            title: "The token request lacks something",
            cause: "it does not understand the request; often it wants an audience, a resource, or the client's credentials \
                    in another place.",
            hints: &[
                "Compare the request in the history with the provider's documentation.",
                "Try the other place for the client secret: the header or the body.",
            ],
            field: Some("authentication"),
        },
    ),
    (
        &["slow_down", "temporarily_unavailable", "server_error"],
        Denial {
            title: "The provider gives no token now",
            cause: "it fails on its side, or was asked too often.",
            hints: &["Try again in a moment."],
            field: None,
        },
    ),
];

/// What some providers say with a code tells more than the code. Numbers of Microsoft Entra ID, which may change: where one
/// is not known any more, the code is told.
const WORDS: &[(&str, Denial)] = &[
    (
        "AADSTS7000215",
        Denial {
            title: "The client secret is wrong",
            cause: "it does not know the secret; often the secret's id was copied instead of its value.",
            hints: &[
                "Make a new secret in the provider's console, and copy the column Value, which is shown once.",
            ],
            field: Some("clientSecret"),
        },
    ),
    (
        "AADSTS7000222",
        Denial {
            title: "The client secret has expired",
            cause: "the secret was right, and its time is over.",
            hints: &["Make a new secret in the provider's console, and enter it here."],
            field: Some("clientSecret"),
        },
    ),
    (
        "AADSTS700016",
        Denial {
            title: "The provider does not know this client",
            cause: "no application with this client id is in the directory that the token endpoint belongs to.",
            hints: &[
                "Check the client id: it is the id of the application, not that of the object.",
                "Check that the token endpoint has the id of the directory in which the application is registered.",
            ],
            field: Some("clientId"),
        },
    ),
    (
        "AADSTS90002",
        Denial {
            title: "The provider does not know this tenant",
            cause: "no directory has the name or id that stands in the URL of the token endpoint.",
            hints: &["Check the part of the token endpoint's URL that names the directory."],
            field: Some("tokenEndpoint"),
        },
    ),
    (
        "AADSTS900023",
        Denial {
            title: "The tenant in the URL is malformed",
            cause: "what stands in the URL of the token endpoint is neither the id nor a domain of a directory.",
            hints: &["Put the id of the directory into the URL of the token endpoint."],
            field: Some("tokenEndpoint"),
        },
    ),
    (
        "AADSTS500011",
        Denial {
            title: "The provider does not know the resource",
            cause: "nothing with this name is registered in its directory, or nobody has agreed to its use there.",
            hints: &["Check the resource that the scope or the audience names, letter by letter."],
            field: Some("scopes"),
        },
    ),
    (
        "AADSTS1002012",
        Denial {
            title: "This scope is not for clients",
            cause: "for a client that signs in for itself it wants the resource with /.default behind it.",
            hints: &[
                "Enter the scope as in api://SCIM/.default, with the name of the resource that you ask for.",
            ],
            field: Some("scopes"),
        },
    ),
];

pub(super) fn denied(
    error: &str,
    said: &str,
    client: ClientProof,
    grant: GrantKind,
) -> Explanation {
    let of_words = WORDS.iter().find(|(words, _)| is_in(words, said)).map(|(_, denial)| denial);
    let of_code = || CODES.iter().find(|(codes, _)| codes.contains(&error)).map(|(_, it)| it);
    let explanation = match (of_words.or_else(of_code), error) {
        (Some(denial), _) => told(error, denial),
        (None, "invalid_client") => bad_client(client),
        (None, "invalid_grant") => bad_grant(grant),
        (None, _) => Explanation::new(
            "The provider gives no token",
            format!("The token endpoint refused the request ({error})."),
            &["Compare the request in the history with the provider's documentation."],
        )
        .at_field("authentication"),
    };
    explanation.said(said)
}

fn told(error: &str, denial: &Denial) -> Explanation {
    let detail = format!("The token endpoint answered {error}: {}", denial.cause);
    Explanation::new(denial.title, detail, denial.hints).at(denial.field)
}

/// Whether a number stands in a text, and not the beginning of a longer one.
fn is_in(number: &str, text: &str) -> bool {
    text.match_indices(number).any(|(at, _)| {
        let rest = text.get(at + number.len()..).unwrap_or_default();
        !rest.starts_with(|it: char| it.is_ascii_digit())
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(error: &str, said: &str) -> Explanation {
        denied(error, said, ClientProof::SecretInHeader, GrantKind::Client)
    }

    #[test]
    fn the_words_of_a_provider_tell_more_than_its_code() {
        let field = |error, said| of(error, said).field;
        assert_eq!(
            field("invalid_client", "401: invalid_client: AADSTS7000215: wrong"),
            Some("clientSecret")
        );
        assert_eq!(
            field("unauthorized_client", "400: AADSTS700016: no such app"),
            Some("clientId")
        );
        let expired = of("invalid_client", "401: invalid_client: AADSTS7000222: expired");
        assert_eq!(expired.title, "The client secret has expired");
        let unknown = of("unauthorized_client", "400: AADSTS7000168: something else");
        assert_eq!(
            unknown.title, "This client may not get a token so",
            "a longer number is another one"
        );
    }

    #[test]
    fn no_two_refusals_are_told_alike() {
        let mut seen = std::collections::HashSet::new();
        let codes = CODES.iter().map(|(_, it)| it).chain(WORDS.iter().map(|(_, it)| it));
        for denial in codes {
            assert!(seen.insert(denial.title), "{}", denial.title);
            assert!(denial.cause.ends_with('.') && !denial.hints.is_empty(), "{}", denial.title);
        }
    }
}
