//! The cockpit in words: which two items bring people back together, which item sells less week by week, and the goals.

use super::items::slow;
use super::page::CockpitIs;
use crate::leaderboard::goals::GoalIs;
use crate::t;
use crate::words::{self, Lang};

/// What is said of the items: a pair, and one that sells slowly, where there are such.
pub fn of_items(lang: Lang, is: &CockpitIs) -> Vec<String> {
    let share = |again: i64, of: i64| again * 100 / of.max(1);
    let mut out = Vec::new();
    if let Some(pair) = &is.pair {
        let [one, other] = &pair.names;
        let (both, apart) = (share(pair.again, pair.had), share(pair.apart_again, pair.apart));
        out.push(t!(lang, "cockpit.pair", one = one, other = other, both = both, apart = apart));
    }
    if let Some(item) = slow(&is.items) {
        out.push(t!(lang, "cockpit.slow", item = item.name, weeks = item.falling()));
    }
    out
}

/// How far the span is with each of the store's goals: `Sales goal 84%`.
pub fn of_goals(lang: Lang, is: &CockpitIs) -> Vec<String> {
    let told = |goal: &GoalIs| {
        let name = words::lookup(lang, &format!("kpi.{}", goal.kpi.code())).unwrap_or_default();
        t!(lang, "cockpit.goal", name = name, share = goal.percent())
    };
    is.tiles.goals.iter().map(told).collect()
}
