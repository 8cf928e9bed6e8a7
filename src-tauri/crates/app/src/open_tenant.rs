//! A tenant that was opened in this run: its session, what was discovered, and what was read.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroU64;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use client::discovery::Discovery;
use client::exchange::Context;
use client::session::Session;
use scim::finding::{Finding, Severity};
use scim::resource_type::ResourceType;
use scim::schema::Schema;
use scim::view::{Identity, TypeModel};
use tokio_util::sync::CancellationToken;

use crate::api::resources::Sort;
use crate::error::Fault;
use crate::listing::Listing;

/// How many resources read one by one are kept.
const RESOURCES_KEPT: usize = 200;

/// How many lists of one type are kept; the one used longest ago goes first.
const LISTS_KEPT: usize = 2;

/// A list: of which type, in which order, by which filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ListKey {
    pub(crate) resource_type: String,
    pub(crate) sort: Option<Sort>,
    pub(crate) filter: Option<String>,
}

/// The lists that are being read, each with when it was used last.
#[derive(Debug, Default)]
struct Listings {
    clock: u64,
    kept: HashMap<ListKey, (u64, Arc<tokio::sync::Mutex<Listing>>)>,
}

/// A tenant that was opened in this run.
#[derive(Debug)]
pub(crate) struct OpenTenant {
    pub(crate) id: String,
    pub(crate) session: Session,
    pub(crate) discovery: Discovery,
    models: HashMap<String, Arc<TypeModel>>,
    listings: Mutex<Listings>,
    read: Mutex<ReadResources>,
    /// By id; servers with an id for each type may have a user and a group of one id.
    names: Mutex<HashMap<String, Vec<KnownName>>>,
    /// Ids that the server was asked for and does not have.
    dangling: Mutex<HashSet<String>>,
    /// How many resources of each type there are without a filter.
    totals: Mutex<HashMap<String, u32>>,
    /// What was found when the resource types were brought together with their schemas.
    pub(crate) model_findings: Vec<Finding>,
    /// The server refuses `excludedAttributes`: lists bring everything.
    pub(crate) refuses_excluded: AtomicBool,
    /// A list of it could only be read by cursor (RFC 9865): the next one begins so.
    pub(crate) pages_by_cursor: AtomicBool,
    /// The server refused a version that it has (412): resources are read again instead of sending `If-Match`.
    pub(crate) misjudges: AtomicBool,
    /// The server takes no write without `If-Match` (428).
    pub(crate) wants_versions: AtomicBool,
}

/// A resource's name, learnt from a list or from reading it.
#[derive(Debug, Clone)]
pub(crate) struct KnownName {
    pub(crate) title: String,
    pub(crate) subtitle: Option<String>,
    pub(crate) active: Option<bool>,
    pub(crate) resource_type: String,
}

/// A resource as it was read by itself.
#[derive(Debug, Clone)]
pub(crate) struct ReadResource {
    pub(crate) text: Arc<str>,
    pub(crate) etag: Option<String>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) exchange: Option<String>,
    pub(crate) read_at: jiff::Timestamp,
}

#[derive(Debug, Default)]
struct ReadResources {
    clock: u64,
    kept: HashMap<(String, String), (u64, ReadResource)>,
}

impl OpenTenant {
    pub(crate) fn new(id: &str, session: Session, mut discovery: Discovery) -> Self {
        let mut model_findings = make_names_unique(&mut discovery.resource_types.value);
        let mut models = HashMap::new();
        // Shared: hundreds of types may name one schema of thousands of attributes.
        let schemas: Vec<Arc<Schema>> =
            discovery.schemas.value.iter().cloned().map(Arc::new).collect();
        for resource_type in &discovery.resource_types.value {
            let resolved = TypeModel::resolve_shared(resource_type, &schemas);
            model_findings.extend(resolved.findings);
            models.insert(resource_type.name.clone(), Arc::new(resolved.value));
        }
        Self {
            id: id.to_owned(),
            session,
            discovery,
            models,
            listings: Mutex::default(),
            read: Mutex::default(),
            names: Mutex::default(),
            dangling: Mutex::default(),
            totals: Mutex::default(),
            model_findings,
            refuses_excluded: AtomicBool::new(false),
            pages_by_cursor: AtomicBool::new(false),
            misjudges: AtomicBool::new(false),
            wants_versions: AtomicBool::new(false),
        }
    }

