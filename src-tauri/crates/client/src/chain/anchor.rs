//! Which authority a chain that is trusted leads to, and whether it is the system's or one of a person's own. Only what
//! has been verified already is looked at: nothing here decides whether it is trusted.

use rustls::pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::{Read, fingerprint, text};
use crate::auth::expiry::Validity;
use crate::network::Authorities;

/// An authority that is trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authority {
    /// Whom its certificate names; empty where that is not known.
    pub subject: String,
    /// What it is called for short; empty where that is not known.
    pub name: String,
    /// Whether it is one of a person's own; otherwise the system trusts it.
    pub is_own: bool,
    /// The SHA-256 of its certificate; `None` where only its name is known.
    pub fingerprint: Option<String>,
    /// From when to when its certificate is valid.
    pub validity: Validity,
}

/// The authority behind certificates that were accepted. Systems whose own verifier does not say which one it took are
/// believed, and it is called as the last certificate calls it.
pub(super) fn of(
    shown: &[CertificateDer<'static>],
    own: &Authorities,
    last_issuer: impl FnOnce() -> Option<String>,
) -> Authority {
    let own: Vec<_> = own.certificates().collect();
    if let Some(root) = among(&own, shown) {
        return Authority { is_own: true, ..authority(root) };
    }
    let system = of_system();
    if let Some(root) = among(&system, shown) {
        return authority(root);
    }
    let subject = last_issuer().unwrap_or_default();
    Authority { name: subject.clone(), subject, ..Authority::default() }
}

fn authority(root: &CertificateDer<'_>) -> Authority {
    let fingerprint = Some(fingerprint(root));
    match Read::of(root).parsed {
        Some(parsed) => Authority {
            subject: text::distinguished(parsed.subject()),
            name: text::common_name(parsed.subject()),
            is_own: false,
            fingerprint,
            validity: Validity::of_certificate(&parsed),
        },
        None => Authority { fingerprint, ..Authority::default() },
    }
}

/// The one of these roots to which the certificates lead.
fn among<'a>(
    roots: &'a [CertificateDer<'static>],
    shown: &[CertificateDer<'static>],
) -> Option<&'a CertificateDer<'static>> {
    let (first, between) = shown.split_first()?;
    let usable = |it: &'a CertificateDer<'static>| Some((anchor_from_trusted_cert(it).ok()?, it));
    let (anchors, roots): (Vec<TrustAnchor<'_>>, Vec<_>) = roots.iter().filter_map(usable).unzip();
    let server = EndEntityCert::try_from(first).ok()?;
    let provider = rustls::crypto::ring::default_provider();
    let path = server.verify_for_usage(
        provider.signature_verification_algorithms.all,
        &anchors,
        between,
        UnixTime::now(),
        KeyUsage::server_auth(),
        None,
        None,
    );
    let anchor = path.ok()?.anchor().clone();
    let at = anchors.iter().position(|it| *it == anchor)?;
    roots.get(at).copied()
}

/// The authorities of the system, where they are files and the verifier reads them as we do.
#[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
fn of_system() -> Vec<CertificateDer<'static>> {
    rustls_native_certs::load_native_certs().certs
}

/// The verifier of the system keeps to itself which one it trusted.
#[cfg(not(all(unix, not(target_vendor = "apple"), not(target_os = "android"))))]
fn of_system() -> Vec<CertificateDer<'static>> {
    Vec::new()
}
