//! Lots, cards and debts as they stand in the file.

use chrono::NaiveDate;

use super::session_rules::{self, Terms};
use super::wallet_rules::LotLeft;
use crate::catalog::store::gift_mode_of;
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Clean, Fen, Refused, day};
use crate::shop::Answer;
use crate::shop::settings::SpendOrder;

pub use super::card_write::{NewCard, insert_card, next_card_code, update_card};
pub use super::debt_store::{Debt, debt, debts, debts_of_bill, debts_of_card, insert_debt};
pub use super::event_store::insert_event;

/// A lot's terms and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Row id.
    pub id: i64,
    /// Whose.
    pub member: i64,
    /// Principal paid in.
    pub principal: Fen,
    /// Gift given.
    pub gift: Fen,
    /// Principal left.
    pub principal_left: Fen,
    /// Gift left.
    pub gift_left: Fen,
    /// The order of its terms.
    pub order: SpendOrder,
    /// The gift's last day.
    pub gift_expires_on: Option<String>,
    /// The day it was bought.
    pub bought_on: String,
    /// Its bill.
    pub bill: Option<i64>,
}

impl From<&Lot> for LotLeft {
    fn from(lot: &Lot) -> Self {
        Self {
            id: lot.id,
            principal: lot.principal_left,
            gift: lot.gift_left,
            order: lot.order,
            gift_expires_on: lot.gift_expires_on.clone(),
        }
    }
}

fn read_lot(row: &Row<'_>) -> crate::db::RowResult<Lot> {
    let order: String = row.get("spend_order")?;
    Ok(Lot {
        id: row.get("id")?,
        member: row.get("member_id")?,
        principal: Fen(row.get("principal")?),
        gift: Fen(row.get("gift")?),
        principal_left: Fen(row.get("principal_left")?),
        gift_left: Fen(row.get("gift_left")?),
        order: SpendOrder::from_code(&order).unwrap_or_default(),
        gift_expires_on: row.get("gift_expires_on")?,
        bought_on: row.get("bought_on")?,
        bill: row.get("bill_id")?,
    })
}

/// A member's lots, oldest first, empty ones left out.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn lots(db: &Db, member: i64) -> Result<Vec<Lot>, Fault> {
    let all = db.list(include_str!("sql/lots.sql"), named_params! { ":member": member }, read_lot)?;
    Ok(all
        .into_iter()
        .filter(|lot| lot.principal_left.is_positive() || lot.gift_left.is_positive())
        .collect())
}

/// A lot by row id.
///
/// # Errors
/// [`Refused::LotUnknown`].
pub fn lot(db: &Db, id: i64) -> Answer<Lot> {
    let found = db.one(include_str!("sql/lot.sql"), named_params! { ":id": id }, read_lot)?;
    found.ok_or_else(|| Refused::LotUnknown { lot: id }.into())
}

/// What a new lot is made of.
#[derive(Debug, Clone)]
pub struct NewLot<'a> {
    /// Whose.
    pub member: i64,
    /// Principal.
    pub principal: Fen,
    /// Gift.
    pub gift: Fen,
    /// The order of its terms.
    pub order: SpendOrder,
    /// The gift's last day.
    pub gift_expires_on: Option<String>,
    /// The day.
    pub bought_on: &'a str,
    /// The store.
    pub bought_at: &'a str,
    /// Who sold it.
    pub sold_by: Option<i64>,
    /// The rule that gave the gift, and its version.
    pub rule: (&'a str, i64),
    /// Its bill.
    pub bill: Option<i64>,
    /// The lot it was made from, for transfers.
    pub from_lot: Option<i64>,
}

/// Writes a lot's terms; the ledger gives it its money.
///
/// # Errors
/// A fault when the file refuses.
pub fn insert_lot(db: &Db, lot: &NewLot<'_>) -> Result<i64, Fault> {
    db.insert(
        include_str!("sql/lot_insert.sql"),
        named_params! {
            ":member": lot.member, ":principal": lot.principal.0, ":gift": lot.gift.0,
            ":order": lot.order.code(), ":expires": lot.gift_expires_on, ":bought_on": lot.bought_on,
            ":bought_at": lot.bought_at, ":sold_by": lot.sold_by, ":rule": lot.rule.0, ":version": lot.rule.1,
            ":bill": lot.bill, ":from": lot.from_lot,
        },
    )
}

