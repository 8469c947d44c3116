//! Tags that say why: each is a rule over a member's own visits, and carries the figures that made it true.

use chrono::{Datelike, NaiveDate, Weekday};

use super::history::Person;
use crate::ground::Fen;

/// Visits from which on a habit can be seen.
const HABIT_VISITS: usize = 5;
/// Gaps that a rhythm is read from: the newest.
const RHYTHM_GAPS: usize = 8;
/// The spread of gaps, beside their mean, up to which they are a rhythm: 35 %.
const RHYTHM_SPREAD: f64 = 0.35;
/// So many times everybody's mean is a high ticket.
const HIGH_TIMES: i64 = 2;
/// Visits from which on a mean is believed.
const MEAN_VISITS: i64 = 3;
/// Days for which somebody is new.
const NEW_DAYS: i64 = 30;
/// Money that sleeps: from 500 yuan, untouched for more than 90 days.
const ASLEEP: (Fen, i64) = (Fen(50_000), 90);
/// Of a hundred visits, those that make a habit: weekends, one pair of hands, reductions.
const MOSTLY: (usize, usize, usize) = (80, 75, 60);

/// A tag with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// `regular`, `leaving` ..
    pub code: &'static str,
    /// What its sentence names, in the order of its words.
    pub facts: Vec<(&'static str, String)>,
}

/// The days between visits, oldest first.
pub fn gaps(days: &[NaiveDate]) -> Vec<i64> {
    let between = |pair: &[NaiveDate]| match pair {
        [one, next] => next.signed_duration_since(*one).num_days(),
        _ => 0,
    };
    days.windows(2).map(between).collect()
}

/// The middle gap of somebody with at least two: her usual rhythm, in days.
pub fn usual_gap(days: &[NaiveDate]) -> Option<i64> {
    let mut gaps = gaps(days);
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied().filter(|_| gaps.len() >= 2)
}

/// For how many days somebody's stored value sleeps, where it does: much of it, and she has long stayed away.
pub fn asleep(person: &Person, today: NaiveDate) -> Option<i64> {
    let last = person.days.keys().next_back()?;
    let away = today.signed_duration_since(*last).num_days();
    (person.balance >= ASLEEP.0 && away > ASLEEP.1).then_some(away)
}

/// All tags of somebody. `mean` is what a visit is worth on average over all members.
pub fn tags(person: &Person, mean: Fen, today: NaiveDate) -> Vec<Tag> {
    let days = person.dates();
    let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else { return Vec::new() };
    let since = |day: NaiveDate| today.signed_duration_since(day).num_days();
    let mut out = Vec::new();
    let mut add = |code: &'static str, facts: Vec<(&'static str, String)>| out.push(Tag { code, facts });
    if since(first) <= NEW_DAYS {
        add("new", vec![("first", first.to_string())]);
    }
    if let Some((low, high)) = rhythm(&days) {
        add(
            "regular",
            vec![("visits", days.len().to_string()), ("low", low.to_string()), ("high", high.to_string())],
        );
    }
    if let Some(usual) = usual_gap(&days)
        && since(last) * 2 > usual * 3
        && since(last) <= 180
    {
        add("leaving", vec![("away", since(last).to_string()), ("usual", usual.to_string())]);
    }
    if let Some(away) = asleep(person, today) {
        add("asleep", vec![("balance", person.balance.grouped()), ("away", away.to_string())]);
    }
    let visits = i64::try_from(days.len()).unwrap_or(i64::MAX);
    let own = Fen(person.days.values().map(|came| came.spent.0).sum::<i64>() / visits);
    if visits >= MEAN_VISITS && mean.is_positive() && own.0 >= mean.0.saturating_mul(HIGH_TIMES) {
        add("high", vec![("mean", own.grouped()), ("all", mean.grouped())]);
    }
    if days.len() < HABIT_VISITS {
        return out;
    }
    let mostly = |count: usize, of_hundred: usize| count * 100 >= days.len() * of_hundred;
    let of = |count: usize| vec![("count", count.to_string()), ("visits", days.len().to_string())];
    let weekend = days.iter().filter(|day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun)).count();
    if mostly(weekend, MOSTLY.0) {
        add("weekend", of(weekend));
    }
    if let Some((name, count)) = &person.hand {
        let count = usize::try_from(*count).unwrap_or(0);
        if mostly(count, MOSTLY.1) {
            add("hand", [vec![("staff", name.clone())], of(count)].concat());
        }
    }
    let reduced = person.days.values().filter(|came| came.reduced).count();
    if mostly(reduced, MOSTLY.2) {
        add("bargain", of(reduced));
    }
    out
}

