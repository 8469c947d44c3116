//! Two files of one person: a list of pairs, each merged with a reason and reversible.

use crate::members::duplicates::{Duplicates, Pair};
use crate::tui::frame::{Column, Listing, Panel, Pen, Row, Table, popup};
use crate::tui::input::Key;
use crate::tui::parts::{Around, Step, why};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::{Reply, Wish};

/// The name of the question.
pub const WHAT: &str = "members-doubles";

/// What the list made of a key.
pub enum Did {
    /// It stays.
    Stay,
    /// It was left.
    Close,
    /// This pair is to be merged.
    Merge(Pair),
}

/// The pairs.
#[derive(Debug, Default)]
pub struct Doubles {
    list: Listing<Pair>,
}

impl Doubles {
    /// The list, and its question.
    pub fn open() -> (Self, Step) {
        (Self::default(), Step::Wish(Wish::ask(WHAT, Duplicates::default())))
    }

    /// A key.
    pub fn press(&mut self, key: Key) -> Did {
        match key.plain() {
            Key::Esc | Key::Backspace => return Did::Close,
            Key::Enter => return self.list.selected().map_or(Did::Stay, |pair| Did::Merge(pair.clone())),
            other => {
                self.list.travel(other);
            }
        }
        Did::Stay
    }

    /// A click.
    pub fn select(&mut self, row: usize) {
        self.list.select(row);
    }

    /// The pairs arrived.
    pub fn hear(&mut self, reply: Reply, around: &Around) {
        let at = reply.at;
        match reply.read::<Vec<Pair>>() {
            Ok(pairs) => self.list.answer(pairs, at),
            Err(stop) => self.list.fail(why(around.lang, &stop)),
        }
    }

    /// Draws the list over the screen.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let lang = pen.lang();
        let panel =
            Panel::new(words::text(lang, "members.doubles")).fact(words::text(lang, "members.doubles_hint"));
        let (width, height) = (pen.width().min(70), pen.height().min(16));
        let mut inside = popup(pen, width, height, &panel);
        if self.list.draw_state(&mut inside, "members.no_doubles") {
            return;
        }
        let columns = [
            Column::rest(words::text(lang, "members.col.name")),
            Column::text(words::text(lang, "members.col.keep"), 12),
            Column::text(words::text(lang, "members.col.merge"), 12),
            Column::text(words::text(lang, "members.col.why"), 16),
        ];
        let fit = Table::rows_in(inside.height(), true);
        let first = self.list.first(fit);
        let rows: Vec<Row> = self
            .list
            .iter()
            .skip(first)
            .take(fit)
            .map(|pair| {
                let same = if pair.why == "phone" { "members.same_phone" } else { "members.same_birthday" };
                Row::new()
                    .plain(pair.name.as_str())
                    .plain(pair.keep.as_str())
                    .plain(pair.merge.as_str())
                    .cell(words::text(lang, same), Role::Muted)
            })
            .collect();
        Table {
            list: "doubles",
            columns: &columns,
            rows: &rows,
            first,
            count: self.list.len(),
            selected: self.list.selected_number(),
            titled: true,
        }
        .draw(&mut inside);
    }
}
