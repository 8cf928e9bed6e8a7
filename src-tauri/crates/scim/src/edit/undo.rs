//! Taking one change back, while all others stay.

use serde_json::{Map, Value};

use super::pairs::Pairs;
use super::primary;
use super::value::{assigned, put_back};
use crate::attr::AttrPath;
use crate::patch::array::is_primary;
use crate::read::{member, member_mut};
use crate::view::TypeModel;

/// Where an attribute, or a part of one, stands in a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The extension.
    pub(crate) uri: Option<String>,
    pub(crate) name: String,
    pub(crate) sub: Option<String>,
}

/// How a change is taken back.
#[derive(Debug)]
pub(super) enum Undo {
    /// What is there becomes what was there.
    Spot(Spot),
    /// The same, of some parts.
    Parts(Vec<Spot>),
    /// Values of a list go back.
    Elements(Spot, Moves),
    /// A part of values of a list becomes what it was: where the values were and are.
    PartOfElements(Spot, Vec<(usize, usize)>),
}

/// Values of a list.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// Where values were that are gone.
    pub(super) back: Vec<usize>,
    /// Where values were, and where they are as they have become.
    pub(super) became: Vec<(usize, usize)>,
    /// Where values are that have come.
    pub(super) out: Vec<usize>,
}

impl Spot {
    pub(super) fn of(path: &AttrPath) -> Self {
        Self { uri: path.uri.clone(), name: path.name.clone(), sub: path.sub.clone() }
    }

    pub(super) fn attr_path(&self) -> AttrPath {
        AttrPath { uri: self.uri.clone(), name: self.name.clone(), sub: self.sub.clone() }
    }

    pub(crate) fn path(&self) -> String {
        self.attr_path().to_string()
    }

    pub(crate) fn part(&self, sub: &str) -> Self {
        Self { sub: Some(sub.to_owned()), ..self.clone() }
    }

    /// The names on the way through a resource.
    pub(crate) fn way(&self, model: &TypeModel) -> Vec<&str> {
        let uri = self.uri.as_deref().filter(|it| !model.is_base(it));
        uri.into_iter().chain([self.name.as_str()]).chain(self.sub.as_deref()).collect()
    }

    pub(super) fn find<'v>(&self, resource: &'v Value, model: &TypeModel) -> Option<&'v Value> {
        let mut way = self.way(model).into_iter();
        way.try_fold(resource, |place, name| Some(member(place.as_object()?, name)?.1))
    }
}

/// Takes a change of a draft back.
pub(super) fn undo(undo: &Undo, base: &Value, draft: &mut Value, model: &TypeModel) {
    match undo {
        Undo::Spot(spot) => restore(spot, base, draft, model),
        Undo::Parts(spots) => spots.iter().for_each(|it| restore(it, base, draft, model)),
        Undo::Elements(spot, moves) => elements(spot, moves, base, draft, model),
        Undo::PartOfElements(spot, places) => parts(spot, places, base, draft, model),
    }
}

/// Makes a place what it was. What held it alone goes with it.
fn restore(spot: &Spot, base: &Value, draft: &mut Value, model: &TypeModel) {
    let way = spot.way(model);
    replace(&way, Some(base), draft);
}

fn replace(way: &[&str], base: Option<&Value>, place: &mut Value) {
    let Some((name, below)) = way.split_first() else { return };
    let was = base.and_then(Value::as_object);
    let found = was.and_then(|it| member(it, name));
    if !place.is_object() {
        if found.is_none() {
            return;
        }
        *place = Value::Object(Map::new());
    }
    let Value::Object(members) = place else { return };
    let served = member(members, name).map(|(served, _)| served.to_owned());
    let served = served.or_else(|| found.map(|(served, _)| served.to_owned()));
    let Some(served) = served else { return };
    if below.is_empty() {
        match found {
            Some((_, value)) => put_back(members, &served, value.clone(), was),
            None => drop(members.shift_remove(&served)),
        }
        return;
    }
    if !members.contains_key(&served) {
        put_back(members, &served, Value::Null, was);
    }
    let Some(inside) = members.get_mut(&served) else { return };
    replace(below, found.map(|(_, it)| it), inside);
    // Nobody opened it but for what is taken back.
    if found.is_none() && assigned(Some(inside)).is_none() {
        members.shift_remove(&served);
    }
}

