//! Laws of PATCH: what is computed can be applied and leads where it should; what is undone is as it was; a dialect
//! keeps the meaning; nothing panics.
//!
//! The domain of the first ones: resources that fit their schemas, those of the RFC and one that has all else, with at most one element of an attribute primary and
//! no two elements that are the same. What a client cannot write (readOnly, writeOnly, `schemas`) is left aside.

use proptest::prelude::*;
use scim::patch::dialect::{self, Dialect, Subject};
use scim::patch::{self, PatchRequest, Reason, Settings};
use scim::view::TypeModel;
use serde_json::Value;

use crate::devices::{change, device_model};
use crate::resources::{group, request, user, value};
use crate::subject::{self, comparable, group_model, user_model};

fn leads_from_to(before: &Value, after: &Value, model: &TypeModel) -> Result<(), TestCaseError> {
    let diff = patch::diff(before, after, model);
    prop_assume!(diff.left_out.iter().all(|it| it.reason != Reason::Indistinguishable));
    let body = diff.request.to_json();
    let reached = patch::apply(before, &diff.request, Some(model), &Settings::default());
    let reached = reached.map_err(|it| TestCaseError::fail(format!("{it}\n{body}")))?;
    prop_assert_eq!(comparable(&reached.resource), comparable(after), "{}", body);
    let read = PatchRequest::from_json(&body, &subject::uris(model));
    if !diff.request.operations.is_empty() {
        let read = read.map_err(|it| TestCaseError::fail(format!("{it}\n{body}")))?;
        prop_assert!(read.findings.is_empty(), "{:?}", read.findings);
        prop_assert_eq!(read.value, diff.request, "{}", body);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_diff_leads_from_one_user_to_the_other(before in user(), after in user()) {
        leads_from_to(&before, &after, user_model())?;
    }

    #[test]
    fn a_diff_leads_from_one_group_to_the_other(before in group(), after in group()) {
        leads_from_to(&before, &after, group_model())?;
    }

    #[test]
    fn a_diff_leads_from_one_device_to_the_other((before, after) in change()) {
        leads_from_to(&before, &after, device_model())?;
    }

    #[test]
    fn an_inverse_undoes_what_was_done_to_a_device((before, after) in change()) {
        prop_assume!(before.get("serial").is_some() || after.get("serial").is_none());
        let (model, settings) = (device_model(), Settings::default());
        let request = patch::diff(&before, &after, model).request;
        let done = patch::patched(&before, &request, Some(model), &settings).unwrap();
        let undo = patch::inverse(&before, &request, model).unwrap();
        prop_assume!(undo.left_out.iter().all(|it| it.reason != Reason::Indistinguishable));
        let undone = patch::patched(&done, &undo.request, Some(model), &settings);
        prop_assert_eq!(comparable(&undone.unwrap()), comparable(&before));
    }

    #[test]
    fn there_is_nothing_to_do_for_a_resource_that_is_so_already(resource in user()) {
        let diff = patch::diff(&resource, &resource, user_model());
        prop_assert_eq!(diff, patch::Diff::default());
    }

    #[test]
    fn an_inverse_undoes_what_was_done(before in user(), after in user()) {
        let request = patch::diff(&before, &after, user_model()).request;
        let done = patch::apply(&before, &request, Some(user_model()), &Settings::default()).unwrap();
        let undo = patch::inverse(&before, &request, user_model()).unwrap();
        prop_assume!(undo.left_out.iter().all(|it| it.reason != Reason::Indistinguishable));
        let undone = patch::apply(&done.resource, &undo.request, Some(user_model()), &Settings::default());
        prop_assert_eq!(comparable(&undone.unwrap().resource), comparable(&before));
    }

    #[test]
    fn what_applies_can_be_undone(before in user(), request in request()) {
        let Ok(done) = patch::apply(&before, &request, Some(user_model()), &Settings::default()) else { return Ok(()) };
        prop_assume!(subject::is_in_domain(&done.resource));
        let undo = patch::inverse(&before, &request, user_model()).unwrap();
        prop_assume!(undo.left_out.iter().all(|it| it.reason != Reason::Indistinguishable && it.reason != Reason::Required));
        let undone = patch::apply(&done.resource, &undo.request, Some(user_model()), &Settings::default()).unwrap();
        prop_assert_eq!(comparable(&undone.resource), comparable(&before), "{}", undo.request.to_json());
    }

    #[test]
    fn a_request_written_in_a_dialect_reads_back_as_the_same_change(before in user(), request in request()) {
        let model = user_model();
        let subject = Subject { model: Some(model), id: before["id"].as_str() };
        let settings = Settings::default();
        let meant = patch::apply(&before, &request, Some(model), &settings);
        for dialect in Dialect::ALL {
            let written = dialect::write(&request, dialect, subject);
            let read = dialect::read(&written.body, dialect, subject);
            let read = read.map_err(|it| TestCaseError::fail(format!("{dialect:?}: {it}\n{}", written.body)))?;
            let done = patch::apply(&before, &read.request, Some(model), &settings);
            match (&meant, done) {
                (Ok(meant), Ok(done)) => prop_assert_eq!(
                    comparable(&done.resource), comparable(&meant.resource),
                    "{:?}\n{}\n{}", dialect, written.body, read.request.to_json()
                ),
                (Ok(_), Err(error)) => prop_assert!(false, "{dialect:?}: {error}\n{}", written.body),
                (Err(_), _) => {}
            }
        }
    }

    #[test]
    fn a_diff_written_in_a_dialect_reads_back_as_the_same_change(before in group(), after in group()) {
        let model = group_model();
        let subject = Subject { model: Some(model), id: before["id"].as_str() };
        let request = patch::diff(&before, &after, model).request;
        prop_assume!(!request.operations.is_empty());
        for dialect in Dialect::ALL {
            let written = dialect::write(&request, dialect, subject);
            let read = dialect::read(&written.body, dialect, subject).unwrap();
            let done = patch::apply(&before, &read.request, Some(model), &Settings::default()).unwrap();
            let meant = patch::apply(&before, &request, Some(model), &Settings::default()).unwrap();
            prop_assert_eq!(done.resource, meant.resource, "{}", written.body);
        }
    }

    #[test]
    fn an_operation_that_fails_leaves_nothing_behind(before in user(), request in request()) {
        let kept = before.clone();
        let _outcome = patch::apply(&before, &request, Some(user_model()), &Settings::default());
        prop_assert_eq!(before, kept);
    }

    #[test]
    fn the_record_of_changes_is_empty_exactly_when_nothing_changed(before in user(), request in request()) {
        if let Ok(applied) = patch::apply(&before, &request, Some(user_model()), &Settings::default()) {
            if !applied.is_changed() {
                prop_assert_eq!(comparable(&applied.resource), comparable(&before));
            }
            prop_assert_eq!(applied.outcomes.len(), request.operations.len());
        }
    }

    #[test]
    fn without_a_record_and_with_borrowed_values_the_same_comes_out(before in user(), request in request()) {
        let body = request.to_json();
        let borrowed = PatchRequest::borrowed(&body, &subject::uris(user_model()));
        prop_assert_eq!(
            borrowed.clone().map(|it| it.value.into_owned()),
            PatchRequest::from_json(&body, &subject::uris(user_model())).map(|it| it.value)
        );
        for settings in subject::every_reading() {
            let Ok(borrowed) = &borrowed else { continue };
            let recorded = patch::apply(&before, &borrowed.value, Some(user_model()), &settings);
            let patched = patch::patched(&before, &borrowed.value, Some(user_model()), &settings);
            prop_assert_eq!(patched, recorded.map(|it| it.resource));
        }
    }

    #[test]
    fn any_json_is_read_applied_compared_and_undone_without_a_panic(
        body in value(), before in value(), after in value(), request in request(),
    ) {
        let model = user_model();
        for settings in subject::every_reading() {
            for model in [None, Some(model)] {
                let _applied = patch::apply(&before, &request, model, &settings);
                if let Ok(read) = PatchRequest::from_json(&body, &[]) {
                    let _applied = patch::apply(&before, &read.value, model, &settings);
                }
            }
        }
        let _diff = patch::diff(&before, &after, model);
        let _undo = patch::inverse(&before, &request, model);
        for dialect in Dialect::ALL {
            let _read = dialect::read(&body, dialect, Subject::default());
            let _written = dialect::write(&request, dialect, Subject::default());
        }
    }
}
