//! The rules of commission (提成规则) and of instant rewards (即时奖励): a draft of the book in force, each rule as a form
//! with a worked example; beside it what the draft would change, or what the rules paid, in any month.

mod clearing;
mod commission;
mod difference;
mod example;
mod form;
mod kind;
mod rewards;
mod simulated;
#[cfg(test)]
mod tests;
mod view;

use std::cell::RefCell;
use std::rc::Rc;

use kind::{BESIDE, InForce, Kind};

use crate::ground::Month;
use crate::shop::{Area, Role as Rights};
use crate::tui::forms::{Field, Form};
use crate::tui::frame::{Hint, Listing, Pen};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::line::Takes;
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET, done};
use crate::tui::parts::{Around, Guest, Step, complain, hints, why};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::Reply;

const LIST: &str = "rulebook";

/// Which form is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A rule.
    Rule,
    /// Setting the draft.
    Set,
}

pub use clearing::Clearings;
pub use commission::Commission;
pub use rewards::Rewarding;

/// The screen.
pub struct Rulebook<K: Kind> {
    kind: K,
    /// The book in force.
    are: InForce<K::Rule>,
    /// The draft.
    list: Listing<K::Rule>,
    changed: bool,
    /// The month that is looked at.
    month: Option<Month>,
    turn: u64,
    sheet: Option<(Open, Box<Sheet>)>,
    left: form::Left<K::Rule>,
}

impl<K: Kind> Default for Rulebook<K> {
    fn default() -> Self {
        Self {
            kind: K::default(),
            are: InForce::default(),
            list: Listing::default(),
            changed: false,
            month: None,
            turn: 0,
            sheet: None,
            left: form::Left::default(),
        }
    }
}

impl<K: Kind> Rulebook<K> {
    fn draft(&self) -> Vec<K::Rule> {
        self.list.iter().cloned().collect()
    }

    fn ask(&mut self) -> Vec<Step> {
        self.turn += 1;
        vec![Step::Wish(K::ask(self.turn))]
    }

    fn try_draft(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        let month = *self.month.get_or_insert_with(|| Month::of(around.today()));
        let draft = self.draft();
        self.kind.beside(around, draft, month, self.turn)
    }

    fn turn_month(&mut self, to: Option<Month>, around: &Around) -> Vec<Step> {
        match to.filter(|month| month.first <= around.today()) {
            Some(to) => {
                self.month = Some(to);
                self.try_draft(around)
            }
            None => Vec::new(),
        }
    }

    fn open_rule(&mut self, place: Option<usize>, around: &Around) -> Vec<Step> {
        if around.role < Rights::Manager {
            return vec![complain(words::text(around.lang, "rulebook.managers_only"))];
        }
        self.left = Rc::new(RefCell::new(None));
        let sheet = form::sheet::<K>(around, &self.draft(), place, &self.left);
        self.sheet = Some((Open::Rule, Box::new(sheet)));
        Vec::new()
    }

    fn remove(&mut self, around: &Around) -> Vec<Step> {
        let Some(place) = self.list.selected_number() else { return Vec::new() };
        if around.role < Rights::Manager {
            return vec![complain(words::text(around.lang, "rulebook.managers_only"))];
        }
        let mut draft = self.draft();
        if place < draft.len() {
            draft.remove(place);
        }
        self.take(draft, place, around)
    }

    /// Another draft, and what it changes.
    fn take(&mut self, draft: Vec<K::Rule>, place: usize, around: &Around) -> Vec<Step> {
        self.changed = draft != self.are.rules;
        let at = around.now;
        let last = draft.len().saturating_sub(1);
        self.list.answer(draft, at);
        self.list.select(place.min(last));
        self.try_draft(around)
    }

    fn set(&mut self, around: &Around) -> Vec<Step> {
        if !self.changed {
            return vec![complain(words::text(around.lang, "rulebook.unchanged"))];
        }
        let lang = around.lang;
        let today = around.today().to_string();
        let fields = vec![Field::line("from", "rulebook.from", Takes::Narrow).with(&today)];
        let rules = self.draft();
        let make = move |form: &Form, envelope| {
            let from = Some(form.value("from").trim().to_owned()).filter(|text| !text.is_empty());
            Ok(K::set(envelope, from, rules.clone()))
        };
        let sheet = Sheet::new(around, words::text(lang, "rulebook.set"), fields, make, |reply, lang| {
            Ok(done(K::was_set(reply, lang)?))
        })
        .note(words::text(lang, K::SET_HINT), Role::Muted)
        .with_reason();
        self.sheet = Some((Open::Set, Box::new(sheet)));
        Vec::new()
    }

