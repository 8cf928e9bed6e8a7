//! Token endpoints that misbehave, before a server that takes only what they issue.

use crate::answer::{Answer, End};
use crate::asked::Asked;
use crate::certificate::Certificate;
use crate::directory::directory;
use crate::fault::{Fault, Server, Talk};

/// The token that is issued; it must never be seen again.
pub const ISSUED: &str = "canary-issued-token-of-the-faults-2c9d";

const EVERYBODY: &[&str] = &["ada", "grace", "linus"];
const JSON: &str = "Content-Type: application/json";
const NOT_ASKED: &str = "the SCIM server was not asked";

pub(super) fn faults() -> Vec<Fault> {
    [no_tokens(), odd_tokens(), other_pages(), statuses(), unreached()].concat()
}

/// A server that takes only what is issued, and who issues it.
pub(super) fn issuing(id: &'static str, title: &'static str, talk: Talk) -> Fault {
    from(id, title, Server::Http(talk))
}

fn from(id: &'static str, title: &'static str, issuer: Server) -> Fault {
    Fault::http(id, title, guarded).issued_by(issuer)
}

fn guarded(asked: &Asked) -> Answer {
    match asked.header("authorization") == Some(&format!("Bearer {ISSUED}")) {
        true => directory(asked),
        false => Answer::refusal("401 Unauthorized", "this is no token of ours"),
    }
}

pub(super) fn json(status: &str, body: &str) -> Answer {
    Answer::http(status, &[JSON], body)
}

