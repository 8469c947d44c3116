//! Shifts (班次): opened with what is in the drawer, counted blind, handed over with the difference and its cause.
//!
//! A shift begins where the one before it ended, whenever somebody opened it: nothing is sold between two shifts.

use serde::{Deserialize, Serialize};

use super::sealed;
use super::shift_rules::{self, COUNTED, Counted};
use super::store::{self, CloseRow, ShiftRow};
use crate::checkout::cart::Tender;
use crate::db::{Db, Fault};
use crate::ground::{Clean, Fen, Refused};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, balance, chain, post};
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};
use crate::staff;

/// The longest cause or note, in characters.
const NOTE_CHARS_MAX: i64 = 200;

/// Opens a shift.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenShift {
    /// What is in the drawer, in yuan; what the books have when absent, and then nobody counted.
    #[serde(default)]
    pub float: Option<Fen>,
    /// Why it is not what the shift before left.
    #[serde(default)]
    pub cause: Option<Clean>,
}

/// A shift that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOpened {
    /// Its number.
    pub shift: i64,
    /// What is in the drawer.
    pub float: Fen,
    /// What the books had there.
    pub expected: Fen,
    /// Whether it is the store's first: then the books follow the drawer.
    pub first: bool,
    /// The store's sequence of its entry.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
}

impl Verb for OpenShift {
    const NAME: &'static str = "shift.open";
    type Out = ShiftOpened;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<ShiftOpened> {
        tx.require(Act::ShiftOpen)?;
        let before = store::newest(tx.db())?;
        if let Some((row, true)) = &before {
            return Err(still_open(tx.db(), row)?.into());
        }
        let last = match &before {
            Some((row, _)) => store::close_of(tx.db(), row.id)?.map(|close| close.entry),
            None => None,
        };
        let by = tx.by.id;
        open(tx, self.float, self.cause.as_ref(), last, by)
    }
}

/// That a shift is open, and whose.
pub(super) fn still_open(db: &Db, row: &ShiftRow) -> Answer<Refused> {
    let name = staff::store::by_id(db, row.by)?.map(|person| person.name).unwrap_or_default();
    Ok(Refused::ShiftStillOpen { shift: row.id, name })
}

/// Opens a shift after an entry; the first of all where there is none before.
fn open(
    tx: &mut Tx<'_>,
    float: Option<Fen>,
    cause: Option<&Clean>,
    after: Option<i64>,
    by: i64,
) -> Answer<ShiftOpened> {
    let expected = balance::fen(tx.db(), Kind::TillCash, 0)?;
    let opening = float.unwrap_or(expected);
    if opening < Fen::ZERO {
        return Err(Refused::DrawerShort { there: opening, wanted: Fen::ZERO }.into());
    }
    let difference = opening.minus(expected)?;
    let cause = cause.map(note).transpose()?.unwrap_or_default();
    if after.is_some() && difference != Fen::ZERO && cause.is_empty() {
        return Err(Refused::CauseMissing { difference }.into());
    }
    let mut draft = Draft::new();
    // Before the first shift nobody counted: what the books have beyond the drawer was taken out of it long ago.
    let other = if after.is_some() { Kind::OverShort } else { Kind::DrawerOther };
    draft.money(Account::own(Kind::TillCash), Account::own(other), difference);
    let row = ShiftRow {
        id: 0,
        expected,
        opening,
        counted: float.is_some(),
        cause,
        after_entry: match after {
            Some(entry) => entry,
            None => store::last_entry(tx.db())?,
        },
        day: tx.today(),
        at: tx.at.0,
        by,
    };
    let about = About { document: sealed::shift_digest(&row), ..About::default() };
    let balanced = draft.balance_or_fact().map_err(Fault::from)?;
    let posted = post(tx, EntryKind::Drawer, about, &balanced)?;
    let shift = store::insert_shift(tx, &row, posted.id)?;
    tx.touch(Area::Bills);
    Ok(ShiftOpened {
        shift,
        float: opening,
        expected,
        first: after.is_none(),
        seq: posted.seq,
        hash: chain::short(&posted.hash),
    })
}

/// A text that people give a reason with.
pub(super) fn note(text: &Clean) -> Result<String, Refused> {
    let text = text.as_str().trim();
    let chars = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    if chars > NOTE_CHARS_MAX {
        return Err(Refused::TextTooLong { chars, limit: NOTE_CHARS_MAX });
    }
    Ok(text.to_owned())
}

