//! The table of faults, by where they sit. A new fault is one entry in one of these files.

mod body;
mod discovery;
mod http;
mod json;
mod network;
mod paging;
mod redirect;
mod refusal;
mod tls;

use crate::fault::Fault;

/// Every fault.
pub fn all() -> Vec<Fault> {
    [
        network::faults(),
        tls::faults(),
        refusal::faults(),
        redirect::faults(),
        http::faults(),
        body::faults(),
        json::faults(),
        paging::faults(),
        discovery::faults(),
    ]
    .concat()
}

/// The fault of this name.
pub fn named(id: &str) -> Option<Fault> {
    all().into_iter().find(|fault| fault.id == id)
}
