//! The SQL of bills.

use super::cart::Tender;
use super::plan::PlanDiscount;
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Clean, Fen, Refused};
use crate::ledger::chain::Hash;
use crate::shop::{Answer, Tx};

/// A bill as it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct BillRow {
    pub id: i64,
    pub number: String,
    pub kind: String,
    pub member: Option<i64>,
    pub member_number: Option<String>,
    pub member_name: Option<String>,
    pub staff: i64,
    pub staff_number: String,
    pub staff_name: String,
    pub second_name: Option<String>,
    pub posted_on: String,
    pub posted_at: i64,
    pub of_number: Option<String>,
    pub list_total: Fen,
    pub discount: Fen,
    pub points_used: i64,
    pub points_off: Fen,
    pub points_earned: i64,
    pub payable: Fen,
    pub card_value: Fen,
    pub change: Fen,
    pub reason: String,
}

pub(super) fn read_bill(row: &Row<'_>) -> crate::db::RowResult<BillRow> {
    Ok(BillRow {
        id: row.get("id")?,
        number: row.get("number")?,
        kind: row.get("kind")?,
        member: row.get("member_id")?,
        member_number: row.get("member_number")?,
        member_name: row.get("member_name")?,
        staff: row.get("staff_id")?,
        staff_number: row.get("staff_number")?,
        staff_name: row.get("staff_name")?,
        second_name: row.get("second_name")?,
        posted_on: row.get("posted_on")?,
        posted_at: row.get("posted_at")?,
        of_number: row.get("of_number")?,
        list_total: Fen(row.get("list_total")?),
        discount: Fen(row.get("discount")?),
        points_used: row.get("points_used")?,
        points_off: Fen(row.get("points_off")?),
        points_earned: row.get("points_earned")?,
        payable: Fen(row.get("payable")?),
        card_value: Fen(row.get("card_value")?),
        change: Fen(row.get("change_due")?),
        reason: row.get("reason")?,
    })
}

/// What a new bill says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct NewBill {
    pub kind: &'static str,
    pub member: Option<i64>,
    pub of_bill: Option<i64>,
    pub list_total: Fen,
    pub discount: Fen,
    pub points_used: i64,
    pub points_off: Fen,
    pub points_earned: i64,
    pub payable: Fen,
    pub card_value: Fen,
    pub change: Fen,
    pub trace: String,
}

/// Writes a bill under the next number of its day; answers its row id and number.
pub(super) fn insert_bill(tx: &Tx<'_>, bill: &NewBill) -> Result<(i64, String), Fault> {
    let number = next_number(tx)?;
    let id = tx.db().insert(
        include_str!("sql/bill_insert.sql"),
        named_params! {
            ":number": number, ":kind": bill.kind, ":member": bill.member, ":staff": tx.by.id,
            ":second": tx.second.as_ref().map(|second| second.id), ":day": tx.today(), ":at": tx.at.0,
            ":of_bill": bill.of_bill, ":list_total": bill.list_total.0, ":discount": bill.discount.0,
            ":points_used": bill.points_used, ":points_off": bill.points_off.0,
            ":points_earned": bill.points_earned, ":payable": bill.payable.0, ":card_value": bill.card_value.0,
            ":change_due": bill.change.0, ":reason": tx.reason.as_deref().unwrap_or(""), ":trace": bill.trace,
            ":command": tx.command()?,
        },
    )?;
    Ok((id, number))
}

/// `20261121-0047`: the business day and a number that counts up within it.
fn next_number(tx: &Tx<'_>) -> Result<String, Fault> {
    let last =
        tx.db().one(include_str!("sql/last_number.sql"), named_params! { ":day": tx.today() }, |row| {
            row.get::<_, String>("number")
        })?;
    let count = last.and_then(|number| number.split('-').nth(1)?.parse::<i64>().ok()).unwrap_or(0) + 1;
    Ok(format!("{}-{count:04}", tx.day.format("%Y%m%d")))
}

