//! The way back for a screen on which a single digit acts at once: a scanner's first digit must not have picked.

use std::collections::VecDeque;

use super::burst::SCAN_CHARS_MAX;

/// States as they were before each of the last characters, so that a scan can be told what it typed into.
#[derive(Debug, Clone)]
pub struct Rewind<S> {
    before: VecDeque<S>,
}

impl<S> Default for Rewind<S> {
    fn default() -> Self {
        Self { before: VecDeque::new() }
    }
}

impl<S> Rewind<S> {
    /// Notes the state before a character acts on it.
    pub fn note(&mut self, state: S) {
        if self.before.len() > SCAN_CHARS_MAX {
            self.before.pop_front();
        }
        self.before.push_back(state);
    }

    /// The state before the last `typed` characters; `None` where that is not known any more.
    pub fn back(&mut self, typed: usize) -> Option<S> {
        let keep = self.before.len().checked_sub(typed)?;
        let mut taken = self.before.drain(keep..);
        taken.next()
    }

    /// Forgets everything: any key that is not a character ends what a scanner could have typed.
    pub fn clear(&mut self) {
        self.before.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_goes_back_to_what_stood_before_it_typed() {
        let mut rewind = Rewind::default();
        for state in ["empty", "picked", "picked 2", "picked 23"] {
            rewind.note(state);
        }
        assert_eq!(rewind.back(3), Some("picked"));
        assert_eq!(rewind.back(1), Some("empty"));
        assert_eq!(rewind.back(1), None);
        rewind.note("again");
        rewind.clear();
        assert_eq!(rewind.back(1), None);
    }
}
