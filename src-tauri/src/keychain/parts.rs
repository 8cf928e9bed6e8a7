//! Values that are too long for one entry, kept in several.
//!
//! The Windows Credential Manager holds 2,560 bytes an entry, and tokens can be longer. A long value is cut
//! into numbered entries, and the entry of the account itself says how many there are. The new parts are written
//! beside the old ones before that entry changes, so that an interrupted write leaves the old value.

use app::secrets::KeychainError;

/// How long one entry may get, in bytes; `None` where there is no limit to mind.
const LIMIT: Option<usize> = if cfg!(windows) { Some(2_000) } else { None };
/// How the entry of an account begins when it is not the value but says where the parts are.
const MARK: &[u8] = b"scimscope-parts:";

/// Single entries of a keychain.
pub(super) trait Entries {
    /// The bytes of the entry, if there is one.
    fn read(&self, account: &str) -> Result<Option<Vec<u8>>, KeychainError>;
    /// Makes or replaces the entry.
    fn write(&self, account: &str, bytes: &[u8]) -> Result<(), KeychainError>;
    /// Removes the entry, if there is one.
    fn remove(&self, account: &str) -> Result<(), KeychainError>;
}

/// Whole values over single entries.
#[derive(Debug)]
pub(super) struct Parts<'a, E> {
    entries: &'a E,
    limit: Option<usize>,
}

impl<'a, E: Entries> Parts<'a, E> {
    pub(super) fn new(entries: &'a E) -> Self {
        Self { entries, limit: LIMIT }
    }

    pub(super) fn read(&self, account: &str) -> Result<Option<Vec<u8>>, KeychainError> {
        let Some(bytes) = self.entries.read(account)? else { return Ok(None) };
        let Some(index) = self.index(&bytes) else { return Ok(Some(bytes)) };
        let mut value = Vec::new();
        for number in 0..index.count {
            let part = self.entries.read(&index.part(account, number))?.ok_or_else(incomplete)?;
            value.extend_from_slice(&part);
        }
        Ok(Some(value))
    }

    pub(super) fn write(&self, account: &str, value: &[u8]) -> Result<(), KeychainError> {
        let Some(limit) = self.limit else { return self.entries.write(account, value) };
        let old = self.entries.read(account)?.and_then(|bytes| self.index(&bytes));
        if value.len() <= limit && !value.starts_with(MARK) {
            self.entries.write(account, value)?;
        } else {
            let pieces = value.chunks(limit);
            let set = old.as_ref().map_or(0, |old| 1 - old.set);
            let index = Index { set, count: pieces.len() };
            for (number, piece) in pieces.enumerate() {
                self.entries.write(&index.part(account, number), piece)?;
            }
            self.entries.write(account, &index.to_bytes())?;
        }
        self.remove_parts(account, old)
    }

    pub(super) fn remove(&self, account: &str) -> Result<(), KeychainError> {
        let old = self.entries.read(account)?.and_then(|bytes| self.index(&bytes));
        self.entries.remove(account)?;
        self.remove_parts(account, old)
    }

    fn remove_parts(&self, account: &str, index: Option<Index>) -> Result<(), KeychainError> {
        let Some(index) = index else { return Ok(()) };
        (0..index.count).try_for_each(|number| self.entries.remove(&index.part(account, number)))
    }

    fn index(&self, bytes: &[u8]) -> Option<Index> {
        self.limit.and_then(|_| Index::parse(bytes))
    }
}

/// Where the parts of a value are.
#[derive(Debug, PartialEq, Eq)]
struct Index {
    /// 0 or 1; the next write takes the other.
    set: usize,
    count: usize,
}

impl Index {
    fn parse(bytes: &[u8]) -> Option<Index> {
        let text = std::str::from_utf8(bytes.strip_prefix(MARK)?).ok()?;
        let (set, count) = text.split_once(':')?;
        let index = Index { set: set.parse().ok()?, count: count.parse().ok()? };
        (index.set <= 1).then_some(index)
    }

    fn to_bytes(&self) -> Vec<u8> {
        [MARK, format!("{}:{}", self.set, self.count).as_bytes()].concat()
    }

