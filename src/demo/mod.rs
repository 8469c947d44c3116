//! A believable salon to try things on: nobody learns a till, or measures one, on three members called Test.
//!
//! Everything follows from the texts in `assets/demo/` and a seed; all of it is pure but [`make`], which sends what
//! the model tells through the shop's real verbs. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | what is sold, to whom, by whom | `assets/demo/*.toml`, typed in [`book`] |
//! | how a member is called and reached | [`names`] |
//! | what sort of customer a member is | [`habits`] |
//! | when she comes again, or not | [`course`] |
//! | what she wants when she comes | [`wants`] |
//! | how many come, and the stream of visits | [`rhythm`] |
//! | feasts, seasons and closed days | [`season`] |
//! | how that becomes commands of a real store | [`make`] |
//! | a chain of such stores with its headquarters | [`chain`] |

pub mod book;
pub mod chain;
pub mod course;
pub mod habits;
pub mod make;
pub mod names;
pub mod rhythm;
pub mod season;
pub mod wants;

pub use book::DemoBook;
pub use names::Person;
pub use rhythm::{Plan, Rhythm};
pub use wants::Visit;
