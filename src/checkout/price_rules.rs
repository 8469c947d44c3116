//! The order of prices, pure: timed or member price, line discount, bill discount, spend threshold, coupon, points; then
//! tenders.
//!
//! Discounts are allotted to lines by share, floored, the last line taking the rest. Spend thresholds (满减) are taken
//! between [`bill_off`] and the coupons, by [`discount_rules`](crate::promotions::discount_rules).
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use super::cart::Off;
use crate::ground::{Fen, Rate, Refused, split};

/// A line before discounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// List price of one.
    pub list: Fen,
    /// Price of one for this member, or the price that a manager set.
    pub unit: Fen,
    /// What the price list asks of this member: a lower price set by hand counts as taken off.
    pub listed: Fen,
    /// How many.
    pub quantity: i64,
    /// Something off this line.
    pub off: Option<Off>,
    /// Whether a card pays for it: then there is nothing to pay and nothing to discount.
    pub redeemed: bool,
}

/// A line with its discounts so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Priced {
    /// List price of all of them.
    pub list: Fen,
    /// Member price of all of them.
    pub gross: Fen,
    /// What people took off by hand: line and bill discount.
    pub by_hand: Fen,
    /// What is left to pay.
    pub net: Fen,
}

/// Prices each line, its own discount taken off.
///
/// # Errors
/// [`Refused::QuantityUnfit`], [`Refused::DiscountTooLarge`].
pub fn lines(lines: &[Line]) -> Result<Vec<Priced>, Refused> {
    lines.iter().map(line).collect()
}

fn line(line: &Line) -> Result<Priced, Refused> {
    if !(1..=999).contains(&line.quantity) {
        return Err(Refused::QuantityUnfit { quantity: line.quantity });
    }
    let list = line.list.times_count(line.quantity)?;
    if line.redeemed {
        return Ok(Priced { list, ..Priced::default() });
    }
    let gross = line.unit.max(line.listed).times_count(line.quantity)?;
    let asked = line.unit.times_count(line.quantity)?;
    let off = match line.off {
        Some(off) => off_of(off, asked)?,
        None => Fen::ZERO,
    };
    let net = asked.minus(off)?;
    Ok(Priced { list, gross, by_hand: gross.minus(net)?, net })
}

/// Takes a discount off the whole bill.
///
/// # Errors
/// [`Refused::DiscountTooLarge`].
pub fn bill_off(priced: &mut [Priced], off: Option<Off>) -> Result<(), Refused> {
    let Some(off) = off else { return Ok(()) };
    let total = Fen::sum(priced.iter().map(|line| line.net))?;
    let amount = off_of(off, total)?;
    let parts = allot(priced, amount)?;
    for (line, part) in priced.iter_mut().zip(parts) {
        line.by_hand = line.by_hand.plus(part)?;
        line.net = line.net.minus(part)?;
    }
    Ok(())
}

/// Takes allotted parts off the lines: a coupon's, or what points are worth.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn take(priced: &mut [Priced], parts: &[Fen]) -> Result<(), Refused> {
    for (line, part) in priced.iter_mut().zip(parts) {
        line.net = line.net.minus(*part)?;
    }
    Ok(())
}

/// Allots an amount over what is left to pay of each line.
///
/// # Errors
/// [`Refused::NothingToSplit`] when nothing is left to pay.
pub fn allot(priced: &[Priced], amount: Fen) -> Result<Vec<Fen>, Refused> {
    let nets: Vec<i64> = priced.iter().map(|line| line.net.0).collect();
    shares(&nets, amount)
}

fn shares(weights: &[i64], amount: Fen) -> Result<Vec<Fen>, Refused> {
    Ok(split::allot(amount.0, weights)?.into_iter().map(Fen).collect())
}

/// What a discount takes off an amount. A rate is what is paid, rounded half away from zero.
///
/// # Errors
/// [`Refused::DiscountTooLarge`] for more than there is, or a rate outside 0…1.
pub fn off_of(off: Off, amount: Fen) -> Result<Fen, Refused> {
    let taken = match off {
        Off::Rate(rate) if rate.is_share() => amount.minus(rate.of(amount)?)?,
        Off::Rate(rate) => return Err(Refused::RateUnreadable { text: rate.to_string() }),
        Off::Amount(taken) => taken,
    };
    if taken < Fen::ZERO || taken > amount {
        return Err(Refused::DiscountTooLarge { price: amount, discount: taken });
    }
    Ok(taken)
}

