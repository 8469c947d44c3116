//! The SQL of the kept rows.

use chrono::NaiveDate;

use super::advice_rules::Fate;
use super::parts_rules::Sums;
use super::visit_rules::{Kept, Key, Seen};
use crate::db::{Db, Fault, ToSql, named_params};

/// By which version of the rules the tables are filled.
pub(super) fn mark(db: &Db) -> Result<Option<i64>, Fault> {
    db.one(include_str!("sql/mark.sql"), &[], |row| row.get("rules"))
}

/// Says by which version they are.
pub(super) fn set_mark(db: &Db, rules: i64) -> Result<(), Fault> {
    db.run(include_str!("sql/mark_delete.sql"), &[])?;
    db.run(include_str!("sql/mark_insert.sql"), named_params! { ":rules": rules })?;
    Ok(())
}

/// Says that the sums are not those of the facts any more.
pub(super) fn drop_mark(db: &Db) -> Result<(), Fault> {
    db.run(include_str!("sql/mark_delete.sql"), &[])?;
    Ok(())
}

/// Adds to a person's day.
pub(super) fn add(db: &Db, day: &str, known_on: &str, staff: i64, sums: &Sums) -> Result<(), Fault> {
    let named = sums.named();
    let mut params: Vec<(&str, &dyn ToSql)> =
        named.iter().map(|(name, sum)| (*name, sum as &dyn ToSql)).collect();
    params.extend([(":day", &day as &dyn ToSql), (":known", &known_on), (":staff", &staff)]);
    if db.run(include_str!("sql/day_add.sql"), &params)? == 0 {
        db.run(include_str!("sql/day_insert.sql"), &params)?;
    }
    Ok(())
}

/// The last day on which somebody came, and how many days before it she came.
pub(super) fn last_visit(db: &Db, person: i64) -> Result<Option<(String, Option<i64>)>, Fault> {
    db.one(include_str!("sql/last_visit.sql"), named_params! { ":person": person }, |row| {
        Ok((row.get("day")?, row.get("since_last")?))
    })
}

/// Somebody who came on `day` came again so many days later.
pub(super) fn came_back(db: &Db, person: i64, day: &str, days: i64) -> Result<(), Fault> {
    let params = named_params! { ":person": person, ":day": day, ":days": days };
    db.run(include_str!("sql/visit_next.sql"), params)?;
    Ok(())
}

/// Whether a person served a member on a day already.
pub(super) fn has_served(db: &Db, day: &str, staff: i64, member: i64) -> Result<bool, Fault> {
    let params = named_params! { ":day": day, ":staff": staff, ":member": member };
    Ok(db.one(include_str!("sql/visit_known.sql"), params, |_| Ok(()))?.is_some())
}

/// A visit as it stands.
pub(super) fn insert_visit(db: &Db, day: &str, staff: i64, member: i64, seen: &Seen) -> Result<(), Fault> {
    db.run(
        include_str!("sql/visit_insert.sql"),
        named_params! {
            ":day": day, ":staff": staff, ":member": member, ":person": seen.person,
            ":since_last": seen.since_last, ":to_next": seen.to_next,
        },
    )?;
    Ok(())
}

/// A visit with what it said before.
pub(super) fn write_visit(db: &Db, (day, staff, member): Key, kept: &Kept<Seen>) -> Result<(), Fault> {
    let day = day.to_string();
    if let Some(seen) = &kept.now {
        insert_visit(db, &day, staff, member, seen)?;
    }
    for (until, seen) in &kept.before {
        db.run(
            include_str!("sql/visit_was_insert.sql"),
            named_params! {
                ":day": day, ":staff": staff, ":member": member, ":until": until.to_string(),
                ":person": seen.person, ":since_last": seen.since_last, ":to_next": seen.to_next,
            },
        )?;
    }
    Ok(())
}

/// Takes the visits of a file away.
pub(super) fn drop_visits(db: &Db, member: i64) -> Result<(), Fault> {
    db.run(include_str!("sql/visits_drop.sql"), named_params! { ":member": member })?;
    db.run(include_str!("sql/visits_was_drop.sql"), named_params! { ":member": member })?;
    Ok(())
}

/// A recommendation with what its row said before, in place of what stands there.
pub(super) fn write_advice(db: &Db, (day, advice): (NaiveDate, i64), kept: &Kept<Fate>) -> Result<(), Fault> {
    let day = day.to_string();
    db.run(include_str!("sql/advice_drop.sql"), named_params! { ":day": day, ":advice": advice })?;
    db.run(include_str!("sql/advice_was_drop.sql"), named_params! { ":advice": advice })?;
    if let Some(fate) = &kept.now {
        db.run(
            include_str!("sql/advice_insert.sql"),
            named_params! {
                ":day": day, ":advice": advice, ":staff": fate.staff, ":person": fate.person,
                ":bought_in": fate.bought_in, ":done_in": fate.done_in,
            },
        )?;
    }
    for (until, fate) in &kept.before {
        db.run(
            include_str!("sql/advice_was_insert.sql"),
            named_params! {
                ":day": day, ":advice": advice, ":until": until.to_string(), ":staff": fate.staff,
                ":person": fate.person, ":bought_in": fate.bought_in, ":done_in": fate.done_in,
            },
        )?;
    }
    Ok(())
}

/// A recommendation that is not yet bought and done.
pub(super) struct Open {
    pub day: String,
    pub fate: Fate,
    pub advice: super::advice_rules::Advice,
}

/// Those of somebody since a day.
pub(super) fn open_advice(db: &Db, person: i64, since: &str) -> Result<Vec<Open>, Fault> {
    let params = named_params! { ":person": person, ":since": since };
    db.list(include_str!("sql/advice_open.sql"), params, |row| {
        let staff = row.get("staff")?;
        Ok(Open {
            day: row.get("day")?,
            fate: Fate { staff, person, bought_in: row.get("bought_in")?, done_in: row.get("done_in")? },
            advice: super::advice_rules::Advice {
                id: row.get("recommendation")?,
                day: NaiveDate::default(),
                file: row.get("member_id")?,
                staff,
                item: row.get("item_id")?,
                command: row.get("command_id")?,
            },
        })
    })
}

/// What became of a recommendation.
pub(super) fn set_fate(db: &Db, day: &str, advice: i64, fate: &Fate) -> Result<(), Fault> {
    db.run(
        include_str!("sql/advice_update.sql"),
        named_params! { ":day": day, ":advice": advice, ":bought_in": fate.bought_in, ":done_in": fate.done_in },
    )?;
    Ok(())
}

/// Empties all tables.
pub(super) fn empty(db: &Db) -> Result<(), Fault> {
    for sql in [
        include_str!("sql/drop_work_day.sql"),
        include_str!("sql/drop_client_day.sql"),
        include_str!("sql/drop_client_day_was.sql"),
        include_str!("sql/drop_advice_day.sql"),
        include_str!("sql/drop_advice_day_was.sql"),
    ] {
        db.run(sql, &[])?;
    }
    Ok(())
}
