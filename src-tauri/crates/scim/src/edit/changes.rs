//! The changes of a draft, each with how it is taken back: one for each operation of the minimal PATCH, but for members
//! that are added, which are told one by one.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::doc::Doc;
use super::left;
use super::lists::List;
use super::secrets::{self, Masked};
use super::undo::{Moves, Spot, Undo};
use super::value::assigned;
use super::{PendingChange, send};
use crate::attr::AttrPath;
use crate::filter::Filter;
use crate::members::Members;
use crate::patch::{self, Op, Operation, PatchRequest};
use crate::patch_path::PatchPath;
use crate::read::{member, same_name};
use crate::schema::Attribute;
use crate::view::TypeModel;

/// A change, and how it is taken back.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) change: PendingChange,
    pub(super) undo: Undo,
}

/// The two documents of a list of changes.
pub(super) struct Work<'a> {
    pub(super) base: Doc<'a>,
    pub(super) draft: Doc<'a>,
    pub(super) model: &'a TypeModel,
    /// The lists that were looked at, by their paths.
    lists: HashMap<String, List<'a>>,
    pub(super) entries: Vec<Entry>,
    paths: HashSet<String>,
}

/// Everything that changes, and the request that makes it.
pub(super) fn entries(
    base: &Value,
    draft: &Value,
    model: &TypeModel,
) -> (Vec<Entry>, PatchRequest) {
    let sent = send::sent(draft, Some(base));
    let secrets = secrets::typed(&Doc::new(base, model), &Doc::new(&sent, model), model);
    let (seen, wanted) = secrets::without(base, &sent, model);
    let diff = patch::diff(&seen, &wanted, model);
    let mut work = Work {
        base: Doc::new(base, model),
        draft: Doc::new(draft, model),
        model,
        lists: HashMap::new(),
        entries: Vec::new(),
        paths: HashSet::new(),
    };
    let mut request = diff.request;
    let mut rest = request.operations.as_slice();
    while let Some((operation, after)) = rest.split_first() {
        rest = work.operation(operation, after);
    }
    let operations = secrets.into_iter().filter_map(|it| work.secret(it));
    request.operations.extend(operations.collect::<Vec<_>>());
    for it in &diff.left_out {
        left::out(&mut work, it);
    }
    (work.entries, request)
}

impl<'a> Work<'a> {
    /// Notes a change under a path of its own: the first that is not taken. `texts` are what was there and what will be.
    pub(super) fn note(&mut self, paths: &[String], noted: Noted, undo: Undo) {
        let free = paths.iter().find(|it| !self.paths.contains(*it));
        let Some(path) = free.or(paths.first()) else { return };
        if !self.paths.insert(path.clone()) {
            return;
        }
        let Noted { op, pointer, before, after, secret, left_out } = noted;
        let shown = |it: Option<String>| it.filter(|_| !secret);
        let (before, after) = (shown(before), shown(after));
        let path = path.clone();
        let change = PendingChange { path, pointer, op, before, after, secret, left_out };
        self.entries.push(Entry { change, undo });
    }

