//! Birthdays by sun and by moon (公历, 农历): half of the members over fifty keep the moon's.

use chinese_lunisolar_calendar::{LunisolarDate, SolarDate};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::ground::Refused;

/// By which calendar a birthday is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// 公历.
    #[default]
    Solar,
    /// 农历.
    Lunar,
}

impl Calendar {
    /// As it stands in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Solar => "solar",
            Self::Lunar => "lunar",
        }
    }
}

/// A birthday; the year is 0 where it was not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Birthday {
    /// By which calendar.
    pub calendar: Calendar,
    /// Year of birth, 0 for untold.
    pub year: u16,
    /// Month 1…12.
    pub month: u8,
    /// Whether it lies in the leap month of that number (闰), by the moon.
    #[serde(default)]
    pub leap: bool,
    /// Day 1…31 by the sun, 1…30 by the moon.
    pub day: u8,
}

impl Birthday {
    /// Reads `1992-12-03`, or `12-03` where the year was not told; `1985-闰04-08` and `闰4-8` lie in a leap month.
    ///
    /// # Errors
    /// [`Refused::BirthdayInvalid`] for a day that the calendar does not have.
    pub fn read(text: &str, calendar: Calendar) -> Result<Self, Refused> {
        let bad = || Refused::BirthdayInvalid { text: text.chars().take(32).collect() };
        let narrow = crate::ground::wide::narrow(text);
        let parts: Vec<&str> = narrow.trim().trim_start_matches("--").split('-').collect();
        let (year, month, day) = match parts.as_slice() {
            [year, month, day] => (year.parse::<u16>().map_err(|_| bad())?, *month, *day),
            [month, day] => (0, *month, *day),
            _ => return Err(bad()),
        };
        let (leap, month) = match month.strip_prefix('闰') {
            Some(month) => (true, month),
            None => (false, month),
        };
        let birthday = Self {
            calendar,
            year,
            leap,
            month: month.parse().map_err(|_| bad())?,
            day: day.parse().map_err(|_| bad())?,
        };
        if birthday.exists() { Ok(birthday) } else { Err(bad()) }
    }

    fn exists(self) -> bool {
        if self.year != 0 && !(1900..=2100).contains(&self.year) {
            return false;
        }
        if self.leap && !self.leap_month_exists() {
            return false;
        }
        match self.calendar {
            // A leap year stands in for an untold one, so that 29 February is a birthday.
            Calendar::Solar => {
                let year = if self.year == 0 { 2000 } else { i32::from(self.year) };
                NaiveDate::from_ymd_opt(year, self.month.into(), self.day.into()).is_some()
            }
            Calendar::Lunar => (1..=12).contains(&self.month) && (1..=30).contains(&self.day),
        }
    }

    /// Only the moon has leap months, and not every year has each; of an untold year any may be meant.
    fn leap_month_exists(self) -> bool {
        let there = || LunisolarDate::from_ymd(self.year, self.month, true, self.day.min(29)).is_ok();
        self.calendar == Calendar::Lunar && (self.year == 0 || there())
    }

    /// As people write it and [`Birthday::read`] reads it: `1992-12-03`, `0000-12-03` for an untold year,
    /// `1985-闰04-08`.
    pub fn text(self) -> String {
        let leap = if self.leap { "闰" } else { "" };
        format!("{:04}-{leap}{:02}-{:02}", self.year, self.month, self.day)
    }

    /// As it stands in the file, where the leap month is told beside it.
    pub fn date(self) -> String {
        Self { leap: false, ..self }.text()
    }

    /// The day of the sun's calendar on which it is kept next, from `today` on.
    pub fn next(self, today: NaiveDate) -> Option<NaiveDate> {
        (today.year() - 1..=today.year() + 2).filter_map(|year| self.kept_in(year)).find(|day| *day >= today)
    }

    /// Days until it is kept next.
    pub fn days_until(self, today: NaiveDate) -> Option<i64> {
        self.next(today).map(|day| (day - today).num_days())
    }

