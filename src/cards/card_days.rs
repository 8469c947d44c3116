//! The days of a period card: those that passed, and the present one once the card served somebody on it.

use chrono::NaiveDate;

use super::store::{Card, CardKind};
use crate::db::{Db, named_params};
use crate::shop::Answer;

/// Whether a card served somebody in a span of days, and not all of it was given back.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn used(db: &Db, card: &Card, from: &str, to: &str) -> Answer<bool> {
    let span = named_params! { ":card": card.id, ":from": from, ":to": to };
    Ok(db.one(include_str!("sql/card_used.sql"), span, |row| row.get("used"))?.unwrap_or(false))
}

/// Whether a period card served somebody on a day: then that day is used, whatever becomes of the card on it.
///
/// # Errors
/// As [`used`].
pub fn used_on(db: &Db, card: &Card, day: &str) -> Answer<bool> {
    Ok(card.kind == CardKind::Period && used(db, card, day, day)?)
}

/// Days of a period card that are used up: those that passed, and today if it served somebody today.
///
/// # Errors
/// As [`Card::passed_days`], [`used`].
pub fn used_days(db: &Db, card: &Card, today: NaiveDate) -> Answer<i64> {
    let passed = card.passed_days(today)?;
    let present = i64::from(used_on(db, card, &today.to_string())?);
    Ok((passed + present).min(card.term_days))
}
