//! Rates and the one rounding of the house: half away from zero, to the fen (四舍五入).
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::money::Fen;
use super::refusal::Refused;

/// An exact decimal such as 0.9 (九折) or 0.03; stored as text so that no digit is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rate(pub Decimal);

impl Rate {
    /// The whole.
    pub const ONE: Self = Self(Decimal::ONE);
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// φ: how much of what gifts pay counts where no rule says otherwise, one half.
    pub const GIFTS: Self = Self(Decimal::from_parts(5, 0, 0, false, 1));

    /// From whole percent: `Rate::percent(90)` is 0.9.
    #[must_use]
    pub fn percent(percent: i64) -> Self {
        Self(Decimal::new(percent, 2).normalize())
    }

    /// As people write it: 0.125 is `12.5%`.
    #[must_use]
    pub fn in_percent(self) -> String {
        let hundred = self.0.checked_mul(Decimal::ONE_HUNDRED);
        hundred.map_or_else(|| self.to_string(), |hundred| format!("{}%", hundred.normalize()))
    }

    /// `amount × rate`, rounded half away from zero to the fen.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] when the product does not fit.
    pub fn of(self, amount: Fen) -> Result<Fen, Refused> {
        let exact = Decimal::from(amount.0).checked_mul(self.0).ok_or(Refused::AmountTooLarge {})?;
        round(exact)
    }

    /// Whether the rate lies in 0…1.
    #[must_use]
    pub fn is_share(self) -> bool {
        self.0 >= Decimal::ZERO && self.0 <= Decimal::ONE
    }
}

/// Rounds an exact number of fen half away from zero.
///
/// # Errors
/// [`Refused::AmountTooLarge`] when the result does not fit.
pub fn round(exact_fen: Decimal) -> Result<Fen, Refused> {
    exact_fen
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .to_i64()
        .map(Fen)
        .ok_or(Refused::AmountTooLarge {})
}

/// `amount × numerator ÷ denominator`, rounded half away from zero.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow or a zero denominator.
pub fn ratio(amount: Fen, numerator: Fen, denominator: Fen) -> Result<Fen, Refused> {
    let exact = Decimal::from(amount.0)
        .checked_mul(Decimal::from(numerator.0))
        .and_then(|product| product.checked_div(Decimal::from(denominator.0)))
        .ok_or(Refused::AmountTooLarge {})?;
    round(exact)
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.normalize().to_string())
    }
}

impl FromStr for Rate {
    type Err = Refused;

    /// Reads `0.9`, `90%` or full-width forms of them.
    fn from_str(text: &str) -> Result<Self, Refused> {
        let narrow = super::wide::narrow(text);
        let trimmed = narrow.trim();
        let bad = || Refused::RateUnreadable { text: text.chars().take(32).collect() };
        let (body, hundred) = match trimmed.strip_suffix('%') {
            Some(body) => (body.trim(), true),
            None => (trimmed, false),
        };
        let number = Decimal::from_str(body).map_err(|_| bad())?;
        let number = if hundred { number.checked_div(Decimal::ONE_HUNDRED).ok_or_else(bad)? } else { number };
        Ok(Self(number.normalize()))
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| {
            serde::de::Error::custom(format!("not a rate: {text:?}; write a decimal string such as \"0.9\""))
        })
    }
}

impl schemars::JsonSchema for Rate {
    fn schema_name() -> Cow<'static, str> {
        "Rate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "a decimal such as \"0.9\", or percent such as \"90%\""
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_fen_rounds_away_from_zero() {
        let half: Rate = "0.5".parse().unwrap();
        for (fen, rounded) in [(1, 1), (-1, -1), (3, 2), (-3, -2), (2, 1), (0, 0)] {
            assert_eq!(half.of(Fen(fen)).unwrap(), Fen(rounded), "{fen}");
        }
        assert_eq!("95%".parse::<Rate>().unwrap(), Rate::percent(95));
        // 充 2000 送 1000, 434 consumed: the court's ratio.
        assert_eq!(ratio(Fen(43_400), Fen(200_000), Fen(300_000)).unwrap(), Fen(28_933));
    }
}
