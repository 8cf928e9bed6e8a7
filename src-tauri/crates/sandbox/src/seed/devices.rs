//! Devices: a resource type of the company's own, with a link to its owner.

use serde_json::{Value, json};

use super::{Person, finish, link_to, moment};
use crate::random::Random;
use crate::resource::Unwritten;
use crate::{CONTENTS, schemas};

const MODELS: &[(&str, &str, usize)] = &[
    ("Linux", "Brightmoor Field 14", 512),
    ("Linux", "Brightmoor Tower", 2048),
    ("macOS", "Orchard Slim 13", 512),
    ("Windows", "Kestrel Desk 5", 1024),
    ("Windows", "Kestrel Flip 12", 256),
    ("Android", "Pebble Rugged", 128),
    ("iOS", "Orchard Pocket", 256),
];
const CERTIFICATE: &str = "MAMCAQc=";

/// Writes the devices down.
pub(crate) fn write(people: &[Person], random: &mut Random) -> impl Iterator<Item = Unwritten> {
    (0..CONTENTS.devices as usize).map(|number| device(number, people, random))
}

fn device(number: usize, people: &[Person], random: &mut Random) -> Unwritten {
    let id = random.uuid();
    let (platform, model, gigabytes) = random.pick(MODELS).copied().unwrap_or_default();
    let mut own: Vec<(&'static str, Value)> = vec![
        ("displayName", json!(format!("tf-{}-{number:03}", platform.to_lowercase()))),
        ("serialNumber", json!(format!("TF{:010X}", random.next() >> 24))),
        ("model", json!(model)),
        ("platform", json!(platform)),
    ];
    if random.chance(85)
        && let Some(owner) = random.pick(people)
    {
        own.push(("owner", link_to(owner)));
    }
    if random.chance(90) {
        let hours = i64::try_from(random.below(2000)).unwrap_or_default();
        own.push(("lastSeen", json!(moment(super::LAST_DAY - hours * 3600))));
    }
    own.push(("encrypted", json!(random.chance(80))));
    own.push(("storageGigabytes", json!(gigabytes)));
    if let Ok(health) = serde_json::from_str::<Value>(&format!("0.{:02}", 60 + random.below(40))) {
        own.push(("batteryHealth", health));
    }
    if random.chance(60) {
        own.push(("tags", json!(["loan", "pool", "harbour"].get(..1 + random.below(3)))));
    }
    let address = |random: &mut Random| {
        let bytes = random.next().to_be_bytes();
        let pairs: Vec<String> = bytes.iter().take(5).map(|it| format!("{it:02x}")).collect();
        format!("02:{}", pairs.join(":"))
    };
    let mut interfaces = vec![json!({"value": address(random), "type": "wifi", "primary": true})];
    if random.chance(50) {
        interfaces.push(json!({"value": address(random), "type": "ethernet"}));
    }
    own.push(("interfaces", Value::Array(interfaces)));
    if random.chance(30) {
        own.push(("certificate", json!(CERTIFICATE)));
    }
    finish(&id, "Device", schemas::DEVICES, vec![schemas::DEVICE], own, random)
}
