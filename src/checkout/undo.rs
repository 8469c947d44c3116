//! Taking back the bill just made: while it is fresh, by the one who made it, without a reason and without a PIN.

use serde::{Deserialize, Serialize};

use super::bill_store;
use super::refund::{self, GivenBack};
use super::{reverse, topup};
use crate::ground::Refused;
use crate::shop::{Act, Answer, Tx, Verb};

/// Takes back a bill of this operator that is not older than the salon's limit (60 seconds unless set).
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBack {
    /// Which bill.
    pub bill: String,
}

impl Verb for TakeBack {
    const NAME: &'static str = "bill.take_back";
    type Out = GivenBack;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<GivenBack> {
        tx.require(Act::TakeBack)?;
        let bill = bill_store::find(tx.db(), &self.bill)?;
        let age = (tx.at.0 - bill.posted_at) / 1000;
        if bill.staff != tx.by.id || age > tx.settings().undo_seconds {
            return Err(Refused::UndoTooLate { seconds: tx.settings().undo_seconds }.into());
        }
        match bill.kind.as_str() {
            "sale" => refund::void(tx, &bill),
            "topup" => topup::take_back(tx, &bill),
            "card_upgrade" | "debt_payment" => reverse::void(tx, &bill),
            _ => Err(Refused::BillWrongKind { bill: bill.number, kind: bill.kind }.into()),
        }
    }
}
