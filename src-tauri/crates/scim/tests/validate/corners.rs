//! Where a rule begins and ends: what it says of values next to those that break it, and when it offers a repair.

use scim::builtin;
use scim::resource_type::{ResourceType, SchemaExtension};
use scim::schema;
use scim::validate::Purpose::{self, Create, Replace, Response};
use scim::validate::validate;
use scim::view::TypeModel;
use serde_json::{Value, json};

use super::{BADGE, DOOR, badge, filled, model, user};

const ENTERPRISE: &str = scim::urn::ENTERPRISE_USER;

/// Rule and path of each finding; a star where it has a repair.
fn found(resource: &Value, model: &TypeModel, purpose: Purpose) -> Vec<String> {
    let found = validate(resource, model, purpose).into_iter();
    found
        .map(|it| {
            let star = if it.fix.is_some() { " *" } else { "" };
            format!("{} {}{star}", it.finding.rule, it.path)
        })
        .collect()
}

/// The same of a resource that is fine but for these members.
fn said(kind: &str, purpose: Purpose, members: &Value) -> Vec<String> {
    found(&filled(kind, purpose, members), &model(kind), purpose)
}

fn enterprise(members: Value) -> Value {
    json!({ "schemas": [scim::urn::USER, ENTERPRISE], ENTERPRISE: members })
}

/// A type with one schema, which may have an extension.
fn model_of(attributes: &Value, extension: Option<&Value>) -> TypeModel {
    let mut schemas = vec![json!({ "id": "urn:x:room", "name": "Room", "attributes": attributes })];
    let mut resource_type = ResourceType {
        name: "Room".to_owned(),
        schema: "urn:x:room".to_owned(),
        ..ResourceType::default()
    };
    if let Some(attributes) = extension {
        schemas.push(json!({ "id": "urn:x:more", "name": "More", "attributes": attributes }));
        let extension = SchemaExtension { schema: "urn:x:more".to_owned(), required: false };
        resource_type.schema_extensions.push(extension);
    }
    let schemas = schema::parse_all(&json!(schemas).to_string()).unwrap().value;
    TypeModel::resolve(&resource_type, &schemas).value
}

#[test]
fn meta_of_another_type_is_not_said_to_be_missing() {
    assert_eq!(
        said("User", Response, &json!({ "meta": null })),
        ["null-value meta *", "missing-meta "]
    );
    assert_eq!(said("User", Response, &json!({ "meta": "x" })), ["type-mismatch meta"]);
}

#[test]
fn an_id_that_a_location_has_to_escape_is_not_compared() {
    let resource = |id: &str, location: &str| json!({ "id": id, "meta": { "resourceType": "User", "location": location } });
    for (id, location) in [("a/b", "/Users/a%2Fb"), ("é", "/Users/%C3%A9"), ("é", "/Users/e")] {
        let said = said("User", Response, &resource(id, location));
        assert_eq!(said, [""; 0], "{id} {location}");
    }
    let other = said("User", Response, &resource("a", "/Users/b"));
    assert_eq!(other, ["location-without-id meta.location"]);
}

#[test]
fn what_the_rfc_says_of_user_attributes_holds_of_no_others() {
    let zone =
        json!([{ "name": "timezone", "type": "string" }, { "name": "locale", "type": "string" }]);
    let odd = json!({ "timezone": "+01:00", "locale": "??" });
    let mut room = odd.clone();
    room["schemas"] = json!(["urn:x:room"]);
    assert_eq!(found(&room, &model_of(&zone, None), Create), [""; 0]);
    let more = json!([{ "id": "urn:x:more", "name": "More", "attributes": zone }]);
    let more = schema::parse_all(&more.to_string()).unwrap().value;
    let mut resource_type = builtin::resource_types()[0].clone();
    let extension = SchemaExtension { schema: "urn:x:more".to_owned(), required: false };
    resource_type.schema_extensions.push(extension);
    let schemas = [builtin::schemas(), &more].concat();
    let user = TypeModel::resolve(&resource_type, &schemas).value;
    let resource =
        json!({ "schemas": [scim::urn::USER, "urn:x:more"], "userName": "b", "urn:x:more": odd });
    assert_eq!(found(&resource, &user, Create), [""; 0]);
}

