//! What the sandbox keeps in step by itself: the names and links beside a reference, the groups of a user, and that
//! nothing refers to what is gone.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::directory::add;
use crate::kind::Kind;
use crate::links::{user_of, value_of};
use crate::refusal::Refusal;
use crate::resource::Resource;
use crate::schemas;
use crate::store::{Cause, Edit};

/// The name beside a manager (RFC 7643 §4.3).
const LABEL_OF_MANAGER: &str = "displayName";

impl Edit<'_> {
    /// Completes the references of a resource that is about to be put: `$ref`, the name, the type. `before` is the
    /// resource as it was.
    ///
    /// Fails when something is referred to that is not there.
    pub(crate) fn connect(
        &self,
        kind: Kind,
        id: &str,
        members: &mut Map<String, Value>,
        before: Option<&Map<String, Value>>,
    ) -> Result<(), Refusal> {
        match kind {
            Kind::User => {
                if let Some(manager) = manager_mut(members) {
                    let (shown, _) =
                        self.complete(manager, "manager", &[Kind::User], (id, kind))?;
                    let held =
                        before.and_then(|it| it.get(scim::urn::ENTERPRISE_USER)?.get("manager"));
                    match held.filter(|it| value_of(it) == value_of(manager)) {
                        // A name that was never shown beside this manager stays away: nothing has changed.
                        Some(held) if held.get(LABEL_OF_MANAGER).is_none() => {}
                        _ => label(manager, LABEL_OF_MANAGER, shown.as_deref()),
                    }
                }
                self.check_mentor(members)
            }
            Kind::Group => {
                let listed = members.get_mut("members").and_then(Value::as_array_mut);
                let allowed = [Kind::User, Kind::Group];
                for member in listed.into_iter().flatten() {
                    let (shown, found) = self.complete(member, "members", &allowed, (id, kind))?;
                    label(member, "display", shown.as_deref());
                    add(member, "type", json!(found.name()));
                }
                Ok(())
            }
            Kind::Device => {
                if let Some(owner) = members.get_mut("owner") {
                    let (shown, _) = self.complete(owner, "owner", &[Kind::User], (id, kind))?;
                    label(owner, "display", shown.as_deref());
                }
                Ok(())
            }
        }
    }

    /// Completes one link, and says what it leads to is called and is. A resource may refer to itself before it is there,
    /// and to one that is still to come.
    fn complete(
        &self,
        link: &mut Value,
        attribute: &str,
        allowed: &[Kind],
        own: (&str, Kind),
    ) -> Result<(Option<String>, Kind), Refusal> {
        let Some(target) = value_of(link).map(str::to_owned) else {
            let text = format!("a value of {attribute} does not say which resource it means");
            return Err(Refusal::bad("invalidValue", text));
        };
        let found = self.directory.find(&target).map(|(kind, it)| (kind, shown(it)));
        let found = found.or_else(|| {
            let expected = self.expected.iter().find(|(id, _)| *id == target);
            let kind = (target == own.0).then_some(own.1).or(expected.map(|(_, kind)| *kind))?;
            Some((kind, None))
        });
        let Some((kind, shown)) = found.filter(|(kind, _)| allowed.contains(kind)) else {
            let text = format!("{attribute} refers to {target}, which is not in this directory");
            return Err(Refusal::bad("invalidValue", text));
        };
        add(link, "$ref", json!(self.location(kind, &target)));
        Ok((shown, kind))
    }

    fn check_mentor(&self, members: &Map<String, Value>) -> Result<(), Refusal> {
        let mentor = members.get(schemas::PEOPLE).and_then(|it| it.get("mentor"));
        match mentor.and_then(user_of) {
            Some(id) if self.directory.users.get(id).is_none() => {
                let text = format!("mentor refers to {id}, which is not in this directory");
                Err(Refusal::bad("invalidValue", text))
            }
            _ => Ok(()),
        }
    }

    /// Brings everything else in step with a resource that was put or removed.
    pub(crate) fn follow(&mut self, kind: Kind, id: &str, before: Option<&Arc<Resource>>) {
        let after = self.get(kind, id);
        let name = |it: Option<&Arc<Resource>>| it.and_then(|it| shown(it));
        // Others may have referred to it before it was there.
        let renamed = name(before) != name(after.as_ref());
        let moved = match kind {
            Kind::Group => changed_members(before, after.as_ref()),
            _ => BTreeSet::new(),
        };
        let affected = if renamed && kind == Kind::Group {
            let all = [before, after.as_ref()].into_iter().flatten().flat_map(|it| member_ids(it));
            all.collect()
        } else {
            moved
        };
        let mut users = self.users_in(&affected);
        if kind == Kind::User && before.is_none() && !self.links.get(id).is_empty() {
            users.insert(id.to_owned());
        }
        match &after {
            None => self.forget(id),
            Some(_) if renamed => self.rename(id, name(after.as_ref()).as_deref()),
            Some(_) => {}
        }
        for user in users {
            self.renew_groups(&user);
        }
    }

    /// The users among the ids and in the groups among them, however deep.
    fn users_in(&self, ids: &BTreeSet<String>) -> BTreeSet<String> {
        let mut users = BTreeSet::new();
        let mut seen = HashSet::new();
        let mut open: VecDeque<String> = ids.iter().cloned().collect();
        while let Some(id) = open.pop_front() {
            if let Some(group) = self.directory.groups.get(&id) {
                if seen.insert(id) {
                    open.extend(member_ids(group));
                }
            } else if self.directory.users.get(&id).is_some() {
                users.insert(id);
            }
        }
        users
    }

    /// Writes the groups of a user anew: those that list the user, and those that list these groups.
    pub(crate) fn renew_groups(&mut self, id: &str) {
        let Some(user) = self.get(Kind::User, id) else { return };
        let groups = self.groups_of(id);
        let held: Option<Value> =
            user.member("groups").and_then(|it| serde_json::from_str(it).ok());
        if held == groups {
            return;
        }
        let mut members = user.value();
        match groups {
            Some(groups) => drop(members.insert("groups".to_owned(), groups)),
            None => drop(members.shift_remove("groups")),
        }
        self.put(Kind::User, id, members, Cause::Followed);
    }

    /// What `groups` of a user says, or `None` where there are none.
    pub(crate) fn groups_of(&self, id: &str) -> Option<Value> {
        let mut found: BTreeMap<u64, (Arc<Resource>, &str)> = BTreeMap::new();
        let mut open = VecDeque::from([(id.to_owned(), "direct")]);
        while let Some((id, how)) = open.pop_front() {
            for (kind, group) in self.referrers(&id) {
                if kind == Kind::Group && !found.contains_key(&group.sequence()) {
                    open.push_back((group.id().to_owned(), "indirect"));
                    found.insert(group.sequence(), (group, how));
                }
            }
        }
        let groups = found.into_values().map(|(group, how)| {
            let mut link = json!({
                "value": group.id(),
                "$ref": self.location(Kind::Group, group.id()),
            });
            label(&mut link, "display", shown(&group).as_deref());
            add(&mut link, "type", json!(how));
            link
        });
        let groups: Vec<Value> = groups.collect();
        (!groups.is_empty()).then_some(Value::Array(groups))
    }

    /// Takes every reference to a resource out that is gone.
    pub(crate) fn forget(&mut self, id: &str) {
        for (kind, resource) in self.referrers(id) {
            let mut members = resource.value();
            match kind {
                Kind::User => {
                    if manager_mut(&mut members).is_some_and(|it| value_of(it) == Some(id)) {
                        remove_inside(&mut members, scim::urn::ENTERPRISE_USER, "manager");
                    }
                    let people = members.get(schemas::PEOPLE);
                    let mentor = people.and_then(|it| it.get("mentor"));
                    if mentor.and_then(user_of) == Some(id) {
                        remove_inside(&mut members, schemas::PEOPLE, "mentor");
                    }
                }
                Kind::Group => {
                    if let Some(listed) = members.get_mut("members").and_then(Value::as_array_mut) {
                        listed.retain(|it| value_of(it) != Some(id));
                        if listed.is_empty() {
                            members.shift_remove("members");
                        }
                    }
                }
                Kind::Device => drop(members.shift_remove("owner")),
            }
            self.put(kind, resource.id(), members, Cause::Changed);
        }
    }

    /// Writes a new name beside every reference.
    fn rename(&mut self, id: &str, name: Option<&str>) {
        for (kind, resource) in self.referrers(id) {
            let mut members = resource.value();
            let mut written = false;
            let mut write = |link: &mut Value, name_of_label: &str| {
                let held = link.get(name_of_label).and_then(Value::as_str);
                if value_of(link) == Some(id) && held != name {
                    label(link, name_of_label, name);
                    written = true;
                }
            };
            match kind {
                Kind::User => {
                    let manager = manager_mut(&mut members);
                    manager.into_iter().for_each(|it| write(it, LABEL_OF_MANAGER));
                }
                Kind::Group => {
                    let listed = members.get_mut("members").and_then(Value::as_array_mut);
                    listed.into_iter().flatten().for_each(|it| write(it, "display"));
                }
                Kind::Device => {
                    members.get_mut("owner").into_iter().for_each(|it| write(it, "display"));
                }
            }
            if written {
                self.put(kind, resource.id(), members, Cause::Followed);
            }
        }
    }
}

