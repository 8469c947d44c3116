//! Sending a top-up, and what its answer brings: done, the limit, or somebody who may.

use super::{PAID, Stage, TopUpLayer};
use crate::checkout::topup::ToppedUp;
use crate::ground::Refused;
use crate::shop::Stop;
use crate::t;
use crate::tui::forms::Form;
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
                    _ => {}
                }
                self.refused = Some(words.clone());
                vec![complain(words)]
            }
        }
    }

    fn takes_cash(&self) -> bool {
        figures::TILLS.get(self.tender) == Some(&crate::checkout::Tender::Cash)
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
