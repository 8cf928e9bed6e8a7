//! Files for this user alone that are whole or not there: written beside, made lasting, moved into place.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Error, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Makes a folder for this user alone. One that is there is left as it is: it may be shared with others, and the files
/// in it are for this user alone in any case.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Error> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Options that make a file for this user alone; on Windows the profile folder sees to that.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Replaces a file: after a crash at any moment the old or the new one is there, never half of either.
///
/// # Errors
/// When it cannot be written; then the file is as it was.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let draft = draft(path);
    remove(&draft)?;
    let mut file = private().create_new(true).write(true).open(&draft)?;
    step("draft");
    let written = file.write_all(bytes).and_then(|()| {
        step("written");
        file.sync_all()
    });
    drop(file);
    step("synced");
    if let Err(error) = written.and_then(|()| fs::rename(&draft, path)) {
        remove(&draft)?;
        return Err(error);
    }
    step("renamed");
    sync_folder(path)
}

/// Where [`replace`] writes first; left behind only by a crash.
pub(crate) fn draft(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// Removes a file for good; one that is not there is fine.
///
/// # Errors
/// When it is still there.
pub(crate) fn erase(path: &Path) -> Result<(), Error> {
    remove(path)?;
    sync_folder(path)
}

/// Moves a file into a folder, under its own name.
///
/// # Errors
/// When it is still where it was.
pub(crate) fn move_into(folder: &Path, path: &Path) -> Result<(), Error> {
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?;
    let there = folder.join(name);
    fs::rename(path, &there)?;
    // Where it is now before where it was: a crash must not leave it in neither.
    sync_folder(&there)?;
    sync_folder(path)
}

/// The bytes of a file, unless there are more than so many.
///
/// # Errors
/// [`ErrorKind::FileTooLarge`], or what the system says.
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes what happened in a file's folder outlast a crash of the system. Windows does so by itself.
fn sync_folder(path: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        match File::open(folder)?.sync_all() {
            // Some network file systems know no such thing; what they did, they did.
            Err(error) if is_unknown(&error) => {}
            synced => synced?,
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(unix)]
fn is_unknown(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported)
}

/// A moment at which a crash must do no harm: the tests end their process here.
#[cfg(test)]
pub(crate) fn step(name: &str) {
    crate::vault::tests::end_at(name);
}

#[cfg(not(test))]
pub(crate) fn step(_: &str) {}
