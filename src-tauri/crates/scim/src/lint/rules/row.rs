//! The rows of a list against the filter and the order that were asked (RFC 7644 §3.4.2.2, §3.4.2.3).

use std::cmp::Ordering;

use serde_json::Value;

use super::query::{Piece, filter, pieces};
use super::selection::Selection;
use crate::attr::AttrPath;
use crate::filter::{Matcher, Settings};
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::settings::lookup;
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::Subject;
use crate::lint::writes::uris;
use crate::read::{member, read_boolean};
use crate::schema::{Attribute, AttributeType, Returned};

const BODY: Part = Part::ResponseBody;

/// S06
pub(crate) fn filter_ignored(subject: &Subject<'_>) -> Verdict {
    let Some(list) = subject.list().filter(|_| subject.lists_resources()) else {
        return Verdict::Clean;
    };
    let Some((_, filter)) = filter(subject) else { return Verdict::Clean };
    if list.rows().is_empty() {
        return Verdict::Clean;
    }
    let named = pieces(&filter).into_iter().filter_map(|it| match it {
        Piece::Condition { path, .. } => Some(path),
        _ => None,
    });
    let [wanted, excluded] =
        ["attributes", "excludedAttributes"].map(|it| Selection::of(subject, it));
    if named.into_iter().any(|it| is_hidden(subject, &it, wanted.as_ref(), excluded.as_ref())) {
        return Verdict::NotJudged(Need::FilteredAttributes);
    }
    let model = subject.place.model.map(|it| it.model);
    let matcher = Matcher::new(&filter, model, Settings::default());
    let rows = list.rows();
    let others: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, it)| it.is_object() && !matcher.matches(it))
        .map(|(at, _)| at)
        .collect();
    let spots: Vec<Spot> = others
        .iter()
        .map(|at| {
            let text = format!(
                "{} of {} rows do not match the filter, this one among them: the server ignored it, or a part of it.",
                others.len(),
                rows.len()
            );
            Spot::at(BODY, list.pointer(*at), text)
        })
        .collect();
    Verdict::or_lacking(spots, subject.lacks_schemas())
}

/// Whether the rows need not show the attribute, so that nothing follows from its absence.
fn is_hidden(
    subject: &Subject<'_>,
    path: &AttrPath,
    wanted: Option<&Selection>,
    excluded: Option<&Selection>,
) -> bool {
    let definition = subject.place.model.and_then(|it| {
        let attribute = it.model.attribute(path.uri.as_deref(), &path.name)?;
        Some((attribute, path.sub.as_deref().and_then(|sub| attribute.sub_attribute(sub))))
    });
    let is_of = |wanted: Returned| {
        definition.is_some_and(|(attribute, part)| {
            attribute.returned == wanted || part.is_some_and(|it| it.returned == wanted)
        })
    };
    if is_of(Returned::Never) {
        return true;
    }
    let is_selective = wanted.is_some() && !is_of(Returned::Always);
    let is_asked = wanted.is_some_and(|it| it.covers(path));
    ((is_selective || is_of(Returned::Request)) && !is_asked)
        || excluded.is_some_and(|it| it.covers(path))
}

/// X56
pub(crate) fn order_ignored(subject: &Subject<'_>) -> Verdict {
    let Some(list) = subject.list().filter(|_| subject.lists_resources()) else {
        return Verdict::Clean;
    };
    let Some(by) = subject.query().text("sortBy") else { return Verdict::Clean };
    let uris = uris(subject.place.model);
    let path = AttrPath::parse(by, &uris).ok();
    let definition = subject.place.model.zip(path).and_then(|(model, path)| {
        let attribute = model.model.attribute(path.uri.as_deref(), &path.name)?;
        match &path.sub {
            Some(sub) => attribute.sub_attribute(sub),
            None if attribute.is_complex() => attribute.sub_attribute("value"),
            None => Some(attribute),
        }
    });
    let Some(definition) = definition else { return Verdict::NotJudged(Need::Schemas) };
    let is_descending = subject.query().text("sortOrder") == Some("descending");
    let keys: Vec<Option<&Value>> = list.rows().iter().map(|it| key(it, by, &uris)).collect();
    let wrong = keys.windows(2).position(|pair| {
        let [first, second] = pair else { return false };
        let order = compare(*first, *second, definition);
        order.is_some_and(|it| it == if is_descending { Ordering::Less } else { Ordering::Greater })
    });
    let spots: Vec<Spot> = wrong
        .map(|at| {
            let text = format!("The rows are not in the order of `{by}`: this one comes too late.");
            Spot::at(BODY, list.pointer(at + 1), text)
        })
        .into_iter()
        .collect();
    Verdict::or_lacking(spots, subject.lacks_schemas())
}

/// What a row is sorted by: of several values the primary, else the first.
fn key<'v>(row: &'v Value, by: &str, uris: &[&str]) -> Option<&'v Value> {
    let path = AttrPath::parse(by, uris).ok()?;
    let whole = AttrPath { sub: None, ..path.clone() };
    let value = lookup(row, &whole.to_string(), uris)?;
    let value = match value {
        Value::Array(values) => {
            let is_primary = |it: &&Value| {
                let primary = it.as_object().and_then(|it| member(it, "primary"));
                primary.is_some_and(|(_, it)| read_boolean(it) == Some(true))
            };
            values.iter().find(is_primary).or_else(|| values.first())?
        }
        other => other,
    };
    match value {
        Value::Object(members) => {
            member(members, path.sub.as_deref().unwrap_or("value")).map(|(_, it)| it)
        }
        other => Some(other),
    }
    .filter(|it| !it.is_null())
}

/// In which order two keys are, where every reading of the RFC agrees: what has no value comes last, texts compare by
/// their letters. `None` where punctuation or an alphabet decides.
fn compare(
    left: Option<&Value>,
    right: Option<&Value>,
    definition: &Attribute,
) -> Option<Ordering> {
    match (left, right) {
        (None, Some(_)) => Some(Ordering::Greater),
        (Some(_), None) => Some(Ordering::Less),
        (Some(Value::String(left)), Some(Value::String(right))) => {
            let plain = |it: &str| {
                it.bytes().all(|it| it.is_ascii_alphanumeric() || b" .-@+:".contains(&it))
            };
            let is_date = definition.attribute_type == AttributeType::DateTime;
            let is_plain = plain(left) && plain(right) && !is_date;
            let order = if definition.case_exact {
                left.cmp(right)
            } else {
                left.to_ascii_lowercase().cmp(&right.to_ascii_lowercase())
            };
            is_plain.then_some(order)
        }
        (Some(Value::Number(left)), Some(Value::Number(right))) => {
            left.as_f64()?.partial_cmp(&right.as_f64()?)
        }
        _ => None,
    }
}
