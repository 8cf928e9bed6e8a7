//! The table that is printed: fault, outcome, time, message.

use std::path::PathBuf;
use std::time::Duration;

use faults::fault::Fault;

use crate::journey::Journey;

/// What came of one fault.
pub(crate) struct Line {
    pub(crate) fault: Fault,
    /// `None` when it hung.
    pub(crate) journey: Option<Journey>,
    pub(crate) took: Duration,
    /// Requests to another origin.
    pub(crate) strays: usize,
    /// The most bytes that the server could get rid of in one answer.
    pub(crate) sent: u64,
    /// The most memory it took, where that is measured.
    pub(crate) mib: Option<u64>,
}

/// Where the table is kept: below the target folder that this test runs from (`target/debug/deps`).
pub(crate) fn file() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let folder = program.ancestors().nth(3).unwrap().join("reports");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join("faults.txt")
}

/// All lines, in columns.
pub(crate) fn table(lines: &[Line]) -> String {
    let mut text = format!("{:<22} {:<16} {:>8}  {}\n", "fault", "outcome", "time", "message");
    for line in lines {
        let (outcome, message) = match &line.journey {
            None => ("HUNG".to_owned(), String::new()),
            Some(journey) => told(journey),
        };
        let ms = line.took.as_millis();
        text.push_str(&format!("{:<22} {outcome:<16} {ms:>5} ms  {message}", line.fault.id));
        if let Some(mib) = line.mib {
            text.push_str(&format!(" [{mib} MiB, {} MiB sent]", line.sent / 1024 / 1024));
        }
        text.push('\n');
    }
    text
}

fn told(journey: &Journey) -> (String, String) {
    match &journey.error {
        Some((_, error)) => {
            let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
            let hint = error["hints"][0].as_str().unwrap_or_default();
            (text("code"), format!("{}. {} -> {hint}", text("title"), text("detail")))
        }
        None => {
            let mut rules: Vec<&str> =
                journey.findings.iter().filter_map(|it| it["rule"].as_str()).collect();
            rules.dedup();
            rules.retain(|it| *it != "S11");
            let rows = journey.rows.len();
            (format!("{rows} rows shown"), format!("flagged: {}", rules.join(", ")))
        }
    }
}
