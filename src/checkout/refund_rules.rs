//! How much of everything goes back with a part of a bill, pure.
//!
//! Every step takes from what remains: whatever the parts, the last refund empties everything exactly.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use crate::ground::split::{allot, floor_share};
use crate::ground::{Fen, Refused};

/// What remains of a sold line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineLeft {
    /// Line number.
    pub line: i64,
    /// Pieces or sessions not yet given back.
    pub quantity: i64,
    /// Of what was paid for it.
    pub net: Fen,
    /// Of the card value that it used.
    pub card_value: Fen,
}

/// What goes back of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineBack {
    /// Line number.
    pub line: i64,
    /// How many.
    pub quantity: i64,
    /// Of what was paid for it.
    pub net: Fen,
    /// Of the card value.
    pub card_value: Fen,
}

/// The part of a line that goes back with a quantity of it.
///
/// # Errors
/// [`Refused::RefundTooMuch`] for more than remains, or none.
pub fn line_back(left: LineLeft, quantity: i64) -> Result<LineBack, Refused> {
    if quantity < 1 || quantity > left.quantity {
        return Err(Refused::RefundTooMuch { line: left.line, left: left.quantity, wanted: quantity });
    }
    Ok(LineBack {
        line: left.line,
        quantity,
        net: Fen(floor_share(left.net.0, quantity, left.quantity)),
        card_value: Fen(floor_share(left.card_value.0, quantity, left.quantity)),
    })
}

/// The parts of several remainders that go with `amount` of their sum (lots: 80 principal and 20 gift, 50 back:
/// 40 and 10).
///
/// # Errors
/// [`Refused::NothingToSplit`] when an amount meets nothing that remains.
pub fn parts_back(amount: Fen, left: &[Fen]) -> Result<Vec<Fen>, Refused> {
    let weights: Vec<i64> = left.iter().map(|part| part.0).collect();
    Ok(allot(amount.0, &weights)?.into_iter().map(Fen).collect())
}

/// What goes back of some lines of a bill, and what was left of them before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Goes back now.
    pub back: Fen,
    /// Was left.
    pub left: Fen,
}

/// How much of what goes back is stored value. It paid for goods and work first, and for cards only what those could
/// not take; of either it goes back in the ratio it was taken, so that no card on a bill turns it into money.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn prepaid_back(prepaid: Fen, others: Fen, goods: Share, cards: Share) -> Result<Fen, Refused> {
    let on_goods = prepaid.min(goods.left);
    let on_cards = prepaid.minus(on_goods)?;
    let of = |share: Share, on: Fen| Fen(floor_share(share.back.0, on.0, share.left.0));
    let back = of(goods, on_goods).plus(of(cards, on_cards))?;
    // What the other payments cannot bear is stored value, too.
    let least = goods.back.plus(cards.back)?.minus(others)?;
    Ok(back.max(least).min(prepaid))
}

/// The part of a count (points) that goes with `amount` of what remains of a bill; all of it with the last fen.
pub fn count_back(count: i64, amount: Fen, left: Fen, last: bool) -> i64 {
    if last || (amount == left && left.is_positive()) { count } else { floor_share(count, amount.0, left.0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stored_value_goes_back_in_the_ratio_it_was_taken() {
        assert_eq!(parts_back(Fen(5_000), &[Fen(8_000), Fen(2_000)]).unwrap(), [Fen(4_000), Fen(1_000)]);
        assert_eq!(
            (count_back(70, Fen(50), Fen(100), false), count_back(150, Fen(50), Fen(100), false)),
            (35, 75)
        );
    }

    #[test]
    fn stored_value_paid_for_work_before_it_paid_for_cards() {
        let share = |back, left| Share { back: Fen(back), left: Fen(left) };
        for (prepaid, others, goods, cards, back) in [
            (500, 1_296, share(398, 796), share(0, 1_000), 250),
            (500, 1_296, share(0, 796), share(1_000, 1_000), 0),
            (500, 1_296, share(796, 796), share(1_000, 1_000), 500),
            // A salon that lets stored value buy cards: 204 of it paid for the card.
            (1_000, 796, share(0, 796), share(500, 1_000), 102),
            (1_000, 796, share(398, 796), share(0, 1_000), 398),
            (100, 0, share(100, 100), share(0, 0), 100),
        ] {
            let found = prepaid_back(Fen(prepaid), Fen(others), goods, cards).unwrap();
            assert_eq!(found, Fen(back), "{prepaid} {goods:?} {cards:?}");
        }
    }

    #[test]
    fn more_than_was_sold_is_refused() {
        let left = LineLeft { line: 1, quantity: 2, net: Fen(101), card_value: Fen::ZERO };
        assert_eq!(line_back(left, 3).unwrap_err().code(), "refund.too_much");
        assert_eq!(line_back(left, 0).unwrap_err().code(), "refund.too_much");
        assert_eq!((line_back(left, 1).unwrap().net, line_back(left, 2).unwrap().net), (Fen(50), Fen(101)));
    }

    proptest! {
        #[test]
        fn refunds_in_any_steps_give_back_exactly_what_was_taken(
            net in 0_i64..1_000_000, quantity in 1_i64..20, taken in prop::collection::vec(0_i64..300_000, 1..5),
        ) {
            let whole: i64 = taken.iter().sum();
            prop_assume!(whole > 0);
            let mut line = LineLeft { line: 1, quantity, net: Fen(net), card_value: Fen(whole) };
            let mut left: Vec<Fen> = taken.iter().copied().map(Fen).collect();
            let mut back = Fen::ZERO;
            while line.quantity > 0 {
                let part = line_back(line, 1).unwrap();
                let given = parts_back(part.card_value, &left).unwrap();
                for (rest, given) in left.iter_mut().zip(given) {
                    prop_assert!(given >= Fen::ZERO && given <= *rest);
                    *rest = rest.minus(given).unwrap();
                }
                back = back.plus(part.net).unwrap();
                line.quantity = line.quantity.saturating_sub(1);
                line.net = line.net.minus(part.net).unwrap();
                line.card_value = line.card_value.minus(part.card_value).unwrap();
            }
            prop_assert_eq!(back, Fen(net));
            prop_assert!(left.iter().all(|rest| *rest == Fen::ZERO));
        }
    }
}
