//! What a request asks: filters, attributes, paging and order (RFC 7644 §3.4.2), and how it is written in a URL.

use crate::attr::AttrPath;
use crate::filter::{CompareOp, Filter, Spanned, check};
use crate::finding::{Finding, Severity};
use crate::lint::context::{FilterProbe, Need};
use crate::lint::place::{Model, models};
use crate::lint::preset::{FilterLimits, Logical};
use crate::lint::query::Asked;
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{SENT, Subject};
use crate::lint::writes::uris;
use crate::resolve::Unresolved;
use crate::schema::{Attribute, Mutability};
use crate::view::TypeModel;

/// The parts of a filter in its order: conditions, and how they are put together.
#[derive(Debug)]
pub(super) enum Piece {
    Condition { path: AttrPath, op: Option<CompareOp> },
    Joined(Logical),
    ValuePath,
}

pub(super) fn pieces(filter: &Filter) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Vec<(&Filter, Option<&AttrPath>)> = vec![(filter, None)];
    let inside = |holder: Option<&AttrPath>, path: &AttrPath| match holder {
        Some(holder) => AttrPath { sub: Some(path.name.clone()), ..holder.clone() },
        None => path.clone(),
    };
    while let Some((filter, holder)) = open.pop() {
        match filter {
            Filter::And(parts) | Filter::Or(parts) => {
                let is_and = matches!(filter, Filter::And(_));
                pieces.push(Piece::Joined(if is_and { Logical::And } else { Logical::Or }));
                open.extend(parts.iter().rev().map(|it| (it, holder)));
            }
            Filter::Not(part) => {
                pieces.push(Piece::Joined(Logical::Not));
                open.push((part, holder));
            }
            Filter::Compare { path, op, .. } => {
                pieces.push(Piece::Condition { path: inside(holder, path), op: Some(*op) });
            }
            Filter::Present(path) => {
                pieces.push(Piece::Condition { path: inside(holder, path), op: None });
            }
            Filter::ValuePath { path, filter } => {
                pieces.push(Piece::ValuePath);
                open.push((filter, Some(path)));
            }
        }
    }
    pieces
}

/// The filter that is asked, where it can be read.
pub(super) fn filter<'s>(subject: &'s Subject<'_>) -> Option<(&'s Asked, Filter)> {
    let asked = subject.query().get("filter")?;
    let filter = Filter::parse(asked.value.trim(), &uris(subject.place.model)).ok()?;
    Some((asked, filter))
}

/// R13
pub(crate) fn unsupported_filter(subject: &Subject<'_>) -> Verdict {
    let Some((asked, filter)) = filter(subject) else { return Verdict::Clean };
    let pieces = pieces(&filter);
    let spot = |text: String| Spot::at(asked.part, asked.pointer.clone(), text);
    if let Some(preset) = subject.context.preset
        && let Some(limits) = &preset.filter
    {
        let complaints = pieces.iter().filter_map(|it| outside(it, limits));
        let told = complaints.map(|it| spot(format!("{} {it}.", preset.name)));
        return Verdict::of(told.collect::<Vec<_>>());
    }
    let probes = subject.context.probes.map(|it| it.filters).unwrap_or_default();
    let (mut spots, mut lacking) = (Vec::new(), None);
    for piece in &pieces {
        let Piece::Condition { path, op } = piece else { continue };
        match probes.iter().find(|it| is_probe(it, path, *op)) {
            Some(probe) if probe.works => {}
            Some(_) => spots.push(spot(format!(
                "This server did not answer `{path} {}` rightly when it was tried.",
                op_name(*op)
            ))),
            None => lacking = Some(Need::Proof),
        }
    }
    // That each condition works does not prove that they work together.
    let is_joined = pieces.iter().any(|it| !matches!(it, Piece::Condition { .. }));
    Verdict::or_lacking(spots, lacking.or(is_joined.then_some(Need::Proof)))
}

fn outside(piece: &Piece, limits: &FilterLimits) -> Option<String> {
    match piece {
        Piece::Condition { path, op } => {
            let name = op_name(*op);
            if !limits.operators.iter().any(|it| it.eq_ignore_ascii_case(name)) {
                return Some(format!("does not know the operator `{name}`"));
            }
            let path = path.to_string();
            let knows = limits.attributes.iter().any(|it| it.eq_ignore_ascii_case(&path));
            (!knows && !limits.attributes.is_empty())
                .then(|| format!("does not filter by `{path}`"))
        }
        Piece::Joined(logical) => {
            let word = format!("{logical:?}").to_lowercase();
            (!limits.logical.contains(logical)).then(|| format!("does not know `{word}`"))
        }
        Piece::ValuePath => {
            (!limits.value_paths).then(|| "does not know conditions in brackets".to_owned())
        }
    }
}

