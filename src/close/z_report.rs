//! What a day came to (日结单, Z-report): takings by tender, what was earned, what the drawer was found to hold, the first
//! and last numbers, and the link that the day ends with.

use serde::{Deserialize, Serialize};

use super::drawer::Way;
use super::shift_rules::{Counted, difference};
use super::{gaps, store};
use crate::checkout::today::{Totals, TotalsAre};
use crate::db::{Db, named_params};
use crate::ground::{Fen, day};
use crate::ledger::{chain, lock};
use crate::shop::{Answer, Look, Query};
use crate::staff;

/// Asks what a day came to.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZReport {
    /// Which, ISO; the business day when absent.
    #[serde(default)]
    pub day: Option<String>,
}

/// Money put into or taken out of the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Which way.
    pub way: Way,
    /// How much.
    pub amount: Fen,
    /// What for.
    pub note: String,
}

/// A shift as it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftEnd {
    /// Its number.
    pub shift: i64,
    /// Whose it was: staff number and name.
    pub by: (String, String),
    /// Who took over.
    pub to: Option<(String, String)>,
    /// Since when, in UTC milliseconds.
    pub since: i64,
    /// Until when.
    pub until: i64,
    /// What was in the drawer when it began.
    pub float: Fen,
    /// By tender.
    pub rows: Vec<Counted>,
    /// Money put in, taken out and banked while it lasted.
    pub moves: Vec<Moved>,
    /// What cash came in and went out, by kind of entry.
    pub cash: Vec<(String, Fen, Fen)>,
    /// Over (or below zero: short) in all, when it was closed.
    pub difference: Fen,
    /// Why.
    pub cause: String,
    /// Over (or below zero: short) when it was opened.
    pub at_opening: Fen,
    /// Why.
    pub opening_cause: String,
    /// What went to the bank.
    pub banked: Fen,
    /// What was left in the drawer.
    pub left: Fen,
    /// How often it was counted.
    pub counts: i64,
}

impl ShiftEnd {
    /// Over or short when it was opened and when it was closed.
    pub fn in_all(&self) -> Fen {
        Fen(self.difference.0.saturating_add(self.at_opening.0))
    }

    /// Why, of both.
    pub fn causes(&self) -> String {
        let both = [&self.opening_cause, &self.cause];
        both.into_iter().filter(|cause| !cause.is_empty()).cloned().collect::<Vec<_>>().join("; ")
    }
}

/// What a day came to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DayReport {
    /// The day.
    pub day: String,
    /// Whether it is closed.
    pub closed: bool,
    /// The digest over its entries in hex, once it is.
    pub digest: String,
    /// Takings by tender, sales, stored value.
    pub totals: TotalsAre,
    /// Bills by kind.
    pub bills: Vec<(String, i64)>,
    /// What was sold before anything was taken off.
    pub list_total: Fen,
    /// What was taken off.
    pub discounts: Fen,
    /// Income recognised: services, goods, cards, what lapsed.
    pub income: Vec<(String, Fen)>,
    /// Over (or below zero: short) that was found on this day, when shifts were opened and closed.
    pub over_short: Fen,
    /// The shifts that ended on this day.
    pub shifts: Vec<ShiftEnd>,
    /// First and last bill.
    pub numbers: Option<(String, String)>,
    /// Missing numbers.
    pub missing: Vec<String>,
    /// First and last sequence of the store's entries.
    pub entries: Option<(i64, i64)>,
    /// The link that the day ends with: its first eight digits.
    pub hash: String,
}

