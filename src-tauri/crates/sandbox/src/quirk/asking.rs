//! Where quirks act on what is asked: filters and query parameters.

use scim::attr::AttrPath;
use scim::filter::{CompareOp, Filter, Spanned, SpannedKind};

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

/// The path of a request as the RFC spells it; `None` where the server has nothing at this spelling.
pub(crate) fn bend_path(quirks: Quirks, path: &str) -> Option<&str> {
    const CONFIG: &str = "/ServiceProviderConfig";
    if !quirks.has(Quirk::PluralConfig) {
        return Some(path);
    }
    match path.strip_suffix('s') {
        Some(singular) if singular.ends_with(CONFIG) => Some(singular),
        _ => (!path.ends_with(CONFIG)).then_some(path),
    }
}

/// Reads a filter as the server reads it.
pub(crate) fn bend_filter(quirks: Quirks, text: &str, scope: Scope) -> Result<Bent, Refusal> {
    if quirks.has(Quirk::IgnoresFilters) {
        return Ok(Bent::Filter(None));
    }
    let filter = match understood(quirks, text, scope) {
        Err(_) if quirks.has(Quirk::UnknownFiltersIgnored) => return Ok(Bent::Filter(None)),
        read => read?,
    };
    if quirks.has(Quirk::OtherFiltersFindNothing) && !is_eq(&filter) {
        return Ok(Bent::Nothing);
    }
    let first = quirks.has(Quirk::FirstClauseOnly);
    Ok(Bent::Filter(Some(if first { first_clause(filter) } else { filter })))
}

/// Reads a filter that the server does not refuse.
fn understood(quirks: Quirks, text: &str, scope: Scope) -> Result<Filter, Refusal> {
    let filter = read_filter(text, scope)?;
    if quirks.has(Quirk::CaseSensitiveNames) {
        check_spelling(&filter, scope)?;
    }
    let few = [Quirk::EqAndOnly, Quirk::UnknownFiltersIgnored];
    if quirks.has_any(&few) && !is_eq_and(&filter) {
        let text = "only eq and and are supported in filters";
        return Err(Refusal::bad("invalidFilter", text));
    }
    let flat = quirks.has(Quirk::NoPrecedence).then(|| Spanned::parse(text, &scope.uris()).ok());
    Ok(flat.flatten().map_or(filter, |it| from_left_to_right(&it, text)))
}

/// A filter as one reads it who knows no precedence: what is not in brackets is taken as it comes.
fn from_left_to_right(filter: &Spanned, text: &str) -> Filter {
    let SpannedKind::Or(parts) = &filter.kind else { return filter.to_filter() };
    let mut read: Option<Filter> = None;
    for part in parts {
        // Without brackets around it, an `and` reaches back to what stands before it.
        let is_open = !part.span.of(text).starts_with('(');
        let (first, rest) = match &part.kind {
            SpannedKind::And(them) if is_open => them.split_first().unwrap_or((part, &[])),
            _ => (part, [].as_slice()),
        };
        let first = first.to_filter();
        let before = match read {
            Some(before) => Filter::Or(vec![before, first]),
            None => first,
        };
        let all = rest.iter().map(Spanned::to_filter);
        read = Some(all.fold(before, |before, it| Filter::And(vec![before, it])));
    }
    read.unwrap_or_else(|| filter.to_filter())
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
