//! Bulk requests: read, written, put in order, resolved, split.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;
use scim::bulk::{
    BulkRequest, BulkResponse, DoesNotFit, Graph, Limits, Method, Operation, references, split,
};
use scim::finding::Finding;
use serde_json::{Value, json};

const REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

fn rules(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|it| format!("{} {}", it.rule, it.pointer)).collect()
}

fn post(bulk_id: &str, needs: &[&str]) -> Operation {
    let members: Vec<Value> =
        needs.iter().map(|it| json!({"value": format!("bulkId:{it}")})).collect();
    Operation {
        method: Method::Post,
        bulk_id: Some(bulk_id.to_owned()),
        path: "/Groups".to_owned(),
        version: None,
        data: Some(json!({"displayName": bulk_id, "members": members})),
    }
}

fn patch(path: &str) -> Operation {
    Operation {
        method: Method::Patch,
        bulk_id: None,
        path: path.to_owned(),
        version: None,
        data: Some(json!({})),
    }
}

fn request(operations: Vec<Operation>) -> BulkRequest {
    BulkRequest { fail_on_errors: Some(1), operations }
}

fn fixture(name: &str) -> String {
    let path = format!("{}/tests/fixtures/rfc/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn what_is_written_reads_as_it_was() {
    for name in [
        "rfc7644-3.7.1-bulk_request-circular_conflict",
        "rfc7644-3.7.2-bulk_request-temporary_identifier",
        "rfc7644-3.7.2-bulk_request-enterprise_user",
        "rfc7644-3.7.3-bulk_request-multiple_operations",
    ] {
        let read = BulkRequest::parse(&fixture(name)).unwrap();
        // The RFC prints a PATCH without the message around its operations (erratum 5050).
        let is_bare = name.contains("multiple_operations");
        let expected: &[&str] =
            if is_bare { &["bulk-patch-without-message /Operations/2/data"] } else { &[] };
        assert_eq!(rules(&read.findings), expected, "{name}");
        let again = BulkRequest::parse(&read.value.to_json().to_string()).unwrap();
        assert_eq!(again, read);
    }
    for name in [
        "rfc7644-3.7.2-bulk_response-temporary_identifier",
        "rfc7644-3.7.3-bulk_response-error_invalid_syntax",
        "rfc7644-3.7.3-bulk_response-multiple_errors",
        "rfc7644-3.7.3-bulk_response-multiple_operations",
    ] {
        let read = BulkResponse::parse(&fixture(name)).unwrap();
        assert_eq!(rules(&read.findings), Vec::<String>::new(), "{name}");
        let done = read.value.operations.iter().filter(|it| it.is_done()).count();
        assert_eq!(done == 0, name.contains("error"), "{name}");
        let again = BulkResponse::parse(&read.value.to_json().to_string()).unwrap();
        assert_eq!(again, read);
    }
}

#[test]
fn odd_requests_are_read_and_reported() {
    let text = json!({
        "failOnErrors": "2",
        "operations": [
            7,
            {"path": "/Users"},
            {"method": "MOVE", "path": "/Users"},
            {"method": "post", "path": "/Users"},
            {"method": "POST", "path": "Users", "bulkId": "a", "data": {}},
            {"method": "POST", "path": "/Users/7", "bulkId": "a", "data": "x"},
            {"method": "DELETE", "path": "https://x.example/Users/7", "data": {}},
            {"method": "PUT", "path": "/Users", "data": {}, "extra": 1},
            {"method": "DELETE", "path": ""},
        ]
    });
    let read = BulkRequest::parse(&text.to_string()).unwrap();
    assert_eq!(read.value.operations.len(), 6);
    assert_eq!(read.value.fail_on_errors, Some(2));
    assert_eq!(
        rules(&read.findings),
        [
            "bulk-schemas /schemas",
            "fail-on-errors /failOnErrors",
            "member-case /operations",
            "not-a-bulk-operation /operations/0",
            "bulk-method /operations/1",
            "bulk-method /operations/2/method",
            "bulk-method-case /operations/3/method",
            "missing-bulk-id /operations/3",
            "bulk-without-data /operations/3",
            "bulk-path-shape /operations/4/path",
            "duplicate-bulk-id /operations/5/bulkId",
            "bulk-path-shape /operations/5/path",
            "bulk-without-data /operations/5/data",
            "bulk-path-shape /operations/6/path",
            "bulk-delete-with-data /operations/6/data",
            "unknown-member /operations/7/extra",
            "bulk-path-shape /operations/7/path",
            "bulk-path /operations/8",
        ]
    );
    let empty = BulkRequest::parse(&json!({"schemas": [REQUEST]}).to_string()).unwrap();
    assert_eq!(rules(&empty.findings), ["bulk-without-operations /Operations"]);
    for text in ["", "[]", "{", "<p>"] {
        assert!(BulkRequest::parse(text).is_err() && BulkResponse::parse(text).is_err(), "{text}");
    }
}

#[test]
fn odd_responses_are_read_and_reported() {
    let text = json!({
        "schemas": [RESPONSE],
        "Operations": [
            {"method": "POST", "bulkId": "a", "status": {"code": "201"}, "location": "/Users/1"},
            {"method": "PUT", "status": 200},
            {"method": "POST", "status": "409"},
            {"method": "POST", "status": "fine", "location": "/Users/1"},
            {"method": "POST", "location": "/Users/1"},
        ]
    });
    let read = BulkResponse::parse(&text.to_string()).unwrap();
    let statuses: Vec<Option<u16>> = read.value.operations.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [Some(201), Some(200), Some(409), None, None]);
    assert_eq!(
        rules(&read.findings),
        [
            "bulk-status-shape /Operations/0/status",
            "bulk-status-shape /Operations/1/status",
            "bulk-location /Operations/1",
            "bulk-response-missing /Operations/2",
            "bulk-status /Operations/3/status",
            "bulk-status /Operations/4",
        ]
    );
}

