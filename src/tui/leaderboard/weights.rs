//! The owner's weights of the score, as a form: in force from today on; past boards stay what they were.

use crate::ground::{Clean, Refused};
use crate::leaderboard::score_rules::Each;
use crate::leaderboard::terms::{SetScore, WeightsAre};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::Around;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::Wish;

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

fn weight(form: &Form, name: &'static str) -> Result<i64, Wrong> {
    let text = form.value(name);
    let value = Clean::shown(&text).into_string();
    text.trim().parse().map_err(|_| (name, Refused::SettingInvalid { name: name.into(), value }))
}
