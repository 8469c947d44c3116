//! The digests of what was counted and closed, which their entries' links of the chain cover.

use super::shift_rules::Counted;
use super::store::{self, CloseRow, MoveRow, PeriodRow, ShiftRow};
use crate::db::{Db, Fault, named_params};
use crate::ledger::chain::{Document, Hash};
use crate::ledger::frozen;

pub(super) fn shift_digest(row: &ShiftRow) -> Hash {
    let mut document = Document::new();
    document.text("shift").number(row.expected.0).number(row.opening.0).number(i64::from(row.counted));
    document.text(&row.cause).number(row.after_entry).text(&row.day).number(row.by);
    document.digest()
}

pub(super) fn move_digest(row: &MoveRow) -> Hash {
    let mut document = Document::new();
    document.text("move").text(&row.kind).number(row.amount.0).text(&row.note).text(&row.day).number(row.by);
    document.number(row.second.unwrap_or(0));
    document.digest()
}

pub(super) fn close_digest(row: &CloseRow, counted: &[Counted]) -> Hash {
    let mut document = Document::new();
    document.text("close").number(row.shift).number(row.count).number(row.banked.0).text(&row.cause);
    document.number(row.to.unwrap_or(0)).text(&row.day).number(row.by).number(row.second.unwrap_or(0));
    for one in counted {
        document.text(one.tender.code()).number(one.expected.0);
        document.number(i64::from(one.counted.is_some())).number(one.counted.unwrap_or_default().0);
    }
    document.digest()
}

pub(super) fn period_digest(row: &PeriodRow) -> Hash {
    let mut document = Document::new();
    document.text("period").text(&row.period).text(&row.state).number(i64::from(row.counted));
    document.number(row.entries).text(&crate::ledger::chain::hex(&row.digest)).text(&row.note).number(row.by);
    document.number(row.second.unwrap_or(0));
    document.digest()
}

/// The digest of what stands under an entry that opens, counts or closes something; none where it is gone.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn proof_of(db: &Db, entry: i64) -> Result<Option<Hash>, Fault> {
    let params = named_params! { ":entry": entry };
    if let Some(row) = db.one(include_str!("sql/shift_of_entry.sql"), params, store::shift_row)? {
        return Ok(Some(shift_digest(&row)));
    }
    if let Some(row) = db.one(include_str!("sql/move_of_entry.sql"), params, store::drawer_move_row)? {
        return Ok(Some(move_digest(&row)));
    }
    if let Some(row) = db.one(include_str!("sql/close_of_entry.sql"), params, store::close_row)? {
        return Ok(Some(close_digest(&row, &store::counted(db, row.count)?)));
    }
    let period = db.one(include_str!("sql/period_of_entry.sql"), params, store::period_row)?;
    Ok(match period {
        Some(row) => Some(frozen::sealed(period_digest(&row), &frozen::of_entry(db, entry)?)),
        None => None,
    })
}
