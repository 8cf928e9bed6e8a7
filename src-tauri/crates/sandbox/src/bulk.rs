//! Bulk requests (RFC 7644 §3.7): many writes in one, which may refer to each other by `bulkId`, in circles too.
//!
//! What an operation refers to is done first. In a circle that cannot be: the first one refers to an id that is given out
//! but not yet used, and is taken back should the other one fail.

mod request;

use std::collections::HashMap;

use axum::http::StatusCode;
use scim::bulk::resolve;
use scim::urn::BULK_RESPONSE;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::directory::add;
use crate::kind::Kind;
use crate::quirk::{self, Quirks};
use crate::refusal::Refusal;
use crate::resource::Resource;
use crate::store::{Edit, Store};
use crate::write::{self, Target};
use request::{Operation, Request};

/// Does a bulk request.
pub(crate) fn answer(store: &Store, body: &Value, quirks: Quirks) -> Result<Answer, Refusal> {
    let request = Request::read(body)?;
    let results = store.write(|edit| {
        let mut work = Work {
            edit,
            quirks,
            operations: &request.operations,
            ids: HashMap::new(),
            numbers: numbers(&request.operations),
            states: request.operations.iter().map(|_| State::Waiting).collect(),
            errors: 0,
        };
        for number in 0..request.operations.len() {
            if request.fail_on_errors.is_some_and(|most| work.errors >= most) {
                break;
            }
            work.reach(number);
        }
        work.take_back();
        Ok(work.results())
    })?;
    let body = json!({"schemas": [BULK_RESPONSE], "Operations": results});
    Ok(Answer::ok(body.to_string()))
}

#[derive(Debug)]
enum State {
    Waiting,
    /// Others that it refers to are being done.
    Open,
    Done(Done),
    Failed(Refusal, Option<String>),
}

#[derive(Debug)]
struct Done {
    status: StatusCode,
    location: String,
    version: Option<String>,
    /// What was created, where something was.
    created: Option<(Kind, String)>,
}

struct Work<'r, 'w> {
    edit: &'r mut Edit<'w>,
    quirks: Quirks,
    operations: &'r [Operation<'r>],
    /// The ids of what is or will be created, by bulkId.
    ids: HashMap<&'r str, String>,
    /// Which operation has a bulkId.
    numbers: HashMap<&'r str, usize>,
    states: Vec<State>,
    errors: usize,
}

