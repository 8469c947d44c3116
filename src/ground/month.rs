//! A calendar month by its business days: what pay, commission and re-rating are asked for.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{Clean, Refused, day};

/// A month: its first and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
}

impl Month {
    /// From `2026-11`.
    ///
    /// # Errors
    /// [`Refused::MonthUnreadable`].
    pub fn named(text: &str) -> Result<Self, Refused> {
        let unreadable = || Refused::MonthUnreadable { text: Clean::shown(text).into_string() };
        if text.len() != 7 {
            return Err(unreadable());
        }
        day::iso(&format!("{text}-01")).map(Self::of).map_err(|_| unreadable())
    }

    /// The month of a day.
    #[must_use]
    pub fn of(on: NaiveDate) -> Self {
        let first = on.with_day(1).unwrap_or(on);
        let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
        Self { first, last: next.checked_sub_days(Days::new(1)).unwrap_or(first) }
    }

    /// `2026-11`.
    #[must_use]
    pub fn name(self) -> String {
        self.first.format("%Y-%m").to_string()
    }

    /// How many days it has.
    #[must_use]
    pub fn days(self) -> i64 {
        i64::from(self.last.day())
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Self {
        self.first.checked_sub_months(Months::new(1)).map_or(self, Self::of)
    }

    /// The month after.
    #[must_use]
    pub fn after(self) -> Self {
        self.first.checked_add_months(Months::new(1)).map_or(self, Self::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_knows_its_days_and_its_neighbours() {
        for (name, last, days, before, after) in [
            ("2026-11", "2026-11-30", 30, "2026-10", "2026-12"),
            ("2026-12", "2026-12-31", 31, "2026-11", "2027-01"),
            ("2028-02", "2028-02-29", 29, "2028-01", "2028-03"),
            ("2027-02", "2027-02-28", 28, "2027-01", "2027-03"),
        ] {
            let month = Month::named(name).unwrap();
            assert_eq!((month.name().as_str(), month.last.to_string().as_str()), (name, last));
            assert_eq!(
                (month.days(), month.before().name(), month.after().name()),
                (days, before.into(), after.into())
            );
            assert_eq!(Month::of(month.last), month);
        }
        for text in ["2026-13", "2026-11-01", "26-11", "2026/11", ""] {
            assert!(Month::named(text).is_err(), "{text}");
        }
    }
}
