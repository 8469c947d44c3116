//! The owner's weights of the score, as a form: in force from today on; past boards stay what they were.

use crate::ground::{Clean, Refused};
use crate::leaderboard::BoardIs;
use crate::leaderboard::score_rules::Each;
use crate::leaderboard::terms::{SetScore, WeightsAre};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::Around;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::Wish;

/// The most people whose difference is shown.
const ROWS_MAX: usize = 8;

/// The form, filled with the weights in force.
pub fn sheet(around: &Around, now: &Each<i64>) -> Sheet {
    let lang = around.lang;
    let [sales, service, repurchase, satisfaction] = now.map(|weight| weight.to_string());
    let field = |name, label, value: &str| Field::line(name, label, Takes::Digits).with(value);
    let fields = vec![
        field("sales", "board.spoke.sales", &sales),
        field("service", "board.spoke.services", &service),
        field("repurchase", "board.spoke.repurchase", &repurchase),
        field("satisfaction", "board.spoke.satisfaction", &satisfaction),
    ];
    let make = |form: &Form, envelope| {
        let verb = SetScore {
            sales: weight(form, "sales")?,
            service: weight(form, "service")?,
            repurchase: weight(form, "repurchase")?,
            satisfaction: weight(form, "satisfaction")?,
            from: None,
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, words::text(lang, "board.key.weights"), fields, make, |reply, lang| {
        let set = reply.read::<WeightsAre>()?;
        Ok(done(t!(lang, "board.done.weights", from = set.from)))
    })
    .note(words::text(lang, "board.weights_hint"), Role::Muted)
}

/// The weights that the form says, where they are weights.
pub fn tried(form: &Form) -> Option<Each<i64>> {
    let [sales, service, repurchase, satisfaction] =
        ["sales", "service", "repurchase", "satisfaction"].map(|name| weight(form, name).ok());
    let each = [sales?, service?, repurchase?, satisfaction?];
    (each.iter().sum::<i64>() > 0).then_some(each)
}

/// What other weights make of everybody: score and rank, as they are and as they would be.
pub fn difference(lang: Lang, now: &BoardIs, tried: &BoardIs) -> Vec<(String, Role)> {
    let place = |rank: Option<i64>| rank.map_or_else(|| "--".to_owned(), |rank| rank.to_string());
    let mut lines = Vec::new();
    for row in &tried.rows {
        let Some(before) = now.rows.iter().find(|other| other.id == row.id) else { continue };
        let words = t!(
            lang,
            "board.tried",
            name = row.name,
            before = before.score_shown,
            after = row.score_shown,
            was = place(before.rank),
            is = place(row.rank)
        );
        let tone = match before.rank.zip(row.rank).map(|(was, is)| was - is) {
            Some(won) if won > 0 => Role::Rise,
            Some(won) if won < 0 => Role::Fall,
            Some(_) | None => Role::Muted,
        };
        lines.push((words, tone));
    }
    // Whoever wins or loses a place first: of a long list the rest is seen on the board when the weights are set.
    lines.sort_by_key(|(_, tone)| *tone == Role::Muted);
    lines.truncate(ROWS_MAX);
    lines
}

fn weight(form: &Form, name: &'static str) -> Result<i64, Wrong> {
    let text = form.value(name);
    let value = Clean::shown(&text).into_string();
    text.trim().parse().map_err(|_| (name, Refused::SettingInvalid { name: name.into(), value }))
}
