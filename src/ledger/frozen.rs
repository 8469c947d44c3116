//! What a day's close freezes: of every table whose rows are facts, the digest over every column of what came since the
//! close before. The link of the close's entry covers these digests, and `check` works them out again, so that no hand can
//! change afterwards who approved what, by which rules people were paid, or what a setting said then.
//!
//! Files that change as they live (people, items, cards, coupons) are not frozen; `change` keeps what was done to them, and
//! is.

use sha2::{Digest, Sha256};

use super::chain::{Document, Hash, hex};
use super::tables::{Cut, KEPT, TABLES, Table};
use crate::db::{Db, Fault, ValueRef, named_params};

/// Before every key: the first close also says which keys there are none of.
const FIRST: i64 = i64::MIN;

/// What one table came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The table.
    pub area: String,
    /// Its last key.
    pub last: i64,
    /// The digest over the rows since the mark before.
    pub digest: Hash,
}

/// A span of a table that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thawed {
    /// The store's sequence of the close that froze it.
    pub seq: i64,
    /// The table.
    pub area: String,
    /// The keys between which it lies: after the first, up to the last.
    pub keys: (i64, i64),
}

/// The tables that are frozen. Of `change` the store itself keeps more than leaves it.
fn tables() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.cut == Cut::Grows && table.name != "change").chain(KEPT)
}

/// What came since the close before, table by table.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn since_last(db: &Db) -> Result<Vec<Mark>, Fault> {
    let mut out = Vec::new();
    for table in tables() {
        let params = named_params! { ":area": table.name };
        let from =
            db.one(include_str!("sql/frozen_last.sql"), params, |row| row.get::<_, i64>("last_key"))?;
        let from = from.unwrap_or(FIRST);
        let last = db.one(table.last, &[], |row| row.get::<_, i64>("last"))?.unwrap_or(0);
        if last > from {
            let digest = digest(db, table, from, last)?;
            out.push(Mark { area: table.name.to_owned(), last, digest });
        }
    }
    Ok(out)
}

/// The digest over every column of the rows between two keys. A value is its kind, its length and itself.
fn digest(db: &Db, table: &Table, from: i64, to: i64) -> Result<Hash, Fault> {
    let mut hash = Sha256::new();
    db.pour_out(table.read, (&from, &to), |values| -> Result<(), Fault> {
        for value in values {
            match value {
                ValueRef::Null | ValueRef::Real(_) => hash.update([0]),
                ValueRef::Integer(number) => {
                    hash.update([1]);
                    hash.update(number.to_be_bytes());
                }
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    hash.update([if matches!(value, ValueRef::Text(_)) { 2 } else { 3 }]);
                    hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
                    hash.update(bytes);
                }
            }
        }
        Ok(())
    })?;
    Ok(hash.finalize().into())
}

/// The digest that a close's entry is sealed with: its own, and over what it froze.
pub fn sealed(own: Hash, marks: &[Mark]) -> Hash {
    if marks.is_empty() {
        return own;
    }
    let mut document = Document::new();
    document.text("frozen").text(&hex(&own));
    for mark in marks {
        document.text(&mark.area).number(mark.last).text(&hex(&mark.digest));
    }
    document.digest()
}

/// Writes what a close froze beside its entry.
///
/// # Errors
/// A fault when the file refuses.
pub fn keep(db: &Db, entry: i64, marks: &[Mark]) -> Result<(), Fault> {
    for mark in marks {
        db.run(
            include_str!("sql/frozen_insert.sql"),
            named_params! { ":entry": entry, ":area": mark.area, ":last": mark.last, ":digest": mark.digest },
        )?;
    }
    Ok(())
}

/// What an entry froze, in the order in which it was sealed.
///
/// # Errors
/// As [`since_last`].
pub fn of_entry(db: &Db, entry: i64) -> Result<Vec<Mark>, Fault> {
    let mut marks =
        db.list(include_str!("sql/frozen_of_entry.sql"), named_params! { ":entry": entry }, |row| {
            Ok(Mark { area: row.get("area")?, last: row.get("last_key")?, digest: row.get("digest")? })
        })?;
    let place = |mark: &Mark| tables().position(|table| table.name == mark.area);
    marks.sort_by_key(place);
    Ok(marks)
}

/// What was frozen and is not what it was. In a copy of another store what stays in the store is not looked for.
///
/// # Errors
/// As [`since_last`].
pub fn thawed(db: &Db) -> Result<Vec<Thawed>, Fault> {
    let copy =
        db.one(include_str!("sql/is_copy.sql"), &[], |row| row.get::<_, bool>("copy"))?.unwrap_or(false);
    let mut out = Vec::new();
    for table in tables() {
        if copy && KEPT.iter().any(|kept| kept.name == table.name) {
            continue;
        }
        let params = named_params! { ":area": table.name };
        let marks = db.list(include_str!("sql/frozen_of_area.sql"), params, |row| {
            Ok((row.get::<_, i64>("seq")?, row.get::<_, i64>("last_key")?, row.get::<_, Hash>("digest")?))
        })?;
        let mut from = FIRST;
        for (seq, last, was) in marks {
            if digest(db, table, from, last)? != was {
                out.push(Thawed { seq, area: table.name.to_owned(), keys: (from, last) });
            }
            from = last;
        }
    }
    Ok(out)
}
