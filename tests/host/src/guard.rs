//! Who may ask: pages of this host that know its token, and nobody else.
//!
//! A page of another site can send requests to loopback, and a name of its own may be pointed
//! there: so `Host` must be ours, `Origin` must be ours, and nothing here relies on a cookie. No
//! answer carries a CORS header.

use std::sync::Arc;

use anyhow::{Context, Result};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const TOKEN_BYTES: usize = 32;

/// What is ours.
#[derive(Debug)]
pub(crate) struct Guard {
    authority: String,
    origin: String,
    token: String,
}

impl Guard {
    /// A guard with a token of its own.
    pub(crate) fn new(authority: &str) -> Result<Guard> {
        let mut bytes = [0_u8; TOKEN_BYTES];
        getrandom::fill(&mut bytes).context("the system gives no random numbers")?;
        Ok(Guard {
            authority: authority.to_owned(),
            origin: format!("http://{authority}"),
            token: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Why a request is refused, if it is: it was made for another host, or by another site's page.
    fn objection(&self, method: &Method, headers: &HeaderMap) -> Option<&'static str> {
        if text(headers, "host") != Some(&self.authority) {
            return Some("this host has another name");
        }
        // Browsers leave `Origin` out of plain reads of the same origin only.
        let is_own_origin = match headers.get(header::ORIGIN) {
            Some(_) => text(headers, "origin") == Some(&self.origin),
            None => matches!(*method, Method::GET | Method::HEAD),
        };
        if !is_own_origin {
            return Some("only this host's own pages may ask");
        }
        let site = text(headers, "sec-fetch-site").unwrap_or("none");
        let is_own_site = matches!(site, "same-origin" | "none");
        (!is_own_site).then_some("only this host's own pages may ask")
    }

    fn knows_token(&self, headers: &HeaderMap) -> bool {
        let given = text(headers, "authorization").and_then(|it| it.strip_prefix("Bearer "));
        given.is_some_and(|given| is_equal(given.as_bytes(), self.token.as_bytes()))
    }
}

/// Lets through what this host's own pages ask.
pub(crate) async fn own_pages_only(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    match guard.objection(request.method(), request.headers()) {
        Some(objection) => (StatusCode::FORBIDDEN, objection).into_response(),
        None => next.run(request).await,
    }
}

/// Lets through what knows the token.
pub(crate) async fn with_token(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    if !guard.knows_token(request.headers()) {
        return (StatusCode::UNAUTHORIZED, "the token is missing or wrong").into_response();
    }
    next.run(request).await
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let only = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(only)
}

/// Takes as long for a wrong token as for the right one.
fn is_equal(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}
