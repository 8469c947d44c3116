//! The SQL of rewards.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::rules::{Book, Reward, Ruled, Trigger};
use crate::db::{Db, Fault, Row, RowResult, named_params};
use crate::ground::{Clean, Fen, Rate};
use crate::ledger::chain::{Document, Hash};
use crate::shop::Tx;
use crate::staff::Job;

/// To whom, by which rule of which version, and for what of the bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Row id of the person.
    pub staff: i64,
    /// Version of the book.
    pub version: i64,
    /// Place of the rule in it.
    pub place: i64,
    /// A line, a recommendation, a rating; 0 the bill itself.
    pub cause: i64,
}

/// What an amount is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Detail {
    /// What was sold, recommended or topped up.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What was paid for it.
    pub paid: Fen,
    /// Pieces.
    #[serde(default)]
    pub pieces: i64,
    /// What the rule gives in all, before it is shared.
    pub whole: Fen,
    /// The person's weight.
    pub weight: i64,
    /// The weights of the role group.
    pub weights: i64,
    /// Days away.
    #[serde(default)]
    pub away: i64,
    /// The bills of a streak, by row id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bills: Vec<i64>,
}

/// A reward that is due or stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// How much.
    pub amount: Fen,
    /// What it is made of.
    pub detail: Detail,
}

/// A row to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReward {
    /// To whom and by what.
    pub key: Key,
    /// The bill that earned it.
    pub bill: i64,
    /// The bill that gives it or takes it back.
    pub by: i64,
    /// Below zero where it is taken back.
    pub amount: Fen,
    /// What it is made of.
    pub detail: Detail,
}

/// A bill's head, as far as rewards go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Row id.
    pub id: i64,
    /// `sale`, `topup`, `refund`, …
    pub kind: String,
    /// Business day.
    pub day: String,
    /// When, in milliseconds.
    pub at: i64,
    /// Whose.
    pub member: Option<i64>,
    /// The bill it undoes.
    pub of: Option<i64>,
}

/// Every book, oldest first.
///
/// # Errors
/// A fault when the file cannot be read or holds a word nobody knows.
pub fn books(db: &Db) -> Result<Vec<Book>, Fault> {
    let heads = db.list(include_str!("sql/books.sql"), &[], book_head)?;
    heads.into_iter().map(|head| with_rules(db, head)).collect()
}

/// Whether any book was ever set.
pub(super) fn any_book(db: &Db) -> Result<bool, Fault> {
    Ok(db.one(include_str!("sql/any_book.sql"), &[], |row| row.get("any_book"))?.unwrap_or(false))
}

/// The book that a bill of this day and moment falls under.
pub(super) fn in_force(db: &Db, day: &str, at: i64) -> Result<Option<Book>, Fault> {
    let params = named_params! { ":day": day, ":at": at };
    match db.one(include_str!("sql/in_force.sql"), params, book_head)? {
        Some(head) => Ok(Some(with_rules(db, head)?)),
        None => Ok(None),
    }
}

fn book_head(row: &Row<'_>) -> RowResult<(i64, String, i64)> {
    Ok((row.get("version")?, row.get("valid_from")?, row.get("set_at")?))
}

fn with_rules(db: &Db, (version, from, set_at): (i64, String, i64)) -> Result<Book, Fault> {
    let params = named_params! { ":version": version };
    let rows = db.list(include_str!("sql/rules.sql"), params, RuleRow::read)?;
    let rules = rows.into_iter().map(|row| row.ready(version)).collect::<Result<_, Fault>>()?;
    Ok(Book { version, from, set_at, rules })
}

struct RuleRow {
    name: String,
    event: String,
    role: Option<String>,
    item: Option<i64>,
    code: Option<String>,
    category: Option<String>,
    first: bool,
    least: i64,
    rate: Option<String>,
    fixed: Option<i64>,
    run: i64,
    away: i64,
}

impl RuleRow {
    fn read(row: &Row<'_>) -> RowResult<Self> {
        Ok(Self {
            name: row.get("name")?,
            event: row.get("event")?,
            role: row.get("role")?,
            item: row.get("item_id")?,
            code: row.get("code")?,
            category: row.get("category")?,
            first: row.get("first")?,
            least: row.get("least")?,
            rate: row.get("rate")?,
            fixed: row.get("fixed")?,
            run: row.get("run")?,
            away: row.get("away")?,
        })
    }

    fn ready(self, version: i64) -> Result<Ruled, Fault> {
        let broken = |what: &str| Fault::Broken(format!("reward {} of version {version}: {what}", self.name));
        let clean = |text: &str| Clean::new(text).map_err(|_| broken("a text"));
        let role = match &self.role {
            Some(code) => Some(Job::from_code(code).ok_or_else(|| broken("its role"))?),
            None => None,
        };
        let rule = Reward {
            name: clean(&self.name)?,
            event: Trigger::from_code(&self.event).ok_or_else(|| broken("its event"))?,
            role,
            item: self.code.clone(),
            category: self.category.as_deref().map(clean).transpose()?,
            first: self.first,
            least: Fen(self.least),
            rate: self.rate.as_deref().map(Rate::from_str).transpose().map_err(|_| broken("not a rate"))?,
            fixed: self.fixed.map(Fen),
            run: self.run,
            away: self.away,
        };
        Ok(Ruled { rule, item: self.item })
    }
}

