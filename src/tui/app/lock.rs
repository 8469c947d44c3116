//! The lock: a staff number and a PIN, asked before anybody else's work is seen or done.

use std::rc::Rc;

use super::context::Context;
use super::pane::{Effects, Msg, Pane, Want, close, close_with, say, work};
use crate::shop::{Hidden, Operator, Shop};
use crate::tui::forms::{Field, Form, Heard};
use crate::tui::frame::{Hint, Panel, Pen, Tone, popup};
use crate::tui::input::Key;
use crate::tui::line::Takes;
use crate::tui::screen::Screen;
use crate::words::{self, Lang};
use crate::worker::Wish;

/// Who asks to work.
pub struct Lock {
    context: Rc<Context>,
    form: Form,
    waiting: bool,
}

impl Lock {
    /// Asks for a number and a PIN; the digit pressed to wake the screen is the first of the number.
    #[must_use]
    pub fn open(context: Rc<Context>, first: &str) -> Self {
        let number = Field::line("number", "field.number", Takes::Digits).with(first);
        let form = Form::new(vec![number, Field::line("pin", "app.pin", Takes::Secret)]);
        Self { context, form, waiting: false }
    }

    fn submit(&mut self) -> Effects {
        let typed = self.form.value("number");
        let number = self.context.shelf.person(&typed).map_or(typed, |person| person.number.clone());
        let pin = Hidden(self.form.value("pin"));
        self.waiting = true;
        vec![work(Wish::change("pin", move |shop: &mut Shop| shop.check_pin(&number, &pin.0)))]
    }
}

impl Screen for Lock {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Context(context) => self.context = context,
            Msg::Key(_) if self.waiting => {}
            Msg::Key(key) => match self.form.press(key) {
                Heard::Submitted => return self.submit(),
                Heard::Cancelled => return vec![close()],
                Heard::Changed | Heard::Passed => {}
            },
            Msg::Busy { .. } => {
                self.waiting = false;
                return vec![say(Tone::Warn, words::text(self.context.lang, "app.busy"))];
            }
            Msg::Reply(reply) => {
                self.waiting = false;
                match reply.read::<Operator>() {
                    Ok(operator) => return vec![close_with(operator)],
                    Err(stop) => {
                        let why = self.context.words(&stop);
                        self.form = Form::new(vec![
                            Field::line("number", "field.number", Takes::Digits)
                                .with(&self.form.value("number")),
                            Field::line("pin", "app.pin", Takes::Secret),
                        ]);
                        self.form.fail("pin", why);
                    }
                }
            }
            Msg::Shown
            | Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Paste(_)
            | Msg::Row { .. }
            | Msg::Wheel { .. }
            | Msg::Wake(_)
            | Msg::Touched(_)
            | Msg::Closed(..)
            | Msg::Member(_)
            | Msg::Forget(_) => {}
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let panel = Panel::new(pen.word(self.title())).fact(pen.word("app.lock_hint"));
        let mut inside = popup(pen, 52, 7, &panel);
        self.form.draw(&mut inside, 1);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![hint(Key::Enter, lang, "form.submit"), hint(Key::Esc, lang, "key.back")]
    }
}

impl Pane for Lock {
    fn title(&self) -> &'static str {
        "app.lock"
    }

    fn is_typing(&self) -> bool {
        true
    }
}

/// A hint of the footer that always works.
pub fn hint(key: Key, lang: Lang, label: &'static str) -> Hint {
    Hint { key, label: words::text(lang, label).to_owned(), refused: None }
}
