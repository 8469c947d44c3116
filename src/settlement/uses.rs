//! What members of other stores used here, line by line, read from a store's own books.
//!
//! Stored value falls on the lines that it may pay, by their net amounts, floored, the last taking the rest; goods and
//! work before cards, as everywhere in the house. Sessions fall on the line that they paid. Points count for what they
//! took off the bill. What goes back carries the line that it goes back from.

use std::collections::BTreeMap;

use super::clearing_rules::CardKind;
use crate::db::{Db, Fault, named_params};
use crate::ground::split::{allot, floor_share};
use crate::ground::{Fen, Refused};
use crate::shop::Answer;

/// What was used on a line, of one home store and one kind; below zero where it went back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedLine {
    /// The bill's row.
    pub bill: i64,
    /// Its number.
    pub number: String,
    /// Its business day.
    pub day: String,
    /// The line.
    pub line: i64,
    /// The bill and the line that it was sold on: the same, unless something goes back.
    pub of: (i64, i64),
    /// The number of that bill, where it is another.
    pub of_number: Option<String>,
    /// The day on which it was sold: the rules of that day rate it.
    pub rated_on: String,
    /// The home store.
    pub home: String,
    /// What of.
    pub card: CardKind,
    /// Item code.
    pub item: String,
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: String,
    /// Principal, the value of sessions, or what points took off, in fen.
    pub principal: Fen,
    /// Gift.
    pub gift: Fen,
    /// The member's number here.
    pub member: String,
    /// The serving store's number of the part.
    pub ask: i64,
    /// Who did the work: staff numbers and names.
    pub people: String,
}

/// Money of one home store on one bill.
#[derive(Debug, Clone, Copy, Default)]
struct OnBill {
    principal: i64,
    gift: i64,
    ask: i64,
}

struct Line {
    number: i64,
    back_from: Option<i64>,
    code: String,
    name: String,
    is_card: bool,
    category: String,
    net: i64,
    people: String,
}

struct Bill {
    number: String,
    day: String,
    back_from: Option<i64>,
    of_number: Option<String>,
    of_day: Option<String>,
    member: String,
    lines: Vec<Line>,
}

/// What was used on the bills behind one and up to another, in the order of bills and lines.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn used(db: &Db, here: &str, (from, to): (i64, i64)) -> Answer<Vec<UsedLine>> {
    let mut money: BTreeMap<(i64, String, CardKind), OnBill> = BTreeMap::new();
    lots(db, here, (from, to), &mut money)?;
    points(db, (from, to), &mut money)?;
    let mut bills: BTreeMap<i64, Bill> = BTreeMap::new();
    let mut out = Vec::new();
    for ((bill, home, card), on) in money {
        let read = known(db, bill, &mut bills)?;
        let weights = weights(&read.lines);
        let share = |amount: i64| -> Result<Vec<i64>, Refused> {
            let parts = allot(amount.saturating_abs(), &weights)?;
            Ok(parts.into_iter().map(|part| part * amount.signum()).collect())
        };
        let (principal, gift) = (share(on.principal)?, share(on.gift)?);
        for ((line, principal), gift) in read.lines.iter().zip(principal).zip(gift) {
            if principal != 0 || gift != 0 {
                out.push(one(bill, read, line, (&home, card, on.ask), (principal, gift)));
            }
        }
    }
    for (bill, line, home, ask, value) in sessions(db, (from, to))? {
        let read = known(db, bill, &mut bills)?;
        if let Some(found) = read.lines.iter().find(|found| found.number == line) {
            out.push(one(bill, read, found, (&home, CardKind::SessionCard, ask), (value, 0)));
        }
    }
    out.sort_by(|a, b| (a.bill, a.line, &a.home, a.card).cmp(&(b.bill, b.line, &b.home, b.card)));
    Ok(out)
}

fn one(
    bill: i64,
    read: &Bill,
    line: &Line,
    (home, card, ask): (&str, CardKind, i64),
    (principal, gift): (i64, i64),
) -> UsedLine {
    let of = (read.back_from.unwrap_or(bill), line.back_from.unwrap_or(line.number));
    UsedLine {
        bill,
        number: read.number.clone(),
        day: read.day.clone(),
        line: line.number,
        of,
        of_number: read.of_number.clone(),
        rated_on: read.of_day.clone().unwrap_or_else(|| read.day.clone()),
        home: home.to_owned(),
        card,
        item: line.code.clone(),
        name: line.name.clone(),
        category: line.category.clone(),
        principal: Fen(principal),
        gift: Fen(gift),
        member: read.member.clone(),
        ask,
        people: line.people.clone(),
    }
}

