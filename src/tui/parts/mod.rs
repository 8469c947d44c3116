//! What the screens around the checkout are put together from: steps they ask of the shell, menus, sheets, figures.
//!
//! | to change | open |
//! |---|---|
//! | what a screen may ask, what it knows of its surroundings | this file |
//! | how the console hosts such a screen | [`guest`] |
//! | a list of actions picked by digit | [`menu`] |
//! | a form that sends one command | [`sheet`] |
//! | a slip that is looked at and printed | [`paper`] |
//! | how amounts and days are written | [`figures`] |

pub mod figures;
pub mod guest;
pub mod menu;
pub mod paper;
pub mod sheet;

use std::any::Any;
use std::rc::Rc;

use super::app::Context;
use super::app::visit::Visit;
use super::frame::{Hint, Toast, Tone};
use super::input::Key;
use super::keys::Fixed;
use crate::ground::{Instant, Zone};
use crate::shop::{Envelope, Role, Stop};
use crate::words::{self, Lang};
use crate::worker::Wish;

pub use guest::{Guest, Hosted};
pub use menu::{Choice, Menu};
pub use paper::Paper;
pub use sheet::{Sheet, Wrong};

/// What a screen asks of the console that hosts it.
#[derive(Debug)]
pub enum Step {
    /// For the worker.
    Wish(Wish),
    /// On the row above the footer.
    Say(Toast),
    /// This layer is done, with what it answers.
    Close(Option<Box<dyn Any>>),
    /// Another screen.
    Go(Go),
    /// A bill was made, with cash on it or not.
    Sold(String, bool),
    /// Lock the terminal.
    Lock,
    /// A fixed key: the palette or the help from a line where nothing is typed.
    Press(Fixed),
    /// Wake me in so many milliseconds.
    Wake(&'static str, u64),
}

/// At headquarters: the store after the one that is looked at alone, and all of them again (`None`) after the last.
pub fn next_store<'a>(only: Option<&String>, codes: impl Iterator<Item = &'a String>) -> Option<String> {
    let mut left = codes.skip_while(|code| only.is_some_and(|only| *code != only));
    if only.is_some() {
        left.next();
    }
    left.next().cloned()
}

/// Another screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Go {
    /// The top-up of this member.
    TopUp(String),
    /// The checkout with this member.
    Checkout(String),
    /// The file of this member.
    Member(String),
    /// What this person earned: number and name.
    Earned(String, String),
    /// The figures of this person over a span: number and name.
    Person(String, String, Box<crate::leaderboard::board::Board>),
    /// The pay of a month.
    Pay,
    /// The bills, to print, give back or void one.
    Bills,
    /// A door of the palette, by its label.
    Door(&'static str),
    /// A tab, counted from 1.
    Tab(u8),
    /// A store's copy at headquarters.
    Store(Visit),
    /// Where somebody came from to a member's file.
    Back,
}

/// Who works here and when: what a screen may know besides the answers.
#[derive(Debug, Clone)]
pub struct Around {
    /// The console's own.
    pub context: Rc<Context>,
    /// Staff number of the operator; empty while the terminal is locked.
    pub by: String,
    /// What the operator may do.
    pub role: Role,
    /// The language of the words.
    pub lang: Lang,
    /// Where the store stands in time.
    pub zone: Zone,
    /// The last full minute.
    pub now: Instant,
}

impl Around {
    /// What there is to know.
    pub fn of(context: &Rc<Context>) -> Self {
        let who = context.who.as_ref();
        Self {
            by: who.map(|who| who.number.clone()).unwrap_or_default(),
            role: who.map_or(Role::Staff, |who| who.role),
            lang: context.lang,
            zone: context.zone,
            now: context.now,
            context: Rc::clone(context),
        }
    }

    /// A command of the operator. Its key is minted here: when a panel opens, so that a double press has one effect.
    pub fn envelope(&self) -> Envelope {
        self.context.envelope(&self.context.key())
    }

    /// The business day.
    pub fn today(&self) -> chrono::NaiveDate {
        self.context.today()
    }
}

/// Hints that always work.
pub fn hints(lang: Lang, keys: &[(Key, &'static str)]) -> Vec<Hint> {
    keys.iter()
        .map(|(key, label)| Hint { key: *key, label: words::text(lang, label).to_owned(), refused: None })
        .collect()
}

/// The words of whatever stopped a wish.
pub fn why(lang: Lang, stop: &Stop) -> String {
    match stop {
        Stop::Refused(no) => words::refused(lang, no),
        Stop::Fault(fault) => words::fill(lang, "sheet.fault", &[("why", &fault.to_string())]),
        Stop::Unknown(fault) => words::fill(lang, "sheet.unknown", &[("why", &fault.to_string())]),
    }
}

/// Something is done.
pub fn say(text: impl Into<String>) -> Step {
    Step::Say(Toast::new(Tone::Ok, text))
}

/// Something is not done.
pub fn complain(text: impl Into<String>) -> Step {
    Step::Say(Toast::new(Tone::Bad, text))
}
