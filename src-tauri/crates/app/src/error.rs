//! What can go wrong in a use case, and how it is told to people.

mod cursor;
mod filter;

pub(crate) use filter::can_be_to_blame;

use crate::api::error::{ErrorCode, UiError};
use crate::secrets::{KeychainError, Place};
use crate::vault::VaultError;

/// Why a command did not do as asked, sorted by what the caller can do next.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The window asked for a command that does not exist.
    #[error("there is no command {name}")]
    UnknownCommand {
        /// The name asked for.
        name: String,
    },
    /// The window's request does not fit the command.
    #[error("the request of {name} cannot be read: {reason}")]
    BadRequest {
        /// The command.
        name: String,
        /// What does not fit.
        reason: String,
    },
    /// A defect of Scimscope.
    #[error("{reason}")]
    Defect {
        /// What broke.
        reason: String,
    },
    /// No such tenant.
    #[error("there is no tenant {id}")]
    NoTenant {
        /// The id asked for.
        id: String,
    },
    /// The tenant was not opened in this run.
    #[error("the tenant {id} is not open")]
    NotOpen {
        /// The tenant's id.
        id: String,
    },
    /// The tenant has no such resource type.
    #[error("the tenant has no resource type {name}")]
    NoResourceType {
        /// The name asked for.
        name: String,
    },
    /// The history has no such exchange (any more).
    #[error("the history has no exchange {id}")]
    NoExchange {
        /// The id asked for.
        id: String,
    },
    /// A field of a form cannot be as it is.
    #[error("{field}: {detail}")]
    InvalidField {
        /// The field's name in the request.
        field: &'static str,
        /// What is wrong, short.
        title: String,
        /// Why.
        detail: String,
        /// What to do.
        hint: String,
    },
    /// The tenant's secret has to be asked for.
    #[error("the secret of {tenant} is needed: {reason}")]
    SecretNeeded {
        /// The tenant's name.
        tenant: String,
        /// What the secret is, such as "token" or "password".
        what: &'static str,
        /// The field that it is entered in.
        field: &'static str,
        /// Why it is not at hand.
        reason: String,
        /// What can be done about that.
        remedy: Option<String>,
    },
    /// Nobody allowed a command to be run.
    #[error("{program} may not be run")]
    NotAllowed {
        /// The program.
        program: String,
    },
    /// The sandbox is ours: it cannot be changed or forgotten.
    #[error("the sandbox comes with Scimscope")]
    BuiltIn,
    /// The keychain refused.
    #[error("{doing}: {error}")]
    Keychain {
        /// What was being done.
        doing: &'static str,
        /// What the keychain said.
        error: KeychainError,
    },
    /// The passphrase given in a field does not open the encrypted file.
    #[error("the passphrase does not open the encrypted file")]
    WrongPassphrase {
        /// The field's name in the request.
        field: &'static str,
    },
    /// The encrypted file refused.
    #[error(transparent)]
    SecretsFile(#[from] VaultError),
    /// What was asked does not fit the state that the storage is in.
    #[error("{title}: {detail}")]
    NotNow {
        /// What is so, short.
        title: String,
        /// Why it cannot be done.
        detail: String,
        /// What to do instead.
        hint: String,
    },
    /// What was asked for is not there any more.
    #[error("{title}: {detail}")]
    NotThere {
        /// What is so, short.
        title: String,
        /// Why.
        detail: String,
        /// What to do instead.
        hint: String,
    },
    /// A write that nobody confirmed, or no longer.
    #[error("{detail}")]
    NotConfirmed {
        /// What is so, short.
        title: String,
        /// Why it is not sent.
        detail: String,
        /// What to do instead.
        hint: String,
    },
    /// The database refused.
    #[error(transparent)]
    Storage(#[from] store::Error),
    /// The embedded sandbox did not start.
    #[error(transparent)]
    Sandbox(#[from] sandbox::Error),
    /// A request to the server failed.
    #[error(transparent)]
    Request(#[from] client::error::Failure),
    /// The server refused a list, and its filter can be to blame.
    #[error("{failure}")]
    FilterRefused {
        /// The refusal.
        failure: client::error::Failure,
        /// The filter as it was sent.
        filter: String,
    },
    /// The server refused the cursor of a page, also after the list was read again from its start.
    #[error("{failure}")]
    CursorRefused {
        /// The refusal.
        failure: client::error::Failure,
    },
    /// Rows are so far down a list that is paged by cursor that the pages before them were not all read.
    #[error("the list was read to row {reached} on the way to row {wanted}")]
    FarAhead {
        /// How many rows were read from the top.
        reached: u32,
        /// The first row that was wanted.
        wanted: u32,
    },
    /// The window no longer wants the answer.
    #[error("cancelled")]
    Cancelled,
}

impl From<Fault> for UiError {
    fn from(fault: Fault) -> Self {
        let text = fault.to_string();
        match fault {
            Fault::Request(failure) => of_request(&failure),
            Fault::FilterRefused { failure, filter } => filter::of_filter(&failure, &filter),
            Fault::CursorRefused { failure } => cursor::refused(&failure),
            Fault::FarAhead { reached, wanted } => cursor::far_ahead(reached, wanted),
            Fault::UnknownCommand { .. } | Fault::BadRequest { .. } | Fault::Defect { .. } => {
                defect(&text)
            }
            Fault::NoTenant { .. } => {
                not_found("This tenant is gone", &text, "Choose another tenant.")
            }
            Fault::NotOpen { .. } => {
                not_found("This tenant is not open", &text, "Open it from the tenant switcher.")
            }
            Fault::NoResourceType { .. } => not_found(
                "No such resource type",
                &text,
                "Read the tenant again: its resource types may have changed.",
            ),
            Fault::NoExchange { .. } => not_found(
                "This request is no longer in the history",
                &text,
                "The history keeps 7 days or 200 MB, whichever is less.",
            ),
            Fault::InvalidField { field, title, detail, hint } => {
                let mut error = plain(ErrorCode::InvalidInput, &title, &detail, &[&hint]);
                error.field = Some(field.to_owned());
                error
            }
            Fault::SecretNeeded { tenant, what, field, reason, remedy } => {
                let title = format!("{tenant} needs its {what}");
                let hint = format!("Give the {what} for this run, or save it with the tenant.");
                let hints: Vec<&str> = remedy.as_deref().into_iter().chain([&*hint]).collect();
                let mut error = plain(ErrorCode::SecretNeeded, &title, &reason, &hints);
                error.field = Some(field.to_owned());
                error
            }
            Fault::NotAllowed { program } => {
                let mut error = plain(
                    ErrorCode::InvalidInput,
                    "The command was not allowed",
                    &format!("{program} was not run, because nobody allowed it."),
                    &["Save or test again, and allow it; or choose another way to sign in."],
                );
                error.field = Some("command".to_owned());
                error
            }
            Fault::BuiltIn => plain(
                ErrorCode::InvalidInput,
                "The sandbox stays as it is",
                "It comes with Scimscope: its settings and its token are made anew at each start.",
                &["Add a tenant of your own."],
            ),
            Fault::Keychain { doing, error } => of_secrets(doing, &error),
            Fault::WrongPassphrase { field } => {
                let mut error = plain(
                    ErrorCode::Passphrase,
                    "This passphrase does not fit",
                    "It does not open the encrypted file. Nothing is lost, and every try counts anew.",
                    &["Try again: mind capital letters and the keyboard's layout."],
                );
                error.field = Some(field.to_owned());
                error
            }
            Fault::SecretsFile(error) => of_secrets_file(error),
            Fault::NotNow { title, detail, hint } => {
                plain(ErrorCode::Storage, &title, &detail, &[&hint])
            }
            Fault::NotThere { title, detail, hint } => not_found(&title, &detail, &hint),
            Fault::NotConfirmed { title, detail, hint } => {
                plain(ErrorCode::NotConfirmed, &title, &detail, &[&hint])
            }
            Fault::Storage(error) => of_storage(&error),
            Fault::Sandbox(error) => plain(
                ErrorCode::Unreachable,
                "The sandbox did not start",
                &error.to_string(),
                &["Check whether another program forbids listening on 127.0.0.1, and try again."],
            ),
            Fault::Cancelled => {
                plain(ErrorCode::Cancelled, "Cancelled", "Nothing more is read.", &[])
            }
        }
    }
}

fn plain(code: ErrorCode, title: &str, detail: &str, hints: &[&str]) -> UiError {
    UiError {
        code,
        title: title.to_owned(),
        detail: detail.to_owned(),
        hints: hints.iter().map(|&it| it.to_owned()).collect(),
        said: None,
        field: None,
        exchange: None,
    }
}

fn not_found(title: &str, detail: &str, hint: &str) -> UiError {
    plain(ErrorCode::NotFound, title, detail, &[hint])
}

/// A defect of Scimscope, as people are told of it.
#[must_use]
pub fn defect(reason: &str) -> UiError {
    plain(
        ErrorCode::Internal,
        "Scimscope made a mistake",
        reason,
        &["Try again; if it stays, report it with this text."],
    )
}

/// What the keychain, or the encrypted file in its place, refused.
fn of_secrets(doing: &str, error: &KeychainError) -> UiError {
    let (code, title) = match error.place {
        Place::Keychain => (ErrorCode::Keychain, "The keychain did not answer"),
        Place::File => (ErrorCode::Passphrase, "The encrypted file is not open"),
    };
    let mut told =
        plain(code, title, &format!("While {doing}: {}", error.reason), &[&error.remedy]);
    told.said.clone_from(&error.said);
    told
}

/// What is wrong with the encrypted file, with its own remedy for each.
fn of_secrets_file(error: VaultError) -> UiError {
    let title = match &error {
        VaultError::Wrong => "This passphrase does not fit",
        VaultError::Locked => "The encrypted file is locked",
        VaultError::Missing => "There is no encrypted file",
        VaultError::Damaged { .. } => "The encrypted file is damaged",
        VaultError::Newer { .. } => "The encrypted file is from a newer Scimscope",
        VaultError::Busy => "Another Scimscope is writing the file",
        VaultError::Memory { .. } => "There is too little memory",
        VaultError::Io { .. } => "The encrypted file cannot be used",
    };
    let refusal = KeychainError::from(error);
    plain(ErrorCode::Storage, title, &refusal.reason, &[&refusal.remedy])
}

/// What the database refused, with its own remedy for each.
fn of_storage(error: &store::Error) -> UiError {
    use store::Error as Refused;
    let (title, hint) = match error {
        Refused::NoSuchTenant { .. } => {
            return not_found(
                "This tenant is gone",
                &sentence(&error.to_string()),
                "Choose another tenant.",
            );
        }
        Refused::Busy => (
            "The database is busy",
            "Close other Scimscope windows or wait a moment, then try again.",
        ),
        Refused::Full => ("The disk is full", "Free some space on the disk, then try again."),
        Refused::Damaged { .. } => (
            "The database is damaged",
            "Restore the file from a backup, or move it away: Scimscope then starts a new one.",
        ),
        Refused::Io { .. } => (
            "The database cannot be used",
            "Check that its disk is there and that you may write to it, then try again.",
        ),
    };
    plain(ErrorCode::Storage, title, &sentence(&error.to_string()), &[hint])
}

/// A text as a sentence: the first letter large, a full stop at its end.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

pub(crate) fn of_request(failure: &client::error::Failure) -> UiError {
    let explained = failure.explain();
    UiError {
        code: match failure.outcome_unknown {
            true => ErrorCode::OutcomeUnknown,
            false => code_of(&failure.kind),
        },
        title: explained.title,
        detail: explained.detail,
        hints: explained.hints,
        said: explained.said,
        field: explained.field.map(str::to_owned),
        exchange: failure.exchange.clone(),
    }
}

fn code_of(kind: &client::error::FailureKind) -> ErrorCode {
    use client::error::FailureKind as Kind;
    match kind {
        Kind::UnsupportedScheme { .. }
        | Kind::BadUrl { .. }
        | Kind::UnusableId { .. }
        | Kind::UnusableToken
        | Kind::UnusableUserName { .. }
        | Kind::UnusableRequest { .. }
        | Kind::UnusablePassword
        | Kind::UnusableSetting { .. } => ErrorCode::InvalidInput,
        Kind::SignInNeeded { .. } | Kind::SignInFailed { .. } => ErrorCode::SignInNeeded,
        Kind::TokenEndpoint { kind } => match code_of(kind) {
            ErrorCode::Cancelled => ErrorCode::Cancelled,
            _ => ErrorCode::NoToken,
        },
        Kind::TokenDenied { .. } | Kind::TokenUnreadable { .. } | Kind::CommandFailed { .. } => {
            ErrorCode::NoToken
        }
        Kind::NotSent { refusal: client::guard::Refusal::ReadOnly } => ErrorCode::ReadOnly,
        Kind::NotSent { .. } => ErrorCode::NotConfirmed,
        Kind::SessionEnded => ErrorCode::NotFound,
        Kind::NotRecorded { .. } => ErrorCode::Storage,
        Kind::Paused { refusal, .. } => code_of(refusal),
        Kind::PlainHttp { .. } => ErrorCode::PlainHttp,
        Kind::UnknownHost { .. }
        | Kind::Refused { .. }
        | Kind::NoSuchAddress { .. }
        | Kind::ProxyUnreachable { .. }
        | Kind::ProxyRefused { .. }
        | Kind::ProxySignIn { .. }
        | Kind::Unreachable { .. }
        | Kind::ConnectionClosed { .. }
        | Kind::ConnectionReset { .. }
        | Kind::HeadTooLarge { .. }
        | Kind::WantsClientCertificate { .. }
        | Kind::ClientCertificateRefused { .. }
        | Kind::NotTls { .. }
        | Kind::SpeaksTls { .. }
        | Kind::OtherTlsVersion { .. }
        | Kind::UnknownServerName { .. }
        | Kind::TlsFailed { .. }
        | Kind::NotHttp { .. }
        | Kind::Incomplete { .. }
        | Kind::Truncated { .. }
        | Kind::BadFraming { .. } => ErrorCode::Unreachable,
        Kind::Untrusted { .. } | Kind::NoTrustedAuthorities { .. } => ErrorCode::Untrusted,
        Kind::TimedOut { .. } => ErrorCode::TimedOut,
        Kind::TooLarge { .. } => ErrorCode::TooLarge,
        Kind::RedirectElsewhere { .. }
        | Kind::EndpointElsewhere { .. }
        | Kind::TooManyRedirects { .. } => ErrorCode::RedirectElsewhere,
        Kind::Unauthorized { .. } => ErrorCode::Unauthorized,
        Kind::Forbidden { .. } => ErrorCode::Forbidden,
        Kind::NotFound { .. } => ErrorCode::NotFound,
        Kind::Intermediary { status: 404, .. } => ErrorCode::NotFound,
        Kind::Intermediary { status: 200..=299, .. } => ErrorCode::NotScim,
        Kind::Rejected { .. } | Kind::Intermediary { .. } => ErrorCode::Rejected,
        Kind::Accepted { .. }
        | Kind::EmptyBody { .. }
        | Kind::BadEndpoint { .. }
        | Kind::BadEncoding { .. }
        | Kind::WebPage { .. }
        | Kind::NotJson { .. }
        | Kind::ErrorAsSuccess { .. }
        | Kind::NotScim { .. } => ErrorCode::NotScim,
        Kind::Cancelled => ErrorCode::Cancelled,
    }
}

#[cfg(test)]
mod tests;
