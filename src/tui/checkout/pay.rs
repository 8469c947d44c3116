//! Taking money: one panel that shows every effect of Enter before Enter settles.
//!
//! A digit shows another tender at once; Enter takes it. An amount and Enter is a part payment, then a digit and
//! Enter say by what. The command's key is minted when the panel opens, so that a double Enter is one sale.

use std::rc::Rc;

use super::offer::{Choice, Pay, WAYS, Way, look, tender_key, way};
use super::{Awaited, Checkout};
use crate::checkout::cart::{Cart, Tender};
use crate::checkout::earns::rewarded;
use crate::checkout::pay::Paid;
use crate::checkout::propose;
use crate::ground::{Clean, Fen, Refused};
use crate::shop::Role;
use crate::shop::rights::Act;
use crate::t;
use crate::tui::app::Effects;
use crate::tui::app::approve::{Approval, Approve};
use crate::tui::app::pane::{open, say, work};
use crate::tui::entry::{self, Entry};
use crate::tui::frame::Tone;
use crate::tui::input::Key;
use crate::tui::screen::Effect;
use crate::words;
use crate::worker::Wish;

/// Change above which Enter asks once more.
const MUCH_CHANGE: Fen = Fen(100_000);

impl Checkout {
    /// Opens the panel, with a scanned pay code where there is one.
    pub(super) fn open_pay(&mut self, code: Option<String>) -> Effects {
        if self.sale.is_empty() {
            self.line.clear();
            return vec![say(Tone::Info, self.word("checkout.empty"))];
        }
        // Told before the customer pays, not after.
        if self.day.as_ref().is_some_and(|day| day.closed) {
            let no = Refused::DayClosed { date: self.context.today().to_string() };
            return vec![say(Tone::Bad, words::refused(self.context.lang, &no))];
        }
        self.line.clear();
        self.hits = super::Hits::default();
        let base = Cart { tenders: Vec::new(), ..self.sale.cart.clone() };
        self.pay = Some(Pay {
            key: self.context.key(),
            choice: Choice { base, cards: true, ..Choice::default() },
            priced: None,
            turn: 0,
            approval: None,
            good: None,
            stale: true,
            barred: None,
            shown_change: None,
            said_no: false,
        });
        match code {
            Some(code) => self.pay_code(&code),
            None => self.ask_price(),
        }
    }

    /// Asks what the panel shows.
    pub(super) fn ask_price(&mut self) -> Effects {
        let turn = self.next_turn();
        let typed = self.typed_tender();
        let wanted = self.sale.wanted(&self.context.shelf);
        let (today, last) = (self.context.today().to_string(), self.last_tender);
        let Some(pay) = &mut self.pay else { return Vec::new() };
        pay.turn = turn;
        pay.stale = true;
        pay.barred = None;
        let mut choice = pay.choice.clone();
        choice.tender = typed.or(choice.tender);
        let wish = Wish::look("price", move |source| look(source, &choice, &wanted, &today, last));
        vec![work(wish.turn(turn).latest())]
    }

    /// The tender of the one digit that is typed.
    pub(super) fn typed_tender(&self) -> Option<Tender> {
        match entry::read(self.line.text(), entry::Context::Pay) {
            Ok(Entry::Tender(digit)) => match way(digit) {
                Some(Way::By(tender)) => Some(tender),
                Some(Way::Cards | Way::Points) | None => None,
            },
            Ok(_) | Err(_) => None,
        }
    }

    pub(super) fn pay_key(&mut self, key: Key) -> Effects {
        match key {
            Key::Enter => self.pay_enter(),
            Key::Esc => self.pay_back(),
            Key::Backspace if self.line.is_empty() => self.pay_back(),
            Key::Up => self.mark(-1),
            Key::Down => self.mark(1),
            other => {
                let before = self.typed_tender();
                // After Enter refused a digit, the next one begins anew.
                if self.pay.as_mut().is_some_and(|pay| std::mem::take(&mut pay.said_no))
                    && matches!(other, Key::Char(_))
                {
                    self.line.clear();
                }
                if !self.line.press(other) {
                    return vec![Effect::Unchanged];
                }
                if self.typed_tender() == before { Vec::new() } else { self.ask_price() }
            }
        }
    }

    /// One step back: what is typed, the part, the last payment, the panel.
    pub(super) fn pay_back(&mut self) -> Effects {
        let Some(pay) = &mut self.pay else { return Vec::new() };
        if !self.line.is_empty() {
            self.line.clear();
            return self.ask_price();
        }
        if pay.choice.part.take().is_some() || pay.choice.base.tenders.pop().is_some() {
            pay.choice.tender = None;
            return self.ask_price();
        }
        self.pay = None;
        Vec::new()
    }

