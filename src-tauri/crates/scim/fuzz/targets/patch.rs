//! Any JSON as a PATCH request on any JSON as a resource: read, applied, compared, undone, written in every dialect. The
//! input is the request, and after the first line break the resource.

use scim::patch::dialect::{self, Dialect, Subject};
use scim::patch::{self, PatchRequest, Settings};
use scim::view::TypeModel;
use scim::{builtin, urn};
use serde_json::Value;

const URIS: &[&str] = &[urn::USER, urn::ENTERPRISE_USER];

/// Panics where a promise is broken.
pub(crate) fn run(input: &str) {
    let (request, resource) = input.split_once('\n').unwrap_or((input, "{}"));
    let Ok(resource) = serde_json::from_str::<Value>(resource) else { return };
    let Ok(read) = PatchRequest::parse(request, URIS) else { return };
    let request = read.value;
    let again = PatchRequest::from_json(&request.to_json(), URIS);
    assert_eq!(again.map(|it| it.value).as_ref(), Ok(&request));
    let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
    let settings = Settings::default();
    for model in [None, Some(&model)] {
        if let Ok(applied) = patch::apply(&resource, &request, model, &settings) {
            assert_eq!(applied.outcomes.len(), request.operations.len());
        }
    }
    if let Ok(applied) = patch::apply(&resource, &request, Some(&model), &settings) {
        let back = patch::diff(&applied.resource, &resource, &model);
        let undone = patch::apply(&applied.resource, &back.request, Some(&model), &settings);
        assert!(undone.is_ok(), "what is computed applies");
    }
    for dialect in Dialect::ALL {
        let subject = Subject { model: Some(&model), id: None };
        let written = dialect::write(&request, dialect, subject);
        assert!(dialect::read(&written.body, dialect, subject).is_ok());
    }
}
