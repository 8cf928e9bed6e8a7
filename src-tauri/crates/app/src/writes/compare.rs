//! What was intended against what is there, after a write was read back.

use std::collections::HashMap;

use scim::edit::{PendingChange, filled_in, pending};
use scim::finding::{Finding, Severity};
use scim::view::TypeModel;
use serde_json::Value;

use crate::api::drafts::WriteMethod;
use crate::api::writes::{ChangeKind, Difference};

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
        let intended = filled_in(self.base, self.intended, actual);
        let is_meant = |it: &PendingChange| match own.get(it.path.as_str()) {
            Some(own) => own.left_out.is_none() || self.method == WriteMethod::Put,
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
