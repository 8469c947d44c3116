//! The parent's side of reading a workbook: it starts the child, stops it at the limits and believes nothing.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::csv_in::Choice;
use super::csv_out::is_number;
use super::limits::{self, reason};
use super::sheet_child::{SHEET_OPTION, SUBCOMMAND, Said, Value};
use super::table::{Cell, Gather, Origin, Table};
use crate::ground::{Clean, Refused};

/// The longest line the child may say, in bytes: every cell full of letters that JSON writes as six bytes.
const LINE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The program that reads workbooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetReader {
    program: PathBuf,
    time: Duration,
    output: u64,
}

impl SheetReader {
    /// The reader in that program, with the limits of [`limits`].
    #[must_use]
    pub fn at(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            time: Duration::from_secs(limits::SHEET_SECONDS_MAX),
            output: limits::SHEET_OUTPUT_MAX,
        }
    }

    /// The reader in the program that runs.
    ///
    /// # Errors
    /// [`Refused::FileReaderDied`] where the system does not say which program that is.
    pub fn of_this_program() -> Result<Self, Refused> {
        std::env::current_exe()
            .map(Self::at)
            .map_err(|error| limits::died("", reason::NO_START, &error.to_string()))
    }

    /// The same reader with another limit on time.
    #[must_use]
    pub fn within(self, time: Duration) -> Self {
        Self { time, ..self }
    }

    /// The same reader with another limit on what it may say, in bytes.
    #[must_use]
    pub fn saying_at_most(self, output: u64) -> Self {
        Self { output, ..self }
    }
}

/// Reads one sheet of a workbook in a child process.
///
/// # Errors
/// [`Refused::FileTooLarge`] and [`Refused::FileUnreadable`] as the child found or the parent saw;
/// [`Refused::FileReaderDied`] when the child broke off, spoke nonsense or took too long.
pub fn read(file: &Path, choice: &Choice, reader: &SheetReader) -> Result<Table, Refused> {
    let name = file_name(file);
    let no_start = |error: std::io::Error| limits::died(&name, reason::NO_START, &error.to_string());
    let mut child = start(file, choice, reader).map_err(no_start)?;
    let said = child.stdout.take();
    let child = Arc::new(Mutex::new(child));
    let (done, waits) = mpsc::channel::<()>();
    let watched = Arc::clone(&child);
    let time = reader.time;
    let watch = thread::Builder::new().name("sheet-watch".into()).spawn(move || {
        let late = matches!(waits.recv_timeout(time), Err(RecvTimeoutError::Timeout));
        if late {
            stop(&watched);
        }
        late
    });
    let heard = match (&watch, said) {
        (Ok(_), Some(said)) => hear(&name, BufReader::new(said.take(reader.output)), choice, reader.output),
        (Ok(_) | Err(_), _) => Err(limits::died(&name, reason::NO_START, "")),
    };
    drop(done);
    let late = watch.is_ok_and(|watch| watch.join().unwrap_or(false));
    let how = stop(&child);
    match heard {
        Err(Refused::FileReaderDied { reason: why, .. }) if why == reason::BROKE_OFF => Err(if late {
            limits::died(&name, reason::SECONDS, &reader.time.as_secs().to_string())
        } else {
            limits::died(&name, reason::BROKE_OFF, &how)
        }),
        other => other,
    }
}

