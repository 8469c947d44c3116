//! The insight of a salon, or of several: who is in which state, who is about to be lost, what to expect, and how far the
//! model could be trusted 90 days ago.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

pub use super::answers::{Count, Expected, InsightIs, MemberIs, ModelIs, StepIs, TagIs, TriedIs};
use super::back_test::{AHEAD_DAYS, back_test};
use super::fit;
use super::history::{Person, around, people};
use super::journey_rules::{self, Journey, Moment, journey, moment};
use super::model::Model;
use super::state_rules::{State, state};
use super::tag_rules::{Tag, tags, usual_gap};
use super::value::{Worth, lifetime};
use super::visits::{Summary, of_days, summary};
use crate::db::Db;
use crate::ground::{Fen, Refused};
use crate::shop::{Answer, Look, Query};

/// Members of whom the worth of all is worked out; of more, evenly chosen ones, scaled up.
const WORTH_MAX: usize = 2_000;
/// Visits after the first from which on somebody can be missed.
const MISSED_VISITS: u32 = 2;
/// The chance of no visit in 90 days from which on somebody who is later than usual is missed.
const MISSED_CHANCE: f64 = 0.1;
/// Below this chance that she still comes somebody is lost already.
const HOPE: f64 = 0.01;
/// Rows of the list of those who are about to be lost.
const ROWS: (usize, usize) = (50, 1_000);
/// Days of newcomers whose way is followed.
const NEWCOMER_DAYS: (i64, i64) = (90, 730);

/// Asks for the insight of a store: states, who is about to be lost, newcomers, and how the model did.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Insight {
    /// Newcomers of so many days are followed: 90 when absent, at most 730.
    #[serde(default)]
    pub days: Option<i64>,
    /// So many members of those about to be lost: 50 when absent, at most 1000.
    #[serde(default)]
    pub rows: Option<usize>,
}

/// Asks what is known and expected of one member.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberInsight {
    /// Member number.
    pub member: String,
}

impl Query for Insight {
    const NAME: &'static str = "query.insight";
    type Out = InsightIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<InsightIs> {
        let today = look.profile.zone.business_day(look.now);
        self.over(&people(db, look)?, today)
    }
}

impl Insight {
    /// Works it out over people of one or several stores.
    ///
    /// # Errors
    /// [`Refused::ChoiceUnknown`] for days or rows beyond their limits.
    pub fn over(&self, people: &[Person], today: NaiveDate) -> Answer<InsightIs> {
        let days = self.days.unwrap_or(NEWCOMER_DAYS.0);
        let rows = self.rows.unwrap_or(ROWS.0);
        within("days", days, NEWCOMER_DAYS.1)?;
        within("rows", i64::try_from(rows).unwrap_or(i64::MAX), i64::try_from(ROWS.1).unwrap_or(i64::MAX))?;
        let eye = Eye::open(people, today);
        let (value, scaled) = eye.worth_of_all(people);
        let Journey { steps, open } = journey(people, days, today);
        Ok(InsightIs {
            as_of: today.to_string(),
            members: people.len(),
            visits: people.iter().map(|person| person.days.len()).sum(),
            visit: eye.mean,
            states: counts(&State::ALL.map(State::code), people.iter().map(|one| eye.state(one).code())),
            stages: counts(&journey_rules::STAGES, people.iter().map(|one| journey_rules::stage(one, today))),
            tags: counts(&[], people.iter().flat_map(|one| eye.tags(one)).map(|tag| tag.code)),
            model: eye.model_is(),
            tried: tried(people, today),
            value,
            scaled,
            leaving: eye.leaving(people, rows),
            days,
            journey: steps.into_iter().map(StepIs::from).collect(),
            open,
            moment: moment(people).map(|Moment { visit, members, of, .. }| [visit, members, of]),
        })
    }
}

impl Query for MemberInsight {
    const NAME: &'static str = "query.member_insight";
    type Out = MemberIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<MemberIs> {
        let today = look.profile.zone.business_day(look.now);
        let people = around(db, look, &self.member)?;
        let her = people.iter().find(|person| person.number == self.member);
        let unknown =
            || Refused::MemberUnknown { who: crate::ground::Clean::shown(&self.member).into_string() };
        let her = her.ok_or_else(unknown)?;
        Ok(Eye::open(&people, today).member(her))
    }
}

