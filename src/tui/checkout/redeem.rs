//! Session cards and coupons by their number beside the bill, and what a scanner reads.

use super::Checkout;
use super::hits::Hits;
use crate::cards::store::CardKind;
use crate::ground::Refused;
use crate::tui::app::Effects;
use crate::tui::app::pane::say;
use crate::tui::frame::Tone;
use crate::tui::screen::Effect;

impl Checkout {
    /// `*1`: the member's first card pays for the selected line, or for a service of its own.
    pub(super) fn redeem(&mut self, number: u8) -> Effects {
        let unknown = Refused::CardUnknown { card: format!("*{number}") };
        let Some(member) = &self.sale.member else {
            let asked = self.sale.cart.member.is_some();
            let needed = Refused::MemberNeeded { act: self.word("act.redeem").to_owned() };
            return self.refuse(if asked { &unknown } else { &needed });
        };
        let place = usize::from(number).saturating_sub(1);
        let cards = member.holdings.cards.len();
        if let Some(coupon) = place.checked_sub(cards).and_then(|place| member.coupons.get(place)) {
            let code = coupon.code.clone();
            return self.turn_coupon(code);
        }
        let Some(card) = member.holdings.cards.get(place).cloned() else { return self.refuse(&unknown) };
        // What cannot be redeemed must not leave a line to be paid in money.
        if card.state != "open" {
            self.line.clear();
            return self.refuse(&Refused::CardClosed { card: card.card, state: card.state });
        }
        if card.kind == CardKind::Session && card.left < 1 {
            self.line.clear();
            return self.refuse(&Refused::SessionsShort { card: card.card, left: card.left, wanted: 1 });
        }
        self.line.clear();
        self.hits = Hits::default();
        let fits = self.sale.line().is_some_and(|line| {
            line.card.is_none() && (card.services.is_empty() || card.services.contains(&line.item))
        });
        match card.services.first() {
            // The card says what it is for: the line need not be typed.
            Some(service) if !fits => {
                self.add_line(service, 1);
                let only = self.sale.line().is_some_and(|line| line.quantity == 1);
                if only && self.sale.change_line(|line| line.card = Some(card.card)) {
                    // One key, one step back: a refusal takes the line away with its card.
                    self.sale.join_steps();
                }
            }
            // A card for any service says nothing about which.
            None if !fits => {
                return vec![say(Tone::Info, self.word("checkout.redeem_which")), Effect::Bell];
            }
            Some(_) | None => {
                self.sale.change_line(|line| line.card = Some(card.card));
            }
        }
        self.ask_quote()
    }

    /// Coupons go on behind the cards: `*3` puts one on the bill, or takes it off.
    fn turn_coupon(&mut self, code: String) -> Effects {
        self.line.clear();
        self.hits = Hits::default();
        self.sale.change(|cart| match cart.coupons.iter().position(|known| *known == code) {
            Some(place) => {
                cart.coupons.remove(place);
            }
            None => cart.coupons.push(code),
        });
        self.ask_quote()
    }

    /// A scanner's text is one thing and never settles: a bar code, a pay code, a member's card.
    pub(super) fn scan(&mut self, text: &str) -> Effects {
        let code = text.trim().to_owned();
        if code.len() == 18 && code.bytes().all(|byte| byte.is_ascii_digit()) {
            return if self.pay.is_some() { self.pay_code(&code) } else { self.open_pay(Some(code)) };
        }
        self.pay = None;
        let count = self.line.text().trim().strip_suffix('*').and_then(|count| count.parse().ok());
        if let Some(listed) = self.context.shelf.barcode(&code).or_else(|| self.context.shelf.item(&code)) {
            let code = listed.item.code.clone();
            return self.add(&code, count.unwrap_or(1));
        }
        self.line.set(&code);
        let mut out = self.find();
        if self.hits.awaited == 0 && self.hits.found.is_empty() {
            out.extend(self.refuse(&Refused::ItemUnknown { code: code.chars().take(32).collect() }));
            self.line.clear();
        } else {
            out.extend(self.by_members());
        }
        out
    }
}
