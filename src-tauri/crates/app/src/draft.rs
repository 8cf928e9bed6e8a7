//! What the connection form may hold: checked before anything is saved or sent.

use client::base_url::BaseUrl;
use client::credential::{UserNameProblem, user_name_problem};
use secrecy::{ExposeSecret as _, SecretString};
use store::TenantRow;

use crate::api::tenants::{Authentication, Colour, Environment, SecretChange, TenantDraft};
use crate::error::Fault;
use crate::secret_bundle::MAIN;
use crate::secret_names::Ways;
use crate::{secret_names, sign_in, transport};

/// The longest time limits, in seconds.
pub(crate) const MOST_CONNECT_SECONDS: u32 = 120;
pub(crate) const MOST_TOTAL_SECONDS: u32 = 600;
/// How long the name of a tenant may be, in characters.
pub(crate) const LONGEST_NAME: usize = 200;

/// The colour of a tenant of which nothing else is said.
pub(crate) fn usual_colour(environment: Environment) -> Colour {
    match environment {
        Environment::Production => Colour::Red,
        Environment::Staging => Colour::Amber,
        Environment::Test => Colour::Teal,
        Environment::Development => Colour::Blue,
        Environment::Sandbox => Colour::Green,
    }
}

/// Whether it can be saved as it is.
///
/// # Errors
/// [`Fault::InvalidField`].
pub(crate) fn check(draft: &TenantDraft) -> Result<(), Fault> {
    if let Some(problem) = name_problem(draft.name.trim()) {
        return Err(Fault::InvalidField {
            field: "name",
            title: "A tenant cannot be called that".into(),
            detail: problem,
            hint: "Give the tenant a short name in one line.".into(),
        });
    }
    let limits = [
        ("connectSeconds", draft.connect_seconds, MOST_CONNECT_SECONDS),
        ("totalSeconds", draft.total_seconds, MOST_TOTAL_SECONDS),
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
    check_sign_in(draft)?;
    if matches!(draft.secret, SecretChange::Replace { .. }) {
        let secret = secret_names::replaced(draft, MAIN).unwrap_or_default();
        check_secret(draft.authentication, &secret)?;
    }
    check_blanks(draft)
}

/// What is empty takes the place of nothing: to remove a secret is something else.
fn check_blanks(draft: &TenantDraft) -> Result<(), Fault> {
    let ways = Ways::of_draft(draft);
    let is_blank = |name: &String| {
        let change = secret_names::change_of(draft, name);
        matches!(change, Some(SecretChange::Replace { .. }))
            && secret_names::replaced(draft, name).is_none()
    };
    let Some(name) = ways.names().into_iter().find(is_blank) else { return Ok(()) };
    let what = ways.word(&name);
    Err(Fault::InvalidField {
        field: ways.field(&name),
        title: format!("The {what} is empty"),
        detail: format!("What was entered as the {what} has no letter in it."),
        hint: format!("Enter the {what} again, or forget it."),
    })
}

/// The draft with what it says nothing of: an edited tenant keeps how it signs in, and the way to its server.
pub(crate) fn filled(
    before: Option<&TenantRow>,
    draft: &TenantDraft,
    base: &BaseUrl,
) -> TenantDraft {
    let sign_in = draft.sign_in.clone().or_else(|| before.map(sign_in::of_row));
    let transport = match (&draft.transport, before) {
        (None, Some(row)) => Some(transport::kept(row, base)),
        (said, _) => said.clone(),
    };
    TenantDraft { sign_in, transport, ..draft.clone() }
}

/// Whether its way to sign in can be used, as far as that is seen without its secrets.
///
/// # Errors
/// [`Fault::InvalidField`].
pub(crate) fn check_sign_in(draft: &TenantDraft) -> Result<(), Fault> {
    if draft.authentication == Authentication::Basic {
        check_user_name(user_name(draft).unwrap_or_default())?;
    }
    sign_in::check(draft)?;
    transport::check(draft)
}

/// Why a tenant cannot be called that, as a sentence. Names are said aloud and shown in one line everywhere.
pub(crate) fn name_problem(name: &str) -> Option<String> {
    if name.contains(char::is_control) {
        return Some("The name holds a line break or another control character.".into());
    }
    let is_long = name.chars().count() > LONGEST_NAME;
    is_long.then(|| format!("The name is longer than {LONGEST_NAME} characters."))
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
