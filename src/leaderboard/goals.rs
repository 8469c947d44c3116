//! What the store wants to reach as a whole (门店目标): dated goals, and how far a span is.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::kpi_rules::{Kpi, Tally, Unit, fraction};
use super::tally::Window;
use crate::db::{Db, Fault, named_params};
use crate::ground::{Clean, Fen, Rate, Refused};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Sets what the store wants to reach, from a day on. A KPI that is not named keeps the goal it has.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetGoals {
    /// Which.
    pub goals: Vec<Goal>,
    /// From which day on, ISO; today when absent, never a past one.
    #[serde(default)]
    pub from: Option<String>,
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// Of what: a KPI that is a sum of money or a count.
    pub kpi: Kpi,
    /// Yuan or pieces; no goal any more when absent.
    #[serde(default)]
    pub amount: Option<Rate>,
    /// In how many days; 30 when absent. A span of another length asks for its share.
    #[serde(default = "thirty")]
    pub days: i64,
}

fn thirty() -> i64 {
    30
}

/// Goals that are in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalsSet {
    /// From which day on.
    pub from: String,
    /// How many.
    pub goals: i64,
}

/// How far the store is with a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalIs {
    /// Of what.
    pub kpi: Kpi,
    /// What it asks for in this span: fen or pieces.
    pub wanted: i64,
    /// What there is.
    pub reached: i64,
    /// What was set: fen or pieces.
    pub set: i64,
    /// In so many days.
    pub days: i64,
}

impl GoalIs {
    /// How much of it is reached, in whole per cent cut off.
    pub fn percent(&self) -> i64 {
        let whole = i128::from(self.reached) * 100 / i128::from(self.wanted.max(1));
        i64::try_from(whole).unwrap_or(i64::MAX)
    }
}

/// What can be a goal: what grows with work.
pub fn fits(kpi: Kpi) -> bool {
    let sums = matches!(kpi.unit(), Unit::Fen | Unit::Count);
    sums && !matches!(kpi, Kpi::Refunds | Kpi::Complaints)
}

impl Verb for SetGoals {
    const NAME: &'static str = "goal.set";
    type Out = GoalsSet;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<GoalsSet> {
        tx.require(Act::ScoreSet)?;
        let from = super::terms::begins(tx, self.from.as_deref())?;
        for goal in &self.goals {
            let amount = goal.smallest()?;
            tx.db().run(
                include_str!("sql/goal_insert.sql"),
                named_params! {
                    ":from": from, ":kpi": goal.kpi.code(), ":amount": amount, ":days": goal.days,
                    ":command": tx.command()?, ":at": tx.at.0,
                },
            )?;
        }
        tx.touch(Area::Settings);
        Ok(GoalsSet { from, goals: i64::try_from(self.goals.len()).unwrap_or(i64::MAX) })
    }
}

impl Goal {
    /// The amount in fen or pieces, everything about it looked over.
    fn smallest(&self) -> Answer<Option<i64>> {
        let unfit = |value: String| {
            let value = Clean::shown(&value).into_string();
            Err(Refused::SettingInvalid { name: self.kpi.code().into(), value }.into())
        };
        if !fits(self.kpi) {
            return unfit("goal".into());
        }
        if !(1..=366).contains(&self.days) {
            return unfit(self.days.to_string());
        }
        let Some(amount) = self.amount else { return Ok(None) };
        let whole = amount.of(Fen(if self.kpi.unit() == Unit::Fen { 100 } else { 1 }))?.0;
        if whole > 0 { Ok(Some(whole)) } else { unfit(amount.to_string()) }
    }
}

/// The goals in force on a day, by KPI, in the KPIs' order: amount and days.
fn in_force(db: &Db, on: NaiveDate) -> Result<Vec<(Kpi, i64, i64)>, Fault> {
    let rows = db.list(include_str!("sql/goals.sql"), named_params! { ":day": on.to_string() }, |row| {
        Ok((row.get::<_, String>("kpi")?, (row.get::<_, Option<i64>>("amount")?, row.get::<_, i64>("days")?)))
    })?;
    let newest: BTreeMap<String, (Option<i64>, i64)> = rows.into_iter().collect();
    let of = |kpi: Kpi| {
        let (amount, days) = newest.get(kpi.code())?;
        amount.map(|amount| (kpi, amount, *days))
    };
    Ok(Kpi::ALL.into_iter().filter_map(of).collect())
}

/// What a goal of so much in so many days asks for in a span, rounded up.
pub fn share(amount: i64, per: i64, days: i64) -> i64 {
    let whole = i128::from(amount) * i128::from(days.max(1));
    i64::try_from((whole + i128::from(per) - 1) / i128::from(per.max(1))).unwrap_or(i64::MAX)
}

/// How far a span is with every goal of its day.
pub(super) fn of(db: &Db, window: &Window, store: &Tally) -> Result<Vec<GoalIs>, Fault> {
    let days = window.to.signed_duration_since(window.from).num_days() + 1;
    let goals = in_force(db, window.as_of)?;
    Ok(goals
        .into_iter()
        .map(|(kpi, amount, per)| GoalIs {
            kpi,
            wanted: share(amount, per, days),
            reached: fraction(kpi, store).0,
            set: amount,
            days: per,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_asks_a_span_for_its_share_rounded_up() {
        for (amount, per, days, wanted) in
            [(700, 7, 7, 700), (700, 7, 1, 100), (100, 30, 7, 24), (1, 30, 1, 1), (300, 30, 0, 10)]
        {
            assert_eq!(share(amount, per, days), wanted, "{amount} in {per} for {days}");
        }
    }

    #[test]
    fn only_what_grows_with_work_is_a_goal() {
        let fit: Vec<&str> = Kpi::ALL.into_iter().filter(|kpi| fits(*kpi)).map(Kpi::code).collect();
        assert!(fit.contains(&"sales") && fit.contains(&"new_members"), "{fit:?}");
        assert!(!fits(Kpi::Refunds) && !fits(Kpi::Satisfaction) && !fits(Kpi::AverageBill));
    }
}
