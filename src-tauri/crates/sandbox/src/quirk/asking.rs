//! Where quirks act on what is asked: filters and query parameters.

use scim::attr::AttrPath;
use scim::filter::{CompareOp, Filter};

use super::{Quirk, Quirks};
use crate::kind::Kind;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::rows::{Scope, read_filter};
use crate::selection;

/// The size of the largest page where the server has a cap of its own.
const CAP: usize = 50;

/// What is left of a filter.
#[derive(Debug)]
pub(crate) enum Bent {
    /// It is looked for; without one for everything.
    Filter(Option<Filter>),
    /// Nothing is found.
    Nothing,
}

/// Reads a filter as the server reads it.
pub(crate) fn bend_filter(quirks: Quirks, text: &str, scope: Scope) -> Result<Bent, Refusal> {
    if quirks.has(Quirk::IgnoresFilters) {
        return Ok(Bent::Filter(None));
    }
    let filter = read_filter(text, scope)?;
    if quirks.has(Quirk::CaseSensitiveNames) {
        check_spelling(&filter, scope)?;
    }
    if quirks.has(Quirk::EqAndOnly) && !is_eq_and(&filter) {
        let text = "only eq and and are supported in filters";
        return Err(Refusal::bad("invalidFilter", text));
    }
    if quirks.has(Quirk::OtherFiltersFindNothing) && !is_eq(&filter) {
        return Ok(Bent::Nothing);
    }
    let first = quirks.has(Quirk::FirstClauseOnly);
    Ok(Bent::Filter(Some(if first { first_clause(filter) } else { filter })))
}

/// Bends the other parameters.
pub(crate) fn bend_query(quirks: Quirks, query: &mut Query) -> Result<(), Refusal> {
    if quirks.is_empty() {
        return Ok(());
    }
    if quirks.has(Quirk::CountZeroRefused) && query.count == Some(0) {
        return Err(Refusal::bad("invalidValue", "count is at least 1"));
    }
    if quirks.has(Quirk::StartIndexIgnored) {
        query.start_index = 1;
    }
    if quirks.has(Quirk::CursorOnly) {
        query.cursor.get_or_insert_default();
    }
    if quirks.has(Quirk::PageCap) {
        query.count = Some(query.count.map_or(CAP, |it| it.min(CAP)));
    }
    if quirks.has(Quirk::SortIgnored) {
        query.choice.sort_by = None;
    }
    if quirks.has(Quirk::AttributesIgnored) {
        query.attributes.clear();
    }
    if quirks.has(Quirk::ExcludedIgnored) {
        query.excluded_attributes.clear();
    }
    Ok(())
}

fn is_eq(filter: &Filter) -> bool {
    matches!(filter, Filter::Compare { op: CompareOp::Eq, .. })
}

fn is_eq_and(filter: &Filter) -> bool {
    match filter {
        Filter::And(all) => all.iter().all(is_eq_and),
        other => is_eq(other),
    }
}

fn first_clause(filter: Filter) -> Filter {
    match filter {
        Filter::And(all) | Filter::Or(all) => match all.into_iter().next() {
            Some(first) => first_clause(first),
            None => Filter::And(Vec::new()),
        },
        other => other,
    }
}

fn check_spelling(filter: &Filter, scope: Scope) -> Result<(), Refusal> {
    let is_known = |it: &&AttrPath| scope.kinds().into_iter().any(|kind| is_spelled_so(it, kind));
    match selection::paths(filter).into_iter().find(|it| !is_known(it)) {
        Some(path) => Err(Refusal::bad("invalidFilter", format!("{path} is unknown"))),
        None => Ok(()),
    }
}

fn is_spelled_so(path: &AttrPath, kind: Kind) -> bool {
    kind.model().resolve_path(path).is_ok_and(|it| {
        it.attribute.name == path.name && it.sub.map(|it| it.name.as_str()) == path.sub.as_deref()
    })
}
