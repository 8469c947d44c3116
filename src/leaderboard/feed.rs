//! Who just earned what: the commission and the instant rewards of a day, the newest first.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::commission::report::Rated;
use crate::commission::rules::Event;
use crate::commission::store;
use crate::db::Db;
use crate::ground::{Fen, Instant, Refused, day};
use crate::rewards::feed::{RewardFeed, RewardRow};
use crate::shop::{Answer, Look, PayOf, Query};

/// The most rows that are answered.
const ROWS_MAX: i64 = 1_000;

/// Who earned what on a day, the newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarnedFeed {
    /// The day, ISO; today when absent.
    #[serde(default)]
    pub day: Option<String>,
    /// At most so many rows; 20 when absent.
    #[serde(default)]
    pub limit: Option<i64>,
}

/// What was earned on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FeedIs {
    /// The day.
    pub day: String,
    /// All of it, in yuan: commission with hand fees, and rewards.
    pub total: Fen,
    /// The newest of it.
    pub rows: Vec<FeedRow>,
}

/// What a person earned by a bill, or was rewarded with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRow {
    /// `HH:MM` by the store's clock.
    pub time: String,
    /// Staff number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// By which bill.
    pub bill: String,
    /// What for.
    pub what: Earned,
    /// How much, in yuan; below zero where it went back.
    pub amount: Fen,
}

/// What was earned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Earned {
    /// Commission and hand fees of a bill: of the first of its lines, by name, and how many more there are.
    Commission {
        /// What was paid for.
        event: Event,
        /// The first item's name.
        item: String,
        /// How many more lines.
        more: i64,
    },
    /// An instant reward.
    Reward(Box<RewardRow>),
}

impl Query for EarnedFeed {
    const NAME: &'static str = "query.earned_feed";
    type Out = FeedIs;

    fn tells_pay(&self) -> PayOf<'_> {
        PayOf::All
    }

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<FeedIs> {
        let on = match &self.day {
            Some(text) => day::iso(text)?.to_string(),
            None => look.today(),
        };
        let limit = self.limit.unwrap_or(20).clamp(1, ROWS_MAX);
        let wish =
            RewardFeed { from: Some(on.clone()), to: Some(on.clone()), staff: None, limit: Some(limit) };
        let rewards = wish.run(db, look)?;
        let (mut rows, commission) = commission(db, look, &on)?;
        rows.extend(rewards.rows.into_iter().map(|row| FeedRow {
            time: row.time.clone(),
            staff: row.staff.clone(),
            name: row.name.clone(),
            bill: if row.undone_by.is_empty() { row.bill.clone() } else { row.undone_by.clone() },
            amount: row.amount,
            what: Earned::Reward(Box::new(row)),
        }));
        // Of one bill the reward first: it is what one looks for.
        let is_commission = |row: &FeedRow| matches!(row.what, Earned::Commission { .. });
        rows.sort_by(|one, other| {
            let key = |row: &FeedRow| (row.time.clone(), row.bill.clone());
            key(other).cmp(&key(one)).then(is_commission(one).cmp(&is_commission(other)))
        });
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(FeedIs { day: on, total: rewards.total.plus(commission)?, rows })
    }
}

/// What each person earned by each bill of a day, and all of it.
fn commission(db: &Db, look: &Look<'_>, on: &str) -> Answer<(Vec<FeedRow>, Fen)> {
    let rated = Rated::load(db, on, on, None)?;
    let mut rows: BTreeMap<(usize, String), FeedRow> = BTreeMap::new();
    let mut total = Fen::ZERO;
    let facts = &rated.facts;
    rated.each(&store::books(db)?, |earned| {
        let amount = earned.amount()?;
        let (Some(step), Some(line)) = (facts.steps.get(earned.step), facts.lines.get(earned.line)) else {
            return Ok(());
        };
        let Some(bill) = facts.bills.get(step.bill).filter(|_| amount != Fen::ZERO) else { return Ok(()) };
        total = total.plus(amount)?;
        let (number, name) = rated.name(earned);
        if let Some(row) = rows.get_mut(&(step.bill, number.clone())) {
            row.amount = row.amount.plus(amount)?;
            if let Earned::Commission { more, .. } = &mut row.what {
                *more += 1;
            }
            return Ok(());
        }
        let item = facts.labels.get(line.label).map(|label| label.name.clone()).unwrap_or_default();
        let row = FeedRow {
            time: look.profile.zone.hour_minute(Instant(bill.at)),
            staff: number.clone(),
            name,
            bill: bill.number.clone(),
            what: Earned::Commission { event: line.event, item, more: 0 },
            amount,
        };
        rows.insert((step.bill, number), row);
        Ok::<(), Refused>(())
    })?;
    Ok((rows.into_values().filter(|row| row.amount != Fen::ZERO).collect(), total))
}
