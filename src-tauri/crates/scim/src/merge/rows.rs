//! The rows of a merge, and what comes of it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::changes::Changes;
use super::list;
use super::spots::{Place, places};
use super::{MergeChoice, MergeKind, MergeRow, Side};
use crate::edit::{Doc, Masked, Spot, assigned, differ, elements, follow};
use crate::finding::pointer_to;
use crate::view::TypeModel;

/// Everything that is not the same in all three, conflicts first, then in the order of [`super::MergeKind`] and of the
/// schema. What only the service provider sets is no part of it.
///
/// ```
/// use scim::{builtin, merge::{merge, MergeKind}, view::TypeModel};
/// use serde_json::json;
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let rows = merge(&json!({"title": "a"}), &json!({"title": "b"}), &json!({"title": "c"}), &[], &model);
/// assert_eq!((rows[0].path.as_str(), rows[0].kind), ("title", MergeKind::Conflict));
/// assert!(rows[0].undecided);
/// ```
#[must_use]
pub fn merge(
    base: &Value,
    theirs: &Value,
    yours: &Value,
    choices: &[MergeChoice],
    model: &TypeModel,
) -> Vec<MergeRow> {
    let rows = rows([base, theirs, yours], choices, model);
    rows.into_iter().map(|it| it.told(model)).collect()
}

/// The draft that comes of it, to be sent against the resource as the server has it now. Where nobody chose yet, what
/// the person typed is kept.
#[must_use]
pub fn resolve(
    base: &Value,
    theirs: &Value,
    yours: &Value,
    choices: &[MergeChoice],
    model: &TypeModel,
) -> Value {
    let mut changes = Changes::default();
    for row in rows([base, theirs, yours], choices, model) {
        let value = match (row.side, row.kind, row.merged) {
            (Some(Side::Theirs), ..) => continue,
            (None, MergeKind::ByElement, Some(merged)) => Some(merged),
            _ => row.yours.cloned(),
        };
        changes.note(&row.spot.way(model), value);
    }
    let mut resolved = theirs.clone();
    changes.make(&mut resolved);
    follow(Some(theirs), theirs, &mut resolved, model);
    resolved
}

/// One attribute that is not the same in all three.
struct Row<'v> {
    spot: Spot,
    path: String,
    kind: MergeKind,
    base: Option<&'v Value>,
    theirs: Option<&'v Value>,
    yours: Option<&'v Value>,
    /// Of values brought together.
    merged: Option<Value>,
    side: Option<Side>,
}

fn rows<'v>(
    versions: [&'v Value; 3],
    choices: &[MergeChoice],
    model: &'v TypeModel,
) -> Vec<Row<'v>> {
    let docs = versions.map(|it| Doc::new(it, model));
    let chosen: HashMap<&str, Side> =
        choices.iter().map(|it| (it.path.as_str(), it.side)).collect();
    let mut paths = HashSet::new();
    let mut rows = Vec::new();
    for place in places(docs.each_ref(), model) {
        let Some(mut row) = row(docs.each_ref(), place) else { continue };
        // A member that no schema defines may be called like the path of another.
        if !paths.insert(row.path.clone()) {
            let way = row.spot.way(model);
            row.path = way.iter().fold(String::new(), |path, it| pointer_to(&path, it));
            paths.insert(row.path.clone());
        }
        let choice = chosen.get(row.path.as_str()).filter(|_| row.kind != MergeKind::Same);
        row.side = choice.copied().or(row.side);
        rows.push(row);
    }
    rows.sort_by_key(|it| it.kind);
    rows
}

fn row<'v>(docs: [&Doc<'v>; 3], place: Place<'_>) -> Option<Row<'v>> {
    let Place { spot, attribute } = place;
    let [base, theirs, yours] = docs.map(|it| it.find(&spot));
    if !differ(base, theirs) && !differ(base, yours) {
        return None;
    }
    let (kind, merged) = match attribute.filter(|it| it.multi_valued) {
        Some(_) => {
            let lists = [base, theirs, yours].map(elements);
            let found = list::together(lists, attribute);
            let kind = kind(found.theirs_changed, found.yours_changed, found.is_same)?;
            match (kind, found.merged) {
                (MergeKind::Conflict, Some(merged)) => {
                    (MergeKind::ByElement, Some(Value::Array(merged)))
                }
                (kind, _) => (kind, None),
            }
        }
        None => {
            let changed = (differ(base, theirs), differ(base, yours));
            (kind(changed.0, changed.1, !differ(theirs, yours))?, None)
        }
    };
    let side = match kind {
        MergeKind::Conflict | MergeKind::ByElement => None,
        MergeKind::OnlyYours => Some(Side::Yours),
        MergeKind::OnlyTheirs | MergeKind::Same => Some(Side::Theirs),
    };
    Some(Row { path: spot.path(), spot, kind, base, theirs, yours, merged, side })
}

fn kind(theirs_changed: bool, yours_changed: bool, is_same: bool) -> Option<MergeKind> {
    match (theirs_changed, yours_changed) {
        (false, false) => None,
        (true, false) => Some(MergeKind::OnlyTheirs),
        (false, true) => Some(MergeKind::OnlyYours),
        (true, true) if is_same => Some(MergeKind::Same),
        (true, true) => Some(MergeKind::Conflict),
    }
}

impl Row<'_> {
    fn told(self, model: &TypeModel) -> MergeRow {
        let masked = Masked::of(model, &self.spot);
        let text = |it: Option<&Value>| assigned(it).map(|it| masked.shown(it));
        let result = match self.side {
            Some(Side::Theirs) => self.theirs,
            Some(Side::Yours) => self.yours,
            None => self.merged.as_ref(),
        };
        MergeRow {
            kind: self.kind,
            base: text(self.base),
            theirs: text(self.theirs),
            yours: text(self.yours),
            result: text(result),
            side: self.side,
            undecided: self.kind == MergeKind::Conflict && self.side.is_none(),
            path: self.path,
        }
    }
}
