//! What a drawer should hold and what a count finds, pure.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use serde::{Deserialize, Serialize};

use crate::checkout::cart::Tender;
use crate::ground::{Fen, Refused};

/// The tenders that are counted, in the order of the form: cash is in the drawer, the others on a screen or on paper.
pub const COUNTED: [Tender; 5] =
    [Tender::Cash, Tender::Wechat, Tender::Alipay, Tender::Bank, Tender::GroupBuy];

/// A tender of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Which.
    pub tender: Tender,
    /// What should be there: all cash of the drawer, of the others what the shift took.
    pub expected: Fen,
    /// What was found; none where nobody counted.
    pub counted: Option<Fen>,
}

impl Counted {
    /// What was found above (or below zero: short of) what should be there.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`].
    pub fn difference(&self) -> Result<Fen, Refused> {
        self.counted.map_or(Ok(Fen::ZERO), |counted| counted.minus(self.expected))
    }
}

/// What a count found in all.
///
/// # Errors
/// [`Refused::AmountTooLarge`].
pub fn difference(rows: &[Counted]) -> Result<Fen, Refused> {
    let mut sum = Fen::ZERO;
    for row in rows {
        sum = sum.plus(row.difference()?)?;
    }
    Ok(sum)
}

/// Whether any tender was found otherwise than expected; what is over in one does not make up for another.
///
/// # Errors
/// [`Refused::AmountTooLarge`].
pub fn needs_cause(rows: &[Counted]) -> Result<bool, Refused> {
    for row in rows {
        if row.difference()? != Fen::ZERO {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What is left in the drawer once some of it goes to the bank.
///
/// # Errors
/// [`Refused::DrawerShort`] where more would go than is there.
pub fn left(counted: Fen, banked: Fen) -> Result<Fen, Refused> {
    let left = counted.minus(banked)?;
    if left < Fen::ZERO { Err(Refused::DrawerShort { there: counted, wanted: banked }) } else { Ok(left) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(expected: i64, counted: Option<i64>) -> Counted {
        Counted { tender: Tender::Cash, expected: Fen(expected), counted: counted.map(Fen) }
    }

    #[test]
    fn what_is_over_here_does_not_hide_what_is_short_there() {
        let rows = [row(50_000, Some(49_000)), row(10_000, Some(11_000)), row(7_700, None)];
        assert_eq!(difference(&rows).unwrap(), Fen::ZERO);
        assert!(needs_cause(&rows).unwrap());
        assert!(!needs_cause(&[row(7_700, None), row(0, Some(0))]).unwrap());
        assert_eq!(rows[0].difference().unwrap(), Fen(-1_000));
    }

    #[test]
    fn no_more_goes_to_the_bank_than_was_found() {
        assert_eq!(left(Fen(120_000), Fen(100_000)).unwrap(), Fen(20_000));
        assert!(matches!(left(Fen(1), Fen(2)), Err(Refused::DrawerShort { .. })));
    }
}
