//! The file under everything: opened with the settings that lose nothing, guarded before the first statement.
//!
//! No business here. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | the settings of a connection | this file |
//! | how a row is read | [`row`] |
//! | what may never be done to an open file | [`guard`] |
//! | the steps of the schema | [`migrate`], and `migrations/` |
//! | copies and restores | [`backup`] |
//! | where a file may live | [`place`] |
//! | how a failure of the machine is told | [`fault`] |

pub mod backup;
pub mod fault;
mod guard;
pub mod migrate;
pub mod place;
pub mod row;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::ToSqlOutput;
pub use rusqlite::types::ValueRef;
use rusqlite::{Connection, InterruptHandle, OpenFlags};
pub use rusqlite::{ToSql, named_params};

pub use fault::Fault;
pub use row::Row;

/// What reading a row gives.
pub type RowResult<T> = rusqlite::Result<T>;

/// How long a writer waits for another process before it says "busy".
pub const BUSY_WAIT: Duration = Duration::from_secs(5);
/// How many compiled statements a connection keeps.
const STATEMENTS_MAX: usize = 256;
/// Marks a file as ours in its header: "meig".
const APPLICATION_ID: i32 = 0x6d65_6967;

/// Whether a connection may change the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// One of possibly several writers.
    Write,
    /// Reads only, and can be interrupted.
    Read,
}

