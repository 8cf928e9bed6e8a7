//! Lists (RFC 7644 §3.4.2): the envelope, the page, and the rows against what was asked.

use std::collections::HashSet;

use serde_json::Value;

use crate::finding::Severity;
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::place::Target;
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{List, Subject};
use crate::message::is_cursor;
use crate::read::{member, scalar_text};

const BODY: Part = Part::ResponseBody;

/// What the reader of lists noticed under these names.
fn noticed(subject: &Subject<'_>, names: &[&str]) -> Vec<Spot> {
    let findings = subject.list().map(|it| it.findings.as_slice()).unwrap_or_default();
    let named = findings.iter().filter(|it| names.contains(&it.rule.as_str()));
    named.map(|it| Spot::read(BODY, it)).collect()
}

/// S03
pub(crate) fn tallies(subject: &Subject<'_>) -> Verdict {
    Verdict::of(noticed(subject, &["S03"]))
}

/// S04
pub(crate) fn other_shape(subject: &Subject<'_>) -> Verdict {
    Verdict::of(noticed(subject, &["S04"]))
}

/// S05
pub(crate) fn repeated_ids(subject: &Subject<'_>) -> Verdict {
    let mut spots = noticed(subject, &["S05"]);
    let Some(list) = subject.list().filter(|_| subject.lists_resources()) else {
        return Verdict::of(spots);
    };
    let continues = subject.query().continues();
    let earlier = match subject.context.earlier_ids {
        Some(ids) => ids,
        None if continues => return Verdict::or_lacking(spots, Some(Need::EarlierPages)),
        None => &[],
    };
    let seen: HashSet<&str> = earlier.iter().copied().collect();
    let ids: Vec<(usize, String)> =
        list.rows().iter().enumerate().filter_map(|(at, it)| Some((at, id(it)?))).collect();
    let again: Vec<_> = ids.iter().filter(|(_, it)| seen.contains(it.as_str())).collect();
    if let Some((at, _)) = again.first() {
        let text = format!(
            "{} of {} resources were on an earlier page already.",
            again.len(),
            list.rows().len()
        );
        spots.push(Spot::at(BODY, list.pointer(*at), text));
    }
    let distinct: HashSet<&str> =
        seen.iter().copied().chain(ids.iter().map(|(_, it)| it.as_str())).collect();
    if let Some(total) = last_total(subject, list)
        && (distinct.len() as u64) < total
    {
        let text = format!(
            "This is the last page, and there were {} different resources, but `totalResults` is {total}.",
            distinct.len()
        );
        spots.push(Spot::at(BODY, "/totalResults", text));
    }
    Verdict::of(spots)
}

fn id(row: &Value) -> Option<String> {
    scalar_text(member(row.as_object()?, "id")?.1)
}

/// What the server says is the total, where this page is the last by the server's own account.
fn last_total(subject: &Subject<'_>, list: &List<'_>) -> Option<u64> {
    let total = list.response.total_results?;
    let by_cursor = list.response.next_cursor.is_some() || subject.query().get("cursor").is_some();
    let first = u64::try_from(subject.query().number("startIndex").unwrap_or(1)).unwrap_or(1);
    let rows = list.response.resources.len() as u64;
    let reached = first.max(1).saturating_sub(1).saturating_add(rows);
    (rows > 0 && !by_cursor && reached >= total).then_some(total)
}

/// X50
pub(crate) fn envelope(subject: &Subject<'_>) -> Verdict {
    Verdict::of(noticed(
        subject,
        &[
            "list-schemas",
            "missing-total-results",
            "missing-resources",
            "null-resources",
            "missing-page-position",
            "total-too-small",
            "items-per-page",
            "member-case",
            "type-mismatch",
        ],
    ))
}

/// X51
pub(crate) fn incomplete_rows(subject: &Subject<'_>) -> Verdict {
    Verdict::of(noticed(subject, &["missing-id", "missing-schemas", "resource-not-an-object"]))
}

