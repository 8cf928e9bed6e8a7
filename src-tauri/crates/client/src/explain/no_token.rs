//! Answers of a token endpoint that hold neither a token that can be used nor a reason: what they are instead.

use super::{Explanation, capitalised, gateway, intermediary};
use crate::error::NoToken;
use crate::intermediary::{Intermediary, Role};

/// What follows, whatever came instead of a token.
const NOT_ASKED: &str = "Without a token the SCIM server was not asked.";
const CHECK_URL: &str = "Check the URL of the token endpoint: it often ends in /token.";
const ASK_OPERATOR: &str = "Show the exchange in the history to the operator of the provider.";
const SEE_HISTORY: &str = "Compare the exchange in the history with the provider's documentation.";

pub(super) fn told(status: u16, reason: &NoToken, snippet: &str) -> Explanation {
    let explanation = match reason {
        NoToken::Instead { seen, title } => instead(status, *seen, title.as_deref()),
        NoToken::Redirect { to_origin, leads_to } => {
            redirect(status, to_origin.as_deref(), *leads_to)
        }
        NoToken::Missing => of_endpoint(
            "There is no token in the answer",
            format!("The token endpoint answered {status} with JSON, and there is no access_token in it."),
            &[CHECK_URL, SEE_HISTORY],
        ),
        NoToken::OtherType { name } => Explanation::new(
            "The token is of another kind",
            format!("Its token_type is {name}, and only Bearer tokens can be sent. {NOT_ASKED}"),
            &[
                "Have the provider issue Bearer tokens to this client: its console may demand proof of possession (DPoP).",
                "Choose another way to sign in.",
            ],
        )
        .at_field("authentication"),
        NoToken::Unsendable => of_endpoint(
            "The token cannot be sent",
            format!("The token endpoint answered {status}, and {reason}."),
            &[ASK_OPERATOR],
        ),
        NoToken::Empty | NoToken::Page { .. } | NoToken::NotJson | NoToken::NoReason => {
            of_status(status, reason)
        }
    };
    explanation.said(snippet)
}

/// What the status says, where the rest says nothing.
fn of_status(status: u16, reason: &NoToken) -> Explanation {
    let answered = format!("The token endpoint answered {status}, and {reason}.");
    match status {
        404 | 405 | 410 | 501 => of_endpoint(
            "There is no token endpoint here",
            format!("{answered} Nothing that gives tokens is at this URL, at least not for POST."),
            &[CHECK_URL, "Copy it from the provider's documentation, with the tenant or realm in it."],
        ),
        401 | 403 => Explanation::new(
            "The provider lets this client not in",
            format!("{answered} Client id or secret may be wrong, or it does not let this address in. {NOT_ASKED}"),
            &[
                "Enter client id and secret again, and try the other place for the secret: the header or the body.",
                CHECK_URL,
            ],
        )
        .at_field("authentication"),
        429 => Explanation::new(
            "The token endpoint asks to slow down",
            format!("{answered} Tokens were asked for too often, from here or by others. {NOT_ASKED}"),
            &["Wait a few minutes before the next try."],
        ),
        500.. => {
            let cause = gateway::refusal(status).map_or(
                "it failed on the provider's side, and not because of the request.",
                |it| it.cause,
            );
            Explanation::new(
                "The token endpoint failed on its side",
                format!("{answered} {} {NOT_ASKED}", capitalised(cause)),
                &["Try again in a moment; if it stays, show the exchange in the history to the operator of the provider."],
            )
        }
        _ => match reason {
            NoToken::Empty => of_endpoint(
                "The token endpoint answered with nothing",
                format!("It answered {status}, a success, and its body is empty."),
                &[CHECK_URL, ASK_OPERATOR],
            ),
            NoToken::Page { .. } => of_endpoint(
                "A web page came back, not a token",
                format!("{answered} Programs are not meant to read it."),
                &[CHECK_URL, "The URL that people sign in at is another one: it often ends in /authorize."],
            ),
            _ => of_endpoint(
                "This is no answer of a token endpoint",
                answered,
                &[CHECK_URL, ASK_OPERATOR],
            ),
        },
    }
}

/// Something else answered in the place of the token endpoint.
fn instead(status: u16, seen: Intermediary, title: Option<&str>) -> Explanation {
    let titled = title.map_or_else(String::new, |title| format!(" titled \"{title}\""));
    if seen.role() == Role::SignIn {
        let with = seen.name().map_or_else(String::new, |it| format!(" with {it}"));
        return of_endpoint(
            "A sign-in page came back, not a token",
            format!(
                "The token endpoint answered {status} with a page{titled} on which people sign in{with}."
            ),
            &[
                "Enter the URL at which programs ask for tokens: it often ends in /token, and not in /authorize or /login.",
            ],
        );
    }
    // What it is, is what it is in the server's place.
    let told = intermediary::answered(status, seen, title, "");
    let field = told.field.map(|it| if it == "baseUrl" { "tokenEndpoint" } else { it });
    Explanation {
        title: told.title.replace(", not SCIM", ", not the token endpoint"),
        detail: format!(
            "The token endpoint was asked. {} {NOT_ASKED}",
            told.detail.replace("SCIM", "the token endpoint").replace("the server", "the provider")
        ),
        hints: told
            .hints
            .iter()
            .map(|it| it.replace("base URL", "URL of the token endpoint").replace("SCIM", "it"))
            .collect(),
        ..told
    }
    .at(field)
}

fn redirect(status: u16, to_origin: Option<&str>, leads_to: Option<Intermediary>) -> Explanation {
    let there = to_origin
        .map_or_else(|| "but does not say where".to_owned(), |origin| format!("to {origin}"));
    let stays =
        "What proves who the client is goes to this endpoint only, so that was not followed.";
    match leads_to.map(Intermediary::role) {
        Some(Role::Portal) => Explanation::new(
            "The network redirects to its own sign-in",
            format!(
                "Asked for the token endpoint, something redirects {there}, which seems to be of the network you are in. {stays}"
            ),
            &["Open a web browser, sign in to the network there, and test again."],
        ),
        Some(_) => of_endpoint(
            "The token endpoint redirects to a sign-in",
            format!("It answered {status} and redirects {there}, where people sign in. {stays}"),
            &[
                "Enter the URL at which programs ask for tokens: it often ends in /token, and not in /authorize or /login.",
            ],
        ),
        None => of_endpoint(
            "The token endpoint redirects elsewhere",
            format!("It answered {status} and redirects {there}. {stays}"),
            &[
                "Enter the URL that it redirects to, if that is the provider's; most often http:// or a slash at the end is the cause.",
            ],
        ),
    }
}

/// An explanation that points at the token endpoint.
fn of_endpoint(title: &str, detail: String, hints: &[&str]) -> Explanation {
    let detail = if detail.contains(NOT_ASKED) { detail } else { format!("{detail} {NOT_ASKED}") };
    Explanation::new(title, detail, hints).at_field("tokenEndpoint")
}
