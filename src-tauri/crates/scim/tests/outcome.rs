//! What a read tells of a write that nobody knows the outcome of: each kind of request, done, not done and half done.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests"
)]

use proptest::prelude::*;
use scim::filter::{self, Filter, Matcher};
use scim::lint::{Context, Discovery};
use scim::outcome::{Answer, Judgement, Sent, Untold, Verdict, judge, read_back};
use scim::schema::{self, Schema};
use scim::view::TypeModel;
use scim::{builtin, patch, urn};
use serde_json::{Value, json};

const SENT_AT: &str = "2026-03-01T12:00:00Z";
const MASK: &str = "•••";
const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

fn sent<'a>(method: &'a str, url: &'a str, body: Option<&'a str>) -> Sent<'a> {
    Sent { method, url, body, sent_at: Some(SENT_AT) }
}

fn masking() -> Context<'static> {
    Context { mask: Some(MASK), ..Context::default() }
}

/// `METHOD /path` and a body, judged by an answer.
fn judged(request: &str, body: &Value, answer: &Value, before: Option<&Value>) -> Judgement {
    let (method, url) = request.split_once(' ').unwrap();
    let (body, answer) = (body.to_string(), answer.to_string());
    let context = Context { resource_before: before, ..masking() };
    judge(&sent(method, url, Some(&body)), Answer::Body(&answer), &context)
}

fn user(more: Value) -> Value {
    let mut user = json!({ "schemas": [urn::USER], "id": "7", "userName": "ada" });
    user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    user
}

fn patching(operations: Value) -> Value {
    json!({ "schemas": [PATCH_OP], "Operations": operations })
}

fn list(resources: Value) -> Value {
    let total = resources.as_array().unwrap().len();
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": total, "Resources": resources,
    })
}

fn asked(request: &str, body: Option<&Value>) -> Result<Option<String>, Untold> {
    let (method, url) = request.split_once(' ').unwrap();
    let body = body.map(Value::to_string);
    read_back(&sent(method, url, body.as_deref()), &masking()).map(|it| it.filter)
}

