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
pub mod sheets;
#[cfg(test)]
mod tests;

use super::frame::{Hint, Pen};
use super::input::Key;
use super::parts::menu::Picked;
use super::parts::sheet::Turned;
use super::parts::{Around, Choice, Menu, Sheet, Step};
use crate::shop::Area;
use crate::words::{self, Lang};
use crate::worker::Reply;
use doubles::Doubles;
use file::File;
use finder::Finder;

/// What a layer over the members screen is.
#[derive(Debug)]
enum Layer {
    Menu(Menu<actions::Deed>),
    Sheet(Box<Sheet>),
    Doubles(Doubles),
}

/// The members screen.
#[derive(Debug)]
pub struct Members {
    finder: Finder,
    file: Option<File>,
    layer: Option<Layer>,
}

/// What the screen made of a key: steps, and whether the key was its own.
pub struct Heard {
    /// What it asks of the shell.
    pub steps: Vec<Step>,
    /// Whether the shell may still use the key.
    pub passed: bool,
}

impl Heard {
    fn kept(steps: Vec<Step>) -> Self {
        Self { steps, passed: false }
    }
}

impl Members {
    /// The screen with recent members.
    pub fn open() -> (Self, Vec<Step>) {
        let mut finder = Finder::default();
        let steps = finder.search();
        (Self { finder, file: None, layer: None }, steps)
    }

    /// The screen with one member's file open.
    pub fn open_on(member: &str) -> (Self, Vec<Step>) {
        let (mut screen, mut steps) = Self::open();
        steps.extend(screen.show(member));
        (screen, steps)
    }

    fn show(&mut self, member: &str) -> Vec<Step> {
        let file = File::new(member);
        let steps = vec![file.ask()];
        self.file = Some(file);
        self.layer = None;
        steps
    }

    /// The member whose file is open: F5 tops up, F8 sells to them.
    pub fn member(&self) -> Option<&str> {
        self.file.as_ref().map(|file| file.number.as_str())
    }

    /// A key.
    pub fn press(&mut self, key: Key, around: &Around) -> Heard {
        if self.layer.is_some() {
            return Heard::kept(self.press_layer(key, around));
        }
        match &mut self.file {
            Some(file) => match file.press(key, around) {
                file::Did::Nothing => Heard { steps: Vec::new(), passed: true },
                file::Did::Steps(steps) => Heard::kept(steps),
                file::Did::Deed(deed) => Heard::kept(self.act(deed, around)),
                file::Did::Menu(menu) => {
                    self.layer = Some(Layer::Menu(menu));
                    Heard::kept(Vec::new())
                }
                file::Did::Leave => {
                    self.file = None;
                    Heard::kept(self.finder.search())
                }
            },
            None => match self.finder.press(key) {
                finder::Did::Nothing => Heard { steps: Vec::new(), passed: true },
                finder::Did::Steps(steps) => Heard::kept(steps),
                finder::Did::Open(member) => Heard::kept(self.show(&member)),
                finder::Did::New(phone) => {
                    self.layer = Some(Layer::Sheet(Box::new(sheets::open(around, &phone))));
                    Heard::kept(Vec::new())
                }
                finder::Did::Menu => {
                    self.layer = Some(Layer::Menu(finder_menu(around.lang)));
                    Heard::kept(Vec::new())
                }
            },
        }
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

    /// An answer.
    pub fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        match reply.tag.what {
            finder::HITS | finder::TIERS => self.finder.hear(reply, around),
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
            sheets::REVEAL => self.file.as_mut().map(|file| file.reveal(reply, around)).unwrap_or_default(),
            _ => self.hear_sheet(reply, around),
        }
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

    /// Something changed elsewhere: read again what is open.
    pub fn touched(&mut self, areas: &[Area]) -> Vec<Step> {
        let watched = [Area::Ledger, Area::Bills, Area::Members];
        if !areas.iter().any(|area| watched.contains(area)) {
            return Vec::new();
        }
        let mut steps = Vec::new();
        match &self.file {
            Some(file) => steps.push(file.ask()),
            None => steps.extend(self.finder.search()),
        }
        steps
    }

    /// 200 ms went by after a question.
    pub fn is_late(&mut self) {
        self.finder.is_late();
    }

    /// A paste.
    pub fn paste(&mut self, text: &str) -> Vec<Step> {
        match (&mut self.layer, &self.file) {
            (Some(Layer::Sheet(sheet)), _) => sheet.paste(text),
            (None, None) => return self.finder.paste(text),
            _ => {}
        }
        Vec::new()
    }

    /// A scan: a wallet or member card.
    pub fn scan(&mut self, text: &str, typed: usize) -> Vec<Step> {
        match (&mut self.layer, &self.file) {
            (Some(Layer::Sheet(sheet)), _) => sheet.scan(text, typed),
            (None, None) => return self.finder.scan(text, typed),
            _ => {}
        }
        Vec::new()
    }

    /// A click on a row.
    pub fn row(&mut self, list: &'static str, row: usize, around: &Around) -> Vec<Step> {
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

    /// Draws the screen between the tabs and the toast.
    pub fn view(&self, pen: &mut Pen<'_>) {
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

    /// The keys that work now; the shell adds the help.
    pub fn hints(&self, lang: Lang) -> Vec<Hint> {
        match (&self.layer, &self.file) {
            (Some(_), _) => Sheet::hints(lang),
            (None, Some(_)) => hints(lang, file::KEYS),
            (None, None) => hints(lang, finder::KEYS),
        }
    }
}

fn hints(lang: Lang, keys: &[(Key, &'static str)]) -> Vec<Hint> {
    keys.iter()
        .map(|(key, label)| Hint { key: *key, label: words::text(lang, label).to_owned(), refused: None })
        .collect()
}

fn finder_menu(lang: Lang) -> Menu<actions::Deed> {
    let choice = |deed, label: &'static str| Choice::new(deed, words::text(lang, label));
    let choices = vec![
        choice(actions::Deed::Open, "members.act.open"),
        choice(actions::Deed::Doubles, "members.act.doubles"),
    ];
    Menu::new(words::text(lang, "members.menu"), choices)
}
