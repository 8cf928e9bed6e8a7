//! What `sortBy` means for the resources of a type (RFC 7644 §3.4.2.3). Comparing is the protocol's matter.

use scim::attr::AttrPath;
use scim::compare::{SortKey, SortOrder, Sorter};

use crate::directory::Collection;
use crate::kind::Kind;
use crate::refusal::Refusal;
use crate::resource::Resource;

/// An attribute of a resource type to sort by.
#[derive(Debug)]
pub(crate) struct By {
    path: AttrPath,
    kind: Kind,
    /// The only member of a resource that has to be read.
    member: [String; 1],
}

impl By {
    /// Reads `sortBy`.
    pub(crate) fn read(kind: Kind, sort_by: &str) -> Result<Self, Refusal> {
        let refuse =
            |why: String| Refusal::bad("invalidPath", format!("cannot sort by {sort_by}: {why}"));
        let path = AttrPath::parse(sort_by, kind.uris()).map_err(|it| refuse(it.to_string()))?;
        let found = kind.model().resolve_path(&path).map_err(|it| refuse(it.to_string()))?;
        let last = found.target();
        if last.is_complex() && last.sub_attribute("value").is_none() {
            return Err(refuse("it has parts, and one of them has to be named".to_owned()));
        }
        let member = found.extension.unwrap_or(&found.attribute.name).to_owned();
        Ok(Self { path, kind, member: [member] })
    }

    /// Puts places of a collection in order. Equal ones keep the order of the list.
    pub(crate) fn sort(&self, collection: &Collection, places: &mut [usize], order: SortOrder) {
        let sorter = self.sorter();
        let key = |place: usize| self.key(&sorter, collection.resources().get(place)?);
        let mut keyed: Vec<_> = places.iter().map(|place| (key(*place), *place)).collect();
        keyed.sort_by(|(a, _), (b, _)| order.of(a.as_ref(), b.as_ref()));
        places.iter_mut().zip(keyed).for_each(|(place, (_, sorted))| *place = sorted);
    }

    pub(crate) fn sorter(&self) -> Sorter<'_> {
        Sorter::new(&self.path, Some(self.kind.model()))
    }

    /// What a resource is sorted by; `None` where it has no value.
    pub(crate) fn key(&self, sorter: &Sorter<'_>, resource: &Resource) -> Option<SortKey> {
        sorter.key(&resource.some(&self.member))
    }
}
