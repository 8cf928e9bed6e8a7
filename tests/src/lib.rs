//! The harness of the end-to-end tests: a desktop of its own for each test, the real app in its
//! real webview, and the servers it talks to. The tests themselves are in `tests/`, named by
//! what they state.
//!
//! `cargo xtask test e2e` builds the app and runs them all.

pub mod access;
pub mod any_peer;
pub mod app;
pub mod cells;
pub mod checker;
pub mod compare;
pub mod database;
pub mod desktop;
pub mod directory;
pub mod display;
pub mod edit;
pub mod filter;
pub mod form;
pub mod gate;
pub mod group;
pub mod history;
pub mod http;
pub mod json_text;
pub mod page;
pub mod peer;
pub mod places;
pub mod ports;
pub mod provider;
pub mod proxy;
pub mod screens;
pub mod secrets;
pub mod seed;
pub mod tenants;
pub mod wait;
pub mod write;
