//! All that is tried over a socket. One program: for one of each file everything would be compiled and linked two dozen
//! times.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests are tests.

mod base_url;
mod basic;
mod carried;
mod certificates;
mod chain;
mod charset;
#[cfg(target_os = "linux")]
mod commands;
mod common;
mod discovery;
mod doctor;
mod explanations;
mod faults;
mod guard;
mod guarded;
#[cfg(target_os = "linux")]
mod http2;
mod issued;
mod limits;
mod named_proxy;
mod network;
mod other_origins;
mod outcomes;
mod pace;
mod pages;
mod proxy;
mod rate_limit;
mod reads;
mod redaction;
mod renewal;
mod sandbox;
mod secrets;
mod secure;
mod secured;
mod times;
mod tls;
mod tokens;
