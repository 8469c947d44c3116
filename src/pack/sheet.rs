//! A sheet of the pack: typed columns and rows, the same for the workbook, CSV, JSON and the manifest.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::ground::{Fen, Refused};
use crate::ledger::chain::{Document, Hash};
use crate::words::{self, Lang};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text, numbers of bills and members too.
    Text,
    /// A day.
    Day,
    /// Yuan.
    Money,
    /// A count.
    Count,
    /// Yuan or a count, row by row.
    Figure,
}

/// A column; its name and meaning are words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in JSON and the manifest, and of its words `pack.col.*` and `pack.mean.*`.
    pub code: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it has a total below.
    pub total: bool,
}

/// A column without a total.
pub const fn plain(code: &'static str, kind: Kind) -> Column {
    Column { code, kind, total: false }
}

/// A column with a total.
pub const fn summed(code: &'static str, kind: Kind) -> Column {
    Column { code, kind, total: true }
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// Yuan.
    Money(Fen),
    /// A count.
    Count(i64),
}

impl Cell {
    /// As JSON: amounts are decimal texts.
    pub fn json(&self) -> Value {
        match self {
            Self::Empty => Value::Null,
            Self::Text(text) => json!(text),
            Self::Day(day) => json!(day.to_string()),
            Self::Money(fen) => json!(fen.to_string()),
            Self::Count(count) => json!(count),
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Day(day) => day.to_string(),
            Self::Money(fen) => fen.to_string(),
            Self::Count(count) => count.to_string(),
        }
    }
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name in JSON, of its CSV file, and of its words `pack.sheet.*`.
    pub code: &'static str,
    /// Its columns.
    pub columns: Cow<'static, [Column]>,
    /// How many columns say which row it is.
    pub keys: usize,
    /// The rows, as wide as the columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// Its name in a language.
    pub fn title(&self, lang: Lang) -> String {
        words::lookup(lang, &format!("pack.sheet.{}", self.code)).unwrap_or(self.code).to_owned()
    }

    /// The total of a column; nothing where it has none.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`].
    pub fn total(&self, place: usize) -> Result<Cell, Refused> {
        let Some(column) = self.columns.get(place).filter(|column| column.total) else {
            return Ok(Cell::Empty);
        };
        if column.kind == Kind::Count {
            let mut sum = 0_i64;
            for row in &self.rows {
                if let Some(Cell::Count(count)) = row.get(place) {
                    sum = sum.checked_add(*count).ok_or(Refused::AmountTooLarge {})?;
                }
            }
            return Ok(Cell::Count(sum));
        }
        let amounts = self.rows.iter().filter_map(|row| match row.get(place) {
            Some(Cell::Money(fen)) => Some(*fen),
            _ => None,
        });
        Ok(Cell::Money(Fen::sum(amounts)?))
    }

    /// Whether any column has a total.
    pub fn has_totals(&self) -> bool {
        self.columns.iter().any(|column| column.total)
    }

    /// Which row it is, and the digest of the whole row.
    pub fn prints(&self) -> Vec<(String, Hash)> {
        self.rows
            .iter()
            .map(|row| {
                let key = row.iter().take(self.keys).map(Cell::key).collect::<Vec<_>>().join(" ");
                let mut document = Document::new();
                for cell in row {
                    document.text(&cell.key());
                }
                (key, document.digest())
            })
            .collect()
    }
}

/// The name of a column in a language.
pub fn name(lang: Lang, column: &Column) -> String {
    words::lookup(lang, &format!("pack.col.{}", column.code)).unwrap_or(column.code).to_owned()
}

/// What a column means.
pub fn meaning(lang: Lang, column: &Column) -> String {
    words::lookup(lang, &format!("pack.mean.{}", column.code)).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] =
        &[plain("day", Kind::Day), summed("bills", Kind::Count), summed("net", Kind::Money)];

    fn sheet() -> Sheet {
        let row = |day: u32, bills, net| {
            vec![
                Cell::Day(NaiveDate::from_ymd_opt(2026, 11, day).unwrap()),
                Cell::Count(bills),
                Cell::Money(Fen(net)),
            ]
        };
        Sheet {
            code: "days",
            columns: COLUMNS.into(),
            keys: 1,
            rows: vec![row(1, 3, 12_345), row(2, 4, -45)],
        }
    }

    #[test]
    fn totals_are_exact_and_of_their_kind() {
        let sheet = sheet();
        assert_eq!(sheet.total(0).unwrap(), Cell::Empty);
        assert_eq!(sheet.total(1).unwrap(), Cell::Count(7));
        assert_eq!(sheet.total(2).unwrap(), Cell::Money(Fen(12_300)));
    }

    #[test]
    fn a_row_is_known_by_its_key_and_changed_by_any_cell() {
        let (mut sheet, before) = (sheet(), sheet().prints());
        sheet.rows[1][2] = Cell::Money(Fen(-44));
        let after = sheet.prints();
        assert_eq!(before[0], after[0]);
        assert_eq!(
            (before[1].0.as_str(), before[1].0 == after[1].0, before[1].1 == after[1].1),
            ("2026-11-02", true, false)
        );
    }
}
