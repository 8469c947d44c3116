//! Tells a scanner from fingers by the times of the keys, so that a bar code never presses "settle".
//!
//! Every character is delivered the moment it arrives, so typing is never delayed. When an Enter, a line feed or
//! a Tab ends a run of at least [`SCAN_CHARS_MIN`] characters whose median gap is at most [`SCAN_GAP_MAX_MS`],
//! the run was a scanner: one [`Token::Scan`] takes the place of the ending and says how many characters to take
//! back.

use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEventKind};

use super::{At, Key, Token};
use crate::ground::{clean, wide};

/// The fewest characters of a scan.
pub const SCAN_CHARS_MIN: usize = 6;
/// The most characters of a scan; longer runs are pastes.
pub const SCAN_CHARS_MAX: usize = 256;
/// The largest median gap inside a scan, in milliseconds.
pub const SCAN_GAP_MAX_MS: u64 = 20;
/// A gap this long, in milliseconds, ends a run: what follows is something new.
pub const RUN_GAP_MAX_MS: u64 = 80;
/// An Enter this soon after an Enter, in milliseconds, is the same press: a bounce, a held key, or the line feed
/// of a scanner.
pub const ENTER_AGAIN_MS: u64 = 150;
/// The longest paste that is taken, in characters.
const PASTE_CHARS_MAX: usize = 4096;

/// The state between two events.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The characters of the run under way, as typed.
    run: Vec<char>,
    /// The gaps before the second and later characters of the run, in milliseconds.
    gaps: Vec<u64>,
    last_char: Option<At>,
    last_end: Option<At>,
}

impl Input {
    /// What an event means; at most one token, and `None` for what nobody meant.
    pub fn feed(&mut self, at: At, event: &Event) -> Option<Token> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Press => None,
            Event::Key(key) => {
                let key = Key::from_event(key)?;
                self.press(at, key)
            }
            Event::Paste(text) => {
                self.forget_run();
                self.last_end = None;
                pasted(text)
            }
            Event::Mouse(mouse) => {
                let (x, y) = (mouse.column, mouse.row);
                match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => Some(Token::Click { x, y }),
                    MouseEventKind::ScrollDown => Some(Token::Wheel { x, y, down: true }),
                    MouseEventKind::ScrollUp => Some(Token::Wheel { x, y, down: false }),
                    _ => None,
                }
            }
            Event::Resize(..) => Some(Token::Resized),
            Event::FocusGained => Some(Token::Focus(true)),
            Event::FocusLost => {
                self.forget_run();
                Some(Token::Focus(false))
            }
        }
    }

    /// What a key press means.
    pub fn press(&mut self, at: At, key: Key) -> Option<Token> {
        match key {
            Key::Char(ch) => {
                self.last_end = None;
                self.extend_run(at, ch);
                Some(Token::Key(key))
            }
            Key::Enter | Key::Tab => self.end(at, key),
            _ => {
                self.last_end = None;
                self.forget_run();
                Some(Token::Key(key))
            }
        }
    }

    /// An Enter or a Tab: the end of a scan, an echo of the last one, or itself.
    fn end(&mut self, at: At, key: Key) -> Option<Token> {
        let echo = self.last_end.is_some_and(|last| at.since(last) < ENTER_AGAIN_MS);
        let scanned = self.scanned(at);
        let typed = self.run.len();
        let text: String = self.run.iter().map(|ch| wide::narrow_char(*ch)).collect();
        self.forget_run();
        if scanned {
            self.last_end = Some(at);
            return Some(Token::Scan { text, typed });
        }
        if key == Key::Tab {
            // A Tab is held off only behind the scan it belongs to, not behind another Tab.
            return (!echo).then_some(Token::Key(key));
        }
        // An echo moves the window on: a key that is held down stays one press.
        self.last_end = Some(at);
        (!echo).then_some(Token::Key(key))
    }

    fn scanned(&self, at: At) -> bool {
        let ends_at_once = self.last_char.is_some_and(|last| at.since(last) <= RUN_GAP_MAX_MS);
        let long = (SCAN_CHARS_MIN..=SCAN_CHARS_MAX).contains(&self.run.len());
        long && ends_at_once && median(&self.gaps) <= SCAN_GAP_MAX_MS
    }

    fn extend_run(&mut self, at: At, ch: char) {
        let gap = self.last_char.map(|last| at.since(last));
        match gap {
            Some(gap) if gap <= RUN_GAP_MAX_MS && !self.run.is_empty() => self.gaps.push(gap),
            Some(_) | None => self.forget_run(),
        }
        // A run that outgrows a scan is a paste; it is counted no further but stays too long to be a scan.
        if self.run.len() <= SCAN_CHARS_MAX {
            self.run.push(ch);
        } else {
            self.gaps.truncate(SCAN_CHARS_MAX);
        }
        self.last_char = Some(at);
    }

    fn forget_run(&mut self) {
        self.run.clear();
        self.gaps.clear();
        self.last_char = None;
    }
}

/// The middle of the gaps, the upper one of two; nothing is slow.
fn median(gaps: &[u64]) -> u64 {
    let mut sorted = gaps.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(u64::MAX)
}

