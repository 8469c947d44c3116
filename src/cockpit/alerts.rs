//! What wants somebody's eye: money that sleeps, cards that end, birthdays, poor ratings, drawers that did not agree; and
//! who or what is behind each.

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Fen, Refused};
use crate::insight::history::{Person, people};
use crate::insight::tag_rules::asleep;
use crate::members::birthday::{Birthday, Calendar};
use crate::shop::{Answer, Look, Query};

/// Days that are looked ahead for cards.
const CARDS_DAYS: i64 = 30;
/// Days that are looked ahead and back for the rest.
const WEEK: i64 = 7;
/// Every alert, in the order in which they are shown.
pub const CODES: [&str; 5] = ["asleep", "cards", "birthdays", "poor", "differences"];

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

/// Asks who or what is behind the alerts, or behind one.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertRows {
    /// `asleep`, `cards`, `birthdays`, `poor` or `differences`; all when absent.
    #[serde(default)]
    pub alert: Option<String>,
}

/// All that is behind them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertIs {
    /// The day that it is told of.
    pub as_of: String,
    /// One row each, alert by alert, the most pressing first.
    pub rows: Vec<Behind>,
}

/// One member, card, bill or shift behind an alert.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Behind {
    /// The alert's code.
    pub alert: String,
    /// The code of the store whose books it is in.
    pub store: String,
    /// The member's number; none for a walk-in's bill and for a shift.
    pub member: Option<String>,
    /// The member's name, or of whoever counted the drawer.
    pub name: String,
    /// The day of the last visit, on which the card ends, of the birthday, of the bill or of the shift.
    pub day: String,
    /// The card's name, or the bill's number.
    pub what: Option<String>,
    /// Days away, sessions left, days until the birthday, or the rating.
    pub count: Option<i64>,
    /// What sleeps, or what was over (short below zero).
    pub amount: Option<Fen>,
}

impl Query for AlertRows {
    const NAME: &'static str = "query.alert";
    type Out = AlertIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<AlertIs> {
        let today = look.profile.zone.business_day(look.now);
        let rows = self.rows(db, &look.profile.code, &people(db, look)?, today)?;
        Ok(told(today, rows))
    }
}

impl AlertRows {
    /// The alerts that are asked about.
    ///
    /// # Errors
    /// [`Refused::ChoiceUnknown`] for one that there is not.
    pub fn codes(&self) -> Result<Vec<&'static str>, Refused> {
        let Some(wanted) = &self.alert else { return Ok(CODES.to_vec()) };
        let found = CODES.into_iter().find(|code| code == wanted);
        let unknown = || Refused::ChoiceUnknown {
            field: "alert".to_owned(),
            value: crate::ground::Clean::shown(wanted).into_string(),
            known: CODES.join(", "),
        };
        Ok(vec![found.ok_or_else(unknown)?])
    }

    /// What is behind them in a store's books.
    ///
    /// # Errors
    /// As [`AlertRows::codes`]; a fault of the file.
    pub fn rows(&self, db: &Db, store: &str, people: &[Person], today: NaiveDate) -> Answer<Vec<Behind>> {
        let mut out = Vec::new();
        for code in self.codes()? {
            out.extend(behind(db, store, people, today, code)?);
        }
        Ok(out)
    }
}

/// The answer, with the rows of one or several stores in their order.
pub fn told(today: NaiveDate, mut rows: Vec<Behind>) -> AlertIs {
    rows.sort_by(|one, other| {
        let place = |row: &Behind| CODES.iter().position(|code| *code == row.alert);
        let within = match one.alert.as_str() {
            "asleep" => other.amount.cmp(&one.amount),
            "poor" | "differences" => other.day.cmp(&one.day),
            _ => one.day.cmp(&other.day),
        };
        place(one).cmp(&place(other)).then(within)
    });
    AlertIs { as_of: today.to_string(), rows }
}

