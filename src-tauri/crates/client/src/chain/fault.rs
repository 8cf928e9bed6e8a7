//! Which certificate of a chain is at fault, why in words, and what else helps.

use super::{Place, Presented, names_in_words};
use crate::auth::expiry;
use crate::error::Distrust;

/// Marks the certificates at fault; `misfit` is the first with other purposes than those of a server. Where that cannot be told, none is: the problem of the step says why.
pub(super) fn mark(
    all: &mut [Presented],
    path: &[usize],
    distrust: &Distrust,
    misfit: Option<usize>,
    place: &Place<'_>,
) {
    let on_path = |it: usize| path.contains(&it);
    let late = |it: &Presented| it.validity.ends.filter(|it| *it < place.now);
    let early = |it: &Presented| it.validity.begins.filter(|it| *it > place.now);
    let last = path.last().copied().unwrap_or_default();
    let count = all.len();
    for (at, it) in all.iter_mut().enumerate() {
        it.fault = match distrust {
            Distrust::Expired if on_path(at) => {
                late(it).map(|it| format!("It expired on {}.", expiry::date(it)))
            }
            Distrust::NotYetValid if on_path(at) => {
                early(it).map(|it| format!("It is not valid before {}.", expiry::date(it)))
            }
            Distrust::WrongName { .. } if at == 0 => Some(wrong_name(it, place.host)),
            Distrust::UnknownIssuer if at == last => Some(unknown_issuer(it, at)),
            Distrust::IsAuthority if at == 0 => Some(is_authority(it)),
            Distrust::WrongPurpose if misfit == Some(at) => {
                Some("It is not meant for servers: its purposes are others.".to_owned())
            }
            Distrust::Revoked if at == 0 => {
                Some("The authority that signed it has taken it back.".to_owned())
            }
            Distrust::Other(reason) if count == 1 => Some(sentence(reason)),
            _ => None,
        };
    }
}

fn wrong_name(it: &Presented, host: &str) -> String {
    match it.names.as_slice() {
        [] => format!("It was issued for no host name at all, and not for {host}."),
        names => {
            let names = names_in_words(names, it.more_names);
            format!("It was issued for other names: {names}. This server was asked for as {host}.")
        }
    }
}

fn unknown_issuer(it: &Presented, at: usize) -> String {
    match (it.is_self_signed, at) {
        (true, 0) => "It is signed by itself, and nobody here trusts it.".to_owned(),
        (true, _) => {
            "It is an authority that nobody here trusts: neither the system nor this tenant."
                .to_owned()
        }
        (false, _) => format!(
            "It was issued by an authority that nobody here trusts, neither the system nor this tenant: {}. The \
             certificate of that authority was not shown.",
            it.issuer
        ),
    }
}

fn is_authority(it: &Presented) -> String {
    let made = if it.is_self_signed { "It is signed by itself and marked" } else { "It is marked" };
    format!("{made} as an authority, which a server's own certificate must not be.")
}

/// The words of a verifier as a sentence.
fn sentence(reason: &str) -> String {
    let reason = super::shown(reason.trim_end_matches('.'));
    let mut rest = reason.chars();
    let first = rest.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", rest.as_str())
}

/// What to know or to do beside what the problem of the step says. Nothing is ever trusted from here: what a connection
/// shows proves nothing about who shows it.
pub(super) fn hint(
    all: &[Presented],
    path: &[usize],
    distrust: Option<&Distrust>,
    place: &Place<'_>,
) -> Option<String> {
    let Some(distrust) = distrust else {
        let trusted = "They would be trusted: verification can be switched on again.";
        return place.is_unverified.then(|| trusted.to_owned());
    };
    let mut hints: Vec<String> = Vec::new();
    if place.is_unverified {
        hints.push("They would be refused if certificates were verified.".to_owned());
    }
    if *distrust == Distrust::UnknownIssuer {
        let last = path.last().copied().unwrap_or_default();
        hints.extend(proxy(place));
        hints.extend(all.get(last).map(|it| how_to_trust(it, last)));
    }
    (!hints.is_empty()).then(|| hints.join(" "))
}

fn proxy(place: &Place<'_>) -> Option<String> {
    let proxy = place.proxy.as_ref()?;
    Some(format!(
        "The connection goes through the proxy {proxy}. One that inspects TLS answers in the place of every server, with \
         certificates of an authority of its own."
    ))
}

fn how_to_trust(last: &Presented, at: usize) -> String {
    match (last.is_self_signed, at) {
        (true, 0) => "If the server is yours, compare the fingerprint with that of the certificate on the server itself, \
                      and add the certificate from there under CA certificates."
            .to_owned(),
        (true, _) => "If this is an authority of your organisation, get its certificate from whoever runs it, compare the \
                      fingerprints, and add it under CA certificates. Do not take it from this connection: whoever answers \
                      here can show one of their own."
            .to_owned(),
        (false, _) => format!(
            "If {} is an authority of your organisation, get its certificate from whoever runs it and add it under CA \
             certificates. If it is a public one, the server leaves out a certificate in between: its operator has to add \
             it to what the server shows.",
            last.issuer
        ),
    }
}
