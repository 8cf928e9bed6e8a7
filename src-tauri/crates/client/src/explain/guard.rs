//! What the write guard did not let pass, a write of which nobody knows whether it was done, and one of which that is
//! known although its answer is not whole.

use super::Explanation;
use crate::guard::Refusal;

pub(super) fn not_sent(refusal: Refusal) -> Explanation {
    const AGAIN: &str = "Look at the request once more, and confirm it from there.";
    let (title, detail, hint) = match refusal {
        Refusal::ReadOnly => (
            "This tenant is read-only",
            "The request would write, and this tenant is locked. Nothing was sent.",
            "Unlock the tenant, which asks for a reason and ends by itself, or try it in another one.",
        ),
        Refusal::OutsideBase => (
            "This write leads outside of the base URL",
            "A tenant writes only at its base URL and below it: another tenant may be configured for what lies beside it, \
             and be locked. Nothing was sent.",
            "Add a tenant whose base URL is that place, and send the request there. Where the base URL of this tenant is \
             wrong, correct it.",
        ),
        Refusal::Unconfirmed => (
            "This write was not confirmed",
            "A write is sent only after the exact request was confirmed. Nothing was sent.",
            AGAIN,
        ),
        Refusal::UnknownToken => (
            "This confirmation is used up",
            "A confirmation is good for one request, once, and ends when the tenant is locked. Nothing was sent.",
            AGAIN,
        ),
        Refusal::Expired => (
            "This confirmation is too old",
            "A request has to be sent soon after it was looked at. Nothing was sent.",
            AGAIN,
        ),
        Refusal::OtherRequest => (
            "Another request was confirmed",
            "What was to be sent is not byte for byte what was confirmed. Nothing was sent.",
            AGAIN,
        ),
        Refusal::OtherWindow => (
            "Another window confirmed this write",
            "A confirmation is good only in the window that it was given in. Nothing was sent.",
            AGAIN,
        ),
        Refusal::Withdrawn => (
            "This write was withdrawn",
            "While it waited for its turn, the tenant was locked, changed or left. Nothing was sent.",
            AGAIN,
        ),
        Refusal::Stopped => (
            "This write was not sent",
            "It waited because the server had asked for a pause, and the waiting was stopped. Nothing was sent.",
            AGAIN,
        ),
    };
    Explanation::new(title, detail, &[hint])
}

/// What was asked for was asked of the tenant as it was before.
pub(super) fn session_ended() -> Explanation {
    Explanation::new(
        "The tenant was changed meanwhile",
        "While the request waited for its turn, the tenant was changed, left or signed out of. Nothing was sent.",
        &["Open the tenant again."],
    )
}

/// A write leaves a trace before it leaves the machine.
pub(super) fn not_recorded(reason: &str) -> Explanation {
    Explanation::new(
        "This write could not be recorded",
        format!(
            "A write is put into the history before it is sent, so that it is known of whatever happens. Nothing was sent: {reason}."
        ),
        &["Look at what the status bar says of the storage, then confirm the request once more."],
    )
}

/// The words about the rest of an answer whose beginning tells what became of the write.
pub(super) fn incomplete(status: u16, cause: &Explanation) -> Explanation {
    Explanation {
        title: "The answer is not whole".to_owned(),
        detail: format!(
            "The server answered {status}, which tells what became of the write. The rest of its answer is missing: {}.",
            cause.title
        ),
        hints: vec!["Read the resource back to see what it holds now.".to_owned()],
        said: cause.said.clone(),
        field: None,
    }
}

/// The words about a write that was on its way when something happened, which those about a read do not fit.
pub(crate) fn unknown(cause: &Explanation) -> Explanation {
    Explanation {
        title: "Nobody knows whether this was written".to_owned(),
        detail: format!(
            "The request was on its way when it ended: {}. The server may have done it or not, so it is not sent again.",
            cause.title
        ),
        hints: vec![
            "Read the resource back: what it holds now tells whether the write was done."
                .to_owned(),
        ],
        said: cause.said.clone(),
        field: None,
    }
}
