//! A new member at the counter: the phone is known, the name is asked, and a second Enter opens the file.

use std::rc::Rc;

use crate::ground::{Clean, phone};
use crate::members::open::{OpenMember, Opened};
use crate::t;
use crate::tui::app::lock::hint;
use crate::tui::app::pane::{close, close_with, say, work};
use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::frame::{Hint, Panel, Pen, Tone, popup};
use crate::tui::input::Key;
use crate::tui::line::{Line, Takes};
use crate::tui::screen::{Effect, Screen};
use crate::tui::theme::Role;
use crate::words::Lang;
use crate::worker::Wish;

/// The layer.
pub struct Newcomer {
    context: Rc<Context>,
    phone: String,
    key: String,
    name: Line,
    waiting: bool,
    queue: Vec<Msg>,
}

impl Newcomer {
    /// Opens the layer; a name is proposed, so that Enter is enough while the customer waits.
    #[must_use]
    pub fn open(context: Rc<Context>, phone: &str) -> Self {
        let tail: String = phone.chars().skip(phone.chars().count().saturating_sub(4)).collect();
        let mut name = Line::new(Takes::Text);
        name.set(&t!(context.lang, "checkout.new_name", tail = tail));
        Self { key: context.key(), context, phone: phone.to_owned(), name, waiting: false, queue: Vec::new() }
    }

    fn submit(&mut self) -> Effects {
        let name = match Clean::new(self.name.text()) {
            Ok(name) => name,
            Err(no) => return vec![say(Tone::Bad, crate::words::refused(self.context.lang, &no))],
        };
        self.waiting = true;
        let verb = OpenMember { name, phone: Some(self.phone.clone()), ..OpenMember::default() };
        vec![work(Wish::act("newcomer", self.context.envelope(&self.key), verb))]
    }
}

impl Screen for Newcomer {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Context(context) => self.context = context,
            // Keys wait for the answer: they are meant for the bill beneath.
            Msg::Key(_) | Msg::Do(_) | Msg::Scan { .. } | Msg::Paste(_) if self.waiting => {
                self.queue.push(msg);
            }
            Msg::Key(Key::Esc) => return vec![close()],
            Msg::Key(Key::Enter) => return self.submit(),
            Msg::Key(key) => {
                // The proposed name goes as soon as a real one is typed.
                let proposed = matches!(key, Key::Char(_)) && self.name.text() == self.proposed();
                if proposed {
                    self.name.clear();
                }
                self.name.press(key);
            }
            Msg::Busy { .. } => self.waiting = false,
            Msg::Reply(reply) => {
                self.waiting = false;
                return match reply.read::<Opened>() {
                    Ok(opened) => {
                        let queue = std::mem::take(&mut self.queue);
                        vec![close_with(opened), Effect::Wish(Want::Replay(queue))]
                    }
                    Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
                };
            }
            Msg::Paste(text) => self.name.paste(&text),
            Msg::Shown
            | Msg::Do(_)
            | Msg::Scan { .. }
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
        let panel = Panel::new(pen.word(self.title())).fact(pen.word("checkout.new_hint"));
        let mut inside = popup(pen, 48, 6, &panel);
        inside.pair(0, inside.word("field.phone"), &phone::spaced(&self.phone), Role::Text);
        let label = inside.word("field.name");
        let x = inside.put(1, 2, label, Role::Brand);
        let cells = inside.width().saturating_sub(x + 4);
        inside.put(x + 1, 2, ">", Role::Border);
        self.name.draw(&mut inside, x + 3, 2, cells, true);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![hint(Key::Enter, lang, "checkout.open_file"), hint(Key::Esc, lang, "key.back")]
    }
}

impl Newcomer {
    fn proposed(&self) -> String {
        let tail: String = self.phone.chars().skip(self.phone.chars().count().saturating_sub(4)).collect();
        t!(self.context.lang, "checkout.new_name", tail = tail)
    }
}

impl Pane for Newcomer {
    fn title(&self) -> &'static str {
        "checkout.newcomer"
    }

    fn is_typing(&self) -> bool {
        true
    }
}
