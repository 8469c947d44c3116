//! The SQL of staff.

use super::{Job, Person};
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Clean, Refused};
use crate::shop::{Answer, Role};

fn read(row: &Row<'_>) -> crate::db::RowResult<Person> {
    let job: String = row.get("job")?;
    let role: String = row.get("role")?;
    Ok(Person {
        id: row.get("id")?,
        number: row.get("number")?,
        name: row.get("name")?,
        job: Job::from_code(&job).unwrap_or(Job::Technician),
        role: Role::from_code(&role).unwrap_or(Role::Staff),
        skills: row.get("skills")?,
        phones: phones(row.get("phone")?, &row.get::<_, String>("phones_more")?),
        hired_on: row.get("hired_on")?,
        left_on: row.get("left_on")?,
        guarded: row.get("guarded")?,
    })
}

/// The phones of a row: the main one, and the others between commas.
fn phones(main: Option<String>, more: &str) -> Vec<String> {
    main.into_iter().chain(more.split(',').filter(|phone| !phone.is_empty()).map(str::to_owned)).collect()
}

/// Every phone of a person but the main one, as it stands in the file.
fn more(person: &Person) -> String {
    person.phones.get(1..).unwrap_or_default().join(",")
}

/// A person by number.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn by_number(db: &Db, number: &str) -> Result<Option<Person>, Fault> {
    db.one(include_str!("sql/by_number.sql"), named_params! { ":number": number }, read)
}

/// A person by row id.
///
/// # Errors
/// As [`by_number`].
pub fn by_id(db: &Db, id: i64) -> Result<Option<Person>, Fault> {
    db.one(include_str!("sql/by_id.sql"), named_params! { ":id": id }, read)
}

/// A person who works here on a day, by number.
///
/// # Errors
/// [`Refused::StaffUnknown`], [`Refused::StaffLeft`].
pub fn working(db: &Db, number: &str, day: &str) -> Answer<Person> {
    let person = by_number(db, number)?
        .ok_or_else(|| Refused::StaffUnknown { number: Clean::shown(number).into_string() })?;
    match &person.left_on {
        Some(date) if date.as_str() <= day => {
            Err(Refused::StaffLeft { number: person.number, name: person.name, date: date.clone() }.into())
        }
        Some(_) | None => Ok(person),
    }
}

/// Everyone, by number.
///
/// # Errors
/// As [`by_number`].
pub fn all(db: &Db) -> Result<Vec<Person>, Fault> {
    db.list(include_str!("sql/all.sql"), &[], read)
}

pub(super) fn insert(db: &Db, person: &Person, batch: Option<i64>) -> Result<i64, Fault> {
    db.insert(
        include_str!("sql/insert.sql"),
        named_params! {
            ":number": person.number, ":name": person.name, ":job": person.job.code(),
            ":role": person.role.code(), ":skills": person.skills, ":phone": person.phones.first(),
            ":more": more(person), ":hired": person.hired_on, ":batch": batch,
        },
    )
}

pub(crate) fn update(db: &Db, person: &Person) -> Result<(), Fault> {
    db.run(
        include_str!("sql/update.sql"),
        named_params! {
            ":id": person.id, ":name": person.name, ":job": person.job.code(), ":role": person.role.code(),
            ":skills": person.skills, ":phone": person.phones.first(), ":more": more(person),
            ":left": person.left_on,
        },
    )?;
    Ok(())
}

pub(super) fn owners_left(db: &Db, except: i64) -> Result<i64, Fault> {
    let count =
        db.one(include_str!("sql/owners_left.sql"), named_params! { ":id": except }, |row| row.get(0))?;
    Ok(count.unwrap_or(0))
}
