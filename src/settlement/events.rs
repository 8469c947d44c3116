//! Events between stores as headquarters keeps them: each with the rule and version that rated it, in the month in which
//! it is settled.

use serde::{Deserialize, Serialize};

use super::clearing_rules::CardKind;
use super::rate_rules::{Rated, Stands};
use super::uses::UsedLine;
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Fen, Month};
use crate::shop::{Answer, Tx};

/// An event: what a member of one store used at another. Amounts in fen, below zero where something went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The store that served.
    pub serving: String,
    /// The store that opened the card.
    pub home: String,
    /// What was used.
    pub card: CardKind,
    /// The month in which it is settled.
    pub month: String,
    /// Its own month, where that was frozen when it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_of: Option<String>,
    /// Business day.
    pub day: String,
    /// The day whose rules rated it: the day of the sale.
    pub rated_on: String,
    /// The bill.
    pub number: String,
    /// The bill that something of goes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_number: Option<String>,
    /// The line of the bill.
    pub line: i64,
    /// Item code.
    pub item: String,
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: String,
    /// Principal, the value of sessions, or what points took off.
    pub principal: Fen,
    /// Gift.
    pub gift: Fen,
    /// Both: the value of the work.
    pub value: Fen,
    /// What the home store owes.
    pub owed: Fen,
    /// What of the value is the home store's performance, and its consultant's; the rest is the serving store's, and its
    /// people's.
    pub home_share: Fen,
    /// The version of the rules.
    pub version: i64,
    /// The rule; empty where none fits.
    pub rule: String,
    /// Whether a campaign's rule rated it.
    pub campaign: bool,
    /// Who did the work: staff numbers and names of the serving store.
    pub staff: String,
    /// The member: number and name at the home store; empty until that store's books are there.
    pub member: String,
    /// Whose member it is: staff number and name of the home store.
    pub owner: String,
}

pub(super) fn read(row: &Row<'_>) -> crate::db::RowResult<Event> {
    let card: String = row.get("card")?;
    Ok(Event {
        serving: row.get("serving")?,
        line: row.get("line")?,
        home: row.get("home")?,
        card: CardKind::ALL.into_iter().find(|kind| kind.code() == card).unwrap_or(CardKind::StoredValue),
        month: row.get("month")?,
        late_of: row.get("late_of")?,
        day: row.get("day")?,
        rated_on: row.get("rated_on")?,
        number: row.get("number")?,
        of_number: row.get("of_number")?,
        item: row.get("item")?,
        name: row.get("name")?,
        category: row.get("category")?,
        principal: Fen(row.get("principal")?),
        gift: Fen(row.get("gift")?),
        value: Fen(row.get("value")?),
        owed: Fen(row.get("owed")?),
        home_share: Fen(row.get("home_share")?),
        version: row.get("version")?,
        rule: row.get("rule")?,
        campaign: row.get::<_, i64>("campaign")? > 0,
        staff: row.get("staff")?,
        member: row.get("member")?,
        owner: row.get("owner")?,
    })
}

/// The bill up to which a store's events were rated.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn rated_through(db: &Db, serving: &str) -> Result<Option<i64>, Fault> {
    let params = named_params! { ":serving": serving };
    db.one(include_str!("sql/rated_through.sql"), params, |row| row.get("bill"))
}

/// Writes down up to which bill they were.
///
/// # Errors
/// A fault when the file refuses.
pub fn set_rated(db: &Db, serving: &str, known: bool, bill: i64) -> Result<(), Fault> {
    let sql = if known { include_str!("sql/rated_update.sql") } else { include_str!("sql/rated_insert.sql") };
    db.run(sql, named_params! { ":serving": serving, ":bill": bill })?;
    Ok(())
}

/// Bills of one life never reach the numbers of the next one.
const LIFE: i64 = 1_000_000_000_000;

/// Where a bill of a store stands among its events: of a life after one that ended, further on.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn place(db: &Db, serving: &str, bill: i64) -> Result<i64, Fault> {
    let params = named_params! { ":serving": serving, ":bill": bill };
    let shift = db.one(include_str!("sql/life_of.sql"), params, |row| row.get::<_, i64>("shift"))?;
    Ok(bill + shift.unwrap_or(0))
}

