//! Which items sell, and who has them again: thirty days beside the thirty before; which sell less week by week, and which
//! two bring people back when they are had together.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use super::pair_rules::{self, Purchases};
use crate::db::{Db, named_params};
use crate::ground::{Fen, day};
use crate::shop::Answer;

/// Days of a span.
pub const DAYS: i64 = 30;
/// Weeks of a line.
const WEEKS: i64 = 8;
/// From so many weeks in a row of less than the one before an item sells slowly, where thirty days brought less as well.
const SLOW_WEEKS: usize = 3;

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

/// Two items that members had on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairIs {
    /// Their codes.
    pub codes: [String; 2],
    /// Their names.
    pub names: [String; 2],
    /// Members who had both on one day in the thirty days before the last thirty.
    pub had: i64,
    /// Of them, who had either again within thirty days.
    pub again: i64,
    /// Members who had one of them then, and never both on one day.
    pub apart: i64,
    /// Of them, who had either again within thirty days.
    pub apart_again: i64,
}

impl ItemHeat {
    /// For how many weeks in a row it sold less than in the one before.
    pub fn falling(&self) -> usize {
        self.weeks.windows(2).rev().take_while(|pair| pair.first() > pair.last()).count()
    }
}

/// The item that has sold less for the most weeks, where there is one; of several the one that sold most before.
pub fn slow(items: &[ItemHeat]) -> Option<&ItemHeat> {
    let falling = items.iter().filter(|item| item.falling() >= SLOW_WEEKS && item.worth < item.before);
    falling.max_by_key(|item| (item.falling(), item.before, std::cmp::Reverse(&item.code)))
}

/// What was sold of every item of some stores; the same code at two stores is one item.
#[derive(Debug, Default)]
pub struct Heats {
    items: BTreeMap<String, ItemHeat>,
    /// The days of each member's purchases of an item.
    days: Purchases,
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

    /// The pair that brings most people back, where one does.
    pub fn pair(&self, to: NaiveDate) -> Option<PairIs> {
        let found = pair_rules::best(&self.days, to)?;
        let named = |code: &String| (code.clone(), self.items.get(code).map(|item| item.name.clone()));
        let [(one, one_name), (other, other_name)] = [named(&found.codes.0), named(&found.codes.1)];
        Some(PairIs {
            codes: [one, other],
            names: [one_name.unwrap_or_default(), other_name.unwrap_or_default()],
            had: found.both.0,
            again: found.both.1,
            apart: found.apart.0,
            apart_again: found.apart.1,
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_slow_after_three_weeks_of_less_and_a_month_of_less() {
        let item = |code: &str, weeks: &[i64], worth: i64, before: i64| ItemHeat {
            code: code.to_owned(),
            weeks: weeks.to_vec(),
            worth: Fen(worth),
            before: Fen(before),
            ..ItemHeat::default()
        };
        let steady = item("a", &[9, 9, 9, 9, 9, 9, 9, 9], 36, 36);
        let two = item("b", &[5, 5, 5, 5, 5, 9, 8, 7], 20, 40);
        let up = item("c", &[0, 0, 0, 0, 9, 8, 7, 6], 30, 0);
        let three = item("d", &[5, 5, 5, 5, 9, 8, 7, 6], 30, 31);
        let longer = item("e", &[5, 5, 5, 9, 8, 7, 6, 5], 30, 31);
        assert_eq!([&steady, &two, &up, &longer].map(ItemHeat::falling), [0, 2, 3, 4]);
        let told = |items: &[&ItemHeat]| {
            let items: Vec<ItemHeat> = items.iter().copied().cloned().collect();
            slow(&items).map(|item| item.code.clone())
        };
        assert_eq!(told(&[&steady, &two, &up]), None);
        assert_eq!(told(&[&steady, &three, &two]).as_deref(), Some("d"));
        assert_eq!(told(&[&three, &longer, &up]).as_deref(), Some("e"));
    }
}
