//! A page of a list before it is written: quirks still look at it.

use std::borrow::Cow;

use scim::message;

/// A page: what it says about itself, and its resources as JSON text.
#[derive(Debug, Default)]
pub(crate) struct Page<'r> {
    pub(crate) head: message::Page,
    /// How many resources could have come.
    pub(crate) limit: usize,
    pub(crate) resources: Vec<Cow<'r, str>>,
}

impl Page<'_> {
    /// The list as JSON text.
    pub(crate) fn written(&self) -> String {
        self.head.write(&self.resources)
    }
}
