//! When a member is due, and what is worth training, pure.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use chrono::{Days, NaiveDate};

use super::kpi_rules::BACK_DAYS;

/// A gap to the best below this is no reason for training: three points of a hundred.
pub const WORTH: i64 = 30_000;

/// When a member is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Days between her visits.
    pub usual: i64,
    /// When the next visit is due.
    pub due: NaiveDate,
    /// Days past it; below zero before.
    pub late: i64,
}

/// The last visit plus the median of the days between her own visits; thirty days where she came but once.
pub fn due(last: NaiveDate, gaps: &[i64], today: NaiveDate) -> Due {
    let mut gaps = gaps.to_vec();
    gaps.sort_unstable();
    let middle = gaps.len().checked_div(2).unwrap_or(0);
    let usual = gaps.get(middle).copied().unwrap_or(BACK_DAYS).clamp(1, 3_660);
    let due = last.checked_add_days(Days::new(usual.unsigned_abs())).unwrap_or(last);
    Due { usual, due, late: today.signed_duration_since(due).num_days() }
}

/// `top ÷ bottom` in parts of `one`; none without a denominator.
pub fn rate(top: i64, bottom: i64, one: i64) -> Option<i64> {
    let whole = i128::from(top).checked_mul(i128::from(one))?;
    i64::try_from(whole.checked_div(i128::from(bottom))?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_member_is_due_by_her_own_rhythm() {
        for (last, gaps, today, usual, due_on, late) in [
            ("2026-11-01", vec![], "2026-11-28", 30, "2026-12-01", -3),
            ("2026-11-01", vec![10], "2026-11-28", 10, "2026-11-11", 17),
            ("2026-11-01", vec![40, 7, 20], "2026-11-21", 20, "2026-11-21", 0),
            ("2026-11-01", vec![40, 7, 20, 30], "2026-11-28", 30, "2026-12-01", -3),
            ("2026-11-01", vec![99_999], "2026-11-28", 3_660, "2036-11-08", -3_633),
        ] {
            let is = due(on(last), &gaps, on(today));
            assert_eq!(is, Due { usual, due: on(due_on), late }, "{gaps:?}");
        }
    }

    #[test]
    fn a_rate_without_a_denominator_is_none() {
        assert_eq!((rate(1, 3, 1_000), rate(0, 5, 1_000), rate(3, 0, 1_000)), (Some(333), Some(0), None));
    }
}
