//! Certificates, good and bad, made anew by an authority of the test's own.

use std::sync::Arc;

use anyhow::{Context, Result};
use rcgen::{
    BasicConstraints, Certificate as Made, CertificateParams, CertifiedIssuer, DnType, IsCa,
    KeyPair, date_time_ymd,
};
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

/// The name that servers with TLS go by.
pub(crate) const HOST: &str = "localhost";

/// What is wrong with a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// Nothing, as long as the authority is trusted.
    Good,
    /// Nobody but itself has signed it.
    SelfSigned,
    /// An authority has signed it that nobody knows.
    UnknownAuthority,
    /// It ended years ago.
    Expired,
    /// It begins in years.
    NotYetValid,
    /// It is for `scim.example.com`.
    WrongHost,
    /// Nothing; but the server wants one of the client, too.
    WantsClient,
}

/// An authority that a system can be made to trust.
#[derive(Debug)]
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    /// A new one, with a key of its own.
    pub fn new() -> Result<Authority> {
        Authority::named("Authority of the faults")
    }

    fn named(name: &str) -> Result<Authority> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Ok(Authority { issuer: CertifiedIssuer::self_signed(params, KeyPair::generate()?)? })
    }

    /// Its certificate, for the file that `SSL_CERT_FILE` names.
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// A certificate for servers that want one of the client, with its key, in PEM.
    pub fn client(&self) -> Result<String> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(Vec::new())?;
        params.distinguished_name.push(DnType::CommonName, "A client");
        Ok(params.signed_by(&key, &self.issuer)?.pem() + &key.serialize_pem())
    }

    pub(crate) fn server(&self, certificate: Certificate) -> Result<ServerConfig> {
        let key = KeyPair::generate()?;
        let made = self.certificate(certificate, &key)?;
        let builder = builder()?;
        let builder = if certificate == Certificate::WantsClient {
            let mut roots = RootCertStore::empty();
            roots.add(self.issuer.der().clone())?;
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.build()?)
        } else {
            builder.with_no_client_auth()
        };
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let mut config = builder
            .with_single_cert(vec![made.der().clone()], key)
            .context("the certificate cannot be used")?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    fn certificate(&self, certificate: Certificate, key: &KeyPair) -> Result<Made> {
        let host = match certificate {
            Certificate::WrongHost => "scim.example.com",
            _ => HOST,
        };
        let mut params = CertificateParams::new(vec![host.to_owned()])?;
        match certificate {
            Certificate::Expired => {
                params.not_before = date_time_ymd(2020, 1, 1);
                params.not_after = date_time_ymd(2021, 1, 1);
            }
            Certificate::NotYetValid => {
                params.not_before = date_time_ymd(3000, 1, 1);
                params.not_after = date_time_ymd(3001, 1, 1);
            }
            _ => {}
        }
        Ok(match certificate {
            Certificate::SelfSigned => {
                // As openssl makes them when asked for a self-signed certificate.
                params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
                params.self_signed(key)?
            }
            Certificate::UnknownAuthority => {
                params.signed_by(key, &Authority::named("A stranger")?.issuer)?
            }
            _ => params.signed_by(key, &self.issuer)?,
        })
    }
}

fn builder() -> Result<rustls::ConfigBuilder<ServerConfig, rustls::WantsVerifier>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .context("no version of TLS can be spoken")
}
