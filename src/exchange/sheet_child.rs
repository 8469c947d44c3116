//! The child process that reads a workbook and may die of it, so that the till never does.
//!
//! It says what it reads in JSON, one line each: a head, the rows that hold something, an end with their number;
//! or at any time a no.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::process::ExitCode;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use serde::{Deserialize, Serialize};

use super::limits::{self, count, reason};
use super::sheet_zip;
use crate::ground::Refused;

/// The hidden first argument: `__read-sheet FILE [--sheet NAME]`.
pub const SUBCOMMAND: &str = "__read-sheet";
/// The option behind the file.
pub const SHEET_OPTION: &str = "--sheet";

/// One line of what the child says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Said {
    /// What is read, before the rows.
    Head {
        /// All worksheets.
        sheets: Vec<String>,
        /// The one that is read.
        sheet: String,
        /// Whether days are counted from 1904.
        from_1904: bool,
    },
    /// A row that holds something.
    Row {
        /// Its number, from 1.
        number: i64,
        /// Its cells with their columns, from 0, ascending.
        cells: Vec<(usize, Value)>,
    },
    /// All rows were said.
    End {
        /// How many they were.
        rows: i64,
    },
    /// The file is refused.
    No {
        /// Whether a limit was met.
        too_large: bool,
        /// As [`limits::reason`] has it.
        reason: String,
    },
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A text.
    Text(String),
    /// A number as plain decimal text.
    Number(String),
    /// A day as a spreadsheet counts them.
    Date(String),
    /// Yes or no.
    Bool(bool),
}

/// Why the child stops before the end.
enum Stop {
    No(Refused),
    Pipe,
}

impl From<Refused> for Stop {
    fn from(no: Refused) -> Self {
        Self::No(no)
    }
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Self {
        Self::Pipe
    }
}

/// Runs the child: `args` are those behind [`SUBCOMMAND`].
#[must_use]
pub fn run(args: &[OsString]) -> ExitCode {
    bind_own_hands();
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let said = match (args.first(), args.get(1).map(OsString::as_os_str), args.get(2)) {
        (Some(file), None, None) => tell(file, None, &mut out),
        (Some(file), Some(option), Some(sheet)) if option == OsStr::new(SHEET_OPTION) => {
            tell(file, Some(&sheet.to_string_lossy()), &mut out)
        }
        _ => return ExitCode::from(2),
    };
    let ended = match said {
        Ok(()) => Ok(()),
        Err(Stop::No(no)) => say(&mut out, &refusal(&no)),
        Err(Stop::Pipe) => return ExitCode::FAILURE,
    };
    match ended.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Limits on itself before the first byte is read: memory, computing time, no file written, no core left behind.
/// Elsewhere than on Linux the parent's limits on time and output are all there is.
fn bind_own_hands() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let bind = |resource, most| {
            // Where the system grants less already, less it stays.
            let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
        };
        bind(Resource::As, limits::SHEET_MEMORY_MAX);
        bind(Resource::Cpu, limits::SHEET_SECONDS_MAX);
        bind(Resource::Fsize, 0);
        bind(Resource::Core, 0);
    }
}

fn refusal(no: &Refused) -> Said {
    let reason = no.facts().into_iter().find(|(name, _)| *name == "reason").map(|(_, fact)| fact);
    Said::No {
        too_large: matches!(no, Refused::FileTooLarge { .. }),
        reason: reason.unwrap_or_else(|| reason::WORKBOOK.to_owned()),
    }
}

fn say(out: &mut impl Write, said: &Said) -> io::Result<()> {
    serde_json::to_writer(&mut *out, said)?;
    out.write_all(b"\n")
}

fn tell(file: &OsStr, sheet: Option<&str>, out: &mut impl Write) -> Result<(), Stop> {
    let bytes = read_all(file)?;
    if bytes.starts_with(b"PK\x03\x04") {
        sheet_zip::check("", &bytes)?;
        tell_xlsx(bytes, sheet, out)
    } else {
        tell_xls(bytes, sheet, out)
    }
}

