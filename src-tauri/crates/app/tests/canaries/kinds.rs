//! Every kind of secret that there is, each in the draft of a tenant that uses it.

use std::path::Path;

use faults::certificate::Authority;
use serde_json::{Value, json};

use crate::servers::Servers;
use crate::support;

pub(crate) const CLIENT_SECRET: &str = "canary-client-secret+/7Q~9 zK";
pub(crate) const CLIENT_SECRET_IN_BODY: &str = "canary-client-secret-in-body+/8R";
pub(crate) const PROXY_WORD: &str = "canary-proxy-word-9f8";
const TOKEN: &str = "canary-bearer-token-3e1f";
const PASSWORD: &str = "canary-pässword-\"4\\\"-Tr0ub4dor";
const API_KEY: &str = "canary-api-key-5d2c";
const HEADER: &str = "canary-header-6c3b";
const REFRESH_TOKEN: &str = "canary-refresh-token-7b4a";
const PRINTED: &str = "canary-printed-token-8a59";
const PASSPHRASE: &str = "open sesame";
const WRONG_PASSPHRASE: &str = "canary-wrong-passphrase";
/// Stands for a client certificate that a server took.
pub(crate) const CLIENT_CERTIFICATE: &str = "a client certificate";
const PRIVATE_KEY: &str = include_str!("../../../client/tests/keys/pkcs1.pem");
const SEALED_KEY: &str = include_str!("../../../client/tests/keys/sealed.pem");
const ARCHIVE: &str = include_str!("../../../client/tests/keys/modern.p12.txt");

/// A kind of secret.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The tenant that uses it.
    pub(crate) draft: Value,
    /// The same, before something that refuses it and says it back.
    pub(crate) refused: Value,
    /// Whether a person signs in with the browser first.
    pub(crate) signs_in: bool,
    /// What must have been on the wire: otherwise nothing was tried.
    pub(crate) sent: Vec<String>,
    /// What must be in the keychain.
    pub(crate) kept: Vec<String>,
    /// What must be nowhere else.
    pub(crate) secrets: Vec<String>,
}

/// One of each.
pub(crate) fn all(servers: &Servers, folder: &Path) -> Vec<Kind> {
    let tried = Drafts { servers };
    let mut kinds = tried.pasted();
    kinds.extend(tried.fetched());
    kinds.extend(tried.by_key());
    kinds.extend(tried.by_certificate());
    kinds.extend(tried.through_proxies());
    kinds.push(tried.printed(folder));
    kinds
}

struct Drafts<'a> {
    servers: &'a Servers,
}

