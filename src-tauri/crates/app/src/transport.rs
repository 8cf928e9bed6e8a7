//! The way to a tenant's server: what is stored of it, whether it can be used, what a person is asked before it is, and
//! how a session takes it.

use std::collections::HashSet;

use client::base_url::BaseUrl;
use client::network::{Addresses as Used, Authorities, Network, Proxy as Route, ProxyServer};
use secrecy::SecretString;
use store::TenantRow;

use crate::App;
use crate::api::Empty;
use crate::api::guard::GuardEvent;
use crate::api::tenants::TenantDraft;
use crate::api::transport::{Addresses, AuthoritiesLook, AuthoritiesLooked, Proxy, Transport};
use crate::call::Call;
use crate::error::Fault;
use crate::secret_bundle::Bundle;
use crate::secret_names::{self, PROXY_PASSWORD};
use crate::sign_in::invalid;
use crate::signing_in::of_certificate;
use crate::state::Question;

/// The longest PEM text that is kept.
const LONGEST_PEM: usize = 512 * 1024;

/// So many servers are named in one question.
const MOST_ORIGINS: usize = 10;

/// What a stored tenant says of the way to its server. What cannot be read is as usual, which is the strictest.
pub(crate) fn of_row(row: &TenantRow) -> Transport {
    row.transport.as_deref().and_then(|it| serde_json::from_str(it).ok()).unwrap_or_default()
}

/// The same without what a person agreed to, which is for one tenant alone.
pub(crate) fn without_consent(row: &TenantRow) -> Transport {
    Transport { unverified: false, plain_http: false, ..of_row(row) }
}

/// What of it stays for a draft that says nothing of it. What a person agreed to was for one origin.
pub(crate) fn kept(row: &TenantRow, base: &BaseUrl) -> Transport {
    let stored = of_row(row);
    let stays = is_same_origin(row, base);
    Transport {
        unverified: stored.unverified && stays,
        plain_http: stored.plain_http && stays,
        ..stored
    }
}

/// What a draft says of the way, as it is stored.
pub(crate) fn stored(draft: &TenantDraft, base: &BaseUrl) -> Result<Option<String>, Fault> {
    let transport = draft.transport.as_ref().map(|it| used(it, base)).unwrap_or_default();
    as_text(&transport)
}

/// As it is stored; nothing where all is as usual.
pub(crate) fn as_text(transport: &Transport) -> Result<Option<String>, Fault> {
    if *transport == Transport::default() {
        return Ok(None);
    }
    serde_json::to_string(transport)
        .map(Some)
        .map_err(|error| Fault::Defect { reason: error.to_string() })
}

/// Without what means nothing at this base URL, and the white space of a form.
fn used(transport: &Transport, base: &BaseUrl) -> Transport {
    let text = |it: &str| Some(it.trim().to_owned()).filter(|it| !it.is_empty());
    let proxy = match &transport.proxy {
        Proxy::Explicit { url, user_name } => Proxy::Explicit {
            url: url.trim().to_owned(),
            user_name: user_name.as_deref().and_then(text),
        },
        other => other.clone(),
    };
    let used = Transport {
        proxy,
        authorities: transport.authorities.as_deref().and_then(text),
        unverified: transport.unverified && base.is_https(),
        ..transport.clone()
    };
    let plain_http = used.plain_http && travels_in_clear(&used, base);
    Transport { plain_http, ..used }
}

/// Whether what is sent to a base URL leaves this machine unencrypted.
fn travels_in_clear(transport: &Transport, base: &BaseUrl) -> bool {
    let leaves = || !base.is_loopback() || explicit(transport).is_some_and(|it| !it.is_loopback());
    !base.is_https() && leaves()
}

fn explicit(transport: &Transport) -> Option<ProxyServer> {
    match &transport.proxy {
        Proxy::Explicit { url, .. } => ProxyServer::parse(url).ok(),
        Proxy::System | Proxy::None => None,
    }
}

