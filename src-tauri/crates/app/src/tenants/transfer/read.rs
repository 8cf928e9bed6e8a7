//! Reads a file of tenants as a whole. One that cannot be used does not keep the others from being taken over; what each
//! of them is, is read in `entry`.

use serde_json::Value;

use super::entry::{self, Entry};
use super::file::{FORMAT, VERSION};
use super::scan::Remarks;
use crate::api::transfer::{FileRemark, RemarkKind};

/// The size of a file that is read at most, in bytes.
const LARGEST: usize = 1_000_000;
/// How many tenants of a file are read at most.
const MOST_TENANTS: usize = 1_000;

const MEMBERS: [&str; 5] = ["format", "version", "writtenAt", "writtenBy", "tenants"];

/// What a file holds. Without entries where it is none of tenants, or one of another version.
pub(super) fn read(text: &str) -> (Vec<FileRemark>, Vec<Entry>) {
    let mut remarks = Remarks::default();
    let tenants = tenants_of(text, &mut remarks);
    let entries = (0_u32..).zip(&tenants).map(|(index, it)| entry::read(index, it)).collect();
    (remarks.into_list(), entries)
}

/// The tenants of a file that are read.
fn tenants_of(text: &str, remarks: &mut Remarks) -> Vec<Value> {
    if text.len() > LARGEST {
        let sentence =
            "The file is larger than 1 MB. A file of tenants holds some hundred bytes for each.";
        remarks.add(RemarkKind::Refused, "", sentence);
        return Vec::new();
    }
    let mut file: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(file) => file,
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            let sentence = format!(
                "This is not JSON: it cannot be read from line {line}, column {column} on."
            );
            remarks.add(RemarkKind::Refused, "", &sentence);
            return Vec::new();
        }
    };
    if let Some((pointer, sentence)) = unread(&file) {
        remarks.add(RemarkKind::Refused, pointer, sentence);
        remarks.secrets_in(&file, "");
        return Vec::new();
    }
    let tenants = file.get_mut("tenants").map(Value::take);
    remarks.unknown_members(&file, "", &MEMBERS);
    remarks.secrets_in(&file, "");
    let Some(Value::Array(mut tenants)) = tenants else { return Vec::new() };
    if tenants.is_empty() {
        remarks.add(RemarkKind::Notice, "/tenants", "The list of tenants is empty.");
    }
    if tenants.len() > MOST_TENANTS {
        let sentence = format!(
            "The file holds {} tenants. Only the first {MOST_TENANTS} are read.",
            tenants.len()
        );
        remarks.add(RemarkKind::Notice, &format!("/tenants/{MOST_TENANTS}"), &sentence);
        for (at, tenant) in tenants.iter().enumerate().skip(MOST_TENANTS) {
            remarks.secrets_in(tenant, &format!("/tenants/{at}"));
        }
        tenants.truncate(MOST_TENANTS);
    }
    tenants
}

/// Why nothing of a file is read, and the place of that.
fn unread(file: &Value) -> Option<(&'static str, &'static str)> {
    if file.get("format").and_then(Value::as_str) != Some(FORMAT) {
        let sentence = "This is not a file of tenants: its format is not \"scimscope-tenants\".";
        return Some(("/format", sentence));
    }
    if file.get("version").and_then(Value::as_u64) != Some(VERSION) {
        let sentence = "The file has another version than 1, the only one that is known here. Nothing of it is read: it \
                        may mean something else.";
        return Some(("/version", sentence));
    }
    if !file.get("tenants").is_some_and(Value::is_array) {
        return Some(("/tenants", "The file has no list of tenants."));
    }
    None
}
