//! A problem as the connection test shows it: what was said, what that means, what to do.

use crate::answer::shortened;
use crate::auth::expiry::Notice;
use crate::error::Failure;

/// What is wrong with one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The words of the server or the system, unchanged but for redaction and length.
    pub said: String,
    /// What that means, in whole sentences.
    pub cause: String,
    /// What to do, in whole sentences.
    pub remedy: String,
    /// The setting at fault, one of [`SETTINGS`](crate::error::SETTINGS).
    pub field: Option<&'static str>,
}

impl Problem {
    pub(super) fn of(failure: &Failure) -> Problem {
        let explanation = failure.explain();
        Problem {
            said: explanation.said.unwrap_or_else(|| failure.to_string()),
            cause: explanation.detail,
            remedy: explanation.hints.join(" "),
            field: explanation.field,
        }
    }

    /// A discovery document that cannot be read. Nothing is at fault that the user could set.
    pub(super) fn missing_document(failure: &Failure) -> Problem {
        Problem {
            said: failure.explain().said.unwrap_or_else(|| failure.to_string()),
            cause: crate::discovery::why_built_in(failure),
            remedy: "Nothing needs to be done to browse users and groups. Custom resource types and the meaning of \
                     custom attributes stay unknown until the server offers this document to the token."
                .to_owned(),
            field: None,
        }
    }

    /// Nothing was listed that shows whether the credential is accepted; the last try, where there was one.
    pub(super) fn not_proven(last: Option<&Failure>) -> Problem {
        let said = last.map(|it| it.explain().said.unwrap_or_else(|| it.to_string()));
        Problem {
            said: said.unwrap_or_else(|| "/ResourceTypes names nothing else to list".to_owned()),
            cause: "Descriptions of a server are often open to everybody. That they can be read does not show whether \
                    the server accepts this sign-in."
                .to_owned(),
            remedy: "Open the tenant and read something that needs the sign-in. If that is refused, give it again."
                .to_owned(),
            field: None,
        }
    }

    /// A server of the older protocol, by these schema URIs.
    pub(super) fn version_one(uris: &[String]) -> Problem {
        Problem {
            said: shortened(&format!("schemas: {}", uris.join(", "))),
            cause: "The server speaks SCIM 1.1 here, an older protocol with other addresses, schemas and bodies."
                .to_owned(),
            remedy: "Ask the provider for the base URL of SCIM 2.0. It often ends in /v2.".to_owned(),
            field: Some("baseUrl"),
        }
    }

    /// A person had the certificate of this host taken as it is.
    pub(super) fn unverified(host: &str) -> Problem {
        Problem {
            said: format!("the certificate of {host} was not verified"),
            cause: "Certificates of this server are not verified, as was agreed for this tenant. Anybody on the way can \
                    answer in its place, and read and change everything that is sent."
                .to_owned(),
            remedy: "Add the certificate of the server's authority to this tenant, and verify certificates again."
                .to_owned(),
            field: Some("unverified"),
        }
    }

    /// A token whose life, as the token endpoint tells it, is none.
    pub(super) fn odd_life(told: &str) -> Problem {
        Problem {
            said: format!("expires_in: {told}"),
            cause: format!(
                "The token endpoint says of the token that it lives for {told} seconds (expires_in), which no token can. It \
                 is used until the server refuses it, and is then fetched anew."
            ),
            remedy: "Nothing needs to be done to browse. Tell the operator of the provider: other clients may ask for a \
                     token with each request, or give up."
                .to_owned(),
            field: None,
        }
    }

    pub(super) fn empty_list(document: &str) -> Problem {
        Problem {
            said: format!("/{document} answered with an empty list"),
            cause: "The server has this document, but nothing stands in it. What RFC 7643 defines is used instead."
                .to_owned(),
            remedy: "Ask the operator of the server whether the token may read it, or whether it was never filled."
                .to_owned(),
            field: None,
        }
    }

    /// The certificate of this host is trusted, and not for long.
    pub(super) fn ends_soon(host: &str, notice: &Notice) -> Problem {
        Problem {
            said: format!("the certificate of {host} is about to expire"),
            cause: format!("{}. {}", notice.title, notice.detail),
            remedy: notice.hint.clone(),
            field: None,
        }
    }
}
