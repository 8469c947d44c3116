//! The statement of a pair of stores (对账单): every event both ways, what each owes, the net in figures and in capitals,
//! and a line for both to sign.

use super::events::Event;
use super::matrix::CrossEvents;
use crate::db::Db;
use crate::ground::capital::capital;
use crate::ground::{Fen, Month, Refused};
use crate::peers;
use crate::shop::{Answer, Look, Query};

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The month.
    pub month: Month,
    /// Both stores: code and name.
    pub stores: [(String, String); 2],
    /// What the first served of the second's members: the second owes it.
    pub first: Vec<Event>,
    /// What the second served of the first's members: the first owes it.
    pub second: Vec<Event>,
    /// What the second owes.
    pub owed_to_first: Fen,
    /// What the first owes.
    pub owed_to_second: Fen,
}

impl Statement {
    /// Reads the statement of two stores.
    ///
    /// # Errors
    /// [`Refused::ChainUnfit`] for a store that is not known, or twice the same.
    pub fn of(db: &Db, look: &Look<'_>, month: Month, first: &str, second: &str) -> Answer<Self> {
        if first == second {
            return Err(Refused::ChainUnfit { store: first.to_owned(), what: "own_code".to_owned() }.into());
        }
        let events = |serving: &str, home: &str| {
            let wish =
                CrossEvents { month: Some(month.name()), home: home.to_owned(), serving: serving.to_owned() };
            wish.run(db, look)
        };
        let (of_first, of_second) = (events(first, second)?, events(second, first)?);
        let name = |code: &str| -> Answer<(String, String)> {
            Ok((code.to_owned(), peers::store::peer(db, code)?.name))
        };
        Ok(Self {
            month,
            stores: [name(first)?, name(second)?],
            owed_to_first: Fen::sum(of_first.iter().map(|event| event.owed))?,
            owed_to_second: Fen::sum(of_second.iter().map(|event| event.owed))?,
            first: of_first,
            second: of_second,
        })
    }

    /// What the second owes the first in all; below zero where it is the other way round.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`].
    pub fn net(&self) -> Result<Fen, Refused> {
        self.owed_to_first.minus(self.owed_to_second)
    }

    /// Who pays whom: codes, the amount, and the amount in capital figures; nothing where nobody does.
    ///
    /// # Errors
    /// As [`Statement::net`].
    pub fn payment(&self) -> Result<Option<(&str, &str, Fen, String)>, Refused> {
        let net = self.net()?;
        let [(first, _), (second, _)] = &self.stores;
        Ok(match net.0.signum() {
            1 => Some((second.as_str(), first.as_str(), net, capital(net))),
            -1 => Some((first.as_str(), second.as_str(), net.negated(), capital(net.negated()))),
            _ => None,
        })
    }
}
