//! Splits that never lose a fen: every part but one is floored, and the part named takes the rest.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use super::refusal::Refused;

/// `floor(amount × weight ÷ whole)` without overflow; zero where the whole is zero.
#[must_use]
pub fn floor_share(amount: i64, weight: i64, whole: i64) -> i64 {
    i128::from(amount)
        .checked_mul(i128::from(weight))
        .and_then(|product| product.checked_div_euclid(i128::from(whole)))
        .and_then(|share| i64::try_from(share).ok())
        .unwrap_or(0)
}

/// Allots `amount` over `weights` by share, floored, the last part with a weight taking the rest
/// (57 over 200 and 150 with 100 off: 57 and 43).
///
/// Where the amount is a discount it never exceeds the sum of the weights, and then no part exceeds its own
/// weight either: what the last part cannot bear goes to the part before it.
///
/// # Errors
/// [`Refused::NothingToSplit`] when an amount other than zero meets no weight at all.
pub fn allot(amount: i64, weights: &[i64]) -> Result<Vec<i64>, Refused> {
    let whole: i64 = weights
        .iter()
        .try_fold(0_i64, |sum, weight| sum.checked_add((*weight).max(0)))
        .ok_or(Refused::AmountTooLarge {})?;
    let mut parts = vec![0_i64; weights.len()];
    if amount == 0 {
        return Ok(parts);
    }
    let Some(last) = weights.iter().rposition(|weight| *weight > 0) else {
        return Err(Refused::NothingToSplit {});
    };
    let mut given = 0_i64;
    for (part, weight) in parts.iter_mut().zip(weights).take(last) {
        *part = floor_share(amount, (*weight).max(0), whole);
        given = given.saturating_add(*part);
    }
    if let Some(part) = parts.get_mut(last) {
        *part = amount.saturating_sub(given);
    }
    if amount > 0 && amount <= whole {
        spill_back(&mut parts, weights, last);
    }
    Ok(parts)
}

/// Moves what a part cannot bear to the part before it, so that no line's price falls below zero.
fn spill_back(parts: &mut [i64], weights: &[i64], last: usize) {
    let mut over = 0_i64;
    for (part, weight) in parts.iter_mut().zip(weights).take(last.saturating_add(1)).rev() {
        let bearable = (*weight).max(0);
        let wanted = part.saturating_add(over);
        *part = wanted.min(bearable);
        over = wanted.saturating_sub(*part);
    }
}

/// Splits `amount` over `weights`, all but the first floored, the first taking the rest: the rule for people
/// who share a line (提成).
///
/// # Errors
/// [`Refused::NothingToSplit`] when an amount other than zero meets no weight at all.
pub fn first_takes_rest(amount: i64, weights: &[i64]) -> Result<Vec<i64>, Refused> {
    let whole: i64 = weights
        .iter()
        .try_fold(0_i64, |sum, weight| sum.checked_add((*weight).max(0)))
        .ok_or(Refused::AmountTooLarge {})?;
    if whole == 0 && amount != 0 {
        return Err(Refused::NothingToSplit {});
    }
    let mut parts: Vec<i64> =
        weights.iter().map(|weight| floor_share(amount, (*weight).max(0), whole)).collect();
    let others: i64 = parts
        .iter()
        .skip(1)
        .try_fold(0_i64, |sum, part| sum.checked_add(*part))
        .ok_or(Refused::AmountTooLarge {})?;
    if let Some(first) = parts.first_mut() {
        *first = amount.saturating_sub(others);
    }
    Ok(parts)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_last_line_takes_the_rest() {
        let table: [(i64, &[i64], &[i64]); 8] = [
            (100, &[200, 150], &[57, 43]),
            (50, &[200, 150], &[28, 22]),
            (70, &[200, 150, 0], &[40, 30, 0]),
            (400, &[200, 600], &[100, 300]),
            (0, &[0, 0], &[0, 0]),
            (2, &[1, 1, 1], &[0, 1, 1]),
            (10, &[0, 5, 5, 0], &[0, 5, 5, 0]),
            (3, &[7], &[3]),
        ];
        for (amount, weights, parts) in table {
            assert_eq!(allot(amount, weights).unwrap(), parts, "{amount} {weights:?}");
        }
        assert!(allot(1, &[0, 0]).is_err());
    }

    #[test]
    fn the_first_person_takes_the_rest() {
        assert_eq!(first_takes_rest(1, &[1, 1, 1]).unwrap(), [1, 0, 0]);
        assert_eq!(first_takes_rest(10_000, &[1, 1, 1]).unwrap(), [3334, 3333, 3333]);
    }

    proptest! {
        #[test]
        fn parts_always_add_up(amount in 0_i64..100_000_000, weights in prop::collection::vec(0_i64..1_000_000, 1..12)) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            prop_assert_eq!(allot(amount, &weights).unwrap().iter().sum::<i64>(), amount);
            prop_assert_eq!(first_takes_rest(amount, &weights).unwrap().iter().sum::<i64>(), amount);
        }

        #[test]
        fn a_discount_never_turns_a_line_negative(weights in prop::collection::vec(0_i64..1000, 1..12), share in 0_i64..=100) {
            let whole: i64 = weights.iter().sum();
            let amount = whole * share / 100;
            prop_assume!(whole > 0);
            for (part, weight) in allot(amount, &weights).unwrap().iter().zip(&weights) {
                prop_assert!(*part >= 0 && part <= weight);
            }
        }
    }
}
