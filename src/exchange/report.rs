//! What a door tells of an import: the file as it was understood, the counts, and the first rows in error.

use serde::Serialize;

use super::commit::Committed;
use super::dry_run::Prospect;
use super::error_file::Words;
use super::fields::{Field, Kind};
use super::load::Load;
use super::told::Spoken;
use crate::words::Lang;

/// How many problems are told one by one; the file of rows in error has them all.
pub const PROBLEMS_MAX: usize = 100;

/// One problem of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// The row of the file.
    pub row: i64,
    /// The field; none where the row as a whole is refused.
    pub field: Option<&'static str>,
    /// The refusal's code.
    pub code: &'static str,
    /// Why, in words.
    pub reason: String,
    /// What to do, in words.
    pub advice: String,
}

/// An import as a door tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What it holds.
    pub kind: Kind,
    /// The file's name.
    pub file: String,
    /// Its encoding, or `workbook`.
    pub encoding: &'static str,
    /// The sheet that was read.
    pub sheet: Option<String>,
    /// The row of the headers.
    pub header_row: i64,
    /// What its columns mean: `name=姓名`.
    pub columns: Vec<String>,
    /// Headers that fill nothing.
    pub unused: Vec<String>,
    /// What it would do.
    #[serde(flatten)]
    pub prospect: Prospect,
    /// The first problems.
    pub problems: Vec<RowProblem>,
    /// What was written.
    pub committed: Option<Committed>,
}

impl Report {
    /// Tells of a file and what it would do.
    #[must_use]
    pub fn of(load: &Load, prospect: Prospect, lang: Lang) -> Self {
        let words = Spoken(lang);
        let problems = prospect.bad.iter().flat_map(|(row, problems)| {
            problems.iter().map(move |problem| RowProblem {
                row: *row,
                field: problem.field.map(Field::name),
                code: problem.code(),
                reason: words.reason(problem),
                advice: words.advice(problem),
            })
        });
        Self {
            kind: load.kind(),
            file: load.table.source.as_str().to_owned(),
            encoding: load.encoding(),
            sheet: load.table.sheet.as_ref().map(|sheet| sheet.as_str().to_owned()),
            header_row: load.table.header_row,
            columns: load.maps(),
            unused: load.unknown().into_iter().map(str::to_owned).collect(),
            problems: problems.take(PROBLEMS_MAX).collect(),
            prospect,
            committed: None,
        }
    }
}
