//! What stands around every screen: tabs above, the last message and the keys below.

use super::Console;
use crate::tui::frame::bars::{Tabs, footer};
use crate::tui::frame::{Hint, Pen, Room, help};
use crate::tui::input::Key;
use crate::tui::theme::Role;
use crate::words;
use ratatui::layout::Rect;

impl Console {
    pub(super) fn draw(&self, pen: &mut Pen<'_>) {
        let area = pen.bounds();
        let room = Room::of(area);
        let (width, height) = (area.width, area.height);
        if room == Room::Tiny {
            // Something is sold in any window: the screen keeps all but the last row, which is for messages.
            let body = Rect::new(0, 0, width, height.saturating_sub(1));
            self.draw_panes(pen, body);
            self.draw_message(pen, height.saturating_sub(1));
            return;
        }
        self.draw_tabs(pen, room);
        self.draw_panes(pen, Rect::new(0, 1, width, height.saturating_sub(3)));
        self.draw_message(pen, height - 2);
        footer(pen, height - 1, &self.hints(), room);
        if let Some(palette) = &self.palette {
            palette.draw(pen);
        }
        if let Some(first) = self.help {
            help::draw(pen, &self.help_groups(), first);
        }
    }

    fn draw_tabs(&self, pen: &mut Pen<'_>, room: Room) {
        let lang = self.context.lang;
        let names: Vec<&str> = self.tabs.iter().map(|tab| words::text(lang, tab.title())).collect();
        let locked = words::text(lang, "app.nobody");
        let who = self.context.who.as_ref().map_or(locked, |who| who.name.as_str());
        let time = self.context.zone.hour_minute(self.context.now);
        Tabs { store: &self.context.store, names: &names, active: self.active, who, time: &time }
            .draw(pen, 0, room);
    }

    fn draw_panes(&self, pen: &mut Pen<'_>, body: Rect) {
        if let Some(tab) = self.tabs.get(self.active) {
            tab.view(&mut pen.part(body));
        }
        for layer in &self.layers {
            layer.pane.view(&mut pen.part(body));
        }
    }

    fn draw_message(&self, pen: &mut Pen<'_>, y: u16) {
        let saved = self.saved_at.map(|at| {
            let time = self.context.zone.local(at).format("%H:%M:%S").to_string();
            words::fill(self.context.lang, "app.saved", &[("time", &time)])
        });
        let saved = saved.unwrap_or_default();
        if let Some(toast) = self.message() {
            toast.draw(pen, y, &saved);
        } else {
            let end = pen.width().saturating_sub(2);
            pen.put_right(end, y, &saved, Role::Muted);
        }
    }

    fn hints(&self) -> Vec<Hint> {
        let lang = self.context.lang;
        let mut hints = self.front_pane().map(|pane| pane.hints(lang)).unwrap_or_default();
        if self.context.who.is_none() && self.layers.is_empty() {
            // While locked only these are heard; a digit logs in too, as the row above says.
            hints = crate::tui::parts::hints(
                lang,
                &[(Key::Enter, "app.log_in"), (Key::Tab, "board.key.span"), (Key::Down, "app.look")],
            );
        }
        let typing = self.front_pane().is_some_and(super::Pane::is_typing);
        if self.context.who.is_some() && !typing && !hints.iter().any(|hint| hint.key == Key::Char(':')) {
            let label = words::text(lang, "key.palette").to_owned();
            hints.push(Hint { key: Key::Char(':'), label, refused: None });
        }
        if hints.last().is_none_or(|hint| hint.key != Key::Char('?')) {
            let label = words::text(lang, "key.help").to_owned();
            hints.push(Hint { key: Key::Char('?'), label, refused: None });
        }
        hints
    }
}
