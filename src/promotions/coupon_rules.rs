//! What a coupon takes off, pure: fixed or percent, with a threshold, a cap and a scope.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use serde::{Deserialize, Serialize};

use crate::ground::{Fen, Rate, Refused, split};

/// A coupon's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// So much off.
    Fixed {
        /// The amount.
        off: Fen,
    },
    /// A share off: 0.2 is 八折.
    Percent {
        /// The share, 0…1.
        off: Rate,
        /// At most this much.
        #[serde(default)]
        cap: Option<Fen>,
    },
}

/// A coupon's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Its code.
    pub code: String,
    /// Its value.
    pub value: Value,
    /// From this much in scope on.
    pub threshold: Fen,
    /// Its last day.
    pub expires_on: Option<String>,
    /// The item it is for; every item when absent.
    pub item: Option<i64>,
    /// The category it is for; every category when empty.
    pub category: String,
}

/// A line as a coupon sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub item: i64,
    /// Its category.
    pub category: String,
    /// What is left to pay for it.
    pub net: Fen,
}

/// What a coupon takes off each line: min(value, cap, what is in scope), allotted by share, the last line taking the
/// rest.
///
/// # Errors
/// [`Refused::CouponExpired`], [`Refused::CouponOutOfScope`], [`Refused::CouponBelowThreshold`].
pub fn apply(terms: &Terms, lines: &[Line], today: &str) -> Result<Vec<Fen>, Refused> {
    let code = || terms.code.clone();
    if let Some(last) = terms.expires_on.as_ref().filter(|last| last.as_str() < today) {
        return Err(Refused::CouponExpired { code: code(), date: last.clone() });
    }
    let in_scope = |line: &Line| {
        terms.item.is_none_or(|item| item == line.item)
            && (terms.category.is_empty() || terms.category == line.category)
    };
    let weights: Vec<i64> =
        lines.iter().map(|line| if in_scope(line) { line.net.0.max(0) } else { 0 }).collect();
    let base = Fen::sum(weights.iter().copied().map(Fen))?;
    if !base.is_positive() {
        return Err(Refused::CouponOutOfScope { code: code() });
    }
    if base < terms.threshold {
        return Err(Refused::CouponBelowThreshold { code: code(), threshold: terms.threshold, bill: base });
    }
    let off = match terms.value {
        Value::Fixed { off } => off,
        Value::Percent { off, cap } => {
            let share = off.of(base)?;
            cap.map_or(share, |cap| share.min(cap))
        }
    };
    let parts = split::allot(off.min(base).0, &weights)?;
    Ok(parts.into_iter().map(Fen).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(value: Value, threshold: i64) -> Terms {
        Terms {
            code: "K1".into(),
            value,
            threshold: Fen(threshold),
            expires_on: Some("2026-12-31".into()),
            item: None,
            category: "in".into(),
        }
    }

    fn lines() -> Vec<Line> {
        let line = |category: &str, net| Line { item: 1, category: category.into(), net: Fen(net) };
        vec![line("in", 200), line("in", 150), line("out", 120)]
    }

    #[test]
    fn a_capped_percentage_falls_on_its_scope_alone() {
        let half = Value::Percent { off: Rate::percent(50), cap: Some(Fen(70)) };
        let off = apply(&terms(half, 350), &lines(), "2026-11-21").unwrap();
        assert_eq!(off, [Fen(40), Fen(30), Fen(0)]);
    }

    #[test]
    fn a_coupon_says_why_it_does_not_count() {
        let fixed = Value::Fixed { off: Fen(50) };
        for (terms, today, code) in [
            (terms(fixed, 351), "2026-11-21", "coupon.below_threshold"),
            (terms(fixed, 0), "2027-01-01", "coupon.expired"),
            (Terms { category: "none".into(), ..terms(fixed, 0) }, "2026-11-21", "coupon.out_of_scope"),
        ] {
            assert_eq!(apply(&terms, &lines(), today).unwrap_err().code(), code);
        }
        // Never more than what is there.
        let large = terms(Value::Fixed { off: Fen(9_999) }, 0);
        assert_eq!(apply(&large, &lines(), "2026-11-21").unwrap(), [Fen(200), Fen(150), Fen(0)]);
    }
}
