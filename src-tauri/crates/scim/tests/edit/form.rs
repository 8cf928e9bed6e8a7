//! What the form of a draft shows, place by place.

use scim::edit::{Control, EditSection, FieldState, Lock, SectionKind, list};
use scim::resource_type::ResourceType;
use scim::{builtin, urn};
use serde_json::json;

use crate::forms::{field, fields, judged, offered, section, sections, subject};
use crate::models::{LAB, babs, group_model, guides, lab_model, user_model};

fn titles(sections: &[EditSection]) -> Vec<(&str, SectionKind)> {
    sections.iter().map(|it| (it.title.as_str(), it.kind)).collect()
}

#[test]
fn sections_stand_in_the_order_of_the_schemas() {
    use SectionKind::{Complex, Core, Extension, MultiValued, Server, Unknown};
    let mut draft = babs();
    draft["shoeSize"] = json!(43);
    draft["urn:example:other"] = json!({ "a": 1 });
    let form = sections(lab_model(), None, &draft);
    let lists = [
        "emails",
        "phoneNumbers",
        "ims",
        "photos",
        "addresses",
        "entitlements",
        "roles",
        "x509Certificates",
    ];
    let mut expected = vec![("Core", Core), ("name", Complex)];
    expected.extend(lists.map(|it| (it, MultiValued)));
    expected.extend([("Enterprise", Extension), ("Lab", Extension)]);
    expected.extend([("Not in the schema", Unknown), ("Kept by the server", Server)]);
    assert_eq!(titles(&form), expected);
    let core: Vec<&str> = form[0].fields.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(core[0], "userName");
    assert_eq!(core[core.len() - 1], "externalId");
    let unknown = section(&form, "Not in the schema");
    assert_eq!(unknown.fields[0].text.as_deref(), Some("43"));
    assert_eq!(unknown.fields[1].pointer, "/urn:example:other");
    assert!(unknown.fields.iter().all(|it| it.unknown && it.control == Control::Json));
    let enterprise = section(&form, "Enterprise");
    assert!(enterprise.present && !enterprise.custom && !enterprise.required);
    let lab = section(&form, "Lab");
    assert!(!lab.present && lab.custom && lab.required);
    assert_eq!(lab.pointer, format!("/{LAB}"));
}

#[test]
fn an_absent_attribute_is_a_field_with_the_place_where_it_would_stand() {
    let form = sections(lab_model(), None, &json!({}));
    for (path, pointer) in [
        ("name.familyName", "/name/familyName".to_owned()),
        ("nickName", "/nickName".to_owned()),
        (&format!("{LAB}:sponsor.value"), format!("/{LAB}/sponsor/value")),
        (&format!("{LAB}:level"), format!("/{LAB}/level")),
    ] {
        let field = field(&form, path);
        assert_eq!((field.state, &field.pointer), (FieldState::Absent, &pointer));
        assert!(!field.changed && field.text.is_none());
    }
    let emails = field(&form, "emails").list.as_ref().unwrap();
    assert_eq!((emails.total, emails.next.as_str(), emails.blank.as_str()), (0, "/emails/-", "{}"));
    assert!(emails.has_primary && !emails.simple);
    let costs = field(&form, &format!("{LAB}:costObjects")).list.as_ref().unwrap();
    assert!(costs.simple && !costs.has_primary);
    assert_eq!(costs.blank, "\"\"");
}

#[test]
fn null_empty_and_absent_are_told_apart() {
    let draft = json!({ "title": null, "nickName": "", "name": {}, "emails": [], "locale": "de" });
    let form = sections(user_model(), None, &draft);
    let state = |path: &str| field(&form, path).state;
    assert_eq!(state("title"), FieldState::Null);
    assert_eq!(state("nickName"), FieldState::Empty);
    assert_eq!(state("name"), FieldState::Empty);
    assert_eq!(state("emails"), FieldState::Empty);
    assert_eq!(state("locale"), FieldState::Set);
    assert_eq!(state("timezone"), FieldState::Absent);
    assert_eq!(field(&form, "nickName").text.as_deref(), Some(""));
    assert_eq!(field(&form, "title").text, None);
}

#[test]
fn names_are_found_in_any_letter_case_and_keep_the_served_spelling() {
    let draft =
        json!({ "USERNAME": "ada", "Name": { "FAMILYNAME": "L" }, "title": "a", "TITLE": "b" });
    let form = sections(user_model(), None, &draft);
    assert_eq!(field(&form, "userName").pointer, "/USERNAME");
    assert_eq!(field(&form, "name.familyName").pointer, "/Name/FAMILYNAME");
    assert_eq!(field(&form, "title").text.as_deref(), Some("a"));
    let other = field(&form, "TITLE");
    assert!(other.unknown);
    assert_eq!(other.text.as_deref(), Some("\"b\""));
}

