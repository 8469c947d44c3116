//! Points: earned by what remains to pay, spent soonest expiry first, taken back by refunds.
//!
//! | to change | open |
//! |---|---|
//! | how many are earned, which lots are spent, what they take off | [`rules`] |
//! | where they are kept | [`store`] |
//! | correcting a balance by hand | [`adjust`] |

pub mod adjust;
pub mod rules;
pub mod store;