#[test]
fn references_are_found_wherever_an_id_may_stand() {
    let operation = Operation {
        path: "/Groups/bulkId:g/x".to_owned(),
        data: Some(json!({
            "manager": {"value": "bulkId:boss", "$ref": "../Users/bulkId:boss"},
            "Operations": [{"path": "members[value eq \"bulkId:a\" or value eq \"bulkId:b\"]"}],
            "note": "see bulkId:none or /bulkId:", "text": "bulkId:"
        })),
        ..patch("")
    };
    let found: Vec<String> = references(&operation)
        .iter()
        .map(|it| format!("{} {} {}", it.bulk_id, it.pointer, it.is_whole))
        .collect();
    assert_eq!(
        found,
        [
            "g /path false",
            "boss /data/manager/value true",
            "boss /data/manager/$ref false",
            "a /data/Operations/0/path false",
            "b /data/Operations/0/path false",
            " /data/text true",
        ]
    );
    let ids: HashMap<&str, &str> = [("g", "1"), ("boss", "2"), ("b", "3")].into();
    let (resolved, unknown) = operation.resolved(&ids);
    assert_eq!(resolved.path, "/Groups/1/x");
    assert_eq!(
        resolved.data.unwrap(),
        json!({
            "manager": {"value": "2", "$ref": "../Users/2"},
            "Operations": [{"path": "members[value eq \"bulkId:a\" or value eq \"3\"]"}],
            "note": "see bulkId:none or /bulkId:", "text": "bulkId:"
        })
    );
    assert_eq!(unknown, [""]);
}

#[test]
fn what_is_needed_comes_first_and_circles_are_named() {
    let operations = [
        post("a", &["b", "c"]),
        post("b", &["d"]),
        post("c", &["c"]),
        post("d", &["b", "nobody"]),
        post("e", &[]),
    ];
    let graph = Graph::of(&operations);
    assert_eq!(graph.needs, [vec![1, 2], vec![3], vec![], vec![1], vec![]]);
    assert_eq!(graph.dangling, [(3, "nobody".to_owned())]);
    let order: Vec<(Vec<usize>, bool)> =
        graph.order().into_iter().map(|it| (it.operations, it.is_circular)).collect();
    assert_eq!(order, [(vec![1, 3], true), (vec![2], false), (vec![0], false), (vec![4], false)]);
    assert_eq!(Graph::of(&[]).order(), []);
}

#[test]
fn the_circle_of_the_rfc_is_one_group() {
    let bulk =
        BulkRequest::parse(&fixture("rfc7644-3.7.1-bulk_request-circular_conflict")).unwrap().value;
    let order = Graph::of(&bulk.operations).order();
    assert_eq!(order.len(), 1);
    assert!(order.iter().all(|it| it.is_circular));
}

