//! What a refund of a top-up or a card (退卡) pays back: both lawful outcomes, side by side.
//!
//! Not the customer's fault: paid − consumed × paid ÷ (paid + gift), the ratio by which courts decided (潢川县法院:
//! 2000 paid, 1000 given, 434 consumed: 1710.67). The customer's choice: as the terms say. Within seven days of
//! payment and with nothing of the kind used before: the whole principal (法释〔2025〕4号).
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::session_rules::Terms;
use crate::catalog::GiftMode;
use crate::ground::rate::{self, Rate};
use crate::ground::{Fen, Refused};

/// Days after payment in which a customer may go back on it.
pub const COOLING_OFF_DAYS: i64 = 7;

/// Whose reason the refund is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The salon closed, moved, changed or failed: not the customer's fault.
    Salon,
    /// The customer changed their mind.
    Customer,
    /// Within seven days, nothing of the kind used before.
    CoolingOff,
}

/// The outcomes for one lot or card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    /// What was paid.
    pub paid: Fen,
    /// What was given on top (in money, or the value of gift sessions).
    pub gift: Fen,
    /// What was consumed, at face value.
    pub consumed: Fen,
    /// Paid back when it is not the customer's fault.
    pub salon: Fen,
    /// Paid back when it is the customer's choice.
    pub customer: Fen,
    /// Paid back within the cooling-off days; absent when they do not apply.
    pub cooling_off: Option<Fen>,
}

impl Outcomes {
    /// What a cause pays back.
    ///
    /// # Errors
    /// [`Refused::ChoiceUnknown`] when cooling off does not apply.
    pub fn of(&self, cause: Cause) -> Result<Fen, Refused> {
        match cause {
            Cause::Salon => Ok(self.salon),
            Cause::Customer => Ok(self.customer),
            Cause::CoolingOff => self.cooling_off.ok_or_else(|| Refused::ChoiceUnknown {
                field: "cause".into(),
                value: "cooling_off".into(),
                known: "salon / customer".into(),
            }),
        }
    }
}

/// The terms that a salon states for refunds by choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChoiceTerms {
    /// Whether gift that was consumed is charged against the principal.
    pub charges_gift: bool,
    /// A fee on what is paid back, 0…1.
    pub fee: Rate,
}

/// A top-up lot as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LotFacts {
    /// Principal paid in.
    pub paid: Fen,
    /// Gift given.
    pub gift: Fen,
    /// Principal left.
    pub principal_left: Fen,
    /// Gift left, or lapsed unused.
    pub gift_left: Fen,
}

/// The outcomes for a lot.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn lot(facts: LotFacts, terms: ChoiceTerms, cooling_off: bool) -> Result<Outcomes, Refused> {
    let principal_used = facts.paid.minus(facts.principal_left)?;
    let gift_used = facts.gift.minus(facts.gift_left)?;
    let consumed = principal_used.plus(gift_used)?;
    let salon = by_ratio(facts.paid, facts.gift, consumed)?;
    let charged = if terms.charges_gift { gift_used } else { Fen::ZERO };
    let before_fee = facts.principal_left.minus(charged)?.max(Fen::ZERO);
    let customer = before_fee.minus(terms.fee.of(before_fee)?)?;
    let cooling_off = (cooling_off && consumed == Fen::ZERO).then_some(facts.paid);
    Ok(Outcomes { paid: facts.paid, gift: facts.gift, consumed, salon, customer, cooling_off })
}

/// `paid − consumed × paid ÷ (paid + gift)`, the quotient rounded half away from zero, never below zero.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn by_ratio(paid: Fen, gift: Fen, consumed: Fen) -> Result<Fen, Refused> {
    let whole = paid.plus(gift)?;
    if whole == Fen::ZERO {
        return Ok(Fen::ZERO);
    }
    Ok(paid.minus(rate::ratio(consumed, paid, whole)?)?.max(Fen::ZERO))
}

