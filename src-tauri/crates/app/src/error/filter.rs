//! What people are told when a server refuses a list because of its filter.

use client::error::{Failure, FailureKind};

use super::of_request;
use crate::api::error::UiError;

/// Whether a refusal can be the filter's fault: of what is wrong with the connection, the sign-in or the moment, no
/// filter is to blame.
pub(crate) fn can_be_to_blame(failure: &Failure) -> bool {
    matches!(
        &*failure.kind,
        FailureKind::Rejected { status: 400 | 413 | 414 | 422 | 431 | 500 | 501, .. }
    )
}

pub(super) fn of_filter(failure: &Failure, filter: &str) -> UiError {
    let mut error = of_request(failure);
    let FailureKind::Rejected { status, scim_type, .. } = &*failure.kind else { return error };
    let shown = shown(filter);
    let simpler = "Step it down until the server takes it: one condition with eq on userName or externalId is what \
                   nearly every server knows.";
    let (title, detail, hints): (_, _, &[&str]) = match (*status, scim_type.as_deref()) {
        (_, Some(kind)) if kind.eq_ignore_ascii_case("invalidFilter") => (
            "The server refuses this filter",
            format!(
                "It answered {status} invalidFilter to {shown}. The filter follows the grammar; an attribute, an \
                 operator or their combination is not supported there."
            ),
            &[simpler],
        ),
        (_, Some(kind)) if kind.eq_ignore_ascii_case("tooMany") => (
            "Too many resources match",
            format!("It answered {status} tooMany to {shown}: it returns fewer than match."),
            &["Add a condition, so that fewer match."],
        ),
        (413 | 414 | 431, _) => (
            "The filter is too long for the server",
            format!(
                "It answered {status}: the filter has {} characters, and it takes only shorter requests.",
                filter.chars().count()
            ),
            &["Shorten the filter, or list in several steps."],
        ),
        (501, _) => (
            "The server does not filter",
            format!("It answered 501 to {shown}: it lacks this function."),
            &["Clear the filter to list everything."],
        ),
        (500, _) => (
            "The server fails with this filter",
            format!(
                "It answered 500 to {shown}: a defect of the server, which may come with this filter only."
            ),
            &[simpler, "Clear the filter to see whether the list itself can be read."],
        ),
        _ => (
            "The server refuses this filter",
            format!(
                "It answered {status} to {shown}. It does not name the filter as the cause, but without one fewer \
                 things can be wrong."
            ),
            &[simpler, "Clear the filter to see whether the list itself can be read."],
        ),
    };
    error.title = title.to_owned();
    error.detail = detail;
    error.hints = hints.iter().map(|&it| it.to_owned()).collect();
    error.field = Some("filter".to_owned());
    error
}

/// The filter as it fits a sentence.
fn shown(filter: &str) -> String {
    const LONGEST: usize = 120;
    match filter.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", filter.get(..end).unwrap_or_default()),
        None => format!("`{filter}`"),
    }
}
