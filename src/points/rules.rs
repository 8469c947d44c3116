//! The policy of points, pure: earning with its trace, spending by expiry, offsetting a bill.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::ground::split::floor_share;
use crate::ground::{Fen, Rate, Refused};
use crate::shop::Settings;

/// What earns on a bill, in fen of what remains to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Earning {
    /// Net of services and goods.
    pub goods: Fen,
    /// Net of cards sold.
    pub cards: Fen,
    /// The part of the bill that points took off.
    pub points_off: Fen,
    /// The part paid by stored value.
    pub stored_value: Fen,
}

/// Points and why: "128 = 128.00 × 1".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Earned {
    /// How many.
    pub points: i64,
    /// The steps, in their order.
    pub trace: Vec<Step>,
}

/// One factor or part of what is earned. Multipliers by service, tier, birthday and campaign become further steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// `base`, later `tier`, `birthday` ..
    pub what: String,
    /// The amount that the factor is applied to, in yuan.
    pub base: Fen,
    /// The factor.
    pub rate: Rate,
    /// Points after this step, floored.
    pub points: i64,
}

/// The points that a bill earns, floored once for the bill.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn earn(settings: &Settings, bill: Earning) -> Result<Earned, Refused> {
    let mut base = bill.goods;
    if settings.card_sale_earns {
        base = base.plus(bill.cards)?;
    }
    if settings.points_part_earns {
        base = base.plus(bill.points_off)?;
    }
    if !settings.stored_value_earns {
        base = base.minus(bill.stored_value)?;
    }
    earn_on(settings.points_per_yuan, base)
}

/// The points for an amount at a rate per yuan, floored.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn earn_on(per_yuan: Rate, base: Fen) -> Result<Earned, Refused> {
    let base = base.max(Fen::ZERO);
    let points = Decimal::from(base.0)
        .checked_mul(per_yuan.0)
        .and_then(|fen| fen.checked_div(Decimal::ONE_HUNDRED))
        .map(|exact| exact.round_dp_with_strategy(0, RoundingStrategy::ToZero))
        .and_then(|whole| whole.to_i64())
        .ok_or(Refused::AmountTooLarge {})?;
    if points == 0 {
        return Ok(Earned::default());
    }
    let step = Step { what: "base".to_owned(), base, rate: per_yuan, points };
    Ok(Earned { points, trace: vec![step] })
}

/// A lot of points with what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotLeft {
    /// Row id; a smaller one is older.
    pub id: i64,
    /// Its last day, ISO; `None` for never.
    pub expires_on: Option<String>,
    /// Points left.
    pub left: i64,
}

/// Takes points from lots: soonest expiry first, then the older lot, never-expiring ones last.
///
/// # Errors
/// [`Refused::PointsShort`] when there are not enough, `owed` counted against them.
pub fn spend(lots: &[LotLeft], owed: i64, wanted: i64, today: &str) -> Result<Vec<(i64, i64)>, Refused> {
    let balance = spendable(lots, owed, today);
    if wanted > balance {
        return Err(Refused::PointsShort { balance, wanted });
    }
    let mut order: Vec<&LotLeft> = lots.iter().filter(|lot| lot.left > 0 && !lapsed(lot, today)).collect();
    order.sort_by_key(|lot| (lot.expires_on.is_none(), lot.expires_on.clone(), lot.id));
    let mut rest = wanted;
    let mut taken = Vec::new();
    for lot in order {
        let part = lot.left.min(rest);
        if part > 0 {
            taken.push((lot.id, part));
            rest = rest.saturating_sub(part);
        }
    }
    Ok(taken)
}

/// What a member may spend: lots that have not lapsed, less what is owed back.
pub fn spendable(lots: &[LotLeft], owed: i64, today: &str) -> i64 {
    lots.iter()
        .filter(|lot| !lapsed(lot, today))
        .fold(0_i64, |sum, lot| sum.saturating_add(lot.left))
        .saturating_sub(owed)
}

fn lapsed(lot: &LotLeft, today: &str) -> bool {
    lot.expires_on.as_deref().is_some_and(|last| last < today)
}

