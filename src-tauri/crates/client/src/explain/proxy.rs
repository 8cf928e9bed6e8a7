//! Failures of the proxy on the way, and of the choice of addresses.

use super::Explanation;

/// Where it is set: in the form, or in the system.
fn at(explanation: Explanation, is_named: bool, field: &'static str) -> Explanation {
    explanation.at_field(if is_named { field } else { "proxyUrl" })
}

fn whose(is_named: bool) -> &'static str {
    if is_named {
        "in the network settings of this tenant"
    } else {
        "in the settings of this system"
    }
}

pub(super) fn unreachable(proxy: &str, is_named: bool, reason: &str) -> Explanation {
    let told = Explanation::new(
        "The proxy cannot be reached",
        format!(
            "No connection to the proxy {proxy} came about: {}. Nothing was sent.",
            reason.trim_end_matches('.')
        ),
        &[],
    );
    let told = told
        .said(reason)
        .hint(format!("Check kind, host and port of the proxy {}.", whose(is_named)))
        .hint("If this server is reached without a proxy, choose none for this tenant.".to_owned());
    at(told, is_named, "proxyUrl")
}

pub(super) fn refused(proxy: &str, is_named: bool, host: &str, reason: &str) -> Explanation {
    let told = Explanation::new(
        "The proxy does not connect to the server",
        format!(
            "The proxy {proxy} was asked to connect to {host}, and {reason}. Nothing was sent."
        ),
        &[
            "Check host and port of the base URL, or ask whoever runs the proxy whether it allows them.",
        ],
    );
    let told = told
        .said(reason)
        .hint("If this server is reached without a proxy, choose none for this tenant.".to_owned());
    at(told, is_named, "proxyUrl")
}

pub(super) fn wants_sign_in(proxy: &str, is_named: bool, signs_in: bool) -> Explanation {
    let (title, detail, field) = match signs_in {
        true => (
            "The proxy refuses user name or password",
            format!(
                "The proxy {proxy} did not accept the user name and the password for it. Nothing was sent."
            ),
            "proxyPassword",
        ),
        false => (
            "The proxy wants a user name",
            format!(
                "The proxy {proxy} asks who wants to connect (proxy authentication), and was told nobody. Nothing was sent."
            ),
            "proxyUserName",
        ),
    };
    let hint = match is_named {
        true => "Enter user name and password of the proxy as whoever runs it gave them.",
        false => {
            "Name the proxy in the network settings of this tenant, with its user name and password."
        }
    };
    at(Explanation::new(title, detail, &[hint]), is_named, field)
}

pub(super) fn no_address(host: &str, wanted: &str) -> Explanation {
    Explanation::new(
        "The host has no such address",
        format!("{host} was found, but it has no {wanted} address, and only those are used for this tenant."),
        &["Use addresses of any kind in the network settings of this tenant."],
    )
    .at_field("addresses")
}
