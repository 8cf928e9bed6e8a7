//! What people are told where a list that is paged by cursor (RFC 9865) cannot be read on.

use client::error::{Failure, FailureKind};
use scim::message::ScimType;

use super::{of_request, plain};
use crate::api::error::{ErrorCode, UiError};

const AGAIN: &str = "Try again: the list is read from its start.";
const OPERATOR: &str = "If it stays, show the request to the operator of the server: a page names the cursor of the next one, and that has to be \
     taken.";

/// The server does not take the cursor that it gave with the page before.
pub(super) fn refused(failure: &Failure) -> UiError {
    let mut error = of_request(failure);
    let (status, named) = match &*failure.kind {
        FailureKind::Rejected { status, scim_type, .. } => (*status, scim_type.as_deref()),
        _ => (404, None),
    };
    let (title, cause) = match named.and_then(ScimType::parse) {
        Some(ScimType::ExpiredCursor) => (
            "The cursors of this list expire too soon",
            "a cursor is good for a while only, and this one had ended.",
        ),
        Some(ScimType::InvalidCount) => (
            "The server refuses the size of a page",
            "the count is the same as for the page before, which it took.",
        ),
        _ => (
            "The server refuses its own cursor",
            "that cursor came with the page before, from the same server.",
        ),
    };
    error.title = title.to_owned();
    error.detail = format!(
        "It answered {status}{} to the cursor of the next page: {cause} The list was read again from its start, and that came \
         to the same.",
        named.map(|it| format!(" {it}")).unwrap_or_default()
    );
    error.hints = [AGAIN, OPERATOR].map(str::to_owned).to_vec();
    error
}

/// Rows further down than are read at once.
pub(super) fn far_ahead(reached: u32, wanted: u32) -> UiError {
    plain(
        ErrorCode::TooLarge,
        "These rows were not reached yet",
        &format!(
            "The server pages by cursor, so that rows come in their order only. {reached} rows were read on the way to row {}.",
            wanted.saturating_add(1)
        ),
        &[
            "Try again: reading goes on where it stopped.",
            "Filter the list, so that it is shorter.",
        ],
    )
}