/// A line of a bill.
#[derive(Debug, Clone)]
pub(super) struct LineRow {
    pub line: i64,
    pub item: Option<i64>,
    pub code: String,
    pub name: String,
    pub kind: String,
    pub category: String,
    pub package: String,
    pub quantity: i64,
    pub list_price: Fen,
    pub unit_price: Fen,
    pub discount: Fen,
    pub net: Fen,
    pub card: Option<i64>,
    pub card_code: Option<String>,
    pub card_value: Fen,
    pub requested: bool,
    pub of_line: Option<i64>,
}

pub(super) fn insert_line(db: &Db, bill: i64, line: &LineRow) -> Result<(), Fault> {
    db.run(
        include_str!("sql/line_insert.sql"),
        named_params! {
            ":bill": bill, ":line": line.line, ":item": line.item, ":code": line.code, ":name": line.name,
            ":kind": line.kind, ":category": line.category, ":package": line.package, ":quantity": line.quantity,
            ":list_price": line.list_price.0, ":unit_price": line.unit_price.0, ":discount": line.discount.0,
            ":net": line.net.0, ":card": line.card, ":card_value": line.card_value.0,
            ":requested": line.requested, ":of_line": line.of_line,
        },
    )?;
    Ok(())
}

pub(super) fn lines(db: &Db, bill: i64) -> Result<Vec<LineRow>, Fault> {
    db.list(include_str!("sql/lines.sql"), named_params! { ":bill": bill }, |row| {
        Ok(LineRow {
            line: row.get("line")?,
            item: row.get("item_id")?,
            code: row.get("code")?,
            name: row.get("name")?,
            kind: row.get("kind")?,
            category: row.get("category")?,
            package: row.get("package")?,
            quantity: row.get("quantity")?,
            list_price: Fen(row.get("list_price")?),
            unit_price: Fen(row.get("unit_price")?),
            discount: Fen(row.get("discount")?),
            net: Fen(row.get("net")?),
            card: row.get("card_id")?,
            card_code: row.get("card_code")?,
            card_value: Fen(row.get("card_value")?),
            requested: row.get("requested")?,
            of_line: row.get("of_line")?,
        })
    })
}

/// A person on a line of a bill.
#[derive(Debug, Clone)]
pub(super) struct LineStaffRow {
    pub line: i64,
    pub staff: i64,
    pub number: String,
    pub name: String,
    pub weight: i64,
    pub job: String,
}

pub(super) fn insert_line_staff(
    db: &Db,
    bill: i64,
    line: i64,
    part: i64,
    (staff, weight, job): (i64, i64, &str),
) -> Result<(), Fault> {
    db.run(
        include_str!("sql/line_staff_insert.sql"),
        named_params! { ":bill": bill, ":line": line, ":staff": staff, ":part": part, ":weight": weight, ":job": job },
    )?;
    Ok(())
}

pub(super) fn line_staff(db: &Db, bill: i64) -> Result<Vec<LineStaffRow>, Fault> {
    db.list(include_str!("sql/line_staff.sql"), named_params! { ":bill": bill }, |row| {
        Ok(LineStaffRow {
            line: row.get("line")?,
            staff: row.get("staff_id")?,
            number: row.get("number")?,
            name: row.get("name")?,
            weight: row.get("weight")?,
            job: row.get("job")?,
        })
    })
}

/// A payment of a bill.
#[derive(Debug, Clone)]
pub(super) struct TenderRow {
    pub tender: Tender,
    pub amount: Fen,
    pub tendered: Fen,
    pub principal: Fen,
    pub gift: Fen,
    pub reference: String,
}

pub(super) fn insert_tender(db: &Db, bill: i64, part: i64, row: &TenderRow) -> Result<(), Fault> {
    db.run(
        include_str!("sql/tender_insert.sql"),
        named_params! {
            ":bill": bill, ":part": part, ":tender": row.tender.code(), ":amount": row.amount.0,
            ":tendered": row.tendered.0, ":principal": row.principal.0, ":gift": row.gift.0,
            ":reference": row.reference,
        },
    )?;
    Ok(())
}