    /// Age in full years on a day, where the year was told and is the sun's.
    pub fn age(self, today: NaiveDate) -> Option<i32> {
        if self.year == 0 {
            return None;
        }
        let years = today.year() - i32::from(self.year);
        let before = match self.calendar {
            Calendar::Solar => (today.month(), today.day()) < (u32::from(self.month), u32::from(self.day)),
            Calendar::Lunar => self.kept_in(today.year()).is_some_and(|day| today < day),
        };
        Some(if before { years - 1 } else { years })
    }

    /// The day of the sun's calendar on which it is kept in a year (of the moon's calendar, for lunar ones).
    fn kept_in(self, year: i32) -> Option<NaiveDate> {
        match self.calendar {
            Calendar::Solar => NaiveDate::from_ymd_opt(year, self.month.into(), self.day.into())
                .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28)),
            Calendar::Lunar => {
                let year = u16::try_from(year).ok()?;
                // A month of 29 days keeps the thirtieth on its last day; a year without the leap month keeps the
                // birthday in the month itself.
                let last = self.day.min(29);
                let kept = [(self.leap, self.day), (self.leap, last), (false, self.day), (false, last)]
                    .into_iter()
                    .find_map(|(leap, day)| LunisolarDate::from_ymd(year, self.month, leap, day).ok())?;
                Some(SolarDate::from_lunisolar_date(kept).to_naive_date())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birthdays_come_by_sun_and_by_moon() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        let solar = Birthday::read("1992-12-03", Calendar::Solar).unwrap();
        assert_eq!(solar.next(day("2026-11-21")), Some(day("2026-12-03")));
        assert_eq!(solar.days_until(day("2026-11-21")), Some(12));
        assert_eq!(solar.age(day("2026-11-21")), Some(33));
        // 中秋: the 15th of the eighth month fell on 2026-09-25, and falls on 2027-09-15.
        let lunar = Birthday::read("08-15", Calendar::Lunar).unwrap();
        assert_eq!(lunar.next(day("2026-09-01")), Some(day("2026-09-25")));
        assert_eq!(lunar.next(day("2026-09-26")), Some(day("2027-09-15")));
        // 春节 2026 fell on 17 February.
        let spring = Birthday::read("01-01", Calendar::Lunar).unwrap();
        assert_eq!(spring.next(day("2026-01-05")), Some(day("2026-02-17")));
        let leap = Birthday::read("02-29", Calendar::Solar).unwrap();
        assert_eq!(leap.next(day("2026-01-05")), Some(day("2026-02-28")));
    }

    #[test]
    fn a_leap_month_is_kept_where_the_year_has_it_and_in_the_month_itself_elsewhere() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        for (text, kept) in [("2023-闰02-08", "2023-闰02-08"), ("闰2-8", "0000-闰02-08")] {
            let leap = Birthday::read(text, Calendar::Lunar).unwrap();
            assert_eq!((leap.text().as_str(), leap.leap), (kept, true));
            // 2023 had a second month twice: its leap one began on 22 March.
            assert_eq!(leap.next(day("2023-03-01")), Some(day("2023-03-29")));
            assert_eq!(leap.next(day("2024-03-01")), Some(day("2024-03-17")));
        }
        for (text, calendar) in [("2024-闰02-08", Calendar::Lunar), ("2023-闰02-08", Calendar::Solar)] {
            assert!(Birthday::read(text, calendar).is_err(), "{text}");
        }
    }

    #[test]
    fn days_that_no_calendar_has_are_refused() {
        for (text, calendar) in [
            ("1992-02-30", Calendar::Solar),
            ("13-01", Calendar::Solar),
            ("08-31", Calendar::Lunar),
            ("1850-01-01", Calendar::Solar),
            ("x", Calendar::Solar),
        ] {
            assert!(Birthday::read(text, calendar).is_err(), "{text}");
        }
    }
}
