//! The commands around the file that a passphrase opens: making, unlocking, changing and forgetting it, and starting
//! over without it.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret as _, SecretString};
use store::Key;

use crate::App;
use crate::api::Empty;
use crate::api::storage::{
    PassphraseChange, PassphraseSet, PassphraseUnlock, Storage, StorageState,
};
use crate::call::Call;
use crate::error::Fault;
use crate::secrets::{KeychainError, SecretStore};
use crate::storage::{Closed, KEY_ACCOUNT};
use crate::vault::{Turn, Vault, VaultError, is_same};
use crate::{credentials, set_aside, start, storage, tenants};

/// The shortest passphrase that is taken, in characters.
const SHORTEST: usize = 12;

type Entries = BTreeMap<String, SecretString>;

pub(crate) async fn passphrase_set(
    app: &App,
    request: PassphraseSet,
    _: &Call<Empty>,
) -> Result<Storage, Fault> {
    check_length(&request.passphrase)?;
    app.blocking(move |app| set(app, &request.passphrase)).await
}

pub(crate) async fn passphrase_unlock(
    app: &App,
    request: PassphraseUnlock,
    _: &Call<Empty>,
) -> Result<Storage, Fault> {
    app.blocking(move |app| {
        let vault = app.vault();
        vault.unlock(&request.passphrase).map_err(|error| at_field(error, "passphrase"))?;
        let trying = app.trying_storage();
        start::try_storage_now(app, &trying);
        drop(trying);
        // Windows go on before a keychain is asked, which may wait for a person.
        start::tell(app);
        try_to_erase_copies(vault);
        Ok(start::tell(app))
    })
    .await
}

pub(crate) async fn passphrase_change(
    app: &App,
    request: PassphraseChange,
    _: &Call<Empty>,
) -> Result<Storage, Fault> {
    check_length(&request.passphrase)?;
    app.blocking(move |app| {
        let changed = app.vault().change(&request.current, &request.passphrase);
        changed.map_err(|error| at_field(error, "current"))?;
        let trying = app.trying_storage();
        start::try_storage_now(app, &trying);
        Ok(start::tell(app))
    })
    .await
}

pub(crate) async fn passphrase_forget(
    app: &App,
    _: Empty,
    _: &Call<Empty>,
) -> Result<Storage, Fault> {
    app.blocking(|app| {
        let trying = app.trying_storage();
        let changing = app.changing_tenants();
        let starting = storage::take_turn(&app.config().data_folder).map_err(not_started)?;
        move_back(app.vault())?;
        drop((starting, changing));
        start::try_storage_now(app, &trying);
        Ok(start::tell(app))
    })
    .await
}

pub(crate) async fn storage_start_over(
    app: &App,
    _: Empty,
    _: &Call<Empty>,
) -> Result<Storage, Fault> {
    app.blocking(|app| {
        let trying = app.trying_storage();
        let changing = app.changing_tenants();
        // Looked at again: the keychain may be there by now, or the first look not be over when it was asked for.
        start::try_storage_now(app, &trying);
        let state = app.storage_report().state;
        if !matches!(state, StorageState::Locked | StorageState::Damaged | StorageState::Newer) {
            start::tell(app);
            return Err(nothing_to_set_aside());
        }
        let starting = storage::take_turn(&app.config().data_folder).map_err(not_started)?;
        let moved = set_aside::set_aside(app)?;
        app.note_none_stored();
        drop((starting, changing));
        start::try_storage_now(app, &trying);
        app.change_storage(|current| {
            current.report.detail = format!("{} {moved}", current.report.detail);
        });
        Ok(start::tell(app))
    })
    .await
}

fn set(app: &App, passphrase: &SecretString) -> Result<Storage, Fault> {
    let trying = app.trying_storage();
    let changing = app.changing_tenants();
    let starting = storage::take_turn(&app.config().data_folder).map_err(not_started)?;
    let vault = app.vault();
    if vault.exists() {
        return Err(Fault::NotNow {
            title: "There is an encrypted file already".into(),
            detail: format!("{} is opened by a passphrase.", vault.path().display()),
            hint: "Unlock it, then change its passphrase.".into(),
        });
    }
    let (entries, has_copies) = entries_for(app)?;
    let turn = vault.take_turn()?;
    vault.make(&turn, passphrase, entries, has_copies)?;
    drop(turn);
    try_to_erase_copies(vault);
    drop((starting, changing));
    start::try_storage_now(app, &trying);
    Ok(start::tell(app))
}

/// What goes into a new file: the key of the database, and the secrets of tenants that the keychain has; and whether
/// the keychain has any of it.
fn entries_for(app: &App) -> Result<(Entries, bool), Fault> {
    let keychain = app.vault().keychain();
    let exists = storage::database(&app.config().data_folder).exists();
    let answers = keychain.status();
    let key = match (&answers, exists) {
        (Ok(()), _) => keychain.read(KEY_ACCOUNT).map_err(|error| reading(&error))?,
        (Err(_), true) => return Err(key_elsewhere()),
        (Err(_), false) => None,
    };
    let key = key.filter(|it| Key::from_hex(it).is_ok());
    let is_locked = app.storage_report().state == StorageState::Locked;
    if exists && (key.is_none() || is_locked) {
        return Err(key_elsewhere());
    }
    let key = match key {
        Some(key) => key,
        None => storage::new_key().map_err(|error| reading(&error))?,
    };
    let mut entries = Entries::from([(KEY_ACCOUNT.to_owned(), key)]);
    if answers.is_ok() {
        for tenant in tenants::list(app)? {
            let account = credentials::account(&tenant.id);
            if let Some(secret) = keychain.read(&account).map_err(|error| reading(&error))? {
                entries.insert(account, secret);
            }
        }
    }
    Ok((entries, answers.is_ok()))
}

