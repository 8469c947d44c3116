//! Pay (发放): a month's sheet by person, the sheet of one person, paying it out, and the slip that is signed.
//!
//! Whoever is no manager sees their own sheet alone, and can pay nobody.

mod sheets;
#[cfg(test)]
mod tests;
mod view;

use crate::ground::{Clean, Fen, Month};
use crate::payroll::payout::{PayoutIs, Payouts};
use crate::payroll::sheet::{PayRow, PaySheet, SheetIs};
use crate::payroll::slip::PaySlip;
use crate::shop::{Area, Role as Rights};
use crate::tui::frame::{Hint, Listing, Pen};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::parts::paper::{Paper, SENT, SLIP};
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET};
use crate::tui::parts::{Around, Guest, Step, complain, hints, say, why};
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

const WHAT: &str = "pay-month";
const WRITTEN: &str = "pay-written";
const LIST: &str = "pay";

/// A month's sheet with its payouts.
struct Read {
    sheet: SheetIs,
    payouts: Vec<PayoutIs>,
}

/// The screen.
#[derive(Default)]
pub struct Pay {
    /// The month that is shown; none before anything was asked.
    month: Option<Month>,
    over: bool,
    list: Listing<PayRow>,
    payouts: Vec<PayoutIs>,
    /// Whether the sheet of the selected person is open.
    one: bool,
    turn: u64,
    sees_all: bool,
    as_of: String,
    sheet: Option<Box<Sheet>>,
    slip: Option<Box<Paper>>,
}

impl Pay {
    fn month_name(&self) -> String {
        self.month.map(Month::name).unwrap_or_default()
    }

