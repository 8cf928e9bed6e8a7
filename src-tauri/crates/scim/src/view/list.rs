//! A multi-valued attribute in a resource: its section, and windows into its values.

use serde_json::Value;

use super::element::element_fields;
use super::field::{Field, Place, field, name_finding, shape_finding};
use super::form::{Section, section};
use crate::resource_type::ResourceType;
use crate::schema::{Attribute, Returned};
use crate::urn;

/// A multi-valued attribute in a resource.
pub(super) struct List<'a> {
    pub(super) attribute: Option<&'a Attribute>,
    pub(super) served: &'a str,
    pub(super) value: &'a Value,
    pub(super) place: Place,
}

impl List<'_> {
    fn elements(&self) -> &[Value] {
        match self.value {
            Value::Array(values) => values,
            single => std::slice::from_ref(single),
        }
    }

    pub(super) fn is_simple(&self) -> bool {
        self.elements().iter().all(|it| !it.is_object() && !it.is_array())
            && !self.attribute.is_some_and(Attribute::is_complex)
    }

    pub(super) fn fields(&self, offset: usize, limit: usize, types: &[ResourceType]) -> Vec<Field> {
        let all = self.elements();
        let shown = all.get(offset..).unwrap_or_default();
        let shown = shown.get(..limit).unwrap_or(shown);
        if self.attribute.is_some_and(|it| it.returned == Returned::Never) || self.is_simple() {
            if shown.is_empty() {
                return Vec::new();
            }
            let part = Value::Array(shown.to_vec());
            return vec![field(self.attribute, self.served, &part, &self.place, types)];
        }
        let in_array = self.value.is_array();
        let lines = shown.iter().enumerate().flat_map(|(at, value)| {
            let place = if in_array { self.place.element(offset + at) } else { self.place.clone() };
            element_fields(self.attribute, value, &place, types)
        });
        lines.collect()
    }

    pub(super) fn section(
        &self,
        uri: Option<&str>,
        window: usize,
        types: &[ResourceType],
    ) -> Section {
        let mut fields = self.fields(0, window, types);
        if let (Some(first), Some(attribute)) = (fields.first_mut(), self.attribute) {
            let complex = !self.is_simple();
            let name = name_finding(attribute, self.served, &self.place).filter(|_| complex);
            let shape = shape_finding(attribute, self.value, &self.place);
            let shape = shape.filter(|it| complex || !first.findings.contains(it));
            first.findings.extend(name.into_iter().chain(shape));
        }
        if self.elements().is_empty() {
            // That the attribute is there without a value is worth a line: it is not the same as being absent.
            fields.push(field(self.attribute, self.served, self.value, &self.place, types));
        }
        let title = self.attribute.map_or(self.served, |it| it.name.as_str());
        Section {
            schema: uri.map(str::to_owned),
            custom: uri.is_some_and(|it| !urn::is_standard(it)),
            total: Some(u32::try_from(self.elements().len()).unwrap_or(u32::MAX)),
            path: Some(self.place.path.clone()),
            ..section(title, fields)
        }
    }
}
