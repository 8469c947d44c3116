//! The lock: a staff number and a PIN, asked before anybody else's work is seen or done.

use std::rc::Rc;

use super::context::Context;
use super::pane::{Effects, Msg, Pane, Want, close, close_with, say, work};
use crate::shop::{Hidden, Operator, Shop, pin};
use crate::t;
use crate::tui::forms::{Field, Form, Heard};
use crate::tui::frame::{Hint, Panel, Pen, Tone, popup, text};
use crate::tui::input::Key;
use crate::tui::line::Takes;
use crate::tui::screen::Screen;
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::Wish;

/// The most rows of names.
const PEOPLE_ROWS_MAX: usize = 4;

/// Who asks to work.
pub struct Lock {
    context: Rc<Context>,
    form: Form,
    waiting: bool,
    /// The recovery code was typed in place of the PIN.
    by_code: bool,
}

impl Lock {
    /// Asks for a number and a PIN; the digit pressed to wake the screen is the first of the number. Where one person
    /// works here the number is known.
    #[must_use]
    pub fn open(context: Rc<Context>, first: &str) -> Self {
        let mut working = context.shelf.staff.iter().filter(|person| person.left_on.is_none());
        let alone = match (working.next(), working.next()) {
            (Some(person), None) if first.is_empty() => Some(person.number.clone()),
            _ => None,
        };
        let mut form = Self::form(alone.as_deref().unwrap_or(first));
        if alone.is_some() {
            form.focus_on("pin");
        }
        Self { context, form, waiting: false, by_code: false }
    }

    fn form(number: &str) -> Form {
        Form::new(vec![
            Field::line("number", "field.number", Takes::Digits).with(number),
            Field::line("pin", "app.pin", Takes::Secret),
        ])
    }

    /// Who may log in, as their numbers are not written on the till.
    fn people(&self, room: u16) -> Vec<String> {
        let working = self.context.shelf.staff.iter().filter(|person| person.left_on.is_none());
        let names: Vec<String> = working.map(|person| format!("{} {}", person.number, person.name)).collect();
        text::lay(names.iter().map(String::as_str), usize::from(room))
    }

    fn submit(&mut self) -> Effects {
        let typed = self.form.value("number");
        let number = self.context.shelf.person(&typed).map_or(typed, |person| person.number.clone());
        let pin = Hidden(self.form.value("pin"));
        self.waiting = true;
        self.by_code = pin::as_recovery(&pin.0).is_some();
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
                    Ok(operator) => {
                        let words = t!(self.context.lang, "app.recovered", name = operator.name);
                        let mut out = vec![close_with(operator)];
                        if self.by_code {
                            out.push(say(Tone::Warn, words));
                        }
                        return out;
                    }
                    Err(stop) => {
                        let why = self.context.words(&stop);
                        self.form = Self::form(&self.form.value("number"));
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
        let width = pen.width().min(60);
        let room = width.saturating_sub(4);
        let form = self.form.height(width.saturating_sub(2), pen.lang());
        let mut notes = self.people(room);
        notes.truncate(PEOPLE_ROWS_MAX);
        notes.extend(text::wrap(pen.word("app.forgotten"), usize::from(room)));
        let rows = u16::try_from(notes.len()).unwrap_or(u16::MAX).saturating_add(form).saturating_add(4);
        let mut inside = popup(pen, width, rows, &panel);
        self.form.draw(&mut inside, 0);
        for (y, line) in (form.saturating_add(1)..inside.height()).zip(&notes) {
            inside.put(1, y, line, Role::Muted);
        }
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
