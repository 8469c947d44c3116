//! The table of top-up gifts: the highest step that the amount reaches, never the sum of steps.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::db::{Db, Fault, named_params};
use crate::ground::{Fen, Refused};
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// The longest validity of a gift, in days.
pub const GIFT_DAYS_MAX: i64 = 36_500;
/// Stands in the file for a table without steps; no amount reaches it.
const NO_STEPS: Fen = Fen(i64::MAX);

/// One step of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// From this amount on.
    pub amount: Fen,
    /// This gift.
    pub gift: Fen,
    /// Days for which the gift is valid; 0 for ever.
    #[serde(default)]
    pub gift_days: i64,
}

/// The table in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Its version; 0 where none was ever set.
    pub version: i64,
    /// Its steps, smallest first.
    pub offers: Vec<Offer>,
}

impl Table {
    /// The highest step that an amount reaches.
    pub fn reached(&self, amount: Fen) -> Option<&Offer> {
        self.offers.iter().filter(|offer| offer.amount <= amount).max_by_key(|offer| offer.amount)
    }
}

/// The last day of a gift given today.
pub fn gift_expiry(today: NaiveDate, days: i64) -> Option<String> {
    let days = Duration::try_days(days).filter(|_| days > 0)?;
    today.checked_add_signed(days).map(|last| last.to_string())
}

/// The table in force.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn table(db: &Db) -> Result<Table, Fault> {
    let rows = db.list(include_str!("sql/offers.sql"), &[], |row| {
        let offer = Offer {
            amount: Fen(row.get("amount")?),
            gift: Fen(row.get("gift")?),
            gift_days: row.get("gift_days")?,
        };
        Ok((row.get::<_, i64>("version")?, offer))
    })?;
    let version = rows.first().map_or(0, |(version, _)| *version);
    let offers = rows.into_iter().map(|(_, offer)| offer).filter(|offer| offer.amount != NO_STEPS).collect();
    Ok(Table { version, offers })
}

/// Sets the table anew; lots keep the version that gave them.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetOffers {
    /// The steps.
    pub offers: Vec<Offer>,
}

impl Verb for SetOffers {
    const NAME: &'static str = "topup.offers";
    type Out = Table;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Table> {
        tx.require(Act::TopUpOffers)?;
        let version = table(tx.db())?.version + 1;
        let none = [Offer { amount: NO_STEPS, gift: Fen::ZERO, gift_days: 0 }];
        for offer in if self.offers.is_empty() { &none } else { self.offers.as_slice() } {
            let days = (0..=GIFT_DAYS_MAX).contains(&offer.gift_days);
            if !offer.amount.is_positive() || offer.gift < Fen::ZERO || !days {
                return Err(Refused::AmountNotPositive { field: "offers".into() }.into());
            }
            tx.db().run(
                include_str!("sql/offer_insert.sql"),
                named_params! {
                    ":amount": offer.amount.0, ":gift": offer.gift.0, ":days": offer.gift_days,
                    ":version": version, ":at": tx.at.0,
                },
            )?;
        }
        tx.touch(Area::Catalog);
        Ok(table(tx.db())?)
    }
}

/// The table of top-up gifts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offers {}

impl Query for Offers {
    const NAME: &'static str = "query.topup_offers";
    type Out = Table;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Table> {
        Ok(table(db)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_highest_step_counts() {
        let offer = |amount, gift| Offer { amount: Fen(amount), gift: Fen(gift), gift_days: 0 };
        let table = Table { version: 1, offers: vec![offer(100, 10), offer(300, 40)] };
        for (amount, gift) in [(99, None), (100, Some(10)), (299, Some(10)), (1000, Some(40))] {
            assert_eq!(table.reached(Fen(amount)).map(|offer| offer.gift.0), gift, "{amount}");
        }
    }
}
