//! Laws of editing: nothing of a draft is hidden, what is pending leads to the draft, one change goes alone, and
//! bringing versions together keeps what each side changed.

use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::*;
use scim::edit::{
    Control, DraftEdit, EditError, EditField, EditSection, FieldState, PendingChange, list, make,
    pending, revert, to_send,
};
use scim::merge::{MergeChoice, MergeKind, Side, merge, resolve};
use scim::patch::{self, Settings};
use scim::validate::{Purpose, validate};
use scim::view::TypeModel;
use serde_json::{Value, json};

use crate::devices::{change, device_model};
use crate::forms::{fields, sections, subject};
use crate::models::{LAB, lab_model};
use crate::resources::{group, user, value};
use crate::subject::{comparable, group_model, is_in_domain, user_model};

/// So many of each law.
const CASES: u32 = 160;

/// Places of the draft that some field shows: by itself, or by what is inside of it.
fn shown(sections: &[EditSection]) -> HashSet<String> {
    let whole = |it: &&&EditField| {
        !matches!(it.control, Control::Complex | Control::List) || it.state == FieldState::Null
    };
    let all = fields(sections);
    let mut shown: HashSet<String> =
        all.iter().filter(whole).map(|it| it.pointer.clone()).collect();
    for list in all.iter().filter_map(|it| it.list.as_ref()).filter(|it| it.has_primary) {
        shown.extend(
            list.elements.iter().map(|it| format!("{}/primary", it.pointer.to_lowercase())),
        );
    }
    shown
}

fn leaves(value: &Value, pointer: &str, found: &mut Vec<String>) {
    let step = |it: &str| format!("{pointer}/{}", it.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, it)| leaves(it, &step(name), found))
        }
        Value::Array(values) => {
            let numbered = values.iter().enumerate();
            numbered.for_each(|(at, it)| leaves(it, &step(&at.to_string()), found));
        }
        _ => found.push(pointer.to_owned()),
    }
}

fn is_shown(leaf: &str, shown: &HashSet<String>) -> bool {
    let ends = leaf.char_indices().filter(|(_, it)| *it == '/').map(|(at, _)| at);
    let mut around = ends.chain([leaf.len()]).map(|at| &leaf[..at]);
    around.any(|it| shown.contains(it) || shown.contains(&it.to_lowercase()))
}

fn nothing_is_hidden(base: &Value, draft: &Value, model: &TypeModel) -> Result<(), TestCaseError> {
    let form = sections(model, Some(base), draft);
    let (mut found, shown) = (Vec::new(), shown(&form));
    leaves(draft, "", &mut found);
    // That an extension or `meta` is null is told by its parts, which are absent.
    let is_null = |it: &str| it[1..].contains(':') || it.eq_ignore_ascii_case("/meta");
    found.retain(|it| {
        !(draft.pointer(it) == Some(&Value::Null) && it.rfind('/') == Some(0) && is_null(it))
    });
    for leaf in found {
        prop_assert!(is_shown(&leaf, &shown), "{leaf} in {draft}");
    }
    let mut paths = HashSet::new();
    for field in fields(&form) {
        prop_assert!(paths.insert(field.path.clone()), "{} in {draft}", field.path);
        if let Some(whole) = &field.list {
            let page = list(&subject(model, Some(base), draft, &[]), &field.path, 1, 2);
            let page =
                page.ok_or_else(|| TestCaseError::fail(format!("{} in {draft}", field.path)))?;
            let expected: Vec<_> = whole.elements.iter().skip(1).take(2).cloned().collect();
            prop_assert_eq!(page.elements, expected);
        }
    }
    Ok(())
}

/// Violations that stand somewhere in a form.
fn placed(sections: &[EditSection]) -> Vec<(String, String)> {
    let all = fields(sections);
    let elements = all.iter().filter_map(|it| it.list.as_ref()).flat_map(|it| &it.elements);
    let found = elements.flat_map(|it| &it.violations);
    let found = found.chain(all.iter().flat_map(|it| &it.violations));
    found.map(|it| (it.finding.pointer.clone(), it.finding.message.clone())).collect()
}

