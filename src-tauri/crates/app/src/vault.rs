//! The encrypted file that keeps the database key and the secrets of tenants where a person has chosen a passphrase.
//!
//! While the file exists it alone counts, and no keychain is asked; without it every call goes to the keychain. In
//! memory is the key of the secrets, not the secrets and not the passphrase: each call reads the file, so that two
//! Scimscopes over one folder see each other's changes, and after a change of the passphrase by one of them the other
//! is locked.

mod sealed;

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret as _, SecretString};

use crate::api::storage::PassphraseState;
use crate::files;
use crate::secrets::{KeychainError, SecretStore};
use sealed::{Contents, Entries, Key, Sealed};

const FILE: &str = "scimscope.secrets";
const LOCK: &str = "scimscope.secrets.lock";
/// Larger than the secrets of a thousand tenants; a file of another kind must not fill the memory.
const LARGEST: u64 = 16 * 1024 * 1024;
/// How long another Scimscope may take to write.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why the encrypted file did not do as asked. It is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Another passphrase made it.
    #[error("the passphrase does not open the encrypted file")]
    Wrong,
    /// Its passphrase was not given yet, or was changed since.
    #[error("the encrypted file with the secrets is locked")]
    Locked,
    /// There is none.
    #[error("there is no encrypted file")]
    Missing,
    /// It is cut off, was changed, or is something else.
    #[error("the encrypted file with the secrets is damaged: {detail}")]
    Damaged {
        /// What was found.
        detail: String,
    },
    /// A newer Scimscope has written it.
    #[error(
        "the encrypted file with the secrets has form {found}, this Scimscope knows up to {known}"
    )]
    Newer {
        /// The form that it has.
        found: u32,
        /// The newest that is known here.
        known: u32,
    },
    /// Another Scimscope is writing it and does not end.
    #[error("another Scimscope is writing the encrypted file")]
    Busy,
    /// There is too little memory to try a passphrase.
    #[error("trying a passphrase takes {mebibytes} MB of memory, which are not free")]
    Memory {
        /// What it takes.
        mebibytes: u32,
    },
    /// The system refused.
    #[error("{doing} failed: {reason}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The system's words.
        reason: String,
    },
}

impl VaultError {
    /// Its kind in a word, for the log.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Locked => "locked",
            Self::Missing => "missing",
            Self::Damaged { .. } => "damaged",
            Self::Newer { .. } => "newer",
            Self::Busy => "busy",
            Self::Memory { .. } => "memory",
            Self::Io { .. } => "io",
        }
    }
}

/// The encrypted file of a data folder before the keychain behind it.
pub(crate) struct Vault {
    folder: PathBuf,
    keychain: Arc<dyn SecretStore>,
    /// The keys that may open the file; two while the passphrase is being changed.
    keys: Mutex<Vec<Unlocked>>,
    /// Held by who writes: threads of this process wait in line, and only for other processes there is a limit.
    writing: Mutex<()>,
    /// Whether copies of the secrets could not be removed from the keychain.
    copies_left: AtomicBool,
}

/// A key, and the file that it was found in.
struct Unlocked {
    sealed: Sealed,
    key: Key,
}

/// Holds off other writers, also those of another process.
#[expect(dead_code, reason = "both are held, not read")]
pub(crate) struct Turn<'a>(File, MutexGuard<'a, ()>);

impl Vault {
    /// The file of a data folder, if it has one, before a keychain.
    pub(crate) fn new(folder: &Path, keychain: Arc<dyn SecretStore>) -> Self {
        Self {
            folder: folder.to_owned(),
            keychain,
            keys: Mutex::default(),
            writing: Mutex::default(),
            copies_left: AtomicBool::new(false),
        }
    }

    /// Whether the keychain still holds copies of what is in the file, as far as this process knows.
    pub(crate) fn copies_left(&self) -> bool {
        self.copies_left.load(Ordering::Relaxed)
    }

    /// Notes whether the keychain still holds copies.
    pub(crate) fn note_copies_left(&self, are_left: bool) {
        self.copies_left.store(are_left, Ordering::Relaxed);
    }

    /// The file; it need not be there.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// The keychain behind it.
    pub(crate) fn keychain(&self) -> &dyn SecretStore {
        self.keychain.as_ref()
    }

    /// Whether the file is there. One that cannot be looked at is: secrets must not go elsewhere meanwhile.
    pub(crate) fn exists(&self) -> bool {
        self.path().try_exists().unwrap_or(true)
    }

