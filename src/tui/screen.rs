//! The contract of a screen: keys and answers in, wishes out, and a view that only draws.
//!
//! A screen is one file in a fixed order: state, `Msg`, `KEYS`, `open`, `update`, `view`. It never waits: what
//! takes time is an [`Effect::Wish`], whose answer comes back as a message. `view` has no `Result`, no I/O and no
//! clock, so that a picture of a screen is a test.

use super::frame::{Hint, Manner, Pen};
use super::input::Token;
use crate::ground::Instant;
use crate::words::Lang;

/// What a screen asks of the loop. `W` is a wish with a name, an enum of the app: tests answer it inline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect<W> {
    /// For the worker.
    Wish(W),
    /// Stop the read that is running.
    Interrupt,
    /// Wake me in so many milliseconds; the newest wake of a tag replaces the older one.
    Wake {
        /// What for.
        tag: &'static str,
        /// In how many milliseconds.
        after_ms: u64,
    },
    /// Sound the bell.
    Bell,
    /// Nothing on the screen changed: do not draw.
    Unchanged,
    /// Leave.
    Quit,
}

impl<W> Effect<W> {
    /// The same effect with another wish, for an app that holds several screens.
    pub fn map<V>(self, into: impl FnOnce(W) -> V) -> Effect<V> {
        match self {
            Self::Wish(wish) => Effect::Wish(into(wish)),
            Self::Interrupt => Effect::Interrupt,
            Self::Wake { tag, after_ms } => Effect::Wake { tag, after_ms },
            Self::Bell => Effect::Bell,
            Self::Unchanged => Effect::Unchanged,
            Self::Quit => Effect::Quit,
        }
    }
}

/// One screen or layer.
pub trait Screen {
    /// What happens to it.
    type Msg;
    /// What it wishes for.
    type Wish;

    /// Something happened.
    fn update(&mut self, msg: Self::Msg) -> Vec<Effect<Self::Wish>>;

    /// Draws it within the pen's area.
    fn view(&self, pen: &mut Pen<'_>);

    /// The keys that work now, for the footer.
    fn hints(&self, lang: Lang) -> Vec<Hint>;
}

/// Why the program has to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Ctrl+C from outside, or a request to end.
    Asked,
    /// The terminal is gone.
    HungUp,
}

/// What reaches the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming<A, W> {
    /// What a person did.
    Token(Token),
    /// What the worker answers.
    Answer(A),
    /// A wish that the worker could not take, because its queue is full.
    Busy(W),
    /// A wake that was asked for.
    Wake(&'static str),
    /// A new minute began: clocks on the screen move.
    Minute(Instant),
    /// The program has to leave; it ends after the effects of this.
    Stop(Stop),
}

/// The whole door: all screens, the layers over them, and which of them hears what.
pub trait App {
    /// What it wishes for.
    type Wish;
    /// What the worker answers.
    type Answer;

    /// Something happened. Whatever is answered is drawn once, after everything that waits has been heard.
    fn update(&mut self, incoming: Incoming<Self::Answer, Self::Wish>) -> Vec<Effect<Self::Wish>>;

    /// Draws everything.
    fn view(&self, pen: &mut Pen<'_>);

    /// Colours, signs and language.
    fn manner(&self) -> Manner;
}

/// Takes wishes and answers into the inbox, some time later.
pub trait Worker<W> {
    /// Takes a wish, or gives it back where the queue is full; never waits.
    ///
    /// # Errors
    /// The wish itself, when there is no room for it.
    fn take(&mut self, wish: W) -> Result<(), W>;

    /// Stops the read that is running.
    fn interrupt(&mut self);
}
