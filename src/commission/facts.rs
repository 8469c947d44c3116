//! What happened to every line that somebody may earn by, in the order in which it happened.
//!
//! A line is sold, given back in part or whole, owed and paid later, or belongs to a card that is refunded. Each of these
//! leaves it in another [`State`]; the steps from state to state, dated, are all that rating needs. They are read once
//! and rated as often as one likes.

use std::collections::HashMap;

use serde::Deserialize;

use super::pay_rules::{Each, State};
use super::rules::Event;
use crate::cards::origin::origin;
use crate::db::{Db, Fault, named_params};
use crate::ground::{Fen, day};
use crate::shop::Answer;
use crate::staff::Job;

/// A bill that moved a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillFact {
    /// Its number.
    pub number: String,
    /// The business day.
    pub day: String,
    /// When, in milliseconds.
    pub at: i64,
    /// Months since year 0.
    pub month: i32,
}

/// What an item was called when it was sold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: String,
}

/// A line of a sale or a top-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFact {
    /// Place of its bill.
    pub bill: usize,
    /// Line number.
    pub line: i64,
    /// What is paid for.
    pub event: Event,
    /// The item, by row id.
    pub item: Option<i64>,
    /// Place of its label.
    pub label: usize,
    /// What the item brought in on that day.
    pub each: Each,
    /// Whether the first person was asked for.
    pub requested: bool,
    /// Whether a member bought it.
    pub member: bool,
    /// Its people: first place and one beyond the last.
    pub people: (usize, usize),
}

/// A person on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonFact {
    /// Row id.
    pub staff: i64,
    /// Their job on that day.
    pub job: Job,
    /// Their weight.
    pub weight: i64,
}

/// A line comes from one state into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepFact {
    /// Place of the line.
    pub line: usize,
    /// Place of the bill that did it.
    pub bill: usize,
    /// Before.
    pub before: State,
    /// After.
    pub after: State,
}

/// Everything of a span of days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Bills, in the order in which they were made.
    pub bills: Vec<BillFact>,
    /// Labels.
    pub labels: Vec<Label>,
    /// Lines.
    pub lines: Vec<LineFact>,
    /// People of the lines.
    pub people: Vec<PersonFact>,
    /// Steps, in the order in which they happened.
    pub steps: Vec<StepFact>,
}

/// Reads what is needed to rate a span: from the first day of the earliest month that anything in it goes back to.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn load(db: &Db, from: &str, to: &str) -> Answer<Facts> {
    let begin = horizon(db, from, to)?;
    super::walk::walk(db, &begin, to)
}

/// What became of one sale or top-up up to now, as far as its lines go. Hand fees and costs are looked up only where
/// they are asked for: a reward needs none.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn of_bill(db: &Db, bill: i64, with_costs: bool) -> Answer<Facts> {
    let costs = if with_costs { Costs::load(db)? } else { Costs::default() };
    super::walk::walk_one(db, bill, costs)
}

/// The bill that a refunded card or lot came from, by what stands on its refund: `lot 7`, or a card's code.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn origin_bill(db: &Db, code: &str) -> Result<Option<i64>, Fault> {
    Ok(origin(db, code)?.map(|origin| origin.bill))
}

/// The first of the month of the earliest sale that a bill of the span gives back, pays for, or refunds a card of:
/// bands count a sale in the month in which it was made.
fn horizon(db: &Db, from: &str, to: &str) -> Answer<String> {
    let params = named_params! { ":from": from, ":to": to };
    let mut earliest = from.to_owned();
    let mut seen = |day: Option<String>| {
        if let Some(day) = day.filter(|day| *day < earliest) {
            earliest = day;
        }
    };
    for sql in [include_str!("sql/earliest_origin.sql"), include_str!("sql/earliest_debt.sql")] {
        seen(db.one(sql, params, |row| row.get::<_, Option<String>>("day"))?.flatten());
    }
    let codes =
        db.list(include_str!("sql/refunded_holdings.sql"), params, |row| row.get::<_, String>("code"))?;
    for code in codes {
        seen(origin(db, &code)?.map(|origin| origin.day));
    }
    Ok(first_of_month(&earliest))
}

/// `2026-11-21` to `2026-11-01`.
pub fn first_of_month(day: &str) -> String {
    format!("{}-01", day.get(..7).unwrap_or(day))
}

/// Months since year 0, so that two months of a person are told apart.
pub(super) fn month_of(text: &str) -> i32 {
    use chrono::Datelike;
    day::iso(text).map_or(0, |day| day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0))
}

/// Hand fees and costs of items as they were at any moment: an item's file says what they are, and its changes what
/// they were before.
#[derive(Default)]
pub(super) struct Costs {
    now: HashMap<i64, Each>,
    /// Oldest change first: until when it was so.
    before: HashMap<i64, Vec<(i64, Each)>>,
}

#[derive(Deserialize)]
struct Kept {
    hand_fee: Fen,
    material_cost: Fen,
}

impl Costs {
    pub(super) fn load(db: &Db) -> Result<Self, Fault> {
        let rows = db.list(include_str!("sql/items.sql"), &[], |row| {
            let each = Each {
                list: Fen::ZERO,
                fee: Fen(row.get("hand_fee")?),
                cost: Fen(row.get("material_cost")?),
            };
            Ok((row.get::<_, i64>("id")?, each))
        })?;
        let changes = db.list(include_str!("sql/item_changes.sql"), &[], |row| {
            Ok((row.get::<_, i64>("ref")?, row.get::<_, i64>("at")?, row.get::<_, String>("before")?))
        })?;
        let mut before: HashMap<i64, Vec<(i64, Each)>> = HashMap::new();
        for (item, at, text) in changes {
            let kept: Kept = serde_json::from_str(&text)
                .map_err(|error| Fault::Broken(format!("change of item {item}: {error}")))?;
            let each = Each { list: Fen::ZERO, fee: kept.hand_fee, cost: kept.material_cost };
            before.entry(item).or_default().push((at, each));
        }
        Ok(Self { now: rows.into_iter().collect(), before })
    }

    /// What an item brought in at a moment, its list price as the bill has it.
    pub(super) fn at(&self, item: Option<i64>, at: i64, list: Fen) -> Each {
        let Some(item) = item else { return Each { list, ..Each::default() } };
        let then = self.before.get(&item).and_then(|all| all.iter().find(|(until, _)| *until > at));
        let each = then.map(|(_, each)| *each).or_else(|| self.now.get(&item).copied()).unwrap_or_default();
        Each { list, ..each }
    }
}
