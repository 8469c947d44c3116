//! Sending a top-up, and what its answer brings: done, the limit, or somebody who may.

use super::{PAID, Stage, TopUpLayer};
use crate::checkout::cart::{Payment, Tender};
use crate::checkout::topup::ToppedUp;
use crate::ground::{Fen, Refused};
use crate::shop::Stop;
use crate::t;
use crate::tui::forms::Form;
use crate::tui::input::Key;
use crate::tui::parts::sheet::WHAT as SHEET;
use crate::tui::parts::{Around, Sheet, Step, complain, figures, say, why};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::{Reply, Wish};

impl TopUpLayer {
    pub(super) fn send(&mut self) -> Vec<Step> {
        let Some(verb) = self.verb() else { return Vec::new() };
        self.stage = Stage::Sent;
        vec![Step::Wish(Wish::act(PAID, self.envelope.clone(), verb))]
    }

    pub(super) fn hear_paid(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        match reply.read::<ToppedUp>() {
            Ok(paid) => {
                let name = self.member.as_ref().map(|view| view.member.name.clone()).unwrap_or_default();
                let (amount, gift) = (figures::yuan(paid.principal), figures::yuan(paid.gift));
                let text = t!(
                    lang,
                    "top.done",
                    name = name,
                    amount = amount,
                    gift = gift,
                    balance = paid.stored_value.grouped()
                );
                let sold = Step::Sold(paid.bill.clone(), self.takes_cash());
                vec![say(text), sold, Step::Close(Some(Box::new(paid)))]
            }
            Err(stop) => {
                self.stage = Stage::Tender;
                let words = why(lang, &stop);
                match &stop {
                    Stop::Refused(Refused::TopUpAboveLimit { .. }) => self.stage = Stage::Limit,
                    Stop::Refused(Refused::RightMissing { .. }) => {
                        self.sheet = self.approval(around, &words).map(Box::new);
                    }
                    Stop::Refused(Refused::ReasonMissing { .. } | Refused::ApprovalMissing { .. }) => {
                        let sheet = self.approval(around, &words);
                        self.sheet = sheet.map(|sheet| Box::new(sheet.with_reason()));
                    }
                    _ => {}
                }
                self.refused = Some(words.clone());
                vec![complain(words)]
            }
        }
    }

    pub(super) fn press_tender(&mut self, key: Key, around: &Around) -> Vec<Step> {
        let last = figures::TILLS.len() - 1;
        match key.plain() {
            Key::Backspace if !self.part.is_empty() => {
                self.part.press(Key::Backspace);
            }
            Key::Esc if !self.part.is_empty() => self.part.clear(),
            Key::Esc | Key::Backspace if self.pending.take().is_some() => {}
            // The last part payment is taken back before the amount is.
            Key::Esc | Key::Backspace if self.parts.pop().is_some() => {}
            Key::Esc | Key::Backspace => self.stage = Stage::Amount,
            Key::Up | Key::Down => {
                self.unsure = false;
                let by = if key.plain() == Key::Up { -1 } else { 1 };
                self.tender = self.tender.saturating_add_signed(by).min(last);
            }
            Key::Tab | Key::Right => self.turn_seller(true),
            Key::BackTab | Key::Left => self.turn_seller(false),
            Key::Char(_) => self.type_part(key),
            Key::Enter | Key::F(8) if self.has_part() => return self.note_part(around),
            Key::Enter | Key::F(8) if self.pending.is_some() => {
                return self.pay_part(around, self.pending.unwrap_or_default());
            }
            Key::Enter | Key::F(8) if self.unsure => {
                return vec![complain(words::text(around.lang, "top.choose_again"))];
            }
            Key::Enter | Key::F(8) => return self.send(),
            _ => {}
        }
        Vec::new()
    }

    /// One digit is a tender; two and more are the amount of a part payment.
    fn type_part(&mut self, key: Key) {
        if self.part.is_empty() && self.pending.is_none() {
            self.before = self.tender;
        }
        // The digit of another tender takes the place of the one before.
        if self.pending.is_some() {
            self.part.clear();
        }
        if !self.part.press(key) {
            return;
        }
        self.unsure = false;
        let digit = self.part.text().parse().ok().filter(|digit| (1..=figures::TILLS.len()).contains(digit));
        self.tender = digit.map_or(self.before, |digit: usize| digit - 1);
    }

    /// Whether an amount stands there, and not the digit of a tender.
    fn has_part(&self) -> bool {
        self.part.text().chars().count() > 1
    }

    /// An amount was typed: as at the checkout, the next digit says by what it is paid.
    fn note_part(&mut self, around: &Around) -> Vec<Step> {
        let typed = self.part.text().parse::<Fen>();
        self.part.clear();
        match typed {
            Ok(part) => {
                self.pending = Some(part);
                Vec::new()
            }
            Err(no) => vec![complain(words::refused(around.lang, &no))],
        }
    }

    /// Takes a part payment; what is left is paid by the next tender. Cash may be more than is left: it gives change.
    fn pay_part(&mut self, around: &Around, part: Fen) -> Vec<Step> {
        let left = self.left();
        let tender = figures::TILLS.get(self.tender).copied().unwrap_or(Tender::Cash);
        self.part.clear();
        if tender == Tender::Cash && part >= left {
            return self.send();
        }
        self.pending = None;
        if part.is_positive() && part < left {
            self.parts.push(Payment::of(tender, part));
            self.tender = self.before;
            return Vec::new();
        }
        self.unsure = true;
        let (part, left) = (part.grouped(), left.grouped());
        vec![complain(t!(around.lang, "top.part_unfit", part = part, left = left))]
    }

    /// What is still to be paid after the part payments.
    pub(super) fn left(&self) -> Fen {
        let paid = self.parts.iter().filter_map(|part| part.amount).map(|part| part.0).sum::<i64>();
        Fen(self.amount().unwrap_or(Fen::ZERO).0.saturating_sub(paid))
    }

    /// The payments as they would be sent.
    pub(super) fn payments(&self) -> Option<Vec<Payment>> {
        let tender = *figures::TILLS.get(self.tender)?;
        let rest = self.pending.map_or_else(|| Payment::all(tender), |part| Payment::of(tender, part));
        Some(self.parts.iter().cloned().chain(std::iter::once(rest)).collect())
    }

    fn turn_seller(&mut self, on: bool) {
        let count = self.sellers.len();
        self.seller = match (self.seller, on) {
            (None, true) => (count > 0).then_some(0),
            (None, false) => count.checked_sub(1),
            (Some(place), true) => Some(place + 1).filter(|place| *place < count),
            (Some(place), false) => place.checked_sub(1),
        };
    }

    fn takes_cash(&self) -> bool {
        let payments = self.payments().unwrap_or_default();
        payments.iter().any(|payment| payment.tender == Tender::Cash)
    }

    /// Somebody who may sends it instead.
    fn approval(&self, around: &Around, words: &str) -> Option<Sheet> {
        let (verb, cash) = (self.verb()?, self.takes_cash());
        let make = move |_: &Form, envelope| Ok(Wish::act(SHEET, envelope, verb.clone()));
        let title = words::text(around.lang, "app.approve");
        let sheet = Sheet::new(around, title, Vec::new(), make, move |reply, lang| {
            let paid = reply.read::<ToppedUp>()?;
            let text = t!(lang, "top.approved", amount = figures::yuan(paid.principal));
            let sold = Step::Sold(paid.bill.clone(), cash);
            Ok(vec![say(text), sold, Step::Close(Some(Box::new(paid)))])
        });
        Some(sheet.note(words, Role::Warn).with_second())
    }
}
