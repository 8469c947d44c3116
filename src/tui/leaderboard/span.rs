//! Day, week, month, quarter: the spans that both boards are read over.

use chrono::NaiveDate;

use crate::leaderboard::span::Span as Usual;
use crate::tui::input::Key;
use crate::words::{self, Lang};

/// A span of days that ends today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Today.
    Day,
    /// From Monday.
    Week,
    /// From the first.
    Month,
    /// From the first of the quarter.
    Quarter,
}

impl Span {
    const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Quarter];

    /// First and last day.
    pub fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let from = self.asked().days(today).0;
        (from, today)
    }

    /// As the board is asked for it.
    pub fn asked(self) -> Usual {
        match self {
            Self::Day => Usual::Today,
            Self::Week => Usual::Week,
            Self::Month => Usual::Month,
            Self::Quarter => Usual::Quarter,
        }
    }

    /// The span that a key chooses: Tab and Right go on, Left and Shift+Tab back, digits straight.
    pub fn pressed(self, key: Key) -> Option<Self> {
        let place = Self::ALL.iter().position(|span| *span == self).unwrap_or(0);
        let next = match key {
            Key::Tab | Key::Right => (place + 1) % 4,
            Key::BackTab | Key::Left => (place + 3) % 4,
            Key::Char(ch) => usize::try_from(ch.to_digit(10)?).ok()?.checked_sub(1)?,
            _ => return None,
        };
        Self::ALL.get(next).copied()
    }

    /// `本周`.
    pub fn word(self, lang: Lang) -> String {
        words::text(lang, self.key()).to_owned()
    }

    /// `1日 [2周] 3月`.
    pub fn tabs(self, lang: Lang) -> String {
        let one = |(place, span): (usize, &Self)| {
            let name = words::text(lang, span.key());
            if *span == self { format!("[{}{name}]", place + 1) } else { format!("{}{name}", place + 1) }
        };
        Self::ALL.iter().enumerate().map(one).collect::<Vec<_>>().join("  ")
    }

    fn key(self) -> &'static str {
        match self {
            Self::Day => "board.day",
            Self::Week => "board.week",
            Self::Month => "board.month",
            Self::Quarter => "board.quarter",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_begin_on_monday_and_on_the_first() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        let today = day("2026-11-21");
        for (span, from) in [
            (Span::Day, "2026-11-21"),
            (Span::Week, "2026-11-16"),
            (Span::Month, "2026-11-01"),
            (Span::Quarter, "2026-10-01"),
        ] {
            assert_eq!(span.days(today), (day(from), today));
        }
        assert_eq!(Span::Quarter.pressed(Key::Tab), Some(Span::Day));
        assert_eq!(Span::Day.pressed(Key::BackTab), Some(Span::Quarter));
        assert_eq!(Span::Day.pressed(Key::Char('3')), Some(Span::Month));
        assert_eq!(Span::Day.pressed(Key::Char('5')), None);
        assert_eq!(Span::Week.tabs(Lang::Zh), "1日  [2周]  3月  4季");
    }
}
