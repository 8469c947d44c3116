//! The keys a counter has, and the caps that the footer prints for them.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::ground::wide;
use crate::words::{self, Lang};

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A character as it was typed, full-width ones too; see [`Key::plain`].
    Char(char),
    /// A letter with Ctrl, in lower case.
    Ctrl(char),
    /// A letter with Alt, in lower case.
    Alt(char),
    /// F1 to F12.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

impl Key {
    /// The key of an event; releases, repeats and what a counter does not have are `None`.
    #[must_use]
    pub fn from_event(event: &KeyEvent) -> Option<Self> {
        if event.kind != KeyEventKind::Press {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        Some(match event.code {
            // AltGr arrives as Ctrl and Alt together and means the character itself.
            KeyCode::Char(ch) if ctrl && !alt => Self::of_ctrl(ch),
            KeyCode::Char(ch) if alt && !ctrl => Self::Alt(ch.to_ascii_lowercase()),
            KeyCode::Char('\r' | '\n') | KeyCode::Enter => Self::Enter,
            KeyCode::Char(ch) if ch.is_control() => return None,
            KeyCode::Char(ch) => Self::Char(ch),
            KeyCode::F(number @ 1..=12) => Self::F(number),
            KeyCode::Esc => Self::Esc,
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Self::BackTab,
            KeyCode::Tab => Self::Tab,
            KeyCode::BackTab => Self::BackTab,
            KeyCode::Backspace => Self::Backspace,
            KeyCode::Delete => Self::Delete,
            KeyCode::Up => Self::Up,
            KeyCode::Down => Self::Down,
            KeyCode::Left => Self::Left,
            KeyCode::Right => Self::Right,
            KeyCode::Home => Self::Home,
            KeyCode::End => Self::End,
            KeyCode::PageUp => Self::PageUp,
            KeyCode::PageDown => Self::PageDown,
            _ => return None,
        })
    }

    /// A line feed and a carriage return arrive as Ctrl+J and Ctrl+M where the terminal is raw, a backspace as
    /// Ctrl+H.
    fn of_ctrl(ch: char) -> Self {
        match ch.to_ascii_lowercase() {
            'j' | 'm' => Self::Enter,
            'h' => Self::Backspace,
            'i' => Self::Tab,
            other => Self::Ctrl(other),
        }
    }

    /// The key a binding means: a full-width `：` presses `:`. A field for free text keeps what was typed.
    #[must_use]
    pub fn plain(self) -> Self {
        match self {
            Self::Char(ch) => Self::Char(wide::narrow_char(ch)),
            other => other,
        }
    }
}

impl Key {
    /// The cap in the words of a language: a Chinese keyboard's arrows are 上 下 左 右, what is printed on keys in
    /// English stays.
    #[must_use]
    pub fn cap(self, lang: Lang) -> String {
        let key = match self {
            Self::Up => "cap.up",
            Self::Down => "cap.down",
            Self::Left => "cap.left",
            Self::Right => "cap.right",
            Self::Backspace => "cap.backspace",
            Self::Delete => "cap.delete",
            Self::Char(' ') => "cap.space",
            other => return other.to_string(),
        };
        words::text(lang, key).to_owned()
    }
}

impl fmt::Display for Key {
    /// The cap: `F2`, `Ctrl+Z`, `Enter`, `/`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Char(' ') => "Space",
            Self::Char(ch) => return write!(f, "{ch}"),
            Self::Ctrl(ch) => return write!(f, "Ctrl+{}", ch.to_ascii_uppercase()),
            Self::Alt(ch) => return write!(f, "Alt+{}", ch.to_ascii_uppercase()),
            Self::F(number) => return write!(f, "F{number}"),
            Self::Enter => "Enter",
            Self::Esc => "Esc",
            Self::Tab => "Tab",
            Self::BackTab => "Shift+Tab",
            Self::Backspace => "Backspace",
            Self::Delete => "Del",
            Self::Up => "Up",
            Self::Down => "Down",
            Self::Left => "Left",
            Self::Right => "Right",
            Self::Home => "Home",
            Self::End => "End",
            Self::PageUp => "PgUp",
            Self::PageDown => "PgDn",
        };
        f.write_str(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_presses_count_and_odd_spellings_mean_the_same_key() {
        let press = |code, modifiers| Key::from_event(&KeyEvent::new(code, modifiers));
        let table = [
            (KeyCode::Char('a'), KeyModifiers::NONE, Some(Key::Char('a'))),
            (KeyCode::Char('A'), KeyModifiers::SHIFT, Some(Key::Char('A'))),
            (KeyCode::Char('Z'), KeyModifiers::CONTROL, Some(Key::Ctrl('z'))),
            (KeyCode::Char('j'), KeyModifiers::CONTROL, Some(Key::Enter)),
            (KeyCode::Char('\n'), KeyModifiers::NONE, Some(Key::Enter)),
            (KeyCode::Char('@'), KeyModifiers::CONTROL | KeyModifiers::ALT, Some(Key::Char('@'))),
            (KeyCode::Tab, KeyModifiers::SHIFT, Some(Key::BackTab)),
            (KeyCode::F(13), KeyModifiers::NONE, None),
            (KeyCode::Char('\u{7}'), KeyModifiers::NONE, None),
        ];
        for (code, modifiers, key) in table {
            assert_eq!(press(code, modifiers), key, "{code:?} {modifiers:?}");
        }
        for kind in [KeyEventKind::Release, KeyEventKind::Repeat] {
            let event = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, kind);
            assert_eq!(Key::from_event(&event), None);
        }
        assert_eq!(Key::Char('：').plain(), Key::Char(':'));
        assert_eq!(Key::Ctrl('z').to_string(), "Ctrl+Z");
    }
}
