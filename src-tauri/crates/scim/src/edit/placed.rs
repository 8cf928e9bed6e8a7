//! What does not fit, at the field that it is about.

use std::collections::{HashMap, HashSet};

use super::{EditElement, EditField, EditSection, FieldState};
use crate::steps;
use crate::validate::{GROUP_NAME, REQUIRED, Violation, missing};

/// Puts each violation where it is: at the field or the value of its pointer, else at the nearest around it. That a
/// required attribute has no value is found at what it would stand in, and told at the attribute.
pub(super) fn place(sections: &mut [EditSection], violations: &[Violation]) {
    if violations.is_empty() {
        return;
    }
    let mut places = Places::default();
    for section in &*sections {
        places.of_fields(&section.fields, &section.pointer);
    }
    let mut found: HashMap<String, Vec<Violation>> = HashMap::new();
    for violation in violations {
        if let Some(place) = places.nearest(violation) {
            found.entry(place.to_owned()).or_default().push(violation.clone());
        }
    }
    for section in sections {
        hand_out(&mut section.fields, &mut found);
    }
}

/// Where violations can stand.
#[derive(Default)]
struct Places<'f> {
    pointers: HashSet<&'f str>,
    /// Required attributes without a value: by what they would stand in, and what is said of them.
    missing: HashMap<(&'f str, String), &'f str>,
}

impl<'f> Places<'f> {
    fn of_fields(&mut self, fields: &'f [EditField], inside: &'f str) {
        for field in fields {
            steps::count(1);
            self.pointers.insert(&field.pointer);
            if field.required && field.state != FieldState::Set {
                self.missing.insert((inside, missing(&field.name)), &field.pointer);
            }
            self.of_fields(&field.fields, &field.pointer);
            for element in field.list.iter().flat_map(|it| &it.elements) {
                self.of_element(element);
            }
        }
    }

    fn of_element(&mut self, element: &'f EditElement) {
        self.pointers.insert(&element.pointer);
        self.of_fields(&element.fields, &element.pointer);
    }

    fn nearest(&self, violation: &Violation) -> Option<&'f str> {
        let finding = &violation.finding;
        if finding.rule == REQUIRED.id {
            let key = (finding.pointer.as_str(), finding.message.clone());
            if let Some(pointer) = self.missing.get(&key) {
                return Some(pointer);
            }
        }
        if finding.rule == GROUP_NAME.id {
            return self.pointers.get("/displayName").copied();
        }
        let mut wanted = finding.pointer.as_str();
        loop {
            steps::count(1);
            if let Some(pointer) = self.pointers.get(wanted) {
                return Some(pointer);
            }
            wanted = wanted.rsplit_once('/')?.0;
        }
    }
}

/// Gives each violation to the first that stands at its place.
fn hand_out(fields: &mut [EditField], found: &mut HashMap<String, Vec<Violation>>) {
    for field in fields {
        field.violations.extend(found.remove(&field.pointer).into_iter().flatten());
        hand_out(&mut field.fields, found);
        for element in field.list.iter_mut().flat_map(|it| &mut it.elements) {
            element.violations.extend(found.remove(&element.pointer).into_iter().flatten());
            hand_out(&mut element.fields, found);
        }
    }
}
