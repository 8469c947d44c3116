//! The SQL of imports: batches, what they touched, and the history that they brought.

use serde::Serialize;

use super::fields::Kind;
use crate::db::{Db, Fault, Row, RowResult, ToSql, named_params};
use crate::ground::Fen;
use crate::shop::Tx;

/// What a batch is known by before it has rows.
pub(super) struct NewBatch<'a> {
    pub kind: Kind,
    pub file: &'a str,
    pub fingerprint: &'a [u8; 32],
    pub encoding: &'a str,
    pub mapping: &'a str,
    pub counts: super::dry_run::Counts,
    pub control_total: Option<Fen>,
}

pub(super) fn insert_batch(tx: &Tx<'_>, batch: &NewBatch<'_>) -> Result<i64, Fault> {
    tx.db().insert(
        include_str!("sql/batch_insert.sql"),
        named_params! {
            ":kind": batch.kind.name(), ":file": batch.file, ":fingerprint": batch.fingerprint,
            ":encoding": batch.encoding, ":mapping": batch.mapping, ":new": batch.counts.new,
            ":update": batch.counts.update, ":same": batch.counts.same, ":error": batch.counts.errors,
            ":total": batch.control_total.map(|fen| fen.0), ":at": tx.at.0, ":command": tx.command()?,
        },
    )
}

/// The live batch that came of the very same file.
pub(super) fn batch_of_file(db: &Db, fingerprint: &[u8; 32], kind: Kind) -> Result<Option<i64>, Fault> {
    let params = named_params! { ":fingerprint": fingerprint, ":kind": kind.name() };
    db.one(include_str!("sql/batch_of_file.sql"), params, |row| row.get("id"))
}

/// A batch as people may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Batch {
    /// Its number.
    #[serde(rename = "batch")]
    pub id: i64,
    /// What it held.
    pub kind: String,
    /// The file's name.
    pub file: String,
    /// Rows that opened something.
    pub new: i64,
    /// Rows that changed something.
    pub update: i64,
    /// Rows that said nothing new.
    pub same: i64,
    /// Rows that were left out.
    pub errors: i64,
    /// The total that the owner typed.
    pub control_total: Option<Fen>,
    /// When.
    pub at: i64,
    /// Whether it was rolled back.
    pub rolled_back: bool,
    /// The command that wrote it.
    #[serde(skip)]
    pub command: i64,
    /// The last bill before it.
    #[serde(skip)]
    pub after_bill: i64,
}

fn read_batch(row: &Row<'_>) -> RowResult<Batch> {
    Ok(Batch {
        id: row.get("id")?,
        kind: row.get("kind")?,
        file: row.get("file")?,
        new: row.get("rows_new")?,
        update: row.get("rows_update")?,
        same: row.get("rows_same")?,
        errors: row.get("rows_error")?,
        control_total: row.get::<_, Option<i64>>("control_total")?.map(Fen),
        at: row.get("done_at")?,
        rolled_back: row.get("rolled_back")?,
        command: row.get("command_id")?,
        after_bill: row.get("after_bill")?,
    })
}

pub(super) fn batch(db: &Db, id: i64) -> Result<Option<Batch>, Fault> {
    db.one(include_str!("sql/batch_by_id.sql"), named_params! { ":id": id }, read_batch)
}

pub(super) fn batches(db: &Db) -> Result<Vec<Batch>, Fault> {
    db.list(include_str!("sql/batches.sql"), &[], read_batch)
}

/// What a batch touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Touched {
    pub reference: i64,
    pub before: String,
}

pub(super) fn insert_row(
    db: &Db,
    batch: i64,
    row: i64,
    (area, reference): (&str, i64),
    before: &str,
) -> Result<(), Fault> {
    db.run(
        include_str!("sql/row_insert.sql"),
        named_params! { ":batch": batch, ":row": row, ":area": area, ":ref": reference, ":before": before },
    )?;
    Ok(())
}

/// What a batch touched in an area, the last first.
pub(super) fn touched(db: &Db, batch: i64, area: &str) -> Result<Vec<Touched>, Fault> {
    db.list(include_str!("sql/rows_of_batch.sql"), named_params! { ":batch": batch, ":area": area }, |row| {
        Ok(Touched { reference: row.get("ref")?, before: row.get("before")? })
    })
}

pub(super) fn insert_rollback(tx: &Tx<'_>, batch: i64) -> Result<(), Fault> {
    tx.db().run(
        include_str!("sql/rollback_insert.sql"),
        named_params! { ":batch": batch, ":at": tx.at.0, ":command": tx.command()? },
    )?;
    Ok(())
}

