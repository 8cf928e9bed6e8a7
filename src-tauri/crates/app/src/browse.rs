//! Browsing a list: windows of rows, pages read from the server as they are needed.

use std::ops::Range;
use std::sync::atomic::Ordering;
use std::time::Duration;

use client::error::{Failure, FailureKind};
use client::page::{ListQuery, Page};
use jiff::Timestamp;
use scim::finding::{Finding, Severity};
use scim::message;
use scim::view::{TypeModel, cell, identity};
use serde_json::Value;

use crate::App;
use crate::api::Empty;
use crate::api::resources::{ResourcesList, ResourcesListed, ResourcesListing, Row};
use crate::api::tenants::{ResourceTypeCount, ResourceTypeCounted};
use crate::call::Call;
use crate::error::{Fault, can_be_to_blame};
use crate::judge::Judge;
use crate::listing::{Ask, Listing, ReadPage, Source};
use crate::open_tenant::{ListKey, OpenTenant, context};

const MOST_ROWS: u32 = 500;
/// How many pages one window may cost: a server that answers in tiny pages is asked again by the next window.
const MOST_PAGES: u32 = 20;
const MEMBERS: &str = "members";
/// A page that comes sooner is not spoken of before it is there.
const UNTOLD: Duration = Duration::from_millis(100);

pub(crate) async fn resource_type_count(
    app: &App,
    request: ResourceTypeCount,
    call: &Call<Empty>,
) -> Result<ResourceTypeCounted, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let model = tenant.model(&request.resource_type)?;
    let asked = context("Count", &call.cancel);
    let query = ListQuery { start_index: Some(1), count: Some(1), ..ListQuery::default() };
    let page = list_without_members(&tenant, &model, query, &asked).await?;
    let total_results = page.total_results.map(clamp);
    tenant.note_total(&request.resource_type, total_results);
    Ok(ResourceTypeCounted { total_results })
}

pub(crate) async fn resources_list(
    app: &App,
    request: ResourcesList,
    call: &Call<ResourcesListing>,
) -> Result<ResourcesListed, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let model = tenant.model(&request.resource_type)?;
    if request.reload {
        tenant.forget_read(&request.resource_type);
    }
    let key = ListKey {
        resource_type: request.resource_type.clone(),
        sort: request.sort.clone(),
        filter: request.filter.clone(),
    };
    let listing = tenant.listing(key, request.reload);
    let window = request.offset..request.offset.saturating_add(request.limit.clamp(1, MOST_ROWS));
    // One window at a time for each list: two that overlap would ask for the same page twice.
    let mut listing = tokio::select! {
        listing = listing.lock() => listing,
        () = call.cancel.cancelled() => return Err(Fault::Cancelled),
    };
    let left_out: &[&str] = if tenant.leaves_out_members(&model) { &[MEMBERS] } else { &[] };
    let judge = Judge::of(request.filter.as_deref(), &model, left_out);
    let reading = Reading { tenant: &tenant, model: &model, request: &request, judge, call };
    let (pages_read, exchange) = reading.fill(&mut listing, &window).await?;
    let rows = reading.rows(&mut listing, &window);
    if request.filter.is_none() {
        tenant.note_total(&request.resource_type, listing.total_results());
    }
    Ok(ResourcesListed {
        rows,
        row_count: listing.row_count(),
        end_seen: listing.end_seen(),
        total_results: listing.total_results(),
        findings: reading.findings(&listing),
        exchange,
        pages_read,
        left_out: if tenant.leaves_out_members(&model) {
            vec![MEMBERS.to_owned()]
        } else {
            Vec::new()
        },
    })
}

/// One window that is being read.
struct Reading<'a> {
    tenant: &'a OpenTenant,
    model: &'a TypeModel,
    request: &'a ResourcesList,
    judge: Judge,
    call: &'a Call<ResourcesListing>,
}