    fn ask(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        self.sees_all = around.role >= Rights::Manager;
        self.one |= !self.sees_all;
        let month = *self.month.get_or_insert_with(|| Month::of(around.today()));
        let month = Some(month.name());
        let staff = (!self.sees_all).then(|| around.by.clone());
        let wish = Wish::look(WHAT, move |source| {
            Ok(Read {
                sheet: source.ask(&PaySheet { month: month.clone(), staff: staff.clone() })?,
                payouts: source.ask(&Payouts { month: month.clone() })?,
            })
        });
        vec![Step::Wish(wish.turn(self.turn).latest().slow())]
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

    fn pay(&mut self, around: &Around) -> Vec<Step> {
        let Some(row) = self.list.selected() else { return Vec::new() };
        if !self.sees_all {
            return vec![complain(words::text(around.lang, "pay.managers_only"))];
        }
        if !row.due.is_positive() {
            return vec![complain(words::text(around.lang, "pay.nothing_due"))];
        }
        self.sheet = Some(Box::new(sheets::pay(around, &self.month_name(), row)));
        Vec::new()
    }

    /// Everybody at once: only where everybody is on the screen.
    fn pay_all(&mut self, around: &Around) -> Vec<Step> {
        if !self.sees_all {
            return vec![complain(words::text(around.lang, "pay.managers_only"))];
        }
        let sum = self.list.iter().filter(|row| row.due.is_positive()).map(|row| row.due.0).sum();
        if sum == 0 {
            return vec![complain(words::text(around.lang, "pay.nothing_due"))];
        }
        self.sheet = Some(Box::new(sheets::pay_all(around, &self.month_name(), Fen(sum))));
        Vec::new()
    }

    /// The sheet as it is on the screen, into a file.
    fn export(&mut self, around: &Around) -> Vec<Step> {
        if !self.sees_all {
            return vec![complain(words::text(around.lang, "pay.managers_only"))];
        }
        if let Some(rows) = self.list.iter().next().map(|_| self.list.iter().cloned().collect()) {
            let sheet = SheetIs { month: self.month_name(), rows, over: self.over, ..SheetIs::default() };
            self.sheet = Some(Box::new(sheets::export(around, &sheet)));
        }
        Vec::new()
    }

    /// The newest payout of the selected person that stands.
    fn newest(&self) -> Option<&PayoutIs> {
        let staff = &self.list.selected()?.staff;
        let stands = |payout: &&PayoutIs| {
            payout.staff == *staff && payout.undoes.is_none() && payout.undone_by.is_none()
        };
        self.payouts.iter().rev().find(stands)
    }

    fn take_back(&mut self, around: &Around) -> Vec<Step> {
        match self.newest() {
            Some(payout) if self.sees_all => {
                self.sheet = Some(Box::new(sheets::take_back(around, payout)));
                Vec::new()
            }
            Some(_) => vec![complain(words::text(around.lang, "pay.managers_only"))],
            None => vec![complain(words::text(around.lang, "pay.no_payout"))],
        }
    }

    fn ask_slip(payout: String) -> Vec<Step> {
        let title = payout.clone();
        vec![Paper::ask(title, move |source| source.ask(&PaySlip { payout, copy: false }))]
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

    fn key(&mut self, key: Key, around: &Around) -> Vec<Step> {
        match key {
            Key::Esc | Key::Backspace if self.one && self.sees_all => self.one = false,
            Key::Esc | Key::Backspace => return vec![Step::Close(None)],
            Key::Enter => {
                self.one = self.list.selected().is_some();
            }
            Key::Left => return self.turn_month(self.month.map(Month::before), around),
            Key::Right => return self.turn_month(self.month.map(Month::after), around),
            Key::Char('p' | '+') => return self.pay(around),
            Key::F(8) => return self.pay_all(around),
            Key::Char('-') => return self.take_back(around),
            Key::Char('x' | '/') => return self.export(around),
            Key::Char('s' | '*') => {
                return match self.newest() {
                    Some(payout) => Self::ask_slip(payout.payout.clone()),
                    None => vec![complain(words::text(around.lang, "pay.no_payout"))],
                };
            }
            Key::Char('r') => return self.ask(around),
            other => {
                self.list.travel(other);
            }
        }
        Vec::new()
    }

    fn heard(&mut self, reply: Reply, around: &Around) {
        let at = reply.at;
        match reply.read::<Read>() {
            Ok(read) => {
                let kept = self.list.selected().map(|row| row.staff.clone());
                self.list.answer(read.sheet.rows, at);
                let place = self.list.iter().position(|row| Some(&row.staff) == kept.as_ref());
                self.list.select(place.unwrap_or(0));
                self.payouts = read.payouts;
                self.over = read.sheet.over;
            }
            Err(stop) => self.list.fail(why(around.lang, &stop)),
        }
        self.as_of = self.list.as_of(around.lang, &around.zone);
    }
}

impl Guest for Pay {
    fn title(&self) -> &'static str {
        "pay.title"
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        self.ask(around)
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned, around);
        }
        if let Some(paper) = &mut self.slip {
            let (steps, stays) = paper.press(key);
            if !stays {
                self.slip = None;
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
                    self.slip = Some(Box::new(paper));
                    Vec::new()
                }
                Err(no) => vec![no],
            },
            SENT => vec![Paper::sent(self.slip.as_deref(), reply, around)],
            WRITTEN => vec![match reply.read::<(String, usize)>() {
                Ok((file, rows)) => {
                    let file = Clean::shown(&file).into_string();
                    say(crate::t!(around.lang, "tools.csv.done", file = file, rows = rows))
                }
                Err(stop) => complain(why(around.lang, &stop)),
            }],
            _ if reply.tag.turn != self.turn || reply.is_interrupted() => Vec::new(),
            _ => {
                self.heard(reply, around);
                Vec::new()
            }
        }
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        if areas.contains(&Area::Bills) || areas.contains(&Area::Staff) {
            self.ask(around)
        } else {
            Vec::new()
        }
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if list == LIST && self.sheet.is_none() && self.slip.is_none() {
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
        if self.slip.is_some() {
            return Paper::hints(lang);
        }
        let mut keys = vec![
            (Key::Left, "earned.month_before"),
            (Key::Right, "earned.month_after"),
            (Key::Char('*'), "pay.key.slip"),
            (Key::Esc, "key.back"),
        ];
        if self.sees_all {
            keys.insert(0, (Key::Char('+'), "pay.key.pay"));
            keys.insert(1, (Key::F(8), "pay.key.all"));
            keys.insert(4, (Key::Char('-'), "pay.key.take_back"));
            keys.insert(5, (Key::Char('/'), "pay.export"));
            if !self.one {
                keys.insert(0, (Key::Enter, "pay.key.sheet"));
            }
        }
        hints(lang, &keys)
    }
}
