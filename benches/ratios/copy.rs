//! Rows of a store file read out and written bare: prepared statements, the same schema and indexes, no triggers, no
//! foreign keys, and the house's durability (WAL, FULL).

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// A row of a table, to be written again as it is.
pub struct Line {
    /// The statement that writes it.
    pub sql: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// A connection with the house's durability and nothing else.
pub fn connect(path: &Path) -> Connection {
    let conn = Connection::open(path).unwrap();
    conn.set_prepared_statement_cache_capacity(256);
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;",
    )
    .unwrap();
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
    conn
}

/// Takes the triggers out of a file: bare statements check nothing.
pub fn bare(conn: &Connection) {
    let names = texts(conn, "SELECT name FROM sqlite_master WHERE type = 'trigger'");
    for name in names {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
}

/// The tables of a store, in the order in which they were made.
pub fn tables(conn: &Connection) -> Vec<String> {
    texts(
        conn,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid",
    )
}

/// Whether a file checks what is written into it.
pub fn has_triggers(conn: &Connection) -> bool {
    !texts(conn, "SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").is_empty()
}

/// An empty file with a store's tables and indexes, and its triggers if asked for.
pub fn schema(from: &Connection, path: &Path, triggers: bool) -> Connection {
    let to = connect(path);
    let kinds = if triggers { "('table', 'index', 'trigger')" } else { "('table', 'index')" };
    let all = format!(
        "SELECT sql FROM sqlite_master WHERE type IN {kinds} AND sql IS NOT NULL
         AND name NOT LIKE 'sqlite%' ORDER BY rowid"
    );
    for sql in texts(from, &all) {
        to.execute_batch(&sql).unwrap();
    }
    to
}

fn texts(conn: &Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare_cached(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The rows of a question as lines to insert into a table.
pub fn lines(conn: &Connection, table: &str, question: &str, values: &[&dyn rusqlite::ToSql]) -> Vec<Line> {
    let mut out = Vec::new();
    walk(conn, table, question, values, |line| out.push(line));
    out
}

/// Walks over the rows of a question without keeping them.
pub fn walk(
    conn: &Connection,
    table: &str,
    question: &str,
    values: &[&dyn rusqlite::ToSql],
    mut each: impl FnMut(Line),
) {
    let mut statement = conn.prepare_cached(question).unwrap();
    let columns = statement.column_count();
    let marks = (1..=columns).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO {table} VALUES ({marks})");
    let mut rows = statement.query(values).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let values = (0..columns).map(|at| row.get(at).unwrap()).collect();
        each(Line { sql: sql.clone(), values });
    }
}

/// Writes a line.
pub fn write(conn: &Connection, line: &Line) {
    conn.prepare_cached(&line.sql).unwrap().execute(params_from_iter(&line.values)).unwrap();
}
