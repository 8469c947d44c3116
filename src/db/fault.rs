//! Failures of the machine, told apart from refusals: a full disk is not a wrong PIN.

use std::fmt;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::ground::{Clean, Refused};

/// What went wrong below the rules.
#[derive(Debug)]
pub enum Fault {
    /// SQLite or the disk failed; the text names what was said.
    Sqlite(rusqlite::Error),
    /// The operating system failed.
    Io(std::io::Error),
    /// Something that must hold did not: a bug of ours, told in one sentence.
    Broken(String),
    /// A clear "no" found at this level (a newer file, a busy file, a full disk).
    Refused(Refused),
}

impl Fault {
    /// A fault on opening a file: damage and foreign files become refusals that say so.
    #[must_use]
    pub fn opening(path: &Path, error: rusqlite::Error) -> Self {
        let file = || Clean::shown(&path.to_string_lossy()).into_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt) => Self::Refused(Refused::FileDamaged {
                file: file(),
                reason: Clean::shown(&error.to_string()).into_string(),
            }),
            Some(ErrorCode::NotADatabase) => Self::Refused(Refused::FileForeign { file: file() }),
            Some(ErrorCode::CannotOpen) => Self::Refused(Refused::FileUnreadable {
                file: file(),
                reason: Clean::shown(&error.to_string()).into_string(),
            }),
            Some(_) | None => Self::from(error),
        }
    }

    /// The same fault, told as damage of a file when that is what it is.
    #[must_use]
    pub fn of_file(self, path: &Path) -> Self {
        match self {
            Self::Sqlite(error) => Self::opening(path, error),
            Self::Io(_) | Self::Broken(_) | Self::Refused(_) => self,
        }
    }

    /// Whether the file's content was found damaged.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
            ),
            Self::Refused(no) => matches!(no, Refused::FileDamaged { .. }),
            Self::Io(_) | Self::Broken(_) => false,
        }
    }

    /// What a check, a key or a trigger of the file said no to; nothing for every other failure.
    #[must_use]
    pub fn constraint(&self) -> Option<String> {
        match self {
            Self::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Some(Clean::shown(&error.to_string()).into_string())
            }
            Self::Sqlite(_) | Self::Io(_) | Self::Broken(_) | Self::Refused(_) => None,
        }
    }

    /// Whether what lies in the file cannot be what was meant, while the machine reads it well.
    #[must_use]
    pub fn is_content(&self) -> bool {
        match self {
            Self::Sqlite(error) => matches!(error.sqlite_error_code(), None | Some(ErrorCode::Unknown)),
            Self::Broken(_) => true,
            Self::Io(_) | Self::Refused(_) => false,
        }
    }

    /// Whether a read was stopped on purpose.
    #[must_use]
    pub fn is_interrupt(&self) -> bool {
        matches!(self, Self::Sqlite(e) if e.sqlite_error_code() == Some(ErrorCode::OperationInterrupted))
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Refused(Refused::Busy {
                seconds: i64::try_from(super::BUSY_WAIT.as_secs()).unwrap_or(i64::MAX),
            }),
            Some(ErrorCode::DiskFull) => Self::Refused(Refused::DiskFull {}),
            Some(_) | None => Self::Sqlite(error),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Refused> for Fault {
    fn from(no: Refused) -> Self {
        Self::Refused(no)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(error) => write!(f, "database: {error}"),
            Self::Io(error) => write!(f, "disk: {error}"),
            Self::Broken(what) => write!(f, "broken: {what}"),
            Self::Refused(no) => write!(f, "{no}"),
        }
    }
}

impl std::error::Error for Fault {}
