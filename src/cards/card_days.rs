//! The days of a period card: those that passed, and the present one once the card served somebody on it.

use chrono::NaiveDate;

use super::store::{Card, CardKind};
use crate::db::{Db, named_params};
use crate::shop::Answer;

/// Whether a period card served somebody on a day, and not all of it was given back: then that day is used, whatever becomes
/// of the card on it.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn used_on(db: &Db, card: &Card, day: &str) -> Answer<bool> {
    if card.kind != CardKind::Period {
        return Ok(false);
    }
    let on = named_params! { ":card": card.id, ":day": day };
    Ok(db.one(include_str!("sql/card_used.sql"), on, |row| row.get("used"))?.unwrap_or(false))
}

/// Days of a period card that are used up: those that passed, and today if it served somebody today.
///
/// # Errors
/// As [`Card::passed_days`], [`used_on`].
pub fn used_days(db: &Db, card: &Card, today: NaiveDate) -> Answer<i64> {
    let passed = card.passed_days(today)?;
    let present = i64::from(used_on(db, card, &today.to_string())?);
    Ok((passed + present).min(card.term_days))
}
