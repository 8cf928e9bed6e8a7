//! Answers of something else than the server: the network one is in, a sign-in for people, a firewall, a gateway; and pages
//! of which nobody can say what they are.

use super::Explanation;
use crate::intermediary::{Intermediary, Role};

/// What each of them means, and what to do about it.
struct Meaning {
    title: &'static str,
    hints: &'static [&'static str],
    /// The setting that may be at fault.
    field: Option<&'static str>,
}

const fn meaning(role: Role) -> Meaning {
    match role {
        Role::Portal => Meaning {
            title: "The network asks to sign in first",
            hints: &["Open a web browser, sign in to the network there, and test again."],
            field: None,
        },
        Role::SignIn => Meaning {
            title: "A sign-in page came back, not SCIM",
            hints: &[
                "Check the base URL: this is the address of the web interface. SCIM is often on a path with scim or api in it.",
                "If it is right, the sign-in for people has to be lifted from this path.",
            ],
            field: Some("baseUrl"),
        },
        Role::Firewall => Meaning {
            title: "A firewall turned the request away",
            hints: &[
                "Show the exchange in the history to whoever runs it, and ask them to let this address and User-Agent through.",
                "Try from another network, such as that of the company or its VPN: some rules go by the address.",
            ],
            field: None,
        },
        Role::BrowserCheck => Meaning {
            title: "A gateway wants to see a browser",
            hints: &[
                "Ask whoever runs the server to leave the path of SCIM out of this check, or for an address without it.",
            ],
            field: None,
        },
        Role::Route => Meaning {
            title: "The gateway knows no such path",
            hints: &[
                "Check the base URL: the stage or the path under which SCIM is published may be missing, and case matters.",
                "Ask whoever runs the gateway whether SCIM is published there.",
            ],
            field: Some("baseUrl"),
        },
        Role::Key => Meaning {
            title: "The gateway wants a key of its own",
            hints: &[
                "Add the key to the further headers of this tenant, marked as secret, beside the sign-in.",
                "If you have none, ask whoever runs the gateway for one.",
            ],
            field: Some("headers"),
        },
        Role::Gate => Meaning {
            title: "A gateway refused, not SCIM",
            hints: &[
                "Ask whoever runs it which addresses, paths and keys it lets through, and show them the exchange in the history.",
                "If it keeps nobody out, ask whether this credential may use SCIM.",
            ],
            field: None,
        },
        Role::WebServer => Meaning {
            title: "A gateway answered, not SCIM",
            hints: &[
                "Check the base URL: the gateway may know SCIM at another path.",
                "Ask the operator whether the gateway lets requests with this path and this network through.",
            ],
            field: Some("baseUrl"),
        },
    }
}

pub(super) fn answered(
    status: u16,
    seen: Intermediary,
    title: Option<&str>,
    said: &str,
) -> Explanation {
    let meaning = meaning(seen.role());
    Explanation::new(meaning.title, cause(status, seen, title), meaning.hints)
        .said(said)
        .at(meaning.field)
}

fn cause(status: u16, seen: Intermediary, title: Option<&str>) -> String {
    let titled = titled(title);
    match seen.role() {
        Role::Portal => format!(
            "A page{titled} came back with status {status}. It seems to be of the network you are in, not of the server."
        ),
        Role::SignIn => {
            let with = seen.name().map_or_else(String::new, |it| format!(" with {it}"));
            format!(
                "The server answered {status} with a page{titled} on which people sign in{with}."
            )
        }
        Role::WebServer => format!(
            "The answer, status {status}, is a page{titled} of a web server or gateway that stands before SCIM."
        ),
        Role::Gate if seen.name().is_none() => format!(
            "The answer, status {status}, is a page{titled}, and SCIM does not refuse with pages: a web server or gateway \
             before it lets nobody in from this address, to this path, or who comes like this."
        ),
        _ => {
            let who = seen.name().unwrap_or("Something before the server");
            let page = title.map_or_else(String::new, |_| format!(" with a page{titled}"));
            format!("{who} answered {status}{page} in the server's place: {}.", seen.why())
        }
    }
}

fn titled(title: Option<&str>) -> String {
    title.map_or_else(String::new, |title| format!(" titled \"{title}\""))
}

/// A page of which nobody can say what it is.
pub(super) fn web_page(status: u16, title: Option<&str>, snippet: &str) -> Explanation {
    Explanation::new(
        "A web page came back, not SCIM",
        format!(
            "The server answered {status} with a page for people{}, often a sign-in page.",
            titled(title)
        ),
        &[
            "Check the base URL: this is the address of the web interface, or a sign-in stands before SCIM.",
            "In a hotel or company network, sign in to the network first and try again.",
        ],
    )
    .said(snippet)
    .base_url()
}

/// A redirect that was not followed, and what seems to be where it leads.
pub(super) fn redirected(
    from_origin: &str,
    to_origin: &str,
    leads_to: Option<Intermediary>,
) -> Explanation {
    let not_followed = "That was not followed, and the token was not sent there.";
    match leads_to {
        Some(seen) if seen.role() == Role::Portal => Explanation::new(
            "The network redirects to its own sign-in",
            format!(
                "Asked for {from_origin}, something points at {to_origin}, which seems to be of the network you are in. \
                 {not_followed}"
            ),
            meaning(Role::Portal).hints,
        ),
        Some(seen) => {
            let with = seen.name().map_or_else(String::new, |it| format!(" with {it}"));
            Explanation::new(
                "The server redirects to a sign-in page",
                format!(
                    "{from_origin} points at {to_origin}, where people sign in{with}. {not_followed}"
                ),
                meaning(Role::SignIn).hints,
            )
            .base_url()
        }
        None => Explanation::new(
            "The server redirects to another server",
            format!("{from_origin} points at {to_origin}. {not_followed}"),
            &[],
        )
        .hint(format!(
            "If {to_origin} is the server that you mean, use it in the base URL; a redirect to a sign-in page means that \
             the base URL is not the one for SCIM."
        ))
        .base_url(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intermediary;

    fn told(status: u16, title: &str) -> Explanation {
        let body = format!("<html><title>{title}</title></html>");
        let seen = intermediary::of_answer(status, &[], body.as_bytes()).unwrap();
        answered(status, seen, Some(title), "")
    }

    #[test]
    fn the_base_url_is_marked_unless_something_else_is_at_fault() {
        for (status, title, field) in [
            (200, "Sign in", Some("baseUrl")),
            (200, "Hotspot", None),
            (200, "nginx", Some("baseUrl")),
            (403, "Forbidden", None),
        ] {
            let told = told(status, title);
            assert_eq!(told.field, field, "{title}");
            assert!(told.detail.contains(title) && told.detail.contains(&status.to_string()));
        }
    }
}
