//! What the schemas offer: attributes, their parts, the values that are listed for them.

use serde_json::Value;

use super::{CompletionKind, Offer, Offers};
use crate::attr::AttrPath;
use crate::compare::Typing;
use crate::filter::CompareOp;
use crate::schema::{Attribute, AttributeType};
use crate::urn;
use crate::view::TypeModel;

/// The attributes of a resource: by their name, with parts once a dot is typed, those of extensions also by the name
/// alone.
pub(super) fn attributes(model: &TypeModel, offers: &mut Offers<'_>) {
    let typed = offers.partial.to_owned();
    let (written_uri, names) = urn::split(&typed, model.uris());
    let (name, wants_part) = match names.split_once('.') {
        Some((name, _)) => (name, true),
        None => (names, false),
    };
    for (rank, (uri, attribute)) in model.attributes().enumerate() {
        let path = AttrPath { uri: uri.map(str::to_owned), ..AttrPath::of(&attribute.name) };
        let path = path.to_string();
        if wants_part {
            if attribute.name.eq_ignore_ascii_case(name) {
                // A URI that is written is kept, also where none is needed.
                let front = match (uri, written_uri) {
                    (None, Some(written)) => format!("{written}:{}", attribute.name),
                    _ => path,
                };
                offer_named(&front, attribute, names, offers);
            }
            continue;
        }
        let is_base = written_uri.is_some_and(|it| model.is_base(it)) && uri.is_none();
        let shown = match written_uri {
            Some(written) if is_base => format!("{written}:{}", attribute.name),
            _ => path,
        };
        offer_attribute(&shown, attribute, (uri, rank), offers);
    }
}

fn offer_attribute(
    shown: &str,
    attribute: &Attribute,
    (uri, rank): (Option<&str>, usize),
    offers: &mut Offers<'_>,
) {
    let starts = |it: &str| {
        let head = it.get(..offers.partial.len());
        head.is_some_and(|it| it.eq_ignore_ascii_case(offers.partial))
    };
    // Common attributes are listed first by the model, but the type's own are what is looked for.
    let rank = if crate::view::is_common(&attribute.name) { rank + 300 } else { rank };
    let offer = |kind| Offer::new(shown, kind, rank).about(detail(attribute)).described(attribute);
    if starts(shown) {
        offers.add(offer(CompletionKind::Attribute));
        if attribute.multi_valued && attribute.is_complex() {
            let text = format!("{shown}[");
            let about = "one value has to satisfy all conditions";
            let with_bracket = Offer::new(&text, CompletionKind::Bracket, rank);
            offers.add(with_bracket.about(about));
        }
    } else if uri.is_some() && starts(&attribute.name) {
        // Typed without the URI that it needs.
        let completion = offer(CompletionKind::Attribute);
        offers.add_anyway(Offer { rank: rank + 400, ..completion });
    }
    if offers.partial.len() < 2 {
        return;
    }
    for part in &attribute.sub_attributes {
        if starts(&part.name) && !matches!(part.name.as_str(), "value" | "type" | "display") {
            let text = format!("{shown}.{}", part.name);
            let offer = Offer::new(&text, CompletionKind::SubAttribute, rank + 500);
            offers.add_anyway(offer.about(detail(part)).described(part));
        }
    }
}

/// `name.familyName` for `name.fa`.
fn offer_named(front: &str, attribute: &Attribute, names: &str, offers: &mut Offers<'_>) {
    let part = names.split_once('.').map(|(_, it)| it).unwrap_or_default();
    for (rank, sub) in attribute.sub_attributes.iter().enumerate() {
        if sub.name.get(..part.len()).is_some_and(|it| it.eq_ignore_ascii_case(part)) {
            let text = format!("{front}.{}", sub.name);
            let offer = Offer::new(&text, CompletionKind::SubAttribute, rank);
            offers.add_anyway(offer.about(detail(sub)).described(sub));
        }
    }
}

/// The parts of an attribute, inside its square brackets; of simple values `value` alone.
pub(super) fn parts(parent: &Attribute, front: &str, offers: &mut Offers<'_>) {
    if !parent.is_complex() {
        let offer = Offer::new("value", CompletionKind::SubAttribute, 0);
        offers.add(offer.about(detail(parent)));
    }
    for (rank, sub) in parent.sub_attributes.iter().enumerate() {
        let text = format!("{front}{}", sub.name);
        let offer = Offer::new(&text, CompletionKind::SubAttribute, rank);
        offers.add(offer.about(detail(sub)).described(sub));
    }
}

/// The values that the schema lists, or that the type has.
pub(super) fn values(
    model: &TypeModel,
    written: &str,
    attribute: Option<&Attribute>,
    (op, typing): (CompareOp, Typing),
    offers: &mut Offers<'_>,
) {
    if typing == Typing::Boolean {
        for (rank, word) in ["true", "false"].into_iter().enumerate() {
            offers.add(Offer::new(word, CompletionKind::Value, rank));
        }
        return;
    }
    let listed = attribute.map(|it| it.canonical_values.as_slice()).unwrap_or_default();
    for (rank, value) in listed.iter().enumerate() {
        if value.is_string() {
            offers.add(Offer::new(&value.to_string(), CompletionKind::Value, rank));
        }
    }
    if written.eq_ignore_ascii_case("meta.resourceType") {
        let name = Value::from(model.resource_type.name.as_str()).to_string();
        offers.add(Offer::new(&name, CompletionKind::Value, 0));
    }
    if written.eq_ignore_ascii_case("schemas") && !op.orders() {
        let mut uris: Vec<&str> = Vec::new();
        for uri in model.uris() {
            if !uris.iter().any(|it| urn::same(it, uri)) {
                uris.push(uri);
            }
        }
        for (rank, uri) in uris.into_iter().enumerate() {
            offers.add(Offer::new(&Value::from(uri).to_string(), CompletionKind::Value, rank));
        }
    }
}

/// The type in a few words: `string`, `several complex`.
fn detail(attribute: &Attribute) -> String {
    let name = match attribute.attribute_type {
        AttributeType::String => "string",
        AttributeType::Boolean => "boolean",
        AttributeType::Decimal => "decimal",
        AttributeType::Integer => "integer",
        AttributeType::DateTime => "dateTime",
        AttributeType::Binary => "binary",
        AttributeType::Reference => "reference",
        AttributeType::Complex => "complex",
    };
    if attribute.multi_valued { format!("{name}, multi-valued") } else { name.to_owned() }
}
