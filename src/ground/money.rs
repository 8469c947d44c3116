//! Money in fen (分), so that no amount is ever a float and no yuan is mistaken for a fen.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::refusal::Refused;
use super::wide;

/// An amount of money in fen; 100 fen are one yuan. Negative amounts are allowed: a refund is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fen(pub i64);

impl Fen {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount one field may hold: a hundred million yuan, in fen.
    pub const FIELD_MAX: Self = Self(10_000_000_000);

    /// From whole yuan.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] beyond what an integer of fen holds.
    pub fn from_yuan(yuan: i64) -> Result<Self, Refused> {
        yuan.checked_mul(100).map(Self).ok_or(Refused::AmountTooLarge {})
    }

    /// Sum of two amounts.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn plus(self, other: Self) -> Result<Self, Refused> {
        self.0.checked_add(other.0).map(Self).ok_or(Refused::AmountTooLarge {})
    }

    /// Difference of two amounts.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn minus(self, other: Self) -> Result<Self, Refused> {
        self.0.checked_sub(other.0).map(Self).ok_or(Refused::AmountTooLarge {})
    }

    /// The amount `count` times over.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn times_count(self, count: i64) -> Result<Self, Refused> {
        self.0.checked_mul(count).map(Self).ok_or(Refused::AmountTooLarge {})
    }

    /// The same amount with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(self.0.saturating_neg())
    }

    /// Sum of many amounts.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, Refused> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// Whether the amount is above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// With thousands separators, as screens show it: `1,234.50`.
    #[must_use]
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (sign, digits) = match plain.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", plain.as_str()),
        };
        let (yuan, fen) = digits.split_once('.').unwrap_or((digits, "00"));
        let mut out = String::from(sign);
        for (place, digit) in yuan.chars().enumerate() {
            let left = yuan.len().saturating_sub(place);
            if place > 0 && left % 3 == 0 {
                out.push(',');
            }
            out.push(digit);
        }
        out.push('.');
        out.push_str(fen);
        out
    }
}

impl fmt::Display for Fen {
    /// Yuan with two decimals and no separators: `-0.05`, `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        let yuan = size.checked_div(100).unwrap_or(0);
        let rest = size.checked_rem(100).unwrap_or(0);
        f.pad(&format!("{sign}{yuan}.{rest:02}"))
    }
}

impl FromStr for Fen {
    type Err = Refused;

    /// Reads yuan: `12`, `12.5`, `1,234.50`, `¥12`, full-width digits too. More than two decimals are refused,
    /// never rounded: an amount that cannot be paid was not meant.
    fn from_str(text: &str) -> Result<Self, Refused> {
        let bad = || Refused::AmountUnreadable { text: text.chars().take(32).collect() };
        let narrow = wide::narrow(text);
        let trimmed = narrow.trim().trim_start_matches(['¥', '￥']).trim_start();
        let (negative, body) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest.trim_start_matches(['¥', '￥'])),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let body = ungroup(body).ok_or_else(bad)?;
        let (yuan, fen) = match body.split_once('.') {
            Some((yuan, fen)) => (yuan, fen),
            None => (body.as_ref(), ""),
        };
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if (yuan.is_empty() && fen.is_empty()) || !digits(yuan) || !digits(fen) {
            return Err(bad());
        }
        let fen = fen.trim_end_matches('0');
        if fen.len() > 2 {
            return Err(Refused::AmountTooFine { text: text.chars().take(32).collect() });
        }
        if yuan.len() > 15 {
            return Err(Refused::AmountTooLarge {});
        }
        let whole: i64 = if yuan.is_empty() { 0 } else { yuan.parse().map_err(|_| bad())? };
        let part: i64 = format!("{fen:0<2}").parse().map_err(|_| bad())?;
        let size = Self::from_yuan(whole)?.plus(Self(part))?;
        if size > Self::FIELD_MAX {
            return Err(Refused::AmountTooLarge {});
        }
        Ok(if negative { size.negated() } else { size })
    }
}

/// Takes out thousands separators, or answers `None` where they do not stand every three digits.
fn ungroup(body: &str) -> Option<Cow<'_, str>> {
    if !body.contains(',') {
        return Some(Cow::Borrowed(body));
    }
    let (yuan, fen) = match body.split_once('.') {
        Some((yuan, fen)) => (yuan, Some(fen)),
        None => (body, None),
    };
    let mut groups = yuan.split(',');
    let first = groups.next()?;
    if first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3) {
        return None;
    }
    let joined = yuan.replace(',', "");
    Some(Cow::Owned(match fen {
        Some(fen) => format!("{joined}.{fen}"),
        None => joined,
    }))
}

impl Serialize for Fen {
    /// A decimal string in yuan, as every JSON door speaks.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| {
            serde::de::Error::custom(format!(
                "not an amount: {text:?}; write yuan as a decimal string such as \"12.50\""
            ))
        })
    }
}

impl schemars::JsonSchema for Fen {
    fn schema_name() -> Cow<'static, str> {
        "Yuan".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "an amount in yuan as a decimal string with at most two decimals",
            "pattern": "^-?[0-9]{1,9}(\\.[0-9]{1,2})?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_yuan_and_printed_back() {
        let table = [
            ("12", 1200),
            ("12.5", 1250),
            ("0.01", 1),
            (".5", 50),
            ("-3.20", -320),
            ("1,234.50", 123_450),
            ("￥８８．８", 8880),
            ("¥1,000,000", 100_000_000),
            ("7.100", 710),
        ];
        for (text, fen) in table {
            assert_eq!(text.parse::<Fen>().unwrap(), Fen(fen), "{text}");
        }
        assert_eq!(Fen(-5).to_string(), "-0.05");
        assert_eq!(Fen(123_456_789).grouped(), "1,234,567.89");
        assert_eq!(Fen(-100_000).grouped(), "-1,000.00");
        assert_eq!(Fen(99).grouped(), "0.99");
    }

    #[test]
    fn amounts_that_cannot_be_meant_are_refused() {
        for text in ["", "-", "1.234", "1,23", "12a", "1e3", "--1", "1.2.3", ",100", "99999999999"] {
            assert!(text.parse::<Fen>().is_err(), "{text}");
        }
    }
}
