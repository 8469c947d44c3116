//! When a member comes, comes again, or stays away: the timing of one customer, day by day.

use super::habits::{Habits, Profile, Purpose, chance, gap, unit};
use super::season::Season;

/// How many of those who drop out come back one day.
const WIN_BACK: f64 = 0.12;
/// How long they stay away at least, in days, and how much longer at most.
const AWAY_DAYS: (f64, f64) = (150.0, 270.0);
/// How likely somebody who came to try does not come a second time.
const TRIAL_LOST: f64 = 0.6;
/// How far a visit is moved to suit a preference for weekends, in days.
const LEAN_DAYS: usize = 3;

/// The timing of visits over a span.
#[derive(Debug, Clone)]
pub struct Course {
    habits: Habits,
    season: Season,
    /// Gaps and drop-outs are multiplied by this; below one where few members must fill many bills.
    pace: f64,
}

impl Course {
    /// A course at the natural pace.
    #[must_use]
    pub fn new(habits: Habits, season: Season) -> Self {
        Self { habits, season, pace: 1.0 }
    }

    /// The same at another pace.
    #[must_use]
    pub fn at_pace(self, pace: f64) -> Self {
        Self { pace, ..self }
    }

    /// The customers.
    #[must_use]
    pub fn habits(&self) -> &Habits {
        &self.habits
    }

    /// The span.
    #[must_use]
    pub fn season(&self) -> &Season {
        &self.season
    }

    /// The profile of a live member.
    #[must_use]
    pub fn profile(&self, member: u32) -> Profile {
        self.habits.profile(member, &self.season)
    }

    /// The day of a member's first visit in the span.
    #[must_use]
    pub fn first(&self, member: u32, profile: &Profile) -> Option<usize> {
        if let Ok(joined) = usize::try_from(profile.joined) {
            return self.open_from(joined);
        }
        let mut dice = self.habits.dice().throw(Purpose::Timing, member, 0);
        self.season.day_at(unit(&mut dice) * gap(&mut dice) * profile.mean_gap * self.pace)
    }

    /// The day of the visit after the `ordinal`-th, which was on `day`.
    #[must_use]
    pub fn next(&self, member: u32, profile: &Profile, ordinal: u32, day: usize) -> Option<usize> {
        let mut dice = self.habits.dice().throw(Purpose::Timing, member, ordinal);
        let trying = profile.trial && ordinal == 1 && profile.joined >= 0;
        let hazard = (if trying { TRIAL_LOST } else { profile.hazard }) * self.pace;
        let lost = chance(hazard, &mut dice);
        if lost && !chance(WIN_BACK, &mut dice) {
            return None;
        }
        let days = if lost {
            AWAY_DAYS.0 + AWAY_DAYS.1 * unit(&mut dice)
        } else {
            gap(&mut dice) * profile.mean_gap * self.pace
        };
        let meant = self.season.day_at(self.season.noon(day) + days)?;
        let meant = self.open_from(meant.max(day + 1))?;
        let weekend = self.season.is_weekend(meant);
        let lean = chance(profile.weekend, &mut dice) != weekend && (!weekend || chance(0.25, &mut dice));
        Some(if lean { self.nearest(meant, day, !weekend).unwrap_or(meant) } else { meant })
    }

    /// How often a member comes during the span.
    #[must_use]
    pub fn visits(&self, member: u32) -> u32 {
        let profile = self.profile(member);
        let mut day = self.first(member, &profile);
        let mut count = 0;
        while let Some(on) = day {
            count += 1;
            day = self.next(member, &profile, count, on);
        }
        count
    }

    fn open_from(&self, day: usize) -> Option<usize> {
        (day..self.season.days()).find(|day| self.season.is_open(*day))
    }

    /// The nearest open day of the wanted kind, later than `after`.
    fn nearest(&self, day: usize, after: usize, weekend: bool) -> Option<usize> {
        let fits =
            |at: &usize| *at > after && self.season.is_open(*at) && self.season.is_weekend(*at) == weekend;
        (1..=LEAN_DAYS).find_map(|far| [day + far, day.saturating_sub(far)].into_iter().find(fits))
    }
}
