//! Which route the path of a request is (RFC 7644 §3.2, §3.13), and what can be done there.

use percent_encoding::percent_decode_str;

use crate::discovery::Discovery;
use crate::kind::Kind;
use crate::rows::Scope;

const ROOT: &str = "/scim";
/// The version of the protocol that is spoken.
pub(crate) const VERSION: &str = "v2";

/// What the path of a request names.
#[derive(Debug)]
pub(crate) enum Route {
    Root,
    Search(Scope),
    Bulk,
    Me,
    /// A discovery endpoint, and one document of it.
    Discovery(String, Option<String>),
    All(Kind),
    One(Kind, String),
    /// Another version of the protocol.
    OtherVersion(String),
    Nothing,
}

impl Route {
    /// Reads the path. The version may be left out (RFC 7644 §3.13).
    pub(crate) fn read(path: &str) -> Self {
        let below = path.strip_prefix(ROOT).filter(|it| it.is_empty() || it.starts_with('/'));
        let Some(path) = below else { return Self::Nothing };
        let segments: Vec<String> = path
            .split('/')
            .filter(|it| !it.is_empty())
            .map(|it| percent_decode_str(it).decode_utf8_lossy().into_owned())
            .collect();
        let mut segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments.first() {
            Some(&VERSION) => drop(segments.remove(0)),
            Some(other) if is_version(other) => return Self::OtherVersion((*other).to_owned()),
            _ => {}
        }
        match segments.as_slice() {
            [] => Self::Root,
            [".search"] => Self::Search(Scope::All),
            ["Bulk"] => Self::Bulk,
            ["Me"] => Self::Me,
            [endpoint] if Discovery::has(endpoint) => Self::Discovery((*endpoint).to_owned(), None),
            [endpoint, id] if Discovery::has(endpoint) => {
                Self::Discovery((*endpoint).to_owned(), Some((*id).to_owned()))
            }
            [endpoint, rest @ ..] => match (Kind::at(endpoint), rest) {
                (Some(kind), []) => Self::All(kind),
                (Some(kind), [".search"]) => Self::Search(Scope::One(kind)),
                (Some(kind), [id]) => Self::One(kind, (*id).to_owned()),
                _ => Self::Nothing,
            },
        }
    }

    /// The type of the resources that it is about.
    pub(crate) fn kind(&self) -> Option<Kind> {
        match self {
            Self::Me => Some(Kind::User),
            Self::All(kind) | Self::One(kind, _) => Some(*kind),
            _ => None,
        }
    }

    pub(crate) fn allowed(&self) -> &'static str {
        match self {
            Self::Search(_) | Self::Bulk => "POST",
            Self::All(_) => "GET, HEAD, POST",
            Self::One(..) | Self::Me => "GET, HEAD, PUT, PATCH, DELETE",
            _ => "GET, HEAD",
        }
    }
}

fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()))
}
