//! The members of a group as a file that other programs read.

use super::rows::state;
use crate::api::drafts::{MemberChange, MemberRow};
use crate::csv;
use crate::error::Fault;

const HEADINGS: [&str; 6] = ["display", "userName", "value", "type", "state", "change"];

/// One line a member. What is not known is empty.
pub(super) fn csv(rows: &[&MemberRow]) -> String {
    let mut text = csv::begin(&HEADINGS);
    for row in rows {
        let change = match row.change {
            MemberChange::Kept => "",
            MemberChange::Added => "added",
            MemberChange::Removed => "removed",
        };
        let known = |it: &Option<String>| it.clone().unwrap_or_default();
        csv::line(
            &mut text,
            &[
                &known(&row.title),
                &known(&row.subtitle),
                &row.value,
                &known(&row.resource_type),
                state(row).unwrap_or_default(),
                change,
            ],
        );
    }
    text
}

/// All that is known of each member.
pub(super) fn json(rows: &[&MemberRow]) -> Result<String, Fault> {
    serde_json::to_string_pretty(rows).map_err(|error| Fault::Defect { reason: error.to_string() })
}
