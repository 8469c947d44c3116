//! The engine: rates every step of a span under the books of rules, in the order in which it happened.
//!
//! What a step earns a person is what the line earns them after it less what it earned before, under the rule of the
//! day on which the line was sold. Bands run on: a sale is paid by what the person's month under the rule has reached,
//! and whatever happens to the line later counts in the month of its sale, so that it goes back at what it was paid.

use std::collections::HashMap;

use super::facts::{Facts, LineFact, PersonFact};
use super::pay_rules::{self, Hand, Part, State};
use super::rules::{Ask, Book, Event, Pay, Ruled, in_force};
use crate::ground::split::first_takes_rest;
use crate::ground::{Fen, Refused};
use crate::staff::Job;

/// What a step earns one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earned {
    /// Place of the step.
    pub step: usize,
    /// Place of the line.
    pub line: usize,
    /// Place of the person.
    pub person: usize,
    /// Places of the book and of its rule, where one pays.
    pub rule: Option<(usize, usize)>,
    /// Of the base.
    pub base: Fen,
    /// Of the cost of material.
    pub cost: Fen,
    /// The hand fee.
    pub fee: Fen,
    /// The commission.
    pub share: Fen,
    /// The person's month under the rule before and after, where bands decide.
    pub month: Option<(Fen, Fen)>,
}

impl Earned {
    /// Hand fee and commission.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn amount(&self) -> Result<Fen, Refused> {
        self.fee.plus(self.share)
    }
}

/// What a person has of a line so far.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    rule: Option<(usize, usize)>,
    known: bool,
    part: Part,
    fee: Fen,
}

type AskKey = (usize, Event, Job, Option<i64>, usize, bool, bool);

struct Engine<'a, F> {
    facts: &'a Facts,
    books: &'a [Book],
    /// By book and rule: which bands, the same for the same bands in two versions.
    ladders: Vec<Vec<usize>>,
    found: HashMap<AskKey, Option<usize>>,
    in_force: (usize, Option<usize>),
    held: Vec<Held>,
    /// The base of a person's month under bands.
    months: HashMap<(i64, i32, usize), Fen>,
    each: F,
}

/// Rates every step.
///
/// # Errors
/// [`Refused::AmountTooLarge`] on overflow; what `each` says.
pub fn rate<F: FnMut(&Earned) -> Result<(), Refused>>(
    facts: &Facts,
    books: &[Book],
    each: F,
) -> Result<(), Refused> {
    let mut engine = Engine {
        facts,
        books,
        ladders: ladders(books),
        found: HashMap::new(),
        in_force: (usize::MAX, None),
        held: vec![Held::default(); facts.people.len()],
        months: HashMap::new(),
        each,
    };
    for (step, fact) in facts.steps.iter().enumerate() {
        if let Some(line) = facts.lines.get(fact.line) {
            engine.step(step, fact.line, line, fact.after)?;
        }
    }
    Ok(())
}

fn ladders(books: &[Book]) -> Vec<Vec<usize>> {
    let mut known: HashMap<(&str, &Pay), usize> = HashMap::new();
    let mut all = Vec::with_capacity(books.len());
    for book in books {
        let mut numbers = Vec::with_capacity(book.rules.len());
        for ruled in &book.rules {
            let next = known.len();
            numbers.push(*known.entry((ruled.rule.name.as_str(), &ruled.pay)).or_insert(next));
        }
        all.push(numbers);
    }
    all
}

impl<'a, F: FnMut(&Earned) -> Result<(), Refused>> Engine<'a, F> {
    fn step(&mut self, step: usize, place: usize, line: &LineFact, state: State) -> Result<(), Refused> {
        let (first, beyond) = line.people;
        let Some(people) = self.facts.people.get(first..beyond) else { return Ok(()) };
        // A line that nobody stands on is nobody's.
        if people.is_empty() {
            return Ok(());
        }
        for (at, person) in people.iter().enumerate() {
            if !self.held.get(first + at).is_some_and(|held| held.known) {
                self.resolve(line, first + at, person, at == 0);
            }
        }
        if let [_] = people {
            let part = pay_rules::alone(state, line.each, self.ruled(first))?;
            let fee = if line.event == Event::Service {
                line.each.fee.times_count(state.quantity)?
            } else {
                Fen::ZERO
            };
            return self.tell((step, place, line), first, part, fee);
        }
        let fees = fees(line, state, people)?;
        for (at, person) in people.iter().enumerate() {
            // A role group is worked out when its first person comes.
            if people.iter().take(at).any(|other| other.job == person.job) {
                continue;
            }
            let places: Vec<usize> = (0..people.len())
                .filter(|at| people.get(*at).is_some_and(|other| other.job == person.job))
                .collect();
            let hands: Vec<Hand<'_>> = places
                .iter()
                .filter_map(|at| Some(Hand { weight: people.get(*at)?.weight, rule: self.ruled(first + at) }))
                .collect();
            let parts = pay_rules::group(state, line.each, &hands)?;
            for (at, part) in places.into_iter().zip(parts) {
                self.tell((step, place, line), first + at, part, fees.get(at).copied().unwrap_or_default())?;
            }
        }
        Ok(())
    }