    fn part(&self, account: &str, number: usize) -> String {
        format!("{account}/{}.{number}", self.set)
    }
}

fn incomplete() -> KeychainError {
    KeychainError::new(
        "A secret is kept in several entries of the keychain, and one of them is missing.",
        "Enter the secret again.",
    )
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Default)]
    struct Memory {
        entries: RefCell<BTreeMap<String, Vec<u8>>>,
        /// Writes that still succeed; the keychain of Windows refuses long entries too.
        writes_left: Cell<Option<usize>>,
    }

    impl Entries for Memory {
        fn read(&self, account: &str) -> Result<Option<Vec<u8>>, KeychainError> {
            Ok(self.entries.borrow().get(account).cloned())
        }
        fn write(&self, account: &str, bytes: &[u8]) -> Result<(), KeychainError> {
            assert!(bytes.len() <= 2_560);
            if let Some(left) = self.writes_left.get() {
                self.writes_left.set(Some(left.checked_sub(1).ok_or_else(incomplete)?));
            }
            self.entries.borrow_mut().insert(account.into(), bytes.into());
            Ok(())
        }
        fn remove(&self, account: &str) -> Result<(), KeychainError> {
            self.entries.borrow_mut().remove(account);
            Ok(())
        }
    }

    impl Memory {
        fn parts(&self) -> Parts<'_, Memory> {
            Parts { entries: self, limit: Some(2_000) }
        }
        fn names(&self) -> Vec<String> {
            self.entries.borrow().keys().cloned().collect()
        }
    }

    #[test]
    fn every_length_comes_back() {
        let memory = Memory::default();
        for length in [0, 1, 1_999, 2_000, 2_001, 4_000, 4_001, 100_000] {
            let value: Vec<u8> = (0..length).map(|it| (it % 251) as u8).collect();
            memory.parts().write("token", &value).unwrap();
            assert_eq!(memory.parts().read("token").unwrap(), Some(value), "{length}");
        }
        assert_eq!(memory.parts().read("other").unwrap(), None);
    }

    #[test]
    fn short_values_are_one_entry_and_long_ones_leave_no_old_parts() {
        let memory = Memory::default();
        let write = |length| memory.parts().write("token", &vec![b'x'; length]).unwrap();
        write(2_000);
        assert_eq!(memory.names(), ["token"]);
        write(2_001);
        assert_eq!(memory.names(), ["token", "token/0.0", "token/0.1"]);
        write(6_000);
        assert_eq!(memory.names(), ["token", "token/1.0", "token/1.1", "token/1.2"]);
        write(10);
        assert_eq!(memory.names(), ["token"]);
        write(3_000);
        memory.parts().remove("token").unwrap();
        memory.parts().remove("token").unwrap();
        assert!(memory.names().is_empty());
    }

    #[test]
    fn an_interrupted_write_leaves_the_old_value() {
        let memory = Memory::default();
        let old = vec![b'o'; 5_000];
        memory.parts().write("token", &old).unwrap();
        for writes in 0..4 {
            memory.writes_left.set(Some(writes));
            memory.parts().write("token", &[b'n'; 5_000]).unwrap_err();
            assert_eq!(
                memory.parts().read("token").unwrap().as_ref(),
                Some(&old),
                "after {writes}"
            );
        }
    }

    #[test]
    fn a_value_that_looks_like_an_index_is_still_a_value() {
        let memory = Memory::default();
        memory.parts().write("token", b"scimscope-parts:0:7").unwrap();
        assert_eq!(memory.parts().read("token").unwrap().unwrap(), b"scimscope-parts:0:7");
        let unlimited = Parts { entries: &memory, limit: None };
        unlimited.write("plain", b"scimscope-parts:0:7").unwrap();
        assert_eq!(unlimited.read("plain").unwrap().unwrap(), b"scimscope-parts:0:7");
    }

    #[test]
    fn a_lost_part_is_an_error_and_no_shorter_secret() {
        let memory = Memory::default();
        memory.parts().write("token", &[b'x'; 5_000]).unwrap();
        memory.remove("token/0.1").unwrap();
        memory.parts().read("token").unwrap_err();
    }
}