/// What others call a resource, if it says so.
pub(crate) fn shown(resource: &Resource) -> Option<String> {
    let formatted = || {
        let name: Value = serde_json::from_str(resource.member("name")?).ok()?;
        name.get("formatted").and_then(Value::as_str).map(str::to_owned)
    };
    resource.member_text("displayName").or_else(formatted)
}

/// Writes a name beside a reference, or takes it away.
fn label(link: &mut Value, name_of_label: &str, name: Option<&str>) {
    match (name, link.as_object_mut()) {
        (Some(name), _) => add(link, name_of_label, json!(name)),
        (None, Some(link)) => drop(link.shift_remove(name_of_label)),
        (None, None) => {}
    }
}

/// The ids that a group lists.
fn member_ids(group: &Resource) -> BTreeSet<String> {
    let listed: Option<Value> =
        group.member("members").and_then(|it| serde_json::from_str(it).ok());
    let listed = listed.as_ref().and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(value_of).map(str::to_owned).collect()
}

fn changed_members(
    before: Option<&Arc<Resource>>,
    after: Option<&Arc<Resource>>,
) -> BTreeSet<String> {
    if let (Some(before), Some(after)) = (before, after)
        && before.member("members") == after.member("members")
    {
        return BTreeSet::new();
    }
    let ids = |it: Option<&Arc<Resource>>| it.map(|it| member_ids(it)).unwrap_or_default();
    ids(before).symmetric_difference(&ids(after)).cloned().collect()
}

fn manager_mut(members: &mut Map<String, Value>) -> Option<&mut Value> {
    members.get_mut(scim::urn::ENTERPRISE_USER)?.get_mut("manager")
}

/// Takes a member out of an extension, and the extension with its last one.
fn remove_inside(members: &mut Map<String, Value>, extension: &str, name: &str) {
    let Some(inside) = members.get_mut(extension).and_then(Value::as_object_mut) else { return };
    inside.shift_remove(name);
    if inside.is_empty() {
        members.shift_remove(extension);
        if let Some(schemas) = members.get_mut("schemas").and_then(Value::as_array_mut) {
            schemas.retain(|it| it != extension);
        }
    }
}
