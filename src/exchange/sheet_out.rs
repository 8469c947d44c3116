//! A report as a table: columns that line up under hanzi, amounts at the right, the same rows as CSV or a workbook.

use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::csv_out::{CsvOut, OutCell};
use super::decode::Encoding;
use crate::db::Fault;
use crate::ground::{Clean, Fen, Refused, day};
use crate::words::{self, Lang};

/// A value in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// At the left.
    Text(String),
    /// At the right, with thousands.
    Money(Fen),
    /// At the right.
    Count(i64),
}

impl Cell {
    fn shown(&self, plain: bool) -> String {
        match self {
            Self::Text(text) => Clean::shown(text).into_string(),
            Self::Money(amount) if plain => amount.to_string(),
            Self::Money(amount) => amount.grouped(),
            Self::Count(count) => count.to_string(),
        }
    }

    fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }
}

/// What a file is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    /// A workbook of one sheet.
    Xlsx,
    /// CSV in an encoding.
    Csv(Encoding),
}

impl FileForm {
    /// How the file's name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv(_) => "csv",
        }
    }
}

/// A header by the words' keys.
pub fn head(lang: Lang, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| words::text(lang, key).to_owned()).collect()
}

/// Rows under a header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The header.
    pub head: Vec<String>,
    /// The rows, as wide as the header.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The lines for people; `plain` has no alignment, one tab between two values.
    pub fn lines(&self, plain: bool) -> Vec<String> {
        let head = self.head.iter().map(|text| Cell::Text(text.clone())).collect::<Vec<_>>();
        let all = || std::iter::once(&head).chain(&self.rows);
        if plain {
            return all()
                .map(|row| row.iter().map(|cell| cell.shown(true)).collect::<Vec<_>>().join("\t"))
                .collect();
        }
        let columns = self.head.len();
        let widest = |column: usize| {
            all().filter_map(|row| row.get(column)).map(|cell| cell.shown(false).width()).max()
        };
        let widths: Vec<usize> = (0..columns).map(|column| widest(column).unwrap_or(0)).collect();
        let right: Vec<bool> = (0..columns)
            .map(|column| self.rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_text())))
            .collect();
        all().map(|row| aligned(row, &widths, &right)).collect()
    }

    /// Writes the table as CSV that a spreadsheet opens without running it; the file must not exist.
    ///
    /// # Errors
    /// [`Refused::FileExists`]; a fault when the disk fails.
    pub fn write_csv(&self, to: &Path, encoding: Encoding) -> Result<(), Fault> {
        let file = new_file(to)?;
        let mut out = CsvOut::new(std::io::BufWriter::new(file), encoding)?;
        let head: Vec<OutCell<'_>> = self.head.iter().map(|text| OutCell::Text(text)).collect();
        out.row(&head)?;
        for row in &self.rows {
            let cells: Vec<OutCell<'_>> = row.iter().map(out_cell).collect();
            out.row(&cells)?;
        }
        let mut file = out.finish()?;
        file.flush()?;
        Ok(file.get_ref().sync_all()?)
    }
}

impl Table {
    /// Writes the table; the file must not exist.
    ///
    /// # Errors
    /// [`Refused::FileExists`]; a fault when the disk fails.
    pub fn write(&self, to: &Path, form: FileForm) -> Result<(), Fault> {
        match form {
            FileForm::Xlsx => self.write_xlsx(to),
            FileForm::Csv(encoding) => self.write_csv(to, encoding),
        }
    }

    /// Writes the table as a workbook of one sheet; the file must not exist. Amounts are numbers with two decimals, a
    /// text is never a formula.
    ///
    /// # Errors
    /// [`Refused::FileExists`]; a fault when the disk fails.
    pub fn write_xlsx(&self, to: &Path) -> Result<(), Fault> {
        let broken = |error: XlsxError| Fault::Broken(format!("workbook: {error}"));
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let (bold, money) = (Format::new().set_bold(), Format::new().set_num_format("#,##0.00"));
        for (column, text) in (0_u16..).zip(&self.head) {
            sheet.write_string_with_format(0, column, text, &bold).map_err(broken)?;
        }
        for (line, row) in (1_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                let written = match cell {
                    Cell::Text(text) => sheet.write_string(line, column, text),
                    // A spreadsheet knows no other numbers; two decimals of up to 13 digits survive them exactly.
                    Cell::Money(fen) => sheet.write_number_with_format(line, column, yuan(*fen), &money),
                    Cell::Count(count) => sheet.write_number(line, column, float(*count)),
                };
                written.map_err(broken)?;
            }
        }
        sheet.set_freeze_panes(1, 0).map_err(broken)?;
        sheet.autofit();
        let bytes = book.save_to_buffer().map_err(broken)?;
        let mut file = new_file(to)?;
        file.write_all(&bytes)?;
        Ok(file.sync_all()?)
    }
}

/// An amount as spreadsheets have it.
fn yuan(fen: Fen) -> f64 {
    fen.to_string().parse().unwrap_or_default()
}

fn float(count: i64) -> f64 {
    count.to_string().parse().unwrap_or_default()
}

/// A file that was not there before, readable by its owner alone.
///
/// # Errors
/// [`Refused::FileExists`], [`Refused::FileUnreadable`].
pub fn new_file(to: &Path) -> Result<std::fs::File, Refused> {
    let shown = || Clean::shown(&to.to_string_lossy()).into_string();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(to).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            return Refused::FileExists { file: shown() };
        }
        Refused::FileUnreadable { file: shown(), reason: Clean::shown(&error.to_string()).into_string() }
    })
}

fn out_cell(cell: &Cell) -> OutCell<'_> {
    match cell {
        Cell::Text(text) => day::iso(text).map_or(OutCell::Text(text), OutCell::Day),
        Cell::Money(amount) => OutCell::Money(*amount),
        Cell::Count(count) => OutCell::Count(*count),
    }
}

fn aligned(row: &[Cell], widths: &[usize], right: &[bool]) -> String {
    let mut line = String::new();
    for (place, cell) in row.iter().enumerate() {
        let text = cell.shown(false);
        let pad = widths.get(place).copied().unwrap_or(0).saturating_sub(text.width());
        if place > 0 {
            line.push_str("  ");
        }
        if right.get(place).copied().unwrap_or(false) {
            line.push_str(&" ".repeat(pad));
            line.push_str(&text);
        } else {
            line.push_str(&text);
            line.push_str(&" ".repeat(pad));
        }
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let row = |name: &str, fen| vec![Cell::Text(name.to_owned()), Cell::Money(Fen(fen))];
        Table {
            head: vec!["方式".into(), "收款".into()], rows: vec![row("微信", 123_456), row("=A1", -50)]
        }
    }

    #[test]
    fn amounts_stand_at_the_right_under_hanzi() {
        assert_eq!(table().lines(false), ["方式      收款", "微信  1,234.56", "=A1      -0.50"]);
        assert_eq!(table().lines(true), ["方式\t收款", "微信\t1234.56", "=A1\t-0.50"]);
    }

    #[test]
    fn a_table_is_written_once_and_runs_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("day.csv");
        table().write_csv(&to, Encoding::Utf8Bom).unwrap();
        let text = std::fs::read_to_string(&to).unwrap();
        assert_eq!(text, "\u{feff}方式,收款\r\n微信,1234.56\r\n'=A1,-0.50\r\n");
        assert!(matches!(
            table().write_csv(&to, Encoding::Utf8),
            Err(Fault::Refused(Refused::FileExists { .. }))
        ));
    }
}
