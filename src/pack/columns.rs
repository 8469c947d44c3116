//! The columns of every sheet of the pack, in their order.

use super::sheet::{Column, Kind, plain, summed};

pub(super) const SUMMARY: &[Column] = &[plain("what", Kind::Text), plain("value", Kind::Figure)];
pub(super) const DAYS: &[Column] = &[
    plain("day", Kind::Day),
    summed("bills", Kind::Count),
    plain("members", Kind::Count),
    summed("list", Kind::Money),
    summed("discounts", Kind::Money),
    summed("received", Kind::Money),
    summed("spent", Kind::Money),
    summed("topped_up", Kind::Money),
    summed("income", Kind::Money),
    summed("over_short", Kind::Money),
];
pub(super) const TENDERS: &[Column] = &[
    plain("day", Kind::Day),
    plain("tender", Kind::Text),
    summed("times", Kind::Count),
    summed("taken", Kind::Money),
    summed("given_back", Kind::Money),
    summed("net", Kind::Money),
];
pub(super) const INCOME: &[Column] =
    &[plain("day", Kind::Day), plain("account", Kind::Text), summed("amount", Kind::Money)];
pub(super) const LIABILITY: &[Column] = &[
    plain("what", Kind::Text),
    plain("opening", Kind::Figure),
    plain("added", Kind::Figure),
    plain("consumed", Kind::Figure),
    plain("refunded", Kind::Figure),
    plain("lapsed", Kind::Figure),
    plain("adjusted", Kind::Figure),
    plain("closing", Kind::Figure),
];
pub(super) const COMMISSION: &[Column] = &[
    plain("staff", Kind::Text),
    plain("name", Kind::Text),
    summed("work_days", Kind::Count),
    summed("wage", Kind::Money),
    summed("hand_fee", Kind::Money),
    summed("on_service", Kind::Money),
    summed("on_product", Kind::Money),
    summed("on_card", Kind::Money),
    summed("on_topup", Kind::Money),
    summed("rewards", Kind::Money),
    summed("earned", Kind::Money),
];
pub(super) const SETTLEMENT: &[Column] = &[
    plain("day", Kind::Day),
    plain("bill", Kind::Text),
    plain("member", Kind::Text),
    plain("item", Kind::Text),
    plain("home", Kind::Text),
    plain("serving", Kind::Text),
    summed("principal", Kind::Money),
    summed("gift", Kind::Money),
    plain("rate", Kind::Text),
    summed("amount", Kind::Money),
    plain("rule", Kind::Text),
];
pub(super) const LINES: &[Column] = &[
    plain("bill", Kind::Text),
    plain("line", Kind::Count),
    plain("day", Kind::Day),
    plain("time", Kind::Text),
    plain("kind", Kind::Text),
    plain("of_bill", Kind::Text),
    plain("member", Kind::Text),
    plain("code", Kind::Text),
    plain("item", Kind::Text),
    plain("category", Kind::Text),
    summed("quantity", Kind::Count),
    plain("price", Kind::Money),
    summed("net", Kind::Money),
    summed("card_value", Kind::Money),
    plain("served_by", Kind::Text),
];
pub(super) const DICTIONARY: &[Column] = &[
    plain("sheet", Kind::Text),
    plain("column", Kind::Text),
    plain("field", Kind::Text),
    plain("type", Kind::Text),
    plain("meaning", Kind::Text),
];
/// What changed since the version before.
pub(super) const CHANGES: &[Column] =
    &[plain("sheet", Kind::Text), plain("key", Kind::Text), plain("change", Kind::Text)];
