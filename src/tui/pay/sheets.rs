//! The forms of pay: an amount, a till and a reason; and taking a payout back.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Pay, WRITTEN};
use crate::checkout::cart::Tender;
use crate::exchange::decode::Encoding;
use crate::exchange::pay_table::ExportPay;
use crate::exchange::sheet_out::{FileForm, Table};
use crate::exchange::{export_file, pay_table};
use crate::ground::{Fen, Refused};
use crate::payroll::payout::{AllPaid, PaidOut, PayAll, PayOut, PayoutIs, TakeBackPay};
use crate::payroll::sheet::{PayRow, SheetIs};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::figures::tender_name;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::parts::{Around, Step};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::Wish;

/// The tills that money is paid out of.
const TILLS: [Tender; 4] = [Tender::Cash, Tender::Bank, Tender::Wechat, Tender::Alipay];

/// What a sheet leaves as.
const FORMS: [(FileForm, &str); 3] = [
    (FileForm::Xlsx, "XLSX"),
    (FileForm::Csv(Encoding::Utf8Bom), "CSV UTF-8"),
    (FileForm::Csv(Encoding::Gb18030), "CSV GB18030"),
];

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

/// Takes the month's sheet out as a workbook or CSV.
pub(super) fn export(around: &Around, sheet: &SheetIs) -> Sheet {
    let lang = around.lang;
    let forms = FORMS.iter().map(|(_, name)| (*name).to_owned()).collect();
    let fields = vec![
        Field::choice("form", "pay.export_form", forms),
        Field::line("folder", "output.export_folder", Takes::Text),
        Field::line("reason", "field.reason", Takes::Text).with(words::text(lang, "pay.reason")),
    ];
    let (stem, month) = (format!("payroll_{}_{}", around.context.code, sheet.month), sheet.month.clone());
    let (name, table) = (stem.clone(), Rc::new(pay_table::table(lang, sheet)));
    let chosen = Rc::new(RefCell::new((FileForm::Xlsx, String::new())));
    let choose = Rc::clone(&chosen);
    let make = move |form: &Form, envelope| {
        let kind = form.value("form").parse().ok().and_then(|place: usize| FORMS.get(place));
        let kind = kind.map_or(FileForm::Xlsx, |(kind, _)| *kind);
        *choose.borrow_mut() = (kind, form.value("folder").trim().to_owned());
        Ok(Wish::act(WHAT, envelope, ExportPay { month: month.clone(), to: name.clone() }))
    };
    Sheet::new(around, t!(lang, "pay.export_title", month = sheet.month), fields, make, move |reply, _| {
        reply.read::<String>()?;
        let ((form, folder), table, stem) = (chosen.borrow().clone(), Table::clone(&table), stem.clone());
        // The reader for long work writes it, so that no sale waits.
        let wish = Wish::look(WRITTEN, move |source| {
            let file = export_file::place_in(source.db().path(), &folder, &stem, form.ending())?;
            table.write(&file, form)?;
            Ok((file.display().to_string(), table.rows.len()))
        });
        Ok(vec![Step::Wish(wish.slow())])
    })
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