fn list<'v>(spot: &Spot, resource: &'v mut Value, model: &TypeModel) -> Option<&'v mut Vec<Value>> {
    let way = spot.way(model);
    let found =
        way.iter().try_fold(resource, |place, name| member_mut(place.as_object_mut()?, name));
    found?.as_array_mut()
}

fn values<'v>(spot: &Spot, resource: &'v Value, model: &TypeModel) -> &'v [Value] {
    spot.find(resource, model).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn elements(spot: &Spot, moves: &Moves, base: &Value, draft: &mut Value, model: &TypeModel) {
    let was = values(spot, base, model);
    let attribute = model.attribute(spot.uri.as_deref(), &spot.name);
    let Some(now) = list(spot, draft, model) else { return restore(spot, base, draft, model) };
    let pairs = Pairs::of(was, now, attribute);
    let marks = now.iter().filter(|it| is_primary(it)).count();
    let mut lost_mark = false;
    for (before, after) in &moves.became {
        let (Some(was), Some(place)) = (was.get(*before), now.get_mut(*after)) else { continue };
        lost_mark |= is_primary(place) && !is_primary(was);
        let others = marks - usize::from(is_primary(place));
        *place = unmarked(was, others > 0);
    }
    lost_mark |= moves.out.iter().any(|at| now.get(*at).is_some_and(is_primary));
    if lost_mark {
        hand_back(was, now, &pairs, &moves.out);
    }
    let mut out = moves.out.clone();
    out.sort_unstable();
    let mut out = out.into_iter().peekable();
    let mut at = 0;
    now.retain(|_| {
        let goes = out.next_if(|it| *it == at).is_some();
        at += 1;
        !goes
    });
    let marked = now.iter().any(is_primary);
    for before in &moves.back {
        if let Some(value) = was.get(*before) {
            now.insert((*before).min(now.len()), unmarked(value, marked));
        }
    }
    if now.is_empty() && spot.find(base, model).is_none() {
        restore(spot, base, draft, model);
    }
}

/// A value as it was; without its mark where another one has become the primary one, which is a change of its own.
fn unmarked(value: &Value, is_taken: bool) -> Value {
    let mut value = value.clone();
    if let Value::Object(members) = &mut value
        && is_taken
        && is_primary(&Value::Object(members.clone()))
    {
        primary::set(members, false, None);
    }
    value
}

/// Where one value was the primary one and lost that to another, it is so again.
fn hand_back(was: &[Value], now: &mut [Value], pairs: &Pairs, out: &[usize]) {
    let mut marked = was.iter().enumerate().filter(|(_, it)| is_primary(it)).map(|(at, _)| at);
    let (Some(before), None) = (marked.next(), marked.next()) else { return };
    let is_other = |(at, it): (usize, &Value)| is_primary(it) && !out.contains(&at);
    if now.iter().enumerate().any(is_other) {
        return;
    }
    let place = pairs.now(before).and_then(|it| now.get_mut(it));
    if let (Some(Value::Object(members)), Some(was)) = (place, was.get(before)) {
        primary::set(members, true, Some(was));
    }
}

fn parts(
    spot: &Spot,
    places: &[(usize, usize)],
    base: &Value,
    draft: &mut Value,
    model: &TypeModel,
) {
    let whole = Spot { sub: None, ..spot.clone() };
    let was = values(&whole, base, model);
    let (Some(now), Some(sub)) = (list(&whole, draft, model), spot.sub.as_deref()) else { return };
    for (before, after) in places {
        if let Some(place) = now.get_mut(*after) {
            replace(&[sub], was.get(*before), place);
        }
    }
}
