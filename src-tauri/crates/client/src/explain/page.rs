//! Web pages that came where SCIM was expected: what kind of page it seems to be, and what to do about each.

use super::Explanation;

/// What a page seems to be, by the words on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// Of the network one is in, which lets nobody through before they sign in.
    Network,
    /// Where people sign in to a product.
    SignIn,
    /// Of a gateway or web server before SCIM.
    Gateway,
    Other,
}

/// Words of each kind, in lower case. The first kind that has one of them counts.
const WORDS: [(Page, &[&str]); 3] = [
    (
        Page::Network,
        &[
            "captive portal",
            "hotspot",
            "wi-fi",
            "wifi",
            "guest network",
            "network login",
            "internet access",
        ],
    ),
    (
        Page::SignIn,
        &[
            "sign in",
            "sign-in",
            "signin",
            "log in",
            "log-in",
            "login",
            "log on",
            "logon",
            "single sign-on",
            "password",
        ],
    ),
    (
        Page::Gateway,
        &[
            "gateway",
            "nginx",
            "apache",
            "cloudflare",
            "cloudfront",
            "akamai",
            "haproxy",
            "envoy",
            "access denied",
            "request blocked",
        ],
    ),
];

fn recognised(title: Option<&str>, snippet: &str) -> Page {
    let text = format!("{} {snippet}", title.unwrap_or_default()).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|it| text.contains(it));
    WORDS.iter().find(|(_, words)| has(words)).map_or(Page::Other, |(page, _)| *page)
}

pub(super) fn web_page(status: u16, title: Option<&str>, snippet: &str) -> Explanation {
    let titled = title.map_or_else(String::new, |title| format!(" titled \"{title}\""));
    let explanation = match recognised(title, snippet) {
        Page::Network => Explanation::new(
            "The network asks to sign in first",
            format!("A page{titled} came back with status {status}. It seems to be of the network you are in, not of the server."),
            &["Open a web browser, sign in to the network there, and test again."],
        ),
        Page::SignIn => Explanation::new(
            "A sign-in page came back, not SCIM",
            format!("The server answered {status} with a page{titled} on which people sign in."),
            &[
                "Check the base URL: this is the address of the web interface. SCIM is often on a path with scim or api in it.",
                "If it is right, the sign-in for people has to be lifted from this path.",
            ],
        )
        .base_url(),
        Page::Gateway => Explanation::new(
            "A gateway answered, not SCIM",
            format!("The answer, status {status}, is a page{titled} of a web server or gateway that stands before SCIM."),
            &[
                "Check the base URL: the gateway may know SCIM at another path.",
                "Ask the operator whether the gateway lets requests with this path and this network through.",
            ],
        )
        .base_url(),
        Page::Other => Explanation::new(
            "A web page came back, not SCIM",
            format!("The server answered {status} with a page for people{titled}, often a sign-in page."),
            &[
                "Check the base URL: this is the address of the web interface, or a sign-in stands before SCIM.",
                "In a hotel or company network, sign in to the network first and try again.",
            ],
        )
        .base_url(),
    };
    explanation.said(snippet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_apart_by_their_words() {
        for (title, snippet, page) in [
            (Some("Sign in to Example"), "", Page::SignIn),
            (Some("Example"), "<form><input type=\"password\">", Page::SignIn),
            (Some("Hotel Wi-Fi: log in"), "", Page::Network),
            (Some("Welcome to nginx!"), "", Page::Gateway),
            (Some("Access Denied"), "", Page::Gateway),
            (Some("Example Directory"), "<p>Hello", Page::Other),
            (None, "", Page::Other),
        ] {
            assert_eq!(recognised(title, snippet), page, "{title:?}");
        }
    }

    #[test]
    fn the_base_url_is_marked_unless_the_network_is_at_fault() {
        assert_eq!(web_page(200, Some("Sign in"), "").field, Some("baseUrl"));
        assert_eq!(web_page(200, Some("Hotspot"), "").field, None);
        for title in ["Sign in", "Hotspot", "nginx", "x"] {
            assert!(web_page(200, Some(title), "").detail.contains(title));
        }
    }
}
