//! The owner's weights and targets: dated, so that a past day's score is worked out by what was in force then.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::score_rules::{Criterion, Each, WEIGHTS};
use crate::db::{Db, named_params};
use crate::ground::{Clean, Fen, Rate, Refused, day};
use crate::performance::STORE;
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};
use crate::staff;

/// Sets the weights of the score, from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetScore {
    /// 业绩.
    pub sales: i64,
    /// 服务.
    pub service: i64,
    /// 复购.
    pub repurchase: i64,
    /// 满意.
    pub satisfaction: i64,
    /// From which day on, ISO; today when absent, never a past one.
    #[serde(default)]
    pub from: Option<String>,
}

/// Weights in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightsAre {
    /// From which day on; empty for the defaults.
    pub from: String,
    /// 业绩.
    pub sales: i64,
    /// 服务.
    pub service: i64,
    /// 复购.
    pub repurchase: i64,
    /// 满意.
    pub satisfaction: i64,
}

impl Verb for SetScore {
    const NAME: &'static str = "score.set";
    type Out = WeightsAre;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<WeightsAre> {
        tx.require(Act::ScoreSet)?;
        fit(&[self.sales, self.service, self.repurchase, self.satisfaction])?;
        let from = begins(tx, self.from.as_deref())?;
        tx.db().run(
            include_str!("sql/weight_insert.sql"),
            named_params! {
                ":from": from, ":sales": self.sales, ":service": self.service, ":repurchase": self.repurchase,
                ":satisfaction": self.satisfaction, ":command": tx.command()?, ":at": tx.at.0,
            },
        )?;
        tx.touch(Area::Settings);
        Ok(WeightsAre {
            from,
            sales: self.sales,
            service: self.service,
            repurchase: self.repurchase,
            satisfaction: self.satisfaction,
        })
    }
}

/// Looks weights over: none below zero or above a thousand, not all of them zero.
pub(super) fn fit(weights: &Each<i64>) -> Result<(), Refused> {
    let unfit = weights.iter().copied().find(|weight| !(0..=1_000).contains(weight));
    match unfit.or((weights.iter().sum::<i64>() == 0).then_some(0)) {
        Some(value) => Err(Refused::SettingInvalid { name: "score".into(), value: value.to_string() }),
        None => Ok(()),
    }
}

/// The day from which on something holds: past boards stay what they were.
pub(super) fn begins(tx: &Tx<'_>, from: Option<&str>) -> Answer<String> {
    let Some(text) = from else { return Ok(tx.today()) };
    let from = day::iso(text)?.to_string();
    if from < tx.today() {
        let what = "score".into();
        return Err(Refused::DateTooEarly { what, since: tx.today(), date: from }.into());
    }
    Ok(from)
}

/// Sets a target, of one person or of everybody, from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTarget {
    /// Of what.
    pub criterion: Criterion,
    /// Whose: staff number; everybody's when absent.
    #[serde(default)]
    pub staff: Option<String>,
    /// Yuan for sales, pieces of work for service, a share (0.45) for repurchase, stars (4.8) for satisfaction; no
    /// target any more when absent.
    #[serde(default)]
    pub amount: Option<Rate>,
    /// In how many days sales and service should reach it; 30 when absent.
    #[serde(default = "thirty")]
    pub days: i64,
    /// From which day on, ISO; today when absent, never a past one.
    #[serde(default)]
    pub from: Option<String>,
}

fn thirty() -> i64 {
    30
}

/// A target in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetIs {
    /// From which day on.
    pub from: String,
    /// Of what.
    pub criterion: Criterion,
    /// Whose; everybody's when absent.
    pub staff: Option<String>,
    /// Fen, pieces of work, or millionths.
    pub amount: Option<i64>,
    /// In how many days.
    pub days: i64,
}

