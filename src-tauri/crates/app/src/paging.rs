//! How a server pages, and what a refusal says about that: its lists are asked for by index, or by cursor (RFC 9865).

use std::sync::Arc;
use std::sync::atomic::Ordering;

use client::discovery::Source;
use client::error::{Failure, FailureKind};
use scim::finding::{Finding, Severity};
use scim::message::ScimType;
use scim::provider_config::{Pagination, Support};

use crate::listing::{Ask, Listing, PAGE_SIZE};
use crate::open_tenant::OpenTenant;

/// The longest cursor that is followed, in bytes: servers take no longer URL.
const LONGEST_CURSOR: usize = 8 * 1024;

/// How the server says that it pages, where it says so.
fn said(tenant: &OpenTenant) -> Option<&Pagination> {
    let config = &tenant.discovery.provider_config;
    config.value.pagination.as_ref().filter(|_| config.source == Source::Server)
}

/// Whether the server pages by cursor alone: it says so and does not promise to do so by index, or it was seen to.
pub(crate) fn is_by_cursor(tenant: &OpenTenant) -> bool {
    let says_so = |it: &Pagination| it.cursor == Support::Yes && it.index != Support::Yes;
    tenant.pages_by_cursor.load(Ordering::Relaxed) || said(tenant).is_some_and(says_so)
}

/// How many rows to ask for by cursor: more than it says are most, a server may refuse (RFC 9865 §2.1).
pub(crate) fn page_size(tenant: &OpenTenant) -> u32 {
    let most = said(tenant).and_then(|it| it.max_page_size).filter(|it| *it > 0);
    let most = most.and_then(|it| u32::try_from(it).ok());
    most.map_or(PAGE_SIZE, |it| it.min(PAGE_SIZE))
}

/// The list can only be read by cursor: who says to page by index has to do so where `startIndex` asks for it.
pub(crate) fn no_index(tenant: &OpenTenant) -> Option<Finding> {
    said(tenant).filter(|it| it.index == Support::Yes).map(|_| Finding {
        rule: "cursor-only".into(),
        severity: Severity::Warning,
        pointer: "/nextCursor".into(),
        section: "RFC 9865 §2.4".into(),
        message: "startIndex leads nowhere, although the ServiceProviderConfig says that paging by index is supported: pages \
                  can only be read by cursor, in their order."
            .into(),
    })
}

/// A cursor that can be followed, or why it cannot.
pub(crate) fn followable(cursor: Option<String>) -> Result<Option<Arc<str>>, Finding> {
    match cursor {
        Some(it) if it.len() > LONGEST_CURSOR => Err(Finding {
            rule: "long-cursor".into(),
            severity: Severity::Error,
            pointer: "/nextCursor".into(),
            section: "RFC 9865 §2".into(),
            message: format!(
                "nextCursor is {} bytes long, which no URL holds: the list cannot be read on.",
                it.len()
            ),
        }),
        other => Ok(other.map(Arc::from)),
    }
}

/// Some servers refuse a `startIndex` past the end instead of answering an empty page.
pub(crate) fn is_past_the_end(failure: &Failure, listing: &Listing, ask: &Ask) -> bool {
    let refused = matches!(
        &*failure.kind,
        FailureKind::Rejected { status: 400, .. } | FailureKind::NotFound { .. }
    );
    refused && listing.total_results().is_none_or(|total| ask.start >= total)
}

pub(crate) fn past_the_end(failure: &Failure, ask: &Ask) -> Finding {
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

/// Whether a page was refused for how it was asked for, so that asking otherwise may help. Of the sign-in, the moment or
/// the connection, the way to page is not to blame, and neither where the server names something else.
pub(crate) fn is_refused(failure: &Failure) -> bool {
    match &*failure.kind {
        FailureKind::Rejected { status: 400 | 410 | 422 | 501, scim_type, .. } => {
            let named = scim_type.as_deref().and_then(ScimType::parse);
            !matches!(named, Some(ScimType::InvalidFilter | ScimType::TooMany))
        }
        FailureKind::NotFound { .. } => true,
        _ => false,
    }
}

/// Whether a page was refused for its empty cursor: a server that does not know what that is may fail with it.
pub(crate) fn is_empty_refused(failure: &Failure) -> bool {
    is_refused(failure) || matches!(&*failure.kind, FailureKind::Rejected { status: 500, .. })
}

/// Whether a refusal names paging by cursor as what is wrong.
pub(crate) fn names_cursor(scim_type: &str) -> bool {
    use ScimType::{ExpiredCursor, InvalidCount, InvalidCursor};
    matches!(ScimType::parse(scim_type), Some(InvalidCursor | ExpiredCursor | InvalidCount))
}

/// A first page was refused for its empty cursor, or so it seems.
pub(crate) fn empty_refused(failure: &Failure) -> Finding {
    Finding {
        rule: "empty-cursor-refused".into(),
        severity: Severity::Warning,
        pointer: String::new(),
        section: "RFC 9865 §2".into(),
        message: format!(
            "The first page was asked for with an empty cursor and refused ({}); it is asked for without one.",
            words(failure)
        ),
    }
}

/// The cursor of a page was refused, and the list is read again from its start.
pub(crate) fn begun_again(failure: &Failure, ask: &Ask) -> Finding {
    Finding {
        rule: "cursor-refused".into(),
        severity: Severity::Info,
        pointer: String::new(),
        section: "RFC 9865 §2.1".into(),
        message: format!(
            "The cursor of the page after row {} was refused ({}), so the list was read again from its start: rows \
             may stand elsewhere now.",
            ask.start,
            words(failure)
        ),
    }
}

/// The status, and the keyword with it.
fn words(failure: &Failure) -> String {
    match &*failure.kind {
        FailureKind::Rejected { status, scim_type: Some(scim_type), .. } => {
            format!("{status} {scim_type}")
        }
        FailureKind::Rejected { status, .. } => status.to_string(),
        other => other.to_string(),
    }
}
