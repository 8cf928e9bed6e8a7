//! What there is to say about a part of a file, and the search for what is not expected there, above all for secrets:
//! told by their place, never by their value.

use std::cmp::Reverse;

use client::redact::is_credential_name;
use serde_json::Value;

use crate::api::transfer::{FileRemark, RemarkKind};

/// How much is said about one tenant, or about the file: a hostile one has no end of it.
const MOST_REMARKS: usize = 20;
/// How long a pointer is shown, in characters.
const LONGEST_POINTER: usize = 200;

/// What is said of a secret.
pub(super) const LOOKS_SECRET: &str = "This looks like a secret. It is not taken over and kept nowhere: give the secret in \
                                       the connection of the tenant, and take it out of the file.";

/// What there is to say, and where.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    list: Vec<FileRemark>,
    /// Apart from the list, which may be too full to say so.
    refused: bool,
}

impl Remarks {
    /// Says something. Where the list is full, what weighs less gives way.
    pub(super) fn add(&mut self, kind: RemarkKind, pointer: &str, sentence: &str) {
        self.refused |= kind == RemarkKind::Refused;
        if self.list.len() >= MOST_REMARKS {
            let lighter =
                self.list.iter().enumerate().filter(|(_, it)| weight(it.kind) < weight(kind));
            // The last of the lightest.
            let goes = lighter.min_by_key(|(at, it)| (weight(it.kind), Reverse(*at)));
            let Some((goes, _)) = goes else { return };
            self.list.remove(goes);
        }
        self.list.push(FileRemark {
            kind,
            pointer: pointer.chars().take(LONGEST_POINTER).collect(),
            sentence: sentence.to_owned(),
        });
    }

    pub(super) fn is_refused(&self) -> bool {
        self.refused
    }

    /// What weighs most comes first.
    pub(super) fn into_list(mut self) -> Vec<FileRemark> {
        self.list.sort_by_key(|it| Reverse(weight(it.kind)));
        self.list
    }

    /// Whether something of this kind would still be said.
    fn has_room(&self, kind: RemarkKind) -> bool {
        self.list.len() < MOST_REMARKS || self.list.iter().any(|it| weight(it.kind) < weight(kind))
    }

    /// Tells of every member, at any depth, whose name looks like that of a secret.
    pub(super) fn secrets_in(&mut self, value: &Value, pointer: &str) {
        Walk { remarks: self, pointer, steps: Vec::new() }.through(value);
    }

    /// Tells of every member of an object that is not among the known ones. Secrets are not meant: see `secrets_in`.
    pub(super) fn unknown_members(&mut self, value: &Value, pointer: &str, known: &[&str]) {
        let Value::Object(members) = value else { return };
        for (name, value) in members {
            if !self.has_room(RemarkKind::Notice) {
                return;
            }
            if !known.contains(&name.as_str())
                && !is_credential_name(name)
                && !holds_a_secret(value)
            {
                let sentence = "This member is not known to this version and is left out.";
                self.add(RemarkKind::Notice, &member(pointer, name), sentence);
            }
        }
    }
}

/// A search for secrets. It goes through a whole file, so a place is only written out where something is found.
struct Walk<'r, 'v> {
    remarks: &'r mut Remarks,
    /// Where it begins.
    pointer: &'r str,
    steps: Vec<Step<'v>>,
}

enum Step<'v> {
    Member(&'v str),
    Element(usize),
}

impl<'v> Walk<'_, 'v> {
    fn through(&mut self, value: &'v Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if !self.remarks.has_room(RemarkKind::Secret) {
                        return;
                    }
                    self.steps.push(Step::Member(name));
                    match is_credential_name(name) && !self.is_setting(value) {
                        true => self.tell(),
                        false => self.through(value),
                    }
                    self.steps.pop();
                }
            }
            Value::Array(elements) => {
                for (at, element) in elements.iter().enumerate() {
                    if !self.remarks.has_room(RemarkKind::Secret) {
                        return;
                    }
                    self.steps.push(Step::Element(at));
                    self.through(element);
                    self.steps.pop();
                }
            }
            _ => {}
        }
    }

    fn tell(&mut self) {
        let place = self.steps.iter().fold(self.pointer.to_owned(), |place, step| match step {
            Step::Member(name) => member(&place, name),
            Step::Element(at) => format!("{place}/{at}"),
        });
        self.remarks.add(RemarkKind::Secret, &place, LOOKS_SECRET);
    }

    /// Whether the last step is a setting that only sounds like a secret; another part judges what it holds.
    fn is_setting(&self, value: &Value) -> bool {
        let [.., Step::Member(part), Step::Member(name)] = self.steps.as_slice() else {
            return false;
        };
        value.is_string()
            && matches!(
                (*part, *name),
                ("oauth", "tokenEndpoint" | "authorizationEndpoint")
                    | ("authentication", "apiKeyHeader")
            )
    }
}

fn weight(kind: RemarkKind) -> u8 {
    match kind {
        RemarkKind::Refused => 2,
        RemarkKind::Secret => 1,
        RemarkKind::Notice => 0,
    }
}

fn holds_a_secret(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.iter().any(|(name, value)| is_credential_name(name) || holds_a_secret(value))
        }
        Value::Array(elements) => elements.iter().any(holds_a_secret),
        _ => false,
    }
}

/// The pointer to a member (RFC 6901 §3). Of a very long name only the beginning: no more of it would be shown.
pub(super) fn member(pointer: &str, name: &str) -> String {
    let name: String = name.chars().take(LONGEST_POINTER).collect();
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}
