//! Which days a board is about, and which clients' thirty days it can speak of.

use chrono::{Datelike, Duration, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::kpi_rules::BACK_DAYS;

/// A usual span, up to the day that is asked about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// 今日.
    Today,
    /// 本周, from Monday.
    Week,
    /// 本月.
    Month,
    /// 本季.
    Quarter,
}

impl Span {
    /// Every span.
    pub const ALL: [Self; 4] = [Self::Today, Self::Week, Self::Month, Self::Quarter];

    /// Its name at doors.
    pub fn code(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }

    /// First and last day.
    pub fn days(self, on: NaiveDate) -> (NaiveDate, NaiveDate) {
        let back = |days: u32| on - Duration::days(i64::from(days));
        let after = |first: NaiveDate, months: u32| {
            first.checked_add_months(Months::new(months)).unwrap_or(first) - Duration::days(1)
        };
        match self {
            Self::Today => (on, on),
            Self::Week => {
                let first = back(on.weekday().num_days_from_monday());
                (first, first + Duration::days(6))
            }
            Self::Month => {
                let first = back(on.day0());
                (first, after(first, 1))
            }
            Self::Quarter => {
                let month = back(on.day0());
                let first = month.checked_sub_months(Months::new(on.month0() % 3)).unwrap_or(month);
                (first, after(first, 3))
            }
        }
    }
}

/// The days whose clients the repurchase rate is about: those of the span whose thirty days are over by the day that
/// is asked about. A span so young that it has none (this week) speaks of the newest days that are old enough, as many
/// as it has itself; else the rate of the current week could never be anything but `--`.
pub fn cohort(from: NaiveDate, to: NaiveDate, as_of: NaiveDate) -> (NaiveDate, NaiveDate) {
    let ripe = as_of - Duration::days(BACK_DAYS + 1);
    if from <= ripe {
        return (from, to.min(ripe));
    }
    let days = to.min(as_of).signed_duration_since(from);
    (ripe - days.max(Duration::zero()), ripe)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_is_whole_weeks_months_and_quarters() {
        for (span, today, first, last) in [
            (Span::Today, "2026-11-21", "2026-11-21", "2026-11-21"),
            (Span::Week, "2026-11-21", "2026-11-16", "2026-11-22"),
            (Span::Week, "2026-11-16", "2026-11-16", "2026-11-22"),
            (Span::Month, "2026-02-28", "2026-02-01", "2026-02-28"),
            (Span::Month, "2026-12-31", "2026-12-01", "2026-12-31"),
            (Span::Quarter, "2026-11-21", "2026-10-01", "2026-12-31"),
            (Span::Quarter, "2026-01-01", "2026-01-01", "2026-03-31"),
        ] {
            assert_eq!(span.days(on(today)), (on(first), on(last)), "{span:?} {today}");
        }
    }

    #[test]
    fn only_clients_whose_thirty_days_are_over_count() {
        for (from, to, as_of, first, last) in [
            // Old enough as a whole; in part; not at all.
            ("2026-10-01", "2026-10-31", "2026-12-24", "2026-10-01", "2026-10-31"),
            ("2026-10-01", "2026-12-31", "2026-11-21", "2026-10-01", "2026-10-21"),
            ("2026-11-16", "2026-11-22", "2026-11-21", "2026-10-16", "2026-10-21"),
            ("2026-11-21", "2026-11-21", "2026-11-21", "2026-10-21", "2026-10-21"),
        ] {
            assert_eq!(cohort(on(from), on(to), on(as_of)), (on(first), on(last)), "{from} {as_of}");
        }
    }
}
