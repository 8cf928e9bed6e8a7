//! No request of the stated kind is smaller than what `diff` gives: on small resources every one is tried.

use std::collections::HashMap;

use scim::attr::AttrPath;
use scim::filter::{self, CompareOp, Filter, Matcher};
use scim::patch::{self, Op, Operation, PatchRequest, Settings};
use scim::patch_path::PatchPath;
use serde_json::{Value, json};

use crate::subject::{comparable, user_model};

/// Everything that the kind of request allows for one attribute with several values and one complex one.
struct Space<'r> {
    before: &'r Value,
    after: &'r Value,
    operations: Vec<(Operation, usize)>,
}

fn elements<'v>(resource: &'v Value, name: &str) -> Vec<&'v Value> {
    resource[name].as_array().into_iter().flatten().collect()
}

fn size(operation: &Operation) -> usize {
    operation.to_json().to_string().len()
}

impl<'r> Space<'r> {
    fn new(before: &'r Value, after: &'r Value) -> Self {
        let mut space = Self { before, after, operations: Vec::new() };
        space.name();
        space.emails();
        let mut operations = std::mem::take(&mut space.operations);
        operations.retain(|(it, _)| space.is_safe(it));
        Self { operations, ..space }
    }

    fn push(&mut self, operation: Operation) {
        let size = size(&operation);
        self.operations.push((operation, size));
    }

    fn name(&mut self) {
        let whole = || PatchPath::Attribute(AttrPath::of("name"));
        let part = |sub: &str| {
            PatchPath::Attribute(AttrPath { sub: Some(sub.to_owned()), ..AttrPath::of("name") })
        };
        self.push(Operation::remove(whole()));
        let (before, after) = (self.before["name"].as_object(), self.after["name"].as_object());
        for sub in before.into_iter().flat_map(|it| it.keys()) {
            self.push(Operation::remove(part(sub)));
        }
        let all: Vec<_> = after.into_iter().flatten().collect();
        for (sub, value) in &all {
            self.push(Operation::replace(part(sub), (*value).clone()));
            self.push(Operation::add(part(sub), (*value).clone()));
        }
        for subset in 1..1_u32 << all.len() {
            let chosen = all.iter().enumerate().filter(|(at, _)| subset & (1 << at) != 0);
            let value: serde_json::Map<_, _> =
                chosen.map(|(_, (name, it))| ((*name).clone(), (*it).clone())).collect();
            self.push(Operation::replace(whole(), Value::Object(value.clone())));
            self.push(Operation::add(whole(), Value::Object(value)));
        }
    }

    fn emails(&mut self) {
        let path = || PatchPath::Attribute(AttrPath::of("emails"));
        let (before, after) = (elements(self.before, "emails"), elements(self.after, "emails"));
        let changed: Vec<Value> =
            after.iter().filter(|it| !before.contains(it)).map(|it| (*it).clone()).collect();
        self.push(Operation::remove(path()));
        if !changed.is_empty() && changed.len() == after.len() {
            self.push(Operation::replace(path(), Value::Array(changed.clone())));
        }
        for subset in 1..1_u32 << changed.len() {
            let chosen = changed.iter().enumerate().filter(|(at, _)| subset & (1 << at) != 0);
            let value: Vec<_> = chosen.map(|(_, it)| it.clone()).collect();
            self.push(Operation::add(path(), Value::Array(value)));
        }
        for filter in filters(&before) {
            let at = |sub: Option<&str>| PatchPath::Elements {
                path: AttrPath::of("emails"),
                filter: Box::new(filter.clone()),
                sub: sub.map(str::to_owned),
            };
            self.push(Operation::remove(at(None)));
            for new in &changed {
                self.push(Operation::replace(at(None), new.clone()));
                for (sub, value) in new.as_object().unwrap() {
                    self.push(Operation::replace(at(Some(sub)), value.clone()));
                    self.push(Operation::add(at(Some(sub)), value.clone()));
                }
            }
            for sub in ["value", "type", "primary"] {
                self.push(Operation::remove(at(Some(sub))));
            }
        }
    }