/// A member, and whether it comes or goes.
fn edit() -> impl Strategy<Value = DraftEdit> {
    let pointer = prop::sample::select(vec![
        "",
        "/userName",
        "/TITLE",
        "/name",
        "/name/givenName",
        "/emails",
        "/emails/-",
        "/emails/0",
        "/emails/0/value",
        "/emails/1/primary",
        "/members/0",
        "/members/-/value",
        "/nothing/x/-",
        "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager/value",
        "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        "/schemas",
        "/emails/x",
        "a",
    ]);
    let id = (0..4_u8).prop_map(|it| it.to_string());
    prop_oneof![
        (pointer.clone(), value()).prop_map(|(pointer, it)| DraftEdit::Set {
            pointer: pointer.to_owned(),
            json: it.to_string()
        }),
        pointer.clone().prop_map(|it| DraftEdit::Remove { pointer: it.to_owned() }),
        (pointer.clone(), any::<bool>()).prop_map(|(pointer, primary)| DraftEdit::Primary {
            pointer: pointer.to_owned(),
            primary
        }),
        (pointer.clone(), id.clone()).prop_map(|(pointer, id)| DraftEdit::Refer {
            pointer: pointer.to_owned(),
            endpoint: "/Users".to_owned(),
            id,
        }),
        pointer.prop_map(|it| DraftEdit::Restore { pointer: it.to_owned() }),
        id.clone().prop_map(|value| DraftEdit::AddMember {
            value,
            resource_type: None,
            display: None
        }),
        id.clone().prop_map(|value| DraftEdit::RemoveMember { value }),
        id.prop_map(|value| DraftEdit::KeepMember { value }),
    ]
}

/// What is pending can be applied, and leads to the draft but for what is told to be left out.
fn leads_there(base: &Value, draft: &Value, model: &TypeModel) -> Result<(), TestCaseError> {
    let pending = pending(base, draft, model);
    let sent = to_send(Some(base), draft);
    let paths: HashSet<&str> = pending.changes.iter().map(|it| it.path.as_str()).collect();
    prop_assert_eq!(paths.len(), pending.changes.len(), "{:?}", pending.changes);
    let differs = pending.changes.iter().any(|it| it.left_out.is_some() && !is_server(it));
    if !differs {
        let reached = patch::apply(base, &pending.request, Some(model), &Settings::default());
        let body = pending.request.to_json();
        let reached = reached.map_err(|it| TestCaseError::fail(format!("{it}\n{body}")))?;
        prop_assert_eq!(comparable(&reached.resource), comparable(&sent), "{}", body);
        if let Some(password) = sent.get("password").filter(|it| base.get("password") != Some(it)) {
            prop_assert_eq!(reached.resource.get("password"), Some(password));
        }
    }
    Ok(())
}

/// What only the service provider sets is left aside where resources are compared.
fn is_server(change: &PendingChange) -> bool {
    ["groups", "id", "meta", "members.display"].contains(&change.path.as_str())
        || change.path.ends_with("manager.displayName")
}

fn each_goes_alone(base: &Value, draft: &Value, model: &TypeModel) -> Result<(), TestCaseError> {
    let all = pending(base, draft, model).changes;
    let paths = |changes: &[PendingChange]| {
        let mut paths: Vec<(String, Option<String>)> =
            changes.iter().map(|it| (it.path.clone(), it.after.clone())).collect();
        paths.sort();
        paths
    };
    for change in &all {
        let reverted = revert(base, draft, model, &change.path).unwrap();
        let left = pending(base, &reverted, model).changes;
        let mut expected = all.clone();
        expected.retain(|it| it.path != change.path);
        prop_assert_eq!(
            paths(&left),
            paths(&expected),
            "without {}\n{}\n{}\n{}",
            change.path,
            base,
            draft,
            reverted
        );
    }
    Ok(())
}

/// Whether no list has two changes: the operations on one list depend on each other, in the filters that they need.
fn lists_change_once(base: &Value, draft: &Value, model: &TypeModel) -> bool {
    let mut lists = HashSet::new();
    pending(base, draft, model).changes.iter().all(|it| {
        let end = it.path.find(['[', ' ', '.']).unwrap_or(it.path.len());
        let name = it.path[..end].trim_end_matches(':').to_owned();
        !["emails", "roles", "members"].contains(&&*name) || lists.insert(name)
    })
}

/// Taking one change back after the other ends where the draft began, however the others are told meanwhile.
fn all_go(
    base: &Value,
    draft: &Value,
    model: &TypeModel,
    from_end: bool,
) -> Result<(), TestCaseError> {
    let mut draft = draft.clone();
    let mut left = pending(base, &draft, model).changes;
    while let Some(change) = if from_end { left.last() } else { left.first() } {
        let reverted = revert(base, &draft, model, &change.path).unwrap();
        let now = pending(base, &reverted, model).changes;
        prop_assert!(now.len() < left.len(), "{}\n{base}\n{draft}\n{reverted}", change.path);
        (draft, left) = (reverted, now);
    }
    prop_assert_eq!(comparable(&draft), comparable(base));
    Ok(())
}

