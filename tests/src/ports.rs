//! Ports for programs that cannot choose one by themselves.

use std::collections::HashSet;
use std::net::TcpListener;
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, bail};

/// A port on which nothing listens, and which was not handed out here before: a server takes seconds until it listens,
/// and the system may offer the port once more meanwhile.
pub fn free() -> Result<u16> {
    static HANDED_OUT: Mutex<Option<HashSet<u16>>> = Mutex::new(None);
    for _ in 0..100 {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut handed_out = HANDED_OUT.lock().unwrap_or_else(PoisonError::into_inner);
        if handed_out.get_or_insert_default().insert(port) {
            return Ok(port);
        }
    }
    bail!("there is no free port left")
}
