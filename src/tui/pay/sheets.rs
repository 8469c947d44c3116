//! The forms of pay: an amount, a till and a reason; and taking a payout back.

use super::Pay;
use crate::checkout::cart::Tender;
use crate::ground::{Fen, Refused};
use crate::payroll::payout::{AllPaid, PaidOut, PayAll, PayOut, PayoutIs, TakeBackPay};
use crate::payroll::sheet::PayRow;
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::Around;
use crate::tui::parts::figures::tender_name;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::Wish;

/// The tills that money is paid out of.
const TILLS: [Tender; 4] = [Tender::Cash, Tender::Bank, Tender::Wechat, Tender::Alipay];

/// Pays a person what is due, or a part of it.
pub(super) fn pay(around: &Around, month: &str, row: &PayRow) -> Sheet {
    let lang = around.lang;
    let tills = TILLS.iter().map(|tender| tender_name(lang, *tender).to_owned()).collect();
    let fields = vec![
        Field::line("amount", "pay.amount", Takes::Amount).with(&row.due.to_string()),
        Field::choice("tender", "pay.tender", tills),
        Field::line("reason", "field.reason", Takes::Text).with(words::text(lang, "pay.reason")),
    ];
    let (staff, month, due) = (row.staff.clone(), month.to_owned(), row.due);
    let title = t!(lang, "pay.pay_title", staff = row.staff, name = row.name, month = month);
    let note = t!(
        lang,
        "pay.pay_note",
        earned = row.earned.grouped(),
        carried = row.carried.grouped(),
        paid = row.paid.grouped(),
        due = row.due.grouped()
    );
    let make = move |form: &Form, envelope| {
        let verb = PayOut {
            staff: staff.clone(),
            month: month.clone(),
            amount: Some(amount(form)?),
            tender: till(form),
            expect: Some(due),
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, title, fields, make, |reply, lang| {
        let paid = reply.read::<PaidOut>()?;
        let (amount, due) = (paid.amount.grouped(), paid.due.grouped());
        let words = t!(
            lang,
            "pay.done",
            staff = paid.staff,
            name = paid.name,
            month = paid.month,
            amount = amount,
            payout = paid.payout,
            due = due
        );
        let mut steps = done(words);
        // What was just paid is signed at once.
        steps.extend(Pay::ask_slip(paid.payout));
        Ok(steps)
    })
    .note(note, Role::Info)
}

/// Pays everybody what is due for a month.
pub(super) fn pay_all(around: &Around, month: &str, sum: Fen) -> Sheet {
    let lang = around.lang;
    let tills = TILLS.iter().map(|tender| tender_name(lang, *tender).to_owned()).collect();
    let fields = vec![
        Field::choice("tender", "pay.tender", tills).with("1"),
        Field::line("reason", "field.reason", Takes::Text).with(words::text(lang, "pay.reason")),
    ];
    let name = month.to_owned();
    let make = move |form: &Form, envelope| {
        let verb = PayAll { month: name.clone(), tender: till(form), expect: Some(sum) };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let title = t!(lang, "pay.all_title", month = month);
    Sheet::new(around, title, fields, make, |reply, lang| {
        let paid = reply.read::<AllPaid>()?;
        let (amount, people) = (paid.amount.grouped(), paid.payouts.len());
        Ok(done(t!(lang, "pay.all_done", month = paid.month, amount = amount, people = people)))
    })
    .note(t!(lang, "pay.all_note", sum = sum.grouped()), Role::Info)
}

/// The till that a form chooses; its choices are those of [`TILLS`].
fn till(form: &Form) -> Tender {
    let chosen = form.value("tender").parse().ok().and_then(|place: usize| TILLS.get(place).copied());
    chosen.unwrap_or(Tender::Cash)
}

fn amount(form: &Form) -> Result<Fen, Wrong> {
    let text = form.value("amount");
    text.trim().replace(',', "").parse::<Fen>().map_err(|no: Refused| ("amount", no))
}

/// Takes the newest payout of a person back.
pub(super) fn take_back(around: &Around, payout: &PayoutIs) -> Sheet {
    let lang = around.lang;
    let number = payout.payout.clone();
    let title = t!(lang, "pay.back_title", payout = payout.payout, name = payout.name);
    let note = t!(lang, "pay.back_note", amount = payout.amount.grouped(), day = payout.day);
    let make =
        move |_: &Form, envelope| Ok(Wish::act(WHAT, envelope, TakeBackPay { payout: number.clone() }));
    Sheet::new(around, title, Vec::new(), make, |reply, lang| {
        let back = reply.read::<PaidOut>()?;
        let due = back.due.grouped();
        Ok(done(t!(
            lang,
            "pay.undone",
            payout = back.payout,
            staff = back.staff,
            name = back.name,
            month = back.month,
            due = due
        )))
    })
    .note(note, Role::Warn)
    .with_reason()
}