/// Erases what a move left in the keychain. Only leftovers: the file alone counts, whatever becomes of them; but a person
/// is told that they are there.
fn try_to_erase_copies(vault: &Vault) {
    let erased = erase_copies(vault);
    if let Err(error) = &erased {
        tracing::warn!(code = error.code(), "copies of secrets stay in the keychain");
    }
    vault.note_copies_left(erased.is_err());
}

/// Removes from the keychain what is in the file as well, where a move was begun and not ended.
fn erase_copies(vault: &Vault) -> Result<(), VaultError> {
    if !vault.everything(&vault.take_turn()?)?.1 {
        return Ok(());
    }
    // Asked without a turn: a keychain that is locked waits for a person.
    vault.keychain().status().map_err(|error| not_erased(error.reason))?;
    let turn = vault.take_turn()?;
    let (entries, is_moving) = vault.everything(&turn)?;
    if is_moving {
        remove_from(vault.keychain(), &entries).map_err(|error| not_erased(error.reason))?;
        vault.note_moving(&turn, false)?;
    }
    Ok(())
}

fn not_erased(reason: String) -> VaultError {
    VaultError::Io { doing: "removing copies from the keychain", reason }
}

fn remove_from(keychain: &dyn SecretStore, entries: &Entries) -> Result<(), KeychainError> {
    entries.keys().try_for_each(|account| keychain.remove(account))
}

/// Copies everything into the keychain, reads it back, and only then erases the file.
fn move_back(vault: &Vault) -> Result<(), Fault> {
    let turn = vault.take_turn()?;
    let (entries, _) = vault.everything(&turn)?;
    let keychain = vault.keychain();
    let refused = |error| Fault::Keychain { doing: "moving the secrets to the keychain", error };
    keychain.status().map_err(refused)?;
    keep_other_key(keychain, &entries).map_err(refused)?;
    vault.note_moving(&turn, true)?;
    if let Err(error) = copy_to(keychain, &entries) {
        take_back(vault, &turn, &entries);
        return Err(refused(error));
    }
    vault.erase(&turn)?;
    Ok(())
}

/// The keychain may hold the key of a database that was set aside: it stays beside, and is not written over.
fn keep_other_key(keychain: &dyn SecretStore, entries: &Entries) -> Result<(), KeychainError> {
    let Some(other) = keychain.read(KEY_ACCOUNT)? else { return Ok(()) };
    if entries.get(KEY_ACCOUNT).is_none_or(|ours| is_same(&other, ours)) {
        return Ok(());
    }
    keychain.write(&set_aside::key_account(), &other)
}

fn copy_to(keychain: &dyn SecretStore, entries: &Entries) -> Result<(), KeychainError> {
    for (account, secret) in entries {
        keychain.write(account, secret)?;
        crate::files::step("copied");
    }
    for (account, secret) in entries {
        if !keychain.read(account)?.is_some_and(|kept| is_same(&kept, secret)) {
            return Err(KeychainError::new(
                "The keychain did not keep what was just written to it. The encrypted file stays in use.",
                "Unlock the keychain or choose a default one, then try again.",
            ));
        }
    }
    crate::files::step("read back");
    Ok(())
}

/// What was copied before the keychain refused; what stays is removed when the file is next unlocked.
fn take_back(vault: &Vault, turn: &Turn<'_>, entries: &Entries) {
    let removed = remove_from(vault.keychain(), entries).is_ok();
    if !removed || vault.note_moving(turn, false).is_err() {
        tracing::warn!("copies of secrets stay in the keychain until the next start");
    }
}

fn check_length(passphrase: &SecretString) -> Result<(), Fault> {
    let length = passphrase.expose_secret().chars().count();
    if length >= SHORTEST {
        return Ok(());
    }
    Err(Fault::InvalidField {
        field: "passphrase",
        title: "The passphrase is too short".into(),
        detail: format!("It has {length} characters; it takes at least {SHORTEST}."),
        hint: "Four or five random words are easy to keep and hard to guess.".into(),
    })
}

fn at_field(error: VaultError, field: &'static str) -> Fault {
    match error {
        VaultError::Wrong => Fault::WrongPassphrase { field },
        error => error.into(),
    }
}

fn reading(error: &KeychainError) -> Fault {
    Fault::Keychain { doing: "reading what the file is to keep", error: error.clone() }
}

fn key_elsewhere() -> Fault {
    Fault::NotNow {
        title: "There is a history that is locked".into(),
        detail: "Its key is not at hand, so it cannot be moved into an encrypted file.".into(),
        hint: "Look again when the keychain is there, or start over: the history is set aside."
            .into(),
    }
}

fn nothing_to_set_aside() -> Fault {
    Fault::NotNow {
        title: "There is nothing to set aside".into(),
        detail: "The history is not locked, damaged or from a newer Scimscope.".into(),
        hint: "To be rid of a tenant and its history, forget the tenant.".into(),
    }
}

fn not_started(closed: Closed) -> Fault {
    let (title, detail, hint) = closed.text();
    Fault::NotNow { title, detail, hint }
}
