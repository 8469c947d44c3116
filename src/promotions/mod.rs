//! What the salon gives: top-up gifts by a table, and coupons. The engine that hands them out grows here.
//!
//! | to change | open |
//! |---|---|
//! | which gift goes with a top-up | [`offers`] |
//! | what a coupon takes off | [`coupon_rules`] |
//! | issuing and withdrawing coupons | [`coupons`] |

pub mod coupon_rules;
pub mod coupons;
pub mod offers;
