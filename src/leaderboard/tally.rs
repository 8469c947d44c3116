//! Reading a span of days: the rows of those days and no others, as they were on the day that is asked about.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Duration, NaiveDate};

use super::kpi_rules::{BACK_DAYS, SLEEP_DAYS, Tally};
use super::span::cohort;
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::day;
use crate::performance::{STORE, Sums};
use crate::shop::{Answer, Stop};

/// Which days, and as of which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The day whose knowledge counts.
    pub as_of: NaiveDate,
}

impl Window {
    /// The last day of which anything can be known.
    pub fn last(&self) -> NaiveDate {
        self.to.min(self.as_of)
    }

    /// The days whose clients the repurchase rate is about.
    pub fn cohort(&self) -> (NaiveDate, NaiveDate) {
        cohort(self.from, self.to, self.as_of)
    }

    /// Calendar days up to the last.
    pub fn days(&self) -> i64 {
        (self.last().signed_duration_since(self.from).num_days() + 1).max(0)
    }
}

/// A visit as of the day that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visited {
    /// The day.
    pub day: NaiveDate,
    /// Who served.
    pub staff: i64,
    /// The file on the bill.
    pub member: i64,
    /// Whose file it is.
    pub person: i64,
    /// Days since the visit before.
    pub since_last: Option<i64>,
    /// Days to the next visit.
    pub to_next: Option<i64>,
    /// Whether it is her first, and no import brought her.
    pub fresh: bool,
}

impl Visited {
    /// Whether she came back in time.
    pub fn came_back(&self) -> bool {
        self.to_next.is_some_and(|days| days <= BACK_DAYS)
    }

    /// Whether she had slept.
    pub fn awoke(&self) -> bool {
        self.since_last.is_some_and(|days| days > SLEEP_DAYS)
    }
}

/// A recommendation as of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advised {
    /// The day.
    pub day: NaiveDate,
    /// Row id.
    pub id: i64,
    /// By whom.
    pub staff: i64,
    /// To whom.
    pub person: i64,
    /// Days until it was bought.
    pub bought_in: Option<i64>,
    /// Days until it was done.
    pub done_in: Option<i64>,
}

impl Advised {
    /// Whether its thirty days are over, or it was bought already.
    pub fn decided(&self, as_of: NaiveDate) -> bool {
        self.bought_in.is_some() || self.day + Duration::days(BACK_DAYS) < as_of
    }
}

/// Days are written again and again in a row: each is read once. The day is the first column.
#[derive(Default)]
struct Days {
    text: Vec<u8>,
    day: NaiveDate,
}

impl Days {
    fn read(&mut self, row: &Row<'_>) -> Answer<NaiveDate> {
        let text = row.get_ref(0).map_err(Fault::from)?.as_bytes().unwrap_or_default();
        if text != self.text {
            self.day = day::iso(std::str::from_utf8(text).unwrap_or_default())?;
            text.clone_into(&mut self.text);
        }
        Ok(self.day)
    }
}

/// What happened so many days after, unless that was later than the day that is asked about.
fn known(on: NaiveDate, after: Option<i64>, as_of: NaiveDate) -> Option<i64> {
    let limit = as_of.signed_duration_since(on).num_days();
    after.filter(|days| *days <= limit)
}

/// Columns by their place, for once: a quarter has a million of these values, and half the time of a board went into
/// looking their names up. Both statements begin with the same columns in this order.
fn visited(row: &Row<'_>, on: NaiveDate, as_of: NaiveDate) -> Result<Visited, Fault> {
    Ok(Visited {
        day: on,
        staff: row.get(1)?,
        member: row.get(2)?,
        person: row.get(3)?,
        since_last: row.get(4)?,
        to_next: known(on, row.get(5)?, as_of),
        fresh: row.get(6)?,
    })
}

/// Walks over the visits of some days as they were on `as_of`.
pub fn visits(
    db: &Db,
    (from, to): (NaiveDate, NaiveDate),
    as_of: NaiveDate,
    mut visit: impl FnMut(Visited),
) -> Answer<()> {
    let (from, to, as_of_text) = (from.to_string(), to.min(as_of).to_string(), as_of.to_string());
    let mut days = Days::default();
    let mut were: BTreeMap<(NaiveDate, i64, i64), Visited> = BTreeMap::new();
    let params = named_params! { ":from": from, ":to": to, ":as_of": as_of_text };
    db.each(include_str!("sql/visits_were.sql"), params, |row| {
        let one = visited(row, days.read(row)?, as_of)?;
        were.entry((one.day, one.staff, one.member)).or_insert(one);
        Ok::<(), Stop>(())
    })?;
    db.each(include_str!("sql/visits.sql"), named_params! { ":from": from, ":to": to }, |row| {
        let one = visited(row, days.read(row)?, as_of)?;
        if were.is_empty() {
            visit(one);
        } else {
            visit(were.remove(&(one.day, one.staff, one.member)).unwrap_or(one));
        }
        Ok::<(), Stop>(())
    })?;
    were.into_values().for_each(visit);
    Ok(())
}

