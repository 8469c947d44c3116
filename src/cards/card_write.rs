//! Writing cards: their terms once, and what may change of them; the slice names this through [`super::store`].

use super::session_rules::Terms;
use super::store::{Card, CardKind};
use crate::catalog::GiftMode;
use crate::catalog::store::gift_mode_code;
use crate::db::{Db, Fault, named_params};

/// What a new card is made of.
#[derive(Debug, Clone)]
pub struct NewCard<'a> {
    /// Its code.
    pub code: String,
    /// Whose.
    pub member: i64,
    /// The item it was sold as.
    pub item: Option<i64>,
    /// What kind.
    pub kind: CardKind,
    /// Its name.
    pub name: &'a str,
    /// Price, sessions and how gifts count.
    pub terms: Terms,
    /// Sessions used before it came here.
    pub used_before: i64,
    /// The day.
    pub bought_on: &'a str,
    /// The last day.
    pub expires_on: Option<String>,
    /// Who sold it.
    pub sold_by: Option<i64>,
    /// Its bill and line.
    pub bill: Option<(i64, i64)>,
    /// The services it pays for; empty for every service.
    pub services: &'a [i64],
}

/// Writes a card's terms; the ledger gives it its sessions and value.
///
/// # Errors
/// A fault when the file refuses.
pub fn insert_card(db: &Db, card: &NewCard<'_>) -> Result<i64, Fault> {
    let kind = match card.kind {
        CardKind::Session => "session",
        CardKind::Period => "period",
    };
    let id = db.insert(
        include_str!("sql/card_insert.sql"),
        named_params! {
            ":code": card.code, ":member": card.member, ":item": card.item, ":kind": kind, ":name": card.name,
            ":price": card.terms.price.0, ":sessions": card.terms.bought, ":gift": card.terms.gift,
            ":mode": mode_code(card.terms.mode), ":used": card.used_before, ":bought_on": card.bought_on,
            ":expires": card.expires_on, ":sold_by": card.sold_by, ":bill": card.bill.map(|(bill, _)| bill),
            ":line": card.bill.map(|(_, line)| line),
        },
    )?;
    for service in card.services {
        db.run(include_str!("sql/card_service_insert.sql"), named_params! { ":card": id, ":item": service })?;
    }
    Ok(id)
}

fn mode_code(mode: GiftMode) -> &'static str {
    gift_mode_code(mode)
}

/// The next card code of this store: `S01C000123`.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn next_card_code(db: &Db, store: &str) -> Result<String, Fault> {
    let last = db.one(include_str!("sql/last_card.sql"), &[], |row| row.get::<_, i64>("id"))?;
    Ok(format!("{store}C{:06}", last.unwrap_or(0) + 1))
}

/// Writes what may change of a card: whose it is, its state, its days.
///
/// # Errors
/// A fault when the file refuses.
pub fn update_card(db: &Db, card: &Card) -> Result<(), Fault> {
    db.run(
        include_str!("sql/card_update.sql"),
        named_params! {
            ":id": card.id, ":member": card.member, ":state": card.state, ":frozen": card.frozen_on,
            ":expires": card.expires_on, ":paused": card.frozen_days,
        },
    )?;
    Ok(())
}