/// Whether a list has two values that are known by the same.
fn has_twins(resource: &Value) -> bool {
    let lists =
        resource.as_object().into_iter().flat_map(|it| it.values()).filter_map(Value::as_array);
    let mut lists = lists.map(|it| it.iter().filter(|it| it.is_object()));
    lists.any(|values| {
        let mut seen = HashSet::new();
        let known = |it: &Value| match it["value"].is_null() {
            true => comparable(it).to_string(),
            false => format!("{} {}", it["value"], it["type"]),
        };
        !values.map(known).all(|it| seen.insert(it))
    })
}

fn keeps_both_sides(base: &Value, other: &Value, model: &TypeModel) -> Result<(), TestCaseError> {
    prop_assert_eq!(merge(base, base, base, &[], model), []);
    prop_assert_eq!(resolve(base, other, base, &[], model), other.clone());
    let yours = resolve(base, base, other, &[], model);
    prop_assert_eq!(comparable(&yours), comparable(other));
    Ok(())
}

fn loses_nothing(versions: [&Value; 3], model: &TypeModel) -> Result<(), TestCaseError> {
    let [base, theirs, yours] = versions;
    let rows = merge(base, theirs, yours, &[], model);
    let kinds: Vec<MergeKind> = rows.iter().map(|it| it.kind).collect();
    prop_assert!(kinds.is_sorted());
    let paths: HashSet<&String> = rows.iter().map(|it| &it.path).collect();
    prop_assert_eq!(paths.len(), rows.len());
    let resolved = resolve(base, theirs, yours, &[], model);
    // Seen from what was read, all that you changed is still a change of yours.
    let again = merge(base, &resolved, yours, &[], model);
    for row in &rows {
        let now = again.iter().find(|it| it.path == row.path);
        match row.kind {
            MergeKind::OnlyYours | MergeKind::Conflict => {
                prop_assert_eq!(now.map(|it| it.kind), Some(MergeKind::Same), "{:?}", row);
            }
            MergeKind::ByElement => {
                let of = |resource: &Value| -> HashSet<String> {
                    let values = comparable(resource)[&row.path].take();
                    values.as_array().into_iter().flatten().map(ToString::to_string).collect()
                };
                let [was, new, own, together] = [base, theirs, yours, &resolved].map(of);
                for side in [&new, &own] {
                    prop_assert!(
                        side.difference(&was).all(|it| together.contains(it)),
                        "{:?}",
                        row
                    );
                    prop_assert!(
                        was.difference(side).all(|it| !together.contains(it)),
                        "{:?}",
                        row
                    );
                }
            }
            MergeKind::OnlyTheirs | MergeKind::Same => {}
        }
    }
    let all = |side: Side| -> Vec<MergeChoice> {
        rows.iter().map(|it| MergeChoice::of(it.path.clone(), side)).collect()
    };
    prop_assert_eq!(resolve(base, theirs, yours, &all(Side::Theirs), model), theirs.clone());
    let chosen = resolve(base, theirs, yours, &all(Side::Yours), model);
    prop_assert_eq!(comparable(&chosen), comparable(yours));
    Ok(())
}

