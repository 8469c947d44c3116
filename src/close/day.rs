//! A day is closed (日结): its entries are digested, and nothing more may be dated into it until a manager opens it again.

use serde::{Deserialize, Serialize};

use super::sealed;
use super::shift::{note, still_open};
use super::store::{self, PeriodRow};
use crate::checkout::roll::RollDay;
use crate::db::Fault;
use crate::db::{Db, named_params};
use crate::ground::{Clean, Refused, day};
use crate::ledger::{About, Draft, EntryKind, chain, frozen, lock, post};
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// Closes a day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseDay {
    /// Which, ISO; the business day when absent.
    #[serde(default)]
    pub day: Option<String>,
    /// Closes every open day from this one up to it, ISO.
    #[serde(default)]
    pub since: Option<String>,
    /// Closes it although what it took was never counted: a manager says so, with a reason.
    #[serde(default)]
    pub uncounted: bool,
    /// What should be known of it.
    #[serde(default)]
    pub note: Option<Clean>,
}

/// A day that was closed or opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayDone {
    /// The day, of several the last.
    pub day: String,
    /// How many days it were.
    pub days: i64,
    /// Whether it is closed now.
    pub closed: bool,
    /// How many entries it has.
    pub entries: i64,
    /// The digest over their links, in hex.
    pub digest: String,
    /// The store's sequence of the entry that says so.
    pub seq: i64,
}

impl Verb for CloseDay {
    const NAME: &'static str = "day.close";
    type Out = DayDone;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<DayDone> {
        tx.require(Act::DayClose)?;
        let on = match &self.day {
            Some(text) => day::iso(text)?,
            None => tx.day,
        };
        let name = on.to_string();
        if on > tx.day {
            return Err(Refused::DateInFuture { date: name }.into());
        }
        let Some(since) = &self.since else { return self.close(tx, name) };
        let since = day::iso(since)?.to_string();
        let mut open = days(tx.db(), &since, &name)?;
        open.retain(|day| !day.closed);
        let count = i64::try_from(open.len()).unwrap_or(i64::MAX);
        let mut last = None;
        for day in open {
            last = Some(self.close(tx, day.day)?);
        }
        let done = last.ok_or(Refused::DayClosed { date: name })?;
        Ok(DayDone { days: count, ..done })
    }
}

impl CloseDay {
    fn close(&self, tx: &mut Tx<'_>, name: String) -> Answer<DayDone> {
        if let Some(no) = lock::locked(tx.db(), &name)? {
            return Err(no.into());
        }
        if let Some((shift, true)) = store::newest(tx.db())?
            && shift.day <= name
        {
            return Err(still_open(tx.db(), &shift)?.into());
        }
        let counted = !uncounted(tx.db(), &name)?;
        if !counted {
            if !self.uncounted {
                return Err(Refused::DayUncounted { date: name }.into());
            }
            tx.require(Act::DayUncounted)?;
        }
        if name == tx.today() {
            RollDay {}.run(tx)?;
        }
        let (digest, entries) = store::digest_of(tx.db(), (&name, &name))?;
        let text = self.note.as_ref().map(note).transpose()?.unwrap_or_default();
        say(tx, PeriodRow { counted, entries, digest, ..fresh(tx, name, "closed", text) })
    }
}

/// Opens a closed day again, so that something can be dated into it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenDay {
    /// Which, ISO.
    pub day: String,
}

impl Verb for ReopenDay {
    const NAME: &'static str = "day.reopen";
    type Out = DayDone;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<DayDone> {
        tx.require(Act::DayReopen)?;
        let name = day::iso(&self.day)?.to_string();
        match lock::locked(tx.db(), &name)? {
            Some(Refused::DayClosed { .. }) => {}
            // A closed month stays as it is.
            Some(no) => return Err(no.into()),
            None => return Err(Refused::DayOpen { date: name }.into()),
        }
        let before = store::day(tx.db(), &name)?;
        let reason = tx.reason.clone().unwrap_or_default();
        let (counted, entries, digest) =
            before.map_or((false, 0, [0; 32]), |row| (row.counted, row.entries, row.digest));
        say(tx, PeriodRow { counted, entries, digest, ..fresh(tx, name, "open", reason) })
    }
}

fn fresh(tx: &Tx<'_>, period: String, state: &str, note: String) -> PeriodRow {
    PeriodRow {
        period,
        state: state.into(),
        counted: true,
        entries: 0,
        digest: [0; 32],
        note,
        at: tx.at.0,
        by: tx.by.id,
        second: tx.second.as_ref().map(|second| second.id),
    }
}

fn say(tx: &mut Tx<'_>, row: PeriodRow) -> Answer<DayDone> {
    // A day that is closed freezes every fact that came before; one that is opened again freezes nothing.
    let marks = if row.state == "closed" { frozen::since_last(tx.db())? } else { Vec::new() };
    let about = About { document: frozen::sealed(sealed::period_digest(&row), &marks), ..About::default() };
    let posted = post(tx, EntryKind::Close, about, &Draft::new().balance_or_fact().map_err(Fault::from)?)?;
    store::insert_day(tx, &row, posted.id)?;
    frozen::keep(tx.db(), posted.id, &marks)?;
    tx.touch(Area::Bills);
    Ok(DayDone {
        day: row.period,
        days: 1,
        closed: row.state == "closed",
        entries: row.entries,
        digest: chain::hex(&row.digest),
        seq: posted.seq,
    })
}

/// Whether a till took or gave something on a day after the last count.
pub(super) fn uncounted(db: &Db, day: &str) -> Answer<bool> {
    let params = named_params! { ":day": day };
    Ok(db.one(include_str!("sql/uncounted.sql"), params, |row| row.get::<_, bool>("some"))?.unwrap_or(false))
}

/// The days on which something was posted, and whether they are closed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// First day, ISO; the first of this month when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, ISO; today when absent.
    #[serde(default)]
    pub to: Option<String>,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayIs {
    /// The day.
    pub day: String,
    /// How many entries were posted on it.
    pub entries: i64,
    /// Whether nothing more may be dated into it.
    pub closed: bool,
    /// Whether what it took was counted.
    pub counted: bool,
}

impl Query for Days {
    const NAME: &'static str = "query.days";
    type Out = Vec<DayIs>;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<DayIs>> {
        let (from, to) = super::span(look, self.from.as_deref(), self.to.as_deref())?;
        days(db, &from, &to)
    }
}

/// The days of a span on which something was posted, oldest first.
pub(super) fn days(db: &Db, from: &str, to: &str) -> Answer<Vec<DayIs>> {
    let through = lock::through(db)?.unwrap_or_default();
    let found =
        db.list(include_str!("sql/days_posted.sql"), named_params! { ":from": from, ":to": to }, |row| {
            Ok((row.get::<_, String>("day")?, row.get::<_, i64>("entries")?))
        })?;
    let mut out = Vec::with_capacity(found.len());
    for (day, entries) in found {
        let row = store::day(db, &day)?;
        let closed = day <= through || row.as_ref().is_some_and(|row| row.state == "closed");
        out.push(DayIs { closed, counted: row.is_some_and(|row| row.counted), day, entries });
    }
    Ok(out)
}
