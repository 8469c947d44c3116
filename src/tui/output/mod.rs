//! F9: the last slip again, any slip on the screen, part of a bill or a whole one back, files for spreadsheets.
//!
//! | to change | open |
//! |---|---|
//! | what F9 offers | this file |
//! | the list of bills to choose from | [`bills`] |
//! | a slip on the screen | [`paper`] |
//! | giving part of a bill back | [`refund`] |
//! | the files | [`export`] |

pub mod bills;
pub mod export;
pub mod paper;
pub mod refund;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use bills::{Bills, For};
use export::Export;
use paper::Paper;

use super::app::lock::hint;
use super::app::pane::{close, open, say, work};
use super::app::{Context, Effects, Msg, Pane, Want};
use super::frame::{Hint, Panel, Pen, Tone, popup};
use super::input::Key;
use super::screen::{Effect, Screen};
use super::theme::Role;
use crate::checkout::bill::{LastBill, LatestBill};
use crate::words::{self, Lang};
use crate::worker::Wish;

/// What the menu offers, by digit.
const CHOICES: [&str; 6] =
    ["output.print_last", "output.last", "output.bills", "output.refund", "output.void", "output.export"];

/// The menu.
pub struct Output {
    context: Rc<Context>,
    last: Option<LatestBill>,
    /// Keys that came before it was known which bill is the last.
    queue: Option<Vec<Msg>>,
    marked: usize,
}

impl Output {
    /// Opens the menu.
    #[must_use]
    pub fn open(context: Rc<Context>) -> Self {
        Self { context, last: None, queue: Some(Vec::new()), marked: 0 }
    }

    fn choose(&mut self, place: usize) -> Effects {
        let list = |what| vec![close(), open(Bills::open(Rc::clone(&self.context), what))];
        let last = self.last.as_ref().map(|last| last.bill.clone());
        let none = || vec![close(), say(Tone::Info, words::text(self.context.lang, "output.none"))];
        match (place, last) {
            (0 | 1, None) => none(),
            (0, Some(bill)) => vec![close(), Effect::Wish(Want::Print(bill))],
            (1, Some(bill)) => vec![close(), open(Paper::open(Rc::clone(&self.context), bill))],
            (2, _) => list(For::Show),
            (3, _) => list(For::Refund),
            (4, _) => list(For::Void),
            _ => vec![close(), open(Export::open(Rc::clone(&self.context)))],
        }
    }

    fn key(&mut self, key: Key) -> Effects {
        match key {
            Key::Esc => vec![close()],
            Key::Enter => self.choose(self.marked),
            Key::Up => {
                self.marked = self.marked.saturating_sub(1);
                Vec::new()
            }
            Key::Down => {
                self.marked = (self.marked + 1).min(CHOICES.len() - 1);
                Vec::new()
            }
            Key::Char(digit) => match digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok()) {
                Some(place @ 1..) if place <= CHOICES.len() => self.choose(place - 1),
                Some(_) | None => vec![Effect::Bell],
            },
            _ => Vec::new(),
        }
    }
}

impl Screen for Output {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Shown => vec![work(Wish::ask("last", LastBill {}))],
            Msg::Key(key) if key.plain() == Key::Esc => vec![close()],
            Msg::Key(_) | Msg::Row { .. } if self.queue.is_some() => {
                self.queue.get_or_insert_default().push(msg);
                Vec::new()
            }
            Msg::Key(key) => self.key(key.plain()),
            Msg::Row { row, .. } => self.choose(row),
            Msg::Reply(reply) => {
                self.last = reply.read::<Option<LatestBill>>().ok().flatten();
                vec![Effect::Wish(Want::Replay(self.queue.take().unwrap_or_default()))]
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let panel = Panel::new(pen.word(self.title()));
        let mut inside = popup(pen, 52, 10, &panel);
        for (place, key) in CHOICES.iter().enumerate() {
            let y = u16::try_from(place).unwrap_or(0);
            let x = inside.put(2, y, &(place + 1).to_string(), Role::Key);
            inside.put(x + 1, y, inside.word(key), Role::Text);
            if place == self.marked {
                inside.put(0, y, &inside.glyphs().point.to_string(), Role::Brand);
                inside.tint(y, Role::Selected);
            }
            inside.hit_row(y, "output", place);
        }
        let last = match &self.last {
            Some(last) => {
                let bill = format!("{} {}", last.bill, last.amount.grouped());
                words::fill(inside.lang(), "output.last_is", &[("bill", &bill)])
            }
            None => inside.word("output.none").to_owned(),
        };
        inside.put(2, 7, &last, Role::Muted);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![hint(Key::Enter, lang, "form.submit"), hint(Key::Esc, lang, "key.back")]
    }
}

impl Pane for Output {
    fn title(&self) -> &'static str {
        "key.output"
    }
}
