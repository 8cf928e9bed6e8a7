//! The table of faults, by where they sit. A new fault is one entry in one of these files.

mod body;
mod discovery;
mod gateway;
mod http;
mod json;
mod network;
mod paging;
mod portal;
mod proxy;
mod redirect;
mod refusal;
mod sign_in_page;
mod tls;
pub mod token;
mod token_refusal;

use crate::fault::Fault;

/// Every fault.
pub fn all() -> Vec<Fault> {
    [
        network::faults(),
        tls::faults(),
        refusal::faults(),
        gateway::faults(),
        portal::faults(),
        sign_in_page::faults(),
        token_refusal::faults(),
        token::faults(),
        redirect::faults(),
        http::faults(),
        body::faults(),
        json::faults(),
        paging::faults(),
        discovery::faults(),
    ]
    .concat()
}

/// Every fault of a proxy on the way. Apart, because a base URL alone leads to none of them.
pub fn of_proxies() -> Vec<Fault> {
    proxy::faults()
}

/// The fault of this name.
pub fn named(id: &str) -> Option<Fault> {
    all().into_iter().find(|fault| fault.id == id)
}
