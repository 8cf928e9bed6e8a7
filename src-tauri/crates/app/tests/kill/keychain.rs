//! A keychain in a folder, so that it outlives the program. For this test alone: it keeps secrets in clear.

use std::path::PathBuf;

use app::secrets::{KeychainError, SecretStore};
use secrecy::{ExposeSecret, SecretString};

#[derive(Debug)]
pub(crate) struct FileKeychain {
    folder: PathBuf,
}

impl FileKeychain {
    pub(crate) fn new(folder: PathBuf) -> FileKeychain {
        std::fs::create_dir_all(&folder).unwrap();
        FileKeychain { folder }
    }

    fn file(&self, account: &str) -> PathBuf {
        self.folder.join(account.replace(':', "-"))
    }
}

impl SecretStore for FileKeychain {
    fn name(&self) -> String {
        "Test keychain".into()
    }
    fn status(&self) -> Result<(), KeychainError> {
        Ok(())
    }
    fn read(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        Ok(std::fs::read_to_string(self.file(account)).ok().map(SecretString::from))
    }
    fn write(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        // All or nothing, as keychains do it: it is not the keychain that is tested here.
        let draft = self.file(&format!("{account}.new"));
        std::fs::write(&draft, secret.expose_secret()).unwrap();
        std::fs::rename(&draft, self.file(account)).unwrap();
        Ok(())
    }
    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        drop(std::fs::remove_file(self.file(account)));
        Ok(())
    }
}
