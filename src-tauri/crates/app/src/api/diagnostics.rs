//! The file for bug reports and the app's own log, as the UI shows them.

use serde::Serialize;
use ts_rs::TS;

/// A file for a bug report, as it would be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostics {
    /// The proposed name of the file.
    pub file_name: String,
    /// The file, character by character.
    pub text: String,
    /// What was left out on purpose, each a sentence.
    pub left_out: Vec<String>,
}

/// What became of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticsSaved {
    /// Where it was written; null where the person chose no place.
    pub path: Option<String>,
}

/// The end of the app's own log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogTail {
    /// The last lines, oldest first.
    pub text: String,
    /// The file that they are from.
    pub path: String,
}
