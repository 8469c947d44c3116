//! One editable line: it can take back what a scanner typed, and its caret is the real cursor.

use tui_input::{Input, InputRequest};

use super::frame::{Pen, text};
use super::input::Key;
use super::theme::Role;
use crate::ground::{clean, wide};

/// The most characters a line holds.
const CHARS_MAX: usize = 256;

/// What a line takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Takes {
    /// Any text, as typed.
    #[default]
    Text,
    /// The entry box's grammar: full-width characters become ASCII as they are typed.
    Narrow,
    /// Digits only.
    Digits,
    /// Digits, a point and a sign.
    Amount,
    /// Digits that nobody may read.
    Secret,
}

impl Takes {
    fn keep(self, ch: char) -> Option<char> {
        let narrow = wide::narrow_char(ch);
        match self {
            Self::Text => Some(ch),
            Self::Narrow => Some(narrow),
            Self::Digits | Self::Secret => narrow.is_ascii_digit().then_some(narrow),
            Self::Amount => (narrow.is_ascii_digit() || matches!(narrow, '.' | '-' | ',')).then_some(narrow),
        }
        .filter(|ch| !clean::is_unprintable(*ch))
    }
}

/// An editable line.
#[derive(Debug, Clone, Default)]
pub struct Line {
    input: Input,
    takes: Takes,
}

impl Line {
    /// A line that takes only what it should.
    #[must_use]
    pub fn new(takes: Takes) -> Self {
        Self { input: Input::default(), takes }
    }

    /// What stands in it.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether it holds one number, such as an amount or a code of digits.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self.takes, Takes::Digits | Takes::Amount)
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Puts a text in, the caret behind it.
    pub fn set(&mut self, text: &str) {
        self.clear();
        self.paste(text);
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.input.reset();
    }

    /// Empties it and answers what stood in it.
    pub fn take(&mut self) -> String {
        let text = self.text().to_owned();
        self.clear();
        text
    }

    /// A key: answers whether the line used it. Enter, Tab, Esc, arrows up and down and F-keys are not its own,
    /// and neither is Backspace on an empty line.
    pub fn press(&mut self, key: Key) -> bool {
        let request = match key {
            Key::Char(ch) => return self.insert(ch),
            Key::Backspace if self.is_empty() => return false,
            Key::Backspace => InputRequest::DeletePrevChar,
            Key::Delete => InputRequest::DeleteNextChar,
            Key::Left => InputRequest::GoToPrevChar,
            Key::Right => InputRequest::GoToNextChar,
            Key::Home | Key::Ctrl('a') => InputRequest::GoToStart,
            Key::End | Key::Ctrl('e') => InputRequest::GoToEnd,
            Key::Ctrl('u') => InputRequest::DeleteLine,
            Key::Ctrl('w') => InputRequest::DeletePrevWord,
            _ => return false,
        };
        self.input.handle(request);
        true
    }

    /// Takes back the last characters before the caret: those a scanner had typed here.
    pub fn take_back(&mut self, typed: usize) {
        let caret = self.input.cursor();
        let begin = caret.saturating_sub(typed);
        let kept: String = self
            .text()
            .chars()
            .enumerate()
            .filter(|(place, _)| *place < begin || *place >= caret)
            .map(|(_, ch)| ch)
            .collect();
        self.input = Input::new(kept).with_cursor(begin);
    }

    /// Puts a pasted text in at the caret, as far as there is room.
    pub fn paste(&mut self, text: &str) {
        for ch in text.chars().take(CHARS_MAX) {
            self.insert(ch);
        }
    }

    fn insert(&mut self, ch: char) -> bool {
        let Some(ch) = self.takes.keep(ch) else { return false };
        if self.text().chars().count() < CHARS_MAX {
            self.input.handle(InputRequest::InsertChar(ch));
        }
        true
    }

