//! Closing a month (月结): what stands in its way, each with the screen where it is mended, and the close itself.

#[cfg(test)]
mod tests;
mod view;

use crate::close::day::{CloseDay, DayDone};
use crate::close::month::{CloseMonth, MonthClosed};
use crate::close::month_check::{Check, MonthCheck, MonthIs, What};
use crate::ground::Month;
use crate::shop::{Area, Role as Rights};
use crate::t;
use crate::tui::forms::Form;
use crate::tui::frame::{Hint, Listing, Pen};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET, done};
use crate::tui::parts::{Around, Go, Guest, Step, complain, hints, why};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

const WHAT: &str = "month-check";
const LIST: &str = "month-checks";

/// The screen.
#[derive(Default)]
pub struct MonthScreen {
    month: Option<Month>,
    is: MonthIs,
    list: Listing<Check>,
    turn: u64,
    sheet: Option<Box<Sheet>>,
}

impl MonthScreen {
    fn ask(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        let month = *self.month.get_or_insert_with(|| Month::of(around.today()).before());
        let query = MonthCheck { month: Some(month.name()) };
        vec![Step::Wish(Wish::search(WHAT, self.turn, query).slow())]
    }

    fn turn_month(&mut self, to: Option<Month>, around: &Around) -> Vec<Step> {
        match to.filter(|month| month.first <= around.today()) {
            Some(to) => {
                self.month = Some(to);
                self.ask(around)
            }
            None => Vec::new(),
        }
    }

    /// Where what is selected is mended.
    fn mend(&mut self, around: &Around) -> Vec<Step> {
        let Some(check) = self.list.selected().filter(|check| check.count > 0) else { return Vec::new() };
        match check.what {
            What::OpenShift | What::UncountedDays => vec![Step::Press(Fixed::Shift)],
            What::OpenDays => self.close_days(around),
            What::HeldBills => vec![Step::Close(None), Step::Go(Go::Tab(1)), Step::Press(Fixed::Retrieve)],
            What::NegativeStock => vec![Step::Go(Go::Door("manage.stock"))],
            What::Debts => vec![Step::Close(None), Step::Go(Go::Tab(2))],
            What::Vouchers => vec![Step::Go(Go::Bills)],
            What::Running => vec![complain(words::text(around.lang, "month.wait"))],
            What::MissingNumbers => vec![complain(words::text(around.lang, "month.prove"))],
        }
    }

    /// Every open day of the month at once: those that were not counted a manager closes with a reason.
    fn close_days(&mut self, around: &Around) -> Vec<Step> {
        let Some(month) = self.month else { return Vec::new() };
        let (since, last) = (month.first.to_string(), month.last.min(around.today()).to_string());
        let title = t!(around.lang, "month.close_days", month = month.name());
        let make = move |_: &Form, envelope| {
            let verb =
                CloseDay { day: Some(last.clone()), since: Some(since.clone()), uncounted: true, note: None };
            Ok(Wish::act(SHEET, envelope, verb))
        };
        let sheet = Sheet::new(around, title, Vec::new(), make, |reply, lang| {
            let closed = reply.read::<DayDone>()?;
            Ok(done(t!(lang, "month.days_closed", days = closed.days)))
        })
        .note(words::text(around.lang, "month.close_days_note"), Role::Warn)
        .with_reason();
        self.sheet = Some(Box::new(sheet));
        Vec::new()
    }

    fn close(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        if self.is.closed || !self.is.ready {
            let blocker = self.list.iter().position(|check| check.blocks && check.count > 0);
            self.list.select(blocker.unwrap_or(0));
            let key = if self.is.closed { "month.closed_already" } else { "month.not_ready" };
            return vec![complain(words::text(lang, key))];
        }
        if around.role < Rights::Cashier {
            return vec![complain(words::text(lang, "shift.desk_only"))];
        }
        let name = self.is.month.clone();
        let make = move |_: &Form, envelope| {
            Ok(Wish::act(SHEET, envelope, CloseMonth { month: name.clone(), note: None }))
        };
        let title = t!(lang, "month.close_title", month = self.is.month);
        let sheet = Sheet::new(around, title, Vec::new(), make, |reply, lang| {
            let closed = reply.read::<MonthClosed>()?;
            let digest = closed.digest.get(..8).unwrap_or_default();
            Ok(done(t!(
                lang,
                "close.done.month",
                month = closed.month,
                entries = closed.entries,
                digest = digest
            )))
        })
        .note(words::text(lang, "month.for_good"), Role::Warn)
        .with_reason();
        self.sheet = Some(Box::new(sheet));
        Vec::new()
    }

    fn turned(&mut self, turned: Turned, around: &Around) -> Vec<Step> {
        match turned {
            Turned::Open(steps) => steps,
            Turned::Closed(mut steps) => {
                self.sheet = None;
                steps.extend(self.ask(around));
                steps
            }
        }
    }
}

impl Guest for MonthScreen {
    fn title(&self) -> &'static str {
        "month.title"
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        self.ask(around)
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned, around);
        }
        match key.plain() {
            Key::Esc | Key::Backspace => vec![Step::Close(None)],
            Key::Left => self.turn_month(self.month.map(Month::before), around),
            Key::Right => self.turn_month(self.month.map(Month::after), around),
            Key::Enter => self.mend(around),
            Key::F(8) | Key::Char('c' | '*') => self.close(around),
            Key::Char('r') => self.ask(around),
            other => {
                self.list.travel(other);
                Vec::new()
            }
        }
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.what == SHEET {
            let Some(sheet) = &mut self.sheet else { return Vec::new() };
            let turned = sheet.hear(reply, around);
            return self.turned(turned, around);
        }
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        let at = reply.at;
        match reply.read::<MonthIs>() {
            Ok(is) => {
                let kept = self.list.selected_number().unwrap_or(0);
                self.list.answer(is.checks.clone(), at);
                self.list.select(kept);
                self.is = is;
            }
            Err(stop) => self.list.fail(why(around.lang, &stop)),
        }
        Vec::new()
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        if self.sheet.is_none() && (areas.contains(&Area::Bills) || areas.contains(&Area::Ledger)) {
            self.ask(around)
        } else {
            Vec::new()
        }
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if list == LIST && self.sheet.is_none() {
            self.list.select(row);
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        view::draw(self, pen);
        if let Some(sheet) = &self.sheet {
            sheet.draw(pen);
        }
    }

    fn sheet(&mut self) -> Option<&mut Sheet> {
        self.sheet.as_deref_mut()
    }

    fn is_typing(&self) -> bool {
        self.sheet.is_some()
    }

    fn takes(&self, fixed: Fixed) -> bool {
        matches!(fixed, Fixed::Settle) || self.sheet.is_some() && !matches!(fixed, Fixed::Tab(_))
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        if self.sheet.is_some() {
            return Sheet::hints(lang);
        }
        let mut keys = vec![(Key::Enter, "month.key.mend"), (Key::F(8), "month.key.close")];
        if self.is.closed {
            keys.clear();
        }
        keys.push((Key::Left, "earned.month_before"));
        keys.push((Key::Right, "earned.month_after"));
        keys.push((Key::Esc, "key.back"));
        hints(lang, &keys)
    }
}