impl Reading<'_> {
    /// Reads what is missing of a window; says how many pages that took and the last one's exchange.
    async fn fill(
        &self,
        listing: &mut Listing,
        window: &Range<u32>,
    ) -> Result<(u32, Option<String>), Fault> {
        let asked = context("Directory", &self.call.cancel);
        let mut pages = 0;
        let mut exchange = None;
        while pages < MOST_PAGES
            && let Some(ask) = listing.next(window)
        {
            let page = list_without_members(self.tenant, self.model, self.query(ask), &asked);
            let page = match self.telling(ask, page).await {
                Ok(page) => page,
                Err(failure) if ask.start > 0 && is_past_the_end(&failure, listing, ask) => {
                    pages += 1;
                    listing.note(past_the_end(&failure, ask));
                    listing.accept(ask, nothing(failure.exchange.clone()));
                    continue;
                }
                Err(failure) => return Err(self.refused(failure)),
            };
            exchange = page.exchange.clone();
            pages += 1;
            for finding in &page.findings {
                listing.note(finding.clone());
            }
            listing.accept(ask, self.taken(page));
        }
        Ok((pages, exchange))
    }

    /// Waits for a page, and says what is waited for where that takes a moment: the window has no time for words about
    /// pages that come at once.
    async fn telling<P>(&self, ask: Ask, page: impl Future<Output = P>) -> P {
        let mut page = std::pin::pin!(page);
        match tokio::time::timeout(UNTOLD, &mut page).await {
            Ok(page) => page,
            Err(_) => {
                let start_index = ask.start.saturating_add(1);
                self.call.send(&ResourcesListing { start_index, count: ask.count });
                page.await
            }
        }
    }

    fn refused(&self, failure: Failure) -> Fault {
        match &self.request.filter {
            Some(filter) if can_be_to_blame(&failure) => {
                Fault::FilterRefused { failure, filter: filter.clone() }
            }
            _ => failure.into(),
        }
    }

    fn taken(&self, page: Page) -> ReadPage {
        let read = |range: &Range<usize>| page.body.get(range.clone()).map(message::lenient);
        let values: Vec<Value> = page.rows.iter().map(|it| read(it).unwrap_or_default()).collect();
        ReadPage {
            ids: values.iter().map(|it| identity(self.model, it).id).collect(),
            fits: self.judge.fits(self.model, values.iter()),
            total_results: page.total_results.map(clamp),
            source: Source { exchange: page.exchange, read_at: Timestamp::now() },
            body: page.body,
            rows: page.rows,
        }
    }

    /// The rows of a window as they are drawn; their names are learnt on the way.
    fn rows(&self, listing: &mut Listing, window: &Range<u32>) -> Vec<Row> {
        let loaded = listing.rows(window);
        let drawn = loaded.into_iter().map(|loaded| {
            // What no parser follows is shown as an empty row; that was flagged when the page was read.
            let value = message::lenient(loaded.text);
            let who = identity(self.model, &value);
            if let Some(id) = &who.id {
                self.tenant.learn_name(id, &who, &self.request.resource_type);
            }
            let columns = self.request.columns.iter();
            Row {
                index: loaded.index,
                cells: columns.map(|path| cell(self.model, &value, path)).collect(),
                duplicate: loaded.duplicate,
                misfit: loaded.misfit,
                title: who.title,
                active: who.active,
                id: who.id,
            }
        });
        drawn.collect()
    }

    /// How the list deviates: what speaks about the filter first.
    fn findings(&self, listing: &Listing) -> Vec<Finding> {
        let total = listing.total_results();
        let is_whole =
            total.is_some() && total == self.tenant.total_of(&self.request.resource_type);
        let of_filter = self.judge.finding(listing.tally(), is_whole);
        of_filter.into_iter().chain(listing.findings().iter().cloned()).collect()
    }

    fn query(&self, ask: Ask) -> ListQuery {
        let sort = self.request.sort.as_ref();
        ListQuery {
            filter: self.request.filter.clone(),
            start_index: Some(u64::from(ask.start) + 1),
            count: Some(u64::from(ask.count)),
            sort_by: sort.map(|it| it.by.clone()),
            descending: sort.is_some_and(|it| it.descending),
            ..ListQuery::default()
        }
    }
}

/// Some servers refuse a `startIndex` past the end instead of answering an empty page.
fn is_past_the_end(failure: &Failure, listing: &Listing, ask: Ask) -> bool {
    let refused = matches!(
        &*failure.kind,
        FailureKind::Rejected { status: 400, .. } | FailureKind::NotFound { .. }
    );
    refused && listing.total_results().is_none_or(|total| ask.start >= total)
}

fn past_the_end(failure: &Failure, ask: Ask) -> Finding {
    Finding {
        rule: "past-the-end".into(),
        severity: Severity::Warning,
        pointer: String::new(),
        section: "RFC 7644 §3.4.2.4".into(),
        message: format!(
            "startIndex {} lies past the end and was refused ({failure}) instead of answered with an empty list.",
            ask.start.saturating_add(1)
        ),
    }
}

/// Lists without `members`, which may be thousands a row; a server that refuses to leave them out brings them.
async fn list_without_members(
    tenant: &OpenTenant,
    model: &TypeModel,
    query: ListQuery,
    asked: &client::exchange::Context,
) -> Result<Page, Failure> {
    let endpoint = &model.resource_type.endpoint;
    if !tenant.leaves_out_members(model) {
        return tenant.session.list(endpoint, &query, asked).await;
    }
    let without = ListQuery { excluded_attributes: vec![MEMBERS.to_owned()], ..query.clone() };
    match tenant.session.list(endpoint, &without, asked).await {
        Err(failure) if may_be_refused_for_members(&failure) => {
            let page = tenant.session.list(endpoint, &query, asked).await?;
            tenant.refuses_excluded.store(true, Ordering::Relaxed);
            Ok(page)
        }
        other => other,
    }
}

/// A server that says what it refuses does not have to be asked again without something else.
fn may_be_refused_for_members(failure: &Failure) -> bool {
    match &*failure.kind {
        FailureKind::Rejected { status: 400 | 501, scim_type, .. } => {
            let names_another = |it: &str| {
                it.eq_ignore_ascii_case("invalidFilter") || it.eq_ignore_ascii_case("tooMany")
            };
            !scim_type.as_deref().is_some_and(names_another)
        }
        _ => false,
    }
}

/// A page past the end.
fn nothing(exchange: Option<String>) -> ReadPage {
    ReadPage {
        body: "".into(),
        rows: Vec::new(),
        ids: Vec::new(),
        fits: Vec::new(),
        total_results: None,
        source: Source { exchange, read_at: Timestamp::now() },
    }
}

fn clamp(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
