//! A resource as the sandbox keeps it: its JSON text, and where in it each member stands. What is made together lies
//! close together: the thousands of seeded resources of a type are one text, not thousands of small pieces of memory.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::directory::FIRST;

/// Stands for the base URL until it is known.
pub(crate) const BASE: &str = "{base}";

/// A resource before it is written down.
#[derive(Debug)]
pub(crate) struct Unwritten {
    pub(crate) id: String,
    /// Its `meta.version`.
    pub(crate) version: String,
    /// URLs among the values hold [`BASE`].
    pub(crate) members: Vec<(&'static str, Value)>,
}

/// One resource.
#[derive(Clone)]
pub struct Resource {
    sheet: Arc<Sheet>,
    place: Place,
    /// The place in the order of the list, never used again.
    sequence: u64,
}

/// Where a resource is on its sheet.
#[derive(Debug, Clone, Copy)]
struct Place {
    id: Span,
    version: Span,
    text: Span,
    /// Among the members.
    members: Span,
}

/// Resources one behind the other, each with its id and its version in front of its text, and all their members.
#[derive(Debug, Default)]
struct Sheet {
    text: String,
    members: Vec<Member>,
}

/// A member of a text.
#[derive(Debug, Clone, Copy)]
struct Member {
    name: Span,
    value: Span,
}

/// From where to where. There are many, so half of what a range of `usize` takes.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

impl Span {
    fn new(start: usize, end: usize) -> Self {
        let [start, end] = [start, end].map(|it| u32::try_from(it).unwrap_or(u32::MAX));
        Self { start, end }
    }

    fn range(self) -> std::ops::Range<usize> {
        let [start, end] = [self.start, self.end].map(|it| usize::try_from(it).unwrap_or_default());
        start..end
    }
}

impl Sheet {
    /// Writes a resource behind the others.
    fn write<'m>(
        &mut self,
        id: &str,
        version: &str,
        members: impl Iterator<Item = (&'m str, String)>,
    ) -> Place {
        let (id, version) = (self.push(id), self.push(version));
        let (start, first) = (self.text.len(), self.members.len());
        self.text.push('{');
        for (name, value) in members {
            if self.members.len() > first {
                self.text.push(',');
            }
            let Span { start, end } = self.push(&Value::from(name).to_string());
            self.text.push(':');
            // Without its quotes.
            let name = Span { start: start + 1, end: end - 1 };
            let value = self.push(&value);
            self.members.push(Member { name, value });
        }
        self.text.push('}');
        let text = Span::new(start, self.text.len());
        Place { id, version, text, members: Span::new(first, self.members.len()) }
    }

    fn push(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    fn finished(mut self) -> Arc<Self> {
        self.text.shrink_to_fit();
        self.members.shrink_to_fit();
        Arc::new(self)
    }
}

impl Resource {
    /// Writes resources down, all on one sheet; `base` is the URL under which they are served.
    pub(crate) fn all(unwritten: impl IntoIterator<Item = Unwritten>, base: &str) -> Vec<Self> {
        let mut sheet = Sheet::default();
        let mut write = |Unwritten { id, version, members }: Unwritten| {
            let members = members.into_iter().map(|(name, value)| (name, placed(&value, base)));
            sheet.write(&id, &version, members)
        };
        let places: Vec<Place> = unwritten.into_iter().map(&mut write).collect();
        let sheet = sheet.finished();
        let resource = |place| Self { sheet: Arc::clone(&sheet), place, sequence: 0 };
        places.into_iter().map(resource).collect()
    }

    /// A resource from its JSON object, which holds its `meta.version`.
    pub(crate) fn of(id: &str, version: &str, members: &Map<String, Value>) -> Self {
        let mut sheet = Sheet::default();
        let members = members.iter().map(|(name, value)| (name.as_str(), value.to_string()));
        let place = sheet.write(id, version, members);
        Self { sheet: sheet.finished(), place, sequence: 0 }
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.part(self.place.id)
    }

    /// The ETag, quotes included.
    #[must_use]
    pub fn version(&self) -> &str {
        self.part(self.place.version)
    }

    /// The JSON text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.part(self.place.text)
    }

    /// The members with their values as JSON text.
    pub fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        let members = self.sheet.members.get(self.place.members.range()).unwrap_or_default();
        members.iter().map(|it| (self.part(it.name), self.part(it.value)))
    }

    /// The JSON text of a member, by its name in any letter case.
    pub(crate) fn member(&self, name: &str) -> Option<&str> {
        self.members().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, text)| text)
    }

    /// A member that is a text.
    pub(crate) fn member_text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.member(name)?).ok()
    }

    /// Only some of the members, as JSON: what a filter or an order looks at.
    pub(crate) fn some(&self, names: &[String]) -> Value {
        let asked = |name: &str| names.iter().any(|it| it.eq_ignore_ascii_case(name));
        let members = self.members().filter(|(name, _)| asked(name));
        let read = members.filter_map(|(name, text)| {
            Some((name.to_owned(), serde_json::from_str::<Value>(text).ok()?))
        });
        Value::Object(read.collect())
    }

    /// All members, as JSON.
    pub(crate) fn value(&self) -> Map<String, Value> {
        serde_json::from_str(self.text()).unwrap_or_default()
    }

    pub(crate) fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The same at a place in the order of the list.
    pub(crate) fn at_place(self, sequence: u64) -> Self {
        Self { sequence, ..self }
    }

    /// Whether it was there from the beginning.
    pub(crate) fn is_seeded(&self) -> bool {
        self.sequence >= FIRST
    }

    fn part(&self, span: Span) -> &str {
        self.sheet.text.get(span.range()).unwrap_or_default()
    }
}

/// The same place, the same content.
impl PartialEq for Resource {
    fn eq(&self, other: &Self) -> bool {
        self.sequence == other.sequence
            && (self.id(), self.version()) == (other.id(), other.version())
            && self.text() == other.text()
    }
}

impl Eq for Resource {}

/// The sheet holds others as well.
impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Resource");
        shown.field("id", &self.id()).field("version", &self.version());
        shown.field("sequence", &self.sequence).field("text", &self.text()).finish()
    }
}

/// The text of a value, with its URLs where they are served.
fn placed(value: &Value, base: &str) -> String {
    let text = value.to_string();
    if text.contains(BASE) { text.replace(BASE, base) } else { text }
}
