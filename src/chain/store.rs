//! The SQL of bundles that left.

use std::collections::BTreeMap;

use crate::db::{Db, Fault, Row, named_params};
use crate::ledger::chain::hex;

/// The last key of each table that grows.
pub type Keys = BTreeMap<String, i64>;

/// A bundle that left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sent {
    pub no: i64,
    pub month: Option<String>,
    pub version: i64,
    pub since: Keys,
    pub until: Keys,
    /// The files as they stood, compressed.
    pub files: Vec<u8>,
    /// Members' phones, sealed to headquarters; empty where they are not asked for.
    pub phones: Vec<u8>,
    pub digest: String,
}

fn read(row: &Row<'_>) -> crate::db::RowResult<(Sent, String, String)> {
    let sent = Sent {
        no: row.get("no")?,
        month: row.get("month")?,
        version: row.get("version")?,
        since: Keys::new(),
        until: Keys::new(),
        files: row.get("files")?,
        phones: row.get("phones")?,
        digest: row.get("digest")?,
    };
    Ok((sent, row.get("since")?, row.get("until")?))
}

fn with_keys((sent, since, until): (Sent, String, String)) -> Result<Sent, Fault> {
    let keys = |text: &str| {
        serde_json::from_str::<Keys>(text)
            .map_err(|error| Fault::Broken(format!("bundle {}: {error}", sent.no)))
    };
    Ok(Sent { since: keys(&since)?, until: keys(&until)?, ..sent.clone() })
}

pub(super) fn sent(db: &Db, no: i64) -> Result<Option<Sent>, Fault> {
    db.one(include_str!("sql/sent.sql"), named_params! { ":no": no }, read)?.map(with_keys).transpose()
}

pub(super) fn sent_last(db: &Db) -> Result<Option<Sent>, Fault> {
    db.one(include_str!("sql/sent_last.sql"), &[], read)?.map(with_keys).transpose()
}

pub(super) fn sent_month(db: &Db, month: &str, version: i64) -> Result<Option<Sent>, Fault> {
    let params = named_params! { ":month": month, ":version": version };
    db.one(include_str!("sql/sent_month.sql"), params, read)?.map(with_keys).transpose()
}

/// What moved between two entries by kind of account: the control totals of a bundle, in fen, points and pieces.
pub(super) fn sums(db: &Db, from: i64, to: i64) -> Result<BTreeMap<String, i64>, Fault> {
    let params = named_params! { ":from": from, ":to": to };
    let rows = db.list(include_str!("sql/sums.sql"), params, |row| {
        Ok((row.get::<_, String>("kind")?, row.get::<_, i64>("amount")?))
    })?;
    Ok(rows.into_iter().collect())
}

/// Where a bundle stands in the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    pub first: i64,
    pub last: i64,
    pub entries: i64,
    pub last_day: String,
    pub last_at: i64,
}

pub(super) fn stretch(db: &Db, from: i64, to: i64) -> Result<Stretch, Fault> {
    let params = named_params! { ":from": from, ":to": to };
    let found = db.one(include_str!("sql/stretch.sql"), params, |row| {
        Ok(Stretch {
            first: row.get("first")?,
            last: row.get("last")?,
            entries: row.get("entries")?,
            last_day: row.get("last_day")?,
            last_at: row.get("last_at")?,
        })
    })?;
    Ok(found.unwrap_or_default())
}

/// How many bills lie between two, and what was received with them, in fen.
pub(super) fn bills(db: &Db, from: i64, to: i64) -> Result<(i64, i64), Fault> {
    let params = named_params! { ":from": from, ":to": to };
    let found =
        db.one(include_str!("sql/bills.sql"), params, |row| Ok((row.get("bills")?, row.get("received")?)))?;
    Ok(found.unwrap_or_default())
}

/// The link of an entry in hex; empty for none.
pub(super) fn link(db: &Db, entry: i64) -> Result<String, Fault> {
    let found = db.one(include_str!("sql/link.sql"), named_params! { ":entry": entry }, |row| {
        row.get::<_, Vec<u8>>("hash")
    })?;
    Ok(found.map(|hash| hex(&hash)).unwrap_or_default())
}
