//! Which items sell, and who has them again: thirty days beside the thirty before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::db::{Db, named_params};
use crate::ground::{Fen, day};
use crate::shop::Answer;

/// Days of a span.
pub const DAYS: i64 = 30;
/// Weeks of a line.
const WEEKS: i64 = 8;

/// An item's figures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ItemHeat {
    /// Its code.
    pub code: String,
    /// Its name, as it was last sold.
    pub name: String,
    /// Value of thirty days, refunds taken off.
    pub worth: Fen,
    /// Of the thirty before.
    pub before: Fen,
    /// Of eight weeks, this one last.
    pub weeks: Vec<i64>,
    /// Members who had it in the thirty days before.
    pub had: i64,
    /// Of them, who had it again within thirty days.
    pub again: i64,
}

/// What was sold of every item of some stores; the same code at two stores is one item.
#[derive(Debug, Default)]
pub struct Heats {
    items: BTreeMap<String, ItemHeat>,
    /// The days of each member's purchases of an item.
    days: BTreeMap<(String, usize, i64), BTreeSet<NaiveDate>>,
    stores: usize,
}

impl Heats {
    /// Adds a store's.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn add(&mut self, db: &Db, to: NaiveDate) -> Answer<()> {
        self.stores += 1;
        let (first, last) = ((to - Duration::days(2 * DAYS - 1)).to_string(), to.to_string());
        let params = named_params! { ":from": first, ":to": last };
        let rows = db.list(include_str!("sql/lines.sql"), params, |row| {
            let member: Option<i64> = row.get("member_id")?;
            let name: (String, String) = (row.get("code")?, row.get("name")?);
            Ok((name, row.get::<_, String>("day")?, member, row.get::<_, i64>("worth")?))
        })?;
        for ((code, name), on, member, worth) in rows {
            let on = day::iso(&on)?;
            let ago = to.signed_duration_since(on).num_days();
            let item = self.items.entry(code.clone()).or_default();
            item.name = name;
            if ago < DAYS {
                item.worth.0 += worth;
            } else {
                item.before.0 += worth;
            }
            item.weeks.resize(usize::try_from(WEEKS).unwrap_or(0), 0);
            let week = usize::try_from(WEEKS - 1 - ago / 7).ok();
            if let Some(sum) = week.and_then(|week| item.weeks.get_mut(week)) {
                *sum += worth;
            }
            if let Some(member) = member.filter(|_| worth > 0) {
                self.days.entry((code, self.stores, member)).or_default().insert(on);
            }
        }
        Ok(())
    }

    /// All items, the one that sold most first.
    pub fn told(mut self, to: NaiveDate) -> Vec<ItemHeat> {
        for ((code, _, _), days) in &self.days {
            let earlier = days.iter().find(|on| to.signed_duration_since(**on).num_days() >= DAYS);
            let (Some(first), Some(item)) = (earlier, self.items.get_mut(code)) else { continue };
            item.had += 1;
            let again = |on: &&NaiveDate| (1..=DAYS).contains(&on.signed_duration_since(*first).num_days());
            item.again += i64::from(days.iter().any(|on| again(&on)));
        }
        let mut out: Vec<ItemHeat> =
            self.items.into_iter().map(|(code, item)| ItemHeat { code, ..item }).collect();
        out.sort_by(|one, other| other.worth.cmp(&one.worth).then(one.code.cmp(&other.code)));
        out
    }
}
