//! One table whatever it was read from, so that a mapping never asks whether it came from a text or a workbook.

use std::borrow::Cow;

use super::columns;
use super::decode::Encoding;
use super::limits::{self, reason};
use crate::ground::{Clean, Refused};

/// One value as the file holds it; numbers are exact decimal text, never floats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, raw; [`Cell::shown`] is what a screen may show.
    Text(Box<str>),
    /// A number as plain decimal text: `-12.5`.
    Number(Box<str>),
    /// A day as a spreadsheet counts them, with the time of day behind the point: `45982.5`.
    Date(Box<str>),
    /// Yes or no.
    Bool(bool),
}

impl Cell {
    /// A text cell, or an empty one.
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.into()) }
    }

    /// Whether nothing readable is in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Date(_) | Self::Bool(_) => false,
        }
    }

    /// The value as the file has it.
    #[must_use]
    pub fn raw(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Number(text) | Self::Date(text) => Cow::Borrowed(text),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
        }
    }

    /// The value as a screen may show it.
    #[must_use]
    pub fn shown(&self) -> Clean {
        Clean::shown(&self.raw())
    }
}

/// One row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of a text or the row of a sheet, from 1.
    pub number: i64,
    /// How many cells the file gives, before trailing empty ones were dropped.
    pub width: usize,
    /// The cells up to the last one that holds something.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in that column, empty beyond the row's end.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// A row that has more or fewer cells than there are headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ragged {
    /// The row's number in the file.
    pub number: i64,
    /// How many cells it has.
    pub cells: usize,
}

/// A table read from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file's name.
    pub source: Clean,
    /// The sheet that was read, for a workbook.
    pub sheet: Option<Clean>,
    /// All sheets of the workbook.
    pub sheets: Vec<Clean>,
    /// The encoding, for a text.
    pub encoding: Option<Encoding>,
    /// The delimiter, for a text.
    pub delimiter: Option<char>,
    /// Whether days are counted from 1904.
    pub from_1904: bool,
    /// The row of the file that holds the headers, from 1; 0 where there is none.
    pub header_row: i64,
    /// The headers.
    pub headers: Vec<Clean>,
    /// The rows below the header that hold something.
    pub rows: Vec<Row>,
    /// The first [`limits::RAGGED_LISTED_MAX`] rows that do not fit the header.
    pub ragged: Vec<Ragged>,
    /// How many rows do not fit the header.
    pub ragged_count: usize,
}

/// Where a table comes from, before it has rows.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The file's name.
    pub source: String,
    /// As in [`Table`].
    pub sheet: Option<Clean>,
    /// As in [`Table`].
    pub sheets: Vec<Clean>,
    /// As in [`Table`].
    pub encoding: Option<Encoding>,
    /// As in [`Table`].
    pub delimiter: Option<char>,
    /// As in [`Table`].
    pub from_1904: bool,
}

/// Takes rows in the order of the file and keeps the limits.
#[derive(Debug, Default)]
pub struct Gather {
    origin: Origin,
    rows: Vec<Row>,
    cells: usize,
}

impl Gather {
    /// An empty table of that origin.
    #[must_use]
    pub fn new(origin: Origin) -> Self {
        Self { origin, rows: Vec::new(), cells: 0 }
    }

    /// Takes one row; rows without a value are left out.
    ///
    /// # Errors
    /// [`Refused::FileTooLarge`] beyond a limit of [`limits`].
    pub fn push(&mut self, number: i64, mut cells: Vec<Cell>) -> Result<(), Refused> {
        let file = &self.origin.source;
        let width = cells.len();
        while cells.last().is_some_and(Cell::is_blank) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        if cells.len() > limits::COLUMNS_MAX {
            return Err(limits::too_large(file, reason::COLUMNS, wide(limits::COLUMNS_MAX)));
        }
        if cells.iter().any(|cell| too_long(&cell.raw())) {
            return Err(limits::too_large(file, reason::CELL_CHARS, wide(limits::CELL_CHARS_MAX)));
        }
        self.cells = self.cells.saturating_add(cells.len());
        if self.cells > limits::CELLS_MAX {
            return Err(limits::too_large(file, reason::CELLS, wide(limits::CELLS_MAX)));
        }
        if self.rows.len() > limits::ROWS_MAX {
            return Err(limits::too_large(file, reason::ROWS, wide(limits::ROWS_MAX)));
        }
        cells.shrink_to_fit();
        self.rows.push(Row { number, width, cells });
        Ok(())
    }

