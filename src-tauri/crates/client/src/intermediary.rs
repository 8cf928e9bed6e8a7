//! Who answered in a server's place: what stands before it and answers by itself (RFC 9110 §3.7), or a page for people. It
//! is known by signs of the answer, never by guessing at a status alone; a new one is a row of [`table`].

mod table;

use scim::message::{self, NotScim};
use url::Url;

/// How far into a body one looks for signs: the pages of gateways are short.
const HEAD_BYTES: usize = 16 * 1024;
/// How much of a page is its beginning.
const BEGINNING_BYTES: usize = 256;

/// Something that answered in a server's place.
#[derive(Clone, Copy)]
pub struct Intermediary(&'static Known);

/// What an intermediary does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Lets nobody into the network before they sign in: a captive portal (RFC 8952).
    Portal,
    /// Has people sign in.
    SignIn,
    /// Turns away what it takes for harmful.
    Firewall,
    /// Wants to see a browser run a script.
    BrowserCheck,
    /// Knows of nothing behind such a path.
    Route,
    /// Wants a key of its own.
    Key,
    /// Refuses, and does not say why.
    Gate,
    /// Shows a page of its own.
    WebServer,
}

/// One that is known: what it is called, what it does, and by what it is recognised.
#[derive(Debug)]
struct Known {
    name: Option<&'static str>,
    role: Role,
    /// Why it answers so, as the end of a sentence; empty where the role says it all.
    why: &'static str,
    shape: Shape,
    /// The statuses it answers so with; empty for any.
    statuses: &'static [u16],
    /// Headers, in lower case, with what their value holds. One of them has to be there; empty where none needs to.
    headers: &'static [(&'static str, &'static str)],
    /// One of these has to be in the text, in lower case and for JSON without white space; empty where none needs to.
    words: &'static [&'static str],
}

/// In what form it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A web page.
    Page,
    /// A web page whose title and beginning say what it is. Further down, pages speak of anything.
    PageStart,
    /// JSON that is no message of SCIM.
    Json,
    /// No body at all.
    Empty,
    /// A redirect to another origin.
    Location,
}

/// What is looked at for signs.
struct Seen<'a> {
    shape: Shape,
    status: u16,
    headers: &'a [(String, String)],
    text: String,
    /// The title and the beginning of a page.
    start: String,
}

impl Intermediary {
    /// What people call it, where that can be told.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.0.name
    }

    /// What it does with a request.
    #[must_use]
    pub fn role(self) -> Role {
        self.0.role
    }

    pub(crate) fn why(self) -> &'static str {
        self.0.why
    }
}

impl std::fmt::Debug for Intermediary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0.role)?;
        self.0.name.map_or(Ok(()), |name| write!(f, " of {name}"))
    }
}

/// As the end of a sentence about an address.
impl std::fmt::Display for Intermediary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (what, by) = match self.0.role {
            Role::Portal => ("the network asks to sign in first", "by"),
            Role::SignIn => ("a sign-in page came back", "of"),
            Role::Firewall => ("a firewall turned the request away", "that of"),
            Role::BrowserCheck => ("a check for browsers came back", "that of"),
            Role::Route => ("a gateway knows no such path", "that of"),
            Role::Key => ("a gateway wants a key of its own", "that of"),
            Role::Gate => ("a gateway refused", "that of"),
            Role::WebServer => ("a page of a gateway came back", "that of"),
        };
        f.write_str(what)?;
        self.0.name.map_or(Ok(()), |name| write!(f, " ({by} {name})"))
    }
}

/// Who answered with this in a server's place, if it was not the server.
pub(crate) fn of_answer(
    status: u16,
    headers: &[(String, String)],
    body: &[u8],
) -> Option<Intermediary> {
    let body = String::from_utf8_lossy(body.get(..HEAD_BYTES).unwrap_or(body));
    let body = body.trim_start_matches('\u{feff}').trim();
    let (shape, text, start) = match body.chars().next() {
        None => (Shape::Empty, String::new(), String::new()),
        Some('<') => {
            let Err(NotScim::WebPage { title, .. }) = message::resource(body) else { return None };
            let beginning = head(body, BEGINNING_BYTES);
            let start = format!("{} {beginning}", title.unwrap_or_default()).to_lowercase();
            (Shape::Page, body.to_lowercase(), start)
        }
        // What SCIM says with a success is never taken for anything else.
        Some('{') if !(200..300).contains(&status) && !is_scim(body) => {
            let text: String = body.to_lowercase().split_whitespace().collect();
            (Shape::Json, text, String::new())
        }
        Some(_) => return None,
    };
    recognised(&Seen { shape, status, headers, text, start })
}

