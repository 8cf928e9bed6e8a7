//! What was intended against what is there, after a write was read back.

use std::collections::{HashMap, HashSet};

use scim::edit::{PendingChange, filled_in, pending};
use scim::finding::{Finding, Severity};
use scim::view::TypeModel;
use serde_json::Value;

use crate::api::drafts::WriteMethod;
use crate::api::writes::{ChangeKind, Difference};

const MEMBERS: &str = "members";

/// A write that was read back.
pub(super) struct Written<'a> {
    pub(super) base: Option<&'a Value>,
    pub(super) intended: &'a Value,
    pub(super) changes: &'a [PendingChange],
    pub(super) method: WriteMethod,
    pub(super) model: &'a TypeModel,
}

impl Written<'_> {
    /// Where the resource is not as intended. What the server sets by itself (RFC 7643 §7 readOnly), what is never read
    /// back, and what it filled in where nothing was asked for, is no difference.
    pub(super) fn differences(&self, actual: &Value) -> Vec<Difference> {
        let own: HashMap<&str, &PendingChange> =
            self.changes.iter().map(|it| (it.path.as_str(), it)).collect();
        let mut intended = filled_in(self.base, self.intended, actual);
        if self.model.lists_members() {
            drop_labels(self.base, &mut intended, actual);
        }
        let is_meant = |it: &PendingChange| match own.get(it.path.as_str()) {
            Some(own) => own.left_out.is_none() || self.method != WriteMethod::Patch,
            None => it.left_out.is_none(),
        };
        let left = pending(actual, &intended, self.model).changes.into_iter();
        left.filter(|it| !it.secret && is_meant(it))
            .map(|it| {
                let before = match own.get(it.path.as_str()) {
                    Some(own) => own.before.clone(),
                    // Nobody asked for it: it was to stay as it was.
                    None => it.after.clone(),
                };
                Difference { path: it.path, intended: it.after, actual: it.before, before }
            })
            .collect()
    }
}

/// Members that were added are sent with their `type`, which nobody typed. Where the server keeps none, that is no
/// difference: who is a member is said by `value` alone (RFC 7643 §4.2).
fn drop_labels(base: Option<&Value>, intended: &mut Value, actual: &Value) {
    let text = |it: &Value| it.get("value")?.as_str().map(str::to_owned);
    let before: HashSet<String> = base.iter().flat_map(|it| members(it)).filter_map(text).collect();
    let unlabelled: HashSet<String> =
        members(actual).filter(|it| it.get("type").is_none()).filter_map(text).collect();
    let all = intended.as_object_mut().into_iter().flat_map(|it| it.iter_mut());
    let lists = all.filter(|(name, _)| name.eq_ignore_ascii_case(MEMBERS));
    for member in lists.filter_map(|(_, it)| it.as_array_mut()).flatten() {
        let is_meant =
            text(member).is_some_and(|it| unlabelled.contains(&it) && !before.contains(&it));
        if let (true, Some(member)) = (is_meant, member.as_object_mut()) {
            member.shift_remove("type");
        }
    }
}

fn members(group: &Value) -> impl Iterator<Item = &Value> {
    let all = group.as_object().into_iter().flatten();
    let lists = all.filter(|(name, _)| name.eq_ignore_ascii_case(MEMBERS));
    lists.filter_map(|(_, it)| it.as_array()).flatten()
}

/// The differences in words.
pub(super) fn words(differences: &[Difference], status: u16) -> String {
    let unchanged: Vec<&str> =
        differences.iter().filter(|it| it.actual == it.before).map(|it| it.path.as_str()).collect();
    let others = differences.len() - unchanged.len();
    let mut words = match unchanged.as_slice() {
        [] => format!("The server answered {status}, but what is there now is not what was sent."),
        [only] => format!("The server answered {status} but did not change {only}."),
        [first, rest @ ..] => {
            format!(
                "The server answered {status} but did not change {first} and {} more.",
                rest.len()
            )
        }
    };
    if others > 0 && !unchanged.is_empty() {
        words.push_str(&match others {
            1 => " 1 more place is not as it was sent.".to_owned(),
            _ => format!(" {others} more places are not as they were sent."),
        });
    }
    words
}

/// The rule that is broken whatever the others say.
pub(super) fn rule(kind: ChangeKind, method: WriteMethod, message: &str) -> Finding {
    let section = match (kind, method) {
        (ChangeKind::Delete, _) => "RFC 7644 §3.6",
        (_, WriteMethod::Patch) => "RFC 7644 §3.5.2",
        (_, WriteMethod::Put) => "RFC 7644 §3.5.1",
        (_, WriteMethod::Post) => "RFC 7644 §3.3",
    };
    Finding {
        rule: "S07".to_owned(),
        severity: Severity::Error,
        pointer: String::new(),
        section: section.to_owned(),
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn groups() -> TypeModel {
        let kind = scim::builtin::resource_types().iter().find(|it| it.name == "Group").unwrap();
        TypeModel::resolve(kind, scim::builtin::schemas()).value
    }

    fn differences(base: &Value, intended: &Value, actual: &Value) -> Vec<Difference> {
        let model = groups();
        let changes = pending(base, intended, &model).changes;
        let method = WriteMethod::Patch;
        let written =
            Written { base: Some(base), intended, changes: &changes, method, model: &model };
        written.differences(actual)
    }

    #[test]
    fn a_member_is_one_without_its_type_as_well() {
        let group = |members: Value| json!({ "displayName": "Guides", "members": members });
        let base = group(json!([{ "value": "1", "type": "User" }]));
        let added = json!([{ "value": "1", "type": "User" }, { "value": "2", "type": "User" }]);
        let of = |members: Value| differences(&base, &group(added.clone()), &group(members));
        let typeless =
            json!([{ "value": "1", "type": "User" }, { "value": "2", "display": "Zoe" }]);
        assert_eq!(of(typeless), []);
        let empty = json!({ "displayName": "Guides" });
        let both = json!([{ "value": "1" }, { "value": "2" }]);
        assert_eq!(differences(&empty, &group(added.clone()), &group(both)), []);
        // Another type is no label that is missing, what was there before is not to go, and who is no member is none.
        let other =
            of(json!([{ "value": "1", "type": "User" }, { "value": "2", "type": "Group" }]));
        assert!(!other.is_empty());
        let lost = of(json!([{ "value": "1" }, { "value": "2", "type": "User" }]));
        let [only] = lost.as_slice() else { panic!("{lost:?}") };
        assert_eq!((only.actual.as_deref(), only.before.as_deref()), (None, Some("User")));
        assert_eq!(of(json!([{ "value": "1", "type": "User" }])).len(), 1);
    }
}
