//! The spans before the one that is asked about: how many places a person won since, and the way their score went.
//!
//! The span before a usual one is the whole week, month, quarter or day before; before other days lie as many days. Each
//! is read as its own last evening showed it, so that the trend of a past board never changes.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::board::{BoardIs, BoardRow, See};
use super::span::Span;
use super::tally::Window;
use crate::shop::Answer;

/// So many spans before the present one.
const SPANS: usize = 3;

/// Adds ranks and scores of the spans before to a board.
pub(super) fn add(
    at: impl Fn(Window) -> Answer<See>,
    span: Option<Span>,
    window: Window,
    board: &mut BoardIs,
) -> Answer<()> {
    let mut earlier: Vec<HashMap<i64, BoardRow>> = Vec::new();
    let mut window = window;
    for _ in 0..SPANS {
        let Some(next) = before(span, window) else { break };
        window = next;
        let rows = at(window)?.board().rows;
        earlier.push(rows.into_iter().map(|row| (row.id, row)).collect());
    }
    for row in &mut board.rows {
        let last = earlier.first().and_then(|span| span.get(&row.id)).and_then(|row| row.rank);
        row.change = last.zip(row.rank).map(|(last, rank)| last - rank);
        let scores = earlier.iter().rev().map(|span| span.get(&row.id).and_then(|row| row.score));
        row.trend = scores.chain([row.score]).collect();
    }
    Ok(())
}

/// The span before, as of its last day.
fn before(span: Option<Span>, window: Window) -> Option<Window> {
    let to = window.from.pred_opt()?;
    let usual = span.map(|span| span.days(to).0).filter(|_| is_usual(span, window.from));
    let days = u64::try_from(window.to.signed_duration_since(window.from).num_days()).ok()?;
    let from = match usual {
        Some(from) => from,
        None => to.checked_sub_days(Days::new(days))?,
    };
    Some(Window { from, to, as_of: to })
}

/// Whether the days are the usual ones of a span and not others that were asked for beside it.
fn is_usual(span: Option<Span>, from: NaiveDate) -> bool {
    span.is_some_and(|span| span.days(from).0 == from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
    }

    #[test]
    fn the_span_before_is_whole_and_seen_from_its_own_last_day() {
        for (span, from, to, wanted) in [
            (Some(Span::Today), "2026-11-21", "2026-11-21", ("2026-11-20", "2026-11-20")),
            (Some(Span::Week), "2026-11-16", "2026-11-22", ("2026-11-09", "2026-11-15")),
            (Some(Span::Month), "2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
            (Some(Span::Quarter), "2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31")),
            (None, "2026-11-11", "2026-11-20", ("2026-11-01", "2026-11-10")),
        ] {
            let window = Window { from: day(from), to: day(to), as_of: day(to) };
            let wanted = Window { from: day(wanted.0), to: day(wanted.1), as_of: day(wanted.1) };
            assert_eq!(before(span, window), Some(wanted), "{span:?}");
        }
    }
}
