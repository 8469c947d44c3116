//! A list of actions, each picked by its digit: letters are swallowed by a Chinese input method, digits are not.

use crate::tui::frame::{Hint, Panel, Pen, popup, text};
use crate::tui::input::Key;
use crate::tui::theme::Role;
use crate::words::Lang;

/// One action.
#[derive(Debug, Clone)]
pub struct Choice<A> {
    /// What it does.
    pub act: A,
    /// Its words.
    pub label: String,
    /// A fact beside it: another key, an amount.
    pub fact: String,
}

impl<A> Choice<A> {
    /// An action.
    pub fn new(act: A, label: impl Into<String>) -> Self {
        Self { act, label: label.into(), fact: String::new() }
    }

    /// With a fact beside it.
    #[must_use]
    pub fn fact(mut self, fact: impl Into<String>) -> Self {
        self.fact = fact.into();
        self
    }
}

/// What a menu made of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked<A> {
    /// Nothing yet.
    Open,
    /// This action.
    Act(A),
    /// Esc.
    Closed,
}

/// A popup with actions.
#[derive(Debug, Clone)]
pub struct Menu<A> {
    title: String,
    choices: Vec<Choice<A>>,
    selected: usize,
    typed: String,
}

/// The list name of a click.
const LIST: &str = "menu";

impl<A: Clone> Menu<A> {
    /// A menu, its first action selected.
    pub fn new(title: impl Into<String>, choices: Vec<Choice<A>>) -> Self {
        Self { title: title.into(), choices, selected: 0, typed: String::new() }
    }

    /// A key: a digit picks at once where no further digit could follow.
    pub fn press(&mut self, key: Key) -> Picked<A> {
        let last = self.choices.len().saturating_sub(1);
        match key.plain() {
            Key::Esc | Key::Backspace => return Picked::Closed,
            Key::Up => self.selected = self.selected.saturating_sub(1),
            Key::Down | Key::Tab => self.selected = (self.selected + 1).min(last),
            Key::PageUp => self.selected = self.selected.saturating_sub(10),
            Key::PageDown => self.selected = (self.selected + 10).min(last),
            Key::Home => self.selected = 0,
            Key::End => self.selected = last,
            Key::Enter => return self.pick(self.selected),
            Key::Char(digit) if digit.is_ascii_digit() => return self.digit(digit),
            _ => {}
        }
        self.typed.clear();
        Picked::Open
    }

    fn digit(&mut self, digit: char) -> Picked<A> {
        self.typed.push(digit);
        let number: usize = self.typed.parse().unwrap_or(0);
        if number == 0 || number > self.choices.len() {
            self.typed.clear();
            return Picked::Open;
        }
        self.selected = number - 1;
        if number * 10 > self.choices.len() { self.pick(self.selected) } else { Picked::Open }
    }

    /// A click on a row.
    pub fn row(&mut self, list: &str, row: usize) -> Picked<A> {
        if list == LIST { self.pick(row) } else { Picked::Open }
    }

    fn pick(&mut self, place: usize) -> Picked<A> {
        self.typed.clear();
        self.choices.get(place).map_or(Picked::Open, |choice| Picked::Act(choice.act.clone()))
    }

    /// The keys that work now.
    #[must_use]
    pub fn hints(lang: Lang) -> Vec<Hint> {
        let keys = [(Key::Down, "members.key.choose"), (Key::Enter, "form.submit"), (Key::Esc, "key.back")];
        super::hints(lang, &keys)
    }

    /// Draws the menu over the screen.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let rows = u16::try_from(self.choices.len()).unwrap_or(u16::MAX).saturating_add(2);
        let (width, height) = (pen.width().min(56), pen.height().min(rows));
        let hint = pen.word("sheet.menu_hint");
        let mut inside = popup(pen, width, height, &Panel::new(&self.title).fact(hint));
        let fit = usize::from(inside.height());
        let first = (self.selected + 1).saturating_sub(fit);
        for (place, choice) in self.choices.iter().enumerate().skip(first).take(fit) {
            let y = u16::try_from(place - first).unwrap_or(0);
            inside.put(2, y, &text::fit_right(&(place + 1).to_string(), 2), Role::Key);
            let room = usize::from(inside.width().saturating_sub(7));
            inside.put(5, y, &text::ends(&choice.label, &choice.fact, room), Role::Text);
            if place == self.selected {
                inside.put(0, y, &inside.glyphs().point.to_string(), Role::Brand);
                inside.tint(y, Role::Selected);
            }
            inside.hit_row(y, LIST, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_picks_and_two_digits_pick_the_tenth() {
        let menu =
            |count: usize| Menu::new("m", (1..=count).map(|n| Choice::new(n, n.to_string())).collect());
        assert_eq!(menu(5).press(Key::Char('３')), Picked::Act(3));
        assert_eq!(menu(5).press(Key::Char('9')), Picked::Open);
        let mut long = menu(12);
        assert_eq!(long.press(Key::Char('1')), Picked::Open);
        assert_eq!(long.press(Key::Char('1')), Picked::Act(11));
        assert_eq!(long.press(Key::Char('1')), Picked::Open);
        assert_eq!(long.press(Key::Enter), Picked::Act(1));
        assert_eq!(long.press(Key::Char('2')), Picked::Act(2));
        let mut menu = menu(2);
        assert_eq!(menu.press(Key::Down), Picked::Open);
        assert_eq!(menu.press(Key::Enter), Picked::Act(2));
        assert_eq!(menu.press(Key::Esc), Picked::Closed);
    }
}