/// Whether what was taken off by hand stays within a role's percent of the member price.
///
/// # Errors
/// [`Refused::DiscountAboveLimit`].
pub fn within(priced: &[Priced], percent: i64, allowed: &str) -> Result<(), Refused> {
    let gross = Fen::sum(priced.iter().map(|line| line.gross))?;
    let by_hand = Fen::sum(priced.iter().map(|line| line.by_hand))?;
    let limit = Rate::percent(percent).of(gross)?;
    if by_hand > limit {
        return Err(Refused::DiscountAboveLimit {
            limit: limit.to_string(),
            wanted: by_hand.to_string(),
            allowed: allowed.to_owned(),
        });
    }
    Ok(())
}

/// Spreads what is paid for a package over its parts by list-price share, the last part taking the rest.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn spread_package(net: Fen, list_prices: &[Fen]) -> Result<Vec<Fen>, Refused> {
    let weights: Vec<i64> = list_prices.iter().map(|price| price.0).collect();
    if weights.iter().all(|weight| *weight == 0) {
        // Nothing but gifts: they are worth the same.
        let equal = vec![1_i64; weights.len()];
        return shares(&equal, net);
    }
    shares(&weights, net)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(unit: i64) -> Line {
        Line { list: Fen(unit), unit: Fen(unit), listed: Fen(unit), quantity: 1, off: None, redeemed: false }
    }

    fn nets_of(priced: &[Priced]) -> Vec<i64> {
        priced.iter().map(|line| line.net.0).collect()
    }

    #[test]
    fn discounts_go_line_then_bill_then_coupon_then_points() {
        let half = Line { off: Some(Off::Rate(Rate::percent(50))), ..one(20_000) };
        let mut priced = lines(&[half, one(15_000)]).unwrap();
        assert_eq!(nets_of(&priced), [10_000, 15_000]);
        bill_off(&mut priced, Some(Off::Amount(Fen(5_000)))).unwrap();
        assert_eq!(nets_of(&priced), [8_000, 12_000]);
        let coupon = allot(&priced, Fen(1_000)).unwrap();
        take(&mut priced, &coupon).unwrap();
        assert_eq!(nets_of(&priced), [7_600, 11_400]);
        assert_eq!(priced.iter().map(|line| line.by_hand.0).sum::<i64>(), 15_000);
    }

    #[test]
    fn stacked_percentages_compound_on_the_remainder() {
        let mut net = Fen(30_000);
        let mut after = Vec::new();
        for _ in 0..3 {
            net = net.minus(off_of(Off::Rate(Rate::percent(90)), net).unwrap()).unwrap();
            after.push(net.0);
        }
        assert_eq!(after, [27_000, 24_300, 21_870]);
    }

    #[test]
    fn a_redeemed_line_costs_nothing_and_bears_no_discount() {
        let redeemed = Line { redeemed: true, ..one(30_000) };
        let mut priced = lines(&[redeemed, one(10_000)]).unwrap();
        bill_off(&mut priced, Some(Off::Rate(Rate::percent(90)))).unwrap();
        assert_eq!(nets_of(&priced), [0, 9_000]);
    }

    #[test]
    fn a_role_may_give_so_much_and_no_more() {
        let mut priced = lines(&[one(20_000)]).unwrap();
        bill_off(&mut priced, Some(Off::Amount(Fen(2_000)))).unwrap();
        assert!(within(&priced, 10, "manager").is_ok());
        assert_eq!(within(&priced, 9, "manager").unwrap_err().code(), "discount.above_limit");
        assert_eq!(off_of(Off::Amount(Fen(11)), Fen(10)).unwrap_err().code(), "discount.too_large");
        assert_eq!(off_of(Off::Amount(Fen(-1)), Fen(10)).unwrap_err().code(), "discount.too_large");
    }

    #[test]
    fn a_package_is_spread_by_list_price() {
        assert_eq!(spread_package(Fen(100), &[Fen(200), Fen(150)]).unwrap(), [Fen(57), Fen(43)]);
        assert_eq!(spread_package(Fen(3), &[Fen(0), Fen(0)]).unwrap().iter().map(|f| f.0).sum::<i64>(), 3);
    }
}
