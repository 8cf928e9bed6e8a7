//! What the connection form may hold: checked before anything is saved or sent.

use client::credential::{UserNameProblem, user_name_problem};
use secrecy::{ExposeSecret as _, SecretString};

use crate::api::tenants::{Authentication, SecretChange, TenantDraft};
use crate::error::Fault;

/// Whether it can be saved as it is.
///
/// # Errors
/// [`Fault::InvalidField`].
pub(crate) fn check(draft: &TenantDraft) -> Result<(), Fault> {
    let limits = [
        ("connectSeconds", draft.connect_seconds, 120),
        ("totalSeconds", draft.total_seconds, 600),
    ];
    for (field, value, most) in limits {
        if value == 0 || value > most {
            return Err(Fault::InvalidField {
                field,
                title: "This time limit cannot be used".into(),
                detail: format!("{value} s is not between 1 and {most} s."),
                hint: format!("Choose between 1 and {most} seconds."),
            });
        }
    }
    if draft.authentication == Authentication::Basic {
        check_user_name(user_name(draft).unwrap_or_default())?;
    }
    match &draft.secret {
        SecretChange::Replace { value } => check_secret(draft.authentication, value),
        SecretChange::Keep | SecretChange::Forget => Ok(()),
    }
}

/// The user name of a draft, where its way to sign in has one.
pub(crate) fn user_name(draft: &TenantDraft) -> Option<&str> {
    let is_basic = draft.authentication == Authentication::Basic;
    draft.user_name.as_deref().map(str::trim).filter(|_| is_basic)
}

/// RFC 7617 §2 takes no colon in a user name, and no control characters anywhere.
pub(crate) fn check_user_name(user_name: &str) -> Result<(), Fault> {
    let Some(problem) = user_name_problem(user_name) else { return Ok(()) };
    let (title, hint) = match problem {
        UserNameProblem::Empty => {
            ("The user name is missing", "Enter the user name that the server's operator gave you.")
        }
        UserNameProblem::Colon => (
            "A user name cannot have a colon",
            "Enter only what stands before the colon; what follows it is often the password.",
        ),
        UserNameProblem::Control => (
            "This user name cannot be sent",
            "Copy it again, in one line and without anything around it.",
        ),
    };
    Err(Fault::InvalidField {
        field: "userName",
        title: title.into(),
        detail: format!("Basic authentication cannot use this user name: {problem}."),
        hint: hint.into(),
    })
}

/// A token is not empty; a password may be almost anything, but not control characters.
pub(crate) fn check_secret(
    authentication: Authentication,
    secret: &SecretString,
) -> Result<(), Fault> {
    let secret = secret.expose_secret();
    match authentication {
        Authentication::Bearer if secret.trim().is_empty() => Err(Fault::InvalidField {
            field: "token",
            title: "The token is empty".into(),
            detail: "A bearer token has at least one character.".into(),
            hint: "Paste the token that the provider gave you, or choose no sign-in.".into(),
        }),
        Authentication::Basic if secret.is_empty() => Err(Fault::InvalidField {
            field: "password",
            title: "The password is empty".into(),
            detail: "Without a password there is nothing to sign in with.".into(),
            hint: "Enter the password that belongs to the user name, or choose no sign-in.".into(),
        }),
        Authentication::Basic if secret.contains(char::is_control) => Err(Fault::InvalidField {
            field: "password",
            title: "This password cannot be sent".into(),
            detail: "It holds a line break or another control character.".into(),
            hint: "Copy it again, in one line and without anything around it.".into(),
        }),
        _ => Ok(()),
    }
}
