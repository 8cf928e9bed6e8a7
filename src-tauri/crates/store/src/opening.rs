//! How a database file is looked at before it is touched, created, and opened.
//!
//! A file that cannot be used is left exactly as it is: it is first read through a connection that can neither
//! write nor lock nor make files beside it, and only a sound one is opened for good.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::connections::{Connections, connect, unlock};
use crate::migrations::{self, KNOWN};
use crate::{Key, OpenError};

/// SQLCipher's page size, in bytes.
const PAGE: u64 = 4096;
/// Up to this size every page is checked when the file is opened; a fraction of a second.
const CHECKED_WHOLE: u64 = 64 * 1024 * 1024;
/// How long to wait while other processes open the same file.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) fn open(path: &Path, key: &Key) -> Result<Connections, OpenError> {
    make_folder(path)?;
    let _turn = take_turn(path)?;
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => return Err(io("opening", path, "it is not a file")),
        Ok(_) => vet(path, key)?,
        Err(error) if error.kind() == ErrorKind::NotFound => create(path, key)?,
        Err(error) => return Err(io("looking at", path, error)),
    }
    let connections = Connections::open(path, key)?;
    keep_private(path)?;
    Ok(connections)
}

/// Waits until no other process is just creating, checking or migrating this file. The lock is on a file of its
/// own, because SQLite's locks are on the database and a look at a damaged one must not even take those.
fn take_turn(path: &Path) -> Result<File, OpenError> {
    let path = beside(path, ".lock");
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    private(&mut options);
    let file = options.open(&path).map_err(|error| io("making", &path, error))?;
    let begin = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if begin.elapsed() < PATIENCE => {
                thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(OpenError::Busy),
            Err(TryLockError::Error(error)) => return Err(io("locking", &path, error)),
        }
    }
}

/// Makes the database under another name and moves it into place, so that there is never half a one.
fn create(path: &Path, key: &Key) -> Result<(), OpenError> {
    if has_log(path) {
        let detail = "its write-ahead log is there, but the database itself is gone".to_owned();
        return Err(OpenError::Damaged { detail });
    }
    let draft = beside(path, ".new");
    for leftover in ["", "-wal", "-shm", "-journal"] {
        remove(&beside(&draft, leftover))?;
    }
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    private(&mut options);
    options.open(&draft).map_err(|error| io("making", &draft, error))?;
    drop(Connections::open(&draft, key)?);
    fs::rename(&draft, path).map_err(|error| io("making", path, error))
}

/// Says whether the file can be opened for good, without leaving a trace.
fn vet(path: &Path, key: &Key) -> Result<(), OpenError> {
    let (size, start) = look(path)?;
    if size == 0 {
        return damaged("the file is empty".to_owned());
    }
    if size % PAGE != 0 {
        return damaged(format!(
            "its size, {size} bytes, is not a whole number of pages: it is cut off"
        ));
    }
    if start != key.salt() {
        // Made with another key, or overwritten at its very start; then other pages still open.
        let quiet = quiet_connection(path, key)?;
        let bad = bad_pages(&quiet)?;
        if bad.len() as u64 >= size / PAGE {
            return Err(OpenError::Locked);
        }
        return damaged("its first bytes have been overwritten".to_owned());
    }
    // With a log beside it the file alone says nothing: another process has it open, or the last one crashed
    // and the log makes the file whole again.
    if has_log(path) { vet_with_log(path, key) } else { vet_alone(path, key, size) }
}

fn vet_alone(path: &Path, key: &Key, size: u64) -> Result<(), OpenError> {
    let connection = quiet_connection(path, key)?;
    vet_schema(&connection)?;
    if size <= CHECKED_WHOLE
        && let Some(first) = bad_pages(&connection)?.first()
    {
        return damaged(first.clone());
    }
    Ok(())
}

fn vet_with_log(path: &Path, key: &Key) -> Result<(), OpenError> {
    let index = beside(path, "-shm");
    let had_index = index.exists();
    let connection = connect(path, key)?;
    // Otherwise closing would write the log into the file.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let verdict = vet_schema(&connection);
    drop(connection);
    if verdict.is_err() && !had_index {
        remove(&index)?;
    }
    verdict
}

/// Reads the version, the schema and the first page of each table.
fn vet_schema(connection: &Connection) -> Result<(), OpenError> {
    let found = migrations::version(connection)?;
    if found > KNOWN {
        return Err(OpenError::Newer { found, known: KNOWN });
    }
    let mut statement = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")?;
    let tables = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for table in tables {
        let quoted = table.replace('"', "\"\"");
        connection.prepare(&format!("SELECT * FROM \"{quoted}\" LIMIT 1"))?.query([])?.next()?;
    }
    Ok(())
}

/// The pages whose checksum does not hold under this key, in SQLCipher's words.
fn bad_pages(connection: &Connection) -> Result<Vec<String>, OpenError> {
    let mut statement = connection.prepare("PRAGMA cipher_integrity_check")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// A connection that takes the file to be on a medium that cannot change: no locks, no log, no other files.
fn quiet_connection(path: &Path, key: &Key) -> Result<Connection, OpenError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri(path)?, flags)?;
    unlock(&connection, key)?;
    Ok(connection)
}

fn uri(path: &Path) -> Result<String, OpenError> {
    let full = std::path::absolute(path).map_err(|error| io("opening", path, error))?;
    let mut uri = String::from("file://");
    if cfg!(windows) {
        uri.push('/');
    }
    for byte in full.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b':' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    Ok(uri)
}

/// The size of the file and its first 16 bytes.
fn look(path: &Path) -> Result<(u64, Vec<u8>), OpenError> {
    let failed = |error| io("reading", path, error);
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let mut start = Vec::with_capacity(16);
    file.take(16).read_to_end(&mut start).map_err(failed)?;
    Ok((size, start))
}

fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), OpenError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(io("removing", path, error)),
        _ => Ok(()),
    }
}

/// Makes the folder for this user alone. One that exists is left as it is: it may be shared with others.
fn make_folder(path: &Path) -> Result<(), OpenError> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| io("making", folder, error))
}

/// Files made with these options are for this user alone; on Windows the profile folder sees to that.
fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

/// Takes the file away from others, in case it was copied here with wider permissions.
fn keep_private(path: &Path) -> Result<(), OpenError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::Permissions::from_mode(0o600);
        fs::set_permissions(path, mode).map_err(|error| io("protecting", path, error))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn damaged<T>(detail: String) -> Result<T, OpenError> {
    Err(OpenError::Damaged { detail })
}

fn io(action: &str, path: &Path, reason: impl std::fmt::Display) -> OpenError {
    OpenError::Io { detail: format!("{action} {} failed: {reason}", path.display()) }
}