fn is_probe(probe: &FilterProbe<'_>, path: &AttrPath, op: Option<CompareOp>) -> bool {
    probe.op == op && probe.attribute.eq_ignore_ascii_case(&path.to_string())
}

fn op_name(op: Option<CompareOp>) -> &'static str {
    op.map_or("pr", CompareOp::name)
}

/// What the checker of filters says of types.
const OF_TYPES: [&str; 4] =
    ["operator-type", "operator-not-defined", "value-type", "complex-attribute"];

/// R15
pub(crate) fn filter_types(subject: &Subject<'_>) -> Verdict {
    let Some(asked) = subject.query().get("filter") else { return Verdict::Clean };
    let model = subject.place.model;
    let Ok(filter) = Spanned::parse(asked.value.trim(), &uris(model)) else {
        return Verdict::Clean;
    };
    let Some(model) = model else { return Verdict::NotJudged(Need::Schemas) };
    let problems = check(&filter, model.model).into_iter();
    let of_types = problems.filter(|it| OF_TYPES.contains(&it.rule.as_str()));
    let spots = of_types.map(|it| {
        let instead = it.instead.first().map(|it| format!(" Instead: {it}"));
        let finding = Finding {
            rule: it.rule,
            severity: it.severity,
            pointer: asked.pointer.clone(),
            section: it.section,
            message: it.message + &instead.unwrap_or_default(),
        };
        Spot::read(asked.part, &finding)
    });
    Verdict::or_lacking(spots.collect(), subject.lacks_schemas())
}

/// What a path compares: of a complex attribute its `value` (RFC 7644 §3.4.2.2).
fn compared<'a>(model: Model<'a>, path: &AttrPath) -> Option<&'a Attribute> {
    let attribute = model.model.attribute(path.uri.as_deref(), &path.name)?;
    match &path.sub {
        Some(sub) => attribute.sub_attribute(sub),
        None if attribute.is_complex() => attribute.sub_attribute("value"),
        None => Some(attribute),
    }
}

/// X09
pub(crate) fn unreadable_filter(subject: &Subject<'_>) -> Verdict {
    let Some(asked) = subject.query().get("filter") else { return Verdict::Clean };
    let parsed = Filter::parse(asked.value.trim(), &uris(subject.place.model));
    let spot = parsed.err().map(|error| {
        let meant = match error.expected.first() {
            Some(expected) => format!(" Expected is {expected}."),
            None => String::new(),
        };
        let text = format!("The filter cannot be read: {error}.{meant}");
        Spot::at(asked.part, asked.pointer.clone(), text)
    });
    Verdict::of(spot)
}

/// So many unknown names are told.
const MOST_UNKNOWN: usize = 20;

/// X10
pub(crate) fn unknown_attributes(subject: &Subject<'_>) -> Verdict {
    let mut named: Vec<(&Asked, AttrPath)> = Vec::new();
    if let Some((asked, filter)) = filter(subject) {
        named.extend(pieces(&filter).into_iter().filter_map(|it| match it {
            Piece::Condition { path, .. } => Some((asked, path)),
            _ => None,
        }));
    }
    let uris = uris(subject.place.model);
    for name in ["attributes", "excludedAttributes", "sortBy"] {
        let Some(asked) = subject.query().get(name) else { continue };
        let names = subject.query().names(name);
        let plain =
            names.into_iter().filter(|name| !uris.iter().any(|it| crate::urn::same(it, name)));
        named.extend(plain.filter_map(|it| Some((asked, AttrPath::parse(it, &uris).ok()?))));
    }
    if named.is_empty() {
        return Verdict::Clean;
    }
    let (known, is_served) = models(&subject.context);
    if !is_served {
        return Verdict::NotJudged(Need::Schemas);
    }
    let candidates: Vec<&TypeModel> = match subject.place.model {
        Some(model) => vec![model.model],
        None => known.iter().collect(),
    };
    let spots = named.into_iter().filter_map(|(asked, path)| {
        let unresolved = resolve(&candidates, &path)?;
        Some(Spot::at(asked.part, asked.pointer.clone(), unknown(&path, &unresolved)))
    });
    // Looking for what was meant takes its time, and nobody reads so many.
    Verdict::of(spots.take(MOST_UNKNOWN).collect::<Vec<_>>())
}

