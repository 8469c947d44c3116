//! What stores owe each other (跨店结算): the rules by which headquarters clears what a member used elsewhere, the matrix of
//! pairs, and the transfers that settle it.
//!
//! | to change | open |
//! |---|---|
//! | which rule rates an event, what it pays and how the value is shared | [`clearing_rules`] |
//! | pairs, positions that sum to zero, and the transfers | [`netting_rules`] |
//! | what members of other stores used here | [`uses`] |
//! | what a store itself knows of it | [`local`] |
//! | how it is rated, and what goes back | [`rate_rules`] |
//! | events as headquarters keeps them | [`events`] |
//! | the matrix of a month, its positions and transfers | [`matrix`] |
//! | what other rules would have made of past months | [`simulate`] |
//! | freezing, approving, settling | [`settle`] |
//! | the statement of a pair | [`statement`] |
//! | setting a book of rules, and the one in force | [`book`] |
//! | the same as TOML | [`toml`] |

pub mod book;
pub mod clearing_rules;
pub mod events;
pub mod local;
pub mod matrix;
pub mod netting_rules;
pub mod rate_rules;
pub mod settle;
pub mod simulate;
pub mod statement;
mod store;
pub mod toml;
pub mod uses;
