//! How payments cover a bill, pure: in the order given, cash alone gives change, prepaid value goes once.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use super::cart::{Payment, Tender};
use crate::ground::{Fen, Refused};

/// A payment that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// How.
    pub tender: Tender,
    /// What of it covers the bill.
    pub amount: Fen,
    /// What was handed over.
    pub tendered: Fen,
}

/// The payments as they cover what is due, and the change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cover {
    /// One for each payment that was given.
    pub settled: Vec<Settled>,
    /// What is still due.
    pub due: Fen,
    /// What is given back in cash.
    pub change: Fen,
}

/// Covers what is due. `prepaid_most` is what stored value may pay at most: not the cards sold on the bill.
///
/// # Errors
/// [`Refused::TenderTwice`], [`Refused::TenderOver`], [`Refused::AmountNotPositive`].
pub fn cover(payable: Fen, payments: &[Payment], prepaid_most: Fen) -> Result<Cover, Refused> {
    let mut cover = Cover { due: payable, ..Cover::default() };
    for payment in payments {
        let tender = payment.tender;
        let once = matches!(tender, Tender::StoredValue | Tender::OnAccount);
        if once && cover.settled.iter().any(|settled| settled.tender == tender) {
            return Err(Refused::TenderTwice { tender: tender.code().to_owned() });
        }
        let fitting = if tender == Tender::StoredValue { cover.due.min(prepaid_most) } else { cover.due };
        let tendered = payment.amount.unwrap_or(fitting);
        if tendered < Fen::ZERO || (payment.amount == Some(Fen::ZERO) && payable.is_positive()) {
            return Err(Refused::AmountNotPositive { field: "amount".into() });
        }
        let amount = tendered.min(fitting);
        if tendered > amount && tender != Tender::Cash {
            return Err(Refused::TenderOver {
                tender: tender.code().to_owned(),
                due: fitting,
                paid: tendered,
            });
        }
        cover.change = cover.change.plus(tendered.minus(amount)?)?;
        cover.due = cover.due.minus(amount)?;
        cover.settled.push(Settled { tender, amount, tendered });
    }
    Ok(cover)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pay(tender: Tender, amount: i64) -> Payment {
        Payment::of(tender, Fen(amount))
    }

    #[test]
    fn cash_gives_change_and_nothing_else_does() {
        let cover_of = |payments: &[Payment]| cover(Fen(7_500), payments, Fen(7_500));
        let cash = cover_of(&[pay(Tender::Cash, 10_000)]).unwrap();
        assert_eq!((cash.due, cash.change, cash.settled[0].amount), (Fen(0), Fen(2_500), Fen(7_500)));
        let split = cover_of(&[pay(Tender::Wechat, 2_000), Payment::all(Tender::Alipay)]).unwrap();
        assert_eq!(split.settled.iter().map(|s| s.amount.0).collect::<Vec<_>>(), [2_000, 5_500]);
        assert_eq!(cover_of(&[pay(Tender::Wechat, 7_000)]).unwrap().due, Fen(500));
        for (payments, code) in [
            (vec![pay(Tender::Wechat, 7_501)], "tender.over"),
            (vec![pay(Tender::StoredValue, 1_500), pay(Tender::StoredValue, 1_500)], "tender.twice"),
            (vec![pay(Tender::Cash, -1)], "amount.not_positive"),
            (vec![pay(Tender::Bank, 0)], "amount.not_positive"),
        ] {
            assert_eq!(cover_of(&payments).unwrap_err().code(), code);
        }
    }

    #[test]
    fn stored_value_pays_no_cards() {
        let cover =
            cover(Fen(10_000), &[Payment::all(Tender::StoredValue), Payment::all(Tender::Cash)], Fen(4_000));
        let amounts: Vec<i64> = cover.unwrap().settled.iter().map(|s| s.amount.0).collect();
        assert_eq!(amounts, [4_000, 6_000]);
    }
}
