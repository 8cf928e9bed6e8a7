//! How real resources read: forms, cells and names, as a person sees them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests are tests")]

use std::fs;
use std::path::Path;

use expect_test::{expect, expect_file};
use scim::view::{Cell, FieldValue, TypeModel, cell, form, identity, values};
use scim::{builtin, urn};
use serde_json::{Value, json};

fn fixture(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn model(at: usize) -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[at], builtin::schemas()).value
}

fn show(value: &FieldValue) -> String {
    match value {
        FieldValue::Null => "null".to_owned(),
        FieldValue::Empty => "\"\"".to_owned(),
        FieldValue::NeverReturned => "(never returned)".to_owned(),
        FieldValue::Text { text } | FieldValue::Number { text } => text.replace('\n', "\\n"),
        FieldValue::Boolean { value } => value.to_string(),
        FieldValue::DateTime { text } => format!("@{text}"),
        FieldValue::Binary { size_bytes, .. } => format!("binary {size_bytes:?}"),
        FieldValue::Reference(it) => format!(
            "-> {} {:?} {:?} external {}",
            it.value, it.display, it.resource_type, it.external
        ),
        FieldValue::Values { values } => values.iter().map(show).collect::<Vec<_>>().join(" | "),
        FieldValue::Json { text } => text.split_whitespace().collect(),
    }
}

fn render(model: &TypeModel, resource: &Value) -> String {
    let mut text = String::new();
    for section in form(model, builtin::resource_types(), resource, 200) {
        let total = section.total.map(|it| format!(" ({it})")).unwrap_or_default();
        let custom = if section.custom { " custom" } else { "" };
        text.push_str(&format!(
            "== {}{total}{custom} {}\n",
            section.title,
            section.schema.unwrap_or_default()
        ));
        for field in section.fields {
            let unknown = if field.unknown { " ?" } else { "" };
            text.push_str(&format!("{}{unknown}: {}\n", field.name, show(&field.value)));
            for it in field.findings {
                text.push_str(&format!(
                    "    {:?} {} {} {}\n",
                    it.severity, it.rule, it.pointer, it.message
                ));
            }
        }
    }
    text
}

#[test]
fn real_resources_read_as_forms() {
    let list = fixture("zscaler/users-list.json");
    let cases = [
        ("rfc full user", 0, fixture("rfc/rfc7643-8.2-user-full.json")),
        ("rfc enterprise user", 0, fixture("rfc/rfc7643-8.3-enterprise_user.json")),
        ("rfc group", 1, fixture("rfc/rfc7643-8.4-group.json")),
        ("slack user", 0, fixture("slack/v2-user.json")),
        ("wso2 user of 1.1", 0, fixture("wso2/user_full.json")),
        ("zscaler user", 0, list["Resources"][0].clone()),
        ("device without a schema", 0, fixture("rfc/rfc9944-device-example.json")),
    ];
    let all: String = cases
        .iter()
        .map(|(name, at, it)| format!("##### {name}\n{}\n", render(&model(*at), it)))
        .collect();
    expect_file!["expected/forms.txt"].assert_eq(&all);
}

#[test]
fn odd_values_are_shown_and_flagged() {
    let resource = json!({
        "id": 7, "schemas": urn::USER, "USERNAME": "ada", "userName": "twin", "active": "True", "title": null, "nickName": "",
        "name": "Ada", "emails": {"value": "a@example.com", "primary": "true"}, "phoneNumbers": ["1", null, {"type": "work"}],
        "password": "leaked", "__proto__": {"polluted": true}, "displayName": ["x"], "roles": [],
        "extra": [1, 2], "addresses": [{"type": "work", "locality": "Oslo", "primary": false}],
        (urn::ENTERPRISE_USER): {"manager": "boss", "department": 5}, "urn:x:2.0:Y": {}, "urn:z:2.0:W": null,
    });
    expect_file!["expected/odd_form.txt"].assert_eq(&render(&model(0), &resource));
}

