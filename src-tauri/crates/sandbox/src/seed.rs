//! The company: Tarnwick Freight, which does not exist. Pure and deterministic.

mod devices;
mod groups;
mod users;

use serde_json::{Value, json};

use crate::directory::Directory;
use crate::names::{CULTURES, Culture, Region};
use crate::random::Random;
use crate::resource::{BASE, Resource, Unwritten};
use crate::work::DEPARTMENTS;
use crate::{CONTENTS, schemas};

const DOMAIN: &str = "tarnwick.example";
/// Share of people who no longer work there, in percent.
const DISABLED_PERCENT: usize = 6;
/// `é` as two characters, and a letter with many marks.
const COMBINING: &str = "Ame\u{301}lie Z\u{30c}\u{323}\u{331}aneta";
const HEADS: usize = 24;
const LEADS: usize = 420;
const FIRST_DAY: i64 = 1_420_070_400; // 2015-01-01
const LAST_DAY: i64 = 1_760_486_400; // 2025-10-15

/// A person, before being written down as a resource.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) user_name: String,
    pub(crate) given: &'static str,
    pub(crate) family: &'static str,
    pub(crate) formatted: String,
    /// What others see; missing for a few.
    pub(crate) display: Option<String>,
    pub(crate) culture: &'static Culture,
    pub(crate) department: usize,
    pub(crate) title: &'static str,
    pub(crate) active: bool,
    pub(crate) manager: Option<usize>,
    pub(crate) number: usize,
    /// Groups by their place, and whether the membership is direct.
    pub(crate) groups: Vec<(usize, bool)>,
}

impl Person {
    pub(crate) fn shown(&self) -> &str {
        self.display.as_deref().unwrap_or(&self.formatted)
    }
}

/// Makes the whole directory. No more than one resource at a time is held otherwise than it is kept.
pub(crate) fn company(seed: u64, base: &str) -> Directory {
    let mut random = Random::new(seed);
    let mut people = people(&mut random);
    let groups = groups::plan(&mut people, &mut random);
    let mut users = Resource::all(users::write(&people, &groups, &mut random), base);
    // Lists come in no telling order, as from most servers.
    users.sort_by(|a, b| a.id().cmp(b.id()));
    let written = Resource::all(groups::write(&groups, &people, &mut random), base);
    let devices = Resource::all(devices::write(&people, &mut random), base);
    // Freed before the collections are made, so that they take this memory and no more.
    drop((people, groups));
    Directory::new(users, written, devices)
}

fn people(random: &mut Random) -> Vec<Person> {
    let mut taken = std::collections::HashMap::new();
    let count = CONTENTS.users as usize;
    (0..count).map(|number| person(number, &mut taken, random)).collect()
}

fn person(
    number: usize,
    taken: &mut std::collections::HashMap<String, u32>,
    random: &mut Random,
) -> Person {
    let culture = culture(number);
    let (given, given_ascii) = native(random.word(culture.given));
    let (family, family_ascii) = native(random.word(culture.family));
    let formatted = match culture.family_first {
        true => format!("{family}{}{given}", culture.joint),
        false => format!("{given}{}{family}", culture.joint),
    };
    let plain = format!("{}.{}", fold(given_ascii), fold(family_ascii));
    let seen = taken.entry(plain.clone()).or_insert(0);
    *seen += 1;
    let local = if *seen == 1 { plain } else { format!("{plain}{seen}") };
    let department =
        if (1..=HEADS).contains(&number) { number - 1 } else { random.below(DEPARTMENTS.len()) };
    let titles = DEPARTMENTS.get(department).map(|it| it.2).unwrap_or_default();
    let title = match number {
        0 => "Chief Executive",
        1..=HEADS => "Head of Department",
        _ => random.word(titles),
    };
    Person {
        id: random.uuid(),
        user_name: format!("{local}@{DOMAIN}"),
        given,
        family,
        display: display(number, &formatted, random),
        formatted,
        culture,
        department,
        title,
        active: number <= HEADS || !random.chance(DISABLED_PERCENT),
        manager: manager(number, department, random),
        number,
        groups: Vec::new(),
    }
}

/// A few have no name to show, and one has a name that is hard to show.
fn display(number: usize, formatted: &str, random: &mut Random) -> Option<String> {
    let shown = (!random.chance(3)).then(|| formatted.to_owned());
    if number == 77 { Some(COMBINING.to_owned()) } else { shown }
}

/// Heads report to the chief, leads to their head, everyone else to a lead. No circles: a manager comes before.
fn manager(number: usize, department: usize, random: &mut Random) -> Option<usize> {
    match number {
        0 => None,
        1..=HEADS => Some(0),
        _ if number < LEADS => Some(department + 1),
        _ if random.chance(2) => None,
        _ => Some(HEADS + 1 + random.below(LEADS - HEADS - 1)),
    }
}

