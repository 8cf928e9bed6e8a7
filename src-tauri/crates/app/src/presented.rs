//! The certificates of a server, as they cross to the interface.

use client::chain::{Authority, Chain, Presented};

use crate::api::chain::{PresentedCertificate, PresentedChain, TrustedAuthority};

pub(crate) fn chain(it: &Chain) -> PresentedChain {
    PresentedChain {
        certificates: it.certificates.iter().map(certificate).collect(),
        left_out: count(it.left_out),
        authority: it.authority.as_ref().map(authority),
        hint: it.hint.clone(),
    }
}

fn certificate(it: &Presented) -> PresentedCertificate {
    PresentedCertificate {
        subject: it.subject.clone(),
        issuer: it.issuer.clone(),
        is_self_signed: it.is_self_signed,
        names: it.names.clone(),
        more_names: count(it.more_names),
        valid_from: it.validity.begins.map(|it| it.to_string()),
        valid_to: it.validity.ends.map(|it| it.to_string()),
        fingerprint: it.fingerprint.clone(),
        fault: it.fault.clone(),
    }
}

fn authority(it: &Authority) -> TrustedAuthority {
    TrustedAuthority {
        subject: it.subject.clone(),
        is_own: it.is_own,
        fingerprint: it.fingerprint.clone(),
        valid_to: it.validity.ends.map(|it| it.to_string()),
    }
}

fn count(it: usize) -> u32 {
    u32::try_from(it).unwrap_or(u32::MAX)
}
