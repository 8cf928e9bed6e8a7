//! Users written down: full, sparse, long, and a few odd ones, as in any real directory.

use serde_json::{Value, json};

use super::groups::{Group, link_to_group};
use super::{DOMAIN, Person, finish, location, moment};
use crate::directory::add;
use crate::random::Random;
use crate::resource::Unwritten;
use crate::schemas;
use crate::work::{APPLICATIONS, DEPARTMENTS};

const LONG_TITLE: &str = "Interim Deputy Coordinator for the Harmonisation of Temperature-Controlled Multimodal Transport \
Documentation between the Northern Range Ports, the Inland Terminals, and the Customs Brokers of the Regions Concerned, \
on Secondment to the Sustainability Office";
const MARKUP: &str = "<img src=x onerror=alert(1)>";
/// The bytes `30 03 02 01 05`: DER, but no certificate of anybody.
const CERTIFICATE: &str = "MAMCAQU=";

/// Writes the users down.
pub(crate) fn write(
    people: &[Person],
    groups: &[Group],
    random: &mut Random,
) -> impl Iterator<Item = Unwritten> {
    people.iter().map(|it| user(it, people, groups, random))
}

type Members = Vec<(&'static str, Value)>;

fn user(person: &Person, people: &[Person], groups: &[Group], random: &mut Random) -> Unwritten {
    let mut own: Members = Vec::new();
    if random.chance(90) {
        own.push(("externalId", json!(format!("00u{:015x}", random.next() >> 4))));
    }
    own.push(("userName", json!(person.user_name)));
    add_names(person, &mut own, random);
    add_work(person, &mut own, random);
    add_contact(person, &mut own, random);
    add_access(person, groups, &mut own, random);
    own.push((scim::urn::ENTERPRISE_USER, enterprise(person, people, random)));
    let mut schemas = vec![scim::urn::USER, scim::urn::ENTERPRISE_USER];
    if random.chance(70) {
        schemas.push(schemas::PEOPLE);
        own.push((schemas::PEOPLE, people_extension(people, random)));
    }
    finish(&person.id, "User", schemas::USERS, schemas, own, random)
}

fn add_names(person: &Person, own: &mut Members, random: &mut Random) {
    let mut name = json!({
        "formatted": person.formatted,
        "familyName": person.family,
        "givenName": person.given,
    });
    if random.chance(8) {
        add(&mut name, "honorificPrefix", json!(random.word(&["Dr", "Prof.", "Ms", "Mr", "Eng."])));
    }
    own.push(("name", name));
    own.extend(person.display.as_deref().map(|it| ("displayName", json!(it))));
    let nick = match person.number {
        42 => Some(MARKUP),
        _ if random.chance(9) => Some(person.given),
        _ => None,
    };
    own.extend(nick.map(|it| ("nickName", json!(it))));
}

fn add_work(person: &Person, own: &mut Members, random: &mut Random) {
    if random.chance(12) {
        let page = person.user_name.split('@').next().unwrap_or_default();
        own.push(("profileUrl", json!(format!("https://people.{DOMAIN}/{page}"))));
    }
    let title = if person.number % 977 == 500 { LONG_TITLE } else { person.title };
    if person.number <= super::HEADS || random.chance(94) {
        own.push(("title", json!(title)));
    }
    own.push(("userType", json!(if random.chance(88) { "Employee" } else { "Contractor" })));
    if random.chance(75) {
        own.push(("preferredLanguage", json!(person.culture.locale)));
        own.push(("locale", json!(person.culture.locale)));
    }
    if random.chance(80) {
        own.push(("timezone", json!(person.culture.timezone)));
    }
    own.push(("active", json!(person.active)));
}

fn add_contact(person: &Person, own: &mut Members, random: &mut Random) {
    let mut emails = vec![json!({"value": person.user_name, "type": "work", "primary": true})];
    if random.chance(20) {
        let home = person.user_name.replace(DOMAIN, "post.example");
        emails.push(json!({"value": home, "type": "home"}));
    }
    own.push(("emails", Value::Array(emails)));
    let mut numbers = Vec::new();
    for (kind, percent) in [("work", 55), ("mobile", 45), ("fax", 2)] {
        if random.chance(percent) {
            let number = format!("{} {:04}", person.culture.dial, random.below(10_000));
            numbers.push(json!({"value": number, "type": kind}));
        }
    }
    if !numbers.is_empty() {
        own.push(("phoneNumbers", Value::Array(numbers)));
    }
    if random.chance(35) {
        let address = json!({
            "type": "work",
            "streetAddress": person.culture.street,
            "locality": person.culture.city,
            "postalCode": format!("{:05}", random.below(99_999)),
            "country": person.culture.country,
            "primary": true,
        });
        own.push(("addresses", json!([address])));
    }
    if random.chance(6) {
        let photo = format!("https://people.{DOMAIN}/photos/{}.jpg", person.id);
        own.push(("photos", json!([{"value": photo, "type": "photo"}])));
    }
    if random.chance(4) {
        own.push(("ims", json!([{"value": person.user_name, "type": "xmpp"}])));
    }
}

fn add_access(person: &Person, groups: &[Group], own: &mut Members, random: &mut Random) {
    let member_of = person.groups.iter().filter_map(|(at, direct)| {
        let mut link = link_to_group(groups.get(*at)?);
        let kind = if *direct { "direct" } else { "indirect" };
        add(&mut link, "type", json!(kind));
        Some(link)
    });
    let member_of: Vec<Value> = member_of.collect();
    if !member_of.is_empty() {
        own.push(("groups", Value::Array(member_of)));
    }
    if random.chance(15) {
        let application = random.word(APPLICATIONS);
        own.push((
            "entitlements",
            json!([{"value": application, "display": format!("May use {application}")}]),
        ));
    }
    if random.chance(10) {
        own.push(("roles", json!([{"value": "approver", "display": "Approver", "primary": true}])));
    }
    if random.chance(2) {
        own.push(("x509Certificates", json!([{"value": CERTIFICATE}])));
    }
}

fn enterprise(person: &Person, people: &[Person], random: &mut Random) -> Value {
    let (department, cost_center, _) =
        DEPARTMENTS.get(person.department).copied().unwrap_or_default();
    let mut members = json!({
        "employeeNumber": format!("{:07}", 1000 + person.number * 7),
        "organization": "Tarnwick Freight",
    });
    if random.chance(85) {
        add(&mut members, "costCenter", json!(format!("{cost_center}-{:02}", random.below(40))));
    }
    if random.chance(60) {
        add(&mut members, "division", json!(format!("{:?}", person.culture.region)));
    }
    if person.number == 0 || random.chance(96) {
        add(
            &mut members,
            "department",
            json!(if person.number == 0 { "Strategy" } else { department }),
        );
    }
    if let Some(manager) = person.manager.and_then(|it| people.get(it)) {
        let mut link = json!({"value": manager.id, "$ref": location(schemas::USERS, &manager.id)});
        if random.chance(60) {
            add(&mut link, "displayName", json!(manager.shown()));
        }
        add(&mut members, "manager", link);
    }
    members
}

fn people_extension(people: &[Person], random: &mut Random) -> Value {
    let mut members = json!({"badgeLevel": 1 + random.below(5), "remote": random.chance(30)});
    let workload = random.word(&["1.0", "0.8", "0.75", "0.5"]);
    if let Ok(number) = serde_json::from_str::<Value>(workload) {
        add(&mut members, "workload", number);
    }
    if random.chance(12) {
        let days = i64::try_from(random.below(900)).unwrap_or_default();
        add(&mut members, "contractEnd", json!(moment(super::LAST_DAY + days * 86_400)));
    }
    if random.chance(25) {
        let office = random.word(&["leeds", "koeln", "tokyo", "merida", "lagos"]);
        add(&mut members, "homeOffice", json!(format!("https://offices.{DOMAIN}/{office}")));
    }
    if random.chance(10)
        && let Some(mentor) = random.pick(people)
    {
        add(&mut members, "mentor", json!(location(schemas::USERS, &mentor.id)));
    }
    if random.chance(40) {
        let count = 1 + random.below(4);
        let objects: Vec<String> =
            (0..count).map(|_| format!("TF-{:04}", random.below(10_000))).collect();
        add(&mut members, "costObjects", json!(objects));
    }
    if random.chance(45) {
        add(
            &mut members,
            "desk",
            json!({
                "building": random.word(&["Harbour House", "Old Mill", "Terminal 2", "Signal Box"]),
                "floor": random.below(6),
                "seat": format!("{}{:02}", random.word(&["A", "B", "C", "D"]), random.below(60)),
            }),
        );
    }
    members
}
