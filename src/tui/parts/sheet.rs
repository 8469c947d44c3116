//! A sheet: a form that sends one command, and grows a second person's number, a PIN or a reason when the answer
//! says that the command needs them.

use super::{Around, Step, why};
use crate::ground::Refused;
use crate::shop::{Envelope, Hidden, Stop};
use crate::tui::forms::{Field, Form, Heard};
use crate::tui::frame::{Hint, Panel, Pen, Toast, Tone, popup, text};
use crate::tui::input::Key;
use crate::tui::line::Takes;
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// A field that cannot be read: its name, and why.
pub type Wrong = (&'static str, Refused);

/// What sheets call their wishes.
pub const WHAT: &str = "sheet";

type Make = Box<dyn Fn(&Form, Envelope) -> Result<Wish, Wrong>>;
type Read = Box<dyn Fn(Reply, Lang) -> Result<Vec<Step>, Stop>>;

/// What a sheet made of an event.
#[derive(Debug)]
pub enum Turned {
    /// It stays open.
    Open(Vec<Step>),
    /// It is done, or was left.
    Closed(Vec<Step>),
}

/// A popup with a form.
pub struct Sheet {
    title: String,
    notes: Vec<(String, Role)>,
    /// Below the form, told anew by whoever opened the sheet.
    below: Vec<(String, Role)>,
    form: Form,
    envelope: Envelope,
    waiting: bool,
    error: Option<String>,
    make: Make,
    read: Read,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "sheet {}", self.title)
    }
}

