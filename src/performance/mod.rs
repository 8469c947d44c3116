//! What people did, day by day, kept up to date with every sale so that a board reads a week's rows and nothing else.
//!
//! None of it is a fact: bills, ratings, recommendations and merges are, and all of this can be worked out from them
//! again (`scratch`), which is what `check` does and `rebuild` writes. Facts count from their business day on, so a
//! past day's board is what it was. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | what a bill adds for whom | [`parts_rules`] |
//! | visits, and what a void or a merge does to them | [`visit_rules`] |
//! | recommendations | [`advice_rules`] |
//! | ratings | [`rating_rules`] |
//! | how the past is kept where it changes | [`past_rules`] |
//! | what each event writes | [`keep`] |
//! | working everything out again | [`scratch`], [`rebuild`] |

pub mod advice_rules;
pub mod facts;
pub mod keep;
pub mod parts_rules;
pub mod past_rules;
pub mod rating_rules;
pub mod rebuild;
pub mod scratch;
mod store;
pub mod visit_rules;

pub use parts_rules::{STORE, Sums};

/// The version of the rules by which the tables are filled: count it up when a rule changes, and files fill anew.
pub const RULES: i64 = 3;
