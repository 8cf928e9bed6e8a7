//! The values of the attributes of one resource, found by what is in them without going through all of them again and
//! again: a request may name as many members as the group has.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::agrees::agrees;
use crate::lint::settings::lookup;
use crate::read::{member, scalar_text};
use crate::schema::Attribute;
use crate::steps;

/// So many comparisons are made for one exchange. Requests of people and of identity providers need a few thousand.
const MOST: usize = 250_000;

/// It would take more comparisons than one exchange is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMuch;

/// A resource whose values are looked up.
pub(super) struct Resource<'v> {
    value: &'v Value,
    attributes: RefCell<HashMap<String, Rc<Elements<'v>>>>,
    left: Cell<usize>,
}

/// The values of one attribute, by the texts of their sub-attributes; under no name, by themselves.
#[derive(Default)]
pub(super) struct Elements<'v> {
    pub(super) all: Rc<Vec<&'v Value>>,
    by: RefCell<HashMap<String, Rc<ByText<'v>>>>,
}

type ByText<'v> = HashMap<String, Rc<Vec<&'v Value>>>;

impl<'v> Resource<'v> {
    pub(super) fn new(value: &'v Value) -> Self {
        Self { value, attributes: RefCell::default(), left: Cell::new(MOST) }
    }

    pub(super) fn get(&self, path: &str, uris: &[&str]) -> Option<&'v Value> {
        lookup(self.value, path, uris).filter(|it| !is_unset(it))
    }

    /// The values at a path.
    pub(super) fn elements(&self, path: &str, uris: &[&str]) -> Rc<Elements<'v>> {
        let mut known = self.attributes.borrow_mut();
        let name = path.to_ascii_lowercase();
        let read = || {
            let all = self.get(path, uris).map(elements).unwrap_or_default();
            Rc::new(Elements { all: Rc::new(all), by: RefCell::default() })
        };
        Rc::clone(known.entry(name).or_insert_with(read))
    }

    /// Whether an element says what was sent.
    pub(super) fn has(
        &self,
        all: &Elements<'v>,
        sent: &Value,
        definition: Option<&Attribute>,
    ) -> Result<bool, TooMuch> {
        let candidates = match key(sent) {
            Some((name, text)) => all.by(name, &text),
            None => Rc::clone(&all.all),
        };
        let weight = sent.as_object().map_or(1, serde_json::Map::len);
        for candidate in candidates.iter() {
            self.spend(weight)?;
            if agrees(sent, candidate, definition) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Accounts for work.
    pub(super) fn spend(&self, count: usize) -> Result<(), TooMuch> {
        steps::count(count);
        let left = self.left.get().checked_sub(count.max(1)).ok_or(TooMuch)?;
        self.left.set(left);
        Ok(())
    }
}

impl<'v> Elements<'v> {
    /// The elements in which a sub-attribute reads so, letter case aside.
    pub(super) fn by(&self, name: &str, text: &str) -> Rc<Vec<&'v Value>> {
        let mut known = self.by.borrow_mut();
        let name = name.to_ascii_lowercase();
        let index = Rc::clone(known.entry(name.clone()).or_insert_with(|| {
            let mut index: HashMap<String, Vec<&'v Value>> = HashMap::new();
            for element in self.all.iter() {
                steps::count(1);
                let value = match element.as_object() {
                    Some(members) => member(members, &name).map(|(_, it)| it),
                    None => Some(*element).filter(|_| name.is_empty()),
                };
                if let Some(text) = value.and_then(scalar_text) {
                    index.entry(text.to_lowercase()).or_default().push(element);
                }
            }
            Rc::new(index.into_iter().map(|(text, it)| (text, Rc::new(it))).collect::<ByText<'v>>())
        }));
        index.get(&text.to_lowercase()).cloned().unwrap_or_default()
    }
}

/// The values; a value that is no array is its only element.
pub(super) fn elements(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().collect(),
        other => vec![other],
    }
}

/// By what an element is known: its `value`, or itself where it is a scalar.
pub(super) fn key(element: &Value) -> Option<(&'static str, String)> {
    let (name, value) = match element {
        Value::Object(members) => ("value", member(members, "value")?.1),
        other => ("", other),
    };
    scalar_text(value).map(|it| (name, it))
}

pub(super) fn is_unset(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}
