//! What members paid for in advance: stored value in lots (储值), session and period cards (次卡, 期卡).
//!
//! | to change | open |
//! |---|---|
//! | whose money it is, in a chain | [`home`] |
//! | how a lot is spent and given back | [`wallet_rules`] |
//! | what a session is worth, how many are covered by money | [`session_rules`] |
//! | what a refund of a lot or a card pays back | [`refund_rules`] |
//! | the terms as they stand in the file | [`store`] |
//! | which days of a period card are used | [`card_days`] |
//! | which line sold it, through merges and upgrades | [`origin`] |
//! | freezing, extending, sharing, handing on a card | [`change`] |
//! | everything a member holds | [`holdings`] |

pub mod card_days;
mod card_write;
pub mod change;
mod debt_store;
mod event_store;
pub mod holdings;
pub mod home;
pub mod origin;
pub mod refund_rules;
pub mod session_rules;
pub mod store;
pub mod wallet_rules;
