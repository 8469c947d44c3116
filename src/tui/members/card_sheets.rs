//! The forms of a card: freeze, report lost, open, extend, share, hand on.

use super::sheets::some;
use crate::cards::change::{CardAct, CardIs, ChangeCard};
use crate::ground::Refused;
use crate::shop::Stop;
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::parts::{Around, Step};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

fn read(reply: Reply, lang: Lang) -> Result<Vec<Step>, Stop> {
    let card = reply.read::<CardIs>()?;
    let state = match card.state.as_str() {
        "open" => words::text(lang, "state.active"),
        other => super::holds::state(lang, other),
    };
    let last = card.expires_on.unwrap_or_else(|| words::text(lang, "members.for_ever").to_owned());
    Ok(done(t!(lang, "members.done.card", card = card.card, state = state, day = last, member = card.member)))
}

/// Freezes, loses or opens a card: Enter confirms.
pub fn plain(around: &Around, card: &str, act: &CardAct) -> Sheet {
    let lang = around.lang;
    let title = match act {
        CardAct::Freeze {} => "members.act.freeze",
        CardAct::Lose {} => "members.act.lose",
        CardAct::Open {} => "members.act.reopen",
        CardAct::Extend { .. }
        | CardAct::Share { .. }
        | CardAct::Unshare { .. }
        | CardAct::Transfer { .. } => "members.act.extend",
    };
    let (code, act) = (card.to_owned(), act.clone());
    let fields = vec![Field::line("card", "members.card_code", Takes::Narrow).with(card)];
    let make = move |_: &Form, envelope| {
        Ok(Wish::act(WHAT, envelope, ChangeCard { card: code.clone(), act: act.clone() }))
    };
    Sheet::new(around, words::text(lang, title), fields, make, read)
}

/// A later last day.
pub fn extend(around: &Around, card: &str, last: &str) -> Sheet {
    let code = card.to_owned();
    let fields = vec![Field::line("date", "members.until", Takes::Narrow).with(last)];
    let make = move |form: &Form, envelope| {
        let act = CardAct::Extend { until: form.value("date").trim().to_owned() };
        Ok(Wish::act(WHAT, envelope, ChangeCard { card: code.clone(), act }))
    };
    Sheet::new(around, words::text(around.lang, "members.act.extend"), fields, make, read)
        .note(words::text(around.lang, "members.extend_hint"), Role::Muted)
}

/// Lets another member use it.
pub fn share(around: &Around, card: &str) -> Sheet {
    with_member(around, card, "members.act.share", |with| CardAct::Share { with })
}

/// Ends that.
pub fn unshare(around: &Around, card: &str) -> Sheet {
    with_member(around, card, "members.act.unshare", |with| CardAct::Unshare { with })
}

/// Hands the card to another member for good.
pub fn transfer(around: &Around, card: &str) -> Sheet {
    with_member(around, card, "members.act.transfer", |to| CardAct::Transfer { to }).with_reason()
}

fn with_member(around: &Around, card: &str, title: &'static str, act: fn(String) -> CardAct) -> Sheet {
    let code = card.to_owned();
    let fields = vec![Field::line("member", "members.relative", Takes::Narrow)];
    let make = move |form: &Form, envelope| -> Result<Wish, Wrong> {
        let who =
            some(form.value("member")).ok_or(("member", Refused::TextMissing { field: "number".into() }))?;
        Ok(Wish::act(WHAT, envelope, ChangeCard { card: code.clone(), act: act(who) }))
    };
    Sheet::new(around, words::text(around.lang, title), fields, make, read)
        .note(t!(around.lang, "members.card_of", card = card), Role::Muted)
}