/// Walks over the recommendations of the window as they were.
pub fn advice(db: &Db, window: &Window, mut visit: impl FnMut(Advised)) -> Answer<()> {
    let (from, to, as_of) = (window.from.to_string(), window.last().to_string(), window.as_of.to_string());
    let mut days = Days::default();
    let mut read = |row: &Row<'_>| -> Answer<Advised> {
        let on = days.read(row)?;
        let at = |row: &Row<'_>| -> crate::db::RowResult<Advised> {
            Ok(Advised {
                day: on,
                id: row.get("recommendation")?,
                staff: row.get("staff")?,
                person: row.get("person")?,
                bought_in: known(on, row.get("bought_in")?, window.as_of),
                done_in: known(on, row.get("done_in")?, window.as_of),
            })
        };
        Ok(at(row).map_err(Fault::from)?)
    };
    let mut were: BTreeMap<i64, Advised> = BTreeMap::new();
    let params = named_params! { ":from": from, ":to": to, ":as_of": as_of };
    db.each(include_str!("sql/advice_was.sql"), params, |row| {
        let one = read(row)?;
        were.entry(one.id).or_insert(one);
        Ok::<(), Stop>(())
    })?;
    db.each(include_str!("sql/advice.sql"), named_params! { ":from": from, ":to": to }, |row| {
        let one = read(row)?;
        visit(were.remove(&one.id).unwrap_or(one));
        Ok::<(), Stop>(())
    })?;
    were.into_values().for_each(visit);
    Ok(())
}

/// More members than this many bits can number no salon has: 1,099,511,627,776.
const PERSON_BITS: u32 = 40;

/// Who was served by one person, before it is counted.
#[derive(Debug, Default)]
struct Served {
    clients: Vec<i64>,
    /// Days and clients, a day in the high bits: one number sorts faster than two.
    days: Vec<i64>,
    fresh: Vec<i64>,
    awoke: Vec<i64>,
    ripe: Vec<i64>,
    back: Vec<i64>,
}

fn distinct<T: Ord>(mut all: Vec<T>) -> i64 {
    all.sort_unstable();
    all.dedup();
    i64::try_from(all.len()).unwrap_or(i64::MAX)
}

impl Served {
    fn came(&mut self, one: &Visited) {
        self.clients.push(one.person);
        self.days.push((i64::from(one.day.num_days_from_ce()) << PERSON_BITS) | one.person);
        if one.fresh {
            self.fresh.push(one.person);
        }
        if one.awoke() {
            self.awoke.push(one.person);
        }
    }

    fn ripened(&mut self, one: &Visited) {
        self.ripe.push(one.person);
        if one.came_back() {
            self.back.push(one.person);
        }
    }

    fn count(self, into: &mut Tally) {
        into.clients = distinct(self.clients);
        into.visits = distinct(self.days);
        into.fresh = distinct(self.fresh);
        into.awakened = distinct(self.awoke);
        into.ripe = distinct(self.ripe);
        into.back = distinct(self.back);
    }
}

/// Everybody's clients. Rows come person by person, so the one of the row before is remembered: a quarter has some
/// hundred thousand rows, and looking each up by a hash took a tenth of the board.
#[derive(Default)]
struct Crowd {
    store: Served,
    people: Vec<(i64, Served)>,
    places: HashMap<i64, usize>,
    last: usize,
}

impl Crowd {
    fn of(&mut self, staff: i64) -> &mut Served {
        if staff == STORE {
            return &mut self.store;
        }
        if self.people.get(self.last).is_none_or(|(last, _)| *last != staff) {
            let next = self.people.len();
            self.last = *self.places.entry(staff).or_insert(next);
            if self.last == next {
                self.people.push((staff, Served::default()));
            }
        }
        &mut self.people[self.last].1
    }
}

/// What was counted of everybody in a window; the store's own under [`STORE`].
pub fn all(db: &Db, window: &Window) -> Answer<BTreeMap<i64, Tally>> {
    let mut out: BTreeMap<i64, Tally> = BTreeMap::from([(STORE, Tally::default())]);
    let params = named_params! {
        ":from": window.from.to_string(), ":to": window.last().to_string(), ":as_of": window.as_of.to_string(),
    };
    db.each(include_str!("sql/sums.sql"), params, |row| {
        let staff: i64 = row.get("staff")?;
        out.entry(staff).or_default().sums = Sums::read(|name| row.get(name))?;
        Ok::<(), Fault>(())
    })?;
    let mut served = Crowd::default();
    let mut both = |one: &Visited, note: fn(&mut Served, &Visited)| {
        note(served.of(one.staff), one);
        if one.staff != STORE {
            note(&mut served.store, one);
        }
    };
    let (ripe_from, ripe_to) = window.cohort();
    let within = ripe_from == window.from;
    visits(db, (window.from, window.last()), window.as_of, |one| {
        both(&one, Served::came);
        if within && one.day <= ripe_to {
            both(&one, Served::ripened);
        }
    })?;
    if !within {
        visits(db, (ripe_from, ripe_to), window.as_of, |one| both(&one, Served::ripened))?;
    }
    served.store.count(out.entry(STORE).or_default());
    for (staff, served) in served.people {
        served.count(out.entry(staff).or_default());
    }
    advice(db, window, |one| {
        for staff in [STORE, one.staff] {
            let tally = out.entry(staff).or_default();
            tally.offered += 1;
            tally.decided += i64::from(one.decided(window.as_of));
            tally.bought += i64::from(one.bought_in.is_some());
            tally.done += i64::from(one.bought_in.is_some() && one.done_in.is_some());
        }
    })?;
    Ok(out)
}
