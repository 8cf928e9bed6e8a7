//! What a PATCH leaves out, as changes: what was there, what a person wants, and why it is not sent.

use serde_json::Value;

use super::changes::{Noted, Work};
use super::lists::Part;
use super::secrets::{Masked, UNFIT};
use super::undo::{Moves, Spot, Undo};
use super::value::assigned;
use crate::patch::{LeftOut, Op, Reason};
use crate::schema::Attribute;
use crate::urn;
use crate::view::TypeModel;

/// Tells something that is left out.
pub(super) fn out(work: &mut Work<'_>, left: &LeftOut) {
    if left.reason == Reason::Follows {
        return;
    }
    if left.reason == Reason::Indistinguishable {
        return element(work, left);
    }
    let spot = spot(work, &left.path);
    let attribute = work.model.attribute(spot.uri.as_deref(), &spot.name);
    match (attribute, &spot.sub) {
        (Some(attribute), Some(_)) if attribute.multi_valued => {
            part_of_elements(work, left, &spot, attribute);
        }
        _ => whole(work, left, spot),
    }
}

/// The place that a path names. What no schema defines may be called like anything.
fn spot(work: &Work<'_>, path: &str) -> Spot {
    let top = |name: &str| Spot { uri: None, name: name.to_owned(), sub: None };
    let is_member = |it: &Value| it.as_object().is_some_and(|it| it.contains_key(path));
    if is_member(work.draft.resource) || is_member(work.base.resource) {
        return top(path);
    }
    let known = work.model.extensions.iter().map(|it| it.id.as_str());
    let (uri, rest) =
        if urn::looks_like_one(path) { urn::split(path, known) } else { (None, path) };
    let uri = uri.filter(|it| work.model.extension(it).is_some());
    let rest = if uri.is_some() { rest } else { path };
    let uri = uri.map(str::to_owned);
    if defines(work.model, uri.as_deref(), rest) {
        return Spot { uri, ..top(rest) };
    }
    match rest.split_once('.') {
        Some((name, sub)) if defines(work.model, uri.as_deref(), name) => {
            Spot { uri, name: name.to_owned(), sub: Some(sub.to_owned()) }
        }
        _ => Spot { uri, ..top(rest) },
    }
}

fn defines(model: &TypeModel, uri: Option<&str>, name: &str) -> bool {
    model.attribute(uri, name).is_some()
}

/// An attribute or a part of one.
fn whole(work: &mut Work<'_>, left: &LeftOut, spot: Spot) {
    let masked = Masked::of(work.model, &spot);
    let before = assigned(work.base.find(&spot));
    let after = assigned(work.draft.find(&spot));
    let op = match (before, after) {
        (None, _) => Op::Add,
        (Some(_), None) => Op::Remove,
        (Some(_), Some(_)) => Op::Replace,
    };
    let noted = Noted {
        before: before.map(|it| masked.text(it)),
        after: after.map(|it| masked.text(it)),
        secret: masked.all,
        left_out: Some(reason(left, masked.all)),
        ..Noted::new(op, work.draft.pointer(&spot))
    };
    work.note(&paths(left, &noted.pointer), noted, Undo::Spot(spot));
}

/// A part of the values of a list: of those that have it otherwise than before.
fn part_of_elements<'a>(
    work: &mut Work<'a>,
    left: &LeftOut,
    spot: &Spot,
    attribute: &'a Attribute,
) {
    let sub = spot.sub.clone().unwrap_or_default();
    let whole = Spot { sub: None, ..spot.clone() };
    let masked = Masked::of(work.model, &whole).part(&sub);
    let Some(list) = work.list(&whole, attribute) else { return self::whole(work, left, whole) };
    // A value that changed otherwise has its part as it was.
    let Some(Part { before, after, places }) = list.part(&sub) else { return };
    let op = match (before.as_slice(), after.as_slice()) {
        ([], _) => Op::Add,
        (_, []) => Op::Remove,
        _ => Op::Replace,
    };
    let mut pointer = work.draft.pointer(&whole);
    if let [(_, at)] = places.as_slice() {
        pointer = crate::finding::pointer_to(&pointer, at);
    }
    let noted = Noted {
        before: several(before).map(|it| masked.text(&it)),
        after: several(after).map(|it| masked.text(&it)),
        secret: masked.all,
        left_out: Some(reason(left, masked.all)),
        ..Noted::new(op, pointer)
    };
    work.note(&paths(left, &noted.pointer), noted, Undo::PartOfElements(spot.clone(), places));
}

/// One value as it is, several as a list.
fn several(mut values: Vec<Value>) -> Option<Value> {
    match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(Value::Array(values)),
    }
}

/// Values of a list that are to go and that no filter selects.
fn element(work: &mut Work<'_>, left: &LeftOut) {
    let ends = [left.path.find("[value eq "), left.path.find(": ")];
    let end = ends.into_iter().flatten().min().unwrap_or(left.path.len());
    let spot = spot(work, left.path.get(..end).unwrap_or_default());
    let Some(attribute) = work.model.attribute(spot.uri.as_deref(), &spot.name) else { return };
    let masked = Masked::of(work.model, &spot);
    let path = spot.path();
    let found = work.list(&spot, attribute).map(|list| {
        let back = list.left(&path, &left.path);
        let values: Vec<Value> = back.iter().filter_map(|at| list.was.get(*at).cloned()).collect();
        (back, values)
    });
    let (back, values) = found.unwrap_or_default();
    let named = if masked.all { Vec::new() } else { vec![left.path.clone()] };
    let by_place = back.first().map(|at| format!("{path}[{at}]"));
    let noted = Noted {
        before: several(values).map(|it| masked.text(&it)),
        secret: masked.all,
        left_out: Some(reason(left, masked.all)),
        ..Noted::new(Op::Remove, work.draft.pointer(&spot))
    };
    let paths: Vec<String> = named.into_iter().chain(by_place).collect();
    let undo = match back.is_empty() {
        false => Undo::Elements(spot, Moves { back, ..Moves::default() }),
        true => Undo::Spot(spot),
    };
    work.note(&paths, noted, undo);
}

fn reason(left: &LeftOut, is_secret: bool) -> String {
    match &left.reason {
        Reason::Unfit(_) if is_secret => UNFIT.to_owned(),
        reason => reason.to_string(),
    }
}

/// The path; where another change has it, the place serves for it.
fn paths(left: &LeftOut, pointer: &str) -> [String; 2] {
    [left.path.clone(), pointer.to_owned()]
}
