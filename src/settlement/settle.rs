//! A month's settlement goes from step to step: frozen by one person, approved by another, settled with the reference of
//! the payment. What is frozen never changes; what comes later belongs to a later month.

use serde::{Deserialize, Serialize};

use super::matrix::{digest, steps};
use crate::db::named_params;
use crate::ground::{Clean, Month, Refused};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// The steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettleStep {
    /// No event of the month changes any more.
    Frozen,
    /// A second person looked at it.
    Approved,
    /// It was paid.
    Settled,
}

impl SettleStep {
    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Frozen => "frozen",
            Self::Approved => "approved",
            Self::Settled => "settled",
        }
    }

    fn before(self) -> Option<&'static str> {
        match self {
            Self::Frozen => None,
            Self::Approved => Some("frozen"),
            Self::Settled => Some("approved"),
        }
    }
}

/// Takes the next step of a month's settlement.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settle {
    /// The month: 2026-10.
    pub month: String,
    /// Which step.
    pub step: SettleStep,
    /// How many events were looked at: another count means that something came in between.
    #[serde(default)]
    pub events: Option<i64>,
    /// The reference of the payment; needed to settle.
    #[serde(default)]
    pub reference: Clean,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The month.
    pub month: String,
    /// The step.
    pub step: SettleStep,
    /// The digest of the events in hex.
    pub digest: String,
}

impl Verb for Settle {
    const NAME: &'static str = "settle.step";
    type Out = Settled;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Settled> {
        tx.require(Act::SettleStep)?;
        let unfit = |what: &str| Refused::ChainUnfit { store: self.month.clone(), what: what.to_owned() };
        if !tx.profile().hq {
            return Err(unfit("hq_only").into());
        }
        let month = Month::named(&self.month)?;
        if month.last >= tx.day {
            return Err(unfit("settle_early").into());
        }
        let taken = steps(tx.db(), &month.name())?;
        if taken.iter().any(|step| step.step == self.step.code()) {
            return Err(unfit("settle_done").into());
        }
        let mut by = tx.by.id;
        if let Some(before) = self.step.before() {
            let Some(before) = taken.iter().find(|step| step.step == before) else {
                return Err(unfit("settle_order").into());
            };
            if self.step == SettleStep::Approved {
                by = tx.another_than(before.by_id, Act::SettleStep)?;
            }
        }
        if self.step == SettleStep::Settled && self.reference.as_str().is_empty() {
            return Err(Refused::NoteMissing {}.into());
        }
        let (found, events) = digest(tx.db(), &month.name())?;
        if self.events.is_some_and(|looked_at| looked_at != events) {
            return Err(unfit("settle_changed").into());
        }
        tx.db().run(
            include_str!("sql/step_insert.sql"),
            named_params! {
                ":month": month.name(), ":step": self.step.code(), ":events": events, ":digest": found,
                ":reference": self.reference.as_str(), ":at": tx.at.0, ":by": by, ":command": tx.command()?,
            },
        )?;
        tx.note("settle.step", format!("{} {}", month.name(), self.step.code()))?;
        tx.touch(Area::Ledger);
        Ok(Settled { month: month.name(), step: self.step, digest: found })
    }
}
