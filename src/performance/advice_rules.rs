//! Recommendations: offered → bought → done, each with the days it took.
//!
//! Bought is a later sale to that member with the item on it, or with a card that covers it, within 30 days; done is
//! its work done or its goods handed over, within 60. What stands on the very bill that notes the recommendation was
//! in the cart already and does not count.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::past_rules::{Joined, cuts, person, settle};
use super::visit_rules::{Kept, happened_before};

/// The days in which what was recommended must be bought.
pub const BUY_DAYS: i64 = 30;
/// The days in which it must be done.
pub const DO_DAYS: i64 = 60;

/// A recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// Row id.
    pub id: i64,
    /// The business day.
    pub day: NaiveDate,
    /// To which file.
    pub file: i64,
    /// By whom.
    pub staff: i64,
    /// Which item.
    pub item: i64,
    /// The command that noted it.
    pub command: i64,
}

/// Something that a sale brought: an item sold or done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bought {
    /// The business day.
    pub day: NaiveDate,
    /// Whose file stands on the bill.
    pub file: i64,
    /// Which item.
    pub item: i64,
    /// The command of the sale.
    pub command: i64,
    /// Whether it was done or handed over with that; else it was only bought.
    pub done: bool,
    /// Whether it was bought with that; a redeemed card was bought before.
    pub bought: bool,
    /// The day on which the sale was voided.
    pub void_on: Option<NaiveDate>,
}

/// What is known of a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fate {
    /// By whom.
    pub staff: i64,
    /// To whom.
    pub person: i64,
    /// Days until it was bought.
    pub bought_in: Option<i64>,
    /// Days until it was done.
    pub done_in: Option<i64>,
}

/// Whether a sale answers a recommendation, by order of commands and days.
pub fn answers(advice: &Advice, sale: &Bought) -> Option<i64> {
    let days = sale.day.signed_duration_since(advice.day).num_days();
    (sale.item == advice.item && sale.command > advice.command && days >= 0).then_some(days)
}

/// The rows of one person's files.
pub fn rows(all: &[Advice], sales: &[Bought], merges: &[Joined]) -> BTreeMap<(NaiveDate, i64), Kept<Fate>> {
    let cuts = cuts(sales.iter().filter_map(|sale| sale.void_on), merges);
    let begins: Vec<Option<NaiveDate>> =
        std::iter::once(None).chain(cuts.iter().copied().map(Some)).collect();
    let mut out = BTreeMap::new();
    for advice in all {
        let states: Vec<Option<Fate>> =
            begins.iter().map(|begins| Some(fate(advice, sales, merges, *begins))).collect();
        let (now, before) = settle(&cuts, advice.day, &states, |fate, until| Fate {
            bought_in: happened_before(advice.day, fate.bought_in, until),
            done_in: happened_before(advice.day, fate.done_in, until),
            ..*fate
        });
        out.insert((advice.day, advice.id), Kept { now, before });
    }
    out
}

fn fate(advice: &Advice, sales: &[Bought], merges: &[Joined], begins: Option<NaiveDate>) -> Fate {
    let whose = person(merges, begins, advice.file);
    let first = |wanted: fn(&Bought) -> bool, within: i64| {
        sales
            .iter()
            .filter(|sale| wanted(sale))
            .filter(|sale| sale.void_on.is_none_or(|void| begins.is_none_or(|begins| void > begins)))
            .filter(|sale| person(merges, begins, sale.file) == whose)
            .filter_map(|sale| answers(advice, sale))
            .filter(|days| *days <= within)
            .min()
    };
    Fate {
        staff: advice.staff,
        person: whose,
        bought_in: first(|sale| sale.bought, BUY_DAYS),
        done_in: first(|sale| sale.done, DO_DAYS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Duration::days(i64::from(day) - 1)
    }

    fn sale(day: u32, bought: bool, done: bool, void_on: Option<u32>) -> Bought {
        Bought {
            day: on(day),
            file: 1,
            item: 5,
            command: i64::from(day) * 10,
            done,
            bought,
            void_on: void_on.map(on),
        }
    }

    #[test]
    fn bought_within_thirty_days_and_done_within_sixty() {
        let advice = Advice { id: 1, day: on(1), file: 1, staff: 2, item: 5, command: 10 };
        let table: &[(&[Bought], Option<i64>, Option<i64>)] = &[
            (&[], None, None),
            (&[sale(1, true, true, None)], None, None),
            (&[sale(3, true, true, None)], Some(2), Some(2)),
            (&[sale(3, true, false, None), sale(40, false, true, None)], Some(2), Some(39)),
            (&[sale(31, true, false, None)], Some(30), None),
            (&[sale(32, true, true, None)], None, Some(31)),
            (&[sale(62, true, true, None)], None, None),
            (&[sale(3, true, true, Some(3)), sale(9, true, true, None)], Some(8), Some(8)),
        ];
        for (sales, bought_in, done_in) in table {
            let row = rows(&[advice], sales, &[])[&(on(1), 1)].now.unwrap();
            assert_eq!((row.bought_in, row.done_in), (*bought_in, *done_in), "{sales:?}");
        }
        let voided = &rows(&[advice], &[sale(3, true, true, Some(6))], &[])[&(on(1), 1)];
        assert_eq!(voided.now.unwrap().bought_in, None);
        assert_eq!(
            voided.before.first().map(|(until, fate)| (*until, fate.bought_in)),
            Some((on(6), Some(2)))
        );
    }
}