    /// Whether an operation keeps to the kind when its turn comes: `add` where nothing is and `replace` where something
    /// is, and a filter that selects one element.
    fn allows(&self, operation: &Operation, now: &Value) -> bool {
        let there = |value: &Value| !matches!(value, Value::Null);
        let fits = |there: bool| match operation.op {
            Op::Add => !there,
            Op::Replace => there,
            Op::Remove => true,
        };
        match operation.path.as_ref().unwrap() {
            PatchPath::Attribute(path) if path.name == "emails" => {
                operation.op != Op::Replace || there(&now["emails"])
            }
            PatchPath::Attribute(AttrPath { sub: Some(sub), .. }) => fits(there(&now["name"][sub])),
            PatchPath::Attribute(_) => fits(there(&now["name"])),
            PatchPath::Elements { filter, sub, .. } => {
                let now = elements(now, "emails");
                let found = select(filter, &now);
                let [found] = found.as_slice() else { return false };
                sub.as_ref().is_none_or(|sub| fits(there(&now[*found][sub])))
            }
        }
    }

    /// Whether a filter holds of nothing that comes, but what the selected element becomes.
    fn is_safe(&self, operation: &Operation) -> bool {
        let Some(PatchPath::Elements { filter, .. }) = &operation.path else { return true };
        let before = elements(self.before, "emails");
        let come: Vec<&Value> =
            elements(self.after, "emails").into_iter().filter(|it| !before.contains(it)).collect();
        let request = PatchRequest { operations: vec![operation.clone()] };
        let applied = patch::apply(self.before, &request, Some(user_model()), &Settings::default());
        let Ok(applied) = applied else { return false };
        let now = elements(&applied.resource, "emails");
        let became: Vec<Value> =
            now.into_iter().filter(|it| !before.contains(it)).map(without_primary).collect();
        let selected: Vec<&Value> = select(filter, &come).into_iter().map(|at| come[at]).collect();
        match selected.as_slice() {
            [] => true,
            [one] => became.contains(&without_primary(one)),
            _ => false,
        }
    }

    /// The smallest cost of a request that leads to `after`, if there is one below `bound`.
    fn smallest(&self, bound: (usize, usize)) -> Option<(usize, usize)> {
        let goal = comparable(self.after);
        let mut states = HashMap::from([(self.before.to_string(), (self.before.clone(), 0_usize))]);
        for count in 0..=bound.0 {
            let reached = states.values().filter(|(it, _)| comparable(it) == goal);
            let least = reached.map(|(_, bytes)| *bytes).min();
            if let Some(bytes) = least.filter(|bytes| (count, *bytes) < bound) {
                return Some((count, bytes));
            }
            let last = count + 1 == bound.0;
            let mut next: HashMap<String, (Value, usize)> = HashMap::new();
            for (now, bytes) in states.values() {
                for (operation, size) in &self.operations {
                    let bytes = bytes + size;
                    if count >= bound.0
                        || (last && bytes >= bound.1)
                        || !self.allows(operation, now)
                    {
                        continue;
                    }
                    let request = PatchRequest { operations: vec![operation.clone()] };
                    let applied =
                        patch::apply(now, &request, Some(user_model()), &Settings::default());
                    let Ok(applied) = applied else { continue };
                    let entry = next.entry(applied.resource.to_string());
                    let entry = entry.or_insert_with(|| (applied.resource.clone(), bytes));
                    entry.1 = entry.1.min(bytes);
                }
            }
            states = next;
        }
        None
    }
}

fn without_primary(element: &Value) -> Value {
    let mut element = element.clone();
    element.as_object_mut().unwrap().remove("primary");
    element
}

fn select(filter: &Filter, elements: &[&Value]) -> Vec<usize> {
    let attribute = AttrPath::of("emails");
    let matcher =
        Matcher::of_elements(filter, &attribute, Some(user_model()), filter::Settings::default());
    elements.iter().enumerate().filter(|(_, it)| matcher.matches(it)).map(|(at, _)| at).collect()
}

