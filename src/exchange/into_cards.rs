//! Rows of session and period cards against the store: what is left of what was paid comes in, not a fen more.

use chrono::NaiveDate;

use super::desk::{Desk, Judged, Verdict, money_not_below, no, not_below, past};
use super::fields::Field;
use super::rows::{CardRow, Problem};
use super::store;
use super::write::Writing;
use crate::cards::session_rules::{Terms, days_value};
use crate::cards::store::{self as cards, CardKind, NewCard};
use crate::catalog::{GiftMode, ItemKind};
use crate::db::Fault;
use crate::ground::{Clean, Fen, Refused};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, post};
use crate::shop::{Answer, Tx};

/// The most sessions that a card may have.
const SESSIONS_MAX: i64 = 100_000;

/// What a row of cards would do.
#[derive(Debug, Clone)]
pub struct CardStep {
    pub(super) verdict: Verdict,
    member: i64,
    kind: CardKind,
    name: Clean,
    number: Option<Clean>,
    item: Option<i64>,
    services: Vec<i64>,
    terms: Terms,
    used: i64,
    value: Fen,
    bought_on: String,
    expires_on: Option<String>,
}

/// Compares one row.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn judge(desk: &mut Desk<'_>, at: i64, row: CardRow) -> Answer<Judged<CardStep>> {
    let mut problems = checked(desk, &row);
    let text = |text: &Option<Clean>| text.as_ref().map(|clean| clean.as_str().to_owned());
    let (code, name) = (text(&row.code), text(&row.name));
    let found = desk.member(code.as_deref(), row.phone.as_deref(), name.as_deref())?;
    let member = match found {
        Ok(member) => member.id,
        Err(more) => {
            problems.extend(more);
            return Ok(Err(problems));
        }
    };
    let number = text(&row.card_number).unwrap_or_default();
    let day = row.bought_on.map(|day| day.to_string()).unwrap_or_default();
    let key = format!("{member} {} {number} {day}", row.card.as_str());
    if let Some(first) = desk.first(&key, at) {
        problems.push(Problem { field: None, why: Refused::ImportRowTwice { row: first } });
    }
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let mut step = step(desk, member, row);
    if let Some(known) = known(desk, &step, &day)? {
        let brought = known.terms.sessions().saturating_sub(known.used_before);
        let found = step.terms.sessions().saturating_sub(step.used);
        if brought != found {
            let card = step.name.into_string();
            return no(Field::SessionsLeft, Refused::ImportCardDiffers { card, brought, found });
        }
        step.verdict = Verdict::Same;
    } else if let Some(number) = &step.number {
        let taken = cards::card(desk.db, number.as_str()).is_ok();
        if taken || desk.first(&format!("card {}", number.as_str()), at).is_some() {
            return no(Field::CardNumber, Refused::CardCodeTaken { card: number.as_str().to_owned() });
        }
    }
    Ok(Ok(step))
}

fn checked(desk: &Desk<'_>, row: &CardRow) -> Vec<Problem> {
    let mut problems = Vec::new();
    past(Field::BoughtOn, row.bought_on, desk.today, &mut problems);
    money_not_below(Field::Paid, row.paid, &mut problems);
    not_below(Field::SessionsTotal, row.sessions_total, &mut problems);
    not_below(Field::SessionsLeft, row.sessions_left, &mut problems);
    let (total, left) = (row.sessions_total, row.sessions_left);
    let (total, left) = (total.or(left).unwrap_or(0), left.or(total).unwrap_or(0));
    if left > total || total > SESSIONS_MAX {
        let why = Refused::ImportSessionsOff { total: total.min(SESSIONS_MAX), left };
        problems.push(Problem { field: Some(Field::SessionsLeft), why });
    }
    problems
}

