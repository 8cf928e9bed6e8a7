//! The key of the database file, and how it is written down in the keychain.

use secrecy::{ExposeSecret, SecretString};

/// 32 bytes of key and 16 bytes of salt.
const KEY_BYTES: usize = 48;
const KEY_DIGITS: usize = 64;

/// What a database is encrypted with: 32 random bytes for the cipher, and the 16 random bytes that the file
/// begins with.
///
/// Those 16 bytes (SQLCipher's salt) are no secret. They travel with the key because they then tell, without
/// any further file, whether a database was made with this key: that is how a key that does not fit is told
/// from a file that is damaged.
#[derive(Clone, Debug)]
pub struct Key {
    hex: SecretString,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.hex.expose_secret() == other.hex.expose_secret()
    }
}

impl Eq for Key {}

/// Why there is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The operating system gave no random numbers.
    #[error("the operating system gave no random numbers: {reason}")]
    NoRandomness {
        /// The system's own words.
        reason: String,
    },
    /// The text is not what [`Key::to_hex`] wrote.
    #[error(
        "the stored key is not a key: expected 96 hexadecimal digits, found {found} characters"
    )]
    NotAKey {
        /// How many characters it has; the text itself is never told.
        found: usize,
    },
}

impl Key {
    /// A new random key.
    ///
    /// # Errors
    /// [`KeyError::NoRandomness`] when the operating system gives none.
    pub fn generate() -> Result<Key, KeyError> {
        let mut bytes = [0_u8; KEY_BYTES];
        getrandom::fill(&mut bytes)
            .map_err(|error| KeyError::NoRandomness { reason: error.to_string() })?;
        let mut hex = String::with_capacity(KEY_BYTES * 2);
        for byte in bytes {
            hex.extend([digit(byte >> 4), digit(byte & 0x0f)]);
        }
        Ok(Key { hex: SecretString::from(hex) })
    }

    /// Reads back what [`Key::to_hex`] wrote.
    ///
    /// # Errors
    /// [`KeyError::NotAKey`] for anything but 96 hexadecimal digits.
    pub fn from_hex(text: &SecretString) -> Result<Key, KeyError> {
        let text = text.expose_secret();
        if text.len() == KEY_BYTES * 2 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Key { hex: SecretString::from(text.to_ascii_lowercase()) })
        } else {
            Err(KeyError::NotAKey { found: text.chars().count() })
        }
    }

    /// The key as 96 hexadecimal digits, for the keychain and nowhere else.
    pub fn to_hex(&self) -> SecretString {
        self.hex.clone()
    }

    /// The 16 bytes that a database made with this key begins with.
    pub(crate) fn salt(&self) -> Vec<u8> {
        let digits = self.hex.expose_secret().as_bytes().get(KEY_DIGITS..).unwrap_or_default();
        digits
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, it| byte << 4 | nibble(*it)))
            .collect()
    }

    /// The statement that gives the key to a connection; must be the first one on it.
    pub(crate) fn pragma(&self) -> SecretString {
        let digits = self.hex.expose_secret();
        let mut statement = String::with_capacity(digits.len() + 20);
        statement.push_str("PRAGMA key = \"x'");
        statement.push_str(digits);
        statement.push_str("'\";");
        SecretString::from(statement)
    }
}

fn digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}

fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => 0,
    }
}
