//! What a bundle holds: the facts of a store since the bundle before, its files as they stood, and what both add up to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::container::{self, Opened, Parcel, Unfit};
use super::rows::{Reading, Written};
use super::store::{self, Keys, Sent};
use crate::db::{Db, Fault, ValueRef};
use crate::ledger::chain::hex;
use crate::ledger::tables::{Cut, TABLES, Table};
use crate::peers::store::own_key;
use crate::shop::Profile;

/// The kind of a bundle's container.
pub const KIND: &str = "bundle";
/// The part with what only grows.
pub(super) const FACTS: &str = "facts";
/// The part with what changes.
pub(super) const FILES: &str = "files";

/// The part with phones, sealed, where headquarters asks for them.
pub(super) const PHONES: &str = "phones";

/// What a bundle says of itself. Money in fen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The store's code.
    pub store: String,
    /// Its name.
    pub name: String,
    /// What its chain begins with, in hex.
    pub salt: String,
    /// The life of its file when it left.
    pub epoch: i64,
    /// The bundle's number in that file, from 1.
    pub no: i64,
    /// The first sequence in it; 0 where it has no entry.
    pub first: i64,
    /// The last sequence.
    pub last: i64,
    /// The link before the first, in hex; empty at the very beginning.
    pub before: String,
    /// The link of the last.
    pub after: String,
    /// The newest business day in it.
    pub last_day: String,
    /// The moment of its newest entry, milliseconds UTC.
    pub last_at: i64,
    /// The last key of each table in the bundle before.
    pub since: Keys,
    /// The last key of each table in this one.
    pub until: Keys,
    /// How many entries.
    pub entries: i64,
    /// How many bills.
    pub bills: i64,
    /// Money received with them, what was given back taken off.
    pub received: i64,
    /// What its postings add up to, by kind of account.
    pub sums: BTreeMap<String, i64>,
    /// The month that it closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<MonthOf>,
}

/// The month-end pack that a bundle goes with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthOf {
    /// `2026-10`.
    pub month: String,
    /// The version of the pack.
    pub version: i64,
    /// The version that it supersedes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<i64>,
    /// The digest of the pack's content in hex.
    pub digest: String,
}

/// The last key of each table that grows, as the file stands.
pub(super) fn keys(db: &Db) -> Result<Keys, Fault> {
    let mut out = Keys::new();
    for table in TABLES.iter().filter(|table| table.cut == Cut::Grows) {
        let last = db.one(table.last, &[], |row| row.get::<_, i64>("last"))?.unwrap_or(0);
        out.insert(table.name.to_owned(), last);
    }
    Ok(out)
}

/// Everything of some tables between two sets of keys, table by table.
fn pour(
    db: &Db,
    tables: impl Iterator<Item = &'static Table>,
    since: &Keys,
    until: &Keys,
) -> Result<Vec<u8>, Fault> {
    let mut out = Written::default();
    for table in tables {
        let (mut rows, mut count) = (Written::default(), 0_usize);
        let take = |values: &[ValueRef<'_>]| -> Result<(), Fault> {
            rows.row(values);
            count += 1;
            Ok(())
        };
        match table.cut {
            Cut::Grows => {
                let from = since.get(table.name).copied().unwrap_or(0);
                let to = until.get(table.name).copied().unwrap_or(0);
                if to <= from {
                    continue;
                }
                db.pour_out(table.read, (&from, &to), take)?;
            }
            // Whatever a key is, it lies between the least number and any bytes.
            Cut::Whole | Cut::Anew => db.pour_out(table.read, (&i64::MIN, &Vec::<u8>::new()), take)?,
        }
        out.text(table.name);
        out.count(table.columns);
        out.count(count);
        out.append(rows);
    }
    Ok(out.bytes())
}

/// The facts between two sets of keys.
pub(super) fn facts(db: &Db, since: &Keys, until: &Keys) -> Result<Vec<u8>, Fault> {
    pour(db, TABLES.iter().filter(|table| table.cut == Cut::Grows), since, until)
}

/// The files as they stand: people, members, items, cards.
pub(super) fn files(db: &Db) -> Result<Vec<u8>, Fault> {
    let whole = TABLES.iter().filter(|table| table.cut != Cut::Grows);
    pour(db, whole, &Keys::new(), &Keys::new())
}

