//! Forms: labelled fields one under another, worked with digits, arrows and Enter alone.

use super::frame::{Pen, text};
use super::input::Key;
use super::line::{Line, Takes};
use super::theme::Role;
use crate::words::{self, Lang};

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, as refusals and the caller know it.
    pub name: &'static str,
    label: &'static str,
    kind: Kind,
    /// What stands in it was put there by the form: the first character that is typed takes its place.
    given: bool,
    /// Whether somebody typed or chose something in it.
    touched: bool,
    error: Option<String>,
}

#[derive(Debug, Clone)]
enum Kind {
    Line(Line),
    Choice { choices: Vec<String>, chosen: usize },
}

impl Field {
    /// A field to type in; `label` is the key of its words.
    #[must_use]
    pub fn line(name: &'static str, label: &'static str, takes: Takes) -> Self {
        Self { name, label, kind: Kind::Line(Line::new(takes)), given: false, touched: false, error: None }
    }

    /// A field that is one of several, by digit or with Left and Right.
    #[must_use]
    pub fn choice(name: &'static str, label: &'static str, choices: Vec<String>) -> Self {
        Self {
            name,
            label,
            kind: Kind::Choice { choices, chosen: 0 },
            given: false,
            touched: false,
            error: None,
        }
    }

    /// With a text in it, or with the choice of that number (`0` is the first). A number that is typed takes the place of the
    /// one that stood there; a text is gone on with.
    #[must_use]
    pub fn with(mut self, value: &str) -> Self {
        match &mut self.kind {
            Kind::Line(line) => {
                line.set(value);
                self.given = line.is_number() && !line.is_empty();
            }
            Kind::Choice { choices, chosen } => {
                *chosen = value.parse().unwrap_or(0).min(choices.len().saturating_sub(1));
            }
        }
        self
    }

    /// With a text in it that is only a suggestion: what is typed takes its place.
    #[must_use]
    pub fn suggesting(self, value: &str) -> Self {
        Self { given: !value.is_empty(), ..self.with(value) }
    }

    fn press(&mut self, key: Key) -> bool {
        match &mut self.kind {
            Kind::Line(line) => {
                if self.given && matches!(key, Key::Char(_)) {
                    let mut anew = line.clone();
                    anew.clear();
                    if !anew.press(key) {
                        return false;
                    }
                    (*line, self.given) = (anew, false);
                    return true;
                }
                let heard = line.press(key);
                self.given &= !heard;
                heard
            }
            Kind::Choice { choices, chosen } => {
                let last = choices.len().saturating_sub(1);
                let next = match key.plain() {
                    Key::Left => chosen.saturating_sub(1),
                    Key::Right => (*chosen + 1).min(last),
                    Key::Char(ch) => match ch.to_digit(10).and_then(|digit| usize::try_from(digit).ok()) {
                        Some(digit @ 1..) if digit <= choices.len() => digit - 1,
                        Some(_) | None => return false,
                    },
                    _ => return false,
                };
                *chosen = next;
                true
            }
        }
    }
}

/// What a form made of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// A field changed, or another one has the focus.
    Changed,
    /// Enter on the last field: read the values.
    Submitted,
    /// Esc.
    Cancelled,
    /// The key is not the form's.
    Passed,
}

/// Fields and the one that has the focus.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<Field>,
    focus: usize,
    /// Esc was pressed once on a form with work in it: the next one leaves.
    leaving: bool,
}

impl Form {
    /// A form, its first field focused.
    #[must_use]
    pub fn new(fields: Vec<Field>) -> Self {
        Self { fields, focus: 0, leaving: false }
    }

    /// A key.
    pub fn press(&mut self, key: Key) -> Heard {
        let last = self.fields.len().saturating_sub(1);
        let sure = std::mem::take(&mut self.leaving);
        match key {
            Key::Esc if !sure && self.is_work() => {
                self.leaving = true;
                Heard::Changed
            }
            Key::Esc => Heard::Cancelled,
            Key::Enter if self.focus == last => Heard::Submitted,
            Key::Enter | Key::Tab | Key::Down => {
                self.focus =
                    if key == Key::Tab && self.focus == last { 0 } else { (self.focus + 1).min(last) };
                Heard::Changed
            }
            Key::BackTab | Key::Up => {
                self.focus = self.focus.saturating_sub(1);
                Heard::Changed
            }
            other => self.press_field(other),
        }
    }

    /// Whether so much was filled in that one Esc too many would hurt.
    fn is_work(&self) -> bool {
        self.fields.iter().filter(|field| field.touched).count() > 1
    }

    fn press_field(&mut self, key: Key) -> Heard {
        let Some(field) = self.fields.get_mut(self.focus) else { return Heard::Passed };
        if !field.press(key) {
            return Heard::Passed;
        }
        (field.touched, field.error) = (true, None);
        Heard::Changed
    }

    /// A paste goes into the focused field.
    pub fn paste(&mut self, text: &str) {
        if let Some(Field { kind: Kind::Line(line), given, touched, .. }) = self.fields.get_mut(self.focus) {
            *touched = true;
            if std::mem::take(given) {
                line.clear();
            }
            line.paste(text);
        }
    }

    /// A scan: what it typed is taken back, and its text stands in the focused field alone.
    pub fn scan(&mut self, text: &str, typed: usize) {
        if let Some(Field { kind: Kind::Line(line), .. }) = self.fields.get_mut(self.focus) {
            line.take_back(typed);
            line.set(text);
        }
    }

    /// The text of a field, or the number of the choice; empty for a field that is not there.
    #[must_use]
    pub fn value(&self, name: &str) -> String {
        match self.fields.iter().find(|field| field.name == name).map(|field| &field.kind) {
            Some(Kind::Line(line)) => line.text().to_owned(),
            Some(Kind::Choice { chosen, .. }) => chosen.to_string(),
            None => String::new(),
        }
    }

