//! What more there is to say about a failure: while what, how, and why.

use std::fmt;

use crate::intermediary::Intermediary;

/// What was being waited for when the time was up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Name look-up, TCP or TLS.
    Connect,
    /// The head of the answer.
    FirstByte,
    /// The rest of the body.
    Body,
}

/// How a client proved itself to a token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientProof {
    /// By nothing but its id.
    Nothing,
    /// By a secret in the header.
    SecretInHeader,
    /// By a secret in the body.
    SecretInBody,
    /// By a signed assertion.
    Assertion,
    /// By a certificate.
    Certificate,
}

/// What a token was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantKind {
    /// For the client itself.
    Client,
    /// For a code that the browser brought.
    Code,
    /// For a refresh token.
    RefreshToken,
    /// For a signed assertion.
    Assertion,
}

/// Why an answer of a token endpoint is of no use.
#[derive(Debug, Clone)]
pub enum NoToken {
    /// It has no body.
    Empty,
    /// It is a web page, with this title.
    Page {
        /// The title.
        title: Option<String>,
    },
    /// Something else than the token endpoint answered.
    Instead {
        /// What it is.
        seen: Intermediary,
        /// The title, where it is a page.
        title: Option<String>,
    },
    /// It redirects; what is sent to a token endpoint goes nowhere else.
    Redirect {
        /// Scheme, host and port that it points at, where it says so.
        to_origin: Option<String>,
        /// What seems to be there.
        leads_to: Option<Intermediary>,
    },
    /// It is not JSON.
    NotJson,
    /// It is no success, and gives no reason that can be read.
    NoReason,
    /// It holds no `access_token`.
    Missing,
    /// The token is of a type that cannot be used (RFC 6749 §7.1).
    OtherType {
        /// The `token_type`.
        name: String,
    },
    /// The token holds characters that no header can carry.
    Unsendable,
}

/// Why a certificate is not trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Distrust {
    /// No authority that this system trusts has signed it.
    UnknownIssuer,
    /// It has ended.
    Expired,
    /// It has not begun.
    NotYetValid,
    /// It is for other names.
    WrongName {
        /// The names it is for.
        presented: Vec<String>,
    },
    /// Its authority took it back.
    Revoked,
    /// It is marked as an authority, as self-made certificates often are. Trusting it would not help.
    IsAuthority,
    /// It is meant for something else than servers.
    WrongPurpose,
    /// Anything else, in the verifier's words.
    Other(String),
}

/// How it was seen that a body is too large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oversize {
    /// The server announced so many bytes; nothing of it was read.
    Announced(u64),
    /// More than the limit came.
    Received,
    /// What came is small, but unpacks to more than the limit.
    Unpacked {
        /// The `Content-Encoding`.
        encoding: String,
    },
}

/// How a body broke off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// The connection was closed before the announced end.
    Closed,
    /// The connection was closed before the last chunk.
    LastChunkMissing,
    /// The connection was reset.
    Reset,
    /// Anything else, in the words of the system.
    Other(String),
}

/// Why a credential was refused, as far as the challenge says (RFC 6750 §3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grounds {
    /// The code, such as `invalid_token`.
    pub error: Option<String>,
    /// The scope that would do.
    pub scope: Option<String>,
    /// What the token that was sent says of itself, where it can be read.
    pub token: Option<TokenSays>,
}

/// What a refused token says of itself (RFC 7519 §4.1), in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenSays {
    /// When it ended, if it has.
    pub ended: Option<String>,
    /// When it begins, if it has not.
    pub begins: Option<String>,
    /// Whom it is for.
    pub audience: Vec<String>,
    /// Who made it.
    pub issuer: Option<String>,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Phase::Connect => "while connecting",
            Phase::FirstByte => "while waiting for the first byte",
            Phase::Body => "while reading the answer",
        })
    }
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Distrust::UnknownIssuer => {
                f.write_str("no authority that this system trusts has signed it")
            }
            Distrust::Expired => f.write_str("it has expired"),
            Distrust::NotYetValid => f.write_str("it is not valid yet"),
            Distrust::WrongName { presented } if presented.is_empty() => {
                f.write_str("it is for another name")
            }
            Distrust::WrongName { presented } => {
                write!(f, "it is for another name ({})", presented.join(", "))
            }
            Distrust::Revoked => f.write_str("it was revoked"),
            Distrust::IsAuthority => f.write_str(
                "it is self-made and marked as an authority, which a server's own certificate must not be",
            ),
            Distrust::WrongPurpose => f.write_str("it is not meant for servers"),
            Distrust::Other(reason) => f.write_str(reason),
        }
    }
}

/// As the second half of "it answered 200, and".
impl fmt::Display for NoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoToken::Empty => f.write_str("its body is empty"),
            NoToken::Page { title: Some(title) } => {
                write!(f, "it is a web page titled \"{title}\"")
            }
            NoToken::Page { title: None } => f.write_str("it is a web page"),
            NoToken::Instead { seen, .. } => write!(f, "{seen}"),
            NoToken::Redirect { to_origin: Some(origin), .. } => {
                write!(f, "it points at {origin}, where what is sent to it must not go")
            }
            NoToken::Redirect { to_origin: None, .. } => {
                f.write_str("it redirects, but does not say where")
            }
            NoToken::NotJson => f.write_str("it is not JSON"),
            NoToken::NoReason => f.write_str("it gives no reason that can be read"),
            NoToken::Missing => f.write_str("there is no access_token in it"),
            NoToken::OtherType { name } => {
                write!(f, "its token_type is {name}, and only Bearer can be used")
            }
            NoToken::Unsendable => {
                f.write_str("the token in it holds characters that no header can carry")
            }
        }
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cut::Closed => "the connection was closed before the announced end",
            Cut::LastChunkMissing => "the connection was closed before the last chunk",
            Cut::Reset => "the connection was reset",
            Cut::Other(reason) => reason,
        })
    }
}
