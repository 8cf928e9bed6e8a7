//! The last look at a text that leaves this computer: whatever is known of the person, the computer and the tenants is
//! searched for in it and taken out. The text is made without any of it; this holds where that fails.

use secrecy::{ExposeSecret as _, SecretString};
use store::TenantRow;
use url::Url;
use zeroize::Zeroizing;

use crate::App;
use crate::api::transport::Proxy;
use crate::credentials::account;
use crate::secret_bundle::Bundle;
use crate::secrets::SecretStore as _;
use crate::storage::KEY_ACCOUNT;

/// What stands where something was taken out.
const TAKEN_OUT: &str = "[taken out]";
/// Shorter ones are looked for as whole words only.
const SHORT: usize = 4;

/// What must not be in the text.
#[derive(Default)]
pub(super) struct Guard {
    /// In lower case, except secrets.
    needles: Vec<Zeroizing<String>>,
    home: Option<String>,
}

impl Guard {
    /// Everything that is known now: secrets as far as they are at hand, tenants, this computer and its user. Blocks.
    pub(super) fn of(app: &App) -> Self {
        let mut guard = Self::of_computer(|name| std::env::var(name).ok());
        let rows = app.store().tenants().list().unwrap_or_default();
        let has_secrets = app.vault().status().is_ok();
        for row in &rows {
            guard.add_tenant(row);
            let stored = match has_secrets {
                true => app.vault().read(&account(&row.id)).ok().flatten(),
                false => None,
            };
            let stored = stored.as_ref().map(Bundle::read).unwrap_or_default();
            for secret in app.given_secrets(&row.id).values().chain(stored.values()) {
                guard.add_secret(Some(secret.clone()));
            }
        }
        for token in app.tokens().all() {
            guard.add_secret(Some(token));
        }
        if has_secrets {
            guard.add_secret(app.vault().read(KEY_ACCOUNT).ok().flatten());
        }
        if let Some(sandbox) = app.started_sandbox() {
            guard.add(sandbox.token());
        }
        guard
    }

    fn of_computer(variable: impl Fn(&str) -> Option<String>) -> Self {
        let home =
            ["HOME", "USERPROFILE"].iter().find_map(|it| variable(it)).filter(|it| it.len() > 1);
        let mut guard = Self { home, ..Self::default() };
        for name in ["USER", "LOGNAME", "USERNAME", "COMPUTERNAME", "HOSTNAME"] {
            guard.add(&variable(name).unwrap_or_default());
        }
        guard.add(&std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default());
        guard
    }

    fn add_tenant(&mut self, row: &TenantRow) {
        if crate::tenants::is_built_in(&row.id) {
            return;
        }
        self.add(&row.id);
        self.add(&row.name);
        self.add(row.user_name.as_deref().unwrap_or_default());
        self.add(&row.base_url);
        self.add_sign_in(row);
        self.add_proxy(row);
        if let Some(host) = Url::parse(&row.base_url).ok().as_ref().and_then(Url::host_str) {
            self.add(host);
        }
    }

    /// The proxy on the way, and how the tenant is known there.
    fn add_proxy(&mut self, row: &TenantRow) {
        let Proxy::Explicit { url, user_name } = crate::transport::of_row(row).proxy else {
            return;
        };
        self.add(user_name.as_deref().unwrap_or_default());
        self.add(&url);
        let place = url.split_once("://").map_or(url.as_str(), |(_, it)| it);
        self.add(place.rsplit_once(':').map_or(place, |(host, _)| host));
    }

    /// Where the tenant's tokens come from, and how it is known there.
    fn add_sign_in(&mut self, row: &TenantRow) {
        let sign_in = crate::sign_in::of_row(row);
        for header in &sign_in.headers {
            self.add(header.value.as_deref().unwrap_or_default());
        }
        if let Some(command) = &sign_in.command {
            self.add(&command.program);
            // A short one is a word such as `get`, which is taken out of nothing.
            command.arguments.iter().filter(|it| it.len() >= 8).for_each(|it| self.add(it));
        }
        let Some(oauth) = &sign_in.oauth else { return };
        self.add(&oauth.client_id);
        let endpoints = [Some(&oauth.token_endpoint), oauth.authorization_endpoint.as_ref()];
        for endpoint in endpoints.into_iter().flatten() {
            self.add(endpoint);
            if let Some(host) = Url::parse(endpoint).ok().as_ref().and_then(Url::host_str) {
                self.add(host);
            }
        }
    }

