//! What can go wrong, sorted by what the caller can do next.

use rusqlite::ErrorCode;

/// Why a database was not opened. Whatever the reason, the file is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The file was made with another key: no part of it opens with this one.
    ///
    /// A file that was overwritten from end to end looks the same.
    #[error("the key does not fit the database")]
    Locked,
    /// The key is the right one but the file is not whole.
    #[error("the database is damaged: {detail}")]
    Damaged {
        /// What was found, in words.
        detail: String,
    },
    /// A newer version of the program has written it.
    #[error("the database has schema version {found}, this program knows up to {known}")]
    Newer {
        /// The schema version of the file.
        found: u32,
        /// The newest schema version that this program knows.
        known: u32,
    },
    /// Another process is just opening it, and did not get done in time. Trying again helps.
    #[error("another process is busy with the database")]
    Busy,
    /// The file or its folder cannot be read, made or written.
    #[error("the database file cannot be used: {detail}")]
    Io {
        /// What was tried, with which path, and what the system said.
        detail: String,
    },
}

/// Why something could not be stored or read in an open database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no such tenant, or it has been removed in the meantime.
    #[error("there is no tenant {id:?}")]
    NoSuchTenant {
        /// The id asked for.
        id: String,
    },
    /// Another process holds the database. Trying again helps.
    #[error("another process is busy with the database")]
    Busy,
    /// The disk is full.
    #[error("there is no space left for the database")]
    Full,
    /// What was read is not what was written.
    #[error("the database is damaged: {detail}")]
    Damaged {
        /// What was found, in words.
        detail: String,
    },
    /// The file cannot be read or written.
    #[error("the database cannot be used: {detail}")]
    Io {
        /// What the system said.
        detail: String,
    },
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sql;
        match &error {
            Sql::FromSqlConversionFailure(..)
            | Sql::InvalidColumnType(..)
            | Sql::IntegralValueOutOfRange(..)
            | Sql::Utf8Error(..) => Error::Damaged { detail: error.to_string() },
            _ => match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
                Some(ErrorCode::DiskFull) => Error::Full,
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                    Error::Damaged { detail: error.to_string() }
                }
                _ => Error::Io { detail: error.to_string() },
            },
        }
    }
}

impl From<Error> for OpenError {
    fn from(error: Error) -> Self {
        match error {
            Error::Busy => OpenError::Busy,
            Error::Damaged { detail } => OpenError::Damaged { detail },
            other => OpenError::Io { detail: other.to_string() },
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Error::from(error).into()
    }
}
