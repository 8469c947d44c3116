//! A rule as a form with its worked example, whatever kind it is of; how rates and amounts are written in it.

use std::cell::RefCell;
use std::rc::Rc;
use std::str::FromStr;

use super::kind::Kind;
use crate::ground::{Clean, Fen, Rate, Refused};
use crate::staff::Job;
use crate::tui::forms::Form;
use crate::tui::parts::Around;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong};
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// The draft that a form was left with; whoever opened it takes it from here.
pub(super) type Left<R> = Rc<RefCell<Option<Vec<R>>>>;

/// The people that a rule may be for, in the form's order; the first is everybody.
pub(super) const JOBS: [Job; 5] =
    [Job::Technician, Job::Consultant, Job::FrontDesk, Job::Manager, Job::Owner];

/// The form of a rule of a draft: of a new one where the place is none. What the form is left with goes to `left`.
pub(super) fn sheet<K: Kind>(
    around: &Around,
    draft: &[K::Rule],
    place: Option<usize>,
    left: &Left<K::Rule>,
) -> Sheet {
    let lang = around.lang;
    let rule = place.and_then(|place| draft.get(place)).cloned().unwrap_or_else(K::fresh);
    let title = words::text(lang, if place.is_some() { "rulebook.edit" } else { "rulebook.add" });
    let (draft, left) = (draft.to_vec(), Rc::clone(left));
    let make = move |form: &Form, _| {
        let rule = K::read(form)?;
        let mut rules = draft.clone();
        match place.and_then(|place| rules.get_mut(place)) {
            Some(old) => *old = rule,
            None => rules.push(rule),
        }
        *left.borrow_mut() = Some(rules.clone());
        Ok(K::check(WHAT, rules))
    };
    let mut sheet = Sheet::new(around, title, K::fields(lang, &rule), make, |reply, _| {
        reply.read::<()>()?;
        Ok(Vec::new())
    });
    retell::<K>(&mut sheet, lang);
    sheet
}

/// Tells the worked example anew.
pub(super) fn retell<K: Kind>(sheet: &mut Sheet, lang: Lang) {
    let form = sheet.form();
    let told = K::read(form).map_err(|(_, no)| no).and_then(|rule| K::example(lang, &rule, form));
    let lines = match told {
        Ok(lines) => lines.into_iter().map(|line| (line, Role::Info)).collect(),
        Err(no) => vec![(words::refused(lang, &no), Role::Muted)],
    };
    sheet.tell_below(lines);
}

/// The job that a form chooses.
pub(super) fn job(form: &Form) -> Option<Job> {
    place(form, "role").checked_sub(1).and_then(|at| JOBS.get(at)).copied()
}

/// A job as a form has it.
pub(super) fn job_place(role: Option<Job>) -> String {
    role.and_then(|role| JOBS.iter().position(|job| *job == role)).map_or(0, |at| at + 1).to_string()
}

/// The number of a choice.
pub(super) fn place(form: &Form, name: &str) -> usize {
    form.value(name).parse().unwrap_or(0)
}

/// A field that has something in it.
pub(super) fn given(form: &Form, name: &str) -> Option<String> {
    Some(form.value(name).trim().to_owned()).filter(|text| !text.is_empty())
}

/// A text that has something in it.
pub(super) fn clean(form: &Form, name: &'static str) -> Result<Option<Clean>, Wrong> {
    given(form, name).map(|text| Clean::new(&text)).transpose().map_err(|no| (name, no))
}

/// An amount without needless zeroes.
pub(super) fn yuan(fen: Fen) -> String {
    fen.to_string().trim_end_matches(".00").to_owned()
}

/// A rate as people write it: `12.5%`, or `12.5` for the same.
pub(super) fn rate(text: &str) -> Result<Rate, Refused> {
    let narrow = text.trim().replace('\u{ff05}', "%");
    if narrow.ends_with('%') { Rate::from_str(&narrow) } else { Rate::from_str(&format!("{narrow}%")) }
}
