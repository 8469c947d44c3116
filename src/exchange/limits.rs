//! How much of a stranger's file is read before the answer is no, in one place so that no reader forgets a limit.

use crate::ground::{Clean, Refused};

/// The largest file that is opened, in bytes.
pub const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// The most rows of one table, the header not counted.
pub const ROWS_MAX: usize = 1_000_000;
/// The most columns of one table.
pub const COLUMNS_MAX: usize = 256;
/// The most cells of one table; the product of the two limits above would be gigabytes.
pub const CELLS_MAX: usize = 20_000_000;
/// The longest cell, in characters.
pub const CELL_CHARS_MAX: usize = 10_000;
/// How many rows from the top may hold the header.
pub const HEADER_ROWS_MAX: usize = 20;
/// How many ragged rows are named one by one; the rest are only counted.
pub const RAGGED_LISTED_MAX: usize = 1_000;
/// How many sheets of a workbook are named.
pub const SHEETS_MAX: usize = 1_000;

/// How long the child process may read one workbook, in seconds.
pub const SHEET_SECONDS_MAX: u64 = 60;
/// How much memory the child process may ask for, in bytes.
pub const SHEET_MEMORY_MAX: u64 = 1024 * 1024 * 1024;
/// How much the child process may say, in bytes.
pub const SHEET_OUTPUT_MAX: u64 = 512 * 1024 * 1024;
/// The last row number that a spreadsheet can have.
pub const SHEET_ROW_MAX: i64 = 1_048_576;
/// The most cells that a sheet may say it spans.
pub const SPAN_CELLS_MAX: u64 = 268_435_456;

/// The most entries of a workbook's zip.
pub const ZIP_ENTRIES_MAX: usize = 2_000;
/// The most bytes that one entry of a workbook may unfold to.
pub const ZIP_ENTRY_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// The most bytes that all entries of a workbook may unfold to.
pub const ZIP_TOTAL_BYTES_MAX: u64 = 768 * 1024 * 1024;
/// How many times its packed size an entry may unfold to.
pub const ZIP_RATIO_MAX: u64 = 200;
/// Entries up to this size are never called a bomb, in bytes.
pub const ZIP_RATIO_FROM: u64 = 1024 * 1024;

/// The reasons that a refusal of a file carries. A reason is one of these words, and after a space the limit that
/// was met or a detail: `rows 1000000`. The locales hold the words under `file.reason.rows`.
pub mod reason {
    /// More bytes than are opened.
    pub const BYTES: &str = "bytes";
    /// Too many rows.
    pub const ROWS: &str = "rows";
    /// Too many columns.
    pub const COLUMNS: &str = "columns";
    /// Too many cells.
    pub const CELLS: &str = "cells";
    /// Too long a cell.
    pub const CELL_CHARS: &str = "cell_chars";
    /// A sheet that spans too much.
    pub const SPAN: &str = "span";
    /// A reader that says too much.
    pub const OUTPUT: &str = "output";
    /// Too many entries in the zip.
    pub const ZIP_ENTRIES: &str = "zip_entries";
    /// An entry that unfolds too far.
    pub const ZIP_BYTES: &str = "zip_bytes";
    /// An entry that unfolds too many times its size.
    pub const ZIP_RATIO: &str = "zip_ratio";
    /// An entry that is not as large as it says.
    pub const ZIP_LIES: &str = "zip_lies";
    /// An entry whose name leaves the archive.
    pub const ZIP_PATH: &str = "zip_path";
    /// A file that the system does not give.
    pub const OPEN: &str = "open";
    /// No file of that name.
    pub const MISSING: &str = "missing";
    /// A file that the system keeps from us.
    pub const FORBIDDEN: &str = "forbidden";
    /// A folder.
    pub const FOLDER: &str = "folder";
    /// Not a plain file.
    pub const NOT_A_FILE: &str = "not_a_file";
    /// Nothing in it.
    pub const EMPTY: &str = "empty";
    /// Neither text nor a workbook.
    pub const BINARY: &str = "binary";
    /// A page or another markup that only bears the name of a sheet.
    pub const MARKUP: &str = "markup";
    /// A quote that is never closed.
    pub const QUOTE_OPEN: &str = "quote_open";
    /// A text that the csv reader gives up on.
    pub const CSV: &str = "csv";
    /// Text that the encoding cannot say.
    pub const ENCODING: &str = "encoding";
    /// A workbook that is locked by a password.
    pub const PASSWORD: &str = "password";
    /// Not a workbook that can be read.
    pub const WORKBOOK: &str = "workbook";
    /// No sheet of that name.
    pub const SHEET_UNKNOWN: &str = "sheet_unknown";
    /// Rows that do not follow one another.
    pub const ORDER: &str = "order";
    /// No header row at that place.
    pub const HEADER_ROW: &str = "header_row";
    /// A reader that could not be started.
    pub const NO_START: &str = "no_start";
    /// A reader that broke off.
    pub const BROKE_OFF: &str = "broke_off";
    /// A reader that took too long.
    pub const SECONDS: &str = "seconds";
    /// A reader that spoke nonsense.
    pub const NONSENSE: &str = "nonsense";

