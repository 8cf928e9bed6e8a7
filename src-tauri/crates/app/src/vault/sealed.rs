//! The form of the encrypted file: what stands in it and how it is opened. Knows no files and no keychain.
//!
//! A random key seals the secrets; the passphrase, through Argon2id, seals that key. So a secret is written without
//! the passphrase, and trying a passphrase takes a fixed time and memory: the costs belong to the version of the form
//! and are not read from the file, which could ask for any.

use std::collections::BTreeMap;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use super::VaultError;

/// The word by which the file is known.
const FORM: &str = "scimscope-secrets";
/// The form that this program writes, and the newest that it reads.
const VERSION: u32 = 1;
/// What trying a passphrase costs: 128 MiB of memory, three passes over it, in four lanes. Twice the memory that
/// RFC 9106 §4 recommends where memory is short.
const MEMORY_KIB: u32 = 128 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
const KEY_BYTES: usize = 32;
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;

/// The secrets by account.
pub(super) type Entries = BTreeMap<String, SecretString>;

type Bytes<const N: usize> = Zeroizing<[u8; N]>;

/// The file as it stands on disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Sealed {
    form: String,
    version: u32,
    /// Makes the same passphrase another key in another file.
    salt: String,
    /// The key, sealed by the passphrase.
    key: SealedBytes,
    /// The secrets, sealed by the key.
    secrets: SealedBytes,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SealedBytes {
    nonce: String,
    sealed: String,
}

/// What every form of the file says of itself.
#[derive(Deserialize)]
struct Header {
    form: String,
    version: u32,
}

/// What is sealed in the file.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The secrets by account.
    pub(super) entries: Entries,
    /// A move from or to the keychain was begun and not ended: it may hold copies.
    pub(super) is_moving: bool,
}

/// The opened contents on their way; the buffer that they are written to is wiped.
#[derive(Serialize)]
struct Writing<'a> {
    entries: BTreeMap<&'a str, &'a str>,
    is_moving: bool,
}

#[derive(Deserialize)]
struct Reading {
    entries: BTreeMap<String, SecretString>,
    is_moving: bool,
}

/// The key of the secrets.
#[derive(Clone)]
pub(super) struct Key(Bytes<KEY_BYTES>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Sealed {
    /// Makes a file with a new key. Takes a moment, by intention.
    pub(super) fn make(
        passphrase: &SecretString,
        contents: &Contents,
    ) -> Result<(Self, Key), VaultError> {
        let salt = random::<SALT_BYTES>()?;
        let key = Key(random()?);
        let sealed = Self {
            form: FORM.to_owned(),
            version: VERSION,
            salt: BASE64.encode(&salt[..]),
            key: seal(&stretch(passphrase, &salt[..])?, "key", &key.0[..])?,
            secrets: seal(&key.0, "secrets", &write(contents)?)?,
        };
        Ok((sealed, key))
    }

    /// The same file with other contents.
    pub(super) fn with(&self, key: &Key, contents: &Contents) -> Result<Self, VaultError> {
        let secrets = seal(&key.0, "secrets", &write(contents)?)?;
        Ok(Self { secrets, ..self.clone() })
    }

    /// Reads a file, without opening it.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, VaultError> {
        let header: Header = serde_json::from_slice(bytes).map_err(not_ours)?;
        if header.form != FORM {
            return Err(VaultError::Damaged { detail: "it is not a file of secrets".into() });
        }
        if header.version > VERSION {
            return Err(VaultError::Newer { found: header.version, known: VERSION });
        }
        serde_json::from_slice(bytes).map_err(not_ours)
    }

    /// The file as bytes; nothing in them is secret.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, VaultError> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(unsealable)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The key of the secrets. Takes a moment, by intention.
    pub(super) fn unlock(&self, passphrase: &SecretString) -> Result<Key, VaultError> {
        let salt = decode(&self.salt)?;
        if salt.len() != SALT_BYTES {
            return Err(VaultError::Damaged { detail: "its salt is cut off".into() });
        }
        self.key.check()?;
        let stretched = stretch(passphrase, &salt)?;
        let opened = self.key.open(&stretched, "key").map_err(|_| VaultError::Wrong)?;
        let key: [u8; KEY_BYTES] = opened
            .as_slice()
            .try_into()
            .map_err(|_| VaultError::Damaged { detail: "its key has another length".into() })?;
        Ok(Key(Zeroizing::new(key)))
    }

    /// The secrets; [`VaultError::Locked`] where the file has another key by now.
    pub(super) fn open(&self, key: &Key) -> Result<Contents, VaultError> {
        let bytes = self.secrets.open(&key.0, "secrets")?;
        let read: Reading = serde_json::from_slice(&bytes)
            .map_err(|_| VaultError::Damaged { detail: "what it holds cannot be read".into() })?;
        Ok(Contents { entries: read.entries, is_moving: read.is_moving })
    }

    /// Whether a key that opened one of two files may open the other: neither passphrase nor key were changed.
    pub(super) fn has_key_of(&self, other: &Self) -> bool {
        self.key == other.key && self.salt == other.salt
    }
}

