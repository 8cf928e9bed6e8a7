//! Writing a request in a dialect.

use std::ops::BitOr;

use serde_json::{Map, Value};

use super::together::Together;
use super::{Dialect, Habits, Note, Single, Subject, Written};
use crate::attr::AttrPath;
use crate::filter::{CompareOp, Filter};
use crate::patch::{Op, Operation, PATCH_OP, PatchRequest};
use crate::patch_path::PatchPath;
use crate::urn;

/// Writes a request as a client of this dialect would, with what is different and why.
///
/// ```
/// use scim::patch::{Operation, PatchRequest, dialect::{self, Dialect, Subject}};
/// use scim::patch_path::PatchPath;
/// let path = PatchPath::parse("active", &[])?;
/// let request = PatchRequest { operations: vec![Operation::replace(path, false.into())] };
/// let written = dialect::write(&request, Dialect::EntraId, Subject::default());
/// assert_eq!(written.body["Operations"][0].to_string(), r#"{"op":"Replace","path":"active","value":"False"}"#);
/// # Ok::<(), scim::filter::SyntaxError>(())
/// ```
#[must_use]
pub fn write(request: &PatchRequest, dialect: Dialect, subject: Subject<'_>) -> Written {
    let habits = dialect.habits();
    let mut writer =
        Writer { habits, subject, written: Vec::new(), notes: Vec::new(), together: None };
    for (number, operation) in request.operations.iter().enumerate() {
        writer.operation(number, operation);
    }
    writer.finish_together();
    let mut body = Map::new();
    body.insert("schemas".to_owned(), Value::Array(vec![Value::from(PATCH_OP)]));
    body.insert("Operations".to_owned(), Value::Array(writer.written));
    Written { body: Value::Object(body), notes: writer.notes }
}

#[derive(Debug)]
struct Writer<'a> {
    habits: Habits,
    subject: Subject<'a>,
    written: Vec<Value>,
    notes: Vec<Note>,
    /// The value of an operation without a path that is still growing.
    together: Option<Together>,
}

