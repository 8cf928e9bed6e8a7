//! Proxies that do not do their part.

use crate::certificate::Certificate;
use crate::directory::directory;
use crate::fault::{Fault, OnTheWay, Server};
use crate::proxy::{Kind, Manner};

const ACCOUNT: (&str, &str) = ("ada", "canary-proxy-word-of-the-table");
const WRONG: (&str, &str) = ("ada", "canary-wrong-word-of-the-table");

pub(super) fn faults() -> Vec<Fault> {
    [http(), socks()].concat()
}

fn through(id: &'static str, title: &'static str, proxy: OnTheWay) -> Fault {
    Fault::new(id, title, Server::Https(Certificate::Good, directory)).by(proxy)
}

fn on_the_way(manner: Manner, given: Option<(&'static str, &'static str)>) -> OnTheWay {
    OnTheWay { kind: manner.kind, manner: Some(manner), given }
}

fn wants_account(kind: Kind) -> Manner {
    Manner { account: Some(ACCOUNT), ..Manner::open(kind) }
}

fn refuses(kind: Kind) -> Manner {
    Manner { refuses: true, ..Manner::open(kind) }
}

fn http() -> Vec<Fault> {
    let away = OnTheWay { manner: None, kind: Kind::Http, given: None };
    vec![
        through("proxy-away", "a proxy that is not there", away).stops_opening(
            "unreachable",
            "The proxy cannot be reached",
            &["127.0.0.1", "nothing accepts connections", "network settings"],
        ),
        through("proxy-refuses", "a proxy that connects to nobody", {
            on_the_way(refuses(Kind::Http), None)
        })
        .stops_opening(
            "unreachable",
            "The proxy does not connect to the server",
            &["localhost", "does not connect to that host", "whoever runs the proxy"],
        ),
        through("proxy-wants-account", "a proxy that wants a user name", {
            on_the_way(wants_account(Kind::Http), None)
        })
        .stops_opening(
            "unreachable",
            "The proxy wants a user name",
            &["127.0.0.1", "proxy authentication", "nothing was sent"],
        ),
        through("proxy-wrong-password", "a proxy that refuses the password", {
            on_the_way(wants_account(Kind::Http), Some(WRONG))
        })
        .stops_opening(
            "unreachable",
            "The proxy refuses user name or password",
            &["127.0.0.1", "did not accept", "nothing was sent"],
        ),
        through("proxy-works", "a proxy that takes the password", {
            on_the_way(wants_account(Kind::Http), Some(ACCOUNT))
        })
        .shows(EVERYBODY, &[]),
    ]
}

fn socks() -> Vec<Fault> {
    vec![
        through("socks-refuses", "a SOCKS proxy whose rules forbid it", {
            on_the_way(refuses(Kind::Socks), None)
        })
        .stops_opening(
            "unreachable",
            "The proxy does not connect to the server",
            &["localhost", "its rules do not allow it"],
        ),
        through("socks-works", "a SOCKS proxy that takes the password", {
            on_the_way(wants_account(Kind::Socks), Some(ACCOUNT))
        })
        .shows(EVERYBODY, &[]),
    ]
}

/// All of the directory.
const EVERYBODY: &[&str] = &["ada", "grace", "linus"];