#[test]
fn long_chains_and_circles_are_followed() {
    let name = |at: usize| at.to_string();
    let count = 20_000;
    for circular in [false, true] {
        let operations: Vec<Operation> = (0..count)
            .map(|at| match (at + 1 < count, circular) {
                (true, _) => post(&name(at), &[name(at + 1).as_str()]),
                (false, true) => post(&name(at), &["0"]),
                (false, false) => post(&name(at), &[]),
            })
            .collect();
        let order = Graph::of(&operations).order();
        assert_eq!(order.len(), if circular { 1 } else { count });
        let first = order.first().and_then(|it| it.operations.first()).copied();
        assert_eq!(first, Some(if circular { 0 } else { count - 1 }));
        let whole = split(&request(operations.clone()), Limits::default()).unwrap();
        assert_eq!(whole.len(), 1);
        let limits = Limits { max_operations: Some(19_999), max_payload_size: None };
        assert_eq!(split(&request(operations), limits).unwrap_err().operations.len(), count);
    }
}

#[test]
fn what_belongs_together_is_sent_together() {
    let operations = vec![
        post("a", &["c"]),
        post("b", &[]),
        post("c", &[]),
        post("d", &["b"]),
        patch("/Users/1"),
        patch("/users/1"),
    ];
    let limits = Limits { max_operations: Some(2), max_payload_size: None };
    let parts = split(&request(operations.clone()), limits).unwrap();
    let names = |it: &BulkRequest| -> Vec<String> {
        it.operations
            .iter()
            .map(|it| it.bulk_id.clone().unwrap_or_else(|| it.path.clone()))
            .collect()
    };
    let sent: Vec<Vec<String>> = parts.iter().map(names).collect();
    assert_eq!(sent, [vec!["a", "c"], vec!["b", "d"], vec!["/Users/1", "/users/1"]]);
    assert!(parts.iter().all(|it| it.fail_on_errors == Some(1)));
    let one = Limits { max_operations: Some(1), max_payload_size: None };
    let error = split(&request(operations), one).unwrap_err();
    assert_eq!(error.operations, [0, 2]);
    assert!(error.to_string().starts_with("2 operations belong together and make "));
}

#[test]
fn operations_on_one_resource_keep_their_order_across_requests() {
    // The group of `a` works on the user before and after the PATCH between, which must not overtake it.
    let on_user = |needs: &str| Operation {
        data: Some(json!({"x": format!("bulkId:{needs}")})),
        ..patch("/Users/1")
    };
    let operations = vec![on_user("a"), patch("/Users/1"), on_user("a"), post("a", &[])];
    let two = Limits { max_operations: Some(3), max_payload_size: None };
    assert_eq!(split(&request(operations), two).unwrap_err().operations, [0, 1, 2, 3]);
    // One after the other they may be parted.
    let operations =
        vec![patch("/Users/1"), patch("/Users/2"), patch("/Users/1"), patch("/Users/2")];
    let parts = split(&request(operations.clone()), two).unwrap();
    let all: Vec<Operation> = parts.into_iter().flat_map(|it| it.operations).collect();
    assert_eq!(all, operations);
}

#[test]
fn sizes_are_those_of_the_text_that_is_sent() {
    let operations = vec![post("ä", &[]), post("b", &[]), post("c", &[])];
    let whole = request(operations.clone());
    let bytes = |it: &BulkRequest| u64::try_from(it.to_json().to_string().len()).unwrap();
    let exactly = Limits { max_operations: None, max_payload_size: Some(bytes(&whole)) };
    assert_eq!(split(&whole, exactly).unwrap(), std::slice::from_ref(&whole));
    let less = Limits { max_operations: None, max_payload_size: Some(bytes(&whole) - 1) };
    assert_eq!(split(&whole, less).unwrap().len(), 2);
    let single = request(vec![post("ä", &[])]);
    let too_small = Limits { max_operations: None, max_payload_size: Some(bytes(&single) - 1) };
    assert_eq!(
        split(&single, too_small),
        Err(DoesNotFit { operations: vec![0], size_bytes: bytes(&single) })
    );
    assert_eq!(split(&request(Vec::new()), too_small), Ok(Vec::new()));
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let names = || prop::sample::select(vec!["a", "b", "c", "d", "e", "f"]);
    let one = (names(), prop::collection::vec(names(), 0..3), 0..4_usize).prop_map(
        |(name, needs, kind)| match kind {
            0 => Operation {
                path: format!("/Users/{name}"),
                data: needs
                    .first()
                    .map(|it| json!({"path": format!("members[value eq \"bulkId:{it}\"]")})),
                ..patch("")
            },
            1 => Operation { path: format!("/Users/bulkId:{name}"), ..patch("") },
            _ => post(name, &needs),
        },
    );
    prop::collection::vec(one, 0..14)
}

