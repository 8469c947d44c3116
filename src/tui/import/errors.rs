//! The rows in error as a file beside the one they came from, in its own encoding, to be mended and brought in again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Looked;
use crate::db::{Fault, place};
use crate::exchange::error_file;
use crate::exchange::told::Spoken;
use crate::ground::{Clean, Refused};
use crate::shop::Answer;
use crate::tui::app::Effects;
use crate::tui::app::pane::work;
use crate::words::Lang;
use crate::worker::Wish;

/// How many error files of one name are tried.
const NAMES_MAX: u32 = 100;

/// Writes the rows in error beside the file, under a name that is free.
pub(super) fn save(looked: &Looked, lang: Lang) -> Effects {
    let (load, bad) = (Arc::clone(&looked.load), looked.prospect.bad.clone());
    let path = looked.file.file.clone();
    let wish = Wish::look("import_errors", move |_| {
        let bytes = error_file::write(&load.table, &bad, &Spoken(lang))?;
        let free = free_name(&path)?;
        std::fs::write(&free, bytes).map_err(Fault::from)?;
        Ok(Clean::shown(&free.to_string_lossy()).into_string())
    });
    vec![work(wish.slow())]
}

/// `members.xlsx` gives `members-errors.csv`, then `members-errors-2.csv`; the file is made, so that it is ours.
fn free_name(path: &Path) -> Answer<PathBuf> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut last = Ok(());
    for number in 1..=NAMES_MAX {
        let name =
            if number == 1 { format!("{stem}-errors.csv") } else { format!("{stem}-errors-{number}.csv") };
        let free = path.with_file_name(name);
        last = place::create_private(&free).map(|_| ());
        match &last {
            Ok(()) => return Ok(free),
            Err(Fault::Refused(Refused::FileExists { .. })) => {}
            Err(_) => break,
        }
    }
    last?;
    Err(Refused::FileExists { file: Clean::shown(&stem).into_string() }.into())
}
