//! What a new day brings by itself: gifts and points that lapsed, days of period cards that passed.
//!
//! Sent with the key `roll:DAY`, so that it happens once however many doors are open.

use serde::{Deserialize, Serialize};

use crate::cards::store as cards;
use crate::db::Fault;
use crate::ground::Fen;
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
        loop {
            let lapsed = cards::lapsed_gifts(tx.db(), &today)?;
            if lapsed.is_empty() {
                break;
            }
            for (lot, member, gift) in lapsed {
                let mut draft = Draft::new();
                draft.money(Account::of(Kind::LotGift, lot), Account::own(Kind::GiftGranted), gift);
                write(tx, EntryKind::Lapse, member, draft)?;
                rolled.gifts = rolled.gifts.plus(gift)?;
            }
        }
        loop {
            let lapsed = points::store::lapsed(tx.db(), &today)?;
            if lapsed.is_empty() {
                break;
            }
            for (lot, member, left) in lapsed {
                let mut draft = Draft::new();
                draft.transfer(Account::of(Kind::PointsLot, lot), Account::own(Kind::PointsIssued), left);
                write(tx, EntryKind::Lapse, member, draft)?;
                rolled.points += left;
            }
        }
        rolled.period_income = recognise(tx, &today)?;
        tx.touch(Area::Members);
        Ok(rolled)
    }
}

/// Makes the days of period cards that passed income.
fn recognise(tx: &mut Tx<'_>, today: &str) -> Answer<Fen> {
    let mut income = Fen::ZERO;
    let mut after = 0;
    loop {
        let batch = cards::period_cards(tx.db(), today, after)?;
        let Some(last) = batch.last() else { return Ok(income) };
        after = last.id;
        for card in batch {
            let due = card.earned_and_due(card.passed_days(tx.day)?)?;
            if due.is_positive() {
                let mut draft = Draft::new();
                draft.money(Account::of(Kind::CardValue, card.id), Account::own(Kind::IncomeCard), due);
                write(tx, EntryKind::Recognise, card.member, draft)?;
                income = income.plus(due)?;
            }
        }
    }
}

fn write(tx: &mut Tx<'_>, kind: EntryKind, member: i64, draft: Draft) -> Answer<()> {
    let about = About { member: Some(member), ..About::default() };
    post(tx, kind, about, &draft.balance().map_err(Fault::from)?)?;
    Ok(())
}