    /// Moves the mark over the tenders.
    fn mark(&mut self, by: isize) -> Effects {
        let Some(pay) = &mut self.pay else { return Vec::new() };
        let tenders: Vec<Tender> = WAYS
            .iter()
            .filter_map(|way| match way {
                Way::By(tender) => Some(*tender),
                Way::Cards | Way::Points => None,
            })
            .collect();
        let now = pay.choice.tender.or(pay.priced.as_ref().map(|priced| priced.tender));
        let place = tenders.iter().position(|tender| Some(*tender) == now).unwrap_or(0);
        let next = place.saturating_add_signed(by).min(tenders.len().saturating_sub(1));
        pay.choice.tender = tenders.get(next).copied();
        self.line.clear();
        self.ask_price()
    }

    pub(super) fn pay_enter(&mut self) -> Effects {
        let text = self.line.text().trim().to_owned();
        match entry::read(&text, entry::Context::Pay) {
            Ok(Entry::Empty) => self.pay_or_part(),
            Ok(Entry::Tender(digit)) => match self.pay.as_ref().and_then(|pay| pay.barred.clone()) {
                Some(words) => {
                    if let Some(pay) = &mut self.pay {
                        pay.said_no = true;
                    }
                    vec![say(Tone::Bad, words), Effect::Bell]
                }
                None => self.pay_way(digit),
            },
            Ok(Entry::Amount(amount)) => {
                self.line.clear();
                if let Some(pay) = &mut self.pay {
                    pay.choice.part = Some(amount);
                }
                self.ask_price()
            }
            Ok(Entry::PayCode(code)) => {
                self.line.clear();
                self.pay_code(&code)
            }
            Ok(Entry::RedeemCard(number)) => {
                self.pay = None;
                let mut out = self.redeem(number);
                out.extend(self.open_pay(None));
                out
            }
            Ok(_) => self.refuse(&Refused::AmountUnreadable { text }),
            Err(no) => self.refuse(&no),
        }
    }

    /// Enter on a digit: the part is paid so, the toggle is turned, or the bill is settled by that tender.
    fn pay_way(&mut self, digit: u8) -> Effects {
        let typed = self.typed_tender();
        let points_most = self.points_most();
        let Some(pay) = &mut self.pay else { return Vec::new() };
        match way(digit) {
            None => vec![Effect::Bell],
            Some(Way::By(_)) if pay.choice.part.is_some() => {
                pay.choice.tender = typed;
                self.line.clear();
                self.pay_or_part()
            }
            Some(Way::By(_)) => self.pay_or_part(),
            Some(Way::Cards) => {
                pay.choice.cards = !pay.choice.cards;
                pay.choice.tender = None;
                if !pay.choice.cards {
                    pay.choice.base.lines.iter_mut().for_each(|line| line.card = None);
                }
                self.line.clear();
                self.ask_price()
            }
            Some(Way::Points) => {
                let used = pay.choice.base.points;
                // An amount typed before says how many; alone the digit turns all that may be used on or off.
                let wanted = pay.choice.part.take().map_or(points_most, |part| part.0 / 100);
                pay.choice.base.points = if used > 0 { 0 } else { wanted };
                self.line.clear();
                self.ask_price()
            }
        }
    }

    fn points_most(&self) -> i64 {
        let priced = self.pay.as_ref().and_then(|pay| pay.priced.as_ref());
        let has = priced.and_then(|priced| priced.member.as_ref()).map_or(0, |view| view.points);
        let payable = priced.map_or(Fen::ZERO, |priced| priced.quoted.payable);
        propose::points_most(&self.context.settings, has, payable)
    }

    /// Enter: a part is paid by the marked tender, or the bill is settled as it is shown.
    fn pay_or_part(&mut self) -> Effects {
        let Some(pay) = &mut self.pay else { return Vec::new() };
        let Some(priced) = pay.ready().cloned() else {
            self.awaited = Some(Awaited::Price);
            return Vec::new();
        };
        if pay.choice.part.take().is_some() {
            let tender = pay.choice.tender.take().unwrap_or(priced.tender);
            let mut base = priced.cart;
            // Where nothing was due any more no payment stands for the part.
            if base.tenders.len() > pay.choice.base.tenders.len()
                && let Some(last) = base.tenders.last_mut()
            {
                last.tender = tender;
            }
            pay.choice.base = base;
            pay.choice.reference = Clean::default();
            return self.ask_price();
        }
        if priced.quoted.due.is_positive() {
            let paid = Fen(priced.quoted.payable.0 - priced.quoted.due.0);
            return self.refuse(&Refused::TenderShort { due: priced.quoted.payable, paid });
        }
        // A phone number or a bar code that was taken for cash.
        let change = priced.quoted.change;
        if change > MUCH_CHANGE && pay.shown_change != Some(change) {
            pay.shown_change = Some(change);
            let words = t!(self.context.lang, "checkout.much_change", change = change.grouped());
            return vec![say(Tone::Warn, words), Effect::Bell];
        }
        self.settle()
    }

