//! What the screens around the checkout are put together from: steps they ask of the shell, menus, sheets, figures.
//!
//! | to change | open |
//! |---|---|
//! | what a screen may ask, what it knows of its surroundings | this file |
//! | a list of actions picked by digit | [`menu`] |
//! | a form that sends one command | [`sheet`] |
//! | how amounts and days are written | [`figures`] |

pub mod figures;
pub mod menu;
pub mod sheet;
#[cfg(test)]
pub mod stage;

use std::cell::Cell;

use chrono::NaiveDate;

use super::frame::{Toast, Tone};
use crate::ground::{Instant, Zone};
use crate::shop::{Envelope, Role, Stop};
use crate::words::{self, Lang};
use crate::worker::Wish;

pub use menu::{Choice, Menu};
pub use sheet::{Sheet, Wrong};

/// What a screen asks of the shell that hosts it.
#[derive(Debug)]
pub enum Step {
    /// For the worker.
    Wish(Wish),
    /// On the row above the footer.
    Say(Toast),
    /// This screen or layer is done.
    Close,
    /// Another screen.
    Go(Go),
    /// Wake me in so many milliseconds.
    Wake(&'static str, u64),
}

/// Another screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Go {
    /// The top-up of this member.
    TopUp(String),
    /// The checkout with this member.
    Checkout(String),
    /// A bill was made that Ctrl+Z may take back while it is fresh.
    Fresh(String),
}

/// Who works here and when: what a screen may know besides the answers.
#[derive(Debug, Clone)]
pub struct Around {
    /// Staff number of the operator.
    pub by: String,
    /// What the operator may do.
    pub role: Role,
    /// The language of the words.
    pub lang: Lang,
    /// Where the store stands in time.
    pub zone: Zone,
    /// The last full minute.
    pub now: Instant,
    /// The beginning of every command key of this run.
    pub seed: String,
    /// How many keys were given out.
    pub keys: Cell<u64>,
}

impl Around {
    /// A command key: minted when a panel opens, so that a double press has one effect.
    pub fn mint(&self) -> String {
        let number = self.keys.get() + 1;
        self.keys.set(number);
        format!("{}-{number}", self.seed)
    }

    /// A command of the operator.
    pub fn envelope(&self) -> Envelope {
        Envelope::by(self.mint(), self.by.clone())
    }

    /// The business day.
    pub fn today(&self) -> NaiveDate {
        self.zone.business_day(self.now)
    }
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
