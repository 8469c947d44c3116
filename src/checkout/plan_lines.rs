//! The lines of a plan: items, people, cards that pay for them, packages spread over their parts.

use super::cart::{Cart, CartLine, StaffOn};
use super::plan::{Frame, PlanLine, PlanStaff};
use super::price_rules::{self, Priced};
use crate::cards::store::{self as cards, Card, CardKind};
use crate::cards::{card_days, session_rules};
use crate::catalog::{self, Item, ItemKind};
use crate::db::Db;
use crate::ground::{Clean, Fen, Refused, day};
use crate::members::{self, Member};
use crate::promotions::discounts::Holding;
use crate::shop::Answer;
use crate::staff;

/// A cart line with everything looked up.
pub(super) struct Draft {
    pub item: Item,
    pub quantity: i64,
    pub unit: Fen,
    listed: Fen,
    /// The timed price that holds: its place in the table, its name, what it takes off one.
    pub timed: Option<(i64, String, Fen)>,
    pub price_changed: bool,
    off: Option<super::cart::Off>,
    card: Option<(i64, String, Fen)>,
    sessions: i64,
    staff: Vec<PlanStaff>,
    requested: bool,
}

impl Draft {
    pub(super) fn price_line(&self) -> price_rules::Line {
        price_rules::Line {
            list: self.item.price,
            unit: self.unit,
            listed: self.listed,
            quantity: self.quantity,
            off: self.off,
            redeemed: self.card.is_some(),
        }
    }
}

/// Looks every line of a cart up.
pub(super) fn drafts(
    db: &Db,
    frame: Frame<'_>,
    cart: &Cart,
    member: Option<&Member>,
    holding: &Holding,
) -> Answer<Vec<Draft>> {
    let mut used: Vec<Drawn> = Vec::new();
    cart.lines.iter().map(|line| draft(db, (frame, holding), line, member, &mut used)).collect()
}

