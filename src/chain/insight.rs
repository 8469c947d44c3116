//! The insight of all stores (连锁洞察): their members side by side, read from headquarters' copies. Somebody who goes to two
//! stores and whose parts went with her is one person, of the store of her file.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::issue::Copy;
use super::ready::prepared;
use super::received::hq_only;
use super::roam::guest_of_ask;
use super::store::stretch;
use crate::db::{Db, Fault, named_params};
use crate::ground::day;
use crate::insight::history::{Person, people};
use crate::insight::salon::{Insight, InsightIs};
use crate::shop::{Answer, Look, Profile, Query, Settings, profile_of, settings};

/// Asks for the insight of all stores, or of some.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChainInsight {
    /// What of it.
    #[serde(default)]
    pub insight: Insight,
    /// The codes of the stores; all where none is named.
    #[serde(default)]
    pub stores: Vec<String>,
}

/// A store whose members are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreSeen {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Members with a file there.
    pub members: usize,
    /// The last day of its books here: what came later is not known.
    pub last_day: String,
}

/// The insight of several stores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChainInsightIs {
    /// All of them together, as of the last day that any of their books knows.
    pub insight: InsightIs,
    /// The stores, by code.
    pub stores: Vec<StoreSeen>,
    /// Files that are the same person as one at her home store.
    pub joined: usize,
}

impl Query for ChainInsight {
    const NAME: &'static str = "query.chain_insight";
    type Out = ChainInsightIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<ChainInsightIs> {
        hq_only(look.profile.hq, &look.profile.code)?;
        let all = gathered(db, look, &self.stores)?;
        let insight = self.insight.over(&all.people, all.today)?;
        Ok(ChainInsightIs { insight, stores: all.stores, joined: all.joined })
    }
}

/// The people of several stores, each once.
pub(super) struct Gathered {
    /// The stores' copies and whose profile each has, with its own people.
    pub copies: Vec<(Copy, Profile, Settings, Vec<Person>)>,
    /// Everybody once.
    pub people: Vec<Person>,
    /// What is told of the stores.
    pub stores: Vec<StoreSeen>,
    /// Files that were joined to others.
    pub joined: usize,
    /// The last day that any of the books knows.
    pub today: NaiveDate,
}

/// Gathers the people of the named stores, of all where none is named.
pub(super) fn gathered(db: &Db, look: &Look<'_>, wanted: &[String]) -> Answer<Gathered> {
    let now = look.profile.zone.business_day(look.now);
    let mut last: Option<NaiveDate> = None;
    let (mut copies, mut stores) = (Vec::new(), Vec::new());
    for copy in prepared(db)? {
        if !wanted.is_empty() && !wanted.contains(&copy.peer.code) {
            continue;
        }
        let Some(profile) = profile_of(&copy.db)? else { continue };
        let settings = settings::load(&copy.db)?;
        let seen = Look { profile: &profile, settings: &settings, ..*look };
        let hers = people(&copy.db, &seen)?;
        let last_day = stretch(&copy.db, 0, i64::MAX)?.last_day;
        last = last.max(day::iso(&last_day).ok());
        stores.push(StoreSeen {
            code: copy.peer.code.clone(),
            name: copy.peer.name.clone(),
            members: hers.len(),
            last_day,
        });
        copies.push((copy, profile, settings, hers));
    }
    let all: Vec<Person> = copies.iter().flat_map(|(_, _, _, hers)| hers.iter().cloned()).collect();
    let before = all.len();
    let guests = guests(&copies.iter().map(|(copy, ..)| copy).collect::<Vec<_>>())?;
    let people = joined(all, &guests);
    let (joined, today) = (before - people.len(), last.map_or(now, |last| last.min(now)));
    Ok(Gathered { copies, people, stores, joined, today })
}

/// A file: the store's code and the member's number there.
type File = (String, String);

/// Which file at a store that served is which at home.
fn guests(copies: &[&Copy]) -> Result<HashMap<File, File>, Fault> {
    let mut out = HashMap::new();
    for home in copies {
        for there in copies.iter().filter(|copy| copy.peer.code != home.peer.code) {
            let params = named_params! { ":serving": there.peer.code, ":limit": -1_i64 };
            let found = home.db.list(include_str!("sql/guests.sql"), params, |row| {
                Ok((row.get::<_, String>("number")?, row.get::<_, i64>("part")?))
            })?;
            for (member, part) in found {
                let params = named_params! { ":part": part };
                let ask = home.db.one(include_str!("sql/ask_of_part.sql"), params, |row| row.get("ask"))?;
                if let Some(guest) = guest_of_ask(there, &home.peer.code, ask.unwrap_or(0))? {
                    out.insert((there.peer.code.clone(), guest), (home.peer.code.clone(), member));
                }
            }
        }
    }
    Ok(out)
}

/// Each person once.
fn joined(all: Vec<Person>, guests: &HashMap<File, File>) -> Vec<Person> {
    let (mut out, mut elsewhere): (Vec<Person>, Vec<(&File, Person)>) = (Vec::new(), Vec::new());
    for person in all {
        match guests.get(&(person.store.clone(), person.number.clone())) {
            Some(home) => elsewhere.push((home, person)),
            None => out.push(person),
        }
    }
    let places: HashMap<File, usize> =
        out.iter().enumerate().map(|(place, one)| ((one.store.clone(), one.number.clone()), place)).collect();
    for (home, person) in elsewhere {
        match places.get(home).and_then(|place| out.get_mut(*place)) {
            Some(at_home) => at_home.add(person),
            None => out.push(person),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::Fen;
    use crate::insight::history::Came;

    #[test]
    fn a_file_at_another_store_is_the_person_of_her_home() {
        let file = |store: &str, number: &str| (store.to_owned(), number.to_owned());
        let person = |store: &str, number: &str, day: &str| Person {
            store: store.to_owned(),
            number: number.to_owned(),
            days: [(day.parse().unwrap(), Came { spent: Fen(100), reduced: false })].into(),
            ..Person::default()
        };
        let all = vec![
            person("S01", "M1", "2026-01-01"),
            person("S02", "M9", "2026-02-01"),
            person("S02", "M1", "2026-03-01"),
        ];
        let guests = HashMap::from([(file("S02", "M9"), file("S01", "M1"))]);
        let is = joined(all, &guests);
        let told: Vec<(&str, usize)> = is.iter().map(|one| (one.store.as_str(), one.days.len())).collect();
        assert_eq!(told, [("S01", 2), ("S02", 1)]);
    }
}
