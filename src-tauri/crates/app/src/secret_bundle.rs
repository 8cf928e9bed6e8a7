//! The secrets of one tenant as one entry of the keychain, so that they change together. One that is alone is kept as it
//! is, as it always was; several are kept as JSON behind a mark.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use zeroize::Zeroizing;

/// How an entry begins that holds more than one secret.
const MARK: &str = "scimscope-secrets:1:";
/// The name of the secret that a way to sign in is named for: a token, a password, a key.
pub(crate) const MAIN: &str = "main";

/// Secrets by name.
#[derive(Clone, Default)]
pub(crate) struct Bundle(BTreeMap<String, SecretString>);

impl Bundle {
    /// Only the main one.
    pub(crate) fn of_main(secret: SecretString) -> Bundle {
        Bundle(BTreeMap::from([(MAIN.to_owned(), secret)]))
    }

    /// Reads an entry.
    pub(crate) fn read(entry: &SecretString) -> Bundle {
        let text = entry.expose_secret();
        let several = text.strip_prefix(MARK).and_then(|it| serde_json::from_str::<Value>(it).ok());
        let Some(Value::Object(members)) = several else { return Bundle::of_main(entry.clone()) };
        let secrets = members.into_iter().filter_map(|(name, value)| match value {
            Value::String(text) => Some((name, SecretString::from(text))),
            _ => None,
        });
        Bundle(secrets.collect())
    }

    /// As an entry; `None` where there is nothing to keep.
    pub(crate) fn entry(&self) -> Option<SecretString> {
        match (self.0.len(), self.0.get(MAIN)) {
            (0, _) => None,
            (1, Some(main)) if !main.expose_secret().starts_with(MARK) => Some(main.clone()),
            _ => {
                let members: serde_json::Map<String, Value> = self
                    .0
                    .iter()
                    .map(|(name, it)| (name.clone(), Value::from(it.expose_secret())))
                    .collect();
                let text = Zeroizing::new(Value::Object(members).to_string());
                Some(SecretString::from(format!("{MARK}{}", text.as_str())))
            }
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&SecretString> {
        self.0.get(name)
    }

    pub(crate) fn put(&mut self, name: &str, secret: SecretString) {
        self.0.insert(name.to_owned(), secret);
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &SecretString> {
        self.0.values()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Both; what the other one has counts.
    pub(crate) fn merged(mut self, other: Bundle) -> Bundle {
        self.0.extend(other.0);
        self
    }

    /// Only those of these names.
    pub(crate) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|name, _| keep(name));
    }
}

impl std::fmt::Debug for Bundle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_secret_is_kept_as_it_is_and_several_come_back() {
        let one = Bundle::of_main("token".into());
        assert_eq!(one.entry().unwrap().expose_secret(), "token");
        let mut several = one;
        several.put("header:X-Key", "a \"b\"\n".into());
        let entry = several.entry().unwrap();
        let read = Bundle::read(&entry);
        assert_eq!(read.names().collect::<Vec<_>>(), ["header:X-Key", "main"]);
        assert_eq!(read.get("header:X-Key").unwrap().expose_secret(), "a \"b\"\n");
        assert!(Bundle::default().entry().is_none());
    }

    #[test]
    fn a_secret_that_looks_like_several_comes_back_whole() {
        for text in [MARK, "scimscope-secrets:1:{\"main\":\"x\"}", "scimscope-secrets:1:[]"] {
            let entry = Bundle::of_main(text.into()).entry().unwrap();
            assert_eq!(Bundle::read(&entry).get(MAIN).unwrap().expose_secret(), text);
        }
    }
}