    /// Finds the header, or takes the stated row of the file, and gives the table. Where 0 says that there is none the
    /// columns are called `#1`, `#2`, as a mapping by hand names them.
    ///
    /// # Errors
    /// [`Refused::FileUnreadable`] for a table without a row, or without the stated one;
    /// [`Refused::FileTooLarge`] for too many rows.
    pub fn finish(self, header_row: Option<i64>) -> Result<Table, Refused> {
        let Origin { source, sheet, sheets, encoding, delimiter, from_1904 } = self.origin;
        let mut rows = self.rows;
        if header_row == Some(0) {
            let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
            let cells = (1..=width).map(|column| Cell::text(&format!("#{column}"))).collect();
            rows.insert(0, Row { number: 0, width, cells });
        }
        let at = match header_row {
            Some(wanted) => rows
                .iter()
                .position(|row| row.number == wanted)
                .ok_or_else(|| limits::unreadable(&source, reason::HEADER_ROW, &wanted.to_string()))?,
            None => find_header(&rows),
        };
        if rows.iter().all(|row| row.number == 0) {
            return Err(limits::unreadable(&source, reason::EMPTY, ""));
        }
        let header = rows.drain(..at.saturating_add(1)).next_back();
        let header = header.ok_or_else(|| limits::unreadable(&source, reason::EMPTY, ""))?;
        if rows.len() > limits::ROWS_MAX {
            return Err(limits::too_large(&source, reason::ROWS, wide(limits::ROWS_MAX)));
        }
        let headers: Vec<Clean> = header.cells.iter().map(Cell::shown).collect();
        let misfit = |row: &&Row| match encoding {
            Some(_) => row.width != header.width,
            None => row.cells.len() > headers.len(),
        };
        let ragged_count = rows.iter().filter(misfit).count();
        let ragged = rows
            .iter()
            .filter(misfit)
            .take(limits::RAGGED_LISTED_MAX)
            .map(|row| Ragged { number: row.number, cells: row.width })
            .collect();
        Ok(Table {
            source: Clean::shown(&source),
            sheet,
            sheets,
            encoding,
            delimiter,
            from_1904,
            header_row: header.number,
            headers,
            rows,
            ragged,
            ragged_count,
        })
    }
}

/// The first of the top rows that names the most known columns; else the first that holds only words and is as
/// wide as half the widest; else the first.
fn find_header(rows: &[Row]) -> usize {
    let top = rows.get(..rows.len().min(limits::HEADER_ROWS_MAX)).unwrap_or(rows);
    let known = |row: &Row| row.cells.iter().filter(|cell| columns::is_known(&cell.raw())).count();
    let best = top.iter().map(known).max().unwrap_or(0);
    if best >= 2 {
        return top.iter().position(|row| known(row) == best).unwrap_or(0);
    }
    let widest = top.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    top.iter()
        .position(|row| row.cells.len().saturating_mul(2) > widest && row.cells.iter().all(is_word))
        .unwrap_or(0)
}

fn is_word(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => !text.trim().is_empty() && !text.chars().any(|ch| ch.is_ascii_digit()),
        Cell::Empty | Cell::Number(_) | Cell::Date(_) | Cell::Bool(_) => false,
    }
}

fn too_long(text: &str) -> bool {
    text.len() > limits::CELL_CHARS_MAX && text.chars().count() > limits::CELL_CHARS_MAX
}

fn wide(limit: usize) -> u64 {
    u64::try_from(limit).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gather(rows: &[&[&str]]) -> Gather {
        let mut gather = Gather::new(Origin { source: "t".into(), ..Origin::default() });
        for (at, row) in (1..).zip(rows) {
            gather.push(at, row.iter().map(|text| Cell::text(text)).collect()).unwrap();
        }
        gather
    }

    #[test]
    fn the_header_is_found_below_a_title() {
        let rows: &[&[&str]] =
            &[&["会员导出 2026"], &[], &["姓名", "手机号", "余额"], &["王", "13800138000", "1"]];
        let table = gather(rows).finish(None).unwrap();
        assert_eq!((table.header_row, table.headers.len(), table.rows.len()), (3, 3, 1));
        let table = gather(&[&["foo", "bar"], &["1", "2"]]).finish(None).unwrap();
        assert_eq!(table.header_row, 1);
        assert_eq!(gather(rows).finish(Some(4)).unwrap().rows.len(), 0);
        assert_eq!(gather(rows).finish(Some(9)).unwrap_err().code(), "file.unreadable");
        assert_eq!(gather(&[]).finish(None).unwrap_err().to_string(), "file.unreadable file=t reason=empty");
    }

    #[test]
    fn limits_are_kept() {
        let mut gather = Gather::new(Origin::default());
        let long = "长".repeat(limits::CELL_CHARS_MAX + 1);
        let no = gather.push(1, vec![Cell::text(&long)]).unwrap_err();
        assert_eq!(no.to_string(), "file.too_large file= reason=cell_chars 10000");
        assert!(gather.push(1, vec![Cell::text("x"); limits::COLUMNS_MAX]).is_ok());
        let no = gather.push(2, vec![Cell::text("x"); limits::COLUMNS_MAX + 1]).unwrap_err();
        assert_eq!(no.to_string(), "file.too_large file= reason=columns 256");
        assert!(gather.push(3, vec![Cell::Empty; 100_000]).is_ok());
    }
}
