//! A closed month leaves for headquarters: the pack's folder for people, and one bundle beside it for their machine.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::send::{self, BundleIs, SendBundle};
use crate::db::Db;
use crate::exchange::decode::Encoding;
use crate::ground::{Clean, Month};
use crate::pack::made::{ExportMonth, PackIs};
use crate::pack::write::{self, Written};
use crate::shop::{Answer, Look, Tx, Verb};
use crate::words::{self, Lang};

/// Lets the pack of a closed month and its bundle leave; written down before they do.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendMonth {
    /// The month: 2026-10.
    pub month: String,
    /// Where to.
    #[serde(default)]
    pub to: String,
}

/// What may leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthSent {
    /// The pack.
    pub pack: PackIs,
    /// The bundle.
    pub bundle: BundleIs,
}

impl Verb for SendMonth {
    const NAME: &'static str = "month.send";
    type Out = MonthSent;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<MonthSent> {
        let pack = ExportMonth { month: self.month.clone(), to: self.to.clone() }.run(tx)?;
        let wish = SendBundle { month: Some(self.month.clone()), from: None, to: self.to.clone() };
        Ok(MonthSent { pack, bundle: wish.run(tx)? })
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthWritten {
    /// The pack's folder.
    pub pack: Written,
    /// The bundle's file.
    pub bundle: PathBuf,
}

/// Writes the pack's folder and the bundle beside it; the same again changes nothing.
///
/// # Errors
/// As [`write::write`] and [`send::write`].
pub fn write(
    db: &Db,
    look: &Look<'_>,
    sent: &MonthSent,
    encoding: Encoding,
    to: &Path,
) -> Answer<MonthWritten> {
    let pack = write::write(db, look, Month::named(&sent.pack.month)?, encoding, to)?;
    let bundle = send::write(db, look, sent.bundle.no, to)?;
    Ok(MonthWritten { pack, bundle })
}

/// What was written in words.
pub fn told(lang: Lang, sent: &MonthSent, written: &MonthWritten) -> Vec<String> {
    let mut lines = write::told(lang, &sent.pack, &written.pack);
    let file = Clean::shown(&written.bundle.to_string_lossy()).into_string();
    lines.push(words::fill(lang, "chain.for_hq", &[("file", &file)]));
    lines
}
