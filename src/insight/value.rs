//! What a visit is worth, and what a member will be: the gamma-gamma model and 36 discounted months.
//!
//! Source: Fader, Hardie 2013, "The Gamma-Gamma Model of Monetary Value". Money is yuan in floats: these are estimates, no
//! entry is ever made of them.

use super::model::Model;
use super::visits::Summary;

/// Months that are looked ahead.
pub const MONTHS: u32 = 36;
/// Weeks of a month: 365.25 days in twelve.
const MONTH_WEEKS: f64 = 365.25 / 12.0 / 7.0;
/// What a month takes off: 1 %.
const A_MONTH: f64 = 1.01;
/// Ten in a hundred lie below the interval, ten above.
const TAIL: f64 = 0.1;
/// Whoever comes again with a smaller chance is worth nothing more.
const GONE: f64 = 0.001;

/// What was fitted on what members spend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Shape of a visit's worth.
    pub p: f64,
    /// Shape over members.
    pub q: f64,
    /// Scale over members, in yuan.
    pub v: f64,
}

impl Worth {
    /// What a member's visit is worth in yuan, from the mean of her visits after the first: drawn to everybody's mean the
    /// more the fewer they are.
    pub fn expected(&self, visits: u32, mean: f64) -> f64 {
        let (x, mean) = if mean > 0.0 { (f64::from(visits), mean) } else { (0.0, 0.0) };
        self.p * (self.v + x * mean) / (self.p * x + self.q - 1.0)
    }

    /// Whether a mean over members exists.
    pub fn has_mean(&self) -> bool {
        self.q > 1.0
    }
}

/// What is expected of a member in the next 36 months, in yuan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lifetime {
    /// Expected visits.
    pub visits: f64,
    /// What they are worth today, discounted by 1 % a month at its end.
    pub value: f64,
    /// With fewer visits than this she would be among the lowest tenth: worth, discounted as above.
    pub low: f64,
    /// The highest tenth begins here.
    pub high: f64,
}

/// Looks ahead. The interval is that of the number of visits, at the expected worth of one.
pub fn lifetime(model: &Model, seen: &Summary, visit: f64) -> Lifetime {
    if model.alive(seen) < GONE {
        return Lifetime { visits: 0.0, value: 0.0, low: 0.0, high: 0.0 };
    }
    let (mut before, mut today, mut discount) = (0.0, 0.0, 1.0);
    for month in 1..=MONTHS {
        let sum = model.ahead(seen, MONTH_WEEKS * f64::from(month)).mean();
        discount *= A_MONTH;
        today += (sum - before) / discount;
        before = sum;
    }
    let whole = model.ahead(seen, MONTH_WEEKS * f64::from(MONTHS));
    let rate = if before > 0.0 { today / before } else { 0.0 };
    let worth = |visits: u32| f64::from(visits) * rate * visit;
    Lifetime {
        visits: before,
        value: today * visit,
        low: worth(whole.quantile(TAIL)),
        high: worth(whole.quantile(1.0 - TAIL)),
    }
}