/// A store goes on from another life than the one whose bills were rated: what that one used behind their last common bill is
/// taken back, event by event, in the month that is open for it; and bills that come now have a place of their own. Answers
/// how many events went back.
///
/// # Errors
/// A fault when the file refuses.
pub fn end_life(tx: &Tx<'_>, serving: &str, after: i64) -> Answer<i64> {
    let params = named_params! { ":serving": serving, ":after": after };
    let lost = tx.db().list(include_str!("sql/events_lost.sql"), params, |row| {
        Ok((row.get::<_, i64>("id")?, row.get::<_, String>("day")?))
    })?;
    for (id, day) in &lost {
        let own = Month::of(crate::ground::day::iso(day)?);
        let month = settled_in(tx.db(), own)?;
        let late_of = (month != own).then(|| own.name());
        tx.db().run(
            include_str!("sql/event_back.sql"),
            named_params! { ":id": id, ":month": month.name(), ":late_of": late_of, ":command": tx.command()? },
        )?;
    }
    let lives = tx.db().one(include_str!("sql/lives.sql"), named_params! { ":serving": serving }, |row| {
        row.get::<_, i64>("lives")
    })?;
    let shift = (lives.unwrap_or(0) + 1) * LIFE;
    tx.db().run(
        include_str!("sql/life_insert.sql"),
        named_params! { ":serving": serving, ":after": after, ":shift": shift, ":command": tx.command()? },
    )?;
    Ok(i64::try_from(lost.len()).unwrap_or(0))
}

/// What stands of the line that something was sold on.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn stands(db: &Db, serving: &str, line: &UsedLine) -> Result<Stands, Fault> {
    let params = named_params! {
        ":serving": serving, ":bill": line.of.0, ":line": line.of.1, ":home": line.home,
        ":card": line.card.code(),
    };
    let found = db.one(include_str!("sql/event_stands.sql"), params, |row| {
        Ok(Stands {
            principal: Fen(row.get("principal")?),
            gift: Fen(row.get("gift")?),
            owed: Fen(row.get("owed")?),
            home: Fen(row.get("home_share")?),
        })
    })?;
    Ok(found.unwrap_or_default())
}

/// The month in which an event of a day is settled: its own, or the next that is not frozen.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn settled_in(db: &Db, own: Month) -> Result<Month, Fault> {
    let mut month = own;
    loop {
        let params = named_params! { ":month": month.name() };
        if db.one(include_str!("sql/step_there.sql"), params, |row| row.get::<_, i64>("id"))?.is_none() {
            return Ok(month);
        }
        month = month.after();
    }
}

/// Writes an event.
///
/// # Errors
/// A fault when the file refuses.
pub fn insert(tx: &Tx<'_>, serving: &str, line: &UsedLine, version: i64, rated: &Rated) -> Answer<()> {
    let own = Month::of(crate::ground::day::iso(&line.day)?);
    let month = settled_in(tx.db(), own)?;
    let late_of = (month != own).then(|| own.name());
    let value = line.principal.plus(line.gift)?;
    tx.db().run(
        include_str!("sql/event_insert.sql"),
        named_params! {
            ":serving": serving, ":bill": line.bill, ":line": line.line, ":home": line.home,
            ":card": line.card.code(), ":month": month.name(), ":late_of": late_of, ":day": line.day,
            ":rated_on": line.rated_on, ":number": line.number, ":of_number": line.of_number,
            ":of_bill": line.of.0, ":of_line": line.of.1, ":item": line.item, ":name": line.name,
            ":category": line.category, ":principal": line.principal.0, ":gift": line.gift.0,
            ":value": value.0, ":owed": rated.owed.0, ":home_share": rated.home.0, ":version": version,
            ":rule": rated.rule, ":campaign": rated.campaign, ":ask": line.ask, ":staff": line.people,
            ":member": "", ":owner": "", ":command": tx.command()?,
        },
    )?;
    Ok(())
}

/// Events whose member is not known yet: home store, serving store and number of the part.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn unnamed(db: &Db) -> Result<Vec<(String, String, i64)>, Fault> {
    db.list(include_str!("sql/unnamed.sql"), &[], |row| {
        Ok((row.get("home")?, row.get("serving")?, row.get("ask")?))
    })
}

/// Says whose member it was.
///
/// # Errors
/// A fault when the file refuses.
pub fn name(
    db: &Db,
    (home, serving, ask): (&str, &str, i64),
    (member, owner): (&str, &str),
) -> Result<(), Fault> {
    db.run(
        include_str!("sql/name_event.sql"),
        named_params! {
            ":home": home, ":serving": serving, ":ask": ask, ":member": member, ":owner": owner,
        },
    )?;
    Ok(())
}
