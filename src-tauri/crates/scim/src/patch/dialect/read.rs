//! Reading a request that was written in a dialect: the same change in the form of the RFC.

use std::ops::BitOr;

use serde_json::{Map, Value};

use super::{Dialect, Habits, Meant, Note, Single, Subject};
use crate::attr::AttrPath;
use crate::builtin;
use crate::filter::{CompareOp, Filter};
use crate::finding::Parsed;
use crate::patch::{Op, Operation, PatchError, PatchRequest};
use crate::patch_path::PatchPath;
use crate::read::read_boolean;
use crate::schema::{Attribute, AttributeType};
use crate::urn;

/// Reads the body of a request as a client of this dialect means it: one operation for each attribute, elements
/// selected by filters, values of the attribute's type.
///
/// # Errors
/// When the body is no PATCH request.
///
/// ```
/// use scim::patch::dialect::{self, Dialect, Subject};
/// let body = serde_json::json!({
///     "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
///     "Operations": [{ "op": "Remove", "path": "members", "value": [{ "value": "26118915" }] }],
/// });
/// let meant = dialect::read(&body, Dialect::EntraId, Subject::default())?;
/// assert_eq!(
///     meant.request.operations[0].to_json().to_string(),
///     r#"{"op":"remove","path":"members[value eq \"26118915\"]"}"#,
/// );
/// # Ok::<(), scim::patch::PatchError>(())
/// ```
pub fn read(body: &Value, dialect: Dialect, subject: Subject<'_>) -> Result<Meant, PatchError> {
    let uris: Vec<&str> = match subject.model {
        Some(model) => model.uris().collect(),
        None => builtin::schemas().iter().map(|it| it.id.as_str()).collect(),
    };
    let Parsed { value: request, findings } = PatchRequest::from_json(body, &uris)?;
    let mut reader = Reader {
        habits: dialect.habits(),
        subject,
        read: PatchRequest::default(),
        notes: Vec::new(),
    };
    for (number, operation) in request.operations.into_iter().enumerate() {
        reader.operation(number, operation);
    }
    Ok(Meant { request: reader.read, notes: reader.notes, findings })
}

#[derive(Debug)]
struct Reader<'a> {
    habits: Habits,
    subject: Subject<'a>,
    read: PatchRequest,
    notes: Vec<Note>,
}

impl<'a> Reader<'a> {
    fn operation(&mut self, number: usize, mut operation: Operation) {
        match (&operation.path, &operation.value) {
            (None, Some(Value::Object(members))) if self.habits.single != Single::AsGiven => {
                let members = members.clone();
                self.pathless(number, operation.op, &members);
            }
            (Some(PatchPath::Attribute(path)), Some(listed))
                if operation.op == Op::Remove
                    && self.habits.remove_by_value
                    && path.sub.is_none() =>
            {
                match filters(listed) {
                    Some(filters) => self.remove_listed(number, path, filters),
                    None => self.push(operation),
                }
            }
            _ => {
                if let (Some(PatchPath::Attribute(path)), Some(value)) =
                    (&mut operation.path, &operation.value)
                {
                    self.refer(number, path, value);
                }
                if let Some(value) = &mut operation.value {
                    let attribute = operation.path.as_ref().and_then(|it| self.definition(it));
                    self.clean(number, value, attribute);
                }
                self.push(operation);
            }
        }
    }

    fn pathless(&mut self, number: usize, op: Op, members: &Map<String, Value>) {
        let mut attributes = attributes(members, self.subject);
        let given = attributes.len();
        let is_id = |path: &AttrPath, value: &Value| {
            path.same(&AttrPath::of("id"))
                && self.subject.id.is_none_or(|it| value.as_str() == Some(it))
        };
        if self.habits.repeats_id {
            attributes.retain(|(path, value)| !is_id(path, value));
        }
        if attributes.len() < given {
            self.note(number, format!("{} repeats the `id`; it sets nothing.", self.habits.name));
        }
        for (mut path, mut value) in attributes {
            self.refer(number, &mut path, &value);
            let path = PatchPath::Attribute(path);
            let attribute = self.definition(&path);
            self.clean(number, &mut value, attribute);
            self.push(Operation { op, path: Some(path), value: Some(value) });
        }
        let text = format!(
            "{} sets several attributes without a path; each is read as an operation of its own.",
            self.habits.name
        );
        self.note(number, text);
    }

    /// A text in the place of a reference is the id of what it refers to.
    fn refer(&mut self, number: usize, path: &mut AttrPath, value: &Value) {
        if self.habits.text_references
            && path.sub.is_none()
            && value.is_string()
            && self.subject.is_one_link(path)
        {
            path.sub = Some("value".to_owned());
            let name = self.habits.name;
            self.note(number, format!("{name} sends the id alone, as a text, for a reference."));
        }
    }

    fn remove_listed(&mut self, number: usize, path: &AttrPath, filters: Vec<Filter>) {
        for filter in filters {
            let path =
                PatchPath::Elements { path: path.clone(), filter: Box::new(filter), sub: None };
            self.push(Operation::remove(path));
        }
        let text = format!(
            "{} means the listed elements by a `value` beside `remove`, not all of them.",
            self.habits.name
        );
        self.note(number, text);
    }

