//! Servers with TLS under an authority of the test's own.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use std::sync::Arc;

use client::network::Authorities;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair,
};
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

use crate::common::{Server, good};

pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new() -> Authority {
        Authority::named("A private authority")
    }

    pub fn named(name: &str) -> Authority {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    pub fn trusted(&self) -> Authorities {
        Authorities::from_pem(&self.pem()).unwrap()
    }

    /// A server that does everything right, with a certificate for these names.
    pub async fn serve(&self, names: &[&str]) -> Server {
        self.serve_as(for_names(names)).await
    }

    /// The same with a certificate that says this.
    pub async fn serve_as(&self, params: CertificateParams) -> Server {
        let key = KeyPair::generate().unwrap();
        serve(params.signed_by(&key, &self.0).unwrap(), key).await
    }
}

/// What a certificate for these names says.
pub fn for_names(names: &[&str]) -> CertificateParams {
    CertificateParams::new(names.iter().map(|&it| it.to_owned()).collect::<Vec<_>>()).unwrap()
}

/// A server that does everything right, with this certificate.
pub async fn serve(certificate: Certificate, key: KeyPair) -> Server {
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    Server::serve(good, move |stream| {
        let acceptor = acceptor.clone();
        Box::pin(async move { acceptor.accept(stream).await.ok() })
    })
    .await
}
