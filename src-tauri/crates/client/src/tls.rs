//! The one TLS configuration: certificates are verified against what the operating system trusts. There is no way to
//! switch that off.

use std::sync::Arc;

use rustls::client::Resumption;
use rustls::crypto::CryptoProvider;
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ConfigBuilder, InvalidMessage,
    PeerIncompatible, RootCertStore, WantsVerifier,
};
use rustls_platform_verifier::Verifier;

use crate::classify::Target;
use crate::error::{Distrust, Failure, FailureKind};
use crate::times::Handshakes;

/// Whom to trust.
pub(crate) struct Trust {
    pub(crate) config: ClientConfig,
    /// Whether there is any authority at all; without one every certificate is refused.
    pub(crate) has_authorities: bool,
}

/// A configuration for HTTP/2 and HTTP/1.1 that trusts whom the system trusts.
pub(crate) fn trust_system() -> Result<Trust, Failure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    // It fails when the system has no authorities, or none that can be read.
    let Ok(verifier) = Verifier::new(Arc::clone(&provider)) else { return trust_nobody() };
    let mut config = builder(provider)?
        .dangerous() // rustls calls every verifier so that is not its own; this one is the system's.
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.resumption = Resumption::store(Arc::new(Handshakes::new()));
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Trust { config, has_authorities: true })
}

/// A configuration that refuses every certificate: for a server that is reached over plain http, where reading the
/// system's authorities would only take time.
pub(crate) fn trust_nobody() -> Result<Trust, Failure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = builder(provider)?.with_root_certificates(RootCertStore::empty());
    Ok(Trust { config: config.with_no_client_auth(), has_authorities: false })
}

fn builder(
    provider: Arc<CryptoProvider>,
) -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, Failure> {
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(
        |error| {
            let (host, reason) = ("any host".to_owned(), error.to_string());
            Failure::new(FailureKind::TlsFailed { host, reason })
        },
    )
}

/// What an error of the handshake means for the host.
pub(crate) fn failure(error: &rustls::Error, target: &Target) -> FailureKind {
    let Target { host, port, has_authorities, .. } = target;
    let (host, port) = (host.clone(), *port);
    match error {
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) if !has_authorities => {
            FailureKind::NoTrustedAuthorities { host }
        }
        rustls::Error::InvalidCertificate(reason) => {
            FailureKind::Untrusted { host, reason: distrust(reason) }
        }
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            FailureKind::NotTls { host, port }
        }
        rustls::Error::AlertReceived(AlertDescription::CertificateRequired) => {
            FailureKind::WantsClientCertificate { host }
        }
        rustls::Error::AlertReceived(AlertDescription::ProtocolVersion)
        | rustls::Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13) => {
            FailureKind::OtherTlsVersion { host }
        }
        rustls::Error::AlertReceived(AlertDescription::UnrecognisedName) => {
            FailureKind::UnknownServerName { host }
        }
        rustls::Error::AlertReceived(alert) => FailureKind::TlsFailed {
            host,
            reason: format!("it refused the TLS handshake ({alert:?})"),
        },
        other => FailureKind::TlsFailed { host, reason: other.to_string() },
    }
}

fn distrust(error: &CertificateError) -> Distrust {
    match error {
        CertificateError::UnknownIssuer => Distrust::UnknownIssuer,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Distrust::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            Distrust::NotYetValid
        }
        CertificateError::NotValidForName => Distrust::WrongName { presented: Vec::new() },
        CertificateError::NotValidForNameContext { presented, .. } => {
            Distrust::WrongName { presented: presented.iter().map(|name| name_of(name)).collect() }
        }
        CertificateError::Revoked => Distrust::Revoked,
        CertificateError::BadSignature => {
            Distrust::Other("its signature is not by the authority that it names".to_owned())
        }
        CertificateError::BadEncoding => Distrust::Other("it is malformed".to_owned()),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            Distrust::Other("it is not meant for servers".to_owned())
        }
        CertificateError::Other(other) => match other.0.downcast_ref::<webpki::Error>() {
            Some(webpki::Error::CaUsedAsEndEntity) => Distrust::IsAuthority,
            _ => Distrust::Other(other.to_string()),
        },
        other => Distrust::Other(other.to_string()),
    }
}

/// The verifier names them as `DnsName("host")`; people know them as `host`.
fn name_of(presented: &str) -> String {
    presented.split('"').nth(1).unwrap_or(presented).to_owned()
}