/// What the model and the means of all say about each.
struct Eye {
    today: NaiveDate,
    model: Option<Model>,
    worth: Option<Worth>,
    mean: Fen,
}

impl Eye {
    fn open(people: &[Person], today: NaiveDate) -> Self {
        let sums: Vec<Summary> = people.iter().filter_map(|one| summary(&one.dates(), today)).collect();
        let spent: Vec<(u32, f64)> = people.iter().map(after_first).collect();
        let (visits, whole) = people
            .iter()
            .flat_map(|person| person.days.values())
            .fold((0_i64, 0_i64), |(visits, sum), came| (visits + 1, sum.saturating_add(came.spent.0)));
        Self {
            today,
            model: fit::visits(&sums),
            worth: fit::worth(&spent).filter(Worth::has_mean),
            mean: Fen(whole / visits.max(1)),
        }
    }

    fn state(&self, person: &Person) -> State {
        state(&person.dates(), self.today)
    }

    fn tags(&self, person: &Person) -> Vec<Tag> {
        tags(person, self.mean, self.today)
    }

    /// What a visit of hers is worth, in yuan.
    fn visit(&self, person: &Person) -> f64 {
        let (visits, mean) = after_first(person);
        self.worth.map_or_else(|| yuan(self.mean), |worth| worth.expected(visits, mean))
    }

    fn model_is(&self) -> Option<ModelIs> {
        let model = self.model?;
        Some(ModelIs {
            k: model.k,
            visits: [model.r, model.alpha, model.a, model.b].map(short),
            worth: self.worth.map(|worth| [worth.p, worth.q, worth.v].map(short)),
        })
    }

    fn worth_of_all(&self, people: &[Person]) -> (Option<Fen>, bool) {
        let Some(model) = self.model else { return (None, false) };
        // Who has only a file is worth nothing yet: most of a sample could be of them.
        let came: Vec<&Person> = people.iter().filter(|one| !one.days.is_empty()).collect();
        let step = came.len().div_ceil(WORTH_MAX).max(1);
        let looked: Vec<&Person> = came.iter().copied().step_by(step).collect();
        let sum: f64 = looked
            .iter()
            .filter_map(|one| {
                Some(lifetime(&model, &summary(&one.dates(), self.today)?, self.visit(one)).value)
            })
            .sum();
        let part = float(looked.len()) / float(came.len().max(1));
        (Some(fen(if looked.is_empty() { 0.0 } else { sum / part })), step > 1)
    }

    /// Who came often enough to be missed, is later than usual and not given up, and would take most away.
    fn leaving(&self, people: &[Person], rows: usize) -> Vec<MemberIs> {
        let Some(model) = self.model else { return Vec::new() };
        let mut scored: Vec<(f64, &Person)> = people
            .iter()
            .filter(|one| matches!(self.state(one), State::Active | State::Reactivated | State::Dormant))
            .filter_map(|one| {
                let days = one.dates();
                let seen = summary(&days, self.today).filter(|seen| seen.x >= MISSED_VISITS)?;
                let away = self.today.signed_duration_since(*days.last()?).num_days();
                let alive = model.alive(&seen);
                let late = away > usual_gap(&days)?;
                if !late || alive < HOPE || model.no_visit(&seen, of_days(AHEAD_DAYS)) < MISSED_CHANCE {
                    return None;
                }
                let pace = (model.r + f64::from(model.k * seen.x)) / (model.alpha + seen.t);
                Some(((1.0 - alive) * pace * self.visit(one), one))
            })
            .collect();
        scored.sort_by(|one, other| other.0.total_cmp(&one.0));
        // The pace alone orders nearly as the whole look ahead does: twice as many are looked at closely.
        let mut out: Vec<MemberIs> =
            scored.iter().take(rows.saturating_mul(2)).map(|(_, one)| self.member(one)).collect();
        let stake = |one: &MemberIs| one.expected.as_ref().map_or(Fen(0), |expected| expected.at_stake);
        out.sort_by(|one, other| stake(other).cmp(&stake(one)).then(one.number.cmp(&other.number)));
        out.truncate(rows);
        out
    }