fn draft(
    db: &Db,
    (frame, holding): (Frame<'_>, &Holding),
    line: &CartLine,
    member: Option<&Member>,
    used: &mut Vec<Drawn>,
) -> Answer<Draft> {
    let item = item_of(db, line)?;
    if !(1..=999).contains(&line.quantity) {
        return Err(Refused::QuantityUnfit { quantity: line.quantity }.into());
    }
    if item.kind.is_card() && member.is_none() {
        return Err(Refused::MemberNeeded { act: item.name }.into());
    }
    let own = catalog::store::price_for(db, &item, member.map(|member| member.tier.as_str()))?;
    // The lower of what the member pays anyway and a price that holds now.
    let timed = holding.price_of(item.id).filter(|(_, _, price)| *price < own);
    let listed = timed.map_or(own, |(_, _, price)| price);
    let timed = match timed {
        Some((place, name, price)) if line.card.is_none() && line.price.is_none() => {
            Some((place, name.to_owned(), own.minus(price)?))
        }
        Some(_) | None => None,
    };
    let unit = line.price.unwrap_or(listed);
    if unit < Fen::ZERO {
        return Err(Refused::AmountNotPositive { field: "price".into() }.into());
    }
    let (card, sessions) = match &line.card {
        Some(code) => redeem(db, frame, line, code, &item, member, used)?,
        None => (None, 0),
    };
    Ok(Draft {
        quantity: line.quantity,
        unit,
        listed,
        timed,
        price_changed: line.price.is_some_and(|price| price != listed),
        off: line.discount,
        card,
        sessions,
        staff: people(db, frame, &line.staff)?,
        requested: line.requested && !line.staff.is_empty(),
        item,
    })
}

/// The item of a line. One that is no longer sold is still done where a card that names it was paid for it.
fn item_of(db: &Db, line: &CartLine) -> Answer<Item> {
    let item = catalog::store::listed(db, &line.item)?;
    let paid_before = match &line.card {
        Some(code) if !item.active => cards::services(db, cards::card(db, code)?.id)?.contains(&item.id),
        Some(_) | None => false,
    };
    if item.active || paid_before {
        Ok(item)
    } else {
        Err(Refused::ItemRetired { code: item.code, name: item.name }.into())
    }
}

fn people(db: &Db, frame: Frame<'_>, staff: &[StaffOn]) -> Answer<Vec<PlanStaff>> {
    let mut out: Vec<PlanStaff> = Vec::new();
    for person in staff {
        let found = staff::store::working(db, person.number(), frame.today)?;
        let weight = person.weight();
        if !(1..=1000).contains(&weight) || out.iter().any(|known| known.id == found.id) {
            return Err(Refused::StaffUnknown { number: Clean::shown(person.number()).into_string() }.into());
        }
        out.push(PlanStaff { id: found.id, name: found.name, number: found.number, job: found.job, weight });
    }
    Ok(out)
}

type Redeemed = (Option<(i64, String, Fen)>, i64);

fn redeem(
    db: &Db,
    frame: Frame<'_>,
    line: &CartLine,
    code: &str,
    item: &Item,
    member: Option<&Member>,
    used: &mut Vec<Drawn>,
) -> Answer<Redeemed> {
    let member = member.ok_or_else(|| Refused::MemberNeeded { act: "card".into() })?;
    let card = cards::card(db, code)?;
    let shared = card.member != member.id;
    if shared && !cards::shared_cards(db, member.id)?.iter().any(|other| other.id == card.id) {
        return Err(Refused::CardNotHers { card: card.code }.into());
    }
    members::wallet::refuse_closed(db, card.member)?;
    card.usable(frame.today)?;
    card_days::refuse_earlier(db, &card, frame.today, false)?;
    let services = cards::services(db, card.id)?;
    let covers = item.kind == ItemKind::Service && (services.is_empty() || services.contains(&item.id));
    if !covers {
        return Err(Refused::CardDoesNotCover { card: card.code, item: item.name.clone() }.into());
    }
    match card.kind {
        CardKind::Period => {
            refuse_unpaid_days(&card, frame)?;
            Ok((Some((card.id, card.code, Fen::ZERO)), 0))
        }
        CardKind::Session => {
            let value = sessions_value(&card, used, line.quantity)?;
            used.push(Drawn { card: card.id, sessions: line.quantity, value });
            Ok((Some((card.id, card.code, value)), line.quantity))
        }
    }
}

/// A period card on instalments serves the days that the money covers, today included.
fn refuse_unpaid_days(card: &Card, frame: Frame<'_>) -> Result<(), Refused> {
    let used = card.passed_days(day::iso(frame.today)?)?;
    let worth = session_rules::days_value(card.terms.price, card.term_days, used + 1);
    if card.unpaid.is_positive() && worth > card.paid() {
        let covered = (0..=card.term_days)
            .rev()
            .find(|days| session_rules::days_value(card.terms.price, card.term_days, *days) <= card.paid());
        return Err(Refused::SessionsUnpaid { card: card.code.clone(), covered: covered.unwrap_or(0), used });
    }
    Ok(())
}

/// What lines before this one drew from a card.
struct Drawn {
    card: i64,
    sessions: i64,
    value: Fen,
}

/// The value of the next sessions: by the card's terms, never more than is left of it, and all of it with the last
/// (a refund may have given back a fen more or less than the terms would take now).
fn sessions_value(card: &Card, drawn: &[Drawn], count: i64) -> Result<Fen, Refused> {
    let mine = || drawn.iter().filter(|drawn| drawn.card == card.id);
    let before: i64 = mine().map(|drawn| drawn.sessions).sum();
    let left = card.left - before;
    if count > left {
        return Err(Refused::SessionsShort { card: card.code.clone(), left, wanted: count });
    }
    let used = card.used() + before;
    let covered = card.terms.covered(card.paid());
    if used + count > covered {
        return Err(Refused::SessionsUnpaid { card: card.code.clone(), covered, used });
    }
    let value_left = card.value_left.minus(Fen::sum(mine().map(|drawn| drawn.value))?)?;
    Ok(if count == left { value_left } else { card.terms.value(used, count).min(value_left) })
}

/// The lines of the bill: a package becomes its parts, what was paid for it spread by list price.
pub(super) fn spread(db: &Db, drafts: &[Draft], priced: &[Priced]) -> Answer<Vec<PlanLine>> {
    let mut out = Vec::new();
    for (draft, line) in drafts.iter().zip(priced) {
        if draft.item.kind == ItemKind::Package {
            out.extend(parts_of(db, draft, line)?);
        } else {
            out.push(PlanLine {
                item: draft.item.clone(),
                package: String::new(),
                quantity: draft.quantity,
                list_price: draft.item.price,
                unit_price: draft.unit,
                net: line.net,
                card: draft.card.clone(),
                sessions: draft.sessions,
                staff: draft.staff.clone(),
                requested: draft.requested,
            });
        }
    }
    Ok(out)
}

fn parts_of(db: &Db, draft: &Draft, line: &Priced) -> Answer<Vec<PlanLine>> {
    let parts = catalog::store::parts(db, draft.item.id)?;
    let mut lists = Vec::with_capacity(parts.len());
    for (part, count) in &parts {
        lists.push(part.price.times_count(*count)?.times_count(draft.quantity)?);
    }
    let nets = price_rules::spread_package(line.net, &lists)?;
    Ok(parts
        .into_iter()
        .zip(nets)
        .map(|((part, count), net)| PlanLine {
            package: draft.item.code.clone(),
            quantity: count * draft.quantity,
            list_price: part.price,
            unit_price: part.price,
            net,
            card: None,
            sessions: 0,
            staff: draft.staff.clone(),
            requested: draft.requested,
            item: part,
        })
        .collect())
}
