//! The board: what each person did in a span of days, how that scores, and why each number is what it is.
//!
//! Ties: people with the same score (to the tenth that is shown) share a rank, the next rank counts them all, and
//! within a tie the staff number decides the order of the rows. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | what a KPI is, small samples | [`kpi_rules`] |
//! | weights, targets, ranks, what moves a person up | [`score_rules`] |
//! | abilities, strengths and gaps, whom to learn from | [`radar_rules`] |
//! | the people of several stores on one board | [`together`] |
//! | ranks of the spans before | `before` |
//! | reading a span of days | `tally` |
//! | the board as doors show it | [`board`] |
//! | the owner's weights and targets | [`terms`] |
//! | what a person is good at, and whose visit is due | [`profile`], [`profile_rules`] |
//! | what the store wants to reach | [`goals`] |
//! | who just earned what | [`feed`] |
//! | "why this number" | [`why`], `sources`, [`told`] |

mod before;
pub mod board;
pub mod feed;
pub mod goals;
pub mod kpi_rules;
pub mod profile;
pub mod profile_rules;
pub mod radar_rules;
pub mod score_rules;
mod sources;
pub mod span;
mod tally;
pub mod terms;
pub mod together;
pub mod told;
pub mod why;

pub use board::{Board, BoardIs};
pub use kpi_rules::Kpi;
