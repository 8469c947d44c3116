//! Everything a member holds, as the counter and the slip show it.

use serde::{Deserialize, Serialize};

use super::store::{self, Card, CardKind, Lot};
use super::wallet_rules::{self, LotLeft};
use crate::db::Db;
use crate::ground::Fen;
use crate::shop::Answer;

/// What a member holds on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Holdings {
    /// Stored value that may be spent.
    pub stored_value: Fen,
    /// Of it, principal.
    pub principal: Fen,
    /// Of it, gift.
    pub gift: Fen,
    /// Top-up lots.
    pub lots: Vec<LotView>,
    /// Cards, own ones first.
    pub cards: Vec<CardView>,
    /// Debts.
    pub debts: Vec<DebtView>,
    /// Debts in all.
    pub owed: Fen,
}

/// A top-up lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotView {
    /// Its number.
    pub lot: i64,
    /// The day it was bought.
    pub bought_on: String,
    /// Principal paid in.
    pub principal_paid: Fen,
    /// Gift given.
    pub gift_given: Fen,
    /// Principal left.
    pub principal: Fen,
    /// Gift left.
    pub gift: Fen,
    /// The order of its terms.
    pub order: String,
    /// The gift's last day.
    pub gift_expires_on: Option<String>,
}

/// A card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardView {
    /// Its code.
    pub card: String,
    /// Its name.
    pub name: String,
    /// Session or period.
    pub kind: CardKind,
    /// Sessions left.
    pub left: i64,
    /// Sessions in all.
    pub sessions: i64,
    /// Sessions that money covers.
    pub covered: i64,
    /// Money paid and not yet worked off.
    pub value: Fen,
    /// Money not yet paid.
    pub unpaid: Fen,
    /// The last day.
    pub expires_on: Option<String>,
    /// `open`, `frozen`, `lost`, `refunded`, `upgraded`.
    pub state: String,
    /// Whether it belongs to somebody else.
    pub shared: bool,
    /// Item codes that it pays for; empty for every service.
    pub services: Vec<String>,
}

/// A debt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebtView {
    /// Its number.
    pub debt: i64,
    /// What is owed.
    pub left: Fen,
    /// Since when.
    pub since: String,
}

/// What a member holds.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn of(db: &Db, member: i64, today: &str) -> Answer<Holdings> {
    let lots = store::lots(db, member)?;
    let left: Vec<LotLeft> = lots.iter().map(LotLeft::from).collect();
    let stored_value = wallet_rules::spendable(&left, today)?;
    let principal = Fen::sum(lots.iter().map(|lot| lot.principal_left))?;
    let mut cards = Vec::new();
    for card in store::cards(db, member)? {
        cards.push(card_view(db, &card, false)?);
    }
    for card in store::shared_cards(db, member)? {
        if card.state == "open" && !cards.iter().any(|known| known.card == card.code) {
            cards.push(card_view(db, &card, true)?);
        }
    }
    let debts: Vec<DebtView> = store::debts(db, member)?
        .into_iter()
        .map(|debt| DebtView { debt: debt.id, left: debt.left, since: debt.since })
        .collect();
    Ok(Holdings {
        stored_value,
        principal,
        gift: stored_value.minus(principal)?,
        lots: lots.iter().map(lot_view).collect(),
        cards,
        owed: Fen::sum(debts.iter().map(|debt| debt.left))?,
        debts,
    })
}

fn lot_view(lot: &Lot) -> LotView {
    LotView {
        lot: lot.id,
        bought_on: lot.bought_on.clone(),
        principal_paid: lot.principal,
        gift_given: lot.gift,
        principal: lot.principal_left,
        gift: lot.gift_left,
        order: lot.order.code().to_owned(),
        gift_expires_on: lot.gift_expires_on.clone(),
    }
}

/// A card as lists show it.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn card_view(db: &Db, card: &Card, shared: bool) -> Answer<CardView> {
    let mut services = Vec::new();
    for item in store::services(db, card.id)? {
        if let Some(item) = crate::catalog::store::by_id(db, item)? {
            services.push(item.code);
        }
    }
    Ok(CardView {
        card: card.code.clone(),
        name: card.name.clone(),
        kind: card.kind,
        left: card.left,
        sessions: card.terms.sessions(),
        covered: card.terms.covered(card.paid()),
        value: card.value_left,
        unpaid: card.unpaid,
        expires_on: card.expires_on.clone(),
        state: card.state.clone(),
        shared,
        services,
    })
}