fn step(desk: &Desk<'_>, member: i64, row: CardRow) -> CardStep {
    let session = row.sessions_left.is_some();
    let (kind, wanted) = if session {
        (CardKind::Session, ItemKind::SessionCard)
    } else {
        (CardKind::Period, ItemKind::PeriodCard)
    };
    let item = desk.item_named(row.card.as_str(), |kind| kind == wanted);
    let left = row.sessions_left.unwrap_or(0);
    let bought = if session { row.sessions_total.unwrap_or(left) } else { 0 };
    // Without what was paid the price list's own price stands in, where the card is on it with as many sessions.
    let listed = item.filter(|item| !session || item.sessions + item.gift_sessions == bought);
    let price = row.paid.or(listed.map(|item| item.price)).unwrap_or_default();
    let terms = Terms { price, bought, gift: 0, mode: GiftMode::Spread };
    let used = bought.saturating_sub(left);
    let starts = row.bought_on.unwrap_or(desk.today);
    let worked_off = match (session, row.expires_on) {
        (true, _) => terms.cumulative(used),
        (false, Some(last)) => days_off(price, starts, last, desk.today),
        (false, None) => Fen::ZERO,
    };
    CardStep {
        verdict: Verdict::New,
        member,
        kind,
        services: services(desk, item.map(|item| item.id), row.card.as_str()),
        item: item.map(|item| item.id),
        name: row.card,
        number: row.card_number,
        terms,
        used,
        value: Fen(price.0.saturating_sub(worked_off.0)),
        bought_on: starts.to_string(),
        expires_on: row.expires_on.map(|day| day.to_string()),
    }
}

/// What of a period card's price belongs to the days before today.
fn days_off(price: Fen, starts: NaiveDate, last: NaiveDate, today: NaiveDate) -> Fen {
    let term = last.signed_duration_since(starts).num_days().saturating_add(1);
    if term <= 0 {
        return price;
    }
    days_value(price, term, today.signed_duration_since(starts).num_days())
}

/// What it pays for: what its item on the price list does, else the services that its name names, else everything.
fn services(desk: &Desk<'_>, item: Option<i64>, name: &str) -> Vec<i64> {
    if let Some(item) = item
        && let Ok(parts) = crate::catalog::store::parts(desk.db, item)
        && !parts.is_empty()
    {
        return parts.into_iter().map(|(part, _)| part.id).collect();
    }
    let in_name = |text: &str| text.chars().count() >= 2 && name.contains(text);
    let named: Vec<_> = desk
        .items()
        .iter()
        .filter(|item| item.active && item.kind == ItemKind::Service && in_name(&item.name))
        .collect();
    let inside = |one: &str| named.iter().any(|other| other.name != one && other.name.contains(one));
    named.iter().filter(|item| !inside(&item.name)).map(|item| item.id).collect()
}

/// The member's card that an earlier import brought, or that was sold here under the same name and number.
fn known(desk: &Desk<'_>, step: &CardStep, day: &str) -> Answer<Option<cards::Card>> {
    let same = |card: &cards::Card| {
        card.id <= desk.last_card
            && card.state != "withdrawn"
            && card.kind == step.kind
            && card.name == step.name.as_str()
            && step.number.as_ref().is_none_or(|number| number.as_str() == card.code)
            && (day.is_empty() || card.bought_on == day)
    };
    Ok(cards::cards(desk.db, step.member)?.into_iter().find(same))
}

impl CardStep {
    /// Writes it: the sessions left against the sessions issued, their value against what came from before.
    pub(super) fn write(&self, tx: &mut Tx<'_>, at: &Writing) -> Answer<()> {
        let code = match &self.number {
            Some(number) => number.as_str().to_owned(),
            None => cards::next_card_code(tx.db(), &tx.profile().code)?,
        };
        let card = cards::insert_card(
            tx.db(),
            &NewCard {
                code,
                member: self.member,
                item: self.item,
                kind: self.kind,
                name: self.name.as_str(),
                terms: self.terms,
                used_before: self.used,
                bought_on: &self.bought_on,
                expires_on: self.expires_on.clone(),
                sold_by: None,
                bill: None,
                services: &self.services,
            },
        )?;
        store::insert_row(tx.db(), at.batch, at.row, ("card", card), "")?;
        let left = self.terms.sessions().saturating_sub(self.used);
        let mut draft = Draft::new();
        draft.transfer(Account::of(Kind::SessionsIssued, card), Account::of(Kind::CardSessions, card), left);
        draft.money(Account::own(Kind::Opening), Account::of(Kind::CardValue, card), self.value);
        if draft.is_empty() {
            return Ok(());
        }
        let about = About { member: Some(self.member), ..About::default() };
        let posted = post(tx, EntryKind::Import, about, &draft.balance().map_err(Fault::from)?)?;
        Ok(store::insert_row(tx.db(), at.batch, at.row, ("entry", posted.id), "")?)
    }
}
