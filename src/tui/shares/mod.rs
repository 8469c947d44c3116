//! Parts between stores at the counter (跨店份额): asking another store, passing on, taking in, and the bundles and packs
//! that go between this store and headquarters.

mod sheets;
#[cfg(test)]
mod tests;
mod view;

use std::cell::RefCell;
use std::rc::Rc;

use crate::ground::Clean;
use crate::output::qr::{self, Drawing, Ink};
use crate::parts::accept::PartTold;
use crate::parts::code_rules::PartKind;
use crate::parts::list::{AskLine, CodeIs, CodeOf, OutLine, Parts, PartsAre};
use crate::shop::Area;
use crate::tui::frame::{Hint, Listing, Pen};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::parts::sheet::{Sheet, Turned, WHAT as SHEET};
use crate::tui::parts::{Around, Guest, Step, complain, hints, say, why};
use crate::words::Lang;
use crate::worker::{Reply, Wish};

const WHAT: &str = "shares";
const CODE: &str = "shares-code";
const WRITTEN: &str = "shares-written";
const ASKS: &str = "shares-asks";
const OUTS: &str = "shares-outs";

/// A code that is shown.
pub(super) struct Shown {
    pub is: CodeIs,
    pub blocks: Option<Drawing>,
    pub signs: Option<Drawing>,
}

impl From<CodeIs> for Shown {
    fn from(is: CodeIs) -> Self {
        let payload = Clean::shown(&is.code);
        let drawn = |ink| qr::draw(&payload, ink).ok();
        Self { blocks: drawn(Ink::HalfBlocks), signs: drawn(Ink::Ascii), is }
    }
}

/// The screen.
#[derive(Default)]
pub struct SharesScreen {
    asks: Listing<AskLine>,
    outs: Listing<OutLine>,
    /// What this file lost with a back-up.
    lost: Vec<PartTold>,
    /// Whether the keys move among what was passed on.
    right: bool,
    turn: u64,
    sheet: Option<Box<Sheet>>,
    shown: Option<Shown>,
    /// A code that a sheet was given and that is shown when it closes.
    given: Rc<RefCell<Option<CodeIs>>>,
}

impl SharesScreen {
    fn ask(&mut self) -> Vec<Step> {
        self.turn += 1;
        vec![Step::Wish(Wish::search(WHAT, self.turn, Parts {}))]
    }

    fn turned(&mut self, turned: Turned) -> Vec<Step> {
        match turned {
            Turned::Open(steps) => steps,
            Turned::Closed(mut steps) => {
                self.sheet = None;
                if let Some(code) = self.given.borrow_mut().take() {
                    self.shown = Some(Shown::from(code));
                }
                steps.extend(self.ask());
                steps
            }
        }
    }

    /// Enter: what was asked is taken in, what was passed on shows its code again.
    fn enter(&mut self, around: &Around) -> Vec<Step> {
        if self.right {
            let Some(out) = self.outs.selected() else { return Vec::new() };
            if !out.open {
                return vec![complain(crate::words::text(around.lang, "share.ended"))];
            }
            let query = CodeOf { serving: out.serving.clone(), ask: out.ask };
            return vec![Step::Wish(Wish::ask(CODE, query))];
        }
        if let Some(ask) = self.asks.selected().filter(|ask| ask.taken_on.is_some()) {
            if ask.left > 0 {
                let ask = ask.clone();
                return self.return_sheet(around, &ask);
            }
            return vec![complain(crate::words::text(around.lang, "share.taken_already"))];
        }
        self.take_sheet(around)
    }

    fn press_shown(&mut self, key: Key) -> Vec<Step> {
        if matches!(key.plain(), Key::Esc | Key::Backspace | Key::Enter) {
            self.shown = None;
        }
        Vec::new()
    }
}