/// Lots whose gift lapsed before a day and is not empty: `(lot, member, gift left)`.
///
/// # Errors
/// As [`lots`].
pub fn lapsed_gifts(db: &Db, today: &str) -> Result<Vec<(i64, i64, Fen)>, Fault> {
    db.list(include_str!("sql/lapsed_gifts.sql"), named_params! { ":today": today }, |row| {
        Ok((row.get("id")?, row.get("member_id")?, Fen(row.get("gift_left")?)))
    })
}

/// What a card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// 次卡.
    Session,
    /// 期卡.
    Period,
}

/// A card's terms and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Row id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Whose.
    pub member: i64,
    /// What kind.
    pub kind: CardKind,
    /// Its name when it was sold.
    pub name: String,
    /// Price, sessions and how gifts count.
    pub terms: Terms,
    /// Sessions used before it came here (imports).
    pub used_before: i64,
    /// Days that a period card was sold for.
    pub term_days: i64,
    /// Days on which it was frozen or lost, up to its last opening.
    pub frozen_days: i64,
    /// Sessions left.
    pub left: i64,
    /// Money paid and not yet worked off.
    pub value_left: Fen,
    /// Money not yet paid.
    pub unpaid: Fen,
    /// The day it was bought.
    pub bought_on: String,
    /// The first day of a period card.
    pub starts_on: String,
    /// The last day; `None` for never.
    pub expires_on: Option<String>,
    /// `open`, `frozen`, `lost`, `refunded`, `upgraded`.
    pub state: String,
    /// Since when it is frozen.
    pub frozen_on: Option<String>,
    /// Its bill and line.
    pub bill: Option<i64>,
    /// The line of its bill.
    pub bill_line: Option<i64>,
}

impl Card {
    /// Sessions used, those before it came here included.
    pub fn used(&self) -> i64 {
        self.terms.sessions() - self.left
    }

    /// Days of a period card that were used before `today`: those on which it was frozen or lost do not count, and
    /// days given on top change nothing.
    ///
    /// # Errors
    /// [`Refused::DateUnreadable`] for a file whose days are no days.
    pub fn passed_days(&self, today: NaiveDate) -> Result<i64, Refused> {
        let until = match &self.frozen_on {
            Some(since) if self.state != "open" => day::iso(since)?.min(today),
            Some(_) | None => today,
        };
        let days = until.signed_duration_since(day::iso(&self.starts_on)?).num_days() - self.frozen_days;
        Ok(days.clamp(0, self.term_days))
    }

    /// What of a period card's price belongs to so many used days.
    pub fn earned(&self, days: i64) -> Fen {
        session_rules::days_value(self.terms.price, self.term_days, days)
    }

