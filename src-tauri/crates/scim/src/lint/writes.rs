//! What a request writes: the one resource of a plain request, or each operation of a bulk request; and the operations
//! of a PATCH, read as they came.

use serde_json::{Map, Value};

use super::context::Context;
use super::place::{Model, Place, Target};
use super::subject::{Method, Subject};
use crate::finding::pointer_to;
use crate::read::member;
use crate::urn;

/// What a write does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Create,
    Replace,
    Patch,
}

/// One write and its body.
#[derive(Debug)]
pub(crate) struct Write<'a> {
    pub(crate) act: Act,
    pub(crate) model: Option<Model<'a>>,
    /// The id in the path, for what exists already.
    pub(crate) id: Option<String>,
    pub(crate) body: &'a Map<String, Value>,
    /// Where the body begins in the request's body.
    pub(crate) pointer: String,
    /// Whether it is the whole request.
    pub(crate) is_alone: bool,
}

/// One operation of a PATCH, as it came.
#[derive(Debug)]
pub(crate) struct Operation<'a> {
    pub(crate) members: &'a Map<String, Value>,
    pub(crate) pointer: String,
    pub(crate) op: Option<&'a str>,
    pub(crate) path: Option<&'a str>,
    /// The value, with null counted as one.
    pub(crate) value: Option<&'a Value>,
}

impl Operation<'_> {
    /// Whether it does this, whatever the letter case.
    pub(crate) fn does(&self, op: &str) -> bool {
        self.op.is_some_and(|it| it.eq_ignore_ascii_case(op))
    }

    /// The pointer to one of its members, spelled as it came.
    pub(crate) fn at(&self, name: &str) -> String {
        let served = member(self.members, name).map_or(name, |(served, _)| served);
        pointer_to(&self.pointer, served)
    }
}

impl Write<'_> {
    /// The operations of a PATCH; none where the body is not shaped like one.
    pub(crate) fn operations(&self) -> Vec<Operation<'_>> {
        if self.act != Act::Patch {
            return Vec::new();
        }
        let Some((name, Value::Array(values))) = member(self.body, "Operations") else {
            return Vec::new();
        };
        let pointer = pointer_to(&self.pointer, name);
        let numbered = values.iter().enumerate();
        let objects = numbered.filter_map(|(at, it)| Some((at, it.as_object()?)));
        objects.map(|(at, it)| operation(it, pointer_to(&pointer, at))).collect()
    }

    pub(crate) fn type_name(&self) -> Option<&str> {
        self.model.map(|it| it.model.resource_type.name.as_str())
    }

    /// Whether the resources carry `members`.
    pub(crate) fn has_members(&self) -> bool {
        self.model.is_some_and(|it| it.model.lists_members())
    }

    /// The URIs that may stand before an attribute name here.
    pub(crate) fn uris(&self) -> Vec<&str> {
        uris(self.model)
    }
}

impl<'a> Subject<'a> {
    /// What the request writes. Bulk operations that are no object, or have no body, are left to other rules.
    pub(crate) fn writes(&self) -> Vec<Write<'_>> {
        let Some(body) = self.request_object() else { return Vec::new() };
        if self.method == Method::Post && self.place.target == Target::Bulk {
            return bulk(body, self.bulk_targets(body));
        }
        let Some(act) = act(self.method, &self.place.target) else { return Vec::new() };
        let id = match &self.place.target {
            Target::Resource(id) => Some(id.clone()),
            _ => None,
        };
        let model = self.place.model.or_else(|| by_schemas(body, &self.context));
        vec![Write { act, model, id, body, pointer: String::new(), is_alone: true }]
    }
}

impl Subject<'_> {
    /// The resources of the answer, to be looked at as if they were written.
    pub(crate) fn answers(&self) -> Vec<Write<'_>> {
        let placed = self.resources().into_iter();
        let objects = placed.filter_map(|(at, it)| Some((at, it.as_object()?)));
        objects
            .map(|(pointer, body)| {
                let model = self.place.model.or_else(|| by_schemas(body, &self.context));
                Write { act: Act::Create, model, id: None, body, pointer, is_alone: true }
            })
            .collect()
    }
}

