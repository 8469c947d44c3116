//! A file of exported rows: written under a working name first, so that half a file never has the name.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::csv_out::CsvOut;
use super::decode::Encoding;
use super::export::{self, Subject};
use crate::db::{Db, Fault, place};
use crate::ground::Refused;
use crate::words::Lang;

/// How many files of one name a folder holds before it is called full.
const COPIES_MAX: u32 = 999;

/// What is written and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What.
    pub subject: Subject,
    /// First and last day of bills, ISO.
    pub span: (String, String),
    /// The language of the header.
    pub lang: Lang,
    /// UTF-8 with its mark, or GB18030.
    pub encoding: Encoding,
}

/// Writes it; the file must not exist. Answers how many rows it has.
///
/// # Errors
/// [`Refused::FileExists`]; a fault when the disk fails, and then no file stays.
pub fn write(db: &Db, wanted: &Wanted, to: &Path) -> Result<i64, Fault> {
    if to.exists() {
        return Err(Refused::FileExists {
            file: crate::ground::Clean::shown(&to.to_string_lossy()).into_string(),
        }
        .into());
    }
    let half = crate::db::backup::beside(to, ".part");
    let file = place::create_private(&half)?;
    let outcome = (|| {
        let span = (wanted.span.0.as_str(), wanted.span.1.as_str());
        let mut out = CsvOut::new(BufWriter::new(file), wanted.encoding)?;
        let rows = export::write(db, wanted.subject, span, wanted.lang, &mut out)?;
        let mut file = out.finish()?;
        file.flush().and_then(|()| file.get_ref().sync_all())?;
        std::fs::rename(&half, to)?;
        Ok(rows)
    })();
    if outcome.is_err() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&half);
    }
    outcome
}

/// The folder that somebody named, or `exports` beside the store's file.
pub fn folder_of(store: &Path, named: &str) -> PathBuf {
    if named.is_empty() {
        return store.parent().map(PathBuf::from).unwrap_or_default().join("exports");
    }
    PathBuf::from(named)
}

/// Where a file goes that somebody exports: into the folder they named, or `exports` beside the store's file. The
/// folder is made when it is not there.
///
/// # Errors
/// As [`free_name`]; a fault when the folder cannot be made.
pub fn place_in(store: &Path, folder: &str, stem: &str, ending: &str) -> Result<PathBuf, Fault> {
    let folder = folder_of(store, folder);
    place::make_private_dir(&folder)?;
    Ok(free_name(&folder, stem, ending)?)
}

/// A name in a folder that no file has yet: `bills_S01_2026-11-01_2026-11-21.csv`, then `..-2.csv`.
///
/// # Errors
/// [`Refused::FileExists`] when the folder holds too many of them.
pub fn free_name(folder: &Path, stem: &str, ending: &str) -> Result<PathBuf, Refused> {
    let names = std::iter::once(format!("{stem}.{ending}"))
        .chain((2..=COPIES_MAX).map(|number| format!("{stem}-{number}.{ending}")));
    names
        .map(|name| folder.join(name))
        .find(|path| !path.exists())
        .ok_or_else(|| Refused::FileExists { file: format!("{stem}.{ending}") })
}