/// Writes a book; answers its version.
pub(super) fn insert_book(tx: &Tx<'_>, from: &str, rules: &[Ruled]) -> Result<i64, Fault> {
    let last =
        tx.db().one(include_str!("sql/last_book.sql"), &[], |row| row.get::<_, Option<i64>>("version"))?;
    let version = last.flatten().unwrap_or(0) + 1;
    tx.db().run(
        include_str!("sql/book_insert.sql"),
        named_params! {
            ":version": version, ":from": from, ":at": tx.at.0, ":staff": tx.by.id,
            ":second": tx.second.as_ref().map(|second| second.id),
            ":reason": tx.reason.as_deref().unwrap_or(""), ":command": tx.command()?,
        },
    )?;
    for (place, ruled) in (0_i64..).zip(rules) {
        let rule = &ruled.rule;
        tx.db().run(
            include_str!("sql/rule_insert.sql"),
            named_params! {
                ":version": version, ":place": place, ":name": rule.name.as_str(), ":event": rule.event.code(),
                ":role": rule.role.map(Job::code), ":item": ruled.item,
                ":category": rule.category.as_ref().map(Clean::as_str), ":first": rule.first,
                ":least": rule.least.0, ":rate": rule.rate.map(|rate| rate.to_string()),
                ":fixed": rule.fixed.map(|fixed| fixed.0), ":run": rule.run, ":away": rule.away,
            },
        )?;
    }
    Ok(version)
}

/// A bill's head.
pub(super) fn head(db: &Db, bill: i64) -> Result<Head, Fault> {
    let found = db.one(include_str!("sql/head.sql"), named_params! { ":bill": bill }, |row| {
        Ok(Head {
            id: row.get("id")?,
            kind: row.get("kind")?,
            day: row.get("posted_on")?,
            at: row.get("posted_at")?,
            member: row.get("member_id")?,
            of: row.get("of_bill")?,
        })
    })?;
    found.ok_or_else(|| Fault::Broken(format!("bill {bill} is gone")))
}

/// What stands of the rewards of a bill; streaks hang on ratings, not on what was sold.
pub(super) fn standing(db: &Db, bill: i64) -> Result<BTreeMap<Key, Fen>, Fault> {
    let rows = db.list(include_str!("sql/standing.sql"), named_params! { ":bill": bill }, |row| {
        Ok((read_key(row)?, Fen(row.get("amount")?)))
    })?;
    Ok(rows.into_iter().collect())
}

pub(super) fn read_key(row: &Row<'_>) -> RowResult<Key> {
    Ok(Key {
        staff: row.get("staff_id")?,
        version: row.get("version")?,
        place: row.get("place")?,
        cause: row.get("cause")?,
    })
}

/// What an amount is made of, from the file's text.
///
/// # Errors
/// A fault where it cannot be read.
pub fn detail(text: &str) -> Result<Detail, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::Broken(format!("detail of a reward: {error}")))
}

/// Writes a row; answers what was written of it, for the digest.
pub(super) fn insert(tx: &Tx<'_>, at: i64, entry: i64, row: &NewReward) -> Result<(), Fault> {
    tx.db().run(
        include_str!("sql/insert.sql"),
        named_params! {
            ":day": tx.today(), ":at": at, ":staff": row.key.staff, ":version": row.key.version,
            ":place": row.key.place, ":bill": row.bill, ":by": row.by, ":cause": row.key.cause,
            ":amount": row.amount.0, ":detail": text_of(&row.detail), ":entry": entry, ":command": tx.command()?,
        },
    )?;
    Ok(())
}

fn text_of(detail: &Detail) -> String {
    serde_json::to_string(detail).unwrap_or_default()
}

/// The digest of rows that are about to be written: what the entry's link of the chain covers.
pub(super) fn digest_of(tx: &Tx<'_>, rows: &[NewReward]) -> Result<Hash, Fault> {
    let day = tx.today();
    let mut document = Document::new();
    for row in rows {
        let text = text_of(&row.detail);
        seal(&mut document, &day, row.key, [row.bill, row.by, row.amount.0, tx.command()?], &text);
    }
    Ok(document.digest())
}

fn seal(document: &mut Document, day: &str, key: Key, numbers: [i64; 4], detail: &str) {
    document.text(day);
    for number in [key.staff, key.version, key.place, key.cause].into_iter().chain(numbers) {
        document.number(number);
    }
    document.text(detail);
}

/// The digest of an entry's rows as they stand in the file, and what they give each person.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn proof_of(db: &Db, entry: i64) -> Result<(Hash, BTreeMap<i64, i64>), Fault> {
    let mut document = Document::new();
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    db.each::<Fault>(include_str!("sql/of_entry.sql"), named_params! { ":entry": entry }, |row| {
        let key = read_key(row)?;
        let amount: i64 = row.get("amount")?;
        let numbers = [row.get("bill_id")?, row.get("by_bill")?, amount, row.get("command_id")?];
        let (day, detail): (String, String) = (row.get("on_day")?, row.get("detail")?);
        seal(&mut document, &day, key, numbers, &detail);
        let sum = sums.entry(key.staff).or_default();
        *sum = sum.saturating_add(amount);
        Ok(())
    })?;
    Ok((document.digest(), sums))
}
