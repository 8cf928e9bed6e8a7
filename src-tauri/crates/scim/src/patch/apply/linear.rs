//! That the work grows with the size of what is given and no faster: steps are counted, on inputs made to hurt.

use serde_json::{Value, json};

use super::Prepared;
use crate::builtin;
use crate::patch::steps::{FREE, PER_NODE};
use crate::patch::{Op, Operation, PatchRequest, Settings};
use crate::patch_path::PatchPath;
use crate::steps::during;
use crate::view::TypeModel;

/// A resource and a request of about so many bytes.
type Case = fn(usize) -> (Value, PatchRequest);

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

fn member(id: usize) -> Value {
    json!({ "value": format!("{id:08}"), "type": "User" })
}

fn members(count: usize) -> Value {
    json!({ "members": (0..count).map(member).collect::<Vec<_>>() })
}

fn path(text: &str) -> PatchPath {
    PatchPath::parse(text, &[]).unwrap()
}

fn request(operations: Vec<Operation>) -> PatchRequest {
    PatchRequest { operations }
}

/// What could be quadratic: each operation, or each element, meets each element.
fn cases() -> Vec<(&'static str, Case)> {
    vec![
        ("one operation adds many", |size| {
            let new = (0..size / 40).map(|it| member(it * 2)).collect();
            (members(size / 40), request(vec![Operation::add(path("members"), Value::Array(new))]))
        }),
        ("many operations add one", |size| {
            let add = |it| Operation::add(path("members"), member(it * 2));
            (members(size / 40), request((0..size / 80).map(add).collect()))
        }),
        ("many operations remove one by its value", |size| {
            let remove =
                |it: usize| Operation::remove(path(&format!(r#"members[value eq "{it:08}"]"#)));
            (members(size / 40), request((0..size / 60).map(remove).collect()))
        }),
        ("many operations remove one by value and type", |size| {
            let remove = |it: usize| {
                Operation::remove(path(&format!(
                    r#"members[type eq "User" and value eq "{it:08}"]"#
                )))
            };
            (members(size / 40), request((0..size / 90).map(remove).collect()))
        }),
        ("one operation lists many to remove", |size| {
            let listed = (0..size / 40).map(|it| json!({ "value": format!("{it:08}") })).collect();
            let operation = Operation {
                op: Op::Remove,
                path: Some(path("members")),
                value: Some(Value::Array(listed)),
            };
            (members(size / 40), request(vec![operation]))
        }),
        ("many operations change the value of one", |size| {
            let change = |it: usize| {
                Operation::add(
                    path(&format!(r#"emails[value eq "{it:08}"].value"#)),
                    json!(format!("changed {it}")),
                )
            };
            let emails: Vec<_> = (0..size / 40).map(member).collect();
            (json!({ "emails": emails }), request((0..size / 80).map(change).collect()))
        }),
        ("many elements are primary in turn", |size| {
            let change = |it: usize| {
                Operation::add(path(&format!(r#"emails[value eq "{it:08}"].primary"#)), json!(true))
            };
            let emails: Vec<_> = (0..size / 40).map(member).collect();
            (json!({ "emails": emails }), request((0..size / 80).map(change).collect()))
        }),
        ("many elements are equal", |size| {
            let same: Vec<_> = (0..size / 40).map(|_| member(1)).collect();
            (
                json!({ "emails": same.clone() }),
                request(vec![Operation::add(path("emails"), Value::Array(same))]),
            )
        }),
        ("many members of one object are set", |size| {
            let name = |it: usize| format!("n{it:06}");
            let object = (0..size / 20).map(|it| (name(it), json!(0))).collect();
            let set = |it: usize| Operation::replace(path(&name(it * 2)), json!(1));
            (Value::Object(object), request((0..size / 40).map(set).collect()))
        }),
        ("many simple values", |size| {
            let texts = |from: usize| {
                (from..from + size / 20).map(|it| json!(format!("v{it}"))).collect::<Vec<_>>()
            };
            (
                json!({ "tags": texts(0) }),
                request(vec![Operation::add(path("tags"), Value::Array(texts(50)))]),
            )
        }),
    ]
}

#[test]
fn the_work_grows_with_the_size_and_no_faster() {
    let settings = Settings::default();
    for (name, case) in cases() {
        let mut looks = Vec::new();
        let steps = SIZES.map(|size| {
            let (resource, request) = case(size);
            let mut taken = 0;
            looks.push(during(|| {
                let applied = Prepared::new(&request, None, &settings).steps(&resource);
                taken = applied.unwrap_or_else(|it| panic!("{name}: {it}"));
            }));
            taken
        });
        let [small, middle, large] = steps;
        assert!(middle < 15 * small && large < 15 * middle, "{name}: {steps:?}");
        assert!(large < SIZES[2] as u64, "{name}: {steps:?}");
        // What a person is not told of either, such as the making of an index: members and bytes that are looked at.
        let [small, middle, large] = looks[..] else { panic!("three sizes") };
        assert!(small > 0, "{name}: nothing is counted");
        assert!(middle < 15 * small && large < 15 * middle, "{name}: {looks:?}");
    }
}

#[test]
fn what_would_still_be_quadratic_is_refused_in_time() {
    let remove = |it: usize| Operation::remove(path(&format!(r#"members[value ew "{it:08}"]"#)));
    let settings = Settings::default();
    let resource = members(20_000);
    let request = request((0..20_000).map(remove).collect());
    let error = Prepared::new(&request, None, &settings).steps(&resource).unwrap_err();
    assert_eq!(error.kind.scim_type(), "tooMany");
}

/// Names that nobody has: each is looked for among all of them.
#[test]
fn many_new_names_are_refused_in_time() {
    let object = |count: usize, name: &str| {
        Value::Object((0..count).map(|it| (format!("{name}{it}"), json!(1))).collect())
    };
    let one = |path: Option<&str>, value: Value| {
        let path = path.map(self::path);
        request(vec![Operation { op: Op::Add, path, value: Some(value) }])
    };
    let settings = Settings::default();
    for (resource, wanted) in [
        (json!({}), one(None, object(60_000, "x"))),
        (json!({ "name": object(30_000, "y") }), one(Some("name"), object(30_000, "x"))),
        (json!({ "a": { "b": object(30_000, "y") } }), one(Some("a.b"), object(30_000, "x"))),
        (
            json!({}),
            request(
                (0..30_000).map(|it| Operation::add(path(&format!("x{it}")), json!(1))).collect(),
            ),
        ),
    ] {
        let error = Prepared::new(&wanted, None, &settings).steps(&resource).unwrap_err();
        assert_eq!(error.kind.scim_type(), "tooMany");
    }
    let few = one(None, object(1_000, "x"));
    assert!(Prepared::new(&few, None, &settings).steps(&json!({})).is_ok());
}

/// A resource of one value, so that what is allowed beyond [`FREE`] follows from the request.
#[test]
fn a_large_request_may_take_more_steps_than_a_small_one() {
    let members = (0..1_045).map(|it| (format!("x{it}"), json!(1))).collect();
    let add = Operation { op: Op::Add, path: None, value: Some(Value::Object(members)) };
    let settings = Settings::default();
    let request = request(vec![add]);
    let steps = Prepared::new(&request, None, &settings).steps(&json!({})).unwrap();
    let allowed_to_any = FREE + 2 * PER_NODE;
    assert!(steps > allowed_to_any, "{steps} of {allowed_to_any}");
}

#[test]
fn a_large_resource_may_be_looked_through_often() {
    let remove = |it: usize| Operation::remove(path(&format!(r#"members[value ew "{it:08}"]"#)));
    let settings = Settings::default();
    let resource = members(20_000);
    let request = request((0..60).map(remove).collect());
    let steps = Prepared::new(&request, None, &settings).steps(&resource).unwrap();
    assert!(steps > FREE, "{steps}: as many as are always allowed");
}

#[test]
fn a_group_model_changes_nothing_about_that() {
    let model = TypeModel::resolve(&builtin::resource_types()[1], builtin::schemas()).value;
    let settings = Settings::default();
    for (name, case) in cases().into_iter().take(5) {
        let (resource, request) = case(SIZES[1]);
        let steps = Prepared::new(&request, Some(&model), &settings).steps(&resource);
        assert!(steps.unwrap_or_else(|it| panic!("{name}: {it}")) < SIZES[1] as u64, "{name}");
    }
}
