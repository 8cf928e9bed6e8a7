//! What the sandbox keeps: resources as JSON text, so that lists are put together and not serialised, in collections that
//! are never changed but followed by others: whoever reads one is not disturbed by whoever writes the next.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use crate::index::Index;
use crate::kind::Kind;
use crate::schemas;
use crate::seed;
use crate::selection::Selections;

/// Stands for the base URL until it is known.
pub(crate) const BASE: &str = "{base}";

/// Adds a member to a JSON object; anything else is left alone.
pub(crate) fn add(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// One resource: its JSON text, and where in it each member stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    id: String,
    version: String,
    text: String,
    members: Vec<Member>,
    /// The place in the order of the list, never used again.
    sequence: u64,
}

/// A member of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Member {
    name: Range<usize>,
    value: Range<usize>,
}

impl Resource {
    /// A resource from its members; `version` is its `meta.version`.
    pub(crate) fn new(id: &str, version: &str, members: Vec<(&str, Value)>) -> Self {
        let members = members.into_iter().map(|(name, value)| (name, value.to_string()));
        Self::written(id, version, members)
    }

    /// A resource from its JSON object, which holds its `meta.version`.
    pub(crate) fn of(id: &str, version: &str, members: &Map<String, Value>) -> Self {
        let members = members.iter().map(|(name, value)| (name.as_str(), value.to_string()));
        Self::written(id, version, members)
    }

    fn written<'m>(
        id: &str,
        version: &str,
        members: impl Iterator<Item = (&'m str, String)>,
    ) -> Self {
        let mut text = String::from("{");
        let mut places = Vec::new();
        for (name, value) in members {
            if !places.is_empty() {
                text.push(',');
            }
            let quoted = Value::from(name).to_string();
            let name = text.len() + 1..text.len() + quoted.len() - 1;
            text.push_str(&quoted);
            text.push(':');
            let value_at = text.len()..text.len() + value.len();
            text.push_str(&value);
            places.push(Member { name, value: value_at });
        }
        text.push('}');
        text.shrink_to_fit();
        Self { id: id.to_owned(), version: version.to_owned(), text, members: places, sequence: 0 }
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The ETag, quotes included.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The JSON text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The members with their values as JSON text.
    pub fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        self.members.iter().map(|it| (self.part(&it.name), self.part(&it.value)))
    }

    /// The JSON text of a member, by its name in any letter case.
    pub(crate) fn member(&self, name: &str) -> Option<&str> {
        self.members().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, text)| text)
    }

    /// A member that is a text.
    pub(crate) fn member_text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.member(name)?).ok()
    }

    /// Only some of the members, as JSON: what a filter or an order looks at.
    pub(crate) fn some(&self, names: &[String]) -> Value {
        let asked = |name: &str| names.iter().any(|it| it.eq_ignore_ascii_case(name));
        let members = self.members().filter(|(name, _)| asked(name));
        let read = members.filter_map(|(name, text)| {
            Some((name.to_owned(), serde_json::from_str::<Value>(text).ok()?))
        });
        Value::Object(read.collect())
    }

    /// All members, as JSON.
    pub(crate) fn value(&self) -> Map<String, Value> {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    pub(crate) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Whether it was there from the beginning.
    pub(crate) fn is_seeded(&self) -> bool {
        self.sequence >= FIRST
    }

    fn part(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn at(self, base: &str) -> Self {
        if !self.text.contains(BASE) {
            return self;
        }
        let members = self.members().map(|(name, value)| (name, value.replace(BASE, base)));
        let sequence = self.sequence;
        Self { sequence, ..Self::written(&self.id, &self.version, members) }
    }
}

/// The sequence of the first seeded resource. What is made later counts down from it.
const FIRST: u64 = 1 << 48;

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
            numbered.map(|(it, sequence)| Arc::new(Resource { sequence, ..it })).collect();
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
        self.resources.binary_search_by_key(&resource.sequence, |it| it.sequence).ok()
    }

    pub(crate) fn at_sequence(&self, sequence: u64) -> Option<&Arc<Resource>> {
        let place = self.resources.binary_search_by_key(&sequence, |it| it.sequence).ok()?;
        self.resources.get(place)
    }

    /// Takes a resource in: in the place of the one that has its id, else as the first, with a sequence before all others.
    fn put(&mut self, kind: Kind, resource: Resource, new: u64) {
        let known = self.get(&resource.id).cloned();
        let sequence = known.as_ref().map_or(new, |it| it.sequence);
        let resource = Arc::new(Resource { sequence, ..resource });
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
        let keys = || self.resources.iter().map(|it| (it.id.clone(), it.sequence)).collect();
        self.by_id.get_or_init(keys)
    }

    fn by_external_id(&self) -> &Index {
        let key = |it: &Arc<Resource>| Some((it.member_text("externalId")?, it.sequence));
        self.by_external_id.get_or_init(|| self.resources.iter().filter_map(key).collect())
    }

    fn by_name(&self, kind: Kind) -> &Index {
        let key = |it: &Arc<Resource>| Some((kind.name_of(it)?, it.sequence));
        self.by_name.get_or_init(|| self.resources.iter().filter_map(key).collect())
    }

    /// Enters a resource into the indexes that there are.
    fn note(&mut self, kind: Kind, resource: &Resource) {
        for (index, key) in self.entries(kind, resource) {
            index.add(key, resource.sequence);
        }
    }

    fn forget(&mut self, kind: Kind, resource: &Resource) {
        for (index, key) in self.entries(kind, resource) {
            index.remove(&key, resource.sequence);
        }
    }

    fn entries(
        &mut self,
        kind: Kind,
        resource: &Resource,
    ) -> impl Iterator<Item = (&mut Index, String)> {
        let keys = [
            (self.by_id.get_mut(), Some(resource.id.clone())),
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

    /// Makes the directory of a fictitious company. The same seed gives the same directory, ids included. URLs hold
    /// `{base}` until [`Directory::at`] says where it is served.
    #[must_use]
    pub fn seed(seed: u64) -> Self {
        seed::company(seed)
    }

    /// Puts the base URL into every URL.
    #[must_use]
    pub fn at(mut self, base: &str) -> Self {
        for collection in [&mut self.users, &mut self.groups, &mut self.devices] {
            let collection = Arc::make_mut(collection);
            for resource in &mut collection.resources {
                *resource = Arc::new(Arc::unwrap_or_clone(Arc::clone(resource)).at(base));
            }
        }
        self
    }

    /// The same without the company's own extension of User.
    #[must_use]
    pub(crate) fn without_people(mut self) -> Self {
        for resource in &mut Arc::make_mut(&mut self.users).resources {
            let Resource { id, version, sequence, .. } = &**resource;
            let mut members = resource.value();
            members.shift_remove(schemas::PEOPLE);
            if let Some(listed) = members.get_mut("schemas").and_then(Value::as_array_mut) {
                listed.retain(|it| it != schemas::PEOPLE);
            }
            let sequence = *sequence;
            *resource = Arc::new(Resource { sequence, ..Resource::of(id, version, &members) });
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