#[test]
fn controls_follow_the_types() {
    let draft = json!({});
    let form = sections(lab_model(), None, &draft);
    let control = |path: &str| field(&form, path).control;
    let lab = |name: &str| control(&format!("{LAB}:{name}"));
    assert_eq!(control("userName"), Control::Text);
    assert_eq!(control("active"), Control::Boolean);
    assert_eq!(control("profileUrl"), Control::Uri);
    assert_eq!(control("password"), Control::Secret);
    assert_eq!(control("name"), Control::Complex);
    assert_eq!(lab("level"), Control::Integer);
    assert_eq!(lab("share"), Control::Decimal);
    assert_eq!(lab("since"), Control::DateTime);
    assert_eq!(lab("photo"), Control::Binary);
    assert_eq!(lab("blob"), Control::Json);
    assert_eq!(lab("pin"), Control::Secret);
    assert_eq!(lab("costObjects"), Control::List);
    assert_eq!(lab("sponsor.value"), Control::Reference);
    let sponsor = field(&form, &format!("{LAB}:sponsor.value"));
    assert_eq!(sponsor.reference_types, ["User"]);
    assert_eq!(field(&form, &format!("{LAB}:level")).canonical_values, ["1", "2"]);
    let manager = field(&form, &format!("{}:manager.value", urn::ENTERPRISE_USER));
    assert_eq!(
        (manager.control, manager.reference_types.as_slice()),
        (Control::Reference, &["User".to_owned()][..])
    );
}

#[test]
fn what_does_not_fit_its_type_is_json_and_nothing_is_lost() {
    let draft = json!({
        "title": ["a"], "active": { "x": 1 }, "userName": 7, "name": "Ada", "emails": "a@example.com",
        "roles": [{ "value": 5, "primary": "yes" }, "admin", null],
        LAB: { "level": "3", "costObjects": [1, { "a": [] }, "x"] },
        urn::ENTERPRISE_USER: "Sales",
    });
    let form = sections(lab_model(), None, &draft);
    for (path, text) in [
        ("title", "[\n  \"a\"\n]"),
        ("active", "{\n  \"x\": 1\n}"),
        ("userName", "7"),
        ("name", "\"Ada\""),
        ("emails", "\"a@example.com\""),
        ("roles[0].value", "5"),
        ("roles[0].primary", "\"yes\""),
        ("roles[1]", "\"admin\""),
        (&format!("{LAB}:level"), "\"3\""),
        (&format!("{LAB}:costObjects[0]"), "1"),
        (urn::ENTERPRISE_USER, "\"Sales\""),
    ] {
        let field = field(&form, path);
        assert_eq!((field.control, field.text.as_deref()), (Control::Json, Some(text)), "{path}");
    }
    assert_eq!(field(&form, "roles[2]").state, FieldState::Null);
    assert_eq!(field(&form, &format!("{LAB}:costObjects[2]")).control, Control::Text);
}

#[test]
fn unknown_members_stand_beside_their_siblings() {
    let draft = json!({
        "name": { "nick": true }, "emails": [{ "value": "a", "verified": 1 }], LAB: { "colour": "red" },
        "meta": { "owner": "x" }, "name.nick": 1,
    });
    let form = sections(lab_model(), None, &draft);
    for (path, pointer, text) in [
        ("name.nick", "/name/nick", "true"),
        ("emails[0].verified", "/emails/0/verified", "1"),
        (&format!("{LAB}:colour"), &format!("/{LAB}/colour"), "\"red\""),
        ("meta.owner", "/meta/owner", "\"x\""),
        // A path that is taken gives way to the place.
        ("/name.nick", "/name.nick", "1"),
    ] {
        let field = field(&form, path);
        assert!(field.unknown, "{path}");
        assert_eq!((field.pointer.as_str(), field.text.as_deref()), (pointer, Some(text)));
    }
}

#[test]
fn secrets_are_told_and_not_shown() {
    let draft = json!({
        "password": "hunter2",
        LAB: { "pin": 12, "sponsor": { "code": "hunter2" }, "keys": [{ "door": "1", "code": "hunter2" }] },
    });
    let form = sections(lab_model(), Some(&json!({})), &draft);
    for path in ["password", "pin", "sponsor.code", "keys[0].code"] {
        let path = if path == "password" { path.to_owned() } else { format!("{LAB}:{path}") };
        let field = field(&form, &path);
        assert_eq!((field.control, field.state), (Control::Secret, FieldState::Set), "{path}");
        assert!(field.changed && field.text.is_none(), "{path}");
    }
    assert!(!serde_json::to_string(&form).unwrap().contains("hunter2"));
    let same = sections(lab_model(), Some(&draft), &draft);
    assert!(!field(&same, "password").changed);
}