/// An answer with the token and these members more.
fn token(more: &str) -> Answer {
    json("200 OK", &format!(r#"{{"access_token":"{ISSUED}"{more}}}"#))
}

fn no_tokens() -> Vec<Fault> {
    vec![
        issuing("token-missing", "a token endpoint that forgets the token", |_| {
            json("200 OK", r#"{"token_type":"Bearer","expires_in":3600}"#)
        })
        .stops_opening(
            "noToken",
            "There is no token in the answer",
            &["no access_token", NOT_ASKED],
        ),
        issuing("token-mac", "a token of a type that is no longer spoken", |_| {
            token(r#","token_type":"mac""#)
        })
        .stops_opening("noToken", "The token is of another kind", &["is mac", "Bearer"]),
        issuing("token-unsendable", "a token with a line break in it", |_| {
            json("200 OK", &format!(r#"{{"access_token":"{ISSUED}\nmore"}}"#))
        })
        .stops_opening("noToken", "The token cannot be sent", &["no header can carry"]),
        issuing("token-empty", "a token endpoint that says nothing", |_| {
            Answer::http("200 OK", &[], "")
        })
        .stops_opening(
            "noToken",
            "The token endpoint answered with nothing",
            &["its body is empty", "/token"],
        ),
        issuing("token-text", "a token endpoint that answers in plain text", |_| {
            Answer::http("200 OK", &["Content-Type: text/plain"], "all is well")
        })
        .stops_opening(
            "noToken",
            "This is no answer of a token endpoint",
            &["not JSON", "all is well", "/token"],
        ),
        issuing("token-no-reason", "a token endpoint that refuses without a reason", |_| {
            json("400 Bad Request", r#"{"ok":false}"#)
        })
        .stops_opening(
            "noToken",
            "This is no answer of a token endpoint",
            &["400", "no reason"],
        ),
    ]
}

fn odd_tokens() -> Vec<Fault> {
    vec![
        issuing("token-life-text", "a token whose life is written as text", |_| {
            token(r#","token_type":"bearer","expires_in":"3600""#)
        })
        .shows(EVERYBODY, &[]),
        issuing("token-life-0", "a token that lives for no time", |_| {
            token(r#","token_type":"Bearer","expires_in":0"#)
        })
        .shows(EVERYBODY, &[]),
        issuing("token-life-negative", "a token that has ended before it began", |_| {
            token(r#","token_type":"BEARER","expires_in":-1"#)
        })
        .shows(EVERYBODY, &[]),
        issuing("token-life-word", "a token whose life is a word", |_| {
            token(r#","expires_in":"soon""#)
        })
        .shows(EVERYBODY, &[]),
        issuing("token-form", "a token endpoint that answers with a form", |_| {
            let body = format!("access_token={ISSUED}&token_type=bearer&expires_in=60");
            Answer::http("200 OK", &["Content-Type: application/x-www-form-urlencoded"], body)
        })
        .shows(EVERYBODY, &[]),
        issuing("token-of-others", "a token that the server does not take", |_| {
            json("200 OK", r#"{"access_token":"canary-token-of-another-server"}"#)
        })
        .stops_opening(
            "unauthorized",
            "The server does not accept the issued token",
            &["a second one did no better", "audience", "this is no token of ours"],
        ),
    ]
}

fn other_pages() -> Vec<Fault> {
    vec![
        issuing("token-page", "a web page where tokens are issued", |_| {
            Answer::page("200 OK", &[], "Aurelia for developers")
        })
        .stops_opening(
            "noToken",
            "A web page came back, not a token",
            &["Aurelia for developers", "/authorize", NOT_ASKED],
        ),
        issuing("token-sign-in-page", "a sign-in page where tokens are issued", |_| {
            Answer::page("200 OK", &[], "Log in to Aurelia")
        })
        .stops_opening(
            "noToken",
            "A sign-in page came back, not a token",
            &["Log in to Aurelia", "people sign in", "/login"],
        ),
        issuing("token-sign-in-redirect", "a redirect to a sign-in where tokens are issued", |asked| {
            let there = format!("Location: {}/login?next=token", asked.elsewhere);
            Answer::http("302 Found", &[&there], "")
        })
        .stops_opening(
            "noToken",
            "The token endpoint redirects to a sign-in",
            &["people sign in", "was not followed", "/token"],
        ),
        issuing("token-redirect", "a redirect where tokens are issued", |asked| {
            let there = format!("Location: {}/oauth2/token/", asked.elsewhere);
            Answer::http("308 Permanent Redirect", &[&there], "")
        })
        .stops_opening(
            "noToken",
            "The token endpoint redirects elsewhere",
            &["308", "was not followed", "slash"],
        ),
        issuing("token-portal", "a network's page where tokens are issued", |_| {
            Answer::page("200 OK", &[], "Aurelia Station Wi-Fi")
        })
        .stops_opening(
            "noToken",
            "The network asks to sign in first",
            &["token endpoint was asked", "Aurelia Station Wi-Fi", "browser"],
        ),
        issuing("token-firewall", "a firewall's page where tokens are issued", |_| {
            let body = "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.</body></html>";
            Answer::http("200 OK", &["Content-Type: text/html"], body)
        })
        .stops_opening(
            "noToken",
            "A firewall turned the request away",
            &["token endpoint was asked", "F5 BIG-IP"],
        ),
        issuing("token-no-route", "a gateway without a route to where tokens are issued", |_| {
            json("403 Forbidden", r#"{"message":"Missing Authentication Token"}"#)
        })
        .stops_opening(
            "noToken",
            "The gateway knows no such path",
            &["token endpoint was asked", "Amazon API Gateway", "URL of the token endpoint"],
        ),
    ]
}

fn statuses() -> Vec<Fault> {
    vec![
        issuing("token-404", "404 where tokens should be issued", |_| {
            Answer::page("404 Not Found", &[], "No such page")
        })
        .stops_opening(
            "noToken",
            "There is no token endpoint here",
            &["404", "No such page", "tenant or realm"],
        ),
        issuing("token-401", "401 without a reason where tokens are issued", |_| {
            Answer::http("401 Unauthorized", &["WWW-Authenticate: Basic realm=\"tokens\""], "")
        })
        .stops_opening(
            "noToken",
            "The provider lets this client not in",
            &["401", "secret may be wrong", "header or the body"],
        ),
        issuing("token-429", "429 where tokens are issued", |_| {
            Answer::http("429 Too Many Requests", &["Retry-After: 60"], "")
        })
        .stops_opening(
            "noToken",
            "The token endpoint asks to slow down",
            &["429", "too often"],
        ),
        issuing("token-500", "500 where tokens are issued", |_| {
            Answer::page("500 Internal Server Error", &[], "Oops")
        })
        .stops_opening(
            "noToken",
            "The token endpoint failed on its side",
            &["500", "Oops", "not because of the request", NOT_ASKED],
        ),
        issuing("token-502", "502 where tokens are issued", |_| {
            Answer::http("502 Bad Gateway", &["Server: nginx"], "")
        })
        .stops_opening(
            "noToken",
            "The token endpoint failed on its side",
            &["502", "what stands behind it"],
        ),
    ]
}

fn unreached() -> Vec<Fault> {
    const TITLE: &str = "The token endpoint gave no answer";
    vec![
        from("token-refused", "a token endpoint that is not there", Server::Refused).stops_opening(
            "noToken",
            TITLE,
            &["nothing accepts connections", "port", NOT_ASKED],
        ),
        from("token-unknown-host", "a token endpoint at a host that does not exist", {
            Server::Nowhere("https://login.aurelia.invalid/oauth2/token")
        })
        .stops_opening("noToken", TITLE, &["login.aurelia.invalid", "spelling"]),
        issuing("token-silent", "a token endpoint that never answers", |_| {
            Answer::nothing().then(End::Silence)
        })
        .patience(1)
        .stops_opening("noToken", TITLE, &["no answer began within 1 s"]),
        issuing("token-hangs-up", "a token endpoint that hangs up", |_| Answer::nothing())
            .stops_opening("noToken", TITLE, &["closed it before it sent an answer"]),
        from("token-self-signed", "a token endpoint with a self-made certificate", {
            Server::Https(Certificate::SelfSigned, |_| token(""))
        })
        .stops_opening(
            "noToken",
            "The token endpoint is not trusted",
            &["localhost", "self-made", "proves itself by was not sent"],
        ),
        from("token-no-tls", "a token endpoint that speaks plain HTTP where TLS is expected", {
            Server::Bytes("https", b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        })
        .stops_opening("noToken", TITLE, &["does not speak TLS", "localhost"]),
    ]
}
