//! Browsing a list: windows of rows, pages read from the server as they are needed.

use std::ops::Range;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use client::error::{Failure, FailureKind};
use client::page::{ListQuery, Page};
use jiff::Timestamp;
use scim::finding::Finding;
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
use crate::paging;

const MOST_ROWS: u32 = 500;
/// How many pages one window may cost: a server that answers in tiny pages is asked again by the next window.
const MOST_PAGES: u32 = 20;
/// How many pages may be read on the way to a window: by cursor they come in order only.
const MOST_BETWEEN: u32 = 100;
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
    let start_index = (!paging::is_by_cursor(&tenant)).then_some(1);
    let query = ListQuery { start_index, count: Some(1), ..ListQuery::default() };
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
        let since = Instant::now();
        let (mut pages, mut between, mut exchange, mut again) = (0, 0, None, false);
        if paging::is_by_cursor(self.tenant) {
            listing.prefer_cursors(paging::page_size(self.tenant));
        }
        while let Some(ask) = listing.next(window) {
            let is_between = ask.cursor.is_some() && ask.start < window.start;
            let (spent, most) =
                if is_between { (&mut between, MOST_BETWEEN) } else { (&mut pages, MOST_PAGES) };
            if *spent == most {
                break;
            }
            *spent += 1;
            let untold =
                UNTOLD.saturating_sub(if is_between { since.elapsed() } else { Duration::ZERO });
            let page = list_without_members(self.tenant, self.model, self.query(&ask), &asked);
            match self.telling(&ask, untold, page).await {
                Ok(page) => {
                    exchange = page.exchange.clone();
                    self.accept(listing, &ask, page);
                }
                Err(failure) => self.not_answered(listing, &ask, failure, &mut again)?,
            }
        }
        let is_beyond = listing.end_seen() && listing.row_count() <= window.start;
        if between == MOST_BETWEEN && !is_beyond && listing.rows(window).is_empty() {
            return Err(Fault::FarAhead { reached: listing.reached(), wanted: window.start });
        }
        Ok((pages + between, exchange))
    }

    fn accept(&self, listing: &mut Listing, ask: &Ask, page: Page) {
        for finding in &page.findings {
            listing.note(finding.clone());
        }
        let was_by_cursor = listing.is_by_cursor();
        let page = self.taken(listing, page);
        listing.accept(ask, page);
        if listing.is_by_cursor() && !was_by_cursor {
            self.tenant.pages_by_cursor.store(true, Ordering::Relaxed);
            paging::no_index(self.tenant).into_iter().for_each(|it| listing.note(it));
        }
    }

    /// A page that was refused: where there is another way to ask for it, that is taken next.
    fn not_answered(
        &self,
        listing: &mut Listing,
        ask: &Ask,
        failure: Failure,
        again: &mut bool,
    ) -> Result<(), Fault> {
        let is_refused = paging::is_refused(&failure);
        match ask.cursor.as_deref() {
            Some("") if paging::is_empty_refused(&failure) => {
                listing.refuses_empty_cursor(paging::empty_refused(&failure));
            }
            Some(cursor) if is_refused && !cursor.is_empty() => {
                listing.begin_again();
                if std::mem::replace(again, true) {
                    return Err(Fault::CursorRefused { failure });
                }
                listing.note(paging::begun_again(&failure, ask));
            }
            None if is_refused && ask.start > 0 && listing.goes_on_by_cursor(ask.start) => {}
            None if ask.start > 0 && paging::is_past_the_end(&failure, listing, ask) => {
                listing.note(paging::past_the_end(&failure, ask));
                listing.accept(ask, nothing(failure.exchange));
            }
            _ => return Err(self.refused(failure)),
        }
        Ok(())
    }

    /// Waits for a page, and says what is waited for where that takes longer than what may stay untold: the window has no
    /// time for words about pages that come at once.
    async fn telling<P>(&self, ask: &Ask, untold: Duration, page: impl Future<Output = P>) -> P {
        let mut page = std::pin::pin!(page);
        match tokio::time::timeout(untold, &mut page).await {
            Ok(page) => page,
            Err(_) => {
                self.call.send(&ResourcesListing {
                    start_index: ask.start.saturating_add(1),
                    count: ask.count,
                    by_cursor: ask.cursor.is_some(),
                });
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

    fn taken(&self, listing: &mut Listing, page: Page) -> ReadPage {
        let next_cursor = paging::followable(page.next_cursor).unwrap_or_else(|finding| {
            listing.note(finding);
            None
        });
        let read = |range: &Range<usize>| page.body.get(range.clone()).map(message::lenient);
        let values: Vec<Value> = page.rows.iter().map(|it| read(it).unwrap_or_default()).collect();
        ReadPage {
            ids: values.iter().map(|it| identity(self.model, it).id).collect(),
            fits: self.judge.fits(self.model, values.iter()),
            total_results: page.total_results.map(clamp),
            start_index: page.start_index,
            next_cursor,
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

    fn query(&self, ask: &Ask) -> ListQuery {
        let sort = self.request.sort.as_ref();
        // A first page that may be one by cursor is asked for without: 1 is what is meant anyway.
        let is_unsaid = ask.cursor.is_some() || ask.start == 0 && paging::is_by_cursor(self.tenant);
        ListQuery {
            filter: self.request.filter.clone(),
            start_index: (!is_unsaid).then_some(u64::from(ask.start) + 1),
            cursor: ask.cursor.as_deref().map(str::to_owned),
            count: Some(u64::from(ask.count)),
            sort_by: sort.map(|it| it.by.clone()),
            descending: sort.is_some_and(|it| it.descending),
            ..ListQuery::default()
        }
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
    // From page to page by cursor, everything else has to stay as it was.
    let may_change = query.cursor.as_deref().is_none_or(str::is_empty);
    match tenant.session.list(endpoint, &without, asked).await {
        Err(failure) if may_change && may_be_refused_for_members(&failure) => {
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
                it.eq_ignore_ascii_case("invalidFilter")
                    || it.eq_ignore_ascii_case("tooMany")
                    || paging::names_cursor(it)
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
        start_index: None,
        next_cursor: None,
        source: Source { exchange, read_at: Timestamp::now() },
    }
}

fn clamp(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
