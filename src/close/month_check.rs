//! What stands in the way of closing a month, and what should be looked at before: each with where to mend it.

use serde::{Deserialize, Serialize};

use super::{day, gaps, store};
use crate::db::{Db, named_params};
use crate::ground::{Fen, Month, Zone, day as days};
use crate::ledger::lock;
use crate::shop::{Answer, Look, Query};

/// How many examples a check names.
const EXAMPLES_MAX: usize = 5;

/// Asks whether a month can be closed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthCheck {
    /// The month: 2026-10; the one before this when absent.
    #[serde(default)]
    pub month: Option<String>,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The month is not over.
    Running,
    /// A shift is open.
    OpenShift,
    /// Carts were put aside and not retrieved.
    HeldBills,
    /// Days are not closed.
    OpenDays,
    /// Numbers are missing.
    MissingNumbers,
    /// Days were closed without a count.
    UncountedDays,
    /// Pieces on hand are below zero.
    NegativeStock,
    /// Members owe.
    Debts,
    /// Group-buy vouchers have no code.
    Vouchers,
}

impl What {
    /// Whether the month cannot be closed with it.
    pub fn blocks(self) -> bool {
        matches!(
            self,
            Self::Running | Self::OpenShift | Self::HeldBills | Self::OpenDays | Self::MissingNumbers
        )
    }

    /// Its name in answers and words.
    pub fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::OpenShift => "open_shift",
            Self::HeldBills => "held_bills",
            Self::OpenDays => "open_days",
            Self::MissingNumbers => "missing_numbers",
            Self::UncountedDays => "uncounted_days",
            Self::NegativeStock => "negative_stock",
            Self::Debts => "debts",
            Self::Vouchers => "vouchers",
        }
    }
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What is looked at.
    pub what: What,
    /// How many there are; none is well.
    pub count: i64,
    /// The first of them.
    pub examples: Vec<String>,
    /// What they come to, where they have an amount.
    pub amount: Fen,
    /// Whether the month cannot be closed with it.
    pub blocks: bool,
}

/// Whether a month can be closed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MonthIs {
    /// The month.
    pub month: String,
    /// Whether it is closed.
    pub closed: bool,
    /// Its digest in hex, once it is.
    pub digest: String,
    /// How many entries the digest covers.
    pub entries: i64,
    /// Whether nothing stands in the way.
    pub ready: bool,
    /// Every check.
    pub checks: Vec<Check>,
}

impl Query for MonthCheck {
    const NAME: &'static str = "query.month_check";
    type Out = MonthIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<MonthIs> {
        let today = days::iso(&look.today())?;
        let month = match &self.month {
            Some(text) => Month::named(text)?,
            None => Month::of(today).before(),
        };
        let mut out = MonthIs { month: month.name(), ..MonthIs::default() };
        if let Some(row) = store::month(db, &out.month)? {
            (out.closed, out.entries) = (true, row.entries);
            out.digest = crate::ledger::chain::hex(&row.digest);
            return Ok(out);
        }
        out.checks = checks(db, look.profile.zone, month, today)?;
        out.ready = out.checks.iter().all(|check| !check.blocks || check.count == 0);
        Ok(out)
    }
}

/// The first day that the close of a month freezes: of the first close, the first of all.
pub(super) fn begins(db: &Db) -> Answer<String> {
    let through = lock::through(db)?;
    let next = through.map(|day| days::iso(&day)).transpose()?.and_then(|day| day.succ_opt());
    Ok(next.map_or_else(|| "0000-00-00".to_owned(), |day| day.to_string()))
}

/// Every check of a month. Only days of the month itself must be closed: what an import brought from before is frozen
/// with the first month.
pub(super) fn checks(db: &Db, zone: Zone, month: Month, today: chrono::NaiveDate) -> Answer<Vec<Check>> {
    let (first, last) = (month.first.to_string(), month.last.to_string());
    let plain = |what: What, examples: Vec<String>| {
        let count = i64::try_from(examples.len()).unwrap_or(i64::MAX);
        let examples = examples.into_iter().take(EXAMPLES_MAX).collect();
        Check { what, count, examples, amount: Fen::ZERO, blocks: what.blocks() }
    };
    let mut out = Vec::new();
    let running = if month.last < today { Vec::new() } else { vec![last.clone()] };
    out.push(plain(What::Running, running));
    let open = store::newest(db)?.filter(|(shift, open)| *open && shift.day <= last);
    out.push(plain(What::OpenShift, open.into_iter().map(|(shift, _)| shift.id.to_string()).collect()));
    let end = zone.moment(month.after().first, 0, 0).0;
    let held = db.list(include_str!("sql/held_open.sql"), named_params! { ":before": end }, |row| {
        Ok(format!("{} {}", row.get::<_, i64>("id")?, row.get::<_, String>("label")?))
    })?;
    out.push(plain(What::HeldBills, held));
    let posted = day::days(db, &first, &last)?;
    let open = posted.iter().filter(|day| !day.closed).map(|day| day.day.clone()).collect();
    out.push(plain(What::OpenDays, open));
    let gaps = gaps::gaps(db, first.clone(), last.clone())?;
    out.push(Check { count: gaps.missing + gaps.entries, ..plain(What::MissingNumbers, gaps.numbers) });
    let uncounted =
        posted.iter().filter(|day| day.closed && !day.counted).map(|day| day.day.clone()).collect();
    out.push(plain(What::UncountedDays, uncounted));
    let stock = db.list(include_str!("sql/stock_below.sql"), &[], |row| {
        Ok(format!("{} {}", row.get::<_, String>("name")?, row.get::<_, i64>("balance")?))
    })?;
    out.push(plain(What::NegativeStock, stock));
    let owed = db.list(include_str!("sql/owed.sql"), &[], |row| {
        Ok((row.get::<_, String>("number")?, Fen(row.get("balance")?)))
    })?;
    let amount = Fen::sum(owed.iter().map(|(_, amount)| *amount))?;
    let names = owed.into_iter().map(|(number, amount)| format!("{number} {}", amount.grouped())).collect();
    out.push(Check { amount, ..plain(What::Debts, names) });
    let params = named_params! { ":from": first, ":to": last };
    let vouchers =
        db.list(include_str!("sql/vouchers_bare.sql"), params, |row| row.get::<_, String>("number"))?;
    out.push(plain(What::Vouchers, vouchers));
    Ok(out)
}
