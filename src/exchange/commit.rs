//! Writing an import: one transaction, one batch, all good rows or none.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::dry_run::{Counts, no_file};
use super::fields::Kind;
use super::load::Load;
use super::store::NewBatch;
use super::watch::Watch;
use super::write::Compared;
use super::{store, write};
use crate::ground::{Fen, Refused};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Writes a file that was loaded. What stands here is its mark and the options; the rows stay in memory.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CommitImport {
    /// What it holds.
    pub kind: Kind,
    /// The file's name.
    pub file: String,
    /// The digest of its bytes, in hex.
    pub fingerprint: String,
    /// What its columns mean.
    pub maps: Vec<String>,
    /// The order of day and month that was stated.
    pub dates: Option<String>,
    /// The total of all balances, typed by the owner.
    pub control_total: Option<Fen>,
    /// Leaves rows in error out and writes the rest.
    pub skip_errors: bool,
    /// Brings the very same file in once more.
    pub again: bool,
    /// The file.
    #[serde(skip)]
    pub load: Option<Arc<Load>>,
    /// How far it is, and the wish to stop.
    #[serde(skip)]
    pub watch: Watch,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// The batch's number, by which it can be rolled back.
    pub batch: i64,
    /// What it held.
    pub kind: Kind,
    /// How many rows did what; those in error were left out.
    #[serde(flatten)]
    pub counts: Counts,
    /// The stored value that the good rows state; only of balances.
    pub total: Option<Fen>,
}

impl CommitImport {
    /// The verb for a file, all options off.
    #[must_use]
    pub fn of(load: impl Into<Arc<Load>>) -> Self {
        let load = load.into();
        Self {
            kind: load.kind(),
            file: load.table.source.as_str().to_owned(),
            fingerprint: crate::ledger::chain::hex(&load.fingerprint),
            maps: load.maps(),
            dates: load.order.map(|order| format!("{order:?}")),
            control_total: None,
            skip_errors: false,
            again: false,
            load: Some(load),
            watch: Watch::default(),
        }
    }

    /// Everything that can be refused before a row is written, in the order in which it is told.
    fn refuse(&self, tx: &Tx<'_>, load: &Load) -> Answer<()> {
        let twice = store::batch_of_file(tx.db(), &load.fingerprint, load.kind())?;
        if let Some(batch) = twice.filter(|_| !self.again) {
            return Err(Refused::ImportTwice { file: self.file.clone(), batch }.into());
        }
        if load.kind() == Kind::Balances && self.control_total.is_none() {
            return Err(Refused::ControlTotalMissing {}.into());
        }
        Ok(())
    }

    fn refuse_rows(&self, load: &Load, compared: &Compared) -> Result<(), Refused> {
        if compared.counts.errors > 0 && !self.skip_errors {
            return Err(Refused::ImportRowsBad { errors: compared.counts.errors });
        }
        match self.control_total {
            Some(typed) if load.kind() == Kind::Balances && typed != compared.total => {
                Err(Refused::ControlTotalOff { typed, found: compared.total })
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl Verb for CommitImport {
    const NAME: &'static str = "import.commit";
    type Out = Committed;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Committed> {
        tx.require(Act::Import)?;
        let load = self.load.as_deref().ok_or_else(no_file)?;
        self.refuse(tx, load)?;
        self.watch.begin(super::limits::count(load.table.rows.len()).saturating_mul(2));
        let compared = write::compare(tx.db(), tx.day, load, &self.watch)?;
        self.refuse_rows(load, &compared)?;
        let batch = store::insert_batch(
            tx,
            &NewBatch {
                kind: load.kind(),
                file: &self.file,
                fingerprint: &load.fingerprint,
                encoding: load.encoding(),
                mapping: &self.maps.join(", "),
                counts: compared.counts,
                control_total: self.control_total,
            },
        )?;
        write::write(tx, load, &compared, batch, &self.watch)?;
        for area in [Area::Imports, area(load.kind())] {
            tx.touch(area);
        }
        let total = (load.kind() == Kind::Balances).then_some(compared.total);
        Ok(Committed { batch, kind: load.kind(), counts: compared.counts, total })
    }
}

/// What open screens must read again.
pub(super) fn area(kind: Kind) -> Area {
    match kind {
        Kind::Members | Kind::Balances | Kind::Cards | Kind::Sales => Area::Members,
        Kind::Items => Area::Catalog,
        Kind::Staff => Area::Staff,
    }
}
