//! The demo's years as a stream of visits in time order, so that a million members fit into little memory.
//!
//! Members are drawn anew whenever they are needed and only their next visit is kept, in a bucket for its day.
//! The same plan gives the same stream on the same machine; floats are at home here and nowhere near the money.

use std::vec::IntoIter;

use chrono::{Days, NaiveDate};

use super::book::DemoBook;
use super::course::Course;
use super::habits::{Dice, Habits, Profile, Purpose};
use super::season::Season;
use super::wants::{Customer, Shelf, Visit};

/// How many members are tried to learn how often one comes.
const SAMPLE_MAX: u32 = 20_000;
/// The fastest pace: gaps a tenth of the natural ones.
const PACE_MIN: f64 = 0.1;
/// How often the pace is corrected.
const PACE_STEPS: usize = 12;
/// Guests are indexed from here, so that they share no habits with members.
const GUEST_FROM: u32 = 1 << 31;

/// What demo is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Same seed, same demo.
    pub seed: u64,
    /// How many members have a file; below 2^31.
    pub members: u32,
    /// About how many bills there shall be.
    pub bills: u32,
    /// The first day.
    pub first_day: NaiveDate,
    /// How many days.
    pub days: u32,
    /// How many bills in a thousand are guests'.
    pub guests_per_mille: u32,
}

impl Plan {
    /// A plan of whole years that end on `last_day`, one bill in ten a guest's.
    #[must_use]
    pub fn years_until(last_day: NaiveDate, years: u32, members: u32, bills: u32, seed: u64) -> Self {
        let days = years * 365;
        let first_day = last_day.checked_sub_days(Days::new(u64::from(days.max(1) - 1))).unwrap_or(last_day);
        Self { seed, members, bills, first_day, days, guests_per_mille: 100 }
    }

    fn guests(&self) -> f64 {
        f64::from(self.bills) * f64::from(self.guests_per_mille.min(1000)) / 1000.0
    }
}

/// A member's next visit.
#[derive(Debug, Clone, Copy)]
struct Next {
    member: u32,
    ordinal: u32,
}

/// The stream of visits.
#[derive(Debug, Clone)]
pub struct Rhythm<'b> {
    plan: Plan,
    course: Course,
    shelf: Shelf<'b>,
    live_share: f64,
    ahead: Vec<Vec<Next>>,
    day: usize,
    today: IntoIter<Visit<'b>>,
    guests: u32,
    guests_due: f64,
}

impl<'b> Rhythm<'b> {
    /// Prepares a plan: finds out how many members must be live for so many bills and puts their first visits
    /// into the calendar.
    #[must_use]
    pub fn new(book: &'b DemoBook, plan: Plan) -> Self {
        let plan = Plan { members: plan.members.min(GUEST_FROM), ..plan };
        let season = Season::new(plan.first_day, usize::try_from(plan.days).unwrap_or(0));
        let habits = Habits::new(book, Dice::new(plan.seed));
        let (course, live_share) = fit(Course::new(habits, season), &plan);
        let mut ahead = vec![Vec::new(); course.season().days()];
        for member in 0..plan.members {
            if course.habits().draw(member) < live_share {
                let first = course.first(member, &course.profile(member));
                if let Some(bucket) = first.and_then(|day| ahead.get_mut(day)) {
                    bucket.push(Next { member, ordinal: 1 });
                }
            }
        }
        Self {
            plan,
            course,
            shelf: Shelf::new(book),
            live_share,
            ahead,
            day: 0,
            today: Vec::new().into_iter(),
            guests: 0,
            guests_due: 0.0,
        }
    }

    /// The day on which a member's file was opened.
    #[must_use]
    pub fn joined_on(&self, member: u32) -> NaiveDate {
        let joined = match self.profile(member) {
            Some(profile) => profile.joined,
            None => self.course.habits().joined_before(member),
        };
        let days = Days::new(u64::from(joined.unsigned_abs()));
        let first = self.plan.first_day;
        let on = if joined < 0 { first.checked_sub_days(days) } else { first.checked_add_days(days) };
        on.unwrap_or(first)
    }

    /// What sort of customer a member is; none for one who does not come during the span.
    #[must_use]
    pub fn profile(&self, member: u32) -> Option<Profile> {
        let live = self.course.habits().draw(member) < self.live_share;
        live.then(|| self.course.profile(member))
    }

    /// The share of members who come during the span.
    #[must_use]
    pub fn live_share(&self) -> f64 {
        self.live_share
    }

