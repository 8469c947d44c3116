//! How a line comes from one state into another: gifts, refunds, debts, cards that are paid back; pure.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use super::pay_rules::State;
use crate::ground::split::{allot, floor_share};
use crate::ground::{Fen, Refused};

/// The lines that a debt is for: one that sold a card, or else the work and goods of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Group {
    /// Row id of the bill.
    pub bill: i64,
    /// The card's line.
    pub line: Option<i64>,
}

/// Says how much of each new line gifts paid. Stored value paid for work and goods first, and for cards (`true`) only
/// beyond those; within either every line has its share.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn gifts(states: &mut [(bool, State)], stored: Fen, gift: Fen) -> Result<(), Refused> {
    let nets = |states: &[(bool, State)], of: bool| -> Vec<i64> {
        states.iter().map(|(card, state)| if *card == of { state.net.0.max(0) } else { 0 }).collect()
    };
    let (goods, cards) = (nets(states, false), nets(states, true));
    let whole = Fen::sum(goods.iter().copied().map(Fen))?;
    let on_goods = stored.min(whole);
    let first = if on_goods == stored { gift } else { Fen(floor_share(gift.0, on_goods.0, stored.0)) };
    for (amount, weights) in [(first, goods), (gift.minus(first)?, cards)] {
        for ((_, state), part) in states.iter_mut().zip(spread(amount, &weights)?) {
            state.gift = state.gift.plus(Fen(part))?;
        }
    }
    Ok(())
}

/// As much of an amount as the weights bear, by share.
fn spread(amount: Fen, weights: &[i64]) -> Result<Vec<i64>, Refused> {
    let whole = Fen::sum(weights.iter().copied().map(Fen))?;
    allot(amount.min(whole).max(Fen::ZERO).0, weights)
}

/// What stands of a line after a part of it went back; nothing when all of it did.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn without(state: State, back: State) -> Result<State, Refused> {
    let quantity = state.quantity.saturating_sub(back.quantity);
    if quantity <= 0 {
        return Ok(State::default());
    }
    let value = state.value.minus(back.value)?.max(Fen::ZERO);
    Ok(scaled(State { quantity, value, ..state }, state.net.minus(back.net)?))
}

/// The state with another charge, gifts and debts in proportion.
fn scaled(state: State, net: Fen) -> State {
    let net = net.max(Fen::ZERO).min(state.net);
    let part = |of: Fen| Fen(floor_share(of.0, net.0, state.net.0));
    State { net, gift: part(state.gift), owed: part(state.owed), ..state }
}

/// What stands of the sale of a card, or of a top-up, after an amount was paid back and a debt forgiven.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn paid_back(state: State, amount: Fen, forgiven: Fen) -> Result<State, Refused> {
    let forgiven = forgiven.max(Fen::ZERO).min(state.owed);
    let unowed = State { net: state.net.minus(forgiven)?, owed: state.owed.minus(forgiven)?, ..state };
    if amount >= unowed.net {
        return Ok(State::default());
    }
    // Never below what is still owed and was given: what was paid is what can be paid back.
    let kept = unowed.net.minus(amount)?.max(unowed.owed);
    let gift = Fen(floor_share(unowed.gift.0, kept.0, unowed.net.0)).min(kept.minus(unowed.owed)?);
    Ok(State { net: kept, gift, ..unowed })
}

/// The state when such a refund is taken back itself.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn restored(now: State, before: State, after: State) -> Result<State, Refused> {
    if now == after {
        return Ok(before);
    }
    let net = now.net.plus(before.net.minus(after.net)?)?;
    Ok(State { net, quantity: now.quantity.max(before.quantity), ..now })
}

/// The lines of a debt when `left` of it is owed: less than before is paid line by line in proportion, more is owed in
/// proportion to what was paid.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn settled(states: &[State], left: Fen) -> Result<Vec<State>, Refused> {
    let left = left.max(Fen::ZERO);
    let owed: Vec<i64> = states.iter().map(|state| state.owed.0).collect();
    let whole = Fen::sum(states.iter().map(|state| state.owed))?;
    let mut out = states.to_vec();
    if left <= whole {
        for (state, part) in out.iter_mut().zip(spread(left, &owed)?) {
            state.owed = Fen(part);
        }
        return Ok(out);
    }
    let room = |state: &State| state.net.minus(state.gift).and_then(|rest| rest.minus(state.owed));
    let rooms: Vec<i64> =
        states.iter().map(|state| room(state).map(|room| room.0.max(0))).collect::<Result<_, _>>()?;
    for (state, part) in out.iter_mut().zip(spread(left.minus(whole)?, &rooms)?) {
        state.owed = state.owed.plus(Fen(part))?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(quantity: i64, net: i64, gift: i64, owed: i64) -> State {
        State { quantity, net: Fen(net), gift: Fen(gift), owed: Fen(owed), value: Fen::ZERO }
    }

    fn facts(states: &[State]) -> Vec<(i64, i64, i64)> {
        states.iter().map(|state| (state.net.0, state.gift.0, state.owed.0)).collect()
    }

    #[test]
    fn gifts_pay_for_work_first_and_for_cards_only_beyond() {
        for (stored, gift, parts) in [(300, 100, [33, 67, 0]), (600, 200, [33, 67, 100]), (0, 0, [0, 0, 0])] {
            let mut lines =
                [(false, state(1, 100, 0, 0)), (false, state(1, 200, 0, 0)), (true, state(1, 500, 0, 0))];
            gifts(&mut lines, Fen(stored), Fen(gift)).unwrap();
            assert_eq!(lines.map(|(_, state)| state.gift.0), parts, "{stored}");
        }
    }

    #[test]
    fn a_refund_takes_its_part_of_gifts_and_debts_and_the_last_takes_all() {
        let line = state(3, 1_000, 301, 100);
        let back = |quantity, net| state(quantity, net, 0, 0);
        assert_eq!(facts(&[without(line, back(1, 333)).unwrap()]), [(667, 200, 66)]);
        assert_eq!(without(line, back(3, 999)).unwrap(), State::default());
    }

    #[test]
    fn a_debt_is_paid_line_by_line_and_owed_again_where_it_was_paid() {
        let lines = [state(1, 100, 0, 30), state(1, 200, 50, 60)];
        for (left, owed) in
            [(90, [30, 60]), (45, [15, 30]), (1, [0, 1]), (0, [0, 0]), (250, [100, 150]), (999, [100, 150])]
        {
            let found = settled(&lines, Fen(left)).unwrap();
            assert_eq!([found[0].owed.0, found[1].owed.0], owed, "{left}");
        }
    }

    #[test]
    fn a_card_paid_back_keeps_what_was_used_of_it() {
        let card = state(1, 1_000, 0, 400);
        for (amount, forgiven, left) in
            [(300, 400, (300, 0, 0)), (600, 400, (0, 0, 0)), (0, 0, (1_000, 0, 400))]
        {
            let after = paid_back(card, Fen(amount), Fen(forgiven)).unwrap();
            assert_eq!(facts(&[after]), [left], "{amount} {forgiven}");
            assert_eq!(restored(after, card, after).unwrap(), card);
        }
    }
}
