//! Shift and day (班次日结, F6): opening a shift, money in and out, the blind count, the hand-over, closing a day.
//!
//! While a shift is open nobody is shown what should be in the drawer: it is told after the count, which is kept.

mod sheets;
#[cfg(test)]
mod tests;
mod view;

use std::cell::RefCell;
use std::rc::Rc;

use crate::close::day::{DayIs, Days};
use crate::close::shift::{CountIs, Shift, ShiftIs};
use crate::close::slip::{DaySlip, ShiftSlip};
use crate::close::z_report::{ShiftEnd, Shifts};
use crate::shop::{Area, Role as Rights};
use crate::tui::frame::{Hint, Listing, Pen};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::parts::paper::{Paper, SENT, SLIP};
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET};
use crate::tui::parts::{Around, Guest, Step, complain, hints, why};
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

const WHAT: &str = "shift";
const LIST: &str = "shift-days";

/// A day of the list with the shifts that ended on it.
#[derive(Debug, Clone)]
struct DayRow {
    day: DayIs,
    shifts: Vec<ShiftEnd>,
}

/// What is read at once.
struct Read {
    shift: ShiftIs,
    days: Vec<DayRow>,
}

/// The screen.
#[derive(Default)]
pub struct ShiftScreen {
    now: ShiftIs,
    list: Listing<DayRow>,
    /// Where the store stands in time.
    zone: crate::ground::Zone,
    /// Whether anything was read yet.
    read: bool,
    /// Whether money may be seen: the front desk keeps the drawer.
    sees: bool,
    turn: u64,
    sheet: Option<Box<Sheet>>,
    /// What a count found, until its shift is closed.
    counted: Rc<RefCell<Option<CountIs>>>,
    paper: Option<Box<Paper>>,
}

impl ShiftScreen {
    fn ask(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        self.sees = !around.by.is_empty() && around.role >= Rights::Cashier;
        self.zone = around.zone;
        let today = around.today();
        let from = today.checked_sub_days(chrono::Days::new(30)).unwrap_or(today).to_string();
        let wish = Wish::look(WHAT, move |source| {
            let shift = source.ask(&Shift {})?;
            let to = Some(today.to_string());
            let shifts = source.ask(&Shifts { from: Some(from.clone()), to: to.clone() })?;
            let zone = source.profile().zone;
            let day_of = |end: &ShiftEnd| zone.business_day(crate::ground::Instant(end.until)).to_string();
            let mut days: Vec<DayRow> = source
                .ask(&Days { from: Some(from), to })?
                .into_iter()
                .map(|day| {
                    let of = shifts.iter().filter(|end| day_of(end) == day.day).cloned().collect();
                    DayRow { day, shifts: of }
                })
                .collect();
            days.reverse();
            Ok(Read { shift, days })
        });
        vec![Step::Wish(wish.turn(self.turn).latest())]
    }

    fn open_sheet(&mut self, sheet: Sheet) -> Vec<Step> {
        self.sheet = Some(Box::new(sheet));
        Vec::new()
    }

    /// Enter: opens a shift, or counts the one that is open.
    fn enter(&mut self, around: &Around) -> Vec<Step> {
        if !self.read {
            return Vec::new();
        }
        let sheet = match self.now.open {
            None => sheets::open(around, &self.now),
            Some(shift) => sheets::count(around, shift, &self.counted),
        };
        self.open_sheet(sheet)
    }

    fn day_close(&mut self, around: &Around) -> Vec<Step> {
        let Some(row) = self.list.selected() else { return Vec::new() };
        let sheet = if row.day.closed {
            sheets::reopen_day(around, &row.day.day)
        } else {
            sheets::close_day(around, &row.day.day)
        };
        self.open_sheet(sheet)
    }

    fn day_slip(&self) -> Vec<Step> {
        let Some(row) = self.list.selected() else { return Vec::new() };
        let (title, day) = (row.day.day.clone(), Some(row.day.day.clone()));
        vec![Paper::ask(title, move |source| source.ask(&DaySlip { day }))]
    }

    /// The slip of a shift that was just handed over.
    fn shift_slip(shift: i64) -> Step {
        Paper::ask(shift.to_string(), move |source| source.ask(&ShiftSlip { shift }))
    }

    fn last_slip(&self, around: &Around) -> Vec<Step> {
        let row = self.list.selected();
        match row.and_then(|row| row.shifts.last()) {
            Some(end) => vec![Self::shift_slip(end.shift)],
            None => vec![complain(words::text(around.lang, "shift.none_ended"))],
        }
    }

