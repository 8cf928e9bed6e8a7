//! The verifier of one look: judges as every connection does, and keeps what the server showed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::ResolvesClientCert;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use super::{distrust_of, verifier};
use crate::chain::Seen;
use crate::network::Network;

/// Sees one server. As the holder of client certificates it has none, and notes that one was asked for.
#[derive(Debug)]
pub(crate) struct Witness {
    /// Decides; `None` where there is no authority at all.
    decides: Option<Arc<dyn ServerCertVerifier>>,
    /// Judges what is taken unverified too.
    judge: Option<Arc<dyn ServerCertVerifier>>,
    is_verified: bool,
    schemes: Vec<SignatureScheme>,
    seen: Mutex<Option<Seen>>,
    was_asked: AtomicBool,
}

impl Witness {
    pub(super) fn of(network: &Network, provider: &Arc<CryptoProvider>) -> Witness {
        let decides = verifier::of(network, provider);
        let is_verified = network.unverified_host.is_none();
        let judge = match is_verified {
            true => decides.clone(),
            false => verifier::judge(&network.authorities, provider),
        };
        Witness {
            decides,
            judge,
            is_verified,
            schemes: verifier::schemes(provider),
            seen: Mutex::default(),
            was_asked: AtomicBool::default(),
        }
    }

    /// What the server showed; `None` where it did not come to that.
    pub(crate) fn seen(&self) -> Option<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the server asked for a certificate and was shown none.
    pub(crate) fn was_asked(&self) -> bool {
        self.was_asked.load(Ordering::Relaxed)
    }

    fn decides(&self) -> Result<&Arc<dyn ServerCertVerifier>, Error> {
        self.decides.as_ref().ok_or(Error::InvalidCertificate(CertificateError::UnknownIssuer))
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let by = |verifier: Option<&Arc<dyn ServerCertVerifier>>| match verifier {
            Some(it) => {
                it.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            None => Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)),
        };
        let judged = by(self.judge.as_ref());
        let distrust = judged.as_ref().err().map(distrust_of);
        let certificates = std::iter::once(end_entity).chain(intermediates);
        let certificates = certificates.map(|it| it.clone().into_owned()).collect();
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Seen { certificates, distrust });
        if self.is_verified { judged } else { by(self.decides.as_ref()) }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.decides()?.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.decides()?.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}

impl ResolvesClientCert for Witness {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.was_asked.store(true, Ordering::Relaxed);
        None
    }

    fn has_certs(&self) -> bool {
        false
    }
}