impl<'r> Work<'r, '_> {
    /// Does an operation, and before it those that it refers to. The depth is bounded by the number of operations; an
    /// own list of what is open keeps it off the stack.
    fn reach(&mut self, number: usize) {
        let mut open = vec![number];
        while let Some(number) = open.last().copied() {
            let Some(operation) = self.operations.get(number) else { return };
            let mut others =
                operation.references.iter().filter_map(|it| self.numbers.get(it.as_str()));
            let is_waiting = |it: &&usize| matches!(self.states.get(**it), Some(State::Waiting));
            let waiting = others.find(is_waiting).copied();
            match (self.states.get(number), waiting) {
                (Some(State::Waiting | State::Open), Some(other)) if other != number => {
                    self.set(number, State::Open);
                    self.promise(number, operation);
                    open.push(other);
                }
                (Some(State::Waiting | State::Open), _) => {
                    self.promise(number, operation);
                    let state = self.try_one(operation);
                    self.errors += usize::from(matches!(state, State::Failed(..)));
                    self.set(number, state);
                    open.pop();
                }
                _ => drop(open.pop()),
            }
        }
    }

    fn set(&mut self, number: usize, state: State) {
        if let Some(held) = self.states.get_mut(number) {
            *held = state;
        }
    }

    /// Gives the id out that an operation will create its resource under.
    fn promise(&mut self, number: usize, operation: &'r Operation<'r>) {
        let (Some(bulk_id), "POST") = (operation.bulk_id, operation.method.as_str()) else {
            return;
        };
        let Some(kind) = operation.path.strip_prefix('/').and_then(Kind::at) else { return };
        if !self.ids.contains_key(bulk_id)
            && matches!(self.states.get(number), Some(State::Waiting | State::Open))
        {
            let id = self.edit.new_id();
            self.edit.expected.push((id.clone(), kind));
            self.ids.insert(bulk_id, id);
        }
    }

    fn try_one(&mut self, operation: &'r Operation<'r>) -> State {
        let saved = self.edit.save();
        match self.one(operation) {
            Ok(done) => State::Done(done),
            Err(refusal) => {
                self.edit.go_back(saved);
                if let Some(id) = operation.bulk_id.and_then(|it| self.ids.get(it)) {
                    self.edit.expected.retain(|(expected, _)| expected != id);
                }
                let location = self.target(operation).ok();
                let location = location.and_then(|(kind, id)| Some(self.edit.location(kind, &id?)));
                State::Failed(refusal, location)
            }
        }
    }

    fn one(&mut self, operation: &'r Operation<'r>) -> Result<Done, Refusal> {
        let ids = self.ids_of(operation)?;
        let (kind, id) = self.target(operation)?;
        let data = operation.data.map(|it| resolve(it, &ids).0);
        quirk::check_method(self.quirks, &operation.method, Some(kind))?;
        let need = || Refusal::bad("invalidSyntax", "the operation has no data");
        let no_id = || Refusal::bad("invalidSyntax", "the path of the operation names no resource");
        let quirks = self.quirks;
        if operation.method == "POST" {
            if id.is_some() {
                return Err(Refusal::bad(
                    "invalidSyntax",
                    "POST goes to the path of a resource type",
                ));
            }
            let id = operation.bulk_id.and_then(|it| self.ids.get(it)).cloned();
            let id = id.ok_or_else(|| Refusal::bad("invalidSyntax", "POST needs a bulkId"))?;
            let made = write::create(self.edit, (kind, &id), &data.ok_or_else(need)?, quirks)?;
            return Ok(self.done(StatusCode::CREATED, kind, &made, true));
        }
        let id = id.ok_or_else(no_id)?;
        let target = Target { kind, id: &id, if_match: operation.version, if_none_match: None };
        match operation.method.as_str() {
            "PUT" => {
                let made = write::replace(self.edit, target, &data.ok_or_else(need)?, quirks)?;
                Ok(self.done(StatusCode::OK, kind, &made, false))
            }
            "PATCH" => {
                let made = write::patch(self.edit, target, &data.ok_or_else(need)?, quirks)?;
                Ok(self.done(StatusCode::OK, kind, &made, false))
            }
            "DELETE" => {
                write::delete(self.edit, target, quirks)?;
                let location = self.edit.location(kind, &id);
                Ok(Done { status: StatusCode::NO_CONTENT, location, version: None, created: None })
            }
            other => {
                let text = format!("the method is POST, PUT, PATCH or DELETE, not {other:?}");
                Err(Refusal::bad("invalidSyntax", text))
            }
        }
    }

    fn done(&self, status: StatusCode, kind: Kind, made: &Resource, created: bool) -> Done {
        Done {
            status,
            location: self.edit.location(kind, made.id()),
            version: Some(made.version().to_owned()),
            created: created.then(|| (kind, made.id().to_owned())),
        }
    }

    /// The type, and the id where the path has one.
    fn target(&self, operation: &Operation<'_>) -> Result<(Kind, Option<String>), Refusal> {
        let path = operation.path;
        let refuse =
            || Refusal::bad("invalidValue", format!("there is nothing at the path {path:?}"));
        let mut segments = path.split('/').filter(|it| !it.is_empty());
        let kind = segments.next().and_then(Kind::at).ok_or_else(refuse)?;
        let id = segments.next().map(|it| match it.strip_prefix("bulkId:") {
            Some(bulk_id) => self.id_of(bulk_id).map(str::to_owned),
            None => Ok(it.to_owned()),
        });
        match segments.next() {
            None => Ok((kind, id.transpose()?)),
            Some(_) => Err(refuse()),
        }
    }

    /// The ids that the references of an operation stand for.
    fn ids_of<'o>(
        &'o self,
        operation: &'o Operation<'_>,
    ) -> Result<HashMap<&'o str, &'o str>, Refusal> {
        let references = operation.references.iter();
        references.map(|it| Ok((it.as_str(), self.id_of(it)?))).collect()
    }

    fn id_of(&self, bulk_id: &str) -> Result<&str, Refusal> {
        let number = self.numbers.get(bulk_id);
        let state = number.and_then(|it| self.states.get(*it));
        match self.ids.get(bulk_id) {
            Some(id) if !matches!(state, Some(State::Failed(..))) => Ok(id),
            _ => Err(not_created(bulk_id)),
        }
    }

    /// Takes back what refers to something that was promised and then failed.
    fn take_back(&mut self) {
        while let Some((number, missing)) = self.dangling() {
            if let Some(State::Done(Done { created: Some((kind, id)), .. })) =
                self.states.get(number)
            {
                let (kind, id) = (*kind, id.clone());
                let before = self.edit.get(kind, &id);
                self.edit.remove(kind, &id);
                self.edit.follow(kind, &id, before.as_ref());
            }
            if let Some(id) = self.ids.get(missing).cloned() {
                self.edit.forget(&id);
            }
            self.set(number, State::Failed(not_created(missing), None));
        }
    }

    /// An operation that was done although something that it refers to was not, and what that is.
    fn dangling(&self) -> Option<(usize, &'r str)> {
        let is_done = |it: &str| {
            let number = self.numbers.get(it);
            number.is_some_and(|it| matches!(self.states.get(*it), Some(State::Done(_))))
        };
        let done = self.states.iter().zip(self.operations).enumerate();
        let mut done = done.filter(|(_, (state, _))| matches!(state, State::Done(_)));
        done.find_map(|(number, (_, operation))| {
            let missing =
                operation.references.iter().map(String::as_str).find(|it| !is_done(it))?;
            Some((number, missing))
        })
    }

    fn results(&self) -> Vec<Value> {
        let numbered = self.operations.iter().zip(&self.states);
        numbered.filter_map(|(operation, state)| result(operation, state)).collect()
    }
}

/// What an operation came to; `None` when it was not done.
fn result(operation: &Operation<'_>, state: &State) -> Option<Value> {
    let mut result = json!({"method": operation.method});
    if let Some(bulk_id) = operation.bulk_id {
        add(&mut result, "bulkId", json!(bulk_id));
    }
    match state {
        State::Waiting | State::Open => return None,
        State::Done(done) => {
            add(&mut result, "location", json!(done.location));
            if let Some(version) = &done.version {
                add(&mut result, "version", json!(version));
            }
            add(&mut result, "status", json!(done.status.as_u16().to_string()));
        }
        State::Failed(refusal, location) => {
            if let Some(location) = location {
                add(&mut result, "location", json!(location));
            }
            add(&mut result, "status", json!(refusal.status.as_u16().to_string()));
            add(&mut result, "response", refusal.body());
        }
    }
    Some(result)
}

fn numbers<'r>(operations: &'r [Operation<'r>]) -> HashMap<&'r str, usize> {
    let numbered = operations.iter().enumerate();
    numbered.filter_map(|(number, it)| Some((it.bulk_id?, number))).collect()
}

fn not_created(bulk_id: &str) -> Refusal {
    let text = format!("what bulkId {bulk_id} stands for was not created");
    Refusal::new(StatusCode::CONFLICT, text)
}
