//! The values everything else is made of, because money that is a bare integer gets added to a count.
//!
//! Pure: no clock, no disk, no screen. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | how money is held, parsed and printed | [`money`] |
//! | how an amount falls into parts | [`split`] |
//! | rates and the one rounding | [`rate`] |
//! | the business day, and the month | [`day`], [`month`] |
//! | what rules may not know: time, chance | [`world`] |
//! | what text from outside may hold | [`clean`] |
//! | telephone numbers | [`phone`] |
//! | full-width input | [`wide`] |
//! | the words of "no" | [`refusal`] |

pub mod capital;
pub mod clean;
pub mod day;
pub mod money;
pub mod month;
pub mod phone;
pub mod rate;
pub mod refusal;
pub mod split;
pub mod wide;
pub mod world;

pub use clean::Clean;
pub use day::{Instant, Zone};
pub use money::Fen;
pub use month::Month;
pub use rate::Rate;
pub use refusal::Refused;
pub use world::{Machine, Running, World};
