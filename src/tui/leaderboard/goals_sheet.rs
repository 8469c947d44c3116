//! What the store wants to reach in a month, as a form: in force from today on; an empty field is no goal.

use crate::ground::{Clean, Fen, Rate, Refused};
use crate::leaderboard::Kpi;
use crate::leaderboard::goals::{Goal, GoalIs, GoalsSet, SetGoals, share};
use crate::leaderboard::kpi_rules::Unit;
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::Around;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::Wish;

/// What the form asks for: field, label and KPI.
const ASKED: [(&str, &str, Kpi); 5] = [
    ("sales", "kpi.sales", Kpi::Sales),
    ("consumption", "kpi.consumption", Kpi::Consumption),
    ("top_ups", "kpi.top_ups", Kpi::TopUps),
    ("new_members", "kpi.new_members", Kpi::NewMembers),
    ("services", "kpi.services", Kpi::Services),
];
/// The goals of the form are of so many days.
const DAYS: i64 = 30;

/// The form, filled with the goals in force.
pub fn sheet(around: &Around, now: &[GoalIs]) -> Sheet {
    let lang = around.lang;
    let fields = ASKED
        .iter()
        .map(|(name, label, kpi)| {
            let goal = now.iter().find(|goal| goal.kpi == *kpi);
            let value = goal.map(|goal| written(*kpi, share(goal.set, goal.days, DAYS))).unwrap_or_default();
            Field::line(name, label, Takes::Text).with(&value)
        })
        .collect();
    let make = |form: &Form, envelope| {
        let goals = ASKED.iter().map(|(name, _, kpi)| goal(form, name, *kpi)).collect::<Result<_, _>>()?;
        Ok(Wish::act(WHAT, envelope, SetGoals { goals, from: None }))
    };
    Sheet::new(around, words::text(lang, "board.goals_title"), fields, make, |reply, lang| {
        let set = reply.read::<GoalsSet>()?;
        Ok(done(t!(lang, "board.done.goals", from = set.from)))
    })
    .note(words::text(lang, "board.goals_hint"), Role::Muted)
}

fn written(kpi: Kpi, amount: i64) -> String {
    if kpi.unit() == Unit::Fen {
        Fen(amount).to_string().trim_end_matches(".00").to_owned()
    } else {
        amount.to_string()
    }
}

fn goal(form: &Form, name: &'static str, kpi: Kpi) -> Result<Goal, Wrong> {
    let text = form.value(name).trim().replace(',', "");
    let unfit = || {
        let value = Clean::shown(&text).into_string();
        (name, Refused::SettingInvalid { name: name.into(), value })
    };
    let amount = if text.is_empty() { None } else { Some(text.parse::<Rate>().map_err(|_| unfit())?) };
    Ok(Goal { kpi, amount, days: DAYS })
}