/// A bracketed paste as one line without anything that acts.
fn pasted(text: &str) -> Option<Token> {
    let line: String = text
        .trim()
        .chars()
        .take(PASTE_CHARS_MAX)
        .map(|ch| if ch.is_whitespace() { ' ' } else { ch })
        .filter(|ch| !clean::is_unprintable(*ch))
        .collect();
    (!line.is_empty()).then_some(Token::Paste(line))
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::*;

    type Keys = Vec<(u64, char)>;

    /// Keys with the gap before each: `\n` is Enter, `\t` Tab, `<` Backspace.
    fn play(keys: &[(u64, char)]) -> Vec<Token> {
        let mut input = Input::default();
        let mut at = At(1_000_000);
        let mut tokens = Vec::new();
        for (gap, ch) in keys {
            at = at.plus(*gap);
            let key = match ch {
                '\n' => Key::Enter,
                '\t' => Key::Tab,
                '<' => Key::Backspace,
                other => Key::Char(*other),
            };
            tokens.extend(input.press(at, key));
        }
        tokens
    }

    fn run(text: &str, first: u64, gap: u64, end: &str) -> Vec<(u64, char)> {
        let mut keys: Vec<(u64, char)> = text.chars().map(|ch| (gap, ch)).collect();
        if let Some(key) = keys.first_mut() {
            key.0 = first;
        }
        keys.extend(end.chars().map(|ch| (gap, ch)));
        keys
    }

    fn acts(tokens: &[Token]) -> Vec<Token> {
        tokens.iter().filter(|token| !matches!(token, Token::Key(Key::Char(_)))).cloned().collect()
    }

    fn scan(text: &str) -> Token {
        Token::Scan { text: text.to_owned(), typed: text.chars().count() }
    }

    #[test]
    fn a_scanner_is_told_from_fingers_by_its_times() {
        let enter = Token::Key(Key::Enter);
        let tab = Token::Key(Key::Tab);
        let ean = "6901234567892";
        let table: Vec<(&str, Keys, Vec<Token>)> = vec![
            ("a scan with Enter", run(ean, 500, 5, "\n"), vec![scan(ean)]),
            ("a scan with Tab", run(ean, 500, 5, "\t"), vec![scan(ean)]),
            ("CRLF counts once", run(ean, 500, 5, "\n\n"), vec![scan(ean)]),
            ("twenty milliseconds still", run("123456", 500, 20, "\n"), vec![scan("123456")]),
            ("fingers", run(ean, 500, 60, "\n"), vec![enter.clone()]),
            ("too short", run("88660", 500, 5, "\n"), vec![enter.clone()]),
            ("a short code by Tab", run("21", 500, 90, "\t"), vec![tab]),
            (
                "one slow packet inside",
                [run("690123", 500, 5, ""), run("4567892", 70, 5, "\n")].concat(),
                vec![scan(ean)],
            ),
            ("a finger before it", [run("2", 500, 0, ""), run(ean, 200, 5, "\n")].concat(), vec![scan(ean)]),
            (
                "corrected by hand",
                [run("690123", 500, 5, "<"), run("3", 5, 5, "\n")].concat(),
                vec![Token::Key(Key::Backspace), enter.clone()],
            ),
            (
                "an Enter of its own much later",
                run(ean, 500, 5, "").into_iter().chain([(400, '\n')]).collect(),
                vec![enter.clone()],
            ),
            ("full width", run("６９０１２３", 500, 5, "\n"), vec![scan("690123")]),
        ];
        for (name, keys, expected) in table {
            let found: Vec<Token> = acts(&play(&keys))
                .into_iter()
                .map(|token| match token {
                    Token::Scan { text, typed } => {
                        assert_eq!(typed, text.chars().count(), "{name}");
                        Token::Scan { text, typed }
                    }
                    other => other,
                })
                .collect();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn every_character_is_delivered_at_once() {
        let tokens = play(&run("6901234567892", 500, 5, ""));
        assert_eq!(tokens.len(), 13);
        assert!(tokens.iter().all(|token| matches!(token, Token::Key(Key::Char(_)))));
    }

    #[test]
    fn three_scans_in_a_row_are_three_scans_and_never_an_enter() {
        let keys: Vec<_> =
            ["690123", "690124", "690125"].iter().flat_map(|code| run(code, 100, 3, "\n\n")).collect();
        assert_eq!(acts(&play(&keys)), [scan("690123"), scan("690124"), scan("690125")]);
    }

    #[test]
    fn an_enter_soon_after_an_enter_is_the_same_press() {
        let enters = |gaps: &[u64]| {
            let keys: Vec<_> = gaps.iter().map(|gap| (*gap, '\n')).collect();
            acts(&play(&keys)).len()
        };
        assert_eq!(enters(&[500, 149]), 1);
        assert_eq!(enters(&[500, 150]), 2);
        assert_eq!(enters(&[500, 33, 33, 33, 33, 33, 33, 33]), 1, "a held key settles nothing");
        assert_eq!(enters(&[500, 400, 33, 33, 33, 33, 33]), 2);
        assert_eq!(acts(&play(&[(500, '\n'), (60, '1'), (60, '\n')])).len(), 2, "another key between them");
    }

    #[test]
    fn a_paste_is_one_line_that_acts_on_nothing() {
        let mut input = Input::default();
        let paste = |input: &mut Input, text: &str| input.feed(At(1), &Event::Paste(text.to_owned()));
        assert_eq!(
            paste(&mut input, "138 0013\r\n8000\u{1b}\u{200b}\n"),
            Some(Token::Paste("138 0013  8000".to_owned()))
        );
        assert_eq!(paste(&mut input, "\u{7}\n"), None);
        let release = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(input.feed(At(2), &Event::Key(release)), None);
        assert_eq!(input.feed(At(3), &Event::Resize(80, 24)), Some(Token::Resized));
    }

    #[test]
    fn a_flood_of_characters_is_no_scan_and_is_not_kept() {
        let mut input = Input::default();
        for step in 0..100_000_u64 {
            input.press(At(step), Key::Char('7'));
        }
        assert!(input.run.len() <= SCAN_CHARS_MAX + 1 && input.gaps.len() <= SCAN_CHARS_MAX + 1);
        assert_eq!(input.press(At(100_001), Key::Enter), Some(Token::Key(Key::Enter)));
    }
}
