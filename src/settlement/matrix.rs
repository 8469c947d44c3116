//! The matrix of a month: who owes whom, positions that sum to zero, transfers, and how far the month is settled.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::events::{Event, read};
use super::netting_rules::{Matrix, Transfer};
use crate::db::{Db, Fault, named_params};
use crate::ground::{Fen, Month};
use crate::ledger::chain::hex;
use crate::peers;
use crate::shop::{Answer, Look, Query};

/// Asks for the matrix of a month.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatrixOf {
    /// The month: 2026-10; the one before this when absent.
    #[serde(default)]
    pub month: Option<String>,
}

/// What one home store owes one serving store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The store that opened the cards, and owes.
    pub home: String,
    /// The store that served, and gets.
    pub serving: String,
    /// What is owed.
    pub owed: Fen,
    /// Of it, what campaigns' rules rated: it is accounted apart.
    pub campaign: Fen,
    /// How many events.
    pub events: i64,
}

/// A store in the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Its code.
    pub store: String,
    /// Its name.
    pub name: String,
    /// What it gets.
    pub gets: Fen,
    /// What it owes.
    pub owes: Fen,
    /// The first less the second; over all stores it sums to zero.
    pub net: Fen,
}

/// A step of the settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// `frozen`, `approved` or `settled`.
    pub step: String,
    /// By whom.
    pub by: String,
    /// Whose row in this file that is.
    #[serde(skip)]
    pub(super) by_id: i64,
    /// The moment, UTC milliseconds.
    pub at: i64,
    /// The digest of the events in hex.
    pub digest: String,
    /// The reference of the payment.
    pub reference: String,
}

/// The matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixIs {
    /// The month.
    pub month: String,
    /// The stores, by code.
    pub positions: Vec<Position>,
    /// Every pair that owes something.
    pub pairs: Vec<Pair>,
    /// Each pair against itself the other way round.
    pub bilateral: Vec<Transfer>,
    /// All positions at once: at most one transfer less than there are stores.
    pub transfers: Vec<Transfer>,
    /// How many events.
    pub events: i64,
    /// Events that no rule fits: nothing is owed for them.
    pub unruled: i64,
    /// Events whose own month was frozen when they came.
    pub late: i64,
    /// Its steps so far.
    pub steps: Vec<Step>,
}

impl Query for MatrixOf {
    const NAME: &'static str = "query.matrix";
    type Out = MatrixIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<MatrixIs> {
        let month = month_of(self.month.as_deref(), look)?;
        let pairs = pairs(db, &month.name())?;
        let mut matrix = Matrix::default();
        for pair in &pairs {
            matrix.add(&pair.home, &pair.serving, pair.owed)?;
        }
        let peers = peers::store::peers(db)?;
        let mut positions = Vec::new();
        let nets = matrix.positions()?;
        let mut codes: Vec<String> =
            peers.iter().filter(|peer| !peer.hq).map(|peer| peer.code.clone()).collect();
        codes.extend(nets.keys().cloned());
        codes.sort();
        codes.dedup();
        for store in codes {
            let name = peers.iter().find(|peer| peer.code == store).map(|peer| peer.name.clone());
            let gets = Fen::sum(pairs.iter().filter(|pair| pair.serving == store).map(|pair| pair.owed))?;
            let owes = Fen::sum(pairs.iter().filter(|pair| pair.home == store).map(|pair| pair.owed))?;
            let net = nets.get(&store).copied().unwrap_or_default();
            positions.push(Position { name: name.unwrap_or_else(|| store.clone()), store, gets, owes, net });
        }
        let params = named_params! { ":month": month.name() };
        let counts = db.one(include_str!("sql/counts.sql"), params, |row| {
            Ok((row.get::<_, i64>("unruled")?, row.get::<_, i64>("late")?))
        })?;
        let (unruled, late) = counts.unwrap_or_default();
        Ok(MatrixIs {
            month: month.name(),
            positions,
            bilateral: matrix.bilateral()?,
            transfers: matrix.transfers()?,
            events: pairs.iter().map(|pair| pair.events).sum(),
            pairs,
            unruled,
            late,
            steps: steps(db, &month.name())?,
        })
    }
}

pub(super) fn month_of(named: Option<&str>, look: &Look<'_>) -> Answer<Month> {
    Ok(match named {
        Some(name) => Month::named(name)?,
        None => Month::of(look.profile.zone.business_day(look.now)).before(),
    })
}

fn pairs(db: &Db, month: &str) -> Result<Vec<Pair>, Fault> {
    let mut out: Vec<Pair> = Vec::new();
    db.each(include_str!("sql/pairs.sql"), named_params! { ":month": month }, |row| {
        let (home, serving): (String, String) = (row.get("home")?, row.get("serving")?);
        let (owed, events): (i64, i64) = (row.get("owed")?, row.get("events")?);
        let campaign = if row.get::<_, i64>("campaign")? > 0 { owed } else { 0 };
        match out.last_mut().filter(|pair| pair.home == home && pair.serving == serving) {
            Some(pair) => {
                pair.owed.0 += owed;
                pair.campaign.0 += campaign;
                pair.events += events;
            }
            None => out.push(Pair { home, serving, owed: Fen(owed), campaign: Fen(campaign), events }),
        }
        Ok::<(), Fault>(())
    })?;
    Ok(out)
}

/// The steps of a month's settlement, in their order.
pub(super) fn steps(db: &Db, month: &str) -> Result<Vec<Step>, Fault> {
    db.list(include_str!("sql/steps.sql"), named_params! { ":month": month }, |row| {
        Ok(Step {
            step: row.get("step")?,
            by: row.get("name")?,
            by_id: row.get("by_id")?,
            at: row.get("at")?,
            digest: row.get("digest")?,
            reference: row.get("reference")?,
        })
    })
}

/// The digest over every event of a month in hex, whoever sent first, and how many there are.
pub(super) fn digest(db: &Db, month: &str) -> Result<(String, i64), Fault> {
    let mut hash = Sha256::new();
    let mut count = 0;
    db.each(include_str!("sql/events_of_month.sql"), named_params! { ":month": month }, |row| {
        let event = read(row)?;
        for text in [&event.home, &event.serving, &event.number, event.card.code(), &event.rule] {
            hash.update(text.len().to_be_bytes());
            hash.update(text);
        }
        let numbers =
            [event.line, event.principal.0, event.gift.0, event.owed.0, event.home_share.0, event.version];
        for number in numbers {
            hash.update(number.to_be_bytes());
        }
        count += 1;
        Ok::<(), Fault>(())
    })?;
    Ok((hex(&hash.finalize()), count))
}

/// The events of a pair in a month.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrossEvents {
    /// The month; the one before this when absent.
    #[serde(default)]
    pub month: Option<String>,
    /// The store that opened the cards, and owes.
    pub home: String,
    /// The store that served, and gets.
    pub serving: String,
}

impl Query for CrossEvents {
    const NAME: &'static str = "query.cross_events";
    type Out = Vec<Event>;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<Event>> {
        let month = month_of(self.month.as_deref(), look)?.name();
        let params = named_params! { ":month": month, ":home": self.home, ":serving": self.serving };
        Ok(db.list(include_str!("sql/events_of_pair.sql"), params, read)?)
    }
}
