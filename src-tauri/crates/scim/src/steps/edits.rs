//! What editing costs on drafts and schemas that are made to hurt: forms, edits, what is pending, and merges.

use serde_json::{Map, Value, json};

use super::assert_linear;
use crate::attr::AttrPath;
use crate::edit::{
    DraftEdit, Subject, cloned, filled_in, form, list, make, members_of, one_by_one, pending,
    revert, to_send, without_secrets,
};
use crate::merge::{merge, resolve};
use crate::patch::{Operation, PatchRequest};
use crate::patch_path::PatchPath;
use crate::resource_type::ResourceType;
use crate::schema::{Attribute, AttributeType, Mutability, Schema};
use crate::validate::{Purpose, validate};
use crate::view::TypeModel;
use crate::{builtin, urn};

/// Work on an input of about so many bytes.
type Case = fn(usize);

fn of_rfc(at: usize) -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[at], builtin::schemas()).value
}

/// A user whose schema defines so many attributes, and as many parts of the last ones.
fn long_user(count: usize, mutability: Mutability) -> TypeModel {
    let named = |it| Attribute { name: format!("x{it:05}"), mutability, ..Attribute::default() };
    let parted = |name: &str, multi_valued| Attribute {
        name: name.to_owned(),
        attribute_type: AttributeType::Complex,
        multi_valued,
        sub_attributes: (0..count).map(named).collect(),
        ..Attribute::default()
    };
    let attributes = (0..count).map(named).chain([parted("parts", true), parted("whole", false)]);
    let schema =
        Schema { id: urn::USER.to_owned(), attributes: attributes.collect(), ..Schema::default() };
    TypeModel::resolve(&builtin::resource_types()[0], &[schema]).value
}

fn object(count: usize, name: &str, value: &Value) -> Value {
    let members = (0..count).map(|it| (format!("{name}{it:05}"), value.clone()));
    Value::Object(members.collect::<Map<_, _>>())
}

/// A resource in which each attribute and part has a value, spelled otherwise than by the schema.
fn long_resource(count: usize, value: &Value) -> Value {
    let mut resource = object(count, "X", value);
    (resource["parts"], resource["whole"]) = (json!([resource]), resource.clone());
    resource
}

fn group(from: usize, to: usize) -> Value {
    let members = (from..to).map(|it| json!({"value": format!("m{it:06}"), "type": "User"}));
    json!({ "members": members.collect::<Value>() })
}

/// Everything that is done with a draft.
fn all(base: &Value, draft: &Value, model: &TypeModel) {
    let types: &[ResourceType] = builtin::resource_types();
    let violations = validate(draft, model, Purpose::Replace);
    let subject = Subject { model, types, base: Some(base), draft, violations: &violations };
    assert!(!form(&subject, 50).is_empty());
    drop(list(&subject, "members", 100, 50));
    drop(to_send(Some(base), draft));
    drop(filled_in(Some(base), draft, base));
    drop(filled_in(Some(base), base, draft));
    drop(without_secrets(draft, model));
    drop(cloned(draft, model));
    drop(one_by_one(whole(draft), base));
    let changes = pending(base, draft, model).changes;
    for change in changes.iter().take(1) {
        assert!(revert(base, draft, model, &change.path).is_some());
    }
    drop(merge(base, draft, draft, &[], model));
    drop(resolve(base, draft, base, &[], model));
    drop(resolve(base, base, draft, &[], model));
}

/// A request that replaces all members.
fn whole(group: &Value) -> PatchRequest {
    let path = PatchPath::Attribute(AttrPath::of("members"));
    let members = Value::Array(members_of(group).to_vec());
    PatchRequest { operations: vec![Operation::replace(path, members)] }
}

fn edited(draft: &Value, edits: &[DraftEdit]) {
    let base = group(0, 20);
    assert!(make(Some(&base), draft, &of_rfc(1), edits).is_ok());
}

fn cases() -> Vec<(&'static str, Case)> {
    vec![
        ("many members of a group that come and go", |size| {
            let count = size / 200;
            all(&group(0, count), &group(count / 2, count + count / 2), &of_rfc(1));
        }),
        ("many members that no schema defines", |size| {
            let [x, y] = ["x", "y"].map(|it| object(size / 200, it, &json!(1)));
            all(&x, &y, &of_rfc(0));
        }),
        ("many parts that no schema defines", |size| {
            let of = |name: &str| object(size / 240, name, &json!(1));
            let whole = |name: &str| json!({"name": of(name), "emails": [of(name)]});
            all(&whole("x"), &whole("y"), &of_rfc(0));
        }),
        ("many attributes that are defined", |size| {
            let count = size / 240;
            let model = long_user(count, Mutability::ReadWrite);
            all(&json!({}), &long_resource(count, &json!("a")), &model);
        }),
        ("many attributes that are only written", |size| {
            let count = size / 240;
            let model = long_user(count, Mutability::WriteOnly);
            all(&json!({}), &long_resource(count, &json!("a")), &model);
        }),
        ("many attributes that only the server sets", |size| {
            let count = size / 240;
            let model = long_user(count, Mutability::ReadOnly);
            all(&json!({}), &long_resource(count, &json!("a")), &model);
        }),
        ("many values that are alike", |size| {
            let of =
                |count: usize| json!({"emails": vec![json!({"value": "a", "type": "b"}); count]});
            all(&of(size / 200), &of(size / 240), &of_rfc(0));
        }),
        ("many values that are nothing", |size| {
            let of = |count: usize| json!({"emails": vec![json!({"value": {}}); count]});
            all(&of(size / 200), &of(size / 240), &of_rfc(0));
        }),
        ("many extensions that nobody listed", |size| {
            let of = |name: &str| object(size / 240, name, &json!({"a": 1}));
            all(&of("urn:example:a:"), &of("urn:example:b:"), &of_rfc(0));
        }),
        ("edits of a long draft", |size| {
            let pointer = |it: &str| it.to_owned();
            edited(
                &group(0, size / 200),
                &[
                    DraftEdit::Set { pointer: pointer("/members/-"), json: "{}".to_owned() },
                    DraftEdit::Restore { pointer: pointer("/members/0/value") },
                    DraftEdit::Primary { pointer: pointer("/members/1"), primary: true },
                    DraftEdit::Refer {
                        pointer: pointer("/members/3/value"),
                        endpoint: "/Users".to_owned(),
                        id: "\u{e9}".repeat(size / 100),
                    },
                    DraftEdit::Remove { pointer: pointer("/members/2") },
                    DraftEdit::RemoveMember { value: "m000007".to_owned() },
                    DraftEdit::KeepMember { value: "m000007".to_owned() },
                    DraftEdit::AddMember {
                        value: "new".to_owned(),
                        resource_type: None,
                        display: None,
                    },
                ],
            );
        }),
        ("an edit of a draft of many extensions", |size| {
            let draft = object(size / 200, "urn:example:a:", &json!({"a": 1}));
            let edit = DraftEdit::Set { pointer: String::new(), json: draft.to_string() };
            edited(&object(size / 200, "urn:example:b:", &json!({"a": 1})), &[edit]);
        }),
    ]
}

#[test]
fn the_work_grows_with_the_size_and_no_faster() {
    for (name, case) in cases() {
        assert_linear(name, case);
    }
}