    /// Draws the line in so many cells and, with the focus, puts the real cursor on its caret. A secret shows a
    /// star for each digit.
    pub fn draw(&self, pen: &mut Pen<'_>, x: u16, y: u16, cells: u16, focused: bool) {
        let secret = self.takes == Takes::Secret;
        let stars = "*".repeat(self.text().chars().count());
        let whole = if secret { stars.as_str() } else { self.text() };
        let (shown, caret) = self.window(whole, usize::from(cells));
        pen.put(x, y, &text::fit(&shown, usize::from(cells)), Role::Text);
        if focused {
            pen.caret(x + u16::try_from(caret).unwrap_or(0), y);
        }
    }

    /// The part of the text that is in sight, and the column of the caret in it; one cell is kept for the caret.
    fn window(&self, whole: &str, cells: usize) -> (String, usize) {
        let before: String = whole.chars().take(self.input.cursor()).collect();
        let after: String = whole.chars().skip(self.input.cursor()).collect();
        let room = cells.saturating_sub(1);
        let mut head = Vec::new();
        let mut used = 0;
        for ch in before.chars().rev() {
            let next = used + text::width(ch.encode_utf8(&mut [0; 4]));
            if next > room {
                break;
            }
            used = next;
            head.push(ch);
        }
        let mut shown: String = head.into_iter().rev().collect();
        let caret = used;
        for ch in after.chars() {
            used += text::width(ch.encode_utf8(&mut [0; 4]));
            if used > cells {
                break;
            }
            shown.push(ch);
        }
        (shown, caret)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::{Position, Rect};

    use super::*;
    use crate::tui::frame::{Marks, test_manner};
    use crate::tui::picture::plain;

    fn typed(takes: Takes, keys: &str) -> Line {
        let mut line = Line::new(takes);
        for ch in keys.chars() {
            line.press(if ch == '<' { Key::Backspace } else { Key::Char(ch) });
        }
        line
    }

    #[test]
    fn a_line_takes_what_it_should_and_nothing_else() {
        for (takes, keys, text) in [
            (Takes::Text, "王，雅", "王，雅"),
            (Takes::Narrow, "３＊２１", "3*21"),
            (Takes::Digits, "1a３ ", "13"),
            (Takes::Amount, "８８。5元", "88.5"),
            (Takes::Text, "a\u{200b}b\u{1b}", "ab"),
            (Takes::Text, "深层<<x", "x"),
        ] {
            assert_eq!(typed(takes, keys).text(), text, "{keys}");
        }
        assert!(!typed(Takes::Text, "").press(Key::Backspace), "Backspace on an empty line is the screen's");
        assert!(!typed(Takes::Text, "x").press(Key::Enter));
    }

    #[test]
    fn a_scan_takes_back_what_it_typed_and_leaves_the_rest() {
        let mut line = typed(Takes::Narrow, "3*690123");
        line.take_back(6);
        assert_eq!(line.text(), "3*");
        line.take_back(99);
        assert!(line.is_empty());
        let mut line = typed(Takes::Narrow, "ab");
        line.press(Key::Left);
        line.press(Key::Char('9'));
        line.take_back(1);
        assert_eq!(line.text(), "ab");
        assert!(line.press(Key::Char('x')));
        assert_eq!(line.text(), "axb", "the caret stays where it was");
    }

    #[test]
    fn the_caret_is_in_sight_and_a_secret_is_not() {
        let drawn = |line: &Line, cells| {
            let mut buf = Buffer::empty(Rect::new(0, 0, 20, 1));
            let mut marks = Marks::default();
            line.draw(&mut Pen::new(&mut buf, &mut marks, test_manner()), 2, 0, cells, true);
            (plain(&buf), marks.caret)
        };
        assert_eq!(drawn(&typed(Takes::Text, "深a"), 8), ("  深a".to_owned(), Some(Position::new(5, 0))));
        assert_eq!(
            drawn(&typed(Takes::Text, "深层补水护理"), 8),
            ("  水护理".to_owned(), Some(Position::new(8, 0)))
        );
        assert_eq!(drawn(&typed(Takes::Secret, "1234"), 8).0, "  ****");
    }
}
