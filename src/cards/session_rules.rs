//! What the k-th session of a card is worth, and how many sessions the money paid so far covers.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use crate::catalog::GiftMode;
use crate::ground::Fen;
use crate::ground::split::floor_share;

/// The terms of a session card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// What it costs in all, in fen.
    pub price: Fen,
    /// Sessions bought.
    pub bought: i64,
    /// Sessions given on top.
    pub gift: i64,
    /// How those count.
    pub mode: GiftMode,
}

impl Terms {
    /// Sessions in all.
    pub fn sessions(self) -> i64 {
        self.bought.saturating_add(self.gift)
    }

    /// The value of the first `k` sessions: floor(price × k ÷ n), in fen, so that all of them add up to the price.
    /// With [`GiftMode::Spread`] n counts the gift sessions; with [`GiftMode::BoughtOnly`] those come last, at zero.
    pub fn cumulative(self, k: i64) -> Fen {
        let n = match self.mode {
            GiftMode::Spread => self.sessions(),
            GiftMode::BoughtOnly => self.bought,
        };
        let k = k.clamp(0, n);
        if n == 0 { Fen::ZERO } else { Fen(floor_share(self.price.0, k, n)) }
    }

    /// The value of `count` sessions after `used`.
    pub fn value(self, used: i64, count: i64) -> Fen {
        let upto = self.cumulative(used.saturating_add(count));
        Fen(upto.0.saturating_sub(self.cumulative(used).0))
    }

    /// How many sessions may be used when `paid` of the price is paid: those whose value the money covers.
    pub fn covered(self, paid: Fen) -> i64 {
        if paid >= self.price {
            return self.sessions();
        }
        let mut covered = 0_i64;
        while covered < self.sessions() && self.cumulative(covered.saturating_add(1)) <= paid {
            covered = covered.saturating_add(1);
        }
        // Gifts come with what is paid in full.
        covered.min(self.bought)
    }
}

/// The value of days passed of a period card: floor(price × days ÷ term), in fen.
pub fn days_value(price: Fen, term: i64, passed: i64) -> Fen {
    if term <= 0 { Fen::ZERO } else { Fen(floor_share(price.0, passed.clamp(0, term), term)) }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    fn terms(price: i64, bought: i64, gift: i64, mode: GiftMode) -> Terms {
        Terms { price: Fen(price), bought, gift, mode }
    }

    #[test]
    fn the_last_session_takes_the_rest() {
        let card = terms(10_000, 3, 0, GiftMode::Spread);
        let values: Vec<i64> = (0..3).map(|used| card.value(used, 1).0).collect();
        assert_eq!(values, [3333, 3333, 3334]);
    }

    #[test]
    fn gift_sessions_count_in_n_or_are_worth_nothing() {
        let spread = terms(2_480_000, 3, 1, GiftMode::Spread);
        assert_eq!(spread.value(3, 1), Fen(620_000));
        let bought = terms(30_000, 3, 1, GiftMode::BoughtOnly);
        assert_eq!((bought.value(0, 3), bought.value(3, 1)), (Fen(30_000), Fen::ZERO));
    }

    #[test]
    fn every_price_and_count_adds_up() {
        for price in 0..=100 {
            for sessions in 1..=10 {
                let card = terms(price, sessions, 0, GiftMode::Spread);
                let sum: i64 = (0..sessions).map(|used| card.value(used, 1).0).sum();
                assert_eq!(sum, price);
            }
        }
    }

    #[test]
    fn only_what_is_paid_can_be_used() {
        let card = terms(100_000, 5, 0, GiftMode::Spread);
        for (paid, covered) in [(0, 0), (19_999, 0), (20_000, 1), (59_999, 2), (100_000, 5)] {
            assert_eq!(card.covered(Fen(paid)), covered, "{paid}");
        }
        assert_eq!(terms(100_000, 5, 2, GiftMode::BoughtOnly).covered(Fen(100_000)), 7);
        assert_eq!(terms(0, 5, 0, GiftMode::Spread).covered(Fen::ZERO), 5);
    }

    #[test]
    fn a_period_card_is_worth_its_days() {
        let sum: i64 =
            (0..365).map(|d| days_value(Fen(99_900), 365, d + 1).0 - days_value(Fen(99_900), 365, d).0).sum();
        assert_eq!(sum, 99_900);
    }
}