#[test]
fn locks_say_why() {
    let base = json!({ LAB: { "issuedBy": "x", "keys": [{ "door": "1", "issued": "2011-05-13T04:42:34Z" }] } });
    let mut draft = base.clone();
    draft[LAB]["keys"].as_array_mut().unwrap().push(json!({ "door": "2" }));
    let form = sections(lab_model(), Some(&base), &draft);
    let lab = |name: &str| field(&form, &format!("{LAB}:{name}")).lock;
    assert_eq!(lab("issuedBy"), Some(Lock::ImmutableSet));
    assert_eq!(lab("printed"), Some(Lock::ReadOnly));
    assert_eq!(lab("keys[0].issued"), Some(Lock::ImmutableSet));
    assert_eq!(lab("keys[1].issued"), None);
    assert_eq!(lab("badge"), None);
    let new = sections(lab_model(), None, &draft);
    assert_eq!(field(&new, &format!("{LAB}:issuedBy")).lock, None);
    let manager = format!("{}:manager.displayName", urn::ENTERPRISE_USER);
    assert_eq!(field(&form, &manager).lock, Some(Lock::ReadOnly));
}

#[test]
fn a_new_member_in_the_place_of_a_removed_one_can_be_edited() {
    let base = guides();
    let mut draft = base.clone();
    draft["members"] = json!([{ "value": "new" }, base["members"][1]]);
    let form = sections(group_model(), Some(&base), &draft);
    assert_eq!(field(&form, "members[0].value").lock, None);
    assert_eq!(field(&form, "members[1].value").lock, Some(Lock::ImmutableSet));
    let list = field(&form, "members").list.as_ref().unwrap();
    assert_eq!(list.elements.iter().map(|it| it.changed).collect::<Vec<_>>(), [true, false]);
    assert_eq!(field(&form, "members[1].value").display.as_deref(), Some("Mandy Pepperidge"));
    assert_eq!(field(&form, "members[1].value").reference_types, ["User", "Group"]);
}

#[test]
fn what_the_server_keeps_is_locked_and_cut() {
    let mut draft = babs();
    let groups = (0..500).map(|it| json!({ "value": it.to_string() }));
    draft["groups"] = groups.collect();
    let form = sections(user_model(), Some(&draft), &draft);
    let server = section(&form, "Kept by the server");
    assert!(server.fields.iter().all(|it| it.lock == Some(Lock::ReadOnly) && !it.changed));
    let texts = |path: &str| field(&form, path).text.clone().unwrap();
    assert_eq!(texts("id"), "2819c223");
    assert_eq!(texts("meta.created"), "2010-01-23T04:56:22Z");
    assert!(texts("schemas").starts_with("[\"urn:"));
    let groups = texts("groups");
    assert_eq!(groups.chars().count(), 201);
    assert!(groups.starts_with("[{\"value\":\"0\"},") && groups.ends_with('…'));
    assert_eq!(field(&form, "meta.location").state, FieldState::Absent);
}

#[test]
fn what_changed_is_told_at_its_place() {
    let base = babs();
    let mut draft = base.clone();
    draft["title"] = json!("Chief");
    draft["name"]["familyName"] = json!("J");
    draft["emails"] = json!([
        { "type": "home", "value": "babs@jensen.org" },
        { "value": "bjensen@example.com", "type": "other", "primary": true },
        { "value": "new@example.com" },
    ]);
    draft["locale"] = json!(null);
    draft["roles"] = json!([]);
    let form = sections(user_model(), Some(&base), &draft);
    let changed: Vec<_> = fields(&form).into_iter().filter(|it| it.changed).collect();
    let changed: Vec<&str> = changed.into_iter().map(|it| it.path.as_str()).collect();
    assert_eq!(
        changed,
        ["title", "name", "name.familyName", "emails", "emails[1].type", "emails[2].value"]
    );
    let elements = &field(&form, "emails").list.as_ref().unwrap().elements;
    let elements: Vec<_> = elements.iter().map(|it| (it.index, it.changed, it.primary)).collect();
    assert_eq!(elements, [(0, false, false), (1, true, true), (2, true, false)]);
    let sections = form.iter().filter(|it| it.changed).map(|it| it.title.as_str());
    assert_eq!(sections.collect::<Vec<_>>(), ["Core", "name", "emails"]);
    assert!(field(&form, "emails[0].value").state == FieldState::Set);
    draft.as_object_mut().unwrap().remove(urn::ENTERPRISE_USER);
    let form = crate::forms::sections(user_model(), Some(&base), &draft);
    assert!(section(&form, "Enterprise").changed && !section(&form, "Enterprise").present);
}