/// Where a redirect leads that is not followed.
pub(crate) fn of_location(status: u16, location: &Url) -> Option<Intermediary> {
    let text = location.as_str().to_lowercase();
    recognised(&Seen { shape: Shape::Location, status, headers: &[], text, start: String::new() })
}

/// The program that answered, where its headers name one of those that stand before servers.
pub(crate) fn program(headers: &[(String, String)]) -> Option<&'static str> {
    let is_named = |(header, words, _): &&(&str, &str, &str)| holds(headers, header, words);
    table::PROGRAMS.iter().find(is_named).map(|(_, _, name)| *name)
}

fn recognised(seen: &Seen<'_>) -> Option<Intermediary> {
    table::KNOWN.iter().find(|known| known.fits(seen)).map(Intermediary)
}

impl Known {
    fn fits(&self, seen: &Seen<'_>) -> bool {
        let text = match (self.shape, seen.shape) {
            (Shape::PageStart, Shape::Page) => &seen.start,
            (wanted, found) if wanted == found => &seen.text,
            _ => return false,
        };
        let is_status = self.statuses.is_empty() || self.statuses.contains(&seen.status);
        let has_header = self.headers.is_empty()
            || self.headers.iter().any(|(name, words)| holds(seen.headers, name, words));
        let has_words = self.words.is_empty() || self.words.iter().any(|it| text.contains(it));
        is_status && has_header && has_words
    }
}

/// Whether a header of this name, in lower case, holds these words.
fn holds(headers: &[(String, String)], name: &str, words: &str) -> bool {
    headers.iter().any(|(it, value)| it == name && value.to_lowercase().contains(words))
}

/// Whether a text names a schema of SCIM, of either version.
fn is_scim(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("urn:ietf:params:scim:") || text.contains("urn:scim:schemas:")
}

fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(status: u16, title: &str, more: &str) -> Option<(Role, Option<&'static str>)> {
        let body = format!("<!DOCTYPE html><html><head><title>{title}</title></head>{more}</html>");
        of_answer(status, &[], body.as_bytes()).map(|it| (it.role(), it.name()))
    }

    #[test]
    fn pages_are_told_apart_by_their_words() {
        for (title, more, expected) in [
            ("Sign in to Example", "", Some((Role::SignIn, None))),
            ("Example", "<form><input type=\"password\">", Some((Role::SignIn, None))),
            ("Hotel Wi-Fi: log in", "", Some((Role::Portal, None))),
            ("Welcome to nginx!", "", Some((Role::WebServer, None))),
            ("Access Denied", "", Some((Role::WebServer, None))),
            ("Example Directory", "<p>Hello", None),
            ("", "", None),
        ] {
            assert_eq!(page(200, title, more), expected, "{title:?}");
        }
        let far = format!("{}<a>Log in</a>", "<p>Hello</p>".repeat(200));
        assert_eq!(page(200, "Documentation", &far), None, "any page may have a link to sign in");
        assert_eq!(page(404, "Sign in", ""), None, "nothing is there, whoever says so");
    }

    #[test]
    fn what_scim_says_is_never_taken_for_a_gateway() {
        let of = |status, body: &str| of_answer(status, &[], body.as_bytes());
        let error = |detail: &str| {
            format!(
                r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"403","detail":"{detail}"}}"#
            )
        };
        assert!(of(403, &error("Missing Authentication Token")).is_none());
        assert!(of(403, r#"{"message": "Missing Authentication Token"}"#).is_some());
        assert!(of(200, r#"{"userName":"missing authentication token","id":"1"}"#).is_none());
        assert!(of(403, r#"{"message":"Forbidden"}"#).is_none(), "many servers say that");
        let amazon = [("x-amzn-errortype".to_owned(), "ForbiddenException".to_owned())];
        let found = of_answer(403, &amazon, br#"{"message":"Forbidden"}"#).unwrap();
        assert_eq!((found.role(), found.name()), (Role::Gate, Some("Amazon API Gateway")));
    }

    #[test]
    fn every_row_can_be_reached_and_is_written_as_it_is_compared() {
        for known in table::KNOWN {
            let mut written =
                known.words.iter().chain(known.headers.iter().flat_map(|it| [&it.0, &it.1]));
            assert!(written.all(|it| *it == it.to_lowercase()), "{known:?}");
            let has_signs = !known.words.is_empty()
                || !known.headers.is_empty()
                || known.shape == Shape::Page && !known.statuses.is_empty();
            assert!(has_signs, "{known:?} would be seen in everything");
        }
    }
}
