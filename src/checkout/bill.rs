//! Bills as doors show them.

use serde::{Deserialize, Serialize};

use super::bill_store::{self, BillRow};
use super::cart::Tender;
use crate::db::{Db, named_params};
use crate::ground::Fen;
use crate::ledger::chain;
use crate::shop::{Answer, Look, Query};

/// A bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// Its number.
    pub bill: String,
    /// `sale`, `refund`, `void`, `topup`, `card_refund`, `debt_payment`.
    pub kind: String,
    /// The bill it gives back.
    pub of_bill: Option<String>,
    /// Bills that give it back.
    pub refunds: Vec<String>,
    /// The business day.
    pub day: String,
    /// The moment of recording, UTC milliseconds.
    pub at: i64,
    /// Who made it.
    pub operator: String,
    /// Their name.
    pub operator_name: String,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Member number.
    pub member: Option<String>,
    /// Member name.
    pub member_name: Option<String>,
    /// Lines.
    pub lines: Vec<BillLine>,
    /// Sum of list prices.
    pub list_total: Fen,
    /// Everything taken off.
    pub discount: Fen,
    /// Coupons: code, what each took off.
    pub coupons: Vec<(String, Fen)>,
    /// Timed prices and thresholds: name, what each took off.
    #[serde(default)]
    pub discounts: Vec<(String, Fen)>,
    /// Points used.
    pub points_used: i64,
    /// What they took off.
    pub points_off: Fen,
    /// Points earned.
    pub points_earned: i64,
    /// What was paid.
    pub payable: Fen,
    /// What cards gave for redeemed lines.
    pub card_value: Fen,
    /// Payments.
    pub tenders: Vec<BillTender>,
    /// Change in cash.
    pub change: Fen,
    /// Why, for refunds and voids.
    pub reason: String,
    /// The store's sequence of its entry; 0 for none.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
}

/// A line of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillLine {
    /// Line number.
    pub line: i64,
    /// Item code.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// The package it is part of.
    pub package: String,
    /// How many; negative on a refund.
    pub quantity: i64,
    /// Price of one before discounts.
    pub unit_price: Fen,
    /// What was paid for all of them.
    pub net: Fen,
    /// The card that paid for it.
    pub card: Option<String>,
    /// What the card gave for it.
    pub card_value: Fen,
    /// People: number and name.
    pub staff: Vec<(String, String)>,
    /// Whether the first was asked for.
    pub requested: bool,
    /// How many of them were given back since.
    #[serde(default)]
    pub returned: i64,
}

/// A payment of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillTender {
    /// How.
    pub tender: Tender,
    /// How much.
    pub amount: Fen,
    /// What was handed over.
    pub tendered: Fen,
    /// Principal taken.
    pub principal: Fen,
    /// Gift taken.
    pub gift: Fen,
    /// Reference.
    pub reference: String,
}

/// One bill, by number.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowBill {
    /// Its number.
    pub bill: String,
}

impl Query for ShowBill {
    const NAME: &'static str = "query.bill";
    type Out = Bill;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Bill> {
        let row = bill_store::find(db, &self.bill)?;
        whole(db, row)
    }
}

/// The newest bill of all.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LastBill {}

/// The newest bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatestBill {
    /// Its number.
    pub bill: String,
    /// Its kind.
    pub kind: String,
    /// What was paid.
    pub amount: Fen,
}

impl Query for LastBill {
    const NAME: &'static str = "query.last_bill";
    type Out = Option<LatestBill>;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<Option<LatestBill>> {
        Ok(db.one(include_str!("sql/last_bill.sql"), &[], |row| {
            Ok(LatestBill {
                bill: row.get("number")?,
                kind: row.get("kind")?,
                amount: Fen(row.get("payable")?),
            })
        })?)
    }
}

/// Bills of a span of days or of a member, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListBills {
    /// First day, ISO; today when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, ISO; today when absent.
    #[serde(default)]
    pub to: Option<String>,
    /// Of this member only.
    #[serde(default)]
    pub member: Option<String>,
    /// At most so many; 100 when absent.
    #[serde(default)]
    pub limit: Option<i64>,
}

