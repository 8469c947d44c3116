//! The part of the members' money that lies in custody (存管): the law on prepaid cards asks for a share of what was
//! prepaid at the end of the last quarter.
//!
//! Source: 单用途商业预付卡管理办法 (商务部令 2012 年第 9 号), 第二十六条: 20 % for a large issuer, 30 % for a group, 40 % for
//! a brand. Which of them a salon is, it says in its settings; 0 is none of them.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::db::{Db, named_params};
use crate::ground::{Fen, Rate, day};
use crate::shop::{Answer, Look, Query};

/// Asks what must lie in custody in this quarter.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Custody {}

/// What must lie there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustodyIs {
    /// The share.
    pub share: Rate,
    /// The last day of the last quarter, ISO.
    pub as_of: String,
    /// What was prepaid then: principal of stored value, and what cards still held.
    pub prepaid: Fen,
    /// The share of it.
    pub due: Fen,
}

impl Query for Custody {
    const NAME: &'static str = "query.custody";
    type Out = CustodyIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<CustodyIs> {
        let as_of = quarter_end_before(day::iso(&look.today())?).to_string();
        let share = look.settings.custody_share;
        let prepaid = db.one(include_str!("sql/prepaid_at.sql"), named_params! { ":day": as_of }, |row| {
            row.get::<_, i64>("prepaid")
        })?;
        let prepaid = Fen(prepaid.unwrap_or(0));
        Ok(CustodyIs { share, due: share.of(prepaid)?, as_of, prepaid })
    }
}

/// The last day of the quarter before a day's own.
fn quarter_end_before(day: NaiveDate) -> NaiveDate {
    let first_month = day.month0() / 3 * 3 + 1;
    NaiveDate::from_ymd_opt(day.year(), first_month, 1).and_then(|first| first.pred_opt()).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_measured_by_the_end_of_the_one_before() {
        for (day, end) in [
            ("2026-11-21", "2026-09-30"),
            ("2026-10-01", "2026-09-30"),
            ("2026-09-30", "2026-06-30"),
            ("2026-01-01", "2025-12-31"),
            ("2026-05-15", "2026-03-31"),
        ] {
            assert_eq!(quarter_end_before(day::iso(day).unwrap()).to_string(), end, "{day}");
        }
    }
}
