//! What a new day brings by itself: gifts and points that lapsed, days of period cards that passed.
//!
//! Sent with the key `roll:DAY`, so that it happens once however many doors are open.

use serde::{Deserialize, Serialize};

use crate::cards::{session_rules, store as cards};
use crate::db::Fault;
use crate::ground::{Fen, day};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, post};
use crate::points;
use crate::shop::{Answer, Area, Tx, Verb};

/// Brings the books up to the business day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RollDay {}

/// What it brought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rolled {
    /// Gifts that lapsed.
    pub gifts: Fen,
    /// Points that lapsed.
    pub points: i64,
    /// Income of period cards up to yesterday.
    pub period_income: Fen,
}

impl Verb for RollDay {
    const NAME: &'static str = "day.roll";
    type Out = Rolled;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Rolled> {
        let today = tx.today();
        let mut rolled = Rolled::default();
        for (lot, member, gift) in cards::lapsed_gifts(tx.db(), &today)? {
            let mut draft = Draft::new();
            draft.money(Account::of(Kind::LotGift, lot), Account::own(Kind::GiftGranted), gift);
            write(tx, EntryKind::Lapse, member, draft)?;
            rolled.gifts = rolled.gifts.plus(gift)?;
        }
        for (lot, member, left) in points::store::lapsed(tx.db(), &today)? {
            let mut draft = Draft::new();
            draft.transfer(Account::of(Kind::PointsLot, lot), Account::own(Kind::PointsIssued), left);
            write(tx, EntryKind::Lapse, member, draft)?;
            rolled.points += left;
        }
        for card in cards::period_cards(tx.db(), &today)? {
            let due = due_now(&card, tx)?;
            if due.is_positive() {
                let mut draft = Draft::new();
                draft.money(Account::of(Kind::CardValue, card.id), Account::own(Kind::IncomeCard), due);
                write(tx, EntryKind::Recognise, card.member, draft)?;
                rolled.period_income = rolled.period_income.plus(due)?;
            }
        }
        tx.touch(Area::Members);
        Ok(rolled)
    }
}

/// What of a period card's price belongs to the days before today and is not income yet.
fn due_now(card: &cards::Card, tx: &Tx<'_>) -> Answer<Fen> {
    let starts = day::iso(&card.starts_on)?;
    let Some(last) = &card.expires_on else { return Ok(Fen::ZERO) };
    let term = day::iso(last)?.signed_duration_since(starts).num_days() + 1;
    let passed = tx.day.signed_duration_since(starts).num_days();
    let earned = session_rules::days_value(card.terms.price, term, passed);
    let recognised = card.terms.price.minus(card.unpaid)?.minus(card.value_left)?;
    Ok(earned.minus(recognised)?.max(Fen::ZERO).min(card.value_left))
}

fn write(tx: &mut Tx<'_>, kind: EntryKind, member: i64, draft: Draft) -> Answer<()> {
    let about = About { member: Some(member), ..About::default() };
    post(tx, kind, about, &draft.balance().map_err(Fault::from)?)?;
    Ok(())
}