    fn member(&self, person: &Person) -> MemberIs {
        let days = person.dates();
        let last = days.last().copied();
        let tags = self.tags(person).into_iter().map(|tag| TagIs {
            code: tag.code.to_owned(),
            facts: tag.facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        });
        MemberIs {
            store: person.store.clone(),
            number: person.number.clone(),
            name: person.name.clone(),
            state: self.state(person).code().to_owned(),
            stage: journey_rules::stage(person, self.today).to_owned(),
            visits: days.len(),
            first: days.first().map(NaiveDate::to_string),
            last: last.map(|day| day.to_string()),
            away: last.map(|day| self.today.signed_duration_since(day).num_days()),
            usual_gap: usual_gap(&days),
            balance: person.balance,
            tags: tags.collect(),
            expected: summary(&days, self.today).and_then(|seen| self.expected(person, &seen)),
        }
    }

    fn expected(&self, person: &Person, seen: &Summary) -> Option<Expected> {
        let model = self.model?;
        let visit = self.visit(person);
        let whole = lifetime(&model, seen, visit);
        let alive = model.alive(seen);
        let stake = if alive > 0.0 { whole.value / alive * (1.0 - alive) } else { 0.0 };
        Some(Expected {
            alive: short(alive),
            no_visit: [30, 60, 90].map(|days| short(model.no_visit(seen, of_days(days)))),
            visits: short(whole.visits),
            visit: fen(visit),
            value: fen(whole.value),
            low: fen(whole.low),
            // Few visits can leave eight of ten at nothing while a few come often: the mean is within what is shown.
            high: fen(whole.high.max(whole.value)),
            at_stake: fen(stake),
        })
    }
}

fn tried(people: &[Person], today: NaiveDate) -> Option<TriedIs> {
    let histories: Vec<Vec<NaiveDate>> = people.iter().map(Person::dates).collect();
    let is = back_test(&histories, today - Duration::days(AHEAD_DAYS))?;
    Some(TriedIs {
        origin: is.origin.to_string(),
        members: is.members,
        stayed_away: is.stayed_away,
        expected_away: short(is.expected_away),
        visits: is.visits,
        expected_visits: short(is.expected_visits),
        auc: short(is.auc),
        auc_recency: short(is.auc_recency),
    })
}

/// How many visits lie after her first, and what one of them was worth on average, in yuan.
fn after_first(person: &Person) -> (u32, f64) {
    let after = person.days.values().skip(1).map(|came| came.spent.0);
    let visits = u32::try_from(person.days.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let sum = Fen(after.fold(0, i64::saturating_add));
    (visits, yuan(sum) / f64::from(visits.max(1)))
}

fn counts<'a>(order: &[&'a str], found: impl Iterator<Item = &'a str>) -> Vec<Count> {
    let mut sums: BTreeMap<&str, usize> = BTreeMap::new();
    for code in found {
        *sums.entry(code).or_default() += 1;
    }
    let mut out: Vec<Count> = if order.is_empty() {
        sums.into_iter().map(|(code, members)| Count { code: code.to_owned(), members }).collect()
    } else {
        let of =
            |code: &&str| Count { code: (*code).to_owned(), members: sums.get(code).copied().unwrap_or(0) };
        return order.iter().map(of).collect();
    };
    out.sort_by(|one, other| other.members.cmp(&one.members).then(one.code.cmp(&other.code)));
    out
}

fn within(field: &str, value: i64, most: i64) -> Result<(), Refused> {
    if (1..=most).contains(&value) {
        return Ok(());
    }
    Err(Refused::ChoiceUnknown {
        field: field.to_owned(),
        value: value.to_string(),
        known: format!("1 .. {most}"),
    })
}

/// Four digits after the point are more than an estimate is good for.
fn short(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Fen in yuan; beyond 20 million yuan a visit's worth is cut off there.
fn yuan(amount: Fen) -> f64 {
    f64::from(i32::try_from(amount.0).unwrap_or(i32::MAX)) / 100.0
}

/// Yuan in whole fen, half away from zero.
fn fen(yuan: f64) -> Fen {
    format!("{:.2}", (yuan * 100.0).round() / 100.0).parse().unwrap_or(Fen(0))
}
