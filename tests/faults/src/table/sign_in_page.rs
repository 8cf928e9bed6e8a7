//! Sign-in pages for people where SCIM is expected: shown at once, or after a redirect.

use crate::answer::Answer;
use crate::fault::Fault;

const TITLE: &str = "A sign-in page came back, not SCIM";
const REDIRECTS: &str = "The server redirects to a sign-in page";

pub(super) fn faults() -> Vec<Fault> {
    vec![
        Fault::http("entra-page", "200 with a sign-in of Microsoft Entra ID", |_| {
            let body = "<!DOCTYPE html><html dir=\"ltr\" lang=\"en\"><head><title>Sign in to your account</title><script src=\"https://aadcdn.msauth.net/shared/1.0/content/js/ConvergedLogin_PCore.js\"></script></head><body></body></html>";
            Answer::http("200 OK", &["Content-Type: text/html; charset=utf-8"], body)
        })
        .stops_opening(
            "notScim",
            TITLE,
            &["Sign in to your account", "with Microsoft Entra ID", "web interface"],
        ),
        Fault::http("entra-redirect", "302 to a sign-in of Microsoft Entra ID", |asked| {
            leads_to(asked, "/0f1e/oauth2/v2.0/authorize?client_id=app&response_type=code&scope=openid")
        })
        .stops_opening(
            "redirectElsewhere",
            REDIRECTS,
            &["with Microsoft Entra ID", "was not followed", "token was not sent there", "base URL"],
        ),
        Fault::http("saml-redirect", "302 to a sign-in by SAML", |asked| {
            leads_to(asked, "/idp/profile/redirect?SAMLRequest=fZJNT8MwDIbv&RelayState=x")
        })
        .stops_opening("redirectElsewhere", REDIRECTS, &["where people sign in.", "web interface"]),
        Fault::http("sign-in-own-path", "302 to a sign-in on its own origin", |asked| {
            match asked.path() {
                "/users/sign_in" => {
                    let body = "<!DOCTYPE html><html><head><title>Aurelia Hub</title></head><body><form action=\"/users/sign_in\"><input name=\"user[login]\"><input type=\"password\" name=\"user[password]\"></form></body></html>";
                    Answer::http("200 OK", &["Content-Type: text/html"], body)
                }
                _ => Answer::http("302 Found", &["Location: /users/sign_in"], ""),
            }
        })
        .stops_opening("notScim", TITLE, &["Aurelia Hub", "people sign in"]),
        Fault::http("saml-form", "200 with a form that leads on to a sign-in", |_| {
            let body = "<!DOCTYPE html><html><head><title>Please wait</title></head><body onload=\"document.forms[0].submit()\"><form method=\"post\" action=\"https://idp.example/sso\"><input type=\"hidden\" name=\"SAMLRequest\" value=\"PHNhbWw\"></form></body></html>";
            Answer::http("200 OK", &["Content-Type: text/html"], body)
        })
        .stops_opening("notScim", TITLE, &["Please wait", "people sign in"]),
    ]
}

/// A redirect to the other origin.
fn leads_to(asked: &crate::asked::Asked, path: &str) -> Answer {
    Answer::http("302 Found", &[&format!("Location: {}{path}", asked.elsewhere)], "")
}