/// Makes a bundle: the same bytes for the same row of `bundle_sent`, whenever and wherever it is made.
///
/// # Errors
/// A fault when the file cannot be read.
pub(super) fn make(
    db: &Db,
    profile: &Profile,
    sent: &Sent,
    files: &[u8],
    month: Option<MonthOf>,
) -> Result<Vec<u8>, Fault> {
    let facts = facts(db, &sent.since, &sent.until)?;
    let at = |keys: &Keys| keys.get("entry").copied().unwrap_or(0);
    let (from, to) = (at(&sent.since), at(&sent.until));
    let stretch = store::stretch(db, from, to)?;
    let (bills, received) = {
        let key = |keys: &Keys| keys.get("bill").copied().unwrap_or(0);
        store::bills(db, key(&sent.since), key(&sent.until))?
    };
    let about = About {
        store: profile.code.clone(),
        name: profile.name.clone(),
        salt: hex(&profile.chain_salt),
        epoch: sent.until.get("epoch").copied().unwrap_or(profile.epoch),
        no: sent.no,
        first: stretch.first,
        last: stretch.last,
        before: store::link(db, from)?,
        after: store::link(db, to)?,
        last_day: stretch.last_day,
        last_at: stretch.last_at,
        since: sent.since.clone(),
        until: sent.until.clone(),
        entries: stretch.entries,
        bills,
        received,
        sums: store::sums(db, from, to)?,
        month,
    };
    let about = serde_json::to_value(&about).map_err(|error| Fault::Broken(error.to_string()))?;
    let mut parts: Vec<(&'static str, &[u8])> = vec![(FACTS, &facts), (FILES, files)];
    if !sent.phones.is_empty() {
        parts.push((PHONES, &sent.phones));
    }
    let parcel = Parcel { kind: KIND, about, parts };
    container::write(&parcel, &own_key(db)?)
        .map_err(|unfit| Fault::Broken(format!("a bundle: {} {}", unfit.what, unfit.detail)))
}

/// A bundle that was opened: signed by the key that it names, every part as its hash says.
pub struct Bundle {
    /// What it says of itself.
    pub about: About,
    /// Who signed it.
    pub key: crate::peers::Public,
    /// Phones, sealed to headquarters' key.
    pub(super) phones: Option<Vec<u8>>,
    pub(super) facts: Vec<u8>,
    pub(super) files: Vec<u8>,
}

/// Opens a bundle and looks at its form; what it says is believed of nobody yet.
///
/// # Errors
/// [`Unfit`] with the reason.
pub fn open(bytes: &[u8]) -> Result<Bundle, Unfit> {
    let opened: Opened<'_> = container::open(bytes, KIND)?;
    let about = about(opened.about.clone())?;
    let phones = opened.names().any(|name| name == PHONES).then(|| opened.part(PHONES)).transpose()?;
    let (facts, files) = (opened.part(FACTS)?, opened.part(FILES)?);
    let bundle = Bundle { about, key: opened.key, phones, facts, files };
    for part in [&bundle.facts, &bundle.files] {
        each_table(part, |_, _| Ok(()))?;
    }
    Ok(bundle)
}

/// What a bundle says of itself.
///
/// # Errors
/// [`Unfit`] for what no bundle says.
pub(super) fn about(said: serde_json::Value) -> Result<About, Unfit> {
    let about: About =
        serde_json::from_value(said).map_err(|error| Unfit::new("damaged", error.to_string()))?;
    if crate::shop::profile::check_code(&about.store).is_err() {
        return Err(Unfit::new("damaged", "store"));
    }
    Ok(about)
}

/// Walks over the rows of a part, table by table.
///
/// # Errors
/// [`Unfit`] for bytes that are no rows or tables that are not known; as `visit` says.
pub(super) fn each_table<E: From<Unfit>>(
    part: &[u8],
    mut visit: impl FnMut(&'static Table, &[ValueRef<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    let mut reading = Reading::of(part);
    let mut values = Vec::new();
    let mut before = None;
    while !reading.is_done() {
        let damaged = || Unfit::new("damaged", "rows");
        let name = reading.text().ok_or_else(damaged)?;
        let place = TABLES.iter().position(|table| table.name == name);
        let place =
            place.ok_or_else(|| Unfit::new("future", crate::ground::Clean::shown(name).into_string()))?;
        // Each table once, in the order in which rows may be written.
        if before.is_some_and(|before| before >= place) {
            return Err(damaged().into());
        }
        before = Some(place);
        let Some(table) = TABLES.get(place) else { return Err(damaged().into()) };
        let (columns, count) = (reading.count().ok_or_else(damaged)?, reading.count().ok_or_else(damaged)?);
        if columns != table.columns {
            return Err(Unfit::new("future", table.name).into());
        }
        for _ in 0..count {
            reading.row(columns, &mut values).ok_or_else(damaged)?;
            visit(table, &values)?;
        }
    }
    Ok(())
}