impl Guest for SharesScreen {
    fn title(&self) -> &'static str {
        "share.title"
    }

    fn shown(&mut self, _: &Around) -> Vec<Step> {
        self.ask()
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned);
        }
        if self.shown.is_some() {
            return self.press_shown(key);
        }
        match key.plain() {
            Key::Esc | Key::Backspace => vec![Step::Close(None)],
            Key::Char('+' | 'a') => self.ask_sheet(around),
            Key::Char('-' | 'g') => self.give_sheet(around),
            Key::Char('*' | 't') => self.take_sheet(around),
            Key::Char('/' | 'p') => self.pack_sheet(around),
            Key::Char('.' | 's') => self.send_sheet(around),
            Key::Char('5' | 'b') => self.accept_sheet(around),
            Key::Left | Key::Right | Key::Tab => {
                self.right = !self.right;
                Vec::new()
            }
            Key::Enter => self.enter(around),
            other => {
                if self.right {
                    self.outs.travel(other)
                } else {
                    self.asks.travel(other)
                };
                Vec::new()
            }
        }
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        match reply.tag.what {
            SHEET => {
                let Some(sheet) = &mut self.sheet else { return Vec::new() };
                let turned = sheet.hear(reply, around);
                self.turned(turned)
            }
            CODE => match reply.read::<CodeIs>() {
                Ok(code) => {
                    self.shown = Some(Shown::from(code));
                    Vec::new()
                }
                Err(stop) => vec![complain(why(around.lang, &stop))],
            },
            WRITTEN => vec![match reply.read::<String>() {
                Ok(told) => say(told),
                Err(stop) => complain(why(around.lang, &stop)),
            }],
            _ if reply.tag.turn != self.turn || reply.is_interrupted() => Vec::new(),
            _ => {
                let at = reply.at;
                match reply.read::<PartsAre>() {
                    Ok(are) => {
                        // The keys begin where there is something.
                        self.right |= are.asks.is_empty() && !are.outs.is_empty();
                        self.lost = are.lost;
                        self.asks.answer(are.asks, at);
                        self.outs.answer(are.outs, at);
                    }
                    Err(stop) => self.asks.fail(why(around.lang, &stop)),
                }
                Vec::new()
            }
        }
    }

    fn touched(&mut self, areas: &[Area], _: &Around) -> Vec<Step> {
        let mine = areas.contains(&Area::Members) || areas.contains(&Area::Settings);
        if self.sheet.is_none() && mine { self.ask() } else { Vec::new() }
    }

    fn row(&mut self, list: &'static str, row: usize, _: &Around) -> Vec<Step> {
        if self.sheet.is_none() && self.shown.is_none() {
            self.right = list == OUTS;
            if self.right { self.outs.select(row) } else { self.asks.select(row) }
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        view::draw(self, pen);
        if let Some(shown) = &self.shown {
            view::code(shown, pen);
        }
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
        self.sheet.is_some() && !matches!(fixed, Fixed::Tab(_))
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        if self.sheet.is_some() {
            return Sheet::hints(lang);
        }
        if self.shown.is_some() {
            return hints(lang, &[(Key::Esc, "key.back")]);
        }
        let mut keys = vec![
            (Key::Char('+'), "share.key.ask"),
            (Key::Char('-'), "share.key.give"),
            (Key::Char('*'), "share.key.take"),
            (Key::Char('/'), "share.key.pack"),
            (Key::Char('.'), "share.key.send"),
            (Key::Tab, "share.key.other"),
            (Key::Esc, "key.back"),
        ];
        if !self.lost.is_empty() {
            keys.insert(0, (Key::Char('5'), "share.key.accept"));
        }
        if self.right && self.outs.selected().is_some_and(|out| out.open) {
            keys.insert(0, (Key::Enter, "share.key.code"));
        }
        if !self.right && self.asks.selected().is_some_and(|ask| ask.left > 0) {
            keys.insert(0, (Key::Enter, "share.key.return"));
        }
        hints(lang, &keys)
    }
}

/// The kinds in the order of the choice, and their words.
pub(super) fn kinds(lang: Lang) -> Vec<String> {
    PartKind::ALL
        .iter()
        .map(|kind| {
            crate::words::lookup(lang, &format!("clearing.card.{}", kind.code())).unwrap_or(kind.code())
        })
        .map(str::to_owned)
        .collect()
}