    fn add_secret(&mut self, secret: Option<SecretString>) {
        if let Some(secret) = secret {
            self.add(secret.expose_secret());
        }
    }

    fn add(&mut self, needle: &str) {
        let needle = needle.trim();
        // A number or a letter tells nothing, and would take out half of the text.
        let tells = needle.chars().count() > 1 && !needle.chars().all(|it| it.is_ascii_digit());
        if tells {
            self.needles.push(Zeroizing::new(needle.to_lowercase()));
        }
    }

    /// The text without what must not be in it, and how often something was taken out.
    pub(super) fn clean(&self, text: &str) -> (String, usize) {
        let mut text = match &self.home {
            Some(home) => text.replace(home.as_str(), "~"),
            None => text.to_owned(),
        };
        let mut needles: Vec<&str> = self.needles.iter().map(|it| it.as_str()).collect();
        // The longest first: a base URL before the host in it.
        needles.sort_by_key(|it| std::cmp::Reverse(it.len()));
        let mut count = 0;
        for needle in needles {
            let found;
            (text, found) = without(&text, needle);
            count += found;
        }
        (text, count)
    }
}

/// The text without a needle, in whatever case; and how often it was there.
fn without(text: &str, needle: &str) -> (String, usize) {
    let mut kept = String::with_capacity(text.len());
    let (mut rest, mut count) = (text, 0);
    while let Some((start, end)) = find(rest, needle) {
        let (before, after) =
            (rest.get(..start).unwrap_or_default(), rest.get(end..).unwrap_or_default());
        let is_word = !before.chars().next_back().is_some_and(char::is_alphanumeric)
            && !after.chars().next().is_some_and(char::is_alphanumeric);
        kept.push_str(before);
        if needle.len() >= SHORT || is_word {
            kept.push_str(TAKEN_OUT);
            count += 1;
        } else {
            kept.push_str(rest.get(start..end).unwrap_or_default());
        }
        rest = after;
    }
    kept.push_str(rest);
    (kept, count)
}

/// Where a needle in lower case begins and ends in a text of whatever case.
fn find(text: &str, needle: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(start, _)| {
        let rest = text.get(start..)?;
        let mut wanted = needle.chars();
        let mut next = wanted.next();
        for (offset, letter) in rest.char_indices() {
            for lower in letter.to_lowercase() {
                if next != Some(lower) {
                    return None;
                }
                next = wanted.next();
            }
            if next.is_none() {
                return Some((start, start + offset + letter.len_utf8()));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(needles: &[&str]) -> Guard {
        let mut guard = Guard::default();
        needles.iter().for_each(|it| guard.add(it));
        guard
    }

    #[test]
    fn what_is_known_is_taken_out_in_any_case_and_counted() {
        let guard =
            guard(&["scim.example.com", "https://scim.example.com/v2", "Ærø Bank", "t0k€n"]);
        let text =
            "GET HTTPS://SCIM.example.com/v2/Users at Scim.Example.com for ærø BANK with t0k€n.";
        let (clean, count) = guard.clean(text);
        assert_eq!(clean, format!("GET {0}/Users at {0} for {0} with {0}.", TAKEN_OUT));
        assert_eq!(count, 4);
    }

    #[test]
    fn a_short_name_is_taken_out_as_a_word_and_a_number_stays() {
        let (clean, count) = guard(&["hr", "7", "x", " "]).clean("HR has 7 threads of 17; x");
        assert_eq!((clean.as_str(), count), ("[taken out] has 7 threads of 17; x", 1));
    }

    #[test]
    fn the_home_folder_and_the_user_of_the_computer_are_not_told() {
        let guard = Guard::of_computer(|name| match name {
            "HOME" => Some("/somewhere/mkeller".into()),
            "USER" => Some("mkeller".into()),
            _ => None,
        });
        let (clean, _) = guard.clean("/somewhere/mkeller/data of MKeller");
        assert_eq!(clean, "~/data of [taken out]");
    }

    #[test]
    fn a_text_without_any_of_it_is_as_it_was() {
        let text = "state: open\nrows: 12\n";
        assert_eq!(guard(&["a token"]).clean(text), (text.to_owned(), 0));
    }
}
