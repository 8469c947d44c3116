//! The SQL of rule books.

use std::str::FromStr;

use super::rules::{BandMode, Basis, Book, Cost, Event, Rule, Ruled, Step};
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Clean, Fen, Rate};
use crate::shop::Tx;
use crate::staff::Job;

/// A book's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub version: i64,
    /// Its first day.
    pub from: String,
    /// When it was set, UTC milliseconds.
    pub set_at: i64,
    /// Who set it: number and name.
    pub by: (String, String),
    /// How many rules it has.
    pub rules: i64,
}

/// Every book's head, oldest first.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn heads(db: &Db) -> Result<Vec<Head>, Fault> {
    db.list(include_str!("sql/books.sql"), &[], |row| {
        Ok(Head {
            version: row.get("version")?,
            from: row.get("valid_from")?,
            set_at: row.get("set_at")?,
            by: (row.get("number")?, row.get("name")?),
            rules: row.get("rules")?,
        })
    })
}

/// Every book, oldest first.
///
/// # Errors
/// A fault when the file cannot be read or holds a word nobody knows.
pub fn books(db: &Db) -> Result<Vec<Book>, Fault> {
    heads(db)?
        .into_iter()
        .map(|head| Ok(Book { version: head.version, from: head.from, rules: rules(db, head.version)? }))
        .collect()
}

fn rules(db: &Db, version: i64) -> Result<Vec<Ruled>, Fault> {
    let params = named_params! { ":version": version };
    let steps = db.list(include_str!("sql/steps.sql"), params, |row| {
        Ok((row.get::<_, i64>("place")?, Fen(row.get("from_base")?), row.get::<_, String>("rate")?))
    })?;
    let rows = db.list(include_str!("sql/rules.sql"), params, RuleRow::read)?;
    rows.into_iter().map(|row| row.ready(version, &steps)).collect()
}

struct RuleRow {
    place: i64,
    name: String,
    event: String,
    role: Option<String>,
    item: Option<i64>,
    code: Option<String>,
    category: Option<String>,
    requested: Option<bool>,
    member: Option<bool>,
    rate: Option<String>,
    fixed: Option<i64>,
    bands: Option<String>,
    phi: Option<String>,
    cost: String,
    basis: String,
}

impl RuleRow {
    fn read(row: &Row<'_>) -> crate::db::RowResult<Self> {
        Ok(Self {
            place: row.get("place")?,
            name: row.get("name")?,
            event: row.get("event")?,
            role: row.get("role")?,
            item: row.get("item_id")?,
            code: row.get("code")?,
            category: row.get("category")?,
            requested: row.get("requested")?,
            member: row.get("member")?,
            rate: row.get("rate")?,
            fixed: row.get("fixed")?,
            bands: row.get("bands")?,
            phi: row.get("phi")?,
            cost: row.get("cost")?,
            basis: row.get("basis")?,
        })
    }

    fn ready(self, version: i64, steps: &[(i64, Fen, String)]) -> Result<Ruled, Fault> {
        let broken = |what: &str| Fault::Broken(format!("rule {} of version {version}: {what}", self.name));
        let rate = |text: &Option<String>| {
            text.as_deref().map(Rate::from_str).transpose().map_err(|_| broken("not a rate"))
        };
        let clean = |text: &str| Clean::new(text).map_err(|_| broken("a text"));
        let role = match &self.role {
            Some(code) => Some(Job::from_code(code).ok_or_else(|| broken("its role"))?),
            None => None,
        };
        let mut own = Vec::new();
        for (_, from, text) in steps.iter().filter(|(place, ..)| *place == self.place) {
            own.push(Step { from: *from, rate: Rate::from_str(text).map_err(|_| broken("a step"))? });
        }
        let rule = Rule {
            name: clean(&self.name)?,
            event: Event::from_code(&self.event).ok_or_else(|| broken("its event"))?,
            role,
            item: self.code.clone(),
            category: self.category.as_deref().map(clean).transpose()?,
            requested: self.requested,
            member: self.member,
            rate: rate(&self.rate)?,
            fixed: self.fixed.map(Fen),
            bands: self.bands.as_deref().map(mode),
            steps: own,
            phi: rate(&self.phi)?,
            cost: match self.cost.as_str() {
                "before" => Cost::Before,
                "after" => Cost::After,
                _ => Cost::None,
            },
            basis: if self.basis == "list" { Basis::List } else { Basis::Paid },
        };
        Ok(Ruled::of(rule, self.item))
    }
}

fn mode(code: &str) -> BandMode {
    if code == "retroactive" { BandMode::Retroactive } else { BandMode::Progressive }
}

fn words(rule: &Rule) -> (Option<&'static str>, &'static str, &'static str) {
    let bands = rule.bands.map(|mode| match mode {
        BandMode::Progressive => "progressive",
        BandMode::Retroactive => "retroactive",
    });
    let cost = match rule.cost {
        Cost::None => "none",
        Cost::Before => "before",
        Cost::After => "after",
    };
    let basis = match rule.basis {
        Basis::Paid => "paid",
        Basis::List => "list",
    };
    (bands, cost, basis)
}

/// Whether any item is of a category.
///
/// # Errors
/// A fault when the file cannot be read.
pub(super) fn category_known(db: &Db, category: &str) -> Result<bool, Fault> {
    let params = named_params! { ":category": category };
    Ok(db.one(include_str!("sql/category_known.sql"), params, |row| row.get("known"))?.unwrap_or(false))
}

/// Writes a book; answers its version.
///
/// # Errors
/// A fault when the file refuses.
pub(super) fn insert(tx: &Tx<'_>, from: &str, rules: &[Ruled]) -> Result<i64, Fault> {
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
        let (bands, cost, basis) = words(rule);
        tx.db().run(
            include_str!("sql/rule_insert.sql"),
            named_params! {
                ":version": version, ":place": place, ":name": rule.name.as_str(), ":event": rule.event.code(),
                ":role": rule.role.map(Job::code), ":item": ruled.item,
                ":category": rule.category.as_ref().map(Clean::as_str), ":requested": rule.requested,
                ":member": rule.member, ":rate": rule.rate.map(|rate| rate.to_string()),
                ":fixed": rule.fixed.map(|fixed| fixed.0), ":bands": bands,
                ":phi": rule.phi.map(|phi| phi.to_string()), ":cost": cost, ":basis": basis,
            },
        )?;
        for (number, step) in (0_i64..).zip(&rule.steps) {
            tx.db().run(
                include_str!("sql/step_insert.sql"),
                named_params! {
                    ":version": version, ":place": place, ":step": number, ":from": step.from.0,
                    ":rate": step.rate.to_string(),
                },
            )?;
        }
    }
    Ok(version)
}
