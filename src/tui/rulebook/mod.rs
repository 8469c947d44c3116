//! The rules of commission (提成规则): a draft of the book in force, each rule as a form with a worked example, and what
//! the draft would change for each person in any month, before it takes effect.

mod example;
mod rule_form;
#[cfg(test)]
mod tests;
mod view;

use std::cell::RefCell;
use std::rc::Rc;

use crate::commission::book::{Rules, RulesAre, RulesSet, SetRules};
use crate::commission::report::{RulesDifference, RulesPreview};
use crate::commission::rules::Rule;
use crate::ground::Month;
use crate::shop::{Area, Role as Rights};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::frame::{Hint, Listing, Pen};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::line::Takes;
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET, done};
use crate::tui::parts::{Around, Guest, Step, complain, hints, why};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

const WHAT: &str = "rulebook";
const DIFFERENCE: &str = "rulebook-difference";
const LIST: &str = "rulebook";

/// Which form is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A rule.
    Rule,
    /// Setting the draft.
    Set,
}

/// The screen.
#[derive(Default)]
pub struct Rulebook {
    /// The book in force.
    are: RulesAre,
    /// The draft.
    list: Listing<Rule>,
    changed: bool,
    sees_all: bool,
    /// The month that the draft is tried on.
    month: Option<Month>,
    difference: Option<RulesDifference>,
    refused: Option<String>,
    turn: u64,
    sheet: Option<(Open, Box<Sheet>)>,
    left: rule_form::Left,
}

impl Rulebook {
    fn draft(&self) -> Vec<Rule> {
        self.list.iter().cloned().collect()
    }

    fn ask(&mut self) -> Vec<Step> {
        self.turn += 1;
        vec![Step::Wish(Wish::search(WHAT, self.turn, Rules::default()))]
    }

    /// Asks what the draft would change, as if it had been in force from the first of the month.
    fn try_draft(&mut self, around: &Around) -> Vec<Step> {
        self.turn += 1;
        self.difference = None;
        self.sees_all = around.role >= Rights::Manager;
        if !self.sees_all {
            return Vec::new();
        }
        let month = *self.month.get_or_insert_with(|| Month::of(around.today()));
        let (from, to) = (month.first.to_string(), month.last.min(around.today()).to_string());
        let book = SetRules { from: Some(from.clone()), rules: self.draft() };
        let query = RulesPreview { from: Some(from), to: Some(to), book, whole_span: true };
        vec![Step::Wish(Wish::search(DIFFERENCE, self.turn, query).slow())]
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
        let sheet = rule_form::sheet(around, &self.draft(), place, &self.left);
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
    fn take(&mut self, draft: Vec<Rule>, place: usize, around: &Around) -> Vec<Step> {
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
            Ok(Wish::act(SHEET, envelope, SetRules { from, rules: rules.clone() }))
        };
        let sheet = Sheet::new(around, words::text(lang, "rulebook.set"), fields, make, |reply, lang| {
            let set = reply.read::<RulesSet>()?;
            Ok(done(t!(lang, "commission.set", version = set.version, from = set.from, rules = set.rules)))
        })
        .note(words::text(lang, "rulebook.set_hint"), Role::Muted)
        .with_reason();
        self.sheet = Some((Open::Set, Box::new(sheet)));
        Vec::new()
    }

    fn turned(&mut self, turned: Turned, answered: bool, around: &Around) -> Vec<Step> {
        let mut steps = match turned {
            Turned::Open(steps) => {
                if let Some((Open::Rule, sheet)) = &mut self.sheet {
                    rule_form::retell(sheet, around.lang);
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

impl Guest for Rulebook {
    fn title(&self) -> &'static str {
        "rulebook.title"
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
        if reply.tag.what == DIFFERENCE {
            match reply.read::<RulesDifference>() {
                Ok(difference) => (self.difference, self.refused) = (Some(difference), None),
                Err(stop) => self.refused = Some(why(around.lang, &stop)),
            }
            return Vec::new();
        }
        match reply.read::<RulesAre>() {
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
                rule_form::retell(sheet, around.lang);
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
