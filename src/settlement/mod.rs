//! What stores owe each other (跨店结算): the rules by which headquarters clears what a member used elsewhere, the matrix of
//! pairs, and the transfers that settle it.
//!
//! | to change | open |
//! |---|---|
//! | which rule rates an event, what it pays and how the value is shared | [`clearing_rules`] |
//! | pairs, positions that sum to zero, and the transfers | [`netting_rules`] |
//! | setting a book of rules, and the one in force | [`book`] |
//! | the same as TOML | [`toml`] |

pub mod book;
pub mod clearing_rules;
pub mod netting_rules;
mod store;
pub mod toml;
