//! Private keys and certificates as people have them: PEM with or without a passphrase, in any order.

use pkcs8::EncryptedPrivateKeyInfoRef;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

/// What a PEM file holds that we can use.
pub(crate) struct Pem {
    pub(crate) key: PrivateKeyDer<'static>,
    /// In the order of the file: the one of the key comes first by custom.
    pub(crate) certificates: Vec<CertificateDer<'static>>,
}

/// Why a key or certificate cannot be used. Holds nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is no PEM in it.
    #[error("no PEM was found in it: it should have a line that begins with -----BEGIN")]
    NotPem,
    /// There is no private key in it.
    #[error("there is no private key in it")]
    NoKey,
    /// Its text is not whole.
    #[error(
        "its text is damaged: something between -----BEGIN and -----END is missing or not of it"
    )]
    Damaged,
    /// A key in the form of OpenSSH, which no TLS library reads.
    #[error(
        "it is in the form of OpenSSH; write it anew with ssh-keygen -p -m PKCS8 -f FILE, in a copy of the file"
    )]
    OpenSsh,
    /// There is no certificate in it.
    #[error("there is no certificate in it")]
    NoCertificate,
    /// It is encrypted, and no passphrase was given.
    #[error("it is encrypted, and its passphrase is not given")]
    PassphraseNeeded,
    /// The passphrase does not open it.
    #[error("the passphrase does not open it")]
    WrongPassphrase,
    /// The old way of encrypting PEM.
    #[error(
        "it is encrypted in the old way of OpenSSL (Proc-Type: 4,ENCRYPTED); write it anew with openssl pkcs8 -topk8"
    )]
    OldEncryption,
    /// The key is of a kind that we cannot sign with.
    #[error("this kind of key cannot be used: {0}")]
    Unsupported(String),
    /// The certificate is not the one of the key.
    #[error("the certificate does not belong to the key")]
    Mismatch,
    /// It is no PKCS#12.
    #[error("it cannot be read as PKCS#12: {0}")]
    NotPkcs12(String),
    /// The algorithm is not one of the key.
    #[error("the key is of another kind than {0} takes")]
    OtherAlgorithm(&'static str),
}

/// Reads all of a PEM file.
pub(crate) fn read(pem: &SecretString, passphrase: Option<&SecretString>) -> Result<Pem, KeyError> {
    let text = pem.expose_secret();
    if !text.contains("-----BEGIN ") {
        return Err(KeyError::NotPem);
    }
    if text.contains("Proc-Type:") && text.contains("ENCRYPTED") {
        return Err(KeyError::OldEncryption);
    }
    let certificates: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(text.as_bytes()).filter_map(Result::ok).collect();
    let key = match PrivateKeyDer::from_pem_slice(text.as_bytes()) {
        Ok(key) => key,
        Err(_) if text.contains("-----BEGIN OPENSSH PRIVATE KEY-----") => {
            return Err(KeyError::OpenSsh);
        }
        Err(_) if text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") => {
            decrypted(text, passphrase)?
        }
        Err(_) if text.contains("PRIVATE KEY-----") => return Err(KeyError::Damaged),
        Err(_) => return Err(KeyError::NoKey),
    };
    Ok(Pem { key, certificates })
}

/// A key in PKCS#8 that a passphrase opens (RFC 5958 §3).
fn decrypted(
    text: &str,
    passphrase: Option<&SecretString>,
) -> Result<PrivateKeyDer<'static>, KeyError> {
    let encrypted = Sections(text).find("ENCRYPTED PRIVATE KEY").ok_or(KeyError::Damaged)?;
    let passphrase = passphrase.filter(|it| !it.expose_secret().is_empty());
    let Some(passphrase) = passphrase else { return Err(KeyError::PassphraseNeeded) };
    let encrypted = EncryptedPrivateKeyInfoRef::try_from(encrypted.as_slice())
        .map_err(|error| KeyError::Unsupported(error.to_string()))?;
    let opened =
        encrypted.decrypt(passphrase.expose_secret()).map_err(|_| KeyError::WrongPassphrase)?;
    Ok(PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(opened.as_bytes().to_vec())))
}

/// Sections of PEM that the TLS library does not know.
struct Sections<'a>(&'a str);

impl Sections<'_> {
    fn find(&self, label: &str) -> Option<Zeroizing<Vec<u8>>> {
        use base64::Engine as _;
        let (_, rest) = self.0.split_once(&format!("-----BEGIN {label}-----"))?;
        let (inside, _) = rest.split_once(&format!("-----END {label}-----"))?;
        let packed: Zeroizing<String> = Zeroizing::new(inside.split_whitespace().collect());
        let bytes = base64::engine::general_purpose::STANDARD.decode(packed.as_bytes()).ok()?;
        Some(Zeroizing::new(bytes))
    }
}
