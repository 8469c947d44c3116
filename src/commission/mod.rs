//! What the people of the salon earn by what they do (提成): rules with dates, and every figure back to its bill.
//!
//! Nothing is kept but the rules: a figure is worked out from the bills whenever it is asked for, and the same bills and
//! rules give the same bytes. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | which rule is meant, and what a book may hold | [`rules`], [`book_rules`] |
//! | what a line earns under a rule | [`pay_rules`] |
//! | how refunds, debts and cards paid back change a line | [`state_rules`] |
//! | which bill does what to which line | [`facts`], `walk` |
//! | the engine: hand fees, bands of a month, what a step earns | [`rate`] |
//! | sums of a span, and what a new book would change | [`report`] |
//! | the rows behind a figure, and their words | [`lines`], [`told`] |
//! | what one bill earns, for the counter | [`one_bill`] |
//! | setting a book; closed months refuse it | [`book`] |
//! | a book as a text that people write | [`toml`] |

pub mod book;
pub mod book_rules;
pub mod facts;
pub mod lines;
pub mod one_bill;
pub mod pay_rules;
pub mod rate;
pub mod report;
pub mod rules;
pub mod state_rules;
pub mod store;
pub mod told;
pub mod toml;
mod walk;