    /// Seasons and closed days of the span.
    #[must_use]
    pub fn season(&self) -> &Season {
        self.course.season()
    }

    /// The visits of one day in time order; the next visit of everybody who came is put into its bucket.
    fn play(&mut self, day: usize) -> Vec<Visit<'b>> {
        let coming = self.ahead.get_mut(day).map(std::mem::take).unwrap_or_default();
        let date = self.course.season().date(day);
        let mut visits = Vec::with_capacity(coming.len() + 8);
        for Next { member, ordinal } in coming {
            let profile = self.course.profile(member);
            let mut dice = self.course.habits().dice().throw(Purpose::Wants, member, ordinal);
            let who = Customer { member: Some(member), profile: &profile, ordinal };
            visits.push(self.shelf.visit(self.course.habits(), who, date, &mut dice));
            let next = self.course.next(member, &profile, ordinal, day);
            if let Some(bucket) = next.and_then(|on| self.ahead.get_mut(on)) {
                bucket.push(Next { member, ordinal: ordinal + 1 });
            }
        }
        self.welcome_guests(day, &mut visits);
        visits.sort_by_key(|visit| (visit.minute, visit.member));
        visits
    }

    fn welcome_guests(&mut self, day: usize, visits: &mut Vec<Visit<'b>>) {
        let season = self.course.season();
        let date = season.date(day);
        if season.whole() > 0.0 {
            self.guests_due += self.plan.guests() * season.demand(day) / season.whole();
        }
        while self.guests_due >= 0.5 && season.is_open(day) {
            self.guests_due -= 1.0;
            let stranger = GUEST_FROM + self.guests % GUEST_FROM;
            self.guests += 1;
            // A guest is on a first visit, whatever the draw of habits says.
            let profile = Profile { joined: 0, ..self.course.profile(stranger) };
            let mut dice = self.course.habits().dice().throw(Purpose::Guest, stranger, 0);
            let who = Customer { member: None, profile: &profile, ordinal: 1 };
            visits.push(self.shelf.visit(self.course.habits(), who, date, &mut dice));
        }
    }
}

impl<'b> Iterator for Rhythm<'b> {
    type Item = Visit<'b>;

    fn next(&mut self) -> Option<Visit<'b>> {
        loop {
            if let Some(visit) = self.today.next() {
                return Some(visit);
            }
            if self.day >= self.ahead.len() {
                return None;
            }
            self.today = self.play(self.day).into_iter();
            self.day += 1;
        }
    }
}

/// Fits the number of bills: too many and only a share of the members comes at all, too few and all come faster.
fn fit(course: Course, plan: &Plan) -> (Course, f64) {
    let wanted = f64::from(plan.bills) - plan.guests();
    let natural = expected(&course, plan.members);
    if natural <= 0.0 {
        return (course, 1.0);
    }
    if natural >= wanted {
        let share = live_share(&course, plan.members, wanted, (1.3 * wanted / natural + 0.01).min(1.0));
        return (course, share);
    }
    let mut pace = 1.0_f64;
    let mut course = course;
    for _ in 0..PACE_STEPS {
        let off = expected(&course, plan.members) / wanted;
        if (off - 1.0).abs() < 0.005 {
            break;
        }
        pace = (pace * off).clamp(PACE_MIN, 1.0);
        course = course.at_pace(pace);
    }
    (course, 1.0)
}

/// How many visits all members would make, from a sample spread evenly over them.
fn expected(course: &Course, members: u32) -> f64 {
    let step = members.div_ceil(SAMPLE_MAX).max(1);
    let sample = (0..members).step_by(usize::try_from(step).unwrap_or(1));
    let (count, visits) = sample.fold((0_u32, 0_u64), |(count, visits), member| {
        (count + 1, visits + u64::from(course.visits(member)))
    });
    if count == 0 {
        return 0.0;
    }
    float(visits) / f64::from(count) * f64::from(members)
}

/// The share of members that makes exactly the wanted number of visits, within one member's.
fn live_share(course: &Course, members: u32, wanted: f64, bound: f64) -> f64 {
    let mut found: Vec<(f64, u32)> = (0..members)
        .filter_map(|member| {
            let draw = course.habits().draw(member);
            (draw < bound).then(|| (draw, course.visits(member)))
        })
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sum = 0_u64;
    for (draw, visits) in found {
        if float(sum) >= wanted {
            return draw;
        }
        sum += u64::from(visits);
    }
    bound
}

#[expect(clippy::cast_precision_loss, reason = "a count of visits is far below 2^52")]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
