//! Visits: which member each person served on which day, and how far her visits before and after are.
//!
//! A visit is a member's business day with a sale that stands (到店). It goes when the last sale of the day is voided,
//! from the day of the void on; files that were merged are one person from the day of the merge on.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::past_rules::{Joined, cuts, person, settle};

/// A person on a sale to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// The business day.
    pub day: NaiveDate,
    /// The member's file on the bill.
    pub file: i64,
    /// Who served; 0 where nobody's name stands on the bill.
    pub staff: i64,
    /// The day on which the sale was voided.
    pub void_on: Option<NaiveDate>,
}

/// Day, person, file.
pub type Key = (NaiveDate, i64, i64);

/// What is known of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// Whose file it is.
    pub person: i64,
    /// Days since the visit before.
    pub since_last: Option<i64>,
    /// Days to the next visit.
    pub to_next: Option<i64>,
}

/// A row as it stands, and what it said before, each with the day until which that held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept<S> {
    /// As it stands; none where every sale of it was voided.
    pub now: Option<S>,
    /// What it said before.
    pub before: Vec<(NaiveDate, S)>,
}

/// The rows of one person's files: all that belong together by any merge.
pub fn rows(visits: &[Visit], merges: &[Joined]) -> BTreeMap<Key, Kept<Seen>> {
    let cuts = cuts(visits.iter().filter_map(|visit| visit.void_on), merges);
    let stretches: Vec<BTreeMap<Key, Seen>> = std::iter::once(None)
        .chain(cuts.iter().copied().map(Some))
        .map(|begins| stretch(visits, merges, begins))
        .collect();
    let mut out = BTreeMap::new();
    for visit in visits {
        let key = (visit.day, visit.staff, visit.file);
        if out.contains_key(&key) {
            continue;
        }
        let states: Vec<Option<Seen>> = stretches.iter().map(|rows| rows.get(&key).copied()).collect();
        let (now, before) = settle(&cuts, visit.day, &states, |seen, until| Seen {
            to_next: happened_before(visit.day, seen.to_next, until),
            ..*seen
        });
        out.insert(key, Kept { now, before });
    }
    out.retain(|_, kept| kept.now.is_some() || !kept.before.is_empty());
    out
}

/// What followed `day` so many days later, for a reader before another day.
pub fn happened_before(day: NaiveDate, after: Option<i64>, until: NaiveDate) -> Option<i64> {
    after.filter(|days| *days < until.signed_duration_since(day).num_days())
}

/// The rows while nothing is changed: sales voided by its first day are gone, merges done by then are done.
fn stretch(visits: &[Visit], merges: &[Joined], begins: Option<NaiveDate>) -> BTreeMap<Key, Seen> {
    let stands = |visit: &&Visit| visit.void_on.is_none_or(|void| begins.is_none_or(|begins| void > begins));
    let mut days: BTreeMap<i64, Vec<NaiveDate>> = BTreeMap::new();
    for visit in visits.iter().filter(stands) {
        days.entry(person(merges, begins, visit.file)).or_default().push(visit.day);
    }
    for days in days.values_mut() {
        days.sort_unstable();
        days.dedup();
    }
    let between = |one: &NaiveDate, other: &NaiveDate| other.signed_duration_since(*one).num_days();
    let mut out = BTreeMap::new();
    for visit in visits.iter().filter(stands) {
        let person = person(merges, begins, visit.file);
        let all = days.get(&person).map_or(&[][..], Vec::as_slice);
        let before = all.partition_point(|day| *day < visit.day);
        let after = all.partition_point(|day| *day <= visit.day);
        let last = before.checked_sub(1).and_then(|place| all.get(place));
        let seen = Seen {
            person,
            since_last: last.map(|day| between(day, &visit.day)),
            to_next: all.get(after).map(|day| between(&visit.day, day)),
        };
        out.insert((visit.day, visit.staff, visit.file), seen);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, day).unwrap()
    }

    fn visit(day: u32, file: i64, void_on: Option<u32>) -> Visit {
        Visit { day: on(day), file, staff: 7, void_on: void_on.map(on) }
    }

    fn seen(person: i64, since_last: Option<i64>, to_next: Option<i64>) -> Seen {
        Seen { person, since_last, to_next }
    }

    #[test]
    fn a_visit_knows_the_one_before_and_the_one_after() {
        let rows = rows(&[visit(1, 1, None), visit(9, 1, None), visit(9, 1, None)], &[]);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[&(on(1), 7, 1)].now, Some(seen(1, None, Some(8))));
        assert_eq!(rows[&(on(9), 7, 1)].now, Some(seen(1, Some(8), None)));
    }

    #[test]
    fn a_visit_voided_later_was_one_until_then() {
        let rows = rows(&[visit(1, 1, None), visit(5, 1, Some(8)), visit(12, 1, None)], &[]);
        let first = &rows[&(on(1), 7, 1)];
        assert_eq!(first.now, Some(seen(1, None, Some(11))));
        assert_eq!(first.before, [(on(8), seen(1, None, Some(4)))]);
        let voided = &rows[&(on(5), 7, 1)];
        assert_eq!((voided.now, voided.before.as_slice()), (None, &[(on(8), seen(1, Some(4), None))][..]));
    }

    #[test]
    fn a_sale_voided_on_its_own_day_never_was_a_visit() {
        assert_eq!(rows(&[visit(5, 1, Some(5))], &[]).len(), 0);
        assert_eq!(rows(&[visit(5, 1, Some(5)), visit(5, 1, None)], &[])[&(on(5), 7, 1)].before, []);
    }

    #[test]
    fn merged_files_are_one_person_from_then_on() {
        let merge = Joined { on: on(10), from: 1, into: 2, undone: false };
        let rows = rows(&[visit(1, 1, None), visit(5, 2, None), visit(20, 2, None)], &[merge]);
        let first = &rows[&(on(1), 7, 1)];
        assert_eq!(first.now, Some(seen(2, None, Some(4))));
        assert_eq!(first.before, [(on(10), seen(1, None, None))]);
        let second = &rows[&(on(5), 7, 2)];
        assert_eq!(second.now, Some(seen(2, Some(4), Some(15))));
        assert_eq!(second.before, [(on(10), seen(2, None, None))]);
    }
}
