//! A tenant that was opened in this run: its session, what was discovered, and what was read.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use client::discovery::Discovery;
use client::exchange::Context;
use client::session::Session;
use scim::resource_type::ResourceType;
use scim::view::TypeModel;
use tokio_util::sync::CancellationToken;

use crate::api::resources::Sort;
use crate::error::Fault;
use crate::listing::Listing;

/// How many resources read one by one are kept.
const RESOURCES_KEPT: usize = 200;

/// A list in one order.
type ListKey = (String, Option<Sort>);

/// A tenant that was opened in this run.
#[derive(Debug)]
pub(crate) struct OpenTenant {
    pub(crate) id: String,
    pub(crate) session: Session,
    pub(crate) discovery: Discovery,
    models: HashMap<String, Arc<TypeModel>>,
    listings: Mutex<HashMap<ListKey, Arc<tokio::sync::Mutex<Listing>>>>,
    read: Mutex<ReadResources>,
    names: Mutex<HashMap<String, KnownName>>,
    /// The server refuses `excludedAttributes`: lists bring everything.
    pub(crate) refuses_excluded: AtomicBool,
}

/// A resource's name, learnt from a list or from reading it.
#[derive(Debug, Clone)]
pub(crate) struct KnownName {
    pub(crate) title: String,
    pub(crate) resource_type: String,
}

/// A resource as it was read by itself.
#[derive(Debug, Clone)]
pub(crate) struct ReadResource {
    pub(crate) text: Arc<str>,
    pub(crate) etag: Option<String>,
    pub(crate) findings: Vec<scim::finding::Finding>,
    pub(crate) exchange: Option<String>,
    pub(crate) read_at: jiff::Timestamp,
}

#[derive(Debug, Default)]
struct ReadResources {
    clock: u64,
    kept: HashMap<(String, String), (u64, ReadResource)>,
}

impl OpenTenant {
    pub(crate) fn new(id: &str, session: Session, discovery: Discovery) -> Self {
        let schemas = &discovery.schemas.value;
        let models = discovery
            .resource_types
            .value
            .iter()
            .map(|it| (it.name.clone(), Arc::new(TypeModel::resolve(it, schemas).value)))
            .collect();
        Self {
            id: id.to_owned(),
            session,
            discovery,
            models,
            listings: Mutex::default(),
            read: Mutex::default(),
            names: Mutex::default(),
            refuses_excluded: AtomicBool::new(false),
        }
    }

    pub(crate) fn resource_types(&self) -> &[ResourceType] {
        &self.discovery.resource_types.value
    }

    pub(crate) fn model(&self, resource_type: &str) -> Result<Arc<TypeModel>, Fault> {
        self.models
            .get(resource_type)
            .cloned()
            .ok_or_else(|| Fault::NoResourceType { name: resource_type.to_owned() })
    }

    /// The list of a resource type in an order; `afresh` forgets what was read.
    pub(crate) fn listing(
        &self,
        resource_type: &str,
        sort: Option<Sort>,
        afresh: bool,
    ) -> Arc<tokio::sync::Mutex<Listing>> {
        let mut listings = self.listings.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (resource_type.to_owned(), sort);
        // One order at a time is kept for each type: another order is another reading.
        listings.retain(|(of, order), _| of != resource_type || *order == key.1);
        if afresh {
            listings.remove(&key);
        }
        Arc::clone(listings.entry(key).or_default())
    }

    /// The lists of a resource type that are here.
    pub(crate) fn listings_of(&self, resource_type: &str) -> Vec<Arc<tokio::sync::Mutex<Listing>>> {
        let listings = self.listings.lock().unwrap_or_else(PoisonError::into_inner);
        listings
            .iter()
            .filter(|((of, _), _)| of == resource_type)
            .map(|(_, it)| Arc::clone(it))
            .collect()
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

    /// Forgets the resources of a type that were read one by one.
    pub(crate) fn forget_read(&self, resource_type: &str) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.kept.retain(|(of, _), _| of != resource_type);
    }

    pub(crate) fn learn_name(&self, id: &str, title: &str, resource_type: &str) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(
            id.to_owned(),
            KnownName { title: title.to_owned(), resource_type: resource_type.to_owned() },
        );
    }

    pub(crate) fn name_of(&self, id: &str) -> Option<KnownName> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Whether lists of this type leave `members` out.
    pub(crate) fn leaves_out_members(&self, model: &TypeModel) -> bool {
        model.lists_members() && !self.refuses_excluded.load(Ordering::Relaxed)
    }
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