/// A user with an extension that has all else.
fn lab_user() -> impl Strategy<Value = Value> {
    let lab = vec((0..8_usize, value()), 0..5).prop_map(|it| {
        let names = ["badge", "level", "pin", "costObjects", "blob", "sponsor", "keys", "printed"];
        let members = it.into_iter().map(|(at, value)| (names[at].to_owned(), value));
        Value::Object(members.collect())
    });
    (user(), lab).prop_map(|(mut user, lab)| {
        user[LAB] = lab;
        user
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_value_of_a_draft_stands_in_some_field(base in value(), draft in value(), other in lab_user()) {
        for model in [user_model(), group_model(), lab_model(), device_model()] {
            nothing_is_hidden(&base, &draft, model)?;
        }
        nothing_is_hidden(&base, &other, lab_model())?;
        nothing_is_hidden(&other, &draft, lab_model())?;
    }

    #[test]
    fn no_violation_is_told_twice_and_only_those_about_all_of_it_nowhere(draft in prop_oneof![value(), lab_user()]) {
        let violations = validate(&draft, lab_model(), Purpose::Replace);
        let form = scim::edit::form(&subject(lab_model(), None, &draft, &violations), 200);
        let mut placed = placed(&form);
        placed.sort();
        let mut known: Vec<_> = violations.iter().map(|it| (it.finding.pointer.clone(), it.finding.message.clone())).collect();
        known.sort();
        for it in &placed {
            let at = known.iter().position(|known| known == it);
            prop_assert!(at.is_some(), "{it:?} is told twice");
            known.remove(at.unwrap_or_default());
        }
        prop_assert!(!draft.is_object() || known.iter().all(|(pointer, _)| pointer.is_empty() || !pointer[1..].contains('/')), "{known:?}");
    }

    #[test]
    fn edits_are_made_all_or_none_and_never_panic(base in prop_oneof![value(), user()], draft in prop_oneof![value(), user(), group()], edits in vec(edit(), 0..6)) {
        let kept = draft.clone();
        match make(Some(&base), &draft, user_model(), &edits) {
            Ok(made) => drop(to_send(Some(&base), &made)),
            Err(EditError::NoSuchPlace(_)) => {}
            Err(error) => prop_assert!(false, "{error}"),
        }
        prop_assert_eq!(kept, draft);
    }

    #[test]
    fn what_is_restored_is_as_it_was(base in user(), draft in user()) {
        let mut restored = draft.clone();
        let names: HashSet<&String> = base.as_object().into_iter().chain(draft.as_object()).flat_map(|it| it.keys()).collect();
        for name in names {
            let edit = DraftEdit::Restore { pointer: format!("/{name}") };
            restored = make(Some(&base), &restored, user_model(), &[edit]).unwrap();
        }
        prop_assert_eq!(restored, base);
    }

    #[test]
    fn what_is_pending_leads_to_the_draft(users in (user(), user()), groups in (group(), group())) {
        leads_there(&users.0, &users.1, user_model())?;
        leads_there(&groups.0, &groups.1, group_model())?;
        leads_there(&json!({}), &users.1, user_model())?;
    }

    #[test]
    fn what_is_pending_leads_to_the_draft_of_a_device(pair in change()) {
        leads_there(&pair.0, &pair.1, device_model())?;
    }

    #[test]
    fn any_json_is_compared_and_taken_back_without_a_panic(base in value(), draft in value(), other in lab_user()) {
        for model in [user_model(), group_model(), lab_model()] {
            for (base, draft) in [(&base, &draft), (&base, &other), (&other, &draft)] {
                let changes = pending(base, draft, model).changes;
                let paths: HashSet<&String> = changes.iter().map(|it| &it.path).collect();
                prop_assert_eq!(paths.len(), changes.len());
                for change in &changes {
                    prop_assert!(draft.pointer(&change.pointer).is_some(), "{:?} {}", change, draft);
                    prop_assert!(revert(base, draft, model, &change.path).is_some());
                }
                let _rows = merge(base, draft, &other, &[], model);
                let _draft = resolve(base, &other, draft, &[], model);
            }
        }
    }

    #[test]
    fn a_change_goes_alone(users in (user(), user()), groups in (group(), group())) {
        for (base, draft, model) in [(&users.0, &users.1, user_model()), (&groups.0, &groups.1, group_model())] {
            prop_assume!(is_in_domain(base) && is_in_domain(draft));
            if lists_change_once(base, draft, model) {
                each_goes_alone(base, draft, model)?;
            }
        }
    }

    #[test]
    fn changes_go_one_after_the_other(users in (user(), user()), groups in (group(), group()), from_end: bool) {
        all_go(&users.0, &users.1, user_model(), from_end)?;
        all_go(&groups.0, &groups.1, group_model(), from_end)?;
    }

    #[test]
    fn changes_of_a_device_go_one_after_the_other(pair in change(), from_end: bool) {
        all_go(&pair.0, &pair.1, device_model(), from_end)?;
    }

    #[test]
    fn merging_keeps_the_changes_of_one_side(users in (user(), user()), groups in (group(), group())) {
        keeps_both_sides(&users.0, &users.1, user_model())?;
        keeps_both_sides(&groups.0, &groups.1, group_model())?;
    }

    #[test]
    fn merging_loses_nothing_of_yours(users in (user(), user(), user()), groups in (group(), group(), group())) {
        prop_assume!(![&users.0, &users.1, &users.2].into_iter().any(has_twins));
        loses_nothing([&users.0, &users.1, &users.2], user_model())?;
        loses_nothing([&groups.0, &groups.1, &groups.2], group_model())?;
    }
}
