//! One board over the people of several stores: everybody is measured by the same weights, against the best of all.
//!
//! The means that small samples are drawn to are those of all stores together. A target stays a person's own, as her store
//! set it. A member who goes to two stores is a client of both.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::before;
use super::board::{Board, BoardIs, See};
use super::kpi_rules::{Figure, Kpi, Tally, figure, fraction};
use super::score_rules::{self, Criterion};
use super::tally::Window;
use super::terms;
use crate::db::Db;
use crate::performance::STORE;
use crate::shop::{Answer, Look};
use crate::staff::Person;

/// Room for the people of one store among the ids of all.
const PEOPLE_MAX: i64 = 1_000_000;

/// A store's books.
pub struct Books<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its file.
    pub db: &'a Db,
}

/// A store on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Every KPI, in its order.
    pub figures: Vec<Figure>,
}

/// The board of several stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TogetherIs {
    /// Everybody; a number is `S01 02`: the store's code and the person's number there.
    pub board: BoardIs,
    /// The stores, in the order of their codes.
    pub stores: Vec<StoreRow>,
}

/// Reads it, with the weights that are set in `own`.
///
/// # Errors
/// As a [`Board`] of one store.
pub fn together(own: (&Db, &Look<'_>), wish: &Board, books: &[Books<'_>]) -> Answer<TogetherIs> {
    let (db, look) = own;
    let window = wish.window(db, look)?;
    let mut weights = terms::weights(db, window.as_of)?;
    if let Some(tried) = wish.weights {
        terms::fit(&tried)?;
        weights = tried;
    }
    let at = |window: Window| -> Answer<(See, Vec<StoreRow>)> {
        let mut all = See {
            window,
            people: Vec::new(),
            tallies: BTreeMap::new(),
            entrants: Vec::new(),
            weights,
            means: [None; 4],
            bests: [None; 4],
        };
        let mut stores = Vec::new();
        for (place, store) in (1_i64..).zip(books) {
            let seen = See::at(store.db, window)?;
            let of_store = seen.tally(STORE);
            stores.push(StoreRow {
                code: store.code.to_owned(),
                name: store.name.to_owned(),
                figures: Kpi::ALL.map(|kpi| figure(kpi, &of_store)).to_vec(),
            });
            all.tallies.entry(STORE).or_default().add(&of_store);
            let among = |id: i64| place * PEOPLE_MAX + id;
            for person in seen.people {
                all.tallies
                    .insert(among(person.id), seen.tallies.get(&person.id).copied().unwrap_or_default());
                all.people.push(Person {
                    id: among(person.id),
                    number: format!("{} {}", store.code, person.number),
                    ..person
                });
            }
            all.entrants.extend(seen.entrants);
        }
        let total = all.tally(STORE);
        all.means = score_rules::means(&Criterion::ALL.map(|criterion| fraction(criterion.kpi(), &total)));
        all.bests = score_rules::bests(all.entrants.iter(), &all.means);
        Ok((all, stores))
    };
    let (seen, stores) = at(window)?;
    let mut board = seen.board();
    if wish.trend {
        before::add(|window| Ok(at(window)?.0), wish.span, window, &mut board)?;
    }
    if let Some(number) = &wish.moves_of {
        board.moves = seen.moves_of(number)?;
    }
    Ok(TogetherIs { board, stores })
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.sums.add(&other.sums, 1);
        for (own, more) in [
            (&mut self.clients, other.clients),
            (&mut self.visits, other.visits),
            (&mut self.ripe, other.ripe),
            (&mut self.back, other.back),
            (&mut self.offered, other.offered),
            (&mut self.decided, other.decided),
            (&mut self.bought, other.bought),
            (&mut self.done, other.done),
            (&mut self.fresh, other.fresh),
            (&mut self.awakened, other.awakened),
        ] {
            *own += more;
        }
    }
}
