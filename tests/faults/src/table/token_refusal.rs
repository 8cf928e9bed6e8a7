//! Token endpoints that say no in the words of RFC 6749 §5.2, and in those of providers.

use super::token::{issuing, json};
use crate::fault::Fault;

pub(super) fn faults() -> Vec<Fault> {
    [refusals(), of_providers()].concat()
}

fn refusals() -> Vec<Fault> {
    vec![
        issuing("token-invalid-client", "a token endpoint that does not know the client", |_| {
            json(
                "400 Bad Request",
                r#"{"error":"invalid_client","error_description":"no client of that name"}"#,
            )
        })
        .stops_opening(
            "noToken",
            "The provider does not accept the client",
            &["invalid_client", "no client of that name", "secret again"],
        ),
        issuing("token-invalid-scope", "a token endpoint that gives no such scope", |_| {
            json(
                "400 Bad Request",
                r#"{"error":"invalid_scope","error_description":"scim.everything is not for you"}"#,
            )
        })
        .stops_opening(
            "noToken",
            "The provider does not give these scopes",
            &["scim.everything is not for you", "letter by letter"],
        ),
        issuing(
            "token-unauthorized-client",
            "a token endpoint that lets the client use another grant",
            |_| {
                json(
                    "400 Bad Request",
                    r#"{"error":"unauthorized_client","error_description":"grant not enabled"}"#,
                )
            },
        )
        .stops_opening(
            "noToken",
            "This client may not get a token so",
            &["unauthorized_client", "grant not enabled", "grant types"],
        ),
        issuing("token-unsupported-grant", "a token endpoint without this grant", |_| {
            json("400 Bad Request", r#"{"error":"unsupported_grant_type"}"#)
        })
        .stops_opening(
            "noToken",
            "The provider does not offer this grant",
            &["unsupported_grant_type", "another grant"],
        ),
        issuing("token-invalid-target", "a token endpoint that does not know the audience", |_| {
            json(
                "400 Bad Request",
                r#"{"error":"invalid_target","error_description":"which API?"}"#,
            )
        })
        .stops_opening(
            "noToken",
            "The provider does not know this audience",
            &["which API?", "audience or resource"],
        ),
        issuing("token-invalid-request", "a token endpoint that misses something", |_| {
            json(
                "400 Bad Request",
                r#"{"error":"invalid_request","error_description":"audience is required"}"#,
            )
        })
        .stops_opening(
            "noToken",
            "The token request lacks something",
            &["audience is required", "in another place"],
        ),
        issuing("token-access-denied", "a token endpoint whose policy says no", |_| {
            json(
                "403 Forbidden",
                r#"{"error":"access_denied","error_description":"policy 7 says no"}"#,
            )
        })
        .stops_opening(
            "noToken",
            "The provider lets this client not in",
            &["policy 7 says no", "administrator"],
        ),
        issuing("token-server-error", "a token endpoint that is busy, and says so", |_| {
            json("400 Bad Request", r#"{"error":"temporarily_unavailable"}"#)
        })
        .stops_opening(
            "noToken",
            "The provider gives no token now",
            &["try again in a moment"],
        ),
        issuing("token-unknown-error", "a token endpoint with a code of its own", |_| {
            json(
                "400 Bad Request",
                r#"{"error":"moon_phase","error_description":"wait for the new moon"}"#,
            )
        })
        .stops_opening(
            "noToken",
            "The provider gives no token",
            &["moon_phase", "wait for the new moon"],
        ),
        issuing("token-error-as-200", "a token endpoint that refuses with a success", |_| {
            json(
                "200 OK",
                r#"{"error":"invalid_grant","error_description":"the client is disabled"}"#,
            )
        })
        .stops_opening(
            "noToken",
            "The provider gives this client no token",
            &["the client is disabled", "console"],
        ),
    ]
}

/// What Microsoft Entra ID says beyond the code.
fn of_providers() -> Vec<Fault> {
    vec![
        issuing("token-entra-secret", "a token endpoint that got the secret's id", |_| {
            json("401 Unauthorized", r#"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID."}"#)
        })
        .stops_opening("noToken", "The client secret is wrong", &["AADSTS7000215", "column Value"]),
        issuing("token-entra-expired", "a token endpoint for which the secret has expired", |_| {
            json("401 Unauthorized", r#"{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys are expired."}"#)
        })
        .stops_opening("noToken", "The client secret has expired", &["AADSTS7000222", "new secret"]),
        issuing("token-entra-client", "a token endpoint of another directory", |_| {
            json("400 Bad Request", r#"{"error":"unauthorized_client","error_description":"AADSTS700016: Application with identifier 'app' was not found in the directory 'Aurelia'."}"#)
        })
        .stops_opening(
            "noToken",
            "The provider does not know this client",
            &["'Aurelia'", "id of the application"],
        ),
        issuing("token-entra-tenant", "a token endpoint with an unknown directory in its URL", |_| {
            json("400 Bad Request", r#"{"error":"invalid_request","error_description":"AADSTS90002: Tenant 'aurelia' not found."}"#)
        })
        .stops_opening("noToken", "The provider does not know this tenant", &["URL", "directory"]),
        issuing("token-entra-scope", "a token endpoint that wants /.default", |_| {
            json("400 Bad Request", r#"{"error":"invalid_scope","error_description":"AADSTS1002012: The provided value for scope scim is not valid."}"#)
        })
        .stops_opening("noToken", "This scope is not for clients", &["/.default"]),
    ]
}
