//! What a sale or a top-up earns whom *as it stands now*: the same answer before and after anything was given back.

use std::collections::BTreeMap;

use super::rules::{Book, Happened, Trigger};
use super::store::{Detail, Due, Head, Key};
use crate::commission::facts::{self, Facts, PersonFact};
use crate::commission::pay_rules::State;
use crate::commission::rules::Event;
use crate::db::{Db, Fault, named_params};
use crate::ground::Fen;
use crate::ground::split::first_takes_rest;
use crate::shop::Answer;
use crate::staff::Job;

/// What is due, by whom and what for.
pub(super) type Wants = BTreeMap<Key, Due>;

/// What happened, and what of the bill it is.
struct Occasion<'a> {
    happened: Happened<'a>,
    cause: i64,
    name: &'a str,
    pieces: i64,
}

struct Looking<'a> {
    db: &'a Db,
    book: &'a Book,
    head: &'a Head,
    facts: Facts,
    /// What each line is in now.
    states: Vec<State>,
    wants: Wants,
}

/// Works out what is due for a bill under a book. Streaks are not a bill's, and not here.
pub(super) fn of_bill(db: &Db, book: &Book, head: &Head) -> Answer<Wants> {
    let facts = facts::of_bill(db, head.id, false)?;
    let mut states = vec![State::default(); facts.lines.len()];
    for step in &facts.steps {
        if let Some(state) = states.get_mut(step.line) {
            *state = step.after;
        }
    }
    let mut looking = Looking { db, book, head, facts, states, wants: Wants::new() };
    if !stands(&looking.states) {
        return Ok(looking.wants);
    }
    looking.sold()?;
    if let (Some(member), "sale") = (head.member, head.kind.as_str()) {
        looking.came_true(member)?;
        looking.came_back(member)?;
    }
    Ok(looking.wants)
}

/// Whether anything of a bill is left now.
pub(super) fn stands_still(db: &Db, head: &Head) -> Answer<bool> {
    let facts = facts::of_bill(db, head.id, false)?;
    Ok(facts
        .steps
        .iter()
        .map(|step| (step.line, step.after.quantity))
        .collect::<BTreeMap<_, _>>()
        .values()
        .any(|left| *left > 0))
}

/// Whether anything of the bill was not given back.
fn stands(states: &[State]) -> bool {
    states.iter().any(|state| state.quantity > 0)
}

