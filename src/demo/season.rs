//! Feasts, seasons and closed days: a salon is full before the Spring Festival and shut during it.

use chinese_lunisolar_calendar::LunisolarDate;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Closed from the eve of the Spring Festival to the sixth day of the first month: days −1 to 5 of the new year.
const CLOSED_DAYS: std::ops::RangeInclusive<i64> = -1..=5;
/// How many days the rush before the feast lasts.
const RUSH_DAYS: i64 = 21;
/// How many days the quiet after it lasts.
const QUIET_UNTIL: i64 = 20;

/// Demand day by day over a span, its mean one, and its running sum: the clock by which members count.
#[derive(Debug, Clone)]
pub struct Season {
    first: NaiveDate,
    demand: Vec<f64>,
    weekend: Vec<bool>,
    /// `elapsed[d]` is the demand of all days up to and with `d`.
    elapsed: Vec<f64>,
}

impl Season {
    /// The seasons of so many days from `first` on.
    #[must_use]
    pub fn new(first: NaiveDate, days: usize) -> Self {
        let dates: Vec<NaiveDate> = first.iter_days().take(days).collect();
        let mut demand: Vec<f64> = dates.iter().map(|day| demand_on(*day)).collect();
        let whole: f64 = demand.iter().sum();
        if whole > 0.0 {
            let scale = count(demand.len()) / whole;
            for day in &mut demand {
                *day *= scale;
            }
        }
        let elapsed = demand
            .iter()
            .scan(0.0, |sum, day| {
                *sum += day;
                Some(*sum)
            })
            .collect();
        let weekend = dates.into_iter().map(is_weekend).collect();
        Self { first, demand, weekend, elapsed }
    }

    /// How many days the span has.
    #[must_use]
    pub fn days(&self) -> usize {
        self.demand.len()
    }

    /// The date of a day of the span.
    #[must_use]
    pub fn date(&self, day: usize) -> NaiveDate {
        u64::try_from(day)
            .ok()
            .and_then(|day| self.first.checked_add_days(Days::new(day)))
            .unwrap_or(self.first)
    }

    /// Whether the shop is open.
    #[must_use]
    pub fn is_open(&self, day: usize) -> bool {
        self.demand.get(day).is_some_and(|demand| *demand > 0.0)
    }

    /// The day's demand; the mean over the span is one.
    #[must_use]
    pub fn demand(&self, day: usize) -> f64 {
        self.demand.get(day).copied().unwrap_or(0.0)
    }

    /// Demand that has gone by at noon of a day.
    #[must_use]
    pub fn noon(&self, day: usize) -> f64 {
        self.elapsed.get(day).copied().unwrap_or(0.0) - self.demand(day) / 2.0
    }

    /// The open day on which so much demand has gone by; none past the end of the span.
    #[must_use]
    pub fn day_at(&self, elapsed: f64) -> Option<usize> {
        let day = self.elapsed.partition_point(|sum| *sum <= elapsed);
        (day < self.days()).then_some(day)
    }

    /// The demand of the whole span.
    #[must_use]
    pub fn whole(&self) -> f64 {
        self.elapsed.last().copied().unwrap_or(0.0)
    }

    /// Whether a day is a Saturday or a Sunday.
    #[must_use]
    pub fn is_weekend(&self, day: usize) -> bool {
        self.weekend.get(day).copied().unwrap_or(false)
    }
}

/// Whether a date is a Saturday or a Sunday.
#[must_use]
pub fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The first day of the first lunar month in a year.
#[must_use]
pub fn spring_festival(year: i32) -> Option<NaiveDate> {
    let year = u16::try_from(year).ok()?;
    LunisolarDate::from_ymd(year, 1, false, 1).ok().map(LunisolarDate::to_naive_date)
}

/// Demand before it is scaled: weekday × month × feasts; zero when closed.
fn demand_on(date: NaiveDate) -> f64 {
    weekday(date.weekday()) * month(date.month()) * lunar_feast(date) * solar_feast(date)
}

fn weekday(day: Weekday) -> f64 {
    match day {
        Weekday::Mon => 0.70,
        Weekday::Tue => 0.75,
        Weekday::Wed => 0.82,
        Weekday::Thu => 0.88,
        Weekday::Fri => 1.10,
        Weekday::Sat => 1.45,
        Weekday::Sun => 1.30,
    }
}

fn month(month: u32) -> f64 {
    match month {
        2 => 0.92,
        5 | 6 => 1.08,
        7 | 8 => 0.96,
        12 | 1 => 1.06,
        _ => 1.0,
    }
}

fn lunar_feast(date: NaiveDate) -> f64 {
    // The rush of a festival late in January begins in the same year; none lies within 21 days of a New Year's Eve.
    let Some(feast) = spring_festival(date.year()) else { return 1.0 };
    let since = date.signed_duration_since(feast).num_days();
    if CLOSED_DAYS.contains(&since) {
        return 0.0;
    }
    if (-RUSH_DAYS..0).contains(&since) {
        return 1.15 + 0.5 * (1.0 - days(-since) / days(RUSH_DAYS));
    }
    if (0..=QUIET_UNTIL).contains(&since) { 0.6 } else { 1.0 }
}

/// Women's Day, Labour Day, 20 May, National Day, New Year: full before, thinner on long holidays.
fn solar_feast(date: NaiveDate) -> f64 {
    match (date.month(), date.day()) {
        (3, 5..=8) | (5, 18..=20) => 1.3,
        (4, 26..=30) | (9, 25..=30) | (12, 28..=31) => 1.35,
        (5, 1..=4) | (10, 1..=6) => 0.78,
        _ => 1.0,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of days is far below 2^52")]
fn count(days: usize) -> f64 {
    days as f64
}

#[expect(clippy::cast_precision_loss, reason = "a count of days is far below 2^52")]
fn days(days: i64) -> f64 {
    days as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_spring_festival_is_where_the_calendar_has_it() {
        for (year, day) in
            [(2023, "2023-01-22"), (2024, "2024-02-10"), (2025, "2025-01-29"), (2026, "2026-02-17")]
        {
            assert_eq!(spring_festival(year), Some(date(day)));
        }
    }

    #[test]
    fn closed_over_the_feast_crowded_before_and_quiet_after() {
        let season = Season::new(date("2026-01-01"), 365);
        let at = |text: &str| usize::try_from((date(text) - date("2026-01-01")).num_days()).unwrap();
        for day in at("2026-02-16")..=at("2026-02-22") {
            assert!(!season.is_open(day), "{}", season.date(day));
        }
        assert!(season.is_open(at("2026-02-15")) && season.is_open(at("2026-02-23")));
        // Saturdays, to compare like with like.
        let (rush, quiet, plain) = (at("2026-02-14"), at("2026-02-28"), at("2026-04-18"));
        assert!(season.demand(rush) > season.demand(plain) && season.demand(plain) > season.demand(quiet));
        assert!((season.whole() - 365.0).abs() < 1e-6);
    }

    #[test]
    fn the_clock_of_demand_never_stops_on_a_closed_day() {
        let season = Season::new(date("2026-01-01"), 365);
        for step in 0..3649_u32 {
            let day = season.day_at(f64::from(step) / 10.0).unwrap();
            assert!(season.is_open(day));
        }
        assert_eq!(season.day_at(366.0), None);
        assert_eq!(season.day_at(season.noon(100)), Some(100));
    }
}
