//! What a visit found, as it is printed.

use std::fmt;
use std::time::Duration;

use super::Target;

/// Everything about one server.
#[derive(Debug, Clone, Default)]
pub struct Report {
    title: String,
    lines: Vec<(&'static str, String)>,
    differences: Vec<String>,
    not_shown: Vec<String>,
    /// How long the visit took.
    pub took: Duration,
}

/// What the lines are about, in the order in which they are printed.
const TOPICS: [&str; 12] = [
    "remarks",
    "connection",
    "discovered",
    "fell back",
    "says",
    "browsed",
    "cells",
    "opened",
    "findings",
    "history",
    "filters",
    "writes",
];

/// The most lines of one topic that are printed.
const MOST_LINES: usize = 40;

impl Report {
    pub(super) fn of(target: &Target) -> Report {
        let title = format!("{} at {}", target.name, target.base_url);
        let lines = target.remarks.iter().map(|it| ("remarks", it.clone())).collect();
        Report { title, lines, ..Report::default() }
    }

    /// Adds a line to a topic.
    pub(super) fn add(&mut self, topic: &'static str, line: impl Into<String>) {
        self.lines.push((topic, line.into()));
    }

    /// Something is not on the screen as the server has it.
    pub(super) fn differs(&mut self, line: impl Into<String>) {
        self.differences.push(line.into());
    }

    /// Something is on no screen, for a reason that the screen gives.
    pub(super) fn leaves_out(&mut self, line: impl Into<String>) {
        self.not_shown.push(line.into());
    }

    /// What is not as the server has it: nothing, or the app is wrong.
    pub fn differences(&self) -> &[String] {
        &self.differences
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.title)?;
        for topic in TOPICS {
            let lines = self.lines.iter().filter(|(of, _)| *of == topic);
            write_topic(f, topic, lines.map(|(_, line)| line.as_str()))?;
        }
        write_topic(f, "not shown", self.not_shown.iter().map(String::as_str))?;
        write_topic(f, "differences", self.differences.iter().map(String::as_str))?;
        writeln!(f, "  {:<13}{:.1} s", "took", self.took.as_secs_f64())
    }
}

fn write_topic<'a>(
    f: &mut fmt::Formatter<'_>,
    topic: &str,
    lines: impl Iterator<Item = &'a str>,
) -> fmt::Result {
    let lines: Vec<&str> = lines.collect();
    if lines.is_empty() {
        return writeln!(f, "  {topic:<13}none");
    }
    for (place, line) in lines.iter().take(MOST_LINES).enumerate() {
        writeln!(f, "  {:<13}{line}", if place == 0 { topic } else { "" })?;
    }
    match lines.len().checked_sub(MOST_LINES) {
        None | Some(0) => Ok(()),
        Some(more) => writeln!(f, "  {:<13}and {more} more", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Access;

    #[test]
    fn every_topic_is_printed_and_differences_last() {
        let target = Target {
            name: "Example".to_owned(),
            base_url: "https://scim.example.com/v2".to_owned(),
            access: Access::Open,
            remarks: vec!["seeded".to_owned()],
            follows_the_rfc: false,
            writes: false,
            unable: None,
        };
        let mut report = Report::of(&target);
        report.add("findings", "one");
        report.add("findings", "two");
        report.differs("a value");
        let text = report.to_string();
        for topic in TOPICS {
            assert!(text.contains(&format!("\n  {topic:<13}")), "{topic}: {text}");
        }
        assert!(text.contains("one\n               two\n"), "{text}");
        assert!(text.find("differences  a value") > text.find("not shown    none"), "{text}");
        assert_eq!(report.differences().len(), 1);
    }
}
