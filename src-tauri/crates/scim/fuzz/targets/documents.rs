//! Any text as a document: recognised, judged, mended, replaced, projected, split. Discovery documents go through the
//! same readers.

use scim::bulk::{BulkRequest, BulkResponse, Graph, Limits, split};
use scim::message::{ErrorBody, ListResponse, SearchRequest, resource};
use scim::projection::Projection;
use scim::put::put;
use scim::recognise::recognise;
use scim::validate::{Purpose, validate};
use scim::view::TypeModel;
use scim::{builtin, provider_config, resource_type, schema};
use serde_json::Value;

/// Panics where a promise is broken.
pub(crate) fn run(input: &str) {
    let _ = (
        recognise(input, &[]),
        resource(input),
        ErrorBody::parse(input),
        BulkResponse::parse(input),
    );
    let _ =
        (ListResponse::parse(input), SearchRequest::parse(input), provider_config::parse(input));
    let schemas = schema::parse_all(input).map(|it| it.value).unwrap_or_default();
    let types = resource_type::parse_all(input).map(|it| it.value).unwrap_or_default();
    if let Ok(bulk) = BulkRequest::parse(input) {
        let operations = bulk.value.operations.len();
        let ordered: usize =
            Graph::of(&bulk.value.operations).order().iter().map(|it| it.operations.len()).sum();
        assert_eq!(ordered, operations);
        let limits = Limits { max_operations: Some(3), max_payload_size: Some(1000) };
        if let Ok(parts) = split(&bulk.value, limits) {
            assert_eq!(parts.iter().map(|it| it.operations.len()).sum::<usize>(), operations);
        }
    }
    let Ok(document) = serde_json::from_str::<Value>(input) else { return };
    for it in builtin::resource_types().iter().chain(&types) {
        let model = TypeModel::resolve(it, &schemas).value;
        for purpose in [Purpose::Create, Purpose::Replace, Purpose::Response] {
            for found in validate(&document, &model, purpose) {
                assert!(document.pointer(&found.finding.pointer).is_some());
                assert!(found.fix.is_none_or(|it| it.apply(&document).is_ok()));
            }
        }
        let sent = put(&document, &document, &model);
        assert_eq!(put(&sent.body, &sent.body, &model).body, sent.body);
        let answer =
            Projection::new(&["name.givenName".to_owned(), "emails".to_owned()], &[], &model)
                .apply(&document);
        let _ = Projection::new(&[], &["members".to_owned()], &model).apply(&answer);
    }
}
