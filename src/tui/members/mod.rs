//! Members (tab 2): found as you type, opened with Enter.
//!
//! | to change | open |
//! |---|---|
//! | the search box and its list | [`finder`] |
//! | one member's file: what it hears | [`file`](mod@file) |
//! | one member's file: how it looks | [`head`], [`holds`], [`events`] |
//! | what can be done to a member, a lot, a card | [`actions`] |
//! | the forms of those | [`sheets`], [`card_sheets`] |
//! | refunding a lot or a card (退卡) | [`refund`] |
//! | two files of one person | [`doubles`] |

pub mod actions;
pub mod card_sheets;
pub mod doubles;
pub mod events;
pub mod file;
pub mod finder;
pub mod head;
pub mod holds;
pub mod refund;
pub mod rest_sheets;
pub mod sheets;

use super::frame::{Hint, Pen, Toast, Tone};
use super::input::Key;
use super::keys::Fixed;
use super::parts::menu::Picked;
use super::parts::sheet::Turned;
use super::parts::{Around, Choice, Go, Guest, Menu, Sheet, Step, complain, hints, say, why};
use crate::checkout::refund::GivenBack;
use crate::checkout::undo::TakeBack;
use crate::shop::Area;
use crate::t;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};
use doubles::Doubles;
use file::File;
use finder::Finder;

/// The name of the wish that takes a top-up back.
const UNDO: &str = "members-undo";

/// What a layer over the members screen is.
#[derive(Debug)]
enum Layer {
    Menu(Menu<actions::Deed>),
    Sheet(Box<Sheet>),
    Doubles(Doubles),
}

/// The members screen.
#[derive(Debug, Default)]
pub struct Members {
    finder: Finder,
    file: Option<File>,
    layer: Option<Layer>,
    fresh: Option<String>,
}

impl Members {
    fn show(&mut self, member: &str) -> Vec<Step> {
        let file = File::new(member);
        let steps = vec![file.ask(), file.ask_insight()];
        self.file = Some(file);
        self.layer = None;
        steps
    }

    fn press_layer(&mut self, key: Key, around: &Around) -> Vec<Step> {
        match self.layer.as_mut() {
            Some(Layer::Menu(menu)) => {
                let picked = menu.press(key);
                self.picked(picked, around)
            }
            Some(Layer::Sheet(sheet)) => {
                let turned = sheet.press(key, around);
                self.turned(turned)
            }
            Some(Layer::Doubles(doubles)) => match doubles.press(key) {
                doubles::Did::Stay => Vec::new(),
                doubles::Did::Close => self.close(),
                doubles::Did::Merge(pair) => {
                    self.layer = Some(Layer::Sheet(Box::new(sheets::merge(around, &pair.merge, &pair.keep))));
                    Vec::new()
                }
            },
            None => Vec::new(),
        }
    }

    fn close(&mut self) -> Vec<Step> {
        self.layer = None;
        Vec::new()
    }

    fn picked(&mut self, picked: Picked<actions::Deed>, around: &Around) -> Vec<Step> {
        match picked {
            Picked::Open => Vec::new(),
            Picked::Closed => self.close(),
            Picked::Act(deed) => self.act(deed, around),
        }
    }

    fn turned(&mut self, turned: Turned) -> Vec<Step> {
        match turned {
            Turned::Open(steps) => steps,
            Turned::Closed(steps) => {
                self.layer = None;
                steps
            }
        }
    }

    /// Opens what an action needs.
    fn act(&mut self, deed: actions::Deed, around: &Around) -> Vec<Step> {
        self.layer = None;
        match actions::begin(&deed, self.file.as_ref(), around) {
            actions::Begun::Steps(steps) => return steps,
            actions::Begun::Sheet(sheet) => self.layer = Some(Layer::Sheet(Box::new(sheet))),
            actions::Begun::Doubles(doubles, step) => {
                self.layer = Some(Layer::Doubles(doubles));
                return vec![step];
            }
            actions::Begun::Menu(menu) => self.layer = Some(Layer::Menu(menu)),
        }
        Vec::new()
    }