fn start(file: &Path, choice: &Choice, reader: &SheetReader) -> std::io::Result<Child> {
    let mut args = vec![OsString::from(SUBCOMMAND), std::path::absolute(file)?.into_os_string()];
    if let Some(sheet) = &choice.sheet {
        args.push(SHEET_OPTION.into());
        args.push(sheet.into());
    }
    Command::new(&reader.program)
        .args(args)
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// Ends the child if it still runs, and says how it ended.
fn stop(child: &Mutex<Child>) -> String {
    let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
    // One that has ended already cannot be killed, and keeps the status it ended with.
    let _ = child.kill();
    child.wait().map_or_else(|error| error.to_string(), |status| status.to_string())
}

/// Listens to the end; anything but a head, rows and an end is no table.
fn hear(name: &str, mut said: impl BufRead, choice: &Choice, output: u64) -> Result<Table, Refused> {
    let nonsense = || limits::died(name, reason::NONSENSE, "");
    let mut rows: Option<Gather> = None;
    let mut line = Vec::new();
    let (mut last, mut count, mut bytes) = (0_i64, 0_i64, 0_u64);
    loop {
        line.clear();
        let most = LINE_BYTES_MAX;
        let got = said.by_ref().take(most).read_until(b'\n', &mut line);
        let got = got.ok().and_then(|got| u64::try_from(got).ok()).unwrap_or(0);
        bytes = bytes.saturating_add(got);
        if line.last() != Some(&b'\n') {
            return Err(if bytes >= output || got >= most {
                limits::too_large(name, reason::OUTPUT, output)
            } else {
                limits::died(name, reason::BROKE_OFF, "")
            });
        }
        match (serde_json::from_slice(&line).map_err(|_| nonsense())?, &mut rows) {
            (Said::Head { sheets, sheet, from_1904 }, None) => {
                let sheets = sheets.iter().take(limits::SHEETS_MAX).map(|name| Clean::shown(name)).collect();
                let sheet = Some(Clean::shown(&sheet));
                rows = Some(Gather::new(Origin {
                    source: name.to_owned(),
                    sheet,
                    sheets,
                    from_1904,
                    ..Origin::default()
                }));
            }
            (Said::Row { number, cells }, Some(rows)) if number > last && number <= limits::SHEET_ROW_MAX => {
                last = number;
                count = count.saturating_add(1);
                rows.push(number, row(cells).ok_or_else(nonsense)?)?;
            }
            (Said::End { rows: stated }, Some(_)) if stated == count => break,
            (Said::No { too_large, reason: why }, _) => return Err(refused(name, too_large, &why)),
            (Said::Head { .. } | Said::Row { .. } | Said::End { .. }, _) => return Err(nonsense()),
        }
    }
    rows.ok_or_else(nonsense)?.finish(choice.header_row)
}

/// The cells side by side, or `None` where columns do not ascend or a number is none.
fn row(said: Vec<(usize, Value)>) -> Option<Vec<Cell>> {
    let mut cells: Vec<Cell> = Vec::with_capacity(said.len());
    for (column, value) in said {
        if column < cells.len() || column >= limits::COLUMNS_MAX {
            return None;
        }
        cells.resize(column, Cell::Empty);
        cells.push(match value {
            Value::Text(text) => Cell::text(&text),
            Value::Number(number) if is_number(&number) => Cell::Number(number.into()),
            Value::Date(serial) if is_number(&serial) => Cell::Date(serial.into()),
            Value::Bool(yes) => Cell::Bool(yes),
            Value::Number(_) | Value::Date(_) => return None,
        });
    }
    Some(cells)
}

/// The child's no, if its reason is one that is known.
fn refused(name: &str, too_large: bool, why: &str) -> Refused {
    let (word, detail) = limits::split_reason(why);
    let word = reason::ALL.iter().find(|known| **known == word).copied().unwrap_or(reason::NONSENSE);
    let refused = limits::unreadable(name, word, detail);
    match refused {
        Refused::FileUnreadable { file, reason } if too_large => Refused::FileTooLarge { file, reason },
        other => other,
    }
}

/// The last part of a path, as it may be shown.
#[must_use]
pub fn file_name(file: &Path) -> String {
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    Clean::shown(&name).into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(said: &str) -> String {
        let table = hear("b.xlsx", said.as_bytes(), &Choice::default(), 1 << 20);
        table.map_or_else(|no| no.to_string(), |table| format!("{} rows", table.rows.len()))
    }

    #[test]
    fn a_child_is_not_believed() {
        let head = r#"{"head":{"sheets":["a"],"sheet":"a","from_1904":false}}"#;
        let first = r#"{"row":{"number":1,"cells":[[0,{"text":"姓名"}],[2,{"text":"余额"}]]}}"#;
        let second = r#"{"row":{"number":3,"cells":[[2,{"number":"12.5"}]]}}"#;
        let died = |reason: &str| format!("file.reader_died file=b.xlsx reason={reason}");
        let table: [(&[&str], String); 10] = [
            (&[head, first, second, r#"{"end":{"rows":2}}"#], "1 rows".into()),
            (&[head, first, second], died("broke_off")),
            (&[head, first, second, r#"{"end":{"rows":3}}"#], died("nonsense")),
            (&[first], died("nonsense")),
            (&[head, head], died("nonsense")),
            (&[head, second, first], died("nonsense")),
            (&[head, r#"{"row":{"number":1,"cells":[[999999999,{"bool":true}]]}}"#], died("nonsense")),
            (&[head, r#"{"row":{"number":1,"cells":[[1,{"number":"1e9"}]]}}"#], died("nonsense")),
            (&["hello"], died("nonsense")),
            (
                &[r#"{"no":{"too_large":true,"reason":"rows 5"}}"#],
                "file.too_large file=b.xlsx reason=rows 5".into(),
            ),
        ];
        for (lines, answer) in table {
            assert_eq!(heard(&(lines.join("\n") + "\n")), answer);
        }
    }
}
