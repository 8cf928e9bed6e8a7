//! Refusals: every status that means no, with its own cause and remedy.

use crate::answer::Answer;
use crate::fault::Fault;

pub(super) fn faults() -> Vec<Fault> {
    [sign_in(), addresses(), media_types(), slow_down(), failures(), gateways()].concat()
}

fn sign_in() -> Vec<Fault> {
    vec![
        Fault::http("401-challenge", "401 that says why", |_| {
            let challenge = "WWW-Authenticate: Bearer realm=\"scim\", error=\"invalid_token\", \
                             error_description=\"it expired on Monday\"";
            Answer::refusal_with("401 Unauthorized", &[challenge], "no")
        })
        .stops_opening(
            "unauthorized",
            "The server does not accept the token",
            &["it expired on Monday", "invalid_token", "new one"],
        ),
        Fault::http("401-bare", "401 without WWW-Authenticate", |_| {
            Answer::http("401 Unauthorized", &[], "")
        })
        .stops_opening(
            "unauthorized",
            "The server does not accept the token",
            &["does not say why", "same tenant"],
        ),
        Fault::http("401-basic", "401 that asks for a password", |_| {
            let challenge = "WWW-Authenticate: Basic realm=\"people\"";
            Answer::refusal_with("401 Unauthorized", &[challenge], "who are you?")
        })
        .stops_opening(
            "unauthorized",
            "The server wants a user name and password",
            &["Basic", "only way to sign in"],
        ),
        Fault::http("401-scope", "401 for a token with too little scope", |_| {
            let challenge =
                "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"scim:read\"";
            Answer::refusal_with("401 Unauthorized", &[challenge], "no")
        })
        .stops_opening("unauthorized", "The token lacks a scope", &["scim:read", "grant"]),
        Fault::http("403", "403 to everything", |_| {
            Answer::refusal("403 Forbidden", "scope users:read is missing")
        })
        .stops_opening(
            "forbidden",
            "The token may not do this",
            &["403", "scope users:read is missing", "allowed addresses"],
        ),
    ]
}

fn addresses() -> Vec<Fault> {
    vec![
        Fault::http("404", "404 to everything: the base path is wrong", |_| {
            Answer::page("404 Not Found", &[], "Page not found")
        })
        .stops_opening(
            "notFound",
            "The server has nothing at this address",
            &["404", "Page not found", "/scim/v2"],
        ),
        Fault::http("410", "410: the interface is gone", |_| {
            Answer::refusal("410 Gone", "version 1 was switched off")
        })
        .stops_opening(
            "rejected",
            "This address is no longer served",
            &["410", "version 1 was switched off", "base URL"],
        ),
        Fault::http("405", "405: GET is not allowed", |_| {
            Answer::refusal_with("405 Method Not Allowed", &["Allow: POST"], "use POST")
        })
        .stops_opening(
            "rejected",
            "Reading is not allowed at this address",
            &["405", "Allow: POST", "base URL"],
        ),
        Fault::http("501", "501: not built in", |_| {
            Answer::refusal("501 Not Implemented", "lists come later")
        })
        .stops_opening(
            "rejected",
            "The server does not offer this",
            &["501", "lists come later"],
        ),
        Fault::http("400", "400 to everything", |_| {
            Answer::refusal("400 Bad Request", "the header X-Tenant is missing")
        })
        .stops_opening(
            "rejected",
            "The server does not understand the request",
            &["400", "the header X-Tenant is missing", "documentation"],
        ),
        Fault::http("421", "421: the wrong machine", |_| {
            Answer::refusal("421 Misdirected Request", "not my host")
        })
        .stops_opening(
            "rejected",
            "Another machine is asked than was meant",
            &["421", "not my host", "host in the base URL"],
        ),
    ]
}

fn media_types() -> Vec<Fault> {
    vec![
        Fault::http("406", "406: no such media type to offer", |_| {
            Answer::refusal("406 Not Acceptable", "only application/xml")
        })
        .stops_opening(
            "rejected",
            "The server offers no SCIM here",
            &["406", "application/scim+json", "only application/xml"],
        ),
        Fault::http("415", "415: dislikes the media type", |_| {
            Answer::refusal("415 Unsupported Media Type", "Content-Type is missing")
        })
        .stops_opening(
            "rejected",
            "The server wants another media type",
            &["415", "Content-Type is missing", "gateway"],
        ),
    ]
}

fn slow_down() -> Vec<Fault> {
    const TITLE: &str = "The server asks to slow down";
    vec![
        Fault::http("429-seconds", "429 with Retry-After in seconds", |_| {
            Answer::refusal_with("429 Too Many Requests", &["Retry-After: 90"], "quota used up")
        })
        .stops_opening(
            "rejected",
            TITLE,
            &["429", "quota used up", "wait for 1 minute 30 seconds"],
        ),
        Fault::http("429-date", "429 with Retry-After as a date", |_| {
            let date = "Retry-After: Thu, 06 Nov 2994 08:49:37 GMT";
            Answer::refusal_with("429 Too Many Requests", &[date], "quota used up")
        })
        .stops_opening(
            "rejected",
            TITLE,
            &["quota used up", "wait until 08:49:37 UTC on 6 November 2994"],
        ),
        Fault::http("429-bare", "429 without Retry-After", |_| {
            Answer::refusal("429 Too Many Requests", "quota used up")
        })
        .stops_opening("rejected", TITLE, &["does not say for how long", "quota used up"]),
    ]
}

fn failures() -> Vec<Fault> {
    vec![
        Fault::http("500-html", "500 with a web page", |_| {
            Answer::page("500 Internal Server Error", &[], "Something went terribly wrong")
        })
        .stops_opening(
            "rejected",
            "The server failed on its side",
            &["500", "Something went terribly wrong", "web page"],
        ),
        Fault::http("500-token", "500 that repeats the token", |asked| {
            let token = asked.header("authorization").unwrap_or("nobody").replace("Bearer ", "");
            let detail = format!("no session for {token} in the pool");
            Answer::refusal("500 Internal Server Error", &detail)
        })
        .stops_opening(
            "rejected",
            "The server failed on its side",
            &["no session for ••• in the pool", "500"],
        ),
    ]
}

fn gateways() -> Vec<Fault> {
    vec![
        Fault::http("502", "502 of a proxy", |_| {
            Answer::page("502 Bad Gateway", &["Server: nginx/1.28.0"], "502 Bad Gateway")
        })
        .stops_opening(
            "rejected",
            "A proxy got no proper answer",
            &["502 (by nginx)", "behind it", "operator"],
        ),
        Fault::http("503", "503 with Retry-After", |_| {
            let more = ["Retry-After: 3600"];
            Answer::refusal_with("503 Service Unavailable", &more, "maintenance until six")
        })
        .stops_opening(
            "rejected",
            "The server is not available now",
            &["503", "maintenance until six", "wait for 1 hour"],
        ),
        Fault::http("504", "504 of a proxy", |_| {
            Answer::page("504 Gateway Timeout", &[], "504 Gateway Timeout")
        })
        .stops_opening(
            "rejected",
            "A proxy waited in vain",
            &["504", "took longer", "fewer resources"],
        ),
        Fault::http("407", "407: the proxy wants a sign-in", |_| {
            let challenge = "Proxy-Authenticate: Negotiate";
            Answer::http("407 Proxy Authentication Required", &[challenge], "")
        })
        .stops_opening(
            "rejected",
            "The proxy wants a sign-in",
            &["407", "Proxy-Authenticate: Negotiate"],
        ),
    ]
}
