//! What the reference server is filled with: people of many kinds, written so that every shape
//! of value occurs, and groups that they are in. The same every time.

use serde_json::{Value, json};

/// How many users.
pub const USERS: usize = 120;
/// How many groups.
pub const GROUPS: usize = 15;

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// The enterprise extension of RFC 7643 §4.3.
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const NAMES: &[(&str, &str)] = &[
    ("Nadia", "El Fassi"),
    ("Søren", "Kjærgaard"),
    ("太郎", "山田"),
    ("Þórunn", "Sigurðardóttir"),
    ("محمد", "الفاسي"),
    ("Дмитро", "Шевченко"),
    ("Thị Minh Khai", "Nguyễn"),
    ("Zoë", "Van den Broeck"),
    ("Hüseyin", "Öztürk"),
    ("Mere", "Te Kanawa"),
    ("Siobhán", "O'Brien"),
    ("秀英", "王"),
    ("Łukasz", "Wójcik"),
    ("Chukwuemeka", "Okonkwo-Bassey"),
    ("María José", "Fernández de la Cuesta y Gómez-Arteche"),
    ("Ada", "Lovelace <ada@example.org>"),
];
const DEPARTMENTS: &[&str] =
    &["Payments", "Risk", "R&D", "Human Resources", "Treasury", "Legal \"Q\"", "研究"];

/// The user with this number, whose manager has the given id.
pub fn user(number: usize, manager: Option<&str>) -> Value {
    let (given, family) = NAMES.get(number % NAMES.len()).copied().unwrap_or(("Ada", "Lovelace"));
    let name = format!("user{number:03}");
    let mut user = json!({
        "schemas": [USER],
        "userName": format!("{name}@example.org"),
        "externalId": format!("x-{number:05}"),
        "name": { "givenName": given, "familyName": family, "formatted": format!("{given} {family}") },
        "displayName": format!("{given} {family}"),
        "active": !number.is_multiple_of(7),
        "emails": emails(&name, number % 4),
    });
    add_details(&mut user, number);
    if !number.is_multiple_of(3) {
        add_extension(&mut user, number, manager);
    }
    user
}

/// The group with this number and these members.
pub fn group(number: usize, members: &[&str]) -> Value {
    let members: Vec<Value> =
        members.iter().map(|id| json!({ "value": id, "type": "User" })).collect();
    json!({
        "schemas": [GROUP],
        "displayName": format!("Team {number:02} – {}", DEPARTMENTS.get(number % DEPARTMENTS.len()).unwrap_or(&"")),
        "members": members,
    })
}

fn emails(name: &str, count: usize) -> Value {
    ["work", "home", "other"]
        .iter()
        .take(count)
        .enumerate()
        .map(|(index, kind)| {
            json!({ "value": format!("{name}.{kind}@example.org"), "type": kind, "primary": index == 0 })
        })
        .collect()
}

fn add_details(user: &mut Value, number: usize) {
    let Some(user) = user.as_object_mut() else { return };
    let mut set = |name: &str, value: Value| user.insert(name.to_owned(), value);
    if number.is_multiple_of(2) {
        set("title", json!("Payment Operations Analyst"));
        set(
            "phoneNumbers",
            json!([{ "value": format!("+212661234{number:03}"), "type": "mobile" }]),
        );
    }
    if number.is_multiple_of(5) {
        set("nickName", json!("ñandú"));
        set("preferredLanguage", json!("fr-MA"));
        set("locale", json!("fr-MA"));
        set("timezone", json!("Africa/Casablanca"));
        set("userType", json!("Employee"));
        set("roles", json!([{ "value": "auditor", "primary": true }, { "value": "reader" }]));
    }
    if number.is_multiple_of(11) {
        set(
            "addresses",
            json!([{
                "type": "work",
                "streetAddress": "100 Universal City Plaza\nBuilding 3",
                "locality": "Casablanca",
                "postalCode": "20000",
                "country": "MA",
                "formatted": "100 Universal City Plaza\nCasablanca 20000 MA",
            }]),
        );
        set("x509Certificates", json!([{ "value": "MIIBszCCAV2gAwIBAgIBADANBgkqhkiG9w0BAQ==" }]));
        set("profileUrl", json!("https://login.example.org/profile"));
    }
}

fn add_extension(user: &mut Value, number: usize, manager: Option<&str>) {
    let mut extension = json!({
        "employeeNumber": format!("{number:07}"),
        "costCenter": "4410-22",
        "organization": "Aurelia",
        "division": "Retail",
        "department": DEPARTMENTS.get(number % DEPARTMENTS.len()),
    });
    if let (Some(id), Some(extension)) = (manager, extension.as_object_mut()) {
        extension.insert("manager".to_owned(), json!({ "value": id }));
    }
    if let Some(user) = user.as_object_mut() {
        user.insert("schemas".to_owned(), json!([USER, ENTERPRISE]));
        user.insert(ENTERPRISE.to_owned(), extension);
    }
}