    /// All of them, for the locales' test.
    pub const ALL: &[&str] = &[
        BYTES,
        ROWS,
        COLUMNS,
        CELLS,
        CELL_CHARS,
        SPAN,
        OUTPUT,
        ZIP_ENTRIES,
        ZIP_BYTES,
        ZIP_RATIO,
        ZIP_LIES,
        ZIP_PATH,
        OPEN,
        MISSING,
        FORBIDDEN,
        FOLDER,
        NOT_A_FILE,
        EMPTY,
        BINARY,
        MARKUP,
        QUOTE_OPEN,
        CSV,
        ENCODING,
        PASSWORD,
        WORKBOOK,
        SHEET_UNKNOWN,
        ORDER,
        HEADER_ROW,
        NO_START,
        BROKE_OFF,
        SECONDS,
        NONSENSE,
    ];
}

/// Splits a reason into its word and its limit or detail: `rows 1000000` into `rows` and `1000000`.
#[must_use]
pub fn split_reason(reason: &str) -> (&str, &str) {
    reason.split_once(' ').unwrap_or((reason, ""))
}

/// The refusal of a file beyond a limit.
#[must_use]
pub fn too_large(file: &str, reason: &str, limit: u64) -> Refused {
    Refused::FileTooLarge { file: Clean::shown(file).into_string(), reason: format!("{reason} {limit}") }
}

/// The refusal of a file that cannot be read; the detail may come from outside and is cleaned.
#[must_use]
pub fn unreadable(file: &str, reason: &str, detail: &str) -> Refused {
    Refused::FileUnreadable { file: Clean::shown(file).into_string(), reason: joined(reason, detail) }
}

/// The refusal of a file that the system does not give: the usual reasons in words, others as the system says them.
#[must_use]
pub fn unopened(file: &str, error: &std::io::Error) -> Refused {
    use std::io::ErrorKind;
    let reason = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => reason::MISSING,
        ErrorKind::PermissionDenied => reason::FORBIDDEN,
        ErrorKind::IsADirectory => reason::FOLDER,
        _ => return unreadable(file, reason::OPEN, &error.to_string()),
    };
    unreadable(file, reason, "")
}

/// The refusal of a file whose reader gave up.
#[must_use]
pub fn died(file: &str, reason: &str, detail: &str) -> Refused {
    Refused::FileReaderDied { file: Clean::shown(file).into_string(), reason: joined(reason, detail) }
}

fn joined(reason: &str, detail: &str) -> String {
    let detail = Clean::shown(detail);
    if detail.is_empty() { reason.to_owned() } else { format!("{reason} {detail}") }
}

/// A count as the refusals carry it.
#[must_use]
pub fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_word_and_a_detail() {
        let no = too_large("a\u{1b}[31m.csv", reason::ROWS, 5);
        assert_eq!(no.to_string(), "file.too_large file=a.csv reason=rows 5");
        assert_eq!(split_reason("rows 5"), ("rows", "5"));
        assert_eq!(split_reason("empty"), ("empty", ""));
    }
}
