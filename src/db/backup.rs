//! Copies of the file that are whole: through SQLite's backup interface to a new name, verified, then renamed.
//!
//! Copying the main file alone while the log holds data would lose sales, so nothing here copies files.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
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
        let half = beside(target, &half_of_ours());
        remove_all(&half)?;
        place::create_private(&half)?;
        let outcome = self.pinned(|| copy(self.conn(), &half, &mut report)).and_then(|()| verify(&half));
        if let Err(fault) = outcome {
            remove_all(&half)?;
            return Err(fault);
        }
        sync(&half)?;
        // Another program may have been faster with a copy of the same name.
        if target.exists() {
            remove_all(&half)?;
            return Err(Refused::FileExists { file: shown(target) }.into());
        }
        std::fs::rename(&half, target)?;
        sync_folder(target);
        Ok(())
    }
}

/// The ending of a copy that is not whole yet: this process's and this copy's alone, because two programs that copy one
/// file in the same second would take each other's half away.
fn half_of_ours() -> String {
    static COPIES: AtomicU64 = AtomicU64::new(0);
    format!(".{}-{}.part", std::process::id(), COPIES.fetch_add(1, Ordering::Relaxed))
}

impl Db {
    /// Holds one view of the file while a copy is made, so that sales in between do not make it begin again.
    fn pinned<T>(&self, work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
        if self.in_transaction() {
            return work();
        }
        self.control("BEGIN")?;
        let done = self.control("SELECT count(*) FROM sqlite_schema").and_then(|()| work());
        self.control("ROLLBACK")?;
        done
    }

    /// Opens a file that must not be touched, such as a copy: no schema step, no log, not a byte is written.
    ///
    /// # Errors
    /// A refusal for a foreign, newer or damaged file.
    pub fn look(path: &Path) -> Result<Self, Fault> {
        let conn = open_still(path)?;
        conn.busy_timeout(super::BUSY_WAIT)?;
        super::migrate::recognise(&conn, path, super::APPLICATION_ID)?;
        if super::migrate::version(&conn).map_err(|e| Fault::opening(path, e))? == 0 {
            return Err(Refused::FileForeign { file: shown(path) }.into());
        }
        Self::read_only(conn, path)
    }
}

/// Where the newest changes of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// In the file: it was made by a backup.
    Folded,
    /// In a log that lies beside it.
    Beside,
    /// It was written with a log, and none lies beside it: either the program had been closed, or the log was not
    /// copied. The file itself cannot tell which.
    Missing,
}

/// Looks at the header (bytes 18 and 19, the file format versions: 2 means a write-ahead log) and beside the file.
///
/// # Errors
/// [`Refused::FileUnreadable`].
pub fn log_of(path: &Path) -> Result<Log, Fault> {
    let unreadable = |e: std::io::Error| Refused::FileUnreadable {
        file: shown(path),
        reason: Clean::shown(&e.to_string()).into_string(),
    };
    let mut head = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    std::io::Read::read_to_end(&mut std::io::Read::take(file, 20), &mut head).map_err(unreadable)?;
    let written_with_log = head.get(18).is_some_and(|version| *version == 2);
    let beside_it = std::fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0);
    Ok(match (written_with_log, beside_it) {
        (false, _) => Log::Folded,
        (true, true) => Log::Beside,
        (true, false) => Log::Missing,
    })
}

/// How every SQLite file begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Whether a file begins as an SQLite file does.
///
/// # Errors
/// A fault when it cannot be read.
pub fn has_header(path: &Path) -> Result<bool, Fault> {
    let mut head = Vec::new();
    let file = std::fs::File::open(path)?;
    std::io::Read::read_to_end(&mut std::io::Read::take(file, 16), &mut head)?;
    Ok(head == MAGIC)
}

/// Refuses a file whose last page is not whole: SQLite reads what is missing as zeros and finds nothing wrong.
fn refuse_cut(path: &Path) -> Result<(), Fault> {
    let mut head = Vec::new();
    let file = std::fs::File::open(path)?;
    let bytes = file.metadata()?.len();
    std::io::Read::read_to_end(&mut std::io::Read::take(file, 18), &mut head)?;
    // Header bytes 16 and 17: the page size, where 1 stands for 65,536. Nonsense there is for SQLite to refuse.
    let page = match head.as_slice() {
        [magic @ .., 0, 1] if magic == MAGIC => 65_536,
        [magic @ .., high, low] if magic == MAGIC => u64::from(u16::from_be_bytes([*high, *low])),
        _ => 0,
    };
    if page >= 512 && bytes % page != 0 {
        let reason = format!("{bytes} bytes are not whole pages of {page}");
        return Err(Refused::FileDamaged { file: shown(path), reason }.into());
    }
    Ok(())
}

