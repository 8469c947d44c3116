//! What wants somebody's eye: money that sleeps, cards that end, birthdays, poor ratings, drawers that did not agree.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::db::{Db, named_params};
use crate::ground::Fen;
use crate::insight::history::Person;
use crate::insight::tag_rules::asleep;
use crate::members::birthday::{self, Birthday, Calendar};
use crate::shop::Answer;

/// Days that are looked ahead for cards.
const CARDS_DAYS: i64 = 30;
/// Days that are looked ahead and back for the rest.
const WEEK: i64 = 7;

/// An alert: nothing where its count is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// `asleep`, `cards`, `birthdays`, `poor`, `differences`.
    pub code: String,
    /// How many.
    pub count: i64,
    /// How much, where it is about money.
    pub amount: Option<Fen>,
}

/// Reads a store's, in the order in which they are shown.
///
/// # Errors
/// A fault of the file.
pub fn alerts(db: &Db, people: &[Person], today: NaiveDate) -> Answer<Vec<Alert>> {
    let asleep = people.iter().filter(|person| asleep(person, today).is_some());
    let (count, amount) = asleep.fold((0, 0), |(count, sum), one| (count + 1, sum + one.balance.0));
    let now = today.to_string();
    let (ahead, back) =
        ((today + Duration::days(CARDS_DAYS)).to_string(), (today - Duration::days(WEEK)).to_string());
    let ahead = named_params! { ":from": now, ":to": ahead };
    let cards = db.one(include_str!("sql/cards_ending.sql"), ahead, |row| row.get("cards"))?;
    let back = named_params! { ":from": back, ":to": now };
    let poor = db.one(include_str!("sql/poor.sql"), back, |row| row.get("bills"))?;
    let differences = db.one(include_str!("sql/differences.sql"), back, |row| {
        Ok((row.get::<_, i64>("shifts")?, row.get::<_, i64>("amount")?))
    })?;
    let mut near = 0;
    let born = db.list(include_str!("sql/birthdays.sql"), &[], |row| {
        let calendar = row.get::<_, Option<String>>("birthday_calendar")?;
        let calendar = if calendar.as_deref() == Some("lunar") { Calendar::Lunar } else { Calendar::Solar };
        let leap: bool = row.get("birthday_leap")?;
        let read = Birthday::read(&row.get::<_, String>("birthday")?, calendar).ok();
        Ok(read.map(|birthday| Birthday { leap, ..birthday }))
    })?;
    for one in born {
        near += i64::from(birthday::is_near(one, today, WEEK));
    }
    let (shifts, off) = differences.unwrap_or_default();
    let alert = |code: &str, count: i64, amount: Option<i64>| Alert {
        code: code.to_owned(),
        count,
        amount: amount.map(Fen),
    };
    Ok(vec![
        alert("asleep", count, Some(amount)),
        alert("cards", cards.unwrap_or(0), None),
        alert("birthdays", near, None),
        alert("poor", poor.unwrap_or(0), None),
        alert("differences", shifts, Some(off)),
    ])
}

/// Adds another store's.
pub fn add(sums: &mut Vec<Alert>, more: Vec<Alert>) {
    for alert in more {
        match sums.iter_mut().find(|own| own.code == alert.code) {
            Some(own) => {
                own.count += alert.count;
                own.amount = own.amount.zip(alert.amount).map(|(one, other)| Fen(one.0 + other.0));
            }
            None => sums.push(alert),
        }
    }
}
