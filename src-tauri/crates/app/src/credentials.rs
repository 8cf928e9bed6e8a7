//! The secrets of tenants: in the keychain, or given for this run; never in the database, never sent to the UI.

use client::base_url::BaseUrl;
use secrecy::SecretString;
use store::TenantRow;

use crate::App;
use crate::api::tenants::{Authentication, SecretChange, SecretState, TenantDraft};
use crate::error::Fault;
use crate::secrets::KeychainError;
use crate::tenants::authentication;

/// The secret of a tenant, from this run or from the keychain. Blocks.
///
/// # Errors
/// [`Fault::SecretNeeded`] where a person has to give it.
pub(crate) fn secret(app: &App, row: &TenantRow) -> Result<SecretString, Fault> {
    if let Some(secret) = app.given_secret(&row.id) {
        return Ok(secret);
    }
    let what = word(authentication(row));
    let needed = |reason: String, remedy: Option<String>| Fault::SecretNeeded {
        tenant: row.name.clone(),
        what,
        reason,
        remedy,
    };
    if row.ask_each_time {
        let reason = format!(
            "This tenant's {what} is asked for each time Scimscope starts and kept in memory only."
        );
        return Err(needed(reason, None));
    }
    let secrets = &app.config().secrets;
    match secrets.read(&account(&row.id)) {
        Ok(Some(secret)) => {
            app.note_stored(&row.id, true);
            Ok(secret)
        }
        Ok(None) => {
            app.note_stored(&row.id, false);
            Err(needed(format!("{} has no {what} for this tenant.", secrets.name()), None))
        }
        Err(error) => Err(needed(error.reason, Some(error.remedy))),
    }
}

/// What the secret of a way to sign in is called.
pub(crate) fn word(authentication: Authentication) -> &'static str {
    match authentication {
        Authentication::None | Authentication::Bearer => "token",
        Authentication::Basic => "password",
    }
}

/// Whether a draft means the secret that its tenant has: one for another way to sign in is none for this one.
pub(crate) fn keeps(before: &TenantRow, draft: &TenantDraft) -> bool {
    draft.authentication != Authentication::None
        && draft.authentication == authentication(before)
        && matches!(draft.secret, SecretChange::Keep)
}

/// Looks where the secrets of tenants are, and asks the keychain no more than it must: whether it is there once, and
/// for a value only where it is not known yet that there is one.
pub(crate) struct Look<'a> {
    app: &'a App,
    keychain: Option<bool>,
}

impl<'a> Look<'a> {
    pub(crate) fn new(app: &'a App) -> Self {
        Self { app, keychain: None }
    }

    /// Where the secret of a tenant is. Blocks.
    pub(crate) fn state(&mut self, row: &TenantRow) -> SecretState {
        if authentication(row) == Authentication::None {
            return SecretState::NotNeeded;
        }
        if self.app.given_secret(&row.id).is_some() {
            return SecretState::Given;
        }
        if row.ask_each_time {
            return SecretState::AskEachTime;
        }
        let secrets = &self.app.config().secrets;
        if !*self.keychain.get_or_insert_with(|| secrets.status().is_ok()) {
            return SecretState::Missing;
        }
        if self.app.is_stored(&row.id) {
            return SecretState::Stored;
        }
        match secrets.read(&account(&row.id)) {
            Ok(Some(_)) => {
                self.app.note_stored(&row.id, true);
                SecretState::Stored
            }
            Ok(None) => SecretState::Missing,
            Err(_) => {
                self.keychain = Some(false);
                SecretState::Missing
            }
        }
    }
}

/// A secret belongs to the server that it was given for: with another origin it has to be given again.
///
/// # Errors
/// [`Fault::InvalidField`] where the draft would take a secret to another server.
pub(crate) fn check_kept(
    app: &App,
    before: &TenantRow,
    draft: &TenantDraft,
    base: &BaseUrl,
) -> Result<(), Fault> {
    let is_kept = keeps(before, draft);
    let has_secret = keeps_in_keychain(before)
        || app.is_stored(&before.id)
        || app.given_secret(&before.id).is_some();
    let known = BaseUrl::parse(&before.base_url).map(|it| it.origin()).unwrap_or_default();
    if !is_kept || !has_secret || known == base.origin() {
        return Ok(());
    }
    let what = word(draft.authentication);
    Err(Fault::InvalidField {
        field: what,
        title: format!("Give the {what} again"),
        detail: format!(
            "The {what} at hand is for {known}. It is not sent to {}, which is another server.",
            base.origin()
        ),
        hint: format!("Enter the {what} for the new server."),
    })
}

/// What became of a secret before its tenant was saved.
pub(crate) enum Changed {
    /// Nothing.
    Nothing,
    /// It is in the keychain; one in memory gives way to it.
    Written,
    /// It is new, and for memory only.
    New(SecretString),
    /// It was taken out of the keychain, and is for memory only now.
    TakenOut(SecretString),
}

