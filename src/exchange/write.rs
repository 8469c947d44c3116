//! From rows to steps and from steps to the store: the one place that knows every kind of file.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::desk::{Desk, Judged, Verdict};
use super::dry_run::Counts;
use super::load::Load;
use super::rows::{Parsed, Problem};
use super::watch::Watch;
use super::{into_balances, into_cards, into_items, into_members, into_sales, into_staff, store};
use crate::db::{Db, Fault};
use crate::ground::Fen;
use crate::members;
use crate::shop::{Answer, Tx};

/// What a row would do to the store.
#[derive(Debug, Clone)]
enum Step {
    Member(Box<into_members::MemberStep>),
    Balance(Box<into_balances::BalanceStep>),
    Card(Box<into_cards::CardStep>),
    Item(Box<into_items::ItemStep>),
    Staff(Box<into_staff::StaffStep>),
    Sale(Box<into_sales::SaleStep>),
}

impl Step {
    fn is_unmatched(&self) -> bool {
        matches!(self, Self::Sale(step) if step.is_unmatched())
    }

    fn verdict(&self) -> Verdict {
        match self {
            Self::Member(step) => step.verdict,
            Self::Balance(step) => step.verdict,
            Self::Card(step) => step.verdict,
            Self::Item(step) => step.verdict,
            Self::Staff(step) => step.verdict,
            Self::Sale(step) => step.verdict,
        }
    }

    /// What the row states of money that must match the control total.
    fn stated(&self) -> Fen {
        match self {
            Self::Balance(step) => step.stated,
            Self::Member(_) | Self::Card(_) | Self::Item(_) | Self::Staff(_) | Self::Sale(_) => Fen::ZERO,
        }
    }

    fn write(self, tx: &mut Tx<'_>, desk: &Desk<'_>, at: &mut Writing) -> Answer<()> {
        match self {
            Self::Member(step) => step.write(tx, desk, at),
            Self::Balance(step) => step.write(tx, at),
            Self::Card(step) => step.write(tx, at),
            Self::Item(step) => step.write(tx, at),
            Self::Staff(step) => step.write(tx, at),
            Self::Sale(step) => step.write(tx, at),
        }
    }
}

fn judge(desk: &mut Desk<'_>, at: i64, parsed: Parsed) -> Answer<Judged<Step>> {
    Ok(match parsed {
        Parsed::Member(row) => into_members::judge(desk, at, row)?.map(|step| Step::Member(Box::new(step))),
        Parsed::Balance(row) => {
            into_balances::judge(desk, at, row)?.map(|step| Step::Balance(Box::new(step)))
        }
        Parsed::Card(row) => into_cards::judge(desk, at, row)?.map(|step| Step::Card(Box::new(step))),
        Parsed::Item(row) => into_items::judge(desk, at, row)?.map(|step| Step::Item(Box::new(step))),
        Parsed::Staff(row) => into_staff::judge(desk, at, row)?.map(|step| Step::Staff(Box::new(step))),
        Parsed::Sale(row) => into_sales::judge(desk, row)?.map(|step| Step::Sale(Box::new(step))),
    })
}

/// What is known while a batch is written.
#[derive(Debug, Default)]
pub(super) struct Writing {
    /// The batch.
    pub batch: i64,
    /// The row of the file.
    pub row: i64,
    /// The last number given to something that had none.
    pub next_code: i64,
    /// Each member's last day in the file.
    pub visits: BTreeMap<i64, String>,
}

/// The whole file compared with the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many rows do what.
    pub counts: Counts,
    /// What the good rows state of stored value.
    pub total: Fen,
    /// The rows in error, in the order of the file.
    pub bad: Vec<(i64, Vec<Problem>)>,
}

/// Compares every row with the store and changes nothing.
///
/// # Errors
/// [`crate::ground::Refused::ImportStopped`] when it is wished; a fault when the file cannot be read.
pub(super) fn compare(db: &Db, today: NaiveDate, load: &Load, watch: &Watch) -> Answer<Compared> {
    let mut desk = Desk::new(db, today, 0)?;
    let mut out = Compared::default();
    for row in load.check()?.outcomes() {
        watch.step(row.number)?;
        let judged = match row.outcome {
            Ok(parsed) => judge(&mut desk, row.number, parsed)?,
            Err(problems) => Err(problems),
        };
        out.counts.rows += 1;
        match judged {
            Ok(step) => {
                out.total = out.total.plus(step.stated())?;
                out.counts.unmatched += i64::from(step.is_unmatched());
                match step.verdict() {
                    Verdict::New => out.counts.new += 1,
                    Verdict::Update => out.counts.update += 1,
                    Verdict::Same => out.counts.same += 1,
                }
            }
            Err(problems) => {
                out.counts.errors += 1;
                out.bad.push((row.number, problems));
            }
        }
    }
    Ok(out)
}

/// Writes every good row that says something new. Rows are read again rather than kept: a million of them need not
/// stand in memory beside the table.
///
/// # Errors
/// As [`compare`], and whatever refuses a row that was good a moment ago.
pub(super) fn write(
    tx: &mut Tx<'_>,
    load: &Load,
    compared: &Compared,
    batch: i64,
    watch: &Watch,
) -> Answer<()> {
    let left_out: HashSet<i64> = compared.bad.iter().map(|(row, _)| *row).collect();
    let mut desk = Desk::new(tx.db(), tx.day, batch)?;
    let mut at = Writing { batch, ..Writing::default() };
    for row in load.check()?.outcomes() {
        watch.step(row.number)?;
        let Ok(parsed) = row.outcome else { continue };
        if left_out.contains(&row.number) {
            continue;
        }
        at.row = row.number;
        let Ok(step) = judge(&mut desk, row.number, parsed)? else {
            return Err(Fault::Broken(format!("row {} changed while it was written", row.number)).into());
        };
        if step.verdict() != Verdict::Same {
            step.write(tx, &desk, &mut at)?;
        }
    }
    write_visits(tx, &at)
}

/// Moves the last visit of members whom the file saw later than the store did.
fn write_visits(tx: &Tx<'_>, at: &Writing) -> Answer<()> {
    for (member, day) in &at.visits {
        let Some(before) = members::store::by_id(tx.db(), *member)? else { continue };
        if before.last_visit_on < *day {
            let moved = format!("{}>{day}", before.last_visit_on);
            store::insert_row(tx.db(), at.batch, 0, ("visit", *member), &moved)?;
            members::store::visited(tx.db(), *member, day)?;
        }
    }
    Ok(())
}
