//! What servers answer with: lists, single resources, errors, and answers that are no SCIM at all; and what a list is
//! asked with.

mod error;
mod list;
mod members;
mod oddity;
mod page;
mod resource;
mod scim_type;
mod search;
mod text;

pub use error::ErrorBody;
pub use list::ListResponse;
pub use page::{Page, is_cursor};
pub use resource::resource;
pub use scim_type::ScimType;
pub(crate) use search::NAMES as SEARCH_NAMES;
pub use search::SearchRequest;

pub use crate::compare::SortOrder;
pub use text::{NotScim, lenient};

pub(crate) use list::{discovery_entries, placed_list};
pub(crate) use resource::{single_object, text_oddities};
pub(crate) use text::{Entry, json_object, open, open_json, value};
