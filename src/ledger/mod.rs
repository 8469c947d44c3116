//! The journal: nothing else changes money, points, sessions, stock or coupons, and only through a balanced entry.
//!
//! | to change | open |
//! |---|---|
//! | which accounts there are, their unit and their floor | [`account`] |
//! | what a balanced entry is | [`draft`] |
//! | how an entry is written, sealed and chained | [`mod@post`] |
//! | what is hashed | [`chain`] |
//! | balances, now and on a past day | [`balance`] |
//! | what is closed | [`lock`] |
//! | what a day's close freezes | [`frozen`] |
//! | every table of a file, and how it is cut | [`tables`] |

pub mod account;
pub mod balance;
pub mod chain;
pub mod draft;
pub mod frozen;
pub mod lock;
pub mod post;
mod store;
pub mod tables;

pub use account::{Account, Kind, Unit};
pub use draft::{Balanced, Draft, Unbalanced};
pub use post::{About, EntryKind, Posted, post};