    fn hear_sheet(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        let Some(Layer::Sheet(sheet)) = &mut self.layer else { return Vec::new() };
        let opened = reply.name == "member.open";
        let turned = sheet.hear(reply, around);
        let closed = matches!(turned, Turned::Closed(_));
        let mut steps = self.turned(turned);
        if !closed {
            return steps;
        }
        if opened {
            steps.extend(self.finder.search());
        }
        steps.extend(self.file.as_ref().map(File::ask));
        steps
    }

    /// Takes back the top-up just made, while it is fresh.
    fn undo(&mut self, around: &Around) -> Vec<Step> {
        match self.fresh.take() {
            Some(bill) => vec![Step::Wish(Wish::act(UNDO, around.envelope(), TakeBack { bill }))],
            None => vec![Step::Say(Toast::new(Tone::Info, words::text(around.lang, "app.undo_here")))],
        }
    }

    fn undone(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let mut steps = match reply.read::<GivenBack>() {
            Ok(back) => vec![say(t!(lang, "members.done.undone", bill = back.of_bill))],
            Err(stop) => vec![complain(why(lang, &stop))],
        };
        steps.extend(self.file.as_ref().map(File::ask));
        steps
    }
}

impl Guest for Members {
    fn title(&self) -> &'static str {
        "key.tab_2"
    }

    fn shown(&mut self, _: &Around) -> Vec<Step> {
        match &self.file {
            Some(file) => vec![file.ask(), file.ask_insight()],
            None => self.finder.search(),
        }
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if self.layer.is_some() {
            return self.press_layer(key, around);
        }
        if key == Key::Ctrl('z') {
            return self.undo(around);
        }
        match &mut self.file {
            Some(file) => match file.press(key, around) {
                file::Did::Steps(steps) => steps,
                file::Did::Deed(deed) => self.act(deed, around),
                file::Did::Menu(menu) => {
                    self.layer = Some(Layer::Menu(menu));
                    Vec::new()
                }
                file::Did::Leave => {
                    self.file = None;
                    let mut out = self.finder.search();
                    out.push(Step::Go(Go::Back));
                    out
                }
            },
            None => match self.finder.press(key) {
                finder::Did::Steps(steps) => steps,
                finder::Did::Open(member) => self.show(&member),
                finder::Did::New(phone) => {
                    self.layer = Some(Layer::Sheet(Box::new(sheets::open(around, &phone))));
                    Vec::new()
                }
                finder::Did::Menu => {
                    self.layer = Some(Layer::Menu(finder_menu(around.lang)));
                    Vec::new()
                }
                finder::Did::Leave => vec![Step::Go(Go::Tab(1))],
            },
        }
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        match reply.tag.what {
            finder::HITS | finder::TIERS => self.finder.hear(reply, around),
            file::INSIGHT => {
                if let Some(file) = &mut self.file {
                    file.foresee(reply);
                }
                Vec::new()
            }
            file::WHAT => self.file.as_mut().map(|file| file.hear(reply, around)).unwrap_or_default(),
            refund::WHAT => match refund::sheet(reply, self.file.as_ref(), around) {
                Ok(sheet) => {
                    self.layer = Some(Layer::Sheet(Box::new(sheet)));
                    Vec::new()
                }
                Err(step) => vec![step],
            },
            doubles::WHAT => {
                if let Some(Layer::Doubles(doubles)) = &mut self.layer {
                    doubles.hear(reply, around);
                }
                Vec::new()
            }
            UNDO => self.undone(reply, around),
            // What is missing is asked for by the sheet; the phones stand in the file.
            sheets::REVEAL if reply.is_ok() => {
                self.layer = None;
                self.file.as_mut().map(|file| file.reveal(reply, around)).unwrap_or_default()
            }
            _ => self.hear_sheet(reply, around),
        }
    }

    fn touched(&mut self, areas: &[Area], _: &Around) -> Vec<Step> {
        let watched = [Area::Ledger, Area::Bills, Area::Members, Area::Imports];
        if !areas.iter().any(|area| watched.contains(area)) {
            return Vec::new();
        }
        match &self.file {
            Some(file) => vec![file.ask()],
            None => self.finder.search(),
        }
    }

    fn busy(&mut self) {
        if let Some(Layer::Sheet(sheet)) = &mut self.layer {
            sheet.busy();
        }
    }

    fn wake(&mut self, tag: &'static str, _: &Around) -> Vec<Step> {
        if tag == finder::HITS {
            self.finder.is_late();
        }
        Vec::new()
    }

    fn paste(&mut self, text: &str, _: &Around) -> Vec<Step> {
        match (&mut self.layer, &self.file) {
            (Some(Layer::Sheet(sheet)), _) => sheet.paste(text),
            (None, None) => return self.finder.paste(text),
            _ => {}
        }
        Vec::new()
    }

    fn scan(&mut self, text: &str, typed: usize, _: &Around) -> Vec<Step> {
        match (&mut self.layer, &self.file) {
            (Some(Layer::Sheet(sheet)), _) => sheet.scan(text, typed),
            (None, None) => return self.finder.scan(text, typed),
            _ => {}
        }
        Vec::new()
    }

    fn row(&mut self, list: &'static str, row: usize, around: &Around) -> Vec<Step> {
        match &mut self.layer {
            Some(Layer::Menu(menu)) => {
                let picked = menu.row(list, row);
                return self.picked(picked, around);
            }
            Some(Layer::Doubles(doubles)) => {
                doubles.select(row);
                return Vec::new();
            }
            Some(Layer::Sheet(_)) => return Vec::new(),
            None => {}
        }
        match &mut self.file {
            Some(file) => file.row(list, row),
            None => {
                if let Some(member) = self.finder.row(list, row) {
                    return self.show(&member);
                }
            }
        }
        Vec::new()
    }

    fn member(&mut self, member: &str, _: &Around) -> Vec<Step> {
        self.show(member)
    }

    fn fresh(&mut self, bill: String) {
        self.fresh = Some(bill);
    }

    fn view(&self, pen: &mut Pen<'_>) {
        match &self.file {
            Some(file) => file.view(pen),
            None => self.finder.view(pen),
        }
        match &self.layer {
            Some(Layer::Menu(menu)) => menu.draw(pen),
            Some(Layer::Sheet(sheet)) => sheet.draw(pen),
            Some(Layer::Doubles(doubles)) => doubles.draw(pen),
            None => {}
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        match (&self.layer, &self.file) {
            (Some(Layer::Menu(_)), _) => Menu::<actions::Deed>::hints(lang),
            (Some(Layer::Sheet(_) | Layer::Doubles(_)), _) => Sheet::hints(lang),
            (None, Some(_)) => hints(lang, file::KEYS),
            (None, None) => hints(lang, finder::KEYS),
        }
    }

    fn is_typing(&self) -> bool {
        self.layer.is_some() || self.file.is_none()
    }

    fn takes(&self, fixed: Fixed) -> bool {
        let own = match fixed {
            Fixed::Member | Fixed::Undo => true,
            Fixed::TopUp | Fixed::Settle => self.file.is_some(),
            _ => false,
        };
        own || self.layer.is_some() && !matches!(fixed, Fixed::Tab(_))
    }
}

fn finder_menu(lang: Lang) -> Menu<actions::Deed> {
    let choice = |deed, label: &'static str| Choice::new(deed, words::text(lang, label));
    let choices = vec![
        choice(actions::Deed::Open, "members.act.open"),
        choice(actions::Deed::Doubles, "members.act.doubles"),
    ];
    Menu::new(words::text(lang, "members.menu"), choices)
}

#[cfg(test)]
mod tests;
