//! How amounts and days are written on these screens.

use chrono::{Datelike, NaiveDate};

use crate::checkout::Tender;
use crate::ground::{Fen, day};
use crate::promotions::coupon_rules::Value;
use crate::t;
use crate::words::{self, Lang};

/// Money in, in the order of the counter: what a top-up, a refund or a debt is paid by.
pub const TILLS: [Tender; 5] = [Tender::Wechat, Tender::Alipay, Tender::Cash, Tender::Bank, Tender::GroupBuy];

/// What a coupon takes off: `-20.00`, `85折`.
#[must_use]
pub fn coupon(lang: Lang, value: &Value) -> String {
    match value {
        Value::Fixed { off } => off.negated().grouped(),
        Value::Percent { off, .. } => {
            let left = rust_decimal::Decimal::ONE.checked_sub(off.0).unwrap_or_default();
            let tenths = left.checked_mul(rust_decimal::Decimal::TEN).unwrap_or_default().normalize();
            t!(lang, "checkout.rate", tenths = tenths)
        }
    }
}

/// The names of [`TILLS`].
pub fn till_names(lang: Lang) -> Vec<String> {
    TILLS.iter().map(|tender| tender_name(lang, *tender).to_owned()).collect()
}

/// The name of a tender.
pub fn tender_name(lang: Lang, tender: Tender) -> &'static str {
    words::text(lang, tender_key(tender))
}

/// The key of a tender's name.
fn tender_key(tender: Tender) -> &'static str {
    match tender {
        Tender::StoredValue => "tender.stored_value",
        Tender::Wechat => "tender.wechat",
        Tender::Alipay => "tender.alipay",
        Tender::Cash => "tender.cash",
        Tender::Bank => "tender.bank",
        Tender::GroupBuy => "tender.group_buy",
        Tender::OnAccount => "tender.on_account",
    }
}

/// The tender that a choice of [`TILLS`] means.
pub fn till(choice: &str) -> Tender {
    choice.parse().ok().and_then(|place: usize| TILLS.get(place)).copied().unwrap_or(Tender::Wechat)
}

/// `12-03` in this year, `27-03-01` in another; text that is no day stays.
pub fn day_short(text: &str, today: NaiveDate) -> String {
    match day::iso(text) {
        Ok(day) if day.year() == today.year() => day.format("%m-%d").to_string(),
        Ok(day) => day.format("%y-%m-%d").to_string(),
        Err(_) => text.to_owned(),
    }
}

/// Whether a last day is over, or near enough to be minded.
pub fn day_mark(text: &str, today: NaiveDate) -> Option<char> {
    let left = day::iso(text).ok()?.signed_duration_since(today).num_days();
    (left <= 30).then_some('!')
}

/// A count with separators: `10,472`.
pub fn count(number: i64) -> String {
    let money = Fen(number.saturating_mul(100)).grouped();
    money.strip_suffix(".00").unwrap_or(&money).to_owned()
}

/// An amount with its sign: `+5,800.00`, `-599.40`.
pub fn signed(amount: Fen) -> String {
    if amount.is_positive() { format!("+{}", amount.grouped()) } else { amount.grouped() }
}

/// Whole yuan without decimals where there are none: for table steps and tiles.
pub fn yuan(amount: Fen) -> String {
    let whole = amount.grouped();
    whole.strip_suffix(".00").map_or_else(|| whole.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_amounts_are_short_where_they_can_be() {
        let today = day::iso("2026-11-21").unwrap();
        for (text, short, mark) in [
            ("2026-12-03", "12-03", Some('!')),
            ("2027-03-01", "27-03-01", None),
            ("2026-11-01", "11-01", Some('!')),
            ("", "", None),
        ] {
            assert_eq!((day_short(text, today).as_str(), day_mark(text, today)), (short, mark), "{text}");
        }
        assert_eq!((signed(Fen(580_000)), signed(Fen(-59_940))), ("+5,800.00".into(), "-599.40".into()));
        assert_eq!((yuan(Fen(500_000)), yuan(Fen(5_050))), ("5,000".into(), "50.50".into()));
        assert_eq!(till("9"), Tender::Wechat);
    }
}