/// Which account of which proxy the secret `proxyPassword` is for, where one signs in to one.
pub(crate) fn proxy_account(transport: &Transport) -> Option<String> {
    let Proxy::Explicit { url, user_name: Some(user_name) } = &transport.proxy else { return None };
    let user_name = user_name.trim();
    let proxy = ProxyServer::parse(url).map_or_else(|_| url.clone(), |it| it.origin());
    (!user_name.is_empty()).then(|| format!("{user_name} {proxy}"))
}

/// Whether the way of a draft can be taken, as far as that is seen without secrets that are kept.
///
/// # Errors
/// [`Fault::InvalidField`].
pub(crate) fn check(draft: &TenantDraft) -> Result<(), Fault> {
    let Some(transport) = &draft.transport else { return Ok(()) };
    let password = secret_names::replaced(draft, PROXY_PASSWORD);
    route(&transport.proxy, password)?;
    authorities(transport)?;
    Ok(())
}

/// Whether a proxy can be used, as far as that is seen without its password.
///
/// # Errors
/// [`Fault::InvalidField`].
pub(crate) fn check_proxy(proxy: &Proxy) -> Result<(), Fault> {
    route(proxy, None).map(drop)
}

/// Whether a text is one of certificates.
///
/// # Errors
/// [`Fault::InvalidField`].
pub(crate) fn check_authorities(pem: &str) -> Result<(), Fault> {
    read_authorities(pem).map(drop)
}

/// How a session takes the way.
///
/// # Errors
/// [`Fault::InvalidField`] where something cannot be used as it is.
pub(crate) fn network(
    transport: &Transport,
    base: &BaseUrl,
    secrets: &Bundle,
) -> Result<Network, Fault> {
    let transport = used(transport, base);
    Ok(Network {
        proxy: route(&transport.proxy, secrets.get(PROXY_PASSWORD).cloned())?,
        addresses: match transport.addresses {
            Addresses::Any => Used::Any,
            Addresses::Ipv4 => Used::V4,
            Addresses::Ipv6 => Used::V6,
        },
        authorities: authorities(&transport)?,
        unverified_host: transport.unverified.then(|| base.host()),
        allows_plain_http: transport.plain_http,
    })
}

fn route(proxy: &Proxy, password: Option<SecretString>) -> Result<Route, Fault> {
    let (url, user_name) = match proxy {
        Proxy::System => return Ok(Route::System),
        Proxy::None => return Ok(Route::None),
        Proxy::Explicit { url, user_name } => (url, user_name.as_deref().unwrap_or_default()),
    };
    let server = ProxyServer::parse(url)?;
    let server = match user_name.trim() {
        "" => server,
        name => server.signing_in(name, password.unwrap_or_default())?,
    };
    Ok(Route::Explicit(Box::new(server)))
}

fn authorities(transport: &Transport) -> Result<Authorities, Fault> {
    match transport.authorities.as_deref().map(str::trim) {
        None | Some("") => Ok(Authorities::default()),
        Some(pem) => read_authorities(pem),
    }
}

fn read_authorities(pem: &str) -> Result<Authorities, Fault> {
    let wrong = |detail: &str| {
        invalid(
            "authorities",
            "These certificates cannot be used",
            detail,
            "Paste the certificates of the authority in PEM, as in a file that begins with \
             -----BEGIN CERTIFICATE-----; never a private key.",
        )
    };
    if pem.len() > LONGEST_PEM {
        return Err(wrong("The text is longer than 512 KiB."));
    }
    Authorities::from_pem(pem).map_err(|it| wrong(&format!("The text was looked at, and {it}.")))
}

pub(crate) async fn authorities_look(
    app: &App,
    request: AuthoritiesLook,
    _: &Call<Empty>,
) -> Result<AuthoritiesLooked, Fault> {
    let read = app.blocking(move |_| read_authorities(&request.pem)).await?;
    Ok(AuthoritiesLooked { certificates: read.facts().iter().map(of_certificate).collect() })
}

/// What a person is asked outside of the window before a tenant goes a way that is less safe than the one before.
pub(crate) struct Ask {
    pub(crate) question: Question,
    /// What is remembered once it is allowed.
    pub(crate) key: String,
    /// What it means where nobody agrees.
    pub(crate) refused: Fault,
}

