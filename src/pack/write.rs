//! Writing a pack: under a working name first, so that half a pack never has the name.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::files::{File, files, stem};
use super::made::{PackIs, packed};
use crate::db::{Db, Fault, place};
use crate::exchange::decode::Encoding;
use crate::ground::{Clean, Month, Refused};
use crate::shop::{Answer, Look};
use crate::words::{self, Lang};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The folder of the pack.
    pub folder: PathBuf,
    /// How many files.
    pub files: usize,
    /// Whether the very same pack lay there already.
    pub was_there: bool,
}

/// Writes the pack of a closed month into a folder of its own below `to`; the same pack again changes nothing.
///
/// # Errors
/// [`Refused::FileExists`] where another pack of that name lies there; as [`packed`]; a fault when the disk fails, and
/// then nothing of that name stays.
pub fn write(db: &Db, look: &Look<'_>, month: Month, encoding: Encoding, to: &Path) -> Answer<Written> {
    let (content, version) = packed(db, look, month)?;
    let files = files(&content, &version, encoding)?;
    into_folder(to, &stem(&content, version.version), &files)
}

/// Writes files into a folder of a name below `to`: all of them, or none; the very same again changes nothing.
///
/// # Errors
/// [`Refused::FileExists`] where another content has the name; a fault when the disk fails, and then nothing of that
/// name stays.
pub fn into_folder(to: &Path, name: &str, files: &[File]) -> Answer<Written> {
    let folder = to.join(name);
    let count = files.len();
    if folder.exists() {
        let same =
            files.iter().all(|file| fs::read(folder.join(&file.path)).is_ok_and(|kept| kept == file.bytes));
        if same {
            return Ok(Written { folder, files: count, was_there: true });
        }
        return Err(
            Refused::FileExists { file: Clean::shown(&folder.to_string_lossy()).into_string() }.into()
        );
    }
    place::make_private_dir(to)?;
    let half = to.join(format!(".{name}.part"));
    // What an earlier try left half-way.
    match fs::remove_dir_all(&half) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Fault::from(error).into()),
        Ok(()) | Err(_) => {}
    }
    let outcome = all(&half, files).and_then(|()| Ok(fs::rename(&half, &folder)?));
    if let Err(fault) = outcome {
        // The first error is the one to tell.
        let _ = fs::remove_dir_all(&half);
        return Err(fault.into());
    }
    Ok(Written { folder, files: count, was_there: false })
}

/// What was written in words.
pub fn told(lang: Lang, pack: &PackIs, written: &Written) -> Vec<String> {
    let folder = Clean::shown(&written.folder.to_string_lossy()).into_string();
    let (version, files) = (pack.version.to_string(), written.files.to_string());
    let facts =
        [("month", pack.month.as_str()), ("version", &version), ("folder", &folder), ("files", &files)];
    let (key, facts) =
        if written.was_there { ("pack.same", &facts[..3]) } else { ("pack.done", facts.as_slice()) };
    let mut lines = vec![words::fill(lang, key, facts)];
    if let Some(before) = pack.supersedes {
        let (before, changes) = (before.to_string(), pack.changes.to_string());
        lines.push(words::fill(lang, "pack.changed", &[("before", &before), ("changes", &changes)]));
    }
    lines
}

fn all(half: &Path, files: &[File]) -> Result<(), Fault> {
    for file in files {
        let path = half.join(&file.path);
        if let Some(folder) = path.parent() {
            place::make_private_dir(folder)?;
        }
        let mut out = place::create_private(&path)?;
        out.write_all(&file.bytes)?;
        out.sync_all()?;
    }
    Ok(())
}
