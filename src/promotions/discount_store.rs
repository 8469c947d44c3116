//! The SQL of the table of discounts.

use chrono::NaiveDate;

use super::discount_rules::{DAY_MINUTES, Window};
use super::discounts::{Discount, SpendOff, TimedPrice, When};
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Clean, Fen};
use crate::shop::Tx;

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The version of the table in force; 0 where none was ever set.
pub(super) fn version(db: &Db) -> Result<i64, Fault> {
    let found = db.one(include_str!("sql/discount_version.sql"), &[], |row| row.get("version"))?;
    Ok(found.unwrap_or(0))
}

/// A discount as it stands in the file.
pub(super) struct Kept {
    pub place: i64,
    pub item: Option<i64>,
    pub discount: Discount,
}

/// The discounts of a version, in their order.
pub(super) fn kept(db: &Db, version: i64) -> Result<Vec<Kept>, Fault> {
    db.list(include_str!("sql/discounts.sql"), named_params! { ":version": version }, read)
}

fn read(row: &Row<'_>) -> crate::db::RowResult<Kept> {
    let (place, name) = (row.get("place")?, Clean::shown(&row.get::<_, String>("name")?));
    let item: Option<i64> = row.get("item_id")?;
    let code: Option<String> = row.get("item")?;
    let category = Clean::shown(&row.get::<_, String>("category")?);
    let price: Option<i64> = row.get("price")?;
    let (spend, off): (Option<i64>, Option<i64>) = (row.get("spend")?, row.get("off")?);
    let (every, cards, members) = (row.get("every")?, row.get("cards")?, row.get("members")?);
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let (since, until) = (some(row.get("since")?), some(row.get("until")?));
    let weekdays: String = row.get("weekdays")?;
    let (from, to): (u32, u32) = (row.get("from_minute")?, row.get("to_minute")?);
    let whole = (from, to) == (0, DAY_MINUTES);
    let time = |minute| Some(clock(minute)).filter(|_| !whole);
    let digits: Vec<u32> = weekdays.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let weekdays = if digits.len() == 7 { Vec::new() } else { digits };
    let when = When { since, until, weekdays, from: time(from), to: time(to) };
    let discount = match price {
        Some(price) => Discount::Timed(TimedPrice {
            name,
            item: code.unwrap_or_default(),
            price: Fen(price),
            members,
            when,
        }),
        None => Discount::Spend(SpendOff {
            name,
            spend: Fen(spend.unwrap_or(0)),
            off: Fen(off.unwrap_or(0)),
            every,
            item: code,
            category,
            cards,
            members,
            when,
        }),
    };
    Ok(Kept { place, item, discount })
}

/// Begins a version of the table.
pub(super) fn insert_book(tx: &Tx<'_>, version: i64) -> Result<(), Fault> {
    tx.db().run(
        include_str!("sql/discount_book_insert.sql"),
        named_params! {
            ":version": version, ":staff": tx.by.id, ":at": tx.at.0, ":command": tx.command()?,
        },
    )?;
    Ok(())
}

/// Writes a discount of a version.
pub(super) fn insert(
    db: &Db,
    (version, place): (i64, i64),
    discount: &Discount,
    window: &Window,
    item: Option<i64>,
) -> Result<(), Fault> {
    let (price, spend) = match discount {
        Discount::Timed(timed) => (Some(timed.price.0), None),
        Discount::Spend(spend) => (None, Some(spend)),
    };
    let date = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut days = window.weekdays.clone();
    days.sort_unstable();
    days.dedup();
    let weekdays: String = days.iter().map(ToString::to_string).collect();
    db.run(
        include_str!("sql/discount_insert.sql"),
        named_params! {
            ":version": version, ":place": place, ":name": discount.name(), ":item": item,
            ":category": spend.map_or("", |spend| spend.category.as_str()), ":price": price,
            ":spend": spend.map(|spend| spend.spend.0), ":off": spend.map(|spend| spend.off.0),
            ":every": spend.is_some_and(|spend| spend.every), ":cards": spend.is_some_and(|spend| spend.cards),
            ":members": discount.for_members(), ":since": date(window.since), ":until": date(window.until),
            ":weekdays": weekdays, ":from": window.from, ":to": window.to,
        },
    )?;
    Ok(())
}