/// Counts the drawer and what the other tenders took, before anybody is told what should be there.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountTill {
    /// Cash in the drawer, in yuan.
    pub cash: Fen,
    /// Taken by WeChat; absent where nobody looked.
    #[serde(default)]
    pub wechat: Option<Fen>,
    /// Taken by Alipay.
    #[serde(default)]
    pub alipay: Option<Fen>,
    /// Taken by bank card.
    #[serde(default)]
    pub bank: Option<Fen>,
    /// Group-buy vouchers taken.
    #[serde(default)]
    pub group_buy: Option<Fen>,
}

/// What a count found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountIs {
    /// The shift.
    pub shift: i64,
    /// How many counts it has had, this one included.
    pub nth: i64,
    /// By tender.
    pub rows: Vec<Counted>,
    /// Over (or below zero: short) in all.
    pub difference: Fen,
    /// Whether closing the shift asks for a cause.
    pub needs_cause: bool,
}

impl CountTill {
    fn of(&self, tender: Tender) -> Option<Fen> {
        match tender {
            Tender::Cash => Some(self.cash),
            Tender::Wechat => self.wechat,
            Tender::Alipay => self.alipay,
            Tender::Bank => self.bank,
            Tender::GroupBuy => self.group_buy,
            Tender::StoredValue | Tender::OnAccount => None,
        }
    }
}

impl Verb for CountTill {
    const NAME: &'static str = "shift.count";
    type Out = CountIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<CountIs> {
        tx.require(Act::ShiftClose)?;
        let Some((shift, true)) = store::newest(tx.db())? else { return Err(Refused::ShiftNone {}.into()) };
        let mut rows = Vec::with_capacity(COUNTED.len());
        for tender in COUNTED {
            let Some(account) = tender.till() else { continue };
            let expected = if tender == Tender::Cash {
                balance::fen(tx.db(), Kind::TillCash, 0)?
            } else {
                store::taken_after(tx.db(), account.kind.code(), shift.after_entry)?
            };
            rows.push(Counted { tender, expected, counted: self.of(tender) });
        }
        if self.cash < Fen::ZERO {
            return Err(Refused::DrawerShort { there: self.cash, wanted: Fen::ZERO }.into());
        }
        let count = store::insert_count(tx, shift.id, &rows)?;
        tx.note("shift.count", format!("shift {} count {count}", shift.id))?;
        let nth = store::last_count(tx.db(), shift.id)?.map_or(1, |count| count.nth);
        let (difference, needs_cause) = (shift_rules::difference(&rows)?, shift_rules::needs_cause(&rows)?);
        Ok(CountIs { shift: shift.id, nth, rows, difference, needs_cause })
    }
}

/// Closes the shift by its last count, and hands the drawer over.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseShift {
    /// Why a tender was found otherwise than expected.
    #[serde(default)]
    pub cause: Option<Clean>,
    /// What of the cash goes to the bank, in yuan.
    #[serde(default)]
    pub banked: Option<Fen>,
    /// Who takes over: staff number. Their shift is opened with what is left.
    #[serde(default)]
    pub to: Option<String>,
}

/// A shift that was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftClosed {
    /// Its number.
    pub shift: i64,
    /// By tender.
    pub rows: Vec<Counted>,
    /// Over (or below zero: short) in all.
    pub difference: Fen,
    /// What went to the bank.
    pub banked: Fen,
    /// What is left in the drawer.
    pub left: Fen,
    /// The shift that was opened for whoever took over.
    pub next: Option<i64>,
    /// The store's sequence of its entry.
    pub seq: i64,
    /// The first eight digits of its link of the chain.
    pub hash: String,
}