/// An open file. Statements are named `.sql` files, prepared once and kept.
pub struct Db {
    conn: Connection,
    path: PathBuf,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Db {
    /// Opens a file that exists, brings its schema up to date (a writer only) and sets the guard.
    ///
    /// # Errors
    /// A refusal for a foreign, newer or damaged file; a fault when the machine fails.
    pub fn open(path: &Path, mode: Mode) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).map_err(|e| Fault::opening(path, e))?;
        Self::settle(conn, path, mode)
    }

    /// Creates a new file, readable by its owner alone, with the whole schema.
    ///
    /// # Errors
    /// [`crate::ground::Refused::FileExists`] when something stands there; a fault when the machine fails.
    pub fn create(path: &Path) -> Result<Self, Fault> {
        place::create_private(path)?;
        Self::open(path, Mode::Write)
    }

    /// A store in memory, for tests of verbs.
    ///
    /// # Errors
    /// A fault when SQLite fails.
    pub fn in_memory() -> Result<Self, Fault> {
        let conn = Connection::open_in_memory().map_err(Fault::from)?;
        Self::settle(conn, Path::new(":memory:"), Mode::Write)
    }

    fn settle(mut conn: Connection, path: &Path, mode: Mode) -> Result<Self, Fault> {
        let opening = |e| Fault::opening(path, e);
        conn.busy_timeout(BUSY_WAIT).map_err(opening)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        migrate::recognise(&conn, path, APPLICATION_ID)?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA recursive_triggers = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -16000;",
        )
        .map_err(opening)?;
        match mode {
            Mode::Write => migrate::up(&mut conn, path, APPLICATION_ID)?,
            Mode::Read => conn.execute_batch("PRAGMA query_only = ON;").map_err(opening)?,
        }
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(opening)?;
        // A plan may not depend on bound values: else SQLite compiles such a statement again whenever one changes.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(opening)?;
        guard::install(&mut conn, mode).map_err(opening)?;
        Ok(Self { conn, path: path.to_owned() })
    }

    /// Takes over a connection that only reads a file as it lies.
    fn read_only(mut conn: Connection, path: &Path) -> Result<Self, Fault> {
        conn.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")?;
        guard::install(&mut conn, Mode::Read)?;
        Ok(Self { conn, path: path.to_owned() })
    }

    /// Makes room for a load of many rows: a cache that holds what it touches, and a log that is written back seldom.
    /// What a commit promises stays the same.
    ///
    /// # Errors
    /// A fault when SQLite fails.
    pub fn make_room(&mut self) -> Result<(), Fault> {
        let room = "PRAGMA cache_size = -256000; PRAGMA wal_autocheckpoint = 65536;";
        Ok(guard::without(&mut self.conn, Mode::Write, |conn| conn.execute_batch(room))?)
    }

    /// The settings of this connection and of the file, as SQLite names them, for `doctor`.
    ///
    /// # Errors
    /// A fault when the file cannot be read.
    pub fn in_force(&self) -> Result<Vec<(&'static str, String)>, Fault> {
        let mut out = vec![("sqlite_version", self.word("SELECT sqlite_version()")?)];
        for (name, sql) in guard::QUESTIONS {
            out.push((name, self.word(sql)?));
        }
        Ok(out)
    }

    fn word(&self, sql: &'static str) -> Result<String, Fault> {
        let value = self.one(sql, &[], |row| {
            Ok(match row.get_ref(0)? {
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => String::new(),
            })
        })?;
        Ok(value.unwrap_or_default())
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A handle that stops a running read from another thread.
    pub fn interrupt_handle(&self) -> InterruptHandle {
        self.conn.get_interrupt_handle()
    }

    /// Runs one changing statement and answers how many rows it touched.
    pub fn run(&self, sql: &'static str, params: &[(&str, &dyn ToSql)]) -> Result<usize, Fault> {
        Ok(self.conn.prepare_cached(sql)?.execute(params)?)
    }

    /// Runs one inserting statement and answers the new row's id.
    pub fn insert(&self, sql: &'static str, params: &[(&str, &dyn ToSql)]) -> Result<i64, Fault> {
        self.run(sql, params)?;
        Ok(self.conn.last_insert_rowid())
    }

    /// The first row of a question, read by `read`.
    pub fn one<T>(
        &self,
        sql: &'static str,
        params: &[(&str, &dyn ToSql)],
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Fault> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        match rows.next()? {
            Some(row) => Ok(Some(read(&Row::of(row))?)),
            None => Ok(None),
        }
    }

    /// Every row of a question, in its order.
    pub fn list<T>(
        &self,
        sql: &'static str,
        params: &[(&str, &dyn ToSql)],
        mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Fault> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(read(&Row::of(row))?);
        }
        Ok(out)
    }

    /// Walks over the rows of a question without keeping them; stops at the first `Err`.
    pub fn each<E: From<Fault>>(
        &self,
        sql: &'static str,
        params: &[(&str, &dyn ToSql)],
        mut visit: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.conn.prepare_cached(sql).map_err(Fault::from)?;
        let mut rows = statement.query(params).map_err(Fault::from)?;
        while let Some(row) = rows.next().map_err(Fault::from)? {
            visit(&Row::of(row))?;
        }
        Ok(())
    }

    /// Walks over the rows of a table as they lie, between two values.
    pub fn pour_out<E: From<Fault>>(
        &self,
        sql: &'static str,
        (from, to): (&dyn ToSql, &dyn ToSql),
        mut visit: impl FnMut(&[ValueRef<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.conn.prepare_cached(sql).map_err(Fault::from)?;
        let columns = statement.column_count();
        let params: &[(&str, &dyn ToSql)] = &[(":from", from), (":to", to)];
        let mut rows = statement.query(params).map_err(Fault::from)?;
        while let Some(row) = rows.next().map_err(Fault::from)? {
            let values: rusqlite::Result<Vec<_>> = (0..columns).map(|place| row.get_ref(place)).collect();
            visit(&values.map_err(Fault::from)?)?;
        }
        Ok(())
    }

    /// Runs one statement over values in their order and answers how many rows it touched.
    pub fn pour_in(&self, sql: &'static str, values: &[ValueRef<'_>]) -> Result<usize, Fault> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let values = values.iter().map(|value| ToSqlOutput::Borrowed(*value));
        Ok(statement.execute(rusqlite::params_from_iter(values))?)
    }

    /// Begins to take over the rows of another file: references are looked at when it is committed, because files may
    /// point at later ones.
    pub fn begin_merge(&mut self) -> Result<(), Fault> {
        let begin = "BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON;";
        Ok(guard::without(&mut self.conn, Mode::Write, |conn| conn.execute_batch(begin))?)
    }

    /// A control statement (`BEGIN IMMEDIATE`, `COMMIT`, `SAVEPOINT verb` ..) without parameters.
    pub fn control(&self, sql: &'static str) -> Result<(), Fault> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    }

    /// A statement made at run time: only for tests that attack the file and for the query plans.
    pub fn attempt(&self, sql: &str) -> Result<(), Fault> {
        Ok(self.conn.execute_batch(sql)?)
    }

    /// The plan of a statement, one line per step.
    pub fn plan(&self, sql: &str) -> Result<Vec<String>, Fault> {
        let mut statement = self.conn.prepare_cached(&format!("EXPLAIN QUERY PLAN {sql}"))?;
        let mut rows = statement.raw_query();
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(row.get("detail")?);
        }
        Ok(out)
    }

    /// The columns of a statement's answer.
    pub fn columns(&self, sql: &str) -> Result<Vec<String>, Fault> {
        let statement = self.conn.prepare_cached(sql)?;
        Ok(statement.column_names().map(str::to_owned).collect())
    }

    /// Rows that this connection changed since it was opened.
    pub fn changes(&self) -> u64 {
        self.conn.total_changes()
    }

    /// Whether a transaction is open.
    pub fn in_transaction(&self) -> bool {
        !self.conn.is_autocommit()
    }

    /// What SQLite itself says about the file: `quick_check` or `integrity_check`, at most ten lines, none if sound.
    pub fn integrity(&self, whole: bool) -> Result<Vec<String>, Fault> {
        let sql = if whole { "PRAGMA integrity_check(10)" } else { "PRAGMA quick_check(10)" };
        let lines = self.list(sql, &[], |row| row.get::<_, String>(0))?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// Rows whose foreign key points nowhere, as `table rowid -> parent`.
    pub fn broken_references(&self) -> Result<Vec<String>, Fault> {
        self.list("PRAGMA foreign_key_check", &[], |row| {
            let table: String = row.get(0)?;
            let rowid: Option<i64> = row.get(1)?;
            let parent: String = row.get(2)?;
            Ok(format!("{table} {} -> {parent}", rowid.unwrap_or(0)))
        })
    }

    /// The connection itself, for copies of the file within this module.
    fn conn(&self) -> &Connection {
        &self.conn
    }
}