    /// Puts the cursor into a field.
    pub fn focus_on(&mut self, name: &str) {
        if let Some(place) = self.fields.iter().position(|field| field.name == name) {
            self.focus = place;
        }
    }

    /// Adds a field at the end.
    pub fn push(&mut self, field: Field) {
        self.fields.push(field);
    }

    /// Whether there is a field of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.name_of(name).is_some()
    }

    /// The form's own spelling of a field's name.
    #[must_use]
    pub fn name_of(&self, name: &str) -> Option<&'static str> {
        self.fields.iter().map(|field| field.name).find(|known| *known == name)
    }

    /// The name of the focused field.
    #[must_use]
    pub fn focused(&self) -> Option<&'static str> {
        self.fields.get(self.focus).map(|field| field.name)
    }

    /// Shows what is wrong under a field and moves the focus to it.
    pub fn fail(&mut self, name: &str, why: impl Into<String>) {
        if let Some(place) = self.fields.iter().position(|field| field.name == name) {
            self.focus = place;
            if let Some(field) = self.fields.get_mut(place) {
                field.error = Some(why.into());
            }
        }
    }

    /// How many rows the form takes in so many cells.
    #[must_use]
    pub fn height(&self, width: u16, lang: Lang) -> u16 {
        let labels = self.labels(width, lang);
        let rows = self.fields.iter().map(|field| {
            let errors = field.error_lines(width, labels).len();
            field.rows(width, labels).saturating_add(u16::try_from(errors).unwrap_or(0))
        });
        rows.fold(u16::from(self.leaving), u16::saturating_add)
    }

    fn labels(&self, width: u16, lang: Lang) -> u16 {
        let widest = self.fields.iter().map(|field| text::cells(&label(lang, field.label))).max();
        widest.unwrap_or(0).min(width / 2)
    }

    /// Draws the form from row `y` on.
    pub fn draw(&self, pen: &mut Pen<'_>, y: u16) {
        let width = pen.width();
        let labels = self.labels(width, pen.lang());
        let mut row = y;
        for (place, field) in self.fields.iter().enumerate() {
            field.draw(pen, row, labels, place == self.focus);
            row += field.rows(width, labels);
            for (place, line) in field.error_lines(width, labels).iter().enumerate() {
                if place == 0 {
                    let cross = pen.glyphs().cross;
                    pen.put(labels + 5, row, &cross.to_string(), Role::Bad);
                }
                pen.put(labels + 7, row, line, Role::Bad);
                row += 1;
            }
        }
        if self.leaving {
            pen.put(2, row, pen.word("forms.leaving"), Role::Warn);
        }
    }
}

/// A field's name as a label: refusals say "the name", a form `Name`.
fn label(lang: Lang, key: &'static str) -> String {
    let words = words::text(lang, key);
    let Some(bare) = words.strip_prefix("the ") else { return words.to_owned() };
    let mut letters = bare.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl Field {
    /// Rows of the field itself: choices that do not fit side by side go on below.
    fn rows(&self, width: u16, labels: u16) -> u16 {
        match &self.kind {
            Kind::Line(_) => 1,
            Kind::Choice { choices, .. } => {
                placed(choices, width, labels + 5).last().map_or(1, |(_, row)| row + 1)
            }
        }
    }

    /// What is wrong, broken into lines that can be read to the end.
    fn error_lines(&self, width: u16, labels: u16) -> Vec<String> {
        let room = usize::from(width.saturating_sub(labels + 8)).max(8);
        self.error.as_ref().map(|error| text::wrap(error, room)).unwrap_or_default()
    }

    fn draw(&self, pen: &mut Pen<'_>, y: u16, labels: u16, focused: bool) {
        let lang: Lang = pen.lang();
        let label = text::fit(&label(lang, self.label), usize::from(labels));
        if focused {
            pen.put(0, y, &pen.glyphs().point.to_string(), Role::Brand);
        }
        pen.put(2, y, &label, if focused { Role::Brand } else { Role::Muted });
        let x = labels + 5;
        match &self.kind {
            Kind::Line(line) => {
                let cells = pen.width().saturating_sub(x + 1);
                pen.put(x - 2, y, ">", Role::Border);
                line.draw(pen, x, y, cells, focused);
                if self.given && focused {
                    pen.put(x, y, &text::cut(line.text(), usize::from(cells)), Role::Muted);
                }
            }
            Kind::Choice { choices, chosen } => {
                let places = placed(choices, pen.width(), x);
                for (place, (choice, (at, row))) in choices.iter().zip(places).enumerate() {
                    let active = place == *chosen;
                    let words = if active {
                        format!("[{} {choice}]", place + 1)
                    } else {
                        format!(" {} {choice} ", place + 1)
                    };
                    if focused && active {
                        pen.caret(at + 1, y + row);
                    }
                    pen.put(at, y + row, &words, if active { Role::Brand } else { Role::Text });
                }
            }
        }
    }
}

/// Where each choice stands: its column and its row below the first.
fn placed(choices: &[String], width: u16, x: u16) -> Vec<(u16, u16)> {
    let (mut at, mut row) = (x, 0);
    let mut places = Vec::with_capacity(choices.len());
    for (place, choice) in choices.iter().enumerate() {
        let cells = text::cells(choice) + text::cells(&(place + 1).to_string()) + 3;
        if at > x && at + cells > width {
            (at, row) = (x, row + 1);
        }
        places.push((at, row));
        at += cells;
    }
    places
}

#[cfg(test)]
mod tests;
