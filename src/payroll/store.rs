//! The SQL of pay.

use std::collections::BTreeMap;

use super::sheet_rules::PayKind;
use crate::checkout::cart::Tender;
use crate::db::{Db, Fault, Row, RowResult, named_params};
use crate::ground::Fen;
use crate::ledger::chain::{Document, Hash};
use crate::shop::Tx;

/// A wage in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wage {
    /// Row id of the person.
    pub staff: i64,
    /// Their number.
    pub number: String,
    /// From which day on.
    pub from: String,
    /// A month's.
    pub amount: Fen,
}

/// A payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutRow {
    /// Row id.
    pub id: i64,
    /// To whom, by row id.
    pub staff: i64,
    /// For which month: `2026-11`.
    pub month: String,
    /// How.
    pub tender: Tender,
    /// How much; below zero where it takes another back.
    pub amount: Fen,
    /// The payout that it takes back.
    pub undoes: Option<i64>,
    /// The payout that takes it back.
    pub undone_by: Option<i64>,
    /// Business day.
    pub day: String,
    /// When, in milliseconds.
    pub at: i64,
    /// Who paid, by row id.
    pub by: i64,
    /// Whoever approved it.
    pub second: Option<i64>,
    /// Why.
    pub note: String,
    /// The sheet as it was then, as JSON.
    pub sheet: String,
    /// Its entry.
    pub entry: i64,
}

/// Every wage, oldest first for each person.
pub(super) fn wages(db: &Db) -> Result<Vec<Wage>, Fault> {
    db.list(include_str!("sql/wages.sql"), &[], |row| {
        Ok(Wage {
            staff: row.get("staff_id")?,
            number: row.get("number")?,
            from: row.get("from_on")?,
            amount: Fen(row.get("amount")?),
        })
    })
}

pub(super) fn insert_wage(tx: &Tx<'_>, staff: i64, from: &str, amount: Fen) -> Result<(), Fault> {
    tx.db().run(
        include_str!("sql/wage_insert.sql"),
        named_params! {
            ":staff": staff, ":from": from, ":amount": amount.0, ":command": tx.command()?, ":at": tx.at.0,
        },
    )?;
    Ok(())
}

/// Sums by person.
fn sums(
    db: &Db,
    sql: &'static str,
    params: &[(&str, &dyn crate::db::ToSql)],
) -> Result<BTreeMap<i64, Fen>, Fault> {
    let rows = db.list(sql, params, |row| Ok((row.get("staff_id")?, Fen(row.get("amount")?))))?;
    Ok(rows.into_iter().collect())
}

/// Rewards of a span of days, by person.
pub(super) fn rewards(db: &Db, from: &str, to: &str) -> Result<BTreeMap<i64, Fen>, Fault> {
    sums(db, include_str!("sql/rewards.sql"), named_params! { ":from": from, ":to": to })
}

/// Paid for a month, by person.
pub(super) fn paid(db: &Db, month: &str) -> Result<BTreeMap<i64, Fen>, Fault> {
    sums(db, include_str!("sql/paid.sql"), named_params! { ":month": month })
}

/// What is left of the months before: booked and rewarded less paid, by person.
pub(super) fn carried(db: &Db, month: &str, first: &str) -> Result<BTreeMap<i64, Fen>, Fault> {
    sums(db, include_str!("sql/carried.sql"), named_params! { ":month": month, ":first": first })
}

/// What payouts booked of a month, by person and kind.
pub(super) fn booked(db: &Db, month: &str) -> Result<BTreeMap<(i64, PayKind), Fen>, Fault> {
    let rows = db.list(include_str!("sql/booked.sql"), named_params! { ":month": month }, |row| {
        Ok((row.get::<_, i64>("staff_id")?, row.get::<_, String>("kind")?, Fen(row.get("amount")?)))
    })?;
    let mut out = BTreeMap::new();
    for (staff, kind, amount) in rows {
        let kind = PayKind::from_code(&kind).ok_or_else(|| Fault::Broken(format!("unknown pay {kind}")))?;
        out.insert((staff, kind), amount);
    }
    Ok(out)
}

