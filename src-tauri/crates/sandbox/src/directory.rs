//! What the sandbox keeps: resources as JSON text, so that lists are put together and not serialised, in collections that
//! are never changed but followed by others: whoever reads one is not disturbed by whoever writes the next.

use std::sync::{Arc, OnceLock};

use serde_json::Value;

use crate::index::Index;
use crate::kind::Kind;
use crate::resource::Resource;
use crate::schemas;
use crate::seed;
use crate::selection::Selections;

/// Adds a member to a JSON object; anything else is left alone.
pub(crate) fn add(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// The sequence of the first seeded resource. What is made later counts down from it.
pub(crate) const FIRST: u64 = 1 << 48;

/// The resources of one type, in the order in which lists have them: what is new comes first, so that whoever makes
/// something sees it, however long the list is.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    resources: Vec<Arc<Resource>>,
    /// Made when first asked for; a collection that follows takes them over and mends them.
    by_id: OnceLock<Index>,
    by_name: OnceLock<Index>,
    by_external_id: OnceLock<Index>,
    /// What was asked for before: filters and orders with what they chose.
    pub(crate) selections: Selections,
}

impl PartialEq for Collection {
    fn eq(&self, other: &Self) -> bool {
        self.resources == other.resources
    }
}

impl Eq for Collection {}

impl Collection {
    /// Takes the resources as they are ordered.
    fn new(resources: Vec<Resource>) -> Self {
        let numbered = resources.into_iter().zip(FIRST..);
        let resources: Vec<_> =
            numbered.map(|(it, sequence)| Arc::new(it.at_place(sequence))).collect();
        Self { resources, ..Self::default() }
    }

    /// The resources.
    #[must_use]
    pub fn resources(&self) -> &[Arc<Resource>] {
        &self.resources
    }

    /// The resource of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Resource>> {
        self.by_id().get(id).first().and_then(|it| self.at_sequence(*it))
    }

    /// The resources that an index has under a text, letter case as the attribute wants it.
    pub(crate) fn indexed(&self, kind: Kind, by: By, text: &str) -> Vec<&Arc<Resource>> {
        let sequences = match by {
            By::Id => self.by_id().get(text),
            By::ExternalId => self.by_external_id().get(text),
            By::Name => self.by_name(kind).get(&kind.name_key(text)),
        };
        sequences.iter().filter_map(|it| self.at_sequence(*it)).collect()
    }

    /// The place of a resource in the list.
    pub(crate) fn place(&self, resource: &Resource) -> Option<usize> {
        self.resources.binary_search_by_key(&resource.sequence(), |it| it.sequence()).ok()
    }

    pub(crate) fn at_sequence(&self, sequence: u64) -> Option<&Arc<Resource>> {
        let place = self.resources.binary_search_by_key(&sequence, |it| it.sequence()).ok()?;
        self.resources.get(place)
    }

    /// Takes a resource in: in the place of the one that has its id, else as the first, with a sequence before all others.
    fn put(&mut self, kind: Kind, resource: Resource, new: u64) {
        let known = self.get(resource.id()).cloned();
        let sequence = known.as_ref().map_or(new, |it| it.sequence());
        let resource = Arc::new(resource.at_place(sequence));
        match known {
            Some(known) => {
                self.forget(kind, &known);
                if let Some(place) = self.place(&known)
                    && let Some(held) = self.resources.get_mut(place)
                {
                    *held = Arc::clone(&resource);
                }
            }
            None => {
                self.resources.insert(0, Arc::clone(&resource));
            }
        }
        self.note(kind, &resource);
        self.selections = Selections::default();
    }

    /// Takes a resource out.
    pub(crate) fn remove(&mut self, kind: Kind, id: &str) {
        let Some(known) = self.get(id).cloned() else { return };
        self.forget(kind, &known);
        if let Some(place) = self.place(&known) {
            self.resources.remove(place);
        }
        self.selections = Selections::default();
    }

    fn by_id(&self) -> &Index {
        let keys = || self.resources.iter().map(|it| (it.id().to_owned(), it.sequence())).collect();
        self.by_id.get_or_init(keys)
    }

    fn by_external_id(&self) -> &Index {
        let key = |it: &Arc<Resource>| Some((it.member_text("externalId")?, it.sequence()));
        self.by_external_id.get_or_init(|| self.resources.iter().filter_map(key).collect())
    }

    fn by_name(&self, kind: Kind) -> &Index {
        let key = |it: &Arc<Resource>| Some((kind.name_of(it)?, it.sequence()));
        self.by_name.get_or_init(|| self.resources.iter().filter_map(key).collect())
    }

    /// Enters a resource into the indexes that there are.
    fn note(&mut self, kind: Kind, resource: &Resource) {
        for (index, key) in self.entries(kind, resource) {
            index.add(key, resource.sequence());
        }
    }

    fn forget(&mut self, kind: Kind, resource: &Resource) {
        for (index, key) in self.entries(kind, resource) {
            index.remove(&key, resource.sequence());
        }
    }

    fn entries(
        &mut self,
        kind: Kind,
        resource: &Resource,
    ) -> impl Iterator<Item = (&mut Index, String)> {
        let keys = [
            (self.by_id.get_mut(), Some(resource.id().to_owned())),
            (self.by_name.get_mut(), kind.name_of(resource)),
            (self.by_external_id.get_mut(), resource.member_text("externalId")),
        ];
        keys.into_iter().filter_map(|(index, key)| index.zip(key))
    }
}