/// Goods and work by what they cost; cards only where nothing else stands on the bill.
fn weights(lines: &[Line]) -> Vec<i64> {
    let of = |cards: bool| -> Vec<i64> {
        lines.iter().map(|line| if line.is_card == cards { line.net.saturating_abs() } else { 0 }).collect()
    };
    let work = of(false);
    if work.iter().any(|net| *net > 0) { work } else { of(true) }
}

type Money = BTreeMap<(i64, String, CardKind), OnBill>;

fn lots(db: &Db, here: &str, (from, to): (i64, i64), money: &mut Money) -> Result<(), Fault> {
    let params = named_params! { ":here": here, ":from": from, ":to": to };
    db.each(include_str!("sql/used_lots.sql"), params, |row| {
        let key = (row.get("bill_id")?, row.get("home")?, CardKind::StoredValue);
        let on = money.entry(key).or_default();
        let (kind, amount): (String, i64) = (row.get("kind")?, row.get("amount")?);
        if kind == "lot.gift" {
            on.gift += amount;
        } else {
            on.principal += amount;
        }
        on.ask = row.get::<_, Option<i64>>("ask")?.unwrap_or(0);
        Ok::<(), Fault>(())
    })
}

fn points(db: &Db, (from, to): (i64, i64), money: &mut Money) -> Result<(), Fault> {
    let params = named_params! { ":from": from, ":to": to };
    db.each(include_str!("sql/used_points.sql"), params, |row| {
        let amount: i64 = row.get("amount")?;
        let (used, off): (i64, i64) = (row.get("points_used")?, row.get("points_off")?);
        // What the points of one store took off the bill: their share, floored.
        let worth = floor_share(off.saturating_abs(), amount.saturating_abs(), used.saturating_abs())
            * amount.signum();
        let key = (row.get("bill_id")?, row.get("home")?, CardKind::Points);
        money.insert(key, OnBill { principal: worth, gift: 0, ask: row.get("ask")? });
        Ok::<(), Fault>(())
    })
}

/// Sessions of other stores' cards: bill, line, home store, number of the part, value.
type Session = (i64, i64, String, i64, i64);

fn sessions(db: &Db, (from, to): (i64, i64)) -> Result<Vec<Session>, Fault> {
    db.list(include_str!("sql/used_cards.sql"), named_params! { ":from": from, ":to": to }, |row| {
        Ok((row.get("bill_id")?, row.get("line")?, row.get("home")?, row.get("ask")?, row.get("card_value")?))
    })
}

fn known<'a>(db: &Db, bill: i64, bills: &'a mut BTreeMap<i64, Bill>) -> Result<&'a Bill, Fault> {
    match bills.entry(bill) {
        std::collections::btree_map::Entry::Occupied(found) => Ok(found.into_mut()),
        std::collections::btree_map::Entry::Vacant(free) => Ok(free.insert(read(db, bill)?)),
    }
}

fn read(db: &Db, bill: i64) -> Result<Bill, Fault> {
    let params = named_params! { ":bill": bill };
    let lines = db.list(include_str!("sql/used_lines.sql"), params, |row| {
        let kind: String = row.get("kind")?;
        Ok(Line {
            number: row.get("line")?,
            back_from: row.get("of_line")?,
            code: row.get("code")?,
            name: row.get("name")?,
            is_card: kind == "session_card" || kind == "period_card",
            category: row.get("category")?,
            net: row.get("net")?,
            people: row.get::<_, Option<String>>("people")?.unwrap_or_default(),
        })
    })?;
    let found = db.one(include_str!("sql/used_bill.sql"), named_params! { ":bill": bill }, |row| {
        Ok(Bill {
            number: row.get("number")?,
            day: row.get("posted_on")?,
            back_from: row.get("of_bill")?,
            of_number: row.get("of_number")?,
            of_day: row.get("of_day")?,
            member: row.get("member")?,
            lines: Vec::new(),
        })
    })?;
    let bill = found.ok_or_else(|| Fault::Broken(format!("bill {bill} is not there")))?;
    Ok(Bill { lines, ..bill })
}
