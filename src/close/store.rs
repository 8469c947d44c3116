//! The SQL of closing: rows in and out, and the digests that their entries' links of the chain cover.

use sha2::{Digest, Sha256};

use super::shift_rules::Counted;
use crate::checkout::cart::Tender;
use crate::db::{Db, Fault, Row, RowResult, named_params};
use crate::ground::Fen;
use crate::ledger::chain::Hash;
use crate::shop::Tx;

/// A shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftRow {
    /// Its number.
    pub id: i64,
    /// What the books had in the drawer.
    pub expected: Fen,
    /// What was there.
    pub opening: Fen,
    /// Whether that was counted.
    pub counted: bool,
    /// Why it was not what the books had.
    pub cause: String,
    /// The last entry before it.
    pub after_entry: i64,
    /// Business day.
    pub day: String,
    /// When, in milliseconds.
    pub at: i64,
    /// Whose it is, by row id.
    pub by: i64,
}

/// How a shift ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseRow {
    /// The shift.
    pub shift: i64,
    /// The count that closed it.
    pub count: i64,
    /// What went to the bank.
    pub banked: Fen,
    /// Why something was over or short.
    pub cause: String,
    /// Who took over, by row id.
    pub to: Option<i64>,
    /// Business day.
    pub day: String,
    /// When, in milliseconds.
    pub at: i64,
    /// Who closed it, by row id.
    pub by: i64,
    /// Whoever approved it.
    pub second: Option<i64>,
    /// Its entry.
    pub entry: i64,
}

/// A count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRow {
    /// Row id.
    pub id: i64,
    /// The last entry of the journal when it was made.
    pub last_entry: i64,
    /// How many counts the shift has had, this one included.
    pub nth: i64,
}

/// Money put into or taken out of the drawer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveRow {
    /// `in`, `out` or `bank`.
    pub kind: String,
    /// How much.
    pub amount: Fen,
    /// What for.
    pub note: String,
    /// Business day.
    pub day: String,
    /// When, in milliseconds.
    pub at: i64,
    /// By whom, by row id.
    pub by: i64,
    /// Whoever approved it.
    pub second: Option<i64>,
}

/// A day or a month closed, or a day opened again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodRow {
    /// The day, or the month.
    pub period: String,
    /// `closed`, `open`; of a month the last day that it freezes.
    pub state: String,
    /// Whether the drawer was counted.
    pub counted: bool,
    /// How many entries the digest covers.
    pub entries: i64,
    /// Over the links of those entries.
    pub digest: Hash,
    /// What was said, and the warnings that stood.
    pub note: String,
    /// When, in milliseconds.
    pub at: i64,
    /// By whom, by row id.
    pub by: i64,
    /// Whoever approved it.
    pub second: Option<i64>,
}

pub(super) fn shift_row(row: &Row<'_>) -> RowResult<ShiftRow> {
    Ok(ShiftRow {
        id: row.get("id")?,
        expected: Fen(row.get("expected")?),
        opening: Fen(row.get("opening")?),
        counted: row.get("counted")?,
        cause: row.get("cause")?,
        after_entry: row.get("after_entry")?,
        day: row.get("on_day")?,
        at: row.get("at")?,
        by: row.get("by_id")?,
    })
}

/// The newest shift, and whether it is open.
pub(super) fn newest(db: &Db) -> Result<Option<(ShiftRow, bool)>, Fault> {
    db.one(include_str!("sql/shift_newest.sql"), &[], |row| Ok((shift_row(row)?, row.get("open")?)))
}

/// A shift by its number.
pub(super) fn shift_of(db: &Db, id: i64) -> Result<Option<ShiftRow>, Fault> {
    db.one(include_str!("sql/shift.sql"), named_params! { ":id": id }, shift_row)
}

/// The store's first shift.
pub(super) fn first_shift(db: &Db) -> Result<i64, Fault> {
    Ok(db
        .one(include_str!("sql/first_shift.sql"), &[], |row| row.get::<_, Option<i64>>("id"))?
        .flatten()
        .unwrap_or(0))
}

/// The entry that opened a shift.
pub(super) fn entry_of_shift(db: &Db, id: i64) -> Result<i64, Fault> {
    let entry = db.one(include_str!("sql/entry_of_shift.sql"), named_params! { ":id": id }, |row| {
        row.get("entry_id")
    })?;
    Ok(entry.unwrap_or(0))
}

/// How many bills stand between two entries.
pub(super) fn bills_between(db: &Db, (after, through): (i64, i64)) -> Result<i64, Fault> {
    let params = named_params! { ":after": after, ":through": through };
    Ok(db.one(include_str!("sql/bills_between.sql"), params, |row| row.get("bills"))?.unwrap_or(0))
}

