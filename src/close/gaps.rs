//! Missing numbers (缺号): bills are numbered without a gap within a day, entries within the store.

use serde::{Deserialize, Serialize};

use crate::db::{Db, named_params};
use crate::shop::{Answer, Look, Query};

/// The most missing numbers that are named.
const NAMED_MAX: usize = 100;

/// Asks which numbers are missing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gaps {
    /// First day, ISO; the first of this month when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, ISO; today when absent.
    #[serde(default)]
    pub to: Option<String>,
}

/// Missing numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GapsAre {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Bills that are there.
    pub bills: i64,
    /// How many are missing.
    pub missing: i64,
    /// The first hundred of them.
    pub numbers: Vec<String>,
    /// Sequences of entries that are missing in the store.
    pub entries: i64,
}

impl Query for Gaps {
    const NAME: &'static str = "query.gaps";
    type Out = GapsAre;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<GapsAre> {
        let (from, to) = super::span(look, self.from.as_deref(), self.to.as_deref())?;
        gaps(db, from, to)
    }
}

/// The missing numbers of a span of days.
pub(super) fn gaps(db: &Db, from: String, to: String) -> Answer<GapsAre> {
    let mut out = GapsAre { from, to, ..GapsAre::default() };
    let (mut day, mut next) = (String::new(), 1_i64);
    let mut numbers = Vec::new();
    let (mut bills, mut missing) = (0_i64, 0_i64);
    let params = named_params! { ":from": out.from, ":to": out.to };
    db.each(include_str!("sql/bill_numbers.sql"), params, |row| {
        let number: String = row.get("number")?;
        bills += 1;
        let Some((of, count)) = number.split_once('-') else { return Ok(()) };
        if of != day {
            of.clone_into(&mut day);
            next = 1;
        }
        let count: i64 = count.parse().unwrap_or(next);
        for lost in next..count {
            missing += 1;
            if numbers.len() < NAMED_MAX {
                numbers.push(format!("{of}-{lost:04}"));
            }
        }
        next = count.saturating_add(1);
        Ok::<(), crate::db::Fault>(())
    })?;
    (out.bills, out.missing, out.numbers) = (bills, missing, numbers);
    out.entries =
        db.one(include_str!("sql/entries_missing.sql"), &[], |row| row.get("missing"))?.unwrap_or(0);
    Ok(out)
}
