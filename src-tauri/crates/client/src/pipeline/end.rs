//! What is written down of a request: of a write before it is sent, and of each one how it ended.

use super::{Pipeline, body};
use crate::charset::Oddity;
use crate::error::{Failure, FailureKind};
use crate::exchange::{Answered, Exchange, Outcome, Recorded, UNDER_WAY};
use crate::guard::Leave;
use crate::write;

/// How a request ended.
pub(super) struct End {
    /// As it is kept.
    pub(super) outcome: Outcome,
    /// What arrived, as it is read.
    pub(super) read: Option<(Answered, Option<Oddity>)>,
    /// What ended it early.
    pub(super) failure: Option<FailureKind>,
    /// It was a write, and nobody knows whether it was done.
    pub(super) is_unknown: bool,
}

impl Pipeline {
    /// Keeps a write before it is sent, as one that may have been done; and looks, last of all, whether it may still be
    /// sent.
    pub(super) async fn intend(
        &self,
        leave: &Leave,
        exchange: &Exchange,
    ) -> Result<Recorded, Failure> {
        let guard = &self.settings.guard;
        guard.check(leave)?;
        let message = "it was about to be sent, and nothing was heard of it since".to_owned();
        let outcome = Outcome::Unknown { code: UNDER_WAY.to_owned(), message, partial: None };
        let intended = self.recorder.intend(Exchange { outcome, ..exchange.clone() }).await;
        let intended = intended.map_err(|reason| {
            Failure::at(FailureKind::NotRecorded { reason }, &exchange.url, None)
        })?;
        let Err(refusal) = guard.check(leave) else { return Ok(intended) };
        let kind = FailureKind::NotSent { refusal };
        let (code, message) = (kind.code().to_owned(), kind.to_string());
        let outcome = Outcome::Failed { code, message, partial: None };
        let withdrawn = Exchange { outcome, ..exchange.clone() };
        let recorded = self.recorder.complete(intended, withdrawn).await;
        Err(Failure::at(kind, &exchange.url, recorded.id))
    }

    /// How a request ended. The status of a write tells what became of it, also where the rest of its answer is missing;
    /// unless it is that of something before the server.
    pub(super) fn end_of(
        &self,
        failure: Option<FailureKind>,
        answered: Option<(Answered, body::Read)>,
        may_be_done: bool,
        packed: &str,
    ) -> End {
        let (kept, read) = answered.map(read_of).unzip();
        let leaves_open = match &read {
            Some((read, _)) => write::leaves_open(read.status, &read.body),
            None => true,
        };
        let is_unknown = may_be_done && leaves_open;
        let outcome = match (&failure, kept) {
            (None, Some(answered)) if !is_unknown => Outcome::Answered(answered),
            (failure, partial) => {
                let (code, message) = match (failure, &partial) {
                    (None, Some(it)) => ("rejected", format!("the server answered {}", it.status)),
                    (failure, _) => {
                        let kind = self.cause(failure.clone());
                        (kind.code(), format!("{kind}{packed}"))
                    }
                };
                let (code, message) = (code.to_owned(), self.redactor.text(&message));
                match is_unknown {
                    true => Outcome::Unknown { code, message, partial },
                    false => Outcome::Failed { code, message, partial },
                }
            }
        };
        End { outcome, read, failure, is_unknown }
    }

    /// An end without a head and without an error cannot be, but would mean that the connection was closed.
    pub(super) fn cause(&self, failure: Option<FailureKind>) -> FailureKind {
        failure.unwrap_or_else(|| FailureKind::ConnectionClosed { host: self.base().host() })
    }
}

/// An answer as it is kept, and as it is read.
fn read_of((kept, read): (Answered, body::Read)) -> (Answered, (Answered, Option<Oddity>)) {
    let body = read.text.unwrap_or_else(|| kept.body.clone());
    let (http_version, headers) = (kept.http_version.clone(), kept.headers.clone());
    let seen = Answered { status: kept.status, http_version, headers, body };
    (kept, (seen, read.oddity))
}