    fn turned(&mut self, turned: Turned, answered: bool, around: &Around) -> Vec<Step> {
        let mut steps = match turned {
            Turned::Open(steps) => {
                if let Some((Open::Rule, sheet)) = &mut self.sheet {
                    form::retell::<K>(sheet, around.lang);
                }
                return steps;
            }
            Turned::Closed(steps) => steps,
        };
        let open = self.sheet.take().map(|(open, _)| open);
        match open {
            Some(Open::Set) if answered => {
                self.changed = false;
                steps.extend(self.ask());
            }
            Some(Open::Rule) if answered => {
                let place = self.list.selected_number().unwrap_or(0);
                let left = self.left.borrow_mut().take();
                if let Some(draft) = left {
                    let place = if draft.len() > self.list.len() { draft.len() - 1 } else { place };
                    steps.extend(self.take(draft, place, around));
                }
            }
            _ => {}
        }
        steps
    }

    fn key(&mut self, key: Key, around: &Around) -> Vec<Step> {
        match key {
            Key::Esc | Key::Backspace if self.changed => {
                // The first Esc gives the draft up, and says so.
                self.changed = false;
                let mut steps = self.ask();
                steps.push(complain(words::text(around.lang, "rulebook.given_up")));
                return steps;
            }
            Key::Esc | Key::Backspace => return vec![Step::Close(None)],
            Key::Enter => {
                let place = self.list.selected_number();
                return if place.is_some() && !self.list.is_empty() {
                    self.open_rule(place, around)
                } else {
                    self.open_rule(None, around)
                };
            }
            Key::Char('+') => return self.open_rule(None, around),
            Key::Char('-') => return self.remove(around),
            Key::Left => return self.turn_month(self.month.map(Month::before), around),
            Key::Right => return self.turn_month(self.month.map(Month::after), around),
            Key::F(8) | Key::Char('s' | '*') => return self.set(around),
            other => {
                self.list.travel(other);
            }
        }
        Vec::new()
    }
}

impl<K: Kind> Guest for Rulebook<K> {
    fn title(&self) -> &'static str {
        K::TITLE
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        self.month = Some(Month::of(around.today()));
        self.ask()
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some((_, sheet)) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned, false, around);
        }
        self.key(key.plain(), around)
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.what == SHEET {
            let Some((_, sheet)) = &mut self.sheet else { return Vec::new() };
            let turned = sheet.hear(reply, around);
            return self.turned(turned, true, around);
        }
        if reply.tag.turn != self.turn || reply.is_interrupted() {
            return Vec::new();
        }
        let at = reply.at;
        if reply.tag.what == BESIDE {
            self.kind.heard(around, reply);
            return Vec::new();
        }
        match K::in_force(reply) {
            Ok(are) => {
                self.list.answer(are.rules.clone(), at);
                self.are = are;
                self.try_draft(around)
            }
            Err(stop) => {
                self.list.fail(why(around.lang, &stop));
                Vec::new()
            }
        }
    }

    fn touched(&mut self, areas: &[Area], around: &Around) -> Vec<Step> {
        if self.changed || self.sheet.is_some() {
            return Vec::new();
        }
        if areas.contains(&Area::Settings) {
            return self.ask();
        }
        if areas.contains(&Area::Bills) { self.try_draft(around) } else { Vec::new() }
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if list == LIST && self.sheet.is_none() {
            self.list.select(row);
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str, around: &Around) -> Vec<Step> {
        if let Some((open, sheet)) = &mut self.sheet {
            sheet.paste(text);
            if *open == Open::Rule {
                form::retell::<K>(sheet, around.lang);
            }
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        view::draw(self, pen);
        if let Some((_, sheet)) = &self.sheet {
            sheet.draw(pen);
        }
    }

    fn busy(&mut self) {
        if let Some((_, sheet)) = &mut self.sheet {
            sheet.busy();
        }
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
        hints(
            lang,
            &[
                (Key::Enter, "rulebook.edit"),
                (Key::Char('+'), "rulebook.add"),
                (Key::Char('-'), "rulebook.remove"),
                (Key::Left, "earned.month_before"),
                (Key::Right, "earned.month_after"),
                (Key::F(8), "rulebook.set"),
                (Key::Esc, "key.back"),
            ],
        )
    }
}
