//! `0` and a digit go to another tab, and what looked like that but was a scanner's code or a phone's last digits comes back.

use super::pane::Msg;
use super::{Console, Jump};
use crate::tui::input::Key;
use crate::tui::screen::Effect;
use crate::worker::Wish;

/// The tabs in which numbers are typed that may begin with 0: checkout and members.
const TYPING_TABS: usize = 2;
/// The tabs that people go to in order to type digits there: checkout, members, top-ups.
const DIGIT_TABS: [u8; 3] = [1, 2, 6];
/// Digits of one number follow each other faster than this.
const LEAP_MS: u64 = 500;

impl Console {
    /// `0` and a digit go to a tab at once. The `0` is taken back from the screen that had it.
    pub(super) fn jump_to(&mut self, tab: u8) -> Vec<Effect<Wish>> {
        let from = self.active;
        let mut out = self.tell_front(Msg::Forget(1));
        self.came_from = None;
        out.extend(self.go(tab));
        self.jumps.push(Jump { from, chars: 2 });
        // A phone's last four digits may begin like a jump: to where nobody goes to type digits, or to where one is.
        let here = usize::from(tab) == from + 1;
        if !self.context.hq && from < TYPING_TABS && (here || !DIGIT_TABS.contains(&tab)) {
            self.leapt = Some((from, tab));
            out.push(Effect::Wake { tag: "console.leapt", after_ms: LEAP_MS });
        }
        out
    }

    /// A jump was one.
    pub(super) fn landed(&mut self) -> Vec<Effect<Wish>> {
        self.leapt = None;
        vec![Effect::Unchanged]
    }

    /// A third digit right after a jump: it was a number that began like one. Back to where it was aimed.
    pub(super) fn leap_back(&mut self, from: usize, tab: u8, third: Key) -> Vec<Effect<Wish>> {
        self.jumps.pop();
        let mut out = self.go(u8::try_from(from + 1).unwrap_or(1));
        let second = char::from_digit(u32::from(tab), 10).unwrap_or('0');
        for key in [Key::Char('0'), Key::Char(second), third] {
            out.extend(self.tell_front(Msg::Key(key)));
        }
        out
    }

    /// A scanner whose code began like a jump did not jump: back to where it was aimed.
    pub(super) fn scan(&mut self, text: String, typed: usize) -> Vec<Effect<Wish>> {
        self.zero = false;
        if self.context.who.is_none() || self.help.is_some() || self.palette.is_some() {
            return Vec::new();
        }
        // The first jump within the run tells where the code was aimed.
        let jumps = std::mem::take(&mut self.jumps);
        let Some(jump) = jumps.into_iter().find(|jump| jump.chars <= typed) else {
            return self.tell_front(Msg::Scan { text, typed });
        };
        let mut out = self.tell_front(Msg::Forget(jump.chars.saturating_sub(2)));
        out.extend(self.go(u8::try_from(jump.from + 1).unwrap_or(1)));
        out.extend(self.tell_front(Msg::Scan { text, typed: 0 }));
        out
    }
}