/// The shortest and the longest of the newest gaps, where they are regular.
fn rhythm(days: &[NaiveDate]) -> Option<(i64, i64)> {
    if days.len() < HABIT_VISITS {
        return None;
    }
    let gaps = gaps(days);
    let newest = gaps.get(gaps.len().saturating_sub(RHYTHM_GAPS)..)?;
    let float = |count: i64| i32::try_from(count).map_or(f64::MAX, f64::from);
    let count = float(i64::try_from(newest.len()).ok()?);
    let mean = newest.iter().map(|gap| float(*gap)).sum::<f64>() / count;
    let spread = newest.iter().map(|gap| (float(*gap) - mean) * (float(*gap) - mean)).sum::<f64>() / count;
    let even = libm::sqrt(spread) <= RHYTHM_SPREAD * mean;
    Some((*newest.iter().min()?, *newest.iter().max()?)).filter(|_| even)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::insight::history::Came;

    fn person(days: &[(&str, i64, bool)]) -> Person {
        let days: BTreeMap<NaiveDate, Came> = days
            .iter()
            .map(|(day, spent, reduced)| {
                (day.parse().unwrap(), Came { spent: Fen(*spent), reduced: *reduced })
            })
            .collect();
        Person { days, ..Person::default() }
    }

    fn codes(person: &Person, today: &str) -> Vec<&'static str> {
        tags(person, Fen(10_000), today.parse().unwrap()).into_iter().map(|tag| tag.code).collect()
    }

    #[test]
    fn a_rhythm_is_named_with_its_gaps() {
        let her = person(&[
            ("2026-05-04", 10_000, false),
            ("2026-06-01", 10_000, true),
            ("2026-06-30", 10_000, false),
            ("2026-07-28", 10_000, false),
            ("2026-08-28", 10_000, false),
        ]);
        let tags = tags(&her, Fen(10_000), "2026-09-20".parse().unwrap());
        let regular = tags.iter().find(|tag| tag.code == "regular").unwrap();
        assert_eq!(
            regular.facts,
            [("visits", "5".to_owned()), ("low", "28".to_owned()), ("high", "31".to_owned())]
        );
        assert_eq!(codes(&her, "2026-09-20"), ["regular"]);
        // Half as long again as usual, and she is missed; after half a year she is gone.
        assert_eq!(codes(&her, "2026-10-11"), ["regular", "leaving"]);
        assert_eq!(codes(&her, "2027-03-11"), ["regular"]);
    }

    #[test]
    fn each_habit_has_its_tag_and_its_limit() {
        let saturdays = ["2026-08-01", "2026-08-15", "2026-10-03", "2026-10-10", "2026-11-07"];
        let mut her = person(&saturdays.map(|day| (day, 30_000, true)));
        her.hand = Some(("小美".to_owned(), 4));
        assert_eq!(codes(&her, "2026-11-10"), ["high", "weekend", "hand", "bargain"]);
        her.hand = Some(("小美".to_owned(), 3));
        her.balance = Fen(50_000);
        assert_eq!(codes(&her, "2027-02-06"), ["leaving", "asleep", "high", "weekend", "bargain"]);
        her.balance = Fen(49_999);
        assert_eq!(codes(&her, "2027-02-06"), ["leaving", "high", "weekend", "bargain"]);
        assert_eq!(codes(&person(&[("2026-11-01", 100, false)]), "2026-11-29"), ["new"]);
        assert_eq!(codes(&Person::default(), "2026-11-29"), Vec::<&str>::new());
    }
}