#[test]
fn a_language_begins_with_two_to_eight_letters() {
    for wrong in ["e", "12", "e1", "abcdefghi", "en-", "en-abcdefghi", "-US"] {
        let said = said("User", Create, &json!({ "locale": wrong }));
        assert_eq!(said, ["language-tag locale"], "{wrong}");
    }
    for right in ["en", "abcdefgh", "i-klingon", "x-a", "es-419", "*"] {
        assert_eq!(said("User", Create, &json!({ "locale": right })), [""; 0], "{right}");
    }
}

#[test]
fn what_is_no_value_is_no_repetition() {
    for (kind, members, expected) in [
        (
            "Badge",
            json!({ "tags": [null, null] }),
            ["null-element tags[0] *", "null-element tags[1] *"],
        ),
        ("Badge", json!({ "tags": [[], []] }), ["nested-array tags[0]", "nested-array tags[1]"]),
        (
            "User",
            json!({ "emails": ["a@b", "a@b"] }),
            ["bare-value emails[0] *", "bare-value emails[1] *"],
        ),
        (
            "User",
            json!({ "emails": [{}, {}] }),
            ["empty-object emails[0] *", "empty-object emails[1] *"],
        ),
    ] {
        assert_eq!(said(kind, Create, &members), expected);
    }
}

#[test]
fn only_the_manager_had_a_manager_id() {
    for (members, expected) in [
        (json!({ "manager": { "managerId": "1" } }), "version-1-name {}.manager.managerId *"),
        (
            json!({ "manager": { "value": "1", "managerId": "1" } }),
            "version-1-name {}.manager.managerId",
        ),
        (json!({ "manager": { "colour": "red" } }), "unknown-attribute {}.manager.colour"),
        (json!({ "managerId": "1" }), "unknown-attribute {}:managerId *"),
    ] {
        let said = said("User", Create, &enterprise(members.clone()));
        let expected = expected.replace("{}.", &format!("{ENTERPRISE}:")).replace("{}", ENTERPRISE);
        assert_eq!(said, [expected], "{members}");
    }
}

#[test]
fn a_dotted_name_is_moved_only_to_where_nothing_is() {
    for (members, expected) in [
        (json!({ "name.givenName": "A" }), "dotted-name name.givenName *"),
        (
            json!({ "name": { "familyName": "B" }, "name.givenName": "A" }),
            "dotted-name name.givenName *",
        ),
        (
            json!({ "name": { "givenName": "B" }, "name.givenName": "A" }),
            "dotted-name name.givenName",
        ),
        (json!({ "emails.value": "a@b" }), "dotted-name emails.value"),
    ] {
        assert_eq!(said("User", Create, &members), [expected], "{members}");
    }
}

#[test]
fn what_every_resource_has_is_required_of_the_server_and_only_at_the_top() {
    let id = json!({ "name": "id", "type": "string", "required": true });
    let owner = json!({ "name": "owner", "type": "complex", "subAttributes": [id] });
    let more = json!([id, { "name": "size", "type": "integer" }]);
    let model = model_of(&json!([id, owner]), Some(&more));
    let schemas = json!(["urn:x:room", "urn:x:more"]);
    let resource =
        json!({ "schemas": schemas, "owner": { "id": "" }, "urn:x:more": { "size": 1 } });
    let found = found(&resource, &model, Create);
    assert_eq!(found, ["required-missing owner", "required-missing urn:x:more"]);
}

#[test]
fn what_is_only_written_or_never_returned_is_not_shown() {
    let never = model_of(&json!([{ "name": "code", "type": "string", "returned": "never" }]), None);
    let room = json!({ "schemas": ["urn:x:room"], "code": 4711 });
    let pin = json!({ "schemas": [BADGE, DOOR], "label": "7", DOOR: { "floor": 1 }, "pin": 4711 });
    for (resource, model) in [(room, never), (pin, badge())] {
        for purpose in [Create, Replace, Response] {
            let found = validate(&resource, &model, purpose);
            assert!(!found.is_empty(), "{resource}");
            let said = serde_json::to_string(&found).unwrap();
            assert!(!said.contains("4711"), "{said}");
        }
    }
}

