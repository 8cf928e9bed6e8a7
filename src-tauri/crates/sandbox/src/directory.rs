//! What the sandbox keeps: resources as JSON text, member by member, so that lists are put together and not serialised.

use std::collections::HashMap;

use serde_json::Value;

use crate::seed;

/// Stands for the base URL until it is known.
pub(crate) const BASE: &str = "{base}";

/// Adds a member to a JSON object; anything else is left alone.
pub(crate) fn add(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// One resource: its members in order, each value as JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    id: String,
    version: String,
    members: Vec<(String, String)>,
}

impl Resource {
    /// A resource from its members; `version` is its `meta.version`.
    pub(crate) fn new(id: &str, version: &str, members: Vec<(&str, Value)>) -> Self {
        let texts = members.into_iter().map(|(name, value)| (name.to_owned(), value.to_string()));
        Self { id: id.to_owned(), version: version.to_owned(), members: texts.collect() }
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

    /// The members with their values as JSON text.
    pub fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        self.members.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The JSON text of a member, by its name in any letter case.
    pub(crate) fn member(&self, name: &str) -> Option<&str> {
        self.members().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, text)| text)
    }

    fn at(&mut self, base: &str) {
        for (_, text) in &mut self.members {
            if text.contains(BASE) {
                *text = text.replace(BASE, base);
            }
        }
    }
}

/// The resources of one type, in the order in which lists have them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Collection {
    resources: Vec<Resource>,
    by_id: HashMap<String, usize>,
}

impl Collection {
    /// Takes the resources as they are ordered.
    pub(crate) fn new(resources: Vec<Resource>) -> Self {
        let by_id = resources.iter().enumerate().map(|(at, it)| (it.id.clone(), at)).collect();
        Self { resources, by_id }
    }

    /// The resources.
    #[must_use]
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// The resource of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Resource> {
        self.resources.get(*self.by_id.get(id)?)
    }
}

/// The whole directory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory {
    /// The users.
    pub users: Collection,
    /// The groups.
    pub groups: Collection,
    /// The devices.
    pub devices: Collection,
}

impl Directory {
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
            collection.resources.iter_mut().for_each(|it| it.at(base));
        }
        self
    }
}
