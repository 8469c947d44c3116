//! Which reader a file needs is asked of its first bytes: half of the files called .xls are text.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::csv_in::{self, Choice};
use super::limits::{self, reason};
use super::sheet_in::{self, SheetReader};
use super::table::Table;
use crate::ground::Refused;

/// How a zip begins, and with it every XLSX.
const ZIP: &[u8] = b"PK\x03\x04";
/// How a compound file begins, and with it every XLS.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Reads the table of a file: a text in this process, a workbook in a child.
///
/// # Errors
/// [`Refused::FileUnreadable`], [`Refused::FileTooLarge`] or [`Refused::FileReaderDied`], each with a reason of
/// [`limits::reason`].
pub fn table(file: &Path, choice: &Choice, reader: &SheetReader) -> Result<Table, Refused> {
    let name = sheet_in::file_name(file);
    let failed = |error: std::io::Error| limits::unopened(&name, &error);
    let about = fs::metadata(file).map_err(failed)?;
    if !about.is_file() {
        let why = if about.is_dir() { reason::FOLDER } else { reason::NOT_A_FILE };
        return Err(limits::unreadable(&name, why, ""));
    }
    if about.len() > limits::FILE_BYTES_MAX {
        return Err(limits::too_large(&name, reason::BYTES, limits::FILE_BYTES_MAX));
    }
    let mut open = File::open(file).map_err(failed)?.take(limits::FILE_BYTES_MAX.saturating_add(1));
    let mut bytes = Vec::new();
    open.by_ref().take(8).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND) {
        return sheet_in::read(file, choice, reader);
    }
    open.read_to_end(&mut bytes).map_err(failed)?;
    csv_in::read(&name, &bytes, choice)
}