#[test]
fn only_what_is_said_to_be_outside_has_to_be_http() {
    let links = json!([
        { "name": "any", "type": "reference" },
        { "name": "user", "type": "reference", "referenceTypes": ["User"] },
        { "name": "either", "type": "reference", "referenceTypes": ["external", "User"] },
        { "name": "site", "type": "reference", "referenceTypes": ["external"] },
    ]);
    let model = model_of(&links, None);
    for (name, expected) in
        [("any", None), ("user", None), ("either", None), ("site", Some("reference-not-http site"))]
    {
        let resource = json!({ "schemas": ["urn:x:room"], name: "mailto:a@b" });
        let expected: Vec<&str> = expected.into_iter().collect();
        assert_eq!(found(&resource, &model, Create), expected, "{name}");
    }
}

#[test]
fn an_empty_text_is_no_uri_of_a_schema() {
    let resource = json!({ "schemas": [scim::urn::USER, "", ""], "userName": "b" });
    let expected = ["schemas-shape schemas[1] *", "schemas-shape schemas[2] *"];
    assert_eq!(found(&resource, &user(), Create), expected);
}

#[test]
fn what_stands_in_a_message_is_short_and_no_secret() {
    let attributes = json!([
        { "name": "whole", "type": "integer", "returned": "never" },
        { "name": "flag", "type": "boolean", "returned": "never" },
        { "name": "card", "type": "complex", "returned": "never", "subAttributes": [{ "name": "value", "type": "string" }] },
    ]);
    let model = model_of(&attributes, None);
    let room = json!({ "schemas": ["urn:x:room", { "deep": "inside" }], "whole": 4711.5, "flag": "TRUE", "card": 4711 });
    let found = validate(&room, &model, Create);
    assert_eq!(found.len(), 4);
    for it in found {
        let said = it.finding.message;
        assert!(!["4711", "TRUE", "inside"].iter().any(|it| said.contains(it)), "{said}");
    }
}

#[test]
fn an_answer_need_not_have_what_answers_do_not_show() {
    let model = model_of(
        &json!([
            { "name": "pin", "type": "string", "required": true, "mutability": "writeOnly", "returned": "default" },
            { "name": "code", "type": "string", "required": true, "returned": "request" },
            { "name": "word", "type": "string", "required": true, "returned": "never" },
            { "name": "size", "type": "string", "required": true },
        ]),
        None,
    );
    let meta = json!({ "resourceType": "Room" });
    let resource = json!({ "schemas": ["urn:x:room"], "id": "1", "meta": meta });
    assert_eq!(found(&resource, &model, Response), ["required-not-returned "]);
    let resource = json!({ "schemas": ["urn:x:room"] });
    assert_eq!(found(&resource, &model, Create), ["required-missing "; 4]);
}

#[test]
fn names_that_begin_with_a_uri_are_taken_apart_where_that_helps() {
    let name = |rest: &str| format!("{}:{rest}", scim::urn::USER);
    let long = "a".repeat(2_000);
    for (rest, expected) in [
        ("emails.value", "qualified-member {}"),
        ("name.givenName", "qualified-member {} *"),
        ("nickName", "qualified-member {} *"),
        // Nobody writes such a name, and it costs to take it apart.
        (long.as_str(), "unknown-extension {}"),
    ] {
        let said = said("User", Create, &json!({ name(rest): "x" }));
        assert_eq!(said, [expected.replace("{}", &name(rest))]);
    }
}

#[test]
fn of_two_spellings_of_an_extension_the_second_repeats_the_first() {
    let mut resource = enterprise(json!({ "division": "x" }));
    resource[ENTERPRISE.to_ascii_lowercase()] = json!({ "division": "x" });
    let expected = format!("duplicate-member {} *", ENTERPRISE.to_ascii_lowercase());
    assert_eq!(said("User", Create, &resource), [expected]);
}

#[test]
fn only_a_simple_value_is_taken_out_of_an_object() {
    for (inner, expected) in [
        (json!("Boss"), "type-mismatch title *"),
        (json!(null), "type-mismatch title"),
        (json!([]), "type-mismatch title"),
        (json!({}), "type-mismatch title"),
    ] {
        let said = said("User", Create, &json!({ "title": { "value": inner } }));
        assert_eq!(said, [expected], "{inner}");
    }
}
