//! Three versions of a resource brought together.

use scim::edit::Control;
use scim::merge::{MergeChoice, MergeKind, MergeRow, Side, merge, resolve};
use scim::urn;
use scim::view::TypeModel;
use serde_json::{Value, json};

use crate::models::{LAB, babs, group_model, guides, lab_model, user_model};

fn choice(path: &str, side: Side) -> MergeChoice {
    MergeChoice::of(path, side)
}

fn kinds(rows: &[MergeRow]) -> Vec<(&str, MergeKind)> {
    rows.iter().map(|it| (it.path.as_str(), it.kind)).collect()
}

/// One attribute in three versions: how it stands, and what comes of it.
fn of_one(name: &str, versions: [Value; 3], model: &TypeModel) -> (MergeKind, Value) {
    let [base, theirs, yours] = versions.map(|it| json!({ name: it }));
    let rows = merge(&base, &theirs, &yours, &[], model);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0].path, name);
    (rows[0].kind, resolve(&base, &theirs, &yours, &[], model)[name].clone())
}

#[test]
fn each_attribute_is_told_by_who_changed_it() {
    let base = babs();
    let (mut theirs, mut yours) = (base.clone(), base.clone());
    theirs["title"] = json!("Chief");
    yours["title"] = json!("Boss");
    theirs["name"]["familyName"] = json!("J");
    yours["name"]["givenName"] = json!("B");
    theirs["locale"] = json!("de");
    yours["locale"] = json!("de");
    theirs["meta"]["version"] = json!("W/\"2\"");
    theirs["groups"] = json!([]);
    yours["shoeSize"] = json!(44);
    yours[urn::ENTERPRISE_USER]["department"] = json!("Sales");
    theirs[urn::ENTERPRISE_USER]["manager"]["value"] = json!("7");
    theirs[urn::ENTERPRISE_USER]["manager"]["displayName"] = json!("Other");
    theirs["emails"][0]["display"] = json!("Work");
    yours["emails"].as_array_mut().unwrap().push(json!({ "value": "new@example.com" }));
    let rows = merge(&base, &theirs, &yours, &[], user_model());
    let [department, manager] =
        ["department", "manager.value"].map(|it| format!("{}:{it}", urn::ENTERPRISE_USER));
    assert_eq!(
        kinds(&rows),
        [
            ("title", MergeKind::Conflict),
            ("emails", MergeKind::ByElement),
            ("name.givenName", MergeKind::OnlyYours),
            (&department, MergeKind::OnlyYours),
            ("shoeSize", MergeKind::OnlyYours),
            ("name.familyName", MergeKind::OnlyTheirs),
            (&manager, MergeKind::OnlyTheirs),
            ("locale", MergeKind::Same),
        ]
    );
    assert!(rows[0].undecided && rows[0].side.is_none() && rows[0].result.is_none());
    assert_eq!(rows[0].base.as_deref(), Some("Tour Guide"));
    assert_eq!(
        (rows[0].theirs.as_deref(), rows[0].yours.as_deref()),
        (Some("Chief"), Some("Boss"))
    );
    assert!(rows[1..].iter().all(|it| !it.undecided));
    assert_eq!(rows[2].side, Some(Side::Yours));
    let resolved = resolve(&base, &theirs, &yours, &[], user_model());
    let mut expected = theirs.clone();
    expected["title"] = json!("Boss");
    expected["name"]["givenName"] = json!("B");
    expected[urn::ENTERPRISE_USER]["department"] = json!("Sales");
    expected["shoeSize"] = json!(44);
    expected["emails"].as_array_mut().unwrap().push(json!({ "value": "new@example.com" }));
    assert_eq!(resolved, expected);
}

#[test]
fn a_choice_counts_for_every_kind() {
    let base =
        json!({ "title": "a", "nickName": "a", "locale": "a", "emails": [{ "value": "a" }] });
    let theirs = json!({ "title": "t", "nickName": "t", "locale": "a", "emails": [{ "value": "a" }, { "value": "t" }] });
    let yours =
        json!({ "title": "y", "nickName": "a", "emails": [{ "value": "a" }, { "value": "y" }] });
    let all = ["title", "nickName", "locale", "emails"];
    let yours_all = all.map(|it| choice(it, Side::Yours));
    let rows = merge(&base, &theirs, &yours, &yours_all, user_model());
    assert!(
        rows.iter()
            .all(|it| it.side == Some(Side::Yours) && it.result == it.yours && !it.undecided)
    );
    assert_eq!(resolve(&base, &theirs, &yours, &yours_all, user_model()), yours);
    let theirs_all = all.map(|it| choice(it, Side::Theirs));
    assert_eq!(resolve(&base, &theirs, &yours, &theirs_all, user_model()), theirs);
}