impl Looking<'_> {
    /// Top-ups and cards: whoever stands on the line.
    fn sold(&mut self) -> Answer<()> {
        for place in 0..self.facts.lines.len() {
            let (Some(line), Some(state)) =
                (self.facts.lines.get(place).cloned(), self.states.get(place).copied())
            else {
                continue;
            };
            let event = match line.event {
                Event::Topup => Trigger::Topup,
                Event::Card => Trigger::Card,
                Event::Service | Event::Product => continue,
            };
            // What is owed earns when it is paid: a fixed sum only once nothing is owed any more.
            if state.quantity <= 0 || state.owed > Fen::ZERO {
                continue;
            }
            let paid = state.paid()?;
            let label = self.facts.labels.get(line.label).cloned();
            let (name, category) = label.map(|label| (label.name, label.category)).unwrap_or_default();
            let people: Vec<PersonFact> =
                self.facts.people.get(line.people.0..line.people.1).unwrap_or_default().to_vec();
            let first = event == Trigger::Card && self.is_first(line.item)?;
            let (item, role) = (line.item, Job::Technician);
            let happened = Happened { event, role, item, category: &category, first, paid, away: 0 };
            let what = Occasion { happened, cause: line.line, name: &name, pieces: state.quantity };
            self.share(&what, &people)?;
        }
        Ok(())
    }

    /// Whether the member never had a card of this item before.
    fn is_first(&self, item: Option<i64>) -> Answer<bool> {
        let (Some(member), Some(item)) = (self.head.member, item) else { return Ok(false) };
        let params = named_params! { ":member": member, ":item": item, ":bill": self.head.id };
        let had: Option<bool> =
            self.db.one(include_str!("sql/had_card.sql"), params, |row| row.get("had"))?;
        Ok(had == Some(false))
    }

    /// Recommendations that this bill makes come true: whoever made them.
    fn came_true(&mut self, member: i64) -> Answer<()> {
        let params = named_params! { ":member": member, ":day": self.head.day, ":bill": self.head.id };
        let rows = self.db.list(include_str!("sql/came_true.sql"), params, |row| {
            Ok((
                row.get::<_, i64>("recommendation")?,
                row.get::<_, i64>("staff")?,
                row.get::<_, i64>("item_id")?,
                row.get::<_, String>("job")?,
            ))
        })?;
        let mut answered = Vec::new();
        for (recommendation, staff, item, job) in rows {
            // Whoever recommended an item first is paid for it; the same again before it was bought is no second one.
            if answered.contains(&item) {
                continue;
            }
            answered.push(item);
            if self.is_elsewhere(Trigger::Advice, recommendation, member)? {
                continue;
            }
            let job = Job::from_code(&job).ok_or_else(|| Fault::Broken(format!("unknown job {job}")))?;
            let of_item = |place: &usize| {
                let line = self.facts.lines.get(*place);
                line.is_some_and(|line| line.item == Some(item))
                    && self.states.get(*place).is_some_and(|state| state.quantity > 0)
            };
            let places: Vec<usize> = (0..self.facts.lines.len()).filter(of_item).collect();
            let Some(line) = places.first().and_then(|place| self.facts.lines.get(*place)) else { continue };
            let label = self.facts.labels.get(line.label).cloned();
            let mut paid = Fen::ZERO;
            for place in &places {
                paid = paid.plus(self.states.get(*place).copied().unwrap_or_default().paid()?)?;
            }
            let (name, category) = label.map(|label| (label.name, label.category)).unwrap_or_default();
            let happened = Happened {
                event: Trigger::Advice,
                role: job,
                item: Some(item),
                category: &category,
                first: false,
                paid,
                away: 0,
            };
            let what = Occasion { happened, cause: recommendation, name: &name, pieces: 1 };
            self.share(&what, &[PersonFact { staff, job, weight: 1 }])?;
        }
        Ok(())
    }

    /// A member who had stayed away: whoever works on her.
    fn came_back(&mut self, member: i64) -> Answer<()> {
        let params = named_params! { ":member": member, ":day": self.head.day };
        let away = self
            .db
            .one(include_str!("sql/came_back.sql"), params, |row| row.get::<_, Option<i64>>("away"))?
            .flatten();
        let Some(away) = away else { return Ok(()) };
        if self.is_elsewhere(Trigger::Returned, 0, member)? {
            return Ok(());
        }
        let mut people: Vec<PersonFact> = Vec::new();
        for (line, state) in self.facts.lines.iter().zip(&self.states) {
            if line.event != Event::Service || state.quantity <= 0 {
                continue;
            }
            for person in self.facts.people.get(line.people.0..line.people.1).unwrap_or_default() {
                if people.iter().all(|known| known.staff != person.staff) {
                    people.push(PersonFact { weight: 1, ..*person });
                }
            }
        }
        let happened = Happened {
            event: Trigger::Returned,
            role: Job::Technician,
            item: None,
            category: "",
            first: false,
            paid: Fen::ZERO,
            away,
        };
        self.share(&Occasion { happened, cause: 0, name: "", pieces: 1 }, &people)
    }

    /// Whether another bill of the member's day has the reward already: an event is paid once.
    fn is_elsewhere(&self, event: Trigger, cause: i64, member: i64) -> Answer<bool> {
        let params = named_params! {
            ":event": event.code(), ":cause": cause, ":bill": self.head.id, ":member": member, ":day": self.head.day,
        };
        let found: Option<bool> =
            self.db.one(include_str!("sql/elsewhere.sql"), params, |row| row.get("elsewhere"))?;
        Ok(found == Some(true))
    }

    /// Each role group has the whole of its own rule, shared by weight, the first taking the rest (domain §6).
    fn share(&mut self, what: &Occasion<'_>, people: &[PersonFact]) -> Answer<()> {
        for (at, person) in people.iter().enumerate() {
            if people.iter().take(at).any(|other| other.job == person.job) {
                continue;
            }
            let asked = Happened { role: person.job, ..what.happened };
            let Some(place) = self.book.find(&asked) else { continue };
            let Some(ruled) = self.book.rules.get(place) else { continue };
            let whole = ruled.rule.pays(what.pieces, asked.paid)?;
            let group: Vec<&PersonFact> = people.iter().filter(|other| other.job == person.job).collect();
            let weights: Vec<i64> = group.iter().map(|person| person.weight).collect();
            let sum = weights.iter().sum();
            for (person, part) in group.iter().zip(first_takes_rest(whole.0, &weights)?) {
                if part == 0 {
                    continue;
                }
                let key = Key {
                    staff: person.staff,
                    version: self.book.version,
                    place: i64::try_from(place).unwrap_or(i64::MAX),
                    cause: what.cause,
                };
                let detail = Detail {
                    name: what.name.to_owned(),
                    paid: asked.paid,
                    pieces: what.pieces,
                    whole,
                    weight: person.weight,
                    weights: sum,
                    away: asked.away,
                    bills: Vec::new(),
                };
                self.wants.insert(key, Due { amount: Fen(part), detail });
            }
        }
        Ok(())
    }
}