fn read_all(file: &OsStr) -> Result<Vec<u8>, Refused> {
    let failed = |error: io::Error| limits::unreadable("", reason::OPEN, &error.to_string());
    let mut bytes = Vec::new();
    let most = limits::FILE_BYTES_MAX;
    File::open(file)
        .and_then(|file| file.take(most.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(failed)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(limits::too_large("", reason::BYTES, most));
    }
    Ok(bytes)
}

fn tell_xlsx(bytes: Vec<u8>, sheet: Option<&str>, out: &mut impl Write) -> Result<(), Stop> {
    let unfit = |error: XlsxError| match error {
        XlsxError::Password => limits::unreadable("", reason::PASSWORD, ""),
        other => limits::unreadable("", reason::WORKBOOK, &other.to_string()),
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unfit)?;
    let sheet = head(&book, sheet, book.has_1904_epoch(), out)?;
    // The cells are streamed: a range would be allocated from the first cell to the last, 549 GB if they say so.
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(unfit)?;
    let span = cells.dimensions();
    let side = |from: u32, to: u32| u64::from(to.saturating_sub(from)).saturating_add(1);
    if side(span.start.0, span.end.0).saturating_mul(side(span.start.1, span.end.1)) > limits::SPAN_CELLS_MAX
    {
        return Err(limits::too_large("", reason::SPAN, limits::SPAN_CELLS_MAX).into());
    }
    let mut rows = Rows::default();
    while let Some(cell) = cells.next_cell().map_err(unfit)? {
        if let Some(value) = streamed(cell.get_value()) {
            rows.take(cell.get_position(), value, out)?;
        }
    }
    rows.end(out)
}

fn tell_xls(bytes: Vec<u8>, sheet: Option<&str>, out: &mut impl Write) -> Result<(), Stop> {
    let unfit = |error: XlsError| match error {
        XlsError::Password => limits::unreadable("", reason::PASSWORD, ""),
        other => limits::unreadable("", reason::WORKBOOK, &other.to_string()),
    };
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(unfit)?;
    let sheet = head(&book, sheet, book.has_1904_epoch(), out)?;
    let range = book.worksheet_range(&sheet).map_err(unfit)?;
    let (top, left) = range.start().unwrap_or_default();
    let place = |from: u32, at: usize| from.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    let mut rows = Rows::default();
    for (row, column, data) in range.used_cells() {
        if let Some(value) = held(data) {
            rows.take((place(top, row), place(left, column)), value, out)?;
        }
    }
    rows.end(out)
}

/// Says the head and answers which sheet is read: the one named, else the first that a person sees.
fn head<B: Reader<Cursor<Vec<u8>>>>(
    book: &B,
    wanted: Option<&str>,
    from_1904: bool,
    out: &mut impl Write,
) -> Result<String, Stop> {
    let all = book.sheets_metadata();
    let sheets: Vec<_> = all.iter().filter(|sheet| matches!(sheet.typ, SheetType::WorkSheet)).collect();
    let seen = |sheet: &&&calamine::Sheet| matches!(sheet.visible, SheetVisible::Visible);
    let found = if let Some(name) = wanted {
        sheets.iter().find(|sheet| sheet.name.trim() == name.trim())
    } else {
        sheets.iter().find(seen).or_else(|| sheets.first())
    };
    let Some(sheet) = found.map(|sheet| sheet.name.clone()) else {
        return Err(limits::unreadable("", reason::SHEET_UNKNOWN, wanted.unwrap_or_default()).into());
    };
    let sheets = sheets.iter().take(limits::SHEETS_MAX).map(|sheet| sheet.name.clone()).collect();
    say(out, &Said::Head { sheets, sheet: sheet.clone(), from_1904 })?;
    Ok(sheet)
}

/// Gathers cells into rows and says each row when the next begins.
#[derive(Default)]
struct Rows {
    number: i64,
    cells: Vec<(usize, Value)>,
    said: i64,
}

impl Rows {
    fn take(&mut self, (row, column): (u32, u32), value: Value, out: &mut impl Write) -> Result<(), Stop> {
        let number = i64::from(row).saturating_add(1);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= limits::COLUMNS_MAX {
            return Err(too_many(reason::COLUMNS, limits::COLUMNS_MAX));
        }
        if number != self.number {
            self.flush(out)?;
            if number < self.number {
                return Err(limits::unreadable("", reason::ORDER, &number.to_string()).into());
            }
            self.number = number;
        }
        if self.cells.last().is_some_and(|(last, _)| *last >= column) {
            return Err(limits::unreadable("", reason::ORDER, &number.to_string()).into());
        }
        if let Value::Text(text) = &value
            && text.chars().count() > limits::CELL_CHARS_MAX
        {
            return Err(too_many(reason::CELL_CHARS, limits::CELL_CHARS_MAX));
        }
        self.cells.push((column, value));
        Ok(())
    }

    fn flush(&mut self, out: &mut impl Write) -> Result<(), Stop> {
        if self.cells.is_empty() {
            return Ok(());
        }
        self.said = self.said.saturating_add(1);
        if self.said > count(limits::ROWS_MAX.saturating_add(limits::HEADER_ROWS_MAX)) {
            return Err(too_many(reason::ROWS, limits::ROWS_MAX));
        }
        let cells = std::mem::take(&mut self.cells);
        say(out, &Said::Row { number: self.number, cells })?;
        Ok(())
    }

    fn end(mut self, out: &mut impl Write) -> Result<(), Stop> {
        self.flush(out)?;
        say(out, &Said::End { rows: self.said })?;
        Ok(())
    }
}

fn too_many(reason: &str, limit: usize) -> Stop {
    limits::too_large("", reason, u64::try_from(limit).unwrap_or(u64::MAX)).into()
}

fn streamed(data: &DataRef<'_>) -> Option<Value> {
    match data {
        DataRef::SharedString(text) => some_text(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => some_text(text),
        DataRef::Int(whole) => Some(Value::Number(whole.to_string())),
        DataRef::Float(number) => Some(number_value(*number)),
        DataRef::Bool(yes) => Some(Value::Bool(*yes)),
        DataRef::DateTime(at) => Some(day_value(at.as_f64(), at.is_duration())),
        DataRef::Error(error) => Some(Value::Text(error.to_string())),
        DataRef::Empty => None,
    }
}

fn held(data: &Data) -> Option<Value> {
    match data {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => some_text(text),
        Data::Int(whole) => Some(Value::Number(whole.to_string())),
        Data::Float(number) => Some(number_value(*number)),
        Data::Bool(yes) => Some(Value::Bool(*yes)),
        Data::DateTime(at) => Some(day_value(at.as_f64(), at.is_duration())),
        Data::Error(error) => Some(Value::Text(error.to_string())),
        Data::Empty => None,
    }
}

fn some_text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Text(text.to_owned()))
}

/// The shortest decimal text that is this number again; Rust prints no exponents here.
fn number_value(number: f64) -> Value {
    if number.is_finite() {
        Value::Number(format!("{}", number + 0.0))
    } else {
        Value::Text(number.to_string())
    }
}

fn day_value(serial: f64, is_duration: bool) -> Value {
    match number_value(serial) {
        Value::Number(number) if !is_duration => Value::Date(number),
        other @ (Value::Text(_) | Value::Number(_) | Value::Date(_) | Value::Bool(_)) => other,
    }
}
