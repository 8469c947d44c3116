//! In what state a member is, by the days since her last visit: the trade's words, with fixed limits.

use chrono::{Duration, Months, NaiveDate};

/// Days within which a visit makes a member active; the same limit after which one who returns was asleep.
pub const ACTIVE_DAYS: i64 = 90;
/// Months after which a dormant member is frozen.
const DORMANT_MONTHS: u32 = 6;
/// Months after which a frozen member is lost.
const FROZEN_MONTHS: u32 = 12;

/// The state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 保有: here within 90 days.
    Active,
    /// 唤回: active, and one of the visits in these 90 days came after more than 90 days without.
    Reactivated,
    /// 沉睡: away for up to six months.
    Dormant,
    /// 冰冻: away for six to twelve months.
    Frozen,
    /// 休眠: away for longer.
    Lost,
    /// A file and no visit yet.
    Guest,
}

impl State {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Active, Self::Reactivated, Self::Dormant, Self::Frozen, Self::Lost, Self::Guest];

    /// Its name in files and locales.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Reactivated => "reactivated",
            Self::Dormant => "dormant",
            Self::Frozen => "frozen",
            Self::Lost => "lost",
            Self::Guest => "guest",
        }
    }
}

/// The state on a day, from days of visits in order up to it.
pub fn state(days: &[NaiveDate], today: NaiveDate) -> State {
    let Some(last) = days.last().copied() else { return State::Guest };
    let ago = |months: u32| today.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
    let active_from = today - Duration::days(ACTIVE_DAYS);
    if last >= active_from {
        let woke = days.windows(2).any(|pair| match pair {
            [before, after] => {
                *after >= active_from && after.signed_duration_since(*before).num_days() > ACTIVE_DAYS
            }
            _ => false,
        });
        return if woke { State::Reactivated } else { State::Active };
    }
    if last >= ago(DORMANT_MONTHS) {
        State::Dormant
    } else if last >= ago(FROZEN_MONTHS) {
        State::Frozen
    } else {
        State::Lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn limits_belong_to_the_better_state() {
        let today = day("2026-11-29");
        for (days, expected) in [
            (vec![], State::Guest),
            (vec!["2026-08-31"], State::Active),
            (vec!["2026-08-30"], State::Dormant),
            (vec!["2026-05-29"], State::Dormant),
            (vec!["2026-05-28"], State::Frozen),
            (vec!["2025-11-29"], State::Frozen),
            (vec!["2025-11-28"], State::Lost),
            (vec!["2026-05-01", "2026-11-01"], State::Reactivated),
            (vec!["2026-08-03", "2026-11-01"], State::Active),
            (vec!["2026-08-02", "2026-11-01"], State::Reactivated),
            (vec!["2026-01-01", "2026-05-29"], State::Dormant),
        ] {
            let days: Vec<NaiveDate> = days.into_iter().map(day).collect();
            assert_eq!(state(&days, today), expected, "{days:?}");
        }
    }
}
