//! Money that is put into the drawer, taken out of it or to the bank, with what for.

use serde::{Deserialize, Serialize};

use super::sealed;
use super::shift::note;
use super::store::{self, MoveRow};
use crate::db::Fault;
use crate::ground::{Clean, Fen, Refused};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, balance, chain, post};
use crate::shop::{Act, Answer, Area, Tx, Verb};

/// Which way money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Into the drawer (备用金, 找零).
    In,
    /// Out of it, for something small that was bought.
    Out,
    /// To the bank.
    Bank,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::In, Self::Out, Self::Bank];

    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Bank => "bank",
        }
    }

    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Self::In => "close.way.in",
            Self::Out => "close.way.out",
            Self::Bank => "close.way.bank",
        }
    }
}

/// Puts money into the drawer or takes some out.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveCash {
    /// Which way.
    pub way: Way,
    /// How much, in yuan.
    pub amount: Fen,
    /// What for.
    pub note: Clean,
}

/// Money that was moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashMoved {
    /// Which way.
    pub way: Way,
    /// How much.
    pub amount: Fen,
    /// The store's sequence of its entry.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
}

impl Verb for MoveCash {
    const NAME: &'static str = "drawer.move";
    type Out = CashMoved;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<CashMoved> {
        tx.require(Act::DrawerMove)?;
        if !self.amount.is_positive() {
            return Err(Refused::AmountNotPositive { field: "amount".into() }.into());
        }
        let text = note(&self.note)?;
        if text.is_empty() {
            return Err(Refused::NoteMissing {}.into());
        }
        let there = balance::fen(tx.db(), Kind::TillCash, 0)?;
        if self.way != Way::In && self.amount > there {
            // What is there is for whoever counts it.
            return Err(Refused::DrawerTooLittle { wanted: self.amount }.into());
        }
        let (till, other) = (Account::own(Kind::TillCash), Account::own(Kind::DrawerOther));
        let mut draft = Draft::new();
        match self.way {
            Way::In => draft.money(till, other, self.amount),
            Way::Out => draft.money(other, till, self.amount),
            Way::Bank => draft.money(Account::own(Kind::Banked), till, self.amount),
        }
        let row = MoveRow {
            kind: self.way.code().into(),
            amount: self.amount,
            note: text,
            day: tx.today(),
            at: tx.at.0,
            by: tx.by.id,
            second: tx.second.as_ref().map(|second| second.id),
        };
        let about = About { document: sealed::move_digest(&row), ..About::default() };
        let posted = post(tx, EntryKind::Drawer, about, &draft.balance().map_err(Fault::from)?)?;
        store::insert_move(tx, &row, posted.id)?;
        tx.touch(Area::Bills);
        Ok(CashMoved {
            way: self.way,
            amount: self.amount,
            seq: posted.seq,
            hash: chain::short(&posted.hash),
        })
    }
}
