//! The app's own log: files in the data folder that hold what Scimscope did, and no secret or personal data.
//!
//! That is so by construction. Only events of our own crates are written; of their fields only those that are listed
//! here, as numbers or as words of a closed form; of their message only plain words. A text of a server, of a person or
//! of an error has no way in: it is left out where somebody traces one.

mod files;

use std::fmt::{Debug, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use files::LogFiles;

/// The crates whose events are written.
const OURS: &[&str] = &["app", "client", "sandbox", "scim", "scimscope", "scimscope_lib", "store"];
/// The fields that are numbers.
const NUMBERS: &[&str] = &["bytes", "count", "form", "missed", "ms", "rows", "status"];
/// The fields that are words: names of commands, of states, of places in the source.
const WORDS: &[&str] =
    &["arch", "code", "command", "kind", "os", "passphrase", "place", "state", "version"];
/// What stands where something was left out.
const LEFT_OUT: char = '…';
/// The longest that a word of our own gets.
const LONGEST_WORD: usize = 24;
const LONGEST_VALUE: usize = 96;

/// Writes events into the log of a data folder.
#[derive(Debug)]
pub struct LogLayer {
    files: LogFiles,
    level: LevelFilter,
}

/// The layer for a data folder. Its level is that of `SCIMSCOPE_LOG` or `RUST_LOG` where they name one, else `info`.
#[must_use]
pub fn layer(data_folder: &Path) -> LogLayer {
    let asked =
        ["SCIMSCOPE_LOG", "RUST_LOG"].iter().find_map(|it| std::env::var(it).ok()?.parse().ok());
    LogLayer {
        files: LogFiles::new(folder(data_folder)),
        level: asked.unwrap_or(LevelFilter::INFO),
    }
}

/// Notes in the log where the program panicked, and nothing of what it was working on; then does what was done before.
pub fn note_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if let Some(at) = panic.location() {
            let place = format!("{}:{}", from_crate(at.file()), at.line());
            tracing::error!(place, "a part of Scimscope stopped unexpectedly");
        }
        before(panic);
    }));
}

/// The folder of the log.
pub(crate) fn folder(data_folder: &Path) -> PathBuf {
    data_folder.join("logs")
}

/// The file that is written now.
pub(crate) fn path(data_folder: &Path) -> PathBuf {
    files::current(&folder(data_folder))
}

/// The last lines of the log, oldest first, of about so many bytes. A log that cannot be read is empty.
pub(crate) fn tail(data_folder: &Path, bytes: usize) -> String {
    files::tail(&folder(data_folder), bytes)
}

impl<S: Subscriber> Layer<S> for LogLayer {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        // True for the others too: it is not ours to hide them from other layers.
        !is_ours(metadata) || *metadata.level() <= self.level
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        if !is_ours(metadata) || *metadata.level() > self.level {
            return;
        }
        self.files.append(&line(Timestamp::now(), event));
    }
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    let root = metadata.target().split("::").next().unwrap_or_default();
    OURS.contains(&root)
}

fn line(now: Timestamp, event: &Event<'_>) -> String {
    let mut words = Words::default();
    event.record(&mut words);
    let metadata = event.metadata();
    let mut line = String::new();
    // Writing to a String does not fail.
    let _ = write!(line, "{now:.3} {:5} {}: ", metadata.level(), metadata.target());
    line.push_str(&words.message);
    line.push_str(&words.fields);
    line.push('\n');
    line
}

/// What may be written of an event.
#[derive(Default)]
struct Words {
    message: String,
    fields: String,
}

impl Words {
    fn number(&mut self, field: &Field, value: impl std::fmt::Display) {
        if NUMBERS.contains(&field.name()) {
            let _ = write!(self.fields, " {}={value}", field.name());
        }
    }

    fn word(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.message = plain(value);
        } else if WORDS.contains(&field.name()) {
            let is_closed = value.len() <= LONGEST_VALUE
                && value.chars().all(|it| it.is_ascii_alphanumeric() || "_-.:/".contains(it));
            let shown = if is_closed { value.to_owned() } else { LEFT_OUT.to_string() };
            let _ = write!(self.fields, " {}={shown}", field.name());
        }
    }
}

impl Visit for Words {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.number(field, value);
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.number(field, value);
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.number(field, value);
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.word(field, value);
    }
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Only the message comes this way, and nothing else that is listed: a listed field is a number or a text.
        if field.name() == "message" {
            self.word(field, &format!("{value:?}"));
        }
    }
}

/// A message without what its author cannot have written down: digits, addresses, paths, long strings.
fn plain(message: &str) -> String {
    let shown = |word: &str| {
        let core = word.trim_matches(|it: char| ",.;:()'".contains(it));
        let is_plain = core.len() <= LONGEST_WORD
            && core.chars().all(|it| it.is_ascii_alphabetic() || "'-".contains(it));
        if is_plain { word.to_owned() } else { LEFT_OUT.to_string() }
    };
    message.split_whitespace().map(shown).collect::<Vec<_>>().join(" ")
}

/// A source file from the folder of its crate on: what is before that is of the computer that it was built on.
fn from_crate(file: &str) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    let source = parts.iter().rposition(|it| *it == "src").unwrap_or(parts.len().saturating_sub(1));
    parts.get(source.saturating_sub(1)..).unwrap_or_default().join("/")
}

#[cfg(test)]
mod tests;