impl SealedBytes {
    fn open(&self, key: &Bytes<KEY_BYTES>, part: &str) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (nonce, sealed) = self.check()?;
        let name = part_name(part);
        let payload = Payload { msg: &sealed, aad: name.as_bytes() };
        let opened = XChaCha20Poly1305::new((&**key).into()).decrypt(&nonce, payload);
        opened.map(Zeroizing::new).map_err(|_| VaultError::Damaged {
            detail: format!("the seal of its {part} is broken"),
        })
    }

    fn check(&self) -> Result<(XNonce, Vec<u8>), VaultError> {
        let nonce: [u8; NONCE_BYTES] = decode(&self.nonce)?.try_into().map_err(|_| {
            VaultError::Damaged { detail: "a nonce in it has another length".into() }
        })?;
        Ok((nonce.into(), decode(&self.sealed)?))
    }
}

fn seal(key: &Bytes<KEY_BYTES>, part: &str, plain: &[u8]) -> Result<SealedBytes, VaultError> {
    let nonce = random::<NONCE_BYTES>()?;
    let name = part_name(part);
    let payload = Payload { msg: plain, aad: name.as_bytes() };
    let sealed = XChaCha20Poly1305::new((&**key).into())
        .encrypt(&(*nonce).into(), payload)
        .map_err(unsealable)?;
    Ok(SealedBytes { nonce: BASE64.encode(&nonce[..]), sealed: BASE64.encode(sealed) })
}

/// Ties what is sealed to its place: no part of a file stands in for another, nor one of another form.
fn part_name(part: &str) -> String {
    format!("{FORM} {VERSION} {part}")
}

/// Makes a key of a passphrase.
fn stretch(passphrase: &SecretString, salt: &[u8]) -> Result<Bytes<KEY_BYTES>, VaultError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(KEY_BYTES)).map_err(unsealable)?;
    let count = params.block_count();
    let mut memory: Vec<Block> = Vec::new();
    memory
        .try_reserve_exact(count)
        .map_err(|_| VaultError::Memory { mebibytes: MEMORY_KIB / 1024 })?;
    memory.resize_with(count, Block::new);
    let mut key: Bytes<KEY_BYTES> = Zeroizing::default();
    let done = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(
            passphrase.expose_secret().as_bytes(),
            salt,
            &mut key[..],
            &mut memory,
        );
    memory.zeroize();
    done.map_err(unsealable)?;
    Ok(key)
}

/// The contents as text, in a buffer that is wiped and that never has to be moved to a larger one.
fn write(contents: &Contents) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let entries: BTreeMap<&str, &str> = contents
        .entries
        .iter()
        .map(|(account, it)| (account.as_str(), it.expose_secret()))
        .collect();
    // Six letters for one at most, where each has to be escaped.
    let most: usize = entries.iter().map(|(account, it)| (account.len() + it.len()) * 6 + 8).sum();
    let mut buffer = Zeroizing::new(Vec::with_capacity(most + 64));
    serde_json::to_writer(&mut *buffer, &Writing { entries, is_moving: contents.is_moving })
        .map_err(unsealable)?;
    Ok(buffer)
}

fn random<const N: usize>() -> Result<Bytes<N>, VaultError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut bytes[..]).map_err(unsealable)?;
    Ok(bytes)
}

fn decode(text: &str) -> Result<Vec<u8>, VaultError> {
    BASE64
        .decode(text)
        .map_err(|_| VaultError::Damaged { detail: "a part of it is no Base64".into() })
}

fn not_ours(error: serde_json::Error) -> VaultError {
    let detail = if error.is_eof() { "it is cut off" } else { "it is not a file of secrets" };
    VaultError::Damaged { detail: detail.into() }
}

fn unsealable(error: impl std::fmt::Display) -> VaultError {
    VaultError::Io { doing: "sealing it", reason: error.to_string() }
}
