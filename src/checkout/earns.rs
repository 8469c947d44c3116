//! Who would earn what by a bill, before it is one: the sale itself is rehearsed, so that nothing is worked out twice.

use serde::{Deserialize, Serialize};

use super::bill_store;
use super::cart::{Cart, Payment, Tender};
use super::plan::{self, Frame};
use crate::commission::one_bill::{self, BillEarns};
use crate::ground::Fen;
use crate::rewards::keep::Given;
use crate::shop::{Answer, Tx, Verb};

/// A cart, for [`crate::shop::Shop::rehearse`] only. What is not tendered yet is taken to be paid in cash.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WouldEarn(pub Cart);

/// What a bill earns its people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Earns {
    /// Hand fees and commission, the most first; nobody who earns nothing.
    pub people: Vec<BillEarns>,
    /// Instant rewards.
    pub rewards: Vec<Given>,
}

impl Earns {
    /// What a person earns of it in commission, hand fees included.
    pub fn commission(&self) -> Vec<(&str, Fen)> {
        self.people
            .iter()
            .map(|one| (one.name.as_str(), Fen(one.hand_fee.0.saturating_add(one.commission.0))))
            .collect()
    }

    /// What they get at once, by person.
    pub fn at_once(&self) -> Vec<(&str, Fen)> {
        rewarded(&self.rewards)
    }
}

/// Rewards by person.
pub fn rewarded(rewards: &[Given]) -> Vec<(&str, Fen)> {
    let mut out: Vec<(&str, Fen)> = Vec::new();
    for given in rewards {
        match out.iter_mut().find(|(name, _)| *name == given.name) {
            Some((_, sum)) => *sum = Fen(sum.0.saturating_add(given.amount.0)),
            None => out.push((&given.name, given.amount)),
        }
    }
    out
}

impl Verb for WouldEarn {
    const NAME: &'static str = "earns.would";
    type Out = Earns;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Earns> {
        let today = tx.today();
        let mut cart = Cart { expect: None, ..self.0.clone() };
        let plan = plan::work_out(tx.db(), Frame::of(tx, &today), &cart)?;
        if plan.due.is_positive() {
            cart.tenders.push(Payment::all(Tender::Cash));
        }
        let paid = cart.run(tx)?;
        let bill = bill_store::find(tx.db(), &paid.bill)?;
        let mut people = one_bill::of_bill(tx.db(), bill.id, &paid.bill, &today)?;
        people.retain(|one| one.hand_fee != Fen::ZERO || one.commission != Fen::ZERO);
        Ok(Earns { people, rewards: paid.rewards })
    }
}