#[test]
fn cells_tell_what_is_there() {
    let user = model(0);
    let resource = json!({
        "id": "1", "userName": "ada", "active": "true", "title": null, "nickName": "", "password": "x",
        "name": {"familyName": "Byron"}, "emails": [{"value": "a"}, {"value": "b", "primary": true}],
        "groups": [{"value": "g1", "display": "One"}, {"value": "g2"}, {"value": "g3"}, {"value": "g4"}],
        "meta": {"lastModified": "2024-04-10T00:00:00+0000", "created": "yesterday"},
        (urn::ENTERPRISE_USER.to_uppercase()): {"Department": "Sums", "manager": {"value": "9", "displayName": "Boss"}},
    });
    let department = format!("{}:department", urn::ENTERPRISE_USER);
    let manager = format!("{}:manager", urn::ENTERPRISE_USER);
    let text = |it: &str| Cell::Text { text: it.to_owned() };
    let texts = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect();
    let cases = [
        ("username", text("ada")),
        ("active", Cell::Unexpected { text: "true".to_owned() }),
        ("title", Cell::Null),
        ("nickName", Cell::Empty),
        ("displayName", Cell::Absent),
        ("password", Cell::Absent),
        ("name.familyName", text("Byron")),
        ("emails[primary].value", text("b")),
        ("emails", Cell::Values { texts: texts(&["a", "b"]), total: 2 }),
        ("groups", Cell::Values { texts: texts(&["One", "g2", "g3"]), total: 4 }),
        ("meta.lastModified", Cell::DateTime { text: "2024-04-10T00:00:00+0000".to_owned() }),
        ("meta.created", Cell::Unexpected { text: "yesterday".to_owned() }),
        (department.as_str(), text("Sums")),
        (manager.as_str(), Cell::Reference { text: "Boss".to_owned(), target: "9".to_owned() }),
    ];
    for (path, wanted) in cases {
        assert_eq!(cell(&user, &resource, path), wanted, "{path}");
    }
}

