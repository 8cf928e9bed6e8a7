//! Servers with TLS under an authority of the test's own.
#![allow(unreachable_pub, clippy::unwrap_used)]

use std::sync::Arc;

use client::network::Authorities;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair,
};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme,
    SupportedProtocolVersion,
};
use tokio_rustls::TlsAcceptor;

use crate::common::{Server, good};

pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new() -> Authority {
        Authority::named("A private authority")
    }

    pub fn named(name: &str) -> Authority {
        let params = of_authority(name);
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    pub fn trusted(&self) -> Authorities {
        Authorities::from_pem(&self.pem()).unwrap()
    }

    /// An authority that this one has signed.
    pub fn between(&self, change: impl FnOnce(&mut CertificateParams)) -> Authority {
        let mut params = of_authority("An authority in between");
        change(&mut params);
        Authority(
            CertifiedIssuer::signed_by(params, KeyPair::generate().unwrap(), &self.0).unwrap(),
        )
    }

    pub fn der(&self) -> CertificateDer<'static> {
        self.0.der().clone()
    }

    /// A certificate that says this, with its key.
    pub fn issue(&self, params: CertificateParams) -> (Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.0).unwrap(), key)
    }

    /// A server that does everything right, with a certificate for these names.
    pub async fn serve(&self, names: &[&str]) -> Server {
        self.serve_as(for_names(names)).await
    }

    /// Accepts TLS for these names, and asks whoever comes for a certificate; any is taken, and none too.
    pub fn asking(&self, names: &[&str]) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let certificate = for_names(names).signed_by(&key, &self.0).unwrap();
        let anybody = Anybody(Arc::new(rustls::crypto::ring::default_provider()));
        asking_acceptor(&certificate, &key, Arc::new(anybody))
    }

    /// The same with a certificate that says this.
    pub async fn serve_as(&self, params: CertificateParams) -> Server {
        let (certificate, key) = self.issue(params);
        serve(certificate, key).await
    }
}

fn of_authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// What a certificate for these names says.
pub fn for_names(names: &[&str]) -> CertificateParams {
    CertificateParams::new(names.iter().map(|&it| it.to_owned()).collect::<Vec<_>>()).unwrap()
}

/// A server that does everything right, with this certificate.
pub async fn serve(certificate: Certificate, key: KeyPair) -> Server {
    serve_chain(&[certificate.der().clone()], &key).await
}

/// The same with all that stands between it and its authority.
pub async fn serve_chain(chain: &[CertificateDer<'static>], key: &KeyPair) -> Server {
    serve_by(acceptor(chain, key)).await
}

/// A server that does everything right behind this acceptor.
pub async fn serve_by(acceptor: TlsAcceptor) -> Server {
    Server::serve(good, move |stream| {
        let acceptor = acceptor.clone();
        Box::pin(async move { acceptor.accept(stream).await.ok() })
    })
    .await
}

/// Accepts TLS with these certificates.
pub fn acceptor(chain: &[CertificateDer<'static>], key: &KeyPair) -> TlsAcceptor {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let mut config = builder.with_single_cert(chain.to_vec(), key).unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

/// The same, which asks whoever comes for a certificate.
fn asking_acceptor(
    certificate: &Certificate,
    key: &KeyPair,
    clients: Arc<dyn ClientCertVerifier>,
) -> TlsAcceptor {
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(clients);
    let mut config = builder.with_single_cert(vec![certificate.der().clone()], key).unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

/// Takes the certificate of anybody who has its key.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ClientCertVerifier for Anybody {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }
    fn client_auth_mandatory(&self) -> bool {
        false
    }
    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, known)
    }
    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, known)
    }
    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// The same, which ends what comes without a certificate that this authority has signed.
pub fn wanting(clients: &Authority, certificate: &Certificate, key: &KeyPair) -> TlsAcceptor {
    wanting_by(rustls::DEFAULT_VERSIONS, clients, certificate, key)
}

/// The same with these versions of TLS.
pub fn wanting_by(
    versions: &[&'static SupportedProtocolVersion],
    clients: &Authority,
    certificate: &Certificate,
    key: &KeyPair,
) -> TlsAcceptor {
    let mut roots = RootCertStore::empty();
    roots.add(clients.der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let builder = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap());
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let mut config = builder.with_single_cert(vec![certificate.der().clone()], key).unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}
