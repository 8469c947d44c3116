//! What every screen and layer of the console is: a [`Screen`] that hears [`Msg`] and answers with [`Want`].

use std::any::Any;
use std::rc::Rc;

use super::context::Context;
use super::visit::Visit;
use crate::shop::Area;
use crate::tui::frame::{Toast, Tone, help};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::screen::{Effect, Screen};
use crate::words::Lang;
use crate::worker::{Reply, Wish};

/// What happens to a screen or a layer.
#[derive(Debug)]
pub enum Msg {
    /// It came to the front: ask for what it shows. Sent after it was opened and whenever its tab is chosen.
    Shown,
    /// The world around it changed: operator, settings, price list, minute. Keep it for `view`.
    Context(Rc<Context>),
    /// A key that is not one of the fixed keys.
    Key(Key),
    /// A fixed key or a command of the palette that [`Pane::hears`] said yes to.
    Do(Fixed),
    /// A scanner read this; take back the last `typed` characters first.
    Scan {
        /// What was read.
        text: String,
        /// How many of its characters were delivered as keys before.
        typed: usize,
    },
    /// A text was pasted.
    Paste(String),
    /// A row of a list was clicked.
    Row {
        /// The list.
        list: &'static str,
        /// The row.
        row: usize,
    },
    /// The wheel turned.
    Wheel {
        /// Towards the end of the list.
        down: bool,
    },
    /// The answer to a wish of this screen.
    Reply(Reply),
    /// A wish could not be taken, because too much waits already; its `what` and turn.
    Busy {
        /// The wish's own name.
        what: &'static str,
        /// Its turn.
        turn: u64,
    },
    /// A wake that some screen asked for; begin its tag with the screen's name.
    Wake(&'static str),
    /// Something changed in the store: read again what it shows of it.
    Touched(Vec<Area>),
    /// A layer that this screen opened was closed: its title key, and what it answers.
    Closed(&'static str, Parcel),
    /// Somebody wants this member here: checkout serves them, the member screen shows them.
    Member(String),
    /// Take back the last characters: they were a jump or a scan and meant something else.
    Forget(usize),
}

/// What a layer leaves for the screen that opened it; `None` where it was cancelled.
pub type Parcel = Option<Box<dyn Any>>;

/// What a screen asks of the console.
#[derive(Debug)]
pub enum Want {
    /// Work for the store; the answer comes back as [`Msg::Reply`] with the same `what`.
    Work(Wish),
    /// Show a message on the row above the footer.
    Say(Toast),
    /// Open a layer; when it closes, [`Msg::Closed`] comes.
    Open(Box<dyn Pane>),
    /// Close this layer, with what it answers.
    Close(Parcel),
    /// Go to a tab, counted from 1.
    Go(u8),
    /// As if a fixed key were pressed.
    Press(Fixed),
    /// Open the palette with this typed.
    Palette(String),
    /// Serve this member at the checkout.
    Serve(String),
    /// Show this member's file.
    ShowMember(String),
    /// Back to where somebody came from to a member's file.
    Back,
    /// Print the slip of this bill.
    Print(String),
    /// A bill was made, with cash on it or not: its slip and the drawer go their way as the settings say.
    Sold {
        /// The bill's number.
        bill: String,
        /// Whether cash moved.
        cash: bool,
    },
    /// Look into a store's copy at headquarters.
    Visit(Visit),
    /// Lock the terminal.
    Lock,
    /// Keys that came while an answer was awaited: whoever is in front now hears them, in their order.
    Replay(Vec<Msg>),
}

/// An effect of a screen.
pub type Effects = Vec<Effect<Want>>;

/// A screen or a layer of the console. `update` is the whole of its behaviour; the rest says what it is.
pub trait Pane: Screen<Msg = Msg, Wish = Want> {
    /// The key of its title's words; layers are told apart by it.
    fn title(&self) -> &'static str;

    /// Whether text is being typed, so that `:`, `/`, `?` and `0n` are characters now.
    fn is_typing(&self) -> bool {
        false
    }

    /// Whether it does something of its own on this fixed key; the console does the usual thing otherwise.
    fn hears(&self, _fixed: Fixed) -> bool {
        false
    }

    /// Its own keys, for the help.
    fn help(&self, _lang: Lang) -> Vec<help::Group> {
        Vec::new()
    }
}

impl std::fmt::Debug for dyn Pane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.title())
    }
}

/// Work for the store, as an effect.
pub fn work(wish: Wish) -> Effect<Want> {
    Effect::Wish(Want::Work(wish))
}

/// A message, as an effect.
pub fn say(tone: Tone, text: impl Into<String>) -> Effect<Want> {
    Effect::Wish(Want::Say(Toast::new(tone, text)))
}

/// Opening a layer, as an effect.
pub fn open(layer: impl Pane + 'static) -> Effect<Want> {
    Effect::Wish(Want::Open(Box::new(layer)))
}

/// Closing this layer with an answer, as an effect.
pub fn close_with<T: 'static>(value: T) -> Effect<Want> {
    Effect::Wish(Want::Close(Some(Box::new(value))))
}

/// Closing this layer without an answer, as an effect.
pub fn close() -> Effect<Want> {
    Effect::Wish(Want::Close(None))
}

/// Unpacks what a layer answered.
pub fn unpack<T: 'static>(parcel: Parcel) -> Option<T> {
    parcel.and_then(|any| any.downcast::<T>().ok()).map(|value| *value)
}
