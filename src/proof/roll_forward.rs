//! The roll-forward of what was paid in advance: opening + added − consumed − refunded − lapsed ± adjusted = closing,
//! principal and gift apart, per lot, per member, for the store.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Proof;
use super::walk::Walked;
use crate::db::{Db, Fault};
use crate::ground::Fen;
use crate::ledger::post::Roll;
use crate::ledger::{Account, Kind};

/// One line of it. Everything begins at zero: the opening of a file is its first entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Line {
    /// Paid in, given, brought in.
    pub added: Fen,
    /// Spent, what came back from refunded bills taken off.
    pub consumed: Fen,
    /// Paid back.
    pub refunded: Fen,
    /// Expired.
    pub lapsed: Fen,
    /// Corrected, handed on, merged: with its sign.
    pub adjusted: Fen,
    /// What is left.
    pub closing: Fen,
}

impl Line {
    fn of(walked: &Walked, account: Account) -> Self {
        let moved = |roll| walked.rolls.get(&(account, roll)).copied().unwrap_or(0);
        Self {
            added: Fen(moved(Roll::Added)),
            consumed: Fen(-moved(Roll::Consumed)),
            refunded: Fen(-moved(Roll::Refunded)),
            lapsed: Fen(-moved(Roll::Lapsed)),
            adjusted: Fen(moved(Roll::Adjusted)),
            closing: Fen::ZERO,
        }
    }

    fn add(&mut self, other: &Self) {
        self.added.0 += other.added.0;
        self.consumed.0 += other.consumed.0;
        self.refunded.0 += other.refunded.0;
        self.lapsed.0 += other.lapsed.0;
        self.adjusted.0 += other.adjusted.0;
        self.closing.0 += other.closing.0;
    }

    fn closes(&self) -> bool {
        self.added.0 - self.consumed.0 - self.refunded.0 - self.lapsed.0 + self.adjusted.0 == self.closing.0
    }
}

/// The store's roll-forward.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RollForward {
    /// Principal of stored value.
    pub principal: Line,
    /// Gift of stored value.
    pub gift: Line,
    /// Members with stored value, now or before.
    pub members: usize,
}

/// Works the roll-forward out and closes it against the kept balances.
pub(super) fn close(db: &Db, walked: &Walked, proof: &mut Proof) -> Result<RollForward, Fault> {
    let mut members: BTreeMap<i64, (Line, Line)> = BTreeMap::new();
    let mut kept: BTreeMap<(Kind, i64), i64> = BTreeMap::new();
    db.each(include_str!("sql/accounts.sql"), &[], |row| {
        let kind: String = row.get("kind")?;
        if let Some(kind @ (Kind::LotPrincipal | Kind::LotGift)) = Kind::from_code(&kind) {
            kept.insert((kind, row.get("ref")?), row.get("balance")?);
        }
        Ok::<(), Fault>(())
    })?;
    db.each(include_str!("sql/lots.sql"), &[], |row| {
        let (lot, member): (i64, i64) = (row.get("id")?, row.get("member_id")?);
        let both = members.entry(member).or_default();
        for (kind, sum) in [(Kind::LotPrincipal, &mut both.0), (Kind::LotGift, &mut both.1)] {
            let mut line = Line::of(walked, Account::of(kind, lot));
            line.closing = Fen(kept.remove(&(kind, lot)).unwrap_or(0));
            if !line.closes() {
                proof.add(
                    "roll_forward",
                    0,
                    format!("lot {lot}: {} does not close at {}", kind.code(), line.closing),
                );
            }
            sum.add(&line);
        }
        Ok::<(), Fault>(())
    })?;
    let mut store = RollForward { members: members.len(), ..RollForward::default() };
    for (member, (principal, gift)) in &members {
        if !principal.closes() || !gift.closes() {
            proof.add("roll_forward", 0, format!("member {member} does not close"));
        }
        store.principal.add(principal);
        store.gift.add(gift);
    }
    for ((kind, lot), balance) in kept {
        proof.add("lot", 0, format!("{} {lot} holds {} and has no lot", kind.code(), Fen(balance)));
    }
    Ok(store)
}
