//! How real servers misbehave, as switches: so that everything can be tried against it. The list is data
//! (`quirk/table.rs`); where each switch acts is a file of its own below `quirk/`: before a request is looked at
//! (`admission`), what is read from it (`asking`), what is written (`writing`), what a resource and a page look like
//! (`shape`), and what is sent at last (`sending`).

mod admission;
mod asking;
mod sending;
mod shape;
mod table;
mod writing;

use std::fmt;

use serde::Serialize;

pub(crate) use admission::{Admission, Arrival, admit};
pub(crate) use asking::{Bent, bend_filter, bend_path, bend_query};
pub(crate) use sending::{Sent, send};
pub(crate) use shape::{bend_page, bend_resource, is_shaping};
pub use table::{QUIRKS, Quirk};
pub(crate) use writing::{
    bend_patch, bend_patched, bend_replacement, check_method, check_write, is_gone, patch_settings,
};

/// Where a quirk acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Area {
    /// How a server treats any request.
    Requests,
    /// Filters and query parameters.
    Queries,
    /// Lists and their pages.
    Pages,
    /// What resources look like.
    Resources,
    /// Creating, changing and deleting.
    Writes,
    /// Status, headers and error bodies.
    Answers,
    /// Servers made for one identity provider.
    IdentityProviders,
}

/// One quirk as a screen shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuirkDescription {
    /// The switch.
    #[serde(skip)]
    pub quirk: Quirk,
    /// The name that settings keep it by.
    pub id: &'static str,
    /// Where it acts.
    pub area: Area,
    /// What the server does, in a few words.
    pub title: &'static str,
    /// What a client sees of it and what follows.
    pub description: &'static str,
    /// Who was seen doing so.
    pub seen: &'static str,
}

/// Quirks that are switched on.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Quirks(u128);

impl Quirks {
    /// None of them: the server keeps to the RFCs.
    #[must_use]
    pub const fn none() -> Self {
        Self(0)
    }

    /// Whether a quirk is switched on.
    #[must_use]
    pub const fn has(self, quirk: Quirk) -> bool {
        self.0 & bit(quirk) != 0
    }

    /// Whether nothing is switched on.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The same with a quirk more.
    #[must_use]
    pub const fn with(self, quirk: Quirk) -> Self {
        Self(self.0 | bit(quirk))
    }

    /// The same without a quirk.
    #[must_use]
    pub const fn without(self, quirk: Quirk) -> Self {
        Self(self.0 & !bit(quirk))
    }

    /// Those that are switched on, in the order of [`QUIRKS`].
    pub fn iter(self) -> impl Iterator<Item = Quirk> {
        QUIRKS.iter().map(|it| it.quirk).filter(move |it| self.has(*it))
    }

    pub(crate) fn has_any(self, quirks: &[Quirk]) -> bool {
        quirks.iter().any(|it| self.has(*it))
    }
}

const fn bit(quirk: Quirk) -> u128 {
    1 << quirk as u32
}

impl FromIterator<Quirk> for Quirks {
    fn from_iter<I: IntoIterator<Item = Quirk>>(quirks: I) -> Self {
        quirks.into_iter().fold(Self::none(), Self::with)
    }
}

impl fmt::Debug for Quirks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}

impl Quirk {
    /// The quirk of this id.
    ///
    /// ```
    /// assert_eq!(sandbox::Quirk::named("bare-array"), Some(sandbox::Quirk::BareArray));
    /// ```
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        QUIRKS.iter().find(|it| it.id == id).map(|it| it.quirk)
    }

    /// What a screen says about it.
    #[must_use]
    pub fn description(self) -> Option<&'static QuirkDescription> {
        QUIRKS.iter().find(|it| it.quirk == self)
    }
}
