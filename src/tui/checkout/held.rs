//! F3: the bills put aside, oldest first, with their age; a digit or Enter takes one back.

use std::rc::Rc;

use crate::checkout::hold::{Held, HeldBills};
use crate::t;
use crate::tui::app::lock::hint;
use crate::tui::app::pane::{close, close_with, work};
use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::frame::listing::{Phase, SLOW_AFTER_MS};
use crate::tui::frame::{Column, Hint, Listing, Panel, Pen, Row, Table, popup};
use crate::tui::input::Key;
use crate::tui::screen::{Effect, Screen};
use crate::tui::theme::Role;
use crate::words::Lang;
use crate::worker::Wish;

/// The layer.
pub struct HeldList {
    context: Rc<Context>,
    list: Listing<Held>,
    queue: Vec<Msg>,
}

impl HeldList {
    /// Opens the layer.
    #[must_use]
    pub fn open(context: Rc<Context>) -> Self {
        Self { context, list: Listing::default(), queue: Vec::new() }
    }

    fn ask() -> Effects {
        vec![
            work(Wish::ask("held", HeldBills::default())),
            Effect::Wake { tag: "till.held", after_ms: SLOW_AFTER_MS },
        ]
    }

    fn take(&self) -> Effects {
        match self.list.selected() {
            Some(held) => vec![close_with(held.hold)],
            None => vec![close()],
        }
    }

    fn key(&mut self, key: Key) -> Effects {
        match key.plain() {
            Key::Esc => vec![close()],
            Key::Enter => self.take(),
            Key::Char(ch) => match ch.to_digit(10).and_then(|digit| usize::try_from(digit).ok()) {
                Some(digit @ 1..) if digit <= self.list.len() => {
                    self.list.select(digit - 1);
                    self.take()
                }
                Some(_) | None => vec![Effect::Bell],
            },
            other => {
                self.list.travel(other);
                Vec::new()
            }
        }
    }
}

impl Screen for HeldList {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Shown | Msg::Touched(_) => return Self::ask(),
            Msg::Context(context) => self.context = context,
            // Keys wait for the list that they choose from.
            Msg::Key(key) if key != Key::Esc && matches!(self.list.phase, Phase::Asked | Phase::Slow) => {
                self.queue.push(msg);
            }
            Msg::Key(key) => return self.key(key),
            Msg::Row { row, .. } => {
                self.list.select(row);
                return self.take();
            }
            Msg::Reply(reply) => {
                let at = reply.at;
                match reply.read::<Vec<Held>>() {
                    Ok(rows) => self.list.answer(rows, at),
                    Err(stop) => self.list.fail(self.context.words(&stop)),
                }
                return vec![Effect::Wish(Want::Replay(std::mem::take(&mut self.queue)))];
            }
            Msg::Wake("till.held") => self.list.is_late(),
            Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Paste(_)
            | Msg::Wheel { .. }
            | Msg::Busy { .. }
            | Msg::Wake(_)
            | Msg::Closed(..)
            | Msg::Member(_)
            | Msg::Forget(_) => {}
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let lang = pen.lang();
        let age = pen.word("checkout.held_hint");
        let panel = Panel::new(pen.word(self.title())).fact(age);
        let rows = u16::try_from(self.list.len()).unwrap_or(9).clamp(3, 9);
        let mut inside = popup(pen, 60, rows + 3, &panel);
        if self.list.draw_state(&mut inside, "checkout.none_held") {
            return;
        }
        let now = self.context.now;
        let columns = [
            Column::text("#", 2),
            Column::rest(inside.word("checkout.col_who")),
            Column::figure(inside.word("checkout.col_lines"), 6),
            Column::figure(inside.word("checkout.col_total"), 12),
            Column::figure(inside.word("checkout.col_age"), 10),
        ];
        let first = self.list.first(usize::from(rows));
        let rows: Vec<Row> = self
            .list
            .iter()
            .enumerate()
            .skip(first)
            .map(|(place, held)| {
                let minutes = (now.0 - held.held_at).max(0) / 60_000;
                let label = if held.label.is_empty() { inside.word("checkout.guest") } else { &held.label };
                Row::new()
                    .cell((place + 1).to_string(), Role::Key)
                    .plain(label)
                    .plain(held.cart.lines.len().to_string())
                    .plain(held.total.grouped())
                    .plain(t!(lang, "checkout.minutes", minutes = minutes))
            })
            .collect();
        let table = Table {
            list: "till.held",
            columns: &columns,
            rows: &rows,
            first,
            count: self.list.len(),
            selected: self.list.selected_number(),
            titled: true,
        };
        table.draw(&mut inside);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![hint(Key::Enter, lang, "key.retrieve"), hint(Key::Esc, lang, "key.back")]
    }
}

impl Pane for HeldList {
    fn title(&self) -> &'static str {
        "checkout.held"
    }
}
