//! From what a terminal sends to what a person meant: presses, scans, pastes and clicks.
//!
//! Pure: the time of every event is passed in, and no clock is read here. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | which keys there are and what they are called | [`key`] |
//! | what counts as a scanner, how an Enter is held off | [`burst`] |
//! | how a screen takes back what a scanner typed | [`rewind`] |

pub mod burst;
pub mod key;
pub mod rewind;

pub use burst::Input;
pub use key::Key;
pub use rewind::Rewind;

/// A moment of an event in milliseconds of running time; only differences mean anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct At(pub u64);

impl At {
    /// Milliseconds since an earlier moment; zero where it is not earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The moment so many milliseconds later.
    #[must_use]
    pub fn plus(self, milliseconds: u64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }
}

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A key was pressed.
    Key(Key),
    /// A scanner read this. Its characters were already delivered as [`Token::Key`] one by one: take back the
    /// last `typed` of them first, then read `text` as one. Its Enter is not delivered and settles nothing.
    Scan {
        /// What was read, as ASCII.
        text: String,
        /// How many characters of it were delivered before.
        typed: usize,
    },
    /// A text was pasted in one piece: one line, nothing unprintable in it, and no Enter.
    Paste(String),
    /// A cell was clicked.
    Click {
        /// Column.
        x: u16,
        /// Row.
        y: u16,
    },
    /// A row of a list was clicked.
    Row {
        /// The list.
        list: &'static str,
        /// The row, counted from the first of the list.
        row: usize,
    },
    /// The wheel turned over a cell.
    Wheel {
        /// Column.
        x: u16,
        /// Row.
        y: u16,
        /// Towards the end of the list.
        down: bool,
    },
    /// The screen has another size.
    Resized,
    /// The window came to the front, or went.
    Focus(bool),
}
