//! The rewards of a span, newest first, and what each is made of.

use serde::{Deserialize, Serialize};

use super::rules::Trigger;
use super::store;
use crate::db::{Db, Fault, named_params};
use crate::ground::{Clean, Fen, Instant, Refused};
use crate::shop::{Answer, Look, PayOf, Query};

/// The rewards of a span of days, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RewardFeed {
    /// First day, ISO; today when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, ISO; today when absent.
    #[serde(default)]
    pub to: Option<String>,
    /// Of one person only: staff number.
    #[serde(default)]
    pub staff: Option<String>,
    /// At most so many rows; 100 when absent.
    #[serde(default)]
    pub limit: Option<i64>,
}

/// The rewards of a span.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RewardsOf {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// What they come to, taken back ones off, in yuan.
    pub total: Fen,
    /// How many there are, given and taken back.
    pub count: i64,
    /// The newest of them.
    pub rows: Vec<RewardRow>,
}

/// A reward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewardRow {
    /// Business day.
    pub day: String,
    /// `HH:MM` by the store's clock.
    pub time: String,
    /// To whom: number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// By which rule.
    pub rule: String,
    /// Of which version of the book.
    pub version: i64,
    /// For what.
    pub event: Trigger,
    /// How much, in yuan; below zero where it was taken back.
    pub amount: Fen,
    /// The bill that earned it.
    pub bill: String,
    /// The bill that took it back; empty where it was given.
    pub undone_by: String,
    /// What was sold, recommended or topped up.
    pub item: String,
    /// What was paid for it, in yuan.
    pub paid: Fen,
    /// Pieces, or ratings in a row.
    pub pieces: i64,
    /// What the rule gave in all, before it was shared, in yuan.
    pub whole: Fen,
    /// The person's weight in it.
    pub weight: i64,
    /// All weights of the role group.
    pub weights: i64,
    /// Days away.
    pub away: i64,
}

impl Query for RewardFeed {
    const NAME: &'static str = "query.reward_feed";
    type Out = RewardsOf;

    fn tells_pay(&self) -> PayOf<'_> {
        PayOf::staff(self.staff.as_deref())
    }

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<RewardsOf> {
        let (from, to) = look.days(self.from.as_deref(), self.to.as_deref())?;
        if let Some(number) = &self.staff
            && crate::staff::store::by_number(db, number)?.is_none()
        {
            return Err(Refused::StaffUnknown { number: Clean::shown(number).into_string() }.into());
        }
        let params = named_params! { ":from": from, ":to": to, ":staff": self.staff };
        let (total, count) = db
            .one(include_str!("sql/feed_sum.sql"), params, |row| Ok((row.get("total")?, row.get("count")?)))?
            .unwrap_or((0, 0));
        let limit = self.limit.unwrap_or(100).clamp(1, 10_000);
        let params = named_params! { ":from": from, ":to": to, ":staff": self.staff, ":limit": limit };
        let mut rows = Vec::new();
        db.each::<Fault>(include_str!("sql/feed.sql"), params, |row| {
            let detail = store::detail(&row.get::<_, String>("detail")?)?;
            let event: String = row.get("event")?;
            let at: i64 = row.get("at")?;
            let (bill, by): (String, String) = (row.get("bill")?, row.get("by")?);
            rows.push(RewardRow {
                day: row.get("on_day")?,
                time: look.profile.zone.hour_minute(Instant(at)),
                staff: row.get("number")?,
                name: row.get("name")?,
                rule: row.get("rule")?,
                version: row.get("version")?,
                event: Trigger::from_code(&event)
                    .ok_or_else(|| Fault::Broken(format!("unknown reward {event}")))?,
                amount: Fen(row.get("amount")?),
                undone_by: if by == bill { String::new() } else { by },
                bill,
                item: detail.name,
                paid: detail.paid,
                pieces: detail.pieces,
                whole: detail.whole,
                weight: detail.weight,
                weights: detail.weights,
                away: detail.away,
            });
            Ok(())
        })?;
        Ok(RewardsOf { from, to, total: Fen(total), count, rows })
    }
}
