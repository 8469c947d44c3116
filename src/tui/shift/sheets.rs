//! The forms of shift and day.

use std::cell::RefCell;
use std::rc::Rc;

use super::ShiftScreen;
use crate::checkout::cart::Tender;
use crate::close::day::{CloseDay, DayDone, ReopenDay};
use crate::close::drawer::{CashMoved, MoveCash, Way};
use crate::close::shift::{CloseShift, CountIs, CountTill, OpenShift, ShiftClosed, ShiftIs, ShiftOpened};
use crate::ground::{Clean, Fen, Refused};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::Around;
use crate::tui::parts::figures::tender_name;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::Wish;

/// An amount that may be left out.
fn amount(form: &Form, name: &'static str) -> Result<Option<Fen>, Wrong> {
    let text = form.value(name).trim().replace(',', "");
    if text.is_empty() {
        return Ok(None);
    }
    text.parse::<Fen>().map(Some).map_err(|no: Refused| (name, no))
}

fn text(form: &Form, name: &'static str) -> Result<Option<Clean>, Wrong> {
    let given = Some(form.value(name).trim().to_owned()).filter(|text| !text.is_empty());
    given.map(|text| Clean::new(&text)).transpose().map_err(|no| (name, no))
}

/// Opens a shift.
pub(super) fn open(around: &Around, now: &ShiftIs) -> Sheet {
    let lang = around.lang;
    let fields = vec![
        Field::line("float", "shift.field.float", Takes::Amount),
        Field::line("cause", "shift.field.cause", Takes::Text),
    ];
    let make = move |form: &Form, envelope| {
        let verb = OpenShift { float: amount(form, "float")?, cause: text(form, "cause")? };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let note = match now.left {
        Some(left) => t!(lang, "shift.open_note", left = left.grouped()),
        None => words::text(lang, "shift.first_note").to_owned(),
    };
    Sheet::new(around, words::text(lang, "shift.key.open"), fields, make, |reply, lang| {
        let opened = reply.read::<ShiftOpened>()?;
        let float = opened.float.grouped();
        Ok(done(t!(lang, "close.done.open", shift = opened.shift, float = float)))
    })
    .note(note, Role::Muted)
}

/// Counts a shift. What it found goes to `left`.
pub(super) fn count(around: &Around, shift: i64, left: &Rc<RefCell<Option<CountIs>>>) -> Sheet {
    let lang = around.lang;
    let field = |name, key| Field::line(name, key, Takes::Amount);
    let fields = vec![
        field("cash", "shift.field.cash"),
        field("wechat", "paper.tender.wechat"),
        field("alipay", "paper.tender.alipay"),
        field("bank", "paper.tender.bank"),
        field("group_buy", "paper.tender.group_buy"),
    ];
    let make = move |form: &Form, envelope| {
        let missing = || ("cash", Refused::CountMissing { shift });
        let verb = CountTill {
            cash: amount(form, "cash")?.ok_or_else(missing)?,
            wechat: amount(form, "wechat")?,
            alipay: amount(form, "alipay")?,
            bank: amount(form, "bank")?,
            group_buy: amount(form, "group_buy")?,
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let left = Rc::clone(left);
    let title = t!(lang, "shift.count_title", shift = shift);
    Sheet::new(around, title, fields, make, move |reply, _| {
        *left.borrow_mut() = Some(reply.read::<CountIs>()?);
        Ok(Vec::new())
    })
    .note(words::text(lang, "shift.count_note"), Role::Muted)
}

/// Closes a shift by what its count found.
pub(super) fn close(around: &Around, count: &CountIs) -> Sheet {
    let lang = around.lang;
    let fields = vec![
        Field::line("cause", "shift.field.cause", Takes::Text),
        Field::line("banked", "shift.field.banked", Takes::Amount),
        Field::line("to", "shift.field.to", Takes::Narrow),
    ];
    let make = move |form: &Form, envelope| {
        let to = Some(form.value("to").trim().to_owned()).filter(|text| !text.is_empty());
        let verb = CloseShift { cause: text(form, "cause")?, banked: amount(form, "banked")?, to };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let title = t!(lang, "shift.close_title", shift = count.shift, nth = count.nth);
    let mut sheet = Sheet::new(around, title, fields, make, |reply, lang| {
        let closed = reply.read::<ShiftClosed>()?;
        let (difference, left) = (closed.difference.grouped(), closed.left.grouped());
        let words = t!(lang, "close.done.shift", shift = closed.shift, difference = difference, left = left);
        let mut steps = done(words);
        // What was just handed over is signed at once.
        steps.push(ShiftScreen::shift_slip(closed.shift));
        Ok(steps)
    });
    for row in &count.rows {
        let nothing = row.expected == Fen::ZERO && row.counted.is_none_or(|counted| counted == Fen::ZERO);
        if nothing && row.tender != Tender::Cash {
            continue;
        }
        let difference = row.difference().unwrap_or_default();
        let counted = row.counted.map_or_else(|| "--".to_owned(), Fen::grouped);
        let line = t!(
            lang,
            "shift.found",
            tender = tender_name(lang, row.tender),
            expected = row.expected.grouped(),
            counted = counted,
            difference = row.counted.map_or_else(|| "--".to_owned(), |_| difference.grouped())
        );
        let role = if difference == Fen::ZERO { Role::Ok } else { Role::Warn };
        sheet = sheet.note(line, role);
    }
    sheet
}

/// Puts money into the drawer, or takes some out.
pub(super) fn cash(around: &Around, out: bool) -> Sheet {
    let lang = around.lang;
    let ways = if out { vec![Way::Out, Way::Bank] } else { vec![Way::In] };
    let names = ways.iter().map(|way| words::text(lang, way.key()).to_owned()).collect();
    let mut fields = vec![Field::line("amount", "shift.field.amount", Takes::Amount)];
    if out {
        fields.push(Field::choice("way", "shift.field.way", names));
    }
    fields.push(Field::line("note", "shift.field.note", Takes::Text));
    let make = move |form: &Form, envelope| {
        let place: usize = form.value("way").parse().unwrap_or(0);
        let verb = MoveCash {
            way: ways.get(place).copied().unwrap_or(Way::Out),
            amount: amount(form, "amount")?.unwrap_or_default(),
            note: text(form, "note")?.unwrap_or_default(),
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let title = words::text(lang, if out { "shift.key.out" } else { "shift.key.in" });
    Sheet::new(around, title, fields, make, |reply, lang| {
        let moved = reply.read::<CashMoved>()?;
        let way = words::text(lang, moved.way.key());
        Ok(done(t!(lang, "close.done.cash", way = way, amount = moved.amount.grouped())))
    })
}

/// Closes a day.
pub(super) fn close_day(around: &Around, day: &str) -> Sheet {
    let lang = around.lang;
    let told = vec![
        words::text(lang, "shift.counted").to_owned(),
        words::text(lang, "shift.uncounted_too").to_owned(),
    ];
    let fields = vec![
        Field::choice("uncounted", "shift.field.counted", told),
        Field::line("note", "field.reason", Takes::Text),
    ];
    let name = day.to_owned();
    let make = move |form: &Form, mut envelope: crate::shop::Envelope| {
        let (note, uncounted) = (text(form, "note")?, form.value("uncounted") == "1");
        // What a manager says of a day that was not counted is the reason.
        envelope.reason = envelope.reason.or_else(|| note.as_ref().map(|note| note.as_str().to_owned()));
        Ok(Wish::act(WHAT, envelope, CloseDay { day: Some(name.clone()), since: None, uncounted, note }))
    };
    let title = t!(lang, "shift.day_title", day = day);
    Sheet::new(around, title, fields, make, |reply, lang| {
        let closed = reply.read::<DayDone>()?;
        Ok(done(t!(lang, "close.done.day", day = closed.day, entries = closed.entries)))
    })
    .note(words::text(lang, "shift.day_note"), Role::Muted)
}

/// Opens a day again.
pub(super) fn reopen_day(around: &Around, day: &str) -> Sheet {
    let lang = around.lang;
    let name = day.to_owned();
    let make = move |_: &Form, envelope| Ok(Wish::act(WHAT, envelope, ReopenDay { day: name.clone() }));
    Sheet::new(around, t!(lang, "shift.reopen_title", day = day), Vec::new(), make, |reply, lang| {
        let opened = reply.read::<DayDone>()?;
        Ok(done(t!(lang, "close.done.reopen", day = opened.day)))
    })
    .note(words::text(lang, "shift.reopen_note"), Role::Warn)
    .with_reason()
}
