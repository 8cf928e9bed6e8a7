//! The files of the log: one that is written, and a few older ones, each of a bounded size. Several Scimscopes may
//! write into one folder.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::files;

/// How large a file gets before the next one is begun.
const LARGEST: u64 = 1024 * 1024;
/// How many older ones are kept.
const KEPT: u32 = 4;

/// Appends lines; what cannot be written is lost, because a log must not hold up what it tells of.
#[derive(Debug)]
pub(super) struct LogFiles {
    folder: PathBuf,
    open: Mutex<Option<File>>,
    largest: u64,
}

impl LogFiles {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, open: Mutex::default(), largest: LARGEST }
    }

    #[cfg(test)]
    pub(super) fn with_largest(folder: PathBuf, largest: u64) -> Self {
        Self { largest, ..Self::new(folder) }
    }

    /// Appends a line, whole.
    pub(super) fn append(&self, line: &str) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.as_ref().is_some_and(|it| self.is_full(it, line)) {
            *open = None;
        }
        if open.is_none() {
            *open = self.next(line);
        }
        if let Some(file) = open.as_mut()
            && file.write_all(line.as_bytes()).is_err()
        {
            *open = None;
        }
    }

    fn is_full(&self, file: &File, line: &str) -> bool {
        let size = file.metadata().map_or(0, |it| it.len());
        size > 0 && size + line.len() as u64 > self.largest
    }

    /// The file to write into: the current one, or a new one where that is full.
    fn next(&self, line: &str) -> Option<File> {
        files::make_folder(&self.folder).ok()?;
        let mut options = files::private();
        let lock = options.create(true).truncate(false).write(true).open(self.folder.join("lock"));
        // Another Scimscope that begins a new file at this moment is not waited for: who writes a line has work to do.
        // The line goes where that one writes, and whoever writes next tries again.
        let turn = lock.ok().filter(|it| it.try_lock().is_ok());
        let file = self.open_current()?;
        if turn.is_none() || !self.is_full(&file, line) {
            return Some(file);
        }
        drop(file);
        for number in (1..KEPT).rev() {
            // Those that are not there yet are no fault.
            drop(fs::rename(older(&self.folder, number), older(&self.folder, number + 1)));
        }
        drop(fs::rename(current(&self.folder), older(&self.folder, 1)));
        self.open_current()
    }

    fn open_current(&self) -> Option<File> {
        files::private().create(true).append(true).open(current(&self.folder)).ok()
    }
}

/// The file that is written now.
pub(super) fn current(folder: &Path) -> PathBuf {
    folder.join("scimscope.log")
}

fn older(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("scimscope.{number}.log"))
}

/// The last lines, of so many bytes at most.
pub(super) fn tail(folder: &Path, bytes: usize) -> String {
    let mut text = end_of(&current(folder), bytes);
    if text.len() < bytes {
        let before = end_of(&older(folder, 1), bytes - text.len());
        text.insert_str(0, &before);
    }
    text
}

/// The whole lines at the end of a file.
fn end_of(path: &Path, bytes: usize) -> String {
    let read = || -> std::io::Result<(Vec<u8>, bool)> {
        let mut file = File::open(path)?;
        let size = file.metadata()?.len();
        let begin = size.saturating_sub(bytes as u64);
        file.seek(SeekFrom::Start(begin))?;
        let mut end = Vec::new();
        file.take(bytes as u64).read_to_end(&mut end)?;
        Ok((end, begin > 0))
    };
    let Ok((end, is_cut)) = read() else { return String::new() };
    let text = String::from_utf8_lossy(&end);
    match text.split_once('\n') {
        Some((_, whole)) if is_cut => whole.to_owned(),
        _ => text.into_owned(),
    }
}
