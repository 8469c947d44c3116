//! Copies of the file that are whole: through SQLite's backup interface to a new name, verified, then renamed.
//!
//! Copying the main file alone while the log holds data would lose sales, so nothing here copies files.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::fault::Fault;
use super::{Db, place};
use crate::ground::{Clean, Refused};

/// Pages copied between two reports of progress.
const PAGES_PER_STEP: i32 = 2_000;

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages copied.
    pub done: i64,
    /// Pages in all.
    pub all: i64,
}

impl Db {
    /// Copies the open file to `target`, which must not exist; the copy is checked before it gets its name.
    ///
    /// # Errors
    /// [`Refused::FileExists`] when the target stands; [`Refused::FileDamaged`] when the copy is not sound.
    pub fn back_up(&self, target: &Path, mut report: impl FnMut(Progress)) -> Result<(), Fault> {
        if target.exists() {
            return Err(Refused::FileExists { file: shown(target) }.into());
        }
        let half = beside(target, ".part");
        remove_all(&half)?;
        place::create_private(&half)?;
        let outcome = copy(self.conn(), &half, &mut report).and_then(|()| verify(&half));
        if let Err(fault) = outcome {
            remove_all(&half)?;
            return Err(fault);
        }
        sync(&half)?;
        std::fs::rename(&half, target)?;
        sync_folder(target);
        Ok(())
    }
}

fn copy(from: &Connection, half: &Path, report: &mut impl FnMut(Progress)) -> Result<(), Fault> {
    let mut to = Connection::open_with_flags(half, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    {
        let backup = Backup::new(from, &mut to)?;
        loop {
            let step = backup.step(PAGES_PER_STEP)?;
            let at = backup.progress();
            report(Progress { done: i64::from(at.pagecount - at.remaining), all: i64::from(at.pagecount) });
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                StepResult::Busy | StepResult::Locked => {
                    return Err(Refused::Busy { seconds: 0 }.into());
                }
                _ => return Err(Fault::Broken("backup: unknown step result".into())),
            }
        }
    }
    // A copy stands alone: no log beside it.
    to.execute_batch("PRAGMA journal_mode = DELETE;")?;
    to.close().map_err(|(_, e)| Fault::from(e))
}

/// Opens a copy and lets SQLite check it.
fn verify(path: &Path) -> Result<(), Fault> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|e| Fault::opening(path, e))?;
    conn.busy_timeout(Duration::from_secs(1))?;
    let found: String = conn
        .prepare_cached("PRAGMA quick_check(1)")
        .and_then(|mut s| s.query_row([], |row| row.get(0)))
        .map_err(|e| Fault::opening(path, e))?;
    if found == "ok" {
        Ok(())
    } else {
        Err(Refused::FileDamaged { file: shown(path), reason: Clean::shown(&found).into_string() }.into())
    }
}

/// Keeps what an older program wrote before its schema changes.
pub(super) fn before_migration(conn: &Connection, path: &Path, version: i64) -> Result<(), Fault> {
    if path.as_os_str() == ":memory:" {
        return Ok(());
    }
    let target = beside(path, &format!(".v{version}.bak"));
    if target.exists() {
        return Ok(());
    }
    let half = beside(&target, ".part");
    remove_all(&half)?;
    place::create_private(&half)?;
    copy(conn, &half, &mut |_| {})?;
    sync(&half)?;
    std::fs::rename(&half, &target)?;
    Ok(())
}

/// Puts a verified copy in the place of a file that nobody has open. What stood there is kept under `kept`.
///
/// # Errors
/// A refusal when the copy is damaged or foreign; a fault when the disk fails. The old file stays until the new one
/// stands whole beside it.
pub fn put_in_place(copy_of: &Path, target: &Path, kept: Option<&Path>) -> Result<(), Fault> {
    verify(copy_of)?;
    let half = beside(target, ".restoring");
    remove_all(&half)?;
    place::create_private(&half)?;
    {
        let from = Connection::open_with_flags(copy_of, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        copy(&from, &half, &mut |_| {})?;
    }
    verify(&half)?;
    sync(&half)?;
    if let Some(kept) = kept {
        fold_log(target);
        std::fs::rename(target, kept)?;
        for end in ["-wal", "-shm"] {
            let log = beside(target, end);
            if log.exists() {
                std::fs::rename(&log, beside(kept, end))?;
            }
        }
    }
    std::fs::rename(&half, target)?;
    sync_folder(target);
    Ok(())
}

/// Brings the log into the main file where the file can still be opened; a damaged one is kept as it is.
fn fold_log(path: &Path) {
    if let Ok(conn) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        && let Err(error) = conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")
    {
        tracing::warn!(%error, "the old file's log could not be folded in; it is kept beside it");
    }
}

/// `shop.db` and `.part` give `shop.db.part`.
#[must_use]
pub fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, ToOwned::to_owned);
    name.push(end);
    path.with_file_name(name)
}

fn remove_all(half: &Path) -> Result<(), Fault> {
    for path in [half.to_owned(), beside(half, "-wal"), beside(half, "-shm"), beside(half, "-journal")] {
        match std::fs::remove_file(&path) {
            Ok(()) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(())
}

fn sync(path: &Path) -> Result<(), Fault> {
    Ok(std::fs::OpenOptions::new().read(true).write(true).open(path)?.sync_all()?)
}

/// Makes the rename itself durable where the system can; Windows has no such call on folders.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if let Ok(folder) = std::fs::File::open(folder)
        && let Err(error) = folder.sync_all()
    {
        tracing::debug!(%error, "the folder could not be synced");
    }
}

fn shown(path: &Path) -> String {
    Clean::shown(&path.to_string_lossy()).into_string()
}
