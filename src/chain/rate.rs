//! Headquarters rates what a store's new bills used of other stores' members, by its own books of rules.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::received::hq_only;
use super::replica;
use crate::db::{Db, Fault, Mode, named_params};
use crate::peers;
use crate::settlement::book::ClearingRules;
use crate::settlement::clearing_rules::Used;
use crate::settlement::{events, rate_rules, uses};
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// Rates the bills of a store that are new.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateStore {
    /// The store, by code.
    pub store: String,
    /// The bill up to which its copy goes, so that the same command means the same.
    pub through: i64,
}

/// What was rated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreRated {
    /// New events.
    pub events: i64,
    /// Of them, those that no rule fits.
    pub unruled: i64,
    /// Of them, those whose own month is frozen.
    pub late: i64,
}

impl Verb for RateStore {
    const NAME: &'static str = "hq.rate";
    type Out = StoreRated;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<StoreRated> {
        tx.require(Act::HqMerge)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        let peer = peers::store::peer(tx.db(), &self.store)?;
        let known = events::rated_through(tx.db(), &peer.code)?;
        let from = known.unwrap_or(0);
        let mut done = StoreRated { events: 0, unruled: 0, late: 0 };
        if self.through <= from {
            return Ok(done);
        }
        let copy = Db::open(&replica::path(tx.db().path(), &peer.code), Mode::Read)?;
        let mut books = BTreeMap::new();
        for mut line in uses::used(&copy, &peer.code, (from, self.through))? {
            line.bill = events::place(tx.db(), &peer.code, line.bill)?;
            line.of.0 = events::place(tx.db(), &peer.code, line.of.0)?;
            let look = Look { profile: tx.profile(), settings: tx.settings(), now: tx.at, past: false };
            if !books.contains_key(&line.rated_on) {
                let wish = ClearingRules { day: Some(line.rated_on.clone()), version: None };
                books.insert(line.rated_on.clone(), wish.run(tx.db(), &look)?);
            }
            let Some(book) = books.get(&line.rated_on) else { continue };
            let used = Used {
                day: &line.rated_on,
                home: &line.home,
                serving: &peer.code,
                item: &line.item,
                category: &line.category,
                card: line.card,
                principal: line.principal,
                gift: line.gift,
                value: line.principal.plus(line.gift)?,
            };
            let before = events::stands(tx.db(), &peer.code, &line)?;
            let rated = rate_rules::rate(&book.clearing, &used, &before)?;
            events::insert(tx, &peer.code, &line, book.version, &rated)?;
            done.events += 1;
            done.unruled += i64::from(rated.rule.is_empty());
            let own = crate::ground::Month::of(crate::ground::day::iso(&line.day)?);
            done.late += i64::from(events::settled_in(tx.db(), own)? != own);
        }
        events::set_rated(tx.db(), &peer.code, known.is_some(), self.through)?;
        tx.touch(Area::Ledger);
        Ok(done)
    }
}

/// The last bill of a store's copy; nothing where there is no copy.
///
/// # Errors
/// A fault when the copy cannot be read.
pub fn last_bill(hq: &std::path::Path, store: &str) -> Result<Option<i64>, Fault> {
    let path = replica::path(hq, store);
    if !path.exists() {
        return Ok(None);
    }
    Db::open(&path, Mode::Read)?.one(include_str!("sql/last_bill.sql"), &[], |row| row.get("id"))
}

/// Says of events whose member they were, as far as the home stores' books are there now.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameEvents {}

/// How many parts were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventsNamed {
    /// Parts.
    pub parts: i64,
}

impl Verb for NameEvents {
    const NAME: &'static str = "hq.name";
    type Out = EventsNamed;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<EventsNamed> {
        tx.require(Act::HqMerge)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        let mut copies: BTreeMap<String, Option<Db>> = BTreeMap::new();
        let mut parts = 0;
        for (home, serving, ask) in events::unnamed(tx.db())? {
            let copy = match copies.entry(home.clone()) {
                std::collections::btree_map::Entry::Occupied(found) => found.into_mut(),
                std::collections::btree_map::Entry::Vacant(free) => {
                    let path = replica::path(tx.db().path(), &home);
                    free.insert(if path.exists() { Some(Db::open(&path, Mode::Read)?) } else { None })
                }
            };
            let Some(copy) = copy else { continue };
            let params = named_params! { ":serving": serving, ":ask": ask };
            let found = copy.one(include_str!("sql/part_member.sql"), params, |row| {
                Ok((row.get::<_, String>("member")?, row.get::<_, String>("owner")?))
            })?;
            if let Some((member, owner)) = found {
                events::name(tx.db(), (&home, &serving, ask), (&member, &owner))?;
                parts += 1;
            }
        }
        Ok(EventsNamed { parts })
    }
}
