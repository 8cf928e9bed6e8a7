//! Who judges the certificate of a server: the system, or nobody for the one host that a person named.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, SignatureScheme};
use rustls_platform_verifier::Verifier;

use crate::network::{Authorities, Network};

/// The verifier of the system, with a person's own authorities beside its own. `None` where there is no authority at all.
pub(super) fn of(
    network: &Network,
    provider: &Arc<CryptoProvider>,
) -> Option<Arc<dyn ServerCertVerifier>> {
    let judge = judge(&network.authorities, provider);
    let Some(host) = &network.unverified_host else { return judge };
    let host = ServerName::try_from(host.clone()).ok()?;
    Some(Arc::new(AllBut { host, judge, schemes: schemes(provider) }))
}

/// Judges every host.
pub(super) fn judge(
    authorities: &Authorities,
    provider: &Arc<CryptoProvider>,
) -> Option<Arc<dyn ServerCertVerifier>> {
    let own = authorities.certificates().collect::<Vec<_>>();
    // It fails when the system has no authorities, or none that can be read.
    if let Ok(verifier) = Verifier::new_with_extra_roots(own, Arc::clone(provider)) {
        return Some(Arc::new(verifier));
    }
    if authorities.is_empty() {
        return None;
    }
    let roots = Arc::new(authorities.roots());
    let verifier = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(provider)).build();
    verifier.ok().map(|it| it as Arc<dyn ServerCertVerifier>)
}

pub(super) fn schemes(provider: &CryptoProvider) -> Vec<SignatureScheme> {
    provider.signature_verification_algorithms.supported_schemes()
}

/// Takes any certificate of one host, and judges those of all others.
#[derive(Debug)]
struct AllBut {
    host: ServerName<'static>,
    judge: Option<Arc<dyn ServerCertVerifier>>,
    schemes: Vec<SignatureScheme>,
}

impl ServerCertVerifier for AllBut {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if *server_name == self.host {
            return Ok(ServerCertVerified::assertion());
        }
        let Some(judge) = &self.judge else {
            return Err(Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer));
        };
        judge.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        // Whether whoever answers has the key of its certificate is looked at in any case where somebody can tell: the
        // host is not known here.
        match &self.judge {
            Some(judge) => judge.verify_tls12_signature(message, certificate, signed),
            None => Ok(HandshakeSignatureValid::assertion()),
        }
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        match &self.judge {
            Some(judge) => judge.verify_tls13_signature(message, certificate, signed),
            None => Ok(HandshakeSignatureValid::assertion()),
        }
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}
