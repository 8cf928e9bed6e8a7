//! Groups: departments, regions, projects, access to applications; nested, one large, one empty, one with a long name.

use serde_json::{Value, json};

use super::{Person, finish, link_to, location};
use crate::directory::add;
use crate::names::Region;
use crate::random::Random;
use crate::resource::Unwritten;
use crate::work::{APPLICATIONS, DEPARTMENTS, PROJECTS};
use crate::{CONTENTS, schemas};

/// How many members "All Europe" has.
const EUROPEANS: usize = 1500;
const REGION_MEMBERS: usize = 260;
const REGIONS: &[(Region, &str, usize)] = &[
    (Region::Europe, "All Europe", EUROPEANS),
    (Region::Americas, "All Americas", REGION_MEMBERS),
    (Region::Asia, "All Asia", REGION_MEMBERS),
    (Region::Africa, "All Africa", REGION_MEMBERS),
    (Region::Oceania, "All Oceania", REGION_MEMBERS),
];
const LONG_NAME: &str = "Readers of the quarterly report on temperature deviations in refrigerated containers between the \
ports of the northern range and the inland terminals, including the annexes about customs, insurance, and the weather, \
kept by the Cold Chain department on behalf of the steering committee";

/// A group, before being written down as a resource.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) name: String,
    people: Vec<usize>,
    groups: Vec<usize>,
}

/// Makes the groups and tells people which they are in.
pub(crate) fn plan(people: &mut [Person], random: &mut Random) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    add_regions(people, &mut groups, random);
    add_departments(people, &mut groups, random);
    let special = [("Nobody Yet".to_owned(), 0), (LONG_NAME.to_owned(), 7)];
    for (name, size) in special {
        groups.push(some_people(name, size, people.len(), random));
    }
    for application in APPLICATIONS {
        for (role, most) in [("Users", 60), ("Editors", 20), ("Administrators", 5)] {
            groups.push(some_people(
                format!("{application} {role}"),
                1 + random.below(most),
                people.len(),
                random,
            ));
        }
    }
    let mut number = 0;
    while groups.len() < CONTENTS.groups as usize {
        let project = PROJECTS.get(number % PROJECTS.len().max(1)).copied().unwrap_or_default();
        let phase = ["Core Team", "Steering", "Testers", "Suppliers", "Readers", "Archive"];
        let phase = phase.get(number / PROJECTS.len().max(1)).copied().unwrap_or("Guests");
        let size = 2 + random.below(25);
        groups.push(some_people(format!("Project {project} {phase}"), size, people.len(), random));
        number += 1;
    }
    tell(people, &groups);
    groups
}

fn group(
    name: impl Into<String>,
    people: Vec<usize>,
    groups: Vec<usize>,
    random: &mut Random,
) -> Group {
    Group { id: random.uuid(), name: name.into(), people, groups }
}

fn some_people(name: String, size: usize, all: usize, random: &mut Random) -> Group {
    let mut chosen: Vec<usize> = (0..size).map(|_| random.below(all)).collect();
    chosen.sort_unstable();
    chosen.dedup();
    group(name, chosen, Vec::new(), random)
}

/// "All Regions" holds the regions, which hold people: two levels.
fn add_regions(people: &[Person], groups: &mut Vec<Group>, random: &mut Random) {
    for (region, name, most) in REGIONS {
        let inside = people.iter().enumerate().filter(|(_, it)| it.culture.region == *region);
        groups.push(group(
            *name,
            inside.map(|(at, _)| at).take(*most).collect(),
            Vec::new(),
            random,
        ));
    }
    groups.push(group("All Regions", Vec::new(), (0..REGIONS.len()).collect(), random));
}

/// "Technology" and "Operations" hold departments; "Everyone Who Travels" mixes groups and people.
fn add_departments(people: &[Person], groups: &mut Vec<Group>, random: &mut Random) {
    let first = groups.len();
    for (at, (name, _, _)) in DEPARTMENTS.iter().enumerate() {
        let inside = people.iter().enumerate().filter(|(_, it)| it.department == at && it.active);
        let members = inside.map(|(at, _)| at).take(120).collect();
        groups.push(group(*name, members, Vec::new(), random));
    }
    let among = |range: std::ops::Range<usize>| range.map(|it| first + it).collect::<Vec<_>>();
    groups.push(group("Operations", Vec::new(), among(0..8), random));
    groups.push(group("Technology", Vec::new(), among(17..22), random));
    let chief = vec![0, 1, 2, 3];
    groups.push(group("Everyone Who Travels", chief, among(8..11), random));
}

fn tell(people: &mut [Person], groups: &[Group]) {
    for (at, group) in groups.iter().enumerate() {
        for person in &group.people {
            if let Some(person) = people.get_mut(*person) {
                person.groups.push((at, true));
            }
        }
        let nested = group.groups.iter().filter_map(|it| groups.get(*it));
        for person in nested.flat_map(|it| &it.people) {
            if let Some(person) = people.get_mut(*person)
                && !person.groups.iter().any(|(it, _)| *it == at)
            {
                person.groups.push((at, false));
            }
        }
    }
}

/// Writes the groups down.
pub(crate) fn write(
    groups: &[Group],
    people: &[Person],
    random: &mut Random,
) -> impl Iterator<Item = Unwritten> {
    let write = |group: &Group| {
        let mut members: Vec<Value> = Vec::new();
        for nested in group.groups.iter().filter_map(|it| groups.get(*it)) {
            members.push(member(link_to_group(nested), "Group"));
        }
        for person in group.people.iter().filter_map(|it| people.get(*it)) {
            members.push(member(link_to(person), "User"));
        }
        let mut own = vec![("displayName", json!(group.name))];
        if random.chance(40) {
            own.push(("externalId", json!(format!("tf-{:06x}", random.next() & 0xff_ffff))));
        }
        if !members.is_empty() {
            own.push(("members", Value::Array(members)));
        }
        finish(&group.id, "Group", schemas::GROUPS, vec![scim::urn::GROUP], own, random)
    };
    groups.iter().map(write)
}

fn member(mut link: Value, resource_type: &str) -> Value {
    add(&mut link, "type", json!(resource_type));
    link
}

/// A link to a group.
pub(crate) fn link_to_group(group: &Group) -> Value {
    json!({
        "value": group.id,
        "$ref": location(schemas::GROUPS, &group.id),
        "display": group.name,
    })
}