/// A bill in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillHead {
    /// Its number.
    pub bill: String,
    /// Its kind.
    pub kind: String,
    /// The business day.
    pub day: String,
    /// The moment of recording.
    pub at: i64,
    /// Member name.
    pub member_name: Option<String>,
    /// Operator's name.
    pub operator_name: String,
    /// What was paid.
    pub payable: Fen,
    /// What cards gave.
    pub card_value: Fen,
    /// First item and how many more lines.
    pub what: String,
    /// Tenders.
    pub tenders: Vec<Tender>,
    /// Whether something of it was given back.
    pub refunded: bool,
}

impl Query for ListBills {
    const NAME: &'static str = "query.bills";
    type Out = Vec<BillHead>;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<BillHead>> {
        let limit = self.limit.unwrap_or(100).clamp(1, 10_000);
        let rows = if let Some(who) = &self.member {
            let member = crate::members::store::find(db, who)?;
            let params = named_params! { ":member": member.id, ":limit": limit };
            db.list(include_str!("sql/bills_of_member.sql"), params, bill_store::read_bill)?
        } else {
            let (from, to) = look.days(self.from.as_deref(), self.to.as_deref())?;
            let params = named_params! { ":from": from, ":to": to, ":limit": limit };
            db.list(include_str!("sql/bills_between.sql"), params, bill_store::read_bill)?
        };
        rows.into_iter().map(|row| head(db, row)).collect()
    }
}

fn head(db: &Db, row: BillRow) -> Answer<BillHead> {
    let lines = bill_store::lines(db, row.id)?;
    let what = match lines.as_slice() {
        [] => String::new(),
        [one] => one.name.clone(),
        [first, rest @ ..] => format!("{} +{}", first.name, rest.len()),
    };
    let tenders = bill_store::tenders(db, row.id)?.into_iter().map(|tender| tender.tender).collect();
    let refunded = !bill_store::made_of(db, row.id)?.is_empty();
    Ok(BillHead {
        bill: row.number,
        kind: row.kind,
        day: row.posted_on,
        at: row.posted_at,
        member_name: row.member_name,
        operator_name: row.staff_name,
        payable: row.payable,
        card_value: row.card_value,
        what,
        tenders,
        refunded,
    })
}

/// A bill with everything on it.
pub(super) fn whole(db: &Db, row: BillRow) -> Answer<Bill> {
    let staff = bill_store::line_staff(db, row.id)?;
    let returned = bill_store::refunded_lines(db, row.id)?;
    let lines = bill_store::lines(db, row.id)?
        .into_iter()
        .map(|line| BillLine {
            returned: returned.iter().find(|back| back.line == line.line).map_or(0, |back| back.quantity),
            staff: staff
                .iter()
                .filter(|person| person.line == line.line)
                .map(|person| (person.number.clone(), person.name.clone()))
                .collect(),
            line: line.line,
            code: line.code,
            name: line.name,
            kind: line.kind,
            package: line.package,
            quantity: line.quantity,
            unit_price: line.unit_price,
            net: line.net,
            card: line.card_code,
            card_value: line.card_value,
            requested: line.requested,
        })
        .collect();
    let tenders = bill_store::tenders(db, row.id)?
        .into_iter()
        .map(|tender| BillTender {
            tender: tender.tender,
            amount: tender.amount,
            tendered: tender.tendered,
            principal: tender.principal,
            gift: tender.gift,
            reference: tender.reference,
        })
        .collect();
    let entry = bill_store::entry_of(db, row.id)?;
    Ok(Bill {
        refunds: bill_store::made_of(db, row.id)?.into_iter().map(|other| other.number).collect(),
        discounts: bill_store::discounts(db, row.id)?.into_iter().map(|one| (one.name, one.amount)).collect(),
        coupons: bill_store::coupons(db, row.id)?.into_iter().map(|(_, code, off)| (code, off)).collect(),
        seq: entry.as_ref().map_or(0, |(_, seq, _)| *seq),
        hash: entry.map(|(_, _, hash)| chain::short(&hash)).unwrap_or_default(),
        bill: row.number,
        kind: row.kind,
        of_bill: row.of_number,
        day: row.posted_on,
        at: row.posted_at,
        operator: row.staff_number,
        operator_name: row.staff_name,
        approved_by: row.second_name,
        member: row.member_number,
        member_name: row.member_name,
        lines,
        list_total: row.list_total,
        discount: row.discount,
        points_used: row.points_used,
        points_off: row.points_off,
        points_earned: row.points_earned,
        payable: row.payable,
        card_value: row.card_value,
        tenders,
        change: row.change,
        reason: row.reason,
    })
}
