//! Which store holds the money of something that a member may spend here: where it came as a part, another one does.

use crate::db::{Db, Fault, named_params};
use crate::ground::Refused;
use crate::shop::Answer;

/// The store that holds the money of a lot.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn of_lot(db: &Db, lot: i64) -> Result<String, Fault> {
    let found = db.one(include_str!("sql/lot_home.sql"), named_params! { ":lot": lot }, |row| {
        row.get::<_, String>("bought_at")
    })?;
    Ok(found.unwrap_or_default())
}

/// The store that opened a card, where it came as a part.
///
/// # Errors
/// As [`of_lot`].
pub fn of_card(db: &Db, card: i64) -> Result<Option<String>, Fault> {
    db.one(include_str!("sql/card_home.sql"), named_params! { ":card": card }, |row| row.get("home"))
}

/// Refuses to give money back for a lot, or to exchange it, where another store has that money.
///
/// # Errors
/// [`Refused::ChainUnfit`] naming that store.
pub fn refuse_foreign_lot(db: &Db, lot: i64, here: &str) -> Answer<()> {
    let home = of_lot(db, lot)?;
    if home == here { Ok(()) } else { Err(foreign(home).into()) }
}

/// As [`refuse_foreign_lot`], for a card.
///
/// # Errors
/// [`Refused::ChainUnfit`] naming that store.
pub fn refuse_foreign_card(db: &Db, card: i64) -> Answer<()> {
    match of_card(db, card)? {
        None => Ok(()),
        Some(home) => Err(foreign(home).into()),
    }
}

fn foreign(store: String) -> Refused {
    Refused::ChainUnfit { store, what: "foreign_money".to_owned() }
}
