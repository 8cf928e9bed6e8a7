//! Ways to sign in that take more than a header: tokens that are fetched, printed or signed for, and what is shown and
//! warned of about them. What goes along with each request is decided in `authenticator`, the only place that the
//! pipeline asks.

pub mod certificate;
pub mod command;
pub mod expiry;
pub mod headers;
pub mod jwt;
pub mod oauth;
pub mod pasted;
pub mod tokens;

pub(crate) mod assertion;
pub(crate) mod authenticator;
pub(crate) mod browser;
pub(crate) mod loopback;
pub(crate) mod token_answer;
pub(crate) mod token_endpoint;

mod keys;
mod random;

/// The part of the program that asks for tokens, as the history names it.
pub const ASKED_BY: &str = "Access token";

pub use assertion::{Algorithm, Assertion};
pub use browser::{BrowserSignIn, Waiting};