/// The shifts that ended on some days, oldest first.
pub(super) fn closes(db: &Db, (from, to): (&str, &str)) -> Result<Vec<CloseRow>, Fault> {
    db.list(include_str!("sql/shift_closes.sql"), named_params! { ":from": from, ":to": to }, close_row)
}

/// How a shift ended, when it did.
pub(super) fn close_of(db: &Db, shift: i64) -> Result<Option<CloseRow>, Fault> {
    db.one(include_str!("sql/shift_close.sql"), named_params! { ":shift": shift }, close_row)
}

pub(super) fn close_row(row: &Row<'_>) -> RowResult<CloseRow> {
    Ok(CloseRow {
        shift: row.get("shift_id")?,
        count: row.get("count_id")?,
        banked: Fen(row.get("banked")?),
        cause: row.get("cause")?,
        to: row.get("to_id")?,
        day: row.get("on_day")?,
        at: row.get("at")?,
        by: row.get("by_id")?,
        second: row.get("second_id")?,
        entry: row.get("entry_id")?,
    })
}

/// The last entry of the journal; 0 when it is empty.
pub(super) fn last_entry(db: &Db) -> Result<i64, Fault> {
    Ok(db.one(include_str!("sql/last_entry.sql"), &[], |row| row.get("id"))?.unwrap_or(0))
}

/// What a till account took after an entry.
pub(super) fn taken_after(db: &Db, kind: &str, entry: i64) -> Result<Fen, Fault> {
    let params = named_params! { ":kind": kind, ":entry": entry };
    Ok(Fen(db.one(include_str!("sql/taken_after.sql"), params, |row| row.get("amount"))?.unwrap_or(0)))
}

/// What cash did between two entries, by why: (kind of entry, of a bill, in or out, sum).
pub(super) fn cash_moves(db: &Db, (after, through): (i64, i64)) -> Result<Vec<(String, Fen, Fen)>, Fault> {
    let params = named_params! { ":after": after, ":through": through };
    db.list(include_str!("sql/cash_moves.sql"), params, |row| {
        Ok((row.get("kind")?, Fen(row.get("came")?), Fen(row.get("went")?)))
    })
}

/// What was put into and taken out of the drawer between two entries.
pub(super) fn moves_between(db: &Db, (after, through): (i64, i64)) -> Result<Vec<MoveRow>, Fault> {
    let params = named_params! { ":after": after, ":through": through };
    db.list(include_str!("sql/drawer_moves.sql"), params, drawer_move_row)
}

pub(super) fn drawer_move_row(row: &Row<'_>) -> RowResult<MoveRow> {
    Ok(MoveRow {
        kind: row.get("kind")?,
        amount: Fen(row.get("amount")?),
        note: row.get("note")?,
        day: row.get("on_day")?,
        at: row.get("at")?,
        by: row.get("by_id")?,
        second: row.get("second_id")?,
    })
}

pub(super) fn insert_shift(tx: &Tx<'_>, row: &ShiftRow, entry: i64) -> Result<i64, Fault> {
    tx.db().insert(
        include_str!("sql/shift_insert.sql"),
        named_params! {
            ":expected": row.expected.0, ":opening": row.opening.0, ":counted": row.counted, ":cause": row.cause,
            ":after": row.after_entry, ":day": row.day, ":at": row.at, ":by": row.by, ":entry": entry,
            ":command": tx.command()?,
        },
    )
}

pub(super) fn insert_move(tx: &Tx<'_>, row: &MoveRow, entry: i64) -> Result<i64, Fault> {
    tx.db().insert(
        include_str!("sql/drawer_move_insert.sql"),
        named_params! {
            ":kind": row.kind, ":amount": row.amount.0, ":note": row.note, ":day": row.day, ":at": row.at,
            ":by": row.by, ":second": row.second, ":entry": entry, ":command": tx.command()?,
        },
    )
}

pub(super) fn insert_count(tx: &Tx<'_>, shift: i64, rows: &[Counted]) -> Result<i64, Fault> {
    let id = tx.db().insert(
        include_str!("sql/count_insert.sql"),
        named_params! {
            ":shift": shift, ":last": last_entry(tx.db())?, ":at": tx.at.0, ":by": tx.by.id, ":command": tx.command()?,
        },
    )?;
    for row in rows {
        let params = named_params! {
            ":count": id, ":tender": row.tender.code(), ":expected": row.expected.0,
            ":counted": row.counted.map(|fen| fen.0),
        };
        tx.db().run(include_str!("sql/counted_insert.sql"), params)?;
    }
    Ok(id)
}