/// What an index is by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Id,
    /// The attribute that people know the resource by, see [`Kind::name_attribute`].
    Name,
    ExternalId,
}

/// The whole directory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory {
    /// The users.
    pub users: Arc<Collection>,
    /// The groups.
    pub groups: Arc<Collection>,
    /// The devices.
    pub devices: Arc<Collection>,
    /// How many resources were made since.
    made: u64,
}

impl Directory {
    /// A directory of these resources.
    pub(crate) fn new(users: Vec<Resource>, groups: Vec<Resource>, devices: Vec<Resource>) -> Self {
        let [users, groups, devices] =
            [users, groups, devices].map(|it| Arc::new(Collection::new(it)));
        Self { users, groups, devices, made: 0 }
    }

    /// Makes the directory of a fictitious company, to be served at a base URL. The same seed gives the same directory,
    /// ids included.
    #[must_use]
    pub fn seed(seed: u64, base: &str) -> Self {
        seed::company(seed, base)
    }

    /// The same without the company's own extension of User.
    #[must_use]
    pub(crate) fn without_people(mut self) -> Self {
        for resource in &mut Arc::make_mut(&mut self.users).resources {
            let mut members = resource.value();
            members.shift_remove(schemas::PEOPLE);
            if let Some(listed) = members.get_mut("schemas").and_then(Value::as_array_mut) {
                listed.retain(|it| it != schemas::PEOPLE);
            }
            let without = Resource::of(resource.id(), resource.version(), &members);
            *resource = Arc::new(without.at_place(resource.sequence()));
        }
        self
    }

    pub(crate) fn of(&self, kind: Kind) -> &Arc<Collection> {
        match kind {
            Kind::User => &self.users,
            Kind::Group => &self.groups,
            Kind::Device => &self.devices,
        }
    }

    /// The collection to change: a copy where someone still reads the one that is.
    pub(crate) fn of_mut(&mut self, kind: Kind) -> &mut Collection {
        Arc::make_mut(match kind {
            Kind::User => &mut self.users,
            Kind::Group => &mut self.groups,
            Kind::Device => &mut self.devices,
        })
    }

    /// Takes a resource in, in the place of the one that has its id, else as the first of its list.
    pub(crate) fn put(&mut self, kind: Kind, resource: Resource) {
        self.made += 1;
        let sequence = FIRST - self.made;
        self.of_mut(kind).put(kind, resource, sequence);
    }

    /// A resource of any type.
    pub(crate) fn find(&self, id: &str) -> Option<(Kind, &Arc<Resource>)> {
        Kind::ALL.into_iter().find_map(|kind| Some((kind, self.of(kind).get(id)?)))
    }
}