impl Writer<'_> {
    fn operation(&mut self, number: usize, operation: &Operation) {
        let path = match (&operation.path, &operation.value) {
            (None, Some(Value::Object(members)))
                if self.habits.single != Single::AsGiven && !members.is_empty() =>
            {
                return self.pathless(number, operation.op, members);
            }
            (None, value) => return self.push(number, operation.op, None, value.clone()),
            (Some(path), _) => path,
        };
        match (operation.op, path, &operation.value) {
            (Op::Add | Op::Replace, PatchPath::Attribute(path), Some(value))
                if self.subject.is_single(path, Some(value)) =>
            {
                self.single(number, operation.op, path, value);
            }
            (Op::Remove, PatchPath::Elements { path, filter, sub: None }, _)
                if self.habits.remove_by_value =>
            {
                match value_of(filter) {
                    Some(value) => self.remove_by_value(number, path, value),
                    None => self.push(number, Op::Remove, operation.path.as_ref(), None),
                }
            }
            (op, path, value) => self.push(number, op, Some(path), value.clone()),
        }
    }

    fn single(&mut self, number: usize, op: Op, path: &AttrPath, value: &Value) {
        match (self.habits.single, value) {
            (Single::Path, Value::Object(members)) if path.sub.is_none() && !members.is_empty() => {
                for (name, value) in members {
                    let path = AttrPath { sub: Some(name.clone()), ..path.clone() };
                    self.alone(number, op, path, value);
                }
                self.note(
                    number,
                    format!("{} sets each sub-attribute by a path of its own.", self.habits.name),
                );
            }
            (Single::DottedValue, value) => self.dotted(number, path, value),
            (Single::NestedValue, value) => self.nested(number, path, value),
            (Single::AsGiven | Single::Path, value) => self.alone(number, op, path.clone(), value),
        }
    }

    /// One value by a path of its own.
    fn alone(&mut self, number: usize, op: Op, mut path: AttrPath, value: &Value) {
        let is_value = path.sub.as_deref().is_some_and(|it| it.eq_ignore_ascii_case("value"));
        if self.habits.text_references
            && is_value
            && value.is_string()
            && self.subject.is_one_link(&path)
        {
            path.sub = None;
            let name = self.habits.name;
            self.note(number, format!("{name} sends the id alone, as a text, for a reference."));
        }
        self.push(number, op, Some(&PatchPath::Attribute(path)), Some(value.clone()));
    }

    fn pathless(&mut self, number: usize, op: Op, members: &Map<String, Value>) {
        let many = members.len() > 1;
        for (path, value) in super::read::attributes(members, self.subject) {
            let single = self.subject.is_single(&path, Some(&value));
            match single {
                true => self.single(number, op, &path, &value),
                false => self.push(number, op, Some(&PatchPath::Attribute(path)), Some(value)),
            }
        }
        if many && self.habits.single == Single::Path {
            self.note(
                number,
                format!("{} writes one operation for each attribute.", self.habits.name),
            );
        }
    }

    fn dotted(&mut self, number: usize, path: &AttrPath, value: &Value) {
        let mut entries = Vec::new();
        match value {
            Value::Object(members) if path.sub.is_none() && !members.is_empty() => {
                for (name, value) in members {
                    let path = AttrPath { sub: Some(name.clone()), ..path.clone() };
                    entries.push((path.to_string(), value.clone()));
                }
            }
            value => entries.push((path.to_string(), value.clone())),
        }
        for (name, value) in entries {
            self.start_anew_if(|it| it.overlaps(&name));
            self.together().set(name, value);
        }
        let text = format!(
            "{} sets attributes by one `replace` without a path, whose member names are paths.",
            self.habits.name
        );
        self.note(number, text);
    }

    fn nested(&mut self, number: usize, path: &AttrPath, value: &Value) {
        let uri = path.uri.as_deref().filter(|it| !self.is_base(it));
        let way: Vec<&str> =
            uri.into_iter().chain([path.name.as_str()]).chain(path.sub.as_deref()).collect();
        self.start_anew_if(|it| it.is_taken(&way, value));
        if self.habits.repeats_id
            && self.together().is_empty()
            && let Some(id) = self.subject.id
        {
            self.together().insert(&["id"], Value::from(id));
        }
        self.together().insert(&way, value.clone());
        let text = format!(
            "{} sets attributes by one `replace` without a path, shaped as the resource is.",
            self.habits.name
        );
        self.note(number, text);
    }

    fn is_base(&self, uri: &str) -> bool {
        self.subject.model.map_or_else(
            || urn::is_standard(uri) && !urn::same(uri, urn::ENTERPRISE_USER),
            |it| it.is_base(uri),
        )
    }

    fn remove_by_value(&mut self, number: usize, path: &AttrPath, value: &Value) {
        let mut element = Map::new();
        element.insert("value".to_owned(), value.clone());
        let listed = Value::Array(vec![Value::Object(element)]);
        self.push(number, Op::Remove, Some(&PatchPath::Attribute(path.clone())), Some(listed));
        let text = format!(
            "{} lists the removed elements as a value beside the path; a service provider that follows the RFC ignores it and removes all.",
            self.habits.name
        );
        self.note(number, text);
    }

    fn push(&mut self, number: usize, op: Op, path: Option<&PatchPath>, value: Option<Value>) {
        self.finish_together();
        let value = value.map(|it| self.value(number, op, path, it));
        let [add, remove, replace] = self.habits.operations;
        let name = match op {
            Op::Add => add,
            Op::Remove => remove,
            Op::Replace => replace,
        };
        let mut members = Map::new();
        members.insert("op".to_owned(), Value::from(name));
        if let Some(path) = path {
            members.insert("path".to_owned(), Value::from(path.to_string()));
        }
        if let Some(value) = value {
            members.insert("value".to_owned(), value);
        }
        self.written.push(Value::Object(members));
    }

    /// A value with the habits of the dialect.
    fn value(
        &mut self,
        number: usize,
        op: Op,
        path: Option<&PatchPath>,
        mut value: Value,
    ) -> Value {
        if self.habits.null_references
            && op == Op::Add
            && let Some(PatchPath::Attribute(path)) = path
            && self.subject.attribute(path).is_some_and(|it| it.multi_valued && it.is_link())
            && let Value::Array(elements) = &mut value
        {
            for element in elements.iter_mut().filter_map(Value::as_object_mut) {
                if !element.contains_key("$ref") {
                    element.insert("$ref".to_owned(), Value::Null);
                    self.note(
                        number,
                        format!("{} sends `\"$ref\": null` with each reference.", self.habits.name),
                    );
                }
            }
        }
        if self.habits.text_booleans && spell_booleans(&mut value) {
            self.note(number, format!("{} sends booleans as text.", self.habits.name));
        }
        value
    }

    fn together(&mut self) -> &mut Together {
        self.together.get_or_insert_with(Together::default)
    }

    fn start_anew_if(&mut self, is_needed: impl Fn(&Together) -> bool) {
        if self.together.as_ref().is_some_and(is_needed) {
            self.finish_together();
        }
    }

    fn finish_together(&mut self) {
        if let Some(together) = self.together.take() {
            self.push(0, Op::Replace, None, Some(together.into_value()));
        }
    }

    fn note(&mut self, operation: usize, message: String) {
        let note = Note { operation, message };
        if self.notes.last() != Some(&note) {
            self.notes.push(note);
        }
    }
}

/// The value that a filter asks for, where it asks for nothing else.
fn value_of(filter: &Filter) -> Option<&Value> {
    match filter {
        Filter::Compare { path, op: CompareOp::Eq, value: value @ Value::String(_) }
            if path.name.eq_ignore_ascii_case("value") && path.sub.is_none() =>
        {
            Some(value)
        }
        _ => None,
    }
}

/// Spells booleans as text, at every depth; says whether there were any.
fn spell_booleans(value: &mut Value) -> bool {
    match value {
        Value::Bool(it) => {
            *value = Value::from(if *it { "True" } else { "False" });
            true
        }
        Value::Array(values) => values.iter_mut().map(spell_booleans).fold(false, BitOr::bitor),
        Value::Object(members) => {
            members.values_mut().map(spell_booleans).fold(false, BitOr::bitor)
        }
        _ => false,
    }
}
