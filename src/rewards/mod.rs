//! Instant rewards (即时奖励): what is paid to a person the moment something good happened, in the same transaction.
//!
//! A reward is two things that never part: a row that says to whom, by which rule and for what, and an entry of the
//! ledger from the cost of commission to what is owed to that person. Whatever takes its event back takes it back, on its
//! own day. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | what a rule may say, and which of several is meant | [`rules`] |
//! | setting a book of rules | [`book`] |
//! | what a bill earns whom as it stands now | `wants` |
//! | ratings of five stars in a row | `streak` |
//! | giving, and taking back: one difference for both | [`keep`] |
//! | the rows behind a figure, and the feed; their words | [`feed`], [`told`] |
//! | a book as a text that people write | [`toml`] |

pub mod book;
pub mod feed;
pub mod keep;
pub mod rules;
pub mod store;
mod streak;
pub mod told;
pub mod toml;
mod wants;
