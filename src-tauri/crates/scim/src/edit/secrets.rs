//! What is written and never read (RFC 7643 §7), such as a password: it is sent where a person typed it, and shown nowhere.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::doc::{self, Doc};
use super::kept::names_password;
use super::undo::Spot;
use super::value::{assigned, differ, text};
use crate::patch::{self, Settings};
use crate::schema::{Attribute, Mutability};
use crate::validate::is_secret;
use crate::view::TypeModel;

/// Said of a secret that cannot be sent. What is wrong with it would tell of it.
pub(super) const UNFIT: &str = "its new value does not fit its type";

/// Stands for a secret.
const MASK: &str = "(secret)";

/// A secret that a person typed.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) spot: Spot,
    /// The value to send; `None` where it does not fit.
    pub(super) value: Option<Value>,
}

/// The secrets that a draft has and the base has not.
pub(super) fn typed(base: &Doc<'_>, draft: &Doc<'_>, model: &TypeModel) -> Vec<Typed> {
    let mut typed = Vec::new();
    for (spot, attribute) in spots(model) {
        let Some(value) = assigned(draft.find(&spot)) else { continue };
        if differ(base.find(&spot), Some(value)) {
            let value = patch::value::sub_value(value, Some(attribute), &Settings::default()).ok();
            typed.push(Typed { spot, value });
        }
    }
    typed
}

/// Both documents without their secrets, which say nothing about what else differs.
pub(super) fn without<'v>(
    base: &'v Value,
    draft: &'v Value,
    model: &TypeModel,
) -> (Cow<'v, Value>, Cow<'v, Value>) {
    let spots: Vec<Spot> = spots(model).map(|(spot, _)| spot).collect();
    (doc::without(base, &spots, model), doc::without(draft, &spots, model))
}

/// Where secrets are that can be sent: attributes, and parts of complex ones with one value.
fn spots(model: &TypeModel) -> impl Iterator<Item = (Spot, &Attribute)> {
    let may_write = |it: &Attribute| it.mutability != Mutability::ReadOnly;
    let attributes = model.attributes().filter(move |(_, it)| may_write(it));
    attributes.flat_map(move |(uri, attribute)| {
        let spot = Spot { uri: uri.map(str::to_owned), name: attribute.name.clone(), sub: None };
        let whole = is_secret(attribute).then(|| (spot.clone(), attribute));
        let is_parted = whole.is_none() && !attribute.multi_valued;
        let parts = attribute
            .sub_attributes
            .iter()
            .filter(move |it| is_parted && is_secret(it) && may_write(it));
        whole.into_iter().chain(parts.map(move |it| (spot.part(&it.name), it)))
    })
}

/// How values of an attribute are shown.
#[derive(Debug, Clone)]
pub(crate) struct Masked<'m> {
    attribute: Option<&'m Attribute>,
    /// Whether all of it is secret.
    pub(crate) all: bool,
}

impl<'m> Masked<'m> {
    pub(crate) fn of(model: &'m TypeModel, spot: &Spot) -> Self {
        let attribute = model.attribute(spot.uri.as_deref(), &spot.name);
        let all = attribute.is_some_and(is_secret) || names_password(&spot.name);
        let whole = Self { attribute, all };
        match &spot.sub {
            Some(sub) => whole.part(sub),
            None => whole,
        }
    }

    /// How a part of it is shown.
    pub(crate) fn part(&self, name: &str) -> Self {
        let part = self.attribute.and_then(|it| it.sub_attribute(name));
        Self { attribute: part, all: self.all || part.is_some_and(is_secret) }
    }

    /// A value as text, or that it is a secret.
    pub(crate) fn shown(&self, value: &Value) -> String {
        if self.all { MASK.to_owned() } else { self.text(value) }
    }

    /// A value as text, without its secret parts.
    pub(crate) fn text(&self, value: &Value) -> String {
        match has_secret(value, self.attribute) {
            true => text(&hidden(value, self.attribute)),
            false => text(value),
        }
    }
}

fn is_secret_part(attribute: Option<&Attribute>, name: &str) -> bool {
    match attribute {
        Some(attribute) => attribute.sub_attribute(name).is_some_and(is_secret),
        None => names_password(name),
    }
}

fn has_secret(value: &Value, attribute: Option<&Attribute>) -> bool {
    match value {
        Value::Array(values) => values.iter().any(|it| has_secret(it, attribute)),
        Value::Object(members) => members.iter().any(|(name, it)| {
            is_secret_part(attribute, name) || attribute.is_none() && has_secret(it, None)
        }),
        _ => false,
    }
}

fn hidden(value: &Value, attribute: Option<&Attribute>) -> Value {
    match value {
        Value::Array(values) => values.iter().map(|it| hidden(it, attribute)).collect(),
        Value::Object(members) => {
            let shown = members.iter().map(|(name, it)| {
                let shown = match is_secret_part(attribute, name) {
                    true => Value::from(MASK),
                    false if attribute.is_none() => hidden(it, None),
                    false => it.clone(),
                };
                (name.clone(), shown)
            });
            Value::Object(shown.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}
