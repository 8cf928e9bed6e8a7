//! Certificate authorities of a person's own, from PEM.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::auth::certificate::{Facts, facts_of};

/// Certificates that are trusted in addition to those of the system. Nothing of them is secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authorities {
    certificates: Arc<Vec<CertificateDer<'static>>>,
}

/// Why certificates cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthoritiesError {
    /// There is no PEM in it.
    #[error("no PEM was found in it: it should have a line that begins with -----BEGIN")]
    NotPem,
    /// There is a private key in it, which has no place among certificates.
    #[error("there is a private key in it")]
    HoldsKey,
    /// There is no certificate in it.
    #[error("there is no certificate in it")]
    NoCertificate,
    /// The text of one is not whole.
    #[error(
        "its text is damaged: something between -----BEGIN and -----END is missing or not of it"
    )]
    Damaged,
    /// One is no certificate that can be trusted.
    #[error("certificate {number} of it cannot be read")]
    Unreadable {
        /// Which one, from 1.
        number: usize,
    },
    /// More than anybody has.
    #[error("there are more than {limit} certificates in it")]
    TooMany {
        /// How many there may be.
        limit: usize,
    },
}

impl Authorities {
    /// The most certificates that are taken.
    pub const MOST: usize = 100;

    /// From PEM; what stands between the certificates does not matter.
    ///
    /// # Errors
    /// [`AuthoritiesError`].
    pub fn from_pem(pem: &str) -> Result<Authorities, AuthoritiesError> {
        if !pem.contains("-----BEGIN ") {
            return Err(AuthoritiesError::NotPem);
        }
        // It is shown and kept in clear: a key that was pasted along must not be.
        if pem.contains("PRIVATE KEY-----") {
            return Err(AuthoritiesError::HoldsKey);
        }
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
        let certificates = read.map_err(|_| AuthoritiesError::Damaged)?;
        if certificates.is_empty() {
            return Err(AuthoritiesError::NoCertificate);
        }
        if certificates.len() > Self::MOST {
            return Err(AuthoritiesError::TooMany { limit: Self::MOST });
        }
        let mut roots = RootCertStore::empty();
        for (number, it) in (1..).zip(&certificates) {
            roots.add(it.clone()).map_err(|_| AuthoritiesError::Unreadable { number })?;
        }
        Ok(Authorities { certificates: Arc::new(certificates) })
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty()
    }

    /// What there is to say of each.
    #[must_use]
    pub fn facts(&self) -> Vec<Facts> {
        self.certificates.iter().map(|it| facts_of(std::slice::from_ref(it))).collect()
    }

    /// What each of them is told from others by: the SHA-256 of it, in hexadecimal pairs.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<String> {
        let of = |it: &CertificateDer<'_>| {
            let digest = ring::digest::digest(&ring::digest::SHA256, it);
            digest.as_ref().iter().map(|it| format!("{it:02X}")).collect::<Vec<_>>().join(":")
        };
        self.certificates.iter().map(of).collect()
    }

    pub(crate) fn certificates(&self) -> impl Iterator<Item = CertificateDer<'static>> + '_ {
        self.certificates.iter().cloned()
    }

    pub(crate) fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(self.certificates());
        roots
    }
}
