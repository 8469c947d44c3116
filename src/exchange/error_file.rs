//! The rows that were refused, as they came, with why and what to do: mend them and import the file again as it is.

use std::collections::BTreeMap;

use super::columns::{self, ADDED_PREFIX};
use super::csv_out::{self, guarded, is_number};
use super::dates;
use super::decode::Encoding;
use super::rows::Problem;
use super::table::{Cell, Row, Table};
use crate::ground::Refused;

/// The words of the added columns, in the operator's language.
pub trait Words {
    /// The headers: row number, reason, advice.
    fn headers(&self) -> [String; 3];
    /// Why a value is refused.
    fn reason(&self, problem: &Problem) -> String;
    /// What to do about it.
    fn advice(&self, problem: &Problem) -> String;
}

/// Codes instead of words, for a log or a door without a language.
#[derive(Debug, Clone, Copy, Default)]
pub struct Codes;

impl Words for Codes {
    fn headers(&self) -> [String; 3] {
        ["row".into(), "reason".into(), "advice".into()]
    }

    fn reason(&self, problem: &Problem) -> String {
        match problem.field {
            Some(field) => format!("{field}: {}", problem.why),
            None => problem.why.to_string(),
        }
    }

    fn advice(&self, problem: &Problem) -> String {
        problem.advice()
    }
}

/// Writes the rows with their problems: the original columns first, then row number, reason and advice, in the
/// encoding and with the delimiter of the original. A workbook's rows become UTF-8 CSV with its mark.
///
/// Days of a workbook are written ISO, because a serial would mean nothing to the person who mends the row.
///
/// # Errors
/// [`Refused::FileUnreadable`] for a letter that the encoding cannot say.
pub fn write(table: &Table, bad: &[(i64, Vec<Problem>)], words: &impl Words) -> Result<Vec<u8>, Refused> {
    let rows: BTreeMap<i64, &Row> = table.rows.iter().map(|row| (row.number, row)).collect();
    // What an earlier error file added is replaced, not repeated.
    let kept: Vec<usize> = (0..width(table))
        .filter(|column| !table.headers.get(*column).is_some_and(columns::is_added))
        .collect();
    let mut out = Vec::with_capacity(bad.len().saturating_add(1));
    let mut headers: Vec<String> = kept
        .iter()
        .map(|column| guarded(table.headers.get(*column).map_or("", |header| header.as_str())))
        .collect();
    headers.extend(words.headers().iter().map(|header| format!("{ADDED_PREFIX} {header}")));
    out.push(headers);
    for (number, problems) in bad {
        let Some(row) = rows.get(number) else { continue };
        let mut cells: Vec<String> =
            kept.iter().map(|column| written(row.cell(*column), table.from_1904)).collect();
        let joined = |told: Vec<String>| guarded(&told.join("; "));
        cells.push(number.to_string());
        cells.push(joined(problems.iter().map(|problem| words.reason(problem)).collect()));
        cells.push(joined(problems.iter().map(|problem| words.advice(problem)).collect()));
        out.push(cells);
    }
    csv_out::whole(&out, table.delimiter.unwrap_or(','), table.encoding.unwrap_or(Encoding::Utf8Bom))
}

/// The original columns are those under a header; a row's cells beyond them are kept too, or they could not be
/// mended.
fn width(table: &Table) -> usize {
    let widest = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    // With added columns at the end, what lies beyond them has no place between.
    if table.headers.iter().any(columns::is_added) {
        table.headers.len()
    } else {
        widest.max(table.headers.len())
    }
}

fn written(cell: &Cell, from_1904: bool) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if is_number(text) => text.to_string(),
        Cell::Text(text) => guarded(text),
        Cell::Number(number) => number.to_string(),
        Cell::Bool(_) => cell.raw().into_owned(),
        Cell::Date(_) => dates::shown(cell, from_1904),
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns;
    use super::super::csv_in::{self, Choice};
    use super::super::fields::Kind;
    use super::super::preview::Check;
    use super::super::rows::Parsed;
    use super::*;

    fn bad_rows(table: &Table) -> (Vec<(i64, Vec<Problem>)>, Vec<Parsed>) {
        let mapping = columns::guess(&table.headers, Kind::Members);
        let check = Check::new(table, &mapping, None).unwrap();
        let (mut bad, mut good) = (Vec::new(), Vec::new());
        for row in check.outcomes() {
            match row.outcome {
                Ok(parsed) => good.push(parsed),
                Err(problems) => bad.push((row.number, problems)),
            }
        }
        (bad, good)
    }

    const MEMBERS: &str =
        "导出\n姓名;手机;积分;备注\n王;13800138000;1;好\n=李;1.38E+10;-5;+1\n赵;13800138003;x;y;多\n";

    #[test]
    fn the_error_file_can_be_mended_and_imported_as_it_is() {
        for encoding in Encoding::ALL {
            let bytes = super::super::decode::encode(MEMBERS, encoding).unwrap();
            let table = csv_in::read("a.csv", &bytes, &Choice::default()).unwrap();
            let (bad, _) = bad_rows(&table);
            assert_eq!(bad.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [4, 5]);
            let file = write(&table, &bad, &Codes).unwrap();
            let again = csv_in::read("b.csv", &file, &Choice::default()).unwrap();
            assert_eq!((again.encoding, again.delimiter), (Some(encoding), Some(';')));
            assert_eq!(again.rows[0].cells[..4], table.rows[1].cells[..]);
            // Nothing was mended: the same rows are refused for the same reasons, and no column is added twice.
            let (still, _) = bad_rows(&again);
            let why = |rows: &[(i64, Vec<Problem>)]| rows.iter().map(|row| row.1.clone()).collect::<Vec<_>>();
            assert_eq!(why(&still), why(&bad));
            let second = write(&again, &still, &Codes).unwrap();
            let third = csv_in::read("c.csv", &second, &Choice::default()).unwrap();
            assert_eq!(third.headers, again.headers);
        }
    }

    #[test]
    fn a_mended_row_comes_in() {
        let table = csv_in::read("a.csv", MEMBERS.as_bytes(), &Choice::default()).unwrap();
        let (bad, _) = bad_rows(&table);
        let file = String::from_utf8(write(&table, &bad, &Codes).unwrap()).unwrap();
        assert!(file.contains("\r\n'=李;1.38E+10;-5;'+1;;4;"), "{file}");
        let mended = file.replace("1.38E+10", "13800138001").replace(";x;y;多", ";7;y;");
        let again = csv_in::read("b.csv", mended.as_bytes(), &Choice::default()).unwrap();
        let (still, good) = bad_rows(&again);
        assert_eq!((still, good.len()), (vec![], 2));
        assert!(matches!(&good[0], Parsed::Member(member) if member.name.as_str() == "=李"));
    }
}
