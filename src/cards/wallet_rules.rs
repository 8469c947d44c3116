//! How stored value is spent from its lots and goes back into them (domain rules for 储值), pure.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use crate::ground::split::floor_share;
use crate::ground::{Fen, Refused};
use crate::shop::settings::SpendOrder;

/// A lot with what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotLeft {
    /// Row id; a smaller one is older.
    pub id: i64,
    /// Principal left.
    pub principal: Fen,
    /// Gift left.
    pub gift: Fen,
    /// The order that its terms state.
    pub order: SpendOrder,
    /// The gift's last day, ISO; `None` for never.
    pub gift_expires_on: Option<String>,
}

/// What was taken from one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Taken {
    /// The lot.
    pub lot: i64,
    /// Of its principal.
    pub principal: Fen,
    /// Of its gift.
    pub gift: Fen,
}

impl LotLeft {
    /// The gift that may still be spent on a day.
    fn gift_on(&self, today: &str) -> Fen {
        if self.gift_expires_on.as_deref().is_some_and(|last| last < today) { Fen::ZERO } else { self.gift }
    }
}

/// What may be spent on a day.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn spendable(lots: &[LotLeft], today: &str) -> Result<Fen, Refused> {
    lots.iter().try_fold(Fen::ZERO, |sum, lot| sum.plus(lot.principal)?.plus(lot.gift_on(today)))
}

/// Takes an amount from lots: those whose gift lapses sooner first, then the oldest, each by its own terms.
///
/// # Errors
/// [`Refused::StoredValueShort`] when there is not enough.
pub fn spend(lots: &[LotLeft], amount: Fen, today: &str) -> Result<Vec<Taken>, Refused> {
    let balance = spendable(lots, today)?;
    if amount > balance {
        return Err(Refused::StoredValueShort { balance, wanted: amount });
    }
    let mut order: Vec<&LotLeft> = lots.iter().collect();
    order.sort_by_key(|lot| {
        let lapses = lot.gift_expires_on.clone().filter(|_| lot.gift_on(today).is_positive());
        (lapses.is_none(), lapses, lot.id)
    });
    let mut rest = amount;
    let mut taken = Vec::new();
    for lot in order {
        if !rest.is_positive() {
            break;
        }
        let part = from_lot(lot, rest, today)?;
        rest = rest.minus(part.principal)?.minus(part.gift)?;
        if part.principal.is_positive() || part.gift.is_positive() {
            taken.push(part);
        }
    }
    Ok(taken)
}

fn from_lot(lot: &LotLeft, wanted: Fen, today: &str) -> Result<Taken, Refused> {
    let gift_left = lot.gift_on(today);
    let whole = lot.principal.plus(gift_left)?;
    let amount = wanted.min(whole);
    let gift = if amount == whole {
        gift_left
    } else {
        match lot.order {
            SpendOrder::GiftFirst => amount.min(gift_left),
            SpendOrder::PrincipalFirst => amount.minus(lot.principal)?.max(Fen::ZERO),
            SpendOrder::Proportional => Fen(floor_share(amount.0, gift_left.0, whole.0)),
        }
    };
    Ok(Taken { lot: lot.id, principal: amount.minus(gift)?, gift })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lot(id: i64, principal: i64, gift: i64, order: SpendOrder) -> LotLeft {
        LotLeft { id, principal: Fen(principal), gift: Fen(gift), order, gift_expires_on: None }
    }

    fn taken(lot: i64, principal: i64, gift: i64) -> Taken {
        Taken { lot, principal: Fen(principal), gift: Fen(gift) }
    }

    #[test]
    fn each_order_takes_its_own_part_first() {
        let table = [
            (SpendOrder::GiftFirst, 3000, taken(1, 1000, 2000)),
            (SpendOrder::PrincipalFirst, 3000, taken(1, 3000, 0)),
            (SpendOrder::PrincipalFirst, 11_000, taken(1, 10_000, 1_000)),
            (SpendOrder::Proportional, 100, taken(1, 84, 16)),
            (SpendOrder::Proportional, 12_000, taken(1, 10_000, 2_000)),
        ];
        for (order, amount, expected) in table {
            let lots = [lot(1, 10_000, 2_000, order)];
            assert_eq!(spend(&lots, Fen(amount), "2026-11-21").unwrap(), [expected], "{order:?} {amount}");
        }
    }

    #[test]
    fn the_lot_whose_gift_lapses_sooner_goes_first() {
        let mut soon = lot(3, 100, 50, SpendOrder::GiftFirst);
        soon.gift_expires_on = Some("2026-12-01".into());
        let lots =
            [lot(1, 100, 0, SpendOrder::GiftFirst), lot(2, 100, 50, SpendOrder::GiftFirst), soon.clone()];
        let order: Vec<i64> = spend(&lots, Fen(400), "2026-11-21").unwrap().iter().map(|t| t.lot).collect();
        assert_eq!(order, [3, 1, 2]);
        // After its last day the gift is gone, and so is its precedence.
        let late = spend(&lots, Fen(350), "2026-12-02").unwrap();
        assert_eq!(late, [taken(1, 100, 0), taken(2, 100, 50), taken(3, 100, 0)]);
        assert_eq!(
            spend(&lots, Fen(351), "2026-12-02"),
            Err(Refused::StoredValueShort { balance: Fen(350), wanted: Fen(351) })
        );
    }

    proptest! {
        #[test]
        fn spending_takes_exactly_the_amount_and_never_more_than_is_there(
            parts in prop::collection::vec((0_i64..100_000, 0_i64..50_000, 0_u8..3), 1..6),
            share in 0_i64..=100,
        ) {
            let orders = [SpendOrder::GiftFirst, SpendOrder::PrincipalFirst, SpendOrder::Proportional];
            let lots: Vec<LotLeft> =
                (1..).zip(&parts).map(|(id, (p, g, o))| lot(id, *p, *g, orders[usize::from(*o)])).collect();
            let amount = Fen(spendable(&lots, "2026-01-01").unwrap().0.saturating_mul(share).checked_div(100).unwrap());
            let taken = spend(&lots, amount, "2026-01-01").unwrap();
            let sum: i64 = taken.iter().map(|t| t.principal.0.saturating_add(t.gift.0)).sum();
            prop_assert_eq!(sum, amount.0);
            for part in taken {
                let lot = lots.iter().find(|lot| lot.id == part.lot).unwrap();
                prop_assert!(part.principal >= Fen::ZERO && part.principal <= lot.principal);
                prop_assert!(part.gift >= Fen::ZERO && part.gift <= lot.gift);
            }
        }

        #[test]
        fn proportional_spends_in_any_steps_empty_the_lot_exactly(p in 1_i64..10_000, g in 0_i64..10_000, step in 1_i64..3_000) {
            let mut left = lot(1, p, g, SpendOrder::Proportional);
            let mut spent = 0_i64;
            while left.principal.is_positive() || left.gift.is_positive() {
                let whole = left.principal.plus(left.gift).unwrap();
                let part = spend(&[left.clone()], Fen(step).min(whole), "2026-01-01").unwrap()[0];
                left.principal = left.principal.minus(part.principal).unwrap();
                left.gift = left.gift.minus(part.gift).unwrap();
                prop_assert!(left.principal >= Fen::ZERO && left.gift >= Fen::ZERO);
                spent = spent.saturating_add(part.principal.0).saturating_add(part.gift.0);
            }
            prop_assert_eq!(spent, p.saturating_add(g));
        }
    }
}
