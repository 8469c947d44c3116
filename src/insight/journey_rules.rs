//! A newcomer's way (客户旅程): how many came, paid, came again, and paid in advance; and at which visit that happens.

use chrono::{Duration, NaiveDate};

use super::history::Person;
use super::state_rules::{self, State};

/// Days within which a second visit is looked for.
pub const AGAIN_DAYS: i64 = 30;
/// The visit that says somebody stays.
const THIRD: usize = 3;
/// Visits within 180 days that make a loyal member.
const LOYAL: (usize, i64) = (6, 180);
/// Of those who paid in advance, how many a visit has to cover to be named: 70 of a hundred.
const COVERED: usize = 70;
/// First payments in advance that a rule of thumb needs.
const PREPAID_MIN: usize = 20;

/// A step of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// `came`, `paid`, `again`, `third`, `member`, `brought`.
    pub code: &'static str,
    /// How many got there.
    pub members: usize,
    /// Of how many.
    pub of: usize,
}

/// The way of those who came first within some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// The steps, in order. Each of the first four counts those of the step before; the last two count all who came.
    pub steps: Vec<Step>,
    /// Who has not come again and still has days to do so.
    pub open: usize,
}

/// Follows those whose first visit lies within the last `days`.
pub fn journey(people: &[Person], days: i64, today: NaiveDate) -> Journey {
    let from = today - Duration::days(days - 1);
    let came: Vec<(&Person, NaiveDate)> = people
        .iter()
        .filter_map(|person| Some((person, *person.days.keys().next()?)))
        .filter(|(_, first)| *first >= from)
        .collect();
    let paid: Vec<&(&Person, NaiveDate)> = came
        .iter()
        .filter(|(person, _)| {
            person.prepaid_on.is_some() || person.days.values().any(|came| came.spent.is_positive())
        })
        .collect();
    let second = |person: &Person| person.days.keys().nth(1).copied();
    let again: Vec<&&(&Person, NaiveDate)> = paid
        .iter()
        .filter(|(person, first)| {
            second(person).is_some_and(|day| day.signed_duration_since(*first).num_days() <= AGAIN_DAYS)
        })
        .collect();
    let third = again.iter().filter(|(person, _)| person.days.len() >= THIRD).count();
    let member = came.iter().filter(|(person, _)| person.prepaid_on.is_some()).count();
    let brought = came.iter().filter(|(person, _)| !person.brought.is_empty()).count();
    let open = paid
        .iter()
        .filter(|(person, first)| {
            second(person).is_none() && today.signed_duration_since(*first).num_days() < AGAIN_DAYS
        })
        .count();
    let step = |code, members, of| Step { code, members, of };
    Journey {
        steps: vec![
            step("came", came.len(), came.len()),
            step("paid", paid.len(), came.len()),
            step("again", again.len(), paid.len()),
            step("third", third, again.len()),
            step("member", member, came.len()),
            step("brought", brought, came.len()),
        ],
        open,
    }
}

/// The visit by which most have first paid in advance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The number of the visit.
    pub visit: usize,
    /// How many had by then.
    pub members: usize,
    /// Of how many who ever did.
    pub of: usize,
    /// How many did at the first visit, the second .. and at the tenth or later.
    pub at: [usize; 10],
}

/// At which visit members first pay in advance; nothing where too few did.
pub fn moment(people: &[Person]) -> Option<Moment> {
    let mut at = [0; 10];
    for person in people.iter().filter(|person| !person.days.is_empty()) {
        let Some(on) = person.prepaid_on else { continue };
        let visit = person.days.range(..=on).count().max(1);
        if let Some(count) = at.get_mut(visit.min(10) - 1) {
            *count += 1;
        }
    }
    let of: usize = at.iter().sum();
    let mut members = 0;
    for (visit, count) in (1..).zip(at) {
        members += count;
        if of >= PREPAID_MIN && members * 100 >= of * COVERED {
            return Some(Moment { visit, members, of, at });
        }
    }
    None
}

/// How far somebody has come, over her whole history.
pub fn stage(person: &Person, today: NaiveDate) -> &'static str {
    let days = person.dates();
    let loyal_from = today - Duration::days(LOYAL.1);
    let lately = days.iter().filter(|day| **day > loyal_from).count();
    match state_rules::state(&days, today) {
        State::Guest => "guest",
        State::Frozen | State::Lost => "lapsed",
        State::Active | State::Reactivated | State::Dormant if lately >= LOYAL.0 => "loyal",
        State::Active | State::Reactivated | State::Dormant if person.prepaid_on.is_some() => "member",
        State::Active | State::Reactivated | State::Dormant => {
            if days.len() > 1 {
                "bought"
            } else {
                "trial"
            }
        }
    }
}

/// The stages, in their order.
pub const STAGES: [&str; 6] = ["guest", "trial", "bought", "member", "loyal", "lapsed"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::Fen;
    use crate::insight::history::Came;

    fn person(days: &[&str], prepaid_on: Option<&str>) -> Person {
        Person {
            days: days
                .iter()
                .map(|day| (day.parse().unwrap(), Came { spent: Fen(100), reduced: false }))
                .collect(),
            prepaid_on: prepaid_on.map(|day| day.parse().unwrap()),
            ..Person::default()
        }
    }

    #[test]
    fn each_step_counts_those_of_the_step_before() {
        let mut brought = person(&["2026-10-01", "2026-10-20", "2026-11-20"], Some("2026-10-20"));
        brought.brought.push("2026-11-01".to_owned());
        let people = [
            brought,
            person(&["2026-10-01", "2026-11-15"], None),
            person(&["2026-11-20"], Some("2026-11-20")),
            person(&["2026-01-01", "2026-11-20"], None),
            person(&[], None),
        ];
        let is = journey(&people, 90, "2026-11-29".parse().unwrap());
        let counts: Vec<(usize, usize)> = is.steps.iter().map(|step| (step.members, step.of)).collect();
        assert_eq!(counts, [(3, 3), (3, 3), (1, 3), (1, 1), (2, 3), (1, 3)]);
        assert_eq!(is.open, 1);
    }

    #[test]
    fn the_visit_is_named_by_which_most_have_paid_in_advance() {
        let at = |visits: usize| {
            let days = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"];
            person(&days[..visits], Some(days[visits - 1]))
        };
        let mut people: Vec<Person> = [1, 2, 3].repeat(6).into_iter().map(at).collect();
        assert_eq!(moment(&people), None);
        people.extend([at(4), at(4)]);
        let is = moment(&people).unwrap();
        assert_eq!((is.visit, is.members, is.of, is.at[3]), (3, 18, 20, 2));
    }

    #[test]
    fn the_stage_is_the_furthest_that_still_holds() {
        let today = "2026-11-29".parse().unwrap();
        let days = ["2026-07-01", "2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01", "2026-11-20"];
        assert_eq!(stage(&person(&days, None), today), "loyal");
        assert_eq!(stage(&person(&days[1..], Some("2026-08-01")), today), "member");
        assert_eq!(stage(&person(&days[1..], None), today), "bought");
        assert_eq!(stage(&person(&days[5..], None), today), "trial");
        assert_eq!(stage(&person(&["2026-01-01"], Some("2026-01-01")), today), "lapsed");
        assert_eq!(stage(&person(&[], None), today), "guest");
    }
}