fn typed(path: &str, json: Option<&str>) -> MergeChoice {
    MergeChoice { json: json.map(str::to_owned), ..MergeChoice::of(path, Side::Typed) }
}

#[test]
fn a_third_value_can_be_typed() {
    let base = json!({ "title": "a", "nickName": "a", LAB: { "level": 1 }, "emails": [{ "value": "a", "display": "a" }] });
    let theirs = json!({ "title": "t", "nickName": "t", LAB: { "level": 2 }, "emails": [{ "value": "a", "display": "t" }] });
    let yours = json!({ "title": "y", "nickName": "y", LAB: { "level": 3 }, "emails": [{ "value": "a", "display": "y" }] });
    let level = format!("{LAB}:level");
    let choices = [
        typed("title", Some("\"third\"")),
        typed("nickName", None),
        typed(&level, Some("1E2")),
        typed("emails", Some(r#"[{"value":"a","display":"z"}]"#)),
    ];
    let rows = merge(&base, &theirs, &yours, &choices, lab_model());
    assert!(rows.iter().all(|it| it.side == Some(Side::Typed) && !it.undecided), "{rows:?}");
    let results: Vec<_> =
        rows.iter().map(|it| (it.path.as_str(), it.result.as_deref(), it.control)).collect();
    assert_eq!(
        results,
        [
            ("nickName", None, Some(Control::Text)),
            ("title", Some("third"), Some(Control::Text)),
            ("emails", Some(r#"[{"value":"a","display":"z"}]"#), Some(Control::Json)),
            (&level, Some("1E2"), Some(Control::Integer)),
        ]
    );
    let resolved = resolve(&base, &theirs, &yours, &choices, lab_model());
    assert_eq!(resolved["title"], "third");
    assert_eq!(resolved.get("nickName"), None);
    assert_eq!(resolved[LAB]["level"].to_string(), "1E2");
    assert_eq!(resolved["emails"][0]["display"], "z");
    // What is no JSON counts as no choice.
    let rows = merge(&base, &theirs, &yours, &[typed("title", Some("{"))], lab_model());
    assert!(rows.iter().any(|it| it.path == "title" && it.undecided && it.side.is_none()));
}

#[test]
fn no_secret_can_be_typed_where_choices_are_kept() {
    let of = |password: &str| json!({ "password": password, "title": password });
    let rows = merge(&of("a"), &of("b"), &of("c"), &[], user_model());
    let controls: Vec<_> = rows.iter().map(|it| (it.path.as_str(), it.control)).collect();
    assert_eq!(controls, [("title", Some(Control::Text)), ("password", None)]);
}

#[test]
fn members_of_a_group_come_together() {
    let base = guides();
    let (mut theirs, mut yours) = (base.clone(), base.clone());
    theirs["members"][0]["display"] = json!("Barbara");
    theirs["members"].as_array_mut().unwrap().push(json!({ "value": "t", "type": "User" }));
    yours["members"].as_array_mut().unwrap().remove(1);
    yours["members"].as_array_mut().unwrap().push(json!({ "value": "y", "type": "User" }));
    let rows = merge(&base, &theirs, &yours, &[], group_model());
    assert_eq!(kinds(&rows), [("members", MergeKind::ByElement)]);
    let resolved = resolve(&base, &theirs, &yours, &[], group_model());
    let ids: Vec<_> =
        resolved["members"].as_array().unwrap().iter().map(|it| &it["value"]).collect();
    assert_eq!(ids, ["2819c223", "t", "y"]);
    // Both took the only member out and put another in.
    let one = |id: &str| json!([{ "value": id, "type": "User" }]);
    let (kind, value) = of_one("members", [one("a"), one("b"), one("c")], group_model());
    assert_eq!((kind, value.as_array().unwrap().len()), (MergeKind::ByElement, 2));
}

#[test]
fn one_value_that_both_changed_is_a_conflict() {
    let email =
        |value: &str, display: &str| json!({ "value": value, "type": "work", "display": display });
    for [base, theirs, yours] in [
        [json!([email("a", "A")]), json!([email("a", "B")]), json!([email("a", "C")])],
        [json!([email("a", "A")]), json!([]), json!([email("a", "C")])],
        [json!([email("a", "A")]), json!([email("b", "A")]), json!([email("c", "A")])],
        [json!([email("a", "A")]), json!([email("b", "B")]), json!([email("c", "C")])],
        [json!([]), json!([email("a", "B")]), json!([email("a", "C")])],
    ] {
        let (kind, value) = of_one("emails", [base, theirs, yours.clone()], user_model());
        assert_eq!((kind, &value), (MergeKind::Conflict, &yours));
    }
    let address = |street: &str| json!([{ "type": "work", "streetAddress": street }]);
    let (kind, _) = of_one("addresses", [address("a"), address("b"), address("c")], user_model());
    assert_eq!(kind, MergeKind::Conflict);
}

#[test]
fn one_value_stays_primary() {
    let email = |value: &str, primary: bool| match primary {
        true => json!({ "value": value, "primary": true }),
        false => json!({ "value": value }),
    };
    let of = |primary: &str| -> Value {
        ["a", "b", "c"].map(|it| email(it, it == primary)).to_vec().into()
    };
    let (kind, value) = of_one("emails", [of("a"), of("b"), of("c")], user_model());
    assert_eq!((kind, value), (MergeKind::Conflict, of("c")));
    let (kind, _) = of_one("emails", [of("a"), of("b"), of("b")], user_model());
    assert_eq!(kind, MergeKind::Same);
}

#[test]
fn simple_values_come_together_by_content() {
    let of = |values: Value| json!({ LAB: { "costObjects": values } });
    let (base, theirs, yours) =
        (of(json!(["a", "b"])), of(json!(["b", "c"])), of(json!(["a", "b", "d"])));
    let rows = merge(&base, &theirs, &yours, &[], lab_model());
    assert_eq!(kinds(&rows), [(format!("{LAB}:costObjects").as_str(), MergeKind::ByElement)]);
    assert_eq!(rows[0].result.as_deref(), Some(r#"["b","c","d"]"#));
    assert_eq!(resolve(&base, &theirs, &yours, &[], lab_model()), of(json!(["b", "c", "d"])));
}

#[test]
fn the_order_of_values_is_no_change() {
    let base = json!({ "emails": [{ "value": "a" }, { "value": "b" }] });
    let theirs = json!({ "emails": [{ "value": "b" }, { "value": "a" }] });
    assert_eq!(merge(&base, &theirs, &base, &[], user_model()), []);
    assert_eq!(resolve(&base, &theirs, &base, &[], user_model()), theirs);
}

#[test]
fn a_secret_is_taken_and_not_told() {
    let base = babs();
    let mut yours = base.clone();
    yours["password"] = json!("hunter2");
    let rows = merge(&base, &base, &yours, &[], user_model());
    assert_eq!(kinds(&rows), [("password", MergeKind::OnlyYours)]);
    assert_eq!(
        (rows[0].yours.as_deref(), rows[0].result.as_deref()),
        (Some("(secret)"), Some("(secret)"))
    );
    assert_eq!(resolve(&base, &base, &yours, &[], user_model()), yours);
}

#[test]
fn an_extension_that_only_you_use_comes_with_its_uri() {
    let base = json!({ "schemas": [urn::USER], "userName": "a" });
    let yours = json!({ "schemas": [urn::USER, LAB], "userName": "a", LAB: { "badge": "7" } });
    let theirs = json!({ "schemas": [urn::USER], "userName": "b", "id": "1" });
    let resolved = resolve(&base, &theirs, &yours, &[], lab_model());
    assert_eq!(
        resolved,
        json!({ "schemas": [urn::USER, LAB], "userName": "b", "id": "1", LAB: { "badge": "7" } })
    );
    let back = resolve(&yours, &yours, &base, &[], lab_model());
    assert_eq!(back, base);
}

#[test]
fn what_is_no_object_is_taken_as_a_whole() {
    let base = json!({ "name": { "familyName": "a" }, LAB: { "badge": "1" } });
    let theirs = json!({ "name": "Ada", LAB: "x" });
    let yours = json!({ "name": { "familyName": "b" }, LAB: { "badge": "2" } });
    let rows = merge(&base, &theirs, &yours, &[], lab_model());
    assert_eq!(kinds(&rows), [("name", MergeKind::Conflict), (LAB, MergeKind::Conflict)]);
    assert_eq!(resolve(&base, &theirs, &yours, &[], lab_model()), yours);
}
