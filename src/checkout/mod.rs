//! The counter: a cart is priced, tendered and posted, and every ledger can be put back to what it was.
//!
//! cart → priced → tendered → posted. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | what a cart may say | [`cart`] |
//! | the order of discounts | [`price_rules`] |
//! | which tender is proposed | [`propose`] |
//! | how tenders cover a bill | [`tender_rules`] |
//! | what a cart would do, shown before Enter | [`plan`], as doors show it [`quote`] |
//! | writing it down; what hangs on every bill | [`pay`], `seal` |
//! | giving a bill back | [`refund_rules`], [`refund`], [`undo`], `reverse` |
//! | top-ups, refunds and upgrades of cards, debts | [`topup`], [`card_refund`], [`card_upgrade`], [`debt_pay`] |
//! | carts put aside | [`hold`] |
//! | ratings and recommendations | [`after`] |
//! | what a day's end brings by itself | [`roll`] |
//! | two member files made one | [`merge`] |
//! | what comes back into a lot that was paid back | [`forfeit`] |
//! | what a slip says, and how it gets onto paper | [`slip`], [`slip_print`] |
//! | bills, members and the day as doors show them | [`bill`], [`member_view`], [`today`] |

pub mod after;
pub mod bill;
mod bill_store;
pub mod card_refund;
pub mod card_upgrade;
pub mod cart;
pub mod custody;
pub mod debt_pay;
mod document;
pub mod earns;
mod forfeit;
pub mod hold;
pub mod member_view;
pub mod merge;
pub mod pay;
pub mod plan;
mod plan_lines;
mod plan_tenders;
pub mod price_rules;
pub mod propose;
pub mod quote;
pub mod refund;
mod refund_money;
pub mod refund_rules;
mod reverse;
pub mod roll;
mod seal;
pub mod slip;
mod slip_balances;
pub mod slip_print;
pub mod tender_rules;
pub mod today;
pub mod topup;
pub mod undo;

pub use cart::{Cart, Tender};
pub use document::digest as bill_digest;