impl Verb for SetTarget {
    const NAME: &'static str = "target.set";
    type Out = TargetIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<TargetIs> {
        tx.require(Act::ScoreSet)?;
        let person = match &self.staff {
            Some(number) => staff::store::working(tx.db(), number, &tx.today())?.id,
            None => STORE,
        };
        let amount = self.amount.map(|amount| self.smallest(amount)).transpose()?;
        let days = if (1..=366).contains(&self.days) && !self.criterion.is_rate() { self.days } else { 1 };
        let from = begins(tx, self.from.as_deref())?;
        tx.db().run(
            include_str!("sql/target_insert.sql"),
            named_params! {
                ":from": from, ":criterion": self.criterion.code(), ":staff": person, ":amount": amount,
                ":days": days, ":command": tx.command()?, ":at": tx.at.0,
            },
        )?;
        tx.touch(Area::Settings);
        Ok(TargetIs { from, criterion: self.criterion, staff: self.staff.clone(), amount, days })
    }
}

impl SetTarget {
    /// The amount in fen, pieces or millionths.
    fn smallest(&self, amount: Rate) -> Answer<i64> {
        let unit = match self.criterion {
            Criterion::Sales => 100,
            Criterion::Service => 1,
            Criterion::Repurchase | Criterion::Satisfaction => super::kpi_rules::ONE,
        };
        let most = match self.criterion {
            Criterion::Sales | Criterion::Service => i64::MAX,
            Criterion::Repurchase => super::kpi_rules::ONE,
            Criterion::Satisfaction => 5 * super::kpi_rules::ONE,
        };
        let whole = amount.of(Fen(unit))?.0;
        if whole <= 0 || whole > most {
            let value = Clean::shown(&amount.to_string()).into_string();
            return Err(Refused::SettingInvalid { name: self.criterion.code().into(), value }.into());
        }
        Ok(whole)
    }
}

/// The weights in force on a day.
pub(super) fn weights(db: &Db, on: NaiveDate) -> Answer<Each<i64>> {
    let found = db.one(include_str!("sql/weights.sql"), named_params! { ":day": on.to_string() }, |row| {
        Ok([row.get("sales")?, row.get("service")?, row.get("repurchase")?, row.get("satisfaction")?])
    })?;
    Ok(found.unwrap_or(WEIGHTS))
}

/// The targets in force on a day: amount and days, by person and criterion; everybody's under [`STORE`].
pub(super) struct Targets(BTreeMap<(i64, String), Option<(i64, i64)>>);

/// Reads them.
pub(super) fn targets(db: &Db, on: NaiveDate) -> Answer<Targets> {
    let rows = db.list(include_str!("sql/targets.sql"), named_params! { ":day": on.to_string() }, |row| {
        let amount: Option<i64> = row.get("amount")?;
        let days: i64 = row.get("days")?;
        Ok(((row.get("staff")?, row.get("criterion")?), amount.map(|amount| (amount, days))))
    })?;
    Ok(Targets(rows.into_iter().collect()))
}

impl Targets {
    /// Those of a person over so many days, rounded up: her own, else everybody's.
    pub(super) fn of(&self, staff: i64, days: i64) -> Each<Option<i64>> {
        Criterion::ALL.map(|criterion| {
            let find = |staff: i64| self.0.get(&(staff, criterion.code().to_owned()));
            let (amount, per) = (*find(staff).or_else(|| find(STORE))?)?;
            if criterion.is_rate() {
                return Some(amount);
            }
            let whole = i128::from(amount) * i128::from(days.max(1));
            i64::try_from((whole + i128::from(per) - 1) / i128::from(per)).ok()
        })
    }
}

/// The history of the weights.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreHistory {}

impl Query for ScoreHistory {
    const NAME: &'static str = "query.score";
    type Out = Vec<WeightsAre>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<WeightsAre>> {
        let [sales, service, repurchase, satisfaction] = WEIGHTS;
        let mut out = vec![WeightsAre { from: String::new(), sales, service, repurchase, satisfaction }];
        out.extend(db.list(include_str!("sql/weights_all.sql"), &[], |row| {
            Ok(WeightsAre {
                from: row.get("from_on")?,
                sales: row.get("sales")?,
                service: row.get("service")?,
                repurchase: row.get("repurchase")?,
                satisfaction: row.get("satisfaction")?,
            })
        })?);
        Ok(out)
    }
}
