//! Carts put aside: they survive a restart, show their age, and come back once.

use serde::{Deserialize, Serialize};

use super::cart::Cart;
use super::plan::{self, Frame};
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Clean, Fen, Refused};
use crate::members;
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// Puts a cart aside.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldBill {
    /// The cart as it stands.
    pub cart: Cart,
    /// What it is called in the list; the member's name when absent.
    #[serde(default)]
    pub label: Option<Clean>,
}

/// Takes a held cart back.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetrieveBill {
    /// Its number in the list.
    pub hold: i64,
}

/// A held cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its number.
    pub hold: i64,
    /// What it is called.
    pub label: String,
    /// The member's name.
    pub member: Option<String>,
    /// What was to be paid when it was put aside.
    pub total: Fen,
    /// When, in UTC milliseconds.
    pub held_at: i64,
    /// The cart.
    pub cart: Cart,
}

fn read(row: &Row<'_>) -> crate::db::RowResult<(Held, String)> {
    Ok((
        Held {
            hold: row.get("id")?,
            label: row.get("label")?,
            member: row.get("member_name")?,
            total: Fen(row.get("total")?),
            held_at: row.get("held_at")?,
            cart: Cart::default(),
        },
        row.get("cart")?,
    ))
}

fn parsed((held, text): (Held, String)) -> Result<Held, Fault> {
    let cart = serde_json::from_str(&text).map_err(|e| Fault::Broken(format!("held cart: {e}")))?;
    Ok(Held { cart, ..held })
}

/// Carts put aside, oldest first.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn open(db: &Db) -> Result<Vec<Held>, Fault> {
    db.list(include_str!("sql/held_open.sql"), &[], read)?.into_iter().map(parsed).collect()
}

impl Verb for HoldBill {
    const NAME: &'static str = "bill.hold";
    type Out = Held;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Held> {
        tx.require(Act::HoldBill)?;
        let today = tx.today();
        let unpaid = Cart { tenders: Vec::new(), ..self.cart.clone() };
        let plan = plan::work_out(tx.db(), Frame::of(tx, &today), &unpaid)?;
        let plan_member = plan.member.clone();
        let member = plan.member.as_ref().map(|member| member.id);
        let label = match self.label.as_ref().filter(|label| !label.is_empty()) {
            Some(label) => label.as_str().to_owned(),
            None => plan.member.map(|member| member.name).unwrap_or_default(),
        };
        // A held cart names its member and the wallets by number: the phone that was typed is not kept.
        let number = plan_member.map(|member| member.number);
        let mut kept = Cart { member: number, ..self.cart.clone() };
        for wallet in kept.tenders.iter_mut().filter_map(|payment| payment.wallet.as_mut()) {
            *wallet = members::store::find(tx.db(), wallet)?.number;
        }
        let cart = serde_json::to_string(&kept).map_err(|e| Fault::Broken(format!("cart: {e}")))?;
        let hold = tx.db().insert(
            include_str!("sql/held_insert.sql"),
            named_params! {
                ":cart": cart, ":label": label, ":total": plan.payable.0, ":member": member, ":staff": tx.by.id,
                ":at": tx.at.0,
            },
        )?;
        tx.touch(Area::Bills);
        let name = match member {
            Some(id) => members::store::by_id(tx.db(), id)?.map(|member| member.name),
            None => None,
        };
        Ok(Held { hold, label, member: name, total: plan.payable, held_at: tx.at.0, cart: kept })
    }
}

impl Verb for RetrieveBill {
    const NAME: &'static str = "bill.retrieve";
    type Out = Held;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Held> {
        tx.require(Act::HoldBill)?;
        let found =
            tx.db().one(include_str!("sql/held_one.sql"), named_params! { ":id": self.hold }, read)?;
        let held = parsed(found.ok_or(Refused::HoldUnknown { hold: self.hold })?)?;
        let taken = tx
            .db()
            .run(include_str!("sql/held_take.sql"), named_params! { ":id": self.hold, ":at": tx.at.0 })?;
        if taken == 0 {
            return Err(Refused::HoldTaken { hold: self.hold }.into());
        }
        tx.touch(Area::Bills);
        Ok(held)
    }
}

/// Carts put aside.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldBills {}

impl Query for HeldBills {
    const NAME: &'static str = "query.held";
    type Out = Vec<Held>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Vec<Held>> {
        Ok(open(db)?)
    }
}