/// X52
pub(crate) fn more_than_asked(subject: &Subject<'_>) -> Verdict {
    let (Some(list), Some(count)) = (subject.list(), subject.query().number("count")) else {
        return Verdict::Clean;
    };
    let most = u64::try_from(count).unwrap_or(0);
    let rows = list.response.resources.len() as u64;
    let is_more = subject.lists_resources() && rows > most;
    let text = format!("{rows} resources came, but `count` allows {most}.");
    Verdict::of(is_more.then(|| Spot::at(BODY, "", text)))
}

/// X53
pub(crate) fn more_than_promised(subject: &Subject<'_>) -> Verdict {
    let Some(list) = subject.list().filter(|_| subject.lists_resources()) else {
        return Verdict::Clean;
    };
    let Some(config) = subject.provider_config() else {
        return Verdict::NotJudged(Need::ProviderConfig);
    };
    let rows = list.response.resources.len() as u64;
    let is_filtered = subject.query().get("filter").is_some();
    let page = config.pagination.as_ref().and_then(|it| it.max_page_size);
    let limits = [
        (config.filter_max_results.filter(|_| is_filtered), "filter.maxResults"),
        (page, "pagination.maxPageSize"),
    ];
    let over = limits.into_iter().filter_map(|(most, name)| {
        let most = most.filter(|it| rows > *it)?;
        let text = format!("{rows} resources came, but the server says `{name}` is {most}.");
        Some(Spot::at(BODY, "", text))
    });
    Verdict::of(over.collect::<Vec<_>>())
}

/// X54
pub(crate) fn other_page(subject: &Subject<'_>) -> Verdict {
    let query = subject.query();
    let Some(list) = subject.list().filter(|_| subject.lists_resources()) else {
        return Verdict::Clean;
    };
    let Some(said) = list.response.start_index.filter(|_| query.get("cursor").is_none()) else {
        return Verdict::Clean;
    };
    let asked = query.number("startIndex").map_or(1, |it| u64::try_from(it).unwrap_or(1)).max(1);
    let is_other = said != asked && !list.response.resources.is_empty();
    let text = format!("The page says that it starts at {said}, but {asked} was asked.");
    Verdict::of(is_other.then(|| Spot::at(BODY, "/startIndex", text)))
}

/// X55
pub(crate) fn cursor(subject: &Subject<'_>) -> Verdict {
    let Some(list) = subject.list() else { return Verdict::Clean };
    let Some(next) = list.response.next_cursor.as_deref() else { return Verdict::Clean };
    let mut spots = Vec::new();
    if !is_cursor(next) {
        let text = "`nextCursor` holds characters that a URL needs encoded; clients that do not encode it lose the rest of the list.";
        spots.push(Spot::at(BODY, "/nextCursor", text).weighs(Severity::Warning));
    }
    if subject.query().text("cursor") == Some(next) {
        let text = "`nextCursor` is the cursor that was asked, so a client goes round for ever.";
        spots.push(Spot::at(BODY, "/nextCursor", text));
    }
    Verdict::of(spots)
}

/// S13
pub(crate) fn members_not_excluded(subject: &Subject<'_>) -> Verdict {
    let is_asked = subject
        .query()
        .names("excludedAttributes")
        .iter()
        .any(|it| it.rsplit(':').next().is_some_and(|it| it.eq_ignore_ascii_case("members")));
    if !is_asked {
        return Verdict::Clean;
    }
    let spots = subject.resources().into_iter().filter_map(|(at, it)| {
        let (name, value) = member(it.as_object()?, "members")?;
        let count = value.as_array().map_or(0, Vec::len);
        let text = format!(
            "`members` was excluded, but here are {count}: large groups make lists slow, and Entra ID reads them as several matches."
        );
        (count > 0).then(|| Spot::at(BODY, crate::finding::pointer_to(&at, name), text))
    });
    Verdict::of(spots.collect::<Vec<_>>())
}

/// X62
pub(crate) fn filtered_discovery(subject: &Subject<'_>) -> Verdict {
    let is_it = subject.place.target == Target::DiscoveryList
        && subject.query().get("filter").is_some()
        && subject.is_success();
    let text = "A filter on a discovery endpoint should be answered 403: clients must see all schemas and types.";
    Verdict::of(is_it.then(|| Spot::at(Part::ResponseHead, "/status", text)))
}
