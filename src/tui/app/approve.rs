//! A second person's approval: who, their PIN, and why, asked at the moment it is needed.

use std::rc::Rc;

use super::context::Context;
use super::lock::hint;
use super::pane::{Effects, Msg, Pane, Want, close, close_with};
use crate::shop::{Envelope, Hidden, rights};
use crate::tui::forms::{Field, Form, Heard};
use crate::tui::frame::{Hint, Panel, Pen, popup, text};
use crate::tui::input::Key;
use crate::tui::line::Takes;
use crate::tui::screen::Screen;
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// What was given.
#[derive(Debug, Clone, Default)]
pub struct Approval {
    /// Who approves; empty for the operator alone.
    pub number: String,
    /// Their PIN.
    pub pin: Hidden,
    /// Why.
    pub reason: String,
}

impl Approval {
    /// The envelope with the approval in it. Nobody approves their own act: then the PIN is the operator's.
    #[must_use]
    pub fn seal(&self, envelope: Envelope) -> Envelope {
        let own = self.number.is_empty() || envelope.by.as_deref() == Some(self.number.as_str());
        Envelope {
            approved_by: if own { envelope.approved_by } else { Some(self.number.clone()) },
            pin: (!self.pin.0.is_empty()).then(|| self.pin.clone()),
            reason: (!self.reason.is_empty()).then(|| self.reason.clone()).or(envelope.reason),
            ..envelope
        }
    }
}

/// The layer that asks.
pub struct Approve {
    context: Rc<Context>,
    why: String,
    reasons: Vec<String>,
    form: Form,
}

/// The reasons that are offered.
const REASONS: [&str; 4] = ["app.reason_guest", "app.reason_wrong", "app.reason_quality", "app.reason_other"];

impl Approve {
    /// Asks for a person who may do `act`. `why` says what for. With a reason the form begins with reasons to
    /// choose from; the cursor stands where the first thing is missing.
    #[must_use]
    pub fn open(context: Rc<Context>, act: rights::Act, why: String, with_reason: bool) -> Self {
        let lang = context.lang;
        let reasons: Vec<String> = REASONS.iter().map(|key| words::text(lang, key).to_owned()).collect();
        let number = proposed(&context, act);
        let pin = Field::line("pin", "app.pin", Takes::Secret);
        let mut fields = Vec::new();
        if with_reason {
            fields.push(Field::choice("reason", "field.reason", reasons.clone()));
        }
        fields.push(Field::line("number", "app.approver", Takes::Digits).with(&number));
        fields.push(pin);
        let mut form = Form::new(fields);
        // Reason and person are proposed already: the PIN is all that a manager has to type.
        for _ in 0..usize::from(with_reason) + usize::from(!number.is_empty()) {
            form.press(Key::Down);
        }
        Self { context, why, reasons, form }
    }

    /// Shows why the last try was refused.
    pub fn fail(&mut self, why: String) {
        self.form.fail("pin", why);
    }

    fn submit(&self) -> Approval {
        let typed = self.form.value("number");
        let number = self.context.shelf.person(&typed).map_or(typed, |person| person.number.clone());
        let chosen = self.form.value("reason").parse().ok().and_then(|place: usize| self.reasons.get(place));
        Approval { number, pin: Hidden(self.form.value("pin")), reason: chosen.cloned().unwrap_or_default() }
    }
}

/// Whoever may do it: the operator where the role is enough, else whoever of the least role may.
fn proposed(context: &Context, act: rights::Act) -> String {
    if let Some(who) = context.who.as_ref().filter(|who| rights::may(who.role, act)) {
        return who.number.clone();
    }
    let working = context.shelf.staff.iter().filter(|person| person.left_on.is_none());
    let may = working.filter(|person| rights::may(person.role, act));
    may.min_by_key(|person| person.role).map(|person| person.number.clone()).unwrap_or_default()
}

impl Screen for Approve {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Context(context) => self.context = context,
            Msg::Key(key) => match self.form.press(key) {
                Heard::Submitted => return vec![close_with(self.submit())],
                Heard::Cancelled => return vec![close()],
                Heard::Changed | Heard::Passed => {}
            },
            Msg::Shown
            | Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Paste(_)
            | Msg::Row { .. }
            | Msg::Wheel { .. }
            | Msg::Reply(_)
            | Msg::Busy { .. }
            | Msg::Wake(_)
            | Msg::Touched(_)
            | Msg::Closed(..)
            | Msg::Member(_)
            | Msg::Forget(_) => {}
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let typed = self.form.value("number");
        let own = self.context.who.as_ref().is_some_and(|who| who.number == typed);
        // Whoever may do it alone confirms it with their own PIN: nobody else is needed.
        let (title, hint) =
            if own { ("app.confirm", "app.confirm_hint") } else { (self.title(), "app.approve_hint") };
        let panel = Panel::new(pen.word(title)).fact(pen.word(hint));
        let lines = text::wrap(&self.why, 56);
        let above = u16::try_from(lines.len()).unwrap_or(1);
        let rows = self.form.height(pen.width().min(60).saturating_sub(2), pen.lang());
        let mut inside = popup(pen, 60, above + 4 + rows, &panel);
        for (y, line) in (0..above).zip(&lines) {
            inside.put(1, y, line, Role::Warn);
        }
        self.form.draw(&mut inside, above + 1);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![hint(Key::Enter, lang, "form.submit"), hint(Key::Esc, lang, "key.back")]
    }
}

impl Pane for Approve {
    fn title(&self) -> &'static str {
        "app.approve"
    }

    fn is_typing(&self) -> bool {
        true
    }
}
