//! What an import would do, counted row by row, before anything is written.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::load::Load;
use super::rows::Problem;
use super::watch::Watch;
use super::{store, write};
use crate::db::Db;
use crate::ground::{Fen, Refused};
use crate::shop::{Answer, Look, Query};

/// How many rows do what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows below the header.
    pub rows: i64,
    /// Rows that open something.
    pub new: i64,
    /// Rows that change something.
    pub update: i64,
    /// Rows that say nothing new.
    pub same: i64,
    /// Rows in error.
    pub errors: i64,
    /// Past sales that name somebody who has no file here: they belong to nobody.
    #[serde(default)]
    pub unmatched: i64,
}

/// Asks what a file that was loaded would do. The file stays in memory and never stands in a command.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DryRun {
    /// The file.
    #[serde(skip)]
    pub load: Option<Arc<Load>>,
    /// How far it is.
    #[serde(skip)]
    pub watch: Watch,
}

/// What it would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Prospect {
    /// How many rows do what.
    #[serde(flatten)]
    pub counts: Counts,
    /// What the good rows state of stored value; only of balances.
    pub total: Option<Fen>,
    /// The live batch that came of the very same file.
    pub twice: Option<i64>,
    /// The rows in error with every problem.
    #[serde(skip)]
    pub bad: Vec<(i64, Vec<Problem>)>,
}

impl DryRun {
    /// Asks about a file.
    #[must_use]
    pub fn of(load: Arc<Load>) -> Self {
        Self { load: Some(load), watch: Watch::default() }
    }
}

impl Query for DryRun {
    const NAME: &'static str = "query.import";
    type Out = Prospect;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Prospect> {
        let load = self.load.as_deref().ok_or_else(no_file)?;
        let today = look.profile.zone.business_day(look.now);
        self.watch.begin(super::limits::count(load.table.rows.len()));
        let compared = write::compare(db, today, load, &self.watch)?;
        Ok(Prospect {
            counts: compared.counts,
            total: (load.kind() == super::fields::Kind::Balances).then_some(compared.total),
            twice: store::batch_of_file(db, &load.fingerprint, load.kind())?,
            bad: compared.bad,
        })
    }
}

/// The refusal of a command without its file.
pub(super) fn no_file() -> Refused {
    Refused::CommandUnreadable { reason: "no file was loaded: use import.file".into() }
}