/// What is paid back of a card whose gift was a service that was used up: paid − consumed − gift value × paid ÷
/// (paid + gift value). Reproduces the figure of 沪二中院 (reported 2025-05-28); the formula is inferred from it.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn gift_service_used(paid: Fen, consumed: Fen, gift_value: Fen) -> Result<Fen, Refused> {
    let charged = rate::ratio(gift_value, paid, paid.plus(gift_value)?)?;
    Ok(paid.minus(consumed)?.minus(charged)?.max(Fen::ZERO))
}

/// The outcomes for a session card of which `used` sessions are used and `paid` is paid. Not the customer's fault:
/// gift sessions count in the divisor (花溪区法院: 24800 over 3 + 1, three used: 6200 back).
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow.
pub fn sessions(
    terms: Terms,
    paid: Fen,
    used: i64,
    choice: ChoiceTerms,
    cooling_off: bool,
) -> Result<Outcomes, Refused> {
    let spread = Terms { mode: GiftMode::Spread, ..terms };
    let salon = paid.minus(spread.cumulative(used))?.max(Fen::ZERO);
    let before_fee = paid.minus(terms.cumulative(used))?.max(Fen::ZERO);
    let customer = before_fee.minus(choice.fee.of(before_fee)?)?;
    let gift = Fen(terms.price.0.saturating_sub(spread.cumulative(terms.bought).0));
    Ok(Outcomes {
        paid,
        gift,
        consumed: terms.cumulative(used),
        salon,
        customer,
        cooling_off: (cooling_off && used == 0).then_some(paid),
    })
}

/// Whether the cooling-off days apply: within seven days of payment, nothing of the same kind used before.
pub fn cooling_off(bought_on: NaiveDate, today: NaiveDate, had_same_before: bool) -> bool {
    let days = today.signed_duration_since(bought_on).num_days();
    (0..=COOLING_OFF_DAYS).contains(&days) && !had_same_before
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: ChoiceTerms = ChoiceTerms { charges_gift: false, fee: Rate::ZERO };

    #[test]
    fn courts_ratio_and_the_terms_stand_side_by_side() {
        let facts = LotFacts {
            paid: Fen(200_000),
            gift: Fen(100_000),
            principal_left: Fen(171_067),
            gift_left: Fen(85_533),
        };
        let out = lot(facts, PLAIN, false).unwrap();
        assert_eq!((out.consumed, out.salon, out.customer), (Fen(43_400), Fen(171_067), Fen(171_067)));
        // The same consumption, gift spent first: the terms keep the principal whole unless the gift is charged.
        let gift_first = LotFacts { principal_left: Fen(200_000), gift_left: Fen(56_600), ..facts };
        let out = lot(gift_first, PLAIN, false).unwrap();
        assert_eq!((out.salon, out.customer), (Fen(171_067), Fen(200_000)));
        let charged = ChoiceTerms { charges_gift: true, fee: Rate::percent(5) };
        assert_eq!(lot(gift_first, charged, false).unwrap().customer, Fen(148_770));
    }

    #[test]
    fn gift_sessions_count_in_the_divisor() {
        let card = Terms { price: Fen(2_480_000), bought: 3, gift: 1, mode: GiftMode::BoughtOnly };
        let out = sessions(card, Fen(2_480_000), 3, PLAIN, false).unwrap();
        assert_eq!((out.salon, out.customer), (Fen(620_000), Fen::ZERO));
    }

    #[test]
    fn the_judgment_about_a_used_gift_service_is_reproduced() {
        assert_eq!(gift_service_used(Fen(500_000), Fen(84_820), Fen(198_000)).unwrap(), Fen(273_346));
    }

    #[test]
    fn seven_days_and_nothing_used_give_the_principal_back() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        for (today, before, applies) in [(day(8), false, true), (day(9), false, false), (day(3), true, false)]
        {
            assert_eq!(cooling_off(day(1), today, before), applies);
        }
        let fresh =
            LotFacts { paid: Fen(1000), gift: Fen(100), principal_left: Fen(1000), gift_left: Fen(100) };
        assert_eq!(lot(fresh, PLAIN, true).unwrap().cooling_off, Some(Fen(1000)));
    }
}
