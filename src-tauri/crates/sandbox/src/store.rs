//! The directory as it is now. Readers take it as it stands and keep it as long as they like; one writer at a time makes
//! the next one. What refers to what is known only to writers.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use serde_json::{Map, Value, json};

use crate::clock::{self, Clock};
use crate::directory::Directory;
use crate::index::Index;
use crate::kind::Kind;
use crate::links;
use crate::random::Random;
use crate::refusal::Refusal;
use crate::resource::Resource;

/// How many directories of the past are kept, for readers who are to see an old one.
const KEPT: usize = 1;

/// Where the directory is kept.
#[derive(Debug)]
pub(crate) struct Store {
    current: RwLock<Arc<Directory>>,
    /// What was current before the last writes, oldest first.
    past: Mutex<VecDeque<Arc<Directory>>>,
    writer: Mutex<Writer>,
    base: String,
    clock: Clock,
}

/// What only the writer needs.
#[derive(Debug)]
struct Writer {
    links: OnceLock<Index>,
    random: Random,
}

impl Store {
    /// `base` is the URL under which the directory is served, `seed` what new ids are made from.
    pub(crate) fn new(directory: Directory, base: &str, seed: u64, clock: Clock) -> Self {
        // Another sequence than the one which the directory was made with.
        let random = Random::new(seed ^ 0x9e6c_63d0_676a_9a99);
        Self {
            current: RwLock::new(Arc::new(directory)),
            past: Mutex::default(),
            writer: Mutex::new(Writer { links: OnceLock::new(), random }),
            base: base.to_owned(),
            clock,
        }
    }

    /// The directory as it stands.
    pub(crate) fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The directory as it stood before the last write.
    pub(crate) fn before(&self) -> Arc<Directory> {
        let past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.front().cloned().unwrap_or_else(|| self.directory())
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Changes the directory: all that `change` does, or nothing when it fails.
    pub(crate) fn write<T>(
        &self,
        change: impl FnOnce(&mut Edit<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let directory = self.directory();
        let links = writer.links.get_or_init(|| links::of_directory(&directory)).clone();
        let mut edit = Edit {
            directory: (*directory).clone(),
            links,
            base: &self.base,
            now: clock::written(self.clock.now()),
            random: &mut writer.random,
            expected: Vec::new(),
            changed: false,
        };
        let done = change(&mut edit)?;
        let Edit { directory: next, links, changed, .. } = edit;
        if changed {
            writer.links = OnceLock::from(links);
            let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
            past.push_back(directory);
            while past.len() > KEPT {
                past.pop_front();
            }
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        }
        Ok(done)
    }
}

/// The next directory while it is being made.
#[derive(Debug)]
pub(crate) struct Edit<'w> {
    pub(crate) directory: Directory,
    pub(crate) links: Index,
    pub(crate) base: &'w str,
    now: String,
    random: &'w mut Random,
    /// Ids that are given out already to resources which are still to come: of bulk requests that refer in circles.
    pub(crate) expected: Vec<(String, Kind)>,
    changed: bool,
}

/// The state of an edit that can be gone back to.
#[derive(Debug)]
pub(crate) struct Savepoint {
    directory: Directory,
    links: Index,
    changed: bool,
}

/// How a resource comes to be what is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// It is new.
    Created,
    /// A client changed it.
    Changed,
    /// Something that it only repeats has changed: it is another text, but was not modified.
    Followed,
}

impl Edit<'_> {
    pub(crate) fn save(&self) -> Savepoint {
        let (directory, links) = (self.directory.clone(), self.links.clone());
        Savepoint { directory, links, changed: self.changed }
    }

    pub(crate) fn go_back(&mut self, to: Savepoint) {
        self.directory = to.directory;
        self.links = to.links;
        self.changed = to.changed;
    }

    /// An id that nothing has.
    pub(crate) fn new_id(&mut self) -> String {
        self.random.uuid()
    }

    pub(crate) fn location(&self, kind: Kind, id: &str) -> String {
        format!("{}{}/{id}", self.base, kind.endpoint())
    }

    pub(crate) fn get(&self, kind: Kind, id: &str) -> Option<Arc<Resource>> {
        self.directory.of(kind).get(id).cloned()
    }

    /// Puts a resource into the directory, with a new version.
    pub(crate) fn put(
        &mut self,
        kind: Kind,
        id: &str,
        mut members: Map<String, Value>,
        how: Cause,
    ) {
        let version = format!("W/\"{:016x}\"", self.random.next());
        let meta = members.shift_remove("meta");
        let mut meta = match (how, meta) {
            (Cause::Changed | Cause::Followed, Some(Value::Object(meta))) => meta,
            _ => self.first_meta(kind, id),
        };
        if how != Cause::Followed {
            meta.insert("lastModified".to_owned(), json!(self.now));
        }
        meta.insert("version".to_owned(), json!(version));
        members.insert("meta".to_owned(), Value::Object(meta));
        let before = self.get(kind, id);
        let resource = Resource::of(id, &version, &members);
        self.directory.put(kind, resource);
        let after = self.get(kind, id);
        links::renew(&mut self.links, kind, before.as_deref(), after.as_deref());
        self.changed = true;
    }

    /// Takes a resource out of the directory.
    pub(crate) fn remove(&mut self, kind: Kind, id: &str) {
        let before = self.get(kind, id);
        self.directory.of_mut(kind).remove(kind, id);
        links::renew(&mut self.links, kind, before.as_deref(), None);
        self.changed = true;
    }

    /// The resources that refer to an id, in the order of the lists.
    pub(crate) fn referrers(&self, id: &str) -> Vec<(Kind, Arc<Resource>)> {
        links::referrers(&self.links, &self.directory, id)
    }

    fn first_meta(&self, kind: Kind, id: &str) -> Map<String, Value> {
        let meta = json!({
            "resourceType": kind.name(),
            "created": self.now,
            "lastModified": self.now,
            "location": self.location(kind, id),
        });
        match meta {
            Value::Object(meta) => meta,
            _ => Map::new(),
        }
    }
}