    fn key(&mut self, key: Key, around: &Around) -> Vec<Step> {
        let needs_desk = matches!(key, Key::Enter | Key::Char('+' | '-' | '*' | '/' | '.') | Key::F(8));
        if needs_desk && !self.sees {
            return vec![complain(words::text(around.lang, "shift.desk_only"))];
        }
        match key {
            Key::Esc | Key::Backspace => vec![Step::Close(None)],
            Key::Enter | Key::F(8) => self.enter(around),
            Key::Char('+' | '-') => {
                let sheet = sheets::cash(around, key == Key::Char('-'));
                self.open_sheet(sheet)
            }
            Key::Char('/') => self.day_close(around),
            Key::Char('*') => self.day_slip(),
            Key::Char('.') => self.last_slip(around),
            Key::Char('r') => self.ask(around),
            other => {
                self.list.travel(other);
                Vec::new()
            }
        }
    }

    fn turned(&mut self, turned: Turned, around: &Around) -> Vec<Step> {
        let mut steps = match turned {
            Turned::Open(steps) => return steps,
            Turned::Closed(steps) => steps,
        };
        self.sheet = None;
        let counted = self.counted.borrow_mut().take();
        match counted {
            // Only now is it told what should have been there.
            Some(count) => self.sheet = Some(Box::new(sheets::close(around, &count))),
            None => steps.extend(self.ask(around)),
        }
        steps
    }
}

impl Guest for ShiftScreen {
    fn title(&self) -> &'static str {
        "shift.title"
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        self.ask(around)
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned, around);
        }
        if let Some(paper) = &mut self.paper {
            let (steps, stays) = paper.press(key);
            if !stays {
                self.paper = None;
            }
            return steps;
        }
        self.key(key.plain(), around)
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        match reply.tag.what {
            SHEET => {
                let Some(sheet) = &mut self.sheet else { return Vec::new() };
                let turned = sheet.hear(reply, around);
                self.turned(turned, around)
            }
            SLIP => match Paper::of(reply, around) {
                Ok(paper) => {
                    self.paper = Some(Box::new(paper));
                    Vec::new()
                }
                Err(no) => vec![no],
            },
            SENT => vec![Paper::sent(self.paper.as_deref(), reply, around)],
            _ if reply.tag.turn != self.turn || reply.is_interrupted() => Vec::new(),
            _ => {
                let at = reply.at;
                match reply.read::<Read>() {
                    Ok(read) => {
                        let kept = self.list.selected_number().unwrap_or(0);
                        self.list.answer(read.days, at);
                        self.list.select(kept);
                        (self.now, self.read) = (read.shift, true);
                    }
                    Err(stop) => self.list.fail(why(around.lang, &stop)),
                }
                Vec::new()
            }
        }
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        if areas.contains(&Area::Bills) || areas.contains(&Area::Ledger) {
            self.ask(around)
        } else {
            Vec::new()
        }
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if list == LIST && self.sheet.is_none() && self.paper.is_none() {
            self.list.select(row);
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        view::draw(self, pen);
        if let Some(sheet) = &self.sheet {
            sheet.draw(pen);
        }
        if let Some(paper) = &self.paper {
            paper.draw(pen);
        }
    }

    fn sheet(&mut self) -> Option<&mut Sheet> {
        self.sheet.as_deref_mut()
    }

    fn is_typing(&self) -> bool {
        self.sheet.is_some()
    }

    fn takes(&self, fixed: Fixed) -> bool {
        matches!(fixed, Fixed::Settle | Fixed::Filter)
            || self.sheet.is_some() && !matches!(fixed, Fixed::Tab(_))
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        if self.sheet.is_some() {
            return Sheet::hints(lang);
        }
        if self.paper.is_some() {
            return Paper::hints(lang);
        }
        let enter = if self.now.open.is_some() { "shift.key.count" } else { "shift.key.open" };
        let day = match self.list.selected() {
            Some(row) if row.day.closed => "shift.key.reopen",
            _ => "shift.key.day",
        };
        hints(
            lang,
            &[
                (Key::Enter, enter),
                (Key::Char('+'), "shift.key.in"),
                (Key::Char('-'), "shift.key.out"),
                (Key::Char('/'), day),
                (Key::Char('*'), "shift.key.z"),
                (Key::Char('.'), "shift.key.slip"),
                (Key::Esc, "key.back"),
            ],
        )
    }
}