#[test]
fn a_window_of_a_list_is_asked_for_by_its_path() {
    let members = (0..500).map(|it| json!({ "value": it.to_string() })).collect();
    let mut draft = guides();
    draft["members"] = members;
    let base = guides();
    let form = sections(group_model(), Some(&base), &draft);
    let first = field(&form, "members").list.as_ref().unwrap();
    assert_eq!((first.total, first.elements.len(), first.offset), (500, 50, 0));
    let subject = subject(group_model(), Some(&base), &draft, &[]);
    let page = list(&subject, "members", 490, 50).unwrap();
    assert_eq!((page.total, page.elements.len(), page.offset), (500, 10, 490));
    assert_eq!(page.elements[0].pointer, "/members/490");
    assert_eq!(page.elements[0].fields[0].path, "members[490].value");
    assert!(list(&subject, "members", 900, 50).unwrap().elements.is_empty());
    assert_eq!(list(&subject, "displayName", 0, 5), None);
    assert_eq!(list(&subject, "nothing", 0, 5), None);
}

#[test]
fn one_value_without_an_array_is_a_list_of_one() {
    let draft = json!({ "emails": { "value": "a@example.com" }, LAB: { "costObjects": "x" } });
    let form = sections(lab_model(), None, &draft);
    let emails = field(&form, "emails").list.as_ref().unwrap();
    assert_eq!((emails.total, emails.elements[0].pointer.as_str()), (1, "/emails"));
    assert_eq!(field(&form, "emails[0].value").pointer, "/emails/value");
    assert_eq!(emails.next, "/emails/-");
    assert_eq!(field(&form, &format!("{LAB}:costObjects[0]")).text.as_deref(), Some("x"));
}

#[test]
fn roles_are_offered_where_the_server_has_them() {
    let mut types = builtin::resource_types().to_vec();
    let other = |name: &str, endpoint: &str| ResourceType {
        name: name.to_owned(),
        endpoint: endpoint.to_owned(),
        ..ResourceType::default()
    };
    types.extend([other("Role", "/Roles"), other("Right", "/v2/Entitlements/")]);
    let draft = json!({ "roles": [{ "value": "a", "display": "A" }], "entitlements": [{}], "emails": [{}] });
    let form = offered(&draft, user_model(), &types);
    let offered = |path: &str| field(&form, path).offered_by.as_deref();
    assert_eq!(offered("roles[0].value"), Some("Role"));
    assert_eq!(offered("entitlements[0].value"), Some("Right"));
    assert_eq!(offered("roles[0].display"), None);
    assert_eq!(offered("emails[0].value"), None);
    assert_eq!(field(&form, "roles[0].value").display.as_deref(), Some("A"));
}

#[test]
fn violations_stand_at_their_fields_and_none_twice() {
    let draft = json!({
        "schemas": [urn::USER],
        "active": "True",
        "emails": [{ "value": "a", "primary": true }, { "value": "a", "primary": true }, "b"],
        "name": { "familyName": 5 },
        LAB: { "level": 1.5, "oops": 1 },
    });
    let form = judged(lab_model(), &draft);
    let rules = |path: &str| -> Vec<String> {
        field(&form, path).violations.iter().map(|it| it.finding.rule.clone()).collect()
    };
    assert_eq!(rules("userName"), ["required-missing"]);
    assert_eq!(rules("active"), ["boolean-as-text"]);
    assert_eq!(rules("name.familyName").len(), 1);
    assert_eq!(rules(&format!("{LAB}:badge")), ["required-missing"]);
    assert_eq!(rules(&format!("{LAB}:level")).len(), 1);
    let emails = field(&form, "emails").list.as_ref().unwrap();
    assert!(!emails.elements[1].violations.is_empty());
    assert!(!emails.elements[2].violations.is_empty());
    let mut all: Vec<String> = Vec::new();
    for field in fields(&form) {
        let elements = field.list.iter().flat_map(|it| &it.elements);
        let found = elements.flat_map(|it| &it.violations).chain(&field.violations);
        all.extend(found.map(|it| format!("{} {}", it.finding.pointer, it.finding.message)));
    }
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "{all:#?}");
}

#[test]
fn a_draft_that_is_no_object_is_one_field() {
    let form = sections(user_model(), None, &json!([1]));
    assert_eq!(titles(&form), [("Not in the schema", SectionKind::Unknown)]);
    assert_eq!(form[0].fields[0].pointer, "");
}