impl Sheet {
    /// A sheet. `make` turns the form into a wish named [`WHAT`]; `read` unpacks its answer into what happens next.
    pub fn new(
        around: &Around,
        title: impl Into<String>,
        fields: Vec<Field>,
        make: impl Fn(&Form, Envelope) -> Result<Wish, Wrong> + 'static,
        read: impl Fn(Reply, Lang) -> Result<Vec<Step>, Stop> + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            notes: Vec::new(),
            below: Vec::new(),
            form: Form::new(fields),
            envelope: around.envelope(),
            waiting: false,
            error: None,
            make: Box::new(make),
            read: Box::new(read),
        }
    }

    /// With a line above the form.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>, role: Role) -> Self {
        self.notes.push((text.into(), role));
        self
    }

    /// Tells what the form comes to, below it.
    pub fn tell_below(&mut self, lines: Vec<(String, Role)>) {
        self.below = lines;
    }

    /// With the cursor in a field.
    #[must_use]
    pub fn beginning_at(mut self, field: &str) -> Self {
        self.form.focus_on(field);
        self
    }

    /// With a reason asked from the start.
    #[must_use]
    pub fn with_reason(mut self) -> Self {
        self.ask_reason();
        self
    }

    /// With a second person's number and PIN asked from the start.
    #[must_use]
    pub fn with_second(mut self) -> Self {
        self.ask_second();
        self
    }

    fn ask_reason(&mut self) {
        if !self.form.has("reason") {
            self.form.push(Field::line("reason", "field.reason", Takes::Text));
        }
    }

    fn ask_second(&mut self) {
        if !self.form.has("second") {
            self.form.push(Field::line("second", "sheet.second", Takes::Narrow));
        }
        self.ask_pin();
    }

    fn ask_pin(&mut self) {
        if !self.form.has("pin") {
            self.form.push(Field::line("pin", "sheet.pin", Takes::Secret));
        }
    }

    /// The form as it stands.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// A key.
    pub fn press(&mut self, key: Key, around: &Around) -> Turned {
        if self.waiting {
            return Turned::Open(Vec::new());
        }
        match self.form.press(key) {
            Heard::Cancelled => Turned::Closed(Vec::new()),
            Heard::Submitted => self.submit(around),
            Heard::Changed => {
                self.error = None;
                Turned::Open(Vec::new())
            }
            Heard::Passed if key == Key::F(8) => self.submit(around),
            Heard::Passed => Turned::Open(Vec::new()),
        }
    }

    /// A paste.
    pub fn paste(&mut self, text: &str) {
        self.form.paste(text);
    }

    /// A scan.
    pub fn scan(&mut self, text: &str, typed: usize) {
        self.form.scan(text, typed);
    }

    fn submit(&mut self, around: &Around) -> Turned {
        let given = |name| Some(self.form.value(name)).filter(|text| !text.trim().is_empty());
        let envelope = Envelope {
            approved_by: given("second"),
            pin: given("pin").map(Hidden),
            reason: given("reason"),
            ..self.envelope.clone()
        };
        match (self.make)(&self.form, envelope) {
            Ok(wish) => {
                self.waiting = true;
                Turned::Open(vec![Step::Wish(wish)])
            }
            Err((field, no)) => {
                let words = words::refused(around.lang, &no);
                if self.form.has(field) {
                    self.form.fail(field, words);
                } else {
                    self.error = Some(words);
                }
                Turned::Open(Vec::new())
            }
        }
    }

    /// The answer of the command.
    pub fn hear(&mut self, reply: Reply, around: &Around) -> Turned {
        self.waiting = false;
        match (self.read)(reply, around.lang) {
            Ok(steps) => Turned::Closed(steps),
            Err(stop) => {
                let words = why(around.lang, &stop);
                match &stop {
                    Stop::Refused(no) => self.blame(no, words),
                    Stop::Fault(_) | Stop::Unknown(_) => self.error = Some(words),
                }
                Turned::Open(Vec::new())
            }
        }
    }

    /// Puts a refusal where it can be answered.
    fn blame(&mut self, no: &Refused, words: String) {
        match no {
            Refused::ReasonMissing { .. } => {
                self.ask_reason();
                self.form.fail("reason", words);
            }
            Refused::RightMissing { .. } | Refused::ApprovalMissing { .. } | Refused::ApprovalSelf { .. } => {
                self.ask_second();
                self.form.fail("second", words);
            }
            Refused::PinWrong { .. } | Refused::PinThrottled { .. } => {
                self.ask_pin();
                self.form.fail("pin", words);
            }
            other => {
                let facts = other.facts();
                let field = facts.iter().find(|(name, _)| *name == "field").map(|(_, value)| value.clone());
                let named = field.and_then(|field| self.form.name_of(&field));
                match named.or_else(|| self.form.name_of(other.code().split('.').next().unwrap_or_default()))
                {
                    Some(name) => self.form.fail(name, words),
                    None => self.error = Some(words),
                }
            }
        }
    }

    /// Draws the sheet over the screen.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let width = pen.width().min(72);
        let room = usize::from(width.saturating_sub(4));
        let notes: Vec<(String, Role)> = self
            .notes
            .iter()
            .flat_map(|(note, role)| text::wrap(note, room).into_iter().map(|line| (line, *role)))
            .collect();
        let errors =
            self.error.as_ref().map(|error| text::wrap(error, room.saturating_sub(2))).unwrap_or_default();
        let below: Vec<(String, Role)> = self
            .below
            .iter()
            .flat_map(|(line, role)| text::wrap(line, room).into_iter().map(|line| (line, *role)))
            .collect();
        let rules = usize::from(!notes.is_empty()) + usize::from(!below.is_empty());
        let count = notes.len() + errors.len() + below.len() + rules + 2;
        let form = self.form.height(width.saturating_sub(2), pen.lang());
        let rows = u16::try_from(count).unwrap_or(0).saturating_add(form);
        let hint = if self.waiting { "sheet.waiting" } else { "sheet.hint" };
        let panel = Panel::new(&self.title).fact(pen.word(hint));
        let height = pen.height().min(rows);
        let mut inside = popup(pen, width, height, &panel);
        let mut y = 0;
        for (note, role) in &notes {
            inside.put(1, y, note, *role);
            y += 1;
        }
        if !notes.is_empty() {
            inside.rule(y);
            y += 1;
        }
        self.form.draw(&mut inside, y);
        y += form;
        let cross = inside.glyphs().cross;
        for (place, line) in errors.iter().enumerate() {
            let lead = if place == 0 { format!("{cross} {line}") } else { format!("  {line}") };
            inside.put(1, y, &lead, Role::Bad);
            y += 1;
        }
        if !below.is_empty() {
            inside.rule(y);
            y += 1;
        }
        for (line, role) in &below {
            inside.put(1, y, line, *role);
            y += 1;
        }
    }

    /// The keys that work now.
    pub fn hints(lang: Lang) -> Vec<Hint> {
        super::hints(lang, &[(Key::Tab, "form.next"), (Key::F(8), "form.submit"), (Key::Esc, "form.cancel")])
    }

    /// The wish could not be taken: Enter sends it again under the same key.
    pub fn busy(&mut self) {
        self.waiting = false;
    }
}

/// A toast that says the words of a key.
pub fn done(text: String) -> Vec<Step> {
    vec![Step::Say(Toast::new(Tone::Ok, text))]
}
