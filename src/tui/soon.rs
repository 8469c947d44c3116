//! A place that says honestly what will stand in it.

use super::app::{Effects, Msg, Pane, Want, pane};
use super::frame::{Hint, Panel, Pen};
use super::input::Key;
use super::screen::Screen;
use super::theme::Role;
use crate::words::Lang;

/// The place.
#[derive(Debug)]
pub struct Soon {
    title: &'static str,
}

impl Soon {
    /// A place with a title.
    #[must_use]
    pub fn open(title: &'static str) -> Self {
        Self { title }
    }
}

impl Screen for Soon {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Key(Key::Esc | Key::Enter) => vec![pane::close()],
            _ => Vec::new(),
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let bounds = pen.bounds();
        let title = pen.word(self.title);
        let mut inside = Panel::new(title).draw(pen, bounds);
        let soon = inside.word("app.soon");
        inside.put(2, 1, soon, Role::Muted);
    }

    fn hints(&self, _: Lang) -> Vec<Hint> {
        Vec::new()
    }
}

impl Pane for Soon {
    fn title(&self) -> &'static str {
        self.title
    }
}
