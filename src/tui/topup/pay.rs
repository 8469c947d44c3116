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
                vec![say(text), Step::Close(Some(Box::new(paid)))]
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

    /// Somebody who may sends it instead.
    fn approval(&self, around: &Around, words: &str) -> Option<Sheet> {
        let verb = self.verb()?;
        let make = move |_: &Form, envelope| Ok(Wish::act(SHEET, envelope, verb.clone()));
        let title = words::text(around.lang, "app.approve");
        let sheet = Sheet::new(around, title, Vec::new(), make, |reply, lang| {
            let paid = reply.read::<ToppedUp>()?;
            let text = t!(lang, "top.approved", amount = figures::yuan(paid.principal));
            Ok(vec![say(text), Step::Close(Some(Box::new(paid)))])
        });
        Some(sheet.note(words, Role::Warn).with_second())
    }
}