pub(super) fn tenders(db: &Db, bill: i64) -> Result<Vec<TenderRow>, Fault> {
    let rows = db.list(include_str!("sql/tenders.sql"), named_params! { ":bill": bill }, |row| {
        let code: String = row.get("tender")?;
        Ok((
            code,
            Fen(row.get("amount")?),
            Fen(row.get("tendered")?),
            Fen(row.get("principal")?),
            Fen(row.get("gift")?),
            row.get::<_, String>("reference")?,
        ))
    })?;
    rows.into_iter()
        .map(|(code, amount, tendered, principal, gift, reference)| {
            let tender =
                Tender::from_code(&code).ok_or_else(|| Fault::Broken(format!("unknown tender {code}")))?;
            Ok(TenderRow { tender, amount, tendered, principal, gift, reference })
        })
        .collect()
}

/// What a timed price or a threshold took off a bill.
pub(super) struct DiscountRow {
    pub name: String,
    pub amount: Fen,
    /// Whether the price of its line says it already.
    pub in_price: bool,
}

pub(super) fn insert_discount(db: &Db, bill: i64, part: i64, discount: &PlanDiscount) -> Result<(), Fault> {
    let (version, place) = discount.of;
    db.run(
        include_str!("sql/discount_insert.sql"),
        named_params! {
            ":bill": bill, ":part": part, ":version": version, ":place": place, ":name": discount.name,
            ":base": discount.base.0, ":amount": discount.amount.0,
        },
    )?;
    Ok(())
}

pub(super) fn discounts(db: &Db, bill: i64) -> Result<Vec<DiscountRow>, Fault> {
    db.list(include_str!("sql/discounts_of.sql"), named_params! { ":bill": bill }, |row| {
        Ok(DiscountRow {
            name: row.get("name")?,
            amount: Fen(row.get("amount")?),
            in_price: row.get("in_price")?,
        })
    })
}

pub(super) fn insert_coupon(db: &Db, bill: i64, coupon: i64, amount: Fen) -> Result<(), Fault> {
    db.run(
        include_str!("sql/coupon_insert.sql"),
        named_params! { ":bill": bill, ":coupon": coupon, ":amount": amount.0 },
    )?;
    Ok(())
}

pub(super) fn coupons(db: &Db, bill: i64) -> Result<Vec<(i64, String, Fen)>, Fault> {
    db.list(include_str!("sql/coupons_of.sql"), named_params! { ":bill": bill }, |row| {
        Ok((row.get("coupon_id")?, row.get("code")?, Fen(row.get("amount")?)))
    })
}

/// The entry of a bill: row id, sequence, hash.
pub(super) fn entry_of(db: &Db, bill: i64) -> Result<Option<(i64, i64, Hash)>, Fault> {
    db.one(include_str!("sql/entry_of_bill.sql"), named_params! { ":bill": bill }, |row| {
        Ok((row.get("id")?, row.get("seq")?, row.get("hash")?))
    })
}

/// A bill by number.
pub(super) fn find(db: &Db, number: &str) -> Answer<BillRow> {
    let found =
        db.one(include_str!("sql/bill_by_number.sql"), named_params! { ":number": number }, read_bill)?;
    found.ok_or_else(|| Refused::BillUnknown { bill: Clean::shown(number).into_string() }.into())
}

/// Refunds and voids of a bill.
pub(super) fn made_of(db: &Db, id: i64) -> Result<Vec<BillRow>, Fault> {
    db.list(include_str!("sql/bills_of.sql"), named_params! { ":id": id }, read_bill)
}

/// What earlier refunds took of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineReturned {
    /// Line number on the bill that they give back.
    pub line: i64,
    /// How many went back.
    pub quantity: i64,
    /// What was paid for them.
    pub net: Fen,
    /// What cards gave for them.
    pub card_value: Fen,
}

/// What earlier refunds took of each line of a bill.
pub(super) fn refunded_lines(db: &Db, bill: i64) -> Result<Vec<LineReturned>, Fault> {
    db.list(include_str!("sql/refunded_lines.sql"), named_params! { ":bill": bill }, |row| {
        Ok(LineReturned {
            line: row.get("line")?,
            quantity: row.get("quantity")?,
            net: Fen(row.get("net")?),
            card_value: Fen(row.get("card_value")?),
        })
    })
}
