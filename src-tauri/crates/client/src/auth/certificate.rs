//! A client certificate with its key (mutual TLS), from PEM or PKCS#12.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use p12_keystore::Pkcs12Archive;
use rustls::SignatureScheme;
use rustls::client::ResolvesClientCert;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use secrecy::{ExposeSecret as _, SecretString};
use x509_parser::prelude::{FromDer as _, X509Certificate};
use zeroize::Zeroizing;

pub use super::keys::KeyError;

use super::expiry::Validity;
use super::keys::{self, Pem};

/// A certificate that we can show to a server.
#[derive(Clone)]
pub struct ClientCertificate {
    certified: Arc<CertifiedKey>,
    facts: Facts,
    /// Whether any server has asked for it.
    was_asked_for: Arc<AtomicBool>,
}

/// Shows a certificate, and notes that it was asked for.
#[derive(Debug)]
struct Shown {
    certificate: SingleCertAndKey,
    was_asked_for: Arc<AtomicBool>,
}

impl ResolvesClientCert for Shown {
    fn resolve(
        &self,
        root_hint_subjects: &[&[u8]],
        schemes: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        self.was_asked_for.store(true, Ordering::Relaxed);
        self.certificate.resolve(root_hint_subjects, schemes)
    }

    fn has_certs(&self) -> bool {
        self.certificate.has_certs()
    }
}

/// What there is to say of a certificate. Nothing of it is secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whom it names.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// From when to when it is valid.
    pub validity: Validity,
    /// How many certificates are shown, its own included.
    pub chain_length: usize,
}

impl ClientCertificate {
    /// From PEM: certificate, key, and maybe the certificates in between, in any order.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pem(
        pem: &SecretString,
        passphrase: Option<&SecretString>,
    ) -> Result<ClientCertificate, KeyError> {
        let Pem { key, certificates } = keys::read(pem, passphrase)?;
        Self::new(&key, certificates)
    }

    /// From PKCS#12 (`.p12`, `.pfx`), which is binary, in base64.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn from_pkcs12(
        archive: &SecretString,
        passphrase: Option<&SecretString>,
    ) -> Result<ClientCertificate, KeyError> {
        let packed: Zeroizing<String> =
            Zeroizing::new(archive.expose_secret().split_whitespace().collect());
        let bytes = STANDARD
            .decode(packed.as_bytes())
            .map(Zeroizing::new)
            .map_err(|_| KeyError::NotPkcs12("it is not in base64".to_owned()))?;
        let given = passphrase.map(|it| it.expose_secret()).unwrap_or_default();
        let archive = Pkcs12Archive::from_pkcs12(&bytes, given).map_err(|error| match error {
            p12_keystore::error::Error::MacError(_) if given.is_empty() => {
                KeyError::PassphraseNeeded
            }
            p12_keystore::error::Error::MacError(_) => KeyError::WrongPassphrase,
            other => KeyError::NotPkcs12(other.to_string()),
        })?;
        let key = archive.keys.first().ok_or(KeyError::NoKey)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.key.as_der().to_vec()));
        let certificates =
            archive.certs.iter().map(|it| CertificateDer::from(it.cert.as_der().to_vec()));
        Self::new(&key, certificates.collect())
    }

    /// Finds the certificate of the key and puts those that signed it behind it.
    fn new(
        key: &PrivateKeyDer<'static>,
        certificates: Vec<CertificateDer<'static>>,
    ) -> Result<ClientCertificate, KeyError> {
        let key =
            any_supported_type(key).map_err(|error| KeyError::Unsupported(error.to_string()))?;
        if certificates.is_empty() {
            return Err(KeyError::NoCertificate);
        }
        let own = certificates.iter().find(|it| {
            CertifiedKey::new(vec![(*it).clone()], Arc::clone(&key)).keys_match().is_ok()
        });
        let chain = chain(own.ok_or(KeyError::Mismatch)?, &certificates);
        let facts = facts_of(&chain);
        let certified = Arc::new(CertifiedKey::new(chain, key));
        Ok(ClientCertificate { certified, facts, was_asked_for: Arc::default() })
    }

    /// What there is to say of it.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Shows it to whatever server asks for one; only connections to the servers of the tenant are made with it.
    pub(crate) fn resolver(&self) -> Arc<dyn ResolvesClientCert> {
        Arc::new(Shown {
            certificate: SingleCertAndKey::from(Arc::clone(&self.certified)),
            was_asked_for: Arc::clone(&self.was_asked_for),
        })
    }

    /// Becomes true when a server asks for it.
    pub(crate) fn was_asked_for(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.was_asked_for)
    }
}

/// A certificate with those that signed it, as far as they are there; not a self-signed one at the end, which the other
/// side has or does not want.
fn chain(
    own: &CertificateDer<'static>,
    all: &[CertificateDer<'static>],
) -> Vec<CertificateDer<'static>> {
    let mut chain = vec![own.clone()];
    while let Some(last) = chain.last().and_then(|it| names(it)) {
        let signer = all.iter().find(|it| {
            !chain.contains(it)
                && names(it)
                    .is_some_and(|its| its.subject == last.issuer && its.subject != its.issuer)
        });
        let Some(signer) = signer else { break };
        chain.push(signer.clone());
    }
    chain
}

/// Subject and issuer, as they are compared.
struct Names {
    subject: Vec<u8>,
    issuer: Vec<u8>,
}

fn names(certificate: &CertificateDer<'_>) -> Option<Names> {
    let (_, parsed) = X509Certificate::from_der(certificate).ok()?;
    Some(Names {
        subject: parsed.subject().as_raw().to_vec(),
        issuer: parsed.issuer().as_raw().to_vec(),
    })
}

/// What there is to say of the first of them.
pub(crate) fn facts_of(chain: &[CertificateDer<'static>]) -> Facts {
    let parsed = chain.first().and_then(|it| X509Certificate::from_der(it).ok());
    let Some((_, parsed)) = parsed else {
        return Facts { chain_length: chain.len(), ..Facts::default() };
    };
    Facts {
        subject: parsed.subject().to_string(),
        issuer: parsed.issuer().to_string(),
        validity: Validity::of_certificate(&parsed),
        chain_length: chain.len(),
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCertificate").field("facts", &self.facts).finish_non_exhaustive()
    }
}