/// What is to be asked for a draft that can be used.
pub(crate) fn asks(before: Option<&TenantRow>, draft: &TenantDraft, base: &BaseUrl) -> Vec<Ask> {
    let Some(transport) = &draft.transport else { return Vec::new() };
    let after = used(transport, base);
    let before = before.filter(|it| is_same_origin(it, base));
    let was = before.map(of_row);
    let (origin, host) = (base.origin(), base.host());
    let mut asks = Vec::new();
    let proxy = explicit(&after);
    // What was agreed to holds by the proxy it was agreed to by: another one could answer in the server's place.
    let agreed = was.as_ref().filter(|it| is_same_proxy(it, &after));
    if after.unverified && !agreed.is_some_and(|it| it.unverified) {
        asks.push(unverified(&origin, &host, proxy.as_ref()));
    }
    if after.plain_http && !agreed.is_some_and(|it| it.plain_http) {
        asks.push(plain_http(&origin, proxy.as_ref()));
    }
    // Whose secrets are given together with them is asked for these; those that are kept must not go elsewhere.
    if let Some(was) = was {
        asks.extend(new_authorities(&was, &after, &origin));
    }
    asks
}

fn unverified(origin: &str, host: &str, proxy: Option<&ProxyServer>) -> Ask {
    let way = by(proxy);
    Ask {
        question: Question {
            title: "Do not verify certificates?".to_owned(),
            text: format!(
                "Scimscope will take any certificate for {host}{way}, and send the credentials of this tenant to whoever \
                 answers there. Anybody on the way can read and change everything that is sent to {origin}.\n\nTo trust a \
                 certificate of your own, add that of its authority instead."
            ),
            yes: "Do not verify".to_owned(),
        },
        key: format!("unverified {origin}{way}"),
        refused: invalid(
            "unverified",
            "Certificates stay verified",
            &format!("Nobody agreed to take any certificate for {host}{way}."),
            "Save or test again, and agree; or add the certificate of the server's authority instead.",
        ),
    }
}

fn plain_http(origin: &str, proxy: Option<&ProxyServer>) -> Ask {
    let way = by(proxy);
    Ask {
        question: Question {
            title: "Send everything unencrypted?".to_owned(),
            text: format!(
                "Scimscope will send the credentials of this tenant, and everything else, to {origin}{way} over plain \
                 http. Anybody on the way can read and change it."
            ),
            yes: "Send unencrypted".to_owned(),
        },
        key: format!("plainHttp {origin}{way}"),
        refused: invalid(
            "plainHttp",
            "Nothing is sent unencrypted",
            &format!("Nobody agreed to send what is for {origin} over plain http."),
            "Use https:// in the base URL; or save or test again, and agree.",
        ),
    }
}

/// The proxy on the way, as it stands in a question.
fn by(proxy: Option<&ProxyServer>) -> String {
    proxy.map(|it| format!(", by the proxy {}", it.place())).unwrap_or_default()
}

fn is_same_proxy(one: &Transport, other: &Transport) -> bool {
    explicit(one).map(|it| it.origin()) == explicit(other).map(|it| it.origin())
}

fn new_authorities(was: &Transport, after: &Transport, origin: &str) -> Option<Ask> {
    let added = added_authorities(was, after);
    (!added.is_empty()).then(|| {
        let refused = invalid(
            "authorities",
            "These authorities are not trusted",
            &format!("Nobody agreed to trust them for {origin}."),
            "Save or test again, and agree; or leave them out.",
        );
        let whose = format!(
            "of this tenant to whatever shows a certificate that one of these has signed for the host of {origin}"
        );
        trust(&whose, &added, refused, format!("authorities {origin} {}", added.join(" ")))
    })
}

