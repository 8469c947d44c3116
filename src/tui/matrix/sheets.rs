//! The sheets of the matrix: the next step of a month, and the statement of a pair.

use std::cell::RefCell;
use std::rc::Rc;

use super::{MatrixScreen, WRITTEN};
use crate::chain::statement::table;
use crate::exchange::decode::Encoding;
use crate::exchange::export_file::place_in;
use crate::exchange::sheet_out::FileForm;
use crate::ground::{Clean, Month};
use crate::settlement::settle::{Settle, SettleStep, Settled};
use crate::settlement::statement::Statement;
use crate::shop::Look;
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::sheet::{Sheet, WHAT, done};
use crate::tui::parts::{Around, Step, complain};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::Wish;

impl MatrixScreen {
    /// The step that comes next, and the words of its key.
    pub(super) fn next_step(&self) -> Option<(SettleStep, &'static str)> {
        let is = self.is.as_ref()?;
        match is.steps.last().map(|step| step.step.as_str()) {
            None => Some((SettleStep::Frozen, "matrix.key.freeze")),
            Some("frozen") => Some((SettleStep::Approved, "matrix.key.approve")),
            Some("approved") => Some((SettleStep::Settled, "matrix.key.paid")),
            Some(_) => None,
        }
    }

    /// Opens the sheet of the next step.
    pub(super) fn settle(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let Some((step, key)) = self.next_step() else {
            return vec![complain(words::text(lang, "matrix.settled_already"))];
        };
        let Some(is) = &self.is else { return Vec::new() };
        let (month, events) = (is.month.clone(), is.events);
        let fields = match step {
            SettleStep::Settled => vec![Field::line("reference", "matrix.reference", Takes::Text)],
            SettleStep::Frozen | SettleStep::Approved => Vec::new(),
        };
        let title = format!("{} {month}", words::text(lang, key));
        let make = move |form: &Form, envelope| {
            let reference = if step == SettleStep::Settled { form.value("reference") } else { String::new() };
            let reference = Clean::new(reference.trim()).map_err(|no| ("reference", no))?;
            let verb = Settle { month: month.clone(), step, events: Some(events), reference };
            Ok(Wish::act(WHAT, envelope, verb))
        };
        let mut sheet = Sheet::new(around, title, fields, make, |reply, lang| {
            let settled = reply.read::<Settled>()?;
            let digest = settled.digest.get(..8).unwrap_or_default();
            let step =
                words::lookup(lang, &format!("settle.step.{}", settled.step.code())).unwrap_or_default();
            Ok(done(t!(lang, "settle.done", month = settled.month, step = step, digest = digest)))
        });
        for transfer in &is.transfers {
            let (from, to) = (self.name_of(&transfer.from), self.name_of(&transfer.to));
            let amount = transfer.amount.grouped();
            sheet =
                sheet.note(t!(lang, "settle.transfer", from = from, to = to, amount = amount), Role::Text);
        }
        if step == SettleStep::Frozen && !self.missing.is_empty() {
            let said = t!(lang, "settle.missing", stores = self.missing.join(" "), month = is.month);
            sheet = sheet.note(said, Role::Bad);
        }
        let note = match step {
            SettleStep::Frozen => "matrix.note.freeze",
            SettleStep::Approved => "matrix.note.approve",
            SettleStep::Settled => "matrix.note.paid",
        };
        self.sheet = Some(Box::new(sheet.note(words::text(lang, note), Role::Warn)));
        Vec::new()
    }

    /// Opens the sheet that writes the statement of the pair that is looked at.
    pub(super) fn write(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let Some((home, serving)) = self.pair().map(|(home, serving)| (home.to_owned(), serving.to_owned()))
        else {
            return vec![complain(words::text(lang, "matrix.no_pair"))];
        };
        let month: Month = self.month(around);
        let fields = vec![
            Field::line("folder", "output.export_folder", Takes::Text),
            Field::choice(
                "form",
                "matrix.form",
                vec!["XLSX".into(), "CSV UTF-8".into(), "CSV GB18030".into()],
            ),
        ];
        let sent = Rc::new(RefCell::new((String::new(), FileForm::Xlsx)));
        let keep = Rc::clone(&sent);
        let make = move |form: &Form, _| {
            let kind = match form.value("form").as_str() {
                "1" => FileForm::Csv(Encoding::Utf8Bom),
                "2" => FileForm::Csv(Encoding::Gb18030),
                _ => FileForm::Xlsx,
            };
            *keep.borrow_mut() = (form.value("folder").trim().to_owned(), kind);
            // Nothing of the store changes; the file is written by the reader for long work.
            Ok(Wish::look(WHAT, |_| Ok(())))
        };
        let title = t!(lang, "matrix.statement", first = serving, second = home, month = month.name());
        self.sheet = Some(Box::new(Sheet::new(around, title, fields, make, move |reply, lang| {
            reply.read::<()>()?;
            let (folder, form) = sent.borrow().clone();
            let (home, serving) = (home.clone(), serving.clone());
            let wish = Wish::look(WRITTEN, move |source| {
                let settings = source.settings()?;
                let look =
                    Look { profile: source.profile(), settings: &settings, now: source.now(), past: false };
                let statement = Statement::of(source.db(), &look, month, &serving, &home)?;
                let stem = format!("statement_{}_{serving}_{home}", month.name());
                let path = place_in(source.db().path(), &folder, &stem, form.ending())?;
                table(lang, &statement)?.write(&path, form)?;
                let file = Clean::shown(&path.to_string_lossy()).into_string();
                Ok(t!(lang, "settle.statement_done", file = file))
            });
            Ok(vec![Step::Wish(wish.slow())])
        })));
        Vec::new()
    }

    /// The short name of a store.
    pub(super) fn name_of(&self, code: &str) -> String {
        let is = self.is.as_ref();
        let found = is.and_then(|is| is.positions.iter().find(|position| position.store == code));
        found.map_or_else(|| code.to_owned(), |position| super::view::short(&position.name).to_owned())
    }
}
