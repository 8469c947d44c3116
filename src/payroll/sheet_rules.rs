//! A wage for the days of a month that somebody worked here, and the sums of a pay sheet, pure.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use serde::{Deserialize, Serialize};

use crate::ground::{Fen, Refused};

/// What a month is made of, kind by kind, as far as a payout books it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayKind {
    /// 底薪.
    Wage,
    /// 手工费.
    HandFee,
    /// 项目提成.
    Service,
    /// 产品提成.
    Product,
    /// 售卡提成.
    Card,
    /// 充值提成.
    Topup,
}

impl PayKind {
    /// Every kind, in the order of the sheet.
    pub const ALL: [Self; 6] =
        [Self::Wage, Self::HandFee, Self::Service, Self::Product, Self::Card, Self::Topup];

    /// As it stands in the file and in locales.
    pub fn code(self) -> &'static str {
        match self {
            Self::Wage => "wage",
            Self::HandFee => "hand_fee",
            Self::Service => "service",
            Self::Product => "product",
            Self::Card => "card",
            Self::Topup => "topup",
        }
    }

    /// From the file's word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The wage of a month: what each day of it brings at the wage of that day, one share of the month's days each,
/// rounded half up to the fen at the end. `daily` holds the monthly wage of each day on which the person worked here.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn wage(daily: &[Fen], days_of_month: i64) -> Result<Fen, Refused> {
    let sum = daily.iter().try_fold(0_i128, |sum, fen| sum.checked_add(i128::from(fen.0)));
    let half = i128::from(days_of_month).checked_div(2).unwrap_or(0);
    let whole =
        sum.and_then(|sum| sum.checked_add(half)).and_then(|sum| sum.checked_div(i128::from(days_of_month)));
    whole.and_then(|fen| i64::try_from(fen).ok()).map(Fen).ok_or(Refused::AmountTooLarge {})
}

/// What a person may be paid for a month now: what is left of it and of the months before, and never more than the
/// ledger owes them in all.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn due(earned: Fen, carried: Fen, paid: Fen, owed_in_all: Fen) -> Result<Fen, Refused> {
    Ok(earned.plus(carried)?.minus(paid)?.min(owed_in_all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wage_is_a_share_of_the_month_for_each_day() {
        for (daily, days, wage_is) in [
            (vec![Fen(300_000); 30], 30, 300_000),
            (vec![Fen(300_000); 15], 30, 150_000),
            (vec![], 30, 0),
            // 1,000.00 for 10 of 31 days: 322.5806 is rounded up; a raise counts from its day on.
            (vec![Fen(100_000); 10], 31, 32_258),
            ([vec![Fen(300_000); 10], vec![Fen(360_000); 20]].concat(), 30, 340_000),
            (vec![Fen(45)], 30, 2),
            (vec![Fen(44)], 30, 1),
        ] {
            assert_eq!(wage(&daily, days), Ok(Fen(wage_is)), "{} days of {days}", daily.len());
        }
        assert_eq!(wage(&[Fen(i64::MAX); 3], 1), Err(Refused::AmountTooLarge {}));
    }

    #[test]
    fn no_more_is_due_than_the_ledger_owes() {
        for (earned, carried, paid, owed, is) in [
            (100, 0, 0, 100, 100),
            (100, 0, 40, 60, 60),
            (100, -30, 0, 70, 70),
            // Another month's sheet has paid some of it already.
            (100, 0, 0, 55, 55),
            // Rewards of a later month are owed too, and not part of this one.
            (100, 0, 100, 20, 0),
            (10, -30, 0, -20, -20),
        ] {
            assert_eq!(due(Fen(earned), Fen(carried), Fen(paid), Fen(owed)), Ok(Fen(is)));
        }
    }
}
