//! When a discount holds and what it takes off, pure: timed prices (限时价) and spend-threshold discounts (满减).
//!
//! Of several timed prices of an item the lowest counts, and only where it is below what the member pays anyway. Of
//! several thresholds that a bill reaches the one that takes off most is applied, never their sum (满500减50 and 满1000减120
//! on 1,200: 120); each line takes part in one of them, so that offers on other categories may follow.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use chrono::{Datelike, NaiveDate};

use crate::ground::{Fen, Refused, split};

/// Minutes of a day.
pub const DAY_MINUTES: u32 = 24 * 60;

/// When a discount holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Its first business day.
    pub since: Option<NaiveDate>,
    /// Its last business day.
    pub until: Option<NaiveDate>,
    /// The weekdays on which it holds, 1 (Monday) to 7, of the business day.
    pub weekdays: Vec<u32>,
    /// From this minute of the clock's day on.
    pub from: u32,
    /// Until this one, not included; before `from` for hours over midnight.
    pub to: u32,
}

impl Window {
    /// Whether it holds on a business day at a minute of the clock's day.
    #[must_use]
    pub fn holds(&self, day: NaiveDate, minute: u32) -> bool {
        let days = self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until);
        let hours = if self.from < self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        };
        days && hours && self.weekdays.contains(&day.weekday().number_from_monday())
    }
}

/// A threshold that holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// From this much in scope on.
    pub spend: Fen,
    /// So much off.
    pub off: Fen,
    /// Whether for each full `spend` again (每满), or once.
    pub every: bool,
    /// The item it is for; every item when absent.
    pub item: Option<i64>,
    /// The category it is for; every category when empty.
    pub category: String,
    /// Whether cards that are sold count too.
    pub cards: bool,
}

/// A line as a threshold sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub item: i64,
    /// Its category.
    pub category: String,
    /// Whether it sells a card.
    pub card: bool,
    /// What is left to pay for it.
    pub net: Fen,
}

/// What one threshold takes off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Which, by its place among the thresholds.
    pub threshold: usize,
    /// The sum in scope.
    pub base: Fen,
    /// What it takes off each line.
    pub parts: Vec<Fen>,
}

/// What thresholds take off a bill: the largest first, the first of equals; each allotted over its lines by share,
/// floored, the last line taking the rest (domain §5).
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn thresholds(all: &[Threshold], lines: &[Line]) -> Result<Vec<Taken>, Refused> {
    let mut out: Vec<Taken> = Vec::new();
    let mut free = vec![true; lines.len()];
    loop {
        let mut best: Option<(Fen, usize, Vec<i64>)> = None;
        for (place, threshold) in all.iter().enumerate() {
            let in_scope = |(line, free): (&Line, &bool)| {
                if *free && threshold.covers(line) { line.net.0.max(0) } else { 0 }
            };
            let weights: Vec<i64> = lines.iter().zip(&free).map(in_scope).collect();
            let off = threshold.takes(sum(&weights)?)?;
            if off.is_positive() && best.as_ref().is_none_or(|(most, ..)| off > *most) {
                best = Some((off, place, weights));
            }
        }
        let Some((off, threshold, weights)) = best else { return Ok(out) };
        for (free, weight) in free.iter_mut().zip(&weights) {
            *free &= *weight == 0;
        }
        let parts = split::allot(off.0, &weights)?.into_iter().map(Fen).collect();
        out.push(Taken { threshold, base: sum(&weights)?, parts });
    }
}

fn sum(weights: &[i64]) -> Result<Fen, Refused> {
    Fen::sum(weights.iter().copied().map(Fen))
}

impl Threshold {
    fn covers(&self, line: &Line) -> bool {
        self.item.is_none_or(|item| item == line.item)
            && (self.category.is_empty() || self.category == line.category)
            && (self.cards || !line.card)
    }

    fn takes(&self, base: Fen) -> Result<Fen, Refused> {
        if base < self.spend || !self.spend.is_positive() {
            return Ok(Fen::ZERO);
        }
        let times = if self.every { base.0.checked_div(self.spend.0).unwrap_or(1) } else { 1 };
        Ok(self.off.times_count(times)?.min(base))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threshold(spend: i64, off: i64) -> Threshold {
        Threshold {
            spend: Fen(spend),
            off: Fen(off),
            every: false,
            item: None,
            category: String::new(),
            cards: false,
        }
    }

    fn line(category: &str, net: i64) -> Line {
        Line { item: 1, category: category.into(), card: false, net: Fen(net) }
    }

    fn parts(all: &[Threshold], lines: &[Line]) -> Vec<(usize, i64, Vec<i64>)> {
        let taken = thresholds(all, lines).unwrap();
        taken
            .into_iter()
            .map(|t| (t.threshold, t.base.0, t.parts.iter().map(|part| part.0).collect()))
            .collect()
    }

    #[test]
    fn the_highest_step_that_is_reached_counts_alone() {
        let steps = [threshold(100, 20), threshold(200, 50)];
        assert_eq!(parts(&steps, &[line("", 99)]), []);
        assert_eq!(parts(&steps, &[line("", 150)]), [(0, 150, vec![20])]);
        assert_eq!(parts(&steps, &[line("", 200), line("", 150)]), [(1, 350, vec![28, 22])]);
    }

    #[test]
    fn each_full_amount_counts_again_where_it_says_so() {
        let every = Threshold { every: true, ..threshold(100, 30) };
        assert_eq!(parts(&[every], &[line("", 399)]), [(0, 399, vec![90])]);
    }

    #[test]
    fn a_line_takes_part_in_one_threshold_and_cards_in_none_unless_it_says_so() {
        let of =
            |category: &str, spend, off| Threshold { category: category.into(), ..threshold(spend, off) };
        let card = Line { card: true, ..line("face", 1000) };
        let lines = [line("face", 300), line("body", 200), card];
        let all = [of("body", 100, 10), of("face", 300, 60), threshold(500, 40)];
        assert_eq!(parts(&all, &lines), [(1, 300, vec![60, 0, 0]), (0, 200, vec![0, 10, 0])]);
        let with_cards = Threshold { cards: true, ..threshold(1500, 150) };
        assert_eq!(parts(&[with_cards], &lines), [(0, 1500, vec![30, 20, 100])]);
    }

    #[test]
    fn a_window_holds_on_its_days_and_hours_over_midnight_too() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let window = Window {
            since: Some(day(2)),
            until: Some(day(29)),
            weekdays: vec![1, 7],
            from: 22 * 60,
            to: 2 * 60,
        };
        // The 2nd is a Monday, the 29th a Sunday.
        for (at, minute, holds) in [
            (2, 22 * 60, true),
            (2, 60, true),
            (2, 120, false),
            (2, 21 * 60 + 59, false),
            (3, 23 * 60, false),
            (29, 23 * 60, true),
            (1, 23 * 60, false),
        ] {
            assert_eq!(window.holds(day(at), minute), holds, "{at} {minute}");
        }
        let noon = Window { from: 600, to: 840, ..window };
        assert!(noon.holds(day(8), 600) && !noon.holds(day(8), 840));
    }
}
