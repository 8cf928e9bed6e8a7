//! What lint costs, counted in steps, on exchanges made to hurt: as much as they are long, and never the square of it.

use serde_json::{Value, json};

use super::context::{Context, Discovery};
use super::{Exchange, lint};
use crate::builtin;
use crate::steps;
use crate::view::TypeModel;

/// One exchange: request, body, answer, the resource read back.
struct Hurting {
    request: String,
    body: Option<Value>,
    answer: Option<Value>,
    after: Option<Value>,
}

fn cost(hurting: &Hurting) -> usize {
    let models: Vec<TypeModel> = builtin::resource_types()
        .iter()
        .map(|it| TypeModel::resolve(it, builtin::schemas()).value)
        .collect();
    let (method, url) = hurting.request.split_once(' ').unwrap();
    let body = hurting.body.as_ref().map(ToString::to_string);
    let answer = hurting.answer.as_ref().map(ToString::to_string);
    let exchange = Exchange {
        method,
        url,
        request_headers: &[],
        request_body: body.as_deref(),
        status: Some(200),
        response_headers: &[],
        response_body: answer.as_deref(),
        elapsed: None,
    };
    let discovery =
        Discovery { provider_config: None, models: &models, schemas: builtin::schemas() };
    let context = Context {
        discovery: Some(discovery),
        resource_before: hurting.after.as_ref(),
        resource_after: hurting.after.as_ref(),
        ..Context::default()
    };
    steps::during(|| {
        let report = lint(&exchange, &context);
        assert!(!report.clean.is_empty());
    })
}

fn patch(count: usize, operation: impl Fn(usize) -> Value) -> Option<Value> {
    Some(json!({"Operations": (0..count).map(operation).collect::<Vec<_>>()}))
}

fn many(count: usize, one: impl Fn(usize) -> Value) -> Vec<Value> {
    (0..count).map(one).collect()
}

fn group(count: usize) -> Option<Value> {
    let members = many(count, |it| json!({"value": it.to_string(), "display": "x"}));
    Some(json!({"schemas": [crate::urn::GROUP], "id": "7", "displayName": "g", "members": members}))
}

/// Exchanges that grow with `count`, each element being about 40 bytes long.
fn hurting(count: usize) -> Vec<(&'static str, Hurting)> {
    let mut all = of_patches(count);
    all.extend(of_other_requests(count));
    all
}

fn of_patches(count: usize) -> Vec<(&'static str, Hurting)> {
    let to_group =
        |body, after| Hurting { request: "PATCH /Groups/7".to_owned(), body, answer: None, after };
    let removal =
        |it: usize| json!({"op": "remove", "path": format!("members[value eq \"{it}\"]")});
    let same = json!({"op": "Add", "path": "members", "value": [{"value": "1", "type": "x"}]});
    let one = json!({"id": "7", "members": many(count, |_| json!({"value": "1"}))});
    let dotted = (0..count).map(|it| (format!("name.x{it}"), Value::from(1)));
    let dotted = Value::Object(dotted.collect());
    vec![
        (
            "members removed one by one, all still there",
            to_group(patch(count, removal), group(count)),
        ),
        (
            "members that are all the same person",
            to_group(patch(count, |_| same.clone()), Some(one)),
        ),
        (
            "dotted names",
            Hurting {
                request: "PATCH /Users/7".to_owned(),
                body: Some(json!({"Operations": [{"op": "replace", "value": dotted}]})),
                answer: None,
                after: Some(json!({"id": "7"})),
            },
        ),
    ]
}

fn of_other_requests(count: usize) -> Vec<(&'static str, Hurting)> {
    let names = (0..count).map(|it| format!("a{it}")).collect::<Vec<_>>().join(",");
    let rows = many(count / 4, |it| {
        let name = format!("u{it}");
        json!({"schemas": [crate::urn::USER], "id": it.to_string(), "userName": name, "active": "true"})
    });
    let places = |word: &str| many(count, |it| json!({"locality": format!("{word}{it}")}));
    let bulk = many(count, |it| {
        let data = json!({"userName": "x"});
        json!({"method": "POST", "path": "/Users", "bulkId": it.to_string(), "data": data})
    });
    vec![
        (
            "elements without a value",
            Hurting {
                request: "PUT /Users/7".to_owned(),
                body: Some(json!({"userName": "x", "addresses": places("x")})),
                answer: None,
                after: Some(json!({"id": "7", "addresses": places("y")})),
            },
        ),
        (
            "a member list that is replaced by itself",
            Hurting {
                request: "PUT /Groups/7".to_owned(),
                body: group(count),
                answer: group(count),
                after: group(count),
            },
        ),
        (
            "bulk operations",
            Hurting {
                request: "POST /Bulk".to_owned(),
                body: Some(json!({"Operations": bulk})),
                answer: None,
                after: None,
            },
        ),
        (
            "a long list of attributes and a long list of rows",
            Hurting {
                request: format!(
                    "GET /Users?attributes={names}&filter=userName%20eq%20%22x%22&sortBy=userName"
                ),
                body: None,
                answer: Some(json!({"totalResults": rows.len(), "Resources": rows})),
                after: None,
            },
        ),
    ]
}

#[test]
fn steps_grow_with_the_size_of_the_exchange() {
    // About 10 kB, 100 kB and 1 MB.
    let costs: Vec<Vec<(&str, usize)>> = [150, 1_500, 15_000]
        .into_iter()
        .map(|it| hurting(it).iter().map(|(name, it)| (*name, cost(it))).collect())
        .collect();
    let [small, medium, large] = costs.as_slice() else { panic!("three sizes") };
    for ((small, medium), large) in small.iter().zip(medium).zip(large) {
        let name = small.0;
        // Fixed budgets let the middle size cost more than its share, never the largest.
        assert!(medium.1 <= small.1 * 100, "{name}: {small:?} {medium:?}");
        assert!(large.1 <= medium.1 * 12, "{name}: {medium:?} {large:?}");
        assert!(large.1 <= 15_000 * 2_000, "{name}: {large:?}");
    }
}
