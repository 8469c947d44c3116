//! What happened to a card besides its use, as it stands in the file.

use crate::db::{Db, Fault, named_params};

/// Writes down what happened to a card besides its use.
///
/// # Errors
/// A fault when the file refuses.
pub fn insert_event(
    db: &Db,
    card: i64,
    act: &str,
    facts: &str,
    day: &str,
    at: i64,
    command: i64,
) -> Result<(), Fault> {
    db.run(
        include_str!("sql/card_event_insert.sql"),
        named_params! { ":card": card, ":act": act, ":facts": facts, ":day": day, ":at": at, ":command": command },
    )?;
    Ok(())
}