/// What points take off a bill.
///
/// # Errors
/// [`Refused::PointsNotMultiple`] and [`Refused::PointsAboveCap`]. The last multiple may be worth more than what is
/// left to pay, so that points can close a bill that ends in fen; a whole multiple too many is refused.
pub fn offset(settings: &Settings, due: Fen, wanted: i64) -> Result<Fen, Refused> {
    if wanted == 0 {
        return Ok(Fen::ZERO);
    }
    let multiple = settings.points_multiple.max(1);
    if wanted < 0 || wanted.checked_rem(multiple) != Some(0) {
        return Err(Refused::PointsNotMultiple { multiple, wanted });
    }
    let most = settings.points_cap.of(due)?.min(due);
    let cap = points_for(settings, most)?;
    if wanted > cap {
        return Err(Refused::PointsAboveCap { cap, wanted });
    }
    let worth = Fen(settings.fen_per_point).times_count(wanted)?;
    Ok(worth.min(most))
}

/// The most points that may go into an amount: enough multiples to cover it.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn points_for(settings: &Settings, amount: Fen) -> Result<i64, Refused> {
    let multiple = settings.points_multiple.max(1);
    let per_multiple = Fen(settings.fen_per_point.max(1)).times_count(multiple)?;
    let whole = amount.0.max(0).checked_div(per_multiple.0).unwrap_or(0);
    let covered = per_multiple.times_count(whole)?;
    // A cap below the whole bill is never overstepped; a whole bill may be closed by one multiple more.
    let more = i64::from(covered < amount && settings.points_cap >= Rate::ONE);
    whole.checked_add(more).and_then(|n| n.checked_mul(multiple)).ok_or(Refused::AmountTooLarge {})
}

/// The part of a number of points that goes with a part of a bill: floor(points × part ÷ whole).
pub fn share(points: i64, part: Fen, whole: Fen) -> i64 {
    if part == whole { points } else { floor_share(points, part.0, whole.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(id: i64, expires_on: Option<&str>, left: i64) -> LotLeft {
        LotLeft { id, expires_on: expires_on.map(str::to_owned), left }
    }

    #[test]
    fn the_soonest_expiry_is_spent_first_and_never_expiring_lots_last() {
        let lots = [lot(1, Some("2026-03-31"), 30), lot(2, None, 50), lot(3, Some("2026-02-28"), 20)];
        assert_eq!(spend(&lots, 0, 60, "2026-02-01").unwrap(), [(3, 20), (1, 30), (2, 10)]);
        // Lot 3 lapsed on 1 March.
        assert_eq!(spend(&lots, 0, 60, "2026-03-01").unwrap(), [(1, 30), (2, 30)]);
        assert_eq!(spend(&lots, 30, 71, "2026-02-01"), Err(Refused::PointsShort { balance: 70, wanted: 71 }));
    }

    #[test]
    fn stored_value_is_a_tender_and_earns() {
        let settings = Settings::default();
        let bill = Earning { goods: Fen(10_000), stored_value: Fen(1_000), ..Earning::default() };
        assert_eq!(earn(&settings, bill).unwrap().points, 100);
        let not = Settings { stored_value_earns: false, ..settings };
        assert_eq!(earn(&not, bill).unwrap().points, 90);
        assert_eq!(earn_on(Rate::ONE, Fen(199)).unwrap().points, 1);
        assert_eq!(earn_on("0.2".parse().unwrap(), Fen(10_000)).unwrap().points, 20);
    }

    #[test]
    fn points_can_close_a_bill_that_ends_in_fen() {
        let whole = Settings { fen_per_point: 100, points_multiple: 1, ..Settings::default() };
        assert_eq!(offset(&whole, Fen(1_055), 11).unwrap(), Fen(1_055));
        assert_eq!(offset(&whole, Fen(1_055), 10).unwrap(), Fen(1_000));
        assert_eq!(offset(&whole, Fen(1_055), 12).unwrap_err().code(), "points.above_cap");
        let capped = Settings { points_cap: Rate::percent(50), ..whole.clone() };
        assert_eq!(offset(&capped, Fen(1_000), 5).unwrap(), Fen(500));
        assert_eq!(offset(&capped, Fen(1_000), 6).unwrap_err().code(), "points.above_cap");
        let hundreds = Settings { fen_per_point: 1, points_multiple: 100, ..whole };
        assert_eq!(offset(&hundreds, Fen(1_000), 150).unwrap_err().code(), "points.not_multiple");
    }

    #[test]
    fn half_a_refund_takes_half_the_points_each_way() {
        assert_eq!((share(70, Fen(5_000), Fen(10_000)), share(150, Fen(5_000), Fen(10_000))), (35, 75));
        assert_eq!(share(7, Fen(3), Fen(3)), 7);
    }
}
