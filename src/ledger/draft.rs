//! A draft of an entry, and the one way from it to something that can be posted: it must balance per unit.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use std::collections::BTreeMap;
use std::fmt;

use super::account::{Account, Kind, Unit};
use crate::db::Fault;
use crate::ground::Fen;

/// Lines being collected. Amounts are signed: a debit is positive, a credit negative.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    lines: BTreeMap<Account, i64>,
    overflow: bool,
}

/// A draft whose postings sum to zero per unit, none of them zero, at least two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balanced {
    lines: Vec<(Account, i64)>,
}

/// Why a draft cannot be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unbalanced {
    /// The unit's postings do not sum to zero but to this.
    Sum(Unit, i64),
    /// Nothing moves.
    Empty,
    /// An amount beyond an integer.
    Overflow,
}

impl Draft {
    /// An empty draft.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds to what the salon has, or takes from what it owes.
    pub fn debit(&mut self, account: Account, amount: i64) {
        let line = self.lines.entry(account).or_insert(0);
        match line.checked_add(amount) {
            Some(sum) => *line = sum,
            None => self.overflow = true,
        }
    }

    /// Takes from what the salon has, or adds to what it owes or earned.
    pub fn credit(&mut self, account: Account, amount: i64) {
        match amount.checked_neg() {
            Some(negative) => self.debit(account, negative),
            None => self.overflow = true,
        }
    }

    /// A debit and a credit of the same amount.
    pub fn transfer(&mut self, debit: Account, credit: Account, amount: i64) {
        self.debit(debit, amount);
        self.credit(credit, amount);
    }

    /// [`Draft::transfer`] of money.
    pub fn money(&mut self, debit: Account, credit: Account, amount: Fen) {
        self.transfer(debit, credit, amount.0);
    }

    /// What is debited to an account so far; below zero for a credit.
    pub fn debited(&self, account: Account) -> i64 {
        self.lines.get(&account).copied().unwrap_or(0)
    }

    /// Whether anything of a kind is credited.
    pub fn credits(&self, kind: Kind) -> bool {
        self.lines.iter().any(|(account, amount)| account.kind == kind && *amount < 0)
    }

    /// Whether nothing was put in.
    pub fn is_empty(&self) -> bool {
        self.lines.values().all(|amount| *amount == 0)
    }

    /// Proves that every unit sums to zero.
    ///
    /// # Errors
    /// [`Unbalanced`] naming the unit and its sum.
    pub fn balance(self) -> Result<Balanced, Unbalanced> {
        if self.overflow {
            return Err(Unbalanced::Overflow);
        }
        let mut sums: BTreeMap<Unit, i64> = BTreeMap::new();
        for (account, amount) in &self.lines {
            let sum = sums.entry(account.unit()).or_insert(0);
            *sum = sum.checked_add(*amount).ok_or(Unbalanced::Overflow)?;
        }
        if let Some((unit, sum)) = sums.into_iter().find(|(_, sum)| *sum != 0) {
            return Err(Unbalanced::Sum(unit, sum));
        }
        let lines: Vec<_> = self.lines.into_iter().filter(|(_, amount)| *amount != 0).collect();
        if lines.is_empty() { Err(Unbalanced::Empty) } else { Ok(Balanced { lines }) }
    }

    /// As [`Draft::balance`], but nothing at all is the bare fact of a bill.
    ///
    /// # Errors
    /// [`Unbalanced`] where what is there does not balance.
    pub fn balance_or_fact(self) -> Result<Balanced, Unbalanced> {
        if self.is_empty() && !self.overflow { Ok(Balanced::fact()) } else { self.balance() }
    }
}

impl Balanced {
    /// An entry that moves nothing but stands in the chain: the fact of a bill of zero.
    pub fn fact() -> Self {
        Self { lines: Vec::new() }
    }

    /// The postings, ordered by account.
    pub fn lines(&self) -> &[(Account, i64)] {
        &self.lines
    }
}

impl fmt::Display for Unbalanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sum(unit, sum) => write!(f, "postings in {unit:?} sum to {sum}, not to zero"),
            Self::Empty => f.write_str("an entry that moves nothing"),
            Self::Overflow => f.write_str("an amount beyond an integer"),
        }
    }
}

impl From<Unbalanced> for Fault {
    fn from(why: Unbalanced) -> Self {
        Self::Broken(why.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::super::account::Kind;
    use super::*;

    #[test]
    fn only_what_balances_can_be_posted() {
        let till = Account::own(Kind::TillCash);
        let lot = Account::of(Kind::LotPrincipal, 7);
        let points = Account::of(Kind::PointsLot, 7);
        let mut draft = Draft::new();
        draft.money(till, lot, Fen(100));
        assert_eq!(draft.clone().balance().unwrap().lines(), [(till, 100), (lot, -100)]);
        draft.credit(points, 100);
        assert_eq!(draft.clone().balance(), Err(Unbalanced::Sum(Unit::Points, -100)));
        draft.debit(Account::own(Kind::PointsIssued), 100);
        assert_eq!(draft.balance().unwrap().lines().len(), 4);
        assert_eq!(Draft::new().balance(), Err(Unbalanced::Empty));
        let mut far = Draft::new();
        far.debit(till, i64::MAX);
        far.debit(till, 1);
        assert_eq!(far.balance(), Err(Unbalanced::Overflow));
    }

    #[test]
    fn fen_never_balance_points() {
        let mut draft = Draft::new();
        draft.debit(Account::own(Kind::TillCash), 5);
        draft.credit(Account::of(Kind::PointsLot, 1), 5);
        assert!(draft.balance().is_err());
    }
}
