//! What is said after a bill: how it was, and what was recommended by whom.

use serde::{Deserialize, Serialize};

use super::bill_store;
use super::cart::Advice;
use crate::catalog;
use crate::db::named_params;
use crate::ground::Refused;
use crate::ledger::lock;
use crate::members;
use crate::performance;
use crate::performance::advice_rules::Advice as Told;
use crate::rewards;
use crate::rewards::keep::Given;
use crate::shop::{Act, Answer, Area, Tx, Verb};
use crate::staff;

/// Writes a rating and recommendations of a bill that is being made.
pub(super) fn write(
    tx: &Tx<'_>,
    bill: i64,
    member: Option<i64>,
    rating: Option<i64>,
    recommended: &[Advice],
) -> Answer<()> {
    if let Some(score) = rating {
        rate(tx, bill, score)?;
    }
    if let (None, false) = (member, recommended.is_empty()) {
        return Err(Refused::MemberNeeded { act: "recommend".into() }.into());
    }
    for (advice, member) in recommended.iter().zip(std::iter::repeat(member.unwrap_or(0))) {
        advise(tx, member, advice, Some(bill))?;
    }
    Ok(())
}

fn rate(tx: &Tx<'_>, bill: i64, score: i64) -> Answer<()> {
    if !(1..=5).contains(&score) {
        return Err(Refused::RatingUnfit { rating: score }.into());
    }
    tx.db().run(
        include_str!("sql/rating_insert.sql"),
        named_params! { ":bill": bill, ":score": score, ":at": tx.at.0, ":command": tx.command()? },
    )?;
    performance::keep::rated(tx, bill)
}

fn advise(tx: &Tx<'_>, member: i64, advice: &Advice, bill: Option<i64>) -> Answer<()> {
    let item = catalog::store::sold(tx.db(), &advice.item)?;
    let person = staff::store::working(tx.db(), &advice.staff, &tx.today())?;
    let command = tx.command()?;
    let id = tx.db().insert(
        include_str!("sql/advice_insert.sql"),
        named_params! {
            ":member": member, ":item": item.id, ":staff": person.id, ":bill": bill, ":day": tx.today(),
            ":command": command,
        },
    )?;
    let (staff, item) = (person.id, item.id);
    performance::keep::advised(tx, Told { id, day: tx.day, file: member, staff, item, command })
}

/// Rates a bill. The newest rating counts.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateBill {
    /// Which bill.
    pub bill: String,
    /// 1 to 5.
    pub rating: i64,
}

/// A bill with its rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// Which bill.
    pub bill: String,
    /// 1 to 5.
    pub rating: i64,
    /// Instant rewards that it gave, or took back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rewards: Vec<Given>,
}

impl Verb for RateBill {
    const NAME: &'static str = "bill.rate";
    type Out = Rated;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Rated> {
        tx.require(Act::Rate)?;
        refuse_closed(tx)?;
        let bill = bill_store::find(tx.db(), &self.bill)?;
        rate(tx, bill.id, self.rating)?;
        let rewards = rewards::keep::rated(tx, bill.id)?;
        tx.touch(Area::Bills);
        Ok(Rated { bill: bill.number, rating: self.rating, rewards })
    }
}

/// What people did on a closed day stays as its evening showed it.
fn refuse_closed(tx: &Tx<'_>) -> Answer<()> {
    lock::locked(tx.db(), &tx.today())?.map_or(Ok(()), |no| Err(no.into()))
}

/// Notes a recommendation outside a bill.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recommend {
    /// To whom.
    pub member: String,
    /// Which item.
    pub item: String,
    /// By whom.
    pub staff: String,
    /// After which bill.
    #[serde(default)]
    pub bill: Option<String>,
}

impl Verb for Recommend {
    const NAME: &'static str = "member.recommend";
    type Out = Advice;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Advice> {
        tx.require(Act::Recommend)?;
        refuse_closed(tx)?;
        let member = members::store::find(tx.db(), &self.member)?;
        let bill = match &self.bill {
            Some(number) => Some(bill_store::find(tx.db(), number)?.id),
            None => None,
        };
        let advice = Advice { item: self.item.clone(), staff: self.staff.clone() };
        advise(tx, member.id, &advice, bill)?;
        tx.touch(Area::Members);
        Ok(advice)
    }
}
