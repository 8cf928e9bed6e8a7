//! Where texts are found: a map in many small parts, so that a copy shares all parts but the one that changes.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

const PARTS: usize = 64;

type Part = HashMap<String, Vec<u64>>;

/// From a text to the numbers of the resources that have it.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    parts: Vec<Arc<Part>>,
}

impl Index {
    pub(crate) fn get(&self, key: &str) -> &[u64] {
        let part = self.parts.get(part_of(key));
        part.and_then(|it| it.get(key)).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn add(&mut self, key: String, number: u64) {
        if let Some(part) = self.parts.get_mut(part_of(&key)) {
            Arc::make_mut(part).entry(key).or_default().push(number);
        }
    }

    pub(crate) fn remove(&mut self, key: &str, number: u64) {
        let Some(part) = self.parts.get_mut(part_of(key)) else { return };
        let part = Arc::make_mut(part);
        if let Some(numbers) = part.get_mut(key) {
            numbers.retain(|it| *it != number);
            if numbers.is_empty() {
                part.remove(key);
            }
        }
    }
}

impl FromIterator<(String, u64)> for Index {
    fn from_iter<I: IntoIterator<Item = (String, u64)>>(entries: I) -> Self {
        let mut parts: Vec<Part> = vec![Part::new(); PARTS];
        for (key, number) in entries {
            if let Some(part) = parts.get_mut(part_of(&key)) {
                part.entry(key).or_default().push(number);
            }
        }
        Self { parts: parts.into_iter().map(Arc::new).collect() }
    }
}

fn part_of(key: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    usize::try_from(hasher.finish() % PARTS as u64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Index;

    #[test]
    fn a_copy_keeps_what_the_other_one_loses() {
        let entries = (0..500).map(|it| (format!("key {}", it % 100), it));
        let mut index: Index = entries.collect();
        let before = index.clone();
        index.remove("key 7", 107);
        index.add("key 7".to_owned(), 900);
        assert_eq!(before.get("key 7"), [7, 107, 207, 307, 407]);
        assert_eq!(index.get("key 7"), [7, 207, 307, 407, 900]);
        for number in [8, 108, 208, 308, 408] {
            index.remove("key 8", number);
        }
        assert!(index.get("key 8").is_empty() && index.get("key 500").is_empty());
    }
}