#[test]
fn columns_of_users_start_as_drawn() {
    expect![[r#"
        [
            "userName",
            "displayName",
            "active",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
            "title",
            "meta.lastModified",
        ]
    "#]]
    .assert_debug_eq(&model(0).default_columns());
    assert_eq!(model(1).default_columns(), ["displayName", "meta.lastModified"]);
    assert!(model(1).lists_members() && !model(0).lists_members());
    let all: String = model(0)
        .columns()
        .iter()
        .map(|it| {
            format!(
                "{} | {} | {:?} {} sort {:?}\n",
                it.group, it.path, it.data_type, it.multi_valued, it.sort_by
            )
        })
        .collect();
    expect_file!["expected/columns.txt"].assert_eq(&all);
}

#[test]
fn long_lists_come_in_windows() {
    let members: Vec<Value> =
        (0..1500).map(|it| json!({"value": format!("u{it}"), "type": "User"})).collect();
    let group = json!({"id": "g", "displayName": "All", "members": members});
    let sections = form(&model(1), builtin::resource_types(), &group, 200);
    let section = sections.iter().find(|it| it.title == "members").unwrap();
    assert_eq!((section.total, section.fields.len()), (Some(1500), 200));
    let path = section.path.as_deref().unwrap();
    let more = values(&model(1), builtin::resource_types(), &group, path, 1400, 200);
    assert_eq!(more.len(), 100);
    assert_eq!(more[0].path, "members[1400]");
    assert!(
        matches!(&more[0].value, FieldValue::Reference(it) if it.value == "u1400" && it.resource_type.as_deref() == Some("User"))
    );
    assert!(values(&model(1), &[], &group, path, 1500, 10).is_empty());
}

#[test]
fn references_to_another_host_are_external() {
    let user = model(0);
    let links = json!([
        {"value": "g1", "$ref": "https://SCIM.example.com:8443/v2/Groups/g1"}, {"value": "g2", "$ref": "../Groups/g2"},
        {"value": "g3", "$ref": "https://evil.example/v2/Groups/g3"}, {"value": "g4", "$ref": "//evil.example/Groups/g4"},
        {"value": "g5", "$ref": "https://scim.example.com@evil.example/Groups/g5"},
    ]);
    let found = |location: &str| -> Vec<(Option<String>, Option<String>, bool)> {
        let resource = json!({"groups": links, "meta": {"location": location}});
        let types = builtin::resource_types();
        let paged = values(&user, types, &resource, "groups", 0, 9);
        let sections = form(&user, types, &resource, 9);
        let section = sections.iter().find(|it| it.title == "groups").unwrap();
        assert_eq!(section.fields, paged);
        let reference = |it: &scim::view::Field| match &it.value {
            FieldValue::Reference(it) => (it.resource_type.clone(), it.id.clone(), it.external),
            other => panic!("{other:?}"),
        };
        paged.iter().map(reference).collect()
    };
    let ours = |id: &str| (Some("Group".to_owned()), Some(id.to_owned()), false);
    let outside = || (None, None, true);
    assert_eq!(
        found("https://scim.example.com/v2/Users/1"),
        [ours("g1"), ours("g2"), outside(), outside(), outside()]
    );
    assert!(found("/v2/Users/1").iter().all(|it| !it.2), "where the resource is, is not known");
}

#[test]
fn references_find_their_type_and_id() {
    let user = model(0);
    let resource = json!({"groups": [
        {"value": "g1", "$ref": "https://example.com/v2/Groups/g1"}, {"$ref": "../Groups/a%20b"}, {"$ref": "https://other.example/x"},
    ]});
    let fields = values(&user, builtin::resource_types(), &resource, "groups", 0, 9);
    let found: Vec<_> = fields
        .iter()
        .map(|it| match &it.value {
            FieldValue::Reference(it) => {
                (it.resource_type.as_deref(), it.id.as_deref(), it.external)
            }
            _ => (None, None, false),
        })
        .collect();
    // By the schema, groups are groups, wherever they are said to be.
    assert_eq!(
        found,
        [
            (Some("Group"), Some("g1"), false),
            (Some("Group"), Some("a b"), false),
            (Some("Group"), None, false)
        ]
    );
}

#[test]
fn resources_are_named() {
    let name = |it: Value| {
        let who = identity(&model(0), &it);
        (who.title, who.subtitle.unwrap_or_default(), who.initials)
    };
    let named = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(
        name(json!({"displayName": "Nadia El Fassi", "userName": "n"})),
        named("Nadia El Fassi", "n", "NF")
    );
    assert_eq!(name(json!({"name": {"formatted": "王秀英"}})), named("王秀英", "", "王"));
    assert_eq!(name(json!({"userName": "svc-hr-sync"})), named("svc-hr-sync", "", "SS"));
    assert_eq!(
        name(json!({"displayName": "e\u{301}tienne"})),
        named("e\u{301}tienne", "", "E\u{301}")
    );
    assert_eq!(name(json!({"id": "77"})), named("77", "", "7"));
    assert_eq!(name(json!({})), named("User without a name", "", "UN"));
    assert_eq!(name(json!([])), named("User", "", "U"));
    assert_eq!(identity(&model(0), &json!({"active": "False"})).active, Some(false));
}

#[test]
fn numbers_keep_their_spelling() {
    let resource = scim::message::lenient(
        r#"{"id": "1", "a": 1.50, "b": 12345678901234567890.10, "c": 1E2, "d": 1e-05}"#,
    );
    let text = render(&model(0), &resource);
    for spelled in ["a ?: 1.50", "b ?: 12345678901234567890.10", "c ?: 1E2", "d ?: 1e-05"] {
        assert!(text.contains(spelled), "{text}");
    }
}

#[test]
fn an_attribute_that_is_there_without_a_value_has_a_line() {
    let resource = json!({"userName": "ada", "emails": [], "badges": []});
    let sections = form(&model(0), builtin::resource_types(), &resource, 100);
    for (name, path) in [("emails", "emails"), ("Not in the schema", "badges")] {
        let section = sections.iter().find(|it| it.title == name).unwrap();
        assert_eq!((section.fields.len(), section.fields[0].path.as_str()), (1, path));
        assert_eq!(section.fields[0].value, FieldValue::Values { values: Vec::new() });
    }
    let beyond = values(&model(0), builtin::resource_types(), &resource, "emails", 0, 100);
    assert_eq!(beyond, []);
}

#[test]
fn a_location_without_scheme_and_host_is_flagged() {
    let rules = |location: &str| -> Vec<String> {
        let resource = json!({"id": "1", "meta": {"location": location}});
        let sections = form(&model(0), builtin::resource_types(), &resource, 100);
        let fields = sections.into_iter().flat_map(|it| it.fields);
        fields.flat_map(|it| it.findings).map(|it| it.rule.to_string()).collect()
    };
    assert_eq!(rules("/scim/v2/Users/1"), ["relative-location"]);
    assert_eq!(rules("https://scim.example.com/v2/Users/1"), [""; 0]);
}