/// Writes a payout and what it books; answers its row id.
pub(super) fn insert(tx: &Tx<'_>, row: &PayoutRow, booked: &[(PayKind, Fen)]) -> Result<i64, Fault> {
    let id = tx.db().insert(
        include_str!("sql/payout_insert.sql"),
        named_params! {
            ":staff": row.staff, ":month": row.month, ":tender": row.tender.code(), ":amount": row.amount.0,
            ":undoes": row.undoes, ":day": row.day, ":at": row.at, ":by": row.by, ":second": row.second,
            ":note": row.note, ":sheet": row.sheet, ":entry": row.entry, ":command": tx.command()?,
        },
    )?;
    for (kind, amount) in booked {
        let params = named_params! { ":payout": id, ":kind": kind.code(), ":amount": amount.0 };
        tx.db().run(include_str!("sql/booked_insert.sql"), params)?;
    }
    Ok(id)
}

/// The digest of a payout: what its entry's link of the chain covers.
pub(super) fn digest(row: &PayoutRow, booked: &[(PayKind, Fen)]) -> Hash {
    let mut document = Document::new();
    document.number(row.staff).text(&row.month).text(row.tender.code()).number(row.amount.0);
    document.number(row.undoes.unwrap_or(0)).text(&row.day).number(row.by);
    document.number(row.second.unwrap_or(0)).text(&row.note).text(&row.sheet);
    for (kind, amount) in booked {
        document.text(kind.code()).number(amount.0);
    }
    document.digest()
}

fn read(row: &Row<'_>) -> RowResult<(PayoutRow, String)> {
    let tender: String = row.get("tender")?;
    let payout = PayoutRow {
        id: row.get("id")?,
        staff: row.get("staff_id")?,
        month: row.get("month")?,
        tender: Tender::Cash,
        amount: Fen(row.get("amount")?),
        undoes: row.get("undoes")?,
        undone_by: row.get("undone_by")?,
        day: row.get("on_day")?,
        at: row.get("at")?,
        by: row.get("by_id")?,
        second: row.get("second_id")?,
        note: row.get("note")?,
        sheet: row.get("sheet")?,
        entry: row.get("entry_id")?,
    };
    Ok((payout, tender))
}

fn ready((row, tender): (PayoutRow, String)) -> Result<PayoutRow, Fault> {
    let tender =
        Tender::from_code(&tender).ok_or_else(|| Fault::Broken(format!("unknown tender {tender}")))?;
    Ok(PayoutRow { tender, ..row })
}

/// A payout.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn one(db: &Db, id: i64) -> Result<Option<PayoutRow>, Fault> {
    db.one(include_str!("sql/payout.sql"), named_params! { ":id": id }, read)?.map(ready).transpose()
}

/// The payouts of a month, oldest first.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn of_month(db: &Db, month: &str) -> Result<Vec<PayoutRow>, Fault> {
    let rows = db.list(include_str!("sql/payouts.sql"), named_params! { ":month": month }, read)?;
    rows.into_iter().map(ready).collect()
}

/// The digest of the payout of an entry as it stands in the file, what it moves, and to whom.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn proof_of(db: &Db, entry: i64) -> Result<Option<(Hash, i64, Fen)>, Fault> {
    let found = db.one(include_str!("sql/payout_of_entry.sql"), named_params! { ":entry": entry }, read)?;
    let Some(row) = found.map(ready).transpose()? else { return Ok(None) };
    let rows = db.list(include_str!("sql/booked_of.sql"), named_params! { ":payout": row.id }, |row| {
        Ok((row.get::<_, String>("kind")?, Fen(row.get("amount")?)))
    })?;
    let mut all = BTreeMap::new();
    for (kind, amount) in rows {
        let kind = PayKind::from_code(&kind).ok_or_else(|| Fault::Broken(format!("unknown pay {kind}")))?;
        all.insert(kind, amount);
    }
    let booked: Vec<(PayKind, Fen)> = all.into_iter().collect();
    let sum = Fen::sum(booked.iter().map(|(_, amount)| *amount))?;
    Ok(Some((digest(&row, &booked), row.staff, sum.minus(row.amount)?)))
}
