//! Which resources refer to which: members of groups, managers, mentors, owners of devices.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use crate::directory::Directory;
use crate::index::Index;
use crate::kind::Kind;
use crate::resource::Resource;
use crate::schemas;

/// From an id to everything that refers to it.
pub(crate) fn of_directory(directory: &Directory) -> Index {
    let all = Kind::ALL.into_iter().flat_map(|kind| {
        let resources = directory.of(kind).resources().iter();
        resources.flat_map(move |it| {
            let number = number(kind, it);
            targets(kind, it).into_iter().map(move |target| (target, number))
        })
    });
    all.collect()
}

/// Enters what a resource refers to now in the place of what it referred to before.
pub(crate) fn renew(
    links: &mut Index,
    kind: Kind,
    before: Option<&Resource>,
    after: Option<&Resource>,
) {
    let targets = |it: Option<&Resource>| it.map(|it| targets(kind, it)).unwrap_or_default();
    let (old, new) = (targets(before), targets(after));
    if let Some(before) = before {
        let number = number(kind, before);
        old.difference(&new).for_each(|it| links.remove(it, number));
    }
    if let Some(after) = after {
        let number = number(kind, after);
        new.difference(&old).for_each(|it| links.add(it.clone(), number));
    }
}

/// The resources that refer to an id, in the order of the lists.
pub(crate) fn referrers(
    links: &Index,
    directory: &Directory,
    id: &str,
) -> Vec<(Kind, Arc<Resource>)> {
    let mut numbers = links.get(id).to_vec();
    numbers.sort_unstable_by_key(|it| (it % KINDS, it / KINDS));
    let found = numbers.into_iter().filter_map(|it| {
        let kind = Kind::ALL.into_iter().find(|kind| *kind as u64 == it % KINDS)?;
        Some((kind, Arc::clone(directory.of(kind).at_sequence(it / KINDS)?)))
    });
    found.collect()
}

/// The `value` of an element or of a complex attribute.
pub(crate) fn value_of(link: &Value) -> Option<&str> {
    link.get("value").and_then(Value::as_str)
}

/// The id at the end of a reference to a user.
pub(crate) fn user_of(reference: &Value) -> Option<&str> {
    let (rest, id) = reference.as_str()?.rsplit_once('/')?;
    rest.ends_with(schemas::USERS).then_some(id)
}

const KINDS: u64 = Kind::ALL.len() as u64;

fn number(kind: Kind, resource: &Resource) -> u64 {
    resource.sequence() * KINDS + kind as u64
}

fn targets(kind: Kind, resource: &Resource) -> BTreeSet<String> {
    let read = |name: &str| -> Option<Value> { serde_json::from_str(resource.member(name)?).ok() };
    let mut found = BTreeSet::new();
    let mut note = |id: Option<&str>| found.extend(id.map(str::to_owned));
    match kind {
        Kind::User => {
            let enterprise = read(scim::urn::ENTERPRISE_USER);
            note(enterprise.as_ref().and_then(|it| it.get("manager")).and_then(value_of));
            let people = read(schemas::PEOPLE);
            note(people.as_ref().and_then(|it| it.get("mentor")).and_then(user_of));
        }
        Kind::Group => {
            let members = read("members");
            let members = members.as_ref().and_then(Value::as_array);
            members.into_iter().flatten().for_each(|it| note(value_of(it)));
        }
        Kind::Device => note(read("owner").as_ref().and_then(value_of)),
    }
    found
}
