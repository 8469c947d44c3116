//! Wages (底薪): so much a month, from a day on.

use serde::{Deserialize, Serialize};

use super::store;
use crate::db::Db;
use crate::ground::{Clean, Fen, Refused, day};
use crate::ledger::lock;
use crate::shop::{Act, Answer, Area, Look, PayOf, Query, Tx, Verb};
use crate::staff;

/// Sets a person's wage of a whole month, from a day on.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetWage {
    /// Whose: staff number.
    pub staff: String,
    /// Yuan a month; nothing ends it.
    pub amount: Fen,
    /// From which day on, ISO; today when absent. An earlier day changes what is still due for its month.
    #[serde(default)]
    pub from: Option<String>,
}

/// A wage from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WageIs {
    /// Whose: staff number.
    pub staff: String,
    /// From which day on.
    pub from: String,
    /// Yuan a month.
    pub amount: Fen,
}

impl Verb for SetWage {
    const NAME: &'static str = "wage.set";
    type Out = WageIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<WageIs> {
        tx.require(Act::WageSet)?;
        let person = staff::store::by_number(tx.db(), &self.staff)?
            .ok_or_else(|| Refused::StaffUnknown { number: Clean::shown(&self.staff).into_string() })?;
        if self.amount < Fen::ZERO {
            return Err(
                Refused::SettingInvalid { name: "wage".into(), value: self.amount.to_string() }.into()
            );
        }
        let from = match &self.from {
            Some(text) => day::iso(text)?.to_string(),
            None => tx.today(),
        };
        if let Some(through) = lock::through(tx.db())?.filter(|through| from <= *through) {
            return Err(Refused::MonthClosed { date: from, through }.into());
        }
        store::insert_wage(tx, person.id, &from, self.amount)?;
        tx.touch(Area::Staff);
        Ok(WageIs { staff: person.number, from, amount: self.amount })
    }
}

/// Every wage, by person and day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wages {}

impl Query for Wages {
    const NAME: &'static str = "query.wages";
    type Out = Vec<WageIs>;

    fn tells_pay(&self) -> PayOf<'_> {
        PayOf::All
    }

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<WageIs>> {
        Ok(store::wages(db)?
            .into_iter()
            .map(|wage| WageIs { staff: wage.number, from: wage.from, amount: wage.amount })
            .collect())
    }
}