impl Verb for CloseShift {
    const NAME: &'static str = "shift.close";
    type Out = ShiftClosed;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<ShiftClosed> {
        tx.require(Act::ShiftClose)?;
        let Some((shift, true)) = store::newest(tx.db())? else { return Err(Refused::ShiftNone {}.into()) };
        let Some(count) = store::last_count(tx.db(), shift.id)? else {
            return Err(Refused::CountMissing { shift: shift.id }.into());
        };
        let rows = store::counted(tx.db(), count.id)?;
        // What was taken since was not counted.
        for tender in COUNTED {
            let Some(account) = tender.till() else { continue };
            if store::taken_after(tx.db(), account.kind.code(), count.last_entry)? != Fen::ZERO {
                return Err(Refused::CountStale { shift: shift.id }.into());
            }
        }
        let cause = self.cause.as_ref().map(note).transpose()?.unwrap_or_default();
        let difference = shift_rules::difference(&rows)?;
        if shift_rules::needs_cause(&rows)? && cause.is_empty() {
            return Err(Refused::CauseMissing { difference }.into());
        }
        let to = match &self.to {
            Some(number) => Some(taker(tx, number)?),
            None => None,
        };
        let banked = self.banked.unwrap_or_default();
        if banked < Fen::ZERO {
            return Err(Refused::AmountNotPositive { field: "amount".into() }.into());
        }
        let cash = rows.iter().find(|row| row.tender == Tender::Cash).and_then(|row| row.counted);
        let left = shift_rules::left(cash.unwrap_or_default(), banked)?;
        let close = CloseRow {
            shift: shift.id,
            count: count.id,
            banked,
            cause,
            to,
            day: tx.today(),
            at: tx.at.0,
            by: tx.by.id,
            second: tx.second.as_ref().map(|second| second.id),
            entry: 0,
        };
        let (seq, hash, entry) = write(tx, close, &rows)?;
        let next = match to {
            Some(by) => Some(open(tx, None, None, Some(entry), by)?.shift),
            None => None,
        };
        Ok(ShiftClosed { shift: shift.id, rows, difference, banked, left, next, seq, hash })
    }
}

/// Posts what was over and short and what went to the bank; answers the sequence, the link and the entry.
fn write(tx: &mut Tx<'_>, mut close: CloseRow, rows: &[Counted]) -> Answer<(i64, String, i64)> {
    let mut draft = Draft::new();
    for row in rows {
        if let Some(till) = row.tender.till() {
            draft.money(till, Account::own(Kind::OverShort), row.difference()?);
        }
    }
    draft.money(Account::own(Kind::Banked), Account::own(Kind::TillCash), close.banked);
    let about = About { document: sealed::close_digest(&close, rows), ..About::default() };
    let balanced = draft.balance_or_fact().map_err(Fault::from)?;
    let posted = post(tx, EntryKind::Drawer, about, &balanced)?;
    close.entry = posted.id;
    store::insert_close(tx, &close)?;
    tx.touch(Area::Bills);
    Ok((posted.seq, chain::short(&posted.hash), posted.id))
}

/// Whoever takes over: somebody who works here and may keep a drawer.
fn taker(tx: &Tx<'_>, number: &str) -> Answer<i64> {
    let person = staff::store::working(tx.db(), number, &tx.today())?;
    if !crate::shop::rights::may(person.role, Act::ShiftOpen) {
        return Err(Refused::RightMissing {
            act: Act::ShiftOpen.code().into(),
            role: person.role.code().into(),
            allowed: crate::shop::rights::allowed(Act::ShiftOpen),
        }
        .into());
    }
    Ok(person.id)
}

/// The shift that is open now.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shift {}

/// A shift without what should be in its drawer: it is counted blind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ShiftIs {
    /// Its number; none where no shift is open.
    pub open: Option<i64>,
    /// Whose it is: staff number and name.
    pub by: Option<(String, String)>,
    /// Since when, in UTC milliseconds.
    pub since: i64,
    /// What was in the drawer when it began.
    pub float: Fen,
    /// Sales and other bills of it.
    pub bills: i64,
    /// Put in, taken out, banked: kind, amount, what for.
    pub moves: Vec<(String, Fen, String)>,
    /// How many counts it has had.
    pub counts: i64,
    /// Whether the store ever had a shift.
    pub ever: bool,
    /// What the shift before left in the drawer.
    pub left: Option<Fen>,
    /// The state of the business day: whether it is closed.
    pub day_closed: bool,
}

impl Query for Shift {
    const NAME: &'static str = "query.shift";
    type Out = ShiftIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<ShiftIs> {
        let closed = store::day(db, &look.today())?.is_some_and(|day| day.state == "closed");
        let mut out = ShiftIs { day_closed: closed, ..ShiftIs::default() };
        let Some((shift, open)) = store::newest(db)? else { return Ok(out) };
        out.ever = true;
        if !open {
            out.left = Some(balance::fen(db, Kind::TillCash, 0)?);
            return Ok(out);
        }
        let through = store::last_entry(db)?;
        out.open = Some(shift.id);
        out.by = staff::store::by_id(db, shift.by)?.map(|person| (person.number, person.name));
        (out.since, out.float) = (shift.at, shift.opening);
        out.bills = store::bills_between(db, (shift.after_entry, through))?;
        out.moves = store::moves_between(db, (shift.after_entry, through))?
            .into_iter()
            .map(|one| (one.kind, one.amount, one.note))
            .collect();
        out.counts = store::last_count(db, shift.id)?.map_or(0, |count| count.nth);
        Ok(out)
    }
}