/// The newest count of a shift.
pub(super) fn last_count(db: &Db, shift: i64) -> Result<Option<CountRow>, Fault> {
    db.one(include_str!("sql/count_last.sql"), named_params! { ":shift": shift }, |row| {
        Ok(CountRow { id: row.get("id")?, last_entry: row.get("last_entry")?, nth: row.get("nth")? })
    })
}

/// The tenders of a count, in the order of the form.
pub(super) fn counted(db: &Db, count: i64) -> Result<Vec<Counted>, Fault> {
    let rows = db.list(include_str!("sql/counted.sql"), named_params! { ":count": count }, |row| {
        Ok((
            row.get::<_, String>("tender")?,
            Fen(row.get("expected")?),
            row.get::<_, Option<i64>>("counted")?,
        ))
    })?;
    let mut out = Vec::with_capacity(rows.len());
    for (code, expected, counted) in rows {
        let tender =
            Tender::from_code(&code).ok_or_else(|| Fault::Broken(format!("unknown tender {code}")))?;
        out.push(Counted { tender, expected, counted: counted.map(Fen) });
    }
    out.sort_by_key(|row| super::shift_rules::COUNTED.iter().position(|tender| *tender == row.tender));
    Ok(out)
}

pub(super) fn insert_close(tx: &Tx<'_>, row: &CloseRow) -> Result<i64, Fault> {
    tx.db().insert(
        include_str!("sql/shift_close_insert.sql"),
        named_params! {
            ":shift": row.shift, ":count": row.count, ":banked": row.banked.0, ":cause": row.cause, ":to": row.to,
            ":day": row.day, ":at": row.at, ":by": row.by, ":second": row.second, ":entry": row.entry,
            ":command": tx.command()?,
        },
    )
}

pub(super) fn insert_day(tx: &Tx<'_>, row: &PeriodRow, entry: i64) -> Result<i64, Fault> {
    tx.db().insert(
        include_str!("sql/day_insert.sql"),
        named_params! {
            ":day": row.period, ":state": row.state, ":counted": row.counted, ":entries": row.entries,
            ":digest": row.digest, ":note": row.note, ":at": row.at, ":by": row.by, ":second": row.second,
            ":entry": entry, ":command": tx.command()?,
        },
    )
}

pub(super) fn insert_month(tx: &Tx<'_>, row: &PeriodRow, warnings: &str, entry: i64) -> Result<i64, Fault> {
    tx.db().insert(
        include_str!("sql/month_insert.sql"),
        named_params! {
            ":month": row.period, ":through": row.state, ":entries": row.entries, ":digest": row.digest,
            ":warnings": warnings, ":note": row.note, ":at": row.at, ":by": row.by, ":second": row.second,
            ":entry": entry, ":command": tx.command()?,
        },
    )
}

pub(super) fn period_row(row: &Row<'_>) -> RowResult<PeriodRow> {
    Ok(PeriodRow {
        period: row.get("period")?,
        state: row.get("state")?,
        counted: row.get("counted")?,
        entries: row.get("entries")?,
        digest: row.get::<_, Vec<u8>>("digest")?.try_into().unwrap_or_default(),
        note: row.get("note")?,
        at: row.get("at")?,
        by: row.get("by_id")?,
        second: row.get("second_id")?,
    })
}

/// The newest word on a day.
pub(super) fn day(db: &Db, day: &str) -> Result<Option<PeriodRow>, Fault> {
    db.one(include_str!("sql/day_newest.sql"), named_params! { ":day": day }, period_row)
}

/// The closed month with a name.
pub(super) fn month(db: &Db, month: &str) -> Result<Option<PeriodRow>, Fault> {
    db.one(include_str!("sql/month.sql"), named_params! { ":month": month }, period_row)
}

/// Every closed month, oldest first.
pub(super) fn months(db: &Db) -> Result<Vec<PeriodRow>, Fault> {
    db.list(include_str!("sql/months.sql"), &[], period_row)
}

/// Every day whose newest word is that it is closed, oldest first.
pub(super) fn closed_days(db: &Db) -> Result<Vec<PeriodRow>, Fault> {
    db.list(include_str!("sql/days_closed.sql"), &[], period_row)
}

/// The digest over the links of some days' entries, those left out that close and open days and months; and how many.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn digest_of(db: &Db, (from, to): (&str, &str)) -> Result<(Hash, i64), Fault> {
    let (mut hash, mut count) = (Sha256::new(), 0_i64);
    hash.update(b"meigui closed entries 1");
    let params = named_params! { ":from": from, ":to": to };
    db.each(include_str!("sql/links_between.sql"), params, |row| {
        hash.update(row.get::<_, Vec<u8>>("hash")?);
        count = count.saturating_add(1);
        Ok::<(), Fault>(())
    })?;
    Ok((hash.finalize().into(), count))
}