/// The URIs that may stand before an attribute name: those of the type, else the RFC's.
pub(crate) fn uris(model: Option<Model<'_>>) -> Vec<&str> {
    match model {
        Some(model) => model.model.uris().collect(),
        None => vec![urn::USER, urn::GROUP, urn::ENTERPRISE_USER],
    }
}

/// The type that a body says it is of; for `/Me`, whose path does not tell.
pub(crate) fn by_schemas<'a>(
    body: &Map<String, Value>,
    context: &Context<'a>,
) -> Option<Model<'a>> {
    let (_, Value::Array(schemas)) = member(body, "schemas")? else { return None };
    let (models, is_served) = super::place::models(context);
    let says =
        |uri: &str| schemas.iter().any(|it| it.as_str().is_some_and(|it| urn::same(it, uri)));
    let model = models.iter().find(|it| says(&it.resource_type.schema))?;
    Some(Model { model, is_served })
}

fn act(method: Method, target: &Target) -> Option<Act> {
    match (method, target) {
        (Method::Post, Target::Collection | Target::Me) => Some(Act::Create),
        (Method::Put, Target::Resource(_) | Target::Me) => Some(Act::Replace),
        (Method::Patch, Target::Resource(_) | Target::Me) => Some(Act::Patch),
        _ => None,
    }
}

/// What an operation of a bulk request does, and to what; of its own path and method alone.
#[derive(Debug)]
pub(crate) struct BulkTarget<'a> {
    act: Act,
    model: Option<Model<'a>>,
    id: Option<String>,
}

impl<'a> BulkTarget<'a> {
    /// Of each operation in its order; `None` where it writes nothing that is known.
    pub(crate) fn all(body: &Map<String, Value>, context: &Context<'a>) -> Vec<Option<Self>> {
        let Some((_, Value::Array(values))) = member(body, "Operations") else { return Vec::new() };
        values.iter().map(|it| Self::of(it, context)).collect()
    }

    fn of(value: &Value, context: &Context<'a>) -> Option<Self> {
        let operation = value.as_object()?;
        let text = |name: &str| member(operation, name).and_then(|(_, it)| it.as_str());
        let place = Place::below_root(text("path")?, context);
        let method = match text("method")?.to_ascii_uppercase().as_str() {
            "POST" => Method::Post,
            "PUT" => Method::Put,
            "PATCH" => Method::Patch,
            _ => return None,
        };
        let act = act(method, &place.target)?;
        let id = match place.target {
            Target::Resource(id) => Some(id),
            _ => None,
        };
        Some(Self { act, model: place.model, id })
    }
}

fn bulk<'s>(body: &'s Map<String, Value>, targets: &[Option<BulkTarget<'s>>]) -> Vec<Write<'s>> {
    let Some((name, Value::Array(values))) = member(body, "Operations") else { return Vec::new() };
    let pointer = pointer_to("", name);
    let placed = values.iter().zip(targets).enumerate();
    let writes = placed.filter_map(|(at, (value, target))| {
        let BulkTarget { act, model, id } = target.as_ref()?;
        let (name, Value::Object(body)) = member(value.as_object()?, "data")? else { return None };
        let pointer = pointer_to(&pointer_to(&pointer, at), name);
        let (act, model, id) = (*act, *model, id.clone());
        Some(Write { act, model, id, body, pointer, is_alone: false })
    });
    writes.collect()
}

fn operation(members: &Map<String, Value>, pointer: String) -> Operation<'_> {
    let get = |name: &str| member(members, name).map(|(_, value)| value);
    Operation {
        members,
        pointer,
        op: get("op").and_then(Value::as_str),
        path: get("path").and_then(Value::as_str),
        value: get("value"),
    }
}