/// All filters of `eq` conditions that select exactly one of the elements.
fn filters(elements: &[&Value]) -> Vec<Filter> {
    let mut filters: Vec<Filter> = Vec::new();
    for element in elements {
        let conditions: Vec<_> = element
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, value)| **value != json!(false))
            .map(|(name, value)| Filter::Compare {
                path: AttrPath::of(name),
                op: CompareOp::Eq,
                value: value.clone(),
            })
            .collect();
        for subset in 1..1_u32 << conditions.len() {
            let chosen = conditions.iter().enumerate().filter(|(at, _)| subset & (1 << at) != 0);
            let mut chosen: Vec<_> = chosen.map(|(_, it)| it.clone()).collect();
            let filter = if chosen.len() == 1 { chosen.remove(0) } else { Filter::And(chosen) };
            if select(&filter, elements).len() == 1 && !filters.contains(&filter) {
                filters.push(filter);
            }
        }
    }
    filters
}

/// A small generator of its own, so that the same cases are tried every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Lets elements of one resource stay in the other.
    fn keep_some(&mut self, before: &Value, after: &mut Value) {
        let Some(Value::Array(emails)) = after.get_mut("emails") else { return };
        for email in elements(before, "emails") {
            let clashes = emails.iter().any(|it| it == email || email["primary"] == true);
            if !clashes && self.roll(2) == 0 {
                emails.push(email.clone());
            }
        }
        emails.truncate(4);
    }

    fn resource(&mut self) -> Value {
        let mut emails = Vec::new();
        for _ in 0..self.roll(4) {
            let mut email =
                json!({ "value": (["a@x", "b@x", "c@example.com"][self.roll(3) as usize]) });
            match self.roll(3) {
                0 => email["type"] = json!("work"),
                1 => email["type"] = json!("home"),
                _ => {}
            }
            emails.push(email);
        }
        emails.sort_by_key(Value::to_string);
        emails.dedup();
        let primary = self.roll(4) as usize;
        if let Some(email) = emails.get_mut(primary) {
            email["primary"] = json!(true);
        }
        let mut resource = json!({ "userName": "b" });
        if !emails.is_empty() {
            resource["emails"] = Value::Array(emails);
        }
        let mut name = json!({});
        for sub in ["givenName", "familyName", "middleName"] {
            match self.roll(5) {
                0 => name[sub] = json!("A"),
                1 => name[sub] = json!("Longer"),
                _ => {}
            }
        }
        if name != json!({}) {
            resource["name"] = name;
        }
        resource
    }
}

fn cost(request: &PatchRequest) -> (usize, usize) {
    (request.operations.len(), request.operations.iter().map(size).sum())
}

fn check(before: &Value, after: &Value) -> (usize, usize) {
    let diff = patch::diff(before, after, user_model());
    let found = cost(&diff.request);
    if !diff.left_out.is_empty() {
        return found;
    }
    let smaller = Space::new(before, after).smallest(found);
    assert_eq!(smaller, None, "{before}\n{after}\n{} costs {found:?}", diff.request.to_json());
    found
}

#[test]
fn no_request_with_fewer_operations_or_bytes_does_the_same() {
    // How many cases to try whose request has no, one, two operations.
    const WANTED: [usize; 3] = [4, 60, 60];
    let mut dice = Dice(7);
    let mut tried = [0; 3];
    while tried != WANTED {
        let (mut before, mut after) = (dice.resource(), dice.resource());
        // One attribute at a time: attributes do not share operations.
        let other = if dice.roll(3) == 0 { "emails" } else { "name" };
        if dice.roll(2) == 0 && other == "name" {
            dice.keep_some(&before, &mut after);
        }
        for resource in [&mut before, &mut after] {
            resource.as_object_mut().unwrap().remove(other);
        }
        let operations = patch::diff(&before, &after, user_model()).request.operations.len();
        if tried.get(operations).is_some_and(|it| *it < WANTED[operations]) {
            check(&before, &after);
            tried[operations] += 1;
        }
    }
}

#[test]
fn one_that_only_stops_being_primary_needs_no_operation() {
    let before = json!({ "emails": [{ "value": "a@x", "primary": true }, { "value": "b@x" }] });
    let after = json!({ "emails": [{ "value": "a@x" }, { "value": "b@x", "primary": true }] });
    assert_eq!(check(&before, &after).0, 1);
}