    /// Sends the sale exactly as it is shown.
    pub(super) fn settle(&mut self) -> Effects {
        let Some(pay) = &self.pay else { return Vec::new() };
        let Some(priced) = pay.ready() else { return Vec::new() };
        let cart = Cart { expect: Some(priced.quoted.payable), ..priced.cart.clone() };
        let envelope = self.context.envelope(&pay.key);
        let envelope = match &pay.approval {
            Some(approval) => approval.seal(envelope),
            None => envelope,
        };
        self.line.clear();
        self.awaited = Some(Awaited::Settled);
        vec![work(Wish::act("settle", envelope, cart))]
    }

    /// A wallet's pay code says by which wallet, and stands on the tender as its reference.
    pub(super) fn pay_code(&mut self, code: &str) -> Effects {
        let (tender, reference) = (propose::wallet_of(code), Clean::shown(code));
        if let Some(pay) = &mut self.pay {
            pay.choice.reference = reference;
            pay.choice.tender = tender.or(pay.choice.tender);
        }
        self.ask_price()
    }

    /// F8 while paying: the salon's collection code, where it has one; otherwise as Enter.
    pub(super) fn collect(&mut self) -> Effects {
        let payload = self.context.settings.collect_qr.clone();
        let ready = self.pay.as_ref().and_then(Pay::ready);
        let wallet = ready.filter(|priced| matches!(priced.tender, Tender::Wechat | Tender::Alipay));
        match wallet {
            Some(priced) if !payload.is_empty() => {
                let amount = priced.quoted.tenders.last().map_or(Fen::ZERO, |tender| tender.amount);
                vec![open(super::collect::Collect::open(&payload, amount, priced.tender))]
            }
            Some(_) | None => self.pay_enter(),
        }
    }

    /// Asks for a second person where a refusal says that one could let the sale through.
    pub(super) fn ask_approval(&mut self, act: Act, no: &Refused) -> Effects {
        let manager = self.context.who.as_ref().is_some_and(|who| who.role >= Role::Manager);
        let limit = matches!(no, Refused::DiscountAboveLimit { .. });
        // Above a manager's limit only the owner is left.
        let act = if limit && manager { Act::SettingPut } else { act };
        let reason = matches!(no, Refused::ReasonMissing { .. });
        let words = words::refused(self.context.lang, no);
        vec![open(Approve::open(Rc::clone(&self.context), act, words, reason))]
    }

    pub(super) fn approved(&mut self, approval: Approval) -> Effects {
        let Some(pay) = &mut self.pay else { return Vec::new() };
        pay.approval = Some(approval);
        self.settle()
    }

    /// What the message says after a sale.
    pub(super) fn paid_words(&self, paid: &Paid) -> String {
        let lang = self.context.lang;
        let tenders: Vec<&str> = self
            .pay
            .iter()
            .filter_map(|pay| pay.priced.as_ref())
            .flat_map(|priced| priced.cart.tenders.iter())
            .map(|payment| words::text(lang, tender_key(payment.tender)))
            .collect();
        let by =
            if tenders.is_empty() { self.word("checkout.by_card").to_owned() } else { tenders.join("+") };
        let amount = paid.payable.grouped();
        // What is owed was not received.
        let mut words = if tenders.as_slice() == [words::text(lang, tender_key(Tender::OnAccount))] {
            t!(lang, "checkout.booked", bill = paid.bill, amount = amount)
        } else {
            t!(lang, "checkout.paid", bill = paid.bill, amount = amount, by = by)
        };
        if paid.change.is_positive() {
            words.push_str("  ");
            words.push_str(&t!(lang, "checkout.change_is", amount = paid.change.grouped()));
        }
        for (name, amount) in rewarded(&paid.rewards) {
            words.push_str("  ");
            words.push_str(&t!(lang, "checkout.rewarded", name = name, amount = amount.grouped()));
        }
        words.push_str("  ");
        words.push_str(self.word("checkout.after"));
        words
    }
}