    /// Whether it is there, and unlocked.
    pub(crate) fn state(&self) -> PassphraseState {
        match self.contents() {
            Ok(None) => PassphraseState::None,
            Ok(Some(_)) => PassphraseState::Open,
            Err(_) => PassphraseState::Locked,
        }
    }

    /// Waits until no other Scimscope writes the file.
    ///
    /// # Errors
    /// [`VaultError::Busy`] or [`VaultError::Io`].
    pub(crate) fn take_turn(&self) -> Result<Turn<'_>, VaultError> {
        let writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        files::make_folder(&self.folder).map_err(|error| io("making its folder", &error))?;
        let mut options = files::private();
        let opened = options.create(true).truncate(false).write(true).open(self.folder.join(LOCK));
        let file = opened.map_err(|error| io("locking it", &error))?;
        let begin = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Turn(file, writing)),
                Err(TryLockError::WouldBlock) if begin.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(TryLockError::WouldBlock) => return Err(VaultError::Busy),
                Err(TryLockError::Error(error)) => return Err(io("locking it", &error)),
            }
        }
    }

    /// Makes the file. `is_moving` says that the keychain holds copies of the entries.
    ///
    /// # Errors
    /// [`VaultError`]; there is no file then, unless another one was made meanwhile.
    pub(crate) fn make(
        &self,
        _turn: &Turn<'_>,
        passphrase: &SecretString,
        entries: Entries,
        is_moving: bool,
    ) -> Result<(), VaultError> {
        let contents = Contents { entries, is_moving };
        self.put_under_new_key(passphrase, &contents)
    }

    /// Unlocks the file for this run.
    ///
    /// # Errors
    /// [`VaultError`]; [`VaultError::Wrong`] where the passphrase does not fit.
    pub(crate) fn unlock(&self, passphrase: &SecretString) -> Result<(), VaultError> {
        let sealed = self.load()?.ok_or(VaultError::Missing)?;
        let key = sealed.unlock(passphrase)?;
        sealed.open(&key)?;
        self.remember_only(sealed, key);
        Ok(())
    }

    /// Writes the file anew for another passphrase, under another key: who has an old copy and the old passphrase
    /// does not read what is written from now on.
    ///
    /// # Errors
    /// [`VaultError`]; the file is as it was.
    pub(crate) fn change(
        &self,
        current: &SecretString,
        passphrase: &SecretString,
    ) -> Result<(), VaultError> {
        let _turn = self.take_turn()?;
        let sealed = self.load()?.ok_or(VaultError::Missing)?;
        let contents = sealed.open(&sealed.unlock(current)?)?;
        self.put_under_new_key(passphrase, &contents)
    }

    /// Every secret in the file by its account, for moving them; and whether the keychain may hold copies.
    ///
    /// # Errors
    /// [`VaultError`], also where it is locked or not there.
    pub(crate) fn everything(&self, _turn: &Turn<'_>) -> Result<(Entries, bool), VaultError> {
        let contents = self.contents()?.ok_or(VaultError::Missing)?;
        Ok((contents.entries, contents.is_moving))
    }

    /// Notes in the file whether the keychain may hold copies of what is in it.
    ///
    /// # Errors
    /// [`VaultError`]; the file is as it was.
    pub(crate) fn note_moving(&self, turn: &Turn<'_>, is_moving: bool) -> Result<(), VaultError> {
        self.rewrite(turn, |contents| contents.is_moving = is_moving)
    }

    /// Removes the file: from now on the keychain counts.
    ///
    /// # Errors
    /// [`VaultError::Io`] where it is still there.
    pub(crate) fn erase(&self, _turn: &Turn<'_>) -> Result<(), VaultError> {
        let path = self.path();
        // The draft first: a crash in between must not leave secrets behind that nobody knows of.
        let erased = files::erase(&files::draft(&path)).and_then(|()| {
            files::step("erasing");
            files::erase(&path)
        });
        erased.map_err(|error| io("removing it", &error))?;
        self.forget_keys();
        Ok(())
    }

    /// Moves the file, as it is, into another folder.
    ///
    /// # Errors
    /// [`VaultError::Io`] where it is still where it was.
    pub(crate) fn set_aside(&self, _turn: &Turn<'_>, folder: &Path) -> Result<(), VaultError> {
        files::move_into(folder, &self.path()).map_err(|error| io("setting it aside", &error))?;
        self.forget_keys();
        Ok(())
    }

    /// Why the file cannot be used now; nothing where it can be, or is not there.
    ///
    /// # Errors
    /// [`VaultError`].
    pub(crate) fn check(&self) -> Result<(), VaultError> {
        self.contents().map(|_| ())
    }

    /// What is in the file; `None` where there is none.
    fn contents(&self) -> Result<Option<Contents>, VaultError> {
        match self.load()? {
            Some(sealed) => self.open(&sealed).map(Some),
            None => Ok(None),
        }
    }

    fn open(&self, sealed: &Sealed) -> Result<Contents, VaultError> {
        sealed.open(&self.key_of(sealed).ok_or(VaultError::Locked)?)
    }

    fn load(&self) -> Result<Option<Sealed>, VaultError> {
        match files::read(&self.path(), LARGEST) {
            Ok(bytes) => Sealed::parse(&bytes).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == ErrorKind::FileTooLarge => {
                Err(VaultError::Damaged { detail: "it is too large".into() })
            }
            Err(error) => Err(io("reading it", &error)),
        }
    }

    fn put_under_new_key(
        &self,
        passphrase: &SecretString,
        contents: &Contents,
    ) -> Result<(), VaultError> {
        let (sealed, key) = Sealed::make(passphrase, contents)?;
        // Known before it is there, so that nobody who reads meanwhile finds it locked.
        self.keys().push(Unlocked { sealed: sealed.clone(), key: key.clone() });
        if let Err(error) = self.put(&sealed) {
            // Where only making it last has failed, it is there, and this key alone opens it.
            let is_there = matches!(self.load(), Ok(Some(found)) if found.has_key_of(&sealed));
            if !is_there {
                self.keys().retain(|it| !it.sealed.has_key_of(&sealed));
            }
            return Err(error);
        }
        // What is on disk now is read back before the old key is given up.
        let found = self.load()?.ok_or(VaultError::Missing)?;
        found.open(&key)?;
        self.remember_only(found, key);
        Ok(())
    }

    fn rewrite(
        &self,
        _turn: &Turn<'_>,
        change: impl FnOnce(&mut Contents),
    ) -> Result<(), VaultError> {
        let sealed = self.load()?.ok_or(VaultError::Missing)?;
        let key = self.key_of(&sealed).ok_or(VaultError::Locked)?;
        let mut contents = sealed.open(&key)?;
        change(&mut contents);
        self.put(&sealed.with(&key, &contents)?)
    }

    fn put(&self, sealed: &Sealed) -> Result<(), VaultError> {
        let bytes = sealed.to_bytes()?;
        // What could not be read again must not take the place of what can.
        if bytes.len() as u64 > LARGEST {
            let reason = "it would become too large".to_owned();
            return Err(VaultError::Io { doing: "writing it", reason });
        }
        files::replace(&self.path(), &bytes).map_err(|error| io("writing it", &error))
    }

    fn key_of(&self, sealed: &Sealed) -> Option<Key> {
        self.keys().iter().find(|it| it.sealed.has_key_of(sealed)).map(|it| it.key.clone())
    }

    fn remember_only(&self, sealed: Sealed, key: Key) {
        *self.keys() = vec![Unlocked { sealed, key }];
    }

    fn forget_keys(&self) {
        self.keys().clear();
    }

    /// What a panicking thread left behind is whole: each change is one step.
    fn keys(&self) -> MutexGuard<'_, Vec<Unlocked>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SecretStore for Vault {
    fn name(&self) -> String {
        if self.exists() { "the encrypted file".to_owned() } else { self.keychain.name() }
    }

    fn status(&self) -> Result<(), KeychainError> {
        match self.contents()? {
            Some(_) => Ok(()),
            None => self.keychain.status(),
        }
    }

    fn read(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        match self.contents()? {
            Some(contents) => Ok(contents.entries.get(account).cloned()),
            None => self.keychain.read(account),
        }
    }

    fn write(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        if !self.exists() {
            return self.keychain.write(account, secret);
        }
        let turn = self.take_turn()?;
        let (account, secret) = (account.to_owned(), secret.clone());
        Ok(self.rewrite(&turn, |contents| drop(contents.entries.insert(account, secret)))?)
    }

    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        match self.contents()? {
            None => return self.keychain.remove(account),
            Some(contents) if !contents.entries.contains_key(account) => return Ok(()),
            Some(_) => {}
        }
        let turn = self.take_turn()?;
        Ok(self.rewrite(&turn, |contents| drop(contents.entries.remove(account)))?)
    }
}

/// Whether two secrets are one.
pub(crate) fn is_same(one: &SecretString, other: &SecretString) -> bool {
    one.expose_secret() == other.expose_secret()
}

fn io(doing: &'static str, error: &std::io::Error) -> VaultError {
    VaultError::Io { doing, reason: error.to_string() }
}

#[cfg(test)]
pub(crate) mod tests;
