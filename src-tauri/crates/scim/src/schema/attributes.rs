//! A list of definitions that is asked by name: a schema of thousands of attributes costs no more to ask than a small
//! one.

use std::collections::HashMap;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::{Serialize, Serializer};

use super::Attribute;
use crate::read::same_name;
use crate::steps;

/// A list of so many is looked through; a longer one is asked through an index.
const FEW: usize = 64;

/// Definitions of attributes in the order of their schema (RFC 7643 §7): a slice that can be asked by name.
#[derive(Clone, Default)]
pub struct Attributes {
    list: Vec<Attribute>,
    /// Places by name in lower case, once a long list was asked. Of several with one name the first one counts.
    index: OnceLock<HashMap<String, usize>>,
}

impl Attributes {
    /// The definition of this name, in any letter case (RFC 7643 §2.1).
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Attribute> {
        if self.list.len() <= FEW {
            steps::count(self.list.len());
            return self.list.iter().find(|it| same_name(&it.name, name));
        }
        steps::count(1);
        self.list.get(*self.index().get(&name.to_ascii_lowercase())?)
    }

    fn index(&self) -> &HashMap<String, usize> {
        self.index.get_or_init(|| {
            steps::count(self.list.len());
            let mut places = HashMap::with_capacity(self.list.len());
            for (place, attribute) in self.list.iter().enumerate() {
                places.entry(attribute.name.to_ascii_lowercase()).or_insert(place);
            }
            places
        })
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.fmt(f)
    }
}

impl PartialEq for Attributes {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl Eq for Attributes {}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(serializer)
    }
}

impl From<Vec<Attribute>> for Attributes {
    fn from(list: Vec<Attribute>) -> Self {
        Self { list, index: OnceLock::new() }
    }
}

impl FromIterator<Attribute> for Attributes {
    fn from_iter<I: IntoIterator<Item = Attribute>>(attributes: I) -> Self {
        Vec::from_iter(attributes).into()
    }
}

impl Deref for Attributes {
    type Target = Vec<Attribute>;

    fn deref(&self) -> &Vec<Attribute> {
        &self.list
    }
}

impl DerefMut for Attributes {
    /// Whoever may change a name makes the index anew.
    fn deref_mut(&mut self) -> &mut Vec<Attribute> {
        self.index = OnceLock::new();
        &mut self.list
    }
}

impl IntoIterator for Attributes {
    type Item = Attribute;
    type IntoIter = std::vec::IntoIter<Attribute>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Attributes {
    type Item = &'a Attribute;
    type IntoIter = std::slice::Iter<'a, Attribute>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl<'a> IntoIterator for &'a mut Attributes {
    type Item = &'a mut Attribute;
    type IntoIter = std::slice::IterMut<'a, Attribute>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: impl Iterator<Item = String>) -> Attributes {
        names.map(|name| Attribute { name, ..Attribute::default() }).collect()
    }

    #[test]
    fn long_lists_are_asked_like_short_ones() {
        for count in [3, FEW, FEW + 1, 5_000] {
            let attributes = of((0..count).map(|it| format!("Name{it}")));
            let last = format!("nAME{}", count - 1);
            assert_eq!(attributes.named(&last), attributes.last());
            assert_eq!(attributes.named("name"), None);
        }
    }

    #[test]
    fn the_first_of_several_counts() {
        let mut names: Vec<String> = (0..100).map(|it| format!("a{it}")).collect();
        names.extend(["A7".to_owned(), "x".to_owned(), "X".to_owned()]);
        let attributes = of(names.into_iter());
        assert_eq!(attributes.named("A7").map(|it| it.name.as_str()), Some("a7"));
        assert_eq!(attributes.named("X").map(|it| it.name.as_str()), Some("x"));
    }

    #[test]
    fn what_was_renamed_is_found_by_its_new_name() {
        let mut attributes = of((0..100).map(|it| format!("a{it}")));
        assert!(attributes.named("a50").is_some());
        attributes[50].name = "other".to_owned();
        assert_eq!(attributes.named("a50"), None);
        assert_eq!(attributes.named("Other"), attributes.get(50));
        for attribute in &mut attributes {
            attribute.name.push('z');
        }
        assert_eq!(attributes.named("otherz"), attributes.get(50));
    }

    #[test]
    fn a_long_list_is_looked_through_once() {
        let attributes = of((0..10_000).map(|it| format!("a{it}")));
        let taken = steps::during(|| {
            for it in 0..10_000 {
                assert!(attributes.named(&format!("A{it}")).is_some());
            }
        });
        assert!(taken <= 20_000, "{taken} steps");
    }
}
