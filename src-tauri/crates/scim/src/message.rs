//! What servers answer with: lists, single resources, errors, and answers that are no SCIM at all.

mod error;
mod list;
mod members;
mod oddity;
mod resource;
mod text;

pub use error::ErrorBody;
pub use list::ListResponse;
pub use resource::resource;
pub use text::{NotScim, lenient};

pub(crate) use list::{discovery_entries, placed_list};
pub(crate) use resource::single_object;
pub(crate) use text::{Entry, open, value};