impl Drafts<'_> {
    fn draft(&self, name: &str, authentication: &str, secret: &str) -> Value {
        let mut draft = support::draft(&self.servers.scim, secret);
        draft["name"] = json!(name);
        draft["authentication"] = json!(authentication);
        draft
    }

    /// A kind whose one secret is sent as it is.
    fn simple(name: &'static str, draft: Value, secret: &str) -> Kind {
        Kind {
            name,
            refused: draft.clone(),
            draft,
            signs_in: false,
            sent: vec![secret.to_owned()],
            kept: vec![secret.to_owned()],
            secrets: vec![secret.to_owned()],
        }
    }

    fn pasted(&self) -> Vec<Kind> {
        let bearer = self.draft("bearer token", "bearer", TOKEN);
        let mut basic = self.draft("basic password", "basic", PASSWORD);
        basic["userName"] = json!("robot");
        // `robot:` and the password in base64, as the header has it.
        let packed = "cm9ib3Q6Y2FuYXJ5LXDDpHNzd29yZC0iNFwiLVRyMHViNGRvcg==";
        let mut key = self.draft("API key", "apiKey", API_KEY);
        key["signIn"] = json!({ "apiKeyHeader": "X-Zone-Key" });
        let mut header = self.draft("secret header", "none", "");
        header["secret"] = json!({ "kind": "keep" });
        header["signIn"] = json!({ "headers": [{ "name": "X-Second" }] });
        header["secrets"] = json!([replaced("header:X-Second", HEADER)]);
        vec![
            Self::simple("bearer token", bearer, TOKEN),
            Kind {
                sent: vec![packed.to_owned()],
                secrets: vec![PASSWORD.to_owned(), packed.to_owned()],
                ..Self::simple("basic password", basic, PASSWORD)
            },
            Self::simple("API key", key, API_KEY),
            Self::simple("secret header", header, HEADER),
        ]
    }

    /// A tenant that fetches its tokens, from what grants them and from what refuses.
    fn fetching(&self, kind: Kind, oauth: &Value) -> Kind {
        let with = |token_endpoint: &str| {
            let mut draft = kind.draft.clone();
            let mut settings = json!({
                "tokenEndpoint": token_endpoint, "scopes": ["scim.read"],
                "authorizationEndpoint": self.servers.issuer.authorization_endpoint(),
            });
            for (name, value) in oauth.as_object().unwrap() {
                settings[name] = value.clone();
            }
            draft["signIn"] = json!({ "oauth": settings });
            draft
        };
        let draft = with(&self.servers.issuer.token_endpoint());
        Kind { refused: with(&self.servers.refusing), draft, ..kind }
    }

    fn fetched(&self) -> Vec<Kind> {
        let secret = |name, client: &str, place: &str, secret: &str| {
            let draft = self.draft(name, "clientCredentials", secret);
            let oauth = json!({ "clientId": client, "clientAuthentication": place });
            self.fetching(Self::simple(name, draft, secret), &oauth)
        };
        let header = secret("client secret in the header", "by-header", "header", CLIENT_SECRET);
        // The header has both encoded as in a form, and then in base64: `by-header:canary-client-secret`, to whole bytes.
        let packed = "YnktaGVhZGVyOmNhbmFyeS1jbGllbnQtc2VjcmV0";
        let public =
            json!({ "clientId": "public", "clientAuthentication": "none", "keepSignedIn": true });
        let refresh = self.draft("refresh token", "refreshToken", REFRESH_TOKEN);
        let mut person = self.draft("person", "authorizationCode", "");
        person["secret"] = json!({ "kind": "keep" });
        vec![
            Kind {
                sent: vec![packed.to_owned()],
                secrets: vec![CLIENT_SECRET.to_owned(), packed.to_owned()],
                ..header
            },
            secret("client secret in the body", "by-body", "body", CLIENT_SECRET_IN_BODY),
            self.fetching(Self::simple("refresh token", refresh, REFRESH_TOKEN), &public),
            Kind {
                signs_in: true,
                // What comes of it is issued: the code, the tokens.
                sent: Vec::new(),
                kept: Vec::new(),
                secrets: Vec::new(),
                ..self.fetching(Self::simple("a sign-in", person, ""), &public)
            },
        ]
    }

    fn by_key(&self) -> Vec<Kind> {
        let oauth = json!({ "clientId": "by-key", "clientAuthentication": "privateKeyJwt" });
        let plain = self.draft("private key", "clientCredentials", PRIVATE_KEY);
        let mut sealed = self.draft("sealed key", "clientCredentials", SEALED_KEY);
        sealed["secrets"] = json!([replaced("keyPassphrase", PASSPHRASE)]);
        let grant = self.draft("signed grant", "jwtAssertion", PRIVATE_KEY);
        let signed = json!({ "clientAuthentication": "none", "assertion": { "issuer": "by-key" } });
        let mut kinds = Vec::new();
        for (name, draft, oauth, pem, more) in [
            ("private key", plain, &oauth, PRIVATE_KEY, None),
            ("private key with a passphrase", sealed, &oauth, SEALED_KEY, Some(PASSPHRASE)),
            ("private key of a grant", grant, &signed, PRIVATE_KEY, None),
        ] {
            let kind = self.fetching(Self::simple(name, draft, pem), oauth);
            let more = more.map(str::to_owned);
            let kept = [pem.trim().to_owned()].into_iter().chain(more.clone()).collect();
            kinds.push(Kind {
                // A key is never sent, only what it signs.
                sent: Vec::new(),
                kept,
                secrets: lines(pem).chain(more).collect(),
                ..kind
            });
        }
        kinds
    }

    fn by_certificate(&self) -> Vec<Kind> {
        let (secure, authority) = &self.servers.secure;
        let with = |url: &str, form: &str, certificate: &str, passphrase: &str| {
            let mut draft = self.draft("certificate", "bearer", TOKEN);
            draft["baseUrl"] = json!(url);
            draft["transport"] = json!({ "authorities": authority.pem() });
            draft["signIn"] = json!({ "certificate": form });
            let mut secrets = vec![replaced("certificate", certificate)];
            if !passphrase.is_empty() {
                secrets.push(replaced("certificatePassphrase", passphrase));
            }
            draft["secrets"] = json!(secrets);
            draft
        };
        let kind = |name, draft, refused, secrets: &[&str], kept: &[&str]| Kind {
            name,
            draft,
            refused,
            signs_in: false,
            sent: Vec::new(),
            kept: kept.iter().map(|it| it.trim().to_owned()).collect(),
            secrets: secrets.iter().flat_map(|it| lines(it)).collect(),
        };
        let (own, stranger) =
            (authority.client().unwrap(), Authority::new().unwrap().client().unwrap());
        let [pem, refused] = [&own, &stranger].map(|it| with(secure.base_url(), "pem", it, ""));
        let pem = kind("certificate", pem, refused, &[&own, &stranger], &[&own]);
        // No server knows whom this one is for: it is looked at, kept, and shown to nobody.
        let nowhere = self.servers.scim.replace("http://", "https://");
        let archive = with(&nowhere, "pkcs12", ARCHIVE, PASSPHRASE);
        let wrong = with(&nowhere, "pkcs12", ARCHIVE, WRONG_PASSPHRASE);
        let mut archive = kind("PKCS#12", archive, wrong, &[ARCHIVE], &[ARCHIVE, PASSPHRASE]);
        archive.secrets.extend([PASSPHRASE, WRONG_PASSPHRASE].map(str::to_owned));
        vec![Kind { sent: vec![CLIENT_CERTIFICATE.to_owned()], ..pem }, archive]
    }

    /// The password of a proxy on the way to a server that lets everybody in.
    fn through_proxies(&self) -> Vec<Kind> {
        let with = |name: &str, proxy: &str| {
            let mut draft = self.draft(name, "none", "");
            draft["secret"] = json!({ "kind": "keep" });
            let proxy = json!({ "kind": "explicit", "url": proxy, "userName": "robot" });
            draft["transport"] = json!({ "proxy": proxy });
            draft["secrets"] = json!([replaced("proxyPassword", PROXY_WORD)]);
            draft
        };
        // `robot:` and the password in base64, as the header has it.
        let packed = "cm9ib3Q6Y2FuYXJ5LXByb3h5LXdvcmQtOWY4";
        let [http, socks] = &self.servers.proxies;
        let kind = |name, url: &str, sent: &str| Kind {
            refused: with(name, self.servers.refusing_proxy.url()),
            sent: vec![sent.to_owned()],
            secrets: vec![PROXY_WORD.to_owned(), packed.to_owned()],
            ..Self::simple(name, with(name, url), PROXY_WORD)
        };
        vec![
            kind("password of an HTTP proxy", http.url(), packed),
            kind("password of a SOCKS proxy", socks.url(), PROXY_WORD),
        ]
    }

    /// The program reads it in a file that is not ours.
    fn printed(&self, folder: &Path) -> Kind {
        let path = folder.join("token");
        std::fs::write(&path, PRINTED).unwrap();
        let mut draft = self.draft("printed token", "command", "");
        draft["secret"] = json!({ "kind": "keep" });
        draft["signIn"] = json!({ "command": { "program": "cat", "arguments": [path] } });
        Kind { kept: Vec::new(), ..Self::simple("printed token", draft, PRINTED) }
    }
}

fn replaced(name: &str, value: &str) -> Value {
    json!({ "name": name, "change": { "kind": "replace", "value": value } })
}

/// What is between the lines that say what it is; the last one may be too short to be told from anything else.
fn lines(pem: &str) -> impl Iterator<Item = String> {
    pem.lines().filter(|it| !it.starts_with('-') && it.len() > 30).map(str::to_owned)
}
