//! A file that was read and mapped, ready for a dry run or a commit, with the mark by which it is known again.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::columns::{self, Mapping};
use super::commit::CommitImport;
use super::csv_in::{Choice, Delimiter};
use super::dates::DayOrder;
use super::decode::Encoding;
use super::fields::Kind;
use super::limits;
use super::open;
use super::preview::Check;
use super::sheet_in::{self, SheetReader};
use super::table::Table;
use crate::ground::{Clean, Fen, Refused};

/// Brings in a file from a path, as the machine's door names it. Without `commit` it is a dry run.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportFile {
    /// What it holds.
    pub kind: Kind,
    /// Where it is.
    pub file: PathBuf,
    /// Whether it is written.
    #[serde(default)]
    pub commit: bool,
    /// The encoding, when the guess is wrong.
    #[serde(default)]
    pub encoding: Option<String>,
    /// What stands between the cells of a text, when the guess is wrong: `comma`, `tab`, `semicolon` or `blank`.
    #[serde(default)]
    pub delimiter: Option<String>,
    /// The sheet of a workbook.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The row that holds the headers, from 1; 0 where there is none.
    #[serde(default)]
    pub header_row: Option<i64>,
    /// Columns by hand: `field=Header`.
    #[serde(default)]
    pub maps: Vec<String>,
    /// The order of day and month: `mdy` or `dmy`.
    #[serde(default)]
    pub dates: Option<String>,
    /// The total of all balances, typed by the owner.
    #[serde(default)]
    pub control_total: Option<Fen>,
    /// Leaves rows in error out and writes the rest.
    #[serde(default)]
    pub skip_errors: bool,
    /// Brings the very same file in once more.
    #[serde(default)]
    pub again: bool,
}

impl ImportFile {
    /// A dry run of a file, all else guessed.
    #[must_use]
    pub fn new(kind: Kind, file: impl Into<PathBuf>) -> Self {
        Self {
            kind,
            file: file.into(),
            commit: false,
            encoding: None,
            delimiter: None,
            sheet: None,
            header_row: None,
            maps: Vec::new(),
            dates: None,
            control_total: None,
            skip_errors: false,
            again: false,
        }
    }

    /// Reads the file and maps its columns as far as they can be told, whether or not that is enough.
    ///
    /// # Errors
    /// As [`open::table`] and [`columns::overrule`].
    pub fn open(&self, reader: &SheetReader) -> Result<(Table, Mapping), Refused> {
        let choice = Choice {
            encoding: self.encoding.as_deref().map(Encoding::named).transpose()?,
            delimiter: self.delimiter.as_deref().map(Delimiter::named).transpose()?,
            sheet: self.sheet.clone(),
            header_row: self.header_row,
        };
        let table = open::table(&self.file, &choice, reader)?;
        let guessed = columns::guess(&table.headers, self.kind);
        let mapping = columns::overrule(guessed, &table.headers, &self.maps)?;
        Ok((table, mapping))
    }

    /// Reads the file and maps its columns.
    ///
    /// # Errors
    /// As [`open::table`] and [`columns::overrule`]; [`Refused::ColumnMissing`] where a needed column is not there.
    pub fn load(&self, reader: &SheetReader) -> Result<Load, Refused> {
        let order = self.dates.as_deref().map(DayOrder::named).transpose()?;
        let (table, mapping) = self.open(reader)?;
        let fingerprint = fingerprint(&self.file, table.sheet.as_ref())?;
        let load = Load { table, mapping, order, fingerprint };
        load.check()?;
        Ok(load)
    }

    /// The verb that writes a file that was loaded.
    #[must_use]
    pub fn verb(&self, load: impl Into<std::sync::Arc<Load>>) -> CommitImport {
        CommitImport {
            control_total: self.control_total,
            skip_errors: self.skip_errors,
            again: self.again,
            ..CommitImport::of(load)
        }
    }
}

/// A file in memory: its table, what its columns mean, and its mark.
#[derive(Debug, Clone)]
pub struct Load {
    /// The table.
    pub table: Table,
    /// What its columns mean.
    pub mapping: Mapping,
    /// The order of day and month that was stated.
    pub order: Option<DayOrder>,
    /// The digest of the file's bytes, and of the sheet's name.
    pub fingerprint: [u8; 32],
}

impl Load {
    /// What the file holds.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.mapping.kind
    }

    /// The rows, ready to be read.
    ///
    /// # Errors
    /// As [`Check::new`].
    pub fn check(&self) -> Result<Check<'_>, Refused> {
        Check::new(&self.table, &self.mapping, self.order)
    }

    /// The mapping as it is typed: `name=姓名`.
    #[must_use]
    pub fn maps(&self) -> Vec<String> {
        let header = |column: usize| self.table.headers.get(column).map_or("", Clean::as_str);
        let columns = self.mapping.columns.iter();
        columns.map(|(field, column)| format!("{field}={}", header(*column))).collect()
    }

    /// The headers that fill nothing.
    #[must_use]
    pub fn unknown(&self) -> Vec<&str> {
        let headers = self.mapping.unknown.iter().filter_map(|column| self.table.headers.get(*column));
        headers.map(Clean::as_str).filter(|header| !header.is_empty()).collect()
    }

    /// The encoding, or the kind of file for a workbook.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.table.encoding.map_or("workbook", Encoding::name)
    }
}

/// The digest of a file's bytes; two sheets of one workbook are two files.
fn fingerprint(path: &Path, sheet: Option<&Clean>) -> Result<[u8; 32], Refused> {
    let name = sheet_in::file_name(path);
    let failed = |error: std::io::Error| limits::unopened(&name, &error);
    let mut file = File::open(path).map_err(failed)?.take(limits::FILE_BYTES_MAX);
    let mut digest = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            break;
        }
        digest.update(buffer.get(..read).unwrap_or_default());
    }
    if let Some(sheet) = sheet {
        digest.update([0]);
        digest.update(sheet.as_str());
    }
    Ok(digest.finalize().into())
}
