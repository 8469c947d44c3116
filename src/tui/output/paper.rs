//! A slip on the screen exactly as the printer would write it; Enter prints it.

use std::rc::Rc;

use crate::checkout::slip::{SlipOf, preview_lines};
use crate::tui::app::lock::hint;
use crate::tui::app::pane::{close, say, work};
use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::frame::{Hint, Panel, Pen, Tone, popup, text};
use crate::tui::input::Key;
use crate::tui::screen::{Effect, Screen};
use crate::tui::theme::Role;
use crate::words::Lang;
use crate::worker::Wish;

/// The layer.
pub struct Paper {
    context: Rc<Context>,
    bill: String,
    lines: Vec<String>,
    first: usize,
}

impl Paper {
    /// Opens the slip of a bill.
    #[must_use]
    pub fn open(context: Rc<Context>, bill: String) -> Self {
        Self { context, bill, lines: Vec::new(), first: 0 }
    }

    fn ask(&self) -> Effects {
        let bill = self.bill.clone();
        vec![work(Wish::look("slip", move |source| {
            let slip = source.ask(&SlipOf { bill, copy: false })?;
            Ok(preview_lines(&slip, &source.settings()?))
        }))]
    }

    fn scroll(&mut self, by: isize) -> Effects {
        let last = self.lines.len().saturating_sub(1);
        self.first = self.first.saturating_add_signed(by).min(last);
        Vec::new()
    }

    fn key(&mut self, key: Key) -> Effects {
        match key {
            Key::Esc => vec![close()],
            Key::Enter => vec![close(), Effect::Wish(Want::Print(self.bill.clone()))],
            Key::Up => self.scroll(-1),
            Key::Down => self.scroll(1),
            Key::PageUp => self.scroll(-10),
            Key::PageDown => self.scroll(10),
            _ => Vec::new(),
        }
    }
}

impl Screen for Paper {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Shown => self.ask(),
            Msg::Context(context) => {
                self.context = context;
                Vec::new()
            }
            Msg::Key(key) => self.key(key.plain()),
            Msg::Wheel { down } => self.scroll(if down { 1 } else { -1 }),
            Msg::Reply(reply) => match reply.read::<Vec<String>>() {
                Ok(lines) => {
                    self.lines = lines;
                    Vec::new()
                }
                Err(stop) => vec![close(), say(Tone::Bad, self.context.words(&stop))],
            },
            Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Paste(_)
            | Msg::Row { .. }
            | Msg::Busy { .. }
            | Msg::Wake(_)
            | Msg::Touched(_)
            | Msg::Closed(..)
            | Msg::Member(_)
            | Msg::Forget(_) => Vec::new(),
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let panel = Panel::new(pen.word(self.title())).fact(&self.bill);
        let widest = self.lines.iter().map(|line| text::cells(line)).max().unwrap_or(32);
        let rows = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        let height = rows.saturating_add(2).min(pen.height().saturating_sub(2));
        let mut inside = popup(pen, widest + 6, height, &panel);
        let fit = usize::from(inside.height());
        for (y, line) in (0..inside.height()).zip(self.lines.iter().skip(self.first)) {
            inside.put(2, y, line, Role::Text);
        }
        if self.first + fit < self.lines.len() {
            let (x, y) = (inside.width().saturating_sub(1), inside.height().saturating_sub(1));
            inside.put(x, y, &inside.glyphs().fall.to_string(), Role::Muted);
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![
            hint(Key::Enter, lang, "output.print"),
            hint(Key::Down, lang, "output.scroll"),
            hint(Key::Esc, lang, "key.back"),
        ]
    }
}

impl Pane for Paper {
    fn title(&self) -> &'static str {
        "output.show"
    }
}
