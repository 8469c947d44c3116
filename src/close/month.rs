//! A month is closed (月结): every day up to its last one is frozen for good. What comes late is dated later, and names
//! the old event.

use serde::{Deserialize, Serialize};

use super::month_check::{begins, checks};
use super::sealed;
use super::shift::note;
use super::store::{self, PeriodRow};
use crate::db::{Db, Fault};
use crate::ground::{Clean, Month, Refused};
use crate::ledger::{About, Draft, EntryKind, chain, lock, post};
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// Closes a month.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseMonth {
    /// Which: 2026-10.
    pub month: String,
    /// What should be known of it.
    #[serde(default)]
    pub note: Option<Clean>,
}

/// A month that is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthClosed {
    /// The month.
    pub month: String,
    /// Its last day: nothing is dated into any day up to it.
    pub through: String,
    /// How many entries its digest covers.
    pub entries: i64,
    /// The digest over their links, in hex.
    pub digest: String,
    /// The store's sequence of the entry that says so.
    pub seq: i64,
}

impl Verb for CloseMonth {
    const NAME: &'static str = "month.close";
    type Out = MonthClosed;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<MonthClosed> {
        tx.require(Act::MonthClose)?;
        let month = Month::named(&self.month)?;
        let (name, through) = (month.name(), month.last.to_string());
        if let Some(last) = lock::through(tx.db())?.filter(|last| through <= *last) {
            return Err(Refused::MonthDone { month: name, through: last }.into());
        }
        let checks = checks(tx.db(), tx.profile().zone, month, tx.day)?;
        if let Some(no) = checks.iter().find(|check| check.blocks && check.count > 0) {
            let what = no.what.code().to_owned();
            return Err(Refused::MonthBlocked { month: name, what, count: no.count }.into());
        }
        let warnings: Vec<String> = checks
            .iter()
            .filter(|check| check.count > 0)
            .map(|check| format!(" {}={}", check.what.code(), check.count))
            .collect();
        let warnings = warnings.concat();
        let from = begins(tx.db())?;
        let (digest, entries) = store::digest_of(tx.db(), (&from, &through))?;
        let text = self.note.as_ref().map(note).transpose()?.unwrap_or_default();
        let said = if text.is_empty() { tx.reason.clone().unwrap_or_default() } else { text };
        let row = PeriodRow {
            period: name,
            state: through,
            counted: true,
            entries,
            digest,
            note: said,
            at: tx.at.0,
            by: tx.by.id,
            second: tx.second.as_ref().map(|second| second.id),
        };
        let sealed = PeriodRow { note: format!("{}{warnings}", row.note), ..row.clone() };
        let about = About { document: sealed::period_digest(&sealed), ..About::default() };
        let balanced = Draft::new().balance_or_fact().map_err(Fault::from)?;
        let posted = post(tx, EntryKind::Close, about, &balanced)?;
        store::insert_month(tx, &row, &warnings, posted.id)?;
        tx.touch(Area::Bills);
        let (month, through) = (row.period, row.state);
        Ok(MonthClosed { month, through, entries, digest: chain::hex(&digest), seq: posted.seq })
    }
}

/// Every closed month.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Months {}

impl Query for Months {
    const NAME: &'static str = "query.months";
    type Out = Vec<MonthClosed>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<MonthClosed>> {
        let months = store::months(db)?;
        Ok(months
            .into_iter()
            .map(|row| MonthClosed {
                month: row.period,
                through: row.state,
                entries: row.entries,
                digest: chain::hex(&row.digest),
                seq: 0,
            })
            .collect())
    }
}

/// What is no longer as it was when it was closed: of each day and month its name, newest words last.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn changed(db: &Db) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    for day in store::closed_days(db)? {
        if store::digest_of(db, (&day.period, &day.period))? != (day.digest, day.entries) {
            out.push(day.period);
        }
    }
    let mut from = "0000-00-00".to_owned();
    for month in store::months(db)? {
        if store::digest_of(db, (&from, &month.state))? != (month.digest, month.entries) {
            out.push(month.period);
        }
        from = crate::ground::day::iso(&month.state)
            .ok()
            .and_then(|day| day.succ_opt())
            .map_or(from, |day| day.to_string());
    }
    Ok(out)
}