/// Which operations can be reached from each.
fn reach(needs: &[Vec<usize>]) -> Vec<BTreeSet<usize>> {
    let mut reach: Vec<BTreeSet<usize>> =
        needs.iter().map(|it| it.iter().copied().collect()).collect();
    for _ in needs {
        let before = reach.clone();
        for set in &mut reach {
            let more: Vec<usize> =
                set.iter().filter_map(|it| before.get(*it)).flatten().copied().collect();
            set.extend(more);
        }
    }
    reach
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn an_order_puts_each_operation_after_what_it_needs(operations in operations()) {
        let graph = Graph::of(&operations);
        let reach = reach(&graph.needs);
        let mut done: BTreeSet<usize> = BTreeSet::new();
        for group in graph.order() {
            let here: BTreeSet<usize> = group.operations.iter().copied().collect();
            prop_assert_eq!(group.is_circular, here.len() > 1);
            for it in &here {
                prop_assert!(graph.needs[*it].iter().all(|it| done.contains(it) || here.contains(it)));
                let circle = (0..operations.len()).filter(|other| reach[*it].contains(other) && reach[*other].contains(it));
                prop_assert!(circle.chain([*it]).all(|it| here.contains(&it)));
                prop_assert!(here.len() == 1 || here.iter().all(|other| reach[*it].contains(other)));
            }
            prop_assert!(here.iter().all(|it| done.insert(*it)));
        }
        prop_assert_eq!(done.len(), operations.len());
    }

    #[test]
    fn parts_are_small_whole_and_in_order(operations in operations(), most in 1..8_u64, bytes in 200..2000_u64) {
        let whole = request(operations.clone());
        let limits = Limits { max_operations: Some(most), max_payload_size: Some(bytes) };
        let size = |it: &BulkRequest| u64::try_from(it.to_json().to_string().len()).unwrap();
        match split(&whole, limits) {
            Err(error) => {
                let them = error.operations.iter().map(|it| operations[*it].clone()).collect();
                let count = u64::try_from(error.operations.len()).unwrap();
                prop_assert_eq!(size(&request(them)), error.size_bytes);
                prop_assert!(count > most || error.size_bytes > bytes);
            }
            Ok(parts) => {
                let mut left: Vec<&Operation> = operations.iter().collect();
                for part in &parts {
                    prop_assert!(size(part) <= bytes && part.operations.len() <= usize::try_from(most).unwrap());
                    // What a part refers to is in it, if it is anywhere.
                    let graph = Graph::of(&part.operations);
                    for (_, name) in graph.dangling {
                        prop_assert!(operations.iter().all(|it| it.bulk_id.as_ref() != Some(&name)));
                    }
                    for it in &part.operations {
                        let at = left.iter().position(|other| *other == it);
                        prop_assert!(at.is_some());
                        left.remove(at.unwrap());
                    }
                }
                prop_assert!(left.is_empty());
                let all: Vec<&Operation> = parts.iter().flat_map(|it| &it.operations).collect();
                for path in operations.iter().filter(|it| it.method != Method::Post).map(|it| &it.path) {
                    let on_it = |it: &&&Operation| it.method != Method::Post && it.path == *path;
                    let before: Vec<&Operation> = operations.iter().collect();
                    let before: Vec<_> = before.iter().filter(on_it).collect();
                    prop_assert_eq!(before, all.iter().filter(on_it).collect::<Vec<_>>());
                }
            }
        }
    }

    #[test]
    fn anything_can_be_read_as_a_bulk_message(text in ".{0,60}", operations in operations()) {
        let _ = (BulkRequest::parse(&text), BulkResponse::parse(&text));
        let written = request(operations.clone()).to_json().to_string();
        prop_assert_eq!(BulkRequest::parse(&written).unwrap().value.operations, operations);
    }
}
