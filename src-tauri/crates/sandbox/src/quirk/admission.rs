//! Where quirks act before a request is looked at.

use axum::http::{StatusCode, header};
use jiff::{SignedDuration, Timestamp};

use super::{Quirk, Quirks};
use crate::answer::Answer;
use crate::clock;
use crate::refusal::Refusal;

/// One request in so many is one too many.
const LIMIT: u64 = 3;
const WAIT_SECONDS: i64 = 2;
const SIGN_IN: &str = "<!DOCTYPE html><html><head><title>Sign in</title></head>\
<body><h1>Sign in</h1><form method=\"post\" action=\"/users/sign_in\"></form></body></html>";

/// Whether a request is let through.
#[derive(Debug)]
pub(crate) enum Admission {
    Granted,
    Refused(Answer),
}

/// A request that arrives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    /// From 1.
    pub(crate) number: u64,
    /// Whether it brought the token.
    pub(crate) is_authorised: bool,
    pub(crate) has_user_agent: bool,
    pub(crate) now: Timestamp,
}

/// Whether a server lets a request in.
pub(crate) fn admit(quirks: Quirks, arrival: Arrival) -> Admission {
    let Arrival { number, is_authorised, has_user_agent, now } = arrival;
    if !has_user_agent && quirks.has(Quirk::UserAgentRequired) {
        let text = "requests have to say which program sends them, in User-Agent";
        return Admission::Refused(Refusal::new(StatusCode::FORBIDDEN, text).into());
    }
    if !is_authorised && quirks.has(Quirk::SignInPage) {
        let page = Answer::ok(SIGN_IN.to_owned());
        return Admission::Refused(Answer { media_type: "text/html; charset=utf-8", ..page });
    }
    let limit = [Quirk::LimitInSeconds, Quirk::LimitAsDate];
    if number.is_multiple_of(LIMIT) && quirks.has_any(&limit) {
        let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "too many requests");
        let refusal = match quirks.has(Quirk::LimitInSeconds) {
            true => refusal.with(header::RETRY_AFTER, WAIT_SECONDS.to_string()),
            // A date is meant by the clock that `Date` shows, and a server has one clock.
            false => refusal
                .with(header::DATE, clock::http_date(now))
                .with(header::RETRY_AFTER, clock::http_date(later(now))),
        };
        return Admission::Refused(refusal.into());
    }
    Admission::Granted
}

fn later(now: Timestamp) -> Timestamp {
    now.saturating_add(SignedDuration::from_secs(WAIT_SECONDS)).unwrap_or(now)
}