    fn ruled(&self, person: usize) -> Option<&'a Ruled> {
        let (book, rule) = self.held.get(person)?.rule?;
        self.books.get(book)?.rules.get(rule)
    }

    /// Finds the rule of a person on a line, once: the day of the sale decides.
    fn resolve(&mut self, line: &LineFact, at: usize, person: &PersonFact, first: bool) {
        if self.in_force.0 != line.bill {
            let day = self.facts.bills.get(line.bill).map(|bill| bill.day.as_str()).unwrap_or_default();
            self.in_force = (line.bill, in_force(self.books, day));
        }
        let requested = first && line.requested;
        let rule = self.in_force.1.and_then(|book| {
            let key = (book, line.event, person.job, line.item, line.label, requested, line.member);
            let (facts, books) = (self.facts, self.books);
            let found = self.found.entry(key).or_insert_with(|| {
                let category =
                    facts.labels.get(line.label).map(|label| label.category.as_str()).unwrap_or_default();
                let ask = Ask {
                    event: line.event,
                    role: person.job,
                    item: line.item,
                    category,
                    requested,
                    member: line.member,
                };
                books.get(book).and_then(|book| book.find(&ask))
            });
            found.map(|rule| (book, rule))
        });
        if let Some(held) = self.held.get_mut(at) {
            (held.rule, held.known) = (rule, true);
        }
    }

    /// Says what a person earns by a step: the difference to what they had of the line.
    fn tell(
        &mut self,
        (step, place, line): (usize, usize, &LineFact),
        person: usize,
        mut part: Part,
        fee: Fen,
    ) -> Result<(), Refused> {
        let Some(before) = self.held.get(person).copied() else { return Ok(()) };
        let base = part.base.minus(before.part.base)?;
        let mut month = None;
        if let (Some(rule), Some(Ruled { pay: Pay::Bands(mode, steps), .. })) =
            (before.rule, self.ruled(person))
        {
            let total = self.month(line, person, rule);
            let then = *total;
            *total = then.plus(base)?;
            let now = *total;
            let moved =
                pay_rules::banded(*mode, steps, now)?.minus(pay_rules::banded(*mode, steps, then)?)?;
            part.share = before.part.share.plus(moved)?;
            month = Some((then, now));
        }
        let earned = Earned {
            step,
            line: place,
            person,
            rule: before.rule,
            base,
            cost: part.cost.minus(before.part.cost)?,
            fee: fee.minus(before.fee)?,
            share: part.share.minus(before.part.share)?,
            month,
        };
        if let Some(held) = self.held.get_mut(person) {
            (held.part, held.fee) = (part, fee);
        }
        (self.each)(&earned)
    }

    fn month(&mut self, line: &LineFact, person: usize, (book, rule): (usize, usize)) -> &mut Fen {
        let month = self.facts.bills.get(line.bill).map_or(0, |bill| bill.month);
        let staff = self.facts.people.get(person).map_or(0, |person| person.staff);
        let ladder = self.ladders.get(book).and_then(|rules| rules.get(rule)).copied().unwrap_or(usize::MAX);
        self.months.entry((staff, month, ladder)).or_default()
    }
}

/// The hand fees of a line: those who do the work share them by weight, the first taking the rest. They are the
/// technicians, or where there is none those who have the first person's job.
fn fees(line: &LineFact, state: State, people: &[PersonFact]) -> Result<Vec<Fen>, Refused> {
    if line.event != Event::Service || line.each.fee == Fen::ZERO {
        return Ok(vec![Fen::ZERO; people.len()]);
    }
    let technician = people.iter().any(|person| person.job == Job::Technician);
    let job = if technician { Some(Job::Technician) } else { people.first().map(|person| person.job) };
    let weights: Vec<i64> =
        people.iter().filter(|person| Some(person.job) == job).map(|person| person.weight).collect();
    let mut parts = first_takes_rest(line.each.fee.times_count(state.quantity)?.0, &weights)?.into_iter();
    Ok(people
        .iter()
        .map(|person| if Some(person.job) == job { Fen(parts.next().unwrap_or(0)) } else { Fen::ZERO })
        .collect())
}
