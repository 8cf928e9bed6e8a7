//! The way to a tenant's server in a file: proxy without its password, addresses, authorities. What a person agreed to
//! (certificates that are not verified, plain http) was for one tenant of one computer, and is neither written nor read.

use serde_json::{Map, Value, json};
use store::TenantRow;

use super::entry::{Reader, is_short};
use crate::api::transfer::RemarkKind;
use crate::api::transport::{Addresses, Proxy, Transport};
use crate::tenants::{from_word, word};
use crate::transport;

/// How long the address of a proxy and its user name may be, in characters.
const LONGEST: usize = 2_000;
const AGREED: [&str; 2] = ["unverified", "plainHttp"];

/// As the file says it; `None` where all of it is as usual.
pub(super) fn written(row: &TenantRow) -> Option<Value> {
    let Transport { proxy, addresses, authorities, unverified: _, plain_http: _ } =
        transport::of_row(row);
    let mut members = Map::new();
    match proxy {
        Proxy::System => {}
        Proxy::None => {
            members.insert("proxy".into(), json!({ "kind": "none" }));
        }
        Proxy::Explicit { url, user_name } => {
            let mut proxy = Map::new();
            proxy.insert("kind".into(), json!("explicit"));
            proxy.insert("url".into(), json!(url));
            proxy.extend(user_name.map(|it| ("userName".to_owned(), json!(it))));
            members.insert("proxy".into(), Value::Object(proxy));
        }
    }
    if addresses != Addresses::Any {
        members.insert("addresses".into(), json!(word(&addresses)));
    }
    members.extend(authorities.map(|it| ("authorities".to_owned(), json!(it))));
    (!members.is_empty()).then_some(Value::Object(members))
}

impl Reader<'_> {
    /// What of the way is taken over: that which can be used, and is no consent.
    pub(super) fn transport(&mut self) -> Transport {
        let Some(said) = self.member("transport") else { return Transport::default() };
        if !said.is_object() {
            self.notice(
                "/transport",
                "This is not a JSON object: the way to the server is as usual.",
            );
            return Transport::default();
        }
        let known = ["proxy", "addresses", "authorities", "unverified", "plainHttp"];
        let pointer = format!("{}/transport", self.pointer);
        self.remarks.unknown_members(said, &pointer, &known);
        for name in AGREED {
            if said.get(name).is_some_and(|it| !it.is_null() && *it != Value::Bool(false)) {
                let sentence = "This is agreed to for a tenant on its own computer, outside of the window, and left out.";
                self.notice(&format!("/transport/{name}"), sentence);
            }
        }
        let member = |name: &str| said.get(name).filter(|it| !it.is_null());
        Transport {
            proxy: member("proxy").map(|it| self.proxy(it)).unwrap_or_default(),
            addresses: member("addresses").map(|it| self.addresses(it)).unwrap_or_default(),
            authorities: member("authorities").and_then(|it| self.authorities(it)),
            ..Transport::default()
        }
    }

    /// One that cannot be used keeps the tenant out: without it, requests would go another way than was meant.
    fn proxy(&mut self, said: &Value) -> Proxy {
        let pointer = format!("{}/transport/proxy", self.pointer);
        self.remarks.unknown_members(said, &pointer, &["kind", "url", "userName"]);
        let text = |name: &str| said.get(name).and_then(Value::as_str);
        let proxy = match text("kind") {
            Some("system") => return Proxy::System,
            Some("none") => return Proxy::None,
            Some("explicit") => Proxy::Explicit {
                url: text("url").unwrap_or_default().trim().to_owned(),
                user_name: text("userName").map(|it| it.trim().to_owned()),
            },
            _ => {
                self.refuse(
                    "/transport/proxy",
                    "This proxy cannot be read: its kind is none of system, none and explicit.",
                );
                return Proxy::System;
            }
        };
        let texts = [text("url"), text("userName")];
        let is_short = texts.into_iter().flatten().all(|it| is_short(it, LONGEST));
        if is_short && transport::check_proxy(&proxy).is_ok() {
            return proxy;
        }
        if text("url").is_some_and(|it| it.contains('@')) {
            self.remarks.add(
                RemarkKind::Secret,
                &format!("{pointer}/url"),
                "The address of the proxy holds a user name or a password. It is not taken over and kept nowhere.",
            );
        }
        self.refuse(
            "/transport/proxy",
            "This proxy cannot be used: its address or its user name cannot be read.",
        );
        Proxy::System
    }

    fn addresses(&mut self, said: &Value) -> Addresses {
        match from_word(said.as_str().unwrap_or_default(), None) {
            Some(addresses) => addresses,
            None => {
                self.notice(
                    "/transport/addresses",
                    "These addresses are not known: those of any kind are used.",
                );
                Addresses::Any
            }
        }
    }

    fn authorities(&mut self, said: &Value) -> Option<String> {
        let pem = said.as_str().map(str::trim).unwrap_or_default();
        let read = transport::check_authorities(pem);
        if read.is_err() {
            self.notice(
                "/transport/authorities",
                "These are no certificates in PEM, or a key is among them: they are left out.",
            );
        }
        read.ok().map(|()| pem.to_owned())
    }
}