/// Reads a store's, in the order in which they are shown.
///
/// # Errors
/// A fault of the file.
pub fn alerts(db: &Db, store: &str, people: &[Person], today: NaiveDate) -> Answer<Vec<Alert>> {
    let mut out = Vec::with_capacity(CODES.len());
    for code in CODES {
        let rows = behind(db, store, people, today, code)?;
        let money = matches!(code, "asleep" | "differences");
        let sum = rows.iter().filter_map(|row| row.amount).fold(0_i64, |sum, one| sum.saturating_add(one.0));
        out.push(Alert {
            code: code.to_owned(),
            count: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            amount: money.then_some(Fen(sum)),
        });
    }
    Ok(out)
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

/// What is behind one alert in a store's books.
///
/// # Errors
/// A fault of the file.
fn behind(db: &Db, store: &str, people: &[Person], today: NaiveDate, code: &str) -> Answer<Vec<Behind>> {
    let now = today.to_string();
    let ahead = (today + Duration::days(CARDS_DAYS)).to_string();
    let back = (today - Duration::days(WEEK)).to_string();
    let of_store = |row: Behind| Behind { alert: code.to_owned(), store: store.to_owned(), ..row };
    let one = |name: String, day: String| of_store(Behind { name, day, ..Behind::default() });
    Ok(match code {
        "asleep" => sleepers(people, today)
            .map(|(person, last, away)| Behind {
                member: Some(person.number.clone()),
                count: Some(away),
                amount: Some(person.balance),
                ..one(person.name.clone(), last.to_string())
            })
            .collect(),
        "cards" => {
            let span = named_params! { ":from": now, ":to": ahead };
            db.list(include_str!("sql/cards_ending.sql"), span, |row| {
                let (member, name) = (row.get("number")?, row.get("name")?);
                let (what, day, count) = (row.get("card")?, row.get("expires_on")?, row.get("sessions")?);
                Ok(Behind { member, what, count, ..one(name, day) })
            })?
        }
        "birthdays" => {
            let mut rows = Vec::new();
            db.each(include_str!("sql/birthdays.sql"), &[], |row| -> Result<(), Fault> {
                let near = born(row, today)?;
                rows.extend(near.map(of_store));
                Ok(())
            })?;
            rows
        }
        "poor" => {
            let span = named_params! { ":from": back, ":to": now };
            db.list(include_str!("sql/poor.sql"), span, |row| {
                let (what, day): (_, String) = (row.get("bill")?, row.get("posted_on")?);
                let (member, name) = (row.get("number")?, row.get::<_, Option<String>>("name")?);
                Ok(Behind { member, what, count: row.get("score")?, ..one(name.unwrap_or_default(), day) })
            })?
        }
        _ => {
            let span = named_params! { ":from": back, ":to": now };
            db.list(include_str!("sql/differences.sql"), span, |row| {
                let (day, name) = (row.get("on_day")?, row.get("name")?);
                Ok(Behind { amount: row.get::<_, Option<i64>>("amount")?.map(Fen), ..one(name, day) })
            })?
        }
    })
}

/// Whose money sleeps, since which day, and for how many.
fn sleepers(people: &[Person], today: NaiveDate) -> impl Iterator<Item = (&Person, NaiveDate, i64)> {
    people.iter().filter_map(move |person| {
        let away = asleep(person, today)?;
        Some((person, *person.days.keys().next_back()?, away))
    })
}

/// A member whose birthday is near.
fn born(row: &Row<'_>, today: NaiveDate) -> Result<Option<Behind>, Fault> {
    let member = row.get("number")?;
    let name = row.get("name")?;
    let text: String = row.get("birthday")?;
    let lunar = row.get::<_, Option<String>>("birthday_calendar")?.as_deref() == Some("lunar");
    let leap: bool = row.get("birthday_leap")?;
    let calendar = if lunar { Calendar::Lunar } else { Calendar::Solar };
    let read = Birthday::read(&text, calendar).ok();
    let next = read.and_then(|birthday| Birthday { leap, ..birthday }.next(today));
    Ok(next.and_then(|next| {
        let until = next.signed_duration_since(today).num_days();
        let near = Behind { member, name, day: next.to_string(), count: Some(until), ..Behind::default() };
        (until <= WEEK).then_some(near)
    }))
}
