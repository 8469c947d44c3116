//! How a bill will most likely be paid, so that two Enters settle it: an eligible session card, then stored value
//! where it covers the bill, then whatever was used last.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use super::cart::{Cart, Tender};
use crate::cards::holdings::CardView;
use crate::cards::store::CardKind;
use crate::ground::Fen;
use crate::shop::Settings;

/// What a service line asks of a card: its place in the cart, the item's code, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Which line.
    pub line: usize,
    /// Which service.
    pub code: String,
    /// How many.
    pub quantity: i64,
}

/// The cart with cards on the lines they cover: the card that expires first, own ones before those of family. A line
/// that was discounted or priced by hand is left alone.
#[must_use]
pub fn with_cards(cart: &Cart, services: &[Wanted], cards: &[CardView], today: &str) -> Cart {
    let mut cart = cart.clone();
    let mut used: Vec<(String, i64)> = cart
        .lines
        .iter()
        .filter_map(|line| line.card.as_ref().map(|card| (card.clone(), line.quantity)))
        .collect();
    for wanted in services {
        let Some(line) = cart.lines.get_mut(wanted.line) else { continue };
        if line.card.is_some() || line.discount.is_some() || line.price.is_some() {
            continue;
        }
        let mut fit: Vec<&CardView> =
            cards.iter().filter(|card| covers(card, wanted, &used, today)).collect();
        fit.sort_by_key(|card| (card.shared, card.expires_on.is_none(), card.expires_on.clone()));
        if let Some(card) = fit.first() {
            line.card = Some(card.card.clone());
            used.push((card.card.clone(), wanted.quantity));
        }
    }
    cart
}

/// Whether a card can pay for a line besides what it pays for already.
#[must_use]
pub fn covers(card: &CardView, wanted: &Wanted, used: &[(String, i64)], today: &str) -> bool {
    let in_time = card.expires_on.as_ref().is_none_or(|last| last.as_str() >= today);
    let for_it = card.services.is_empty() || card.services.contains(&wanted.code);
    let taken = used
        .iter()
        .filter(|(code, _)| *code == card.card)
        .fold(wanted.quantity, |sum, (_, count)| sum.saturating_add(*count));
    let enough = match card.kind {
        CardKind::Period => true,
        CardKind::Session => {
            let unpaid = card.sessions.saturating_sub(card.covered).max(0);
            taken <= card.left.saturating_sub(unpaid)
        }
    };
    card.state == "open" && in_time && for_it && enough
}

/// The tender for what is due: stored value where it pays all of it, else what was used last.
#[must_use]
pub fn tender(due: Fen, stored_value: Fen, prepaid_most: Fen, last: Tender) -> Tender {
    if due.is_positive() && stored_value >= due && prepaid_most >= due {
        return Tender::StoredValue;
    }
    match last {
        Tender::StoredValue | Tender::OnAccount => Tender::Wechat,
        Tender::Wechat | Tender::Alipay | Tender::Cash | Tender::Bank | Tender::GroupBuy => last,
    }
}

/// The most points that a member may use on a bill: what they have and what the salon allows, in whole multiples.
#[must_use]
pub fn points_most(settings: &Settings, has: i64, payable: Fen) -> i64 {
    let capped = settings.points_cap.of(payable).unwrap_or(Fen::ZERO);
    let allowed = capped.0.checked_div(settings.fen_per_point).unwrap_or(0);
    let most = has.min(allowed).max(0);
    most.checked_rem(settings.points_multiple).and_then(|rest| most.checked_sub(rest)).unwrap_or(0)
}

/// Whose pay code eighteen digits are: WeChat's begin with 10 to 15, Alipay's with 25 to 30.
#[must_use]
pub fn wallet_of(pay_code: &str) -> Option<Tender> {
    let head: String = pay_code.chars().take(2).collect();
    match head.parse::<u8>() {
        Ok(10..=15) => Some(Tender::Wechat),
        Ok(25..=30) => Some(Tender::Alipay),
        Ok(_) | Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkout::cart::CartLine;

    fn card(code: &str, left: i64, expires: Option<&str>, services: &[&str]) -> CardView {
        CardView {
            card: code.into(),
            name: String::new(),
            kind: CardKind::Session,
            left,
            sessions: 10,
            covered: 10,
            value: Fen::ZERO,
            unpaid: Fen::ZERO,
            expires_on: expires.map(str::to_owned),
            state: "open".into(),
            shared: false,
            services: services.iter().map(|code| (*code).to_owned()).collect(),
        }
    }

    #[test]
    fn a_line_gets_the_card_that_expires_first_and_covers_it() {
        let late = card("C1", 6, None, &["23"]);
        let soon = card("C2", 1, Some("2026-12-01"), &["23"]);
        let past = card("C3", 9, Some("2026-11-20"), &[]);
        let other = card("C4", 9, None, &["21"]);
        let frozen = CardView { state: "frozen".into(), ..card("C5", 9, Some("2026-11-22"), &[]) };
        let unpaid = CardView { covered: 4, ..card("C6", 6, Some("2026-11-21"), &[]) };
        let cards = [late, soon, past, other, frozen, unpaid];
        let cart = Cart { lines: vec![CartLine::of("23"), CartLine::of("23")], ..Cart::default() };
        let wanted = |line| Wanted { line, code: "23".into(), quantity: 1 };
        let with = with_cards(&cart, &[wanted(0), wanted(1)], &cards, "2026-11-21");
        let on: Vec<_> = with.lines.iter().map(|line| line.card.as_deref()).collect();
        assert_eq!(on, [Some("C2"), Some("C1")], "the first one has a single session left");
    }

    #[test]
    fn stored_value_is_proposed_where_it_covers_and_else_what_was_used_last() {
        use Tender::{Alipay, OnAccount, StoredValue, Wechat};
        for (due, has, most, last, proposed) in [
            (100, 100, 100, Wechat, StoredValue),
            (100, 99, 100, Alipay, Alipay),
            (100, 500, 40, Alipay, Alipay),
            (100, 0, 100, OnAccount, Wechat),
            (0, 100, 0, Wechat, Wechat),
        ] {
            assert_eq!(tender(Fen(due), Fen(has), Fen(most), last), proposed, "{due} {has} {most}");
        }
    }

    #[test]
    fn points_go_as_far_as_the_member_the_bill_and_the_multiple_allow() {
        let settings = Settings { fen_per_point: 1, points_multiple: 100, ..Settings::default() };
        let half = Settings { points_cap: crate::ground::Rate::percent(50), ..settings.clone() };
        for (settings, has, payable, most) in [
            (&settings, 1_286, 39_800, 1_200),
            (&settings, 99, 39_800, 0),
            (&half, 90_000, 39_800, 19_900),
            (&settings, -5, 100, 0),
        ] {
            assert_eq!(points_most(settings, has, Fen(payable)), most, "{has} of {payable}");
        }
        assert_eq!(wallet_of("134567890123456789"), Some(Tender::Wechat));
        assert_eq!(wallet_of("280000000000000000"), Some(Tender::Alipay));
        assert_eq!(wallet_of("990000000000000000"), None);
    }
}