/// Changes the keychain as the draft wants it. Blocks. [`Changed::finish`] or [`Changed::undo`] must follow.
///
/// # Errors
/// [`Fault::Keychain`]; then nothing has changed.
pub(crate) fn change(
    app: &App,
    before: Option<&TenantRow>,
    id: &str,
    draft: &TenantDraft,
) -> Result<Changed, Fault> {
    let may_be_stored = before.is_some_and(keeps_in_keychain) || app.is_stored(id);
    let forget_stored = || match (before, may_be_stored) {
        (_, true) => forget(app, id),
        (Some(_), false) => {
            app.give_secret(id, None);
            Ok(())
        }
        (None, false) => Ok(()),
    };
    if draft.authentication == Authentication::None {
        return forget_stored().map(|()| Changed::Nothing);
    }
    let is_for_another_way =
        before.is_some_and(|it| matches!(draft.secret, SecretChange::Keep) && !keeps(it, draft));
    if is_for_another_way {
        return forget_stored().map(|()| Changed::Nothing);
    }
    match &draft.secret {
        SecretChange::Forget => forget_stored().map(|()| Changed::Nothing),
        SecretChange::Replace { value } if draft.ask_each_time => {
            forget_stored()?;
            Ok(Changed::New(value.clone()))
        }
        SecretChange::Replace { value } => write(app, id, value),
        SecretChange::Keep if draft.ask_each_time => match may_be_stored {
            true => take_out(app, id),
            false => Ok(Changed::Nothing),
        },
        SecretChange::Keep => {
            // One given for this run goes to the keychain only where the tenant no longer asks each time.
            let asked = before.is_some_and(|it| it.ask_each_time);
            match app.given_secret(id).filter(|_| asked) {
                Some(secret) => write(app, id, &secret),
                None => Ok(Changed::Nothing),
            }
        }
    }
}

impl Changed {
    /// The tenant was saved.
    pub(crate) fn finish(self, app: &App, id: &str) {
        match self {
            Self::Nothing => {}
            Self::Written => app.give_secret(id, None),
            Self::New(secret) | Self::TakenOut(secret) => app.give_secret(id, Some(secret)),
        }
    }

    /// The tenant was not saved: a secret that was meant for it must not stay behind, nor go to where the tenant as it
    /// is still stored points at.
    pub(crate) fn undo(self, app: &App, id: &str) {
        match self {
            Self::Nothing | Self::New(_) => {}
            Self::TakenOut(secret) => app.give_secret(id, Some(secret)),
            Self::Written => match app.config().secrets.remove(&account(id)) {
                Ok(()) => app.note_stored(id, false),
                Err(error) => {
                    tracing::error!(%error, "the secret of a tenant that was not saved stays in the keychain");
                }
            },
        }
    }
}

/// Forgets the secret of a tenant, in memory and in the keychain. Blocks.
///
/// # Errors
/// [`Fault::Keychain`] where it may still be in the keychain.
pub(crate) fn forget(app: &App, id: &str) -> Result<(), Fault> {
    let secrets = &app.config().secrets;
    let is_persistent = app.store().is_persistent();
    // A tenant that was made in memory, in a run without a keychain, never had anything there.
    let never_stored = !is_persistent && !app.is_stored(id) && secrets.status().is_err();
    if !never_stored {
        secrets.remove(&account(id)).map_err(|error| refused("removing the secret", error))?;
    }
    app.note_stored(id, false);
    app.give_secret(id, None);
    Ok(())
}

fn write(app: &App, id: &str, secret: &SecretString) -> Result<Changed, Fault> {
    let written = app.config().secrets.write(&account(id), secret);
    written.map_err(|error| refused("saving the secret", error))?;
    app.note_stored(id, true);
    Ok(Changed::Written)
}

fn take_out(app: &App, id: &str) -> Result<Changed, Fault> {
    let read = app.config().secrets.read(&account(id));
    let Some(secret) = read.map_err(|error| refused("taking the secret out", error))? else {
        app.note_stored(id, false);
        return Ok(Changed::Nothing);
    };
    let given = app.given_secret(id);
    forget(app, id)?;
    Ok(Changed::TakenOut(given.unwrap_or(secret)))
}

/// Whether the secret of a tenant is meant to be in the keychain.
fn keeps_in_keychain(row: &TenantRow) -> bool {
    authentication(row) != Authentication::None && !row.ask_each_time
}

fn refused(doing: &'static str, error: KeychainError) -> Fault {
    Fault::Keychain { doing, error }
}

pub(crate) fn account(tenant_id: &str) -> String {
    format!("tenant:{tenant_id}")
}