impl Query for ZReport {
    const NAME: &'static str = "query.z_report";
    type Out = DayReport;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<DayReport> {
        let name = match &self.day {
            Some(text) => day::iso(text)?.to_string(),
            None => look.today(),
        };
        let totals = Totals { from: Some(name.clone()), to: Some(name.clone()) }.run(db, look)?;
        let mut out = DayReport { day: name.clone(), totals, ..DayReport::default() };
        if let Some(row) = store::day(db, &name)?.filter(|row| row.state == "closed") {
            (out.closed, out.digest) = (true, chain::hex(&row.digest));
        }
        // A month that is closed closes every day before its end, those without a bill too.
        out.closed |= lock::locked(db, &name)?.is_some();
        let params = named_params! { ":day": name };
        let kinds = db.list(include_str!("sql/z_bills.sql"), params, |row| {
            Ok((
                row.get::<_, String>("kind")?,
                row.get::<_, i64>("count")?,
                Fen(row.get("list_total")?),
                Fen(row.get("discount")?),
            ))
        })?;
        for (kind, count, list, discount) in kinds {
            if kind == "sale" {
                (out.list_total, out.discounts) = (list, discount);
            }
            out.bills.push((kind, count));
        }
        out.income = db.list(include_str!("sql/z_income.sql"), params, |row| {
            Ok((row.get::<_, String>("kind")?, Fen(row.get("amount")?)))
        })?;
        out.numbers = db
            .one(include_str!("sql/z_numbers.sql"), params, |row| {
                Ok((row.get::<_, Option<String>>("first")?, row.get::<_, Option<String>>("last")?))
            })?
            .and_then(|(first, last)| first.zip(last));
        out.missing = gaps::gaps(db, name.clone(), name.clone())?.numbers;
        let ends = db.one(include_str!("sql/z_entries.sql"), params, |row| {
            let hash: Option<Vec<u8>> = row.get("hash")?;
            Ok((row.get::<_, Option<i64>>("first")?, row.get::<_, Option<i64>>("last")?, hash))
        })?;
        if let Some((Some(first), Some(last), hash)) = ends {
            out.entries = Some((first, last));
            out.hash = hash.map(|hash| chain::short(&hash)).unwrap_or_default();
        }
        out.shifts = shifts(db, (&name, &name))?;
        out.over_short =
            Fen(db.one(include_str!("sql/z_over_short.sql"), params, |row| row.get("amount"))?.unwrap_or(0));
        Ok(out)
    }
}

/// The shifts that ended in a span of days.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shifts {
    /// First day, ISO; today when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, ISO; today when absent.
    #[serde(default)]
    pub to: Option<String>,
}

impl Query for Shifts {
    const NAME: &'static str = "query.shifts";
    type Out = Vec<ShiftEnd>;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<ShiftEnd>> {
        let today = Some(look.today());
        let from = self.from.as_deref().or(today.as_deref());
        let (from, to) = super::span(look, from, self.to.as_deref())?;
        shifts(db, (&from, &to))
    }
}

fn shifts(db: &Db, span: (&str, &str)) -> Answer<Vec<ShiftEnd>> {
    let mut out = Vec::new();
    for close in store::closes(db, span)? {
        if let Some(end) = end_of(db, &close)? {
            out.push(end);
        }
    }
    Ok(out)
}

/// A shift as it ended.
pub(super) fn end_of(db: &Db, close: &store::CloseRow) -> Answer<Option<ShiftEnd>> {
    let Some(shift) = store::shift_of(db, close.shift)? else { return Ok(None) };
    let who = |id: i64| -> Answer<(String, String)> {
        let person = staff::store::by_id(db, id)?;
        Ok(person.map(|person| (person.number, person.name)).unwrap_or_default())
    };
    let first = store::first_shift(db)?;
    let rows = store::counted(db, close.count)?;
    let cash = rows.iter().find(|row| row.tender == crate::checkout::cart::Tender::Cash);
    let found = cash.and_then(|row| row.counted).unwrap_or_default();
    // The entry that closes the shift moves what was found and banked: it is told apart.
    let (opened, through) = (store::entry_of_shift(db, shift.id)?, close.entry.saturating_sub(1));
    let moves = store::moves_between(db, (opened, through))?.into_iter().filter_map(|one| {
        let way = Way::ALL.into_iter().find(|way| way.code() == one.kind)?;
        Some(Moved { way, amount: one.amount, note: one.note })
    });
    Ok(Some(ShiftEnd {
        shift: shift.id,
        by: who(shift.by)?,
        to: close.to.map(who).transpose()?,
        since: shift.at,
        until: close.at,
        float: shift.opening,
        difference: difference(&rows)?,
        // The first shift's drawer is no difference: nobody counted before it.
        at_opening: if shift.id == first { Fen::ZERO } else { shift.opening.minus(shift.expected)? },
        opening_cause: shift.cause.clone(),
        moves: moves.collect(),
        cash: store::cash_moves(db, (opened, through))?,
        cause: close.cause.clone(),
        banked: close.banked,
        left: found.minus(close.banked)?,
        counts: store::last_count(db, shift.id)?.map_or(0, |count| count.nth),
        rows,
    }))
}
