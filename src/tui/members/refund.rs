//! Refunding a lot or a card (退卡): both lawful outcomes side by side, one chosen by digit, a second person approves.

use super::file::File;
use crate::cards::refund_rules::{Cause, Outcomes};
use crate::checkout::card_refund::{CardRefunded, Holding, RefundCard};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::parts::sheet::{Sheet, WHAT as SHEET, done};
use crate::tui::parts::{Around, Step, complain, figures, why};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::{Reply, Wish};

/// The name of the question.
pub const WHAT: &str = "members.refund";

/// The sheet over the outcomes that were asked for.
pub fn sheet(reply: Reply, file: Option<&File>, around: &Around) -> Result<Sheet, Step> {
    let lang = around.lang;
    let answer = reply.read::<(Holding, Outcomes)>().map_err(|stop| complain(why(lang, &stop)))?;
    let (holding, outcomes) = answer;
    let who =
        file.and_then(|file| file.view.as_ref()).map(|view| view.member.name.clone()).unwrap_or_default();
    let mut causes = vec![Cause::Salon, Cause::Customer];
    causes.extend(outcomes.cooling_off.map(|_| Cause::CoolingOff));
    let names: Vec<String> = causes
        .iter()
        .map(|cause| {
            let back = outcomes.of(*cause).unwrap_or_default();
            format!("{} {}", words::text(lang, cause_key(*cause)), back.grouped())
        })
        .collect();
    let fields = vec![
        Field::choice("cause", "members.cause", names).with("1"),
        Field::choice("tender", "members.back_by", figures::till_names(lang)).with("2"),
    ];
    let make = move |form: &Form, envelope| {
        let chosen = form.value("cause").parse().ok().and_then(|place: usize| causes.get(place).copied());
        let verb = RefundCard {
            holding: holding.clone(),
            cause: chosen.unwrap_or(Cause::Customer),
            tender: figures::till(&form.value("tender")),
        };
        Ok(Wish::act(SHEET, envelope, verb))
    };
    let title = t!(lang, "members.refund_of", who = who);
    let sheet = Sheet::new(around, title, fields, make, |reply, lang| {
        let refunded = reply.read::<CardRefunded>()?;
        let amount = refunded.amount.grouped();
        Ok(done(t!(lang, "members.done.refunded", amount = amount, bill = refunded.bill)))
    });
    Ok(told(sheet, &outcomes, around).with_reason().with_second())
}

/// The facts of the refund above the form.
fn told(sheet: Sheet, outcomes: &Outcomes, around: &Around) -> Sheet {
    let lang = around.lang;
    let (paid, gift, consumed) =
        (outcomes.paid.grouped(), outcomes.gift.grouped(), outcomes.consumed.grouped());
    let mut sheet = sheet
        .note(t!(lang, "members.refund_facts", paid = paid, gift = gift, consumed = consumed), Role::Text)
        .note(t!(lang, "members.refund_salon", amount = outcomes.salon.grouped()), Role::Text)
        .note(t!(lang, "members.refund_customer", amount = outcomes.customer.grouped()), Role::Text);
    sheet = match outcomes.cooling_off {
        Some(amount) => sheet.note(t!(lang, "members.refund_cooling", amount = amount.grouped()), Role::Info),
        None => sheet.note(words::text(lang, "members.refund_no_cooling"), Role::Muted),
    };
    sheet
}

fn cause_key(cause: Cause) -> &'static str {
    match cause {
        Cause::Salon => "members.cause_salon",
        Cause::Customer => "members.cause_customer",
        Cause::CoolingOff => "members.cause_cooling",
    }
}
