//! The use cases of Scimscope, without a window: the one list of commands and what they do.
//! Knows nothing of Tauri; the shell and the tests run the same code.

pub mod api;
mod browse;
pub mod call;
mod calls;
mod carry_over;
mod columns;
pub mod commands;
mod credentials;
mod diagnostics;
mod draft;
mod error;
mod files;
mod filters;
mod find;
mod fold;
mod judge;
mod lint;
mod listing;
pub mod log;
mod open_tenant;
mod opening;
mod outcomes;
mod passphrase;
mod past;
mod recorder;
mod recording;
mod references;
mod resource;
pub mod secrets;
mod set_aside;
mod start;
mod state;
mod storage;
mod tenants;
mod testing;
pub mod typescript;
mod vault;

pub use error::defect;
pub use state::{App, Config, SaveFile};
