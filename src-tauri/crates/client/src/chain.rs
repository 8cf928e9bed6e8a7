//! The certificates that a server showed at a look, as text for people: whom they name, who signed them, which one is at
//! fault and why, and which authority is trusted. What stands in them is the server's own: bounded, and nothing hidden.

mod anchor;
mod fault;
mod text;

use std::net::IpAddr;

use jiff::Timestamp;
use rustls::pki_types::CertificateDer;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::auth::expiry::Validity;
use crate::error::Distrust;
use crate::network::Authorities;

pub use anchor::Authority;

pub(crate) use text::{MOST_NAMES, names_in_words, shown};

/// The most certificates that are shown. TLS bounds their size: all of them take 64 KiB at most.
const MOST: usize = 10;

/// What a server showed, and what is to be said of it. Nothing of it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The certificates in the order of the wire, the server's own first.
    pub certificates: Vec<Presented>,
    /// How many more there were.
    pub left_out: usize,
    /// The trusted authority that vouches for the server; `None` where there is none.
    pub authority: Option<Authority>,
    /// What else to know or to do, in whole sentences.
    pub hint: Option<String>,
}

/// One certificate of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presented {
    /// Whom it names.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// Whether it names itself as the one who signed it.
    pub is_self_signed: bool,
    /// The hosts that it is for, as far as they are shown.
    pub names: Vec<String>,
    /// How many more hosts it is for.
    pub more_names: usize,
    /// From when to when it is valid.
    pub validity: Validity,
    /// The SHA-256 of it, in hexadecimal pairs.
    pub fingerprint: String,
    /// Why it is not accepted, in a whole sentence, where it is the one at fault.
    pub fault: Option<String>,
}

/// What was seen of a server in a handshake.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) certificates: Vec<CertificateDer<'static>>,
    /// Why they are not accepted, where they are not, or would not be if they were verified.
    pub(crate) distrust: Option<Distrust>,
}

/// Where they were seen.
pub(crate) struct Place<'a> {
    pub(crate) host: &'a str,
    /// The proxy on the way.
    pub(crate) proxy: Option<String>,
    pub(crate) own: &'a Authorities,
    pub(crate) is_unverified: bool,
    pub(crate) now: Timestamp,
}

impl Chain {
    pub(crate) fn of(seen: &Seen, place: &Place<'_>) -> Chain {
        let read: Vec<Read<'_>> = seen.certificates.iter().map(Read::of).collect();
        let path = path(&read);
        let mut all: Vec<Presented> = read.iter().map(Read::presented).collect();
        let authority = match &seen.distrust {
            Some(_) => None,
            None => Some(anchor::of(&seen.certificates, place.own, || {
                path.last().and_then(|it| all.get(*it)).map(|it| it.issuer.clone())
            })),
        };
        if let Some(distrust) = &seen.distrust {
            let misfit = read.iter().position(Read::has_other_purposes);
            fault::mark(&mut all, &path, distrust, misfit, place);
        }
        let hint = fault::hint(&all, &path, seen.distrust.as_ref(), place);
        let left_out = all.len().saturating_sub(MOST);
        all.truncate(MOST);
        Chain { certificates: all, left_out, authority, hint }
    }

    /// The same with each text changed, to take out what must not be shown.
    pub(crate) fn map_texts(mut self, change: impl Fn(&str) -> String) -> Chain {
        let edit = |it: &mut String| *it = change(it);
        for it in &mut self.certificates {
            [&mut it.subject, &mut it.issuer].into_iter().chain(&mut it.names).for_each(edit);
            it.fault.iter_mut().for_each(edit);
        }
        self.authority.iter_mut().map(|it| &mut it.subject).chain(&mut self.hint).for_each(edit);
        self
    }

    /// From when to when the server's own certificate is valid.
    pub(crate) fn validity(&self) -> Validity {
        self.certificates.first().map(|it| it.validity).unwrap_or_default()
    }
}

/// A certificate, as far as it can be read.
struct Read<'a> {
    der: &'a CertificateDer<'a>,
    parsed: Option<X509Certificate<'a>>,
}

impl<'a> Read<'a> {
    fn of(der: &'a CertificateDer<'a>) -> Read<'a> {
        Read { der, parsed: X509Certificate::from_der(der).ok().map(|(_, it)| it) }
    }

    /// Whether it says what it is for, and servers are not among that.
    fn has_other_purposes(&self) -> bool {
        let usage = self.parsed.as_ref().and_then(|it| it.extended_key_usage().ok().flatten());
        usage.is_some_and(|it| !it.value.any && !it.value.server_auth)
    }

    fn presented(&self) -> Presented {
        let fingerprint = fingerprint(self.der);
        let Some(parsed) = &self.parsed else {
            let subject = "It cannot be read".to_owned();
            return Presented { subject, fingerprint, ..Presented::default() };
        };
        let mut names = names(parsed);
        let more_names = names.len().saturating_sub(MOST_NAMES);
        names.truncate(MOST_NAMES);
        Presented {
            subject: text::distinguished(parsed.subject()),
            issuer: text::distinguished(parsed.issuer()),
            is_self_signed: is_self_signed(parsed),
            names,
            more_names,
            validity: Validity::of_certificate(parsed),
            fingerprint,
            fault: None,
        }
    }
}

/// The certificates that belong together, by their places: from the server's own to the last that signed one before it.
fn path(read: &[Read<'_>]) -> Vec<usize> {
    let mut path = Vec::new();
    let mut next = Some(0).filter(|_| !read.is_empty());
    while let Some(at) = next {
        path.push(at);
        let parsed = read.get(at).and_then(|it| it.parsed.as_ref());
        let Some(of) = parsed.filter(|it| !is_self_signed(it)) else { break };
        next = read.iter().enumerate().position(|(place, it)| {
            let signs = it.parsed.as_ref().map(|it| it.subject().as_raw());
            !path.contains(&place) && signs == Some(of.issuer().as_raw())
        });
    }
    path
}

fn is_self_signed(parsed: &X509Certificate<'_>) -> bool {
    parsed.subject().as_raw() == parsed.issuer().as_raw()
}

fn names(parsed: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = parsed.subject_alternative_name() else { return Vec::new() };
    let all = extension.value.general_names.iter();
    all.filter_map(|it| match it {
        GeneralName::DNSName(name) => Some(shown(name)),
        GeneralName::IPAddress(bytes) => address(bytes).map(|it| it.to_string()),
        _ => None,
    })
    .collect()
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

fn fingerprint(der: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, der);
    digest.as_ref().iter().map(|it| format!("{it:02X}")).collect::<Vec<_>>().join(":")
}