    pub(crate) fn resource_types(&self) -> &[ResourceType] {
        &self.discovery.resource_types.value
    }

    /// The models of all resource types.
    pub(crate) fn models(&self) -> impl Iterator<Item = &TypeModel> {
        self.models.values().map(Arc::as_ref)
    }

    pub(crate) fn model(&self, resource_type: &str) -> Result<Arc<TypeModel>, Fault> {
        self.models
            .get(resource_type)
            .cloned()
            .ok_or_else(|| Fault::NoResourceType { name: resource_type.to_owned() })
    }

    /// A list; `afresh` forgets what was read of this type, whatever its order and filter.
    pub(crate) fn listing(&self, key: ListKey, afresh: bool) -> Arc<tokio::sync::Mutex<Listing>> {
        let mut listings = self.listings.lock().unwrap_or_else(PoisonError::into_inner);
        if afresh {
            listings.kept.retain(|it, _| it.resource_type != key.resource_type);
        }
        listings.clock += 1;
        let clock = listings.clock;
        let (used, listing) = listings.kept.entry(key.clone()).or_default();
        *used = clock;
        let listing = Arc::clone(listing);
        let mut of_type: Vec<(u64, ListKey)> = listings
            .kept
            .iter()
            .filter(|(it, _)| it.resource_type == key.resource_type)
            .map(|(key, (used, _))| (*used, key.clone()))
            .collect();
        of_type.sort_unstable_by_key(|(used, _)| std::cmp::Reverse(*used));
        for (_, old) in of_type.into_iter().skip(LISTS_KEPT) {
            listings.kept.remove(&old);
        }
        listing
    }

    /// The lists of a resource type that are here.
    pub(crate) fn listings_of(&self, resource_type: &str) -> Vec<Arc<tokio::sync::Mutex<Listing>>> {
        let listings = self.listings.lock().unwrap_or_else(PoisonError::into_inner);
        listings
            .kept
            .iter()
            .filter(|(it, _)| it.resource_type == resource_type)
            .map(|(_, (_, listing))| Arc::clone(listing))
            .collect()
    }

    /// Remembers how many resources of a type there are without a filter.
    pub(crate) fn note_total(&self, resource_type: &str, total: Option<u32>) {
        let Some(total) = total else { return };
        let mut totals = self.totals.lock().unwrap_or_else(PoisonError::into_inner);
        totals.insert(resource_type.to_owned(), total);
    }

    /// How many resources of a type there are without a filter, as the server said last.
    pub(crate) fn total_of(&self, resource_type: &str) -> Option<u32> {
        let totals = self.totals.lock().unwrap_or_else(PoisonError::into_inner);
        totals.get(resource_type).copied()
    }

