//! Pairs of stores, positions that sum to zero, and the fewest transfers we know how to find; pure.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ground::{Fen, Refused};

/// What each home store owes each serving store: the matrix M, a row for each home and a column for each serving store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    owed: BTreeMap<(String, String), Fen>,
}

/// A payment that settles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Who pays.
    pub from: String,
    /// Whom.
    pub to: String,
    /// How much.
    pub amount: Fen,
}

impl Matrix {
    /// Adds what an event came to; what a store does for its own members owes nothing.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`].
    pub fn add(&mut self, home: &str, serving: &str, amount: Fen) -> Result<(), Refused> {
        if home == serving {
            return Ok(());
        }
        let owed = self.owed.entry((home.to_owned(), serving.to_owned())).or_default();
        *owed = owed.plus(amount)?;
        Ok(())
    }

    /// What a home store owes a serving store.
    pub fn owed(&self, home: &str, serving: &str) -> Fen {
        self.owed.get(&(home.to_owned(), serving.to_owned())).copied().unwrap_or_default()
    }

    /// Every pair that owes something.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str, Fen)> {
        self.owed
            .iter()
            .filter(|(_, amount)| **amount != Fen::ZERO)
            .map(|((home, serving), amount)| (home.as_str(), serving.as_str(), *amount))
    }

    /// X = Σ in − Σ out of every store in a pair; the sum over all stores is zero.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`].
    pub fn positions(&self) -> Result<BTreeMap<String, Fen>, Refused> {
        let mut out: BTreeMap<String, Fen> = BTreeMap::new();
        for ((home, serving), amount) in &self.owed {
            let owes = out.entry(home.clone()).or_default();
            *owes = owes.minus(*amount)?;
            let gets = out.entry(serving.clone()).or_default();
            *gets = gets.plus(*amount)?;
        }
        Ok(out)
    }

    /// Each pair against itself the other way round: who pays whom what of the two.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`].
    pub fn bilateral(&self) -> Result<Vec<Transfer>, Refused> {
        let mut out = Vec::new();
        for (home, serving) in self.owed.keys() {
            let there_and_back = self.owed.contains_key(&(serving.clone(), home.clone()));
            // A pair that owes both ways is told once.
            if there_and_back && serving < home {
                continue;
            }
            let net = self.owed(home, serving).minus(self.owed(serving, home))?;
            let (from, to) = if net < Fen::ZERO { (serving, home) } else { (home, serving) };
            if net != Fen::ZERO {
                out.push(Transfer {
                    from: from.clone(),
                    to: to.clone(),
                    amount: Fen(net.0.saturating_abs()),
                });
            }
        }
        Ok(out)
    }

    /// All positions at once: whoever owes most pays whoever gets most, until nobody owes; at most n − 1 transfers,
    /// because each of them settles a store for good. Of equals the earlier code comes first.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`].
    pub fn transfers(&self) -> Result<Vec<Transfer>, Refused> {
        let mut left: Vec<(String, Fen)> = self.positions()?.into_iter().collect();
        let mut out = Vec::new();
        loop {
            let most = left.iter().enumerate().filter(|(_, (_, amount))| amount.is_positive());
            let Some((to, _)) = most.max_by_key(|(place, (_, amount))| (*amount, std::cmp::Reverse(*place)))
            else {
                return Ok(out);
            };
            let least = left.iter().enumerate().min_by_key(|(place, (_, amount))| (*amount, *place));
            let Some((from, _)) = least else { return Ok(out) };
            let (owes, gets) = (left.get(from).map(|one| one.1), left.get(to).map(|one| one.1));
            let (Some(owes), Some(gets)) = (owes, gets) else { return Ok(out) };
            let amount = gets.min(owes.negated());
            if !amount.is_positive() {
                return Ok(out);
            }
            let name = |place: usize| left.get(place).map(|(store, _)| store.clone()).unwrap_or_default();
            out.push(Transfer { from: name(from), to: name(to), amount });
            if let Some(one) = left.get_mut(from) {
                one.1 = owes.plus(amount)?;
            }
            if let Some(one) = left.get_mut(to) {
                one.1 = gets.minus(amount)?;
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matrix(rows: &[(&str, &str, i64)]) -> Matrix {
        let mut out = Matrix::default();
        for (home, serving, amount) in rows {
            out.add(home, serving, Fen(*amount)).unwrap();
        }
        out
    }

    #[test]
    fn four_stores_settle_with_three_transfers() {
        // The row is who gets (应收), the column who owes (应付), in yuan.
        let stores = ["国贸", "望京", "中关村", "通州"];
        let gets = [
            [0, 18_640, 9_320, 4_210],
            [12_480, 0, 7_650, 2_980],
            [6_120, 5_340, 0, 3_760],
            [8_450, 3_120, 2_240, 0],
        ];
        let mut all = Matrix::default();
        for (serving, row) in stores.iter().zip(gets) {
            for (home, amount) in stores.iter().zip(row) {
                all.add(home, serving, Fen(amount * 100)).unwrap();
            }
        }
        let positions = all.positions().unwrap();
        assert_eq!(positions["国贸"], Fen(512_000));
        assert_eq!(positions["望京"], Fen(-399_000));
        assert_eq!(positions.values().map(|amount| amount.0).sum::<i64>(), 0);
        let told: Vec<String> = all
            .transfers()
            .unwrap()
            .iter()
            .map(|transfer| format!("{} {} {}", transfer.from, transfer.to, transfer.amount))
            .collect();
        assert_eq!(told, ["中关村 国贸 3990.00", "望京 通州 2860.00", "望京 国贸 1130.00"]);
        assert_eq!(all.bilateral().unwrap().len(), 6);
    }

    #[test]
    fn a_top_up_is_no_claim_and_a_store_owes_itself_nothing() {
        let all = matrix(&[("D", "S", 18_000), ("D", "D", 99)]);
        let positions = all.positions().unwrap();
        assert_eq!((positions["S"], positions["D"]), (Fen(18_000), Fen(-18_000)));
        assert_eq!(all.pairs().count(), 1);
        assert_eq!(matrix(&[("A", "B", 5), ("B", "A", 5)]).transfers().unwrap(), []);
    }

    proptest! {
        #[test]
        fn positions_sum_to_zero_and_transfers_settle_them_all(
            rows in proptest::collection::vec((0_u8..12, 0_u8..12, -50_000_i64..100_000), 0..80),
        ) {
            let mut all = Matrix::default();
            for (home, serving, amount) in &rows {
                all.add(&format!("S{home:02}"), &format!("S{serving:02}"), Fen(*amount)).unwrap();
            }
            let positions = all.positions().unwrap();
            prop_assert_eq!(positions.values().map(|amount| amount.0).sum::<i64>(), 0);
            let settle = |transfers: &[Transfer]| {
                let mut left = positions.clone();
                for transfer in transfers {
                    assert!(transfer.amount.is_positive() && transfer.from != transfer.to);
                    left.get_mut(&transfer.from).unwrap().0 += transfer.amount.0;
                    left.get_mut(&transfer.to).unwrap().0 -= transfer.amount.0;
                }
                left.values().all(|amount| *amount == Fen::ZERO)
            };
            let transfers = all.transfers().unwrap();
            prop_assert!(settle(&transfers) && settle(&all.bilateral().unwrap()));
            let parties = positions.values().filter(|amount| **amount != Fen::ZERO).count();
            prop_assert!(transfers.len() < parties.max(1), "{} transfers of {} stores", transfers.len(), parties);
        }
    }
}
