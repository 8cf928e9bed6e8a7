//! The one TLS configuration: certificates are verified against what the operating system trusts and what a person
//! trusts beside it. The one host of which a person has said so outside of the window is taken as it is.

mod verifier;
mod witness;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use rustls::client::Resumption;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ConfigBuilder, InvalidMessage,
    PeerIncompatible, RootCertStore, WantsVerifier,
};

use crate::auth::certificate::ClientCertificate;
use crate::base_url::BaseUrl;
use crate::chain;
use crate::classify::Target;
use crate::error::{Distrust, Failure, FailureKind};
use crate::network::Network;
use crate::times::Handshakes;

pub(crate) use witness::Witness;

/// What the system's verifier says of a certificate with other purposes; the type of this error is its own.
const OTHER_PURPOSE: &str = "certificate had invalid extensions";

/// Whom to trust.
pub(crate) struct Trust {
    pub(crate) config: ClientConfig,
    /// Whether there is any authority at all; without one every certificate is refused.
    pub(crate) has_authorities: bool,
}

/// Whom to trust at a base URL: for one of plain http nobody, because there reading the system's authorities would only
/// take time.
pub(crate) fn trust_for(
    base: &BaseUrl,
    certificate: Option<&ClientCertificate>,
    network: &Network,
) -> Result<Trust, Failure> {
    // A proxy may be one of https whatever the server is.
    let is_secure = base.is_https() || network.has_secure_proxy();
    if is_secure { trust_system(certificate, network) } else { trust_nobody() }
}

/// A configuration for HTTP/2 and HTTP/1.1 that trusts whom the system and the person trust, and shows this certificate to
/// a server that asks for one.
pub(crate) fn trust_system(
    certificate: Option<&ClientCertificate>,
    network: &Network,
) -> Result<Trust, Failure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let Some(verifier) = verifier::of(network, &provider) else { return trust_nobody() };
    let builder = builder(provider)?
        .dangerous() // rustls calls every verifier so that is not its own.
        .with_custom_certificate_verifier(verifier);
    let mut config = match certificate {
        Some(certificate) => builder.with_client_cert_resolver(certificate.resolver()),
        None => builder.with_no_client_auth(),
    };
    config.resumption = Resumption::store(Arc::new(Handshakes::new()));
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Trust { config, has_authorities: true })
}

/// A witness who decides as [`trust_system`] does.
pub(crate) fn witness(network: &Network) -> Arc<Witness> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Arc::new(Witness::of(network, &provider))
}

/// A configuration for one look: it trusts whom the system and the person trust, and lets the witness see what the server
/// shows. Without a certificate of the client the witness sees as well whether one is asked for.
pub(crate) fn witnessed(
    witness: &Arc<Witness>,
    shows: Option<&ClientCertificate>,
) -> Result<ClientConfig, Failure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = Arc::clone(witness) as _;
    let builder = builder(provider)?.dangerous().with_custom_certificate_verifier(verifier);
    let mut config = builder.with_client_cert_resolver(match shows {
        Some(certificate) => certificate.resolver(),
        None => Arc::clone(witness) as _,
    });
    config.resumption = Resumption::disabled();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// A configuration for the connection to a proxy of https, as requests make it.
pub(crate) fn to_proxy(
    certificate: Option<&ClientCertificate>,
    network: &Network,
) -> Result<ClientConfig, Failure> {
    let mut config = trust_system(certificate, network)?.config;
    config.alpn_protocols.clear();
    Ok(config)
}

/// A configuration that refuses every certificate.
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
        rustls::Error::AlertReceived(alert)
            if target.certificate_asked_for.as_ref().is_some_and(|asked| {
                let may_be = asked.load(Ordering::Relaxed);
                is_about_certificate(*alert)
                    || (may_be && *alert == AlertDescription::HandshakeFailure)
            }) =>
        {
            FailureKind::ClientCertificateRefused { host, alert: format!("{alert:?}") }
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

/// What servers say of a certificate that they were shown and do not take (RFC 8446 §6.2). Some of them say merely that
/// the handshake failed, which they also say for other reasons: it counts only where one was asked for.
fn is_about_certificate(alert: AlertDescription) -> bool {
    matches!(
        alert,
        AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::DecryptError
            | AlertDescription::CertificateRequired
    )
}

/// Why a certificate is not accepted.
pub(super) fn distrust_of(error: &rustls::Error) -> Distrust {
    match error {
        rustls::Error::InvalidCertificate(reason) => distrust(reason),
        other => Distrust::Other(other.to_string()),
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
            let mut names: Vec<String> = presented.iter().map(|name| name_of(name)).collect();
            if names.len() > chain::MOST_NAMES {
                names = vec![chain::names_in_words(&names, 0)];
            }
            Distrust::WrongName { presented: names }
        }
        CertificateError::Revoked => Distrust::Revoked,
        CertificateError::BadSignature => {
            Distrust::Other("its signature is not by the authority that it names".to_owned())
        }
        CertificateError::BadEncoding => Distrust::Other("it is malformed".to_owned()),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            Distrust::WrongPurpose
        }
        CertificateError::Other(other) => match other.0.downcast_ref::<webpki::Error>() {
            Some(webpki::Error::CaUsedAsEndEntity) => Distrust::IsAuthority,
            None if other.to_string() == OTHER_PURPOSE => Distrust::WrongPurpose,
            _ => Distrust::Other(other.to_string()),
        },
        other => Distrust::Other(other.to_string()),
    }
}

/// The verifier names them as `DnsName("host")`; people know them as `host`.
fn name_of(presented: &str) -> String {
    chain::shown(presented.split('"').nth(1).unwrap_or(presented))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_handshake_that_failed_is_about_the_certificate_only_where_it_was_asked_for() {
        let told = |alert, asked: Option<bool>| {
            let target = Target {
                host: "a.example".to_owned(),
                port: 443,
                is_https: true,
                proxy: None,
                connect_timeout: Duration::from_secs(1),
                has_authorities: true,
                certificate_asked_for: asked.map(|it| Arc::new(AtomicBool::new(it))),
            };
            let kind = failure(&rustls::Error::AlertReceived(alert), &target);
            matches!(kind, FailureKind::ClientCertificateRefused { .. })
        };
        use AlertDescription as A;
        assert_eq!(
            [None, Some(false), Some(true)].map(|it| told(A::HandshakeFailure, it)),
            [false, false, true]
        );
        assert_eq!(
            [None, Some(false), Some(true)].map(|it| told(A::UnknownCA, it)),
            [false, true, true]
        );
    }
}
