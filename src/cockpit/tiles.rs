//! The figures on top: each with the same span before it, and with eight spans as a line.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::checkout::today::{Liability, Totals};
use crate::db::{Db, Fault, named_params};
use crate::ground::{Fen, day};
use crate::leaderboard::board::Board;
use crate::leaderboard::goals::GoalIs;
use crate::shop::{Answer, Look, Query};

/// Spans of a line.
pub const SPANS: usize = 8;
/// Days over which it is measured how fast stored value is used.
const TURNOVER_DAYS: i64 = 90;

/// What happened in a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Span {
    /// What everything sold came to, stored value included, refunds taken off. A card counts when it is sold, not again when
    /// it is used.
    pub turnover: Fen,
    /// Work paid with stored value and cards.
    pub prepaid: Fen,
    /// Members' days and guests' bills.
    pub visits: i64,
}

impl Span {
    /// What a visit brings on average; nothing without visits.
    pub fn each(&self) -> Option<Fen> {
        self.turnover.0.checked_div(self.visits).map(Fen)
    }

    fn add(&mut self, other: &Self) {
        self.turnover.0 += other.turnover.0;
        self.prepaid.0 += other.prepaid.0;
        self.visits += other.visits;
    }
}

/// The figures on top.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tiles {
    /// Eight spans, the present one last.
    pub spans: Vec<Span>,
    /// Stored value that members hold, gifts included.
    pub stored: Fen,
    /// What of it was used in 90 days.
    pub stored_used: Fen,
    /// How far the present span is with the goals that were set.
    pub goals: Vec<GoalIs>,
}

impl Tiles {
    /// In how many days the stored value would be used up at the pace of the last 90.
    pub fn turnover_days(&self) -> Option<i64> {
        let days = i128::from(self.stored.0) * i128::from(TURNOVER_DAYS);
        days.checked_div(i128::from(self.stored_used.0))
            .and_then(|days| i64::try_from(days).ok())
            .filter(|days| *days >= 0)
    }

    /// Adds another store's. A store without a goal does not count towards it.
    pub fn add(&mut self, other: &Self) {
        if self.spans.len() < other.spans.len() {
            self.spans.resize(other.spans.len(), Span::default());
        }
        for (own, more) in self.spans.iter_mut().zip(&other.spans) {
            own.add(more);
        }
        self.stored.0 += other.stored.0;
        self.stored_used.0 += other.stored_used.0;
        for goal in &other.goals {
            match self.goals.iter_mut().find(|own| own.kpi == goal.kpi) {
                Some(own) => {
                    own.wanted = own.wanted.saturating_add(goal.wanted);
                    own.reached = own.reached.saturating_add(goal.reached);
                }
                None => self.goals.push(goal.clone()),
            }
        }
    }
}

/// Reads them for spans of so many days that end on a day.
///
/// # Errors
/// A fault of the file.
pub fn tiles(db: &Db, look: &Look<'_>, days: i64, to: NaiveDate) -> Answer<Tiles> {
    let count = i64::try_from(SPANS).unwrap_or(i64::MAX);
    let from = to - Duration::days(days * count - 1);
    let (first, last) = (from.to_string(), to.to_string());
    let params = named_params! { ":from": first, ":to": last };
    let mut by_day: BTreeMap<String, Span> = BTreeMap::new();
    db.each(include_str!("sql/days.sql"), params, |row| -> Result<(), Fault> {
        let span = by_day.entry(row.get("day")?).or_default();
        let guests: i64 = row.get("guests")?;
        span.add(&Span { turnover: Fen::ZERO, prepaid: Fen(row.get("prepaid")?), visits: guests });
        Ok(())
    })?;
    db.each(include_str!("sql/turnover.sql"), params, |row| -> Result<(), Fault> {
        by_day.entry(row.get("day")?).or_default().turnover.0 += row.get::<_, i64>("net")?;
        Ok(())
    })?;
    db.each(include_str!("sql/members.sql"), params, |row| -> Result<(), Fault> {
        let members: i64 = row.get("members")?;
        by_day.entry(row.get("day")?).or_default().visits += members;
        Ok(())
    })?;
    let mut spans = vec![Span::default(); SPANS];
    for (on, span) in &by_day {
        let place = day::iso(on)?.signed_duration_since(from).num_days() / days;
        if let Some(sum) = usize::try_from(place).ok().and_then(|place| spans.get_mut(place)) {
            sum.add(span);
        }
    }
    let owed = Liability {}.run(db, look)?;
    let since = (to - Duration::days(TURNOVER_DAYS - 1)).to_string();
    let used = Totals { from: Some(since), to: Some(last) }.run(db, look)?;
    let begun = (to - Duration::days(days - 1)).to_string();
    let board = Board { from: Some(begun), to: Some(to.to_string()), ..Board::default() };
    let goals = board.run(db, look)?.goals;
    Ok(Tiles { goals, spans, stored: owed.principal.plus(owed.gift)?, stored_used: used.stored_value_spent })
}