    /// What of it is not income yet: less than nothing is nothing, more than is left is what is left.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn earned_and_due(&self, days: i64) -> Result<Fen, Refused> {
        let recognised = self.paid().minus(self.value_left)?;
        Ok(self.earned(days).minus(recognised)?.max(Fen::ZERO).min(self.value_left))
    }

    /// Whether it is a period card that cost nothing.
    pub fn given_away(&self) -> bool {
        self.kind == CardKind::Period && self.terms.price == Fen::ZERO
    }

    /// What was paid of its price.
    pub fn paid(&self) -> Fen {
        Fen(self.terms.price.0 - self.unpaid.0)
    }

    /// Refuses a day on which it had not been bought yet.
    ///
    /// # Errors
    /// [`Refused::DateTooEarly`].
    pub fn known_on(&self, day: &str) -> Result<(), Refused> {
        if self.bought_on.as_str() <= day {
            return Ok(());
        }
        Err(Refused::DateTooEarly {
            what: self.code.clone(),
            since: self.bought_on.clone(),
            date: day.to_owned(),
        })
    }

    /// Whether it can be used on a day.
    ///
    /// # Errors
    /// [`Refused::DateTooEarly`], [`Refused::CardClosed`], [`Refused::CardExpired`].
    pub fn usable(&self, today: &str) -> Result<(), Refused> {
        self.known_on(today)?;
        if self.state != "open" {
            return Err(Refused::CardClosed { card: self.code.clone(), state: self.state.clone() });
        }
        match &self.expires_on {
            Some(last) if last.as_str() < today => {
                Err(Refused::CardExpired { card: self.code.clone(), date: last.clone() })
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn read_card(row: &Row<'_>) -> crate::db::RowResult<Card> {
    let kind: String = row.get("kind")?;
    let mode: String = row.get("gift_mode")?;
    Ok(Card {
        id: row.get("id")?,
        code: row.get("code")?,
        member: row.get("member_id")?,
        kind: if kind == "period" { CardKind::Period } else { CardKind::Session },
        name: row.get("name")?,
        terms: Terms {
            price: Fen(row.get("price")?),
            bought: row.get("sessions")?,
            gift: row.get("gift_sessions")?,
            mode: gift_mode_of(&mode),
        },
        used_before: row.get("used_before")?,
        term_days: row.get("term_days")?,
        frozen_days: row.get("frozen_days")?,
        left: row.get("sessions_left")?,
        value_left: Fen(row.get("value_left")?),
        unpaid: Fen(row.get("unpaid")?),
        bought_on: row.get("bought_on")?,
        starts_on: row.get("starts_on")?,
        expires_on: row.get("expires_on")?,
        state: row.get("state")?,
        frozen_on: row.get("frozen_on")?,
        bill: row.get("bill_id")?,
        bill_line: row.get("bill_line")?,
    })
}

/// A member's cards in the order in which the counter lists them (`*1`, `*2` ..): usable ones, soonest expiry first.
///
/// # Errors
/// As [`lots`].
pub fn cards(db: &Db, member: i64) -> Result<Vec<Card>, Fault> {
    db.list(include_str!("sql/cards.sql"), named_params! { ":member": member }, read_card)
}

/// Cards of others that a member may use: shared cards, and those of family.
///
/// # Errors
/// As [`lots`].
pub fn shared_cards(db: &Db, member: i64) -> Result<Vec<Card>, Fault> {
    db.list(include_str!("sql/shared_cards.sql"), named_params! { ":member": member }, read_card)
}

/// A card by code.
///
/// # Errors
/// [`Refused::CardUnknown`].
pub fn card(db: &Db, code: &str) -> Answer<Card> {
    let found = db.one(include_str!("sql/card.sql"), named_params! { ":code": code }, read_card)?;
    found.ok_or_else(|| Refused::CardUnknown { card: Clean::shown(code).into_string() }.into())
}

/// A card by row id.
///
/// # Errors
/// As [`lots`].
pub fn card_by_id(db: &Db, id: i64) -> Result<Option<Card>, Fault> {
    db.one(include_str!("sql/card_by_id.sql"), named_params! { ":id": id }, read_card)
}

/// Cards sold on a bill.
///
/// # Errors
/// As [`lots`].
pub fn cards_of_bill(db: &Db, bill: i64) -> Result<Vec<Card>, Fault> {
    db.list(include_str!("sql/cards_of_bill.sql"), named_params! { ":bill": bill }, read_card)
}

/// Period cards whose days have to be recognised, some thousand at a time, after a row id.
///
/// # Errors
/// As [`lots`].
pub fn period_cards(db: &Db, today: &str, after: i64) -> Result<Vec<Card>, Fault> {
    db.list(
        include_str!("sql/period_cards.sql"),
        named_params! { ":today": today, ":after": after },
        read_card,
    )
}

/// The services that a card pays for, by item id; empty for every service.
///
/// # Errors
/// As [`lots`].
pub fn services(db: &Db, card: i64) -> Result<Vec<i64>, Fault> {
    db.list(include_str!("sql/card_services.sql"), named_params! { ":card": card }, |row| row.get("item_id"))
}
