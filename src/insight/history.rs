//! What the books know of every member's visits: merged files are one person, several visits on one day are one.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Fen, Refused, day};
use crate::shop::{Answer, Look};

/// Files of a store up to which one member is judged by all of the others.
const AROUND_MAX: i64 = 10_000;

/// A day that somebody came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Came {
    /// What the work and goods of that day were worth: paid then, or taken from what was paid before.
    pub spent: Fen,
    /// Whether anything was reduced by hand or coupon.
    pub reduced: bool,
}

/// Somebody, and what is known of her visits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// The store whose file it is.
    pub store: String,
    /// Member number.
    pub number: String,
    /// Name.
    pub name: String,
    /// When her file was opened.
    pub opened_on: String,
    /// Her days, in order.
    pub days: BTreeMap<NaiveDate, Came>,
    /// When she first paid in advance: a top-up or a card.
    pub prepaid_on: Option<NaiveDate>,
    /// What is left of her stored value, gifts included.
    pub balance: Fen,
    /// Who served her most often, and on how many of her days.
    pub hand: Option<(String, u32)>,
    /// The days on which those whom she brought opened their files.
    pub brought: Vec<String>,
}

impl Person {
    /// Her days alone.
    pub fn dates(&self) -> Vec<NaiveDate> {
        self.days.keys().copied().collect()
    }

    /// What another book knows of the same person is added to this one.
    pub fn add(&mut self, other: Self) {
        for (day, came) in other.days {
            let here = self.days.entry(day).or_default();
            *here = Came { spent: Fen(here.spent.0 + came.spent.0), reduced: here.reduced || came.reduced };
        }
        self.prepaid_on = earlier(self.prepaid_on, other.prepaid_on);
        self.balance.0 += other.balance.0;
        self.brought.extend(other.brought);
        if other.hand.as_ref().map(|hand| hand.1) > self.hand.as_ref().map(|hand| hand.1) {
            self.hand = other.hand;
        }
    }
}

/// Reads everybody of a store, as of the day that is asked about.
///
/// # Errors
/// [`Refused::ChainUnfit`] at headquarters, which serves nobody itself; a fault of the file.
pub fn people(db: &Db, look: &Look<'_>) -> Answer<Vec<Person>> {
    some(db, look, 1, "")
}

/// Reads one member and, of a store with many files, so many evenly chosen others that everybody can be judged by them:
/// what is asked about one may not take what a report about all takes.
///
/// # Errors
/// As [`people`].
pub fn around(db: &Db, look: &Look<'_>, whose: &str) -> Answer<Vec<Person>> {
    let files = db.one(include_str!("sql/files.sql"), &[], |row| row.get::<_, Option<i64>>("files"))?;
    let step = (files.flatten().unwrap_or(0) + AROUND_MAX - 1) / AROUND_MAX;
    some(db, look, step.max(1), whose)
}

fn some(db: &Db, look: &Look<'_>, step: i64, whose: &str) -> Answer<Vec<Person>> {
    if look.profile.hq {
        let store = look.profile.code.clone();
        return Err(Refused::ChainUnfit { store, what: "hq_books".to_owned() }.into());
    }
    let until = look.today();
    let mut book = Book::read(db, &look.profile.code, &until, (step, whose))?;
    let days = |sql: &'static str, book: &mut Book| -> Answer<()> {
        db.each(sql, named_params! { ":until": until }, |row| book.came(row))
    };
    days(include_str!("sql/visits.sql"), &mut book)?;
    days(include_str!("sql/returned.sql"), &mut book)?;
    days(include_str!("sql/past.sql"), &mut book)?;
    let here = named_params! { ":until": until, ":store": look.profile.code };
    db.each(include_str!("sql/prepaid.sql"), here, |row| -> Answer<()> {
        let bought = day::iso(&row.get::<_, String>("bought_on").map_err(Fault::from)?)?;
        if let Some(person) = book.person(row.get("member_id").map_err(Fault::from)?) {
            person.prepaid_on = earlier(person.prepaid_on, Some(bought));
        }
        Ok(())
    })?;
    let mut held = |row: &Row<'_>| -> Result<(), Fault> {
        if let Some(person) = book.person(row.get("member_id")?) {
            person.balance.0 += row.get::<_, i64>("balance")?;
        }
        Ok(())
    };
    if look.past {
        db.each(include_str!("sql/balances_at.sql"), named_params! { ":until": until }, &mut held)?;
    } else {
        db.each(include_str!("sql/balances.sql"), &[], &mut held)?;
    }
    db.each(include_str!("sql/hands.sql"), named_params! { ":until": until }, |row| -> Result<(), Fault> {
        let (name, days): (String, u32) = (row.get("name")?, row.get("days")?);
        if let Some(person) = book.person(row.get("person")?)
            && person.hand.as_ref().is_none_or(|hand| hand.1 < days)
        {
            person.hand = Some((name, days));
        }
        Ok(())
    })?;
    Ok(book.people)
}

/// The people of a store while they are read.
struct Book {
    people: Vec<Person>,
    /// The place of each file's person.
    places: HashMap<i64, usize>,
}

impl Book {
    fn read(db: &Db, store: &str, until: &str, (step, whose): (i64, &str)) -> Result<Self, Fault> {
        let mut into: HashMap<i64, i64> = HashMap::new();
        let mut brought: Vec<(i64, String)> = Vec::new();
        let (mut people, mut places) = (Vec::new(), HashMap::new());
        let of = named_params! { ":step": step, ":whose": whose };
        db.each(include_str!("sql/people.sql"), of, |row| -> Result<(), Fault> {
            let id: i64 = row.get("id")?;
            let opened_on: String = row.get("opened_on")?;
            if let Some(referrer) = row.get("referrer_id")? {
                brought.push((referrer, opened_on.clone()));
            }
            if let Some(other) = row.get("merged_into")? {
                into.insert(id, other);
                return Ok(());
            }
            places.insert(id, people.len());
            people.push(Person {
                store: store.to_owned(),
                number: row.get("number")?,
                name: row.get("name")?,
                opened_on,
                ..Person::default()
            });
            Ok(())
        })?;
        for id in into.keys() {
            let mut at = *id;
            // A file is merged into one that stands: no circle, and no longer a way than there are files.
            for _ in 0..into.len() {
                at = into.get(&at).copied().unwrap_or(at);
            }
            if let Some(place) = places.get(&at).copied() {
                places.insert(*id, place);
            }
        }
        let mut book = Self { people, places };
        for (referrer, opened_on) in brought.into_iter().filter(|(_, day)| day.as_str() <= until) {
            if let Some(person) = book.person(referrer) {
                person.brought.push(opened_on);
            }
        }
        Ok(book)
    }

    fn person(&mut self, id: i64) -> Option<&mut Person> {
        self.people.get_mut(*self.places.get(&id)?)
    }

    fn came(&mut self, row: &Row<'_>) -> Answer<()> {
        let read = |row: &Row<'_>| -> Result<(i64, String, i64, bool), Fault> {
            Ok((row.get("member_id")?, row.get("day")?, row.get("spent")?, row.get("reduced")?))
        };
        let (member, on, spent, reduced) = read(row)?;
        let on = day::iso(&on)?;
        if let Some(person) = self.person(member) {
            let came = person.days.entry(on).or_default();
            *came = Came { spent: Fen(came.spent.0 + spent), reduced: came.reduced || reduced };
        }
        Ok(())
    }
}

fn earlier(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
