//! What people are owed for a month, and paying it out (发放, 工资条).
//!
//! A month's sheet is the wage, hand fees, commission and instant rewards of a person, less what was paid. Rewards stand
//! in the ledger from the moment they are given; wage, hand fees and commission are booked by the payout that pays them,
//! as the difference to what was booked of that month before. So a late refund, a debt that was paid or a rule that
//! rates the past again changes what is due, and never what was paid. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | a wage for part of a month, the sums of a sheet | [`sheet_rules`] |
//! | reading a month | [`sheet`] |
//! | wages | [`wage`] |
//! | paying, and taking a payout back | [`payout`] |
//! | the slip that is signed | [`slip`] |

pub mod payout;
pub mod sheet;
pub mod sheet_rules;
pub mod slip;
pub mod store;
pub mod wage;
