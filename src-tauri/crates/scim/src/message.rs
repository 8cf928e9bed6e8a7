//! What servers answer with: lists, single resources, errors, and answers that are no SCIM at all.

mod error;
mod list;
mod members;
mod resource;
mod text;

pub use error::ErrorBody;
pub use list::ListResponse;
pub use resource::resource;
pub use text::NotScim;

pub(crate) use list::discovery_entries;
pub(crate) use resource::single_object;
