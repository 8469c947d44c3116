//! The days of a period card: those that passed, and the present one once the card served somebody on it.

use chrono::NaiveDate;

use super::store::{Card, CardKind};
use crate::db::{Db, named_params};
use crate::ground::Refused;
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
    served(db, card, day, day)
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

/// Whether a card served anybody from the day on which it was bought to another, and not all of it was given back.
///
/// # Errors
/// As [`used_on`].
pub fn has_served(db: &Db, card: &Card, until: NaiveDate) -> Answer<bool> {
    served(db, card, &card.bought_on, &until.to_string())
}

fn served(db: &Db, card: &Card, from: &str, to: &str) -> Answer<bool> {
    let span = named_params! { ":card": card.id, ":from": from, ":to": to };
    Ok(db.one(include_str!("sql/card_used.sql"), span, |row| row.get("used"))?.unwrap_or(false))
}

/// The last day after `day` on which a period card changed its state or its holder, or, with `uses`, served somebody: what
/// is dated back before it would count days twice.
///
/// # Errors
/// As [`used_on`].
pub fn moved_since(db: &Db, card: &Card, day: &str, uses: bool) -> Answer<Option<String>> {
    if card.kind != CardKind::Period {
        return Ok(None);
    }
    let after = named_params! { ":card": card.id, ":day": day, ":uses": uses };
    Ok(db
        .one(include_str!("sql/card_moved.sql"), after, |row| row.get::<_, Option<String>>("since"))?
        .flatten())
}

/// Refuses to go back before such a day.
///
/// # Errors
/// [`Refused::CardMovedSince`].
pub fn refuse_earlier(db: &Db, card: &Card, day: &str, uses: bool) -> Answer<()> {
    match moved_since(db, card, day, uses)? {
        Some(since) => {
            Err(Refused::CardMovedSince { card: card.code.clone(), since, date: day.to_owned() }.into())
        }
        None => Ok(()),
    }
}
