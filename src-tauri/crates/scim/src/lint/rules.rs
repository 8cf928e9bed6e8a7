//! The rules, by what they look at. Each answers for itself; the table gives them their names.

pub(super) mod answer;
pub(super) mod bulk;
pub(super) mod discovery;
pub(super) mod error;
pub(super) mod head;
pub(crate) mod intent;
pub(super) mod list;
pub(super) mod message;
pub(super) mod patch;
pub(super) mod query;
pub(super) mod replace;
pub(super) mod resource;
pub(super) mod row;
pub(super) mod selection;
pub(super) mod written;
