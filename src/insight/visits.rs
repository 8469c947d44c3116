//! A member's visits as the model sees them: how many came back, when the last was, how long she was watched.

use chrono::NaiveDate;
use libm::log;

/// Days of a week: the model's unit of time.
const WEEK: f64 = 7.0;

/// What the model needs of a member, in weeks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Visits after the first; several on one day are one.
    pub x: u32,
    /// From the first to the last.
    pub t_x: f64,
    /// From the first to today.
    pub t: f64,
    /// The sum of the logarithms of the gaps.
    pub litt: f64,
}

/// Sums up days that are in order and without repetition, up to `until`; nothing where she had not come by then.
pub fn summary(days: &[NaiveDate], until: NaiveDate) -> Option<Summary> {
    let seen: Vec<NaiveDate> = days.iter().copied().take_while(|day| *day <= until).collect();
    let (first, last) = (*seen.first()?, *seen.last()?);
    let gaps = seen.windows(2).map(|pair| match pair {
        [one, next] => weeks(*one, *next),
        _ => 1.0,
    });
    Some(Summary {
        x: u32::try_from(seen.len().saturating_sub(1)).ok()?,
        t_x: weeks(first, last),
        t: weeks(first, until),
        litt: gaps.map(log).sum(),
    })
}

/// From one day to another, in weeks.
pub fn weeks(from: NaiveDate, to: NaiveDate) -> f64 {
    of_days(to.signed_duration_since(from).num_days())
}

/// So many days, in weeks.
pub fn of_days(days: i64) -> f64 {
    i32::try_from(days).map_or(f64::MAX, f64::from) / WEEK
}