    /// Undoes the habits inside a value.
    fn clean(&mut self, number: usize, value: &mut Value, attribute: Option<&Attribute>) {
        if self.habits.null_references && drop_null_references(value) {
            self.note(
                number,
                format!("{} sends `\"$ref\": null`, which says nothing.", self.habits.name),
            );
        }
        if self.habits.text_booleans && read_booleans(value, attribute) {
            self.note(number, format!("{} sends booleans as text.", self.habits.name));
        }
    }

    /// The definition of what a path leads to; of a whole element, that of the attribute.
    fn definition(&self, path: &PatchPath) -> Option<&'a Attribute> {
        let (path, sub) = match path {
            PatchPath::Attribute(path) => (path, path.sub.as_deref()),
            PatchPath::Elements { path, sub, .. } => (path, sub.as_deref()),
        };
        let attribute = self.subject.attribute(path)?;
        match sub {
            Some(sub) => attribute.sub_attribute(sub),
            None => Some(attribute),
        }
    }

    fn push(&mut self, operation: Operation) {
        self.read.operations.push(operation);
    }

    fn note(&mut self, operation: usize, message: String) {
        let note = Note { operation, message };
        if self.notes.last() != Some(&note) {
            self.notes.push(note);
        }
    }
}

/// The attributes that the members of a value without a path name: by themselves, by dotted names, by qualified names,
/// or below the URI of an extension.
pub(super) fn attributes(
    members: &Map<String, Value>,
    subject: Subject<'_>,
) -> Vec<(AttrPath, Value)> {
    let mut attributes = Vec::with_capacity(members.len());
    for (name, value) in members {
        if urn::looks_like_one(name)
            && let (Some(uri), Value::Object(inner)) = (extension(name, value, subject), value)
        {
            for (name, value) in inner {
                attributes.push((dotted(Some(uri.clone()), name), value.clone()));
            }
            continue;
        }
        let (uri, rest) = match subject.model {
            Some(model) => urn::split(name, model.uris()),
            None => urn::split(name, builtin::schemas().iter().map(|it| it.id.as_str())),
        };
        attributes.push((dotted(uri.map(str::to_owned), rest), value.clone()));
    }
    attributes
}

fn extension(name: &str, value: &Value, subject: Subject<'_>) -> Option<String> {
    let known = |uri: &str| urn::same(uri, name);
    match subject.model {
        Some(model) => model.uris().find(|it| known(it)).map(str::to_owned),
        None if builtin::schema(name).is_some() => Some(name.to_owned()),
        None => {
            let longer = |it: &&str| name.get(..it.len()).is_some_and(|head| urn::same(head, it));
            let longer = builtin::schemas().iter().any(|it| longer(&it.id.as_str()));
            (value.is_object() && !longer).then(|| name.to_owned())
        }
    }
}

fn dotted(uri: Option<String>, name: &str) -> AttrPath {
    match name.split_once('.') {
        Some((name, sub)) => AttrPath { uri, name: name.to_owned(), sub: Some(sub.to_owned()) },
        None => AttrPath { uri, name: name.to_owned(), sub: None },
    }
}

/// One filter for each listed element, by its `value`; `None` when one of them has none.
fn filters(listed: &Value) -> Option<Vec<Filter>> {
    let listed = match listed {
        Value::Array(listed) if !listed.is_empty() => listed.as_slice(),
        Value::Object(_) => std::slice::from_ref(listed),
        _ => return None,
    };
    let filter = |it: &Value| {
        let value = crate::read::member(it.as_object()?, "value")?.1;
        let path = AttrPath::of("value");
        value.is_string().then(|| Filter::Compare { path, op: CompareOp::Eq, value: value.clone() })
    };
    listed.iter().map(filter).collect()
}

fn drop_null_references(value: &mut Value) -> bool {
    match value {
        Value::Array(values) => {
            values.iter_mut().map(drop_null_references).fold(false, BitOr::bitor)
        }
        Value::Object(members) => {
            let before = members.len();
            members.retain(|name, value| !(value.is_null() && name.eq_ignore_ascii_case("$ref")));
            members.len() < before
        }
        _ => false,
    }
}

/// Reads booleans out of texts where the schema has booleans; without one, where the text is spelled as Entra ID does.
fn read_booleans(value: &mut Value, attribute: Option<&Attribute>) -> bool {
    match value {
        Value::Array(values) => {
            values.iter_mut().map(|it| read_booleans(it, attribute)).fold(false, BitOr::bitor)
        }
        Value::Object(members) => members.iter_mut().fold(false, |any, (name, it)| {
            let boolean = name.eq_ignore_ascii_case("primary");
            match attribute.map(|it| it.sub_attribute(name)) {
                Some(None) if !boolean => any,
                sub => read_booleans(it, sub.flatten()) || any,
            }
        }),
        Value::String(text) => {
            let boolean = match attribute {
                Some(attribute) => attribute.attribute_type == AttributeType::Boolean,
                None => matches!(text.as_str(), "True" | "False"),
            };
            match read_boolean(value).filter(|_| boolean) {
                Some(read) => {
                    *value = Value::Bool(read);
                    true
                }
                None => false,
            }
        }
        _ => false,
    }
}
