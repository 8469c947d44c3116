//! When customers come: sales by weekday and hour of eight weeks.

use chrono::{Datelike, Duration, NaiveDate, Timelike};
use serde::{Deserialize, Serialize};

use crate::db::{Db, Row, named_params};
use crate::ground::{Instant, Zone};
use crate::shop::Answer;

/// Weeks that are looked at.
pub const WEEKS: i64 = 8;

/// Sales of eight weeks by weekday, Monday first, and hour of the local clock.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Hours {
    /// Seven days of twenty-four hours.
    pub sales: [[i64; 24]; 7],
}

impl Hours {
    /// Adds a store's.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn add(&mut self, db: &Db, zone: Zone, to: NaiveDate) -> Answer<()> {
        let (first, last) = ((to - Duration::days(WEEKS * 7 - 1)).to_string(), to.to_string());
        let params = named_params! { ":from": first, ":to": last };
        let read = |row: &Row<'_>| Ok((row.get::<_, i64>("posted_at")?, row.get::<_, String>("posted_on")?));
        for (at, day) in db.list(include_str!("sql/hours.sql"), params, read)? {
            // What was entered on a later day says nothing of the hour at which somebody came.
            if zone.business_day(Instant(at)).to_string() != day {
                continue;
            }
            let local = zone.local(Instant(at));
            let day =
                self.sales.get_mut(usize::try_from(local.weekday().num_days_from_monday()).unwrap_or(0));
            let hour = usize::try_from(local.hour()).unwrap_or(0);
            if let Some(count) = day.and_then(|day| day.get_mut(hour)) {
                *count += 1;
            }
        }
        Ok(())
    }

    /// The hour in which most come: weekday from Monday, hour, sales in eight weeks.
    pub fn peak(&self) -> Option<(usize, usize, i64)> {
        let cells =
            self.sales.iter().enumerate().flat_map(|(day, hours)| {
                hours.iter().enumerate().map(move |(hour, sales)| (day, hour, *sales))
            });
        cells
            .filter(|(_, _, sales)| *sales > 0)
            .max_by_key(|(day, hour, sales)| (*sales, std::cmp::Reverse((*day, *hour))))
    }
}