    /// Tells an operation, and gives the operations that are left.
    fn operation<'o>(
        &mut self,
        operation: &'o Operation,
        rest: &'o [Operation],
    ) -> &'o [Operation] {
        match &operation.path {
            Some(PatchPath::Attribute(path)) => self.attribute(operation, path, rest),
            Some(PatchPath::Elements { path, filter, sub }) => {
                self.element(operation, path, filter, sub.as_deref());
                rest
            }
            None => rest,
        }
    }

    fn attribute<'o>(
        &mut self,
        operation: &'o Operation,
        path: &AttrPath,
        rest: &'o [Operation],
    ) -> &'o [Operation] {
        let spot = Spot::of(path);
        let definition = self.model.attribute(path.uri.as_deref(), &path.name);
        let value = operation.value.as_ref();
        match (definition, value, path.sub.as_deref()) {
            (Some(attribute), Some(Value::Array(values)), None)
                if attribute.multi_valued && operation.op == Op::Add =>
            {
                self.added(operation, &spot, attribute, values);
                rest
            }
            (Some(attribute), Some(Value::Object(members)), None) if attribute.is_complex() => {
                self.parts(operation, &spot, members);
                rest
            }
            (Some(attribute), None, None) if attribute.is_complex() && !attribute.multi_valued => {
                // What is taken away and set anew is one change.
                let is_anew = |it: &&Operation| is_at(it, path) && it.op == Op::Add;
                let anew = rest.first().filter(is_anew);
                self.whole(operation, &spot, if anew.is_some() { Op::Replace } else { Op::Remove });
                rest.get(usize::from(anew.is_some())..).unwrap_or_default()
            }
            _ => {
                self.whole(operation, &spot, operation.op);
                rest
            }
        }
    }

    /// A value that comes, goes or becomes another as a whole.
    fn whole(&mut self, operation: &Operation, spot: &Spot, op: Op) {
        let masked = Masked::of(self.model, spot);
        let before = self.base.find(spot).map(|it| masked.text(it));
        let after = match op {
            Op::Remove => None,
            _ if operation.op == Op::Remove => self.draft.find(spot).map(|it| masked.text(it)),
            _ => operation.value.as_ref().map(|it| masked.text(it)),
        };
        let pointer = self.draft.pointer(spot);
        let noted = Noted { before, after, secret: masked.all, ..Noted::new(op, pointer) };
        self.note(&[spot.path()], noted, Undo::Spot(spot.clone()));
    }

    /// Some parts of a complex value that are set together.
    fn parts(&mut self, operation: &Operation, spot: &Spot, members: &Map<String, Value>) {
        let was = assigned(self.base.find(spot));
        if was.is_some_and(|it| !it.is_object()) {
            return self.whole(operation, spot, operation.op);
        }
        let nothing = Map::new();
        let object = was.and_then(Value::as_object).unwrap_or(&nothing);
        let masked = Masked::of(self.model, spot);
        let object = Members::of(object);
        let before = members.keys().filter_map(|it| object.find(it));
        let before: Map<String, Value> =
            before.map(|(name, it)| (name.to_owned(), it.clone())).collect();
        let before = assigned(Some(&Value::Object(before))).map(|it| masked.text(it));
        let after = operation.value.as_ref().map(|it| masked.text(it));
        let pointer = self.draft.pointer(spot);
        let noted =
            Noted { before, after, secret: masked.all, ..Noted::new(operation.op, pointer) };
        let parts = members.keys().map(|it| spot.part(it)).collect();
        self.note(&[spot.path()], noted, Undo::Parts(parts));
    }

    /// Values that are added to a list.
    fn added(
        &mut self,
        operation: &Operation,
        spot: &Spot,
        attribute: &'a Attribute,
        values: &[Value],
    ) {
        let is_members = spot.uri.is_none() && same_name(&spot.name, "members");
        let was = assigned(self.base.find(spot));
        let places: Option<Vec<usize>> = {
            let list = self.list(spot, attribute);
            list.and_then(|list| values.iter().map(|it| list.now(it)).collect())
        };
        let Some(places) = places.filter(|_| is_members || was.is_some()) else {
            return self.whole(operation, spot, operation.op);
        };
        let masked = Masked::of(self.model, spot);
        let pointer = self.draft.pointer(spot);
        let noted = |after: String, pointer: String| Noted {
            after: Some(after),
            secret: masked.all,
            ..Noted::new(Op::Add, pointer)
        };
        let out = |out: Vec<usize>| Undo::Elements(spot.clone(), Moves { out, ..Moves::default() });
        if !is_members {
            let after = Value::Array(values.to_vec());
            let place = match places.as_slice() {
                [one] => crate::finding::pointer_to(&pointer, one),
                _ => pointer,
            };
            return self.note(&[spot.path()], noted(masked.text(&after), place), out(places));
        }
        for (value, at) in values.iter().zip(places) {
            let path = spot.path();
            let named = patch::array::significant(value);
            let named = named.map(|it| format!("{path}[value eq {it}]"));
            let paths: Vec<String> = named.into_iter().chain([format!("{path}[{at}]")]).collect();
            let place = crate::finding::pointer_to(&pointer, at);
            self.note(&paths, noted(masked.text(value), place), out(vec![at]));
        }
    }

    /// A value of a list that goes or becomes another.
    fn element(
        &mut self,
        operation: &Operation,
        path: &AttrPath,
        filter: &Filter,
        sub: Option<&str>,
    ) {
        let spot = Spot::of(path);
        let Some(attribute) = self.model.attribute(path.uri.as_deref(), &path.name) else { return };
        let masked = Masked::of(self.model, &spot);
        let mut pointer = self.draft.pointer(&spot);
        let is_removal = operation.op == Op::Remove && sub.is_none();
        let (mut before, mut undo) = (None, None);
        if let Some(list) = self.list(&spot, attribute)
            && let Some((at, was)) = list.was(filter)
        {
            before = sub.map_or(Some(was), |sub| member(was.as_object()?, sub).map(|(_, it)| it));
            if is_removal {
                undo = Some(Moves { back: vec![at], ..Moves::default() });
            } else if let Some(now) = list.now(&changed(was, sub, operation.value.as_ref())) {
                pointer = crate::finding::pointer_to(&pointer, now);
                undo = Some(Moves { became: vec![(at, now)], ..Moves::default() });
            }
        }
        let masked = sub.map_or(masked.clone(), |it| masked.part(it));
        let noted = Noted {
            before: before.map(|it| masked.text(it)),
            after: operation.value.as_ref().map(|it| masked.text(it)),
            secret: masked.all,
            ..Noted::new(operation.op, pointer)
        };
        let undo = match undo {
            Some(moves) => Undo::Elements(spot, moves),
            None => Undo::Spot(spot),
        };
        let path = operation.path.as_ref().map(ToString::to_string);
        self.note(&[path.unwrap_or_default()], noted, undo);
    }

    /// A secret that was typed, and the operation that sends it, where it fits.
    fn secret(&mut self, typed: secrets::Typed) -> Option<Operation> {
        let pointer = self.draft.pointer(&typed.spot);
        let path = PatchPath::Attribute(typed.spot.attr_path());
        let (left_out, operation) = match typed.value {
            Some(value) => (None, Some(Operation::replace(path, value))),
            None => (Some(secrets::UNFIT.to_owned()), None),
        };
        let noted = Noted { secret: true, left_out, ..Noted::new(Op::Replace, pointer) };
        self.note(&[typed.spot.path()], noted, Undo::Spot(typed.spot));
        operation
    }

    /// A list in both documents; `None` where it is none now, or was none.
    pub(super) fn list(&mut self, spot: &Spot, attribute: &'a Attribute) -> Option<&mut List<'a>> {
        let now = self.draft.find(spot)?.as_array()?;
        let was = self.base.find(spot).map(|it| it.as_array().ok_or(()));
        let was = was.transpose().ok()?.map(Vec::as_slice).unwrap_or_default();
        let list = self.lists.entry(spot.path().to_ascii_lowercase());
        Some(list.or_insert_with(|| List::new(was, now, attribute)))
    }
}

/// What is told of a change.
pub(super) struct Noted {
    pub(super) op: Op,
    pub(super) pointer: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) secret: bool,
    pub(super) left_out: Option<String>,
}

impl Noted {
    pub(super) fn new(op: Op, pointer: String) -> Self {
        Self { op, pointer, before: None, after: None, secret: false, left_out: None }
    }
}

/// Whether an operation is on an attribute, or on a part of it.
fn is_at(operation: &Operation, path: &AttrPath) -> bool {
    let whole = |it: &AttrPath| AttrPath { sub: None, ..it.clone() };
    matches!(&operation.path, Some(PatchPath::Attribute(it)) if whole(it).same(path))
}

/// A value of a list after an operation on it.
fn changed(was: &Value, sub: Option<&str>, value: Option<&Value>) -> Value {
    let (Some(sub), Some(members)) = (sub, was.as_object()) else {
        return value.cloned().unwrap_or_default();
    };
    let mut members = members.clone();
    let served = member(&members, sub).map_or(sub, |(served, _)| served).to_owned();
    match value {
        Some(value) => drop(members.insert(served, value.clone())),
        None => drop(members.shift_remove(&served)),
    }
    Value::Object(members)
}