#[test]
fn a_resource_that_has_a_url_is_read_by_it_and_a_new_one_is_looked_for() {
    let title = patching(json!([{ "op": "replace", "path": "title", "value": "x" }]));
    assert_eq!(asked("DELETE /Users/7", None), Ok(None));
    assert_eq!(asked("PUT /Users/7", Some(&user(json!({})))), Ok(None));
    assert_eq!(asked("PATCH /Users/7", Some(&title)), Ok(None));
    assert_eq!(asked("PATCH /Me", Some(&title)), Ok(None));
    assert_eq!(asked("PATCH /Things/7", Some(&title)), Ok(None), "a type that is not known");
    let filter = |body: Value| asked("POST /Users", Some(&body)).unwrap().unwrap();
    assert_eq!(filter(json!({ "USERNAME": "a\"\\b\n" })), r#"userName eq "a\"\\b\n""#);
    assert_eq!(filter(json!({ "externalId": "7", "displayName": "A" })), r#"externalId eq "7""#);
    assert_eq!(filter(json!({ "userName": MASK, "externalId": "7" })), r#"externalId eq "7""#);
    let group = asked("POST /Groups", Some(&json!({ "displayName": "Ops" })));
    assert_eq!(group, Ok(Some(r#"displayName eq "Ops""#.to_owned())));
}

#[test]
fn where_no_read_tells_it_is_said_why() {
    let password = patching(json!([{ "op": "replace", "path": "password", "value": MASK }]));
    let masked = patching(json!([{ "op": "replace", "path": "title", "value": MASK }]));
    let unseen = |name: &str| Err(Untold::OnlyUnseen(vec![name.to_owned()]));
    for (request, body, why) in [
        ("POST /Bulk", json!({ "Operations": [] }), Err(Untold::Bulk)),
        ("POST /Users/.search", json!({}), Err(Untold::NoWrite)),
        ("PUT /ServiceProviderConfig", json!({}), Err(Untold::NoWrite)),
        ("PURGE /Users/7", json!({}), Err(Untold::NoWrite)),
        ("POST /Users", json!({ "title": "x" }), Err(Untold::NothingUnique)),
        ("POST /Users", json!({ "userName": 7, "externalId": " " }), Err(Untold::NothingUnique)),
        ("POST /Users", json!({ "userName": MASK }), Err(Untold::Masked)),
        ("DELETE /Users/%E2%80%A2%E2%80%A2%E2%80%A2", json!({}), Err(Untold::Masked)),
        ("PATCH /Users/7", password, unseen("password")),
        ("PATCH /Users/7", masked, unseen("title")),
        ("PATCH /Users/7", patching(json!([])), Err(Untold::SetsNothing)),
        ("PUT /Users/7", json!([]), Err(Untold::NoBody)),
    ] {
        assert_eq!(asked(request, Some(&body)), why, "{request} {body}");
        let judged = judged(request, &body, &user(json!({})), None);
        assert_eq!(judged.verdict, Verdict::CannotTell, "{request} {body}");
        assert!(judged.words.ends_with('.'), "{}", judged.words);
    }
    assert_eq!(asked("PUT /Users/7", None), Err(Untold::NoBody));
}

#[test]
fn an_attribute_that_its_schema_calls_unique_finds_a_resource() {
    let text = json!([{
        "id": "urn:example:Printer",
        "attributes": [
            { "name": "label", "type": "string", "uniqueness": "none" },
            { "name": "serial", "type": "string", "uniqueness": "server", "caseExact": true },
        ],
    }]);
    let schemas: Vec<Schema> = schema::parse_all(&text.to_string()).unwrap().value;
    let mut printer = builtin::resource_types()[0].clone();
    (printer.name, printer.endpoint) = ("Printer".to_owned(), "/Printers".to_owned());
    (printer.schema, printer.schema_extensions) = ("urn:example:Printer".to_owned(), Vec::new());
    let models = [TypeModel::resolve(&printer, &schemas).value];
    let discovery = Discovery { provider_config: None, models: &models, schemas: &schemas };
    let context = Context { discovery: Some(discovery), ..masking() };
    let body = json!({ "serial": "X1", "label": "by the window", "displayName": "D" }).to_string();
    let request = sent("POST", "/Printers", Some(&body));
    assert_eq!(read_back(&request, &context).unwrap().filter.unwrap(), r#"serial eq "X1""#);
    for (serial, verdict) in [("X1", Verdict::There), ("x1", Verdict::NotThere)] {
        let answer = list(
            json!([{ "id": "1", "serial": serial, "label": "by the window", "displayName": "D" }]),
        );
        let judged = judge(&request, Answer::Body(&answer.to_string()), &context);
        assert_eq!(judged.verdict, verdict, "{}", judged.words);
    }
}

#[test]
fn a_deletion_has_happened_where_the_resource_is_gone() {
    let delete = sent("DELETE", "/Users/7", None);
    assert_eq!(judge(&delete, Answer::Gone, &masking()).verdict, Verdict::There);
    let there = user(json!({})).to_string();
    assert_eq!(judge(&delete, Answer::Body(&there), &masking()).verdict, Verdict::NotThere);
    for page in ["", "<html>", "[]", r#"{"totalResults":0,"Resources":[]}"#] {
        let judged = judge(&delete, Answer::Body(page), &masking());
        assert_eq!(judged.verdict, Verdict::CannotTell, "{page}");
    }
}

#[test]
fn only_what_says_so_in_the_words_of_scim_is_gone() {
    let error = "urn:ietf:params:scim:api:messages:2.0:Error";
    for body in [
        "",
        " \n",
        &json!({ "schemas": [error], "status": "404" }).to_string(),
        &json!({ "schemas": [error.to_uppercase()], "detail": "no", "hint": "x" }).to_string(),
        &json!({ "status": 404, "detail": "no user 7" }).to_string(),
        &json!({ "Status": "404", "Detail": "no", "scimType": null, "schemas": [] }).to_string(),
    ] {
        assert!(matches!(Answer::missing(404, body), Answer::Gone), "{body}");
    }
    for body in [
        "<html>404 Not Found</html>",
        "404 page not found",
        "{}",
        "[]",
        "null",
        r#"{"message":"no Route matched with those values"}"#,
        r#"{"detail":"Not Found"}"#,
        r#"{"status":"404"}"#,
        r#"{"status":"500","detail":"no"}"#,
        r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"No such path."}"#,
        r#"{"timestamp":"2026-01-01","status":404,"error":"Not Found","path":"/Users/7"}"#,
    ] {
        let answer = Answer::missing(404, body);
        assert!(matches!(answer, Answer::Foreign), "{body}");
        let change = patching(json!([{ "op": "replace", "path": "title", "value": "x" }]));
        let creation = user(json!({}));
        for (method, url, written) in [
            ("DELETE", "/Users/7", None),
            ("PATCH", "/Users/7", Some(change)),
            ("POST", "/Users", Some(creation)),
        ] {
            let written = written.map(|it| it.to_string());
            let told = judge(&sent(method, url, written.as_deref()), answer, &masking());
            assert_eq!(told.verdict, Verdict::CannotTell, "{method} {body}");
            assert!(told.words.contains("not as a SCIM server puts it"), "{}", told.words);
        }
    }
}

/// A change of title and active, in both ways to write it.
fn changes() -> [(&'static str, Value); 2] {
    let operations = json!([
        { "op": "replace", "path": "title", "value": "Lead" },
        { "op": "Replace", "value": { "active": false } },
    ]);
    [
        ("PATCH /Users/7", patching(operations)),
        ("PUT /Users/7", user(json!({ "title": "Lead", "active": false }))),
    ]
}

#[test]
fn a_change_is_held_against_the_resource_as_it_was_and_as_it_is() {
    let before = user(json!({ "title": "Clerk", "active": true }));
    let both = |title: &str, active: bool| user(json!({ "title": title, "active": active }));
    for (request, body) in changes() {
        for (now, verdict, told) in [
            (both("Lead", false), Verdict::There, "The resource is as the request sets it."),
            (both("lead", false), Verdict::There, "as the request sets it."),
            (before.clone(), Verdict::NotThere, "`title` and `active` are not as"),
            (
                both("Lead", true),
                Verdict::Partly,
                "`active` is not as the request sets it; `title` is.",
            ),
            (both("Boss", true), Verdict::NotThere, "`active` and `title` are not as"),
        ] {
            let judged = judged(request, &body, &now, Some(&before));
            assert_eq!(judged.verdict, verdict, "{request} {now}: {}", judged.words);
            assert!(judged.words.contains(told), "{request} {now}: {}", judged.words);
        }
    }
}

#[test]
fn what_was_so_before_proves_nothing() {
    let before = user(json!({ "title": "Lead", "active": true }));
    for (request, body) in changes() {
        let judged = judged(request, &body, &before, Some(&before));
        assert_eq!(judged.verdict, Verdict::NotThere, "{request}: {}", judged.words);
        assert!(judged.words.starts_with("`active` is not"), "{}", judged.words);
    }
    let same = user(json!({ "title": "Lead", "active": false }));
    for (request, body) in changes() {
        let judged = judged(request, &body, &same, Some(&same));
        assert_eq!(judged.verdict, Verdict::There);
        assert!(judged.words.contains("it was so before"), "{request}: {}", judged.words);
    }
}

#[test]
fn what_a_replacement_leaves_out_may_stay() {
    let before = user(
        json!({ "title": "Lead", "nickName": "A", urn::ENTERPRISE_USER: { "department": "D" } }),
    );
    let body = user(json!({ "title": "Lead" }));
    for (now, verdict, told) in [
        (before.clone(), Verdict::CannotTell, "are left out by the request and still there"),
        (body.clone(), Verdict::There, "is as the request sets it"),
    ] {
        let judged = judged("PUT /Users/7", &body, &now, Some(&before));
        assert_eq!(judged.verdict, verdict, "{}", judged.words);
        assert!(judged.words.contains(told), "{}", judged.words);
    }
}

#[test]
fn without_the_resource_of_before_it_is_said_that_it_is_not_known() {
    let now = user(json!({ "title": "Clerk", "active": false }));
    for (request, body) in changes() {
        let judged = judged(request, &body, &now, None);
        assert_eq!(judged.verdict, Verdict::Partly, "{request}: {}", judged.words);
        assert!(judged.words.contains("How the resource was before is not known"));
    }
}

#[test]
fn a_change_by_somebody_else_since_is_no_proof_either_way() {
    let before = user(json!({ "title": "Clerk" }));
    let now = user(json!({ "title": "Boss" }));
    let body = patching(json!([{ "op": "replace", "path": "title", "value": "Lead" }]));
    let judged = judged("PATCH /Users/7", &body, &now, Some(&before));
    assert_eq!(judged.verdict, Verdict::CannotTell, "{}", judged.words);
    assert!(judged.words.contains("somebody else"), "{}", judged.words);
}

#[test]
fn what_no_read_shows_is_named() {
    let before = user(json!({ "title": "Lead" }));
    let body = user(json!({ "title": "Lead", "password": MASK }));
    let told = judged("PUT /Users/7", &body, &before, None);
    assert_eq!(told.verdict, Verdict::There);
    assert!(told.words.ends_with("Of `password` nothing can be told: no read shows it."));
    // All else was so before: the password may be all that it was about.
    let told = judged("PUT /Users/7", &body, &before, Some(&before));
    assert_eq!(told.verdict, Verdict::CannotTell, "{}", told.words);
    let nick = user(json!({ "title": "Boss", "nickName": MASK }));
    let told = judged("PUT /Users/7", &nick, &before, None);
    assert!(
        told.words.contains("Of `nickName` nothing can be told: only a mask"),
        "{}",
        told.words
    );
    // The answer is masked where the request is not.
    let answered = user(json!({ "nickName": MASK, "title": "Lead" }));
    let told =
        judged("PUT /Users/7", &user(json!({ "nickName": "a", "title": "Lead" })), &answered, None);
    assert_eq!(told.verdict, Verdict::There);
    assert!(told.words.contains("`nickName`"), "{}", told.words);
}

#[test]
fn members_are_there_or_not_one_by_one() {
    let group = |members: &[&str]| {
        let members: Vec<Value> =
            members.iter().map(|it| json!({ "value": it, "display": "x" })).collect();
        json!({ "schemas": [urn::GROUP], "id": "1", "displayName": "Ops", "members": members })
    };
    let body = patching(json!([
        { "op": "add", "path": "members", "value": [{ "value": "b" }, { "value": "c" }] },
        { "op": "remove", "path": "members[value eq \"a\"]" },
    ]));
    for (now, verdict) in [
        (group(&["b", "c"]), Verdict::There),
        (group(&["a"]), Verdict::NotThere),
        (group(&["b", "c", "x"]), Verdict::There),
    ] {
        let told = judged("PATCH /Groups/1", &body, &now, Some(&group(&["a"])));
        assert_eq!(told.verdict, verdict, "{now}: {}", told.words);
    }
}

#[test]
fn a_resource_that_is_gone_has_no_change() {
    for (request, body) in changes() {
        let (method, url) = request.split_once(' ').unwrap();
        let body = body.to_string();
        let told = judge(&sent(method, url, Some(&body)), Answer::Gone, &masking());
        assert_eq!(told.verdict, Verdict::NotThere);
        assert_eq!(told.words, "The resource itself is not there.");
    }
}

#[test]
fn a_new_resource_is_found_by_its_name_and_by_when_it_was_made() {
    let body =
        json!({ "schemas": [urn::USER], "userName": "ada", "title": "Lead", "password": MASK });
    let ada = |title: &str, created: &str| {
        user(json!({ "title": title, "meta": { "created": created } }))
    };
    let (now, long_ago) = ("2026-03-01T12:00:02+00:00", "2026-03-01T11:54:59Z");
    let mut part = list(json!([{ "id": "8", "userName": "bob" }]));
    for (answer, verdict, told) in [
        (list(json!([])), Verdict::NotThere, "No resource with this `userName` is there."),
        (list(json!([ada("Lead", now)])), Verdict::There, "as the request makes it."),
        (
            list(json!([user(json!({ "userName": "ADA", "title": "Lead" }))])),
            Verdict::There,
            "Of `password`",
        ),
        (
            list(json!([ada("Boss", now)])),
            Verdict::Partly,
            "but `title` is not as the request sets it.",
        ),
        (
            list(json!([ada("Lead", long_ago)])),
            Verdict::NotThere,
            "it was made before this request.",
        ),
        (list(json!([ada("Boss", now), ada("Lead", now)])), Verdict::There, "There are 2 of them."),
        (list(json!([{ "id": "8", "userName": "bob" }])), Verdict::NotThere, "No resource"),
        (json!("nothing of SCIM"), Verdict::CannotTell, "no resource of SCIM"),
    ] {
        let judged = judged("POST /Users", &body, &answer, None);
        assert_eq!(judged.verdict, verdict, "{answer}: {}", judged.words);
        assert!(judged.words.contains(told), "{answer}: {}", judged.words);
    }
    part["totalResults"] = json!(2000);
    let told = judged("POST /Users", &body, &part, None);
    assert_eq!(told.verdict, Verdict::CannotTell);
    assert!(told.words.contains("ignored the filter"), "{}", told.words);
    let is_list = json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]);
    let mut old = list(json!([ada("Lead", long_ago)]));
    old["totalResults"] = json!(2);
    for (answer, words) in [
        (json!({ "schemas": is_list, "totalResults": 1, "Resources": [] }), "shows none of them"),
        (json!({ "schemas": is_list, "totalResults": 1 }), "shows none of them"),
        (
            json!({ "schemas": is_list, "totalResults": 0, "Resources": [], "nextCursor": "c" }),
            "shows none of them",
        ),
        (old, "there are more"),
    ] {
        let told = judged("POST /Users", &body, &answer, None);
        assert_eq!(told.verdict, Verdict::CannotTell, "{answer}: {}", told.words);
        assert!(told.words.contains(words), "{answer}: {}", told.words);
    }
    let none = json!({ "schemas": is_list, "totalResults": 0 });
    assert_eq!(judged("POST /Users", &body, &none, None).verdict, Verdict::NotThere);
    let text = body.to_string();
    let told = judge(&sent("POST", "/Users", Some(&text)), Answer::Gone, &masking());
    assert_eq!(told.verdict, Verdict::CannotTell);
}

#[test]
fn a_name_that_others_may_have_needs_a_date() {
    let body = json!({ "schemas": [urn::GROUP], "displayName": "Ops" });
    let group = |more: Value| {
        let mut group = json!({ "id": "1", "displayName": "Ops" });
        group.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        group
    };
    let dated = |at: &str| list(json!([group(json!({ "meta": { "created": at } }))]));
    for (answer, verdict) in [
        (list(json!([group(json!({}))])), Verdict::CannotTell),
        (dated(SENT_AT), Verdict::There),
        (dated("2020-01-01T00:00:00Z"), Verdict::NotThere),
        (dated("yesterday"), Verdict::CannotTell),
    ] {
        let told = judged("POST /Groups", &body, &answer, None);
        assert_eq!(told.verdict, verdict, "{answer}: {}", told.words);
    }
}

#[test]
fn long_lists_of_names_are_cut() {
    let titles = (0..40).map(|it| (format!("{}{it}", "x".repeat(200)), json!(1)));
    let body = user(Value::Object(titles.collect()));
    let told = judged("PUT /Users/7", &body, &user(json!({})), None);
    assert!(told.words.contains("32 more"), "{}", told.words);
    assert!(told.words.len() < 1_200, "{}", told.words);
}

/// A user whose values are all told apart from words of ours.
fn any_user() -> impl Strategy<Value = Value> {
    let text = prop::sample::select(vec!["zq-one", "zq-two", "zq-three \"x\" \\", "zq-ü"]);
    let emails = prop::collection::btree_set(text.clone(), 0..3);
    let title = prop::option::of(text.clone());
    (text.clone(), title, prop::option::of(any::<bool>()), emails, prop::option::of(text)).prop_map(
        |(name, title, active, emails, department)| {
            let mut user = json!({ "schemas": [urn::USER], "id": "7", "userName": name });
            if let Some(title) = title {
                user["title"] = json!(title);
            }
            if let Some(active) = active {
                user["active"] = json!(active);
            }
            if !emails.is_empty() {
                let emails = emails.into_iter().map(|it| json!({ "value": it, "type": "work" }));
                user["emails"] = Value::Array(emails.collect());
            }
            if let Some(department) = department {
                user["schemas"] = json!([urn::USER, urn::ENTERPRISE_USER]);
                user[urn::ENTERPRISE_USER] = json!({ "department": department });
            }
            user
        },
    )
}

fn no_value_in(words: &str) -> Result<(), TestCaseError> {
    prop_assert!(!words.contains("zq-"), "{}", words);
    Ok(())
}

#[test]
fn what_a_filter_asks_for_and_was_to_be_replaced_is_not_as_it_was_set() {
    let odd = "zq-three \"x\" \\";
    let with = |first: &str| {
        user(
            json!({ "emails": [{ "value": first, "type": "work" }, { "value": "zq-two", "type": "work" }] }),
        )
    };
    let body = patching(
        json!([{ "op": "replace", "path": format!("emails[value eq {}].value", json!(odd)), "value": "zq-ü" }]),
    );
    for (known, verdict) in [(Some(with(odd)), Verdict::NotThere), (None, Verdict::NotThere)] {
        let told = judged("PATCH /Users/7", &body, &with(odd), known.as_ref());
        assert_eq!(told.verdict, verdict, "{body} {}", told.words);
    }
    assert_eq!(
        judged("PATCH /Users/7", &body, &with("zq-ü"), Some(&with(odd))).verdict,
        Verdict::There
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_patch_is_there_after_it_was_applied_and_not_before(before in any_user(), after in any_user()) {
        let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
        let request = patch::diff(&before, &after, &model).request;
        prop_assume!(!request.operations.is_empty());
        let done = patch::patched(&before, &request, Some(&model), &patch::Settings::default()).unwrap();
        let body = request.to_json();
        for known in [Some(&before), None] {
            let told = judged("PATCH /Users/7", &body, &done, known);
            prop_assert_eq!(told.verdict, Verdict::There, "{} {}", body, told.words);
            no_value_in(&told.words)?;
        }
        let told = judged("PATCH /Users/7", &body, &before, Some(&before));
        prop_assert_eq!(told.verdict, Verdict::NotThere, "{} {}", body, told.words);
        no_value_in(&told.words)?;
    }

    #[test]
    fn a_replacement_is_there_where_the_resource_reads_so(before in any_user(), after in any_user()) {
        let told = judged("PUT /Users/7", &after, &after, Some(&before));
        prop_assert_eq!(told.verdict, Verdict::There, "{}", told.words);
        no_value_in(&told.words)?;
        let told = judged("PUT /Users/7", &after, &before, Some(&before));
        no_value_in(&told.words)?;
        prop_assert!(told.verdict != Verdict::Partly, "{} {} {}", before, after, told.words);
    }

    #[test]
    fn what_was_made_is_found_by_the_filter_that_is_asked(made in any_user(), others in any_user()) {
        let filter = asked("POST /Users", Some(&made)).unwrap().unwrap();
        let filter = Filter::parse(&filter, &[]).unwrap();
        let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
        let matches = |it: &Value| Matcher::new(&filter, Some(&model), filter::Settings::default()).matches(it);
        prop_assert!(matches(&made));
        let answered: Vec<&Value> = [&made, &others].into_iter().filter(|it| matches(it)).collect();
        let told = judged("POST /Users", &made, &list(json!(answered)), None);
        prop_assert_eq!(told.verdict, Verdict::There, "{}", told.words);
        no_value_in(&told.words)?;
        prop_assert_eq!(judged("POST /Users", &made, &list(json!([])), None).verdict, Verdict::NotThere);
    }

    #[test]
    fn anything_is_judged(method in "POST|PUT|PATCH|DELETE|GET|\\PC*", url in "/(Users|Groups|Bulk|Me)?(/\\PC{0,8})?|\\PC*", body in "\\PC*", answer in "\\PC*") {
        let request = Sent { method: &method, url: &url, body: Some(&body), sent_at: Some(&answer) };
        let told = judge(&request, Answer::Body(&answer), &masking());
        prop_assert!(!told.words.is_empty());
        let _ = read_back(&request, &Context::default());
    }
}
