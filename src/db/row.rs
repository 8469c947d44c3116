//! A row of an answer, read by the names of its columns.
//!
//! SQLite knows columns by their places. To look each name up from the first column on costs a wide row as many
//! comparisons as it has columns, squared; a row is nearly always read in its own order, so the place after the last
//! one is tried first. No statement names two columns alike (`tests/it/tidy_sql.rs`).

use std::cell::Cell;

use rusqlite::types::{FromSql, ValueRef};

/// A row of an answer.
pub struct Row<'a> {
    row: &'a rusqlite::Row<'a>,
    /// The place after the one that was read last.
    next: Cell<usize>,
}

/// What names a column: its name, or its place from 0.
pub trait Column {
    /// Its place.
    ///
    /// # Errors
    /// When the answer has no such column.
    fn place(self, row: &Row<'_>) -> rusqlite::Result<usize>;
}

impl Column for usize {
    fn place(self, _: &Row<'_>) -> rusqlite::Result<usize> {
        Ok(self)
    }
}

impl Column for &str {
    fn place(self, row: &Row<'_>) -> rusqlite::Result<usize> {
        let statement: &rusqlite::Statement<'_> = row.row.as_ref();
        let (count, next) = (statement.column_count(), row.next.get());
        for place in (next..count).chain(0..next.min(count)) {
            if statement.column_name(place)?.eq_ignore_ascii_case(self) {
                row.next.set(place + 1);
                return Ok(place);
            }
        }
        Err(rusqlite::Error::InvalidColumnName(self.to_owned()))
    }
}

impl<'a> Row<'a> {
    pub(super) fn of(row: &'a rusqlite::Row<'a>) -> Self {
        Self { row, next: Cell::new(0) }
    }

    /// The value of a column.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else.
    pub fn get<C: Column, T: FromSql>(&self, column: C) -> rusqlite::Result<T> {
        self.row.get(column.place(self)?)
    }

    /// The value of a column as it lies in the file.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn get_ref<C: Column>(&self, column: C) -> rusqlite::Result<ValueRef<'_>> {
        self.row.get_ref(column.place(self)?)
    }
}

#[cfg(test)]
mod tests {
    use crate::db::Db;

    #[test]
    fn a_column_is_found_in_any_order() {
        let db = Db::in_memory().unwrap();
        let read = db.one("SELECT 1 AS a, 2 AS b, 3 AS c", &[], |row| {
            assert!(row.get::<_, i64>("d").is_err());
            Ok([row.get("c")?, row.get("a")?, row.get("b")?, row.get("B")?, row.get::<_, i64>(0)?])
        });
        assert_eq!(read.unwrap(), Some([3, 1, 2, 2, 1]));
    }
}
