//! What is counted and closed (班次, 日结, 月结): shifts with a blind count of the drawer, days that lock, months that freeze.
//!
//! | to change | open |
//! |---|---|
//! | what a drawer should hold, and what is missing | [`shift_rules`] |
//! | opening, counting and handing over a shift; money put in and taken out | [`shift`], [`drawer`] |
//! | closing and opening a day | [`day`] |
//! | what a day came to (Z-report), missing numbers | [`z_report`], [`gaps`] |
//! | what stands in the way of closing a month, and closing it | [`month_check`], [`month`] |
//! | the slips of a shift and a day | [`slip`] |
//!
//! Expected drawer = opening float + paid in + cash receipts − change − cash refunds − paid out − banked: since every one
//! of these is a posting, it is the balance of `till.cash`. What a count finds otherwise is posted as 长短款
//! (`over_short`) with its cause, so that books and drawer agree again.

pub mod day;
pub mod drawer;
pub mod gaps;
pub mod month;
pub mod month_check;
pub mod sealed;
pub mod shift;
pub mod shift_rules;
pub mod slip;
pub mod store;
pub mod z_report;

use crate::ground::{self, Refused};
use crate::shop::Look;

/// The days that a question names: up to today, and from the first of that month, where they are not named.
fn span(look: &Look<'_>, from: Option<&str>, to: Option<&str>) -> Result<(String, String), Refused> {
    let today = look.today();
    let to = to.unwrap_or(&today);
    let first = format!("{}-01", to.get(..7).unwrap_or_default());
    ground::day::span(from.unwrap_or(&first), to)
}