/// One yes-or-no question about something a batch touched.
pub(super) fn asks(db: &Db, sql: &'static str, params: &[(&str, &dyn ToSql)]) -> Result<bool, Fault> {
    Ok(db.one(sql, params, |row| row.get::<_, bool>(0))?.unwrap_or(false))
}

/// The member that an entry is about.
pub(super) fn member_of_entry(db: &Db, entry: i64) -> Result<Option<i64>, Fault> {
    let found = db.one(include_str!("sql/entry_member.sql"), named_params! { ":id": entry }, |row| {
        row.get::<_, Option<i64>>("member_id")
    })?;
    Ok(found.flatten())
}

/// Stored value that live imports brought a member: principal and gift.
pub(super) fn value_brought(db: &Db, member: i64) -> Result<(Fen, Fen), Fault> {
    let found =
        db.one(include_str!("sql/value_brought.sql"), named_params! { ":member": member }, |row| {
            Ok((Fen(row.get("principal")?), Fen(row.get("gift")?)))
        })?;
    Ok(found.unwrap_or_default())
}

/// Points that live imports brought a member.
pub(super) fn points_brought(db: &Db, member: i64) -> Result<i64, Fault> {
    let params = named_params! { ":member": member };
    Ok(db.one(include_str!("sql/points_brought.sql"), params, |row| row.get(0))?.unwrap_or(0))
}

/// The members of exactly that name, two at most.
pub(super) fn members_named(db: &Db, name: &str) -> Result<Vec<i64>, Fault> {
    db.list(include_str!("sql/members_named.sql"), named_params! { ":name": name }, |row| row.get("id"))
}

pub(super) fn last_card(db: &Db) -> Result<i64, Fault> {
    Ok(db.one(include_str!("sql/last_card.sql"), &[], |row| row.get(0))?.unwrap_or(0))
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HistoryLine {
    pub receipt: String,
    pub sold_on: String,
    pub member: Option<i64>,
    pub client: String,
    pub item: String,
    pub staff: String,
    pub quantity: String,
    pub amount: Fen,
}

pub(super) fn insert_line(db: &Db, batch: i64, line: &HistoryLine) -> Result<(), Fault> {
    db.run(
        include_str!("sql/history_insert.sql"),
        named_params! {
            ":batch": batch, ":receipt": line.receipt, ":sold_on": line.sold_on, ":member": line.member,
            ":client": line.client, ":item": line.item, ":staff": line.staff, ":quantity": line.quantity,
            ":amount": line.amount.0,
        },
    )?;
    Ok(())
}

/// Whether another live batch brought the same line.
pub(super) fn has_line(db: &Db, batch: i64, line: &HistoryLine) -> Result<bool, Fault> {
    let found = db.one(
        include_str!("sql/history_same.sql"),
        named_params! {
            ":batch": batch, ":receipt": line.receipt, ":sold_on": line.sold_on, ":client": line.client,
            ":item": line.item, ":staff": line.staff, ":quantity": line.quantity, ":amount": line.amount.0,
        },
        |row| row.get::<_, i64>(0),
    )?;
    Ok(found.is_some())
}

/// Sets a member's last visit back where it still is what a batch made it.
pub(super) fn visit_back(db: &Db, member: i64, set: &str, before: &str) -> Result<(), Fault> {
    let params = named_params! { ":id": member, ":set": set, ":before": before };
    db.run(include_str!("sql/visit_back.sql"), params)?;
    db.run(include_str!("sql/visit_back_phone.sql"), params)?;
    Ok(())
}

/// Takes a card out of use and frees its number.
pub(super) fn withdraw_card(db: &Db, card: i64, batch: i64) -> Result<(), Fault> {
    db.run(include_str!("sql/card_withdraw.sql"), named_params! { ":id": card, ":batch": batch })?;
    Ok(())
}

/// Whether a batch was rolled back.
fn is_rolled_back(db: &Db, batch: i64) -> Result<bool, Fault> {
    asks(db, include_str!("sql/is_rolled_back.sql"), named_params! { ":id": batch })
}

/// The batch that brought an item or a person, where it was rolled back.
pub(super) fn gone(db: &Db, sql: &'static str, id: i64) -> Result<bool, Fault> {
    match db.one(sql, named_params! { ":id": id }, |row| row.get::<_, Option<i64>>("batch_id"))? {
        Some(Some(batch)) => is_rolled_back(db, batch),
        Some(None) | None => Ok(false),
    }
}