/// What is to be asked before tenants are taken over that come with authorities: whoever gives their secrets later does not
/// see these. Tenants with the same ones are one question.
pub(crate) fn imported_authorities(rows: &[&TenantRow]) -> Vec<Ask> {
    let mut sets: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for row in rows {
        let added = added_authorities(&Transport::default(), &of_row(row));
        let Ok(base) = BaseUrl::parse(&row.base_url) else { continue };
        let known = sets.iter_mut().find(|(it, _)| *it == added);
        match known {
            _ if added.is_empty() => {}
            Some((_, origins)) if origins.contains(&base.origin()) => {}
            Some((_, origins)) => origins.push(base.origin()),
            None => sets.push((added, vec![base.origin()])),
        }
    }
    let ask = |(added, origins): (Vec<String>, Vec<String>)| {
        let shown = origins.iter().take(MOST_ORIGINS).map(String::as_str).collect::<Vec<_>>();
        let more = match origins.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more servers in the file"),
        };
        let refused = invalid(
            "authorities",
            "Nothing was imported",
            "Nobody agreed to trust the certificate authorities that come with it.",
            "Import again, and agree; or leave out the tenants that bring authorities along.",
        );
        let whose = format!(
            "of the imported tenants to whatever shows a certificate that one of these, which come from the file, has \
             signed for the host of {}{more}",
            shown.join(", ")
        );
        trust(&whose, &added, refused, String::new())
    };
    sets.into_iter().map(ask).collect()
}

fn trust(whose: &str, added: &[String], refused: Fault, key: String) -> Ask {
    let question = Question {
        title: "Trust these certificate authorities?".to_owned(),
        text: format!("Scimscope will send the credentials {whose}:\n\n{}", added.join("\n\n")),
        yes: "Trust them".to_owned(),
    };
    Ask { question, key, refused }
}

/// The authorities that are trusted after and were not before, in words.
fn added_authorities(was: &Transport, after: &Transport) -> Vec<String> {
    let (Ok(was), Ok(after)) = (authorities(was), authorities(after)) else { return Vec::new() };
    let was: HashSet<_> = was.fingerprints().into_iter().collect();
    let each = after.fingerprints().into_iter().zip(after.facts());
    each.filter(|(fingerprint, _)| !was.contains(fingerprint))
        .map(|(fingerprint, facts)| format!("{}\nSHA-256 {fingerprint}", facts.subject))
        .collect()
}

/// Whom the authorities of a way name, each by its subject.
pub(crate) fn subjects(transport: &Transport) -> Vec<String> {
    let read = authorities(transport).unwrap_or_default();
    read.facts().into_iter().map(|it| it.subject).collect()
}

/// What became less safe, or safe again, when a tenant was saved: for the log of its guard.
pub(crate) fn changes(before: Option<&TenantRow>, row: &TenantRow) -> Vec<GuardEvent> {
    let (was, is) = (before.map(of_row).unwrap_or_default(), of_row(row));
    let origin = |it: &TenantRow| BaseUrl::parse(&it.base_url).map(|it| it.origin()).ok();
    let moved = before.is_some_and(|it| origin(it) != origin(row)) || !is_same_proxy(&was, &is);
    let pairs = [
        (was.unverified, is.unverified, GuardEvent::Unverified, GuardEvent::Verified),
        (was.plain_http, is.plain_http, GuardEvent::PlainHttp, GuardEvent::NoPlainHttp),
    ];
    let change = |(was, is, begun, ended)| match (was, is) {
        (false, true) => Some(begun),
        (true, true) if moved => Some(begun),
        (true, false) => Some(ended),
        _ => None,
    };
    pairs.into_iter().filter_map(change).collect()
}

/// What is less safe on the way that a draft is tried on than on that of the tenant as it is saved: for the log of its
/// guard, which also holds what was sent without saving anything.
pub(crate) fn tried(before: &TenantRow, draft: &TenantDraft, base: &BaseUrl) -> Vec<GuardEvent> {
    let was = kept(before, base);
    let is = draft.transport.as_ref().map(|it| used(it, base)).unwrap_or_default();
    let agreed = is_same_proxy(&was, &is);
    let tried = [
        (is.unverified && !(was.unverified && agreed), GuardEvent::Unverified),
        (is.plain_http && !(was.plain_http && agreed), GuardEvent::PlainHttp),
    ];
    tried.into_iter().filter(|(is_tried, _)| *is_tried).map(|(_, event)| event).collect()
}

fn is_same_origin(row: &TenantRow, base: &BaseUrl) -> bool {
    BaseUrl::parse(&row.base_url).is_ok_and(|it| it.origin() == base.origin())
}
