//! Days of one's own choice, and the board as of a past day: what it showed that evening.

use std::cell::RefCell;
use std::rc::Rc;

use crate::ground::{Clean, Refused, day};
use crate::leaderboard::board::Board;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::Around;
use crate::tui::parts::sheet::{Sheet, WHAT};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::Wish;

/// The days that a form was left with; whoever opened it takes them from here.
pub(super) type Left = Rc<RefCell<Option<Board>>>;

/// The form, filled with the days that are shown.
pub(super) fn sheet(around: &Around, (from, to): (&str, &str), as_of: &str, left: &Left) -> Sheet {
    let lang = around.lang;
    let line = |name, key, value: &str| Field::line(name, key, Takes::Narrow).with(value);
    let fields = vec![
        line("from", "output.export_from", from),
        line("to", "output.export_to", to),
        line("as_of", "board.field.as_of", as_of),
    ];
    let left = Rc::clone(left);
    let make = move |form: &Form, _| {
        let read = |name: &'static str| {
            let text = form.value(name).trim().to_owned();
            if text.is_empty() {
                return Ok(None);
            }
            day::iso(&text).map(|day| Some(day.to_string())).map_err(|no| (name, no))
        };
        let unfit = |name: &'static str| {
            let value = Clean::shown(&form.value(name)).into_string();
            (name, Refused::SettingInvalid { name: name.into(), value })
        };
        let (from, to, as_of) = (read("from")?, read("to")?, read("as_of")?);
        if to.is_some() && to < from {
            return Err(unfit("to"));
        }
        if as_of.is_some() && as_of < from {
            return Err(unfit("as_of"));
        }
        let board = Board { from, to, as_of, ..Board::default() };
        *left.borrow_mut() = Some(board.clone());
        // Asked once here, so that days that cannot be meant are told in the form.
        Ok(Wish::look(WHAT, move |source| source.ask(&board).map(|_| ())).slow())
    };
    Sheet::new(around, words::text(lang, "board.days_title"), fields, make, |reply, _| {
        reply.read::<()>()?;
        Ok(Vec::new())
    })
    .note(words::text(lang, "board.days_hint"), Role::Muted)
}

/// The days in the panel's corner: `11-01..11-15 截至 11-15`.
pub(super) fn told(lang: Lang, (from, to): (&str, &str), as_of: &str) -> String {
    let short = |text: &str| text.get(2..).unwrap_or(text).to_owned();
    let (from, to, as_of) = (short(from), short(to), short(as_of));
    let facts = [("from", from.as_str()), ("to", &to), ("as_of", &as_of)];
    Clean::shown(&words::fill(lang, "board.days_told", &facts)).into_string()
}
