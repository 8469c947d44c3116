//! What the salon gives: top-up gifts by a table, and coupons. The engine that hands them out grows here.
//!
//! | to change | open |
//! |---|---|
//! | which gift goes with a top-up | [`offers`] |
//! | what a coupon takes off | [`coupon_rules`] |
//! | issuing and withdrawing coupons | [`coupons`] |
//! | when a timed price or a threshold holds, what it takes off | [`discount_rules`] |
//! | the table of timed prices and thresholds | [`discounts`], its SQL `discount_store` |

pub mod coupon_rules;
pub mod coupons;
pub mod discount_rules;
mod discount_store;
pub mod discounts;
pub mod offers;
