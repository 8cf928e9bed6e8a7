//! Which attributes there are to bring together: those of the schemas in their order, then what else any of the three
//! versions holds.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::builtin;
use crate::edit::{Doc, Spot, assigned, has_parts};
use crate::schema::{Attribute, Mutability};
use crate::view::{TypeModel, is_common};

/// An attribute, or a part of a complex one with one value.
#[derive(Debug)]
pub(super) struct Place<'m> {
    pub(super) spot: Spot,
    /// Its definition; `None` where no schema has one.
    pub(super) attribute: Option<&'m Attribute>,
}

/// The versions, in one order.
pub(super) type Docs<'d, 'v> = [&'d Doc<'v>; 3];

/// All of them.
pub(super) fn places<'m>(docs: Docs<'_, '_>, model: &'m TypeModel) -> Vec<Place<'m>> {
    let mut search = Search { docs, places: Vec::new(), seen: HashSet::new() };
    let base = model.base.iter().flat_map(|it| &it.attributes);
    let external = builtin::common_attributes().named("externalId");
    let top = |name: &str| Spot { uri: None, name: name.to_owned(), sub: None };
    for attribute in base.filter(|it| !is_common(&it.name)).chain(external) {
        search.attribute(top(&attribute.name), attribute);
    }
    for listed in &model.resource_type.schema_extensions {
        let whole = top(&listed.schema);
        match model.extension(&listed.schema).filter(|_| search.is_object(&whole)) {
            Some(schema) => {
                let of = |name: &str| Spot { uri: Some(schema.id.clone()), ..top(name) };
                for attribute in &schema.attributes {
                    search.attribute(of(&attribute.name), attribute);
                }
                for name in search.names(Some(&whole)) {
                    search.unknown(of(&name));
                }
                search.seen.insert(key(&whole));
            }
            None => search.unknown(whole),
        }
    }
    for name in search.names(None) {
        if !is_common(&name) {
            search.unknown(top(&name));
        }
    }
    search.places
}

struct Search<'m, 'd, 'v> {
    docs: Docs<'d, 'v>,
    places: Vec<Place<'m>>,
    /// Names that were dealt with, in lower case.
    seen: HashSet<String>,
}

impl<'m> Search<'m, '_, '_> {
    fn attribute(&mut self, spot: Spot, attribute: &'m Attribute) {
        if !self.seen.insert(key(&spot)) || attribute.mutability == Mutability::ReadOnly {
            return;
        }
        let by_part = !attribute.multi_valued && has_parts(attribute) && self.is_object(&spot);
        if !by_part {
            return self.places.push(Place { spot, attribute: Some(attribute) });
        }
        for part in &attribute.sub_attributes {
            let spot = spot.part(&part.name);
            if self.seen.insert(key(&spot)) && part.mutability != Mutability::ReadOnly {
                self.places.push(Place { spot, attribute: Some(part) });
            }
        }
        for name in self.names(Some(&spot)) {
            self.unknown(spot.part(&name));
        }
    }

    fn unknown(&mut self, spot: Spot) {
        if self.seen.insert(key(&spot)) {
            self.places.push(Place { spot, attribute: None });
        }
    }

    /// Whether a place is an object or nothing in all versions.
    fn is_object(&self, spot: &Spot) -> bool {
        self.docs.iter().all(|it| assigned(it.find(spot)).is_none_or(Value::is_object))
    }

    /// The names of what stands there in any version; without a place, at the top.
    fn names(&self, spot: Option<&Spot>) -> Vec<String> {
        let objects = self.docs.iter().filter_map(|it| match spot {
            Some(spot) => it.find(spot)?.as_object(),
            None => it.resource.as_object(),
        });
        objects.flat_map(Map::keys).cloned().collect()
    }
}

/// What tells two places apart; a name may hold any letter but a line break is unlikely.
fn key(spot: &Spot) -> String {
    let parts = [spot.uri.as_deref(), Some(&spot.name), spot.sub.as_deref()];
    parts.map(|it| it.unwrap_or_default().to_ascii_lowercase()).join("\n")
}
