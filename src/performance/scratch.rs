//! Everything worked out again from the facts, in memory: what the tables should say.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::advice_rules::{self, Fate};
use super::parts_rules::Sums;
use super::past_rules::Joined;
use super::visit_rules::{self, Kept, Key, Seen, Visit};
use super::{facts, rating_rules};
use crate::db::{Db, Fault, Row};
use crate::ground::{Zone, day};
use crate::shop::{Answer, Stop};

/// What the tables say, or should.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tables {
    /// Day, person, known on.
    pub days: BTreeMap<(NaiveDate, i64, NaiveDate), Sums>,
    /// Visits.
    pub visits: BTreeMap<Key, Kept<Seen>>,
    /// Day, recommendation.
    pub advice: BTreeMap<(NaiveDate, i64), Kept<Fate>>,
}

/// Works everything out from the facts.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn from_facts(db: &Db, zone: &Zone) -> Answer<Tables> {
    let merges = facts::merges(db, zone)?;
    let mut out = Tables { days: days(db, *zone)?, ..Tables::default() };
    let roots = roots(&merges);
    let root = |file: i64| roots.get(&file).copied().unwrap_or(file);
    let mut people: BTreeMap<i64, Vec<Visit>> = BTreeMap::new();
    for visit in facts::visits(db)? {
        people.entry(root(visit.file)).or_default().push(visit);
    }
    let own =
        |of: i64| -> Vec<Joined> { merges.iter().filter(|merge| root(merge.from) == of).copied().collect() };
    for (person, visits) in &people {
        out.visits.extend(visit_rules::rows(visits, &own(*person)));
    }
    let mut advised: Vec<i64> = facts::advised(db)?.into_iter().map(root).collect();
    advised.sort_unstable();
    advised.dedup();
    for person in advised {
        let files = roots.iter().filter(|(_, root)| **root == person).map(|(file, _)| *file);
        let mut files: Vec<i64> = files.chain([person]).collect();
        files.sort_unstable();
        files.dedup();
        let (mut all, mut sales) = (Vec::new(), Vec::new());
        for file in files {
            all.extend(facts::advice_of(db, file)?);
            sales.extend(facts::bought_of(db, file)?);
        }
        out.advice.extend(advice_rules::rows(&all, &sales, &own(person)));
    }
    Ok(out)
}

fn days(db: &Db, zone: Zone) -> Answer<BTreeMap<(NaiveDate, i64, NaiveDate), Sums>> {
    let mut out: BTreeMap<(NaiveDate, i64, NaiveDate), Sums> = BTreeMap::new();
    for bill in db.list(include_str!("sql/bills.sql"), &[], |row| row.get::<_, i64>("id"))? {
        let head = facts::head(db, bill)?;
        let parts = facts::parts(db, bill, &head)?;
        for (staff, sums) in &parts {
            out.entry((head.day, *staff, head.day)).or_default().add(sums, 1);
        }
        let given = facts::ratings(db, &zone, bill, &head)?;
        if given.is_empty() {
            continue;
        }
        for (day, known, delta) in rating_rules::deltas(&given, facts::voided_on(db, bill)?) {
            for staff in parts.keys() {
                out.entry((day, *staff, known)).or_default().add(&delta, 1);
            }
        }
    }
    out.retain(|_, sums| !sums.is_zero());
    Ok(out)
}

/// For each file that a merge names, one file that stands for all that belong together with it.
fn roots(merges: &[Joined]) -> BTreeMap<i64, i64> {
    let mut roots: BTreeMap<i64, i64> = BTreeMap::new();
    for merge in merges {
        let of = |file: i64| roots.get(&file).copied().unwrap_or(file);
        let (one, other) = (of(merge.from), of(merge.into));
        roots.entry(merge.from).or_insert(one);
        roots.entry(merge.into).or_insert(other);
        for root in roots.values_mut().filter(|root| **root == one) {
            *root = other;
        }
    }
    roots
}

/// What the tables say.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn from_tables(db: &Db) -> Answer<Tables> {
    let mut out = Tables::default();
    db.each(include_str!("sql/days.sql"), &[], |row| {
        let sums = Sums::read(|name| row.get(name)).map_err(Fault::from)?;
        if !sums.is_zero() {
            out.days.insert((date(row, "day")?, number(row, "staff")?, date(row, "known_on")?), sums);
        }
        Ok::<(), Stop>(())
    })?;
    db.each(include_str!("sql/visit_rows.sql"), &[], |row| {
        let seen = Seen {
            person: number(row, "person")?,
            since_last: row.get("since_last").map_err(Fault::from)?,
            to_next: row.get("to_next").map_err(Fault::from)?,
        };
        let key = (date(row, "day")?, number(row, "staff")?, number(row, "member")?);
        put(out.visits.entry(key).or_default(), row, seen)
    })?;
    db.each(include_str!("sql/advice_rows.sql"), &[], |row| {
        let fate = Fate {
            staff: number(row, "staff")?,
            person: number(row, "person")?,
            bought_in: row.get("bought_in").map_err(Fault::from)?,
            done_in: row.get("done_in").map_err(Fault::from)?,
        };
        let key = (date(row, "day")?, number(row, "recommendation")?);
        put(out.advice.entry(key).or_default(), row, fate)
    })?;
    Ok(out)
}

fn put<S>(kept: &mut Kept<S>, row: &Row<'_>, state: S) -> Answer<()> {
    let until: String = row.get("until_on").map_err(Fault::from)?;
    if until.is_empty() {
        kept.now = Some(state);
    } else {
        kept.before.push((day::iso(&until)?, state));
        kept.before.sort_by_key(|(until, _)| *until);
    }
    Ok(())
}

fn number(row: &Row<'_>, name: &str) -> Result<i64, Fault> {
    Ok(row.get(name)?)
}

fn date(row: &Row<'_>, name: &str) -> Answer<NaiveDate> {
    Ok(day::iso(&row.get::<_, String>(name).map_err(Fault::from)?)?)
}

/// What differs, in words: at most a few of each table, the first day first.
pub fn differences(kept: &Tables, wanted: &Tables) -> Vec<String> {
    let mut out = Vec::new();
    compare("work_day", &kept.days, &wanted.days, &mut out);
    compare("client_day", &kept.visits, &wanted.visits, &mut out);
    compare("advice_day", &kept.advice, &wanted.advice, &mut out);
    out
}

fn compare<K: Ord + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
    table: &str,
    kept: &BTreeMap<K, V>,
    wanted: &BTreeMap<K, V>,
    out: &mut Vec<String>,
) {
    const SHOWN_MAX: usize = 5;
    let wrong = wanted.iter().filter(|(key, row)| kept.get(key) != Some(row));
    for (key, row) in wrong.take(SHOWN_MAX) {
        out.push(format!("{table} {key:?}: kept {:?}, the facts say {row:?}", kept.get(key)));
    }
    let extra = kept.iter().filter(|(key, _)| !wanted.contains_key(key));
    for (key, row) in extra.take(SHOWN_MAX) {
        out.push(format!("{table} {key:?}: kept {row:?}, the facts know nothing of it"));
    }
}