/// A connection that changes nothing. Without a log beside it the file is taken as it lies, so that SQLite does not
/// put one there.
fn open_still(path: &Path) -> Result<Connection, Fault> {
    let opening = |e| Fault::opening(path, e);
    let log = log_of(path)?;
    if log != Log::Beside {
        refuse_cut(path)?;
    }
    if log == Log::Missing {
        let mut name = String::new();
        for ch in std::path::absolute(path)?.to_string_lossy().replace('\\', "/").chars() {
            match ch {
                '%' => name.push_str("%25"),
                '?' => name.push_str("%3f"),
                '#' => name.push_str("%23"),
                other => name.push(other),
            }
        }
        let slash = if name.starts_with('/') { "" } else { "/" };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let address = format!("file://{slash}{name}?immutable=1");
        return Connection::open_with_flags(address, flags).map_err(opening);
    }
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(opening)
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
    let conn = open_still(path)?;
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

/// Puts a verified copy in the place of a file that nobody has open. `prepare` sees the copy under its working name,
/// before it stands in the other's place; what stood there is kept under `kept`.
///
/// # Errors
/// A refusal when the copy is damaged or foreign, or when somebody has the old file open ([`Refused::Busy`]); what
/// `prepare` says. The old file stays until the new one stands whole beside it.
pub fn put_in_place<E: From<Fault>>(
    copy_of: &Path,
    target: &Path,
    kept: Option<&Path>,
    prepare: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let half = beside(target, ".restoring");
    let outcome = stage(copy_of, &half).map_err(E::from).and_then(|()| prepare(&half));
    let outcome = outcome.and_then(|()| swap(&half, target, kept).map_err(E::from));
    if outcome.is_err() {
        // The first error is the one to tell; what could not be swept is swept the next time.
        let _ = remove_all(&half);
    }
    outcome
}

fn stage(copy_of: &Path, half: &Path) -> Result<(), Fault> {
    verify(copy_of)?;
    remove_all(half)?;
    place::create_private(half)?;
    copy(&open_still(copy_of)?, half, &mut |_| {})?;
    verify(half)
}

fn swap(half: &Path, target: &Path, kept: Option<&Path>) -> Result<(), Fault> {
    drop(fold_log(half)?);
    for version in 1..super::migrate::latest() {
        // A copy of an older version was brought up to date; the copy itself is the record of what it was.
        remove_all(&beside(half, &format!(".v{version}.bak")))?;
    }
    sync(half)?;
    if let Some(kept) = kept {
        let held = fold_log(target)?;
        if cfg!(windows) {
            drop(held);
            keep(target, kept)?;
        } else {
            // Held until the name is free, so that nobody opens the old file in between.
            keep(target, kept)?;
            drop(held);
        }
    }
    std::fs::rename(half, target)?;
    sync_folder(target);
    Ok(())
}

fn keep(target: &Path, kept: &Path) -> Result<(), Fault> {
    std::fs::rename(target, kept)?;
    for end in ["-wal", "-shm"] {
        let log = beside(target, end);
        if log.exists() {
            std::fs::rename(&log, beside(kept, end))?;
        }
    }
    Ok(())
}

/// Brings the log into the main file, which only the last connection can do: a file that somebody has open is busy.
/// A damaged one is kept as it is, with its log.
fn fold_log(path: &Path) -> Result<Option<Connection>, Fault> {
    let Ok(conn) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE) else {
        return Ok(None);
    };
    conn.busy_timeout(super::BUSY_WAIT)?;
    match conn.execute_batch("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;") {
        Ok(()) => Ok(Some(conn)),
        Err(error) => match Fault::from(error) {
            busy @ Fault::Refused(Refused::Busy { .. }) => Err(busy),
            other => {
                tracing::warn!(fault = %other, "the old file's log could not be folded in; it is kept beside it");
                Ok(None)
            }
        },
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
