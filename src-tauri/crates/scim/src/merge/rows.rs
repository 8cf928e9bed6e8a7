//! The rows of a merge, and what comes of it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::changes::Changes;
use super::list;
use super::spots::{Place, places};
use super::{MergeChoice, MergeKind, MergeRow, Side};
use crate::edit::{
    Control, Doc, Masked, Spot, assigned, canonical_values, control_of_all, differ, elements,
    follow,
};
use crate::finding::pointer_to;
use crate::schema::{Attribute, Mutability};
use crate::validate::is_secret;
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
            (Some(Side::Typed), ..) => row.typed,
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
    /// Its definition; `None` where no schema has one.
    attribute: Option<&'v Attribute>,
    path: String,
    kind: MergeKind,
    base: Option<&'v Value>,
    theirs: Option<&'v Value>,
    yours: Option<&'v Value>,
    /// Of values brought together.
    merged: Option<Value>,
    /// With the side `Typed`.
    typed: Option<Value>,
    side: Option<Side>,
}

fn rows<'v>(
    versions: [&'v Value; 3],
    choices: &[MergeChoice],
    model: &'v TypeModel,
) -> Vec<Row<'v>> {
    let docs = versions.map(|it| Doc::new(it, model));
    let chosen: HashMap<&str, &MergeChoice> =
        choices.iter().map(|it| (it.path.as_str(), it)).collect();
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
        if let Some(choice) = choice {
            row.choose(choice);
        }
        rows.push(row);
    }
    rows.sort_by_key(|it| it.kind);
    rows
}

fn row<'v>(docs: [&Doc<'v>; 3], place: Place<'v>) -> Option<Row<'v>> {
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
    let path = spot.path();
    Some(Row { spot, attribute, path, kind, base, theirs, yours, merged, typed: None, side })
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
    /// What cannot be read as a value counts as no choice.
    fn choose(&mut self, choice: &MergeChoice) {
        match (choice.side, choice.typed()) {
            (Side::Typed, Err(_)) => {}
            (Side::Typed, Ok(typed)) => {
                self.typed = typed;
                self.side = Some(Side::Typed);
            }
            (side, _) => self.side = Some(side),
        }
    }

    /// What another value is typed with. A choice is kept as it is, so that no secret may be one.
    fn control(&self, model: &TypeModel, masked: &Masked<'_>) -> Option<Control> {
        let is_secret =
            masked.all || self.attribute.is_some_and(|it| it.sub_attributes.iter().any(is_secret));
        let is_set = self.attribute.is_some_and(|it| it.mutability == Mutability::Immutable)
            && assigned(self.theirs).is_some();
        if is_secret || is_set || self.kind == MergeKind::Same {
            return None;
        }
        let Spot { uri, name, sub } = &self.spot;
        let owner = sub.as_ref().and_then(|_| model.attribute(uri.as_deref(), name));
        Some(control_of_all(self.attribute, owner))
    }

    fn told(self, model: &TypeModel) -> MergeRow {
        let masked = Masked::of(model, &self.spot);
        let text = |it: Option<&Value>| assigned(it).map(|it| masked.shown(it));
        let result = match self.side {
            Some(Side::Theirs) => self.theirs,
            Some(Side::Yours) => self.yours,
            Some(Side::Typed) => self.typed.as_ref(),
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
            control: self.control(model, &masked),
            canonical_values: self.attribute.map(canonical_values).unwrap_or_default(),
            path: self.path,
        }
    }
}
