//! What a member held right after a bill, so that a slip printed again next week says what the first one said.

use super::bill_store::{BillRow, LineRow};
use crate::cards::store::{self as cards, Card, CardKind};
use crate::cards::wallet_rules::{self, LotLeft};
use crate::db::{Db, named_params};
use crate::ground::{Clean, Fen, day};
use crate::ledger::{Account, Kind, balance};
use crate::output::slip::{SlipBalances, SlipCard};
use crate::points;
use crate::shop::Answer;

/// The moment right after a bill.
#[derive(Clone, Copy)]
pub(super) struct After<'a> {
    pub db: &'a Db,
    /// Row id of the bill's entry.
    pub entry: i64,
    /// The bill's business day: gifts and points that had lapsed by then do not count.
    pub day: &'a str,
}

impl After<'_> {
    pub(super) fn balance(&self, kind: Kind, reference: i64) -> Answer<i64> {
        Ok(balance::after(self.db, Account::of(kind, reference), self.entry)?)
    }

    fn ids(&self, sql: &'static str, member: i64) -> Answer<Vec<i64>> {
        Ok(self.db.list(sql, named_params! { ":member": member }, |row| row.get("id"))?)
    }

    /// Everything a member held.
    pub(super) fn held(&self, member: i64, bill: &BillRow, lines: &[LineRow]) -> Answer<SlipBalances> {
        let (principal, gift) = self.wallet(member)?;
        let points = self.points(member)?;
        let moved = bill.points_earned - bill.points_used;
        let mut owed = Fen::ZERO;
        for debt in self.ids(include_str!("sql/debt_ids.sql"), member)? {
            owed = owed.plus(Fen(self.balance(Kind::Debt, debt)?))?;
        }
        Ok(SlipBalances {
            principal: shown(principal),
            gift: shown(gift),
            points: (points != 0 || moved != 0).then_some(points),
            points_moved: (moved != 0).then_some(moved),
            cards: self.cards(member, bill, lines)?,
            debt: shown(owed),
        })
    }

    fn wallet(&self, member: i64) -> Answer<(Fen, Fen)> {
        let mut lots = Vec::new();
        for id in self.ids(include_str!("sql/lot_ids.sql"), member)? {
            lots.push(LotLeft {
                principal: Fen(self.balance(Kind::LotPrincipal, id)?),
                gift: Fen(self.balance(Kind::LotGift, id)?),
                ..LotLeft::from(&cards::lot(self.db, id)?)
            });
        }
        let principal = Fen::sum(lots.iter().map(|lot| lot.principal))?;
        Ok((principal, wallet_rules::spendable(&lots, self.day)?.minus(principal)?))
    }

    fn points(&self, member: i64) -> Answer<i64> {
        let params = named_params! { ":member": member, ":entry": self.entry };
        let lots = self.db.list(include_str!("sql/slip_points.sql"), params, |row| {
            Ok(points::rules::LotLeft {
                id: row.get("id")?,
                expires_on: row.get("expires_on")?,
                left: row.get("left")?,
            })
        })?;
        Ok(points::rules::spendable(&lots, self.balance(Kind::PointsOwed, member)?, self.day))
    }

    /// Cards that still held something, and those that this bill used up.
    fn cards(&self, member: i64, bill: &BillRow, lines: &[LineRow]) -> Answer<Vec<SlipCard>> {
        let mut out = Vec::new();
        for card in cards::cards(self.db, member)? {
            let left = self.balance(Kind::CardSessions, card.id)?;
            let used_here = lines.iter().any(|line| line.card == Some(card.id));
            let known = card.bill.is_none_or(|made| made <= bill.id) && card.bought_on.as_str() <= self.day;
            let shown = match card.kind {
                CardKind::Session => left > 0 || used_here,
                CardKind::Period => used_here || known && self.runs(&card),
            };
            if shown {
                out.push(SlipCard {
                    name: Clean::shown(&card.name),
                    left: (card.kind == CardKind::Session).then_some(left),
                    expires_on: card.expires_on.as_deref().and_then(|text| day::iso(text).ok()),
                });
            }
        }
        Ok(out)
    }

    fn runs(&self, card: &Card) -> bool {
        let closed = matches!(card.state.as_str(), "refunded" | "upgraded");
        !closed && card.expires_on.as_deref().is_none_or(|last| last >= self.day)
    }
}

fn shown(amount: Fen) -> Option<Fen> {
    (amount != Fen::ZERO).then_some(amount)
}
