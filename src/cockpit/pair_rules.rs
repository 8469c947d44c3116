//! Which two items, had on one day, bring people back more often than one of them alone (组合).
//!
//! Members who had both on one day in the thirty days before the last thirty are compared with those who had only one of
//! them at a time: who of either had one of the two again within thirty days. A pair counts from five such members on; of
//! the ten that are most often had together the one is told that brings back the largest share beyond the others'.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::items::DAYS;

/// The days on which a member of a store had an item: by code, store and member.
pub type Purchases = BTreeMap<(String, usize, i64), BTreeSet<NaiveDate>>;

/// Members from which on a share is believed.
const MEMBERS_MIN: i64 = 5;
/// Pairs that are looked at closely.
const PAIRS_MAX: usize = 10;

/// A pair: members, and those of them who came again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The codes of both.
    pub codes: (String, String),
    /// Who had both on one day.
    pub both: (i64, i64),
    /// Who had only one at a time.
    pub apart: (i64, i64),
}

impl Pair {
    /// How much larger the share that comes again is, in thousandths; nothing where too few had it either way.
    fn gain(&self) -> Option<i64> {
        let share = |(members, again): (i64, i64)| {
            (members >= MEMBERS_MIN).then(|| again.saturating_mul(1000) / members)
        };
        Some(share(self.both)? - share(self.apart)?)
    }
}

/// The best pair, where one brings more people back than its items alone.
pub fn best(purchases: &Purchases, to: NaiveDate) -> Option<Pair> {
    let mut visits: BTreeMap<(usize, i64, NaiveDate), Vec<&String>> = BTreeMap::new();
    for ((code, store, member), days) in purchases {
        for day in days {
            visits.entry((*store, *member, *day)).or_default().push(code);
        }
    }
    let mut together: HashMap<(&String, &String), usize> = HashMap::new();
    for codes in visits.values() {
        for (place, one) in codes.iter().enumerate() {
            for other in codes.iter().skip(place + 1) {
                *together.entry((one, other)).or_default() += 1;
            }
        }
    }
    let mut most: Vec<_> = together.into_iter().collect();
    most.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    let pairs = most.into_iter().take(PAIRS_MAX).map(|(codes, _)| looked_at(purchases, codes, to));
    let gained = pairs.filter_map(|pair| Some((pair.gain().filter(|gain| *gain > 0)?, pair)));
    gained
        .max_by(|one, other| one.0.cmp(&other.0).then(other.1.codes.cmp(&one.1.codes)))
        .map(|(_, pair)| pair)
}

fn looked_at(purchases: &Purchases, codes: (&String, &String), to: NaiveDate) -> Pair {
    let mut days: BTreeMap<(usize, i64), [BTreeSet<NaiveDate>; 2]> = BTreeMap::new();
    for ((code, store, member), on) in purchases {
        let Some(place) = [codes.0, codes.1].iter().position(|one| *one == code) else { continue };
        if let Some(own) = days.entry((*store, *member)).or_default().get_mut(place) {
            own.clone_from(on);
        }
    }
    let (mut both, mut apart) = ((0, 0), (0, 0));
    for [one, other] in days.into_values() {
        let shared: Vec<NaiveDate> = one.intersection(&other).copied().collect();
        let either: BTreeSet<NaiveDate> = one.union(&other).copied().collect();
        let earlier = |on: &&NaiveDate| to.signed_duration_since(**on).num_days() >= DAYS;
        let (first, count) = if shared.is_empty() {
            (either.iter().find(earlier).copied(), &mut apart)
        } else {
            (shared.iter().find(earlier).copied(), &mut both)
        };
        let Some(first) = first else { continue };
        let again = either.iter().any(|on| (1..=DAYS).contains(&on.signed_duration_since(first).num_days()));
        count.0 += 1;
        count.1 += i64::from(again);
    }
    Pair { codes: (codes.0.clone(), codes.1.clone()), both, apart }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// So many members who had the items on one day, and of them so many who had the first again ten days later.
    fn had(purchases: &mut Purchases, from: i64, members: i64, again: i64, codes: &[&str]) {
        for member in from..from + members {
            for code in codes {
                let own = purchases.entry(((*code).to_owned(), 1, member)).or_default();
                own.insert(day("2026-09-10"));
            }
            if member < from + again {
                let first = codes.first().copied().unwrap_or_default();
                let own = purchases.entry((first.to_owned(), 1, member)).or_default();
                own.insert(day("2026-09-20"));
            }
        }
    }

    #[test]
    fn the_pair_that_brings_people_back_is_told() {
        let to = day("2026-10-15");
        let mut purchases = Purchases::new();
        had(&mut purchases, 0, 6, 5, &["a", "b"]);
        had(&mut purchases, 100, 10, 4, &["a"]);
        had(&mut purchases, 200, 5, 1, &["b"]);
        had(&mut purchases, 300, 9, 1, &["b", "c"]);
        let pair = best(&purchases, to).unwrap();
        assert_eq!((pair.codes.0.as_str(), pair.codes.1.as_str()), ("a", "b"));
        // Whoever had b with c had one of the two.
        assert_eq!((pair.both, pair.apart), ((6, 5), (24, 6)));
    }

    #[test]
    fn a_pair_that_brings_nobody_back_or_too_few_had_is_not() {
        let to = day("2026-10-15");
        let mut purchases = Purchases::new();
        had(&mut purchases, 0, 6, 1, &["a", "b"]);
        had(&mut purchases, 100, 10, 4, &["a"]);
        assert_eq!(best(&purchases, to), None);
        let mut purchases = Purchases::new();
        had(&mut purchases, 0, 4, 4, &["a", "b"]);
        had(&mut purchases, 100, 10, 4, &["a"]);
        assert_eq!(best(&purchases, to), None);
        // Of the last thirty days nobody can have come again for thirty days.
        assert_eq!(best(&purchases, day("2026-09-30")), None);
    }
}