fn culture(number: usize) -> &'static Culture {
    // Coprime with the number of cultures, so that neighbours differ and all are used alike.
    let at = number.wrapping_mul(8) % CULTURES.len().max(1);
    CULTURES.get(at).or_else(|| CULTURES.first()).unwrap_or(&FALLBACK)
}

static FALLBACK: Culture = Culture {
    locale: "en",
    country: "GB",
    timezone: "Europe/London",
    city: "",
    street: "",
    dial: "",
    region: Region::Europe,
    family_first: false,
    joint: " ",
    given: &[],
    family: &[],
};

/// A name of the tables as it is written, and in ASCII.
fn native(name: &'static str) -> (&'static str, &'static str) {
    name.split_once('|').unwrap_or((name, name))
}

/// A name as the local part of an address: lower case, accents folded, nothing but letters, digits and hyphens.
fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' | '-' => folded.push(letter),
            ' ' | '\u{2019}' => folded.push('-'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'þ' => folded.push_str("th"),
            other => folded.extend(base_letter(other)),
        }
    }
    folded.trim_matches('-').to_owned()
}

fn base_letter(letter: char) -> Option<char> {
    const FOLDS: &[(char, &str)] = &[
        ('a', "àáâãäåāăąảạấầẩẫậắằẳẵặ"),
        ('c', "çćč"),
        ('d', "ďđð"),
        ('e', "èéêëēęěẹẻẽếềểễệ"),
        ('g', "ğģ"),
        ('i', "ìíîïīıịỉĩ"),
        ('l', "łľ"),
        ('n', "ñńň"),
        ('o', "òóôõöøōőọỏốồổỗộơớờởỡợ"),
        ('r', "řŕ"),
        ('s', "śšşșṣ"),
        ('t', "ťțţ"),
        ('u', "ùúûüūůűụủũưứừửữự"),
        ('y', "ýÿỳỵỷỹ"),
        ('z', "źżž"),
    ];
    FOLDS.iter().find(|(_, all)| all.contains(letter)).map(|(base, _)| *base)
}

/// A moment of the company's life as an `xsd:dateTime`.
fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap_or_default().to_string()
}

fn moments(random: &mut Random) -> (String, String) {
    let span = usize::try_from(LAST_DAY - FIRST_DAY).unwrap_or_default();
    let created = random.below(span);
    let modified = created + random.below(span - created);
    let at = |offset: usize| moment(FIRST_DAY + i64::try_from(offset).unwrap_or_default());
    (at(created), at(modified))
}

/// Ends a resource: adds `schemas` and `id` in front and `meta` behind.
fn finish(
    id: &str,
    resource_type: &str,
    endpoint: &str,
    schemas: Vec<&str>,
    own: Vec<(&'static str, Value)>,
    random: &mut Random,
) -> Unwritten {
    let (created, modified) = moments(random);
    let version = format!("W/\"{:016x}\"", random.next());
    let mut members = vec![("schemas", json!(schemas)), ("id", json!(id))];
    members.extend(own);
    let meta = json!({
        "resourceType": resource_type,
        "created": created,
        "lastModified": modified,
        "location": location(endpoint, id),
        "version": version,
    });
    members.push(("meta", meta));
    Unwritten { id: id.to_owned(), version, members }
}

fn location(endpoint: &str, id: &str) -> String {
    format!("{BASE}{endpoint}/{id}")
}

/// A link to a person, as groups and devices have it.
fn link_to(person: &Person) -> Value {
    json!({
        "value": person.id,
        "$ref": location(schemas::USERS, &person.id),
        "display": person.shown(),
    })
}

#[cfg(test)]
mod tests {
    use super::{culture, fold};
    use crate::names::CULTURES;

    #[test]
    fn names_fold_to_plain_letters() {
        assert_eq!(fold("Brzęczyszczykiewicz"), "brzeczyszczykiewicz");
        assert_eq!(fold("Thị Minh Khai"), "thi-minh-khai");
        assert_eq!(fold("O'Hara"), "ohara");
        assert_eq!(fold("İpek"), "ipek");
    }

    #[test]
    fn every_name_has_letters_for_an_address() {
        for name in CULTURES.iter().flat_map(|it| it.given.iter().chain(it.family)) {
            let ascii = super::native(name).1;
            assert!(fold(ascii).len() >= 2, "{name} becomes {:?}", fold(ascii));
        }
    }

    #[test]
    fn every_culture_is_used() {
        let used: std::collections::HashSet<_> =
            (0..CULTURES.len()).map(|it| culture(it).locale).collect();
        assert_eq!(used.len(), CULTURES.len());
    }
}