/// Why none of the types knows a path.
fn resolve(candidates: &[&TypeModel], path: &AttrPath) -> Option<Unresolved> {
    let mut first = None;
    for model in candidates {
        match model.resolve_path(path) {
            Ok(_) => return None,
            Err(unresolved) => first = first.or(Some(unresolved)),
        }
    }
    first
}

pub(super) fn unknown(path: &AttrPath, unresolved: &Unresolved) -> String {
    match unresolved.did_you_mean.first() {
        Some(meant) => format!("`{path}`: {unresolved}. Is `{meant}` meant?"),
        None => format!("`{path}`: {unresolved}."),
    }
}

/// X11
pub(crate) fn paging_parameters(subject: &Subject<'_>) -> Verdict {
    let query = subject.query();
    let mut spots = Vec::new();
    let spot = |asked: &Asked, text: String| Spot::at(asked.part, asked.pointer.clone(), text);
    for (name, least, read_as) in [("startIndex", 1, "1"), ("count", 0, "0")] {
        let Some(asked) = query.get(name) else { continue };
        match query.number(name) {
            None => {
                let text = format!("`{name}` is `{}`, which is no whole number.", asked.value);
                spots.push(spot(asked, text));
            }
            Some(number) if number < least => {
                let text = format!("`{name}` is {number}; servers should read it as {read_as}.");
                spots.push(spot(asked, text).weighs(Severity::Warning));
            }
            Some(_) => {}
        }
    }
    if let Some(asked) = query.get("sortOrder") {
        if !["ascending", "descending"].contains(&asked.value.as_str()) {
            let text = format!("`sortOrder` is ascending or descending, not `{}`.", asked.value);
            spots.push(spot(asked, text));
        } else if query.get("sortBy").is_none() {
            let text = "`sortOrder` says nothing without `sortBy`.".to_owned();
            spots.push(spot(asked, text).weighs(Severity::Info));
        }
    }
    Verdict::of(spots)
}

/// X12
pub(crate) fn both_selections(subject: &Subject<'_>) -> Verdict {
    let both = subject.query().get("attributes").and(subject.query().get("excludedAttributes"));
    let text = "`attributes` and `excludedAttributes` exclude each other; servers honour one of them or refuse.";
    Verdict::of(both.map(|it| Spot::at(it.part, it.pointer.clone(), text)))
}

/// X13
pub(crate) fn cursor_with_index(subject: &Subject<'_>) -> Verdict {
    let both = subject.query().get("cursor").and(subject.query().get("startIndex"));
    let text = "`cursor` and `startIndex` are two ways to page; which of them counts is the server's choice.";
    Verdict::of(both.map(|it| Spot::at(it.part, it.pointer.clone(), text)))
}

/// Names under which secrets are found in URLs.
const SECRET_NAMES: [&str; 9] = [
    "access_token",
    "api_key",
    "apikey",
    "auth_token",
    "authorization",
    "client_secret",
    "password",
    "secret",
    "token",
];

/// X05
pub(crate) fn secrets_in_url(subject: &Subject<'_>) -> Verdict {
    let mut spots = Vec::new();
    for parameter in subject.parameters() {
        let is_secret = SECRET_NAMES.iter().any(|it| it.eq_ignore_ascii_case(&parameter.name));
        if is_secret && !parameter.raw.is_empty() {
            let pointer = crate::finding::pointer_to("/query", &parameter.name);
            let text = format!("`{}` carries a secret in the URL.", parameter.name);
            spots.push(Spot::at(SENT, pointer, text));
        }
    }
    if let Some((_, rest)) = subject.exchange.url.split_once("://")
        && rest.split(['/', '?', '#']).next().is_some_and(|it| it.contains('@'))
    {
        spots.push(Spot::at(SENT, "/url", "The URL carries a user name or password."));
    }
    if let Some((asked, filter)) = filter(subject).filter(|(asked, _)| asked.part == SENT) {
        let is_secret = |path: &AttrPath| {
            let model = subject.place.model;
            let definition = model.and_then(|it| compared(it, path));
            definition.is_some_and(|it| it.mutability == Mutability::WriteOnly)
                || path.name.eq_ignore_ascii_case("password")
        };
        let named = pieces(&filter).into_iter().find_map(|it| match it {
            Piece::Condition { path, .. } if is_secret(&path) => Some(path),
            _ => None,
        });
        spots.extend(named.map(|path| {
            let text = format!("The filter in the URL names `{path}`; ask by POST to /.search.");
            Spot::at(asked.part, asked.pointer.clone(), text)
        }));
    }
    Verdict::of(spots)
}