    pub(crate) fn keep_read(&self, resource_type: &str, id: &str, resource: ReadResource) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.clock += 1;
        let clock = read.clock;
        read.kept.insert((resource_type.to_owned(), id.to_owned()), (clock, resource));
        if read.kept.len() > RESOURCES_KEPT
            && let Some(oldest) =
                read.kept.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone())
        {
            read.kept.remove(&oldest);
        }
    }

    pub(crate) fn read_before(&self, resource_type: &str, id: &str) -> Option<ReadResource> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.kept.get(&(resource_type.to_owned(), id.to_owned())).map(|(_, it)| it.clone())
    }

    /// Forgets all that was read: after a write it may be as it was no longer.
    pub(crate) fn forget_all_read(&self) {
        self.listings.lock().unwrap_or_else(PoisonError::into_inner).kept.clear();
        self.read.lock().unwrap_or_else(PoisonError::into_inner).kept.clear();
        self.dangling.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Forgets the resources of a type that were read one by one.
    pub(crate) fn forget_read(&self, resource_type: &str) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.kept.retain(|(of, _), _| of != resource_type);
    }

    /// Remembers who a resource is, by the id that it is asked for by.
    pub(crate) fn learn_name(&self, id: &str, who: &Identity, resource_type: &str) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let known = names.entry(id.to_owned()).or_default();
        known.retain(|it| it.resource_type != resource_type);
        known.push(KnownName {
            title: who.title.clone(),
            subtitle: who.subtitle.clone(),
            active: who.active,
            resource_type: resource_type.to_owned(),
        });
    }

    /// Looks at every resource whose name is known, with its id.
    pub(crate) fn each_name(&self, mut look: impl FnMut(&str, &KnownName)) {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, known) in names.iter() {
            known.iter().for_each(|it| look(id, it));
        }
    }

    /// The name of a resource; without its type only where just one is known by that id.
    pub(crate) fn name_of(&self, id: &str, resource_type: Option<&str>) -> Option<KnownName> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let known = names.get(id)?;
        match resource_type {
            Some(wanted) => known.iter().find(|it| it.resource_type == wanted).cloned(),
            None => known.first().filter(|_| known.len() == 1).cloned(),
        }
    }

    /// The server was asked for this id, of whatever type, and has no such resource.
    pub(crate) fn note_dangling(&self, id: &str) {
        self.dangling.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
    }

    pub(crate) fn is_dangling(&self, id: &str) -> bool {
        self.dangling.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }

    /// The server refused a version that it has itself.
    pub(crate) fn note_misjudged(&self) {
        self.misjudges.store(true, Ordering::Relaxed);
    }

    /// The server takes no write without `If-Match`.
    pub(crate) fn note_wants_versions(&self) {
        self.wants_versions.store(true, Ordering::Relaxed);
    }

    pub(crate) fn wants_versions(&self) -> bool {
        self.wants_versions.load(Ordering::Relaxed)
    }

    /// Whether `If-Match` is of no use here.
    pub(crate) fn misjudges_versions(&self) -> bool {
        self.misjudges.load(Ordering::Relaxed)
    }

    /// Whether lists of this type leave `members` out.
    pub(crate) fn leaves_out_members(&self, model: &TypeModel) -> bool {
        model.lists_members() && !self.refuses_excluded.load(Ordering::Relaxed)
    }
}

/// The name is how the UI asks for a type: two of one name would open each other's lists.
fn make_names_unique(types: &mut [ResourceType]) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let mut findings = Vec::new();
    for (at, it) in types.iter_mut().enumerate() {
        if !seen.insert(it.name.clone()) {
            findings.push(Finding {
                rule: "duplicate-name".into(),
                severity: Severity::Error,
                pointer: format!("/Resources/{at}/name"),
                section: "RFC 7643 §6".into(),
                message: format!(
                    "Two resource types are called {}; this one is shown with its endpoint.",
                    it.name
                ),
            });
            it.name = format!("{} ({})", it.name, it.endpoint);
            seen.insert(it.name.clone());
        }
    }
    findings
}

/// Who asks, as the history names it.
pub(crate) fn context(asked_by: &str, cancel: &CancellationToken) -> Context {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    // Unique in this process is enough: it only groups the exchanges of one intention.
    let number = NonZeroU64::new(NEXT.fetch_add(1, Ordering::Relaxed)).map_or(0, NonZeroU64::get);
    Context {
        asked_by: asked_by.to_owned(),
        operation: format!("{}-{number}", std::process::id()),
        cancel: cancel.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_resource_types_of_one_name_stay_apart() {
        let mut types = scim::builtin::resource_types().to_vec();
        let mut me = types[0].clone();
        me.endpoint = "/Me".into();
        types.push(me);
        let findings = make_names_unique(&mut types);
        let names: Vec<&str> = types.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((names, findings.len()), (vec!["User", "Group", "User (/Me)"], 1));
    }
}
